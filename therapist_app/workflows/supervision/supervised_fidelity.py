"""How the sessions of a caseload were held: month by month, and over the last quarter."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from exports.supervision.supervision import MonthLine, PackFidelity, RatedTwice
from programme.fidelity.fidelity import fidelity_items, item_tallies
from programme.fidelity.rated_sessions import RatedSession
from therapist_app.record.clients import appointments
from therapist_app.record.keyring.second_raters import not_signed
from therapist_app.record.model import Appointment, ClientRow
from therapist_app.workflows.sessions.fidelity_so_far import (
    HELD,
    QUARTER,
    DoubleRating,
    agreement_of,
    double_rating,
    sessions_in,
)
from therapist_app.workflows.workspace import Workspace

MONTHS_SHOWN = 6
MOST_ITEMS = 10


@dataclass(frozen=True, slots=True)
class _Held:
    """One session that was held: whose it is, and when it ended."""

    code: str
    at: datetime
    session: RatedSession

    @property
    def month(self) -> str:
        """The month, as 2026-11."""
        return self.at.astimezone().strftime("%Y-%m")

    @property
    def day(self) -> date:
        """The local day."""
        return self.at.astimezone().date()

    @property
    def percent(self) -> int | None:
        """The adherence; None while not every item is rated."""
        return self.session.adherence_percent


def fidelity_view(workspace: Workspace, rows: Sequence[ClientRow]) -> PackFidelity:
    """Return how the sessions of these clients were held."""
    held = sorted(
        (each for row in rows for each in _held(workspace, row)), key=lambda each: each.at
    )
    quarter = [each for each in held if each.at >= workspace.now() - QUARTER]
    texts = fidelity_items(workspace.programme)
    tallies = item_tallies(each.session.ratings for each in quarter)
    known = [each for each in tallies if each.missed and each.item_id in texts]
    missed = sorted(known, key=lambda each: -each.missed)
    codes = {row.id: row.code for row in rows}
    double = double_rating(workspace)
    return PackFidelity(
        months=tuple(_months(workspace, held)),
        missed=tuple((each, texts[each.item_id].text) for each in missed[:MOST_ITEMS]),
        held=double.held,
        wanted=double.wanted,
        twice=tuple(_twice(each) for each in quarter if each.session.pairs),
        following=_following(double, codes),
        agreed=agreement_of(each.session for each in held),
        entered=len(not_signed(workspace.vault)),
        bands=tuple((each.at_least, each.label) for each in workspace.programme.fidelity_bands),
    )


def _held(workspace: Workspace, row: ClientRow) -> Iterator[_Held]:
    found = appointments.for_client(workspace.caseload, row.id)
    by_id = {each.id: each for each in found if each.state in HELD}
    for session in sessions_in(workspace, row.id, by_id.values()):
        last: Appointment = by_id[session.meetings[-1]]
        yield _Held(row.code, last.planned_for, session)


def _months(workspace: Workspace, held: Sequence[_Held]) -> Iterator[MonthLine]:
    """Yield the last months, from the first of them in which a session was held."""
    this = workspace.today()
    shown = [_month_before(this, back) for back in range(MONTHS_SHOWN - 1, -1, -1)]
    began = min((each.month for each in held), default="")
    for month in shown:
        if not began or month < began:
            continue
        chosen = [each for each in held if each.month == month]
        percents = [each.percent for each in chosen if each.percent is not None]
        yield MonthLine(
            month=month,
            held=len(chosen),
            rated=len(percents),
            twice=sum(bool(each.session.pairs) for each in chosen),
            percent=_mean(percents),
        )


def _month_before(day: date, back: int) -> str:
    year, month = divmod(day.year * 12 + day.month - 1 - back, 12)
    return f"{year}-{month + 1:02}"


def _mean(percents: Sequence[int]) -> int | None:
    """Return the mean, rounded half up."""
    count = len(percents)
    return (2 * sum(percents) + count) // (2 * count) if count else None


def _twice(held: _Held) -> RatedTwice:
    found = agreement_of([held.session])
    return RatedTwice(held.day, held.code, held.session.plan_id, found.items, found.same)


def _following(double: DoubleRating, codes: dict[str, str]) -> RatedTwice | None:
    if not double.is_due:
        return None
    assert double.proposed is not None
    proposed = double.proposed
    day = proposed.planned_for.astimezone().date()
    return RatedTwice(day, codes[proposed.client_id], proposed.plan_id)
