"""A window that fills the screen while a client may sit at it."""

import gc

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QWidget

from therapist_app.shell.window.whole_screen import WholeScreen

WHOLE = Qt.WindowState.WindowFullScreen


@pytest.fixture
def held(qtbot) -> tuple[QWidget, WholeScreen]:
    """Return a window, and what lets it fill the screen."""
    window = QWidget()
    qtbot.addWidget(window)
    return window, WholeScreen(window)


def test_it_fills_the_screen_and_is_as_before_afterwards(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.setWindowState(Qt.WindowState.WindowMaximized)
    whole = WholeScreen(window)
    window.show()

    whole.take()
    whole.take()
    taken = window.windowState()
    whole.give_back()

    assert taken & WHOLE
    assert window.windowState() == Qt.WindowState.WindowMaximized
    assert not whole.is_on


def test_made_small_it_fills_the_screen_again(qtbot, held):
    window, whole = held
    whole.take()
    window.show()

    window.setWindowState(Qt.WindowState.WindowNoState)

    qtbot.waitUntil(lambda: bool(window.windowState() & WHOLE))


def come_back_hiding(whole, window) -> bool:
    """Return whether the window was hidden, to be shown anew, as it came back."""
    kinds = []
    window.hideEvent = lambda event: kinds.append(event.type())
    window.setAttribute(Qt.WidgetAttribute.WA_Mapped, False)
    whole._come_back()
    return bool(kinds)


def test_a_window_that_the_desktop_took_down_is_shown_anew(qtbot, held):
    window, whole = held
    whole.take()
    window.show()
    qtbot.waitUntil(lambda: whole._was_seen)
    window.setWindowState(Qt.WindowState.WindowMinimized)

    assert come_back_hiding(whole, window)
    assert not whole._was_seen


def test_a_window_that_only_just_comes_is_not_hidden_for_it(held):
    window, whole = held
    whole.take()
    window.show()
    window.setWindowState(Qt.WindowState.WindowMinimized)
    whole._was_seen = False  # no desktop has drawn it yet

    assert not come_back_hiding(whole, window)
    assert window.windowState() & WHOLE


def test_given_back_it_is_left_alone(held):
    window, whole = held
    window.show()
    whole.take()
    whole.give_back()

    window.setWindowState(Qt.WindowState.WindowMinimized)
    QApplication.sendEvent(window, QEvent(QEvent.Type.WindowDeactivate))

    assert not whole._again.isActive()


def test_a_window_that_is_taken_apart_meanwhile_says_nothing(qtbot):
    window = QWidget()
    WholeScreen(window).take()
    window.show()

    with qtbot.capture_exceptions() as raised:
        window.deleteLater()
        del window
        gc.collect()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()

    assert raised == []


def test_an_event_that_comes_once_python_took_it_apart_is_let_through(held):
    window, whole = held
    vars(whole).clear()

    assert not whole.eventFilter(window, QEvent(QEvent.Type.Paint))
