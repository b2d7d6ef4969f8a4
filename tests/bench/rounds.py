"""Floor and ours in turn, so that other work on the machine weighs on both alike."""

from collections.abc import Callable
from time import perf_counter

Timed = Callable[[int], float]
"""Gets the number of the round and returns milliseconds."""


def timed(work: Callable[[], object]) -> float:
    """Return how many milliseconds some work takes."""
    start = perf_counter()
    work()
    return (perf_counter() - start) * 1000


def alternate(floor: Timed, ours: Timed, rounds: int) -> tuple[list[float], list[float]]:
    """Run both in turn, each first in every other round."""
    floors: list[float] = []
    taken: list[float] = []
    for number in range(rounds):
        for which in (0, 1) if number % 2 else (1, 0):
            if which:
                taken.append(ours(number))
            else:
                floors.append(floor(number))
    return floors, taken
