"""Keys that were pressed before a page was there press nothing on it."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QToolTip

from tests.support.windows.hearing import Hearing
from tests.support.windows.settling import settle
from therapist_app.widgets.controls import early_keys
from therapist_app.widgets.controls.early_keys import EarlyKeys
from therapist_app.widgets.layout.layouts import hold, stack
from therapist_app.widgets.parts import TextLine, button


@pytest.fixture
def window(qtbot):
    """A window with the keyboard on the button that its page begins with."""
    shown = hold(stack(button("Start session")))
    qtbot.addWidget(shown)
    with qtbot.waitActive(shown):
        shown.show()
        shown.activateWindow()
    shown.findChild(QPushButton).setFocus()
    return shown


def presses_of(window):
    heard = []
    window.findChild(QPushButton).clicked.connect(lambda: heard.append("started"))
    return heard


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_a_key_that_came_before_the_page_presses_nothing(window, key):
    heard = presses_of(window)
    EarlyKeys(window).begin()

    QTest.keyClick(window.windowHandle(), key)

    assert heard == []


def test_a_moment_later_and_for_other_keys_the_page_is_as_ever(window, monkeypatch):
    monkeypatch.setattr(early_keys, "SEEN", 0)
    heard = presses_of(window)
    EarlyKeys(window).begin()

    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Tab)
    settle()
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Space)

    assert heard == ["started"]


def test_whoever_typed_something_there_may_press_at_once(window):
    heard = presses_of(window)
    EarlyKeys(window).begin()

    QTest.keyClick(window.windowHandle(), Qt.Key.Key_7)
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Space)

    assert heard == ["started"]


def test_a_window_that_is_not_there_yet_keeps_no_key(qtbot):
    window = hold(stack(button("Start session")))
    qtbot.addWidget(window)

    EarlyKeys(window).begin()

    assert window.windowHandle() is None


def test_while_it_is_taken_apart_it_keeps_nothing(window):
    early = EarlyKeys(window)
    early.begin()
    key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier)
    assert early.eventFilter(window, key)

    del early._over

    assert not early.eventFilter(window, key)


def test_words_for_a_page_that_did_not_come_press_nothing_with_their_spaces(window):
    heard = presses_of(window)
    EarlyKeys(window).begin()
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Return)

    for key in (Qt.Key.Key_N, Qt.Key.Key_O, Qt.Key.Key_Space, Qt.Key.Key_T, Qt.Key.Key_Space):
        QTest.keyClick(window.windowHandle(), key)

    assert heard == []


def test_whoever_types_such_words_is_told_once_that_the_key_did_nothing(window, monkeypatch):
    hearing = Hearing(monkeypatch)
    EarlyKeys(window).begin()
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Return)
    assert hearing.take() == []

    for key in (Qt.Key.Key_N, Qt.Key.Key_O, Qt.Key.Key_Space, Qt.Key.Key_T):
        QTest.keyClick(window.windowHandle(), key)

    words = "The key came before this page was there and did nothing. Press it again."
    assert [each.words for each in hearing.take()] == [words]
    assert QToolTip.text() == words


def test_words_that_a_field_takes_are_typed_whole(qtbot):
    line = TextLine("Role")
    shown = hold(stack(line))
    qtbot.addWidget(shown)
    with qtbot.waitActive(shown):
        shown.show()
        shown.activateWindow()
    line.setFocus()
    EarlyKeys(shown).begin()
    QTest.keyClick(shown.windowHandle(), Qt.Key.Key_Return)

    for key in (Qt.Key.Key_N, Qt.Key.Key_O, Qt.Key.Key_Space, Qt.Key.Key_T):
        QTest.keyClick(shown.windowHandle(), key)

    assert line.text().lower() == "no t"
