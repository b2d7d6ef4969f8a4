"""A therapist's session tells the clinical lead how its caseloads stand: in counts, by itself.

It happens as somebody signs in and as they lock or close. Nothing depends on it: where the disk
refuses or a page is damaged, the line of before stays, with its date.
"""

from contextlib import suppress
from dataclasses import replace

from therapist_app.record.clients import appointments
from therapist_app.record.database.database import Caseload
from therapist_app.record.service import caseload_figures
from therapist_app.record.service.caseload_figures import (
    CaseloadFigures,
    Figures,
    Occasion,
    Waiting,
)
from therapist_app.workflows.policies.retaining import approved, due_list
from therapist_app.workflows.sessions.seeing_a_session import measures_due
from therapist_app.workflows.workspace import Workspace

MOST_LOOKED_AT = 20  # sessions without a note; beyond that their measures are not counted


def publish(workspace: Workspace, occasion: Occasion) -> None:
    """Write the figures of every caseload that is open; whatever fails, work goes on without."""
    with suppress(Exception):
        write_figures(workspace, occasion)


def write_figures(workspace: Workspace, occasion: Occasion) -> None:
    """Write the figures of every caseload that is open into the service file.

    Raises:
        KnownRecordError: A caseload cannot be read, or the service file not be written.

    """
    now, who = workspace.service.now(), workspace.vault.person.uid
    rows = [
        CaseloadFigures(each, now, who, occasion, figures_of(workspace, caseload))
        for each, caseload in workspace.vault.open_caseloads.items()
    ]
    if rows:
        caseload_figures.write(workspace.service, rows)


def figures_of(workspace: Workspace, caseload: Caseload) -> Figures:
    """Return the counts of a caseload that is open."""
    counted, looking = caseload_figures.count(caseload), replace(workspace, beside=caseload)
    return replace(
        counted, measures_overdue=_overdue(looking), kept_long_enough=_kept_long_enough(looking)
    )


def _overdue(workspace: Workspace) -> int | None:
    """Return how many measures are missing from sessions that wait for their note, as Today does.

    None where too many wait for theirs: it would take longer than locking may.
    """
    waiting = appointments.unsigned(workspace.caseload)
    if len(waiting) > MOST_LOOKED_AT:
        return None
    due = (measure for each in waiting for measure in measures_due(workspace, each))
    return sum(measure.state != "finished" and not measure.on_paper for measure in due)


def _kept_long_enough(workspace: Workspace) -> Waiting | None:
    """Return the records that are due, as the list of them does, without restricted ones."""
    if approved(workspace) is None:
        return None
    days = [
        (workspace.today() - each.due_on).days
        for each in due_list(workspace)
        if not each.is_restricted
    ]
    return Waiting(len(days), max(days, default=0))
