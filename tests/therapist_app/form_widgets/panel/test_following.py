"""What the keyboard goes to stands in sight as a whole, with the words of its question."""

from datetime import date

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from session_forms.filling.filling import start
from session_forms.filling.states import Context
from session_forms.library.library import installed
from tests.support.windows.open_forms import panel_in_a_page
from tests.support.windows.settling import settle
from therapist_app.form_widgets.panel.panel import FormPanel


def seen(area, widget: QWidget) -> tuple[int, int]:
    """Return from where to where a widget stands in what is seen of a page, in pixels."""
    top = widget.mapTo(area.viewport(), QPoint(0, 0)).y()
    return top, top + widget.height()


def go_on(panel: FormPanel) -> None:
    """Answer by the first key that leads on, or pass by."""
    before = panel.current
    for key in ("7", "2", "a", "\r"):
        if panel.current is before:
            QTest.keyClick(QApplication.focusWidget(), key)


@pytest.mark.parametrize("height", [480, 150])
def test_the_next_question_is_seen_whole_or_from_its_first_word(qtbot, wear, height):
    wear("light", 2.0)
    context = Context(today=date(2026, 3, 2))
    state = start(installed().latest("risk-check"), context)
    panel, area = panel_in_a_page(qtbot, state, height)

    for _question in range(4):
        go_on(panel)
        settle()
        top, bottom = seen(area, panel.current)
        at, end = seen(area, QApplication.focusWidget())
        room = area.viewport().height()
        assert (top >= 0 and bottom <= room) or top == 0 or (at >= 0 and end == room)
        assert at >= 0
        assert end <= room
    panel._filling.flush()
