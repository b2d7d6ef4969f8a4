"""Floor and ours in turn, so that other work on the machine weighs on both alike."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median
from time import perf_counter, thread_time

Rounds = tuple[list["Span"], list["Span"]]


@dataclass(frozen=True, slots=True)
class Span:
    """How long something took, in milliseconds.

    Attributes:
        wall: By the clock on the wall.
        work: What the processor spent on it; on an idle machine hardly less.

    """

    wall: float
    work: float

    def shared(self, among: int) -> "Span":
        """Return the share of one among several."""
        return Span(self.wall / among, self.work / among)


class Stopwatch:
    """Runs from when it is made."""

    def __init__(self) -> None:
        self._work = _work()
        self._wall = perf_counter()

    def read(self) -> Span:
        """Return the time since then."""
        wall = perf_counter() - self._wall
        return Span(wall * 1000, (_work() - self._work) * 1000)


def timed(work: Callable[[], object]) -> Span:
    """Return how long some work takes."""
    watch = Stopwatch()
    work()
    return watch.read()


def alternate(floor: Callable[[int], Span], ours: Callable[[int], Span], rounds: int) -> Rounds:
    """Run both in turn, each first in every other round; both get the number of the round."""
    floors: list[Span] = []
    taken: list[Span] = []
    for number in range(rounds):
        turns = ((floor, floors), (ours, taken))
        for run, kept in turns if number % 2 else reversed(turns):
            kept.append(run(number))
    return floors, taken


def middle(spans: Sequence[Span]) -> Span:
    """Return the median of each figure."""
    return Span(median(each.wall for each in spans), median(each.work for each in spans))


def _work() -> float:
    """Return the seconds of processor time of this thread and of the processes it waited for."""
    children = getrusage(RUSAGE_CHILDREN)
    return thread_time() + children.ru_utime + children.ru_stime
