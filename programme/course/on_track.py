"""Whether the course of a client asks for a look: which rules hold, and what is to be done. Pure.

    for finding in findings(programme, rules, facts):
        ...  # the rule, its facts, and whether it is only watched or asks for a review

A finding is a prompt. It is no label and no forecast; a person decides. A fact holds its
numbers; the application words it. `since` is when it began to hold without a break, so that
one and the same state is asked about once.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import takewhile
from typing import Literal, assert_never

from programme.course.order import after_the_end, course_order
from programme.course.progress import HELD, SessionState
from programme.definition.definition import Programme
from programme.definition.on_track_rules import (
    AnsweredInARow,
    Condition,
    NoReliableImprovement,
    OnTrackRule,
    OnTrackRules,
    RatingAtMost,
    RatingFell,
    ReliableDeterioration,
    SessionsMissed,
)
from session_forms.answers import Answers, QuestionId
from session_forms.scores.score_rules import Figure
from session_forms.scores.scores import Score
from session_forms.scoring.change import Outcome, classify, is_case

Stage = Literal["watch", "review"]


@dataclass(frozen=True, slots=True)
class Meeting:
    """One session that took place or was missed, and when."""

    plan_id: str
    at: datetime
    state: SessionState


@dataclass(frozen=True, slots=True)
class Series:
    """The scores of one measure that can be compared, oldest first."""

    form_id: str
    score: Score
    values: tuple[tuple[datetime, Figure], ...]


@dataclass(frozen=True, slots=True)
class FinishedFilling:
    """One finished filling of a form."""

    at: datetime
    answers: Answers


@dataclass(frozen=True, slots=True)
class CourseFacts:
    """What is known about one client's course.

    Attributes:
        meetings: Sessions that took place or were missed, oldest first; those that the service
            cancelled, and those to come, are left out.
        series: The client's measures.
        fillings: The finished fillings of each form, oldest first, by form id.
        track_id: The client's track, which may hold sessions in another order.

    """

    meetings: tuple[Meeting, ...] = ()
    series: tuple[Series, ...] = ()
    fillings: Mapping[str, tuple[FinishedFilling, ...]] = field(default_factory=dict)
    track_id: str = ""


@dataclass(frozen=True, slots=True)
class ScoreWorse:
    """A score is reliably worse than the first."""

    since: datetime
    form_id: str
    first: Figure
    last: Figure
    criterion: float


@dataclass(frozen=True, slots=True)
class ScoreNotBetter:
    """A score that began at or beyond its cut-off has not improved reliably."""

    since: datetime
    form_id: str
    first: Figure
    last: Figure
    criterion: float


@dataclass(frozen=True, slots=True)
class RatingLow:
    """A rating is as low as the rule's line, or lower."""

    since: datetime
    form_id: str
    question_id: str
    value: int
    at_most: int


@dataclass(frozen=True, slots=True)
class RatingDown:
    """A rating fell from one filling to the next."""

    since: datetime
    form_id: str
    question_id: str
    before: int
    value: int


@dataclass(frozen=True, slots=True)
class MissedInARow:
    """The last sessions did not take place."""

    since: datetime
    count: int


@dataclass(frozen=True, slots=True)
class SameAnswer:
    """The last fillings of a form chose the same option."""

    since: datetime
    form_id: str
    question_id: str
    option_id: str
    count: int


Fact = ScoreWorse | ScoreNotBetter | RatingLow | RatingDown | MissedInARow | SameAnswer
"""What a rule found; a `match` over it that misses a kind fails type-checking."""


@dataclass(frozen=True, slots=True)
class RuleThatHolds:
    """A rule that holds.

    Attributes:
        stage: `watch`: it is only shown. `review`: it asks for the five questions.
        since: From when a review counts as an answer to it.

    """

    rule: OnTrackRule
    stage: Stage
    since: datetime
    facts: tuple[Fact, ...]


def findings(
    programme: Programme, rules: OnTrackRules, facts: CourseFacts
) -> tuple[RuleThatHolds, ...]:
    """Return the rules that hold, in their order, each with all its facts."""
    points = [at for each in rules.review_at if (at := _reached(programme, each, facts))]
    watched = _reached(programme, rules.watch_from, facts) if rules.watch_from else None
    return tuple(
        finding
        for rule in rules.rules
        if (found := tuple(_facts(rule, facts)))
        and (finding := _finding(rule, found, points, watched))
    )


def unanswered(
    found: Sequence[RuleThatHolds], reviewed_at: datetime | None
) -> tuple[RuleThatHolds, ...]:
    """Return the findings that ask for a review and that no review since has answered."""
    return tuple(
        each
        for each in found
        if each.stage == "review" and (reviewed_at is None or reviewed_at < each.since)
    )


