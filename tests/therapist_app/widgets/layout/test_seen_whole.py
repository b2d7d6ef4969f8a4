"""What stands on a page counts as seen once all of it was in sight, and never before."""

import pytest
from PySide6.QtWidgets import QLabel

from tests.support.windows.settling import settle
from therapist_app.widgets.layout.layouts import hold, scroll, stack
from therapist_app.widgets.layout.seen_whole import SeenWhole

pytestmark = pytest.mark.usefixtures("wear")


def page(qtbot, height: int):
    seen: list[bool] = []
    part = SeenWhole()
    part.setLayout(stack(QLabel("Told to everybody")))
    part.setFixedHeight(height)
    part.seen.connect(lambda: seen.append(True))
    area = scroll(stack(part))
    window = hold(stack(area))
    qtbot.addWidget(window)
    window.resize(400, 300)
    return window, area, seen


def test_what_is_never_shown_is_not_seen(qtbot):
    _window, _area, seen = page(qtbot, 100)
    settle()

    assert seen == []


def test_what_fits_is_seen_once_it_is_painted_and_told_once(qtbot):
    window, _area, seen = page(qtbot, 100)
    window.show()
    settle()
    window.repaint()
    settle()

    assert seen == [True]


def test_what_goes_on_below_the_edge_is_seen_once_somebody_went_there(qtbot):
    window, area, seen = page(qtbot, 500)
    window.show()
    settle()
    assert seen == []

    bar = area.verticalScrollBar()
    bar.setValue(bar.maximum())
    settle()

    assert seen == [True]
