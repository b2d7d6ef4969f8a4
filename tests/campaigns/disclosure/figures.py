"""Somebody who weighs means and rates: what one client more moved each of them by.

The attacker is given more than anybody has: how many values each figure rests on, and how far
its change can go. What is left to them is the change itself, which is drawn anew.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from exports.case.case import PseudonymisedCase
from exports.disclosure.cell_keys import MOST_SWAY, SWAY
from exports.disclosure.protected import strongest_in
from exports.estimates.influence import Statistic
from exports.reports.service_report import raw_tables
from tests.campaigns.disclosure.likelihood import ABOVE, Facts, Guess
from tests.campaigns.disclosure.protecting import (
    Release,
    facts_of_tables,
    statistics_of,
)
from tests.campaigns.disclosure.services import Content

ROUNDED = 0.5
"""A printed figure is off by this at most, in units of its last place."""


@dataclass(frozen=True, slots=True)
class Own:
    """What a client alone would make of a figure, and of how many values."""

    value: float
    weight: float


@dataclass(frozen=True, slots=True)
class Imagined:
    """A client as the attacker imagines them: what counts and figures say of them."""

    facts: Facts
    own: Mapping[str, Own]


def everybody(cases: Sequence[PseudonymisedCase], content: Content) -> dict[int, Imagined]:
    """Return for each client what counts and figures say of them, by the key of the record."""
    raw = tuple(raw_tables(cases, content.forms, content.programme))
    facts = facts_of_tables(raw)
    own: dict[int, dict[str, Own]] = {each: {} for each in facts}
    for key, found in statistics_of(raw).items():
        for client, each in own_of(found).items():
            own.setdefault(client, {})[key] = each
    return {each: Imagined(facts.get(each, frozenset()), own[each]) for each in own}


def own_of(found: Statistic) -> dict[int, Own]:
    """Return what each client alone would make of a figure."""
    whole = sum(found.weight.values())
    return {
        client: Own(found.value + moves * whole / found.weight[client], found.weight[client])
        for client, moves in found.influence.items()
    }


@dataclass(frozen=True, slots=True)
class Step:
    """How one figure went from one release to the other."""

    key: str
    mean: float
    step: float
    whole: float
    spread: float
    most: float


def steps(earlier: Release, later: Release) -> list[Step]:
    """Return how each figure went that both releases tell."""
    found: list[Step] = []
    for key, value in earlier.shown.items():
        then = later.shown.get(key)
        if value is None or then is None:
            continue
        reach = [strongest_in(each.statistics[key]) for each in (earlier, later)]
        rounded = ROUNDED * 10.0 ** -_decimals(value, then)
        found.append(
            Step(
                key,
                value,
                then - value,
                sum(later.statistics[key].weight.values()),
                (sum((SWAY * each) ** 2 for each in reach) + 2 * rounded**2 / 3) ** 0.5,
                sum(MOST_SWAY * SWAY * each for each in reach) + 2 * rounded,
            )
        )
    return found


def _decimals(*values: float) -> int:
    return 0 if all(each == int(each) for each in values) else 1


def fits(moved: Sequence[Step], imagined: Sequence[Imagined]) -> list[float]:
    """Return how well each imagined client fits all steps, as a log."""
    return [
        sum(-(((each.step - _moves(each, one)) / each.spread) ** 2) / 2 for each in moved)
        for one in imagined
    ]


def _moves(step: Step, one: Imagined) -> float:
    own = one.own.get(step.key)
    return own.weight * (own.value - step.mean) / step.whole if own else 0.0


def above(moved: Sequence[Step], one: Imagined) -> Facts:
    """Return the figures above which a client lies, as facts."""
    return frozenset(
        f"{each.key}{ABOVE}"
        for each in moved
        if each.key in one.own and one.own[each.key].value > each.mean
    )


def gone_too_far(moved: Sequence[Step], guesses: Sequence[Guess]) -> list[Guess]:
    """Return the guesses, certain where a figure moved further than its change can."""
    found = {f"{each.key}{ABOVE}": each.step for each in moved if abs(each.step) > each.most}
    return [
        replace(each, after=float(found[each.fact] > 0), certain=True)
        if each.fact in found
        else each
        for each in guesses
    ]
