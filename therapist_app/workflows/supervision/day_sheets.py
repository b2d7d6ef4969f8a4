"""The calendar on paper: a week without names, and the sheet for a day without the laptop."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Literal

from exports.leaks.identifiers import Identifiers
from exports.package.sealing import lock_pdf
from exports.paper.forms.order import SaveOutcome
from exports.paper.take_home.client_copy import Passage, passages
from exports.supervision.day_sheet import (
    AppointmentRow,
    DaySheet,
    PaperDay,
    day_sheet_pdf,
    week_pdf,
)
from session_forms.answers import QuestionId
from session_forms.filling.filling import FormState
from session_forms.reference.service_words import neutral_words_to_check
from session_forms.words.day_words import clock_time
from session_forms.words.list_words import facts_in_a_line
from session_forms.words.texts import N_, NP_, _
from therapist_app.record.clients import alerts
from therapist_app.record.database import audit
from therapist_app.workflows import fitting_forms
from therapist_app.workflows.course.ways_of_meeting import HOW_WORDS
from therapist_app.workflows.forms.opening_forms import reopen_form
from therapist_app.workflows.forms.paper_copies import save_pdf
from therapist_app.workflows.overviews.plan_choices import session_words
from therapist_app.workflows.overviews.seeing_calendar import (
    CalendarEntry,
    CalendarPageData,
    DayNote,
    calendar_page_data,
    monday_of,
)
from therapist_app.workflows.permissions import require
from therapist_app.workflows.policies.page_numbers import as_printed, page_numbers
from therapist_app.workflows.policies.staff_numbers import whom_to_reach
from therapist_app.workflows.sessions.promising import open_promises
from therapist_app.workflows.sessions.safety_thread import (
    due_words,
    promise_words,
    safety_threads,
)
from therapist_app.workflows.supervision.supervising import names_in_caseload
from therapist_app.workflows.workspace import Workspace

What = Literal["week", "day"]
PLAN, IN_PROGRESS, SUBJECT = "safety-plan", "in_progress", "calendar"
STATES = {
    "planned": NP_("session", "planned"),
    "in_progress": NP_("session", "running"),
    "on_hold": NP_("session", "paused"),
    "held": NP_("session", "held"),
    "signed": NP_("session", "held"),
    "missed": N_("did not take place"),
}
MISSED = {
    "did_not_attend": N_("did not come"),
    "cancelled_client": NP_("session", "cancelled"),
    "cancelled_service": NP_("session", "cancelled"),
}
"""Said in the place of "did not take place", as the calendar has it."""
ENDINGS = {
    "to_be_continued": N_("to be continued"),
    "broken_off": NP_("how a session ended", "broken off"),
}
"""Said in the place of "held"."""


def calendar_pdf(workspace: Workspace, what: What, day: date) -> bytes:
    """Return the week of a day, or the sheet for it; making either is an audit event.

    Raises:
        LeakFound: A name, a contact or a birth date of a client stands in it all the same.
        NoCaseload: The person signed in keeps no clients.

    """
    require(workspace.vault, "work_with_clients")
    known = names_in_caseload(workspace)
    with workspace.reading_once():
        made = _made(workspace, what, day, known)
    audit.note(workspace.caseload, "calendar_on_paper", what)
    return made


def _made(workspace: Workspace, what: What, day: date, known: Identifiers) -> bytes:
    match what:
        case "week":
            return _week(workspace, day, known)
        case "day":
            return _sheet(workspace, day, known)


def locked(data: bytes, passphrase: str) -> bytes:
    """Return a PDF that only the passphrase opens, on any computer."""
    return lock_pdf(data, {}, passphrase)


def save_calendar(workspace: Workspace, data: bytes, path: str) -> SaveOutcome:
    """Write it where the person says, never beside the record."""
    outcome = save_pdf(workspace, path, lambda: data)
    if outcome == "written":
        audit.note(workspace.caseload, "calendar_saved", SUBJECT)
    return outcome


def note_sent(workspace: Workspace) -> None:
    """Note that the printer took it."""
    audit.note(workspace.caseload, "calendar_sent", SUBJECT)


def _week(workspace: Workspace, day: date, known: Identifiers) -> bytes:
    page = calendar_page_data(workspace, monday_of(day), 7)
    return week_pdf(
        [_paper_day(page, each) for each in page.days_used],
        page.today,
        known,
        practice=workspace.practice,
    )


def _sheet(workspace: Workspace, day: date, known: Identifiers) -> bytes:
    page = calendar_page_data(workspace, day, 1)
    coming = {each.code: each.client_id for each in page.entries if not each.is_off}
    plans = {code: _plan_of(workspace, client) for code, client in coming.items()}
    concerned = coming | {
        workspace.client(each.client_id).code: each.client_id
        for each in alerts.unacknowledged(workspace.caseload)
    }
    sheet = DaySheet(
        day=_paper_day(page, day),
        made_on=page.today,
        numbers=dict(as_printed(page_numbers(workspace))),
        plans=tuple((code, _passages(workspace, plan)) for code, plan in plans.items()),
        reach=whom_to_reach(workspace),
        in_progress=tuple(
            (code, _empty_parts(plan))
            for code, plan in plans.items()
            if plan is not None and plan.answers.get(QuestionId("status")) == IN_PROGRESS
        ),
        not_shown=tuple(
            (code, newer)
            for code, client in coming.items()
            if (newer := fitting_forms.newest_aside(workspace, client, PLAN, finished=True))
        ),
        alerts=(
            *(
                (code, words)
                for code, client in concerned.items()
                for words in _open_threads(workspace, client, day)
            ),
            *_promised_before(workspace, page, concerned.values()),
        ),
    )
    return day_sheet_pdf(sheet, known, practice=workspace.practice)


def _plan_of(workspace: Workspace, client_id: str) -> FormState | None:
    """Return a client's newest safety plan that was finished as a form; None without one."""
    filled = fitting_forms.latest(workspace, client_id, PLAN, finished=True)
    return None if filled is None else reopen_form(workspace, filled.id).state


