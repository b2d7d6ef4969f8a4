"""A small window with large text: what does not fit beside goes under, and nothing is cut."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLabel, QWidget

from tests.support.sampling import sampled
from tests.support.windows.clipping import clipped, outside
from tests.support.windows.ordering import out_of_order
from tests.support.windows.settling import settle
from therapist_app.settings import TEXT_SCALES
from therapist_app.widgets import parts
from therapist_app.widgets.layout.layouts import Beside, Flow, stack
from therapist_app.widgets.tab_stops import TabsAsRead

LONG = "Ana can open them once Ben has signed in, or now with his recovery sheet"
SMALL = (432, 480)


@pytest.fixture
def show(qtbot):
    def show_it(layout, size=SMALL) -> QWidget:
        page = parts.hold(layout)
        qtbot.addWidget(page)
        page.resize(*size)
        page.show()
        settle()
        return page

    return show_it


def top_of(widget: QWidget, page: QWidget) -> int:
    return widget.mapTo(page, QPoint(0, 0)).y()


@pytest.mark.parametrize("scale", sampled(TEXT_SCALES, every=4, first=3))
def test_a_banner_is_as_high_as_its_words_need(wear, show, scale):
    wear("light", scale)
    banner = parts.banner("attention", "This is signed and waits", LONG, parts.button("Open"))

    page = show(parts.stack(parts.scroll(parts.stack(banner, parts.STRETCH))))

    assert clipped(page) == []


@pytest.mark.parametrize("scale", sampled(TEXT_SCALES, every=4, first=3))
def test_what_is_done_on_a_page_goes_under_its_title(wear, show, scale):
    wear("light", scale)
    actions = [parts.button("Back"), parts.button("Add a person", "primary", "plus")]
    head = parts.page_head("A title of some length", "Who works here", actions=actions)

    page = show(parts.stack(head, parts.STRETCH))

    assert clipped(page) == []
    assert outside(page) == []
    title = head.findChildren(QLabel)[0]
    assert top_of(actions[0], page) > top_of(title, page)


def test_two_buttons_under_a_long_title_are_as_wide_as_their_words(wear, show):
    wear()
    actions = [parts.button("Record"), parts.button("Start session", "primary")]
    title = "Session 12 waits for its note, and another one was planned in the meantime " * 2
    head = parts.page_head(title, "Who works here", code="F7-481", actions=actions)

    page = show(parts.stack(head, parts.STRETCH), (820, 480))

    assert top_of(actions[0], page) > top_of(head.findChildren(QLabel)[0], page)
    assert [each.width() for each in actions] == [each.sizeHint().width() for each in actions]
    assert top_of(actions[0], page) == top_of(actions[1], page)


def test_in_a_foot_of_several_lines_the_main_act_keeps_to_its_end(wear, show):
    wear()
    hold, done = parts.button("Hold"), parts.button("Step done", "primary")
    words = parts.text("The next step, in words that need a line of their own " * 2, wrap=True)
    foot = Flow(hold, words, parts.STRETCH, done)

    page = show(parts.stack(foot, parts.STRETCH), (700, 480))

    assert hold.width() == hold.sizeHint().width()
    assert done.width() == done.sizeHint().width()
    assert done.mapTo(page, QPoint(done.width(), 0)).x() == page.width()


def test_where_all_is_narrow_a_button_fills_its_line(wear, show):
    wear()
    back, add = parts.button("Back"), parts.button("Add a person", "primary")
    page = show(parts.stack(Flow(back, parts.text("Some words"), add), parts.STRETCH), (180, 480))

    assert add.width() == page.width()


def test_with_room_they_stand_on_one_line(wear, show):
    wear()
    words, right = parts.text("Words"), parts.button("Back")
    beside = Beside(words, right)
    page = show(parts.stack(beside, parts.STRETCH))
    assert right.x() > words.x()

    page.resize(90, 300)
    settle()

    assert right.y() > words.y()


def test_the_title_of_a_card_has_several_lines_where_it_needs_them(wear, show):
    wear("light", 2.0)

    page = show(parts.stack(parts.card("The clients of somebody with a long name"), parts.STRETCH))

    assert clipped(page) == []
    assert outside(page) == []


def test_a_name_stands_on_one_line_where_there_is_room(wear, show):
    wear()
    name, line = parts.name_of("Wilhelmina Konstantinopolskaja"), parts.text("one line", "strong")

    page = show(parts.stack(parts.row(name, parts.chip("you"), parts.STRETCH), line))
    assert name.height() < 2 * line.height()
    page.resize(200, 300)
    settle()

    assert name.height() >= name.heightForWidth(name.width())


def test_what_fits_no_arrangement_can_be_reached_sideways(wear, qtbot):
    wear()
    area = parts.scroll(parts.stack(parts.text("oneword" * 20)))
    qtbot.addWidget(area)
    area.resize(*SMALL)
    area.show()
    settle()

    assert area.horizontalScrollBar().maximum() > 0


def test_a_field_of_a_least_width_never_lies_over_what_stands_beside_it(wear, qtbot):
    wear()
    field = parts.TextLine("Find a client by code")
    field.setMinimumWidth(300)
    filters = Flow(*(parts.button(each) for each in ("All", "Needs me", "Active", "Paused")))
    window = TabsAsRead()
    qtbot.addWidget(window)
    window.setLayout(stack(Flow(field, filters)))
    window.show()

    for width in range(900, 300, -20):
        window.resize(width, 200)
        settle()

        assert out_of_order(window) == []
