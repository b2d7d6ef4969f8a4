"""Each protection has its words: what it is, what it means, what to do, or that it is unknown."""

import re
import shutil
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import get_args

import pytest

from tests.support.workflows.workspaces import Workplace
from therapist_app.hygiene.laptop.findings import EnvironmentCheck, Kind
from therapist_app.hygiene.laptop.room import LITTLE_ROOM
from therapist_app.record.database import library_age
from therapist_app.workflows.entering import first_run
from therapist_app.workflows.safekeeping.loud_acts import told_to_everybody
from therapist_app.workflows.safekeeping.protections import (
    WORDS,
    clock_of,
    is_nearly_full,
    library_of,
    protections_in_force,
    tell_protection,
)


def test_all_that_is_measured_has_words(work: Workplace) -> None:
    vault = work.workspace.vault

    found = protections_in_force(vault.place.path, clock_of(vault), library_of(vault))

    assert {each.kind for each in found} == set(get_args(Kind))
    assert all(tell_protection(each)[1] for each in found)


MADE = re.compile(r'EnvironmentCheck\((?:"(\w+)"|kind), "?\w+"?, ([^)]+)\)')
QUOTED = re.compile(r'"([\w-]+)"')
OF_A_KIND = re.compile(r"^def (\w+)\(kind: .*-> EnvironmentCheck:", re.MULTILINE)
"""What makes a check of whichever kind it is asked for."""


def test_whatever_code_finds_out_has_its_own_words_and_no_words_are_for_nothing() -> None:
    top = Path(first_run.__file__).parents[2]
    texts = [path.read_text("utf-8") for path in top.rglob("*.py")]
    texts = [each for each in texts if "EnvironmentCheck(" in each or "encryption_check(" in each]
    made: set[tuple[str, str]] = set()
    for text in texts:
        asked = "|".join(OF_A_KIND.findall(text)) or "nothing"
        kinds = {each for one in texts for each in re.findall(rf'\b(?:{asked})\("(\w+)"', one)}
        for kind, reasons in MADE.findall(text):
            of = {kind} if kind else kinds
            made |= {(each, reason) for each in of for reason in QUOTED.findall(reasons)}

    words = {**WORDS, **first_run.WORDS}
    assert (sorted(made - words.keys()), sorted(words.keys() - made)) == ([], [])


@pytest.mark.parametrize("kind", ["memory", "core", "locked", "network", "rights", "capture"])
def test_whatever_comes_of_it_is_said_and_what_is_not_in_force_says_what_to_do(kind: Kind) -> None:
    for finding, reason in (("good", "on"), ("attention", "off"), ("unknown", "not-told")):
        tone, title, words = tell_protection(EnvironmentCheck(kind, finding, reason))

        assert title
        assert bool(words) == (finding != "good")
        assert tone == first_run.TONES[finding]


def test_no_two_states_are_told_in_the_same_way() -> None:
    told = [words for words, _why, _do in WORDS.values()]

    assert len(told) - len(set(told)) == 1  # a picture shows the window, whatever the reason
    assert not set(WORDS) & set(first_run.WORDS)
    assert all(not why or do for _title, why, do in WORDS.values())


def test_a_clock_behind_what_was_signed_is_told(work: Workplace) -> None:
    vault = work.workspace.vault
    assert clock_of(vault).reason == "on"

    work.clock.advance(-timedelta(days=3).total_seconds())

    assert clock_of(vault) == EnvironmentCheck("clock", "attention", "behind")


@pytest.mark.parametrize(
    ("days", "finding", "reason"),
    [(-365, "good", "on"), (-366, "attention", "old"), (None, "unknown", "not-told")],
)
def test_a_library_that_encrypts_and_is_older_than_a_year_is_told(
    work: Workplace, monkeypatch: pytest.MonkeyPatch, days: int | None, finding: str, reason: str
) -> None:
    vault = work.workspace.vault
    today = vault.service.now().date()
    day = None if days is None else today + timedelta(days=days)
    monkeypatch.setattr(library_age, "made_on", lambda: day)

    found = library_of(vault)

    assert (found.finding, found.reason) == (finding, reason)
    assert bool(tell_protection(found)[2]) == (finding != "good")


@pytest.mark.parametrize(
    ("free", "finding", "reason"),
    [(LITTLE_ROOM, "good", "enough"), (LITTLE_ROOM - 1, "attention", "little")],
)
def test_a_disk_that_is_nearly_full_is_told_before_it_is(
    work: Workplace, monkeypatch: pytest.MonkeyPatch, free: int, finding: str, reason: str
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _place: SimpleNamespace(free=free))
    vault = work.workspace.vault

    [room] = [each for each in protections_in_force(vault.place.path) if each.kind == "room"]

    assert (room.finding, room.reason) == (finding, reason)
    is_told = any("nearly full" in each for each in told_to_everybody(vault))
    assert is_told == is_nearly_full(vault) == (reason == "little")
    _tone, _title, words = tell_protection(EnvironmentCheck("room", "attention", "little"))
    assert f"Less than {LITTLE_ROOM // 1_000_000} MB are free." in words


def test_a_disk_that_does_not_tell_is_no_alarm(
    work: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_place: object) -> None:
        raise OSError

    monkeypatch.setattr(shutil, "disk_usage", refuse)

    assert not is_nearly_full(work.workspace.vault)
