"""The left side: every step at once, how its time goes, and the measures that wait."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from PySide6.QtCore import QEvent, QRect, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextLayout,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QToolTip, QWidget
from typing_extensions import override

from session_forms.words.list_words import facts_in_a_line
from session_forms.words.texts import NP_, _, ngettext, pgettext
from therapist_app.accessibility.roles import tell_role
from therapist_app.screens.session.viewmodel import SessionState
from therapist_app.theme.focus_ring import draw_focus_ring
from therapist_app.theme.icons import pixmap
from therapist_app.theme.look import Look, look
from therapist_app.widgets.controls.buttons import ENTER, is_main_key
from therapist_app.widgets.layout.page_view import whole_page
from therapist_app.widgets.parts import (
    STRETCH,
    button,
    hold,
    keep_aside,
    row,
    rule,
    scroll,
    stack,
    text,
)
from therapist_app.workflows.sessions.seeing_a_session import MARKED, AgendaStep, still_waiting

SIGNS = {
    "done": ("check", "accent"),
    "now": ("next", "accent"),
    "skipped": ("skip", "text-muted"),
    "next": ("circle", "line-control"),
}
SPOKEN = {
    "done": NP_("step", "done"),
    "now": NP_("step", "now"),
    "skipped": NP_("step", "skipped"),
    "next": NP_("step", "to come"),
}
SHIELD = "plan"
BAR = 4
MOST_LINES = 2
WHOLE = 4
"""The lines of the longest title in the narrowest column, where there is room for them."""
BAR_HEIGHT = 6
ONE_LINE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class AgendaRow(QAbstractButton):
    """One step, on one line or two; a click or Enter turns to it.

    Attributes:
        is_here: Whether it is the step on the screen.

    Signals:
        step_chosen: The step to turn to.
        reached: The keyboard has come to it.

    """

    step_chosen = Signal(str)
    reached = Signal()

    def __init__(self, line: AgendaStep) -> None:
        super().__init__()
        self._line = line
        self.is_here = False
        self._most = MOST_LINES
        self._words: dict[tuple[int, int], tuple[list[str], str]] = {}
        self._heights: dict[tuple[int, int], int] = {}
        self._starts: dict[int, list[int]] = {}
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.clicked.connect(self._on_clicked)

    def show_line(self, line: AgendaStep, *, is_here: bool) -> None:
        """Show what became of the step, and whether it is the one on the screen."""
        changed = line != self._line or is_here != self.is_here
        self._line, self.is_here = line, is_here
        spoken = [
            line.step.title,
            _("{count} min").format(count=line.step.minutes),
            "" if line.reason else _(SPOKEN[line.state]),  # why it was skipped says that it was
            self._more,
        ]
        self.setAccessibleName(", ".join(each for each in spoken if each))
        if changed:
            self._measure_again()

    def take_lines(self, most: int) -> None:
        """Take no more lines than that; what became of a step left out always has one."""
        if most != self._most:
            self._most = most
            self._measure_again()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn to it with Enter as with the space bar."""
        if event.key() in ENTER and not is_main_key(event):
            self.click()
        else:
            super().keyPressEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Say that the keyboard is here, so that it is seen."""
        super().focusInEvent(event)
        self.reached.emit()

    @override
    def event(self, event: QEvent) -> bool:
        """Show under the mouse what may be cut; a screen reader has it in the name already."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            said = facts_in_a_line(self._line.step.title, self._more)
            QToolTip.showText(event.globalPos(), said, self)
            return True
        return super().event(event)

    @override
    def sizeHint(self) -> QSize:
        """Return the room at the width it has."""
        width = max(self.width(), self.minimumSizeHint().width())
        return QSize(width, self.heightForWidth(width))

    @override
    def minimumSizeHint(self) -> QSize:
        """Return the room of a narrow column."""
        return QSize(look().scaled(180), _least_height(self._most))

    @override
    def hasHeightForWidth(self) -> bool:
        """Say that the title wraps."""
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        """Return the height that its lines need."""
        return self.height_with(self._most, width)

    def height_with(self, most: int, width: int) -> int:
        """Return the height that it would need with so many lines at most."""
        if (most, width) not in self._heights:
            title, beneath = self._lines(most, width)
            height = len(title) * QFontMetrics(self._font()).height()
            if beneath:
                height += QFontMetrics(look().font("caption")).height()
            self._heights[most, width] = max(_least_height(most), height + look().space("s"))
        return self._heights[most, width]

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground, the sign, the words and the minutes."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        side, gap = look().size("icon"), look().space("s")
        top = (self.height() - side) // 2
        painter.drawPixmap(BAR + gap, top, pixmap(*self.sign, side))
        self._paint_words(painter, BAR + gap + side + gap)
        painter.setFont(look().font("caption"))
        painter.setPen(look().qcolor("text-muted"))
        edge = self.rect().adjusted(0, 0, -gap, 0)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(edge, right, str(self._line.step.minutes))
        if self.hasFocus():
            draw_focus_ring(painter, self.rect())

    @property
    def sign(self) -> tuple[str, str]:
        """The name and the colour of the sign before it: what became of the step."""
        is_past = self._line.state in MARKED and not self.is_here
        if self._line.is_safety_check and not is_past:
            is_ahead = self._line.state == "next" and not self.is_here
            return SHIELD, "text-muted" if is_ahead else "accent"
        return SIGNS["now"] if self.is_here else SIGNS[self._line.state]

    def _paint_ground(self, painter: QPainter) -> None:
        if self.is_here:
            painter.fillRect(self.rect(), look().qcolor("accent-soft"))
            painter.fillRect(0, 0, BAR, self.height(), look().qcolor("accent"))
        elif self.underMouse():
            painter.fillRect(self.rect(), look().qcolor("surface-sunken"))

    def _paint_words(self, painter: QPainter, left: int) -> None:
        title, beneath = self._lines(self._most, self.width())
        font, small = self._font(), look().font("caption")
        high, low = QFontMetrics(font).height(), QFontMetrics(small).height()
        top = (self.height() - len(title) * high - (low if beneath else 0)) // 2
        room = self._words_room(self.width())
        is_past = self._line.state in MARKED and not self.is_here
        painter.setPen(look().qcolor("text-muted" if is_past else "text"))
        painter.setFont(font)
        for at, words in enumerate(title):
            painter.drawText(QRect(left, top + at * high, room, high), ONE_LINE, words)
        painter.setPen(look().qcolor("text-muted"))
        painter.setFont(small)
        painter.drawText(QRect(left, top + len(title) * high, room, low), ONE_LINE, beneath)

    def _lines(self, most: int, width: int) -> tuple[list[str], str]:
        """Return the lines of the title and the one beneath it, as far as there is room."""
        if (most, width) not in self._words:
            room = self._words_room(width)
            beneath = self._beneath if most >= MOST_LINES or self._line.reason else ""
            lines = max(1, most - 1 if beneath else most)
            words = self._line.step.title
            if room not in self._starts:
                self._starts[room] = line_starts(self._font(), room, words)
            title = on_lines(self._font(), room, words, self._starts[room][:lines])
            metrics = QFontMetrics(look().font("caption"))
            short = metrics.elidedText(beneath, Qt.TextElideMode.ElideRight, room)
            self._words[most, width] = title, short
        return self._words[most, width]

    @property
    def _beneath(self) -> str:
        if self._line.reason:
            return _("skipped: {reason}").format(reason=self._line.reason)
        return ""

    @property
    def _more(self) -> str:
        """What is told of it beside its line: why it was skipped, or that it cannot be.

        In the line it would stand under some steps only, for want of room; the foot says it of
        each step that is on the screen.
        """
        is_open = self._line.state not in MARKED
        is_never = self._line.is_safety_check or self._line.step.skippable == "never"
        if is_never and is_open:
            return pgettext("step", "cannot be skipped")
        return self._beneath

    def _words_room(self, width: int) -> int:
        side, gap = look().size("icon"), look().space("s")
        return max(1, width - BAR - side - _minutes_room(look()) - 4 * gap)

    def _font(self) -> QFont:
        return look().font("body", strong=self.is_here)

    def _measure_again(self) -> None:
        self._words.clear()
        self._heights.clear()
        self._starts.clear()
        self.updateGeometry()
        self.update()

    def _on_clicked(self) -> None:
        self.step_chosen.emit(self._line.step.id)