def _empty_parts(plan: FormState) -> tuple[str, ...]:
    """Return the parts of a plan in which nothing is written, in their order."""
    parts = dict.fromkeys(each.part for each in plan.form.questions if each.part is not None)
    written = {each.question.part for each in plan.question_states() if each.shown and each.answer}
    return tuple(str(each) for each in parts if each not in written)


def _open_threads(workspace: Workspace, client_id: str, day: date) -> Iterator[str]:
    """Yield what is open about a client in a line each: what it began with, then what is due."""
    for thread in safety_threads(workspace, client_id, read_on=day):
        if not thread.closed:
            told = [each for each in thread.marks if each.state != "open"]
            yield facts_in_a_line(*(f"{each.title}, {each.when}" for each in told))


def _promised_before(
    workspace: Workspace, page: CalendarPageData, told: Collection[str]
) -> Iterator[tuple[str, str]]:
    """Yield whom a promise of before the day still waits for, by code, but for those `told` of.

    A sheet made the evening before is read once the laptop has failed: what was due by then and
    is kept nowhere would be forgotten.
    """
    day, noted = page.days[0], {each.about_id for each in page.notes}
    for each in open_promises(workspace):
        if each.due_on < day and each.id not in noted and each.client_id not in told:
            words = f"{promise_words(each)}, {due_words(each.due_on, day)}"
            yield workspace.client(each.client_id).code, words


def _passages(workspace: Workspace, state: FormState | None) -> tuple[Passage, ...]:
    """Return the page of a client's safety plan, as the client has it."""
    if state is None or state.form.client_copy is None:
        return ()
    today = workspace.today()
    services = {each.id: neutral_words_to_check(each, today) for each in workspace.directory}
    return passages(state, state.form.client_copy, services)


def _paper_day(page: CalendarPageData, day: date) -> PaperDay:
    return PaperDay(
        day,
        tuple(_row(each) for each in page.entries if each.day == day),
        tuple(
            (each.code, _note_words(each))
            for each in page.notes
            if each.day == day and each.kind != "unanswered"
        ),
    )


def _note_words(note: DayNote) -> str:
    if note.kind != "plan":
        return note.title
    return _("{plan}: to be looked at again").format(plan=note.title)


def _standing(entry: CalendarEntry) -> str:
    if entry.state in ("held", "signed") and entry.ending in ENDINGS:
        return _(ENDINGS[entry.ending])
    return _(MISSED.get(entry.attendance, STATES[entry.state]))


def _row(entry: CalendarEntry) -> AppointmentRow:
    hours = _("{start} to {end}").format(start=clock_time(entry.at), end=clock_time(entry.until))
    return AppointmentRow(
        hours=hours,
        code=entry.code,
        session=session_words(entry.plan_id, entry.plan_title),
        how=_(HOW_WORDS[entry.mode]),
        standing=_standing(entry),
        place=entry.place,
    )
