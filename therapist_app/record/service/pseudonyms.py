"""The name by which a recipient knows a client: stable for them, meaningless to anybody else.

EDPB guidelines 01/2025 ask for a keyed one-way function whose secret is kept apart. The key is
random, one for each recipient and purpose, and stays when data keys change or a caseload is
handed over. What goes in is the client's random id, never a name or a date.
"""

import hmac

from therapist_app.record.crypto import base32
from therapist_app.record.database.columns import moment_text
from therapist_app.record.database.database import ServiceFile

LENGTH = 16


def pseudonym_for(service: ServiceFile, client_id: str, recipient: str, purpose: str) -> str:
    """Return 16 characters and a check character (Crockford's base 32)."""
    digest = hmac.digest(_key(service, recipient, purpose), bytes.fromhex(client_id), "sha256")
    characters = base32.encode(digest[: LENGTH * 5 // 8])
    return characters + base32.check_character(characters)


def _key(service: ServiceFile, recipient: str, purpose: str) -> bytes:
    found = service.row(
        "SELECT key FROM pseudonym_keys WHERE recipient = ? AND purpose = ?", (recipient, purpose)
    )
    if found:
        return bytes(found[0])
    key = service.sources.random_bytes(32)
    with service.change("pseudonym_key_made", "pseudonyms") as change:
        change.execute(
            "INSERT INTO pseudonym_keys (recipient, purpose, key, created_at) VALUES (?, ?, ?, ?)",
            (recipient, purpose, key, moment_text(service.now())),
        )
    return key
