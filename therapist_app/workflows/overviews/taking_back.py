"""What was done to the calendar by mistake, taken back on the day on which it was done.

A session that was said not to have taken place is planned again as it was. An appointment that was
planned by mistake is removed while nothing rests on it; the audit trail keeps that it was there.
"""

from dataclasses import replace
from datetime import date

from session_forms.words.texts import _
from therapist_app.record.clients import appointments
from therapist_app.record.database import audit
from therapist_app.record.model import Appointment
from therapist_app.workflows.course.planning import record_missed, takes_two
from therapist_app.workflows.errors import NotTakenBack
from therapist_app.workflows.sessions.closing_a_session import ATTENDANCE
from therapist_app.workflows.sessions.promising import take_back
from therapist_app.workflows.workspace import Workspace

BY_MISTAKE = "by_mistake"
"""Beside the reasons for which a session does not take place: it was never agreed."""


def may_undo_missed(appointment: Appointment, today: date) -> bool:
    """Return whether it was said today that a session did not take place, before it began."""
    said_at = appointment.ended_at
    return (
        appointment.state == "missed"
        and appointment.started_at is None
        and said_at is not None
        and said_at.astimezone().date() == today
    )


def undo_missed(workspace: Workspace, appointment_id: str) -> None:
    """Plan a session again as it was before it was said that it did not take place.

    A promise to reach the client because of that is cancelled; a contact that was written down
    stays.

    Raises:
        NotTakenBack: It was said on an earlier day, or the session was begun.

    """
    missed = appointments.load(workspace.caseload, appointment_id)
    if not may_undo_missed(missed, workspace.today()):
        raise NotTakenBack
    again = replace(missed, state="planned", attendance="", ended_at=None)
    with workspace.caseload.change("appointment_missed_undone", appointment_id):
        appointments.save(workspace.caseload, again)
        take_back(workspace, missed, _("It was not missed after all."))
        plan = workspace.programme_for(missed.client_id).session_plans.get(missed.plan_id)
        if plan is not None and takes_two(plan, again):
            for rest in _second_meetings(workspace, again):
                appointments.save(workspace.caseload, replace(rest, continues=again.id))


def may_remove(workspace: Workspace, appointment_id: str) -> bool:
    """Return whether an appointment was planned today and nothing rests on it."""
    appointment = appointments.load(workspace.caseload, appointment_id)
    return _was_planned_today(workspace, appointment_id) and all(
        _is_bare(workspace, each) for each in _with_its_rest(workspace, appointment)
    )


def remove_planned(workspace: Workspace, appointment_id: str) -> None:
    """Remove an appointment that was planned by mistake, and the second meeting planned with it.

    Raises:
        NotTakenBack: It was planned on an earlier day, is planned no more, or something rests on
            it.

    """
    if not may_remove(workspace, appointment_id):
        raise NotTakenBack
    appointment = appointments.load(workspace.caseload, appointment_id)
    with workspace.caseload.change("appointment_removed", appointment_id):
        for each in reversed(_with_its_rest(workspace, appointment)):
            appointments.remove(workspace.caseload, each)


def record_off(workspace: Workspace, appointment_id: str, reason: str) -> str:
    """Keep why a planned session is off, or remove one planned by mistake; say what was done."""
    if reason == BY_MISTAKE:
        remove_planned(workspace, appointment_id)
        return _("Removed: it was planned by mistake.")
    record_missed(workspace, appointment_id, ATTENDANCE[reason])
    return _("Saved: the session did not take place.")


def _was_planned_today(workspace: Workspace, appointment_id: str) -> bool:
    subject = f"appointment:{appointment_id}"
    added = audit.since(workspace.caseload, {"appointment_added"}, subject)
    return added is not None and added.astimezone().date() == workspace.today()


def _is_bare(workspace: Workspace, appointment: Appointment) -> bool:
    return (
        appointment.state == "planned"
        and appointment.started_at is None
        and not appointments.has_something_on_it(workspace.caseload, appointment.id)
    )


def _with_its_rest(workspace: Workspace, appointment: Appointment) -> tuple[Appointment, ...]:
    booked = appointments.for_client(workspace.caseload, appointment.client_id)
    return (appointment, *(each for each in booked if each.continues == appointment.id))


def _second_meetings(workspace: Workspace, first: Appointment) -> list[Appointment]:
    booked = appointments.for_client(workspace.caseload, first.client_id)
    return [
        each
        for each in booked
        if each.id != first.id
        and each.state == "planned"
        and each.continues is None
        and (each.plan_id, each.occurrence) == (first.plan_id, first.occurrence)
        and each.planned_for > first.planned_for
    ][:1]
