"""What needs the therapist now, who comes today, what is unfinished."""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from therapist_app.record.client_rights import protection
from therapist_app.record.clients import alerts, appointments, clients, filled_forms, signatures
from therapist_app.record.model import (
    BEGUN_OR_HELD,
    Alert,
    Appointment,
    AppointmentState,
    Ending,
    Mode,
    Restriction,
)
from therapist_app.workflows.content.signing_off import SignOffStanding, standing_of
from therapist_app.workflows.course.following_a_plan import known_plan
from therapist_app.workflows.course.plans_begun import begun_plans
from therapist_app.workflows.exporting.report_questions import own_tasks
from therapist_app.workflows.measures.staying_on_track import on_track_of
from therapist_app.workflows.overviews.seeing_calendar import (
    monday_of,
    out_of_sight,
    without_a_next,
)
from therapist_app.workflows.overviews.seeing_others import OtherCaseload, other_caseloads
from therapist_app.workflows.overviews.taking_back import may_undo_missed
from therapist_app.workflows.overviews.unanswered import unanswered_before
from therapist_app.workflows.overviews.waiting import WaitingPerson, waiting_list
from therapist_app.workflows.packs_in_use import PacksInUse
from therapist_app.workflows.policies.pathway import pathway
from therapist_app.workflows.policies.retaining import due_list
from therapist_app.workflows.rights.data_rights import may_use_rights
from therapist_app.workflows.sessions.answering_alerts import is_past_its_time, open_alerts
from therapist_app.workflows.sessions.fidelity_so_far import double_rating
from therapist_app.workflows.sessions.holding_a_session import ending_of
from therapist_app.workflows.sessions.readiness import Readiness, readiness_of
from therapist_app.workflows.sessions.safety_thread import DuePromise, due_promises
from therapist_app.workflows.sessions.seeing_a_session import measures_due
from therapist_app.workflows.workspace import Workspace

Need = Literal["alert", "promise", "note", "task"]
PLANS = ("safety-plan", "boundaries")
EVENT_RECORD = "risk_event"
REVIEW_SOON = timedelta(days=7)
STILL_TO_DISCUSS = timedelta(days=14)
STILL_TO_REVIEW = timedelta(days=7)
MOST_UNPLANNED = 24
"""Of more who have no next session it is said that there are others."""
MOST_GONE_QUIET = 50  # the newest: each course takes as long to read as a page of its client
STILL_MISSED = timedelta(weeks=13)


@dataclass(frozen=True, slots=True)
class TodayAppointment:
    """One appointment of the day."""

    appointment_id: str
    client_id: str
    code: str
    at: datetime
    plan_id: str
    plan_title: str
    mode: Mode
    state: AppointmentState
    alert_open: bool
    readiness: Readiness | None = None
    """What a session that is planned rests on."""
    ending: Ending = "finished"
    """How a session that is over ended."""
    may_undo_missed: bool = False
    """Whether it was said today that it did not take place, which can be undone."""


@dataclass(frozen=True, slots=True)
class Unfinished:
    """One thing to finish: a session, a note, a measure, a plan, a course, a rating, a task.

    Attributes:
        client_id: Whose it is; empty of a task that follows from a report of the service.
        also: The other forms of this client of which the same is to be done.
        what: What is to be done, in the words of who asked for it; empty where the kind says it.
        filled_form_id: The very form that was begun; empty where any of its kind will do.
        waits: Who waits, of whom the form is the first contact; None of anything else.

    """

    kind: Literal[
        "hand_over",
        "form",
        "planning",
        "session",
        "note",
        "measure",
        "plan",
        "course",
        "supervision",
        "second_rating",
        "report_task",
        "restriction",
        "legal_hold",
    ]
    client_id: str
    code: str
    appointment_id: str
    form_id: str
    plan_id: str
    day: date
    what: str = ""
    also: tuple[str, ...] = ()
    filled_form_id: str = ""
    waits: WaitingPerson | None = None


@dataclass(frozen=True, slots=True)
class WeekFigures:
    """What was done since Monday.

    Attributes:
        sessions_held: Those that were held to their end.
        to_be_continued: Meetings whose rest was not held yet.
        broken_off: The same, where the client left before the end.

    """

    sessions_held: int
    notes_signed: int
    alerts_past_time: int
    to_be_continued: int = 0
    broken_off: int = 0