class AgendaView(QWidget):
    """All steps of the session, in order; those of the next meeting stand under their heading."""

    def __init__(self, agenda: tuple[AgendaStep, ...], in_this_meeting: int) -> None:
        super().__init__()
        self.rows = [AgendaRow(each) for each in agenda]
        self.later = text(_("In the next meeting"), "overline", told="aside")
        self._most = [MOST_LINES] * len(agenda)
        self.setAccessibleName(_("Plan of the session"))
        tell_role(self, "list")
        now, later = self.rows[:in_this_meeting], self.rows[in_this_meeting:]
        steps = stack(*now, *([self.later] if later else []), *later)
        steps.setSpacing(0)
        self.setLayout(steps)
        keep_aside(self, self.later)

    def show_agenda(self, agenda: tuple[AgendaStep, ...], here: str) -> None:
        """Show what became of each step, and which one is on the screen."""
        for shown, line in zip(self.rows, agenda, strict=True):
            shown.show_line(line, is_here=line.step.id == here)

    def fit(self, height: int) -> bool:
        """Give each step two lines where all of them fit, else one; return whether that changed.

        Where room is left beside them, titles stand whole: that of the step on the screen first,
        then as many others as can, of those to come before those that are over.
        """
        before, width = self._most, self.width()
        heading = 0 if self.later.isHidden() else self.later.sizeHint().height()

        def needed(most: int) -> int:
            return heading + sum(each.height_with(most, width) for each in self.rows)

        usual = MOST_LINES if needed(MOST_LINES) <= height else 1
        self._most, left = [usual] * len(self.rows), height - needed(usual)
        here = next((at for at, each in enumerate(self.rows) if each.is_here), 0)
        more = [
            each.height_with(WHOLE, width) - each.height_with(usual, width) for each in self.rows
        ]
        others = (*range(here + 1, len(self.rows)), *range(here))
        for at in (here, *sorted(others, key=more.__getitem__)):
            if more[at] <= left or at == here:
                left -= more[at]
                self._most[at] = WHOLE
        for each, most in zip(self.rows, self._most, strict=True):
            each.take_lines(most)
        return self._most != before


