"""Charts on screen: paints the display list of `exports.paper`, and says the same in words."""

from dataclasses import dataclass
from operator import attrgetter

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from exports.paper.charts.chart import ChartData, Space, chart_in_words, figure
from exports.paper.charts.chart_drawing import chart_shapes, wanted_height
from session_forms.words.texts import translate as _
from therapist_app.theme.look import look
from therapist_app.widgets.charts.shapes import paint_shapes
from therapist_app.widgets.dataclass_table import Column, DataclassTableModel, DataclassTableView

LEAST_WIDTH, LEAST_HEIGHT = 320, 120


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
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        """Return the room a chart likes: as high as its words need at this size of text."""
        if self._chart is None:
            return QSize(LEAST_WIDTH, LEAST_HEIGHT)
        return QSize(LEAST_WIDTH, round(wanted_height(self._chart, look().text("caption"))))

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
            Column(_("Session"), attrgetter("session")),
            Column(chart.title, attrgetter("score"), right=True),
            Column(_("Range"), attrgetter("band")),
            Column(_("From the first"), attrgetter("change"), right=True),
        )
    )
    model.show_rows(figure_rows(chart))
    table = DataclassTableView(model)
    table.setAccessibleName(_("{title}: figures").format(title=chart.title))
    return table


def _figure_row(chart: ChartData, place: int, first: tuple[int, float] | None) -> FigureRow:
    session, score = chart.points[place]
    if score is None:
        return FigureRow(session, _("not done"), "", "")
    if place < chart.now_from:
        return FigureRow(session, figure(score), _("another version"), "")
    assert first is not None
    moved = score - first[1]
    return FigureRow(
        session, figure(score), chart.band_of(score), _moved_words(place, first, moved)
    )


def _moved_words(place: int, first: tuple[int, float], moved: float) -> str:
    if place == first[0]:
        return _("first")
    if moved == 0:
        return _("the same")
    words = _("{size} lower") if moved < 0 else _("{size} higher")
    return words.format(size=figure(abs(moved)))
