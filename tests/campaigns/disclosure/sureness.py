"""How sure means and rates are, read over several reports: what one who comes or leaves moved.

The attacker has the reports with the client and those without: one of each, sums over two
caseloads, or eight quarters in each of which somebody leaves. From each figure they know what a
client of some value would make of it, and from the standard error, which the tables for programs
print, what that client would make of the spread. They are given more than anybody has: how many
values a figure rests on, and how far its change can go. Whether errors help beside the figures
themselves is what is judged.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from random import Random
from statistics import fmean
from unittest.mock import patch

from exports.case.case import PseudonymisedCase
from exports.disclosure import protected
from exports.disclosure.cell_keys import SWAY
from exports.disclosure.protected import strongest_in
from exports.estimates.influence import Statistic
from tests.campaigns.disclosure.attacker import Attacker
from tests.campaigns.disclosure.figures import Imagined, Own, above, everybody, steps
from tests.campaigns.disclosure.likelihood import Facts, Guess, Reader, usual
from tests.campaigns.disclosure.protecting import Release, chances, release, release_of
from tests.campaigns.disclosure.published import chain_of, published
from tests.campaigns.disclosure.results import Result, summary
from tests.campaigns.disclosure.services import QUARTERS, random_service

TWO, SUMS, CHAIN = "two reports, client", "two sums, client", "eight quarters, leaves"
WAYS = (TWO, SUMS, CHAIN)
CLIENTS = (20, 40, 30)
EVERYBODY = "one leaves each quarter"
USUALLY_APART = 0.2
"""How far others who leave stand from a mean, as a part of the span."""
TAKEN = 0.5
"""The weight of a figure, as of figures beside counts."""
ERRORS_TAKEN = 0.2
"""The weight of an error beside its figure; of 0.02 to 1 it helped most over two reports."""


def sureness(attacker: Attacker, at: int) -> Result:
    """Guess what the client is by figures alone, and by figures and how sure they are.

    The control prints how sure they are as the clients make it.
    """
    dice, way = attacker.dice(f"sureness {at}"), WAYS[at % len(WAYS)]
    seen = _reports(attacker, way, dice)
    by_value, both = (_guesses(attacker, seen, is_read=each) for each in (False, True))
    found = {"way": way, **summary(both), "by_value": summary(by_value)["gain"]}
    if way == TWO:
        with patch.object(protected, "_error", lambda statistic, *_drawn: statistic.error):
            bare = _reports(attacker, way, attacker.dice(f"sureness {at}"))
        found["exact"] = summary(list(_told_by_exact(bare)))
    return found


@dataclass(frozen=True, slots=True)
class _Reports:
    """What is published with the client and without, and who they are.

    Attributes:
        others: How many others left between the middle of both.
        draws: How many changes of its own a figure has, in each report.

    """

    having: Sequence[Release]
    lacking: Sequence[Release]
    client: int
    own: Imagined
    others: float = 0.0
    draws: int = 1


def _reports(attacker: Attacker, way: str, dice: Random) -> _Reports:
    content = attacker.content
    cases = random_service(content, dice, dice.choice(CLIENTS)).whole
    if way == CHAIN:
        chain = chain_of(EVERYBODY, attacker, dice)
        found = published(chain.quarters, content)
        there = [
            any(case.record_key == chain.victim for case in quarter) for quarter in chain.quarters
        ]
        own = everybody(chain.quarters[0], content)[chain.victim]
        having, lacking = (
            list(_apart(each for each, so in zip(found, there, strict=True) if so == wanted))
            for wanted in (True, False)
        )
        return _Reports(having, lacking, chain.victim, own, others=QUARTERS / 2 - 1)
    key = cases[0].record_key
    own = everybody(cases, content)[key]
    if way == TWO:
        whole, without = (release(each, content) for each in (cases, cases[1:]))
        return _Reports([whole], [without], key, own)
    beside = random_service(content, dice, CLIENTS[0]).whole
    both: list[Sequence[PseudonymisedCase]] = [cases, cases[1:]]
    whole, without = (release_of([each, beside], content) for each in both)
    return _Reports([whole], [without], key, own, draws=2)


def _apart(found: Iterable[Release | None]) -> Iterable[Release]:
    """Yield each report once: those that stand as they were say nothing more."""
    known: set[int] = set()
    for each in found:
        if each is not None and id(each) not in known:
            known.add(id(each))
            yield each


@dataclass(frozen=True, slots=True)
class _Seen:
    """One figure with the client and without: its value, the square of its error, and of noise."""

    statistic: Statistic
    mean: float
    step: float
    square: float
    square_step: float
    spread: float
    spread_of_square: float

    def fit(self, own: Own | None, *, is_read: bool) -> float:
        """Return how well a client of some value fits, as a log."""
        whole = sum(self.statistic.weight.values())
        part = own.weight / whole if own else 0.0
        moves = part * (own.value - self.mean) if own else 0.0
        grown = moves**2 + ((1 - part) ** 2 - 1) * self.square
        far = ((self.step - moves) / self.spread) ** 2
        if is_read:
            far += ERRORS_TAKEN * ((self.square_step - grown) / self.spread_of_square) ** 2
        return -far / 2


def _figures(seen: _Reports) -> list[_Seen]:
    """Return what is told of each figure by all reports, both with the client and without."""
    both = (*seen.having, *seen.lacking)
    found: list[_Seen] = []
    for key, statistic in seen.having[0].statistics.items() if seen.lacking else ():
        values = [[each.shown.get(key) for each in x] for x in (seen.having, seen.lacking)]
        errors = [[each.errors.get(key) for each in x] for x in (seen.having, seen.lacking)]
        told = [[each for each in x if each is not None] for x in (*values, *errors)]
        if [len(each) for each in told] != [len(seen.having), len(seen.lacking)] * 2:
            continue
        if any(key not in each.statistics for each in both):
            continue
        with_one, without, errors_with, errors_without = told
        reach = strongest_in(statistic)
        averaged = seen.draws * (1 / len(with_one) + 1 / len(without))
        whole = sum(statistic.weight.values())
        others = seen.others * (USUALLY_APART * statistic.span / whole) ** 2
        squares = [fmean(each**2 for each in x) for x in (errors_with, errors_without)]
        found.append(
            _Seen(
                statistic,
                fmean(without),
                fmean(with_one) - fmean(without),
                squares[1],
                squares[0] - squares[1],
                sqrt((SWAY * reach) ** 2 * averaged + others),
                sqrt((SWAY * reach**2) ** 2 * averaged + others**2),
            )
        )
    return found


def _guesses(attacker: Attacker, seen: _Reports, *, is_read: bool) -> list[Guess]:
    if not (seen.having and seen.lacking):
        return []
    told = _figures(seen)
    moved = steps(seen.lacking[0], seen.having[0])
    imagined = attacker.imagined_people
    beside = [
        TAKEN * sum(each.fit(one.own.get(each.statistic.key), is_read=is_read) for each in told)
        for one in imagined
    ]
    facts: list[Facts] = [each.facts | above(moved, each) for each in imagined]
    one, other = seen.lacking[0].printed, seen.having[0].printed
    truth = seen.own.facts | above(moved, seen.own)
    return usual(Reader(chances, facts).guesses(one, other, truth, beside=beside))


def _told_by_exact(seen: _Reports) -> Iterable[Guess]:
    """Yield for each figure whether the client is in it: an exact error that moved says so."""
    [one], [other] = seen.having, seen.lacking
    for key, statistic in one.statistics.items():
        errors = one.errors.get(key), other.errors.get(key)
        if None not in errors:
            is_in, moved = seen.client in statistic.influence, errors[0] != errors[1]
            yield Guess(key, 0.5, float(moved), is_in, certain=moved)
