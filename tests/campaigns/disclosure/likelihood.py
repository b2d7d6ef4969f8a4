"""Somebody who weighs what is printed: which clients could have made these figures, and how likely.

The attacker knows the table of probabilities, programme, rules and source, and how clients of such
services usually fare: a few hundred imagined clients stand for that. Each imagined client is
weighed by how well the printed figures fit it; the best guess about a fact is what the weighed ones
mostly have. The base rate is the same guess before anything was printed.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import comb, exp, log

Facts = frozenset[str]
Chances = Callable[[int], Mapping[int, float]]

LIKE_THE_SERVICE = 0.02
"""How far the client is thought to be like what the earlier report tells of its service, a figure.

Of 0, 0.02 and 0.05, with each figure of the change taken whole, in part or hardly, this helped the
attacker most: figures hang together, and each taken whole makes guesses too sure.
"""
NEAR = 0.03
"""How near to nought or to all a share of the service is taken to be."""
LEAST = 1e-12
ABOVE = ">"
"""Ends the name of the fact that a client lies above a mean or rate."""
USUAL = (0.05, 0.95)
"""Facts that hold for fewer or more are guessed by everybody."""


@dataclass(frozen=True, slots=True)
class Guess:
    """What is thought of one fact, and what is so."""

    fact: str
    before: float
    after: float
    holds: bool
    certain: bool

    @property
    def gain(self) -> int:
        """1 when only the figures made the guess right, -1 when they made it wrong, else 0."""
        return int((self.after > 0.5) == self.holds) - int((self.before > 0.5) == self.holds)


@dataclass(frozen=True)
class Reader:
    """Somebody with the table of probabilities and some idea of clients.

    Attributes:
        sticky: Whether the same people are changed alike in both releases, as he then knows.

    """

    chances: Chances
    imagined: Sequence[Facts]
    sticky: bool = False

    def guesses(
        self,
        earlier: Mapping[str, int],
        later: Mapping[str, int],
        truth: Facts,
        movers: int = 1,
        *,
        is_new: bool = True,
        beside: Sequence[float] = (),
    ) -> list[Guess]:
        """Return a guess for each fact of a client who is in the later release alone.

        `movers` are how many clients are there alone, this one among them. Who is not new has
        facts that came since the earlier release. `beside` is how well each imagined client fits
        all that is printed beside counts, as a log.
        """
        like = _like_the_service(earlier, self.imagined) if is_new else [0.0] * len(self.imagined)
        rates = _rates(self.imagined, like)
        shared = earlier.keys() & later.keys()
        besides = beside or [0.0] * len(self.imagined)
        ratios: dict[str, float] = {}
        certain: set[str] = set()
        for fact in shared:
            rate = rates.get(fact, 0.0)
            without, having = (
                self._likelihood(earlier[fact], later[fact], has, movers, round(rate, 2))
                for has in (0, 1)
            )
            if (without == 0) != (having == 0):
                certain.add(fact)
            ratios[fact] = log(having + LEAST) - log(without + LEAST)
        kept = _once_each(ratios, earlier, later, self.imagined)
        part = movers**-0.5
        after = _rates(
            self.imagined,
            [
                each + other + part * sum(kept.get(fact, 0.0) for fact in facts)
                for each, other, facts in zip(like, besides, self.imagined, strict=True)
            ],
        )
        sure = {fact: float(ratios[fact] > 0) for fact in certain}
        after |= sure
        return [
            Guess(fact, rates[fact], after.get(fact, 0.0), fact in truth, fact in certain)
            for fact in sorted(rates.keys() - (earlier.keys() ^ later.keys()))
            if fact in shared or fact.endswith(ABOVE)
        ]

    def _likelihood(self, first: int, then: int, has: int, movers: int, rate: float) -> float:
        return _likelihood((self.chances, self.sticky), (first, then), has, movers, rate)


@cache
def _likelihood(
    table: tuple[Chances, bool], seen: tuple[int, int], has: int, movers: int, rate: float
) -> float:
    """Return how likely two printed counts are where one client does or does not add one.

    The true count before may be anything; each other client who moved adds one at the usual rate.
    """
    (chances, sticky), (first, then) = table, seen
    others = [
        comb(movers - 1, many) * rate**many * (1 - rate) ** (movers - 1 - many)
        for many in range(movers)
    ]
    total = 0.0
    for count in range(max(0, first - 40), first + 41):
        if chance := chances(count).get(first):
            total += chance * sum(
                share
                * (
                    float(first == then)
                    if sticky and has + many == 0
                    else chances(count + has + many).get(then, 0.0)
                )
                for many, share in enumerate(others)
            )
    return total


def forget() -> None:
    """Forget how likely anything was: the chances of changes are others now."""
    _likelihood.cache_clear()


def _like_the_service(earlier: Mapping[str, int], imagined: Sequence[Facts]) -> list[float]:
    """Return how well each imagined client fits the shares that a service has printed, as a log."""
    whole = max(1, earlier.get("clients", 1))
    shares = {fact: min(max(many / whole, NEAR), 1 - NEAR) for fact, many in earlier.items()}
    odds = {fact: LIKE_THE_SERVICE * log(part / (1 - part)) for fact, part in shares.items()}
    return [sum(odds.get(fact, 0.0) for fact in facts) for facts in imagined]


def _rates(imagined: Sequence[Facts], scores: Sequence[float]) -> dict[str, float]:
    """Return how common each fact is among imagined clients that are weighed by `scores`."""
    most = max(scores)
    weights = [exp(each - most) for each in scores]
    total = sum(weights)
    found: dict[str, float] = {}
    for facts, weight in zip(imagined, weights, strict=True):
        for fact in facts:
            found[fact] = found.get(fact, 0.0) + weight / total
    return found


def _once_each(
    ratios: Mapping[str, float],
    earlier: Mapping[str, int],
    later: Mapping[str, int],
    imagined: Sequence[Facts],
) -> dict[str, float]:
    """Return the ratios without those of facts that always go together and are printed alike."""
    having: dict[str, int] = dict.fromkeys(ratios, 0)
    for place, each in enumerate(imagined):
        for fact in each & ratios.keys():
            having[fact] |= 1 << place
    seen: set[tuple[int, int, int]] = set()
    kept: dict[str, float] = {}
    for fact, ratio in ratios.items():
        kind = (earlier[fact], later[fact], having[fact])
        if kind not in seen:
            seen.add(kind)
            kept[fact] = ratio
    return kept


def usual(guesses: Sequence[Guess]) -> list[Guess]:
    """Return the guesses that are not made by everybody."""
    low, high = USUAL
    return [each for each in guesses if low < each.before < high]
