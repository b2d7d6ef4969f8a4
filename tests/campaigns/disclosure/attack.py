"""Reports of random services, attacked by somebody who knows everything but the clients.

A service's one report is attacked by arithmetic with what the programme says; two reports that
differ by one client, one session, one amendment or five clients, and chains of eight quarters, by
what is likely. The same pairs without protection and with keys of people alone are the control:
they must be broken, else the campaign proves nothing.

What was tried is kept in `build/attack`, by seed and by the source of what is tried: a campaign
that was broken off goes on where it was.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from random import Random
from statistics import fmean
from typing import Any
from unittest.mock import patch

from exports.case.case import PseudonymisedCase
from exports.disclosure import protected
from exports.disclosure.audit import ranges_of
from exports.disclosure.cell_keys import MOST, VARIANCE
from exports.disclosure.course_constraints import course_constraints
from exports.disclosure.integer_programme import is_installed, solved
from exports.disclosure.narrowing import narrowed
from programme.loading import library as programmes
from session_forms.library import library as forms
from tests.campaigns.disclosure.chains import Course, Watcher
from tests.campaigns.disclosure.likelihood import Facts, Guess, Reader, usual
from tests.campaigns.disclosure.protecting import (
    LEAST,
    Release,
    chances,
    facts_of_all,
    release,
)
from tests.campaigns.disclosure.published import published
from tests.campaigns.disclosure.services import QUARTER, Client, Content, Service, random_service
from tests.campaigns.harness.running import Campaign, Trial

ROOT = Path(__file__).parents[3]
SIZES = (20, 30, 40, 60, 80, 100, 120)
QUARTERS = 8
LONG_AGO = 300
"""Weeks before: everything that was due to somebody who began then is over."""
WAYS = ("client", "session", "amendment", "five")
MOST_GAIN = {"pair": 15.0, "chain": 10.0}
LEAST_TOLD = {40: 0.80, 100: 0.95}
MOST_ERROR, MOST_ERROR_OF_MANY, MANY = 2.0, 0.10, 20
LEAST_BROKEN = 0.2
DEEP = 20
"""Of so many services one is attacked by the integer programme too."""

Result = dict[str, Any]


@dataclass
class _Attack:
    """What is shared by all cases."""

    seed: int
    imagined_services: int
    content: Content = field(
        default_factory=lambda: Content(programmes.installed(), forms.installed())
    )
    courses: dict[int, list[list[Course]]] = field(default_factory=dict)

    def dice(self, words: str) -> Random:
        """Return chance of its own for each case."""
        return Random(f"attack {self.seed} {words}")

    @cached_property
    def imagined(self) -> list[Service]:
        """Services as the attacker imagines them: nobody in them is anybody."""
        return [
            random_service(self.content, self.dice(f"imagined {at}"), 30)
            for at in range(self.imagined_services)
        ]

    @cached_property
    def imagined_clients(self) -> list[Facts]:
        """The facts of everybody imagined."""
        return [
            facts
            for each in self.imagined
            for facts in facts_of_all(each.whole, self.content).values()
        ]

    def imagined_differences(self, way: str) -> list[Facts]:
        """Return the facts that everybody imagined gains by one session or amendment."""
        if way not in self._differences:
            self._differences[way] = [
                gained
                for at, each in enumerate(self.imagined)
                for gained in self._gained(way, each.whole, self.dice(f"imagined {way} {at}"))
            ]
        return self._differences[way]

    @cached_property
    def _differences(self) -> dict[str, list[Facts]]:
        return {}

    def _gained(self, way: str, cases: Sequence[PseudonymisedCase], dice: Random) -> list[Facts]:
        moved = [moved_by(way, case, dice) for case in cases]
        both = [pair for pair in moved if pair]
        earlier = facts_of_all([one for one, _other in both], self.content)
        later = facts_of_all([other for _one, other in both], self.content)
        keys = [one.record_key for one, _other in both]
        return [later.get(key, frozenset()) - earlier.get(key, frozenset()) for key in keys]

    def imagined_courses(self, quarter: int | None) -> list[list[Course]]:
        """Return the courses of imagined clients who begin in a quarter, or in any, by service."""
        at = -1 if quarter is None else quarter
        if at not in self.courses:
            dice = self.dice(f"courses {at}")
            self.courses[at] = [
                courses_of(
                    self.content,
                    [
                        each if quarter is None else begun_in(each, quarter, dice)
                        for each in service.clients
                    ],
                )
                for service in self.imagined
            ]
        return self.courses[at]


def begun_in(client: Client, quarter: int, dice: Random) -> Client:
    """Return a client who begins in that quarter."""
    return replace(client, begun=QUARTER * quarter + dice.randrange(QUARTER))


def courses_of(content: Content, clients: Sequence[Client]) -> list[Course]:
    """Return the facts of each client at the end of each quarter."""
    service = Service(tuple(clients))
    by_quarter = [
        facts_of_all(service.until(QUARTER * (at + 1) - 1), content) for at in range(QUARTERS)
    ]
    return [
        tuple(found.get(each.case.record_key, frozenset()) for found in by_quarter)
        for each in clients
    ]


def moved_by(
    way: str, case: PseudonymisedCase, dice: Random
) -> tuple[PseudonymisedCase, PseudonymisedCase] | None:
    """Return a client before and after one session more, or one amendment; None if neither can be.

    An amendment takes a score back to what it was mistaken for.
    """
    if way == "session" and case.sessions:
        last = case.sessions[-1]
        kept = tuple(each for each in case.forms if each.plan_id != last.plan_id)
        return replace(case, sessions=case.sessions[:-1], forms=kept), case
    scored = [at for at, each in enumerate(case.forms) if each.scores]
    if way == "amendment" and scored:
        at = dice.choice(scored)
        form = case.forms[at]
        other = {
            key: replace(score, value=None if score.value is None else max(0, score.value - 8))
            for key, score in form.scores.items()
        }
        amended = (*case.forms[:at], replace(form, scores=other), *case.forms[at + 1 :])
        return replace(case, forms=amended), case
    return None


def _service(attack: _Attack, at: int) -> Result:
    """Attack one report by arithmetic, and measure what it is worth to its reader."""
    dice = attack.dice(f"service {at}")
    size = SIZES[at % len(SIZES)]
    made = release(random_service(attack.content, dice, size).whole, attack.content)
    ranges = ranges_of(made.printed, chances, MOST + LEAST)
    constraints = course_constraints(attack.content.programme, made.printed)
    ranges = narrowed(ranges, constraints)
    if at % DEEP == 0 and is_installed():
        ranges = solved(ranges, constraints)
    true = made.true
    printed = {key: value for key, value in made.printed.items() if value}
    many = [key for key in printed if true[key] > MANY]
    return {
        "clients": size,
        "figures": len(ranges),
        "wrong": sum(not each.low <= true[key] <= each.high for key, each in ranges.items()),
        "pinned": sum(each.values <= 1 for each in ranges.values()),
        "certain": sum(
            each.high == 0 or each.low >= ranges["clients"].high
            for key, each in ranges.items()
            if key != "clients"
        ),
        "narrowest": min(each.values for each in ranges.values()),
        "may": made.may_be_told,
        "told": made.told,
        "all": made.figures[0],
        "all_told": made.figures[1],
        "error": [sum(abs(value - true[key]) for key, value in printed.items()), len(printed)],
        "error_of_many": [
            sum(abs(printed[key] - true[key]) / true[key] for key in many),
            len(many),
        ],
    }


def _pair(attack: _Attack, at: int) -> Result:
    """Attack two reports that differ by a little, and the same two by keys of people alone."""
    dice, way = attack.dice(f"pair {at}"), WAYS[at % len(WAYS)]
    earlier, later, key = _two(attack, way, dice)
    movers = 5 if way == "five" else 1
    whole = way in {"client", "five"}
    imagined = attack.imagined_clients if whole else attack.imagined_differences(way)
    one, other = (release(each, attack.content) for each in (earlier, later))
    truth = _gain_of(one, other, key)
    reader = Reader(chances, imagined)
    guesses = usual(reader.guesses(one.printed, other.printed, truth, movers, is_new=whole))
    found = {"way": way, **_summary(guesses)}
    if way != "five":
        with patch.object(protected, "state_of", return_value=b""):
            one, other = (release(each, attack.content) for each in (earlier, later))
        reader = Reader(chances, imagined, sticky=True)
        alone = usual(reader.guesses(one.printed, other.printed, truth, movers))
        found["alone"] = _summary(alone)
    return found


def _two(
    attack: _Attack, way: str, dice: Random
) -> tuple[Sequence[PseudonymisedCase], Sequence[PseudonymisedCase], int]:
    """Return the clients of an earlier and a later report, and who is attacked."""
    while True:
        cases = random_service(attack.content, dice, dice.choice(SIZES)).whole
        if way in {"client", "five"}:
            return cases[5 if way == "five" else 1 :], cases, cases[0].record_key
        moved = moved_by(way, cases[0], dice)
        if moved:
            return (moved[0], *cases[1:]), (moved[1], *cases[1:]), cases[0].record_key


def _gain_of(one: Release, other: Release, key: int) -> Facts:
    return other.facts_of_all().get(key, frozenset()) - one.facts_of_all().get(key, frozenset())


def _summary(guesses: Sequence[Guess]) -> Result:
    return {
        "facts": len(guesses),
        "gain": 100 * fmean(each.gain for each in guesses) if guesses else 0.0,
        "certain": sum(each.certain for each in guesses),
        "certain_wrong": sum(each.certain and (each.after > 0.5) != each.holds for each in guesses),
        "by_fact": {each.fact: each.gain for each in guesses},
    }


def _chain(attack: _Attack, at: int) -> Result:
    """Attack eight quarters of a service, published as the product publishes them."""
    dice, way = attack.dice(f"chain {at}"), CHAINS[at % len(CHAINS)]
    service = random_service(attack.content, dice, dice.choice(SIZES))
    chain = _COURSES[way](attack, service, dice)
    reports = published(chain.quarters, attack.content)
    key = chain.victim
    shown = [each for each in reports[: chain.watcher.asked % QUARTERS + 1] if each]
    truth = shown[-1].facts_of_all().get(key, frozenset()) if shown else frozenset[str]()
    printed = [each and each.printed for each in reports]
    guesses = usual(chain.watcher.guesses(printed, truth)) if any(printed) else []
    return {"way": way, "made": len({id(each) for each in reports if each}), **_summary(guesses)}


@dataclass(frozen=True)
class _Chain:
    """Who is in the service at the end of each quarter, who is attacked, and by whom."""

    quarters: Sequence[Sequence[PseudonymisedCase]]
    victim: int
    watcher: Watcher


def _comes(attack: _Attack, service: Service, dice: Random, *, movers: int = 0) -> _Chain:
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
        imagined=[each for found in attack.imagined_courses(quarter) for each in found],
        others=attack.imagined_courses(quarter if movers else None),
        movers=movers - 1 if movers else len(others),
    )
    return _Chain(_lived(Service((victim, *others))), victim.case.record_key, watcher)


def _leaves_the_living(attack: _Attack, service: Service, dice: Random) -> _Chain:
    """Return quarters in which a client leaves while everybody lives."""
    gone = dice.randrange(4, 7)
    victim = begun_in(service.clients[0], 1, dice)
    quarters = _lived(Service((victim, *service.clients[1:])))
    key = victim.case.record_key
    courses = [each for found in attack.imagined_courses(1) for each in found]
    watcher = Watcher(
        spread=VARIANCE**0.5,
        imagined=[(*each[:gone], *[frozenset[str]()] * (QUARTERS - gone)) for each in courses],
        others=attack.imagined_courses(None),
        movers=len(service.clients) - 1,
        asked=gone - 1,
    )
    return _Chain(_without({key: gone}, quarters), key, watcher)


def _leaves_those_at_rest(
    attack: _Attack, service: Service, dice: Random, *, each_quarter: bool = False
) -> _Chain:
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
            for facts in attack.imagined_clients
        ],
        others=(),
        movers=0,
        leaving=leaving[1:],
        asked=0,
    )
    return _Chain(_without(gone, [cases] * QUARTERS), cases[0].record_key, watcher)


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


_COURSES: Mapping[str, Callable[[_Attack, Service, Random], _Chain]] = {
    "all move": _comes,
    "1 of all moves": partial(_comes, movers=1),
    "5 of all move": partial(_comes, movers=5),
    "leaves the living": _leaves_the_living,
    "leaves those at rest": _leaves_those_at_rest,
    "one leaves each quarter": partial(_leaves_those_at_rest, each_quarter=True),
}
CHAINS = tuple(_COURSES)


CASES: dict[str, Callable[[_Attack, int], Result]] = {
    "service": _service,
    "pair": _pair,
    "chain": _chain,
}


@dataclass
class _Kept:
    """Results by case, in a file, so that nothing is tried twice."""

    path: Path | None
    found: dict[str, Result] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.path and self.path.exists():
            for line in self.path.read_text("utf-8").splitlines():
                if line.endswith("}"):
                    self.found |= json.loads(line)

    def result(self, name: str, make: Callable[[], Result]) -> Result:
        """Return what came of a case, tried now or before."""
        if name not in self.found:
            self.found[name] = make()
            if self.path:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                with self.path.open("a", encoding="utf-8") as file:
                    file.write(json.dumps({name: self.found[name]}) + "\n")
        return self.found[name]


def _source() -> str:
    """Return what is tried, as a short hash."""
    total = hashlib.sha256()
    folders = (
        "exports/disclosure",
        "exports/reports",
        "exports/estimates",
        "tests/campaigns/disclosure",
    )
    for folder in folders:
        for path in sorted((ROOT / folder).glob("*.py")):
            total.update(path.read_bytes())
    return total.hexdigest()[:12]


def run(trial: Trial) -> str:
    """Try `count` services, half as many pairs and a twentieth as many chains."""
    smoke = trial.count < DEEP
    many = {"service": trial.count, "pair": max(4, trial.count // 2)}
    many["chain"] = 1 if smoke else max(3, trial.count // 20)
    kept = _Kept(None if smoke else ROOT / "build" / "attack" / f"{trial.seed}-{_source()}.jsonl")
    attack = _Attack(trial.seed, 3 if smoke else 12)
    trial.count = sum(many.values())
    results: dict[str, list[Result]] = {}
    for kind, number in many.items():
        for at in range(number):
            name = f"{kind} {at}"
            found = kept.result(name, lambda kind=kind, at=at: CASES[kind](attack, at))
            results.setdefault(kind, []).append(found)
            trial.held(_problem(name, found))
    for problem in _together(results, smoke=smoke):
        trial.bad.append(problem)
    return _words(results)


def _problem(name: str, found: Result) -> str:
    """Return what does not hold in one case."""
    for what in ("wrong", "pinned", "certain"):
        if found.get(what):
            return f"{name}: {found[what]} {what}"
    return ""


def _together(results: dict[str, list[Result]], *, smoke: bool) -> list[str]:
    """Return what does not hold over all cases; of a few cases no average is judged."""
    broken = _broken(results["pair"])
    found = []
    if broken < LEAST_BROKEN and not (smoke and broken):
        found.append(f"the control is not broken: {broken:.0%} of facts certain")
    if smoke:
        return found
    for kind, most in MOST_GAIN.items():
        for way, gain in _gains(results[kind]).items():
            if gain > most:
                found.append(f"{kind}, {way}: the best guess gains {gain:.1f} points")
    services = results["service"]
    for size, least in LEAST_TOLD.items():
        told = _ratio(services, ("told", "may"), size)
        if told < least:
            found.append(f"{size} clients: {told:.0%} of what may be told is told")
    if (error := _mean(services, "error")) > MOST_ERROR:
        found.append(f"a printed count is {error:.2f} wrong on average")
    if (error := _mean(services, "error_of_many")) > MOST_ERROR_OF_MANY:
        found.append(f"a printed count over {MANY} is {error:.1%} wrong on average")
    return found


def _gains(found: Sequence[Result]) -> dict[str, float]:
    """Return the mean gain by way."""
    ways = dict.fromkeys(each["way"] for each in found)
    return {way: fmean(each["gain"] for each in found if each["way"] == way) for way in ways}


def _worst(found: Sequence[Result]) -> tuple[str, float]:
    """Return the fact that gains most on average, of those guessed in half of the cases."""
    sums: Counter[str] = Counter()
    times: Counter[str] = Counter()
    for each in found:
        for fact, gain in each["by_fact"].items():
            sums[fact] += gain
            times[fact] += 1
    often = [fact for fact in times if 2 * times[fact] >= len(found)]
    worst = max(often, key=lambda fact: sums[fact] / times[fact], default="")
    return worst, 100 * sums[worst] / max(1, times[worst])


def _broken(pairs: Sequence[Result]) -> float:
    """Return how many facts of one client more the keys of people alone tell for certain."""
    chosen = [each["alone"] for each in pairs if each["way"] == "client"]
    right = sum(each["certain"] - each["certain_wrong"] for each in chosen)
    return right / max(1, sum(each["facts"] for each in chosen))


def _ratio(services: Sequence[Result], keys: tuple[str, str], size: int) -> float:
    chosen = [each for each in services if each["clients"] == size]
    part, whole = (sum(each[key] for each in chosen) for key in keys)
    return part / whole if whole else 1.0


def _mean(services: Sequence[Result], key: str) -> float:
    return sum(each[key][0] for each in services) / max(1, sum(each[key][1] for each in services))


def _words(results: dict[str, list[Result]]) -> str:
    """Say what was tried and what came of it."""
    services, pairs, chains = results["service"], results["pair"], results["chain"]
    alone = fmean(each["alone"]["gain"] for each in pairs if each["way"] == "client")
    fact, most = _worst([each for each in pairs if each["way"] == "client"])
    told = ", ".join(
        f"{_ratio(services, ('told', 'may'), size):.0%} of what may be told of {size} clients "
        f"({_ratio(services, ('all_told', 'all'), size):.0%} of all figures)"
        for size in LEAST_TOLD
    )
    return "; ".join(
        (
            (
                f"{len(services)} services, {sum(x['figures'] for x in services)} figures, the "
                f"narrowest may be {min(each['narrowest'] for each in services)} numbers"
            ),
            f"{len(pairs)} pairs gain {_in_words(_gains(pairs))} points",
            f"most of one client more: {fact} {most:.0f}",
            f"{len(chains)} chains gain {_in_words(_gains(chains))}",
            f"told: {told}",
            (
                f"wrong by {_mean(services, 'error'):.2f}, over {MANY} by "
                f"{_mean(services, 'error_of_many'):.1%}"
            ),
            f"control, keys alone: gain {alone:.0f}, {_broken(pairs):.0%} certain",
        )
    )


def _in_words(gains: dict[str, float]) -> str:
    return ", ".join(f"{way} {gain:.1f}" for way, gain in gains.items())


ATTACK = Campaign(
    "attack",
    "Nobody who holds reports, programme and source can say anything about one client.",
    run,
    {"smoke": 3, "small": 100, "full": 2_000},
)
