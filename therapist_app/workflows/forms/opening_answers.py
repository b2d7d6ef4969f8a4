"""The answer that opened an alert, in the words of its form, and whether it still stands.

The alert stays, whatever became of the answer. An answer that was changed before its form was
finished is nowhere kept: what is left of it is the rule that it fell under.
"""

from dataclasses import dataclass
from typing import Literal

from session_forms.answers import QuestionId
from session_forms.filling.filling import FormState, start
from session_forms.words.texts import _, pgettext
from therapist_app.record.clients import filled_forms
from therapist_app.record.model import Alert
from therapist_app.workflows import fitting_forms
from therapist_app.workflows.forms.answer_words import state_words
from therapist_app.workflows.forms.opening_forms import reopen_form
from therapist_app.workflows.forms.prefilling_forms import form_context
from therapist_app.workflows.workspace import Workspace

Standing = Literal["stands", "open", "changed", "corrected", "unknown"]

STILL: frozenset[Standing] = frozenset({"stands", "unknown"})
"""Where nothing is known to have become of the answer."""


@dataclass(frozen=True, slots=True)
class OpeningAnswer:
    """What opened an alert, as it reads now.

    Attributes:
        answer: The answer in words, as it counts now.
        standing: The answer stands; it was changed in a form that is not finished (`open`), or
            before its form was finished (`changed`); the finished form was corrected; or the form
            asks no such question.

    """

    question: str
    answer: str
    standing: Standing


def opening_answer(workspace: Workspace, alert: Alert) -> OpeningAnswer:
    """Return the answer that opened an alert, as it reads now."""
    own = filled_forms.load(workspace.caseload, alert.filled_form_id)
    if not fitting_forms.fits(workspace, filled_forms.as_it_counts(workspace.caseload, own.id)):
        return OpeningAnswer("", "", "unknown")
    form = workspace.form_of(own)
    if alert.question_id not in {each.id for each in form.questions}:
        return OpeningAnswer("", "", "unknown")
    at_first = start(form, form_context(workspace, own, form), workspace.answers_of(own))
    now = reopen_form(workspace, alert.filled_form_id).state
    standing: Standing = "stands"
    if not _raises(at_first, alert):
        standing = "changed" if own.status == "finished" else "open"
    elif not _raises(now, alert):
        standing = "corrected"
    question = now.question_state(QuestionId(alert.question_id))
    answer = state_words(question, workspace.today()) or pgettext("answer", "no answer")
    return OpeningAnswer(question.prompt, answer, standing)


def said_words(workspace: Workspace, alert: Alert) -> str:
    """Return the question with the answer that opened an alert, or what became of that answer."""
    found = opening_answer(workspace, alert)
    words = {
        "stands": _("“{question}”: {answer}"),
        "open": _("An alert opened at “{question}”. The answer was changed since, to: {answer}."),
        "changed": _(
            "An alert opened at “{question}”. The answer was changed before the form was "
            "finished, to: {answer}."
        ),
        "unknown": "{rule}",
        "corrected": _("{rule} The answer was corrected afterwards, to: {answer}."),
    }
    return words[found.standing].format(
        question=found.question, answer=found.answer, rule=alert.states
    )


def fact_words(workspace: Workspace, alert: Alert) -> str:
    """Return the rule that an alert fell under; where its answer was changed since, that it was."""
    is_standing = opening_answer(workspace, alert).standing in STILL
    return alert.states if is_standing else said_words(workspace, alert)


def _raises(state: FormState, alert: Alert) -> bool:
    opened_it = (alert.question_id, alert.stream, alert.level)
    return any((each.question_id, each.stream, each.level) == opened_it for each in state.alerts)
