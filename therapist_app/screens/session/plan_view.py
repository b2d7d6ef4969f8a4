"""The left side: the steps, the measures that wait, and the way out before the end."""

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget
from typing_extensions import override

from session_forms.words.texts import NP_, pgettext
from session_forms.words.texts import translate as _
from therapist_app.accessibility.roles import tell_role
from therapist_app.screens.session.viewmodel import SessionState
from therapist_app.theme.focus_ring import draw_focus_ring
from therapist_app.theme.icons import pixmap
from therapist_app.theme.look import look
from therapist_app.widgets.controls.buttons import ENTER
from therapist_app.widgets.layout.page_view import whole_page
from therapist_app.widgets.parts import STRETCH, button, hold, row, rule, scroll, stack, text
from therapist_app.workflows.sessions.seeing_a_session import AgendaStep

SIGNS = {
    "done": ("check", "accent"),
    "now": ("next", "accent"),
    "skipped": ("skip", "text-muted"),
    "next": ("circle", "line-control"),
}
SPOKEN = {
    "done": NP_("step", "done"),
    "now": NP_("step", "now"),
    "skipped": NP_("step", "left out"),
    "next": NP_("step", "to come"),
}
BAR = 4
TALL = 10_000
WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


class AgendaRow(QAbstractButton):
    """One step; a click or Enter turns to it.

    Signals:
        step_chosen: The step to turn to.
        reached: The keyboard has come to it.

    """

    step_chosen = Signal(str)
    reached = Signal()

    def __init__(self, line: AgendaStep) -> None:
        super().__init__()
        self._line = line
        self._is_here = False
        self._heights: dict[int, int] = {}
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.clicked.connect(self._on_clicked)

    def show_line(self, line: AgendaStep, *, is_here: bool) -> None:
        """Show what became of the step, and whether it is the one on the screen."""
        changed = line != self._line or is_here != self._is_here
        self._line, self._is_here = line, is_here
        spoken = [
            line.step.title,
            _("{count} min").format(count=line.step.minutes),
            _(SPOKEN[line.state]),
            line.reason,
        ]
        self.setAccessibleName(", ".join(each for each in spoken if each))
        if changed:
            self._heights.clear()
            self.updateGeometry()
            self.update()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn to it with Enter as with the space bar."""
        if event.key() in ENTER:
            self.click()
        else:
            super().keyPressEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Say that the keyboard is here, so that it is seen."""
        super().focusInEvent(event)
        self.reached.emit()

    @override
    def sizeHint(self) -> QSize:
        """Return the room at the width it has."""
        width = max(self.width(), self.minimumSizeHint().width())
        return QSize(width, self.heightForWidth(width))

    @override
    def minimumSizeHint(self) -> QSize:
        """Return the room of a narrow column."""
        return QSize(round(180 * look().text_scale), look().size("control"))

    @override
    def hasHeightForWidth(self) -> bool:
        """Say that the title wraps."""
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        """Return the height that the title and the reason need."""
        if width not in self._heights:
            room = self._words_room(width)
            height = _height(self._font(), room, self._line.step.title)
            if self._line.reason:
                height += _height(look().font("caption"), room, self._line.reason)
            self._heights[width] = max(look().size("control"), height + look().space("m"))
        return self._heights[width]

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground, the sign, the words and the minutes."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        side, gap = look().size("icon"), look().space("s")
        name, colour = SIGNS["now"] if self._is_here else SIGNS[self._line.state]
        top = (self.height() - side) // 2
        painter.drawPixmap(BAR + gap, top, pixmap(name, colour, side))
        self._paint_words(painter, BAR + gap + side + gap)
        painter.setFont(look().font("caption"))
        painter.setPen(look().qcolor("text-muted"))
        edge = self.rect().adjusted(0, 0, -gap, 0)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(edge, right, self._minutes())
        if self.hasFocus():
            draw_focus_ring(painter, self.rect())

    def _paint_ground(self, painter: QPainter) -> None:
        if self._is_here:
            painter.fillRect(self.rect(), look().qcolor("accent-soft"))
            painter.fillRect(0, 0, BAR, self.height(), look().qcolor("accent"))
        elif self.underMouse():
            painter.fillRect(self.rect(), look().qcolor("surface-sunken"))

    def _paint_words(self, painter: QPainter, left: int) -> None:
        line = self._line
        room = self._words_room(self.width())
        small = look().font("caption")
        title = _height(self._font(), room, line.step.title)
        beneath = _height(small, room, line.reason) if line.reason else 0
        top = (self.height() - title - beneath) // 2
        is_past = line.state in {"done", "skipped"} and not self._is_here
        painter.setPen(look().qcolor("text-muted" if is_past else "text"))
        painter.setFont(self._font())
        painter.drawText(QRect(left, top, room, title), WRAP, line.step.title)
        painter.setPen(look().qcolor("text-muted"))
        painter.setFont(small)
        painter.drawText(QRect(left, top + title, room, beneath), WRAP, line.reason)

    def _words_room(self, width: int) -> int:
        side, gap = look().size("icon"), look().space("s")
        minutes = QFontMetrics(look().font("caption")).horizontalAdvance(self._minutes())
        return max(1, width - BAR - side - minutes - 4 * gap)

    def _font(self) -> QFont:
        return look().font("body", strong=self._is_here)

    def _minutes(self) -> str:
        return _("{count} min").format(count=self._line.step.minutes)

    def _on_clicked(self) -> None:
        self.step_chosen.emit(self._line.step.id)


