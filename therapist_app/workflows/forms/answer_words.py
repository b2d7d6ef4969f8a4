"""An answer as words: for last time's work, the drafted note and the alert."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from session_forms.answers import AnswerValue
from session_forms.filling.answer_text import answer_lines, said_words
from session_forms.filling.filling import FormState
from session_forms.filling.states import QuestionState
from session_forms.form.numbering import numbers
from session_forms.questions.kinds import Question
from session_forms.questions.units import counted_in_words
from session_forms.reference.service_words import clinic_words, text_words
from session_forms.words.texts import pgettext

NO_NAMES: Mapping[str, str] = MappingProxyType({})
REFERRING = frozenset({"directory_list", "jurisdiction"})


def answer_words(
    question: Question, answer: AnswerValue, names: Mapping[str, str] = NO_NAMES
) -> str:
    """Return one line (lists: several) that says `answer` in the form's own words.

    `names` says what services and local texts are called, by the ids in answers.
    """
    if isinstance(answer, str):
        said = said_words(question, answer)
        return names.get(said, said) if question.kind in REFERRING else said
    lines = answer_lines(question, answer)
    if question.kind in REFERRING:
        lines = tuple(names.get(each, each) for each in lines)
    return "\n".join(lines)


def form_words(state: FormState, *, for_client: bool = False) -> tuple[tuple[str, str], ...]:
    """Return every shown question with its number, and its answer in words; "" where none is.

    What is for the therapist alone is left out where the client looks on.
    """
    number_of = numbers(state.form)
    today = state.context.today
    return tuple(
        (f"{number_of[each.question.id]}.  {each.prompt}", state_words(each, today))
        for each in state.question_states()
        if each.shown and not (for_client and each.question.for_therapist)
    )


def state_words(state: QuestionState, today: date) -> str:
    """Return what stands at a question: its answer, or what was computed; "" for neither.

    By `today` a service says whether it is to be checked before it is given.
    """
    if state.figure is not None:
        return counted_in_words(state.question, f"{state.figure}")
    if state.answer is None:
        return ""
    if isinstance(state.answer, bool):  # it stands alone here, beside choices that begin so
        return pgettext("answer", "Yes") if state.answer else pgettext("answer", "No")
    names = {key: clinic_words(each, today) for key, each in state.services.items()}
    names |= {ref: text_words(each) for ref, each in state.local_texts.items()}
    return answer_words(state.question, state.answer, names)
