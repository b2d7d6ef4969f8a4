"""Nothing of a secret is told to whoever asks for it; what is sent is heard in the journeys."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QInputMethodEvent, QInputMethodQueryEvent
from PySide6.QtWidgets import QApplication, QLineEdit

from therapist_app.key_widgets.sheet_view import PaperLine
from therapist_app.widgets.fields.labelled_field import LabelledField
from therapist_app.widgets.fields.passphrase_field import PassphraseField, SecretLine

ROOT = Path(__file__).parents[3] / "therapist_app"
WORDS = "violet harbour teapot"


def told(widget):
    return QAccessible.queryAccessibleInterface(widget)


@pytest.fixture(
    params=[SecretLine, lambda: SecretLine(shown=True), PaperLine], ids=["dots", "shown", "paper"]
)
def line(qtbot, request):
    line = request.param()
    line.setAccessibleName("The secret")
    line.setText(WORDS)
    qtbot.addWidget(line)
    return line


def test_a_secret_has_a_name_and_no_text_value_or_number_to_ask_for(line):
    asked = told(line)

    assert asked.text(QAccessible.Text.Name) == "The secret"
    assert asked.text(QAccessible.Text.Value) == ""
    assert asked.textInterface() is None
    assert asked.editableTextInterface() is None
    assert asked.valueInterface() is None


def test_a_secret_is_a_line_for_a_passphrase_that_takes_the_keyboard(line):
    asked = told(line)

    assert asked.role() == QAccessible.Role.EditableText
    assert asked.state().passwordEdit
    assert asked.state().editable
    assert asked.state().focusable
    assert asked.actionInterface().actionNames() == ["SetFocus"]


def test_a_secret_takes_no_words_over_the_bus(line):
    told(line).setText(QAccessible.Text.Value, "set by another program")

    assert line.text() == WORDS


def test_showing_a_passphrase_shows_it_to_the_eyes_alone(qtbot):
    field = PassphraseField("Passphrase")
    qtbot.addWidget(field)
    field.line.setText(WORDS)

    field.show_button.click()

    assert field.line.echoMode() == QLineEdit.EchoMode.Normal
    assert told(field.line).text(QAccessible.Text.Value) == ""
    assert told(field.line).textInterface() is None
    assert told(field.line).state().passwordEdit


def test_an_input_method_is_told_no_word_of_a_secret(line):
    line.setSelection(0, 6)
    asked = QInputMethodQueryEvent(Qt.InputMethodQuery.ImQueryAll)

    QApplication.sendEvent(line, asked)

    given = [asked.value(each) for each in Qt.InputMethodQuery]
    assert [each for each in given if isinstance(each, str) and each] == []
    assert not {len(WORDS), 6} & {each for each in given if type(each) is int}


def test_what_an_input_method_writes_arrives(line):
    line.clear()
    written = QInputMethodEvent()
    written.setCommitString("été")

    QApplication.sendEvent(line, written)

    assert line.text() == "été"


def test_what_is_wrong_with_a_secret_is_its_description(qtbot):
    line = SecretLine()
    field = LabelledField("PIN", line, hint="Six digits")
    qtbot.addWidget(field)

    field.show_problem("Digits only, please.")

    assert told(line).text(QAccessible.Text.Description) == "Digits only, please."


def test_it_is_said_that_a_character_came_or_went_and_not_which(qtbot, monkeypatch):
    said = []
    monkeypatch.setattr(
        "therapist_app.accessibility.announcing.announce",
        lambda _widget, words: said.append(words),
    )
    line = SecretLine("PIN")
    qtbot.addWidget(line)

    qtbot.keyClicks(line, "48")
    qtbot.keyClick(line, Qt.Key.Key_Backspace)
    line.clear()

    assert said == ["dot", "dot", "deleted"]


def test_no_other_line_stands_for_a_secret():
    hides = re.compile(r"setEchoMode|echoMode=|ImhHiddenText")

    found = [each for each in ROOT.rglob("*.py") if hides.search(each.read_text("utf-8"))]

    assert [each.name for each in found] == ["passphrase_field.py"]
