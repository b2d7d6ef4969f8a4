"""The courses of clients as an export counts them: many in a few readings, nobody by name."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TypeVar

from exports.case.casefile import ELSEWHERE, AlertCase, CaseFile, FilledCase, HeldSession
from programme.course.slots import read_slot
from programme.definition.definition import Programme
from programme.fidelity.rated_sessions import RatedSession
from session_forms.answers import QuestionId, unjudged_answers
from therapist_app.record.client_rights import consents
from therapist_app.record.clients import (
    alerts,
    appointments,
    clients,
    course_events,
    course_moves,
    fidelity,
    filled_forms,
)
from therapist_app.record.clients.fidelity import ByMeeting
from therapist_app.record.clients.filled_forms import MANY
from therapist_app.record.model import (
    CAME,
    Alert,
    Appointment,
    Client,
    CourseEvent,
    CourseMove,
    FilledForm,
    GateOverride,
)
from therapist_app.workflows import fitting_forms
from therapist_app.workflows.course.after_the_end import ended_on_day
from therapist_app.workflows.course.consenting import FIGURES_USED
from therapist_app.workflows.course.following_a_plan import (
    of_present_course,
    places_of,
    plan_ids_of,
)
from therapist_app.workflows.course.promised_contacts import FIRST_CONTACT
from therapist_app.workflows.sessions.fidelity_so_far import HELD, sessions_as_rated
from therapist_app.workflows.sessions.seeing_a_session import minutes_by_clock
from therapist_app.workflows.workspace import Workspace

HAPPENED = frozenset({"held", "signed", "missed"})
SECONDS_A_WEEK = 7 * 24 * 3600
SECONDS_AN_HOUR = 3600
AT_ONCE = 100
"""So many clients are read together: few enough that their rows weigh little."""
AT_ONCE_OF_MANY = 5_000
"""So many of a large caseload: each reading of their forms goes through the whole of it."""

OfClient = TypeVar(
    "OfClient", Appointment, FilledForm, Alert, CourseEvent, CourseMove, GateOverride
)


def course_file(
    workspace: Workspace,
    client_id: str,
    until: datetime | None = None,
    *,
    form_ids: Collection[str] | None = None,
) -> CaseFile:
    """Return the course of one client, as `course_files` does.

    Raises:
        NoSuchRow: There is no such client.

    """
    workspace.client(client_id)
    return next(course_files(workspace, (client_id,), until, form_ids=form_ids))


def course_files(
    workspace: Workspace,
    client_ids: Sequence[str],
    until: datetime | None = None,
    *,
    form_ids: Collection[str] | None = None,
    as_begun: bool = False,
) -> Iterator[CaseFile]:
    """Yield the courses of clients without name, contacts or notes; with the forms of some ids.

    They are enough to compare with, and to count; the answers alone are as they were given. What is
    of `until` or later is left out, where it is given.
    Whoever went on with another course is told by the one they follow, or, `as_begun`, by the one
    in which they began, which is how they are counted (ADR 102).
    """
    for some in parts_of(client_ids):
        rows = _rows(workspace, some, form_ids)
        for each in some:
            if each in rows.clients:
                told = _told(workspace, rows, rows.clients[each], until, as_begun=as_begun)
                course = _course(workspace, rows, told, until)
                rows.finished.pop(each, None)  # its text weighs most, and is in the course now
                rows.passed_over.pop(each, None)
                yield course


def parts_of(client_ids: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield the clients in parts whose forms are read together, in their order."""
    yield from in_steps(client_ids, AT_ONCE if len(client_ids) <= MANY else AT_ONCE_OF_MANY)


def in_steps(client_ids: Sequence[str], step: int) -> Iterator[Sequence[str]]:
    """Yield the clients in steps, in their order: whoever else reads the record waits for one."""
    for start in range(0, len(client_ids), step):
        yield client_ids[start : start + step]