@dataclass(frozen=True, slots=True)
class TodayPageData:
    """What the first screen shows."""

    day: date
    appointments: tuple[TodayAppointment, ...]
    alerts: tuple[Alert, ...]
    promises: tuple[DuePromise, ...]
    """What is to be kept until a week from now, the first due first."""
    codes: Mapping[str, str]
    """The codes of the clients whom the alerts are about, by id."""
    to_finish: tuple[Unfinished, ...]
    week: WeekFigures
    programme: str
    programme_status: str
    standing: SignOffStanding | None
    """How the programme stands to a lead's signature; None in practice, which needs none."""
    packs: PacksInUse
    others: tuple[OtherCaseload, ...] = ()
    """Other caseloads that are open to the person signed in and in which something waits."""
    kept_long_enough: int = 0
    """How many records have been kept for as long as the service approved."""
    waiting: tuple[WaitingPerson, ...] = ()
    """Who waits for a place in the course, the longest first; no first contact to finish."""
    unanswered: tuple[TodayAppointment, ...] = ()
    """Appointments of earlier days of which nothing says what became, the newest first."""
    unplanned: tuple[str, ...] = ()
    """The codes of the first of those in treatment who have no next session, nor begun to plan."""
    are_more_unplanned: bool = False
    """Whether there are more of them."""
    out_of_sight: tuple[str, ...] = ()
    """The codes of the first of those who have none either and were not seen for weeks."""
    are_more_out_of_sight: bool = False
    """Whether there are more of them."""


def today_page_data(workspace: Workspace) -> TodayPageData:
    """Return what the first screen shows, each fact once: where it leads to the very thing."""
    day, waiting = workspace.today(), open_alerts(workspace)
    before = waiting_list(workspace)
    to_finish = _with_who_waits(_to_finish(workspace, day), before)
    begun = {each.waits for each in to_finish if each.waits is not None}
    planning = {each.client_id for each in to_finish if each.kind == "planning"}
    told = planning.union(each.client_id for each in before)
    unplanned = _codes_of(workspace, without_a_next(workspace, MOST_UNPLANNED + 1), told)
    unseen = _codes_of(workspace, out_of_sight(workspace, MOST_UNPLANNED + 1), told)
    return TodayPageData(
        day=day,
        appointments=(
            *_begun_early_or_late(workspace, day),
            *(_line(workspace, a) for a in on_day(workspace, day)),
        ),
        alerts=waiting,
        promises=due_promises(workspace),
        codes=clients.codes(workspace.caseload, (each.client_id for each in waiting)),
        to_finish=to_finish,
        week=_week(workspace, day),
        programme=f"{workspace.programme.title} {workspace.programme.version}",
        programme_status=workspace.programme.status,
        standing=None if workspace.practice else standing_of(workspace, workspace.programme),
        packs=workspace.packs,
        others=other_caseloads(workspace),
        kept_long_enough=len(due_list(workspace)),
        waiting=tuple(each for each in before if each not in begun),
        unanswered=_unanswered(workspace, day),
        unplanned=unplanned[:MOST_UNPLANNED],
        are_more_unplanned=len(unplanned) > MOST_UNPLANNED,
        out_of_sight=unseen[:MOST_UNPLANNED],
        are_more_out_of_sight=len(unseen) > MOST_UNPLANNED,
    )


def _with_who_waits(
    to_finish: Iterable[Unfinished], before: Iterable[WaitingPerson]
) -> tuple[Unfinished, ...]:
    """Return what is to finish, each first contact with who waits since it was begun."""
    by_form = {each.filled_form_id: each for each in before}
    return tuple(
        replace(each, waits=waits) if (waits := by_form.get(each.filled_form_id)) else each
        for each in to_finish
    )


def _codes_of(
    workspace: Workspace, client_ids: Iterable[str], told: Container[str]
) -> tuple[str, ...]:
    """Return the codes of those who are not told of elsewhere on the page."""
    found = [each for each in client_ids if each not in told]
    known = clients.codes(workspace.caseload, found)
    return tuple(known[each] for each in found)


