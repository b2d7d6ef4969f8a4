"""What forms of a session say already of what the answer to an alert asks for.

Words and day are offered as they stand there, so that nobody writes them twice; a person reads
them through, and answers the alert.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from session_forms.filling.filling import FormState, start
from therapist_app.record.clients import filled_forms
from therapist_app.record.model import Alert, FilledForm
from therapist_app.workflows import fitting_forms
from therapist_app.workflows.forms.offered_days import CONTACT_QUESTIONS, NEXT_CONTACT, kept_day
from therapist_app.workflows.forms.prefilling_forms import form_context
from therapist_app.workflows.workspace import Workspace

FACTS = "action"
"""What is done, by whom and by when."""


@dataclass(frozen=True, slots=True)
class WrittenAlready:
    """What the forms say.

    Attributes:
        facts: What is done, in the therapist's own words; empty where nothing is written.
        next_contact: The day of the next contact; None where none is, or none that is in time.
        sources: The titles of the forms that say so.
        asks_too: The titles of those not finished yet that ask what is done.

    """

    facts: str = ""
    next_contact: date | None = None
    sources: tuple[str, ...] = ()
    asks_too: tuple[str, ...] = ()


def written_already(workspace: Workspace, alert: Alert, contact_by: date) -> WrittenAlready:
    """Return what the form that opened an alert says, and those that the alert points to.

    Of those it points to, only what was filled in at the same session counts, or since it opened
    where it opened beside any; the newest says each thing. A day counts from today to `contact_by`.
    """
    facts, day, sources, asks_too = "", None, dict[str, None](), dict[str, None]()
    for filled in sorted(_forms_of(workspace, alert), key=lambda each: each.answered_at):
        form = workspace.form_of(filled)
        state = start(form, form_context(workspace, filled, form), workspace.answers_of(filled))
        words = _shown(state, FACTS)
        contact = kept_day(_shown(state, CONTACT_QUESTIONS.get(form.id, NEXT_CONTACT)))
        if words:
            facts = words
        elif filled.status == "draft" and _is_asked(state, FACTS):
            asks_too[form.short_title] = None
        if contact is not None and workspace.today() <= contact <= contact_by:
            day = contact
        if words or (contact is not None and contact == day):
            sources[form.short_title] = None
    return WrittenAlready(facts, day, tuple(sources), tuple(asks_too))


def _is_asked(state: FormState, question_id: str) -> bool:
    """Return whether a question is asked."""
    return any(each.shown and each.question.id == question_id for each in state.question_states())


def _shown(state: FormState, question_id: str) -> str:
    """Return a written answer, also a day; empty where it is not asked or there is none."""
    asked = [each for each in state.question_states() if each.question.id == question_id]
    given = [each.answer for each in asked if each.shown and isinstance(each.answer, str)]
    return str(given[0]).strip() if given else ""


def _forms_of(workspace: Workspace, alert: Alert) -> Iterable[FilledForm]:
    own = filled_forms.as_it_counts(workspace.caseload, alert.filled_form_id)
    of_it = fitting_forms.those_that_fit(workspace, (own,))
    if alert.appointment_id is None:
        beside = tuple(
            each
            for each in fitting_forms.for_client(workspace, alert.client_id)
            if each.started_at >= alert.opened_at
        )
    else:
        beside = fitting_forms.for_appointment(workspace, alert.appointment_id)
    pointed_to = [each for each in beside if each.form_id in alert.opens and each.id != own.id]
    return (*of_it, *pointed_to)
