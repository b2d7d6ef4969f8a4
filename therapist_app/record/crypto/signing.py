"""Signatures with Ed25519."""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from therapist_app.record.crypto.wiping import Masked

VERIFY_LENGTH = 32
"""Of a public key, in bytes."""


def verify_key_of(seed: bytearray) -> bytes:
    """Return the public half of a signing key."""
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def sign(seed: Masked, message: bytes) -> bytes:
    """Return the signature of `message`."""
    with seed.revealed() as whole:
        return Ed25519PrivateKey.from_private_bytes(whole).sign(message)


def is_signed(message: bytes, signature: bytes, verify_key: bytes) -> bool:
    """Return whether `signature` is this key's for `message`.

    Args:
        message: What was signed.
        signature: 64 bytes.
        verify_key: 32 bytes; or several keys of one person, one after the other, of which any may
            have signed.

    """
    return any(
        _is_signed(message, signature, verify_key[at : at + VERIFY_LENGTH])
        for at in range(0, len(verify_key), VERIFY_LENGTH)
    )


def _is_signed(message: bytes, signature: bytes, verify_key: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(verify_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