def who_needs_me(workspace: Workspace) -> Mapping[str, Need]:
    """Return who needs the therapist, by id, each with what presses most: as Today tells it."""
    with workspace.reading_once():
        day = workspace.today()
        asking = {each.appointment.client_id for each in unanswered_before(workspace, day)}
        to_finish = _to_finish(workspace, day)
        return _needs(open_alerts(workspace), due_promises(workspace), to_finish, asking)


def needs_on(page: TodayPageData) -> Mapping[str, Need]:
    """Return who needs the therapist by what a page of the day shows."""
    asking = {each.client_id for each in page.unanswered}
    return _needs(page.alerts, page.promises, page.to_finish, asking)


def _needs(
    waiting: Iterable[Alert],
    promised: Iterable[DuePromise],
    to_finish: Iterable[Unfinished],
    asking: Iterable[str],
) -> Mapping[str, Need]:
    found: dict[str, Need] = {}
    for each in waiting:
        found.setdefault(each.client_id, "alert")
    for due in promised:
        found.setdefault(due.client_id, "promise")
    for kind in ("note", None):
        for line in to_finish:
            if line.kind == "restriction":  # its client stands in no list
                continue
            if line.client_id and (kind is None or line.kind == kind):
                found.setdefault(line.client_id, "note" if line.kind == "note" else "task")
    for client_id in asking:
        found.setdefault(client_id, "task")
    return found


def _to_finish(workspace: Workspace, day: date) -> tuple[Unfinished, ...]:
    return (
        *_never_ended(workspace, day),
        *_interrupted_hand_overs(workspace),
        *_plans_begun(workspace, day),
        *_forms_begun(workspace),
        *_courses_to_look_at(workspace, day),
        *_courses_to_discuss(workspace, day),
        *_notes_to_sign(workspace),
        *_measures_overdue(workspace),
        *_one_a_client(plans_to_review(workspace), day),
        *_second_rating_due(workspace),
        *_tasks_after_reports(workspace),
        *_protections_to_look_at(workspace, day),
    )


def on_day(workspace: Workspace, day: date) -> tuple[Appointment, ...]:
    """Return the appointments of a local day, in order."""
    return tuple(appointments.on_day(workspace.caseload, *_moments(day, day)))


def _moments(first: date, last: date) -> tuple[datetime, datetime]:
    """Return when the first of some local days begins, and when the last of them is over."""
    start, end = (
        datetime.combine(each, time()).astimezone().astimezone(UTC)
        for each in (first, last + timedelta(days=1))
    )
    return start, end


def _begun_early_or_late(workspace: Workspace, day: date) -> tuple[TodayAppointment, ...]:
    """Return the sessions under way that were begun on this day and planned for another one."""
    planned = {each.id for each in on_day(workspace, day)}
    return tuple(
        replace(_line(workspace, each), at=each.started_at)
        for each in appointments.open_now(workspace.caseload)
        if each.id not in planned
        and each.started_at is not None
        and each.started_at.astimezone().date() == day
    )


def _line(workspace: Workspace, appointment: Appointment) -> TodayAppointment:
    plan = known_plan(workspace, appointment)
    due = [each for each in measures_due(workspace, appointment) if each.state != "finished"]
    return TodayAppointment(
        appointment_id=appointment.id,
        client_id=appointment.client_id,
        code=workspace.client(appointment.client_id).code,
        at=appointment.planned_for,
        plan_id=plan.id if plan else appointment.plan_id,
        plan_title=plan.public_title if plan else appointment.plan_id,
        mode=appointment.mode,
        state=appointment.state,
        alert_open=bool(alerts.unacknowledged(workspace.caseload, appointment.client_id)),
        readiness=readiness_of(workspace, appointment, due),
        ending=ending_of(appointment),
        may_undo_missed=may_undo_missed(appointment, workspace.today()),
    )


def _unanswered(workspace: Workspace, day: date) -> tuple[TodayAppointment, ...]:
    """Return those that ask what became of them; whether one could be held now is not asked."""
    return tuple(
        TodayAppointment(
            appointment_id=each.appointment.id,
            client_id=each.appointment.client_id,
            code=each.code,
            at=each.appointment.planned_for,
            plan_id=each.appointment.plan_id,
            plan_title=_title(workspace, each.appointment),
            mode=each.appointment.mode,
            state=each.appointment.state,
            alert_open=False,
        )
        for each in unanswered_before(workspace, day)
    )


