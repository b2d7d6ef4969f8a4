"""What things are to a screen reader."""

import pytest
from PySide6.QtGui import QAccessible

from therapist_app.accessibility.roles import Scrolled, install_roles
from therapist_app.widgets.layout.layouts import scroll, stack
from therapist_app.widgets.words import text


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("title", QAccessible.Role.Heading),
        ("lead", QAccessible.Role.Heading),
        ("body", QAccessible.Role.StaticText),
    ],
)
def test_a_title_is_a_heading_and_says_its_words(qtbot, role, expected):
    install_roles()
    label = text("Next session", role)
    qtbot.addWidget(label)

    told = QAccessible.queryAccessibleInterface(label)

    assert told.role() == expected
    assert told.text(QAccessible.Text.Name) == "Next session"


def test_a_part_of_a_page_that_has_just_gone_is_not_there_any_more(qtbot):
    install_roles()
    area = scroll(stack(*(text("A line") for _line in range(40))))
    qtbot.addWidget(area)
    area.resize(200, 100)

    told = QAccessible.queryAccessibleInterface(area)

    assert isinstance(told, Scrolled), "Qt's own would end the program here"
    assert told.childCount() > 1
    assert told.child(told.childCount()) is None
