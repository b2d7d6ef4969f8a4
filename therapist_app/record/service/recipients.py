"""Who gets exports."""

from dataclasses import dataclass

from therapist_app.record.database.database import ServiceFile
from therapist_app.record.database.tables import Table


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
