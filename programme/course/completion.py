"""When a session and a module are complete: by fidelity items, not by meetings counted. Pure."""

from collections.abc import Mapping

from programme.definition.definition import Programme, SessionPlan

Ratings = Mapping[str, str]
"""Ratings by item id, each `0`, `1`, `2` or `na`."""

DONE = frozenset({"1", "2"})
NOT_APPLICABLE = "na"


def is_session_complete(plan: SessionPlan, ratings: Ratings) -> bool:
    """Return whether every item that applies is rated 1 or 2, and at least one applies."""
    own = [ratings.get(item.id) for item in plan.fidelity]
    applicable = [each for each in own if each != NOT_APPLICABLE]
    return bool(applicable) and all(each in DONE for each in applicable)


def complete_modules(
    programme: Programme, ratings_by_plan: Mapping[str, Ratings]
) -> frozenset[str]:
    """Return the modules of which every session is complete.

    Args:
        programme: The programme that the client follows.
        ratings_by_plan: The ratings of each session, by session id, all its meetings together.

    """
    return frozenset(
        module.id
        for module in programme.modules.values()
        if module.session_ids
        and all(
            is_session_complete(programme.session_plan(each), ratings_by_plan.get(each, {}))
            for each in module.session_ids
        )
    )


def best_of(earlier: Ratings, later: Ratings) -> dict[str, str]:
    """Return the ratings of two meetings together: what was done in either was done."""
    rank = {NOT_APPLICABLE: -1, "0": 0, "1": 1, "2": 2}
    both = dict(earlier)
    for item_id, rating in later.items():
        if item_id not in both or rank[rating] > rank[both[item_id]]:
            both[item_id] = rating
    return both
