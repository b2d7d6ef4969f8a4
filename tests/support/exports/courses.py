"""Invented case files over the whole course, with ratings of both raters and deviations."""

from dataclasses import replace
from random import Random

from exports.case.casefile import CaseFile, HeldSession
from programme.course.deviations import DEVIATION_WORDS
from programme.fidelity.fidelity import adherence
from programme.fidelity.rated_sessions import ItemPair
from programme.loading import library as programmes
from tests.support.exports.cases import many

RATINGS = ("2", "1", "0", "na")


def rated(plan_id: str, ratings: str, second: str = "", *, week: int = 0) -> HeldSession:
    """Return a held session with the ratings of its items in order, as `22n1`."""
    ids = [item.id for item in programmes.installed().session_plans[plan_id].fidelity]
    given = {key: "na" if r == "n" else r for key, r in zip(ids, ratings, strict=False)}
    again = {key: "na" if r == "n" else r for key, r in zip(ids, second, strict=False)}
    pairs = tuple(ItemPair(key, given[key], again[key]) for key in again)
    percent = adherence(given).percent
    return HeldSession(plan_id, week, "attended", 60, percent, given, pairs)


def whole_courses(count: int, seed: int = 1) -> tuple[CaseFile, ...]:
    """Return clients who came more or less far, rated at random in a way that `seed` fixes."""
    chance = Random(seed)
    return tuple(_course(each, chance) for each in many(count))


def _course(case: CaseFile, chance: Random) -> CaseFile:
    plans = list(programmes.installed().session_plans)[: chance.randint(1, 20)]
    sessions = tuple(_session(plan, week, chance) for week, plan in enumerate(plans))
    kinds = [kind for kind in DEVIATION_WORDS for _each in range(chance.choice((0, 0, 0, 1, 2)))]
    return replace(case, sessions=sessions, deviations=tuple(kinds))


def _session(plan_id: str, week: int, chance: Random) -> HeldSession:
    count = len(programmes.installed().session_plans[plan_id].fidelity)
    given = "".join(chance.choices("210n", weights=(14, 4, 2, 1), k=count))
    again = "".join(each if chance.random() < 0.8 else chance.choice("012") for each in given)
    came = chance.choices(("attended", "late", "did_not_attend"), weights=(8, 1, 1))[0]
    is_rated, is_twice = chance.random() < 0.9, chance.random() < 0.12
    made = rated(plan_id, given if is_rated else "", again if is_rated and is_twice else "")
    return replace(made, week=week, attendance=came)
