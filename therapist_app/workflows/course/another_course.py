"""Going on with another course: what a person decides for it, what it keeps, and taking it back.

Nothing that was held is changed: it stays in the course, and the version, in which it was held.
Which sessions of the next course count as held is decided line by line, and nothing is proposed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from programme.course.gates import forms_asked
from programme.course.order import after_the_end as sessions_after_the_end
from programme.course.order import course_order, track_of
from programme.course.progress import sessions_held
from programme.definition.definition import Programme
from session_forms.words.reason_words import says_why
from therapist_app.record.clients import appointments, clients, course_moves
from therapist_app.record.model import (
    Appointment,
    Client,
    CountedLine,
    CourseMove,
    PlannedBefore,
)
from therapist_app.workflows import fitting_forms
from therapist_app.workflows.course.after_the_end import after_the_end
from therapist_app.workflows.course.course_changes import (
    AGAIN,
    BEGUN,
    NOT_BEGUN,
    note_event,
)
from therapist_app.workflows.course.following_a_plan import (
    course_facts,
    of_present_course,
    plan_ids_of,
)
from therapist_app.workflows.course.planning import times_held
from therapist_app.workflows.errors import (
    CourseMoveRefused,
    ReasonNeeded,
    SessionUnderWay,
)
from therapist_app.workflows.workspace import Workspace

Carried = Literal["same", "other_version", "not_filled", "again"]


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One session of the next course, about which a person decides.

    Attributes:
        held_on: When a session of the same name was held in the course before; None where none was.

    """

    plan_id: str
    title: str
    held_on: date | None


@dataclass(frozen=True, slots=True)
class CarriedForm:
    """A form that a gate of the next course asks for, and whether what is there counts."""

    title: str
    carried: Carried


@dataclass(frozen=True, slots=True)
class DecidedLine:
    """What a person decided about one session: whether it counts as held, and why."""

    plan_id: str
    counts: bool
    reason: str


@dataclass(frozen=True, slots=True)
class NextCourse:
    """What a person decided: with which course and track to go on, why, and each line."""

    programme_id: str
    track: str
    lines: tuple[DecidedLine, ...]
    reason: str


def courses_to_go_on_with(
    workspace: Workspace, client_id: str, on_offer: Iterable[Programme]
) -> tuple[Programme, ...]:
    """Return the courses on offer that a client has not followed yet.

    Their own is among them once it has ended: it can be begun once more.
    """
    stand = course_moves.that_stand(workspace.caseload, (client_id,))
    followed = {each.from_programme for each in stand}
    if after_the_end(workspace, client_id).ended_on is None:
        followed.add(workspace.client(client_id).programme_id)
    return tuple(each for each in on_offer if each.id not in followed)


def lines_to_decide(
    workspace: Workspace, client_id: str, programme: Programme
) -> tuple[SessionLine, ...]:
    """Return the sessions of another course in its order, without those after its end."""
    held = {
        plan_id: each.took_place_at.astimezone().date()
        for each in appointments.for_client(workspace.caseload, client_id)
        if each.state == "signed" and not each.rest_follows
        for plan_id in plan_ids_of(each)
    }
    titles = {each.id: each.title for each in programme.sessions}
    return tuple(
        SessionLine(each, titles[each], held.get(each))
        for each in course_order(programme)
        if each in programme.session_plans
    )


def forms_carried(
    workspace: Workspace, client_id: str, programme: Programme
) -> tuple[CarriedForm, ...]:
    """Return the forms that the gates of another course ask for, by title.

    One that was filled in counts where the course has the form in the same version; none does
    where it is the same course, begun once more.
    """
    is_again = workspace.client(client_id).programme_id == programme.id
    found: list[CarriedForm] = []
    for form_id in forms_asked(programme):
        form = workspace.form_in(programme, form_id)
        filled = fitting_forms.latest(workspace, client_id, form_id, finished=True)
        if filled is None:
            carried: Carried = "not_filled"
        elif is_again:
            carried = "again"
        else:
            carried = "same" if filled.form_version == form.version else "other_version"
        found.append(CarriedForm(form.short_title or form.title, carried))
    return tuple(sorted(found, key=lambda each: each.title))


