"""What an act costs as the record grows: measured at several sizes, and a line laid through.

Each size is a run of its own, with a record of its own. A line through processor times, start and
cost of a thousand clients more, tells what grows; how far the worst size lies from it tells whether
a line is what they follow.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log10

from tests.bench.against import ROOT, SMALLEST, Table, measured
from tests.bench.timing.report import tell

SIZES = (40, 200, 1_000, 10_000)
"""The smallest holds the dozen worked cases, and one client for each round of a measurement."""


@dataclass(frozen=True, slots=True)
class Growth:
    """The processor time of one act by the number of clients.

    Attributes:
        taken: Milliseconds at each number of clients.
        start: Milliseconds of the line at no client.
        each_thousand: Milliseconds that a thousand clients more cost by the line; may be negative.
        worst: The largest distance of a size from the line, as a share of what was measured.
        exponent: By which power of the number the time grows from the last size but one to the
            last: 0 where it stays, 1 where it grows as they do.

    """

    act: str
    taken: Mapping[int, float]
    start: float
    each_thousand: float
    worst: float
    exponent: float

    def __str__(self) -> str:
        cells = "".join(f"{each:>10.2f}" for each in self.taken.values())
        return (
            f"{self.act:<36}{cells}{self.start:>10.2f}{self.each_thousand:>12.2f}"
            f"{self.worst:>8.0%}{self.exponent:>10.2f}"
        )


def head(sizes: Sequence[int]) -> str:
    """Return the head of the table."""
    cells = "".join(f"{size:>10}" for size in sizes)
    return (
        f"{'processor, ms, by clients':<36}{cells}{'start':>10}{'+ 1000 cost':>12}{'worst':>8}"
        f"{'exponent':>10}"
    )


def growths(tables: Mapping[int, Table]) -> Iterator[Growth]:
    """Yield each act that was measured at every size, in the order of the smallest.

    Raises:
        ValueError: There are fewer than two sizes.

    """
    sizes = sorted(tables)
    if len(sizes) < 2:
        raise ValueError(f"{len(sizes)} size: a line needs two")
    for act in tables[sizes[0]]:
        if all(act in table for table in tables.values()):
            yield _growth(act, {at: tables[at][act]["processor"] for at in sizes})


def _growth(act: str, taken: Mapping[int, float]) -> Growth:
    """Lay the line by least squares of relative distances, so that a small size counts as much."""
    points = [(number, max(time, SMALLEST)) for number, time in taken.items()]
    weights = [1 / time**2 for _, time in points]
    total = sum(weights)
    middle = sum(w * n for w, (n, _) in zip(weights, points, strict=True)) / total
    height = sum(w * t for w, (_, t) in zip(weights, points, strict=True)) / total
    spread = sum(w * (n - middle) ** 2 for w, (n, _) in zip(weights, points, strict=True))
    slope = (
        sum(w * (n - middle) * (t - height) for w, (n, t) in zip(weights, points, strict=True))
        / spread
    )
    start = height - slope * middle
    worst = max(abs(start + slope * n - t) / t for n, t in points)
    (few, before), (many, after) = points[-2:]
    return Growth(act, taken, start, slope * 1000, worst, log10(after / before) / log10(many / few))


def grow(names: Sequence[str], sizes: Sequence[int]) -> int:
    """Measure acts at each size and print what each costs; return 0."""
    tables = {
        size: measured(ROOT, ["--clients", str(size), *names], f"{size} clients") for size in sizes
    }
    tell(head(sorted(tables)))
    for growth in growths(tables):
        tell(growth)
    return 0
