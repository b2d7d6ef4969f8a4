"""Somebody presses, types, drags and closes at random; nothing breaks, and no client gets out."""

import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from tests.support.display.displays import Display, a_display
from tests.support.display.notes import Note
from tests.support.monkey.clinic import Ways, lay_out_clinic
from tests.support.monkey.monkey import (
    ACTS,
    BEFORE,
    Found,
    GoesOn,
    Monkey,
    for_acts,
    for_seconds,
    no_screen,
    played,
)
from tests.support.sampling import beyond, sampled

SEEDS = range(10)
HARMLESS = {
    Note("qt", f"This plugin does not support {what}")
    for what in ("propagateSizeHints()", "raise()", "grabbing the keyboard")
}
"""What Qt's plug-in for no screen says of itself; nobody with a screen meets it."""
AS_LOGGED = "Qt: QtWarningMsg in default"
LONG = 120.0
SHORT = 60
Screen = Callable[[Path], AbstractContextManager[Display]]


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ways]:
    home = tmp_path_factory.mktemp("clinic")
    return home, lay_out_clinic(home)


@pytest.fixture
def play(clinic: tuple[Path, Ways], tmp_path: Path) -> Callable[..., Found]:
    """Return what plays with a copy of the clinic, and demands what holds of every play.

    The copy stays beside the log of what was done, for `tests.support.monkey.again`.
    """

    def really(screen: Screen, who: str, seed: int, goes_on: GoesOn) -> Found:
        home, ways = clinic
        shutil.copytree(home, tmp_path / BEFORE)
        shutil.copytree(home, tmp_path / "home")
        log = tmp_path / ACTS
        with screen(tmp_path) as display, played(display, tmp_path / "home") as application:
            monkey = Monkey(application, ways, seed, log)
            lives = {"therapist": monkey.play_as_therapist, "client": monkey.play_as_client}
            found = lives[who](goes_on)
            harmless = HARMLESS if screen is no_screen else set()
            assert [each for each in application.trouble if each not in harmless] == [], log
            told = set(application.told.splitlines())
            assert told <= {AS_LOGGED if harmless else ""}, log
        print(found.acts, "acts", found.events, "events", "locked", found.locked)  # noqa: T201
        print(*found.slow, sep="\n")  # noqa: T201
        assert found.stalls == [], log
        return found

    return really


@pytest.mark.parametrize("who", sampled(["therapist", "client"], every=2))
def test_a_moment_of_anything_at_all_breaks_nothing(play: Callable[..., Found], who: str) -> None:
    found = play(no_screen, who, 0, for_acts(SHORT))

    assert found.acts == SHORT


@beyond(test_a_moment_of_anything_at_all_breaks_nothing)
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("who", ["therapist", "client"])
def test_two_minutes_of_anything_at_all_on_a_real_display_break_nothing(
    play: Callable[..., Found], who: str, seed: int
) -> None:
    found = play(a_display, who, seed, for_seconds(LONG))

    assert found.is_quick, (found.events, found.slow)
