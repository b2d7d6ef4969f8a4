"""No order of acts lets anybody read what they may not, or takes a keeper's role unseen.

In the full size every order of four acts is tried, from four beginnings, and a hundred thousand
random ones of up to eight; in the others a share of both that chance picks. What was tried stands
in `build/protocol`, by seed and the source of model and program, so that it goes on where it was
broken off. Hashes stand in for signatures, also where planted faults must be found.

What lies in the folder (entries, anchors, logs, settings) is tried on real files, in orders of two
to four acts that chance picks: the full size tries every order of two besides.
"""

import hashlib
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import product
from pathlib import Path
from random import Random

from tests.campaigns.harness.running import Campaign, Trial
from tests.campaigns.protocol import folder_model
from tests.support.record import protocol_model, protocol_search, protocol_stand_ins
from tests.support.record.protocol_model import ACTS, World, beginning, problem_of
from tests.support.record.protocol_search import (
    FAULTS,
    Act,
    Search,
    covered,
    finds,
    rid_of_all_thieves,
    rid_of_the_sheet,
)
from tests.support.record.protocol_stand_ins import standing_in
from therapist_app.record.header import caseload_access, notices, pairs, statements
from therapist_app.record.vault import seen_statements

BEGINNINGS = (beginning, covered, rid_of_all_thieves, rid_of_the_sheet)
DEPTH = 4
LONGEST = 8
RANDOM_FOR_A_SHARE = 48
"""So many random orders for each share of those of four, where only some shares are tried."""
IN_FOLDER_FOR_A_SHARE = 4
LONGEST_IN_FOLDER = 4
IN_FOLDER = 1_000
RANDOM = 100_000
"""So many for all of them."""
SHARES = [(begin, first, second) for begin in BEGINNINGS for first, second in product(ACTS, ACTS)]
ALL = len(SHARES)
ROOT = Path(__file__).parents[3]


def run(trial: Trial) -> str:
    """Try a share of all orders of four for each count, and random longer ones beside."""
    with standing_in():
        for name, fault in FAULTS.items():
            trial.control(name, is_found=finds(*fault))
        searched = _searched(trial)
    return f"{searched}; {_in_the_folder(trial)}"


def _in_the_folder(trial: Trial) -> str:
    first, dice = trial.memory / "first", trial.dice
    for number, name in enumerate(folder_model.FAULTS):
        place = trial.memory / f"fault-{number}"
        trial.control(name, is_found=folder_model.finds(name, place, first))
        shutil.rmtree(place)
    some = [
        tuple(dice.choices(folder_model.ACTS, k=dice.randint(2, LONGEST_IN_FOLDER)))
        for _each in range(trial.count * IN_FOLDER_FOR_A_SHARE)
    ]
    is_whole = trial.count == ALL
    orders = [*product(folder_model.ACTS, repeat=2), *some[:IN_FOLDER]] if is_whole else some
    for number, acts in enumerate(orders):
        place = trial.memory / f"order-{number}"
        if problem := folder_model.problem_after(acts, place, first):
            trial.held(f"{', '.join(each.__name__ for each in acts)}: {problem}")
        shutil.rmtree(place)
    return f"{len(orders)} orders of acts on the files of a folder"


def _searched(trial: Trial) -> str:
    count = min(trial.count, ALL)
    is_whole = count == ALL
    chosen = SHARES if is_whole else trial.dice.sample(SHARES, count)
    path = ROOT / "build" / "protocol" / f"{trial.seed}-{_source()}.txt"
    kept = _Kept(path if is_whole else None)
    each = -(-RANDOM // ALL) if is_whole else RANDOM_FOR_A_SHARE
    orders = 0
    for number, (begin, *acts) in enumerate(chosen):
        name = " ".join([begin.__name__, *(each.__name__ for each in acts)])
        if name not in kept.orders:
            problems, tried = _share(begin, acts)
            dice = [Random(f"{trial.seed} {number} {n}") for n in range(each)]
            problems += [found for found in map(_random_order, dice) if found]
            for problem in problems:
                trial.held(problem)
            if not problems:
                kept.keep(name, tried)
        orders += kept.orders.get(name, 0)
        trial.held()
    whole = "every order" if is_whole else f"{count} of {ALL} shares of the orders"
    return f"{whole} of four acts ({orders}), {count * each} random ones of up to {LONGEST}"


def _share(begin: Callable[[], World], acts: Iterable[Act]) -> tuple[list[str], int]:
    """Try all orders of four that begin with two acts; return what broke, and how many they are."""
    world, trace = _begun(begin), (begin.__name__,)
    for act in acts:
        following = act(world)
        if following is world:  # then it is another order, of fewer acts
            return [], 0
        world, trace = following, (*trace, act.__name__)
        if problem := problem_of(world):
            return [f"{', '.join(trace)}: {problem}"], 1
    search = Search()
    orders = search.orders(world, DEPTH - 2, trace)
    return [f"{', '.join(order)}: {problem}" for order, problem in search.found], orders


@cache
def _begun(begin: Callable[[], World]) -> World:
    return begin()


def _random_order(dice: Random) -> str:
    begin = dice.choice(BEGINNINGS)
    world, trace = _begun(begin), [begin.__name__]
    for act in dice.choices(ACTS, k=dice.randint(DEPTH + 1, LONGEST)):
        following = act(world)
        if following is not world:
            world, trace = following, [*trace, act.__name__]
    problem = problem_of(world)
    return f"{', '.join(trace)}: {problem}" if problem else ""


class _Kept:
    """Which shares were tried whole, with their random orders, and held; and their numbers.

    Attributes:
        orders: Of each share, by its name: how many orders of four it has.

    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self.orders: dict[str, int] = {}
        if path is not None and path.is_file():
            for line in path.read_text().splitlines():
                count, _, name = line.partition(" ")
                self.orders[name] = int(count)

    def keep(self, name: str, orders: int) -> None:
        """Keep that a share held."""
        self.orders[name] = orders
        if self._path is not None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("a") as file:
                file.write(f"{orders} {name}\n")


def _source() -> str:
    """Return a short text for what is tried: what held of another source need not hold of this."""
    modules = (
        protocol_model,
        protocol_search,
        protocol_stand_ins,
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
