"""A page that was busy gives the keyboard back to where it was."""

import pytest
from PySide6.QtWidgets import QApplication, QPushButton

from tests.support.windows.settling import settle
from therapist_app.widgets import parts
from therapist_app.widgets.keyboard_place import KeyboardPlace


class Window:
    """A page with two buttons, and a rail that Qt would go on to."""

    def __init__(self, qtbot) -> None:
        self.first, self.second = QPushButton("first"), QPushButton("second")
        self.page = parts.hold(parts.stack(self.first, self.second))
        self.rail = QPushButton("rail")
        self.whole = parts.hold(parts.row(self.page, self.rail))
        self.place = KeyboardPlace(self.page)
        qtbot.addWidget(self.whole)
        with qtbot.waitActive(self.whole):
            self.whole.show()
            self.whole.activateWindow()
        self.second.setFocus()

    def become(self, *, is_busy: bool) -> None:
        self.place.note(is_busy=is_busy)
        self.page.setEnabled(not is_busy)
        self.place.bring_back()
        settle()


@pytest.fixture
def window(qtbot, wear) -> Window:
    wear()
    return Window(qtbot)


def test_it_comes_back_from_wherever_qt_took_it(window):
    window.become(is_busy=True)
    assert not window.second.hasFocus()

    window.become(is_busy=False)

    assert QApplication.focusWidget() is window.second


def test_what_is_out_of_sight_afterwards_gives_it_to_what_comes_next_in_the_page(window):
    window.first.setFocus()
    window.become(is_busy=True)
    window.first.hide()

    window.become(is_busy=False)

    assert QApplication.focusWidget() is window.second


def test_where_nothing_of_the_page_takes_keys_afterwards_the_rail_does_not_get_it(window):
    window.become(is_busy=True)
    window.first.hide()
    window.second.hide()

    window.become(is_busy=False)

    assert QApplication.focusWidget() is not window.rail


def test_on_the_way_nothing_else_has_it(window, qapp):
    passed = []

    def note(_before, now) -> None:
        passed.append(now)

    qapp.focusChanged.connect(note)
    window.place.note(is_busy=True)
    for each in (window.second, window.first):
        each.setEnabled(False)

    window.place.bring_back()
    window.place.note(is_busy=False)
    window.page.setEnabled(True)
    for each in (window.first, window.second):
        each.setEnabled(True)
    window.place.bring_back()

    qapp.focusChanged.disconnect(note)
    assert [each for each in passed if each is not None] == [window.second]


def test_what_still_takes_keys_while_the_page_works_keeps_it(window):
    window.place.note(is_busy=True)
    window.first.setEnabled(False)
    window.place.bring_back()

    assert QApplication.focusWidget() is window.second


def test_it_comes_back_although_another_window_is_in_front_the_while(window, qtbot):
    chosen_in = QPushButton("a file was chosen")
    qtbot.addWidget(chosen_in)
    with qtbot.waitActive(chosen_in):
        chosen_in.show()
        chosen_in.activateWindow()

    window.become(is_busy=True)
    window.become(is_busy=False)

    assert window.whole.focusWidget() is window.second


def test_a_page_that_put_it_somewhere_itself_is_left_alone(window):
    window.become(is_busy=True)
    window.page.setEnabled(True)
    window.first.setFocus()

    window.become(is_busy=False)

    assert QApplication.focusWidget() is window.first


def test_what_is_gone_meanwhile_is_not_gone_back_to(window):
    window.become(is_busy=True)
    window.second.deleteLater()
    QApplication.sendPostedEvents(None, 52)

    window.become(is_busy=False)

    assert QApplication.focusWidget() is not window.second


def test_where_the_keyboard_was_elsewhere_it_stays_there(window):
    window.rail.setFocus()

    window.become(is_busy=True)
    window.become(is_busy=False)

    assert QApplication.focusWidget() is window.rail
