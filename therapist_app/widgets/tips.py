"""Tool tips for those who work by keyboard: one shows where Tab stops, and stays as long.

Escape takes it away, wherever it came from (WCAG 2.2, 1.4.13).
"""

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QToolTip, QWidget

STAYS = 3_600_000
"""In milliseconds: it goes with the keyboard, not with time."""
TIP_BELOW = 21
"""How far below the place that it is given Qt shows a tool tip, in pixels."""
TIP_EDGES = 24
"""How much taller a tool tip is than its lines, in pixels."""


def show_tip(widget: QWidget) -> None:
    """Show the tool tip of what has the keyboard now, below it; nothing where it has none.

    At the foot of the screen it stands above: Qt would move it up until it lies over what has the
    keyboard.
    """
    words = widget.toolTip()
    if not words:
        return
    below = widget.mapToGlobal(QPoint(0, widget.height()))
    tall = (words.count("\n") + 1) * QFontMetrics(QToolTip.font()).lineSpacing() + TIP_EDGES
    if below.y() + TIP_BELOW + tall > widget.screen().geometry().bottom():
        below = widget.mapToGlobal(QPoint(0, -tall - TIP_BELOW))
    QToolTip.showText(below, words, widget, QRect(), STAYS)


def say_at(widget: QWidget, words: str) -> None:
    """Show words over something until the keyboard moves on: what a key came to, or why not."""
    if words:
        over = -widget.fontMetrics().height() - 3 * TIP_BELOW
        QToolTip.showText(widget.mapToGlobal(QPoint(0, over)), words, widget, QRect(), STAYS)


def hide_tip() -> bool:
    """Take the tool tip away that is shown, and return whether one was."""
    was_shown = QToolTip.isVisible()
    QToolTip.hideText()
    return was_shown
