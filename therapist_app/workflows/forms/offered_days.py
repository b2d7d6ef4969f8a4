"""The day of the next contact that was said already, offered to a form that asks for it again.

A safety check, the enquiry after it and the forms of the way in all ask for it, within minutes.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from session_forms.answers import AnswerValue, QuestionId
from session_forms.filling.filling import start
from session_forms.filling.states import Context, OfferedDay
from session_forms.form.definition import FormDefinition
from therapist_app.record.clients import promises
from therapist_app.record.model import FilledForm
from therapist_app.workflows import fitting_forms
from therapist_app.workflows.course.promised_contacts import ASKED
from therapist_app.workflows.workspace import Workspace

NEXT_CONTACT = "next_contact"
CONTACT_QUESTIONS: Mapping[str, str] = {
    **ASKED,
    "risk-check": NEXT_CONTACT,
    "suicide-enquiry": NEXT_CONTACT,
}
"""The question of each form that asks for the day of the next contact."""

NO_SESSION = ""


def offered_days(
    workspace: Workspace, filled: FilledForm, form: FormDefinition
) -> Mapping[str, OfferedDay]:
    """Return the day of contact that a form being filled in can take over, by its question.

    The newest form of the same session or of today says it, else what is promised for a later day.
    Paper of an earlier day is told nothing.
    """
    question = CONTACT_QUESTIONS.get(form.id)
    if question is None or filled.status != "draft" or filled.filled_on is not None:
        return {}
    said = [*_said_beside(workspace, filled)] or [*_promised(workspace, filled.client_id)]
    return {question: said[0]} if said else {}


def kept_day(answer: AnswerValue | None) -> date | None:
    """Return a day that is kept as 2026-11-29; None for another answer."""
    try:
        return date.fromisoformat(answer) if isinstance(answer, str) else None
    except ValueError:
        return None


def _said_beside(workspace: Workspace, filled: FilledForm) -> Iterator[OfferedDay]:
    """Yield what the other forms of its session, or of today, say, the newest first."""
    today, session = workspace.today(), filled.appointment_id or NO_SESSION
    beside = [
        other
        for other in fitting_forms.for_client(workspace, filled.client_id)
        if other.form_id in CONTACT_QUESTIONS
        and other.id != filled.id
        and (other.appointment_id == session or other.answered_at.astimezone().date() == today)
    ]
    for other in sorted(beside, key=lambda each: each.answered_at, reverse=True):
        form = workspace.form_of(other)
        state = start(form, Context(today), workspace.answers_of(other))
        question = CONTACT_QUESTIONS[other.form_id]
        day = kept_day(state.answers_to_keep.get(QuestionId(question)))
        if day is not None and day >= today:
            yield OfferedDay(day, form.short_title)


def _promised(workspace: Workspace, client_id: str) -> Iterator[OfferedDay]:
    """Yield the contacts that are promised for a day to come, the first due first."""
    for each in promises.still_open(workspace.caseload, client_id):
        if each.kind == NEXT_CONTACT and each.due_on > workspace.today():
            yield OfferedDay(each.due_on)
