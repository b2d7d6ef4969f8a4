"""How parts of a page are laid out together."""

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from therapist_app.widgets.layout.layouts import hold, stack, two_columns
from therapist_app.widgets.words import text


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
