from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from tests.support.windows.hearing import Hearing
from tests.support.windows.ordering import out_of_order, walked
from tests.support.windows.settling import settle
from therapist_app.widgets.layout.layouts import (
    STRETCH,
    Columns,
    empty,
    hold,
    read_in_order,
    row,
    scroll,
    stack,
)
from therapist_app.widgets.tab_stops import TabsAsRead

BACK = Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier


def window_of(qtbot, layout) -> TabsAsRead:
    window = TabsAsRead()
    qtbot.addWidget(window)
    window.setLayout(layout)
    window.resize(600, 400)
    window.show()
    return window


def buttons(*names: str) -> list[QPushButton]:
    return [QPushButton(each) for each in names]


def names(stops) -> list[str]:
    return [each.text() for each in stops]


def test_what_came_later_into_the_middle_is_read_and_reached_where_it_stands(qtbot):
    place = QVBoxLayout()
    first, last = buttons("first", "last")
    window = window_of(qtbot, stack(first, place, row(QLabel("beside"), last)))
    first.setFocus()

    place.addWidget(QPushButton("between"))
    settle()
    assert out_of_order(window) != []
    read_in_order(place)

    assert out_of_order(window) == []
    assert names(walked(window)) == ["first", "between", "last"]


def test_what_takes_the_place_of_something_is_read_where_that_stood(qtbot):
    place = stack(QPushButton("before"))
    window = window_of(qtbot, stack(place, *buttons("last")))

    for each in ("one", "another"):
        empty(place)
        place.addWidget(QPushButton(each))
        read_in_order(place)
    settle()
    place.itemAt(0).widget().setFocus()

    assert out_of_order(window) == []
    assert names(walked(window)) == ["another", "last"]


def test_what_stood_in_a_row_is_gone_with_the_place_that_was_emptied(qtbot):
    place = stack(QPushButton("before"), row(QPushButton("in a row"), STRETCH))
    window = window_of(qtbot, stack(place, *buttons("last")))

    empty(place)
    settle()

    assert names(walked(window)) == ["last"]


def test_a_layout_without_an_owner_is_in_order_once_it_has_one(qtbot):
    place = stack(*buttons("first"))
    place.insertWidget(0, QPushButton("above"))
    read_in_order(place)

    window = window_of(qtbot, place)
    assert names(walked(window)) == ["above", "first"]


def test_a_column_is_walked_through_before_the_column_beside_it(qtbot):
    left, right = stack(*buttons("a", "b"), STRETCH), stack(*buttons("c", "d"), STRETCH)
    window = window_of(qtbot, scroll_in(Columns(left, right)))

    assert out_of_order(window) == []
    assert names(walked(window)) == ["a", "b", "c", "d"]


def scroll_in(widget: QWidget) -> QVBoxLayout:
    return stack(scroll(stack(widget)))


def test_shift_and_tab_go_the_same_way_back(qtbot):
    window = window_of(qtbot, stack(row(*buttons("a", "b")), hold(row(*buttons("c")))))
    forwards = walked(window)

    backwards = []
    for _each in forwards:
        backwards.append(window.focusWidget())
        QTest.keyClick(window.focusWidget(), *BACK)

    assert names(backwards) == ["a", "c", "b"]
    assert window.focusWidget() is forwards[0]


def test_tab_passes_by_what_is_hidden_or_cannot_be_used(qtbot):
    shown, hidden, disabled, last = buttons("shown", "hidden", "disabled", "last")
    hidden.hide()
    disabled.setEnabled(False)
    window = window_of(qtbot, stack(shown, hold(stack(hidden, disabled)), QLabel("words"), last))

    assert names(walked(window)) == ["shown", "last"]


def test_the_keyboard_goes_on_from_what_is_hidden_while_it_has_it(qtbot):
    place = QVBoxLayout()
    window = window_of(qtbot, stack(place, *buttons("last")))
    mine = QLineEdit()
    place.addWidget(mine)
    read_in_order(place)
    place.addWidget(QPushButton("next"))
    read_in_order(place)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    mine.setFocus()

    mine.hide()

    assert window.focusWidget().text() == "next"


def test_where_nothing_can_be_reached_tab_leaves_the_keyboard_alone(qtbot):
    window = window_of(qtbot, stack(QLabel("words")))

    QTest.keyClick(window, Qt.Key.Key_Tab)

    assert window.focusWidget() is None


def test_where_there_is_one_thing_alone_tab_says_so(qtbot, monkeypatch):
    [only] = buttons("only")
    window = window_of(qtbot, stack(only))
    only.setFocus()
    hearing = Hearing(monkeypatch)

    QTest.keyClick(only, Qt.Key.Key_Tab)
    QTest.keyClick(only, *BACK)

    assert window.focusWidget() is only
    assert hearing.words == ["There is nothing else to go to here."] * 2
