"""From the record to the case files that an export is handed."""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from exports.case.casefile import AlertCase, CaseFile, FilledCase, HeldSession
from exports.errors import NotAllowed
from programme.course.slots import read_slot
from programme.fidelity.rated_sessions import RatedSession
from session_forms.answers import QuestionId
from therapist_app.record.client_rights import consents, protection
from therapist_app.record.clients import (
    alerts,
    appointments,
    course_events,
    fidelity,
    filled_forms,
    identities,
)
from therapist_app.record.model import Alert, Appointment, Client, FilledForm
from therapist_app.workflows.course.after_the_end import after_the_end
from therapist_app.workflows.course.consenting import FIGURES_USED
from therapist_app.workflows.course.following_a_plan import plan_ids_of
from therapist_app.workflows.sessions.fidelity_so_far import HELD, sessions_in
from therapist_app.workflows.sessions.seeing_a_session import seconds_used
from therapist_app.workflows.workspace import Workspace

HAPPENED = frozenset({"held", "signed", "missed"})
SECONDS_A_WEEK = 7 * 24 * 3600
SECONDS_AN_HOUR = 3600


def case_file(workspace: Workspace, client_id: str) -> CaseFile:
    """Return everything an export may look at about one client; it still says who it is.

    Raises:
        NotAllowed: The client's record is restricted.

    """
    if protection.restriction_of(workspace.caseload, client_id) is not None:
        raise NotAllowed(
            "The client's record is restricted, and nothing leaves it: lift the restriction first."
        )
    course = course_file(workspace, client_id)
    known = identities.identifiers(identities.load(workspace.caseload, client_id))
    opened = alerts.for_client(workspace.caseload, client_id)
    return replace(
        course,
        code=workspace.client(client_id).code,
        names=known.names,
        birth_date=known.birth_date,
        contacts=known.contacts,
        note_texts=(
            *_free_texts(workspace, client_id, opened),
            *_reasons(workspace, client_id),
        ),
    )


def course_file(
    workspace: Workspace,
    client_id: str,
    until: datetime | None = None,
    *,
    form_ids: Container[str] | None = None,
) -> CaseFile:
    """Return the course of one client without name, contacts or notes; with the forms of some ids.

    It is enough to compare with, and to count; the answers alone are as they were given. What is of
    `until` or later is left out, where it is given.
    """
    client = workspace.client(client_id)
    all_planned = appointments.for_client(workspace.caseload, client_id)
    plans = {each.id: each.plan_id for each in all_planned}
    happened = [
        each
        for each in all_planned
        if each.state in HAPPENED and _is_before(each.planned_for, until)
    ]
    start = happened[0].planned_for if happened else workspace.now()
    opened = tuple(
        each
        for each in alerts.for_client(workspace.caseload, client_id)
        if _is_before(each.opened_at, until)
    )
    return CaseFile(
        client_id=client.id,
        code="",
        names=(),
        birth_date="",
        contacts=(),
        age_band=client.age_band,
        gender=client.gender,
        track=client.track,
        mode=_mode(happened),
        programme_version=client.programme_version,
        status=client.status,
        sessions=tuple(_sessions(workspace, client_id, happened, start)),
        filled=tuple(
            _filled(workspace, each, plans, start)
            for each in _finished(workspace, client_id)
            if _is_before(each.answered_at, until)
            and (form_ids is None or each.form_id in form_ids)
        ),
        alerts=tuple(_alerts(opened, start)),
        overrides=tuple(
            each.gate_id
            for each in course_events.overrides_for_client(workspace.caseload, client_id)
            if _is_before(each.overridden_at, until)
        ),
        deviations=tuple(
            each.kind
            for each in course_events.for_client(workspace.caseload, client_id)
            if _is_before(each.decided_at, until)
        ),
        weeks_waited=weeks_waited(client, happened),
        weeks_since_end=_weeks_since_end(workspace, client_id, until),
    )


def _is_before(moment: datetime, until: datetime | None) -> bool:
    return until is None or moment < until


