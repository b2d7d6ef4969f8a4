"""What the clinical lead sees of a caseload: counts and ages, never a client.

The therapist's own session counts and writes them into the service file, which a lead can open;
the caseload itself stays closed to everybody who does not hold its key. A client whose record
is restricted is in no count, as in every other place. Ages are whole local
days at the time of writing, so that a reader adds the days that passed since.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal, get_args, get_type_hints

from therapist_app.record.database.columns import MOMENT, Column, moment_from, moment_text
from therapist_app.record.database.database import Caseload, ServiceFile
from therapist_app.record.database.shared_tables import SharedTable
from therapist_app.record.model import Level, Stream

Occasion = Literal["signed_in", "locked"]
"""When a line was written: as somebody signed in, or as they locked or closed."""

VERSION = 1
_WRITTEN = "figures_written"
WAITING = "waiting"
"""Beside the statuses of clients: those who wait for a place and have not begun."""
WEEK, MONTH, QUARTER = (timedelta(days=days) for days in (7, 30, 90))

_CLIENTS = "SELECT status, count(*) FROM clients WHERE id NOT IN restricted GROUP BY status"
_ALERTS = """
    SELECT stream, level, count(*), min(opened_at) FROM alerts
    WHERE acknowledged_at IS NULL AND answered_with IS NULL AND client_id NOT IN restricted
    GROUP BY stream, level
"""
_PROMISES = """
    SELECT due_on FROM promises WHERE closed_at IS NULL AND client_id NOT IN restricted
    ORDER BY due_on
"""
_NOTES = """
    SELECT count(*), min(planned_for) FROM appointments
    WHERE state = 'held' AND client_id NOT IN restricted
"""
_HELD = """
    SELECT count(*) FROM appointments
    WHERE state IN ('held', 'signed') AND planned_for >= ? AND planned_for < ?
        AND NOT rest_follows AND client_id NOT IN restricted
"""
_RATED = """
    SELECT count(*), coalesce(sum(EXISTS (
        SELECT 1 FROM fidelity_ratings WHERE fidelity_ratings.appointment_id = appointments.id
    )), 0) FROM appointments
    WHERE state IN ('held', 'signed') AND planned_for >= ? AND NOT rest_follows
        AND client_id NOT IN restricted
"""
_OVERRIDES = """
    SELECT count(*) FROM gate_overrides WHERE overridden_at >= ? AND client_id NOT IN restricted
"""


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many of something wait, and how many days the oldest has waited."""

    count: int
    oldest_days: int


@dataclass(frozen=True, slots=True)
class AlertsWaiting:
    """The open alerts of one stream and level."""

    stream: Stream
    level: Level
    waiting: Waiting


@dataclass(frozen=True, slots=True)
class CaseloadCounts:
    """The counts of one caseload.

    Attributes:
        clients: How many clients there are of each status; who only waits for a place stands
            apart, as `waiting`.
        alerts: The open alerts by stream and level; only those of which there are any.
        unsigned_notes: Sessions that were held and wait for their note.
        held_week: Meetings held in the last 7 days.
        held_month: Meetings held in the last 30 days.
        ratable: Those of them that brought their session to its end.
        rated: How many of them have a fidelity rating.
        overrides: Hard gates passed in the last 90 days.
        measures_overdue: Measures missing from sessions that wait for their note, or that were
            closed in the last 30 days; None where nobody counted them.
        kept_long_enough: Records kept for as long as the service approved, and since how many
            days the first of them; None where nobody approved a number, or counted them.
        promises: In how many days each open promise is due, less than 0 once its day has passed;
            None where nobody counted them.
        plans: In how many days each safety and boundaries plan is to be looked at again, up to 30,
            less than 0 once its day has passed; None where nobody counted them.
        courses_asking: Courses whose rules ask for a review that nobody has made since; None where
            nobody counted them.
        courses_worse: Those of them with a score that is reliably worse than at the start.

    """

    clients: Mapping[str, int]
    alerts: tuple[AlertsWaiting, ...]
    unsigned_notes: Waiting
    held_week: int
    held_month: int
    ratable: int
    rated: int
    overrides: int
    measures_overdue: int | None = None
    kept_long_enough: Waiting | None = None
    promises: tuple[int, ...] | None = None
    plans: tuple[int, ...] | None = None
    courses_asking: int | None = None
    courses_worse: int | None = None

    @property
    def promises_overdue(self) -> Waiting:
        """The promises whose day has passed, and for how many days the first of them."""
        return _overdue(self.promises)

    @property
    def plans_overdue(self) -> Waiting | None:
        """The plans whose day has passed, likewise; None where nobody counted them."""
        return None if self.plans is None else _overdue(self.plans)


@dataclass(frozen=True, slots=True)
class CaseloadFigures:
    """One row: the figures of a caseload, who wrote them and when.

    Attributes:
        figures: None where another version of the program wrote them in its own way.

    """

    caseload: str
    written_at: datetime
    written_by: str
    occasion: Occasion
    figures: CaseloadCounts | None


