"""What was out of the ordinary in a course, and changing it: a pause, another track, a new version.

Every change is kept with its reason, and nothing that was done is lost by it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from programme.course.deviations import DEVIATION_WORDS
from programme.course.order import track_of
from programme.definition.definition import Programme
from session_forms.words.day_words import written_day
from session_forms.words.reason_words import says_why
from session_forms.words.texts import N_, NP_, _, pgettext
from therapist_app.record.clients import appointments, clients, course_events, course_moves
from therapist_app.record.model import (
    AppointmentState,
    Client,
    ClientStatus,
    CourseEvent,
    EventKind,
)
from therapist_app.workflows.course.consenting import WORKING_AGREEMENT
from therapist_app.workflows.course.following_a_plan import of_present_course, plan_ids_of
from therapist_app.workflows.course.promised_contacts import (
    DANGER_TOLD,
    ELIGIBILITY,
    FIRST_CONTACT,
)
from therapist_app.workflows.errors import (
    ReasonNeeded,
    SessionUnderWay,
    VersionLacksSessions,
)
from therapist_app.workflows.workspace import Workspace

LIMITS_BEFORE: EventKind = "limits_before"
"""The limits of confidentiality were told and said back before this record."""
KINDS: Mapping[str, str] = {
    **DEVIATION_WORDS,
    "status": N_("The course changed"),
    "track": NP_("change of a course", "Another track"),
    "programme": N_("Another version of the programme"),
    "limits_before": N_("Limits told and said back before this record"),
}
STATUSES: dict[ClientStatus, str] = {
    "active": N_("taken up again"),
    "paused": NP_("course", "paused"),
    "follow_up": N_("over to follow-up"),
    "ended": NP_("course", "ended"),
}
ENDING = "ending"
"""The form that tells how and why a course ended."""
AGAIN = " again"
"""How the detail of an event ends by which a client began their course once more."""
BEGUN: tuple[AppointmentState, ...] = ("in_progress", "on_hold")
NOT_BEGUN: tuple[AppointmentState, ...] = ("planned", "missed")


@dataclass(frozen=True, slots=True)
class EventLine:
    """One thing out of the ordinary, in words."""

    at: datetime
    plan_id: str
    what: str
    reason: str
    second_person: str = ""


def note_event(
    workspace: Workspace,
    client_id: str,
    kind: EventKind,
    plan_id: str = "",
    *,
    detail: str = "",
    reason: str,
) -> None:
    """Keep something out of the ordinary, in the transaction that is open.

    Args:
        workspace: The open record.
        client_id: Whose course.
        kind: What kind of thing.
        plan_id: The session it is about, or "".
        detail: What exactly, as a code.
        reason: Why.

    """
    event = CourseEvent(
        id=workspace.caseload.new_id(),
        client_id=client_id,
        kind=kind,
        plan_id=plan_id,
        detail=detail,
        reason=reason.strip(),
        decided_at=workspace.now(),
    )
    course_events.add(workspace.caseload, event)


def change_status(workspace: Workspace, client_id: str, status: ClientStatus, reason: str) -> None:
    """Pause the work, end it, go over to follow-up, or take it up again.

    Raises:
        ReasonNeeded: No reason was given.

    """
    client = _with_reason(workspace, client_id, reason, "status")
    with workspace.caseload.change("client_status", client_id, (status,)):
        clients.save(workspace.caseload, replace(client, status=status))
        note_event(workspace, client_id, "status", detail=status, reason=reason)


def change_track(workspace: Workspace, client_id: str, track_id: str, reason: str) -> None:
    """Follow another track from now on.

    Raises:
        ReasonNeeded: No reason was given.

    """
    client = _with_reason(workspace, client_id, reason, "track")
    with workspace.caseload.change("client_track", client_id, (track_id,)):
        clients.save(workspace.caseload, replace(client, track=track_id))
        note_event(workspace, client_id, "track", detail=track_id, reason=reason)


def course_of(workspace: Workspace, client_id: str) -> tuple[Client, Programme]:
    """Return a client and the programme in the version that they follow."""
    client = workspace.client(client_id)
    return client, workspace.programme_of(client)


def newer_programme(workspace: Workspace, client: Client) -> Programme | None:
    """Return the version that could be offered, or None where the client follows it already.

    It is the newest of their own course that is here: another course is no newer version of
    theirs, and is gone on with line by line. Where none is here, it is the one in use.
    """
    own = [each for each in workspace.courses_to_begin if each.id == client.programme_id]
    newer = own[0] if own else workspace.programme
    followed = (client.programme_id, client.programme_version)
    return None if followed == (newer.id, newer.version) else newer


def moves_first(workspace: Workspace, client_id: str) -> bool:
    """Return whether a client would begin with a version that is here for those under way alone."""
    client = workspace.client(client_id)
    is_kept = workspace.is_for_those_under_way(client.programme_id, client.programme_version)
    if not is_kept or newer_programme(workspace, client) is None:
        return False
    booked = appointments.for_client(workspace.caseload, client_id)
    return all(each.state in NOT_BEGUN for each in booked)


def move_to_newer(workspace: Workspace, client_id: str, reason: str) -> None:
    """Pin a client to the newest version of the programme.

    Raises:
        ReasonNeeded: No reason was given.
        SessionUnderWay: A session of this client runs or is on hold.
        VersionLacksSessions: The newest version lacks a session that the client has had.

    """
    client = _with_reason(workspace, client_id, reason, "programme")
    programme = newer_programme(workspace, client) or workspace.programme
    booked = appointments.for_client(workspace.caseload, client_id)
    if any(each.state in BEGUN for each in booked):
        raise SessionUnderWay
    had = {plan_id for each in of_present_course(booked) for plan_id in plan_ids_of(each)}
    lacking = tuple(sorted(had - set(programme.session_plans)))
    if lacking:
        raise VersionLacksSessions(lacking)
    moved = replace(client, programme_id=programme.id, programme_version=programme.version)
    with workspace.caseload.change("client_programme", client_id, (programme.version,)):
        clients.save(workspace.caseload, moved)
        note_event(workspace, client_id, "programme", detail=programme.version, reason=reason)


def is_session_open(workspace: Workspace, client_id: str) -> bool:
    """Return whether a session of a client was begun and is not over."""
    return any(each.client_id == client_id for each in appointments.open_now(workspace.caseload))


def events_of(workspace: Workspace, client_id: str) -> tuple[EventLine, ...]:
    """Return what was out of the ordinary in a course, gates passed among it, newest first."""
    programme = workspace.programme_for(client_id)
    events = [
        EventLine(
            each.decided_at, each.plan_id, event_words(workspace, programme, each), each.reason
        )
        for each in course_events.for_client(workspace.caseload, client_id)
    ]
    passed = [
        EventLine(
            each.overridden_at,
            each.plan_id,
            _("Gate {gate} overridden").format(gate=each.gate_id),
            each.reason,
            each.supervisor,
        )
        for each in course_events.overrides_for_client(workspace.caseload, client_id)
    ]
    return tuple(sorted((*events, *passed), key=lambda each: each.at, reverse=True))


def _with_reason(workspace: Workspace, client_id: str, reason: str, kind: str) -> Client:
    if not says_why(reason):
        raise ReasonNeeded((kind,))
    return workspace.client(client_id)


def programme_when(workspace: Workspace, client_id: str, at: datetime) -> Programme:
    """Return the programme that a client followed at a moment, in its version."""
    moves = course_moves.that_stand(workspace.caseload, (client_id,))
    later = next((each for each in moves if each.decided_at > at), None)
    if later is None:
        return workspace.programme_for(client_id)
    return workspace.programme_at(later.from_programme, later.from_version)


def is_of_another_course(event: CourseEvent) -> bool:
    """Return whether an event tells that the client went on with a course, or back to one."""
    return event.kind == "programme" and " " in event.detail


def kind_words(event: CourseEvent) -> str:
    """Return in words what kind of thing was out of the ordinary."""
    if is_of_another_course(event):
        if event.detail.endswith(AGAIN):
            return pgettext("change of a course", "The same course once more")
        return pgettext("change of a course", "Another course")
    return _(KINDS[event.kind])


def told_on(event: CourseEvent) -> date | None:
    """Return the day before this record on which the limits were told; None of any other event."""
    if event.kind != LIMITS_BEFORE:
        return None
    try:
        return date.fromisoformat(event.detail)
    except ValueError:
        return None


def detail_words(event: CourseEvent) -> str:
    """Return what exactly was out of the ordinary: a day, a status in words, else as it is kept."""
    day = told_on(event)
    if event.kind == "status":
        return _status(event.detail)
    return written_day(day) if day is not None else event.detail


def status_words(status: str) -> str:
    """Return that a course was paused, taken up again, ended, or went over to follow-up."""
    return f"{_(KINDS['status'])}: {_status(status)}"


def _status(status: str) -> str:
    told = {str(each): words for each, words in STATUSES.items()}
    return _(told.get(status, status))


def course_title(workspace: Workspace, programme_id: str, version: str) -> str:
    """Return a course by its title and version; by its id where it is not installed."""
    found = workspace.programme_at(programme_id, version)
    return f"{found.title if found.id == programme_id else programme_id} {version}"


def event_words(workspace: Workspace, programme: Programme, event: CourseEvent) -> str:
    """Return what was out of the ordinary, whole, in the words of the course as it was then."""
    words = kind_words(event)
    match event.kind:
        case "status":
            return status_words(event.detail)
        case "soft_gate" if event.detail == WORKING_AGREEMENT:
            detail = _("the client did not agree to work together")
        case "soft_gate" if event.detail == ELIGIBILITY:
            detail = _("it was not decided that this is the right help")
        case "soft_gate" if event.detail == FIRST_CONTACT:
            detail = _("the first contact was not finished")
        case "soft_gate" if event.detail == DANGER_TOLD:
            detail = _("an urgent alert of the first contact had no answer")
        case "soft_gate":
            texts = (each.text for each in programme.gates if each.id == event.detail)
            detail = next(texts, event.detail)
        case "track":
            track = track_of(programme, event.detail)
            detail = track.title if track else event.detail
        case "programme" if is_of_another_course(event):
            programme_id, version = event.detail.removesuffix(AGAIN).split(" ", 1)
            detail = course_title(workspace, programme_id, version)
        case _:
            detail = detail_words(event)
    return f"{words}: {detail}" if detail else words
