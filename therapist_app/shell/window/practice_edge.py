"""The striped edge over every screen of practice."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPolygon
from PySide6.QtWidgets import QFrame, QSizePolicy
from typing_extensions import override

from session_forms.words.texts import _
from therapist_app.theme.look import look
from therapist_app.widgets.layout.layouts import STRETCH, row
from therapist_app.widgets.words import text

STRIPE = 14
TALL = 24


class PracticeEdge(QFrame):
    """Says that everybody here is invented, by words on stripes that nothing else has."""

    def __init__(self) -> None:
        super().__init__()
        words = text(_("Practice: invented clients"), "small", tone="attention")
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        words.setAutoFillBackground(True)
        words.setContentsMargins(look().space("m"), 0, look().space("m"), 0)
        words.setStyleSheet(f"background: {look().color('attention-soft')}")
        self.setLayout(row(STRETCH, words, STRETCH, margins=(0, 0, 0, 0)))
        self.setMinimumHeight(look().scaled(TALL))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Practice: invented clients"))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the stripes."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look().qcolor("attention-soft"))
        painter.drawRect(self.rect())
        painter.setBrush(look().qcolor("attention"))
        tall = self.height()
        for left in range(-tall, self.width(), 2 * STRIPE):
            corners = ((left, tall), (left + tall, 0), (left + tall + STRIPE // 2, 0))
            points = [QPoint(*each) for each in (*corners, (left + STRIPE // 2, tall))]
            painter.drawPolygon(QPolygon(points))
