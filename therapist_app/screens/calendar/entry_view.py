"""One appointment in the calendar: how it is drawn, how it is told, and the keys that act on it."""

from PySide6.QtCore import QObject, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QApplication, QWidget
from typing_extensions import override

from session_forms.words.day_words import clock_time, day_of_week, day_of_year
from session_forms.words.list_words import listed
from session_forms.words.texts import N_, NP_, _
from therapist_app.accessibility.announcing import announce
from therapist_app.theme.icons import pixmap
from therapist_app.theme.look import look
from therapist_app.widgets.controls.buttons import ENTER, Button
from therapist_app.widgets.controls.option_face import mirrored
from therapist_app.workflows.course.ways_of_meeting import HOW_WORDS
from therapist_app.workflows.overviews.plan_choices import session_in_short
from therapist_app.workflows.overviews.seeing_calendar import CalendarEntry

STATES = {  # words, sign, ink
    "planned": (NP_("session", "planned"), "", "text-muted"),
    "in_progress": (NP_("session", "running"), "session", "accent"),
    "on_hold": (NP_("session", "paused"), "hold", "attention"),
    "held": (NP_("session", "held"), "check", "good"),
    "signed": (NP_("session", "held"), "check", "good"),
}
MISSED = {
    "did_not_attend": (N_("did not come"), "alert", "attention"),
    "cancelled_client": (NP_("session", "cancelled"), "skip", "text-muted"),
    "cancelled_service": (NP_("session", "cancelled"), "skip", "text-muted"),
}
ENDINGS = {
    "to_be_continued": (N_("to be continued"), "alert", "attention"),
    "broken_off": (NP_("how a session ended", "broken off"), "alert", "attention"),
}
ASKS = (N_("held, or did not come?"), "alert", "attention")
OVERLAPS = (NP_("mark", "overlaps"), "alert", "attention")
OVER = frozenset({"held", "signed"})
ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
LENGTHS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
ALT_SHIFT = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
HANDLE, EDGE = 30, 8
BAR, PAD, SIGN = 4, 6, 15
TIGHT = 3
SPARE = 2
"""Pixels that words may be wider drawn than reckoned, with what a share of a column loses."""
MOST_ROWS = 2
"""With so many lines, one under the code is for the session and not for how it stands."""
DASHED, PLAIN = Qt.PenStyle.DashLine, Qt.PenStyle.SolidLine


def standing_of(entry: CalendarEntry) -> tuple[str, str, str]:
    """Return how an appointment stands: words to be shown, a sign, an ink."""
    if entry.asks:
        found = ASKS
    elif entry.state in OVER and entry.ending in ENDINGS:
        found = ENDINGS[entry.ending]
    elif entry.is_off:
        found = MISSED.get(entry.attendance, MISSED["did_not_attend"])
    elif entry.overlaps and entry.state == "planned":
        found = OVERLAPS
    elif entry.state == "planned" and is_moved(entry) and entry.moved_from is not None:
        words = _("moved from {day}").format(day=day_of_week(entry.moved_from.date()))
        return words, "moved", "text-muted"
    else:
        found = STATES[entry.state]
    words, sign, ink = found
    return _(words), sign, ink


def is_moved(entry: CalendarEntry) -> bool:
    """Return whether an appointment was agreed for another day at first."""
    return entry.moved_from is not None and entry.moved_from.date() != entry.day


def how_and_where(entry: CalendarEntry) -> tuple[str, str]:
    """Return how they meet, where that is not in person, and where, where that was said."""
    return "" if entry.mode == "in_person" else _(HOW_WORDS[entry.mode]), entry.place


def entry_in_words(entry: CalendarEntry) -> str:
    """Return an appointment as it is heard: whose, which session, when, how it stands."""
    words, _sign, _ink = standing_of(entry)
    is_told = entry.state != "planned" or entry.asks or (is_moved(entry) and not entry.overlaps)
    state = words if is_told else _(STATES["planned"][0])
    said = _("{code}, {session}, {day}, {start} to {end}, {state}").format(
        code=entry.code,
        session=session_in_short(entry.plan_id, entry.plan_title),
        day=day_of_year(entry.day),
        start=clock_time(entry.at),
        end=clock_time(entry.until),
        state=state,
    )
    return listed(
        filter(None, (said, *how_and_where(entry), _(OVERLAPS[0]) if entry.overlaps else ""))
    )