class AgendaView(QWidget):
    """All steps of the session, in order."""

    def __init__(self, agenda: tuple[AgendaStep, ...]) -> None:
        super().__init__()
        self.rows = [AgendaRow(each) for each in agenda]
        self.setAccessibleName(_("Plan of the session"))
        tell_role(self, "list")
        self.setLayout(stack(*self.rows, gap="hair"))

    def show_agenda(self, agenda: tuple[AgendaStep, ...], here: str) -> None:
        """Show what became of each step, and which one is on the screen."""
        for shown, line in zip(self.rows, agenda, strict=True):
            shown.show_line(line, is_here=line.step.id == here)


def _height(font: QFont, width: int, words: str) -> int:
    return QFontMetrics(font).boundingRect(QRect(0, 0, width, TALL), WRAP, words).height()


class PlanView(QWidget):
    """The plan of the session, the measures due, the page to take home, and the end."""

    def __init__(self, agenda: tuple[AgendaStep, ...]) -> None:
        super().__init__()
        self.agenda = AgendaView(agenda)
        self.due = button("", "quiet", "form")
        self.page = button(_("Page to take home"), "quiet", "print")
        self.close_session = button(_("End here, go to close"), "quiet", "next")
        agenda_page = stack(
            text(pgettext("part", "Plan"), "lead"),
            self.agenda,
            STRETCH,
            gap="s",
            margins=("l", "l", "l", "s"),
        )
        foot = stack(
            rule(),
            row(self.due, STRETCH),
            row(self.page, STRETCH),
            row(self.close_session, STRETCH),
            gap="xs",
            margins=("m", "s", "m", "s"),
        )
        self.area = scroll(agenda_page)
        self._here = self.agenda.rows[0]
        self._placed = QTimer(self, singleShot=True, interval=0)
        self._placed.timeout.connect(self._come_into_view)
        for each in self.agenda.rows:
            each.reached.connect(self._on_row_reached)
        self.setLayout(whole_page(None, self.area, hold(foot)))

    def show_state(self, state: SessionState) -> None:
        """Show how far the session is, and how many measures wait."""
        self.agenda.show_agenda(state.page.agenda, state.page.current.id)
        self._here = self.agenda.rows[state.place - 1]
        self._placed.start()  # a moment later the steps have their places
        waiting = sum(each.state != "finished" for each in state.page.due)
        words = (
            _("Measures: {count} due").format(count=waiting)
            if waiting
            else pgettext("state of measures", "Measures: done")
        )
        self.due.setText(f" {words}")
        self.due.setAccessibleName(words)
        self.due.setVisible(bool(state.page.due) and not state.waits)
        self.page.setVisible(not state.waits)
        is_open = not state.page.is_through and not state.waits and not state.is_over
        self.close_session.setVisible(is_open)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the step that is held in sight."""
        super().resizeEvent(event)
        self._placed.start()

    @Slot()
    def _come_into_view(self) -> None:
        self.area.ensureWidgetVisible(self._here, 0, self.area.height() // 4)

    def _on_row_reached(self) -> None:
        row = self.sender()
        if isinstance(row, QWidget):
            self.area.ensureWidgetVisible(row, 0, 0)
