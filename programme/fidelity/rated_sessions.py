"""Meetings as sessions, with how both raters saw them. Pure.

A session that was split between meetings is one session: what was done in either was done. Two
sessions held in one meeting are two, each with its own items and the shared ones. A session
whose rest still follows has no ratings yet, since what waits for the rest was not left out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from programme.definition.definition import Programme
from programme.fidelity.fidelity import Ratings, adherence, best_of


@dataclass(frozen=True, slots=True)
class RatedMeeting:
    """One meeting that took place.

    Attributes:
        id: What tells it from other meetings.
        plan_ids: The one or two session plans that it followed.
        occurrence: Which time the plan is held; the meetings of a split session share it.
        rest_follows: Whether the steps that were not done go to another meeting.
        first: The therapist's ratings by item.
        second: The second rater's ratings by item; empty where there was none.

    """

    id: str
    plan_ids: tuple[str, ...]
    occurrence: int = 1
    rest_follows: bool = False
    first: Ratings = field(default_factory=dict)
    second: Ratings = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ItemPair:
    """How two raters saw one item of the same meetings."""

    item_id: str
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class RatedSession:
    """One session, all its meetings together.

    Attributes:
        plan_id: The session plan.
        meetings: The ids of its meetings, in order.
        is_whole: Whether no rest follows.
        together_with: The plan before it that was held in the same meeting, or "".
        ratings: The therapist's ratings by item; empty while a rest follows.
        items: How many items its plan has.
        pairs: Both ratings of each item that both rated. Each pair counts once: where two
            sessions share a meeting, their shared items stand with the first of them.

    """

    plan_id: str
    meetings: tuple[str, ...]
    is_whole: bool
    together_with: str
    ratings: Ratings
    pairs: tuple[ItemPair, ...]
    items: int

    @property
    def adherence_percent(self) -> int | None:
        """The adherence; None until every item is rated, since a part says nothing of the whole."""
        return adherence(self.ratings).percent if len(self.ratings) == self.items else None


def rated_sessions(
    programme: Programme, meetings: Sequence[RatedMeeting]
) -> tuple[RatedSession, ...]:
    """Return the sessions that these meetings come to, given in the order they were held."""
    grouped: dict[tuple[str, int], list[RatedMeeting]] = {}
    for meeting in meetings:
        for plan_id in meeting.plan_ids:
            grouped.setdefault((plan_id, meeting.occurrence), []).append(meeting)
    return tuple(_session(programme, plan_id, each) for (plan_id, _at), each in grouped.items())


def second_ratings_wanted(held: int, one_in: int) -> int:
    """Return how many of the sessions held are to be rated twice: one with every `one_in`."""
    return held // one_in


def _session(programme: Programme, plan_id: str, meetings: list[RatedMeeting]) -> RatedSession:
    items = _items(programme, plan_id)
    plans = meetings[0].plan_ids
    before = plans[plans.index(plan_id) - 1] if plan_id in plans[1:] else ""
    is_whole = not meetings[-1].rest_follows
    return RatedSession(
        plan_id=plan_id,
        meetings=tuple(each.id for each in meetings),
        is_whole=is_whole,
        together_with=before,
        ratings=_together([each.first for each in meetings], items) if is_whole else {},
        pairs=_pairs(meetings, items - _items(programme, before)),
        items=len(items),
    )


def _items(programme: Programme, plan_id: str) -> frozenset[str]:
    plan = programme.session_plans.get(plan_id)
    return frozenset(item.id for item in plan.fidelity) if plan else frozenset()


def _pairs(meetings: list[RatedMeeting], items: frozenset[str]) -> tuple[ItemPair, ...]:
    """Return both ratings of each item, of those meetings alone that both raters saw."""
    seen = [each for each in meetings if each.second]
    first = _together([each.first for each in seen], items)
    second = _together([each.second for each in seen], items)
    return tuple(
        ItemPair(each, first[each], second[each]) for each in sorted(first.keys() & second.keys())
    )


def _together(given: Sequence[Ratings], items: frozenset[str]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for each in given:
        found = best_of(found, {key: rating for key, rating in each.items() if key in items})
    return found
