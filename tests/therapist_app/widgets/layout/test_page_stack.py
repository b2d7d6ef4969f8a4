"""Pages in one place: the one that is shown says how large the place is, whatever is hidden."""

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLabel, QWidget

from tests.support.windows.settling import settle
from therapist_app.widgets.fields.fields import TextLine
from therapist_app.widgets.layout.layouts import STRETCH, hold, stack
from therapist_app.widgets.layout.page_scroll import PagePlace
from therapist_app.widgets.layout.page_stack import PageStack

WINDOW = QSize(320, 256)
WORDS = "One sentence that is broken into lines wherever the window is not wide enough for it. "


@pytest.fixture
def shown(qtbot):
    """Two pages in a low window: the first is many times as high as the second."""
    pages = PageStack()
    for times in (40, 1):
        label = QLabel(WORDS * times, wordWrap=True)
        pages.addWidget(hold(stack(label, STRETCH)))
    place = PagePlace(hold(stack(pages.place)))
    qtbot.addWidget(place)
    place.resize(WINDOW)
    with qtbot.waitExposed(place):
        place.show()
    return place, pages


def scrolls(place: PagePlace) -> bool:
    settle()
    return place.verticalScrollBar().maximum() > 0


def test_a_page_that_is_hidden_takes_no_room_and_one_that_comes_back_takes_all_it_needs(shown):
    place, pages = shown
    assert scrolls(place)

    pages.setCurrentIndex(1)
    assert not scrolls(place)

    pages.setCurrentIndex(0)
    assert scrolls(place)
    page = pages.currentWidget()
    assert page.height() >= page.heightForWidth(page.width())


def test_a_page_that_is_taken_away_leaves_its_room_to_the_next_one(shown):
    place, pages = shown

    pages.removeWidget(pages.widget(0))

    assert not scrolls(place)


def test_what_grows_on_the_page_that_is_shown_has_room(shown):
    place, pages = shown
    pages.setCurrentIndex(1)
    assert not scrolls(place)

    pages.currentWidget().findChild(QLabel).setText(WORDS * 30)

    assert scrolls(place)


def test_a_page_with_a_height_of_its_own_has_it(shown):
    place, pages = shown
    page = QWidget()
    page.setMinimumHeight(1000)
    pages.addWidget(page)

    pages.setCurrentWidget(page)

    assert scrolls(place)
    assert page.height() == 1000


def test_without_a_page_it_takes_no_room(shown):
    place, pages = shown

    for _each in range(2):
        pages.removeWidget(pages.widget(0))

    assert not scrolls(place)
    assert pages.heightForWidth(100) == 0


def test_a_page_that_is_turned_to_has_no_keyboard_until_it_is_led_there(qtbot, wear):
    wear()
    pages, first, second = PageStack(), QWidget(), QWidget()
    here, last = TextLine(), TextLine()
    first.setLayout(stack(here))
    second.setLayout(stack(TextLine(), last))
    pages.addWidget(first)
    pages.addWidget(second)
    qtbot.addWidget(pages.place)
    pages.place.show()
    here.setFocus()
    assert pages.place.focusWidget() is here

    pages.turn_to(second)

    assert pages.place.focusWidget() is None
    assert pages.currentWidget() is second
    last.setFocus()
    pages.setCurrentWidget(first)  # as Qt does it by itself
    assert pages.place.focusWidget() is here
