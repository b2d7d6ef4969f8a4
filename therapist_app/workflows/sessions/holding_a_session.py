"""A session from its appointment to its last step: started, held, moved on, ended.

One begun by mistake is planned again as it was, while nothing was recorded in it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Final, Literal

from programme.course.deviations import DEVIATION_WORDS, Deviation
from programme.course.progress import step_may_be_skipped
from programme.definition.definition import Step
from programme.definition.requirements import Gate
from session_forms.words.reason_words import says_why
from session_forms.words.texts import _
from therapist_app.record.clients import (
    alerts,
    appointments,
    course_events,
    fidelity,
    filled_forms,
)
from therapist_app.record.errors import AlreadySigned
from therapist_app.record.model import Appointment, AppointmentState, Ending, StepMark
from therapist_app.workflows.content.signing_off import require_sign_off
from therapist_app.workflows.course.consenting import WORKING_AGREEMENT, refused_to_work
from therapist_app.workflows.course.course_changes import moves_first, note_event
from therapist_app.workflows.course.following_a_plan import (
    agenda_of,
    plan_ids_of,
    plan_of,
    require_plans,
)
from therapist_app.workflows.course.planning import record_missed, what_needs_a_reason
from therapist_app.workflows.course.plans_begun import begun_plan, forget_begun
from therapist_app.workflows.course.promised_contacts import (
    DANGER_TOLD,
    ELIGIBILITY,
    FIRST_CONTACT,
)
from therapist_app.workflows.course.right_help import right_help
from therapist_app.workflows.errors import (
    GateClosed,
    NewerVersionFirst,
    ReasonNeeded,
    StartNotUndone,
    StepRefused,
)
from therapist_app.workflows.sessions.passing_gates import gates_before
from therapist_app.workflows.sessions.promising import (
    keep_by_session,
    promise_to_reach,
    take_back,
    undo_kept_by_session,
)
from therapist_app.workflows.sessions.readiness import (
    danger_told_first,
    has_first_contact_open,
    require_text,
)
from therapist_app.workflows.sessions.seeing_a_session import (
    SessionPageData,
    open_steps,
    seconds_used,
    session_page_data,
)
from therapist_app.workflows.workspace import Workspace

NOT_SIGNED: Final[tuple[AppointmentState, ...]] = ("in_progress", "on_hold", "held")
NOTED_AT_START = frozenset(DEVIATION_WORDS)
AHEAD = timedelta(minutes=15)
"""How long before its hour a session may begin and still stands in the calendar as agreed."""
ONCE_MORE_WITHIN = timedelta(minutes=1)
"""How soon after a start a key that began it was pressed once more, and meant nothing."""
BEGUN_WITHIN = timedelta(minutes=1)
"""How soon a session begins for which an appointment is made when it is begun."""
TALKED_ON = timedelta(hours=1)
"""How long a meeting may be left, or said to be over, and its clock still runs on."""


def start_session(
    workspace: Workspace, appointment_id: str, reason: str = "", *, is_today: bool = False
) -> SessionPageData:
    """Start or resume a session. Another one that runs is put on hold.

    One that begins ahead of its hour is held now, and stands there from now on; so does one of a
    day before of which somebody says that it is held today (`is_today`).

    Raises:
        CannotWrite: "only-read": nothing of it could be kept.
        ProgrammeMissing: The version that the client follows is not installed.
        NewerVersionFirst: The client would begin with a version that is for those under way.
        NotSignedOff: No lead has signed off the version of the programme that the client follows.
        NoLocalText: It rests on a local text, and none is approved and in date.
        GateClosed: A hard gate stands before it and was not overridden.
        ReasonNeeded: Something about it is out of the ordinary, and no reason was given.

    """
    workspace.vault.require_writing()
    appointment = appointments.load(workspace.caseload, appointment_id)
    require_plans(workspace, appointment)
    is_new = appointment.state == "planned"
    if is_new:
        _require_content(workspace, appointment)
    gates = gates_before(workspace, appointment.client_id, *plan_ids_of(appointment))
    hard = tuple(gate.id for gate in gates if gate.kind == "hard")
    if hard:
        raise GateClosed(hard)
    unusual = (
        what_needs_a_reason(
            workspace, appointment.client_id, appointment.plan_id, appointment.merged_with
        )
        if is_new
        else ()
    )
    if unusual and not says_why(reason):
        raise ReasonNeeded(unusual)
    first = agenda_of(workspace, appointment)[0]
    now = workspace.now()
    with workspace.caseload.change("session_started", appointment_id):
        _hold_others(workspace, appointment_id, now)
        appointments.save(
            workspace.caseload,
            replace(
                _held_today(appointment, now, is_today=is_today) if is_new else appointment,
                state="in_progress",
                attendance=appointment.attendance or "attended",
                current_step=appointment.current_step or first.id,
                started_at=appointment.started_at or now,
                resumed_at=appointment.resumed_at or now,
                held_by=appointment.held_by or workspace.vault.person.name,
            ),
        )
        if is_new:
            keep_by_session(workspace, appointment.client_id)
            _note_unusual(workspace, appointment, gates, unusual, reason)
    _forget_plan_of(workspace, appointment)
    return session_page_data(workspace, appointment_id)


def _forget_plan_of(workspace: Workspace, appointment: Appointment) -> None:
    """Forget what was written of when this session is to be: it is held."""
    begun = begun_plan(workspace, appointment.client_id)
    if begun is not None and begun.plan_id in plan_ids_of(appointment):
        forget_begun(workspace, appointment.client_id)


def _require_content(workspace: Workspace, appointment: Appointment) -> None:
    """Refuse a session that begins with content which may not be used with this client."""
    followed = workspace.programme_for(appointment.client_id)
    if moves_first(workspace, appointment.client_id):
        raise NewerVersionFirst(followed.version)
    require_sign_off(workspace, followed)
    require_text(workspace, appointment)


def _note_unusual(
    workspace: Workspace,
    appointment: Appointment,
    gates: Iterable[Gate],
    unusual: Iterable[Deviation],
    reason: str,
) -> None:
    """Note in the course what is out of the ordinary, each with the reason that was given."""
    note = partial(note_event, workspace, appointment.client_id, reason=reason)
    for gate in gates:
        note("soft_gate", appointment.plan_id, detail=gate.id)
    if refused_to_work(workspace, appointment.client_id) is not None:
        note("soft_gate", appointment.plan_id, detail=WORKING_AGREEMENT)
    if right_help(workspace, appointment.client_id) != "taken":
        note("soft_gate", appointment.plan_id, detail=ELIGIBILITY)
    if has_first_contact_open(workspace, appointment.client_id):
        note("soft_gate", appointment.plan_id, detail=FIRST_CONTACT)
    if danger_told_first(workspace, appointment.client_id) is not None:
        note("soft_gate", appointment.plan_id, detail=DANGER_TOLD)
    for kind in unusual:
        merged_with = appointment.merged_with if kind == "merged" else ""
        note(kind, appointment.plan_id, detail=merged_with)


def _held_today(appointment: Appointment, now: datetime, *, is_today: bool) -> Appointment:
    """Return one that begins ahead of its hour as one of now; for when it was agreed stays known.

    One whose hour has come stays there, and so does one of a day before, which was held then and
    is written down later, unless somebody says that it is held today.
    """
    day, today = appointment.planned_for.astimezone().date(), now.astimezone().date()
    has_come = day <= today and appointment.planned_for - now <= AHEAD
    if has_come and not (is_today and day < today):
        return appointment
    first = appointment.first_planned_for or appointment.planned_for
    return replace(
        appointment,
        planned_for=now,
        first_planned_for=first,
        planned_before_start=appointment.planned_for,
    )


def hold(workspace: Workspace, appointment_id: str, at: datetime | None = None) -> None:
    """Stop the clock, now or as it stood at some moment before; the same step waits."""
    appointment = appointments.load(workspace.caseload, appointment_id)
    held = _stopped(appointment, at or workspace.now(), "on_hold")
    with workspace.caseload.change("session_held_over", appointment_id):
        appointments.save(workspace.caseload, held)


def run_on(workspace: Workspace, appointment_id: str) -> None:
    """Let the clock of a meeting run on that was said to be over with steps open, within the hour.

    How it ended is asked anew; a promise that its ending made stands until then. Another meeting
    stays as it is: every step of it is marked, or it was over for longer and is written down.
    """
    appointment = appointments.load(workspace.caseload, appointment_id)
    now, ended_at = workspace.now(), appointment.ended_at
    if appointment.state != "held" or ended_at is None or now - ended_at > TALKED_ON:
        return
    if not open_steps(workspace, appointment):
        return
    with workspace.caseload.change("session_started", appointment_id):
        _hold_others(workspace, appointment_id, now)
        appointments.save(
            workspace.caseload,
            replace(appointment, state="in_progress", resumed_at=now, ended_at=None),
        )


def go_to_step(workspace: Workspace, appointment_id: str, step_id: str) -> None:
    """Turn to another step."""
    appointment = appointments.load(workspace.caseload, appointment_id)
    with workspace.caseload.change("step_opened", appointment_id, (step_id,)):
        appointments.save(workspace.caseload, replace(appointment, current_step=step_id))


def finish_step(workspace: Workspace, appointment_id: str, step_id: str) -> None:
    """Mark a step done and turn to the next one that is open."""
    _mark_and_move(workspace, appointment_id, step_id, "done", "")


def skip_step(workspace: Workspace, appointment_id: str, step_id: str, reason: str) -> None:
    """Leave a step out, with a reason, and turn to the next one that is open.

    Raises:
        StepRefused: The step may not be skipped now, or no reason was given.

    """
    appointment = appointments.load(workspace.caseload, appointment_id)
    step = next(each for each in plan_of(workspace, appointment).steps if each.id == step_id)
    if not says_why(reason):
        raise StepRefused(step_id, "reason")
    waiting = alerts.unacknowledged(workspace.caseload, appointment.client_id)
    if not step_may_be_skipped(step, frozenset(each.stream for each in waiting)):
        raise StepRefused(step_id, "never")
    _mark_and_move(workspace, appointment_id, step_id, "skipped", reason.strip())


def end_session(workspace: Workspace, appointment_id: str, ending: Ending) -> None:
    """End the meeting as somebody says it ended; its note is still to sign.

    Until the note is signed it can be said anew. `to_be_continued`: the steps that were not done
    go to another meeting, so that the session is not held to its end yet. `broken_off`: the same,
    and the client left before; reaching them is promised. Where every step is done, or left out,
    nothing is to be continued; nor where the last one is marked after this was said.

    Raises:
        AlreadySigned: The note is signed, and the session stands as it is.

    """
    appointment = appointments.load(workspace.caseload, appointment_id)
    if appointment.state == "signed":
        raise AlreadySigned
    now = workspace.now()
    ended = replace(
        _stopped(appointment, now, "held"),
        ended_at=appointment.ended_at or now,
        rest_follows=ending != "finished" and bool(open_steps(workspace, appointment)),
        broken_off=ending == "broken_off",
    )
    with workspace.caseload.change("session_ended", appointment_id, (ending,)):
        appointments.save(workspace.caseload, ended)
        if ended.broken_off and not appointment.broken_off:
            promise_to_reach(workspace, ended)
        elif appointment.broken_off and not ended.broken_off:
            take_back(workspace, appointment, _("The session was not broken off after all."))


def ending_of(appointment: Appointment) -> Ending:
    """Return how a meeting ended, as somebody said it; "finished" for one that is not over."""
    if appointment.broken_off:
        return "broken_off"
    return "to_be_continued" if appointment.rest_follows else "finished"


def may_undo_start(workspace: Workspace, appointment: Appointment) -> bool:
    """Return whether a session was begun and nothing at all was recorded in it.

    That is no form, finished or not, the note and each measure included; no step marked but the
    first as it began; no rating; no alert; no rest planned.
    """
    caseload, its_id = workspace.caseload, appointment.id
    return appointment.state in NOT_SIGNED and not (
        _went_on(workspace, appointment)
        or filled_forms.for_appointment(caseload, its_id)
        or fidelity.for_appointment(caseload, its_id)
        or fidelity.second_for_appointment(caseload, its_id)
        or alerts.for_appointment(caseload, its_id)
        or any(
            each.continues == its_id
            for each in appointments.for_client(caseload, appointment.client_id)
        )
    )


def undo_start(workspace: Workspace, appointment_id: str) -> bool:
    """Plan a session again as it was before it was begun by mistake; one never planned is removed.

    What the start closed of promises stands open again, unless another session with the client
    was begun since; what it noted as out of the ordinary is removed. A session that it put on hold
    stays on hold. Returns whether it stands in the calendar.

    Raises:
        StartNotUndone: Something was recorded in it, or it is signed or was never begun.

    """
    begun = appointments.load(workspace.caseload, appointment_id)
    if begun.started_at is None or not may_undo_start(workspace, begun):
        raise StartNotUndone
    with workspace.caseload.change("session_start_undone", appointment_id):
        if begun.state == "held":  # what its ending promised is taken back
            end_session(workspace, appointment_id, "finished")
        was_planned = not _was_never_agreed(begun, begun.started_at)
        _take_marks_back(workspace, begun)
        if was_planned:
            appointments.save(workspace.caseload, _as_planned(begun))
        else:
            appointments.remove(workspace.caseload, begun)
        _undo_what_it_began(workspace, begun, begun.started_at)
    return was_planned


def may_be_missed(workspace: Workspace, appointment: Appointment) -> bool:
    """Return whether a session was begun and nothing in it says that the client came.

    That is no step marked but the first as it began, and no form finished but the note: one that
    was only begun may have been made ready before the hour.
    """
    caseload, its_id = workspace.caseload, appointment.id
    return appointment.state in NOT_SIGNED and not (
        _went_on(workspace, appointment)
        or any(
            each.form_id != filled_forms.NOTE_FORM and each.status == "finished"
            for each in filled_forms.for_appointment(caseload, its_id)
        )
    )


def nobody_came(workspace: Workspace, appointment_id: str) -> None:
    """Keep that nobody came to a session that was begun.

    What its start closed of promises stands open again, unless another session with the client
    was begun since; what it noted as out of the ordinary is removed, and so is what an ending
    promised.

    Raises:
        StartNotUndone: Something in it says that the client came, or it is signed or was never
            begun.

    """
    begun = appointments.load(workspace.caseload, appointment_id)
    if begun.started_at is None or not may_be_missed(workspace, begun):
        raise StartNotUndone
    with workspace.caseload.together():
        if begun.state == "held":
            end_session(workspace, appointment_id, "finished")
        _take_marks_back(workspace, begun)
        record_missed(workspace, appointment_id, "did_not_attend")
        _undo_what_it_began(workspace, begun, begun.started_at)


def _went_on(workspace: Workspace, appointment: Appointment) -> bool:
    """Return whether more steps are marked than the key that starts, pressed once more, marks.

    It marks the first one done within a minute, and that alone says of nobody that they came.
    """
    marks = appointments.step_marks(workspace.caseload, appointment.id)
    if not marks:
        return False
    first, started_at = agenda_of(workspace, appointment)[0].id, appointment.started_at
    return any(
        (each.step_id, each.mark) != (first, "done")
        or started_at is None
        or each.marked_at - started_at >= ONCE_MORE_WITHIN
        for each in marks
    )


def _take_marks_back(workspace: Workspace, begun: Appointment) -> None:
    if appointments.step_marks(workspace.caseload, begun.id):
        appointments.unmark_steps(workspace.caseload, begun.id)


def _undo_what_it_began(workspace: Workspace, begun: Appointment, started_at: datetime) -> None:
    _undo_events(workspace, begun, started_at)
    if not _met_since(workspace, begun, started_at):
        undo_kept_by_session(workspace, begun.client_id, started_at)


def _was_never_agreed(appointment: Appointment, started_at: datetime) -> bool:
    """Return whether an appointment was made by the start of its session, at no hour of anybody.

    Whoever plans one names an hour and a minute.
    """
    planned = appointment.planned_for
    return (
        appointment.planned_before_start is None
        and bool(planned.second or planned.microsecond)
        and timedelta() <= started_at - planned < BEGUN_WITHIN
    )


def runs_beside(workspace: Workspace, client_id: str) -> Appointment | None:
    """Return the session of another client that runs now, and would be paused by a start."""
    found = appointments.open_now(workspace.caseload)
    others = (each for each in found if each.client_id != client_id)
    return next((each for each in others if each.state == "in_progress"), None)


def _hold_others(workspace: Workspace, appointment_id: str, now: datetime) -> None:
    for other in appointments.open_now(workspace.caseload):
        if other.id != appointment_id:
            appointments.save(workspace.caseload, _stopped(other, now, "on_hold"))


def _stopped(
    appointment: Appointment, now: datetime, state: Literal["on_hold", "held"]
) -> Appointment:
    return replace(
        appointment, state=state, seconds_used=seconds_used(appointment, now), resumed_at=None
    )


def _mark_and_move(
    workspace: Workspace,
    appointment_id: str,
    step_id: str,
    mark: Literal["done", "skipped"],
    reason: str,
) -> None:
    appointment = appointments.load(workspace.caseload, appointment_id)
    steps = agenda_of(workspace, appointment)
    with workspace.caseload.change(f"step_{mark}", appointment_id, (step_id,)):
        appointments.mark_step(
            workspace.caseload, StepMark(appointment_id, step_id, mark, reason, workspace.now())
        )
        marked = {
            each.step_id for each in appointments.step_marks(workspace.caseload, appointment_id)
        }
        turned = replace(
            appointment,
            current_step=_following(steps, step_id, marked),
            rest_follows=appointment.rest_follows and any(each.id not in marked for each in steps),
        )
        appointments.save(workspace.caseload, turned)


def _following(steps: Sequence[Step], step_id: str, marked: set[str]) -> str:
    ids = [step.id for step in steps]
    at = ids.index(step_id)
    in_turn = ids[at + 1 :] + ids[:at]
    return next((each for each in in_turn if each not in marked), step_id)


def _as_planned(begun: Appointment) -> Appointment:
    planned_for = begun.planned_before_start or begun.planned_for
    was_moved = begun.first_planned_for != planned_for
    return replace(
        begun,
        planned_for=planned_for,
        first_planned_for=begun.first_planned_for if was_moved else None,
        planned_before_start=None,
        state="planned",
        attendance="",
        current_step="",
        started_at=None,
        resumed_at=None,
        seconds_used=0,
        ended_at=None,
        rest_follows=False,
        broken_off=False,
        held_by="",
    )


def _undo_events(workspace: Workspace, begun: Appointment, started_at: datetime) -> None:
    for each in course_events.for_client(workspace.caseload, begun.client_id):
        is_of_start = each.kind in NOTED_AT_START and each.plan_id == begun.plan_id
        if is_of_start and each.decided_at >= started_at:
            course_events.take_back(workspace.caseload, each)


def _met_since(workspace: Workspace, begun: Appointment, started_at: datetime) -> bool:
    booked = appointments.for_client(workspace.caseload, begun.client_id)
    return any(
        each.started_at is not None and each.started_at > started_at
        for each in booked
        if each.id != begun.id
    )
