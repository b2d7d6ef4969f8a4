"""Sums over caseloads, where those of others stand as they were and one caseload comes.

The attacker knows which caseload came and how many people it has, so that the difference of two
reports is its figures alone. Where it has one client, whoever knows what it adds knows the client.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import comb, exp, log
from statistics import fmean

from exports.disclosure.cell_keys import MOST, changes_added, changes_of
from tests.campaigns.disclosure.likelihood import LEAST, Facts, Guess
from tests.campaigns.disclosure.protecting import Release

TAKEN = 0.5
"""The weight of one figure; of 1, 0.5 and 0.2 it helped the attacker most."""


@dataclass(frozen=True)
class Newcomers:
    """Somebody who knows that so many people came, all in one caseload.

    Attributes:
        imagined: Clients as they are elsewhere.
        as_printed: Whether a caseload adds what is printed of it alone, so that nobody is nought,
            and the same client the same number wherever they are counted.

    """

    imagined: Sequence[Facts]
    people: int
    as_printed: bool = False

    def guesses(self, earlier: Release, later: Release, truth: Facts) -> list[Guess]:
        """Return a guess for each fact of one of them."""
        told = [key for key, value in earlier.printed.items() if value and later.printed.get(key)]
        rates = {key: fmean(key in each for each in self.imagined) for key in told}
        steps = {key: later.printed[key] - earlier.printed[key] for key in told}
        own = set(steps.values()) - {0}
        is_read = self.as_printed and self.people == 1 and len(own) == 1
        ratios: dict[str, float] = {}
        certain: set[str] = set()
        for key, step in steps.items():
            without, having = (
                _likelihood(step, has, self.people, round(rates[key], 2), self.as_printed)
                for has in (0, 1)
            )
            if is_read and not step:
                having = 0.0
            if (without == 0) != (having == 0):
                certain.add(key)
            ratios[key] = log(having + LEAST) - log(without + LEAST)
        scores = [TAKEN * sum(ratios.get(fact, 0.0) for fact in facts) for facts in self.imagined]
        most = max(scores)
        weights = [exp(each - most) for each in scores]
        after = {key: _share(key, weights, self.imagined) for key in told}
        after |= {key: float(ratios[key] > 0) for key in certain}
        return [
            Guess(key, rates[key], after[key], key in truth, certain=key in certain) for key in told
        ]


def _share(fact: str, weights: Sequence[float], imagined: Sequence[Facts]) -> float:
    having = (weight for weight, each in zip(weights, imagined, strict=True) if fact in each)
    return sum(having) / sum(weights)


@cache
def _likelihood(step: int, has: int, people: int, rate: float, as_printed: bool) -> float:  # noqa: FBT001
    """Return how likely a sum moves so where one of so many people is counted or is not."""
    others = people - 1
    return sum(
        comb(others, many)
        * rate**many
        * (1 - rate) ** (others - many)
        * _adds(has + many, as_printed).get(step, 0.0)
        for many in range(people)
    )


@cache
def _adds(count: int, as_printed: bool) -> Mapping[int, float]:  # noqa: FBT001
    """Return the chance of each number that a caseload adds for so many people."""
    if as_printed and not count:
        return {0: 1.0}
    steps, upto = changes_of(min(count, MOST)) if as_printed else changes_added()
    before = (0.0, *upto)
    return {
        count + step: after - sooner
        for step, sooner, after in zip(steps, before, upto, strict=False)
    }


def forget() -> None:
    """Forget how likely anything was: the chances of changes are others now."""
    _likelihood.cache_clear()
    _adds.cache_clear()
