"""An open alert on a page, and the key that leads to it."""

from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel, QWidget

from therapist_app.accessibility.speaking import all_at
from therapist_app.form_widgets.alert_banner import AlertLine, AnswerButton
from therapist_app.widgets.fields.fields import TextArea
from therapist_app.widgets.parts import stack


def test_of_several_alerts_the_key_leads_to_the_first(qtbot, wear):
    wear()
    page, words = QWidget(), TextArea()
    hidden, first, second = (AnswerButton(each) for each in ("hidden", "first", "second"))
    page.setLayout(stack(hidden, first, second, words))
    hidden.hide()
    qtbot.addWidget(page)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    words.setFocus()

    for _time in range(2):
        qtbot.keyClick(page.focusWidget(), Qt.Key.Key_F6)

        assert first.hasFocus()


NOTE = "An alert is open: answer it now, or before the note is signed"
TODAY = "An alert is open: it stays on Today until it is answered"


@pytest.mark.parametrize(
    ("level", "appointment_id", "said"),
    [
        ("act", "held", NOTE),
        ("act", None, TODAY),
        ("urgent", "held", "An alert is open: answer it now"),
        ("urgent", None, "An alert is open: answer it now"),
    ],
)
def test_the_line_says_by_when_the_alert_is_answered(qtbot, wear, level, appointment_id, said):
    wear()
    alert = SimpleNamespace(id="one", level=level, appointment_id=appointment_id)

    line = AlertLine([alert], "what was told")
    qtbot.addWidget(line)

    assert [each.text() for each in line.findChildren(QLabel) if each.text()] == [said]


def test_the_line_says_its_words_once_in_short_and_whole_when_they_are_asked_for(qtbot, wear):
    wear()
    alert = SimpleNamespace(id="one", level="act", appointment_id="held")
    line = AlertLine([alert], "what was told")
    qtbot.addWidget(line)
    line.show()

    frame = line.answer.parentWidget()
    words = next(each for each in line.findChildren(QLabel) if each.text() == NOTE)
    assert frame.accessibleName() == "An alert is open: answer it now…"
    assert all_at(line.answer).endswith(f"{NOTE}.")
    told = QAccessible.queryAccessibleInterface(words)
    assert told.role() is not QAccessible.Role.StaticText  # which Orca reads with its group
