"""Putting sessions into the calendar: the next one, another one, two together, the rest of one.

Anything can be planned. What is out of the ordinary needs its reason when the session starts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Literal, get_args

from programme.course.deviations import Deviation, deviations, may_follow
from programme.course.order import extra_sessions
from programme.course.progress import half_held, next_occurrence, next_plan, sessions_held
from programme.definition.definition import SessionPlan
from therapist_app.record.clients import appointments
from therapist_app.record.errors import RecordBug
from therapist_app.record.model import Appointment, Attendance, Client, Mode
from therapist_app.workflows.course.following_a_plan import (
    course_facts,
    facts_of,
    of_present_course,
    plan_ids_of,
)
from therapist_app.workflows.workspace import Workspace

A_WEEK = timedelta(weeks=1)
AGREED_TO = 5
"""To so many minutes people agree an hour."""
MODES: Mapping[str, Mode] = {each: each for each in get_args(Mode)}
Standing = Literal["next", "half", "held", "ahead", "extra", "after"]


@dataclass(frozen=True, slots=True)
class SessionOffer:
    """One session that can be held, and how it stands in the client's course."""

    plan: SessionPlan
    standing: Standing


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What is agreed of an appointment besides its session and its hour, in fields of its own name.

    Attributes:
        mode: In person, by video or by telephone.
        place: Where, a room as a rule; "" where nothing was said.

    """

    mode: Mode = "in_person"
    place: str = ""


USUAL = Arrangement()


@dataclass(frozen=True, slots=True)
class Again:
    """The next time, after today, that stands as the last one did.

    Attributes:
        at: Local: the day of the week and the hour that were agreed for the last one.
        arrangement: What was agreed of it besides.

    """

    at: datetime
    arrangement: Arrangement


def arrangement_of(appointment: Appointment) -> Arrangement:
    """Return what was agreed of an appointment."""
    return Arrangement(mode=appointment.mode, place=appointment.place)


def as_last_time(workspace: Workspace, client_id: str) -> Again | None:
    """Return when and how to meet as the last time; None before the first.

    So it is as well where the last one did not take place. One that began when it came to it, at
    no hour that anybody agrees, is none to go by.
    """
    booked = appointments.for_client(workspace.caseload, client_id)
    over = [each for each in booked if each.state != "planned"]
    if not over:
        return None
    agreed = over[-1].planned_before_start or over[-1].planned_for
    at = agreed.astimezone().replace(tzinfo=None)
    if at.minute % AGREED_TO or at.second:
        return None
    weeks = (workspace.today() - at.date()).days // 7 + 1
    return Again((at + max(1, weeks) * A_WEEK).astimezone(), arrangement_of(over[-1]))


def offers(workspace: Workspace, client_id: str) -> tuple[SessionOffer, ...]:
    """Return every session of the client's programme, the next one first, then in order."""
    client = workspace.client(client_id)
    programme = workspace.programme_of(client)
    facts = course_facts(client, appointments.for_client(workspace.caseload, client_id))
    following = next_plan(programme, facts, client.track, is_followed_up=client.is_followed_up)
    held, half = set(sessions_held(programme, facts)), set(half_held(programme, facts))
    extra = extra_sessions(programme)
    after = {each.id for each in programme.sessions if each.after_end}

    def standing(plan_id: str) -> Standing:
        if plan_id in half:
            return "half"
        if following is not None and plan_id == following.id:
            return "next"
        if plan_id in extra:
            return "extra"
        if plan_id in held:
            return "held"
        return "after" if plan_id in after else "ahead"

    found = [SessionOffer(plan, standing(plan.id)) for plan in programme.session_plans.values()]
    return tuple(sorted(found, key=lambda each: each.standing not in ("next", "half")))


def what_needs_a_reason(
    workspace: Workspace, client_id: str, plan_id: str, merged_with: str = ""
) -> tuple[Deviation, ...]:
    """Return what about holding a session now is out of the ordinary."""
    client = workspace.client(client_id)
    return deviations(
        workspace.programme_of(client),
        course_facts(client, appointments.for_client(workspace.caseload, client.id)),
        plan_id,
        track_id=client.track,
        merged_with=merged_with,
        is_followed_up=client.is_followed_up,
    )


def could_be_merged(workspace: Workspace, client_id: str) -> str:
    """Return the session that could be held together with the next one, or ""."""
    client = workspace.client(client_id)
    facts = course_facts(client, appointments.for_client(workspace.caseload, client_id))
    return may_follow(
        workspace.programme_of(client),
        facts,
        client.track,
        is_followed_up=client.is_followed_up,
    )