def go_on_with(
    workspace: Workspace, client_id: str, decided: NextCourse, on_offer: Iterable[Programme]
) -> None:
    """Let a client go on with another course on offer, or begin their own once more, as decided.

    What is in the calendar keeps its day, and becomes the next sessions of that course. Alerts,
    promises, consents and every form stay.

    Raises:
        CourseMoveRefused: `why`: the course is not on offer, a note waits for its signature, or a
            line was not decided.
        ReasonNeeded: No reason was given for the whole, or for a line that counts as held.
        SessionUnderWay: A session of this client runs or is on hold.

    """
    client = workspace.client(client_id)
    offered = courses_to_go_on_with(workspace, client_id, on_offer)
    programme = next((each for each in offered if each.id == decided.programme_id), None)
    if programme is None or track_of(programme, decided.track) is None:
        raise CourseMoveRefused("not-on-offer")
    met = appointments.for_client(workspace.caseload, client_id)
    if any(each.state in BEGUN for each in met):
        raise SessionUnderWay
    if any(each.state == "held" for each in met):
        raise CourseMoveRefused("unsigned")
    counted = _counted(workspace, client_id, programme, decided)
    planned = [each for each in met if each.state == "planned"]
    move = _as_decided(workspace, client, programme, decided, planned)
    moved = replace(
        client,
        status="active",
        programme_id=programme.id,
        programme_version=programme.version,
        track=decided.track,
        held_before=counted,
        held_before_on=_last_seen(client, met) if counted else None,
    )
    with workspace.caseload.together():
        clients.save(workspace.caseload, moved)
        course_moves.add(workspace.caseload, move)
        _plan_anew(workspace, moved, programme, planned)
        is_again = client.programme_id == programme.id
        _note(workspace, client_id, programme, decided.reason, is_again=is_again)


def _as_decided(
    workspace: Workspace,
    client: Client,
    programme: Programme,
    decided: NextCourse,
    planned: Iterable[Appointment],
) -> CourseMove:
    """Return what is kept of the course before, of that after, and of how it was decided."""
    return CourseMove(
        id=workspace.caseload.new_id(),
        client_id=client.id,
        from_programme=client.programme_id,
        from_version=client.programme_version,
        from_track=client.track,
        from_status=client.status,
        from_held_before=client.held_before,
        from_held_before_on=client.held_before_on,
        to_programme=programme.id,
        to_version=programme.version,
        to_track=decided.track,
        lines=tuple(
            CountedLine(each.plan_id, each.counts, each.reason.strip()) for each in decided.lines
        ),
        planned=tuple(_as_planned(each) for each in planned),
        reason=decided.reason.strip(),
        decided_by=workspace.vault.person.name,
        decided_at=workspace.now(),
    )


def move_to_undo(workspace: Workspace, client_id: str) -> CourseMove | None:
    """Return how a client came to the course they follow, while it can still be taken back.

    It can until the first session of that course has begun.
    """
    stand = course_moves.that_stand(workspace.caseload, (client_id,))
    met = of_present_course(appointments.for_client(workspace.caseload, client_id))
    return stand[-1] if stand and all(each.state in NOT_BEGUN for each in met) else None


def undo_going_on(workspace: Workspace, client_id: str, reason: str) -> None:
    """Let a client follow the course before again, as if they had not gone on.

    Raises:
        CourseMoveRefused: "begun": a session of the course has begun, or there is nothing to undo.
        ReasonNeeded: No reason was given.

    """
    if not says_why(reason):
        raise ReasonNeeded(("course",))
    move = move_to_undo(workspace, client_id)
    if move is None:
        raise CourseMoveRefused("begun")
    client = workspace.client(client_id)
    back = replace(
        client,
        status=move.from_status,
        programme_id=move.from_programme,
        programme_version=move.from_version,
        track=move.from_track,
        held_before=move.from_held_before,
        held_before_on=move.from_held_before_on,
    )
    programme = workspace.programme_of(back)
    of_now = of_present_course(appointments.for_client(workspace.caseload, client_id))
    before = {each.appointment_id: each for each in move.planned}
    with workspace.caseload.together():
        clients.save(workspace.caseload, back)
        course_moves.take_back(
            workspace.caseload, move, workspace.vault.person.name, reason.strip()
        )
        for each in of_now:
            if each.id in before:
                appointments.save(workspace.caseload, _put_back(each, before[each.id]))
        _plan_anew(workspace, back, programme, [each for each in of_now if each.id not in before])
        _note(workspace, client_id, programme, reason)


