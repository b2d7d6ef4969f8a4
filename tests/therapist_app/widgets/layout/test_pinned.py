"""A notice over or under what scrolls is read and reached where it stands."""

import pytest
from PySide6.QtWidgets import QPushButton

from tests.support.windows.ordering import out_of_order
from tests.support.windows.settling import settle
from therapist_app.widgets.layout.layouts import scroll, stack
from therapist_app.widgets.layout.pinned import Pinned
from therapist_app.widgets.parts import STRETCH, button
from therapist_app.widgets.tab_stops import TabsAsRead

pytestmark = pytest.mark.usefixtures("wear")


@pytest.mark.parametrize(
    ("keyboard_on", "order"),
    [
        ("lower", ["Answer it", "upper", "lower"]),
        ("upper", ["upper", "lower", "Answer it"]),
    ],
)
def test_a_notice_is_read_where_it_is_shown(qtbot, keyboard_on, order):
    buttons = {each: button(each) for each in ("upper", "lower")}
    pinned = Pinned(
        scroll(stack(buttons["upper"], STRETCH, buttons["lower"])), margins=(0, 0, 0, 0)
    )
    window = TabsAsRead()
    qtbot.addWidget(window)
    window.setLayout(stack(pinned))
    window.resize(400, 400)
    window.show()
    settle()
    buttons[keyboard_on].setFocus()

    pinned.show_notice(button("Answer it"))
    settle()

    assert out_of_order(window) == []
    assert [each.text() for each in window.findChildren(QPushButton)] == order
