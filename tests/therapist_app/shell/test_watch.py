"""What a person does is noticed, and two keys always work."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit

from therapist_app.shell.watch import Watch


@pytest.fixture
def watch(qapp):
    watch = Watch()
    watch.said = []
    watch.acted.connect(lambda: watch.said.append("acted"))
    watch.hide_pressed.connect(lambda: watch.said.append("hide"))
    watch.lock_pressed.connect(lambda: watch.said.append("lock"))
    qapp.installEventFilter(watch)
    yield watch
    qapp.removeEventFilter(watch)


@pytest.fixture
def line(qtbot):
    line = QLineEdit()
    qtbot.addWidget(line)
    line.show()
    return line


def test_a_key_counts_as_doing_something_and_arrives(watch, line, qtbot):
    qtbot.keyClick(line, Qt.Key.Key_A)

    assert "acted" in watch.said
    assert line.text() == "a"


def test_the_mouse_counts_as_doing_something(watch, line, qtbot):
    qtbot.mouseClick(line, Qt.MouseButton.LeftButton)

    assert "acted" in watch.said


def test_hiding_and_locking_work_while_a_dialog_is_open(watch, qtbot):
    dialog = QDialog()
    qtbot.addWidget(dialog)
    dialog.setModal(True)
    dialog.show()

    qtbot.keyClick(dialog, Qt.Key.Key_F9)
    qtbot.keyClick(dialog, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)

    assert watch.said.count("hide") == 1
    assert watch.said.count("lock") == 1


def test_a_plain_l_is_a_letter(watch, line, qtbot):
    qtbot.keyClick(line, Qt.Key.Key_L)

    assert "lock" not in watch.said
    assert line.text() == "l"
