"""Reading the audit of a database, adding to it, and checking it from end to end."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from therapist_app.record.anchor import Mark
from therapist_app.record.audit_chain import SIGNED_ACTIONS
from therapist_app.record.columns import moment_from
from therapist_app.record.database import Database
from therapist_app.record.signing import is_signed

SALVAGED = "salvaged"
_FIELDS = {"at", "by", "action", "subject", "fields"}


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One entry: ids, the action and the names of fields."""

    n: int
    at: datetime
    by: str
    action: str
    subject: str
    fields: tuple[str, ...]
    is_signed: bool


@dataclass(frozen=True, slots=True)
class AuditReport:
    """What checking found.

    Attributes:
        entries: How many entries there are.
        broken_at: The first entry that does not follow from those before it.
        forged: Entries whose signature is missing, or not by the person they name.
        gaps: How many stretches of entries are gone, as a signed entry says since.

    """

    entries: int
    broken_at: int | None
    forged: tuple[int, ...]
    gaps: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether all is as it was written."""
        return self.broken_at is None and not self.forged


def note(database: Database, action: str, subject: str) -> None:
    """Add an entry for something that changes no row, such as opening a client's record."""
    with database.change(action, subject):
        pass


def entries(database: Database, *, newest: int | None = None) -> tuple[AuditEntry, ...]:
    """Return the entries in order, or only so many of the newest.

    One that somebody made unreadable is left out here; `verify` names it.
    """
    limit = -1 if newest is None else newest
    found = database.rows(
        "SELECT n, entry, signature IS NOT NULL FROM audit ORDER BY n DESC LIMIT ?", (limit,)
    )
    read = (_entry(each) for each in reversed(found))
    return tuple(each for each in read if each is not None)


def verify(database: Database) -> AuditReport:
    """Check that every entry follows from the one before, and every signature.

    Where entries were lost and what could be read was saved, the chain takes up again at the
    entry that the signed entry of the saving names.
    """
    found = database.rows("SELECT n, entry, head, signature FROM audit ORDER BY n")
    forged = tuple(n for n, *rest in found if not _is_vouched_for(database, *rest))
    told = {field for n, entry, *_ in found if n not in forged for field in _stretches_in(entry)}
    mark = database.audit.beginning()
    broken_at: int | None = None
    gaps = 0
    for n, entry, head, _ in found:
        if n > mark.n + 1 and stretch(mark.n + 1, n - 1, entry) in told:
            mark, gaps = Mark(n, head), gaps + 1
            continue
        mark = database.audit.following(mark, bytes(entry))
        if broken_at is None and (mark.n, mark.head) != (n, head):
            broken_at = mark.n
    return AuditReport(len(found), broken_at, forged, gaps)


def stretch(first: int, last: int, entry: bytes) -> str:
    """Return how a signed entry tells of lost ones: their numbers, and what follows them."""
    return f"{first}-{last} {hashlib.sha256(entry).hexdigest()}"


def _stretches_in(entry: bytes) -> tuple[str, ...]:
    fields = _read(entry)
    return tuple(fields["fields"]) if fields and fields["action"] == SALVAGED else ()


def _is_vouched_for(database: Database, entry: bytes, head: bytes, signature: object) -> bool:
    fields = _read(entry)
    if fields is None:
        return False
    if not isinstance(signature, bytes):
        return fields["action"] not in SIGNED_ACTIONS
    return is_signed(head, signature, database.verify_keys.get(fields["by"], b""))


def _read(entry: bytes) -> dict[str, Any] | None:
    try:
        fields = json.loads(entry)
        moment_from(fields["at"])
    except (ValueError, TypeError, KeyError):
        return None
    return fields if set(fields) == _FIELDS else None


def _entry(found: tuple[Any, ...]) -> AuditEntry | None:
    n, entry, is_signed_by_them = found
    fields = _read(entry)
    if fields is None:
        return None
    return AuditEntry(
        n=n,
        at=moment_from(fields["at"]),
        by=fields["by"],
        action=fields["action"],
        subject=fields["subject"],
        fields=tuple(fields["fields"]),
        is_signed=bool(is_signed_by_them),
    )
