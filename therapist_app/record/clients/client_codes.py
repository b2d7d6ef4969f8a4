"""Codes for clients: letter, digit, hyphen, three digits; random, and unique in the service.

The service keeps keyed hashes of the codes given out, not the codes.
"""

import hmac

from therapist_app.record.crypto.wiping import wipe
from therapist_app.record.database.database import ServiceFile
from therapist_app.record.errors import RecordBug
from therapist_app.record.service.service_keys import service_secret

# Without letters that are read as digits.
LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ"
_TRIES = 1000


def new_code(service: ServiceFile) -> str:
    """Return a code that nobody in the service has had, and keep it."""
    for _ in range(_TRIES):
        code = _random_code(service)
        if _is_reserved(service, code):
            return code
    raise RecordBug("no-codes-left")


def _is_reserved(service: ServiceFile, code: str) -> bool:
    key = service_secret(service, "code_key")
    digest = hmac.digest(key, code.encode(), "sha256")
    wipe(key)
    if service.row("SELECT 1 FROM codes WHERE hash = ?", (digest,)):
        return False
    with service.change("code_given", "code") as change:
        change.execute("INSERT INTO codes (hash) VALUES (?)", (digest,))
    return True


def _random_code(service: ServiceFile) -> str:
    # 23 x 10 x 1000 codes out of 64 random bits: none is likelier than another by 1 in 10^13.
    number = int.from_bytes(service.sources.random_bytes(8), "big")
    number, digits = divmod(number, 1000)
    number, digit = divmod(number, 10)
    return f"{LETTERS[number % len(LETTERS)]}{digit}-{digits:03}"
