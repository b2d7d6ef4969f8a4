"""Secrets that stand in the service file for the use of everybody in the service."""

from typing import Literal

from therapist_app.record.crypto import signing
from therapist_app.record.crypto.wiping import Masked, wipe
from therapist_app.record.database.database import ServiceFile
from therapist_app.record.errors import RecordDamaged

Secret = Literal["audit_key", "code_key", "export_key"]


def service_secret(service: ServiceFile, name: Secret) -> bytearray:
    """Return one secret, to be wiped after use."""
    found = service.row("SELECT value FROM about WHERE key = ?", (name,))
    if found is None:
        raise RecordDamaged("secret-missing")
    return bytearray.fromhex(found[0])


def sign_export(service: ServiceFile, data: bytes) -> bytes:
    """Return the service's signature of `data` (Ed25519)."""
    seed = Masked(service_secret(service, "export_key"))
    signature = signing.sign(seed, data)
    seed.forget()
    return signature


def export_public_key(service: ServiceFile) -> bytes:
    """Return the export_public_key key that these signatures verify with."""
    seed = service_secret(service, "export_key")
    key = signing.verify_key_of(seed)
    wipe(seed)
    return key
