"""An answer as words: for last time's work, the drafted note and the alert."""

from session_forms.answers import AnswerValue
from session_forms.definition import Question
from session_forms.filling import QuestionState
from session_forms.saying import answer_lines, option_label


def answer_words(question: Question, answer: AnswerValue) -> str:
    """Return one line (lists: several) that says `answer` in the form's own words."""
    if isinstance(answer, str):
        return option_label(question, answer)
    return "\n".join(answer_lines(question, answer))


def state_words(state: QuestionState) -> str:
    """Return what stands at a question: its answer, or what was computed; "" for neither."""
    if state.figure is not None:
        unit = getattr(state.question, "unit", "")
        return f"{state.figure} {unit}".strip()
    return "" if state.answer is None else answer_words(state.question, state.answer)
