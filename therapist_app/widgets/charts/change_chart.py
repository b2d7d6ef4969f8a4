"""The picture of mean change on screen: paints the list that paper prints, and says it in words."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from exports.paper.charts.change_chart import (
    ChangeChart,
    change_in_words,
    change_shapes,
    change_space,
)
from session_forms.words.texts import translate as _
from therapist_app.theme.look import look
from therapist_app.widgets.charts.shapes import paint_shapes

LEAST_WIDTH = 480
"""In pixels at normal text: titles, plot and figures side by side."""


class ChangeChartView(QWidget):
    """Mean change of several measures, painted; its description says it measure by measure."""

    def __init__(self, chart: ChangeChart, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chart = chart
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Picture of mean change"))
        self.setAccessibleDescription(change_in_words(chart))

    @override
    def sizeHint(self) -> QSize:
        """Return the room that the measures need."""
        scale = look().text_scale
        room = change_space(self._chart, LEAST_WIDTH * scale, look().text("caption"))
        return QSize(round(room.width), round(room.height))

    @override
    def minimumSizeHint(self) -> QSize:
        """Return the least room in which words do not touch."""
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the shapes in the colours of the scheme."""
        room = change_space(self._chart, self.width(), look().text("caption"))
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_shapes(painter, change_shapes(self._chart, room))
