"""The list of clients, and one client on one page."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from exports.paper.charts.chart import ChartData
from programme.course.order import course_order, extra_sessions
from programme.course.progress import SessionFact, half_held, next_plan, sessions_held
from programme.definition.definition import Programme, SessionPlan
from programme.definition.parts import PlannedSession
from session_forms.answers import Answers, QuestionId
from session_forms.form.definition import FormDefinition
from session_forms.scoring.goal_attainment import FORM as GOALS
from session_forms.scoring.goal_attainment import Goal, goals_in
from therapist_app.record.client_rights import protection
from therapist_app.record.clients import (
    alerts,
    appointments,
    clients,
    course_events,
    identities,
    promises,
)
from therapist_app.record.clients.clients import ClientFilter
from therapist_app.record.database import audit
from therapist_app.record.model import (
    Alert,
    Anonymity,
    Appointment,
    Client,
    ClientRow,
    ClientStatus,
    Consent,
    CourseEvent,
    FilledForm,
    Identity,
)
from therapist_app.workflows import fitting_forms
from therapist_app.workflows.content.offered_programmes import programme_with
from therapist_app.workflows.course.changed_wordings import ChangedWording, changed_wording
from therapist_app.workflows.course.consenting import refused_to_work
from therapist_app.workflows.course.course_changes import ENDING, is_of_another_course
from therapist_app.workflows.course.following_a_plan import course_facts
from therapist_app.workflows.fitting_forms import SetAside
from therapist_app.workflows.forms.answer_words import answer_words
from therapist_app.workflows.forms.keeping_forms import latest_answers
from therapist_app.workflows.measures.measuring import (
    ClientRows,
    MeasurePrompt,
    MeasureSeries,
    of_this_time,
    prompts_in,
    read_rows,
    scores_beside,
    series_in,
)
from therapist_app.workflows.measures.never_filled import NeverFilled, never_filled
from therapist_app.workflows.measures.score_words import (
    ScoreTile,
    beside_words,
    chart_data,
    score_tile,
)
from therapist_app.workflows.measures.staying_on_track import OnTrackData, on_track_in
from therapist_app.workflows.overviews.known_as import WAYS, KnownAs, identity_from
from therapist_app.workflows.overviews.timeline import TimelineEntry, timeline_of
from therapist_app.workflows.overviews.waiting import WaitingPerson, waiting_list
from therapist_app.workflows.sessions.answering_alerts import open_alerts
from therapist_app.workflows.sessions.looking_back import AGREED
from therapist_app.workflows.sessions.safety_thread import Thread, safety_threads
from therapist_app.workflows.workspace import Workspace

AGREEMENT, KNOWN_AS = "agreement", QuestionId("anonymity_mode")
"""Where a client says how they would like to stand in the record."""
PLANS = ("safety-plan", "boundaries")
PRACTICE_FORMS = frozenset({*(form for form, _question in AGREED), "practice-review"})
AGE_BANDS = ("18-24", "25-34", "35-44", "45-54", "55-64", "65+")
StopState = Literal["done", "half", "next", "open", "not_included"]


@dataclass(frozen=True, slots=True)
class ClientListPart:
    """Some lines of the list of clients, and how many there are in all."""

    rows: tuple[ClientRow, ...]
    total: int


@dataclass(frozen=True, slots=True)
class NewClient(KnownAs):
    """What is asked when a client is added: who it is, and what fits the work to them."""

    track: str = ""
    adaptations: tuple[str, ...] = ()
    age_band: str = ""
    gender: str = ""
    held_before: tuple[str, ...] = ()
    """The sessions of the programme that were held before this record, in order."""
    held_before_on: date | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """One session on the map of the programme."""

    plan_id: str
    label: str
    title: str
    state: StopState


@dataclass(frozen=True, slots=True)
class PhaseLine:
    """One phase on the map."""

    title: str
    stops: tuple[Stop, ...]


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One of the two plans: whether it stands, and when it is looked at again.

    Attributes:
        newest_aside: The day of a newer one that no form here fits; None where this is the newest.
        is_of_before: Whether it was written before the course was begun once more.

    """

    form_id: str
    title: str
    status: str
    review: date | None
    newest_aside: date | None = None
    is_of_before: bool = False


@dataclass(frozen=True, slots=True)
class PracticeLine:
    """One agreed practice and what became of it."""

    what: str
    outcome: str
    plan_id: str


