"""How often each fidelity item was done, partly done or not done. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from programme.course.completion import Ratings
from programme.definition.definition import Programme
from programme.definition.parts import FidelityItem


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
