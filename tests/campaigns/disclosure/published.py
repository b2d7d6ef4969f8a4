"""What a service publishes from quarter to quarter, by the very rules of the product."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from random import Random

from exports.case.case import PseudonymisedCase
from exports.disclosure.cell_keys import VARIANCE
from tests.campaigns.disclosure.attacker import Attacker, begun_in
from tests.campaigns.disclosure.chains import Watcher
from tests.campaigns.disclosure.likelihood import usual
from tests.campaigns.disclosure.protecting import PROFILE, Release, release
from tests.campaigns.disclosure.results import Result, summary
from tests.campaigns.disclosure.services import (
    QUARTER,
    QUARTERS,
    SIZES,
    Content,
    Service,
    random_service,
)
from therapist_app.workflows.exporting.quarters import marks_of, stands

LONG_AGO = 300
"""Weeks before: everything that was due to somebody who began then is over."""


def published(
    quarters: Iterable[Sequence[PseudonymisedCase]], content: Content
) -> list[Release | None]:
    """Return the report of each quarter of one caseload; None where it holds too few people.

    Figures stand as they were where nobody left and few have anything new.
    """
    found: list[Release | None] = []
    before: Mapping[str, str] | None = None
    for cases in quarters:
        marks = marks_of(cases, content.programme)
        if before is not None and stands(before, marks):
            found.append(found[-1])
        else:
            before = marks
            enough = len(cases) >= PROFILE.people_from
            found.append(release(cases, content) if enough else None)
    return found


def chain(attacker: Attacker, at: int) -> Result:
    """Attack eight quarters of a service, published as the product publishes them."""
    dice, way = attacker.dice(f"chain {at}"), CHAINS[at % len(CHAINS)]
    chain = chain_of(way, attacker, dice)
    reports = published(chain.quarters, attacker.content)
    key = chain.victim
    shown = [each for each in reports[: chain.watcher.asked % QUARTERS + 1] if each]
    truth = shown[-1].facts_of_all().get(key, frozenset()) if shown else frozenset[str]()
    printed = [each and each.printed for each in reports]
    guesses = usual(chain.watcher.guesses(printed, truth)) if any(printed) else []
    return {"way": way, "made": len({id(each) for each in reports if each}), **summary(guesses)}


def chain_of(way: str, attacker: Attacker, dice: Random) -> "Chain":
    """Return eight quarters of a random service in which somebody comes or leaves."""
    service = random_service(attacker.content, dice, dice.choice(SIZES))
    return _COURSES[way](attacker, service, dice)


@dataclass(frozen=True)
class Chain:
    """Who is in the service at the end of each quarter, who is attacked, and by whom."""

    quarters: Sequence[Sequence[PseudonymisedCase]]
    victim: int
    watcher: Watcher


def _comes(attacker: Attacker, service: Service, dice: Random, *, movers: int = 0) -> Chain:
    """Return quarters in which a client begins while everybody lives, or so many in all move."""
    quarter = dice.randrange(1, 4)
    victim = begun_in(service.clients[0], quarter, dice)
    others = list(service.clients[1:])
    if movers:
        moving = [begun_in(each, quarter, dice) for each in others[: movers - 1]]
        resting = [replace(each, begun=-LONG_AGO) for each in others[movers - 1 :]]
        others = [*moving, *resting]
    watcher = Watcher(
        spread=VARIANCE**0.5,
        imagined=[each for found in attacker.imagined_courses(quarter) for each in found],
        others=attacker.imagined_courses(quarter if movers else None),
        movers=movers - 1 if movers else len(others),
    )
    return Chain(_lived(Service((victim, *others))), victim.case.record_key, watcher)


def _leaves_the_living(attacker: Attacker, service: Service, dice: Random) -> Chain:
    """Return quarters in which a client leaves while everybody lives."""
    gone = dice.randrange(4, 7)
    victim = begun_in(service.clients[0], 1, dice)
    quarters = _lived(Service((victim, *service.clients[1:])))
    key = victim.case.record_key
    courses = [each for found in attacker.imagined_courses(1) for each in found]
    watcher = Watcher(
        spread=VARIANCE**0.5,
        imagined=[(*each[:gone], *[frozenset[str]()] * (QUARTERS - gone)) for each in courses],
        others=attacker.imagined_courses(None),
        movers=len(service.clients) - 1,
        asked=gone - 1,
    )
    return Chain(_without({key: gone}, quarters), key, watcher)


def _leaves_those_at_rest(
    attacker: Attacker, service: Service, dice: Random, *, each_quarter: bool = False
) -> Chain:
    """Return quarters in which nothing happens but that a client leaves, or another in each."""
    order = list(range(1, QUARTERS))
    dice.shuffle(order)
    cases = service.whole
    leaving = order if each_quarter else order[:1]
    gone = {case.record_key: at for case, at in zip(cases, leaving, strict=False)}
    at = leaving[0]
    watcher = Watcher(
        spread=VARIANCE**0.5,
        imagined=[
            (*[facts] * at, *[frozenset[str]()] * (QUARTERS - at))
            for facts in attacker.imagined_clients
        ],
        others=(),
        movers=0,
        leaving=leaving[1:],
        asked=0,
    )
    return Chain(_without(gone, [cases] * QUARTERS), cases[0].record_key, watcher)


def _lived(service: Service) -> list[Sequence[PseudonymisedCase]]:
    return [service.until(QUARTER * (each + 1) - 1) for each in range(QUARTERS)]


def _without(
    gone: Mapping[int, int], quarters: Sequence[Sequence[PseudonymisedCase]]
) -> list[Sequence[PseudonymisedCase]]:
    """Return the quarters without those who are gone by then, each by the key of the record."""
    return [
        [case for case in cases if at < gone.get(case.record_key, QUARTERS)]
        for at, cases in enumerate(quarters)
    ]


_COURSES: Mapping[str, Callable[[Attacker, Service, Random], Chain]] = {
    "one leaves each quarter": partial(_leaves_those_at_rest, each_quarter=True),
    "leaves those at rest": _leaves_those_at_rest,
    "leaves the living": _leaves_the_living,
    "all move": _comes,
    "5 of all move": partial(_comes, movers=5),
    "1 of all moves": partial(_comes, movers=1),
}
CHAINS = tuple(_COURSES)
