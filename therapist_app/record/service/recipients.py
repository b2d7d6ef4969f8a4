"""Who gets exports: their names and public keys, and who compared them."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from therapist_app.record.database.audit import believed, mark_of
from therapist_app.record.database.columns import OPTIONAL_MOMENT
from therapist_app.record.database.database import ServiceFile
from therapist_app.record.database.shared_tables import SharedTable

_COMPARED = "recipient_compared"
_AT_ONCE = timedelta(minutes=1)

OWN_LEAD = "Clinical lead"
"""The lead of this service, by the name under which they stand here in any language."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who gets exports.

    Attributes:
        age_key: Their public key; empty where there is none.
        entered_at: When that key was entered.
        compared_at: When two people compared it; None until then.
        compared_by: The name of the person here who compared it.
        earlier_key: The key that this one took the place of; empty where there was none.

    """

    name: str
    age_key: str = ""
    entered_at: datetime | None = None
    compared_at: datetime | None = None
    compared_by: str = ""
    earlier_key: str = ""

    @property
    def is_compared(self) -> bool:
        """Whether there is a key, and it was compared."""
        return bool(self.age_key) and self.compared_at is not None


_TABLE = SharedTable(
    "recipients",
    Recipient,
    key=("name",),
    columns={"entered_at": OPTIONAL_MOMENT, "compared_at": OPTIONAL_MOMENT},
)


def save(service: ServiceFile, recipient: Recipient) -> None:
    """Add a recipient, or change their key, which is to be compared then."""
    with service.change("recipient_changed", "recipient") as change:
        _TABLE.replace(change, recipient)


def enter_key(service: ServiceFile, name: str, age_key: str) -> Recipient:
    """Enter the key of a recipient, new or known; it is not compared yet."""
    before = load(service, name) or Recipient(name)
    earlier = before.age_key if before.age_key != age_key else before.earlier_key
    entered = Recipient(name, age_key, entered_at=service.now(), earlier_key=earlier)
    save(service, entered)
    return entered


def note_compared(service: ServiceFile, recipient: Recipient, by: str) -> Recipient:
    """Note that two people compared the key, who did so here, and when."""
    compared = replace(recipient, compared_at=service.now(), compared_by=by)
    with service.change(_COMPARED, "recipient", (_mark(recipient),)) as change:
        _TABLE.save(change, compared)
    return compared


def comparers(service: ServiceFile, recipient: Recipient) -> frozenset[str]:
    """Return who signed that they compared this very key, by uid.

    Where an earlier version noted no more than that one was compared, who signed that at that time:
    everybody can write in the service file, but in nobody's name.
    """
    found = believed(service, (_COMPARED,))
    signed = frozenset(each.by for each in found if each.fields == (_mark(recipient),))
    at = recipient.compared_at
    if signed or at is None:
        return signed
    return frozenset(each.by for each in found if not each.fields and abs(each.at - at) < _AT_ONCE)


def _mark(recipient: Recipient) -> str:
    return mark_of(f"{recipient.name}\n{recipient.age_key}")


def drop_key(service: ServiceFile, recipient: Recipient) -> Recipient:
    """Throw a key away that turned out to be another; the recipient has none then."""
    without = Recipient(recipient.name, earlier_key=recipient.earlier_key)
    with service.change("recipient_key_refused", "recipient") as change:
        _TABLE.save(change, without)
    return without


def load(service: ServiceFile, name: str) -> Recipient | None:
    """Return a recipient, if known."""
    return _TABLE.first(service, "WHERE name = ?", (name,))


def all_recipients(service: ServiceFile) -> tuple[Recipient, ...]:
    """Return every recipient, by name."""
    return _TABLE.select(service, "ORDER BY name")
