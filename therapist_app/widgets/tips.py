"""Tool tips for those who work by keyboard: one shows where Tab stops, and stays as long.

Escape takes it away, wherever it came from (WCAG 2.2, 1.4.13).
"""

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QAbstractButton, QToolTip, QWidget

STAYS = 3_600_000
"""In milliseconds: it goes with the keyboard, not with time."""
TIP_BELOW = 21
"""How far below the place that it is given Qt shows a tool tip, in pixels."""
TIP_EDGES = 24
"""How much taller a tool tip is than its lines, in pixels."""


def show_tip(widget: QWidget) -> None:
    """Show the tool tip of what has the keyboard now, below it; nothing where it has none.

    That of a sign without words stands beside it where there is room: below, it would cover the
    signs that come next in a menu. At the foot of the screen it stands above: Qt would move it up
    until it lies over what has the keyboard.
    """
    words = widget.toolTip()
    if not words:
        return
    metrics, screen = QFontMetrics(QToolTip.font()), widget.screen().geometry()
    lines = words.split("\n")
    tall = len(lines) * metrics.lineSpacing() + TIP_EDGES
    place = widget.mapToGlobal(QPoint(0, widget.height()))
    if place.y() + TIP_BELOW + tall > screen.bottom():
        place = widget.mapToGlobal(QPoint(0, -tall - TIP_BELOW))
    wide = max(map(metrics.horizontalAdvance, lines)) + TIP_EDGES
    beside = widget.mapToGlobal(QPoint(widget.width(), (widget.height() - tall) // 2 - TIP_BELOW))
    is_sign = isinstance(widget, QAbstractButton) and not widget.text().strip()
    if is_sign and beside.x() + wide < screen.right() and beside.y() + TIP_BELOW >= screen.top():
        place = beside
    QToolTip.showText(place, words, widget, QRect(), STAYS)


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