@lru_cache(maxsize=2)
def _minutes_room(worn: Look) -> int:
    return QFontMetrics(worn.font("caption")).horizontalAdvance("00")


def _least_height(most: int) -> int:
    return look().size("control" if most >= MOST_LINES else "control_small")


class TimeBar(QWidget):
    """How much of the time is gone; the words beneath say it, so that no reader counts along."""

    def __init__(self) -> None:
        super().__init__()
        self._share = 0.0
        self.setFixedHeight(BAR_HEIGHT)

    def show_share(self, share: float) -> None:
        """Show which share of the time is gone; more than all of it is all."""
        self._share = min(1.0, share)
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what is gone over what was planned."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), look().qcolor("track"))
        gone = QRect(0, 0, round(self.width() * self._share), self.height())
        painter.fillRect(gone, look().qcolor("accent"))


def line_starts(font: QFont, width: int, words: str) -> list[int]:
    """Return where each line of words begins at a width."""
    layout = QTextLayout(words, font)
    starts: list[int] = []
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        starts.append(line.textStart())
    layout.endLayout()
    return starts


def on_lines(font: QFont, width: int, words: str, starts: Sequence[int]) -> list[str]:
    """Return words on lines that begin there; the last one is cut with an ellipsis."""
    lines = [words[at:end].strip() for at, end in pairwise([*starts, len(words)])]
    metrics = QFontMetrics(font)
    return [metrics.elidedText(each, Qt.TextElideMode.ElideRight, width) for each in lines]


