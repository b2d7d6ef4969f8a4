"""What depends on what inside a form: worked out once, so that an answer touches only little."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from session_forms.conditions.conditions import BandTest, Condition
from session_forms.questions.choices import ChoiceQuestion
from session_forms.questions.computed import ComputedQuestion
from session_forms.questions.entries import EntriesQuestion
from session_forms.questions.from_form import FromFormQuestion
from session_forms.questions.kinds import Question

Positions = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Dependencies:
    """What depends on what, by the questions' positions, counted from 0.

    Attributes:
        position: The position of each question.
        followers: The later questions that look at the answer of each question.
        excused: The questions whose entries an answer to each question stands in for.
        alert_readers: The questions that go by the alerts raised before them.
        measures: The scores of other forms that conditions go by, as form and score.
        sources: The forms that lines are taken over from.
        asks_menu: Whether a question offers the client's own menu.

    """

    position: Mapping[str, int]
    followers: Mapping[int, Positions]
    excused: Mapping[int, Positions]
    alert_readers: Positions
    measures: frozenset[tuple[str, str]]
    sources: frozenset[str]
    asks_menu: bool


def dependencies_among(questions: Sequence[Question]) -> Dependencies:
    """Return what depends on what among `questions`; names that are none of them are passed by."""
    position = {question.id: at for at, question in reversed(list(enumerate(questions)))}
    followers: dict[int, set[int]] = defaultdict(set)
    excused: dict[int, set[int]] = defaultdict(set)
    for at, question in enumerate(questions):
        for name in _looked_at(question, questions[:at]):
            followers[position.get(name, at)].add(at)
        if isinstance(question, EntriesQuestion) and question.min_entries_when is not None:
            excused[position.get(question.min_entries_when.or_reason_in or "", at)].add(at)
    return Dependencies(
        position=position,
        followers={
            at: tuple(sorted(each for each in found if each > at))
            for at, found in followers.items()
        },
        excused={at: tuple(sorted(found)) for at, found in excused.items()},
        alert_readers=tuple(at for at, each in enumerate(questions) if _goes_by_alerts(each)),
        measures=frozenset(
            (test.measure, test.score)
            for question in questions
            for test in _bands_of(question)
            if test.measure is not None
        ),
        sources=frozenset(each.form for each in questions if isinstance(each, FromFormQuestion)),
        asks_menu=any(isinstance(each, ChoiceQuestion) and each.options_from for each in questions),
    )


def _looked_at(question: Question, earlier: Sequence[Question]) -> Iterator[str]:
    """Yield what `question` looks at; a score of this form may go by any earlier answer."""
    for condition in _every_condition(question):
        if condition.question is not None:
            yield condition.question
        if condition.band_of is not None and condition.band_of.measure is None:
            yield from (each.id for each in earlier)
    if isinstance(question, ComputedQuestion):
        yield from question.of


def _every_condition(question: Question) -> Iterator[Condition]:
    for _key, condition in question.conditions():
        yield from (part for _place, part in condition.parts())


def _bands_of(question: Question) -> Iterator[BandTest]:
    for condition in _every_condition(question):
        if condition.band_of is not None:
            yield condition.band_of


def _goes_by_alerts(question: Question) -> bool:
    return any(
        condition.open_alert is not None or condition.any_alert_at_least is not None
        for condition in _every_condition(question)
    )
