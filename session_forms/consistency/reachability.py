"""Finds what can never happen in a form: a question never shown, a condition never met.

An exact search over the few answers that the tests can tell apart, question by question in
reading order; a hidden question has no answer. Facts of the moment, figures and bands are
taken to be free of each other, so what is reported can never hold, but not everything that
can never hold is reported. A search that grows too large reports nothing.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import assert_never

from session_forms.answers import CANNOT_TELL, DECLINED, AnswerValue
from session_forms.conditions.alert_levels import LEVELS
from session_forms.conditions.conditions import AnswerTest, Condition
from session_forms.files.explaining import Finding
from session_forms.files.toml_lines import path_of
from session_forms.form.definition import FormDefinition
from session_forms.questions.choices import ChoiceQuestion, MultiQuestion, YesNoQuestion
from session_forms.questions.computed import ComputedQuestion
from session_forms.questions.days import DateQuestion, DatetimeQuestion, TimeQuestion
from session_forms.questions.entries import ListQuestion
from session_forms.questions.from_form import FromFormQuestion
from session_forms.questions.kinds import Question
from session_forms.questions.ratings import NumberQuestion, RatingQuestion, ScaleQuestion
from session_forms.questions.references import DirectoryListQuestion, JurisdictionQuestion
from session_forms.questions.tables import TableQuestion
from session_forms.questions.writing import LongTextQuestion, ShortTextQuestion

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
        case ListQuestion() | DirectoryListQuestion() | FromFormQuestion():
            yield ("written",)
        case (
            ShortTextQuestion()
            | LongTextQuestion()
            | DateQuestion()
            | TimeQuestion()
            | DatetimeQuestion()
            | TableQuestion()
            | JurisdictionQuestion()
        ):
            yield "written"
        case _:
            assert_never(question)


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


MOST_LOOKS = 100_000
"""At the tests of one condition; reached by no form of a sensible kind."""

MOST_LOOKS_IN_FORM = 400_000
"""At the tests of all conditions; those that are left then are not judged."""

MOST_VARIABLES = 100
"""That one condition goes by; the search goes as deep as they are many."""

_Name = tuple[str, ...]
_Value = AnswerValue | None
_Domain = tuple[_Value, ...]
_NOT: Mapping[bool | None, bool | None] = {True: False, False: True, None: None}


class _TooLarge(Exception):
    """The search has grown too large to say anything."""


class _Allowance:
    """How much may still be looked at."""

    def __init__(self, looks: int) -> None:
        self.left = looks

    def spend(self, looks: int) -> None:
        self.left -= looks
        if self.left < 0:
            raise _TooLarge


def unreachable(form: FormDefinition) -> Iterator[Finding]:
    """Yield every condition of `form` that can never hold."""
    left = MOST_LOOKS_IN_FORM
    for index, question in enumerate(form.questions):
        never_shown = False
        for key, condition in question.conditions():
            wanted = [condition]
            if question.shown_when is not None and key != "shown_when":
                wanted.append(question.shown_when)
            if never_shown:
                continue
            allowance = _Allowance(min(MOST_LOOKS, left))
            left -= allowance.left
            holds = can_hold(form, index, wanted, allowance)
            left += max(allowance.left, 0)
            if holds:
                continue
            never_shown = key == "shown_when"
            path = ("questions", index, *path_of(key))
            if never_shown:
                what = "the condition can never hold, so the question is never shown"
            else:
                what = "the condition can never hold"
            yield Finding(path, what, "change it, or drop what hangs on it")


def can_hold(
    form: FormDefinition, index: int, wanted: Sequence[Condition], allowance: _Allowance
) -> bool:
    """Return whether all of `wanted` can hold at once, at the question at `index`."""
    try:
        return _Search(form, index, wanted, allowance).finds_one()
    except _TooLarge:
        return True


@dataclass(frozen=True, slots=True)
class _Variable:
    """Something a condition goes by, with every value that makes a difference.

    Attributes:
        name: What it is.
        domain: The values.
        shown_when: For a question: without this it has no answer.
        looks: At how many tests one has to look for that.

    """

    name: _Name
    domain: _Domain
    shown_when: Condition | None = None
    looks: int = 0


class _Search:
    """A search for values with which every wanted condition holds."""

    def __init__(
        self,
        form: FormDefinition,
        index: int,
        wanted: Sequence[Condition],
        allowance: _Allowance,
    ) -> None:
        self._form = form
        self._index = index
        self._wanted = wanted
        self._spend = allowance.spend
        self._size = sum(1 for each in wanted for _part in each.parts())
        parts = list(self._parts())
        self._variables = [*self._facts(parts), *self._questions(parts)]
        if len(self._variables) > MOST_VARIABLES:
            raise _TooLarge

    def finds_one(self) -> bool:
        return self._goes_on({}, 0)

    def _goes_on(self, known: Mapping[_Name, _Value], at: int) -> bool:
        self._spend(self._size)
        outcomes = [_outcome(each, known) for each in self._wanted]
        if False in outcomes:
            return False
        if None not in outcomes:
            return True
        variable = self._variables[at]
        self._spend(variable.looks)
        hidden = variable.shown_when is not None and not _outcome(variable.shown_when, known)
        domain = (None,) if hidden else variable.domain
        return any(self._goes_on({**known, variable.name: each}, at + 1) for each in domain)

    def _parts(self) -> Iterator[Condition]:
        """Yield every condition that has a say, with those of the questions it asks about."""
        waiting, met = list(self._wanted), set[str]()
        while waiting:
            for _place, part in waiting.pop().parts():
                self._spend(1)
                yield part
                if part.question is not None and part.question not in met:
                    met.add(part.question)
                    shown_when = self._form.question(part.question).shown_when
                    waiting += [] if shown_when is None else [shown_when]

    def _questions(self, parts: Sequence[Condition]) -> Iterator[_Variable]:
        tests: dict[str, list[AnswerTest]] = {}
        for part in parts:
            if part.question is not None:
                tests.setdefault(part.question, []).append(part)
        for question in self._form.questions:
            if question.id in tests:
                domain = tellable_answers(question, tests[question.id], self._spend)
                shown_when = question.shown_when
                looks = 0 if shown_when is None else sum(1 for _part in shown_when.parts())
                yield _Variable(("question", question.id), domain, shown_when, looks)

    def _facts(self, parts: Sequence[Condition]) -> Iterator[_Variable]:
        names = dict.fromkeys(name for part in parts if (name := _fact(part)))
        for name in names:
            match name[0]:
                case "level":
                    yield _Variable(name, tuple(range(self._highest_level() + 1)))
                case "band":
                    labels = [
                        label
                        for part in parts
                        if part.band_of is not None and _fact(part) == name
                        for label in part.band_of.any_of
                    ]
                    yield _Variable(name, (None, *dict.fromkeys(labels)))
                case _:
                    yield _Variable(name, (True, False))

    def _highest_level(self) -> int:
        """Return how high an alert can stand before the question; 0 is none."""
        before = self._form.questions[: self._index]
        levels = [LEVELS.index(alert.level) + 1 for each in before for alert in each.alerts]
        return max(levels, default=0)


def _fact(part: Condition) -> _Name | None:
    """Return the name of the fact that a condition goes by, if it goes by one."""
    if part.band_of is not None:
        return ("band", part.band_of.measure or "", part.band_of.score)
    if part.open_alert is not None:
        return ("stream", part.open_alert)
    if part.any_alert_at_least is not None:
        return ("level",)
    if part.earlier_version_exists is not None:
        return ("earlier_version",)
    return ("first_use",) if part.first_use is not None else None


def _outcome(condition: Condition, known: Mapping[_Name, _Value]) -> bool | None:
    """Return whether a condition holds by what is known; None while that is open."""
    if condition.question is not None:
        name = ("question", condition.question)
        return condition.passes(known[name]) if name in known else None
    if condition.all_of is not None:
        return _all([_outcome(each, known) for each in condition.all_of])
    if condition.some_of is not None:
        return _NOT[_all([_NOT[_outcome(each, known)] for each in condition.some_of])]
    if condition.none_of is not None:
        return _all([_NOT[_outcome(each, known)] for each in condition.none_of])
    return _fact_outcome(condition, known)


def _fact_outcome(condition: Condition, known: Mapping[_Name, _Value]) -> bool | None:
    name = _fact(condition)
    if name is None:
        return True
    if name not in known:
        return None
    value = known[name]
    if condition.band_of is not None:
        return value in condition.band_of.any_of
    if condition.any_alert_at_least is not None:
        return isinstance(value, int) and value > LEVELS.index(condition.any_alert_at_least)
    wanted = (condition.earlier_version_exists, condition.first_use)
    return value == next((each for each in wanted if each is not None), True)


def _all(outcomes: Sequence[bool | None]) -> bool | None:
    if False in outcomes:
        return False
    return None if None in outcomes else True
