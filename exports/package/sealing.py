"""Signatures and seals of packages: the only place outside the record that touches cryptography.

A release is signed in the record, which hands in a callable. A content pack is signed here, with
a key that its author keeps in a file. Here signatures are checked, and a package is sealed for a
recipient with age and opened again.
"""

import hashlib

import pyrage
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from exports.errors import SealRefused

SEALED_HEAD = b"age-encryption.org/"
GROUP = 4
SHOWN = 32


def is_authentic(public_key: bytes, signature: bytes, data: bytes) -> bool:
    """Return whether `signature` is that of `public_key` (Ed25519, RFC 8032) over `data`."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True


def fingerprint(public_key: bytes) -> str:
    """Return what two people compare: 32 hexadecimal characters in groups of four."""
    shown = hashlib.sha256(public_key).hexdigest()[:SHOWN]
    return " ".join(shown[at : at + GROUP] for at in range(0, SHOWN, GROUP))


def new_signing_key() -> bytes:
    """Return a new Ed25519 key for signing packs, as PEM (PKCS #8), for its owner's eyes only."""
    return Ed25519PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )


def sign_with(signing_key: bytes, data: bytes) -> tuple[bytes, bytes]:
    """Return the public half of a key as `new_signing_key` makes it, and its signature of `data`.

    Raises:
        SealRefused: It is no such key.

    """
    try:
        key = load_pem_private_key(signing_key, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise SealRefused("The key file holds no signing key (Ed25519, PEM): check its place.")
    return key.public_key().public_bytes_raw(), key.sign(data)


def seal(data: bytes, recipient_key: str) -> bytes:
    """Return `data` encrypted for the recipient's age key.

    Raises:
        SealRefused: The key is mistyped or of another kind.

    """
    try:
        return pyrage.encrypt(data, [pyrage.x25519.Recipient.from_str(recipient_key.strip())])
    except (pyrage.RecipientError, pyrage.EncryptError):
        raise SealRefused(
            "The recipient's key is not a valid age key (age1...): ask for it again."
        ) from None


def seal_with_passphrase(data: bytes, passphrase: str) -> bytes:
    """Return `data` encrypted with age under a passphrase; it takes a second or two on purpose."""
    return pyrage.passphrase.encrypt(data, passphrase)


def unseal_with_passphrase(data: bytes, passphrase: str) -> bytes:
    """Return what was sealed under a passphrase; nothing at all unless every byte is as it was.

    Raises:
        SealRefused: The passphrase is another one, or the file was changed or is no such file.

    """
    try:
        return pyrage.passphrase.decrypt(data, passphrase)
    except pyrage.DecryptError:
        raise SealRefused(
            "The passphrase does not open this file, or the file was changed: type it again, "
            "and if that does not help, ask for the file again."
        ) from None


def unseal(data: bytes, identity: str) -> bytes:
    """Return what was sealed; nothing at all unless every byte is as it was sealed.

    Raises:
        SealRefused: The identity is mistyped, not the right one, or the file was changed.

    """
    try:
        return pyrage.decrypt(data, [pyrage.x25519.Identity.from_str(identity.strip())])
    except pyrage.IdentityError:
        raise SealRefused("The identity is not a valid age identity: check the file.") from None
    except pyrage.DecryptError:
        raise SealRefused(
            "The sealed file was changed, is not whole, or is for somebody else."
        ) from None
