"""Whether the course of a client asks for a look: which rules hold, and what is to be done. Pure.

    for finding in findings(programme, rules, facts):
        ...  # the rule, its facts, and whether it is only watched or asks for a review

A finding is a prompt. It is no label and no forecast; a person decides.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from programme.course.on_track_conditions import facts_of
from programme.course.on_track_facts import CourseFacts, Fact
from programme.course.order import after_the_end, course_order
from programme.course.progress import HELD
from programme.definition.definition import Programme
from programme.definition.on_track_rules import OnTrackRule, OnTrackRules

Stage = Literal["watch", "review"]


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that holds.

    Attributes:
        stage: `watch`: it is only shown. `review`: it asks for the five questions.
        since: From when a review counts as an answer to it.

    """

    rule: OnTrackRule
    stage: Stage
    since: datetime
    facts: tuple[Fact, ...]


def findings(programme: Programme, rules: OnTrackRules, facts: CourseFacts) -> tuple[Finding, ...]:
    """Return the rules that hold, in their order, each with all its facts."""
    points = [at for each in rules.review_at if (at := _reached(programme, each, facts))]
    watched = _reached(programme, rules.watch_from, facts) if rules.watch_from else None
    return tuple(
        finding
        for rule in rules.rules
        if (found := tuple(_facts(rule, facts)))
        and (finding := _finding(rule, found, points, watched))
    )


def unanswered(found: Sequence[Finding], reviewed_at: datetime | None) -> tuple[Finding, ...]:
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
) -> Finding | None:
    began = max(each.since for each in found)
    passed = [at for at in points if at >= min(each.since for each in found)]
    if rule.asks == "at_once":
        return Finding(rule, "review", max([began, *passed]), found)
    if passed:
        return Finding(rule, "review", max(passed), found)
    if watched is not None:
        return Finding(rule, "watch", max(began, watched), found)
    return None


def _reached(programme: Programme, session_id: str, facts: CourseFacts) -> datetime | None:
    """Return when the course first came as far as a session, by a session that was held."""
    after = tuple(each.id for each in after_the_end(programme))
    course = (*course_order(programme, facts.track_id), *after)
    far_enough = set(course[course.index(session_id) :])
    held = (each.at for each in facts.meetings if each.state in HELD and each.plan_id in far_enough)
    return min(held, default=None)
