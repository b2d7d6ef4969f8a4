"""One line of the table: a budget, its floor of the same run, what was measured."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal

HEAD = (
    f"{'what':<36}{'floor ms':>10}{'ms':>10}{'ratio':>8}{'budget':>14}"
    f"{'p95':>9}{'first':>9}{'settled':>9}{'rounds':>8}"
)
Kind = Literal["milliseconds", "times the floor", "above the floor"]


@dataclass(frozen=True, slots=True)
class Budget:
    """What something may take: milliseconds in all, above its floor, or so many times its floor."""

    limit: float
    kind: Kind = "milliseconds"

    def __str__(self) -> str:
        marks = {
            "milliseconds": f"{self.limit:g} ms",
            "times the floor": f"{self.limit:g} x floor",
            "above the floor": f"floor + {self.limit:g}",
        }
        return marks[self.kind]


@dataclass(frozen=True, slots=True)
class Line:
    """Medians decide; the other figures are there to be read.

    Attributes:
        floor: What the bare thing took in each round, in milliseconds.
        taken: What ours took in the same rounds; for a screen, until it was first painted.
        settled: For a screen, until nothing more waited to be built or painted.

    """

    name: str
    budget: Budget
    floor: Sequence[float]
    taken: Sequence[float]
    settled: Sequence[float] = ()

    @property
    def ratio(self) -> float:
        """How many times the floor it took."""
        return median(self.taken) / median(self.floor)

    @property
    def holds(self) -> bool:
        """Whether it is within its budget."""
        taken, floor = median(self.taken), median(self.floor)
        measured = {
            "milliseconds": taken,
            "times the floor": taken / floor,
            "above the floor": taken - floor,
        }
        return measured[self.budget.kind] <= self.budget.limit

    def __str__(self) -> str:
        settled = f"{median(self.settled):.2f}" if self.settled else "-"
        return (
            f"{self.name:<36}{median(self.floor):>10.2f}{median(self.taken):>10.2f}"
            f"{self.ratio:>8.2f}{self.budget!s:>14}{percentile(self.taken):>9.2f}"
            f"{self.taken[0]:>9.2f}{settled:>9}{len(self.taken):>8}"
            f"  {'ok' if self.holds else 'over'}"
        )


def percentile(values: Sequence[float], share: float = 0.95) -> float:
    """Return the value below which this share of the values lies, by nearest rank."""
    ranked = sorted(values)
    return ranked[round(share * (len(ranked) - 1))]
