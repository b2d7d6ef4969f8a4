"""Scroll bars are hit on 24 pixels each way, and look as thin as they did."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit

from tests.support.windows.clipping import LEAST_TARGET, clipped
from therapist_app.theme.look import look

DRAWN = 8
LONG = "\n".join("one line that goes on for longer than the field is wide" for _ in range(400))


@pytest.fixture
def field(wear, qtbot):
    """A field with more words than it shows, down and across."""
    wear()
    shown = QPlainTextEdit(LONG)
    shown.setAccessibleName("Note")
    shown.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
    qtbot.addWidget(shown)
    shown.resize(300, 200)
    with qtbot.waitExposed(shown):
        shown.show()
    return shown


def drawn_across(bar) -> list[int]:
    """Return which pixels across a bar its handle is drawn on, near its beginning."""
    picture: QImage = bar.grab().toImage()
    is_down = bar.orientation() == Qt.Orientation.Vertical
    across = bar.width() if is_down else bar.height()
    at = [QPoint(each, 14) if is_down else QPoint(14, each) for each in range(across)]
    ink = look().qcolor("line-control")
    return [each for each, place in enumerate(at) if picture.pixelColor(place) == ink]


@pytest.mark.parametrize("scheme", ["light", "dark", "contrast-high"])
def test_a_bar_is_24_pixels_wide_and_drawn_on_8_at_its_outer_edge(field, wear, scheme):
    wear(scheme)
    down, across = field.verticalScrollBar(), field.horizontalScrollBar()

    assert down.width() == across.height() == LEAST_TARGET
    outer = list(range(LEAST_TARGET - 2 - DRAWN, LEAST_TARGET - 2))
    assert drawn_across(down) == drawn_across(across) == outer
    assert clipped(field) == []


@pytest.mark.parametrize("x", [0, LEAST_TARGET // 2, LEAST_TARGET - 1])
def test_the_handle_is_taken_hold_of_on_every_pixel_across(field, x):
    bar, left = field.verticalScrollBar(), Qt.MouseButton.LeftButton

    QTest.mousePress(bar, left, pos=QPoint(x, 16))
    QTest.mouseMove(bar, QPoint(x, 60))
    QTest.mouseRelease(bar, left, pos=QPoint(x, 60))

    assert bar.value() > bar.pageStep()


def test_a_thin_bar_is_found(field):
    field.setStyleSheet("QScrollBar:vertical { width: 12px; }")

    assert [each for each in clipped(field) if "12 by" in each]
