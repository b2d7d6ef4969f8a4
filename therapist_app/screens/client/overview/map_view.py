"""The programme as a line of sessions: done is ticked, next is ringed and named, later is open."""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby, takewhile

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget
from typing_extensions import override

from exports.paper.drawing.shapes import Dot, Line, Shape, Text
from session_forms.words.texts import N_, NP_, _, pgettext
from therapist_app.accessibility.announcing import announce
from therapist_app.accessibility.in_short import hold_whole
from therapist_app.accessibility.roles import tell_role
from therapist_app.theme.look import look
from therapist_app.widgets.charts.chart import paint_shapes
from therapist_app.widgets.controls.buttons import ENTER, is_main_key
from therapist_app.widgets.controls.options import STEPS
from therapist_app.widgets.parts import text
from therapist_app.workflows.overviews.seeing_clients import PhaseLine, Stop

STATES = {
    "done": NP_("session", "done"),
    "half": N_("begun, to be continued"),
    "next": NP_("session", "next"),
    "open": NP_("session", "to come"),
    "not_included": N_("not in this version"),
}
OPENING = frozenset({*ENTER, Qt.Key.Key_Space})
PHASE_GAP = 28.0
NUMBER_GAP = 4
Lines = list[list[tuple[PhaseLine, float]]]
"""The phases on each line, each with its width in pixels."""
LINE_HEIGHT = 84  # a line of stops with the phase's title above and the numbers below
WIDTH = 300
NEAR = 12  # pixels within which a stop is meant


