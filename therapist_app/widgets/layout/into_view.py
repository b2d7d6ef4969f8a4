"""A page scrolls to what appeared on it out of sight of whoever pressed or typed.

That is what was refused, and what was opened or suggested there: a sheet, contact details, a
passphrase. Of pages that stand in one another the innermost scrolls; where none does, nothing.
"""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QScrollArea, QWidget

MARGIN = 16


def bring_into_view(shown: QWidget) -> None:
    """Scroll the page around a widget to it, once what was just shown has its place there."""
    QTimer.singleShot(0, shown, lambda: _scroll_to(shown))


def _scroll_to(shown: QWidget) -> None:
    around = shown.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea):
            around.ensureWidgetVisible(shown, 0, MARGIN)
            return
        around = around.parentWidget()
