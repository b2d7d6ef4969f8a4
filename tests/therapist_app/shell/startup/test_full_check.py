"""The full check that begins by itself a while after the window is there."""

from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QWidget

from therapist_app.shell.startup import full_check
from therapist_app.shell.startup.full_check import FullCheck

FOUND = ("A full check found a problem", "Damaged pages: 3.")


class Window(QWidget):
    """A window that is told things, and may be held by a job."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[tuple[str, str]] = []
        self.held = False

    def is_held(self) -> bool:
        return self.held

    def tell(self, title: str, detail: str) -> None:
        self.told.append((title, detail))


class Checks:
    """Checks that find something at the first look."""

    def __init__(self, vault: SimpleNamespace) -> None:
        self.looks = 0
        vault.checks = self

    def look(self) -> tuple[str, str] | None:
        self.looks += 1
        return FOUND if self.looks == 1 else None


@pytest.fixture
def window(qtbot):
    window = Window()
    qtbot.addWidget(window)
    return window


@pytest.fixture
def vault():
    return SimpleNamespace(is_open=True)


@pytest.fixture
def check(monkeypatch, vault, window):
    monkeypatch.setattr(full_check, "FullChecks", Checks)
    return FullCheck(vault, window)


def test_it_begins_once_the_first_screen_had_its_time(qtbot, monkeypatch, vault, window):
    monkeypatch.setattr(full_check, "FullChecks", Checks)
    monkeypatch.setattr(full_check, "A_WHILE_MS", 0)
    monkeypatch.setattr(full_check, "BETWEEN_LOOKS_MS", 3_600_000)  # longer than any stall
    check = FullCheck(vault, window)
    assert not check.timer.isActive()

    qtbot.waitUntil(check.timer.isActive)

    assert vault.checks.looks == 0


def test_what_it_finds_is_told_at_once_and_once(check, window):
    check.look_on()
    check.look_on()

    assert window.told == [FOUND]


def test_while_a_screen_has_the_record_it_keeps_still(check, vault, window):
    window.held = True
    check.look_on()
    assert vault.checks.looks == 0

    window.held = False
    check.look_on()
    assert vault.checks.looks == 1


def test_once_the_record_is_closed_it_looks_no_more(check, vault):
    check.timer.start()
    vault.is_open = False

    check.look_on()

    assert not check.timer.isActive()
    assert vault.checks.looks == 0
