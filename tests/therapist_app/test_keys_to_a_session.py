"""From the unlock window to a running session, keys alone, and counted."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.support.windows.settling import settle
from tests.support.workflows.clinics_ready import approve_all, service_in
from therapist_app import bootstrap, commands
from therapist_app.record.clients import appointments
from therapist_app.record.vault.vault import Vault
from therapist_app.screens.unlock.view import UnlockView
from therapist_app.screens.unlock.viewmodel import UnlockViewModel
from therapist_app.shell.locking.idle_lock import IdleLock

pytestmark = pytest.mark.usefixtures("wear")
WORDS = "seven lanterns over mud"


class Keyboard:
    """Presses Enter wherever the keyboard is, and counts."""

    def __init__(self, qtbot: QtBot) -> None:
        self._qtbot = qtbot
        self.pressed = 0

    def arrive(self, window: QWidget) -> None:
        with self._qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        settle()

    def enter(self, window: QWidget) -> None:
        self.pressed += 1
        self._qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Return)


def test_passphrase_enter_and_one_more_key_run_the_planned_session(
    qtbot: QtBot, tmp_path: Path
) -> None:
    folder = tmp_path / "service"
    with service_in(folder, WORDS) as work:
        approve_all(work)
        work.clock.move_to(datetime.now(UTC))
        session = work.plan(work.add_client(), "S01")
    keyboard, opened = Keyboard(qtbot), list[Vault]()
    viewmodel = UnlockViewModel(folder, practice=False)
    viewmodel.unlocked.connect(opened.append)
    unlock = UnlockView(viewmodel)
    qtbot.addWidget(unlock)
    keyboard.arrive(unlock)
    unlock.focus_first()

    qtbot.keyClicks(unlock.focusWidget(), WORDS)
    keyboard.enter(unlock)
    qtbot.waitUntil(lambda: bool(opened))
    [vault] = opened
    window = bootstrap.open_workplace(vault, leave=lambda: None)
    qtbot.addWidget(window)
    window.findChild(IdleLock).stop()
    keyboard.arrive(window)
    keyboard.enter(window)
    settle()

    assert keyboard.pressed == 2
    assert window.here == commands.SessionPage(session)
    assert vault.caseload is not None
    assert appointments.load(vault.caseload, session).state == "in_progress"
    window.close()