@dataclass(frozen=True, slots=True)
class _Rows:
    """What the record holds of the courses of several clients, by client, oldest first."""

    finished: defaultdict[str, list[FilledForm]]
    passed_over: defaultdict[str, list[FilledForm]]
    clients: dict[str, Client] = field(default_factory=dict)
    met: defaultdict[str, list[Appointment]] = field(default_factory=lambda: defaultdict(list))
    alerts: defaultdict[str, list[Alert]] = field(default_factory=lambda: defaultdict(list))
    events: defaultdict[str, list[CourseEvent]] = field(default_factory=lambda: defaultdict(list))
    overrides: defaultdict[str, list[GateOverride]] = field(
        default_factory=lambda: defaultdict(list)
    )
    moves: defaultdict[str, list[CourseMove]] = field(default_factory=lambda: defaultdict(list))
    first_ratings: ByMeeting = field(default_factory=dict)
    second_ratings: ByMeeting = field(default_factory=dict)
    minutes: Mapping[str, int] = field(default_factory=dict)


def _rows(
    workspace: Workspace, client_ids: Sequence[str], form_ids: Collection[str] | None
) -> _Rows:
    """Return the rows of these clients: their forms at once, all else some clients at a time."""
    caseload = workspace.caseload
    forms, minutes = filled_forms.for_courses(caseload, client_ids, form_ids)
    rows = _Rows(defaultdict(list), defaultdict(list), minutes=minutes)
    for each in forms:
        if each.status == "finished":
            does_fit = fitting_forms.fits(workspace, each)
            (rows.finished if does_fit else rows.passed_over)[each.client_id].append(each)
    for some in in_steps(client_ids, AT_ONCE):
        rows.clients.update(clients.with_ids(caseload, some))
        _add(rows.met, appointments.of_clients(caseload, some))
        _add(rows.alerts, alerts.of_clients(caseload, some))
        _add(rows.events, course_events.of_clients(caseload, some))
        _add(rows.overrides, course_events.overrides_of_clients(caseload, some))
        _add(rows.moves, course_moves.that_stand(caseload, some))
        rows.first_ratings.update(fidelity.of_clients(caseload, some))
        rows.second_ratings.update(fidelity.second_of_clients(caseload, some))
    return rows


def _add(found: defaultdict[str, list[OfClient]], rows: Iterable[OfClient]) -> None:
    for each in rows:
        found[each.client_id].append(each)


@dataclass(frozen=True, slots=True)
class _Told:
    """By which of their courses a client is told: all that differs between them.

    Attributes:
        client: The client as in that course: its version, its track, what was held before.
        status: Where it stands; `went_on` where they went on with another one.
        since: From when what was out of the ordinary is of that course; None from the beginning.
        ended: From when it is of another one; None while they follow it.
        is_again: Whether it is the same course once more, of which nothing of before is told.

    """

    client: Client
    programme: Programme
    status: str
    of_course: tuple[Appointment, ...]
    elsewhere: tuple[Appointment, ...]
    since: datetime | None = None
    ended: datetime | None = None
    is_again: bool = False

    def is_told(self, moment: datetime) -> bool:
        """Return whether an answer or an alert of a moment is told with this course."""
        return not self.is_again or self.is_of_it(moment)

    def is_of_it(self, moment: datetime) -> bool:
        """Return whether something of a moment is of this course."""
        return (self.since is None or moment >= self.since) and _is_before(moment, self.ended)


def _told(
    workspace: Workspace, rows: _Rows, client: Client, until: datetime | None, *, as_begun: bool
) -> _Told:
    met, moves = rows.met[client.id], rows.moves[client.id]
    if not moves or not as_begun:
        own = of_present_course(met)
        before = tuple(each for each in met if each.earlier_programme)
        since = moves[-1].decided_at if moves else None
        programme = workspace.programme_of(client)
        again = bool(moves) and moves[-1].from_programme == client.programme_id
        return _Told(client, programme, client.status, own, before, since=since, is_again=again)
    first = moves[0]
    begun = replace(
        client,
        programme_id=first.from_programme,
        programme_version=first.from_version,
        track=first.from_track,
        status="active" if _is_before(first.decided_at, until) else first.from_status,
        held_before=first.from_held_before,
    )
    return _Told(
        client=begun,
        programme=workspace.programme_of(begun),
        status="went_on" if _is_before(first.decided_at, until) else first.from_status,
        of_course=tuple(each for each in met if each.earlier_programme == first.from_programme),
        elsewhere=tuple(each for each in met if each.earlier_programme != first.from_programme),
        ended=first.decided_at,
    )