def _counted(
    workspace: Workspace, client_id: str, programme: Programme, decided: NextCourse
) -> tuple[str, ...]:
    """Return the sessions that count as held, in the order of the course.

    Raises:
        CourseMoveRefused: "undecided": not every session stands on exactly one line.
        ReasonNeeded: No reason was given for the whole, or for a session that counts.

    """
    asked = [each.plan_id for each in lines_to_decide(workspace, client_id, programme)]
    if sorted(each.plan_id for each in decided.lines) != sorted(asked):
        raise CourseMoveRefused("undecided")
    lacking = [each.plan_id for each in decided.lines if each.counts and not says_why(each.reason)]
    if lacking or not says_why(decided.reason):
        raise ReasonNeeded(tuple(lacking) or ("course",))
    counted = {each.plan_id for each in decided.lines if each.counts}
    return tuple(each for each in course_order(programme, decided.track) if each in counted)


def _last_seen(client: Client, met: Sequence[Appointment]) -> date | None:
    """Return the day of the last session that was held, in this record or before it."""
    held = [each.took_place_at for each in met if each.state == "signed"]
    return held[-1].astimezone().date() if held else client.held_before_on


def _plan_anew(
    workspace: Workspace, client: Client, programme: Programme, waiting: Sequence[Appointment]
) -> None:
    """Let appointments in the calendar be for the sessions that come next in a course, in order.

    Where there are more of them than sessions, the others are for its last session.
    """
    met = appointments.for_client(workspace.caseload, client.id)
    rest = [each for each in met if each.id not in {other.id for other in waiting}]
    taken = set(sessions_held(programme, course_facts(client, rest)))
    taken |= {plan_id for each in rest if each.state == "planned" for plan_id in plan_ids_of(each)}
    order = [
        each for each in course_order(programme, client.track) if each in programme.session_plans
    ]
    later = [
        each.id for each in sessions_after_the_end(programme) if each.id in programme.session_plans
    ]
    left = [each for each in (*order, *later) if each not in taken] or order[-1:]
    for place, each in enumerate(waiting):
        plan_id = left[min(place, len(left) - 1)]
        fresh = replace(
            each,
            plan_id=plan_id,
            plan_version=programme.session_plan(plan_id).version,
            merged_with="",
            continues=None,
            occurrence=times_held(client, rest, plan_id),
        )
        appointments.save(workspace.caseload, fresh)
        rest.append(fresh)


def _as_planned(appointment: Appointment) -> PlannedBefore:
    return PlannedBefore(
        appointment_id=appointment.id,
        plan_id=appointment.plan_id,
        plan_version=appointment.plan_version,
        merged_with=appointment.merged_with,
        continues=appointment.continues,
        occurrence=appointment.occurrence,
    )


def _put_back(appointment: Appointment, before: PlannedBefore) -> Appointment:
    return replace(
        appointment,
        plan_id=before.plan_id,
        plan_version=before.plan_version,
        merged_with=before.merged_with,
        continues=before.continues,
        occurrence=before.occurrence,
    )


def _note(
    workspace: Workspace,
    client_id: str,
    programme: Programme,
    reason: str,
    *,
    is_again: bool = False,
) -> None:
    detail = f"{programme.id} {programme.version}{AGAIN if is_again else ''}"
    note_event(workspace, client_id, "programme", detail=detail, reason=reason)
