"""Signatures and seals of packages: the only place outside the record that touches cryptography.

Signing stays in the record, which hands in a callable; here signatures are checked, and a
package is sealed for a recipient with age and opened again.
"""

import hashlib

import pyrage
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

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
    """Return what two people compare in person: 32 hexadecimal characters in groups of four."""
    shown = hashlib.sha256(public_key).hexdigest()[:SHOWN]
    return " ".join(shown[at : at + GROUP] for at in range(0, SHOWN, GROUP))


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
