"""A finished page of paper shown in a window, drawn from memory as a printer draws it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from typing_extensions import override

from exports.package.report_pages import lines_of
from exports.paper.pages.page_reading import DrawnPage
from therapist_app.widgets.dialogs.printing import draw_page
from therapist_app.widgets.read_by_lines import ReadByLines


class PaperPage(ReadByLines):
    """One page, as wide as its place, heard line by line by whoever does not see it."""

    def __init__(self, name: str, page: DrawnPage) -> None:
        super().__init__(name)
        self._page = page
        self.hold_lines(lines_of(page))
        self._fit(self.width())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Be as high as the paper is at this width."""
        super().resizeEvent(event)
        self._fit(event.size().width())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the paper, white in every look, and what stands on it."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        draw_page(painter, self._page, self.width() / self._page.width)
        painter.end()
        super().paintEvent(event)

    def _fit(self, width: int) -> None:
        self.setFixedHeight(round(width * self._page.height / self._page.width))