def count(caseload: Caseload) -> CaseloadCounts:
    """Return the counts of an open caseload but those that need more than its rows."""
    now = caseload.now()
    tomorrow = moment_text(now + timedelta(days=1))
    week, month, quarter = (moment_text(now - each) for each in (WEEK, MONTH, QUARTER))
    [notes] = caseload.rows(_NOTES)
    [held_week] = caseload.rows(_HELD, (week, tomorrow))
    [held_month] = caseload.rows(_HELD, (month, tomorrow))
    [rated] = caseload.rows(_RATED, (month,))
    [overrides] = caseload.rows(_OVERRIDES, (quarter,))
    return CaseloadCounts(
        clients=dict(caseload.rows(_CLIENTS)),
        alerts=tuple(
            AlertsWaiting(stream, level, Waiting(number, _days_since(oldest, now)))
            for stream, level, number, oldest in caseload.rows(_ALERTS)
        ),
        unsigned_notes=Waiting(notes[0], _days_since(notes[1], now)),
        held_week=held_week[0],
        held_month=held_month[0],
        ratable=rated[0],
        rated=rated[1],
        overrides=overrides[0],
        promises=tuple(
            (date.fromisoformat(due_on) - now.astimezone().date()).days
            for (due_on,) in caseload.rows(_PROMISES)
        ),
    )


def write(service: ServiceFile, rows: Sequence[CaseloadFigures]) -> None:
    """Put the figures of some caseloads in the place of those before, in one transaction."""
    with service.together():
        for each in rows:
            told = (_TABLE.told(each),)
            with service.change(_WRITTEN, f"caseload:{each.caseload}", told) as change:
                _TABLE.replace(change, each)


def all_figures(service: ServiceFile) -> dict[str, CaseloadFigures]:
    """Return the newest figures of each caseload, by its id."""
    return {each.caseload: each for each in _TABLE.select(service, "ORDER BY caseload")}


def is_signed(service: ServiceFile, written: CaseloadFigures) -> bool:
    """Return whether whoever is named as having written figures signed them as they stand."""
    if written.figures is None:
        return False
    subject = f"caseload:{written.caseload}"
    return written.written_by in _TABLE.signers(service, written, (_WRITTEN,), subject)


def _overdue(days: Sequence[int] | None) -> Waiting:
    over = [-each for each in days or () if each < 0]
    return Waiting(len(over), max(over, default=0))


def _days_since(moment: str | None, now: datetime) -> int:
    if moment is None:
        return 0
    began = moment_from(moment).astimezone().date()
    return max(0, (now.astimezone().date() - began).days)


def _written(figures: CaseloadCounts) -> str:
    return json.dumps({"version": VERSION, **asdict(figures)}, sort_keys=True)


def _read(text: str) -> CaseloadCounts | None:
    try:
        return _figures(json.loads(text))
    except (KeyError, TypeError, ValueError):
        return None


def _figures(found: Mapping[str, Any]) -> CaseloadCounts | None:
    if found["version"] != VERSION:
        return None
    kept, promises, plans = (found.get(each) for each in ("kept_long_enough", "promises", "plans"))
    counts: dict[str, Any] = {name: _whole(found[name]) for name in COUNTS}
    some = ((name, found.get(name)) for name in SOME_COUNTS)
    counts |= {name: None if each is None else _whole(each) for name, each in some}
    return CaseloadCounts(
        clients={str(status): _whole(number) for status, number in found["clients"].items()},
        alerts=tuple(_alerts(each) for each in found["alerts"]),
        unsigned_notes=_waiting(found["unsigned_notes"]),
        kept_long_enough=None if kept is None else _waiting(kept),
        promises=None if promises is None else tuple(map(_number, promises)),
        plans=None if plans is None else tuple(map(_number, plans)),
        **counts,
    )


def _alerts(found: Mapping[str, Any]) -> AlertsWaiting:
    stream, level = found["stream"], found["level"]
    if stream not in get_args(Stream) or level not in get_args(Level):
        raise ValueError
    return AlertsWaiting(stream, level, _waiting(found["waiting"]))


def _waiting(found: Mapping[str, Any]) -> Waiting:
    return Waiting(_whole(found["count"]), _whole(found["oldest_days"]))


def _whole(value: object) -> int:
    number = _number(value)
    if number < 0:
        raise ValueError
    return number


def _number(value: object) -> int:
    if type(value) is not int:
        raise ValueError
    return value


_KINDS = get_type_hints(CaseloadCounts)
COUNTS = tuple(name for name, kind in _KINDS.items() if kind is int)
SOME_COUNTS = tuple(name for name, kind in _KINDS.items() if kind == int | None)
"""The figures that are a number each, and those of them that nobody may have counted."""
_TABLE = SharedTable(
    "caseload_figures",
    CaseloadFigures,
    key=("caseload",),
    columns={"written_at": MOMENT, "figures": Column(_written, _read)},
)
