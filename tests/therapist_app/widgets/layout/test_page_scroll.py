"""What scrolls, and what is put in the place of what stood in it."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import Shiboken

from therapist_app.widgets.fields.fields import TextLine
from therapist_app.widgets.layout.layouts import lay_in, scroll, stack
from therapist_app.widgets.words import text


def test_a_field_that_is_replaced_by_its_own_return_key_goes_once_the_key_is_handled(
    qtbot: QtBot,
) -> None:
    field = TextLine("Reason")
    area = scroll(stack(field))
    qtbot.addWidget(area)
    is_there: list[bool] = []

    def replace() -> None:
        lay_in(area, stack(text("Done")))
        is_there.append(Shiboken.isValid(field))

    field.returnPressed.connect(replace)
    area.show()
    QTest.keyClick(field, Qt.Key.Key_Return)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    assert is_there == [True]
    assert not Shiboken.isValid(field)
