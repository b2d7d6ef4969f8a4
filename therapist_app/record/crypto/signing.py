"""Signatures with Ed25519."""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from therapist_app.record.crypto.wiping import Masked


def verify_key_of(seed: bytearray) -> bytes:
    """Return the public half of a signing key."""
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def sign(seed: Masked, message: bytes) -> bytes:
    """Return the signature of `message`."""
    with seed.revealed() as whole:
        return Ed25519PrivateKey.from_private_bytes(whole).sign(message)


def is_signed(message: bytes, signature: bytes, verify_key: bytes) -> bool:
    """Return whether `signature` is this key's for `message`."""
    try:
        Ed25519PublicKey.from_public_bytes(verify_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
