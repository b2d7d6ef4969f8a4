"""Each button of each page, pressed once: something is heard of it, whatever it does.

What stays down when it is pressed says so itself, as checked or as opened.
"""

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QPushButton, QWidget

from tests.support.sampling import beyond
from tests.support.windows.hearing import Hearing
from tests.support.windows.page_states import STATES, State, lead_to, wait_for_work
from tests.support.windows.settling import settle
from tests.support.workflows.workspaces import Workplace
from therapist_app import commands
from therapist_app.shell.window.main_window import MainWindow

FIRST = [(kind, states[0]) for kind, states in STATES.items()]
OTHERS = [
    (kind, each)
    for kind in (
        commands.Recipients,
        commands.FormPage,
        commands.DataRights,
        commands.Calendar,
    )
    for each in STATES[kind][1:]
]
"""Of the pages not named here the first state alone is tried so far."""
DRAWN = 5
"""Buttons of a page that every run presses; each time the page is made anew."""


class Answering:
    """Turns down whatever opens over the window while a button is pressed, and counts it."""

    def __init__(self) -> None:
        self.met: list[str] = []

    def look(self) -> None:
        """Turn down the dialog or the menu that is open."""
        over: QWidget | None = QApplication.activeModalWidget() or QApplication.activePopupWidget()
        if isinstance(over, QDialog):
            QTimer.singleShot(0, self.look)
            self.met.append(type(over).__name__)
            over.reject()
        elif isinstance(over, QMenu):
            self.met.append(type(over).__name__)
            over.close()


def buttons_of(window: MainWindow) -> list[QPushButton]:
    """Return the buttons of a page that can be pressed; what stays down says so itself."""
    return [
        each
        for each in window.page.findChildren(QPushButton)
        if each.isVisible() and each.isEnabled() and not each.isCheckable()
    ]


def come_to(window: MainWindow, work: Workplace, state: State) -> None:
    wait_for_work()
    window.go_to(commands.About())
    lead_to(window, state.leads(work))
    wait_for_work()
    for act in state.acts:
        act(window.page)
        wait_for_work()


def silent_buttons(
    window: MainWindow,
    work: Workplace,
    state: State,
    monkeypatch: pytest.MonkeyPatch,
    most: int | None = None,
) -> list[str]:
    """Return the buttons of a page of which nothing is heard: of all, or of `most`, evenly drawn.

    An announcement, another place of the keyboard, another page, or a dialog is heard.
    """
    come_to(window, work, state)
    silent: list[str] = []
    names = [each.accessibleName() or each.text() for each in buttons_of(window)]
    apart = max(1, len(names) // (most or len(names) or 1))
    for at, name in list(enumerate(names))[::apart]:
        come_to(window, work, state)
        found = buttons_of(window)
        if at >= len(found):
            continue
        button = found[at]
        window.activateWindow()  # a dialog that was turned down has left it without the keyboard
        settle()
        button.setFocus()
        assert button.hasFocus() or button.focusPolicy() is Qt.FocusPolicy.NoFocus, name
        here = window.here
        hearing, answering = Hearing(monkeypatch), Answering()
        QTimer.singleShot(0, answering.look)

        button.click()
        wait_for_work()

        now: QWidget | None = window.focusWidget()
        moved = now is not None and now is not button and now.isVisible()
        if not (hearing.take() or moved or answering.met or window.here is not here):
            silent.append(name)
    return silent


OF_QT = pytest.mark.qt_log_ignore(
    "does not support (raise|grabbing|propagateSizeHints)", extend=True
)


@OF_QT
@pytest.mark.parametrize("state", [each for _kind, each in (*FIRST[::18], *OTHERS[::36])])
def test_of_buttons_all_over_a_page_something_is_heard(
    opened: tuple[Workplace, MainWindow], monkeypatch: pytest.MonkeyPatch, state: State
) -> None:
    work, window = opened

    assert silent_buttons(window, work, state, monkeypatch, DRAWN) == []


@OF_QT
@beyond(test_of_buttons_all_over_a_page_something_is_heard)
@pytest.mark.parametrize("state", [each for _kind, each in (*FIRST, *OTHERS)])
def test_of_each_button_that_is_pressed_something_is_heard(
    opened: tuple[Workplace, MainWindow], monkeypatch: pytest.MonkeyPatch, state: State
) -> None:
    work, window = opened

    assert silent_buttons(window, work, state, monkeypatch) == []
