"""Reports of random services, attacked by somebody who knows everything but the clients.

One report is attacked by arithmetic with what the programme says, and so are tables that are known
to be hard; two counts of one report that lie within each other, two reports that differ by a
little, two sums of which one has a caseload more, and chains of eight quarters, published by the
rules of the product, by what is likely; figures beside their intervals by the rule run again, and
over several reports by what a client would make of them. The same without protection, with keys of
people alone, or without what the rule adds, is the control: it must be broken, else the campaign
proves nothing.

What was tried is kept in `build/attack`, by seed and by the source of what is tried: a campaign
that was broken off goes on where it was.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import fmean, quantiles, stdev

from tests.campaigns.disclosure.attacker import Attacker
from tests.campaigns.disclosure.hard_tables import CANDIDATES, hard, replayed, withheld
from tests.campaigns.disclosure.intervals import intervals
from tests.campaigns.disclosure.nested import WAY, nested
from tests.campaigns.disclosure.pairs import caseload, pair, trade
from tests.campaigns.disclosure.published import chain
from tests.campaigns.disclosure.reports import DEEP, MANY, readers, service
from tests.campaigns.disclosure.results import Result
from tests.campaigns.disclosure.sureness import sureness
from tests.campaigns.harness.keeping import Kept, source_of
from tests.campaigns.harness.running import Campaign, Trial

ROOT = Path(__file__).parents[3]
SOURCES = (
    "exports/client_summary",
    "exports/disclosure",
    "exports/estimates",
    "exports/reports",
    "tests/campaigns/disclosure",
    "therapist_app/workflows/exporting",
)
MOST_GAIN = {"pair": 15.0, "nested": 15.0, "caseload": 15.0, "chain": 10.0}
LEAVES = re.compile("client|leaves|came")
"""The ways in which one or a few come or leave: the average over them is judged. Ten who join are
enough for a report, and what it says of them together is no gain about one of them."""
MOST_BY_INTERVAL = 5.0
"""By so many points an interval may help, beside what the figure that it is of tells by itself to
somebody who knows everybody else in it, or two standard errors more."""
SURE = ("intervals", "sureness")
"""What reads how sure figures are: in one report, and over several."""
EXACT = {
    "nested": "nested, nothing",
    "intervals": "intervals, errors not",
    "sureness": "sureness, errors not",
}
"""Where a control prints what is not changed, and how it is called."""
SPREAD = 18.0
"""The standard deviation of the gain of one case: by so much a single way may lie beside it."""
LEAST_TOLD = {40: 0.80, 100: 0.95}
MOST_ERROR, MOST_ERROR_OF_MANY = 2.0, 0.10
LEAST_BROKEN = 0.2
MOST_SURE = 0.9
"""How sure it may be, of all that is told or withheld, that one more came."""
MOST_RIGHT = 0.25
"""How often a client may be found among candidates, one of twelve by chance."""

CASES: Mapping[str, Callable[[Attacker, int], Result]] = {
    "service": service,
    "readers": readers,
    "hard": hard,
    "withheld": withheld,
    "replayed": replayed,
    "pair": pair,
    "nested": nested,
    "intervals": intervals,
    "sureness": sureness,
    "caseload": caseload,
    "trade": trade,
    "chain": chain,
}
PART: Mapping[str, tuple[float, int, int]] = {
    "service": (1, 3, 3),
    "readers": (0.02, 1, 1),
    "hard": (0.25, 3, 3),
    "withheld": (0.0005, 1, 1),
    "replayed": (0.02, 0, 20),
    "pair": (0.5, 6, 6),
    "nested": (0.05, 1, 15),
    "intervals": (0.05, 1, 10),
    "sureness": (0.05, 3, 9),
    "caseload": (0.25, 2, 60),
    "trade": (0.05, 0, 1),
    "chain": (0.1, 1, 1),
}
"""How many of each are tried for a service, in a smoke, and at least: of two replays one may find
the client by chance."""


def _source() -> str:
    """Return what is tried, as a short hash."""
    return source_of(path for each in SOURCES for path in sorted((ROOT / each).glob("*.py")))


def run(trial: Trial) -> str:
    """Try `count` services, and of everything else a part of that."""
    smoke = trial.count < DEEP
    many = {
        kind: few if smoke else max(least, round(part * trial.count))
        for kind, (part, few, least) in PART.items()
    }
    path = ROOT / "build" / "attack" / f"{trial.seed}-{_source()}.jsonl"
    kept = Kept[Result](None if smoke else path)
    attacker = Attacker(trial.seed, 3 if smoke else 12)
    trial.count = sum(many.values())
    results: dict[str, list[Result]] = {}
    for kind, number in many.items():
        for at in range(number):
            name = f"{kind} {at}"
            found = kept.result(name, lambda kind=kind, at=at: CASES[kind](attacker, at))
            results.setdefault(kind, []).append(found)
            trial.held(_problem(name, found))
    for kind, broken in _broken(results).items():
        is_broken = broken >= LEAST_BROKEN or (smoke and broken > 0)
        trial.control(f"{kind} without protection, {broken:.0%} certain", is_found=is_broken)
    if not smoke:
        trial.bad.extend(_averages(results))
    return "; ".join(_words(results))


def _problem(name: str, found: Result) -> str:
    """Return what does not hold in one case."""
    for what in ("wrong", "pinned", "certain", "differ"):
        if found.get(what):
            return f"{name}: {found[what]} {what}"
    if found.get("surest", 0) > MOST_SURE:
        return f"{name}: that one more came is sure by {found['surest']:.0%}"
    return ""


def _averages(results: Mapping[str, Sequence[Result]]) -> Iterator[str]:
    """Yield what does not hold on average."""
    for kind, most in MOST_GAIN.items():
        of_leavers = [each for each in results[kind] if LEAVES.search(each["way"])]
        if (gain := fmean(each["gain"] for each in of_leavers)) > most:
            yield f"{kind}: the best guess about one who leaves or comes gains {gain:.1f} points"
        for way, (gain, _error) in _gains(of_leavers).items():
            many = sum(each["way"] == way for each in results[kind])
            if gain > most + 2 * SPREAD / many**0.5:
                yield f"{kind}, {way}: the best guess gains {gain:.1f} points"
    for kind in SURE:
        more, error = _by_interval(results[kind])
        if more > MOST_BY_INTERVAL + 2 * error:
            yield f"{kind}: beside its figure an error gains {more:.1f} points more"
    services = results["service"]
    for size, least in LEAST_TOLD.items():
        told = _ratio(services, ("all_told", "all"), size)
        if told < least:
            yield f"{size} clients: {told:.1%} of all figures are told"
    if (error := _mean(services, "error")) > MOST_ERROR:
        yield f"a printed count is {error:.2f} wrong on average"
    if (error := _mean(services, "error_of_many")) > MOST_ERROR_OF_MANY:
        yield f"a printed count over {MANY} is {error:.1%} wrong on average"
    if (right := _found(results["replayed"])) > MOST_RIGHT:
        yield f"a client is found among {CANDIDATES} candidates in {right:.0%} of cases"


def _by_interval(found: Sequence[Result]) -> tuple[float, float]:
    """Return by how much errors help beside their figures, and its standard error."""
    more = [each["gain"] - each["by_value"] for each in found]
    return fmean(more), _error(more)


def _gains(found: Sequence[Result]) -> dict[str, tuple[float, float]]:
    """Return the mean gain by way, and its standard error."""
    ways: dict[str, list[float]] = {}
    for each in found:
        ways.setdefault(each["way"], []).append(each["gain"])
    return {way: (fmean(gains), _error(gains)) for way, gains in ways.items()}


def _error(values: Sequence[float]) -> float:
    return float(stdev(values) / len(values) ** 0.5) if len(values) > 1 else 0.0


def _by_fact(found: Sequence[Result]) -> dict[str, tuple[float, float]]:
    """Return the mean gain of each fact guessed in half of the cases, and its standard error."""
    gains: dict[str, list[float]] = {}
    for each in found:
        for fact, gain in each["by_fact"].items():
            gains.setdefault(fact, []).append(100.0 * gain)
    often = {fact: each for fact, each in gains.items() if 2 * len(each) >= len(found)}
    return {fact: (fmean(each), _error(each)) for fact, each in often.items()}


def _facts_in_words(found: Sequence[Result]) -> str:
    """Say how the gains of single facts lie: the most, one in ten, the middle."""
    by_fact = _by_fact(found)
    gains = sorted(gain for gain, _error in by_fact.values())
    if len(gains) < DEEP:
        return "too few facts to tell them apart"
    worst = max(by_fact, key=lambda fact: by_fact[fact][0])
    gain, error = by_fact[worst]
    cuts = quantiles(gains, n=10)
    over = sum(each > MOST_GAIN["pair"] for each in gains)
    return (
        f"of {len(gains)} single facts the middle one gains {cuts[4]:.0f}, one in ten over "
        f"{cuts[8]:.0f}, {over} over {MOST_GAIN['pair']:.0f}, {worst} {gain:.0f} "
        f"(standard error {error:.0f})"
    )


def _broken(results: Mapping[str, Sequence[Result]]) -> dict[str, float]:
    """Return which part of what the controls hide is certain in them."""
    found: dict[str, float] = {}
    one = {"pair": "client", "nested": WAY, "caseload": "1 came"}
    for kind, way in one.items():
        alone = [x["alone"] for x in results[kind] if x["way"] == way and "alone" in x]
        right = sum(each["certain"] - each["certain_wrong"] for each in alone)
        found[kind] = right / max(1, sum(each["facts"] for each in alone))
    for kind, name in EXACT.items():
        bare = [x["exact"] for x in results[kind] if "exact" in x]
        right = sum(each["certain"] for each in bare)
        found[f"{name} protected"] = right / max(1, sum(each["facts"] for each in bare))
    hard_ones = results["hard"]
    found["hard tables"] = sum(x["broken"] for x in hard_ones) / sum(x["hidden"] for x in hard_ones)
    found["withholding"] = min(each["control"] for each in results["withheld"])
    if again := results.get("replayed"):
        found["replay"] = sum(each["rank_with_keys"] == 0 for each in again) / len(again)
    if curve := results.get("trade"):
        found["nothing protected"] = fmean(each["curve"]["0"]["sure"] for each in curve)
    return found


def _found(again: Sequence[Result]) -> float:
    return sum(each["rank"] == 0 for each in again) / max(1, len(again))


def _ratio(services: Sequence[Result], keys: tuple[str, str], size: int) -> float:
    chosen = [each for each in services if each["clients"] == size]
    part, whole = (sum(each[key] for each in chosen) for key in keys)
    return part / whole if whole else 1.0


def _why_not(services: Sequence[Result], size: int) -> str:
    """Say why figures of so many clients are not told, in parts of all figures."""
    chosen = [each for each in services if each["clients"] == size]
    whole = sum(each["all"] for each in chosen)
    why = sum((Counter(each["why_not"]) for each in chosen), Counter[str]())
    return ", ".join(f"{name} {many / max(1, whole):.0%}" for name, many in why.most_common())


def _mean(services: Sequence[Result], key: str) -> float:
    return sum(each[key][0] for each in services) / max(1, sum(each[key][1] for each in services))


def _words(results: Mapping[str, Sequence[Result]]) -> Iterator[str]:
    """Say what was tried and what came of it."""
    services, pairs = results["service"], results["pair"]
    narrowest = min(each["narrowest"] for each in services)
    yield (
        f"{len(services)} services, {sum(x['figures'] for x in services)} figures, the narrowest "
        f"may be {narrowest} numbers"
    )
    hard_ones = results["hard"]
    yield (
        f"{len(hard_ones)} hard tables, the narrowest {min(x['narrowest'] for x in hard_ones)}; "
        f"two readers differ in {sum(x['differ'] for x in results['readers'])} of "
        f"{sum(x['figures'] for x in results['readers'])}"
    )
    surest = max(each["surest"] for each in results["withheld"])
    yield f"from what is withheld one more is sure by {surest:.0%} at most"
    if again := results.get("replayed"):
        yield (f"{len(again)} replays find the client of {CANDIDATES} in {_found(again):.0%}")
    for kind in MOST_GAIN:
        yield f"{len(results[kind])} {kind}s gain {_in_words(_gains(results[kind]))}"
    for kind in SURE:
        behind = results[kind]
        more, error = _by_interval(behind)
        yield (
            f"{len(behind)} times figures with how sure they are ({kind}) gain "
            f"{_in_words(_gains(behind))}, of which {more:.1f} (±{error:.1f}) by that"
        )
    one_client = [each for each in pairs if each["way"] == "client"]
    yield _facts_in_words(one_client)
    for size in LEAST_TOLD:
        yield (
            f"{size} clients: {_ratio(services, ('told', 'may'), size):.0%} of what may be told, "
            f"{_ratio(services, ('all_told', 'all'), size):.0%} of all figures; not told: "
            f"{_why_not(services, size)}"
        )
    yield (
        f"wrong by {_mean(services, 'error'):.2f}, over {MANY} by "
        f"{_mean(services, 'error_of_many'):.1%}"
    )
    yield from _curve(results.get("trade", ()))
    yield f"controls broken: {', '.join(f'{k} {x:.0%}' for k, x in _broken(results).items())}"


def _curve(found: Sequence[Result]) -> Iterator[str]:
    """Say what another variance of the changes would give and cost."""
    points = {name for each in found for name in each["curve"]}
    for name in sorted(points, key=float):
        gain, sure, error = (
            fmean(each["curve"][name][what] for each in found) for what in ("gain", "sure", "error")
        )
        yield f"variance {name}: gain {gain:.0f}, {sure:.0%} certain, wrong by {error:.1f}"


def _in_words(gains: Mapping[str, tuple[float, float]]) -> str:
    return ", ".join(f"{way} {gain:.1f} (±{error:.1f})" for way, (gain, error) in gains.items())


ATTACK = Campaign(
    "attack",
    "Nobody who holds reports, programme and source can say anything about one client.",
    run,
    {"smoke": 3, "small": 100, "full": 2_000},
)
