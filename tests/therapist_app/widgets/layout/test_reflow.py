"""A page in its place: what the page keys turn, wherever the keyboard is."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from tests.support.windows.settling import settle
from therapist_app.theme.look import look
from therapist_app.widgets.controls.buttons import button
from therapist_app.widgets.layout.layouts import hold, scroll, stack
from therapist_app.widgets.layout.page_scroll import PagePlace
from therapist_app.widgets.layout.page_view import foot_bar, page_head, whole_page
from therapist_app.widgets.read_by_lines import ReadByLines
from therapist_app.widgets.words import text

pytestmark = pytest.mark.usefixtures("wear")


class Shown:
    """A page of many lines between a button in its head and one in its foot."""

    def __init__(self, qtbot, lines: int) -> None:
        self.above, self.below, self.inside = (button(each) for each in ("up", "down", "in"))
        words = [text(f"line {each}") for each in range(lines)]
        self.short = scroll(stack(self.inside))
        self.body = scroll(stack(*words))
        page = whole_page(
            page_head("Page", actions=(self.above,)),
            hold(stack(self.short, self.body)),
            foot_bar(self.below),
        )
        self.place = PagePlace(hold(page))
        qtbot.addWidget(self.place)
        self.place.resize(900, 600)
        self.place.show()
        settle()

    @property
    def seen_from(self) -> int:
        return self.body.verticalScrollBar().value()

    def press(self, key: Qt.Key, start) -> None:
        start.setFocus()
        QTest.keyClick(start, key)


def test_the_page_keys_turn_the_page_from_head_foot_and_a_part_that_is_whole(qtbot):
    shown = Shown(qtbot, 80)

    for start in (shown.above, shown.below, shown.inside):
        shown.press(Qt.Key.Key_PageDown, start)
        assert shown.seen_from > 0, start.text()
        shown.press(Qt.Key.Key_PageUp, start)
        assert shown.seen_from == 0, start.text()


def test_a_page_that_is_whole_stays_where_it_is(qtbot):
    shown = Shown(qtbot, 2)

    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_Down):
        shown.press(key, shown.below)

    assert shown.seen_from == 0


def test_what_the_keyboard_is_put_on_is_brought_into_sight_wherever_it_came_from(qtbot):
    top, far = button("top"), button("far")
    lines = [text(f"line {each}") for each in range(80)]
    area = scroll(stack(top, *lines, far))
    foot = button("foot")
    place = PagePlace(hold(whole_page(page_head("Page"), area, foot_bar(foot))))
    qtbot.addWidget(place)
    place.resize(900, 600)
    with qtbot.waitActive(place):
        place.show()
        place.activateWindow()

    def is_in_sight(part) -> bool:
        at = part.mapTo(area.viewport(), QPoint(0, 0)).y()
        return at >= 0 and at + part.height() <= area.viewport().height()

    for part in (far, top):
        foot.setFocus()
        part.setFocus()
        settle()
        assert is_in_sight(part), part.text()

    area.verticalScrollBar().setValue(5)
    foot.setFocus()
    assert area.verticalScrollBar().value() == 5, "what is outside moves nothing"


def test_what_is_as_high_as_the_page_begins_with_the_heading_above_it(qtbot):
    high = ReadByLines("Text")
    high.hold_lines(["line"] * 28, stack(*(text("line") for _ in range(28))))
    after = button("after")
    body = scroll(stack(text("Heading"), high, after))
    place = PagePlace(hold(whole_page(page_head("Page"), body)))
    qtbot.addWidget(place)
    place.resize(900, 600)
    place.show()
    high.setFocus()
    settle()
    assert body.verticalScrollBar().maximum() > 0

    body.ensureWidgetVisible(high)
    at_first = body.verticalScrollBar().value()
    body.ensureWidgetVisible(after)
    at_the_end = body.verticalScrollBar().value()
    body.ensureWidgetVisible(high)

    assert (at_first, at_the_end > 0) == (0, True)
    assert high.mapTo(body, QPoint()).y() >= 0, "its first line is in sight again"


@pytest.mark.parametrize("turned", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_in_a_slim_window_the_lane_of_a_bar_is_the_margin_beside_it(qtbot, turned):
    lines = [text(f"line {each}") for each in range(40)]
    inside = stack(*lines, margins=("page", "m", "page", "m"))
    area = scroll(inside)
    area.setLayoutDirection(turned)
    qtbot.addWidget(area)
    area.resize(900, 200)
    area.show()
    settle()
    wide = inside.contentsMargins()

    area.resize(320, 200)
    settle()
    slim = inside.contentsMargins()
    area.resize(900, 200)
    settle()

    beside, away = slim.right(), slim.left()
    if turned is Qt.LayoutDirection.RightToLeft:
        beside, away = away, beside
    assert (beside, away) == (0, look().space("xs"))
    assert inside.contentsMargins() == wide


def test_without_a_bar_a_slim_window_has_the_same_margins_on_both_sides(qtbot):
    inside = stack(text("one line"), margins=("page", "m", "page", "m"))
    area = scroll(inside)
    qtbot.addWidget(area)
    area.resize(320, 200)
    area.show()
    settle()

    assert inside.contentsMargins().left() == inside.contentsMargins().right()


def test_a_part_under_another_is_as_high_as_its_words_when_they_grow_and_when_they_go(qtbot):
    shown = Shown(qtbot, 2)
    shown.place.resize(320, 256)
    settle()
    words = shown.body.widget().findChildren(QLabel)[0]

    for times in (60, 12):
        words.setText("One sentence of several words. " * times)
        words.setWordWrap(True)
        settle()

        assert shown.body.height() == shown.body.heightForWidth(shown.body.width())
