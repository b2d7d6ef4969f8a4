"""Secrets that stand in the service file for the use of everybody in the service."""

from typing import Literal

from therapist_app.record.database.database import ServiceFile
from therapist_app.record.errors import RecordDamaged

Secret = Literal["audit_key", "code_key", "export_key"]


def service_secret(service: ServiceFile, name: Secret) -> bytearray:
    """Return one secret, to be wiped after use."""
    found = service.row("SELECT value FROM about WHERE key = ?", (name,))
    if found is None:
        raise RecordDamaged("secret-missing")
    return bytearray.fromhex(found[0])
