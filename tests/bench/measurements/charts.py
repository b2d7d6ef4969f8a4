"""One chart of thirty sessions, on the screen and in the PDF."""

from collections.abc import Iterator
from io import BytesIO

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPixmap
from reportlab.pdfgen.canvas import Canvas

from exports.paper.charts.chart import ChartData, Space
from exports.paper.charts.chart_drawing import chart_shapes
from exports.paper.charts.painter import paint
from exports.paper.drawing.fonts import register
from tests.bench.timing.lines import Budget, Line
from tests.bench.timing.rounds import alternate, timed
from tests.bench.workplace.place import Place
from therapist_app.widgets.charts.chart import ChartView

ROUNDS = 41
ON_SCREEN = Budget(10)
ON_PAPER = Budget(20)
BANDS = ((0, "minimal"), (5, "mild"), (10, "moderate"), (15, "moderately severe"), (20, "severe"))
PHASES = (("S01", "Starting"), ("S10", "Working"), ("S24", "Keeping"))
THIRTY = ChartData(
    title="Thirty sessions",
    low=0,
    high=27,
    points=tuple((f"S{at:02}", float(24 - at * 17 % 19)) for at in range(1, 31)),
    bands=BANDS,
    cutoff=10,
    reliable_from_first=6,
    phases=PHASES,
)


def chart_lines(place: Place) -> Iterator[Line]:
    """Paint the chart; the floor draws as many plain lines and words."""
    assert place.application
    view = ChartView(THIRTY)
    view.resize(640, view.sizeHint().height())
    sheet = QPixmap(view.size())
    count = len(chart_shapes(THIRTY))
    floor, taken = alternate(
        lambda _: timed(lambda: _bare_lines(sheet, count)),
        lambda _: timed(lambda: view.render(sheet)),
        ROUNDS,
    )
    yield Line("chart on the screen", ON_SCREEN, floor, taken)
    view.deleteLater()
    register()
    space = Space()
    floor, taken = alternate(
        lambda _: timed(lambda: _bare_page(count)), lambda _: timed(lambda: _page(space)), ROUNDS
    )
    yield Line("chart in the PDF", ON_PAPER, floor, taken)


def _bare_lines(sheet: QPixmap, count: int) -> None:
    painter = QPainter(sheet)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for at in range(count // 2):
        painter.drawLine(QPointF(0, at), QPointF(640, at + 9))
        painter.drawText(QPointF(at, 20), "words")
    painter.end()


def _page(space: Space) -> None:
    canvas = Canvas(BytesIO())
    for shape in chart_shapes(THIRTY, space):
        paint(canvas, shape, space.height)
    canvas.save()


def _bare_page(count: int) -> None:
    canvas = Canvas(BytesIO())
    for at in range(count // 2):
        canvas.line(0, at, 480, at + 9)
        canvas.drawString(at, 20, "words")
    canvas.save()
