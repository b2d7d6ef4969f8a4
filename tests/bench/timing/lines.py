"""One line of the table: a budget, its floor of the same run, what was measured."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from typing_extensions import override

from tests.bench.timing.rounds import Span, middle

HEAD = (
    f"{'milliseconds':<36}{'floor':>9}{'taken':>9}{'ratio':>8}{'budget':>14}"
    f"{'processor':>11}{'p95':>9}{'first':>9}{'settled':>9}{'rounds':>8}"
)
Kind = Literal["milliseconds", "times the floor", "above the floor"]
Verdict = Literal["ok", "busy", "over"]
"""Busy: over by the clock, within by the processor's time; an idle machine would tell."""


@dataclass(frozen=True, slots=True)
class Budget:
    """What something may take: milliseconds in all, above its floor, or so many times its floor."""

    limit: float
    kind: Kind = "milliseconds"

    @override
    def __str__(self) -> str:
        marks = {
            "milliseconds": f"{self.limit:g}",
            "times the floor": f"{self.limit:g} x floor",
            "above the floor": f"floor + {self.limit:g}",
        }
        return marks[self.kind]

    def holds(self, taken: float, floor: float) -> bool:
        """Return whether this is within the budget."""
        measured = {
            "milliseconds": taken,
            "times the floor": taken / floor,
            "above the floor": taken - floor,
        }
        return measured[self.kind] <= self.limit


@dataclass(frozen=True, slots=True)
class Line:
    """Medians by the clock decide, or by the processor where other work shares it.

    The other figures are there to be read.

    Attributes:
        floor: What the bare thing took in each round.
        taken: What ours took in the same rounds; for a screen, until it was first painted.
        settled: For a screen, until nothing more waited to be built or painted.

    """

    name: str
    budget: Budget
    floor: Sequence[Span]
    taken: Sequence[Span]
    settled: Sequence[Span] = ()

    @property
    def verdict(self) -> Verdict:
        """Whether it is within its budget."""
        taken, floor = middle(self.taken), middle(self.floor)
        if self.budget.holds(taken.wall, floor.wall):
            return "ok"
        return "busy" if self.budget.holds(taken.work, floor.work) else "over"

    @override
    def __str__(self) -> str:
        floor, taken = middle(self.floor), middle(self.taken)
        settled = f"{middle(self.settled).wall:.2f}" if self.settled else "-"
        walls = [each.wall for each in self.taken]
        return (
            f"{self.name:<36}{floor.wall:>9.2f}{taken.wall:>9.2f}{taken.wall / floor.wall:>8.2f}"
            f"{self.budget!s:>14}{taken.work:>11.2f}{percentile(walls):>9.2f}{walls[0]:>9.2f}"
            f"{settled:>9}{len(walls):>8}  {self.verdict}"
        )


def percentile(values: Sequence[float], share: float = 0.95) -> float:
    """Return the value below which this share of the values lies, by nearest rank."""
    ranked = sorted(values)
    return ranked[round(share * (len(ranked) - 1))]
