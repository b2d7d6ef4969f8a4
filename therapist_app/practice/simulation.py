"""Invented clients: who they are and how they fare, from a seed.

Every figure here is made up. Nothing is fitted to any person, trial or service, and no
result of a simulation says anything about the programme.
"""

import random
from dataclasses import dataclass, replace
from typing import Literal

from therapist_app.record.model import Mode
from therapist_app.workflows.overviews.seeing_clients import AGE_BANDS

Attendance = Literal["attended", "late", "cancelled_client", "did_not_attend"]

GENDERS = ("man", "woman", "other", "not said")
TRACKS = ("T-PREV", "T-ONLINE", "T-DISTRESS")
MODES: tuple[Mode, ...] = ("in_person", "video", "telephone")
FLAGS = ("visual", "autism_adapted", "interpreter", "short_sessions", "easy_read", "remote_only")
# The first clients are always in the middle of the course: practice begins with one of them.
WELL_UNDER_WAY = {0: 3, 1: 1}
ITEMS = {"phq-9": 9, "gad-7": 7, "phq-4": 4}


@dataclass(frozen=True, slots=True)
class Week:
    """One week of an invented client.

    Attributes:
        distress: Latent distress from 0 (none) to 1 (as bad as it can be).
        leaves_out: How many items of each measure are left out.

    """

    attendance: Attendance
    distress: float
    worry: int
    event: bool
    leaves_out: int
    forgets_measures: bool


@dataclass(frozen=True, slots=True)
class InventedClient:
    """One invented client and the weeks of the course so far."""

    number: int
    age_band: str
    gender: str
    track: str
    mode: Mode
    adaptations: tuple[str, ...]
    weeks: tuple[Week, ...]
    weeks_ago: int
    agrees_to_data_use: bool


def invent(clients: int, seed: int, sessions: int) -> tuple[InventedClient, ...]:
    """Return `clients` invented clients with at most `sessions` sessions each."""
    return tuple(
        _invent_one(number, random.Random(f"client {seed} {number}"), sessions)
        for number in range(clients)
    )


def invent_former(clients: int, seed: int, weeks_since: int) -> tuple[InventedClient, ...]:
    """Return clients who came two or three times, the last time so many weeks ago, and agreed.

    Args:
        clients: How many; their numbers are below 0, where no other invented client has one.
        seed: What they are invented from.
        weeks_since: How many weeks ago all of them had come for the last time.

    """
    return tuple(_former(-number, seed, weeks_since) for number in range(1, clients + 1))


def _former(number: int, seed: int, weeks_since: int) -> InventedClient:
    chance = random.Random(f"former {seed} {number}")
    known = _invent_one(number, chance, 0)
    distress = min(0.9, max(0.05, chance.gauss(0.5, 0.18)))
    length = chance.choice((2, 2, 3))
    weeks = tuple(
        replace(_week(chance, distress - 0.08 * at), attendance="attended", forgets_measures=False)
        for at in range(length)
    )
    weeks_ago = weeks_since + length + chance.choice((0, 1, 2, 4))
    return replace(known, weeks=weeks, weeks_ago=weeks_ago, agrees_to_data_use=True)


def item_answers(
    count: int, severity: float, chance: random.Random, *, last_is_rare: bool
) -> list[int]:
    """Return `count` answers of 0 to 3 whose mean follows `severity` (0 to 1)."""
    answers = [min(3, max(0, round(chance.gauss(severity * 3, 0.7)))) for _ in range(count)]
    if last_is_rare:
        answers[-1] = (
            0 if chance.random() > max(0.02, severity - 0.45) else chance.choice((1, 1, 2))
        )
    return answers


def _invent_one(number: int, chance: random.Random, sessions: int) -> InventedClient:
    distress = min(0.9, max(0.05, chance.gauss(0.5, 0.18)))
    drift = chance.choice((-0.10, -0.08, -0.05, -0.04, -0.01, 0.0, 0.06))
    begun = range(sessions + 1)  # courses just begun are commoner than long ones
    length = chance.choices(begun, weights=[1 / (each + 2) for each in begun])[0]
    length = WELL_UNDER_WAY.get(number, length)
    weeks: list[Week] = []
    for _at in range(length):
        week = _week(chance, distress)
        weeks.append(replace(week, attendance="attended") if number in WELL_UNDER_WAY else week)
        distress = min(0.95, max(0.0, distress + drift + chance.gauss(0, 0.03)))
    flags = tuple(sorted(chance.sample(FLAGS, 1))) if chance.random() < 0.3 else ()
    mode: Mode = "video" if "remote_only" in flags else chance.choices(MODES, weights=(7, 2, 1))[0]
    return InventedClient(
        number=number,
        age_band=chance.choices(AGE_BANDS, weights=(4, 9, 8, 5, 3, 1))[0],
        gender=chance.choices(GENDERS, weights=(16, 2, 1, 1))[0],
        track=chance.choices(TRACKS, weights=(5, 3, 2))[0],
        mode=mode,
        adaptations=flags,
        weeks=tuple(weeks),
        weeks_ago=length + chance.choice((0, 0, 0, 1, 2, 4)),
        agrees_to_data_use=chance.random() < 0.9,
    )


def _week(chance: random.Random, distress: float) -> Week:
    kinds: tuple[Attendance, ...] = ("attended", "late", "cancelled_client", "did_not_attend")
    attendance = chance.choices(kinds, weights=(84, 6, 6, 4))[0]
    return Week(
        attendance=attendance,
        distress=distress,
        worry=min(8, max(0, round(chance.gauss(distress * 4, 1.3)))),
        event=chance.random() < 0.05,
        leaves_out=chance.choices((0, 1, 2, 3), weights=(88, 7, 3, 2))[0],
        forgets_measures=chance.random() < 0.04,
    )
