"""Whether what is printed leaves every count open, proved by whole sets of numbers that fit it.

Arithmetic alone never proves that: it narrows each count by one constraint after the other, and
all of them together may leave less. So whole sets of numbers are searched for, a number for each
count, that keep every constraint and could have been printed so. Two of them that differ in a count
prove that it is not certain. A count for which no two are found in so many tries is not decided.
"""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Literal

from exports.disclosure.narrowing import Network, Range

TRIES = 400
"""How many sets are searched for at most."""
WITNESSES = 2
"""So many different numbers for a count show that it is not certain."""
End = Literal["low", "high"]


def undecided_counts(network: Network, ranges: Mapping[str, Range]) -> tuple[str, ...]:
    """Return the counts for which no two sets of numbers were found, in order.

    `ranges` are narrowed by the constraints already.
    """
    seen: dict[str, set[int]] = {key: set() for key in ranges}
    for numbers in islice(_sets(network, ranges, seen), TRIES):
        for key, number in (numbers or {}).items():
            seen[key].add(number)
    return tuple(key for key in sorted(ranges) if len(seen[key]) < WITNESSES)


def _sets(
    network: Network, ranges: Mapping[str, Range], seen: Mapping[str, set[int]]
) -> Iterator[Mapping[str, int] | None]:
    """Yield sets of numbers: all low, all high, then at each end of every count that is open."""
    yield _filled(network, ranges, "low")
    yield _filled(network, ranges, "high")
    for key in sorted(ranges):
        ends: tuple[tuple[int, End], ...] = ((ranges[key].low, "low"), (ranges[key].high, "high"))
        for number, end in ends:
            if len(seen[key]) < WITNESSES and number not in seen[key]:
                left = network.with_number(ranges, key, number)
                yield None if left is None else _filled(network, left, end)


def _filled(network: Network, ranges: Mapping[str, Range], end: End) -> Mapping[str, int] | None:
    """Return a number for each count near one end of what it may be, or None if none is found."""
    left = dict(ranges)
    if not all(each.values for each in left.values()):
        return None
    for key in sorted(left):
        each = left[key]
        if each.values > 1:
            ends = (each.low, each.high) if end == "low" else (each.high, each.low)
            tried = (network.with_number(left, key, number) for number in ends)
            found = next((made for made in tried if made is not None), None)
            if found is None:
                return None
            left = found
    numbers = {key: each.low for key, each in left.items()}
    return numbers if network.is_kept_by(numbers) else None
