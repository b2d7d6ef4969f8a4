"""The key with which this service signs what leaves it."""

from therapist_app.record.crypto import signing
from therapist_app.record.crypto.wiping import Masked, wipe
from therapist_app.record.database.database import ServiceFile
from therapist_app.record.service.service_keys import service_secret


def sign(service: ServiceFile, data: bytes) -> bytes:
    """Return the service's signature of `data` (Ed25519)."""
    seed = Masked(service_secret(service, "export_key"))
    signature = signing.sign(seed, data)
    seed.forget()
    return signature


def public(service: ServiceFile) -> bytes:
    """Return the public key that these signatures verify with."""
    seed = service_secret(service, "export_key")
    key = signing.verify_key_of(seed)
    wipe(seed)
    return key
