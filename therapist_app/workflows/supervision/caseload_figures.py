"""A therapist's session tells the clinical lead how its caseloads stand: in counts, by itself.

It happens as somebody signs in and as they lock or close. Nothing depends on it: where the disk
refuses or a page is damaged, the line of before stays, with its date.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace

from therapist_app.record.clients import appointments, clients, filled_forms
from therapist_app.record.database.database import Caseload
from therapist_app.record.service import caseload_figures
from therapist_app.record.service.caseload_figures import (
    MONTH,
    WAITING,
    CaseloadCounts,
    CaseloadFigures,
    Occasion,
    Waiting,
)
from therapist_app.workflows.measures.never_filled import never_filled_of
from therapist_app.workflows.measures.staying_on_track import on_track_of
from therapist_app.workflows.overviews.seeing_today import PLANS
from therapist_app.workflows.overviews.waiting import waiting_list
from therapist_app.workflows.policies.retaining import approved, due_list
from therapist_app.workflows.sessions.seeing_a_session import measures_due
from therapist_app.workflows.workspace import Workspace

MOST_MET = 100  # clients met in the last month; beyond that the measures are not counted
MOST_COURSES = 100  # beyond that no course is asked whether it wants a review
NO_LIMIT = -1
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
    before = caseload_figures.all_figures(workspace.service) if occasion == "signed_in" else {}
    rows = [
        CaseloadFigures(each, now, who, occasion, _figures(workspace, caseload, before.get(each)))
        for each, caseload in workspace.vault.open_caseloads.items()
    ]
    if rows:
        caseload_figures.write(workspace.service, rows)


def figures_of(workspace: Workspace, caseload: Caseload) -> CaseloadCounts:
    """Return the counts of a caseload that is open."""
    return _figures(workspace, caseload, None)


def _figures(
    workspace: Workspace, caseload: Caseload, before: CaseloadFigures | None
) -> CaseloadCounts:
    """Return the counts; of the courses those of before, where somebody signs in.

    Reading all courses takes longer than all else, and nobody has changed one since it locked.
    """
    counted, looking = caseload_figures.count(caseload), replace(workspace, beside=caseload)
    asking, worse = _courses(looking, before.figures if before else None)
    return replace(
        counted,
        plans=_plans(looking),
        courses_asking=asking,
        courses_worse=worse,
        clients=_in_the_programme(counted.clients, len(waiting_list(looking))),
        measures_overdue=_overdue(looking),
        kept_long_enough=_kept_long_enough(looking),
    )


def _in_the_programme(clients: Mapping[str, int], waiting: int) -> Mapping[str, int]:
    """Return the clients by status, those who only wait for a place apart from the active."""
    if not waiting:
        return clients
    return {**clients, "active": clients.get("active", 0) - waiting, WAITING: waiting}


def _overdue(workspace: Workspace) -> int | None:
    """Return how many measures are missing, as Today and the pages of clients tell them.

    They are missing from sessions that wait for their note, and from the closed ones of clients
    who were met in the last month. None where those are too many: it would take longer than
    locking may.
    """
    waiting = appointments.unsigned(workspace.caseload)
    closed = appointments.met_since(workspace.caseload, workspace.now() - MONTH)
    if len(waiting) > MOST_LOOKED_AT or len(closed) > MOST_MET:
        return None
    due = (measure for each in waiting for measure in measures_due(workspace, each))
    open_now = sum(measure.state != "finished" and not measure.on_paper for measure in due)
    with workspace.reading_once():
        left = never_filled_of(workspace, closed)
    return open_now + sum(len(each) for each in left.values())


def _plans(workspace: Workspace) -> tuple[int, ...]:
    """Return in how many days the plans of the next month are to be looked at, and those before."""
    today = workspace.today()
    due = (
        filled_forms.reviews_due(workspace.caseload, form_id, today + MONTH, limit=NO_LIMIT)
        for form_id in PLANS
    )
    return tuple(sorted((day - today).days for each in due for _client, day in each))


def _courses(workspace: Workspace, known: CaseloadCounts | None) -> tuple[int | None, int | None]:
    """Return how many courses ask for a review, and how many of them for a score that is worse.

    As the supervision pack says of each. None where there are too many courses to read.
    """
    if known is not None and known.courses_asking is not None:
        return known.courses_asking, known.courses_worse
    courses = clients.in_treatment(workspace.caseload)
    if len(courses) > MOST_COURSES:
        return None, None
    with workspace.reading_once():
        found = [course.asking for _client, course in on_track_of(workspace, courses)]
    worse = sum(any(each.is_worse for each in asking) for asking in found)
    return sum(bool(asking) for asking in found), worse


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
