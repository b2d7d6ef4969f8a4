"""Which clients of a practice record are worked cases, and what is to be learnt from them.

The record of practice keeps which client plays which case. A real record has none, and nothing
is read for it.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from programme.errors import ProgrammeError
from session_forms.errors import FormError
from therapist_app.practice.case_files import WorkedCase, shipped_case, shipped_cases
from therapist_app.practice.playing_cases import CaseProblem, play
from therapist_app.record.clients import appointments, filled_forms
from therapist_app.record.clock_and_random import SeededClock
from therapist_app.record.model import Appointment, Attendance
from therapist_app.record.service import settings
from therapist_app.workflows.course.following_a_plan import plan_ids_of
from therapist_app.workflows.errors import WorkflowError
from therapist_app.workflows.sessions.looking_back import LastItem, answered_items
from therapist_app.workflows.workspace import Workspace

KEY = "worked_cases"

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class CaseStop:
    """One meeting of a worked case as it stands in the record.

    Attributes:
        day: The local day on which it took place, or is planned for.
        attendance: `attended`, `late` and so on; empty for one that is ahead.
        comment: What is to be noticed in it.

    """

    appointment_id: str
    plan_ids: tuple[str, ...]
    title: str
    day: date
    attendance: Attendance
    comment: str


@dataclass(frozen=True, slots=True)
class WrittenForm:
    """One form that was filled in at a meeting."""

    filled_form_id: str
    title: str


@dataclass(frozen=True, slots=True)
class Teaching:
    """What stands beside a session of a worked case.

    Attributes:
        comment: What is to be noticed in it.
        written: What was answered in the form of one step, question by question.

    """

    comment: str
    written: tuple[LastItem, ...] = ()


def add_worked_cases(
    workspace: Workspace, clock: SeededClock, tell: Callable[[int], None]
) -> tuple[str, ...]:
    """Let the worked cases come into being; the clock ends where it began.

    A clinic's own programme may have no place for one: then nothing of it is kept.

    Args:
        workspace: A practice record.
        clock: Its clock.
        tell: Hears how many cases are done.

    """
    morning = clock()
    played: dict[str, str] = {}
    for number, case in enumerate(shipped_cases(), 1):
        try:
            client = play(workspace, clock, case, _last_weekday(morning, number - 1))
        except (CaseProblem, WorkflowError, ProgrammeError, FormError) as problem:
            _log.info("worked case %s does not fit: %s", case.id, type(problem).__name__)
        else:
            played[client.id] = case.id
        tell(number)
    clock.move_to(morning)
    settings.save(workspace.service, KEY, played)
    return tuple(played)


def worked_case_ids(workspace: Workspace) -> Mapping[str, str]:
    """Return the case that each client plays, by client; none outside practice."""
    if not workspace.practice:
        return {}
    return settings.load(workspace.service, KEY, dict[str, str]) or {}


def case_of(workspace: Workspace, client_id: str) -> WorkedCase | None:
    """Return the worked case that a client plays; None for everybody else."""
    case_id = worked_case_ids(workspace).get(client_id)
    return shipped_case(case_id) if case_id else None


def case_stops(workspace: Workspace, client_id: str) -> tuple[CaseStop, ...]:
    """Return every meeting of a worked case in order, with what is to be noticed in it."""
    case = case_of(workspace, client_id)
    if case is None:
        return ()
    waiting = list(case.meetings)
    stops: list[CaseStop] = []
    for appointment in appointments.for_client(workspace.caseload, client_id):
        meeting = next((each for each in waiting if each.plan == appointment.plan_id), None)
        if meeting is not None:  # what a trainee added has no comment
            waiting.remove(meeting)
            stops.append(_stop(workspace, appointment, meeting.comment))
    return tuple(stops)


def writings_at(workspace: Workspace, appointment_id: str) -> tuple[WrittenForm, ...]:
    """Return the forms that were filled in at a meeting, in the order of the work."""
    found = filled_forms.for_appointment(workspace.caseload, appointment_id)
    return tuple(
        WrittenForm(each.id, workspace.form_of(each).short_title)
        for each in sorted(found, key=lambda each: each.started_at)
    )


def teaching_at(workspace: Workspace, appointment_id: str, form_id: str = "") -> Teaching | None:
    """Return what stands beside a session of a worked case; None beside any other.

    Args:
        workspace: The record.
        appointment_id: The session.
        form_id: The form of the step that is looked at.

    """
    if not workspace.practice:
        return None
    client_id = appointments.load(workspace.caseload, appointment_id).client_id
    stops = case_stops(workspace, client_id)
    comment = next((each.comment for each in stops if each.appointment_id == appointment_id), "")
    if not comment:
        return None
    filled = filled_forms.for_appointment(workspace.caseload, appointment_id) if form_id else ()
    written = tuple(
        item
        for each in filled
        if each.form_id == form_id
        for item in answered_items(workspace, each)
    )
    return Teaching(comment, written)


def _last_weekday(morning: datetime, weekday: int) -> datetime:
    """Return the last day before a morning that was that weekday, Monday being 0."""
    return morning - timedelta(days=(morning.weekday() - weekday - 1) % 7 + 1)


def _stop(workspace: Workspace, appointment: Appointment, comment: str) -> CaseStop:
    at = appointment.took_place_at
    return CaseStop(
        appointment_id=appointment.id,
        plan_ids=plan_ids_of(appointment),
        title=_title(workspace, appointment),
        day=at.astimezone().date(),
        attendance=appointment.attendance,
        comment=comment,
    )


def _title(workspace: Workspace, appointment: Appointment) -> str:
    return " / ".join(
        workspace.programme.planned_session(each).title for each in plan_ids_of(appointment)
    )
