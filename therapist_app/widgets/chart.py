"""Charts on screen: paints the display list of `exports.paper`, and says the same in words."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from exports.paper.chart import ChartData, Space, chart_in_words, chart_shapes, figure
from exports.paper.shapes import Dot, Line, Rect, Shape, Text
from session_forms.texts import translate as _
from therapist_app.theme.look import look
from therapist_app.widgets.dataclass_table import Column, DataclassTableModel, DataclassTableView

CHART_HEIGHT = 210
LEAST_WIDTH = 320


class ChartView(QWidget):
    """One measure over the sessions, painted; its description says it in a sentence."""

    def __init__(self, chart: ChartData | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chart = chart
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        if chart is not None:
            self.show_chart(chart)

    def show_chart(self, chart: ChartData) -> None:
        """Paint another chart."""
        self._chart = chart
        self.setAccessibleName(chart.title)
        self.setAccessibleDescription(chart_in_words(chart))
        self.update()

    @override
    def sizeHint(self) -> QSize:
        """Return the room a chart likes: taller with larger text, though not fully."""
        return QSize(LEAST_WIDTH, round(CHART_HEIGHT * (1 + look().text_scale) / 2))

    @override
    def minimumSizeHint(self) -> QSize:
        """Return the least room in which labels do not touch."""
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the shapes of the chart in the colours of the scheme."""
        if self._chart is None:
            return
        space = Space(self.width(), self.height(), look().text("caption"))
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_shapes(painter, chart_shapes(self._chart, space))


def paint_shapes(painter: QPainter, shapes: Sequence[Shape]) -> None:
    """Paint a display list; a new shape fails type-checking here."""
    for shape in shapes:
        match shape:
            case Rect():
                where = QRectF(shape.x, shape.y, shape.width, shape.height)
                painter.fillRect(where, look().qcolor(shape.colour))
            case Line():
                _paint_line(painter, shape)
            case Dot():
                painter.setPen(QPen(look().qcolor(shape.colour), 2))
                painter.setBrush(look().qcolor("surface-raised" if shape.hollow else shape.colour))
                painter.drawEllipse(QPointF(shape.x, shape.y), shape.radius, shape.radius)
            case Text():
                _paint_words(painter, shape)


def chart_table(chart: ChartData) -> DataclassTableView[tuple[str, float | None]]:
    """Return the figures of a chart as a table, for those who do not see it."""
    model = DataclassTableModel[tuple[str, float | None]](
        (
            Column(_("Session"), _session),
            Column(chart.title, _score, right=True),
        )
    )
    model.show_rows(chart.points)
    table = DataclassTableView(model)
    table.setAccessibleName(_("{title}: figures").format(title=chart.title))
    return table


def _session(point: tuple[str, float | None]) -> str:
    return point[0]


def _score(point: tuple[str, float | None]) -> str:
    return _("not done") if point[1] is None else figure(point[1])


def _paint_line(painter: QPainter, line: Line) -> None:
    pen = QPen(look().qcolor(line.colour), line.width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap if line.dash else Qt.PenCapStyle.RoundCap)
    if line.dash:
        pen.setDashPattern([each / line.width for each in line.dash])
    painter.setPen(pen)
    painter.drawLine(QPointF(line.x1, line.y1), QPointF(line.x2, line.y2))


def _paint_words(painter: QPainter, words: Text) -> None:
    font = look().font("caption", strong=words.strong)
    font.setPixelSize(round(words.size))
    painter.setFont(font)
    painter.setPen(look().qcolor(words.colour))
    width = painter.fontMetrics().horizontalAdvance(words.words)
    start = words.x - {"left": 0.0, "centre": width / 2, "right": float(width)}[words.align]
    painter.drawText(QPointF(start, words.y), words.words)
