"""How long a client was away, and what was gone over since: what gates ask after a break.

A session that began while such a gate was overridden is passed over, so that the question comes
again at the next one.
"""

from collections.abc import Iterable, Sequence

from programme.course.gates import Away, asks_after_a_break, forms_after_a_break
from programme.definition.definition import Programme
from session_forms.answers import Answers
from therapist_app.record.clients import appointments, course_events
from therapist_app.record.model import Appointment, CourseEvent, FilledForm, GateOverride
from therapist_app.workflows import fitting_forms
from therapist_app.workflows.course.following_a_plan import plan_ids_of, programme_of_meeting
from therapist_app.workflows.fitting_forms import given_at
from therapist_app.workflows.workspace import Workspace

NOT_BEGUN = ("planned", "missed")
STOPPED = ("paused", "ended")


def time_away(
    workspace: Workspace,
    client_id: str,
    programme: Programme,
    booked: Iterable[Appointment],
    filled: Iterable[FilledForm],
) -> Away | None:
    """Return the time since a client's last session, of this course or the one before.

    None where none was held in this record, or the programme asks nothing about it.

    Args:
        workspace: The open record.
        client_id: Whose.
        programme: What they follow.
        booked: Their appointments.
        filled: Their forms.

    """
    asked = forms_after_a_break(programme)
    last = _last_begun(workspace, client_id, programme, booked) if asked else None
    if last is None or last.started_at is None:
        return None
    since, today = last.ended_at or last.started_at, workspace.today()
    found: dict[str, tuple[tuple[int, Answers], ...]] = {}
    for each in sorted(filled, key=given_at):
        is_whole = each.form_id in asked and each.status == "finished"
        if is_whole and given_at(each) > since:
            days_ago = (today - given_at(each).astimezone().date()).days
            entry = (days_ago, workspace.answers_of(each))
            found[each.form_id] = (*found.get(each.form_id, ()), entry)
    events = course_events.for_client(workspace.caseload, client_id)
    return Away(
        days=(today - last.planned_for.astimezone().date()).days,
        was_resumed=_was_resumed(each for each in events if each.decided_at > last.started_at),
        filled=found,
    )


def gone_over_before(workspace: Workspace, appointment: Appointment) -> tuple[FilledForm, ...]:
    """Return what was filled in of it between the session before and the end of this one.

    Oldest first: a later form may hold what the one before left open.
    """
    programme = programme_of_meeting(workspace, appointment)
    asked = forms_after_a_break(programme)
    if not asked:
        return ()
    booked = appointments.for_client(workspace.caseload, appointment.client_id)
    ends = [
        each.ended_at or each.started_at
        for each in booked
        if each.state not in NOT_BEGUN and each.planned_for < appointment.planned_for
    ]
    since = max((each for each in ends if each is not None), default=None)
    found = [
        each
        for each in fitting_forms.for_client(workspace, appointment.client_id)
        if each.form_id in asked
        and each.status == "finished"
        and (since is None or given_at(each) > since)
        and (appointment.ended_at is None or given_at(each) <= appointment.ended_at)
    ]
    return tuple(sorted(found, key=given_at))


def _last_begun(
    workspace: Workspace, client_id: str, programme: Programme, booked: Iterable[Appointment]
) -> Appointment | None:
    """Return the session that was begun last with nothing left to go over."""
    gates = frozenset(each.id for each in programme.gates if asks_after_a_break(each))
    overrides = course_events.overrides_for_client(workspace.caseload, client_id)
    passed = [each for each in overrides if each.gate_id in gates]
    begun = (
        each for each in booked if each.state not in NOT_BEGUN and not _was_let_past(each, passed)
    )
    return max(begun, key=lambda each: each.planned_for, default=None)


def _was_let_past(session: Appointment, passed: Sequence[GateOverride]) -> bool:
    """Return whether a session began while a supervisor let it past what is asked after a break."""
    return any(
        session.started_at is not None
        and each.plan_id in plan_ids_of(session)
        and each.overridden_at <= session.started_at
        for each in passed
    )


def _was_resumed(events: Iterable[CourseEvent]) -> bool:
    """Return whether a course was stopped, and taken up again."""
    changes = [each.detail for each in events if each.kind == "status"]
    stops = [place for place, each in enumerate(changes) if each in STOPPED]
    return bool(stops) and "active" in changes[stops[0] :]
