"""The programme as a line of sessions: done is ticked, next is ringed and named, later is open."""

from collections.abc import Sequence
from itertools import takewhile

from PySide6.QtCore import QEvent, QPoint, QSize
from PySide6.QtGui import QFontMetrics, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget
from typing_extensions import override

from exports.paper.drawing.shapes import Dot, Line, Shape, Text
from session_forms.words.texts import N_, NP_, pgettext
from session_forms.words.texts import translate as _
from therapist_app.accessibility.roles import tell_role
from therapist_app.theme.look import look
from therapist_app.widgets.charts.chart import paint_shapes
from therapist_app.workflows.overviews.seeing_clients import PhaseLine, Stop

STATES = {
    "done": NP_("session", "done"),
    "half": N_("begun, its rest follows"),
    "next": NP_("session", "next"),
    "open": NP_("session", "to come"),
    "not_included": N_("not in this version"),
}
PHASE_GAP = 28.0
LINE_HEIGHT = 84  # a line of stops with the phase's title above and the numbers below
WIDTH = 300
NEAR = 12  # pixels within which a stop is meant


class ProgrammeMap(QWidget):
    """All phases in one line; with large text or in a small window a line a phase."""

    def __init__(self, phases: Sequence[PhaseLine]) -> None:
        super().__init__()
        self._phases = tuple(each for each in phases if each.stops)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMouseTracking(True)
        tell_role(self, "chart")
        self.setAccessibleName(pgettext("name of a list", "Programme map"))
        self.setAccessibleDescription(map_in_words(self._phases))

    @override
    def hasHeightForWidth(self) -> bool:
        """Say that the height follows from the width."""
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        """Return the room of the lines."""
        lines = len(self._phases) if self._has_lines(width) else 1
        return round(LINE_HEIGHT * look().text_scale * lines)

    @override
    def sizeHint(self) -> QSize:
        """Return the room of the lines."""
        return QSize(WIDTH, self.heightForWidth(self.width()))

    @override
    def minimumSizeHint(self) -> QSize:
        """Return the room of the longest phase, on a line of its own."""
        return QSize(max(_title_widths(self._phases), default=0), self.heightForWidth(self.width()))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint every phase."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shapes: list[Shape] = []
        for phase, left, top, width in self._placed():
            shapes += _phase_shapes(phase, left, top, width)
        paint_shapes(painter, shapes)

    @override
    def event(self, event: QEvent) -> bool:
        """Say a session's title where the mouse rests on it."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            stop = self._stop_at(event.pos())
            QToolTip.showText(
                event.globalPos(), f"{stop.title}: {_(STATES[stop.state])}" if stop else ""
            )
            return True
        return super().event(event)

    def _placed(self) -> list[tuple[PhaseLine, float, float, float]]:
        """Return each phase with its left, its top and its width."""
        if self._has_lines(self.width()):
            longest = max((len(each.stops) for each in self._phases), default=1)
            height = LINE_HEIGHT * look().text_scale
            return [
                (phase, 0.0, number * height, self.width() * len(phase.stops) / longest)
                for number, phase in enumerate(self._phases)
            ]
        room = self.width() - PHASE_GAP * (len(self._phases) - 1)
        placed: list[tuple[PhaseLine, float, float, float]] = []
        left = 0.0
        for phase, span in zip(self._phases, _spans(self._phases, room), strict=True):
            placed.append((phase, left, 0.0, span))
            left += span + PHASE_GAP
        return placed

    def _has_lines(self, width: int) -> bool:
        titles = _title_widths(self._phases)
        needed = sum(titles) + PHASE_GAP * (len(titles) - 1)
        return look().is_large or width < needed

    def _stop_at(self, at: QPoint) -> Stop | None:
        for phase, left, top, width in self._placed():
            if not top <= at.y() <= top + LINE_HEIGHT * look().text_scale:
                continue
            step = width / len(phase.stops)
            for number, stop in enumerate(phase.stops):
                if abs(left + step * (number + 0.5) - at.x()) < NEAR:
                    return stop
        return None


def map_in_words(phases: Sequence[PhaseLine]) -> str:
    """Return what the map shows, phase by phase, for those who do not see it."""
    return " ".join(
        "{phase}: {stops}.".format(
            phase=phase.title,
            stops=", ".join(f"{stop.label} {_(STATES[stop.state])}" for stop in phase.stops),
        )
        for phase in phases
    )


def _spans(phases: Sequence[PhaseLine], room: float) -> list[float]:
    """Return widths by number of sessions, but never less than a phase's own title needs."""
    titles = _title_widths(phases)
    total = sum(len(phase.stops) for phase in phases)
    fair = [room * len(phase.stops) / total for phase in phases]
    tight = [span < title for span, title in zip(fair, titles, strict=True)]
    left = room - sum(title for title, is_tight in zip(titles, tight, strict=True) if is_tight)
    shared = sum(span for span, is_tight in zip(fair, tight, strict=True) if not is_tight)
    return [
        title if is_tight else span * left / shared
        for span, title, is_tight in zip(fair, titles, tight, strict=True)
    ]


def _title_widths(phases: Sequence[PhaseLine]) -> list[int]:
    metrics = QFontMetrics(look().font("caption", strong=True))
    return [metrics.horizontalAdvance(phase.title) + 2 for phase in phases]


def _phase_shapes(phase: PhaseLine, left: float, top: float, width: float) -> list[Shape]:
    small = float(look().text("caption"))
    line = top + small * 4.3
    step = width / len(phase.stops)
    drawn: list[Shape] = [
        Text(left, top + small, phase.title, small, "text", strong=True),
        Line(left, line, left + width, line, "line", 4),
    ]
    done = len(list(takewhile(lambda stop: stop.state == "done", phase.stops)))
    if done:
        drawn.append(Line(left, line, left + step * done, line, "accent", 4))
    for number, stop in enumerate(phase.stops):
        drawn += _stop_shapes(stop, left + step * (number + 0.5), line, small)
    return drawn


def _stop_shapes(stop: Stop, x: float, y: float, small: float) -> list[Shape]:
    unit = small / 12
    below = y + small * 2.1
    match stop.state:
        case "done":
            return [
                Dot(x, y, 8 * unit, "accent"),
                Line(x - 4 * unit, y, x - unit, y + 3.5 * unit, "on-accent", 2 * unit),
                Line(
                    x - unit, y + 3.5 * unit, x + 4.5 * unit, y - 3.5 * unit, "on-accent", 2 * unit
                ),
                Text(x, below, stop.label, small, align="centre"),
            ]
        case "half":
            return [
                Dot(x, y, 8 * unit, "accent", hollow=True),
                Dot(x, y, 4 * unit, "accent"),
                Text(x, below, stop.label, small, "accent", "centre", strong=True),
            ]
        case "next":
            return [
                Dot(x, y, 10 * unit, "accent", hollow=True),
                Dot(x, y, 4 * unit, "accent"),
                Text(x, y - 16 * unit, _(STATES["next"]), small, "accent", "centre", strong=True),
                Text(x, below, stop.label, small, "accent", "centre", strong=True),
            ]
        case "open":
            return [
                Dot(x, y, 5 * unit, "line-control", hollow=True),
                Text(x, below, stop.label, small, align="centre"),
            ]
        case _:
            return [
                Line(x, y - 4 * unit, x, y + 4 * unit, "line-control", 2),
                Text(x, below, stop.label, small, align="centre"),
            ]
