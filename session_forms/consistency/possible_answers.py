"""The answers that a set of tests can tell apart: few, even where the answers are many."""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain

from session_forms.answers import CANNOT_TELL, DECLINED, AnswerValue
from session_forms.conditions.answer_tests import AnswerTest
from session_forms.questions.choices import ChoiceQuestion, MultiQuestion, YesNoQuestion
from session_forms.questions.computed import ComputedQuestion
from session_forms.questions.entries import EntriesQuestion
from session_forms.questions.kinds import Question
from session_forms.questions.ratings import NumberQuestion, RatingQuestion, ScaleQuestion

HALF = 0.5

Spend = Callable[[int], None]
"""Told how many tests are about to be looked at; raises when those were too many."""


def tellable_answers(
    question: Question, tests: Sequence[AnswerTest], spend: Spend
) -> tuple[AnswerValue | None, ...]:
    """Return one answer for each outcome that `tests` can have together; None is no answer."""
    found: dict[tuple[bool, ...], AnswerValue | None] = {}
    for value in chain((None,), _special(question), _values(question, tests, spend)):
        spend(len(tests))
        found.setdefault(tuple(test.passes(value) for test in tests), value)
    return tuple(found.values())


def _special(question: Question) -> Iterator[AnswerValue]:
    if question.can_decline:
        yield DECLINED
    if question.cannot_tell:
        yield CANNOT_TELL


def _values(question: Question, tests: Sequence[AnswerTest], spend: Spend) -> Iterator[AnswerValue]:
    match question:
        case RatingQuestion() | ScaleQuestion():
            yield from (point.value for point in question.points)
        case NumberQuestion():
            near = _near(tests, fractions=bool(question.decimals))
            low, high = question.minimum, question.maximum
            yield from (low, high, *(each for each in near if low <= each <= high))
        case ComputedQuestion():
            yield from (0, *_near(tests, fractions=bool(question.decimals)))
        case YesNoQuestion():
            yield from (True, False)
        case ChoiceQuestion():
            yield from [option.id for option in question.options] or ["written"]
        case MultiQuestion():
            yield from _chosen_together(question, tests, spend)
        case EntriesQuestion():
            yield ("written",)
        case _:
            yield "written"


def _near(tests: Sequence[AnswerTest], *, fractions: bool) -> Iterator[int | float]:
    """Yield the numbers on both sides of every line that the tests draw."""
    lines = [value for test in tests for value in test.values_named if type(value) is int]
    for line in lines:
        yield from (line - 1, line, line + 1)
        yield from (line - HALF, line + HALF) if fractions else ()


def _chosen_together(
    question: MultiQuestion, tests: Sequence[AnswerTest], spend: Spend
) -> Iterator[tuple[str, ...]]:
    """Yield one choice for each outcome: a test is passed by several if it is by one of them."""
    together: dict[tuple[bool, ...], tuple[str, ...]] = {}
    for option in question.options:
        alone = (option.id,)
        if option.exclusive:
            yield alone
            continue
        for chosen in ((), *together.values()):
            spend(len(tests))
            both = (*chosen, *alone)
            together.setdefault(tuple(test.passes(both) for test in tests), both)
    yield from together.values()
