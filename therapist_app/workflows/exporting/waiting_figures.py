"""When the figures of one's own caseloads are given to a quarter that somebody closed.

Closing is one person's act for the whole service, who gives their own figures with it. Nobody's
work is frozen by a colleague unseen: the figures of everybody else wait while something of that
time is unfinished with them, until they give them themselves, or some days have passed.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from exports.quarters import Quarter, quarter_named
from therapist_app.record.service import quarters
from therapist_app.record.service.quarters import ClosedQuarter, Giving
from therapist_app.workflows.exporting.before_closing import (
    NOTHING_LEFT_OUT,
    LeftOutAhead,
    UnfinishedInQuarter,
    left_out_as_noted,
    unfinished_in,
)
from therapist_app.workflows.exporting.quarters import (
    caseloads_lacking,
    forms_left_out,
    give_figures,
    waits_until,
)
from therapist_app.workflows.exporting.under_way import ReadingProgress, unwatched
from therapist_app.workflows.people.signed_names import who_closed
from therapist_app.workflows.permissions import require
from therapist_app.workflows.workspace import Workspace


@dataclass(frozen=True, slots=True)
class FiguresAhead:
    """A closed quarter to which a caseload of the person signed in has given nothing yet.

    Attributes:
        closed_by: The name of who closed it; empty where it was the person signed in.
        closed_on: The local day on which they did.
        until: The last day on which the figures wait for what is unfinished.
        unfinished: What is unfinished of it in the caseloads that gave nothing.
        left_out: Which filled forms of it would not be in the figures, as a sign-in found.
        giving: How a sign-in now gives them; None while they wait.

    """

    quarter: Quarter
    closed_by: str
    closed_on: date
    until: date
    unfinished: UnfinishedInQuarter
    giving: Giving | None
    left_out: LeftOutAhead = NOTHING_LEFT_OUT


def figures_ahead(workspace: Workspace) -> tuple[FiguresAhead, ...]:
    """Return the closed quarters that lack figures of one's own, in order.

    Raises:
        KnownRecordError: A caseload cannot be read.

    """
    found: list[FiguresAhead] = []
    for closed in reversed(quarters.closed(workspace.service)):
        lacking = caseloads_lacking(workspace, closed)
        if lacking:
            found.append(_ahead(workspace, closed, lacking))
    return tuple(found)


def waiting_figures(workspace: Workspace) -> tuple[FiguresAhead, ...]:
    """Return those that the next sign-in will not give either, as far as is known now.

    A quarter before one that is given is given with it.

    Raises:
        KnownRecordError: A caseload cannot be read.

    """
    found = figures_ahead(workspace)
    return found[_given_next(found) :]


def give_own_figures(
    workspace: Workspace, quarter: Quarter, under_way: ReadingProgress | None = None
) -> None:
    """Give one's own figures to a closed quarter, and to those before it, by an act of one's own.

    Raises:
        Stopped: Nothing was given to the quarter that was being counted.
        NoCaseload: The person signed in keeps no clients.
        KnownRecordError: A caseload cannot be read, or the service file not be written.

    """
    require(workspace.vault, "export_outcomes")
    give_figures(workspace, under_way, up_to=quarter)


def give_figures_quietly(workspace: Workspace) -> None:
    """Give beside other work what does not wait; whatever fails, the next sign-in tries again.

    What would be left out of figures is looked for first and noted: they wait for it as for
    anything that is unfinished.
    """
    with suppress(Exception):
        for each in figures_ahead(workspace):
            _note_left_out(workspace, each.quarter)
        found = figures_ahead(workspace)
        for each in found[: _given_next(found)]:
            give_figures(workspace, up_to=each.quarter, giving=each.giving or "by_hand")


def _note_left_out(workspace: Workspace, quarter: Quarter) -> None:
    closed = next(
        each for each in quarters.closed(workspace.service) if each.quarter == quarter.name
    )
    for each in caseloads_lacking(workspace, closed):
        found = forms_left_out(workspace, quarter, each, unwatched())
        quarters.note_left_out(workspace.vault.open_caseload(each), quarter.name, found)


def _given_next(found: tuple[FiguresAhead, ...]) -> int:
    """Return how many of these a sign-in now gives: up to the last one that does not wait."""
    ready = [number for number, each in enumerate(found, 1) if each.giving is not None]
    return max(ready, default=0)


def _ahead(workspace: Workspace, closed: ClosedQuarter, lacking: tuple[str, ...]) -> FiguresAhead:
    vault = workspace.vault
    quarter, until = quarter_named(closed.quarter), waits_until(closed)
    unfinished = unfinished_in(workspace, quarter, lacking)
    left_out = left_out_as_noted(workspace, quarter, lacking)
    is_own = closed.confirmed_by == vault.person.uid
    gave = quarters.who_gave(workspace.service, closed.quarter).values()
    giving: Giving | None = None
    if is_own and vault.person.uid not in gave:  # what came to them since then is no act of theirs
        giving = "by_hand"
    elif not unfinished and not left_out:
        giving = "complete"
    elif vault.today() > until:
        giving = "after_waiting"
    return FiguresAhead(
        quarter,
        closed_by="" if is_own else who_closed(vault, closed),
        closed_on=closed.confirmed_at.astimezone().date(),
        until=until,
        unfinished=unfinished,
        giving=giving,
        left_out=left_out,
    )
