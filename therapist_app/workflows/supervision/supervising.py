"""What a supervisor needs to know of a caseload, read from the record, and put on paper."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from exports.case.casefile import CaseFile
from exports.case.leak_search import Identifiers, identifiers_of
from exports.paper.forms.order import SaveOutcome
from exports.supervision.supervision import (
    AlertLine,
    AskedLine,
    ClientLine,
    CourseLine,
    OverdueLine,
    PlanLine,
    ReasonLine,
    SupervisionPack,
)
from exports.supervision.supervision_paper import FinishedPack, finished_pack
from programme.course.order import extra_sessions
from session_forms.answers import QuestionId
from session_forms.words.texts import translate as _
from therapist_app.record.clients import (
    appointments,
    clients,
    course_events,
    filled_forms,
    identities,
)
from therapist_app.record.database import audit
from therapist_app.record.model import Alert, ClientRow
from therapist_app.workflows.course.course_changes import KINDS
from therapist_app.workflows.forms.opening_answers import STILL, opening_answer
from therapist_app.workflows.forms.paper_copies import save_pdf
from therapist_app.workflows.measures.staying_on_track import OnTrackData, on_track
from therapist_app.workflows.overviews.seeing_today import STILL_TO_DISCUSS, plans_to_review
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
    """One client, with the course."""

    row: ClientRow
    course: OnTrackData


def supervision_pack(workspace: Workspace) -> SupervisionPack:
    """Return everything in the pack: clients by code, no names, no words of theirs."""
    since = workspace.now() - QUARTER
    rows = _rows(workspace)
    present = [row for row in rows if row.status != "ended" or row.open_alerts]
    read = [_Read(row, on_track(workspace, row.id)) for row in present]
    titles = {
        each: workspace.forms.latest(each).short_title for each in ("safety-plan", "boundaries")
    }
    return SupervisionPack(
        made_on=workspace.today(),
        since=_day(since),
        clients=tuple(_client(workspace, each) for each in read),
        courses=tuple(line for each in read for line in _courses(workspace, each)),
        alerts=tuple(_alerts(workspace)),
        overrides=_newest(line for row in rows for line in _overrides(workspace, row, since)),
        deviations=_newest(line for row in rows for line in _deviations(workspace, row, since)),
        fidelity=fidelity_view(workspace, rows),
        plans=tuple(
            PlanLine(each.code, titles[each.form_id], each.day)
            for each in plans_to_review(workspace, PLANS_WITHIN)
        ),
        overdue=tuple(_overdue(workspace)),
        asked=_newest_asked(line for row in rows for line in _asked(workspace, row, since)),
    )


def finished(workspace: Workspace) -> FinishedPack:
    """Return the pack on paper, searched for clients' names; making it is an audit event.

    Raises:
        LeakFound: A name, a contact or a birth date stands in it all the same.
        NoCaseload: The person signed in keeps no clients.

    """
    require(workspace.vault, "make_supervision_pack")
    form = workspace.forms.latest(FORM)
    made = finished_pack(
        supervision_pack(workspace), form, names_in_caseload(workspace), practice=workspace.practice
    )
    with workspace.caseload.change("supervision_pack_made", FORM):
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


def _client(workspace: Workspace, read: _Read) -> ClientLine:
    row = read.row
    held = [
        each for each in appointments.for_client(workspace.caseload, row.id) if each.state in HELD
    ]
    return ClientLine(
        code=row.code,
        status=row.status,
        held=row.sessions_held,
        last_held=_day(held[-1].planned_for) if held else None,
        next_planned=_day(row.next_planned) if row.next_planned else None,
        open_alerts=row.open_alerts,
        asks=bool(read.course.asking),
    )


def _courses(workspace: Workspace, read: _Read) -> Iterator[CourseLine]:
    course, code = read.course, read.row.code
    is_near = course.discuss_by and course.discuss_by >= workspace.today() - STILL_TO_DISCUSS
    if is_near and course.reviewed_on and not course.asking:
        fact = _("The five questions of the course review were gone through.")
        yield CourseLine(code, "discuss", "", (fact,), course.discuss_by)
    for prompt in (*course.asking, *course.watching):
        yield CourseLine(code, prompt.stage, prompt.rule, prompt.facts)


def _alerts(workspace: Workspace) -> Iterator[AlertLine]:
    for each in open_alerts(workspace):
        opened = _day(each.opened_at)
        yield AlertLine(
            code=workspace.client(each.client_id).code,
            level=each.level,
            stream=each.stream,
            states=_states(workspace, each),
            opened_on=opened,
            days_open=(workspace.today() - opened).days,
        )


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


def _asked(workspace: Workspace, row: ClientRow, since: datetime) -> Iterator[AskedLine]:
    """Yield the sessions whose note, as it was signed first, says that they go to supervision."""
    for filled in filled_forms.every_version(workspace.caseload, row.id):
        is_note = filled.form_id == filled_forms.NOTE_FORM and filled.amends is None
        signed_at = filled.finished_at
        if not is_note or filled.appointment_id is None or signed_at is None or signed_at < since:
            continue
        if workspace.answers_of(filled).get(QuestionId("supervision_flag")) is True:
            held = appointments.load(workspace.caseload, filled.appointment_id)
            yield AskedLine(row.code, held.plan_id, _day(held.started_at or held.planned_for))


def _newest_asked(lines: Iterator[AskedLine]) -> tuple[AskedLine, ...]:
    return tuple(sorted(lines, key=lambda each: (each.day, each.code), reverse=True))


def _overrides(workspace: Workspace, row: ClientRow, since: datetime) -> Iterator[ReasonLine]:
    passed = [
        each
        for each in course_events.overrides_for_client(workspace.caseload, row.id)
        if each.overridden_at >= since
    ]
    texts = {gate.id: gate.text for gate in workspace.programme_for(row.id).gates} if passed else {}
    for each in passed:
        what = f"{each.gate_id}: {texts.get(each.gate_id, '')}".rstrip(": ")
        day = _day(each.overridden_at)
        yield ReasonLine(day, row.code, what, each.plan_id, each.reason)


def _deviations(workspace: Workspace, row: ClientRow, since: datetime) -> Iterator[ReasonLine]:
    for each in course_events.for_client(workspace.caseload, row.id):
        if each.decided_at >= since:
            words = _(KINDS[each.kind])
            what = f"{words} ({each.detail})" if each.detail else words
            yield ReasonLine(_day(each.decided_at), row.code, what, each.plan_id, each.reason)


def _newest(lines: Iterator[ReasonLine]) -> tuple[ReasonLine, ...]:
    return tuple(sorted(lines, key=lambda each: (each.day, each.code), reverse=True))


def names_in_caseload(workspace: Workspace) -> Identifiers:
    """Return what names a client of the caseload."""
    return identifiers_of(_named(workspace))


def _rows(workspace: Workspace) -> tuple[ClientRow, ...]:
    return clients.list_rows(
        workspace.caseload,
        places=range(clients.count(workspace.caseload)),
        extra=extra_sessions(workspace.programme),
    )


def _named(workspace: Workspace) -> Iterator[CaseFile]:
    for row in _rows(workspace):
        known = identities.identifiers(identities.load(workspace.caseload, row.id))
        yield CaseFile(
            client_id="",
            code="",
            names=known.names,
            birth_date=known.birth_date,
            contacts=known.contacts,
            age_band="",
            gender="",
            track="",
            mode="",
            programme_version="",
            status="",
        )


def _day(moment: datetime) -> date:
    return moment.astimezone().date()
