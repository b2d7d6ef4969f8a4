"""Quarters that were closed, and what each caseload gave to their reports.

What a caseload gave was changed already, so that nobody can be found in it; it is written once,
by the session of whoever works in that caseload, and never made again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Literal

from therapist_app.record.database.columns import MOMENT
from therapist_app.record.database.database import ServiceFile
from therapist_app.record.database.tables import Table


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

_QUARTERS = Table("quarters", ClosedQuarter, key=("quarter",), columns={"confirmed_at": MOMENT})
_FIGURES = Table(
    "quarter_figures",
    QuarterFigures,
    key=("quarter", "caseload"),
    columns={"written_at": MOMENT},
)


def close(service: ServiceFile, quarter: ClosedQuarter) -> None:
    """Keep that a quarter is closed."""
    with service.change("quarter_closed", f"quarter:{quarter.quarter}") as change:
        _QUARTERS.insert(change, quarter)


def closed(service: ServiceFile) -> tuple[ClosedQuarter, ...]:
    """Return the quarters that were closed, the newest first."""
    return _QUARTERS.select(service, "ORDER BY quarter DESC")


def give(service: ServiceFile, figures: QuarterFigures, giving: Giving = "by_hand") -> None:
    """Keep what a caseload gives to a quarter; it cannot be given twice."""
    subject = f"quarter:{figures.quarter}"
    with service.change(GIVEN[giving], subject, (figures.caseload,)) as change:
        _FIGURES.insert(change, figures)


def given(service: ServiceFile, quarter: str) -> tuple[QuarterFigures, ...]:
    """Return what the caseloads gave to a quarter, by caseload."""
    return _FIGURES.select(service, "WHERE quarter = ? ORDER BY caseload", (quarter,))


def newest_of(service: ServiceFile, caseload: str) -> QuarterFigures | None:
    """Return what a caseload gave last, if anything."""
    return _FIGURES.first(service, "WHERE caseload = ? ORDER BY quarter DESC", (caseload,))


def who_gave(service: ServiceFile, quarter: str) -> Mapping[str, str]:
    """Return the uid of who gave a caseload's figures to a quarter, by caseload."""
    rows = service.rows(
        "SELECT caseload, written_by FROM quarter_figures WHERE quarter = ?", (quarter,)
    )
    return {row[0]: row[1] for row in rows}