def _course(workspace: Workspace, rows: _Rows, told: _Told, until: datetime | None) -> CaseFile:
    client = told.client
    met = rows.met[client.id]
    meetings: dict[str | None, Appointment] = {each.id: each for each in met}
    plans = {each.id: each.plan_id for each in told.of_course}
    plans |= {each.id: ELSEWHERE for each in told.elsewhere}
    away = frozenset(place for each in told.elsewhere for place in places_of(each))
    due = [each for each in met if each.state in HAPPENED and _is_before(each.planned_for, until)]
    start = due[0].planned_for if due else workspace.now()
    own = {each.id for each in told.of_course}
    happened = [each for each in due if each.id in own]
    opened = [
        each
        for each in rows.alerts[client.id]
        if _is_before(each.opened_at, until) and told.is_told(each.opened_at)
    ]

    def given(forms: Iterable[FilledForm]) -> Iterator[tuple[FilledForm, datetime]]:
        for each in forms:
            given_at = each.given_at(meetings.get(each.appointment_id))
            if _is_before(given_at, until) and told.is_told(given_at):
                yield each, given_at

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
        status=told.status,
        sessions=tuple(_sessions(workspace, rows, told.programme, happened, start)),
        filled=tuple(
            _filled(each, given_at, plans, away, start)
            for each, given_at in given(rows.finished[client.id])
        ),
        passed_over=sum(1 for _each in given(rows.passed_over[client.id])),
        alerts=tuple(_alerts(opened, start)),
        overrides=tuple(
            each.gate_id
            for each in rows.overrides[client.id]
            if _is_before(each.overridden_at, until) and told.is_of_it(each.overridden_at)
        ),
        deviations=tuple(
            each.kind
            for each in rows.events[client.id]
            if _is_before(each.decided_at, until) and told.is_of_it(each.decided_at)
        ),
        weeks_waited=weeks_waited(client, happened, _first_contact(workspace, rows, client)),
        weeks_since_end=_weeks_since_end(workspace, rows, told, until),
        programme_id=told.programme.id,
        held_before=client.held_before,
        held_elsewhere=_held_elsewhere(told.elsewhere, until),
    )


def _held_elsewhere(elsewhere: Sequence[Appointment], until: datetime | None) -> int:
    """Return how many sessions were held in another course; a split one with its last meeting."""
    return len(
        {
            (each.earlier_programme, place)
            for each in elsewhere
            if each.state in HELD and not each.rest_follows and _is_before(each.planned_for, until)
            for place in places_of(each)
        }
    )


def _is_before(moment: datetime, until: datetime | None) -> bool:
    return until is None or moment < until


def agreed_clients(workspace: Workspace) -> tuple[str, ...]:
    """Return the clients who agreed that their figures are used, in the order of their ids.

    Who declined, took it back or was not asked yet is left out of every report, and so is
    everybody whose record is restricted.
    """
    return consents.given_by(workspace.caseload, FIGURES_USED)


def has_agreed(workspace: Workspace, client_id: str) -> bool:
    """Return whether one client is among `agreed_clients`."""
    return consents.is_given(workspace.caseload, client_id, FIGURES_USED)


def last_month_of(workspace: Workspace, client_id: str) -> str:
    """Return the last month in which a client's session was due, as 2026-11."""
    found = appointments.first_and_last(workspace.caseload, (client_id,), HAPPENED)
    _first, last = found or (workspace.now(), workspace.now())
    return last.strftime("%Y-%m")


def _mode(happened: list[Appointment]) -> str:
    """Return how most sessions were held; in person where there were none."""
    modes = [each.mode for each in happened]
    return max(sorted(set(modes)), key=modes.count) if modes else "in_person"


