"""A notice over or under what scrolls is read and reached where it stands."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QPushButton

from tests.support.windows.ordering import out_of_order
from tests.support.windows.settling import settle
from therapist_app.widgets.layout.layouts import hold, scroll, stack
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


@pytest.mark.parametrize("has_keyboard", [True, False])
def test_a_notice_under_the_page_covers_nothing_of_what_was_whole_in_sight(qtbot, has_keyboard):
    before, field = button("before"), button("field")
    question = hold(stack(field, STRETCH))
    question.setFixedHeight(280)
    after = hold(stack())
    after.setFixedHeight(900)
    area = scroll(stack(before, question, after))
    pinned = Pinned(area, margins=(0, 0, 0, 0), keeps=lambda: question)
    qtbot.addWidget(pinned)
    pinned.resize(400, 340)
    pinned.show()
    settle()
    (field if has_keyboard else before).setFocus()

    pinned.show_notice(button("Answer it"))
    settle()

    top = question.mapTo(area, QPoint(0, 0)).y()
    assert top >= 0
    assert top + question.height() <= area.viewport().height()


def test_what_was_not_whole_in_sight_is_not_brought_there_by_a_notice(qtbot):
    before, question, after = button("before"), button("question"), hold(stack())
    question.setFixedHeight(900)
    after.setFixedHeight(900)
    area = scroll(stack(before, question, after))
    pinned = Pinned(area, margins=(0, 0, 0, 0), keeps=lambda: question)
    qtbot.addWidget(pinned)
    pinned.resize(400, 340)
    pinned.show()
    settle()
    before.setFocus()

    pinned.show_notice(button("Answer it"))
    settle()

    assert area.verticalScrollBar().value() == 0


def test_a_notice_that_takes_the_place_of_one_with_the_keyboard_has_it(qtbot):
    field = button("field")
    pinned = Pinned(scroll(stack(field, STRETCH)), margins=(0, 0, 0, 0))
    qtbot.addWidget(pinned)
    pinned.resize(400, 340)
    with qtbot.waitActive(pinned):
        pinned.show()
        pinned.activateWindow()
    first, second, third = (button(f"Answer it {at}") for at in range(3))
    pinned.show_notice(first)
    settle()
    first.setFocus()

    pinned.show_notice(second)
    settle()
    assert second.hasFocus()

    field.setFocus()
    pinned.show_notice(third)
    settle()
    assert field.hasFocus()
