"""A page scrolls to what appeared on it out of sight of whoever pressed or typed.

That is what was refused, and what was opened or suggested there: a sheet, contact details, a
passphrase. Of pages that stand in one another the innermost scrolls; where none does, nothing.
"""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QAbstractItemView, QScrollArea, QWidget

MARGIN = 16


def bring_into_view(shown: QWidget) -> None:
    """Scroll the page around a widget to it, once what was just shown has its place there."""
    QTimer.singleShot(0, shown, lambda: _scroll_to(shown))


def bring_row_into_view(table: QAbstractItemView) -> None:
    """Scroll the table to its current row and the page to it, once both have their place."""
    QTimer.singleShot(0, table, lambda: _scroll_to_row(table))


def _scroll_to(shown: QWidget) -> None:
    area = area_around(shown)
    if area is not None:
        area.ensureWidgetVisible(shown, 0, MARGIN)


def _scroll_to_row(table: QAbstractItemView) -> None:
    area = area_around(table)
    page = area.widget() if area is not None else None
    table.scrollTo(table.currentIndex())
    if area is not None and page is not None:
        row = table.visualRect(table.currentIndex())
        at = table.viewport().mapTo(page, row.center())
        area.ensureVisible(0, at.y(), 0, row.height() // 2 + MARGIN)


def area_around(shown: QWidget) -> QScrollArea | None:
    """Return the innermost page that a widget scrolls in, if it does in one."""
    around = shown.parentWidget()
    while around is not None and not isinstance(around, QScrollArea):
        around = around.parentWidget()
    return around
