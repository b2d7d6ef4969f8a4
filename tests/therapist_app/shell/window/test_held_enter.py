"""Enter is kept from a window that has just come, for as long as it is held."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from therapist_app.shell.window import held_enter
from therapist_app.shell.window.held_enter import HeldEnter
from therapist_app.widgets.layout.layouts import hold, stack
from therapist_app.widgets.parts import button

ENTER = Qt.Key.Key_Return


def window_with(qtbot, pressed):
    window = hold(stack(pressed))
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    pressed.setFocus()
    return window


def test_a_key_that_comes_again_and_again_presses_nothing_until_it_is_let_go(qtbot, monkeypatch):
    monkeypatch.setattr(held_enter, "BETWEEN_REPEATS", 40)
    heard = []
    start = button("Start session")
    start.clicked.connect(lambda: heard.append("started"))
    window = window_with(qtbot, start)
    held = HeldEnter(window)

    for _repeat in range(3):
        QTest.keyClick(window.windowHandle(), ENTER)

    assert heard == []

    with qtbot.waitSignal(held.destroyed):
        QTest.keyClick(window.windowHandle(), ENTER)
    QTest.keyClick(window.windowHandle(), ENTER)

    assert heard == ["started"]


def test_nothing_held_leaves_the_window_alone_a_moment_later(qtbot, monkeypatch):
    monkeypatch.setattr(held_enter, "FIRST_REPEAT", 20)
    heard = []
    start = button("Start session")
    start.clicked.connect(lambda: heard.append("started"))
    window = window_with(qtbot, start)

    with qtbot.waitSignal(HeldEnter(window).destroyed):
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_Down)
    QTest.keyClick(window.windowHandle(), ENTER)

    assert heard == ["started"]


def test_after_another_key_enter_is_meant_at_once(qtbot):
    heard = []
    start = button("Start session")
    start.clicked.connect(lambda: heard.append("started"))
    window = window_with(qtbot, start)
    held = HeldEnter(window)

    with qtbot.waitSignal(held.destroyed):
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_A)
        QTest.keyClick(window.windowHandle(), ENTER)

    assert heard == ["started"]


def test_the_key_is_known_to_be_held_until_it_is_let_go(qtbot):
    window = window_with(qtbot, button("Sign in"))
    enter = held_enter.EnterKey(window)

    QTest.keyPress(window.windowHandle(), ENTER)
    assert enter.is_held
    QTest.keyPress(window.windowHandle(), Qt.Key.Key_Down)
    assert enter.is_held
    QTest.keyRelease(window.windowHandle(), ENTER)
    assert not enter.is_held