def pace_in_words(gone: int, by_plan: tuple[int, int]) -> str:
    """Return the minutes gone against those planned, from the start to the end of a step."""
    begins, ends = by_plan
    if gone > ends:
        words = _("{gone} min used, {planned} planned: {count} min over")
        return words.format(gone=gone, planned=ends, count=gone - ends)
    if gone < begins:
        words = _("{gone} min used, {planned} planned: {count} min left over")
        return words.format(gone=gone, planned=begins, count=begins - gone)
    return _("{gone} min used, {begins} to {ends} planned: on time").format(
        gone=gone, begins=begins, ends=ends
    )


class PlanView(QWidget):
    """The plan of the session, how its time goes, and the measures due."""

    def __init__(self, agenda: tuple[AgendaStep, ...], minutes: int, in_this_meeting: int) -> None:
        """Take the steps, the minutes of this meeting, and how many of the steps are for it."""
        super().__init__()
        self._minutes = minutes
        self._by_plan = (0, 0)
        self.agenda = AgendaView(agenda, in_this_meeting)
        self.due = button("", "quiet", "form")
        self.pace = text("", "small", tone="muted", wrap=True)
        self.bar = TimeBar()
        steps = ngettext("{count} step", "{count} steps", len(agenda)).format(count=len(agenda))
        if in_this_meeting < len(agenda):
            words = ngettext("{now} of {count} step", "{now} of {count} steps", len(agenda))
            steps = words.format(now=in_this_meeting, count=len(agenda))
        planned = _("{count} min").format(count=minutes)
        facts = text(facts_in_a_line(steps, planned), "small", tone="muted")
        title = row(text(pgettext("part", "Plan"), "lead"), STRETCH, facts)
        head = stack(title, self.bar, self.pace, gap="xs", margins=("m", "m", "m", "xs"))
        keys = text(_("Alt+Down and Alt+Up: look at a step"), "caption", tone="muted", wrap=True)
        foot = stack(
            rule(),
            row(self.due, STRETCH),
            row(keys, margins=("s", 0, 0, 0)),
            gap="xs",
            margins=("m", "xs", "m", "s"),
        )
        self.area = scroll(stack(self.agenda, STRETCH, margins=("m", 0, "m", 0)))
        self._here = self.agenda.rows[0]
        self._placed = QTimer(self, singleShot=True, interval=0)
        self._placed.timeout.connect(self._come_into_view)
        for each in self.agenda.rows:
            each.reached.connect(self._on_row_reached)
        self.setLayout(whole_page(hold(head), self.area, hold(foot)))

    def show_state(self, state: SessionState) -> None:
        """Show how far the session is, and how many measures wait."""
        self.agenda.show_agenda(state.page.agenda, state.page.current.id)
        self._here = self.agenda.rows[state.place - 1]
        self._by_plan = state.page.minutes_by_plan
        self.show_minutes(state.page.minutes_used)
        self._placed.start()  # a moment later the steps have their places
        waiting = len(still_waiting(state.page.due))
        words = (
            _("Measures: {count} due").format(count=waiting)
            if waiting
            else pgettext("state of measures", "Measures: done")
        )
        self.due.setText(f" {words}")
        self.due.setAccessibleName(words)
        self.due.setVisible(bool(state.page.due) and not state.waits)

    def show_minutes(self, gone: int) -> None:
        """Show how the time goes, once a minute."""
        self.pace.setText(pace_in_words(gone, self._by_plan))
        self.bar.show_share(gone / max(1, self._minutes))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the step that is held in sight."""
        super().resizeEvent(event)
        self._placed.start()

    @Slot()
    def _come_into_view(self) -> None:
        if self.agenda.fit(self.area.viewport().height()):
            self._placed.start()  # once more, when the steps have their new places
        self.area.ensureWidgetVisible(self._here, 0, self.area.height() // 4)

    def _on_row_reached(self) -> None:
        row = self.sender()
        if isinstance(row, QWidget):
            self.area.ensureWidgetVisible(row, 0, 0)
