"""A safety thread on one line: kept points with a tick, what is due with a point, the rest open.

In large text the line goes down: beside each other its points would break word by word.
Kept, due and open differ by shape and by line, so that they are told apart in grey.
"""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from session_forms.words.texts import NP_, _
from therapist_app.theme.look import look
from therapist_app.widgets.layout.layouts import STRETCH, Columns, hold, row, stack
from therapist_app.widgets.words import text
from therapist_app.workflows.sessions.safety_thread import Thread, ThreadPoint

SIDE = 24
RING = 8
LINE = 2.0
STATE_WORDS = {
    "kept": NP_("promise", "done"),
    "due": NP_("promise", "due"),
    "open": NP_("promise", "still open"),
}


class MarkSign(QWidget):
    """The sign of one point, and the line to the next: whole as far as it is kept."""

    def __init__(self, mark: ThreadPoint, *, is_last: bool, goes_down: bool = False) -> None:
        super().__init__()
        self._mark, self._is_last, self._goes_down = mark, is_last, goes_down
        if goes_down:
            self.setFixedWidth(look().scaled(SIDE))
            self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
            return
        self.setFixedHeight(look().scaled(SIDE))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the sign and the line."""
        scale = look().text_scale
        radius, middle = RING * scale, look().scaled(SIDE) / 2
        centre = QPointF(radius + LINE * scale, middle)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self._is_last:
            self._draw_line(painter, centre, radius + 4 * scale, scale)
        around = QRectF(centre.x() - radius, middle - radius, 2 * radius, 2 * radius)
        match self._mark.state:
            case "kept":
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(look().qcolor("accent"))
                painter.drawEllipse(around)
                painter.setPen(QPen(look().qcolor("on-accent"), LINE * scale))
                corner = QPointF(centre.x() - scale, middle + 3.5 * scale)
                painter.drawLine(QPointF(centre.x() - 4 * scale, middle), corner)
                painter.drawLine(corner, QPointF(centre.x() + 4.5 * scale, middle - 3.5 * scale))
            case "due":
                painter.setPen(QPen(look().qcolor("attention"), LINE * scale))
                painter.drawEllipse(around)
                painter.setBrush(look().qcolor("attention"))
                painter.drawEllipse(centre, radius / 3, radius / 3)
            case "open":
                painter.setPen(QPen(look().qcolor("line-control"), LINE * scale))
                painter.drawEllipse(around)
        painter.end()

    def _draw_line(self, painter: QPainter, centre: QPointF, beside: float, scale: float) -> None:
        is_kept = self._mark.state == "kept"
        pen = QPen(look().qcolor("accent" if is_kept else "line-control"), LINE * scale)
        if not is_kept:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        if self._goes_down:
            start, end = QPointF(0, beside), QPointF(0, self.height() - centre.y())
        else:
            start, end = QPointF(beside, 0), QPointF(self.width() - centre.x(), 0)
        painter.drawLine(centre + start, centre + end)


class ThreadLine(QWidget):
    """The points of one thread beside each other; under each other where there is no room."""

    def __init__(self, thread: Thread) -> None:
        super().__init__()
        last = len(thread.marks) - 1
        points = [_point(each, is_last=at == last) for at, each in enumerate(thread.marks)]
        self.setLayout(
            stack(*points, gap="hair") if look().is_large else stack(Columns(*points, gap="s"))
        )


def _point(mark: ThreadPoint, *, is_last: bool) -> QWidget:
    tone = {"kept": "", "due": "attention", "open": "muted"}[mark.state]
    sign = MarkSign(mark, is_last=is_last, goes_down=look().is_large)
    title = text(mark.title, "strong", tone=tone, wrap=True)
    title.setAccessibleName(
        _("{title}: {state}").format(title=mark.title, state=_(STATE_WORDS[mark.state]))
    )
    lines = [text(mark.when, "small", tone="urgent" if mark.is_overdue else "", wrap=True)]
    if mark.detail:
        lines.append(text(mark.detail, "small", tone="muted", wrap=True))
    if look().is_large:
        said = stack(title, *lines, gap="hair", margins=(0, 0, 0, "s"))
        return hold(row(sign, said, gap="s", grows=1))
    return hold(stack(sign, title, *lines, STRETCH, gap="hair"))
