"""How parts of a page are laid out together."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from typing_extensions import override

from tests.support.windows.settling import settle
from therapist_app.theme.look import look
from therapist_app.widgets.layout.frames import card
from therapist_app.widgets.layout.layouts import (
    STRETCH,
    Columns,
    TwoColumns,
    hold,
    scroll_cards,
    stack,
)
from therapist_app.widgets.words import Words, text


@pytest.mark.parametrize(
    ("scale", "width", "is_beside"),
    [
        (1.0, 800, True),
        (1.5, 1840, False),
        (1.5, 2400, True),
        (2.0, 3000, False),
        (2.0, 3700, True),
    ],
)
def test_two_columns_of_large_text_stand_beside_each_other_only_where_each_holds_a_form(
    qtbot: QtBot, wear: Callable[..., None], scale: float, width: int, *, is_beside: bool
) -> None:
    wear(text_scale=scale)
    left, right = text("What goes"), text("What stays")
    page = hold(stack(TwoColumns(left, right)))
    qtbot.addWidget(page)
    page.resize(width, 400)
    page.show()
    settle()

    tops = [each.mapTo(page, each.rect().topLeft()).y() for each in (left, right)]
    assert (tops[0] == tops[1]) is is_beside


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_cards_on_a_wide_page_end_where_their_words_and_their_buttons_are_one_look_apart(
    qtbot: QtBot, wear: Callable[..., None], scale: float
) -> None:
    wear(text_scale=scale)
    sheet = card("Why", text("In one line"))
    area = scroll_cards(stack(sheet, STRETCH, margins=("page", "l", "page", "l")))
    qtbot.addWidget(area)
    area.resize(3700, 400)
    area.show()
    settle()
    wide = sheet.width()
    area.resize(1000, 400)
    settle()

    assert wide == look().size("card_width")
    assert sheet.width() == 1000 - 2 * look().space("page")


@pytest.mark.parametrize(("scale", "is_beside"), [(1.0, True), (2.0, False)])
def test_before_it_is_shown_a_page_of_large_text_has_one_column_for_what_is_led_to(
    qtbot: QtBot, wear: Callable[..., None], scale: float, *, is_beside: bool
) -> None:
    wear(text_scale=scale)
    columns = TwoColumns(text("What happened"), text("How it went"))
    qtbot.addWidget(columns)

    assert columns.stands_beside is is_beside


class Shrinking(QWidget):
    """What wishes for more height than it needs."""

    @override
    def sizeHint(self) -> QSize:
        return QSize(300, 200)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(300, 20)


@pytest.mark.usefixtures("wear")
def test_columns_under_each_other_are_each_as_high_as_they_wish_whatever_their_shares(
    qtbot: QtBot,
) -> None:
    first, second = Shrinking(), Shrinking()
    columns = Columns(first, second, shares=(9, 1))
    page = hold(stack(columns, STRETCH))
    qtbot.addWidget(page)
    page.resize(400, 900)
    page.show()
    settle()

    assert not columns.stands_beside
    assert (first.height(), second.height()) == (200, 200)


class Counted(Words):
    """Words that count how often they were styled anew."""

    times = 0

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self.times += event.type() == QEvent.Type.StyleChange


@pytest.mark.usefixtures("wear")
def test_what_stands_in_columns_is_styled_once_as_they_take_it_in(qtbot: QtBot) -> None:
    left, right = Counted(), Counted()

    columns = Columns(stack(left), stack(right))
    qtbot.addWidget(columns)

    assert (left.times, right.times) == (1, 1)
