"""Which clients of a practice record are worked cases, and what is to be learnt from them.

The record of practice keeps which client plays which case. A real record has none, and nothing
is read for it.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from programme.errors import ProgrammeError
from session_forms.errors import FormError
from therapist_app.practice.case_answers import CaseProblem
from therapist_app.practice.case_files import WorkedCase, shipped_case, shipped_cases
from therapist_app.practice.playing_cases import play
from therapist_app.record import appointments, settings
from therapist_app.record.model import Appointment
from therapist_app.record.sources import SeededClock
from therapist_app.workflows.desk import Desk
from therapist_app.workflows.errors import WorkflowError
from therapist_app.workflows.following_a_plan import plan_ids_of

KEY = "worked_cases"

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class CaseStop:
    """One meeting of a worked case as it stands in the record, with its teaching comment."""

    appointment: Appointment
    title: str
    comment: str


def add_worked_cases(
    desk: Desk, clock: SeededClock, tell: Callable[[int], None]
) -> tuple[str, ...]:
    """Let the worked cases come into being; the clock ends where it began.

    A clinic's own programme may have no place for one: then nothing of it is kept.

    Args:
        desk: A practice record.
        clock: Its clock.
        tell: Hears how many cases are done.

    """
    morning = clock()
    played: dict[str, str] = {}
    for number, case in enumerate(shipped_cases(), 1):
        try:
            client = play(desk, clock, case, morning - timedelta(days=number))
        except (CaseProblem, WorkflowError, ProgrammeError, FormError) as problem:
            _log.info("worked case %s does not fit: %s", case.id, type(problem).__name__)
        else:
            played[client.id] = case.id
        tell(number)
    clock.move_to(morning)
    settings.save(desk.service, KEY, played)
    return tuple(played)


def worked_case_ids(desk: Desk) -> Mapping[str, str]:
    """Return the case that each client plays, by client; none outside practice."""
    if not desk.practice:
        return {}
    found: Mapping[str, str] = settings.load(desk.service, KEY, {})
    return found


def case_of(desk: Desk, client_id: str) -> WorkedCase | None:
    """Return the worked case that a client plays; None for everybody else."""
    case_id = worked_case_ids(desk).get(client_id)
    return shipped_case(case_id) if case_id else None


def case_stops(desk: Desk, client_id: str) -> tuple[CaseStop, ...]:
    """Return every meeting of a worked case in order, with what is to be noticed in it."""
    case = case_of(desk, client_id)
    if case is None:
        return ()
    waiting = list(case.meetings)
    stops: list[CaseStop] = []
    for appointment in appointments.for_client(desk.caseload, client_id):
        meeting = next((each for each in waiting if each.plan == appointment.plan_id), None)
        if meeting is not None:  # what a trainee added has no comment
            waiting.remove(meeting)
            stops.append(CaseStop(appointment, _title(desk, appointment), meeting.comment))
    return tuple(stops)


def teaching_at(desk: Desk, appointment: Appointment) -> str:
    """Return the teaching comment on one meeting; empty where there is none."""
    stops = case_stops(desk, appointment.client_id)
    return next((each.comment for each in stops if each.appointment.id == appointment.id), "")


def _title(desk: Desk, appointment: Appointment) -> str:
    return " / ".join(
        desk.programme.planned_session(each).title for each in plan_ids_of(appointment)
    )
