"""Whether one condition of a rule holds for a course, and the facts by which it does. Pure."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import takewhile
from typing import assert_never

from programme.course.on_track_facts import (
    CourseFacts,
    Fact,
    Filling,
    MissedInARow,
    RatingDown,
    RatingLow,
    SameAnswer,
    ScoreNotBetter,
    ScoreWorse,
    Series,
)
from programme.definition.on_track_rules import (
    AnsweredInARow,
    Condition,
    NoReliableImprovement,
    RatingAtMost,
    RatingFell,
    ReliableDeterioration,
    SessionsMissed,
)
from session_forms.answers import QuestionId
from session_forms.scores.score_rules import Figure
from session_forms.scoring.change import Outcome, classify, is_case


def facts_of(condition: Condition, facts: CourseFacts) -> Iterator[Fact]:
    """Yield the facts by which a condition holds now; none where it does not."""
    match condition:
        case ReliableDeterioration():
            yield from _scores_worse(facts)
        case NoReliableImprovement():
            yield from _scores_not_better(facts)
        case RatingAtMost():
            yield from _ratings_low(condition, facts.fillings.get(condition.form, ()))
        case RatingFell():
            yield from _ratings_down(condition, facts.fillings.get(condition.form, ()))
        case SessionsMissed():
            yield from _missed(condition, facts)
        case AnsweredInARow():
            yield from _same_answer(condition, facts.fillings.get(condition.form, ()))
        case _:
            assert_never(condition)


def _scores_worse(facts: CourseFacts) -> Iterator[Fact]:
    for series in facts.series:
        run = _run(series, ("reliable-deterioration",))
        if run:
            first, last, criterion = _ends(series)
            yield ScoreWorse(run[0][0], series.form_id, first, last, criterion)


def _scores_not_better(facts: CourseFacts) -> Iterator[Fact]:
    for series in facts.series:
        run = _run(series, ("no-reliable-change", "reliable-deterioration"))
        if run and is_case(series.score, series.values[0][1]):
            first, last, criterion = _ends(series)
            yield ScoreNotBetter(run[0][0], series.form_id, first, last, criterion)


def _run(series: Series, outcomes: Sequence[Outcome]) -> list[tuple[datetime, Figure]]:
    """Return the last scores that are classed so without a break, oldest first."""
    later = series.values[1:]
    first = series.values[0][1] if later else None
    run = takewhile(
        lambda each: classify(series.score, first, each[1]).outcome in outcomes, reversed(later)
    )
    return list(run)[::-1]


def _ends(series: Series) -> tuple[Figure, Figure, float]:
    first, last = series.values[0][1], series.values[-1][1]
    criterion = classify(series.score, first, last).criterion
    assert criterion is not None  # without one nothing is classed
    return first, last, criterion


def _ratings_low(condition: RatingAtMost, fillings: Sequence[Filling]) -> Iterator[Fact]:
    for question_id, value in _ratings(fillings[-1:], condition.questions):
        since = _low_since(fillings, question_id, condition.at_most)
        if since is not None:
            yield RatingLow(since, condition.form, question_id, value, condition.at_most)


def _low_since(fillings: Sequence[Filling], question_id: str, at_most: int) -> datetime | None:
    """Return since when a rating has been this low without a break; None where it is not."""
    since: datetime | None = None
    for filling in reversed(fillings):
        value = filling.answers.get(QuestionId(question_id))
        if type(value) is not int or value > at_most:
            break
        since = filling.at
    return since


def _ratings_down(condition: RatingFell, fillings: Sequence[Filling]) -> Iterator[Fact]:
    before = dict(_ratings(fillings[-2:-1], condition.questions))
    for question_id, value in _ratings(fillings[-1:], condition.questions):
        earlier = before.get(question_id)
        if earlier is not None and earlier - value >= condition.by:
            yield RatingDown(fillings[-1].at, condition.form, question_id, earlier, value)


def _ratings(fillings: Sequence[Filling], wanted: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Yield the ratings of a filling, those that are wanted or all; whole numbers only."""
    for filling in fillings:
        for question_id, value in filling.answers.items():
            if type(value) is int and (not wanted or question_id in wanted):
                yield question_id, value


def _missed(condition: SessionsMissed, facts: CourseFacts) -> Iterator[Fact]:
    run = list(takewhile(lambda each: each.state == "missed", reversed(facts.meetings)))[::-1]
    if len(run) >= condition.in_a_row:
        yield MissedInARow(run[condition.in_a_row - 1].at, len(run))


def _same_answer(condition: AnsweredInARow, fillings: Sequence[Filling]) -> Iterator[Fact]:
    question = QuestionId(condition.question)
    run = list(
        takewhile(lambda each: each.answers.get(question) == condition.equals, reversed(fillings))
    )[::-1]
    if len(run) >= condition.times:
        yield SameAnswer(
            since=run[condition.times - 1].at,
            form_id=condition.form,
            question_id=condition.question,
            option_id=condition.equals,
            count=len(run),
        )
