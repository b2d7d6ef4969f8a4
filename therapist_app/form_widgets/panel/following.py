"""Keeps one widget in view while the page around it finds its room."""

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QScrollArea, QWidget

from therapist_app.theme.look import look

ROUNDS = 12
"""Rounds of layout until everything has its room: question, panel, sheet, page."""


class Following(QObject):
    """Scrolls the page so that what is followed can be seen: at once, and as things move."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._widget: QWidget | None = None
        self._rounds_left = 0
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._follow)

    def follow(self, widget: QWidget) -> None:
        """Bring a widget into view, and again while what was just made takes its room."""
        self._widget = widget
        self._bring_into_view()
        self._rounds_left = ROUNDS
        self._timer.start()

    def stop(self) -> None:
        """Follow it no longer: something else is to be seen."""
        self._timer.stop()

    def _follow(self) -> None:
        self._rounds_left -= 1
        if self._rounds_left <= 0:
            self._timer.stop()
        self._bring_into_view()

    def _bring_into_view(self) -> None:
        above = None if self._widget is None else self._widget.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        if isinstance(above, QScrollArea) and self._widget is not None:
            above.ensureWidgetVisible(self._widget, 0, look().space("xl"))