def weeks_waited(
    client: Client, happened: Sequence[Appointment], first_contact: date | None = None
) -> int | None:
    """Return the weeks from the first contact to the first session; an import is none.

    They are counted from the entry in the record where no first contact was written.
    """
    days = [each.planned_for.astimezone().date() for each in happened if each.state in HELD]
    if client.imported_at is not None or client.held_before or not days:
        return None
    return max(0, (min(days) - (first_contact or client.created_on)).days // 7)


def _first_contact(workspace: Workspace, rows: _Rows, client: Client) -> date | None:
    """Return the earliest day that a form of a first contact names; None without one."""
    days = (
        workspace.answers_of(each).get(QuestionId("day"))
        for each in rows.finished[client.id]
        if each.form_id == FIRST_CONTACT
    )
    return min((date.fromisoformat(each) for each in days if isinstance(each, str)), default=None)


def _weeks_since_end(
    workspace: Workspace, rows: _Rows, told: _Told, until: datetime | None
) -> int | None:
    events = rows.events[told.client.id]
    ended_on = ended_on_day(told.programme, told.client, told.of_course, events)
    today = (until or workspace.now()).astimezone().date()
    if ended_on is None or ended_on >= today:
        return None
    return (today - ended_on).days // 7


def _sessions(
    workspace: Workspace,
    rows: _Rows,
    programme: Programme,
    happened: Sequence[Appointment],
    start: datetime,
) -> Iterator[HeldSession]:
    """Yield the sessions that were held, each once, and every meeting that was missed.

    How long a meeting took is said by its signed note before any clock; by neither where it was
    written down on a later day without its minutes.
    """
    by_id = {each.id: each for each in happened}
    held = [each for each in happened if each.state in HELD]
    now = workspace.now()
    took = {each.id: rows.minutes.get(each.id, minutes_by_clock(each, now)) for each in held}
    for session in sessions_as_rated(programme, held, rows.first_ratings, rows.second_ratings):
        yield _session(session, [by_id[each] for each in session.meetings], took, start)
    for appointment in happened:
        if appointment.state not in HELD:
            yield HeldSession(
                plan_id=appointment.plan_id,
                week=_week(appointment.planned_for, start),
                attendance=appointment.attendance,
                minutes=None,
            )


def _session(
    session: RatedSession,
    meetings: Sequence[Appointment],
    took: Mapping[str, int | None],
    start: datetime,
) -> HeldSession:
    first = meetings[0]
    return HeldSession(
        plan_id=session.plan_id,
        week=_week(first.planned_for, start),
        attendance=_attendance(meetings),
        minutes=_together([_share(each, took[each.id], session.plan_id) for each in meetings]),
        adherence_percent=session.adherence_percent,
        ratings=session.ratings,
        pairs=session.pairs,
        together_with=session.together_with,
    )


def _attendance(meetings: Sequence[Appointment]) -> str:
    """Return how the client came: late once is late, there once is there."""
    found = [each.attendance for each in meetings]
    came = [each for each in found if each in CAME]
    return "late" if "late" in came else (came or found)[0]


def _together(minutes: Sequence[int | None]) -> int | None:
    """Return the time of all meetings of a session; None where that of one is not known."""
    known = [each for each in minutes if each is not None]
    return sum(known) if len(known) == len(minutes) else None


def _share(meeting: Appointment, minutes: int | None, plan_id: str) -> int | None:
    """Return the time of one session; two in one meeting share it, the odd one with the first."""
    if minutes is None:
        return None
    plans = plan_ids_of(meeting)
    each, odd = divmod(minutes, len(plans))
    return each + (odd if plan_id == plans[0] else 0)


def _filled(
    filled: FilledForm,
    given_at: datetime,
    plans: Mapping[str, str],
    away: Collection[str],
    start: datetime,
) -> FilledCase:
    return FilledCase(
        form_id=filled.form_id,
        form_version=filled.form_version,
        plan_id=_plan_of(filled, plans, away),
        week=_week(given_at, start),
        answers=unjudged_answers(filled.form_id, filled.answers),
    )


def _plan_of(filled: FilledForm, plans: Mapping[str, str], away: Collection[str]) -> str | None:
    """Return the session that a form belongs to: of its slot, else of its meeting in `plans`.

    The places `away` are of another course.
    """
    if filled.slot is not None:
        slot = read_slot(filled.slot)
        return ELSEWHERE if slot.place in away else slot.plan_id
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
