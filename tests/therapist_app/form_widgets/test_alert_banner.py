"""An open alert on a page, and the key that leads to it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from therapist_app.form_widgets.alert_banner import AnswerButton
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
