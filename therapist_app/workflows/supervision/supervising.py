"""What a supervisor needs to know of a caseload, read from the record, and put on paper."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from exports.case.leak_search import identifiers_of
from exports.leaks.identifiers import Identifiers
from exports.paper.forms.order import SaveOutcome
from exports.supervision.supervision import (
    AnsweredLine,
    AsideLine,
    AskedLine,
    OffLine,
    OverdueLine,
    PackAlertLine,
    PackClientLine,
    PackCourseLine,
    PackFacts,
    PackPlanLine,
    ReasonLine,
)
from exports.supervision.supervision_paper import WAITING, FinishedPack, finished_pack
from programme.course.gates import forms_asked
from programme.course.order import extra_sessions
from session_forms.answers import QuestionId
from session_forms.words.texts import _
from therapist_app.record.clients import (
    alerts,
    appointments,
    clients,
    course_events,
    filled_forms,
    identities,
)
from therapist_app.record.database import audit
from therapist_app.record.model import Alert, ClientRow
from therapist_app.workflows import fitting_forms
from therapist_app.workflows.course.course_changes import event_words, programme_when
from therapist_app.workflows.course.promised_contacts import FIRST_CONTACT
from therapist_app.workflows.course.right_help import decided_in
from therapist_app.workflows.exporting.case_files import identifying_file
from therapist_app.workflows.forms.opening_answers import STILL, opening_answer
from therapist_app.workflows.forms.paper_copies import save_pdf
from therapist_app.workflows.measures.measuring import read_rows_of, series_in
from therapist_app.workflows.measures.staying_on_track import OnTrackData, on_track_in
from therapist_app.workflows.overviews.plan_choices import WHY_MISSED
from therapist_app.workflows.overviews.seeing_today import STILL_TO_DISCUSS, plans_to_review
from therapist_app.workflows.overviews.waiting import waiting_list
from therapist_app.workflows.permissions import require
from therapist_app.workflows.sessions.answering_alerts import open_alerts
from therapist_app.workflows.sessions.fidelity_so_far import HELD, QUARTER
from therapist_app.workflows.sessions.promising import open_promises
from therapist_app.workflows.supervision.supervised_fidelity import fidelity_view
from therapist_app.workflows.workspace import Workspace

FORM = "supervision"
PLANS_WITHIN = timedelta(weeks=4)


@dataclass(frozen=True, slots=True)
class _Read:
    """One client, with the course, and which of the two plans there is.

    Attributes:
        is_undecided: Whether it was not decided whether this is the right help.
        aside: How many filled forms fit no form that is installed.

    """

    row: ClientRow
    course: OnTrackData
    last_held: date | None
    plans: frozenset[str]
    is_undecided: bool
    aside: int


Tell = Callable[[int, int], object]
"""Called with how many courses were read, and of how many."""


def _quietly(_done: int, _of: int) -> None:
    pass


def supervision_pack(workspace: Workspace, tell: Tell = _quietly) -> PackFacts:
    """Return everything in the pack: clients by code, no names, no words of theirs."""
    since = workspace.now() - QUARTER
    rows = _rows(workspace)
    codes = {row.id: row.code for row in rows}
    present = [row for row in rows if row.status != "ended" or row.open_alerts]
    waiting = {each.client_id for each in waiting_list(workspace)}
    overdue = tuple(_overdue(workspace))
    answered = tuple(_answered(workspace, codes, since))
    asked = _newest_asked(_asked(workspace, codes, since))
    recent = workspace.today() - PLANS_WITHIN
    owed = {each.code for each in overdue}
    told = {each.code for each in answered if each.answered_on >= recent}
    told |= {each.code for each in asked if each.day >= recent}
    read = sorted(_read(workspace, present, tell), key=partial(_pressing, owed=owed, told=told))
    titles = {
        each: workspace.forms.latest(each).short_title for each in ("safety-plan", "boundaries")
    }
    return PackFacts(
        made_on=workspace.today(),
        since=_day(since),
        clients=tuple(
            _client(each, workspace.today(), waits=each.row.id in waiting) for each in read
        ),
        courses=tuple(line for each in read for line in _courses(workspace, each)),
        alerts=tuple(_alerts(workspace)),
        overrides=_newest(_overrides(workspace, codes, since)),
        deviations=_newest(_deviations(workspace, codes, since)),
        fidelity=fidelity_view(workspace, rows),
        plans=(
            *(
                PackPlanLine(each.code, titles[each.form_id], each.day)
                for each in plans_to_review(workspace, PLANS_WITHIN)
            ),
            *_not_written(workspace, read, titles),
        ),
        overdue=overdue,
        asked=asked,
        off=tuple(_off(workspace, codes, since)),
        answered=answered,
        aside=tuple(AsideLine(each.row.code, each.aside) for each in read if each.aside),
        undecided=tuple(each.row.code for each in read if _is_undecided(each)),
    )


def _read(workspace: Workspace, present: Sequence[ClientRow], tell: Tell) -> Iterator[_Read]:
    """Yield each client with the course, read for several at a time."""
    all_of = read_rows_of(workspace, [row.id for row in present])
    for done, (row, rows) in enumerate(zip(present, all_of, strict=True)):
        tell(done, len(present))
        held = [each for each in rows.appointments if each.state in HELD]
        course = on_track_in(workspace, rows, series_in(workspace, rows))
        plans = frozenset(each.form_id for each in rows.filled if each.status == "finished")
        last_held = _day(held[-1].planned_for) if held else None
        is_undecided = decided_in(workspace, rows.filled) == "undecided"
        yield _Read(row, course, last_held, plans, is_undecided, rows.aside)
    tell(len(present), len(present))


def finished(workspace: Workspace, tell: Tell = _quietly) -> FinishedPack:
    """Return the pack on paper, searched for clients' names; making it is an audit event.

    Raises:
        LeakFound: A name, a contact or a birth date stands in it all the same.
        NoCaseload: The person signed in keeps no clients.

    """
    require(workspace.vault, "make_supervision_pack")
    form = workspace.forms.latest(FORM)
    made = finished_pack(
        supervision_pack(workspace, tell),
        form,
        names_in_caseload(workspace),
        practice=workspace.practice,
    )
    audit.note(workspace.caseload, "supervision_pack_made", FORM)
    return made


def save_pack(workspace: Workspace, pack: FinishedPack, path: str) -> SaveOutcome:
    """Write the pack where the person says, never beside the record."""
    outcome = save_pdf(workspace, path, lambda: pack.pdf)
    if outcome == "written":
        audit.note(workspace.caseload, "supervision_pack_saved", FORM)
    return outcome


def note_sent(workspace: Workspace) -> None:
    """Note that the printer took the pack."""
    audit.note(workspace.caseload, "supervision_pack_sent", FORM)


def _pressing(
    read: _Read, *, owed: Collection[str], told: Collection[str]
) -> tuple[bool, bool, bool, bool, bool, str]:
    """Return what is looked at first.

    Reliably worse, an open alert, a review asked for, a promise past its day (`owed`, by code), an
    alert answered or a note that asks for supervision in these weeks (`told`), then by code.
    """
    asking, code = read.course.asking, read.row.code
    is_worse = any(each.is_worse for each in asking)
    has_alert = bool(read.row.open_alerts)
    return (not is_worse, not has_alert, not asking, code not in owed, code not in told, code)


def _is_undecided(read: _Read) -> bool:
    """Return whether sessions began after a first contact, and nobody decided on the right help."""
    return read.last_held is not None and FIRST_CONTACT in read.plans and read.is_undecided


def _client(read: _Read, today: date, *, waits: bool) -> PackClientLine:
    row = read.row
    planned = _day(row.next_planned) if row.next_planned else None
    return PackClientLine(
        code=row.code,
        status=WAITING if waits else row.status,
        held=row.sessions_held,
        last_held=read.last_held,
        next_planned=planned if planned and planned >= today else None,
        open_alerts=row.open_alerts,
        asks=bool(read.course.asking),
    )


def _courses(workspace: Workspace, read: _Read) -> Iterator[PackCourseLine]:
    course, code = read.course, read.row.code
    is_near = course.discuss_by and course.discuss_by >= workspace.today() - STILL_TO_DISCUSS
    if is_near and course.reviewed_on and not course.asking:
        fact = _("The five questions of the course review were gone through.")
        yield PackCourseLine(code, "discuss", "", (fact,), course.discuss_by)
    for prompt in (*course.asking, *course.watching):
        yield PackCourseLine(code, prompt.stage, prompt.rule, prompt.facts)


def _alerts(workspace: Workspace) -> Iterator[PackAlertLine]:
    for each in open_alerts(workspace):
        opened = _day(each.opened_at)
        yield PackAlertLine(
            code=workspace.client(each.client_id).code,
            level=each.level,
            stream=each.stream,
            states=_states(workspace, each),
            opened_on=opened,
            days_open=(workspace.today() - opened).days,
        )


def _answered(
    workspace: Workspace, codes: Mapping[str, str], since: datetime
) -> Iterator[AnsweredLine]:
    """Yield the alerts answered since then, the newest first."""
    for each in alerts.answered_since(workspace.caseload, since):
        if each.acknowledged_at is not None:
            yield AnsweredLine(
                code=codes[each.client_id],
                level=each.level,
                stream=each.stream,
                states=_states(workspace, each),
                opened_on=_day(each.opened_at),
                answered_on=_day(each.acknowledged_at),
                has_open_steps=_has_open_steps(each),
            )


def _has_open_steps(alert: Alert) -> bool:
    done = alert.acknowledgement
    return done is not None and bool(done.reason_for_open_actions)


def _states(workspace: Workspace, alert: Alert) -> str:
    """Return the rule an alert fell under, and where the answer was changed since, that it was."""
    if opening_answer(workspace, alert).standing in STILL:
        return alert.states
    return _("{rule} The answer was changed since.").format(rule=alert.states)


def _overdue(workspace: Workspace) -> Iterator[OverdueLine]:
    """Yield the promises whose day has passed, the longest overdue first."""
    today = workspace.today()
    for each in sorted(open_promises(workspace), key=lambda each: each.due_on):
        if each.due_on < today:
            code = workspace.client(each.client_id).code
            yield OverdueLine(code, each.kind, each.due_on, (today - each.due_on).days)


def _asked(workspace: Workspace, codes: Mapping[str, str], since: datetime) -> Iterator[AskedLine]:
    """Yield the sessions whose note, as it was signed first, says that they go to supervision."""
    for filled in filled_forms.notes_signed_since(workspace.caseload, since):
        if filled.appointment_id is None or not fitting_forms.fits(workspace, filled):
            continue
        answers = workspace.answers_of(filled)
        if answers.get(QuestionId("supervision_flag")) is True:
            held = appointments.load(workspace.caseload, filled.appointment_id)
            question = str(answers.get(QuestionId("supervision_question")) or "")
            day = _day(held.planned_for)
            yield AskedLine(codes[filled.client_id], held.plan_id, day, question)


def _newest_asked(lines: Iterator[AskedLine]) -> tuple[AskedLine, ...]:
    return tuple(sorted(lines, key=lambda each: (each.day, each.code), reverse=True))


def _overrides(
    workspace: Workspace, codes: Mapping[str, str], since: datetime
) -> Iterator[ReasonLine]:
    for each in course_events.overrides_since(workspace.caseload, since):
        gates = programme_when(workspace, each.client_id, each.overridden_at).gates
        what = next((gate.text for gate in gates if gate.id == each.gate_id), each.gate_id)
        day, code = _day(each.overridden_at), codes[each.client_id]
        yield ReasonLine(day, code, what, each.plan_id, each.reason, each.supervisor)


def _off(workspace: Workspace, codes: Mapping[str, str], since: datetime) -> Iterator[OffLine]:
    """Yield the meetings that did not take place, the newest first."""
    why = dict(WHY_MISSED)
    for each in appointments.missed_since(workspace.caseload, since):
        said = why.get(each.attendance)
        day = _day(each.planned_for)
        yield OffLine(day, codes[each.client_id], each.plan_id, _(said) if said else "")


def _not_written(
    workspace: Workspace, read: Sequence[_Read], titles: Mapping[str, str]
) -> Iterator[PackPlanLine]:
    """Yield the plans that a gate of their course asks for and clients who began do not have."""
    for each in read:
        if each.row.status == "active" and each.last_held is not None:
            asked = forms_asked(workspace.programme_for(each.row.id))
            for form_id, title in titles.items():
                if form_id in asked and form_id not in each.plans:
                    yield PackPlanLine(each.row.code, title, None)


def _deviations(
    workspace: Workspace, codes: Mapping[str, str], since: datetime
) -> Iterator[ReasonLine]:
    for each in course_events.since(workspace.caseload, since):
        followed = programme_when(workspace, each.client_id, each.decided_at)
        what = event_words(workspace, followed, each)
        day, code = _day(each.decided_at), codes[each.client_id]
        yield ReasonLine(day, code, what, each.plan_id, each.reason)


def _newest(lines: Iterator[ReasonLine]) -> tuple[ReasonLine, ...]:
    return tuple(sorted(lines, key=lambda each: (each.day, each.code), reverse=True))


def names_in_caseload(workspace: Workspace) -> Identifiers:
    """Return what names a client of the caseload."""
    everybody = identities.everybody(workspace.caseload)
    return identifiers_of(identifying_file(identities.identifiers(each)) for each in everybody)


def _rows(workspace: Workspace) -> tuple[ClientRow, ...]:
    return clients.list_rows(
        workspace.caseload,
        places=range(clients.count(workspace.caseload)),
        extra=extra_sessions(workspace.programme),
    )


def _day(moment: datetime) -> date:
    return moment.astimezone().date()