class ProgrammeMap(QWidget):
    """All phases in a line where they have room, else in several; with large text one on each.

    Arrow keys walk from mark to mark, and Enter opens what one shows, as a press of the mouse does.

    Signals:
        chosen: The session of a mark that is to be opened.

    """

    chosen = Signal(str)

    def __init__(
        self, phases: Sequence[PhaseLine], opened_by: Callable[[str], str] = lambda _plan_id: ""
    ) -> None:
        """Show the phases; `opened_by` says what the mark of a session opens, or nothing."""
        super().__init__()
        self._phases = tuple(each for each in phases if each.stops)
        self._stops = tuple(stop for each in self._phases for stop in each.stops)
        self._opened_by = opened_by
        self._at = next((at for at, each in enumerate(self._stops) if each.state == "next"), 0)
        self.words = text("", "caption", wrap=True)
        policy = self.words.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # nothing moves when the keyboard comes
        self.words.setSizePolicy(policy)
        self.words.hide()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if self._stops else Qt.FocusPolicy.NoFocus)
        self._lines: dict[int, Lines] = {}
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMouseTracking(True)
        tell_role(self, "chart")
        self.setAccessibleName(pgettext("name of a list", "Programme map"))
        hold_whole(self, map_in_words(self._phases))

    @override
    def hasHeightForWidth(self) -> bool:
        """Say that the height follows from the width."""
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        """Return the room of the lines."""
        return round(LINE_HEIGHT * look().text_scale * max(1, len(self._lines_at(width))))

    @override
    def sizeHint(self) -> QSize:
        """Return the room of the lines."""
        return QSize(WIDTH, self.heightForWidth(self.width()))

    @override
    def minimumSizeHint(self) -> QSize:
        """Return the room of the longest phase, on a line of its own."""
        least = max((_title_width(each) for each in self._phases), default=0)
        return QSize(least, self.heightForWidth(self.width()))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint every phase."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shapes: list[Shape] = [self._ring()] if self.hasFocus() else []
        for phase, left, top, width in self._placed():
            shapes += _phase_shapes(phase, left, top, width)
        paint_shapes(painter, shapes)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk along the marks, and open one."""
        if event.key() in STEPS:
            self._walk(STEPS[Qt.Key(event.key())])
        elif event.key() in OPENING and not is_main_key(event):
            self._open(self._stops[self._at])
        else:
            super().keyPressEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the mark that is pressed."""
        stop = self._stop_at(event.position().toPoint())
        if stop is not None:
            self._open(stop)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Say which mark the keyboard is on."""
        super().focusInEvent(event)
        self._walk(0)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Say nothing more."""
        super().focusOutEvent(event)
        self.words.hide()

    def _walk(self, steps: int) -> None:
        self._at = min(max(self._at + steps, 0), len(self._stops) - 1)
        self.words.setText(self._words_of(self._stops[self._at]))
        self.words.show()
        announce(self, self.words.text())
        self.update()

    def _open(self, stop: Stop) -> None:
        if self._opened_by(stop.plan_id):
            self.chosen.emit(stop.plan_id)
        else:
            announce(self, _("There is nothing to open here yet."))

    def _words_of(self, stop: Stop) -> str:
        does = self._opened_by(stop.plan_id) or _(STATES[stop.state])
        words = _("{number} · {title}: {does}")
        return words.format(number=stop.label, title=stop.title, does=does)

    def _ring(self) -> Shape:
        at = self._at
        for phase, left, top, width in self._placed():
            if at < len(phase.stops):
                small = float(look().text("caption"))
                x = left + width / len(phase.stops) * (at + 0.5)
                return Dot(x, top + small * 4.3, 13 * small / 12, "focus", hollow=True)
            at -= len(phase.stops)
        raise AssertionError

    @override
    def event(self, event: QEvent) -> bool:
        """Say a session's title where the mouse rests on it."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            stop = self._stop_at(event.pos())
            QToolTip.showText(event.globalPos(), self._words_of(stop) if stop else "")
            return True
        return super().event(event)

    def _placed(self) -> list[tuple[PhaseLine, float, float, float]]:
        """Return each phase with its left, its top and its width."""
        placed: list[tuple[PhaseLine, float, float, float]] = []
        for number, line in enumerate(self._lines_at(self.width())):
            left, top = 0.0, number * LINE_HEIGHT * look().text_scale
            for phase, span in line:
                placed.append((phase, left, top, span))
                left += span + PHASE_GAP
        return placed

    def _lines_at(self, width: int) -> Lines:
        """Return the lines at a width, reckoned once: layouts ask for their height many times."""
        if width not in self._lines:
            self._lines[width] = lines_of(self._phases, width)
        return self._lines[width]

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
    """Return what the map shows, phase by phase, for those who do not see it.

    Neighbours of one state are said at once.
    """
    words = pgettext("phase on the map", "{phase}: {stops}.")
    return " ".join(
        words.format(phase=phase.title, stops=", ".join(_runs_in_words(phase.stops)))
        for phase in phases
    )


def _runs_in_words(stops: Sequence[Stop]) -> Iterator[str]:
    one = pgettext("sessions on the map", "{session} {state}")
    several = pgettext("sessions on the map", "{first} to {last} {state}")
    for state, run in groupby(stops, lambda each: each.state):
        first, *rest = (each.label for each in run)
        said = _(STATES[state])
        if rest:
            yield several.format(first=first, last=rest[-1], state=said)
        else:
            yield one.format(session=first, state=said)


def lines_of(phases: Sequence[PhaseLine], room: float) -> Lines:
    """Return the lines of a map as wide as `room`, in pixels: each phase with its width.

    As many phases share a line as have room for their titles and numbers; with large text none.
    Sessions stand equally far apart in all lines where titles and numbers allow it.
    """
    lines: list[list[tuple[PhaseLine, float]]] = []
    used = 0.0
    for phase in phases:
        least = _least(phase)
        used += PHASE_GAP + least
        if not lines or look().is_large or used > room:
            lines.append([])
            used = least
        lines[-1].append((phase, least))
    spans = [_spans(line, room - PHASE_GAP * (len(line) - 1)) for line in lines]
    step = min(
        (
            sum(widths) / sum(len(phase.stops) for phase, _need in line)
            for line, widths in zip(lines, spans, strict=True)
        ),
        default=0.0,
    )
    return [
        [
            (phase, min(span, max(least, step * len(phase.stops))))
            for (phase, least), span in zip(line, widths, strict=True)
        ]
        for line, widths in zip(lines, spans, strict=True)
    ]


def _spans(phases: Sequence[tuple[PhaseLine, float]], room: float) -> list[float]:
    """Return widths by number of sessions, but never less than a phase needs, if all have that."""
    tight: set[int] = set()
    while True:
        left = room - sum(phases[at][1] for at in tight)
        stops = sum(len(each.stops) for at, (each, _need) in enumerate(phases) if at not in tight)
        spans = [
            least if at in tight else left * len(each.stops) / stops
            for at, (each, least) in enumerate(phases)
        ]
        found = {at for at, span in enumerate(spans) if span < phases[at][1]} - tight
        if not found or len(phases) == 1:
            return spans
        tight |= found


def _least(phase: PhaseLine) -> float:
    """Return the width in which a title and the numbers under its sessions do not meet."""
    metrics = QFontMetrics(look().font("caption"))
    widest = max(metrics.horizontalAdvance(stop.label) for stop in phase.stops)
    return max(_title_width(phase), (widest + NUMBER_GAP) * len(phase.stops))


def _title_width(phase: PhaseLine) -> int:
    return QFontMetrics(look().font("caption", strong=True)).horizontalAdvance(phase.title) + 2


def _phase_shapes(phase: PhaseLine, left: float, top: float, width: float) -> list[Shape]:
    small = float(look().text("caption"))
    line = top + small * 4.3
    step = width / len(phase.stops)
    drawn: list[Shape] = [
        Text(left, top + small, phase.title, small, "text", strong=True),
        Line(left, line, left + width, line, "track", 4),
    ]
    done = len(list(takewhile(lambda stop: stop.state == "done", phase.stops)))
    if done:
        drawn.append(Line(left, line, left + step * done, line, "accent", 4))
    for number, stop in enumerate(phase.stops):
        drawn += stop_shapes(stop, left + step * (number + 0.5), line, small)
    return drawn


def stop_shapes(stop: Stop, x: float, y: float, small: float) -> list[Shape]:
    """Return what is drawn of a session on the map; `small` is the size of its words."""
    unit = small / 12  # of lines and words; a dot grows with the text where it is painted
    below = y + small * 2.1
    match stop.state:
        case "done":
            return [
                Dot(x, y, 8, "accent"),
                Line(x - 4 * unit, y, x - unit, y + 3.5 * unit, "on-accent", 2 * unit),
                Line(
                    x - unit, y + 3.5 * unit, x + 4.5 * unit, y - 3.5 * unit, "on-accent", 2 * unit
                ),
                Text(x, below, stop.label, small, align="centre"),
            ]
        case "half":
            return [
                Dot(x, y, 8, "accent", hollow=True),
                Dot(x, y, 4, "accent"),
                Text(x, below, stop.label, small, "accent", "centre", strong=True),
            ]
        case "next":
            return [
                Dot(x, y, 10, "accent", hollow=True),
                Dot(x, y, 4, "accent"),
                Text(x, y - 16 * unit, _(STATES["next"]), small, "accent", "centre", strong=True),
                Text(x, below, stop.label, small, "accent", "centre", strong=True),
            ]
        case "open":
            return [
                Dot(x, y, 5, "line-control", hollow=True),
                Text(x, below, stop.label, small, align="centre"),
            ]
        case _:
            return [
                Line(x, y - 4 * unit, x, y + 4 * unit, "line-control", 2),
                Text(x, below, stop.label, small, align="centre"),
            ]
