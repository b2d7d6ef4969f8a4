"""Who gets exports, and the name by which they know a client: stable, meaningless to others.

EDPB guidelines 01/2025 ask for a keyed one-way function whose secret is kept apart. The key is
random, one for each recipient and purpose, and stays when data keys change or a caseload is
handed over. What goes in is the client's random id, never a name or a date.
"""

import hmac
from dataclasses import dataclass

from therapist_app.record.crypto import base32
from therapist_app.record.database.columns import moment_text
from therapist_app.record.database.database import ServiceFile
from therapist_app.record.database.tables import Table

PSEUDONYM_LENGTH = 16


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who gets exports.

    Attributes:
        age_key: Their public key, exchanged in person; empty where there is none.

    """

    name: str
    age_key: str = ""


_TABLE = Table("recipients", Recipient, key=("name",))


def save(service: ServiceFile, recipient: Recipient) -> None:
    """Add a recipient, or change their key."""
    with service.change("recipient_changed", "recipient") as change:
        _TABLE.replace(change, recipient)


def load(service: ServiceFile, name: str) -> Recipient | None:
    """Return a recipient, if known."""
    return _TABLE.first(service, "WHERE name = ?", (name,))


def all_recipients(service: ServiceFile) -> tuple[Recipient, ...]:
    """Return every recipient, by name."""
    return _TABLE.select(service, "ORDER BY name")


def pseudonym_for(service: ServiceFile, client_id: str, recipient: str, purpose: str) -> str:
    """Return 16 characters and a check character (Crockford's base 32)."""
    digest = hmac.digest(
        _pseudonym_key(service, recipient, purpose), bytes.fromhex(client_id), "sha256"
    )
    characters = base32.encode(digest[: PSEUDONYM_LENGTH * 5 // 8])
    return characters + base32.check_character(characters)


def _pseudonym_key(service: ServiceFile, recipient: str, purpose: str) -> bytes:
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
