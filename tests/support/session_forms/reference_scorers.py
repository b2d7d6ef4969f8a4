"""The published scoring rules told again, each measure by itself, without the engine or its files.

Every function takes the answers by item number (None where one is missing) and returns
value and band of each score. Arithmetic is decimal, so that nothing is shared but the rule.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

Answers = Mapping[int, int | None]
Told = dict[str, tuple[float | None, str | None]]
Bands = Sequence[tuple[float, str]]


@dataclass(frozen=True)
class Reference:
    """One measure: what can be answered to each item, and its rules."""

    options: Mapping[int, Sequence[int]]
    score: Callable[[Answers], Told]
    extras: Mapping[str, object] = ()


def same(count: int, low: int, high: int, **others: Sequence[int]) -> dict[int, Sequence[int]]:
    """Options from low to high for each item; `i9=(0, 2, 4)` gives item 9 its own."""
    options = {item: range(low, high + 1) for item in range(1, count + 1)}
    return options | {int(name[1:]): each for name, each in others.items()}


def turned(answers: Answers, items: Collection[int], top: int) -> dict[int, int | None]:
    """Answers with some items the other way round; `top` is lowest + highest."""
    return {
        item: top - value if item in items and value is not None else value
        for item, value in answers.items()
    }


def half_up(value: Decimal, decimals: int = 0) -> float:
    """Round as people do on paper."""
    return float(value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP))


def taken(answers: Answers, items: Collection[int], may_miss: int, never: Collection[int] = ()):
    """Return the answers to some items, or None when too many are missing."""
    values = [answers[item] for item in items]
    if values.count(None) > may_miss or any(answers[item] is None for item in never):
        return None
    return [value for value in values if value is not None]


def total(
    answers: Answers, items: Collection[int], may_miss: int = 0, never: Collection[int] = ()
) -> float | None:
    """Sum, scaled up to all items when some are missing."""
    values = taken(answers, items, may_miss, never)
    if values is None:
        return None
    return half_up(Decimal(sum(values)) * len(items) / len(values))


def mean_times_ten(
    answers: Answers, items: Collection[int], may_miss: int = 0, never: Collection[int] = ()
) -> float | None:
    """Ten times the mean of what was answered, to one decimal."""
    values = taken(answers, items, may_miss, never)
    if values is None:
        return None
    return half_up(Decimal(10 * sum(values)) / len(values), 1)


def banded(value: float | None, bands: Bands = ()) -> tuple[float | None, str | None]:
    """Return the value with its band: the last that begins at or below it."""
    names = [name for start, name in bands if value is not None and start <= value]
    return value, names[-1] if names else None


def plain(count: int, may_miss: int, bands: Bands = (), name: str = "total"):
    """A plain sum of all items."""
    items = range(1, count + 1)
    return lambda answers: {name: banded(total(answers, items, may_miss), bands)}


PHQ = [(0, "minimal"), (5, "mild"), (10, "moderate"), (15, "moderately severe"), (20, "severe")]
CUT = ("below cut-off", "at or above cut-off")


def _phq_9(answers: Answers) -> Told:
    return {"total": banded(total(answers, range(1, 10), 2, never=(9,)), PHQ)}


def _phq_4(answers: Answers) -> Told:
    bands = [(0, "none"), (3, "mild"), (6, "moderate"), (9, "severe")]
    return {
        "total": banded(total(answers, range(1, 5)), bands),
        "anxiety": banded(total(answers, (1, 2))),
        "depression": banded(total(answers, (3, 4))),
    }


def _bscs(answers: Answers) -> Told:
    values = turned(answers, {2, 3, 4, 5, 7, 9, 10, 12, 13}, 6)
    return {"total": banded(total(values, range(1, 14), 1))}


def _core_10(answers: Answers) -> Told:
    values = turned(answers, {2, 3}, 4)
    value = mean_times_ten(values, range(1, 11), 1, never=(6,))
    return {"clinical": banded(value)}


RISK = (6, 9, 16, 22, 24, 34)
WELLBEING = (4, 14, 17, 31)
PROBLEMS = (2, 5, 8, 11, 13, 15, 18, 20, 23, 27, 28, 30)
FUNCTIONING = (1, 3, 7, 10, 12, 19, 21, 25, 26, 29, 32, 33)


def _core_om(answers: Answers) -> Told:
    values = turned(answers, {3, 4, 7, 12, 19, 21, 31, 32}, 4)
    others = [item for item in range(1, 35) if item not in RISK]
    return {
        "clinical": banded(mean_times_ten(values, range(1, 35), 3, never=RISK)),
        "non-risk": banded(mean_times_ten(values, others, 3)),
        "wellbeing": banded(mean_times_ten(values, WELLBEING)),
        "problems": banded(mean_times_ten(values, PROBLEMS, 1)),
        "functioning": banded(mean_times_ten(values, FUNCTIONING, 1)),
        "risk": banded(mean_times_ten(values, RISK)),
    }


def _who_5(answers: Answers) -> Told:
    raw = total(answers, range(1, 6))
    value = None if raw is None else raw * 4
    return {"percent": banded(value, [(0, "very low"), (32, "low"), (52, "not low")])}


def _audit(answers: Answers) -> Told:
    passed_over: set[int] = set()
    if answers[1] == 0:
        passed_over |= set(range(2, 9))
    if answers[2] == 0 and answers[3] == 0:
        passed_over |= set(range(4, 9))
    values = {
        item: 0 if value is None and item in passed_over else value
        for item, value in answers.items()
    }
    bands = [(0, "low-risk drinking"), (8, "hazardous"), (16, "harmful")]
    return {
        "total": banded(total(values, range(1, 11)), [*bands, (20, "possible dependence")]),
        "consumption": banded(total(values, (1, 2, 3))),
        "dependence": banded(total(values, (4, 5, 6))),
        "problems": banded(total(values, (7, 8, 9, 10))),
    }


def _audit_c(answers: Answers) -> Told:
    if answers[1] == 0:
        answers = {item: value or 0 for item, value in answers.items()}
    return {"total": banded(total(answers, (1, 2, 3)))}


def _ders_18(answers: Answers) -> Told:
    values = turned(answers, {1, 4, 6}, 6)
    return {
        "total": banded(total(values, range(1, 19), 1)),
        "awareness": banded(total(values, (1, 4, 6))),
        "clarity": banded(total(values, (2, 3, 5))),
        "goals": banded(total(values, (8, 12, 15))),
        "impulse": banded(total(values, (9, 16, 18))),
        "nonacceptance": banded(total(values, (7, 13, 14))),
        "strategies": banded(total(values, (10, 11, 17))),
    }


def _rses(items: Collection[int]) -> Callable[[Answers], Told]:
    return lambda answers: {"total": banded(total(turned(answers, items, 3), range(1, 11), 1))}


def _sapas(answers: Answers) -> Told:
    bands = [(0, "below cut-off"), (3, "positive screen")]
    return {"total": banded(total(turned(answers, {3}, 1), range(1, 9)), bands)}


def _without_work(answers: Answers) -> Told:
    return {"total": (total(answers, (2, 3, 4, 5)), None)}


def _wai(answers: Answers) -> Told:
    return {
        "total": banded(total(answers, range(1, 13), 1)),
        "task": banded(total(answers, (1, 2, 10, 12))),
        "bond": banded(total(answers, (3, 5, 7, 9))),
        "goal": banded(total(answers, (4, 6, 8, 11))),
    }


def _scs_sf(answers: Answers) -> Told:
    values = taken(turned(answers, {1, 4, 8, 9, 11, 12}, 6), range(1, 13), 0)
    mean = None if values is None else half_up(Decimal(sum(values)) / len(values), 2)
    return {"total": banded(mean)}


def _reqol(answers: Answers) -> Told:
    return {"total": banded(total(answers, range(1, 11)))}


def _psychlops(answers: Answers) -> Told:
    if answers[2] is None:
        answers = {**answers, 2: answers[1]}
    return {"total": banded(total(answers, range(1, 5)))}


def _gbo(answers: Answers) -> Told:
    given = [value for value in answers.values() if value is not None]
    mean = half_up(Decimal(sum(given)) / len(given), 1) if given else None
    goals = {f"goal-{item}": (value, None) for item, value in answers.items()}
    return {"mean-rating": (mean, None), **goals}


SWLS = [
    (5, "extremely dissatisfied"), (10, "dissatisfied"), (15, "slightly dissatisfied"),
    (20, "neutral"), (21, "slightly satisfied"), (26, "satisfied"), (31, "extremely satisfied"),
]  # fmt: skip
GAD = [(0, "minimal"), (5, "mild"), (10, "moderate"), (15, "severe")]
K6 = [(0, "low"), (5, "moderate"), (13, "serious")]
ISI = [(0, "none"), (8, "subthreshold"), (15, "moderate"), (22, "severe")]
WSAS = [(0, "subclinical"), (10, "significant"), (21, "moderately severe or worse")]
LONELY = [(3, "not lonely"), (6, "lonely")]
ONCE_IN_A_WHILE = (0, 2, 4)

REFERENCES: Mapping[str, tuple[Reference, ...]] = {
    "phq-9": (Reference(same(9, 0, 3), _phq_9),),
    "gad-7": (Reference(same(7, 0, 3), plain(7, 1, GAD)),),
    "phq-4": (Reference(same(4, 0, 3), _phq_4),),
    "k10": (Reference(same(10, 1, 5), plain(10, 1)),),
    "k6": (Reference(same(6, 0, 4), plain(6, 1, K6)),),
    "swls": (Reference(same(5, 1, 7), plain(5, 0, SWLS)),),
    "scs-sf": (Reference(same(12, 1, 5), _scs_sf),),
    "bscs": (Reference(same(13, 1, 5), _bscs),),
    "core-10": (Reference(same(10, 0, 4), _core_10),),
    "core-om": (Reference(same(34, 0, 4), _core_om),),
    "who-5": (Reference(same(5, 0, 5), _who_5),),
    "audit": (Reference(same(10, 0, 4, i9=ONCE_IN_A_WHILE, i10=ONCE_IN_A_WHILE), _audit),),
    "audit-c": (Reference(same(3, 0, 4), _audit_c),),
    "csbd-19": (Reference(same(19, 1, 4), plain(19, 1)),),
    "csbd-7": (Reference(same(7, 1, 4), plain(7, 0)),),
    "ders-16": (Reference(same(16, 1, 5), plain(16, 1)),),
    "ders-18": (Reference(same(18, 1, 5), _ders_18),),
    "dudit": (Reference(same(11, 0, 4, i10=ONCE_IN_A_WHILE, i11=ONCE_IN_A_WHILE), plain(11, 0)),),
    "rses": (
        Reference(same(10, 0, 3), _rses({2, 5, 6, 8, 9}), {"edition": "a"}),
        Reference(same(10, 0, 3), _rses({3, 5, 8, 9, 10}), {"edition": "b"}),
    ),
    "ucla-3": (Reference(same(3, 1, 3), plain(3, 0, LONELY)),),
    "sapas": (Reference(same(8, 0, 1), _sapas),),
    "wsas": (
        Reference(same(5, 0, 8), plain(5, 0, WSAS), {"not_working": False}),
        Reference(same(5, 0, 8), _without_work, {"not_working": True}),
    ),
    "hbi-19": (Reference(same(19, 1, 5), plain(19, 1)),),
    "isi": (Reference(same(7, 0, 4), plain(7, 1, ISI)),),
    "wai-sr": (Reference(same(12, 1, 5), _wai),),
    "reqol-10": (Reference(same(10, 0, 4), _reqol),),
    "psychlops": (Reference(same(4, 0, 5), _psychlops),),
    "whodas-12": (Reference(same(12, 0, 4), plain(12, 0, name="simple")),),
    "gbo": (Reference(same(3, 0, 10), _gbo),),
}
"""Every measure that is scored item by item; some of them in more than one way."""
