"""Changes that keep anybody from working out a client: the cell-key method.

Each client has a secret 64-bit key. The keys of those whom a count is about choose, together with
the name of what is counted, a small change of it: the same figure has the same change in every
table of a report and for every reader, so that nothing is gained by asking twice. Two groups are
changed independently, whether they differ by one person or by nobody: changed alike where they are
the same, one within the other would be told to be all of it, or not (ADR 119). Changes average out
over many services, and none goes beyond its bound. A count of nobody stays nought, which is why a
small count is never told from nought.

What all figures together stand on, their state, takes part in every choice. Without it a reader of
two reports would see which figures were drawn anew and which were not, and where one client is all
that differs, that tells every fact about that client (ADR 59). The bound lies far out: two changes
at opposite ends of it would tell a client for certain.

The table of probabilities is the one with the greatest entropy for a mean of nought and a given
variance, as in the ptable package of sdcTools.
Source: Fraser and Wooton (2005), A proposed method for confidentialising tabular output to
protect against differencing; Thompson, Broadfoot and Elazar (2013); Giessing (2016), Computational
issues in the design of transition probabilities; Enderle, Giessing and Tent (2020) for figures.
"""

import hashlib
from bisect import bisect_right
from collections.abc import Iterable
from functools import lru_cache
from itertools import accumulate
from math import exp, pi, sqrt
from statistics import NormalDist

from exports.document.tables import People

MOST = 10
"""A count is changed by this at most."""
MOST_ADDED = 14
"""So is what a caseload adds to a sum: further out, since of a caseload of one client who came a
change at one end alone tells for certain, and with ten it is met in one of 40,000 counts."""
VARIANCE = 5.7
"""Of the change of a count."""
RARE = 1 / 200
"""How rarely a count that nobody is behind may be told, over several caseloads."""
SWAY = 1.25
"""Standard deviation of the change of a figure, in influences of its strongest client."""
MOST_SWAY = 5.5
"""The change of a figure at most, in standard deviations: so far out that nobody meets it."""
LEAST_DRAWN = 1e-9
REACH = 0.5
"""A figure is changed as if its strongest client stood this part of the span away from the mean."""
FURTHEST = 0.75
"""The same of a rate of people, who all stand at one end or the other, and of any figure of many
people, where it costs little."""
REACHES_FURTHER = 120
"""Between the two it is the number of people over this."""
_TWO_TO_64 = 2**64
_STATE_BYTES = 32


def state_of(figures: Iterable[tuple[str, People, str]]) -> bytes:
    """Return what says whether anything differs between two sets of figures.

    Each figure is its key, its people, and what it is beside how many they are.
    """
    found = sorted((key, sum(people) % _TWO_TO_64, rest) for key, people, rest in set(figures))
    return hashlib.blake2b(repr(found).encode(), digest_size=_STATE_BYTES).digest()


def state_of_sums(caseloads: Iterable[Iterable[str]]) -> bytes:
    """Return what says whether anything differs between two sums, by the figures of caseloads."""
    found = sorted(repr(sorted(figures)) for figures in caseloads)
    return hashlib.blake2b(repr(found).encode(), digest_size=_STATE_BYTES).digest()


def chance(people: People, purpose: str = "", state: bytes = b"") -> float:
    """Return a number from 0 up to 1 that these people's keys and the state choose.

    It is hashed, so that nobody who learns it for one group learns anything for another.
    """
    total = sum(people) % _TWO_TO_64
    words = total.to_bytes(8, "big") + len(people).to_bytes(8, "big") + purpose.encode()
    found = hashlib.blake2b(words, digest_size=8, key=state).digest()
    return int.from_bytes(found, "big") / _TWO_TO_64


def changed(people: People, purpose: str = "", state: bytes = b"") -> int:
    """Return how many these clients are, changed by at most `MOST`; never below nought."""
    value = len(people)
    return value + _step(value, chance(people, purpose, state)) if value else 0


def changed_to_add(people: People, key: str, state: bytes) -> int:
    """Return what these clients add to a sum of caseloads, where it may be below nought.

    In a sum others may stand as they were, and what came can be a caseload of one client. A count
    of nobody that stayed nought would tell of that client for certain; and if all counts that
    they are in were changed alike, as within a caseload, they would stand out from all others.
    """
    return len(people) + _step_added(chance(people, f"{key} adds", state))


def _step(value: int, drawn: float) -> int:
    steps, upto = changes_of(min(value, MOST))
    return steps[min(bisect_right(upto, drawn), len(steps) - 1)]


