"""Filling in a form: one frozen state, and the one function that moves it on.

Nothing here knows about windows or files. The screen shows a `FormState`, the person
answers, and `answer()` returns the next state:

    state = start(form, Context(today=date(2026, 3, 2)))
    state = answer(state, QuestionId("woke"), 3)

A value that cannot be an answer is kept out of the answers, and what is wrong with it kept
as a problem. An answer that is merely not enough yet, or that no longer fits because the
day or another answer changed, stays in the answers with a problem beside it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

from session_forms.answers import Answers, QuestionId, checked_answers
from session_forms.errors import AnswerRejected, Problem
from session_forms.filling.evaluation import Evaluation, Given, evaluate, evaluate_again
from session_forms.filling.states import Context, QuestionState, RaisedAlert
from session_forms.form.definition import FormDefinition
from session_forms.questions.kinds import Question
from session_forms.questions.question import Limits

NO_ANSWERS: Answers = MappingProxyType({})


@dataclass(frozen=True)
class FormState:
    """A form part-way through being filled in.

    Attributes:
        form: The form.
        context: The moment.
        answers: Every answer given, also to questions that are hidden again.
        rejected: What was wrong with the last value, where it could not be an answer.
        evaluation: The questions as these answers leave them.

    """

    form: FormDefinition
    context: Context
    answers: Answers
    rejected: Mapping[QuestionId, Problem]
    evaluation: Evaluation = field(repr=False, compare=False)

    def question_states(self) -> tuple[QuestionState, ...]:
        """Return every question as it stands, in reading order."""
        return self.evaluation.states

    def question_state(self, question_id: str) -> QuestionState:
        """Return one question as it stands.

        Raises:
            KeyError: The form has no such question.

        """
        return self.evaluation.states[self._at(question_id)]

    def limits(self, question_id: str) -> Limits:
        """Return what limits the answer to one question now.

        Raises:
            KeyError: The form has no such question.

        """
        return self.evaluation.seen[self._at(question_id)].limits

    @cached_property
    def problems(self) -> Mapping[QuestionId, Problem]:
        """What is wrong, by question; hidden questions have no problems."""
        return MappingProxyType(
            {
                QuestionId(state.question.id): state.problem
                for state in self._shown
                if state.problem is not None
            }
        )

    @property
    def unanswered(self) -> tuple[Question, ...]:
        """The questions that are shown and have no answer yet."""
        return tuple(state.question for state in self._asked if state.answer is None)

    @property
    def blocking(self) -> tuple[Question, ...]:
        """The shown questions that safety needs answered, or whose answer does not fit."""
        return tuple(
            state.question
            for state in self._shown
            if state.problem is not None or (state.required and state.answer is None)
        )

    @cached_property
    def answers_to_keep(self) -> Answers:
        """The answers to questions that are shown; a hidden one is not kept."""
        return MappingProxyType(
            {
                QuestionId(state.question.id): state.answer
                for state in self._shown
                if state.answer is not None
            }
        )

    @property
    def dropped(self) -> tuple[Question, ...]:
        """The hidden questions whose answers finishing will drop."""
        return tuple(
            state.question
            for state in self.question_states()
            if not state.shown and state.answer is not None
        )

    @property
    def alerts(self) -> tuple[RaisedAlert, ...]:
        """What the answers that stand raise, in reading order."""
        return self.evaluation.alerts

    @property
    def answered_count(self) -> int:
        """How many shown questions have an answer; what is only read does not count."""
        return sum(state.answer is not None for state in self._asked)

    @property
    def shown_count(self) -> int:
        """How many questions are shown; what is only read does not count."""
        return len(self._asked)

    @property
    def time_frame(self) -> str:
        """The time that is asked about, as a heading; "" where the first use has words of its own.

        Asked in words for the first time, questions name their times themselves.
        """
        if self.context.first_use and any(each.prompt_first_use for each in self.form.questions):
            return ""
        return self.form.time_frame[:1].upper() + self.form.time_frame[1:]

    @cached_property
    def _shown(self) -> tuple[QuestionState, ...]:
        return tuple(state for state in self.question_states() if state.shown)

    @cached_property
    def _asked(self) -> tuple[QuestionState, ...]:
        return tuple(state for state in self._shown if state.question.is_asked)

    def _at(self, question_id: str) -> int:
        return self.form.dependencies.position[question_id]


def start(form: FormDefinition, context: Context, answers: Answers = NO_ANSWERS) -> FormState:
    """Return `form` with what was answered before, ready to be filled in.

    Raises:
        InvalidAnswers: The answers do not belong to the form.

    """
    given = Given(checked_answers(form, answers), MappingProxyType({}))
    return FormState(form, context, given.answers, given.rejected, evaluate(form, context, given))


def answer(state: FormState, question_id: QuestionId, value: object) -> FormState:
    """Return `state` with one question answered; None takes the answer away.

    A value that does not fit is kept out of the answers and what is wrong with it kept in
    the problems, as a code; the view words it and the person can put it right.

    Raises:
        KeyError: The form has no such question.

    """
    question = state.form.question(question_id)
    answers = {key: kept for key, kept in state.answers.items() if key != question_id}
    rejected = {key: kept for key, kept in state.rejected.items() if key != question_id}
    try:
        accepted = None if value is None else question.accept(value, state.limits(question_id))
    except AnswerRejected as rejection:
        rejected[question_id] = rejection.problem
    else:
        if accepted is not None:
            answers[question_id] = accepted
    given = Given(MappingProxyType(answers), MappingProxyType(rejected))
    evaluation = evaluate_again(state.evaluation, state.form, state.context, given, question_id)
    return FormState(state.form, state.context, given.answers, given.rejected, evaluation)


Page = tuple[QuestionId, ...]


def pages(
    state: FormState, *, one_by_one: bool = False, for_client: bool = False
) -> tuple[Page, ...]:
    """Return the shown questions by page; there is always one page, and it may be empty.

    What is for the therapist alone stands on none of them where the client looks on.
    """
    breaks = {part.id for part in state.form.parts if part.new_page}
    made: list[list[QuestionId]] = [[]]
    part: int | str | None = None
    for each in state.question_states():
        begins = each.question.part != part and each.question.part in breaks
        part = each.question.part
        if begins and made[-1]:
            made.append([])
        if each.shown and not (for_client and each.question.for_therapist):
            if one_by_one and made[-1]:
                made.append([])
            made[-1].append(QuestionId(each.question.id))
    return tuple(tuple(page) for page in made if page) or ((),)


def page_of(found: tuple[Page, ...], question_id: str) -> int:
    """Return the place of the page with a question, counted from 0; 0 where it is on none."""
    return next((at for at, page in enumerate(found) if question_id in page), 0)