@dataclass(frozen=True, slots=True)
class ClientPageData:
    """What the page of a client shows.

    Attributes:
        beside: Which scores were taken outside the sessions, in words.

    """

    client: Client
    phases: tuple[PhaseLine, ...]
    next_plan: SessionPlan | None
    next_appointment: Appointment | None
    running: Appointment | None
    unsigned: tuple[Appointment, ...]
    held: int
    series: tuple[MeasureSeries, ...]
    tiles: tuple[ScoreTile, ...]
    beside: str
    plans: tuple[PlanLine, ...]
    practice: tuple[PracticeLine, ...]
    goals: tuple[Goal, ...]
    asks_goals: bool
    suggestions: tuple[MeasurePrompt, ...]
    on_track: OnTrackData
    alerts: tuple[Alert, ...]
    threads: tuple[Thread, ...]
    """What became of each alert and of each session that the client left early."""
    last_check: datetime | None
    signed: tuple[Appointment, ...] = ()
    missed: tuple[Appointment, ...] = ()
    """What did not take place since the last session that was held."""
    is_restricted: bool = False
    set_aside: tuple[SetAside, ...] = ()
    """Filled forms that cannot be shown with the forms that are installed, the newest first."""
    missing_programme: str = ""
    """The pack of the version that the client follows, where it is not installed."""
    timeline: tuple[TimelineEntry, ...] = ()
    """What happened, the newest first."""
    ended: CourseEvent | None = None
    """How the course ended before its last session; None while it goes on."""
    is_left_standing: bool = False
    """Whether the appointment is left of a course that was ended, or that went to follow-up."""
    is_ending_told: bool = False
    """Whether the form of how it ended is finished, since the course was last taken up again."""
    waiting: WaitingPerson | None = None
    """How the client waits for a place in the course; None for whoever does not."""
    refused: Consent | None = None
    """The decision not to work together that counts, while the course goes on."""
    wishes_to_be: Anonymity | None = None
    """How the client chose to stand in the record, where they do not stand there so."""
    changed_wording: ChangedWording | None = None
    """What the client agreed to in other words than are asked today, about figures."""
    never_filled: tuple[NeverFilled, ...] = ()
    """The measures that were due in a session that is closed, and are not there."""

    def chart(self, index: int) -> ChartData:
        """Return what the chart of one series draws."""
        return chart_data(self.series[index])


def client_page(
    workspace: Workspace,
    only: ClientFilter | None = None,
    *,
    among: Collection[str] | None = None,
    without: Collection[str] = (),
    limit: int = 200,
    offset: int = 0,
) -> ClientListPart:
    """Return some lines of the list, in the order of the codes; of those `among` alone."""
    return ClientListPart(
        rows=clients.list_rows(
            workspace.caseload,
            status=only,
            among=among,
            without=without,
            places=range(offset, offset + limit),
            extra=extra_sessions(workspace.programme),
        ),
        total=clients.count(workspace.caseload, status=only, among=among, without=without),
    )


def filter_counts(
    workspace: Workspace, needing: Collection[str], waiting: Collection[str] = ()
) -> Mapping[str, int]:
    """Return how many clients each filter holds.

    `all` of them, `needs_me` of those `needing`, `waiting` of those who wait for a place, who are
    not `active` yet.
    """
    states: tuple[ClientStatus, ...] = ("active", "follow_up", "paused", "ended")
    found = clients.counts(workspace.caseload)
    begun = clients.count(workspace.caseload, status="active", without=waiting)
    return {
        "all": sum(found[each] for each in states),
        "needs_me": clients.count(workspace.caseload, among=needing),
        "waiting": clients.count(workspace.caseload, among=waiting),
        "restricted": found["restricted"],
        **{each: found[each] for each in states},
        "active": begun,
    }


def add_client(
    workspace: Workspace,
    new: NewClient,
    *,
    client_id: str = "",
    code: str = "",
    imported_at: datetime | None = None,
    is_track_open: bool = False,
) -> Client:
    """Add a client; identity goes to its own table.

    Args:
        workspace: The open record.
        new: What was asked.
        client_id: The id that something about them has already; a fresh one where nothing has.
        code: A code that was drawn for them already; a fresh one where there is none.
        imported_at: When the list was imported that they come from, if they come from one.
        is_track_open: Whether which track the course takes is chosen later.

    """
    programme = programme_with(workspace, new.track)
    is_open = is_track_open and bool(programme.tracks[1:])
    client = Client(
        id=client_id or workspace.caseload.new_id(),
        code=code or clients.new_code(workspace.vault.service),
        created_on=workspace.today(),
        status="active",
        programme_id=programme.id,
        programme_version=programme.version,
        track="" if is_open else new.track or programme.tracks[0].id,
        adaptations=new.adaptations,
        age_band=new.age_band,
        gender=new.gender,
        imported_at=imported_at,
        held_before=new.held_before,
        held_before_on=new.held_before_on,
    )
    identity = identity_from(client.id, new)
    with workspace.caseload.change("client_added", client.id):
        clients.add(workspace.caseload, client)
        identities.save(workspace.caseload, identity)
    return client


