"""Quarters that were closed, and what each caseload gave to their reports.

What a caseload gave was changed already, so that nobody can be found in it; it is written once,
by the session of whoever works in that caseload, and never made again.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Literal

from therapist_app.record.database.audit import (
    SALVAGED,
    believed,
    entries_of,
    note,
    signed_about,
)
from therapist_app.record.database.columns import MOMENT, QUARTER
from therapist_app.record.database.database import Caseload, ServiceFile
from therapist_app.record.database.shared_tables import GONE, SharedTable
from therapist_app.record.service.owners_in_turn import was_ever_of


@dataclass(frozen=True, slots=True)
class ClosedQuarter:
    """A quarter whose end somebody confirmed.

    Attributes:
        quarter: Its name, as 2026-Q3.
        confirmed_by: The uid of who did.

    """

    quarter: str
    confirmed_by: str
    confirmed_at: datetime


@dataclass(frozen=True, slots=True)
class QuarterFigures:
    """What one caseload gave to a quarter.

    Attributes:
        figures: Tables of changed figures, as JSON.

    """

    quarter: str
    caseload: str
    written_by: str
    written_at: datetime
    figures: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Filled forms that are not in what a caseload gives to a quarter: no installed form fits them.

    Attributes:
        forms: How many.
        of: Of how many clients they are.
        clients: Of whom, by id; of many the first.

    """

    forms: int = 0
    of: int = 0
    clients: tuple[str, ...] = ()


Giving = Literal["by_hand", "complete", "after_waiting"]
"""Figures are given by an act of their owner's, or at a sign-in of theirs: since nothing of that
time was unfinished, or since they had waited long enough."""
GIVEN: Mapping[Giving, str] = MappingProxyType(
    {
        "by_hand": "quarter_figures_given",
        "complete": "quarter_figures_given_complete",
        "after_waiting": "quarter_figures_given_after_waiting",
    }
)
"""What the audit calls each way of giving."""

MONTHS = 3
ONE_MONTH_AT_MOST, ONE_DAY = timedelta(days=31), timedelta(days=1)
_CLOSED = "quarter_closed"
_LEFT_OUT = "forms_left_out"
_COUNT = re.compile(r"[0-9]{1,9}")
_QUARTERS = SharedTable(
    "quarters",
    ClosedQuarter,
    key=("quarter",),
    columns={"quarter": QUARTER, "confirmed_at": MOMENT},
)
_FIGURES = SharedTable(
    "quarter_figures",
    QuarterFigures,
    key=("quarter", "caseload"),
    columns={"quarter": QUARTER, "written_at": MOMENT},
)


def close(service: ServiceFile, quarter: ClosedQuarter) -> None:
    """Keep that a quarter is closed, over a row that nobody signed; it cannot be twice."""
    told = (_QUARTERS.told(quarter),)
    with service.change(_CLOSED, f"quarter:{quarter.quarter}", told) as change:
        is_closed = any(each.quarter == quarter.quarter for each in closed(service))
        keep = _QUARTERS.insert if is_closed else _QUARTERS.replace
        keep(change, quarter)


def closed(service: ServiceFile) -> tuple[ClosedQuarter, ...]:
    """Return the quarters that were closed, as whoever did signed it, the newest first.

    One that was not over then counts for nothing: no other could be closed until it is, and what
    was given to it would be never given again.
    """
    found = _all_closed(service)
    return tuple(each for each in found if _was_over(service, each) and is_signed(service, each))


def _was_over(service: ServiceFile, closed: ClosedQuarter) -> bool:
    """Return whether a quarter was over somewhere on earth as it was closed, and that has been."""
    year, number = int(closed.quarter[:4]), int(closed.quarter[-1])
    last = date(year, MONTHS * number, 1) + ONE_MONTH_AT_MOST
    at = min(closed.confirmed_at, service.now()) + ONE_DAY
    return at.date() >= last.replace(day=1)


def _all_closed(service: ServiceFile) -> tuple[ClosedQuarter, ...]:
    return _QUARTERS.select(service, "ORDER BY quarter DESC")


def is_signed(service: ServiceFile, closed: ClosedQuarter) -> bool:
    """Return whether whoever is named as having closed a quarter signed it."""
    subject = f"quarter:{closed.quarter}"
    return closed.confirmed_by in _QUARTERS.signers(service, closed, (_CLOSED,), subject)


def give(service: ServiceFile, figures: QuarterFigures, giving: Giving = "by_hand") -> None:
    """Keep what a caseload gives to a quarter, over a row of somebody else's.

    It cannot be given twice.
    """
    subject = f"quarter:{figures.quarter}"
    told = (figures.caseload, _FIGURES.told(figures))
    with service.change(GIVEN[giving], subject, told) as change:
        has_given = figures.caseload in gave(service, figures.quarter)
        keep = _FIGURES.insert if has_given else _FIGURES.replace
        keep(change, figures)