class EntryActs(QObject):
    """What people do with appointments; all buttons of a calendar tell it here.

    Signals:
        chosen: It has the keyboard now, or was pressed; its id.
        opened: It is to be opened.
        stepped: To another appointment: days later, appointments down.
        lengthened: Quarters of an hour by which it is to be longer.
        asked: A letter that asks something about it: m, d or c.
        stretched: It was let go at another height.
        dragged: It was let go at another place of the week: where its upper edge is.
        carried: It is on its way with the mouse: where its upper edge is now.

    """

    chosen = Signal(str)
    opened = Signal()
    stepped = Signal(int, int)
    lengthened = Signal(int)
    asked = Signal(str)
    dragged = Signal(QPoint)
    carried = Signal(QPoint)
    stretched = Signal(int)


class EntryButton(Button):
    """One appointment; arrow keys choose, Enter opens, a letter asks."""

    def __init__(self, entry: CalendarEntry, acts: EntryActs, week: QWidget) -> None:
        super().__init__(week)
        self._acts = acts
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._pressed_at: QPoint | None = None
        self._is_chosen = self._is_stretched = False
        self.on_its_way = ""
        self.show_entry(entry)
        self.clicked.connect(self._on_clicked)

    def show_entry(self, entry: CalendarEntry) -> None:
        """Show an appointment as it stands now."""
        self.entry = entry
        self.setAccessibleName(entry_in_words(entry))
        self.setToolTip(self.accessibleName())
        self.update()

    def show_on_its_way(self, words: str) -> None:
        """Show for when it would be let go now, in place of the session."""
        self.on_its_way = words
        self.update()

    def show_chosen(self, *, is_chosen: bool, is_stop: bool) -> None:
        """Show whether it is the chosen one, and whether Tab comes here."""
        policy = Qt.FocusPolicy.StrongFocus if is_stop else Qt.FocusPolicy.ClickFocus
        if policy is not self.focusPolicy():
            self.setFocusPolicy(policy)
        if is_chosen is not self._is_chosen:
            self._is_chosen = is_chosen
            self.update()

    @property
    def may_move(self) -> bool:
        """Whether it stands where it is put: it has not begun and is not over."""
        return self.entry.state == "planned"

    @override
    def sizeHint(self) -> QSize:
        """Return the least room: its hours and its day give it more."""
        return QSize(BAR + 2 * PAD, QFontMetrics(look().font("small")).lineSpacing())

    @override
    def minimumSizeHint(self) -> QSize:
        """Return the same."""
        return self.sizeHint()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step, change the length, open or ask."""
        modifiers, key = event.modifiers(), Qt.Key(event.key())
        held = modifiers & ~Qt.KeyboardModifier.KeypadModifier
        if key in LENGTHS and held == ALT_SHIFT and self.may_move:
            self._acts.lengthened.emit(LENGTHS[key])
        elif key in ARROWS and held == Qt.KeyboardModifier.NoModifier:
            self._acts.stepped.emit(*self._way(key))
        elif key in ENTER and held == Qt.KeyboardModifier.NoModifier:
            if not event.isAutoRepeat():
                self._acts.opened.emit()
        elif event.text().lower() in {"m", "d", "c"} and held == Qt.KeyboardModifier.NoModifier:
            self._acts.asked.emit(event.text().lower())
        else:
            super().keyPressEvent(event)

    def _way(self, key: Qt.Key) -> tuple[int, int]:
        """Return days and places down of an arrow: the days go as the language is written."""
        days, steps = ARROWS[key]
        return (-days if self.isRightToLeft() else days), steps

    @override
    def focusInEvent(self, arg__1: QFocusEvent) -> None:
        """Be the chosen one as soon as the keyboard is here."""
        super().focusInEvent(arg__1)
        self._acts.chosen.emit(self.entry.appointment_id)

    @override
    def mousePressEvent(self, e: QMouseEvent) -> None:
        """Begin to drag, perhaps."""
        super().mousePressEvent(e)
        if e.button() == Qt.MouseButton.LeftButton and self.may_move:
            self._pressed_at = e.position().toPoint()
            self._is_stretched = self._pressed_at.y() > self.height() - EDGE

    @override
    def mouseMoveEvent(self, arg__1: QMouseEvent) -> None:
        """Follow the mouse once it has gone far enough to be meant."""
        if self._pressed_at is None:
            super().mouseMoveEvent(arg__1)
            return
        gone = arg__1.position().toPoint() - self._pressed_at
        if self.isDown() and gone.manhattanLength() < QApplication.startDragDistance():
            return
        self.setDown(False)
        self.raise_()
        if self._is_stretched:
            self.resize(self.width(), max(EDGE, arg__1.position().toPoint().y()))
        else:
            self.move(self.pos() + gone)
            self._acts.carried.emit(self.pos())

    @override
    def mouseReleaseEvent(self, e: QMouseEvent) -> None:
        """Let go of it where it is."""
        was_dragged = self._pressed_at is not None and not self.isDown()
        self._pressed_at, self.on_its_way = None, ""
        super().mouseReleaseEvent(e)
        if was_dragged and self._is_stretched:
            self._acts.stretched.emit(self.height())
        elif was_dragged:
            self._acts.dragged.emit(self.pos())

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open it."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._acts.opened.emit()

    def _on_clicked(self) -> None:
        if self._is_chosen and self.hasFocus():
            announce(self, _("It is chosen. Enter opens it."))
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._acts.chosen.emit(self.entry.appointment_id)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the edge that says how it stands, the code, the session and a sign with words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_box(painter)
        self._paint_words(painter)
        if self._is_chosen and self.may_move:
            self._paint_handle(painter)
        painter.end()

    def _paint_handle(self, painter: QPainter) -> None:
        """Show where the mouse takes hold of the length."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look().qcolor("focus" if self.hasFocus() else "accent"))
        wide = min(HANDLE, self.width() // 2)
        bar = QRectF((self.width() - wide) / 2, self.height() - 5, wide, 4)
        painter.drawRoundedRect(bar, 2, 2)

    def _paint_box(self, painter: QPainter) -> None:
        entry = self.entry
        edge, width, style = "line-control", 1, PLAIN
        ground = "accent-soft" if self._is_chosen else "surface-raised"
        if entry.is_off:
            style, ground = DASHED, ("accent-soft" if self._is_chosen else "surface")
        elif entry.state in OVER:
            ground = "accent-soft" if self._is_chosen else "surface-sunken"
        if self._is_chosen:
            edge, width = "accent", 2
        if self.hasFocus():
            edge, width = "focus", 2
        painter.setPen(QPen(look().qcolor(edge), width, style))
        painter.setBrush(look().qcolor(ground))
        inset, radius = width / 2, look().size("radius_control")
        whole = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(whole, radius, radius)
        if entry.state == "planned":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look().qcolor("accent"))
            bar = QRect(3, 3, BAR, self.height() - 6)
            place = mirrored(self.layoutDirection(), self.rect(), bar)
            painter.drawRoundedRect(QRectF(place), 2, 2)

    def _paint_words(self, painter: QPainter) -> None:
        """Draw the code and the session, beneath it where it has no room beside; then a sign."""
        entry = self.entry
        direction = self.layoutDirection()
        room = self._room
        strong, plain = look().font("small", strong=True), look().font("small")
        strong.setStrikeOut(entry.is_off and entry.attendance != "did_not_attend")
        line = QFontMetrics(strong).lineSpacing()
        rows = self._rows
        top = QRect(room.x(), room.y() + (2 if rows > 1 else 0), room.width(), line)
        ink = "text-muted" if entry.is_off or entry.state in OVER else "text"
        painter.setPen(look().qcolor(ink))
        *before, code = self.code_lines
        for words in before:
            draw_line(painter, top, words, strong, direction)
            top, rows = top.translated(0, line), rows - 1
        used = draw_line(painter, top, code, strong, direction) + PAD + 2
        beside = QRect(used, 0, max(0, room.width() - used), line)
        beside = mirrored(direction, top, beside.translated(top.x(), top.y()))
        below = top.translated(0, line + 1)
        words, sign, tone = standing_of(entry)
        side = look().scaled(SIGN)
        if not self.is_session_beneath:
            draw_line(painter, beside, self._session, plain, direction)
            if rows > 1 and sign:
                self._paint_sign(painter, below, words, sign, tone)
            return
        if rows > 1:
            draw_line(painter, below, self._session, plain, direction)
        if sign and rows > MOST_ROWS:
            self._paint_sign(painter, below.translated(0, line + 1), words, sign, tone)
        elif sign and beside.width() >= side:
            at = mirrored(direction, beside, QRect(beside.x(), beside.y() + 2, side, side))
            painter.drawPixmap(at, pixmap(sign, tone, side))

    def _paint_sign(self, painter: QPainter, room: QRect, words: str, sign: str, tone: str) -> None:
        direction = self.layoutDirection()
        side = look().scaled(SIGN)
        at = mirrored(direction, room, QRect(room.x(), room.y() + 2, side, side))
        painter.drawPixmap(at, pixmap(sign, tone, side))
        painter.setPen(look().qcolor(tone))
        after = mirrored(direction, room, room.adjusted(side + 4, 0, 0, 0))
        draw_line(painter, after, words, look().font("small"), direction)

    @property
    def is_session_beneath(self) -> bool:
        """Whether the session stands under the code, because it has no room beside it."""
        session = QFontMetrics(look().font("small")).horizontalAdvance(self._session_in_words)
        return self._rows > 1 and self._code_width + PAD + 2 + session > self._room.width()

    @property
    def code_lines(self) -> tuple[str, ...]:
        """The code on one line, or broken at its hyphen where one is too narrow for it."""
        code = self.entry.code
        is_whole = self._code_width <= self._room.width() or self._rows == 1
        return (code,) if is_whole else _parts(code)

    def least_width(self, height: int, *, is_broken: bool) -> int:
        """Return the width in which its code is read whole, with so much height, or broken."""
        metrics = QFontMetrics(look().font("small", strong=True))
        code, lines = self.entry.code, (height - 4) // metrics.lineSpacing()
        words = _parts(code) if is_broken and lines > 1 else (code,)
        return BAR + 3 * TIGHT + SPARE + max(metrics.horizontalAdvance(each) for each in words)

    @property
    def _code_width(self) -> int:
        return QFontMetrics(look().font("small", strong=True)).horizontalAdvance(self.entry.code)

    @property
    def _session_in_words(self) -> str:
        """When it begins, unless a line of the hours says it, and which session it is."""
        words = session_in_short(self.entry.plan_id, self.entry.plan_title, capital=True)
        return " ".join(filter(None, (self._off_the_hour, words)))

    @property
    def _off_the_hour(self) -> str:
        return clock_time(self.entry.at) if self.entry.at.minute else ""

    @property
    def _session(self) -> str:
        """The session in short; its id where only a piece of that could be read, or the time.

        Beside the code nothing, where not even that has room. While the mouse carries it, for when
        it would be planned.
        """
        if self.on_its_way:
            return self.on_its_way
        metrics, when = QFontMetrics(look().font("small")), self._off_the_hour
        by_id = " ".join(filter(None, (when, self.entry.plan_id)))
        found = (self._session_in_words, by_id, when or by_id)
        is_beneath = self.is_session_beneath
        beside_code = 0 if is_beneath else self._code_width + PAD + 2
        room = max(0, self._room.width() - beside_code)
        whole = (each for each in found if _is_read_whole(each, metrics, room))
        return next(whole, found[-1] if is_beneath else "")

    @property
    def _room(self) -> QRect:
        """Where words stand: closer to the edges where the code would be cut else."""
        inside = self.rect().adjusted(BAR + 2 * PAD, 2, -PAD, -2)
        if inside.width() < self._code_width:
            inside = self.rect().adjusted(BAR + 2 * TIGHT, 2, -TIGHT, -2)
        return mirrored(self.layoutDirection(), self.rect(), inside)

    @property
    def _rows(self) -> int:
        """How many lines have room."""
        line = QFontMetrics(look().font("small", strong=True)).lineSpacing()
        return (self.height() - 4) // line


def _is_read_whole(words: str, metrics: QFontMetrics, room: int) -> bool:
    return metrics.elidedText(words, Qt.TextElideMode.ElideRight, room) == words


def _parts(code: str) -> tuple[str, ...]:
    """Return a code broken at its hyphen."""
    first, hyphen, last = code.partition("-")
    return (first + hyphen, last) if hyphen else (code,)


def draw_line(
    painter: QPainter, room: QRect, words: str, font: QFont, direction: Qt.LayoutDirection
) -> int:
    """Draw words on one line, shortened where there is no room, and return their width."""
    painter.setFont(font)
    metrics, sides = painter.fontMetrics(), Qt.AlignmentFlag
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room.width())
    is_mirrored = direction == Qt.LayoutDirection.RightToLeft
    side = sides.AlignRight if is_mirrored else sides.AlignLeft
    painter.drawText(room, side | sides.AlignVCenter | sides.AlignAbsolute, shown)
    return metrics.horizontalAdvance(shown)
