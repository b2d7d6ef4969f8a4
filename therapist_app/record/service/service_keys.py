"""Secrets that stand in the service file for the use of everybody in the service."""

from typing import Literal

from therapist_app.record.crypto import signing
from therapist_app.record.crypto.key_derivation import derive_masked
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.database.database import ServiceFile
from therapist_app.record.errors import RecordDamaged

Secret = Literal["audit_key", "code_key", "export_key"]


def service_secret(service: ServiceFile, name: Secret) -> bytearray:
    """Return one secret, to be wiped after use."""
    found = service.row("SELECT value FROM about WHERE key = ?", (name,))
    if found is None:
        raise RecordDamaged("secret-missing")
    return bytearray.fromhex(found[0])


def sign_export(service: ServiceFile, recipient: str, data: bytes) -> bytes:
    """Return the service's signature of `data` for one recipient (Ed25519)."""
    seed = _export_key(service, recipient)
    signature = signing.sign(seed, data)
    seed.forget()
    return signature


def export_public_key(service: ServiceFile, recipient: str) -> bytes:
    """Return the key that signatures for one recipient verify with; two have none in common.

    For no recipient it is the key of releases that were signed before each had their own.
    """
    seed = _export_key(service, recipient)
    with seed.revealed() as whole:
        key = signing.verify_key_of(whole)
    seed.forget()
    return key


def _export_key(service: ServiceFile, recipient: str) -> Masked:
    seed = Masked(service_secret(service, "export_key"))
    if not recipient:
        return seed
    own = derive_masked(seed, f"releases for {recipient}")
    seed.forget()
    return own