def _title(workspace: Workspace, appointment: Appointment) -> str:
    plan = known_plan(workspace, appointment)
    return plan.public_title if plan else appointment.plan_id


def _notes_to_sign(workspace: Workspace) -> tuple[Unfinished, ...]:
    return tuple(
        _unfinished(workspace, "note", each, "session-note")
        for each in appointments.unsigned(workspace.caseload)
    )


def _interrupted_hand_overs(workspace: Workspace) -> tuple[Unfinished, ...]:
    """Return a line for each form that a client began alone and that nobody finished."""
    return tuple(
        Unfinished(
            "hand_over",
            filled.client_id,
            workspace.client(filled.client_id).code,
            filled.appointment_id or "",
            filled.form_id,
            "",
            filled.changed_at.astimezone().date(),
        )
        for filled in filled_forms.begun_by_clients(workspace.caseload)
    )


def _forms_begun(workspace: Workspace) -> tuple[Unfinished, ...]:
    """Return a line for each form that was begun beside any session and is not finished.

    So is a record of an event that was begun in a session which is over: the alert was answered
    with the rest of it left for later.
    """
    records = {form for each in pathway()["records"].values() for form in each[EVENT_RECORD]}
    begun = filled_forms.begun_outside_sessions(workspace.caseload, sorted(records))
    codes = clients.codes(workspace.caseload, (each.client_id for each in begun))
    return tuple(
        Unfinished(
            "form",
            each.client_id,
            codes[each.client_id],
            "",
            each.form_id,
            "",
            each.changed_at.astimezone().date(),
            filled_form_id=each.id,
        )
        for each in begun
    )


def _plans_begun(workspace: Workspace, day: date) -> tuple[Unfinished, ...]:
    """Return a line for each client whose next session is written in part and not planned."""
    begun = begun_plans(workspace)
    codes = clients.codes(workspace.caseload, begun, restricted=False)
    return tuple(
        Unfinished("planning", client_id, codes[client_id], "", "", plan.plan_id, day)
        for client_id, plan in begun.items()
        if client_id in codes
    )


def _never_ended(workspace: Workspace, day: date) -> tuple[Unfinished, ...]:
    """Return a line for each session that was begun before this day and that nobody ended."""
    planned = {each.id for each in on_day(workspace, day)}
    return tuple(
        Unfinished(
            "session",
            each.client_id,
            workspace.client(each.client_id).code,
            each.id,
            "",
            each.plan_id,
            each.started_at.astimezone().date(),
        )
        for each in appointments.open_now(workspace.caseload)
        if each.id not in planned
        and each.started_at is not None
        and each.started_at.astimezone().date() < day
    )


def _measures_overdue(workspace: Workspace) -> Iterator[Unfinished]:
    """Yield a line for the measures still missing from each session that waits for its note.

    One that is given at a step of the next meeting is not missing yet.
    """
    for each in appointments.unsigned(workspace.caseload):
        first, *others = [
            due.form_id
            for due in measures_due(workspace, each)
            if due.state != "finished" and not (each.rest_follows and due.later)
        ] or [""]
        if first:
            yield replace(_unfinished(workspace, "measure", each, first), also=tuple(others))


def plans_to_review(
    workspace: Workspace, within: timedelta = REVIEW_SOON
) -> tuple[Unfinished, ...]:
    """Return a line for each safety or boundaries plan to look at soon, or past its day."""
    soon = workspace.today() + within
    due = [
        (form_id, client_id, day)
        for form_id in PLANS
        for client_id, day in filled_forms.reviews_due(workspace.caseload, form_id, soon)
    ]
    codes = clients.codes(workspace.caseload, (client_id for _form, client_id, _day in due))
    found = (
        Unfinished("plan", client_id, codes[client_id], "", form_id, "", day)
        for form_id, client_id, day in due
    )
    return tuple(sorted(found, key=lambda each: (each.day, each.code)))


def _one_a_client(lines: Iterable[Unfinished], today: date) -> Iterator[Unfinished]:
    """Yield one line for the plans of each client, by the day of the first to look at.

    What is past its day stands apart from what is not: of a plan gone through today, to be looked
    at in a week, nobody may read that it is due since long.
    """
    found: dict[tuple[str, bool], list[Unfinished]] = {}
    for each in lines:
        found.setdefault((each.client_id, each.day < today), []).append(each)
    for first, *others in found.values():
        yield replace(first, also=tuple(each.form_id for each in others))


