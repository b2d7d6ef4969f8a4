"""How closely sessions kept to their plans. Pure.

The adherence of one, which items are missed most often, and when a session and a module are
complete: by fidelity items, not by meetings counted.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from programme.definition.definition import Programme, SessionPlan
from programme.definition.parts import FidelityBand, FidelityItem
from programme.errors import UnknownRating

Ratings = Mapping[str, str]
"""Ratings by item id, each `0`, `1`, `2` or `na`."""

DONE = frozenset({"1", "2"})
NOT_APPLICABLE = "na"
DEFAULT_BANDS = (
    FidelityBand(at_least=80, label="high"),
    FidelityBand(at_least=60, label="acceptable"),
    FidelityBand(at_least=0, label="discuss in supervision"),
)
"""The programme's own convention, not a published threshold."""

_POINTS = {"0": 0, "1": 1, "2": 2}


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


@dataclass(frozen=True, slots=True)
class Adherence:
    """How much of a plan was delivered.

    Attributes:
        percent: The adherence, or None when no item applies or none is rated.
        applicable: How many rated items applied.
        rated: How many items have a rating, `na` included.
        band: The word for the percentage, or "" when there is none.

    """

    percent: int | None
    applicable: int
    rated: int
    band: str


def adherence(
    ratings: Mapping[str, str], bands: Sequence[FidelityBand] = DEFAULT_BANDS
) -> Adherence:
    """Return the adherence for ratings by item id, each `0`, `1`, `2` or `na`.

    The formula is the programme's: 100 x sum of ratings / (2 x number of applicable items),
    rounded half up.

    Raises:
        UnknownRating: A rating is not on the scale.

    """
    points = [
        _points(item_id, rating) for item_id, rating in ratings.items() if rating != NOT_APPLICABLE
    ]
    if not points:
        return Adherence(percent=None, applicable=0, rated=len(ratings), band="")
    percent = (100 * sum(points) + len(points)) // (2 * len(points))
    band = next((each.label for each in bands if percent >= each.at_least), "")
    return Adherence(percent=percent, applicable=len(points), rated=len(ratings), band=band)


def _points(item_id: str, rating: str) -> int:
    if rating not in _POINTS:
        raise UnknownRating(item_id)
    return _POINTS[rating]


@dataclass(frozen=True, slots=True)
class ItemTally:
    """One item over many sessions; not applicable counts nowhere.

    Attributes:
        item_id: The item.
        missed: How often it was rated 0.
        applicable: How often it was rated 0, 1 or 2.

    """

    item_id: str
    missed: int
    applicable: int


def item_tallies(sessions: Iterable[Ratings]) -> tuple[ItemTally, ...]:
    """Return every item that applied, the most often missed first.

    The share decides, then the number, then the id.
    """
    found: dict[str, list[str]] = {}
    for ratings in sessions:
        for item_id, rating in ratings.items():
            if rating in {"0", "1", "2"}:
                found.setdefault(item_id, []).append(rating)
    tallies = [ItemTally(key, given.count("0"), len(given)) for key, given in found.items()]
    return tuple(
        sorted(
            tallies,
            key=lambda each: (-each.missed / each.applicable, -each.missed, each.item_id),
        )
    )


def fidelity_items(programme: Programme) -> dict[str, FidelityItem]:
    """Return every fidelity item of a programme by its id, those that sessions share once."""
    return {item.id: item for plan in programme.session_plans.values() for item in plan.fidelity}
