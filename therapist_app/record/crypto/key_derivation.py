"""One key into several, each for one use: HKDF with SHA-256 (RFC 5869)."""

import hmac

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from therapist_app.record.crypto.wiping import Masked

KEY_LENGTH = 32


def derive(secret: bytearray | bytes, use: str, salt: bytes | None = None) -> bytearray:
    """Return the key for `use`."""
    key = bytearray(KEY_LENGTH)
    info = f"therapist record 1: {use}".encode()
    HKDF(SHA256(), KEY_LENGTH, salt, info).derive_into(secret, key)
    return key


def derive_masked(secret: Masked, use: str) -> Masked:
    """Return the key for `use`, masked."""
    with secret.revealed() as whole:
        return Masked(derive(whole, use))


def authenticate(key: Masked, message: bytes) -> bytes:
    """Return the HMAC-SHA-256 of `message`."""
    with key.revealed() as whole:
        return hmac.digest(whole, message, "sha256")
