"""What the audit of one file amounts to: how much there is of it, since when, whether it holds."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from therapist_app.record.database import audit
from therapist_app.record.database.audit import SALVAGED, AuditFilter, AuditReport, began, page
from therapist_app.record.database.database import Database, Opening, ServiceFile
from therapist_app.record.database.opening import borrow_database, check_anchor, check_belonging
from therapist_app.record.errors import RecordBug, RecordDamaged, RecordRolledBack
from therapist_app.record.service.former_people import know_everybody

BEGINS_AN_EPOCH = ("anchor_missing", "restored", SALVAGED)
"""Each is signed: another file took its place, or nothing remembered this one."""

End = Literal["as-remembered", "not-remembered", "shorter", "another"]
"""How the end of an audit compares with what the anchor beside the file remembers."""


@dataclass(frozen=True, slots=True)
class AuditAccount:
    """What the audit of one file amounts to.

    Attributes:
        report: What checking the whole chain found.
        first: When the first entry was written; None where it cannot be read.
        last: The same of the newest.
        epochs: The entries with which an epoch after the first began.
        end: How its end compares with what is remembered of it.
        missing: How many entries are known to be missing at its end.

    """

    report: AuditReport
    first: datetime | None
    last: datetime | None
    epochs: tuple[int, ...]
    end: End = "as-remembered"
    missing: int = 0

    @property
    def signed(self) -> int:
        """How many entries carry the signature of the person they name."""
        return sum(count for _by, count in self.report.signed_by)

    @property
    def is_whole(self) -> bool:
        """Whether all that was ever written is there as it was written."""
        return self.end == "as-remembered" and self.report.is_whole


def account_of(opening: Opening) -> AuditAccount:
    """Return the account of the audit of a file that nobody has open; nothing is changed.

    Raises:
        KnownRecordError: The file cannot be opened, is another one, or cannot be read.

    """
    try:
        with borrow_database(opening) as database:
            if isinstance(database, ServiceFile):
                know_everybody(database, opening.keepers, opening.verify_keys)
            return _account(database, opening)
    except RecordBug:
        raise RecordDamaged("structure") from None


def _account(database: Database, opening: Opening) -> AuditAccount:
    check_belonging(database, opening)
    end, missing = _end_of(database)
    newest = audit.entries(database, newest=1)
    begun = page(database, AuditFilter(actions=BEGINS_AN_EPOCH), before=None, limit=-1)
    return AuditAccount(
        report=audit.verify(database),
        first=began(database),
        last=newest[0].at if newest else None,
        epochs=tuple(each.n for each in reversed(begun)),
        end=end,
        missing=missing,
    )


def _end_of(database: Database) -> tuple[End, int]:
    try:
        seen = check_anchor(database)
    except RecordRolledBack as older:
        return ("shorter" if older.entries else "another"), older.entries
    return ("not-remembered" if seen is None else "as-remembered"), 0
