"""What things are to a screen reader."""

import pytest
from PySide6.QtGui import QAccessible

from therapist_app.accessibility.roles import install_roles
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
