"""No order of acts lets anybody read what they may not, or takes a keeper's role unseen.

In the full size every order of four acts is tried, from four beginnings, and a hundred thousand
random ones of up to eight; in the others a share of both that chance picks. What was tried of the
orders of four stands in `build/protocol`, by the source of model and program, so that it goes on
where it was broken off.
"""

import hashlib
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import product
from pathlib import Path
from random import Random

from tests.campaigns.harness.running import Campaign, Trial
from tests.support.record import protocol_model, protocol_search
from tests.support.record.protocol_model import ACTS, World, beginning, problem_of
from tests.support.record.protocol_search import (
    FAULTS,
    Act,
    broken,
    covered,
    finds,
    rid_of_all_thieves,
    rid_of_the_sheet,
)
from therapist_app.record.crypto.signing import is_signed
from therapist_app.record.header import caseload_access, notices, pairs, statements
from therapist_app.record.vault import seen_statements

BEGINNINGS = (beginning, covered, rid_of_all_thieves, rid_of_the_sheet)
DEPTH = 4
LONGEST = 8
RANDOM_FOR_A_SHARE = 48
"""So many random orders, at least, for each share of those of four."""
RANDOM = 100_000
"""So many for all of them."""
SHARES = [(begin, first, second) for begin in BEGINNINGS for first, second in product(ACTS, ACTS)]
ALL = len(SHARES)
ROOT = Path(__file__).parents[3]


def run(trial: Trial) -> str:
    """Try a share of all orders of four for each count, and random longer ones beside."""
    for name, fault in FAULTS.items():
        trial.control(name, is_found=finds(*fault))
    statements.is_signed, real = cache(is_signed), statements.is_signed
    try:
        return _searched(trial)
    finally:
        statements.is_signed = real


def _searched(trial: Trial) -> str:
    count = min(trial.count, ALL)
    chosen = trial.dice.sample(SHARES, count)
    kept = _Kept(None if count < ALL else ROOT / "build" / "protocol" / f"{_source()}.txt")
    orders = longest = 0
    for number, (begin, *acts) in enumerate(chosen):
        name = " ".join([begin.__name__, *(each.__name__ for each in acts)])
        orders += kept.orders(name, lambda begin=begin, acts=acts: _orders(trial, begin, acts))
        trial.held()
        for _ in range(max(RANDOM_FOR_A_SHARE, -(-RANDOM // ALL))):
            longest += 1
            trial.held(_random_order(Random(f"{trial.seed} {number} {longest}")))
        statements.is_signed.cache_clear()  # type: ignore[attr-defined]
    whole = "every order" if count == ALL else f"{count} of {ALL} shares of the orders"
    return f"{whole} of four acts ({orders}), {longest} random ones of up to {LONGEST}"


def _orders(trial: Trial, begin: Callable[[], World], acts: Iterable[Act]) -> int:
    """Try all orders of four that begin with two acts; return how many those are."""
    world, trace, before = begin(), [begin.__name__], len(trial.bad)
    tried: Counter[str] = Counter()
    for act in acts:
        following = act(world)
        if following is world:  # then it is another order, of fewer acts
            return 0
        world, trace = following, [*trace, act.__name__]
        if problem := problem_of(world):
            trial.held(f"{', '.join(trace)}: {problem}")
    found = broken(world, DEPTH - 2, tuple(trace), lambda: tried.update(["order"]))
    for order, problem in found:
        trial.held(f"{', '.join(order)}: {problem}")
    if len(trial.bad) > before:
        raise AssertionError(trial.bad[before])
    return tried["order"]


def _random_order(dice: Random) -> str:
    begin = dice.choice(BEGINNINGS)
    world, trace = begin(), [begin.__name__]
    for act in dice.choices(ACTS, k=dice.randint(DEPTH + 1, LONGEST)):
        following = act(world)
        if following is not world:
            world, trace = following, [*trace, act.__name__]
    problem = problem_of(world)
    return f"{', '.join(trace)}: {problem}" if problem else ""


class _Kept:
    """Which shares were tried whole, and how many orders each had."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._tried: dict[str, int] = {}
        if path is not None and path.is_file():
            for line in path.read_text().splitlines():
                count, _, name = line.partition(" ")
                self._tried[name] = int(count)

    def orders(self, name: str, try_all: Callable[[], int]) -> int:
        """Return how many orders a share has, once all of them held."""
        if name not in self._tried:
            self._tried[name] = try_all()
            if self._path is not None:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                with self._path.open("a") as file:
                    file.write(f"{self._tried[name]} {name}\n")
        return self._tried[name]


def _source() -> str:
    """Return a short text for what is tried: what held of another source need not hold of this."""
    modules = (
        protocol_model,
        protocol_search,
        caseload_access,
        notices,
        pairs,
        statements,
        seen_statements,
        sys.modules[__name__],
    )
    total = hashlib.sha256()
    for path in _files(modules):
        total.update(path.read_bytes())
    return total.hexdigest()[:12]


def _files(modules: Iterable[object]) -> Iterator[Path]:
    for each in modules:
        yield Path(str(getattr(each, "__file__", "")))


PROTOCOL = Campaign(
    name="protocol",
    claim="No order of acts gives anybody what they may not read, or takes a role unseen.",
    run=run,
    counts={"smoke": 1, "small": 12, "full": ALL},
)
