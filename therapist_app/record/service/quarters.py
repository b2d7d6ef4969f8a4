"""Quarters that were closed, and what each caseload gave to their reports.

What a caseload gave was changed already, so that nobody can be found in it; it is written once,
by the session of whoever works in that caseload, and never made again.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Literal

from therapist_app.record.database.columns import MOMENT, QUARTER
from therapist_app.record.database.database import ServiceFile
from therapist_app.record.database.shared_tables import SharedTable


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

_CLOSED = "quarter_closed"
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
    """Return the quarters that were closed, as whoever did signed it, the newest first."""
    return tuple(each for each in _all_closed(service) if is_signed(service, each))


def _all_closed(service: ServiceFile) -> tuple[ClosedQuarter, ...]:
    return _QUARTERS.select(service, "ORDER BY quarter DESC")


def is_signed(service: ServiceFile, closed: ClosedQuarter) -> bool:
    """Return whether whoever is named as having closed a quarter signed it."""
    subject = f"quarter:{closed.quarter}"
    return closed.confirmed_by in _QUARTERS.signers(service, closed, (_CLOSED,), subject)


def give(service: ServiceFile, figures: QuarterFigures, giving: Giving = "by_hand") -> None:
    """Keep what a caseload gives to a quarter; it cannot be given twice."""
    subject = f"quarter:{figures.quarter}"
    told = (figures.caseload, _FIGURES.told(figures))
    with service.change(GIVEN[giving], subject, told) as change:
        _FIGURES.insert(change, figures)


def given(service: ServiceFile, quarter: str) -> tuple[QuarterFigures, ...]:
    """Return what the caseloads gave to a quarter, as whoever did signed it, by caseload."""
    return tuple(each for each in _all_given(service, quarter) if _is_as_given(service, each))


def _all_given(service: ServiceFile, quarter: str) -> tuple[QuarterFigures, ...]:
    return _FIGURES.select(service, "WHERE quarter = ? ORDER BY caseload", (quarter,))


def _is_as_given(service: ServiceFile, figures: QuarterFigures) -> bool:
    subject = f"quarter:{figures.quarter}"
    return figures.written_by in _FIGURES.signers(service, figures, GIVEN.values(), subject)


def newest_of(service: ServiceFile, caseload: str) -> QuarterFigures | None:
    """Return what a caseload gave last, if anything."""
    tail = "WHERE caseload = ? ORDER BY quarter DESC"
    found = _FIGURES.select(service, tail, (caseload,))
    return next((each for each in found if _is_as_given(service, each)), None)


def who_gave(service: ServiceFile, quarter: str) -> Mapping[str, str]:
    """Return the uid of who gave a caseload's figures to a quarter, by caseload."""
    return {each.caseload: each.written_by for each in _all_given(service, quarter)}


def not_as_given(service: ServiceFile) -> Iterator[tuple[str, str]]:
    """Yield what nobody closed, or gave to a quarter, as it stands, with a mark of it."""
    for closing in _all_closed(service):
        if not is_signed(service, closing):
            yield f"quarters:{closing.quarter}", _QUARTERS.told(closing)
    for each in _FIGURES.select(service, "ORDER BY quarter, caseload"):
        if not _is_as_given(service, each):
            yield f"quarter_figures:{each.quarter}:{each.caseload}", _FIGURES.told(each)
