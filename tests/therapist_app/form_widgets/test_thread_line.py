"""A safety thread goes across where its points have room, and down in large text."""

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.support.windows.settling import settle
from therapist_app.form_widgets.thread_line import MarkSign, ThreadLine
from therapist_app.widgets.layout.layouts import STRETCH, hold, stack
from therapist_app.workflows.sessions.safety_thread import Thread, ThreadPoint

MARKS = (
    ThreadPoint("Alert: watch", "today, 09:00", "“Thoughts of being better off dead”: 1"),
    ThreadPoint("Answered", "today, 09:00"),
    ThreadPoint("Contact promised", "due by 9 March", state="due"),
)


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_the_points_stand_beside_each_other_or_below_each_other(
    qtbot: QtBot, wear, scale: float
) -> None:
    wear("light", scale)
    goes_down = scale > 1
    line = ThreadLine(Thread("a", datetime(2026, 3, 2, tzinfo=UTC), (), MARKS, (), ""))
    page = hold(stack(line, STRETCH))
    qtbot.addWidget(page)
    page.resize(900, 900)
    page.show()
    settle()

    titles = [each for each in line.findChildren(QLabel) if each.text() in {m.title for m in MARKS}]
    places = [each.mapTo(page, QPoint()) for each in titles]
    assert len({each.x() for each in places}) == (1 if goes_down else len(MARKS))
    assert len({each.y() for each in places}) == (len(MARKS) if goes_down else 1)
    signs = [each.mapTo(page, QPoint()).y() for each in line.findChildren(MarkSign)]
    if goes_down:
        heights = [each.height() for each in titles]
        assert all(
            sign <= at.y() + high for sign, at, high in zip(signs, places, heights, strict=True)
        )
        assert all(high < 2 * titles[0].fontMetrics().height() for high in heights)
