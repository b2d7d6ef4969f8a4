"""The answer that opened an alert, in the words of its form, while it still stands."""

from session_forms.answers import QuestionId
from session_forms.words.texts import translate as _
from therapist_app.record.model import Alert
from therapist_app.workflows.forms.answer_words import state_words
from therapist_app.workflows.forms.opening_forms import reopen_form
from therapist_app.workflows.workspace import Workspace


def said_words(workspace: Workspace, alert: Alert) -> str:
    """Return the question with the answer that opened an alert; the rule's words without one.

    An answer that was changed afterwards does not speak for the one that opened it.
    """
    state = reopen_form(workspace, alert.filled_form_id).state
    opened_it = (alert.question_id, alert.stream, alert.level)
    if not any((each.question_id, each.stream, each.level) == opened_it for each in state.alerts):
        return alert.states
    question = state.question_state(QuestionId(alert.question_id))
    answer = state_words(question, workspace.today())
    return _("“{question}”: {answer}").format(question=question.prompt, answer=answer)
