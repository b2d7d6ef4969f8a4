"""Secrets that stand in the service file for the use of everybody in the service.

They stand there wrapped, under a key that follows from the audit key: pages that SQLite has in
memory are readable there, and a secret is whole only for as long as it is used. The audit key stays
the same when the file's key changes, so that nothing has to be wrapped anew then.
"""

import hmac
from typing import Literal, get_args

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from therapist_app.record.crypto import signing
from therapist_app.record.crypto.key_derivation import KEY_LENGTH, derive_masked
from therapist_app.record.crypto.slots import NONCE_LENGTH, TAG_LENGTH
from therapist_app.record.crypto.wiping import Masked, wipe
from therapist_app.record.database.database import Change, ServiceFile
from therapist_app.record.errors import RecordDamaged

Secret = Literal["audit_key", "code_key", "export_key"]
SECRETS: tuple[Secret, ...] = get_args(Secret)
WRAPPED_LENGTH = NONCE_LENGTH + KEY_LENGTH + TAG_LENGTH
"""Of a secret as it stands in the file, in bytes; one of before is as long as a key."""


def service_secret(service: ServiceFile, name: Secret) -> bytearray:
    """Return one secret, to be wiped after use.

    Raises:
        RecordDamaged: It is missing, or is not what was wrapped.

    """
    stands = _standing(service, name)
    if len(stands) == KEY_LENGTH:  # of before, and not wrapped yet
        return stands
    return unwrapped(service, name, stands)


def wrap_secrets(change: Change, service: ServiceFile) -> None:
    """Wrap the secrets that are not wrapped yet, within a change.

    The nonce follows from what is wrapped, so that the same secret is wrapped alike: each key wraps
    one secret of each name.
    """
    for name in SECRETS:
        stands = _standing(service, name)
        if len(stands) == KEY_LENGTH:
            change.keep(name, wrapped(service, name, stands).hex())
        wipe(stands)


def wrapped(service: ServiceFile, name: str, secret: bytearray) -> bytes:
    """Return a secret as it stands in the file: nonce, ciphertext and tag.

    Args:
        service: The file in which it is to stand.
        name: What it is, without which it cannot be unwrapped.
        secret: It is not wiped.

    """
    wrapping = _wrapping(service)
    nonce = _nonce(wrapping, name, secret)
    sealed = bytearray(len(secret) + TAG_LENGTH)
    with wrapping.revealed() as key:
        ChaCha20Poly1305(key).encrypt_into(nonce, secret, name.encode(), sealed)
    wrapping.forget()
    return nonce + bytes(sealed)


def unwrapped(service: ServiceFile, name: str, stands: bytes | bytearray) -> bytearray:
    """Return a secret that stands wrapped, to be wiped after use.

    Raises:
        RecordDamaged: It is not what was wrapped under this name.

    """
    whole = bytearray(max(0, len(stands) - NONCE_LENGTH - TAG_LENGTH))
    wrapping = _wrapping(service)
    try:
        with wrapping.revealed() as key:
            ChaCha20Poly1305(key).decrypt_into(
                bytes(stands[:NONCE_LENGTH]), bytes(stands[NONCE_LENGTH:]), name.encode(), whole
            )
    except (InvalidTag, ValueError):
        raise RecordDamaged("secret-missing") from None
    finally:
        wrapping.forget()
    return whole


def _nonce(wrapping: Masked, name: str, secret: bytearray) -> bytes:
    message = bytearray(f"nonce {name} ".encode())
    message += secret
    with wrapping.revealed() as key:
        nonce = hmac.digest(key, message, "sha256")[:NONCE_LENGTH]
    wipe(message)
    return nonce


def _standing(service: ServiceFile, name: Secret) -> bytearray:
    found = service.row("SELECT value FROM about WHERE key = ?", (name,))
    if found is None:
        raise RecordDamaged("secret-missing")
    try:
        return bytearray.fromhex(found[0])
    except (TypeError, ValueError):
        raise RecordDamaged("secret-missing") from None


def _wrapping(service: ServiceFile) -> Masked:
    return derive_masked(service.audit_key, "secrets of the service")


def sign_export(service: ServiceFile, recipient: str, data: bytes) -> bytes:
    """Return the service's signature of `data` for one recipient (Ed25519)."""
    seed = export_seed(service, recipient)
    signature = signing.sign(seed, data)
    seed.forget()
    return signature


def export_public_key(service: ServiceFile, recipient: str) -> bytes:
    """Return the key that signatures for one recipient verify with; two have none in common.

    For no recipient it is the key of releases that were signed before each had their own.
    """
    seed = export_seed(service, recipient)
    with seed.revealed() as whole:
        key = signing.verify_key_of(whole)
    seed.forget()
    return key


def export_seed(service: ServiceFile, recipient: str) -> Masked:
    """Return the private key that signs for one recipient, to be forgotten after use."""
    return seed_for(Masked(service_secret(service, "export_key")), recipient)


def seed_for(seed: Masked, recipient: str) -> Masked:
    """Return the key of one recipient that follows from the service's; that is forgotten."""
    if not recipient:
        return seed
    own = derive_masked(seed, f"releases for {recipient}")
    seed.forget()
    return own
