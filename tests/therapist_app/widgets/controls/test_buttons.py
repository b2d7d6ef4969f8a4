"""Buttons answer to Enter as they do to the space bar."""

import ast
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.support.windows.hearing import Hearing
from therapist_app.widgets.controls.buttons import ChoosingButton, MainButton, button, say_on
from therapist_app.widgets.fields.fields import TextArea
from therapist_app.widgets.fields.undone_act import undone_act_of
from therapist_app.widgets.layout.layouts import row, stack

PRODUCT = Path(__file__).parents[4] / "therapist_app"
BUTTONS = PRODUCT / "widgets" / "controls" / "buttons.py"


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
@pytest.mark.parametrize("rank", ["primary", "secondary", "quiet", "client"])
def test_enter_and_space_press_a_button_once(qtbot, rank, key):
    pressed = []
    there = button("Go on", rank)
    qtbot.addWidget(there)
    there.clicked.connect(lambda: pressed.append(key))

    qtbot.keyClick(there, key)

    assert pressed == [key]


def test_enter_presses_a_button_that_says_what_is_taken(qtbot):
    taken = []
    there = ChoosingButton("Take it", "this one")
    qtbot.addWidget(there)
    there.chosen.connect(taken.append)

    qtbot.keyClick(there, Qt.Key.Key_Return)

    assert taken == ["this one"]


def test_enter_that_is_held_down_presses_once(qtbot):
    pressed = []
    there = button("Go on")
    qtbot.addWidget(there)
    there.clicked.connect(lambda: pressed.append(1))
    none = Qt.KeyboardModifier.NoModifier

    for repeated in (False, True, True):
        event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, none, "", repeated)
        QApplication.sendEvent(there, event)

    assert pressed == [1]


def test_enter_does_nothing_to_a_button_that_cannot_be_used(qtbot):
    pressed = []
    there = button("Go on")
    qtbot.addWidget(there)
    there.clicked.connect(lambda: pressed.append(1))
    there.setEnabled(False)
    none = Qt.KeyboardModifier.NoModifier

    QApplication.sendEvent(there, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, none))

    assert pressed == []


PLAIN = {"QPushButton", "QToolButton", "QCommandLinkButton"}


def test_every_button_of_the_window_is_one_that_enter_presses():
    for file in PRODUCT.rglob("*.py"):
        source = file.read_text("utf-8")
        if file == BUTTONS or not any(each in source for each in PLAIN):
            continue
        for node in ast.walk(ast.parse(source)):
            made = [node.func] if isinstance(node, ast.Call) else []
            made += node.bases if isinstance(node, ast.ClassDef) else []
            names = {each.id for each in made if isinstance(each, ast.Name)}
            assert not PLAIN & names, file


@pytest.mark.parametrize("rank", ["primary", "secondary", "quiet", "client", "rail"])
def test_a_button_that_has_the_keyboard_has_one_frame(qtbot, wear, rank):
    wear("light")
    window = QWidget()
    qtbot.addWidget(window)
    there = button("Go on", rank)
    window.setLayout(row(there))
    window.resize(300, 120)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    there.setFocus(Qt.FocusReason.TabFocusReason)
    assert there.hasFocus()
    bare = picture_of(there)
    window.setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)

    assert picture_of(there) == bare


def picture_of(widget: QWidget) -> QImage:
    return widget.grab().toImage()


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_ctrl_enter_presses_the_main_button_of_a_page_from_any_field(qtbot, key):
    pressed = []
    page, words, beside = QWidget(), TextArea(), button("Back")
    main = MainButton("Keep it")
    main.clicked.connect(lambda: pressed.append(key))
    beside.clicked.connect(lambda: pressed.append("Back"))
    page.setLayout(stack(words, beside, main))
    qtbot.addWidget(page)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()

    for field in (words, beside):
        field.setFocus()
        qtbot.keyClick(field, key, Qt.KeyboardModifier.ControlModifier)

    assert pressed == [key, key]
    assert words.toPlainText() == ""
    assert main.text() == "Keep it  Ctrl+Enter"
    assert main.accessibleName() == "Keep it"