def _courses_to_look_at(workspace: Workspace, day: date) -> tuple[Unfinished, ...]:
    """Return a line for each client who comes, came or missed and whose course asks for a look.

    Whoever came in the last week keeps the line until the review is made: what was answered in the
    session may have asked for it. Whoever missed the last sessions has a line as well, by the day
    of the last: no day of theirs comes on which it could be asked, or it comes only after they
    were to be asked where they are.
    """
    start, end = _moments(day - STILL_TO_REVIEW, day)
    days: dict[str, date] = {}
    for each in appointments.on_day(workspace.caseload, start, end):
        at = each.planned_for.astimezone().date()
        if each.state in BEGUN_OR_HELD or (each.state == "planned" and at == day):
            days[each.client_id] = at
    for each in appointments.missed_last(
        workspace.caseload, workspace.now() - STILL_MISSED, limit=MOST_GONE_QUIET
    ):
        days.setdefault(each.client_id, each.planned_for.astimezone().date())
    return tuple(
        Unfinished("course", client.id, client.code, "", course.form_id, "", days[client.id])
        for client, course in on_track_of(workspace, tuple(days))
        if course.asking and client.status != "ended"
    )


def _courses_to_discuss(workspace: Workspace, day: date) -> tuple[Unfinished, ...]:
    """Return a line for each course whose day for supervision is near, or passed not long ago."""
    form_id = workspace.programme.on_track.review_form
    found = filled_forms.reviews_due(workspace.caseload, form_id, day + REVIEW_SOON)
    due = [each for each in found if each[1] >= day - STILL_TO_DISCUSS]
    codes = clients.codes(workspace.caseload, (client_id for client_id, _by in due))
    return tuple(
        Unfinished("supervision", client_id, codes[client_id], "", form_id, "", by)
        for client_id, by in due
    )


def _second_rating_due(workspace: Workspace) -> tuple[Unfinished, ...]:
    """Return a line with one session to rate, while too few of the last quarter have two raters."""
    found = double_rating(workspace)
    if not found.is_due:
        return ()
    assert found.proposed is not None
    return (_unfinished(workspace, "second_rating", found.proposed, ""),)


def _tasks_after_reports(workspace: Workspace) -> tuple[Unfinished, ...]:
    """Return a line for each answer to a report's question that names the person signed in."""
    return tuple(
        Unfinished("report_task", "", "", "", "", "", each.by_when, each.what)
        for each in own_tasks(workspace)
    )


def _protections_to_look_at(workspace: Workspace, day: date) -> Iterator[Unfinished]:
    """Yield a line for each restriction and legal hold whose day to be looked at has come."""
    due = protection.to_look_at(workspace.caseload, day) if may_use_rights(workspace) else ()
    codes = clients.codes(workspace.caseload, (each.client_id for each in due))
    for each in due:
        kind: Literal["restriction", "legal_hold"] = (
            "restriction" if isinstance(each, Restriction) else "legal_hold"
        )
        code = codes[each.client_id]
        yield Unfinished(kind, each.client_id, code, "", "", "", each.review_on or day)


def _unfinished(
    workspace: Workspace,
    kind: Literal["note", "measure", "second_rating"],
    appointment: Appointment,
    form_id: str,
) -> Unfinished:
    return Unfinished(
        kind=kind,
        client_id=appointment.client_id,
        code=workspace.client(appointment.client_id).code,
        appointment_id=appointment.id,
        form_id=form_id,
        plan_id=appointment.plan_id,
        day=appointment.planned_for.astimezone().date(),
    )


def _week(workspace: Workspace, day: date) -> WeekFigures:
    start = datetime.combine(monday_of(day), time()).astimezone().astimezone(UTC)
    end = start + timedelta(days=7)
    to_be_continued, broken_off = appointments.count_unfinished(workspace.caseload, start, end)
    return WeekFigures(
        sessions_held=appointments.count_held(workspace.caseload, start, end),
        to_be_continued=to_be_continued,
        broken_off=broken_off,
        notes_signed=signatures.count_since(workspace.caseload, start),
        alerts_past_time=sum(
            is_past_its_time(each, workspace.now())
            for each in alerts.unacknowledged(workspace.caseload)
        ),
    )