def agreed_clients(workspace: Workspace) -> tuple[str, ...]:
    """Return the clients who agreed that their figures are used, in the order of their ids.

    Who declined, took it back or was not asked yet is left out of every report, and so is
    everybody whose record is restricted.
    """
    return consents.given_by(workspace.caseload, FIGURES_USED)


def months_of(workspace: Workspace, client_ids: tuple[str, ...]) -> tuple[str, str]:
    """Return the first and the last month in which sessions were due, as 2026-11."""
    days = sorted(
        each.planned_for for client_id in client_ids for each in _happened(workspace, client_id)
    )
    first, last = (days[0], days[-1]) if days else (workspace.now(), workspace.now())
    return first.strftime("%Y-%m"), last.strftime("%Y-%m")


def _happened(workspace: Workspace, client_id: str) -> list[Appointment]:
    return [
        each
        for each in appointments.for_client(workspace.caseload, client_id)
        if each.state in HAPPENED
    ]


def _finished(workspace: Workspace, client_id: str) -> list[FilledForm]:
    return [
        each
        for each in filled_forms.for_client(workspace.caseload, client_id)
        if each.status == "finished"
    ]


def _mode(happened: list[Appointment]) -> str:
    """Return how most sessions were held; in person where there were none."""
    modes = [each.mode for each in happened]
    return max(sorted(set(modes)), key=modes.count) if modes else "in_person"