def note_left_out(caseload: Caseload, quarter: str, found: LeftOut) -> None:
    """Note in a caseload itself which filled forms are not in what it gives to a quarter.

    The service file, which everybody can read, holds no such exact count.
    """
    if found != left_out(caseload, quarter):
        told = (f"{found.forms}", f"{found.of}", *found.clients)
        note(caseload, _LEFT_OUT, f"quarter:{quarter}", told)


def left_out(caseload: Caseload, quarter: str) -> LeftOut:
    """Return which filled forms are not in what a caseload gives to a quarter, as noted last."""
    about = f"quarter:{quarter}"
    noted = [each.fields for each in entries_of(caseload, _LEFT_OUT) if each.subject == about]
    match noted[-1:]:
        case [(forms, of, *clients)] if all(map(_COUNT.fullmatch, (forms, of))):
            return LeftOut(int(forms), int(of), tuple(clients))
        case _:  # nothing, or an entry that somebody made up who covers
            return LeftOut()


def given(service: ServiceFile, quarter: str) -> tuple[QuarterFigures, ...]:
    """Return what the caseloads gave to a quarter, as whoever did signed it, by caseload.

    Only of whose a caseload is, or was: everybody can write in the service file.
    """
    return tuple(each for each in _all_given(service, quarter) if _is_as_given(service, each))


def _all_given(service: ServiceFile, quarter: str) -> tuple[QuarterFigures, ...]:
    return _FIGURES.select(service, "WHERE quarter = ? ORDER BY caseload", (quarter,))


def _is_as_given(service: ServiceFile, figures: QuarterFigures) -> bool:
    subject, by = f"quarter:{figures.quarter}", figures.written_by
    is_signed_by_them = by in _FIGURES.signers(service, figures, GIVEN.values(), subject)
    is_theirs = is_signed_by_them and was_ever_of(service, figures.caseload, by)
    return is_theirs and _is_as_given_first(service, figures)


def _is_as_given_first(service: ServiceFile, figures: QuarterFigures) -> bool:
    """Return whether figures are those that whoever gave them signed first: reports have them.

    Of a file that was saved from damage, which is told to everybody, what was given since.
    """
    subject, told = f"quarter:{figures.quarter}", _FIGURES.told(figures)
    given = [
        each
        for each in signed_about(service, GIVEN.values(), subject)
        if each.by == figures.written_by and told.partition("=")[0] in _FIGURES.keys_told(each)
    ]
    if all(told in each.fields for each in given):
        return True
    saved = max((each.n for each in believed(service, (SALVAGED,))), default=0)
    first = [each for each in given if each.n > saved]
    return not first or told in first[-1].fields


def newest_of(service: ServiceFile, caseload: str) -> QuarterFigures | None:
    """Return what a caseload gave last, if anything."""
    tail = "WHERE caseload = ? ORDER BY quarter DESC"
    found = _FIGURES.select(service, tail, (caseload,))
    return next((each for each in found if _is_as_given(service, each)), None)


def who_gave(service: ServiceFile, quarter: str) -> Mapping[str, str]:
    """Return the uid of who gave a caseload's figures to a quarter, as they stand, by caseload."""
    return {each.caseload: each.written_by for each in given(service, quarter)}


def gave(service: ServiceFile, quarter: str) -> frozenset[str]:
    """Return which caseloads gave to a quarter, also where what they gave was changed since.

    Those give nothing anew: the difference could be about few people. One that never did, and for
    which somebody else wrote a row, does.
    """
    stands = who_gave(service, quarter).keys()
    rows = {each.caseload for each in _all_given(service, quarter)}
    subject, found = f"quarter:{quarter}", set(stands)
    for action in GIVEN.values():
        for each in entries_of(service, action):
            caseload = each.fields[0] if each.fields else ""
            if each.subject == subject and was_ever_of(service, caseload, each.by):
                found |= {caseload} & rows
    return frozenset(found)


def not_as_given(service: ServiceFile) -> Iterator[tuple[str, str]]:
    """Yield what is gone, or nobody closed, or gave to a quarter, as it stands, with a mark."""
    for closing in _all_closed(service):
        if not (is_signed(service, closing) and _was_over(service, closing)):
            yield f"quarters:{closing.quarter}", _QUARTERS.told(closing)
    for each in _FIGURES.select(service, "ORDER BY quarter, caseload"):
        if not _is_as_given(service, each):
            yield f"quarter_figures:{each.quarter}:{each.caseload}", _FIGURES.told(each)
    yield from ((key, GONE) for key in _QUARTERS.gone(service, (_CLOSED,)))
    yield from ((key, GONE) for key in _FIGURES.gone(service, tuple(GIVEN.values())))
