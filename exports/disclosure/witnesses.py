"""Whether what is printed leaves every count open, proved by whole sets of numbers that fit it.

Arithmetic alone never proves that: it narrows each count by one constraint after the other, and
all of them together may leave less. So whole sets of numbers are searched for, a number for each
count, that keep every constraint and could have been printed so. Two of them that differ in a count
prove that it is not certain. A count for which no two are found in so many tries is not decided.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice, product

from exports.disclosure.narrowing import CountRange, Network

TRIES = 400
"""How many sets are searched for at most."""
WITNESSES = 2
"""So many different numbers for a count show that it is not certain."""
STEPS = 400
"""How many changes of one count by one are tried at most to find a set of numbers near another."""
FIRST = 3
"""So many of the sets that were found first are what others are near to."""
Wanted = Callable[[CountRange], int]
"""The number that a count should come near, by what it may be."""


def undecided_counts(network: Network, ranges: Mapping[str, CountRange]) -> tuple[str, ...]:
    """Return the counts for which no two sets of numbers were found, in order.

    `ranges` are narrowed by the constraints already.
    """
    found: list[Mapping[str, int]] = []
    seen: dict[str, set[int]] = {key: set() for key in ranges}
    for numbers in islice(_sets(network, ranges, seen, found), TRIES):
        if numbers is not None:
            found.append(numbers)
            for key, number in numbers.items():
                seen[key].add(number)
    return tuple(key for key in sorted(ranges) if len(seen[key]) < WITNESSES)


def _sets(
    network: Network,
    ranges: Mapping[str, CountRange],
    seen: Mapping[str, set[int]],
    found: Sequence[Mapping[str, int]],
) -> Iterator[Mapping[str, int] | None]:
    """Yield sets of numbers: all low, all high, all between, then others for each that is open.

    Those are as near to a set that was found as can be; then they are at the ends of what it may
    be.
    """
    for wanted in (_low, _high, _between):
        yield _filled(network, ranges, wanted)
    for key in sorted(ranges):
        for numbers in found[:FIRST]:
            for by in (1, -1):
                if len(seen[key]) < WITNESSES:
                    yield _moved(network, ranges, numbers, key, by)
        each = ranges[key]
        for number, wanted in product((each.low, each.high), (_low, _high)):
            if len(seen[key]) < WITNESSES and number not in seen[key]:
                left = network.with_number(ranges, key, number)
                yield None if left is None else _filled(network, left, wanted)


def _low(each: CountRange) -> int:
    return each.low


def _high(each: CountRange) -> int:
    return each.high


def _between(each: CountRange) -> int:
    return (each.low + each.high) // 2


def _filled(
    network: Network, ranges: Mapping[str, CountRange], wanted: Wanted
) -> Mapping[str, int] | None:
    """Return a number for each count near the one that is wanted, or None if none is found.

    Counts that hang together with most others come first: what they leave fits those.
    """
    left = dict(ranges)
    if not all(each.values for each in left.values()):
        return None
    for key in network.most_bound_first(left):
        each = left[key]
        if each.values > 1:
            target = wanted(each)
            numbers = sorted(range(each.low, each.high + 1), key=lambda one: abs(one - target))
            tried = (network.with_number(left, key, number) for number in numbers)
            found = next((made for made in tried if made is not None), None)
            if found is None:
                return None
            left = found
    chosen = {key: each.low for key, each in left.items()}
    return chosen if network.is_kept_by(chosen) else None


def _moved(
    network: Network,
    ranges: Mapping[str, CountRange],
    numbers: Mapping[str, int],
    key: str,
    by: int,
) -> Mapping[str, int] | None:
    """Return numbers that keep all constraints, near others that do, with one count changed.

    What that breaks is mended by changing other counts by one, each once at most, those first that
    break the least; None where nothing is found in so many steps.
    """
    number = numbers[key] + by
    if not ranges[key].low <= number <= ranges[key].high:
        return None
    return _mended(network, ranges, {**numbers, key: number}, (key,), [STEPS])


def _mended(
    network: Network,
    ranges: Mapping[str, CountRange],
    numbers: Mapping[str, int],
    changed: tuple[str, ...],
    left: list[int],
) -> Mapping[str, int] | None:
    """Return such numbers from those that break something by some changed counts.

    `left` holds how many steps may still be tried.
    """
    broken = network.broken_by(numbers, changed)
    if not broken:
        return numbers
    constraint, off = broken[0]
    tries: list[tuple[int, str, Mapping[str, int]]] = []
    for key, weight in constraint.terms.items():
        number = numbers[key] + (1 if (weight > 0) == (off > 0) else -1)
        if key not in changed and ranges[key].low <= number <= ranges[key].high:
            made: Mapping[str, int] = {**numbers, key: number}
            tries.append((len(network.broken_by(made, (*changed, key))), key, made))
    for _many, key, made in sorted(tries, key=lambda one: one[:2]):
        left[0] -= 1
        found = _mended(network, ranges, made, (*changed, key), left) if left[0] >= 0 else None
        if found is not None:
            return found
    return None