def test_ctrl_enter_leads_to_what_signs_or_erases_and_does_not_do_it(qtbot, monkeypatch):
    pressed = []
    page, words, main = QWidget(), TextArea(), MainButton("Sign it", is_final=True)
    main.clicked.connect(lambda: pressed.append("Sign it"))
    page.setLayout(stack(words, main))
    qtbot.addWidget(page)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    words.setFocus()
    hearing = Hearing(monkeypatch)

    qtbot.keyClick(words, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    assert pressed == []
    assert main.hasFocus()
    assert [each.words for each in hearing.take()] == ["Enter: Sign it"]  # its name tells nothing
    assert main.key_words == "Ctrl+Enter leads to: Sign it"
    assert main.text() == "Sign it (press Enter)"
    assert main.accessibleName() == "Sign it"
    qtbot.keyClick(main, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert pressed == []
    assert [each.words for each in hearing.take()] == ["Enter: Sign it"]  # it is there already
    qtbot.keyClick(main, Qt.Key.Key_Return)
    assert pressed == ["Sign it"]
    assert main.text() == "Sign it"


def test_a_button_that_was_left_says_no_more_that_enter_does_it(qtbot):
    page, words, main = QWidget(), TextArea(), MainButton("Sign it", is_final=True)
    page.setLayout(stack(words, main))
    qtbot.addWidget(page)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    words.setFocus()
    for _time in range(2):
        qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert undone_act_of(page) is main

    words.setFocus()

    assert main.text() == "Sign it"
    assert undone_act_of(page) is main
    main.click()
    assert undone_act_of(page) is None


def test_of_two_main_acts_the_key_does_the_one_nearest_the_foot(qtbot):
    pressed = []
    page, words = QWidget(), TextArea()
    first, last = MainButton("First"), MainButton("Last")
    first.clicked.connect(lambda: pressed.append("First"))
    last.clicked.connect(lambda: pressed.append("Last"))
    page.setLayout(stack(first, words, last))
    qtbot.addWidget(page)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()

    for _time in range(2):
        qtbot.keyClick(words, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    assert pressed == ["Last", "Last"]


def test_ctrl_enter_presses_nothing_that_cannot_be_pressed(qtbot):
    pressed = []
    page, words, main = QWidget(), TextArea(), MainButton("Keep it")
    main.clicked.connect(lambda: pressed.append("Keep it"))
    page.setLayout(stack(words, main))
    qtbot.addWidget(page)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()

    main.setEnabled(False)
    qtbot.keyClick(words, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    main.setEnabled(True)
    main.hide()
    qtbot.keyClick(words, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    assert pressed == []


def test_the_key_of_the_main_act_presses_no_other_button_that_has_the_keyboard(qtbot):
    other = button("Write: Boundaries")
    qtbot.addWidget(other)
    pressed = []
    other.clicked.connect(lambda: pressed.append("other"))

    qtbot.keyClick(other, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(other, Qt.Key.Key_Return)

    assert pressed == ["other"]


@pytest.mark.usefixtures("wear")
@pytest.mark.parametrize(("words", "pressed"), [("a", 1), ("ab", 0), ("she said ", 0)])
def test_enter_after_words_that_are_typed_over_a_button_does_not_press_it(qtbot, words, pressed):
    act, heard = button("Start session"), []
    act.clicked.connect(lambda: heard.append("pressed"))
    qtbot.addWidget(act)
    act.show()
    for place, sign in enumerate((*words, "\r")):
        key = {" ": Qt.Key.Key_Space, "\r": Qt.Key.Key_Return}.get(sign)
        at = key or Qt.Key(ord(sign.upper()))
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, at, Qt.KeyboardModifier.NoModifier, sign)
            event.setTimestamp(10_000 + place * 100)
            QApplication.sendEvent(act, event)

    assert len(heard) == pressed


def test_other_words_stand_as_far_from_the_sign_as_the_first(qtbot: QtBot) -> None:
    signed, plain = button("Print page", symbol_name="print"), button("Save")
    qtbot.addWidget(signed)
    qtbot.addWidget(plain)
    before = signed.text()

    say_on(signed, "Print blank")
    say_on(plain, "Save it")

    assert before.removesuffix("Print page") == signed.text().removesuffix("Print blank") == " "
    assert signed.accessibleName() == "Print blank"
    assert plain.text() == "Save it"
