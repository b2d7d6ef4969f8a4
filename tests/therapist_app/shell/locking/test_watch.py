"""What a person does is noticed, and two keys always work."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from therapist_app.shell.locking.idle_lock import Watch
from therapist_app.shell.navigation.places import COMMANDS


@pytest.fixture
def watch(qapp):
    assert qapp is not None
    watch = Watch()
    watch.said = []
    watch.acted.connect(lambda: watch.said.append("acted"))
    watch.hide_pressed.connect(lambda: watch.said.append("hide"))
    watch.lock_pressed.connect(lambda: watch.said.append("lock"))
    watch.follow()
    return watch


@pytest.fixture
def line(qtbot):
    line = QLineEdit()
    qtbot.addWidget(line)
    line.show()
    line.activateWindow()
    qtbot.waitUntil(lambda: QGuiApplication.focusWindow() is line.windowHandle())
    return line


def test_a_key_counts_as_doing_something_and_arrives(watch, line):
    QTest.keyClick(line.windowHandle(), Qt.Key.Key_A)

    assert "acted" in watch.said
    assert line.text() == "a"


def test_the_mouse_counts_as_doing_something(watch, line):
    QTest.mouseClick(line.windowHandle(), Qt.MouseButton.LeftButton)

    assert "acted" in watch.said


def test_hiding_and_locking_work_while_a_dialog_is_open(watch, qtbot):
    dialog = QDialog()
    qtbot.addWidget(dialog)
    dialog.setModal(True)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(lambda: QGuiApplication.focusWindow() is dialog.windowHandle())

    QTest.keyClick(dialog.windowHandle(), Qt.Key.Key_F9)
    QTest.keyClick(dialog.windowHandle(), Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)

    assert watch.said.count("hide") == 1
    assert watch.said.count("lock") == 1


@pytest.mark.parametrize(
    "command", [each for each in COMMANDS if each.while_handed_over], ids=lambda each: each.id
)
def test_the_key_that_is_told_of_what_always_works_is_the_one_that_is_heard(watch, line, command):
    QTest.keySequence(line.windowHandle(), QKeySequence(command.shortcut))

    assert f"always.{watch.said[-1]}" == command.id


def test_a_plain_l_is_a_letter(watch, line):
    QTest.keyClick(line.windowHandle(), Qt.Key.Key_L)

    assert "lock" not in watch.said
    assert line.text() == "l"


def test_laying_out_a_page_does_not_wake_the_filter(qapp, qtbot):
    seen = []

    class Counting(Watch):
        @override
        def eventFilter(self, watched, event):
            seen.append(type(watched).__name__)
            return super().eventFilter(watched, event)

    watch = Counting()
    watch.follow()
    page = QWidget()
    qtbot.addWidget(page)
    layout = QVBoxLayout(page)
    for _ in range(50):
        layout.addWidget(QLineEdit())
    page.show()
    page.activateWindow()
    qtbot.waitUntil(lambda: QGuiApplication.focusWindow() is page.windowHandle())
    qapp.processEvents()

    assert set(seen) <= {"QWindow"}
    assert len(seen) < 50
