"""Means and rates with how sure they are, read by somebody who knows everybody else in them.

Of the one client who is left there are two possible values: had or not had, or what somebody else
has. The attacker runs the rule again over both, and asks which of them the printed figure is more
like: by itself, and with the standard error that the tables for programs print beside it, from
which every interval is made. An error that follows from the clients says how many are behind a
rate, whatever became of the rate. Every other report is over two caseloads.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from statistics import pstdev

from exports.disclosure.protected import Estimated, added, change
from exports.document.tables import Figure, RawTable
from exports.estimates.influence import Statistic, ratio
from exports.reports.audit_page import drawn_as
from exports.reports.service_report import raw_tables
from tests.campaigns.disclosure.attacker import Attacker
from tests.campaigns.disclosure.figures import Own, own_of
from tests.campaigns.disclosure.likelihood import Guess
from tests.campaigns.disclosure.protecting import LEAST, statistics_of
from tests.campaigns.disclosure.results import Result, summary
from tests.campaigns.disclosure.services import random_service

WAY = "client behind a figure"
CLIENTS = (20, 40, 30)
SUMS_EVERY = 2
TRIED = 12
"""Figures of each service."""
DRAWS = 60
"""So often the rule is run again over each of both values."""
NEAREST = 9
"""So many of these decide which is more like what is printed."""
DECIMALS = 1
Print = tuple[float, float]
Printing = Callable[[Statistic, Random], Print]


def intervals(attacker: Attacker, at: int, tried: int = TRIED) -> Result:
    """Guess which of two values one client has, from a figure and from how sure it is.

    The control prints how sure it is as the clients make it.
    """
    dice = attacker.dice(f"intervals {at}")
    content = attacker.content
    cases = random_service(content, dice, CLIENTS[at % len(CLIENTS)]).whole
    named = drawn_as(content.programme)
    found = statistics_of(tuple(raw_tables(cases, content.forms, content.programme)))
    beside: Mapping[str, Statistic] = {}
    if at % SUMS_EVERY:
        others = random_service(content, dice, CLIENTS[0]).whole
        tables = tuple(raw_tables(others, content.forms, content.programme))
        beside = {
            key: each for key, each in statistics_of(tables).items() if len(each.influence) > LEAST
        }
    both = list(_both(found, dice))
    trials = [_Trial(*each, dice) for each in dice.sample(both, min(tried, len(both)))]

    def printed(figure: Statistic, dice: Random) -> Print:
        caseloads = [figure, *(beside[each] for each in [figure.key] if each in beside)]
        return _printed(caseloads, dice, named)

    def exact(figure: Statistic, dice: Random) -> Print:
        return printed(figure, dice)[0], round(figure.error or 0.0, DECIMALS + 1)

    prints = [each.printed(printed) for each in trials]
    by_value = [each.without_error for each in prints]
    return {
        "way": WAY,
        **summary([each.guess() for each in prints]),
        "by_value": summary([each.guess() for each in by_value])["gain"],
        "exact": summary([each.printed(exact).guess() for each in trials]),
    }


@dataclass(frozen=True, slots=True)
class _Prints:
    """What is printed, beside what the rule prints where a client has one value, and the other."""

    key: str
    holds: bool
    seen: Print
    having: Sequence[Print]
    lacking: Sequence[Print]

    @property
    def without_error(self) -> "_Prints":
        """The same figure where nobody says how sure it is."""
        having, lacking = ([(value, 0.0) for value, _ in x] for x in (self.having, self.lacking))
        return replace(self, seen=(self.seen[0], 0.0), having=having, lacking=lacking)

    def guess(self) -> Guess:
        """Return what is thought of the value, by the prints that are most like what is seen."""
        tried, seen = [*self.having, *self.lacking], self.seen
        widths = [pstdev(each) or 1.0 for each in zip(*tried, strict=True)]
        far = sorted(
            (
                sum(((a - b) / width) ** 2 for a, b, width in zip(each, seen, widths, strict=True)),
                at,
            )
            for at, each in enumerate(tried)
        )
        having = sum(at < len(self.having) for _far, at in far[:NEAREST]) / NEAREST
        return Guess(self.key, 0.5, having, self.holds, self._is_certain)

    @property
    def _is_certain(self) -> bool:
        """Return whether the errors of both values never meet."""
        one, other = ([error for _value, error in x] for x in (self.having, self.lacking))
        return min(one) > max(other) or min(other) > max(one)


class _Trial:
    """One figure, with one client of whom it is asked which of two values they have."""

    def __init__(self, having: Statistic, lacking: Statistic, dice: Random) -> None:
        self._having, self._lacking, self._dice = having, lacking, dice
        self._holds = dice.random() < 0.5

    def printed(self, printing: Printing) -> _Prints:
        """Return what is printed, and what the rule prints run again."""
        so = self._having if self._holds else self._lacking
        having, lacking = (
            [printing(each, self._dice) for _draw in range(DRAWS)]
            for each in (self._having, self._lacking)
        )
        return _Prints(so.key, self._holds, printing(so, self._dice), having, lacking)


def _both(figures: Mapping[str, Statistic], dice: Random) -> Iterator[tuple[Statistic, Statistic]]:
    """Yield each figure that is a rate or a mean, beside the same with another value of a client.

    Of a rate one client has had all or none, of a mean what another client has.
    """
    for each in figures.values():
        own = own_of(each)
        if len(own) <= LEAST or not _is_alike(each, _made(each, own)):
            continue
        one, other = dice.sample(sorted(own), 2)
        values = (each.span, 0.0) if each.of_had else (own[one].value, own[other].value)
        if values[0] != values[1]:
            having, lacking = (
                _made(each, {**own, one: replace(own[one], value=value)}) for value in values
            )
            yield having, lacking


def _made(figure: Statistic, own: Mapping[int, Own]) -> Statistic:
    """Return a figure from what each client alone would make of it."""
    parts = {client: (each.value * each.weight, each.weight) for client, each in own.items()}
    found = ratio(figure.key, parts, figure.span, bounded=figure.bounded)
    return figure if found is None else replace(found, of_had=figure.of_had)


def _is_alike(one: Statistic, other: Statistic) -> bool:
    """Return whether a figure is the sum of what its clients make, as an effect is not."""
    return abs(one.value - other.value) <= 1e-9 * one.span


def _printed(caseloads: Sequence[Statistic], dice: Random, drawn: Callable[[str], str]) -> Print:
    """Return a figure and its error as the tables for programs print them, with keys of others."""
    made = [
        change([RawTable("t", "T", (), ((Figure(_of_others(each, dice)),),))], drawn)
        for each in caseloads
    ]
    [table] = added(made, drawn)
    [[cell]] = table.rows
    if not isinstance(cell, Estimated) or cell.value is None or cell.error is None:
        raise TypeError
    return round(cell.value, DECIMALS), round(cell.error, DECIMALS + 1)


def _of_others(figure: Statistic, dice: Random) -> Statistic:
    """Return a figure of the same numbers, of people with other keys."""
    keys = {each: dice.getrandbits(64) for each in figure.influence}
    return replace(
        figure,
        influence={keys[each]: moves for each, moves in figure.influence.items()},
        weight={keys[each]: many for each, many in figure.weight.items()},
    )