def weeks_waited(client: Client, happened: Sequence[Appointment]) -> int | None:
    """Return the weeks from the entry to the first session; an import is no first contact."""
    days = [each.planned_for.astimezone().date() for each in happened if each.state in HELD]
    if client.imported_at is not None or client.held_before or not days:
        return None
    return max(0, (min(days) - client.created_on).days // 7)


def _weeks_since_end(workspace: Workspace, client_id: str, until: datetime | None) -> int | None:
    ended_on = after_the_end(workspace, client_id).ended_on
    today = (until or workspace.now()).astimezone().date()
    if ended_on is None or ended_on >= today:
        return None
    return (today - ended_on).days // 7


def _sessions(
    workspace: Workspace, client_id: str, happened: Sequence[Appointment], start: datetime
) -> Iterator[HeldSession]:
    """Yield the sessions that were held, each once, and every meeting that was missed."""
    by_id = {each.id: each for each in happened}
    held = [each for each in happened if each.state in HELD]
    noted = _noted_minutes(workspace, client_id)
    took = {each.id: noted.get(each.id, seconds_used(each, workspace.now()) // 60) for each in held}
    for session in sessions_in(workspace, client_id, held):
        yield _session(session, [by_id[each] for each in session.meetings], took, start)
    for appointment in happened:
        if appointment.state not in HELD:
            yield HeldSession(
                plan_id=appointment.plan_id,
                week=_week(appointment.planned_for, start),
                attendance=appointment.attendance,
                mode=appointment.mode,
                minutes=seconds_used(appointment, workspace.now()) // 60,
            )


def _noted_minutes(workspace: Workspace, client_id: str) -> dict[str, int]:
    """Return how long each meeting took by its signed note: what was signed counts, no clock."""
    found: dict[str, int] = {}
    for note in filled_forms.for_client(workspace.caseload, client_id, filled_forms.NOTE_FORM):
        said = workspace.answers_of(note).get(QuestionId("duration_min"))
        if note.status == "finished" and note.appointment_id and isinstance(said, int):
            found[note.appointment_id] = said
    return found


def _session(
    session: RatedSession,
    meetings: Sequence[Appointment],
    took: Mapping[str, int],
    start: datetime,
) -> HeldSession:
    first = meetings[0]
    return HeldSession(
        plan_id=session.plan_id,
        week=_week(first.planned_for, start),
        attendance=_attendance(meetings),
        mode=first.mode,
        minutes=sum(_share(each, took[each.id], session.plan_id) for each in meetings),
        adherence_percent=session.adherence_percent,
        ratings=session.ratings,
        pairs=session.pairs,
        meetings=len(meetings),
        together_with=session.together_with,
    )


def _attendance(meetings: Sequence[Appointment]) -> str:
    """Return how the client came: late once is late, there once is there."""
    found = [each.attendance for each in meetings]
    return next((each for each in ("late", "attended") if each in found), found[0])


def _share(meeting: Appointment, minutes: int, plan_id: str) -> int:
    """Return the time of one session; two in one meeting share it, the odd one with the first."""
    plans = plan_ids_of(meeting)
    each, odd = divmod(minutes, len(plans))
    return each + (odd if plan_id == plans[0] else 0)


def _filled(
    workspace: Workspace, filled: FilledForm, plans: Mapping[str, str], start: datetime
) -> FilledCase:
    return FilledCase(
        form_id=filled.form_id,
        form_version=filled.form_version,
        plan_id=_plan_of(filled, plans),
        week=_week(filled.answered_at, start),
        answers=workspace.answers_of(filled),
    )


def _plan_of(filled: FilledForm, plans: Mapping[str, str]) -> str | None:
    """Return the session that a form belongs to: of its slot, else of its meeting in `plans`."""
    if filled.slot is not None:
        return read_slot(filled.slot).plan_id
    if filled.appointment_id is None:
        return None
    return plans[filled.appointment_id]


def _alerts(opened: Sequence[Alert], start: datetime) -> Iterator[AlertCase]:
    """Yield each matter once: at its highest level, from when its first alert opened."""
    for alert in opened:
        if alert.answered_with is not None:
            continue
        since = min(each.opened_at for each in opened if alert.id in {each.id, each.answered_with})
        hours = None
        if alert.acknowledged_at is not None:
            seconds = (alert.acknowledged_at - since).total_seconds()
            hours = round(seconds / SECONDS_AN_HOUR, 1)
        yield AlertCase(alert.stream, alert.level, _week(since, start), hours)


def _week(moment: datetime, start: datetime) -> int:
    return max(0, int((moment - start).total_seconds() // SECONDS_A_WEEK))


def _free_texts(workspace: Workspace, client_id: str, opened: tuple[Alert, ...]) -> Iterator[str]:
    """Yield every text somebody typed about the client; the finished files are searched for it."""
    for each in filled_forms.every_version(workspace.caseload, client_id):
        if each.status == "finished":
            yield from _texts_in(workspace, each)
        yield each.amend_reason
    for alert in opened:
        if alert.acknowledgement is not None:
            yield alert.acknowledgement.facts


def _reasons(workspace: Workspace, client_id: str) -> Iterator[str]:
    """Yield every reason that the therapist gave for something about the course."""
    for override in course_events.overrides_for_client(workspace.caseload, client_id):
        yield override.reason
    for event in course_events.for_client(workspace.caseload, client_id):
        yield event.reason
    for appointment in appointments.for_client(workspace.caseload, client_id):
        for rated in fidelity.for_appointment(workspace.caseload, appointment.id):
            yield rated.reason
        for later in fidelity.amendments_for_appointment(workspace.caseload, appointment.id):
            yield later.amend_reason


def names_of_others(workspace: Workspace, client_ids: Sequence[str]) -> tuple[str, ...]:
    """Return the second raters and supervisors who are named in these clients' records."""
    found = {
        name
        for client_id in client_ids
        for name in (
            *(each.rater for each in fidelity.second_for_client(workspace.caseload, client_id)),
            *(
                each.supervisor
                for each in course_events.overrides_for_client(workspace.caseload, client_id)
            ),
        )
    }
    return tuple(sorted(found))


def _texts_in(workspace: Workspace, filled: FilledForm) -> Iterator[str]:
    answers = workspace.answers_of(filled)
    for question in workspace.form_of(filled).questions:
        given = answers.get(QuestionId(question.id))
        if isinstance(given, str) and question.kind in {"short_text", "long_text"}:
            yield given
        if isinstance(given, tuple) and question.kind in {"list", "table"}:
            for entry in given:
                yield from (entry,) if isinstance(entry, str) else map(str, entry.values())
