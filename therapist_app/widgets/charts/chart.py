"""Charts on screen: paints the display list of `exports.paper`, and says the same in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from exports.paper.charts.chart import ChartData, Space, chart_in_words, figure
from exports.paper.charts.chart_drawing import chart_shapes, wanted_height
from exports.paper.charts.pictures import (
    Picture,
    picture_in_words,
    picture_shapes,
    picture_space,
    picture_title,
)
from exports.paper.drawing.shapes import Dot, Line, Rect, Shape, Text
from session_forms.words.texts import _, pgettext
from therapist_app.accessibility.roles import tell_role
from therapist_app.theme.look import look
from therapist_app.widgets.dataclass_table import (
    DataclassTableModel,
    DataclassTableView,
    TableColumn,
)

LEAST_WIDTH = 320
LEAST_PICTURE_WIDTH = 480
"""In pixels at normal text: titles, plot and figures side by side."""
GIVES_WAY_TO = 0.8
"""The share of its size to which a picture with large text shrinks on a narrow page."""
LEAST_SHARE = 0.9
"""The share to which one with text of the usual size does."""


class ChartView(QWidget):
    """One measure over the sessions, painted; its description says it in a sentence."""

    def __init__(self, chart: ChartData) -> None:
        super().__init__()
        self._chart = chart
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        tell_role(self, "chart")
        self.setAccessibleName(chart.title)
        self.setAccessibleDescription(chart_in_words(chart))

    @override
    def sizeHint(self) -> QSize:
        """Return the room a chart likes: as high as its words need at this size of text."""
        return QSize(LEAST_WIDTH, round(wanted_height(self._chart, look().text("caption"))))

    @override
    def minimumSizeHint(self) -> QSize:
        """Return the least room in which labels do not touch."""
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the shapes of the chart in the colours of the scheme."""
        space = Space(self.width(), self.height(), look().text("caption"))
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_shapes(painter, chart_shapes(self._chart, space))


class PictureView(QWidget):
    """A picture of a report, painted; its description says the same in words."""

    def __init__(self, picture: Picture) -> None:
        super().__init__()
        self._picture = picture
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        tell_role(self, "chart")
        self.setAccessibleName(picture_title(picture))
        self.setAccessibleDescription(picture_in_words(picture))

    @override
    def sizeHint(self) -> QSize:
        """Return the room that the picture likes."""
        width = _drawn_width(0)
        return QSize(width, self.heightForWidth(width))

    @override
    def minimumSizeHint(self) -> QSize:
        """Return the least room: large text gives way a little, not to be wider than a page."""
        width = round(LEAST_PICTURE_WIDTH * max(LEAST_SHARE, look().text_scale * GIVES_WAY_TO))
        return QSize(width, self.heightForWidth(width))

    @override
    def heightForWidth(self, width: int) -> int:
        """Return how high the picture is: where it is wide, more stands side by side."""
        drawn = _drawn_width(width)
        room = picture_space(self._picture, drawn, look().text("caption"))
        return round(room.height * width / drawn)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the shapes in the colours of the scheme, smaller where there is too little room."""
        drawn = _drawn_width(self.width())
        room = picture_space(self._picture, drawn, look().text("caption"))
        painter = QPainter(self)
        painter.scale(self.width() / drawn, self.width() / drawn)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_shapes(painter, picture_shapes(self._picture, room))


def _drawn_width(width: int) -> int:
    """Return the width to draw a picture in: at least that at which its words do not touch."""
    return max(width, look().scaled(LEAST_PICTURE_WIDTH))


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
                radius = shape.radius * look().text_scale
                painter.drawEllipse(QPointF(shape.x, shape.y), radius, radius)
            case Text():
                _paint_words(painter, shape)


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


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One session of a chart in figures.

    Attributes:
        change: The change from the first score that it can be compared with.

    """

    session: str
    score: str
    band: str
    change: str


def figure_rows(chart: ChartData) -> tuple[FigureRow, ...]:
    """Return the figures of a chart, one row for each session."""
    first = chart.comparable[0] if chart.comparable else None
    return tuple(_figure_row(chart, place, first) for place in range(len(chart.points)))


def chart_table(chart: ChartData) -> DataclassTableView[FigureRow]:
    """Return the figures of a chart as a table, for those who do not see it."""
    model = DataclassTableModel[FigureRow](
        (
            TableColumn(pgettext("column", "Session"), attrgetter("session")),
            TableColumn(chart.title, attrgetter("score"), right=True),
            TableColumn(pgettext("column", "Range"), attrgetter("band")),
            TableColumn(_("From the first"), attrgetter("change"), right=True),
        )
    )
    model.show_rows(figure_rows(chart))
    table = DataclassTableView(model)
    table.setAccessibleName(_("{title}: figures").format(title=chart.title))
    return table


def _figure_row(chart: ChartData, place: int, first: tuple[int, float] | None) -> FigureRow:
    session, score = chart.points[place]
    if score is None:
        return FigureRow(session, pgettext("chart", "not done"), "", "")
    if place < chart.version_from:
        return FigureRow(session, figure(score), pgettext("chart", "another version"), "")
    if place < chart.now_from:
        before = pgettext("chart", "the time before")
        return FigureRow(session, figure(score), chart.band_of(score), before)
    assert first is not None
    moved = score - first[1]
    return FigureRow(
        session, figure(score), chart.band_of(score), _moved_words(place, first, moved)
    )


def _moved_words(place: int, first: tuple[int, float], moved: float) -> str:
    if place == first[0]:
        return pgettext("session", "first")
    if moved == 0:
        return pgettext("score", "the same")
    words = _("{size} lower") if moved < 0 else _("{size} higher")
    return words.format(size=figure(abs(moved)))
