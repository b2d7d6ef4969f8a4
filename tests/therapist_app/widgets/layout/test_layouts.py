"""How parts of a page are laid out together."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent
from pytestqt.qtbot import QtBot
from typing_extensions import override

from therapist_app.widgets.layout.layouts import Columns, hold, stack, two_columns
from therapist_app.widgets.words import Words, text


@pytest.mark.parametrize(("scale", "is_beside"), [(1.0, True), (2.0, False)])
def test_two_columns_stand_under_each_other_with_large_text_however_wide_the_page(
    qtbot: QtBot, wear: Callable[..., None], scale: float, *, is_beside: bool
) -> None:
    wear(text_scale=scale)
    left, right = text("What goes"), text("What stays")
    page = hold(stack(two_columns(left, right)))
    qtbot.addWidget(page)
    page.resize(3000, 400)
    page.show()

    tops = [each.mapTo(page, each.rect().topLeft()).y() for each in (left, right)]
    assert (tops[0] == tops[1]) is is_beside


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