def _facts(rule: OnTrackRule, facts: CourseFacts) -> Iterator[Fact]:
    for condition in rule.any_of:
        yield from facts_of(condition, facts)


def _finding(
    rule: OnTrackRule,
    found: tuple[Fact, ...],
    points: Sequence[datetime],
    watched: datetime | None,
) -> RuleThatHolds | None:
    began = max(each.since for each in found)
    passed = [at for at in points if at >= min(each.since for each in found)]
    if rule.asks == "at_once":
        return RuleThatHolds(rule, "review", max([began, *passed]), found)
    if passed:
        return RuleThatHolds(rule, "review", max(passed), found)
    if watched is not None:
        return RuleThatHolds(rule, "watch", max(began, watched), found)
    return None


def _reached(programme: Programme, session_id: str, facts: CourseFacts) -> datetime | None:
    """Return when the course first came as far as a session, by a session that was held."""
    after = tuple(each.id for each in after_the_end(programme))
    course = (*course_order(programme, facts.track_id), *after)
    far_enough = set(course[course.index(session_id) :])
    held = (each.at for each in facts.meetings if each.state in HELD and each.plan_id in far_enough)
    return min(held, default=None)


def facts_of(condition: Condition, facts: CourseFacts) -> Iterator[Fact]:
    """Yield the facts by which a condition holds now; none where it does not."""
    match condition:
        case ReliableDeterioration():
            found = _scores(facts, ("reliable-deterioration",), ScoreWorse)
            yield from (fact for _series, fact in found)
        case NoReliableImprovement():
            found = _scores(facts, ("no-reliable-change", "reliable-deterioration"), ScoreNotBetter)
            yield from (fact for each, fact in found if is_case(each.score, each.values[0][1]))
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


def _scores(
    facts: CourseFacts, outcomes: Sequence[Outcome], kind: type[ScoreWorse | ScoreNotBetter]
) -> Iterator[tuple[Series, Fact]]:
    """Yield the measures whose last scores are classed so, each as a fact of that kind."""
    for series in facts.series:
        run = _run(series, outcomes)
        if run:
            first, last = series.values[0][1], series.values[-1][1]
            criterion = classify(series.score, first, last).criterion
            assert criterion is not None  # without one nothing is classed
            yield series, kind(run[0][0], series.form_id, first, last, criterion)


def _run(series: Series, outcomes: Sequence[Outcome]) -> list[tuple[datetime, Figure]]:
    """Return the last scores that are classed so without a break, oldest first."""
    later = series.values[1:]
    first = series.values[0][1] if later else None
    run = takewhile(
        lambda each: classify(series.score, first, each[1]).outcome in outcomes, reversed(later)
    )
    return list(run)[::-1]


def _ratings_low(condition: RatingAtMost, fillings: Sequence[FinishedFilling]) -> Iterator[Fact]:
    for question_id, value in _ratings(fillings[-1:], condition.questions):
        since = _low_since(fillings, question_id, condition.at_most)
        if since is not None:
            yield RatingLow(since, condition.form, question_id, value, condition.at_most)


def _low_since(
    fillings: Sequence[FinishedFilling], question_id: str, at_most: int
) -> datetime | None:
    """Return since when a rating has been this low without a break; None where it is not."""
    since: datetime | None = None
    for filling in reversed(fillings):
        value = filling.answers.get(QuestionId(question_id))
        if type(value) is not int or value > at_most:
            break
        since = filling.at
    return since


def _ratings_down(condition: RatingFell, fillings: Sequence[FinishedFilling]) -> Iterator[Fact]:
    before = dict(_ratings(fillings[-2:-1], condition.questions))
    for question_id, value in _ratings(fillings[-1:], condition.questions):
        earlier = before.get(question_id)
        if earlier is not None and earlier - value >= condition.by:
            yield RatingDown(fillings[-1].at, condition.form, question_id, earlier, value)


def _ratings(
    fillings: Sequence[FinishedFilling], wanted: Sequence[str]
) -> Iterator[tuple[str, int]]:
    """Yield the ratings of a filling, those that are wanted or all; whole numbers only."""
    for filling in fillings:
        for question_id, value in filling.answers.items():
            if type(value) is int and (not wanted or question_id in wanted):
                yield question_id, value


def _missed(condition: SessionsMissed, facts: CourseFacts) -> Iterator[Fact]:
    run = list(takewhile(lambda each: each.state == "missed", reversed(facts.meetings)))[::-1]
    if len(run) >= condition.in_a_row:
        yield MissedInARow(run[condition.in_a_row - 1].at, len(run))


def _same_answer(condition: AnsweredInARow, fillings: Sequence[FinishedFilling]) -> Iterator[Fact]:
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