def client_page_data(workspace: Workspace, client_id: str) -> ClientPageData:
    """Return what the page of a client shows."""
    client = workspace.client(client_id)
    rows = read_rows(workspace, client_id)
    of_now = of_this_time(workspace, rows)
    all_of = rows.appointments
    programme = workspace.programme_of(client)
    facts = course_facts(client, all_of)
    events = course_events.for_client(workspace.caseload, client_id)
    ended = _end_of(client, events)
    planned = next_planned(all_of, workspace.today())
    following = (
        next_plan(programme, facts, client.track, is_followed_up=client.is_followed_up)
        if ended is None
        else None
    )
    series = series_in(workspace, rows)
    answers = latest_answers(workspace, client_id)
    finished_now = {each.form_id for each in of_now.filled if each.status == "finished"}
    return ClientPageData(
        client=client,
        phases=_phases(programme, facts, following),
        next_plan=following,
        next_appointment=planned,
        running=next((each for each in all_of if each.state in ("in_progress", "on_hold")), None),
        unsigned=tuple(each for each in all_of if each.state == "held"),
        held=len(set(sessions_held(programme, facts)) - extra_sessions(programme)),
        series=series,
        tiles=tuple(tile for each in series if (tile := score_tile(each))),
        beside=beside_words(scores_beside(workspace, rows)),
        plans=tuple(
            replace(
                _plan_line(workspace, client_id, each, answers),
                is_of_before=each in answers and each not in finished_now,
            )
            for each in PLANS
            if each in programme.forms or each in answers
        ),
        practice=_practice(workspace, of_now),
        goals=goals_in(answers.get(GOALS, {}) if _has_finished(of_now, GOALS) else {}),
        asks_goals=GOALS in programme.forms or GOALS in answers,
        suggestions=prompts_in(workspace, of_now),
        on_track=on_track_in(workspace, rows, series),
        alerts=open_alerts(workspace, client_id),
        threads=safety_threads(workspace, client_id),
        last_check=_last_check(workspace, client_id),
        signed=tuple(each for each in all_of if each.state == "signed"),
        missed=_missed_since(all_of),
        is_restricted=protection.restriction_of(workspace.caseload, client_id) is not None,
        set_aside=fitting_forms.set_aside(workspace, client_id),
        missing_programme=workspace.missing_programme(client),
        timeline=timeline_of(
            workspace,
            rows,
            alerts.for_client(workspace.caseload, client_id),
            promises.contacts_for_client(workspace.caseload, client_id),
            events,
        ),
        ended=ended,
        is_left_standing=planned is not None
        and (ended is not None or _is_before_the_end(programme, client, planned)),
        is_ending_told=_is_ending_told(rows.filled, events),
        waiting=next(iter(waiting_list(workspace, client_id)), None),
        refused=refused_to_work(workspace, client_id),
        wishes_to_be=_wishes_to_be(workspace, client_id, answers.get(AGREEMENT, {})),
        changed_wording=changed_wording(workspace, client),
        never_filled=never_filled(workspace, client_id),
    )


def _end_of(client: Client, events: Sequence[CourseEvent]) -> CourseEvent | None:
    if client.status != "ended":
        return None
    found = (each for each in reversed(events) if (each.kind, each.detail) == ("status", "ended"))
    return next(found, None)


def _is_before_the_end(programme: Programme, client: Client, planned: Appointment) -> bool:
    """Return whether a client in follow-up has an appointment for what comes before that."""
    return client.is_followed_up and planned.plan_id in course_order(programme, client.track)


def _has_finished(rows: ClientRows, form_id: str) -> bool:
    return any((each.form_id, each.status) == (form_id, "finished") for each in rows.filled)


def _is_ending_told(filled: Sequence[FilledForm], events: Sequence[CourseEvent]) -> bool:
    begun = [
        each.decided_at
        for each in events
        if (each.kind, each.detail) == ("status", "active") or is_of_another_course(each)
    ]
    return any(
        each.form_id == ENDING
        and each.status == "finished"
        and (not begun or each.answered_at > begun[-1])
        for each in filled
    )


def _wishes_to_be(workspace: Workspace, client_id: str, agreed: Answers) -> Anonymity | None:
    ways: dict[str, Anonymity] = {each: each for each in WAYS}
    wished = ways.get(str(agreed.get(KNOWN_AS)))
    is_so = wished is None or wished == identities.load(workspace.caseload, client_id).anonymity
    return None if is_so else wished