def changed_sum(key: str, state: bytes) -> int:
    """Return by how much a number of clients in a sum is changed, by the state of its figures."""
    return _step_added(_drawn(key, state))


def _step_added(drawn: float) -> int:
    steps, upto = changes_added()
    return steps[min(bisect_right(upto, drawn), len(steps) - 1)]


def sway_of_sum(key: str, state: bytes) -> float:
    """Return the change of a figure over several caseloads, in standard deviations."""
    return _normal(_drawn(key, state))


def _drawn(key: str, state: bytes) -> float:
    found = hashlib.blake2b(key.encode(), digest_size=8, key=state).digest()
    return int.from_bytes(found, "big") / _TWO_TO_64


def sway(people: People, purpose: str, state: bytes = b"") -> float:
    """Return the change of a figure, in influences of its strongest client."""
    return SWAY * _normal(chance(people, purpose, state))


def _normal(drawn: float) -> float:
    z = NormalDist().inv_cdf(min(max(drawn, LEAST_DRAWN), 1 - LEAST_DRAWN))
    return min(max(z, -MOST_SWAY), MOST_SWAY)


@lru_cache(maxsize=MOST + 1)
def changes_of(value: int) -> tuple[tuple[int, ...], tuple[float, ...]]:
    """Return the changes that a count of `value` can get, and their chances added up.

    Values of `MOST` and more have the same row.
    """
    steps = tuple(range(-min(value, MOST), MOST + 1))
    return steps, tuple(accumulate(probabilities(steps)))


@lru_cache(maxsize=1)
def changes_added() -> tuple[tuple[int, ...], tuple[float, ...]]:
    """Return the changes of what a caseload adds to a sum, and their chances added up."""
    steps = tuple(range(-MOST_ADDED, MOST_ADDED + 1))
    return steps, tuple(accumulate(probabilities(steps)))


def most_changed(caseloads: int) -> int:
    """Return by how much a count over so many caseloads is changed at most."""
    return MOST if caseloads == 1 else MOST_ADDED * caseloads


def probabilities(steps: Iterable[int]) -> tuple[float, ...]:
    """Return the most even chances of these changes with mean 0 and the variance wanted.

    They are proportional to exp(a * step - b * step * step): a is found so that the mean is nought,
    and b so that the variance is right, both by halving.
    """
    chosen = tuple(steps)
    low, high = -0.2, 2.0
    for _round in range(50):
        middle = (low + high) / 2
        found = _centred(chosen, middle)
        spread = sum(each * step * step for each, step in zip(found, chosen, strict=True))
        low, high = (middle, high) if spread > VARIANCE else (low, middle)
    return _centred(chosen, low)


@lru_cache(maxsize=64)
def reached_by_changes(caseloads: int) -> int:
    """Return from where on a sum of counts tells of people, and not of the changes alone.

    It is the least number that the changes of so many caseloads, added up over nobody, come to in
    less than `RARE` of all counts. A count of nobody in one caseload stays nought: there it is 0.
    """
    if caseloads == 1:
        return 0
    steps = range(-MOST_ADDED, MOST_ADDED + 1)
    one = probabilities(steps)
    chances = [1.0]
    for _caseload in range(caseloads):
        spread = [0.0] * (len(chances) + len(one) - 1)
        for at, known in enumerate(chances):
            for step, each in enumerate(one):
                spread[at + step] += known * each
        chances = spread
    most = most_changed(caseloads)
    beyond, number = 0.0, most + 1
    while beyond + chances[number - 1 + most] < RARE:
        number -= 1
        beyond += chances[number + most]
    return number


def usual_change(caseloads: int) -> int:
    """Return by how much a count over so many caseloads is changed on average, in whole people."""
    return round(sqrt(2 * VARIANCE * caseloads / pi))


def _centred(steps: tuple[int, ...], b: float) -> tuple[float, ...]:
    low, high = -20.0, 20.0
    for _round in range(60):
        a = (low + high) / 2
        found = _proportional(steps, a, b)
        mean = sum(each * step for each, step in zip(found, steps, strict=True))
        low, high = (low, a) if mean > 0 else (a, high)
    return _proportional(steps, low, b)


def _proportional(steps: tuple[int, ...], a: float, b: float) -> tuple[float, ...]:
    logs = [a * step - b * step * step for step in steps]
    most = max(logs)
    weights = [exp(each - most) for each in logs]
    total = sum(weights)
    return tuple(each / total for each in weights)
