"""A practice service: its folder, its people, its invented clients."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path

from exports.quarters import quarter_of
from programme.course.order import course_order
from session_forms.words.texts import N_, _
from therapist_app.practice.case_files import CASES
from therapist_app.practice.courses import live
from therapist_app.practice.simulation import invent, invent_former
from therapist_app.practice.worked_cases import add_worked_cases
from therapist_app.record.clock_and_random import ClockAndRandom, SeededClock
from therapist_app.record.crypto import kdf
from therapist_app.record.header.header import NewPerson
from therapist_app.record.sign_in import unlocking as records
from therapist_app.record.vault.vault import Vault
from therapist_app.workflows.course.course_changes import change_status
from therapist_app.workflows.course.planning import plan_appointment
from therapist_app.workflows.overviews.seeing_clients import client_page_data
from therapist_app.workflows.workspace import Workspace

PRACTICE_WORDS = "quiet harbour lantern walks slowly"
PRACTICE_PERSON = "R. Maro (practice)"
ENDED = N_("Moved to another town, by agreement")
TODAYS_HOURS = ((9, 30), (11, 0), (14, 0), (16, 30))


@dataclass(frozen=True, slots=True)
class Populated:
    """The invented clients, and those who come today."""

    client_ids: tuple[str, ...]
    todays: tuple[str, ...]


def fill_practice(
    workspace: Workspace,
    clock: SeededClock,
    *,
    clients: int,
    seed: int,
    tell: Callable[[int, int], None],
    former: int = 0,
) -> Populated:
    """Let the worked cases come into being, `former` clients, and then `clients` invented ones."""
    before = len(CASES) + former
    everybody = before + clients
    add_worked_cases(workspace, clock, lambda done: tell(done, everybody))
    add_former(workspace, clock, former, seed, lambda done: tell(len(CASES) + done, everybody))
    return populate(
        workspace,
        clock,
        clients=clients,
        seed=seed,
        tell=lambda done, _all: tell(before + done, everybody),
    )


def add_former(
    workspace: Workspace,
    clock: SeededClock,
    clients: int,
    seed: int,
    tell: Callable[[int], None],
) -> None:
    """Let clients come into being who came a few times before the quarter now, and ended.

    So that there are people enough to close a quarter with a report. The clock ends where it began.
    """
    morning = clock()
    day = morning.astimezone().date()
    weeks_since = (day - quarter_of(day).first_day).days // 7 + 1
    for done, invented in enumerate(invent_former(clients, seed, weeks_since), start=1):
        client = live(workspace, clock, invented, seed, morning)
        change_status(workspace, client.id, "ended", _(ENDED))
        tell(done)
    clock.move_to(morning)


def populate(
    workspace: Workspace,
    clock: SeededClock,
    *,
    clients: int,
    seed: int,
    tell: Callable[[int, int], None],
) -> Populated:
    """Let `clients` invented clients come into being; the clock ends on the morning it began."""
    morning = clock()
    sessions = len(course_order(workspace.programme))
    ids: list[str] = []
    for invented in invent(clients, seed, sessions):
        ids.append(live(workspace, clock, invented, seed, morning - timedelta(days=1)).id)
        tell(invented.number + 1, clients)
    clock.move_to(morning)
    return Populated(tuple(ids), _plan_today(workspace, ids, morning))


def _plan_today(workspace: Workspace, ids: list[str], morning: datetime) -> tuple[str, ...]:
    """Give the first clients who have a session left an appointment today, the others next week."""
    todays: list[str] = []
    eight = datetime.combine(morning.astimezone().date(), time(8)).astimezone(morning.tzinfo)
    for at, client_id in enumerate(ids):
        following = client_page_data(workspace, client_id).next_plan
        if following is None:
            continue
        if len(todays) < len(TODAYS_HOURS):
            hour, minute = TODAYS_HOURS[len(todays)]
            when = datetime.combine(morning.date(), time(hour, minute), morning.tzinfo)
            todays.append(client_id)
        else:
            when = max(morning, eight) + timedelta(days=1 + at % 6, hours=at % 8)
        plan_appointment(workspace, client_id, following.id, when)
    return tuple(todays)


def new_practice(folder: Path, name: str, sources: ClockAndRandom) -> Vault:
    """Return a practice service made just now, unlocked, with one person in it."""
    secret = PRACTICE_WORDS.encode()
    founder = NewPerson(name, ("keeper", "therapist"), bytearray(secret))
    made = records.create_service(
        folder, founder, continuity=False, cost=kdf.FLOOR, practice=True, sources=sources
    )
    return records.unlock(folder, made.uid, bytearray(secret), practice=True, sources=sources)