def next_planned(found: Sequence[Appointment], today: date) -> Appointment | None:
    """Return what is planned next: that of today comes before one that was never answered.

    A session that is held today would bear the day of the earlier one.
    """
    planned = [each for each in found if each.state == "planned"]
    of_today = [each for each in planned if each.planned_for.astimezone().date() == today]
    return next(iter((*of_today, *planned)), None)


def _missed_since(found: Sequence[Appointment]) -> tuple[Appointment, ...]:
    in_order = sorted(found, key=lambda each: each.planned_for)
    held = [at for at, each in enumerate(in_order) if each.state in ("held", "signed")]
    after = in_order[held[-1] + 1 :] if held else in_order
    return tuple(each for each in after if each.state == "missed")


def identity_of(workspace: Workspace, client_id: str) -> Identity:
    """Return who stands behind a code; reading it is an audit event."""
    audit.note(workspace.caseload, "identity_read", client_id)
    return identities.load(workspace.caseload, client_id)


def correct_identity(workspace: Workspace, client_id: str, known: KnownAs) -> None:
    """Keep who a client is as it was put right; what stood there before is not kept.

    Raises:
        NameUnfit: Something of it holds what cannot be seen; nothing was changed.

    """
    identities.save(workspace.caseload, identity_from(client_id, known))


def _phases(
    programme: Programme, facts: Sequence[SessionFact], following: SessionPlan | None
) -> tuple[PhaseLine, ...]:
    held, half = set(sessions_held(programme, facts)), set(half_held(programme, facts))

    def state(plan_id: str) -> StopState:
        if plan_id in half:
            return "half"
        if plan_id in held:
            return "done"
        if following and plan_id == following.id:
            return "next"
        return "open" if plan_id in programme.session_plans else "not_included"

    def title(planned: PlannedSession) -> str:
        plan = programme.session_plans.get(planned.id)
        return plan.public_title if plan is not None else planned.title

    return tuple(
        PhaseLine(
            phase.title,
            tuple(
                Stop(planned.id, _label(planned.id), title(planned), state(planned.id))
                for planned in phase.sessions
                if not planned.extra
            ),
        )
        for phase in programme.phases
    )


def _label(plan_id: str) -> str:
    return plan_id[1:].lstrip("0") if plan_id.startswith("S") else plan_id


def _plan_line(
    workspace: Workspace, client_id: str, form_id: str, answers: Mapping[str, Answers]
) -> PlanLine:
    form = workspace.forms.latest(form_id)
    aside = fitting_forms.newest_aside(workspace, client_id, form_id)
    given = answers.get(form_id)
    if given is None:
        return PlanLine(form_id, form.short_title, "", None, aside)
    review = given.get(QuestionId("review_date"))
    return PlanLine(
        form_id=form_id,
        title=form.short_title,
        status=_status_words(form, given),
        review=date.fromisoformat(review) if isinstance(review, str) else None,
        newest_aside=aside,
    )


def _status_words(form: FormDefinition, answers: Answers) -> str:
    status = answers.get(QuestionId("status"))
    return "" if status is None else answer_words(form.question("status"), status)


def _practice(workspace: Workspace, rows: ClientRows) -> tuple[PracticeLine, ...]:
    """Return each agreed practice with the review of the session after it, newest first."""
    given: dict[str, dict[str, Answers]] = {}
    for filled in rows.filled:
        if filled.appointment_id and filled.form_id in PRACTICE_FORMS:
            of_session = given.setdefault(filled.appointment_id, {})
            of_session[filled.form_id] = workspace.answers_of(filled)
    held = [each for each in rows.appointments if each.state in ("held", "signed")]
    by_session = [(each, given.get(each.id, {})) for each in held]
    lines: list[PracticeLine] = []
    for at, (appointment, answers) in enumerate(by_session):
        agreed = (answers.get(form, {}).get(QuestionId(question)) for form, question in AGREED)
        what = next((each for each in agreed if isinstance(each, str)), None)
        if what is not None:
            later = by_session[at + 1][1] if at + 1 < len(by_session) else {}
            done = later.get("practice-review", {}).get(QuestionId("done"))
            lines.append(
                PracticeLine(what, done if isinstance(done, str) else "", appointment.plan_id)
            )
    return tuple(reversed(lines))


def _last_check(workspace: Workspace, client_id: str) -> datetime | None:
    latest = fitting_forms.latest(workspace, client_id, "risk-check", finished=True)
    return appointments.given_at(workspace.caseload, latest) if latest else None