def plan_appointment(
    workspace: Workspace,
    client_id: str,
    plan_id: str,
    at: datetime,
    arrangement: Arrangement = USUAL,
    *,
    merged_with: str = "",
) -> Appointment:
    """Put a session into the calendar; where one was split, it is the rest of it.

    Args:
        workspace: The open record.
        client_id: Whose session.
        plan_id: The session to hold.
        at: When.
        arrangement: What else is agreed.
        merged_with: The session to hold in the same meeting, or "".

    """
    found = appointments.for_client(workspace.caseload, client_id)
    before = _half_before(of_present_course(found), plan_id)
    held_plan = before.plan_id if before else plan_id
    times = times_held(workspace.client(client_id), found, plan_id, merged_with or plan_id)
    appointment = Appointment(
        id=workspace.caseload.new_id(),
        client_id=client_id,
        plan_id=held_plan,
        plan_version=workspace.programme_for(client_id).session_plan(held_plan).version,
        planned_for=at,
        mode=arrangement.mode,
        place=arrangement.place,
        continues=before.id if before else None,
        merged_with=before.merged_with if before else merged_with,
        occurrence=before.occurrence if before else times,
    )
    _add(workspace, appointment)
    return appointment


def plan_meetings(
    workspace: Workspace,
    client_id: str,
    plan_id: str,
    at: datetime,
    arrangement: Arrangement = USUAL,
    *,
    merged_with: str = "",
) -> Appointment:
    """Put a session into the calendar as `plan_appointment` does; one that takes two, twice.

    The second meeting stands at the same hour a week later. Returns the first.
    """
    with workspace.caseload.together():
        first = plan_appointment(
            workspace, client_id, plan_id, at, arrangement, merged_with=merged_with
        )
        if takes_two(workspace.programme_for(client_id).session_plan(plan_id), first):
            rest = replace(
                first,
                id=workspace.caseload.new_id(),
                planned_for=(at.astimezone() + A_WEEK).astimezone(UTC),
                continues=first.id,
            )
            _add(workspace, rest)
    return first


def _add(workspace: Workspace, appointment: Appointment) -> None:
    with workspace.caseload.change("appointment_planned", appointment.id):
        appointments.add(workspace.caseload, appointment)


def takes_two(plan: SessionPlan, first: Appointment) -> bool:
    """Return whether a session that was just planned is held in two meetings as a rule."""
    return plan.split.usual and first.continues is None and not first.merged_with


def times_held(client: Client, found: Iterable[Appointment], *plan_ids: str) -> int:
    """Return which time sessions would be held, those of a course before among them.

    So no slot of a measure is taken twice where two courses have a session of the same name.
    """
    of_now = course_facts(client, ())
    return next_occurrence((*of_now, *facts_of(found)), *plan_ids)


def is_to_come(workspace: Workspace, appointment_id: str) -> bool:
    """Return whether the hour of an appointment has not come yet."""
    return workspace.now() < appointments.load(workspace.caseload, appointment_id).planned_for


def move_appointment(
    workspace: Workspace,
    appointment_id: str,
    at: datetime,
    minutes: int | None = None,
    place: str | None = None,
) -> None:
    """Give an appointment another day or hour; another length in minutes or place if named.

    For when it was agreed at first stays known, until it is moved back there.

    Raises:
        RecordBug: It has begun, or is over.

    """
    appointment = appointments.load(workspace.caseload, appointment_id)
    if appointment.state != "planned":
        raise RecordBug("appointment-not-planned")
    first = appointment.first_planned_for or appointment.planned_for
    moved = replace(
        appointment,
        planned_for=at,
        first_planned_for=None if first == at else first,
        minutes=minutes or appointment.minutes,
        place=appointment.place if place is None else place,
    )
    with workspace.caseload.change("appointment_moved", appointment_id):
        appointments.save(workspace.caseload, moved)


def record_missed(workspace: Workspace, appointment_id: str, attendance: Attendance) -> None:
    """Keep that an appointment was cancelled or not attended; it counts as no session.

    Where its rest is planned already, that is for the whole session now.
    """
    appointment = appointments.load(workspace.caseload, appointment_id)
    booked = appointments.for_client(workspace.caseload, appointment.client_id)
    rest = [each for each in booked if each.continues == appointment_id and not each.started_at]
    missed = replace(appointment, state="missed", attendance=attendance, ended_at=workspace.now())
    with workspace.caseload.change("appointment_missed", appointment_id):
        appointments.save(workspace.caseload, missed)
        for each in rest:
            appointments.save(workspace.caseload, replace(each, continues=None))


def _half_before(found: tuple[Appointment, ...], plan_id: str) -> Appointment | None:
    """Return the meeting whose rest still waits for its place, where there is one."""
    gone_on = {each.continues for each in found if each.state != "missed"}
    return next(
        (
            each
            for each in reversed(found)
            if plan_id in plan_ids_of(each) and each.rest_follows and each.id not in gone_on
        ),
        None,
    )
