"""What has no hour: promises and plan reviews over their day, sessions that are offered."""

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication
from typing_extensions import override

from session_forms.words.day_words import day_of_year, short_near_day
from session_forms.words.texts import _
from therapist_app import commands
from therapist_app.commands import Destination
from therapist_app.screens.calendar.entry_view import draw_line
from therapist_app.theme.icons import pixmap
from therapist_app.theme.look import look
from therapist_app.widgets.controls.buttons import Button
from therapist_app.widgets.controls.option_face import mirrored
from therapist_app.workflows.overviews.plan_choices import session_in_short, session_words
from therapist_app.workflows.overviews.seeing_calendar import DayNote, DueSession

SIGNS = {"promise": "call", "plan": "plan", "unanswered": "alert"}
PAD, SIGN, LINES = 8, 15, 2
LEAST_READ = 8  # signs of the words beside a code: of fewer nobody reads what they begin


class LineButton(Button):
    """A button with a sign and one or two lines, which are shortened where there is no room."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAutoDefault(False)
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setFixedHeight(look().size("control") * (1 + self._lines) // 2)

    _lines = 1
    _edge, _ground, _ink = "line-control", "surface-raised", "text"
    _style = Qt.PenStyle.SolidLine

    @override
    def sizeHint(self) -> QSize:
        """Return the least room; the column gives it its width."""
        return QSize(2 * PAD + SIGN, self.height())

    @override
    def minimumSizeHint(self) -> QSize:
        """Return the same."""
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box, the sign and the words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge, width = ("focus", 2) if self.hasFocus() else (self._edge, 1)
        style = Qt.PenStyle.SolidLine if self.hasFocus() else self._style
        painter.setPen(QPen(look().qcolor(edge), width, style))
        ground = "surface-sunken" if self.underMouse() else self._ground
        painter.setBrush(look().qcolor(ground))
        radius = look().size("radius_control")
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), radius, radius)
        self._paint_words(painter)
        painter.end()

    def _paint_words(self, painter: QPainter) -> None:
        raise NotImplementedError

    def _paint_line(
        self, painter: QPainter, room: QRect, words: str, font: QFont, ink: str
    ) -> None:
        direction = self.layoutDirection()
        painter.setPen(look().qcolor(ink))
        draw_line(painter, mirrored(direction, self.rect(), room), words, font, direction)


def width_beside_words() -> int:
    """Return what the sign of a note and its edges take of its width."""
    return 3 * PAD + look().scaled(SIGN) - 2


def least_width(code: str) -> int:
    """Return the width in which the code of a note is read whole."""
    return width_beside_words() + QFontMetrics(look().font("caption")).horizontalAdvance(code)


class NoteButton(LineButton):
    """A promise or a plan review over its day; pressed, it leads to where it is done.

    Signals:
        left: That place.

    """

    left = Signal(Destination)

    def __init__(self, note: DayNote) -> None:
        self.note = note
        words = _("{code}: {title}").format(code=note.code, title=note.title)
        if note.is_due:
            self._edge, self._ground, self._ink = "attention", "attention-soft", "attention"
        super().__init__(_("{what}, {day}").format(what=words, day=day_of_year(note.day)))
        self._words = words
        if note.planned_on is not None:  # a column is too narrow for the question
            day = short_near_day(note.planned_on, note.day)
            self._words = _("{code}, {day}?").format(code=note.code, day=day)
        self.clicked.connect(self._on_clicked)

    @property
    def shown_words(self) -> str:
        """What stands in it: the code alone where no more of the words could be read."""
        metrics = QFontMetrics(look().font("caption"))
        begun = f"{self.note.code}: {self.note.title[:LEAST_READ]}…"
        least = metrics.horizontalAdvance(min(begun, self._words, key=len))
        room = self.width() - width_beside_words()
        return self._words if room >= least else self.note.code

    @override
    def _paint_words(self, painter: QPainter) -> None:
        side = look().scaled(SIGN)
        sign = QRect(PAD, (self.height() - side) // 2, side, side)
        at = mirrored(self.layoutDirection(), self.rect(), sign)
        painter.drawPixmap(at, pixmap(SIGNS[self.note.kind], self._ink, side))
        room = self.rect().adjusted(2 * PAD + side - 2, 0, -PAD, 0)
        self._paint_line(painter, room, self.shown_words, look().font("caption"), self._ink)

    def _on_clicked(self) -> None:
        note = self.note
        if note.planned_on is not None:
            self.left.emit(commands.Calendar(note.planned_on.isoformat(), note.about_id))
        elif note.kind == "promise":
            self.left.emit(commands.PromisePage(note.about_id))
        else:
            self.left.emit(commands.FormPage(note.client_id, note.about_id))


class OfferButton(LineButton):
    """A session that the programme has next, dotted: nobody has planned it.

    Signals:
        taken: It is to be planned.
        put: It was drawn to a place on the screen, to be planned there.

    """

    taken = Signal(DueSession)
    put = Signal(DueSession, QPoint)
    _lines, _style = LINES, Qt.PenStyle.DotLine

    def __init__(self, offer: DueSession) -> None:
        self.offer = offer
        session = session_words(offer.plan_id, offer.plan_title)
        super().__init__(
            _("Plan {code}, {session}, {when}").format(
                code=offer.code, session=session, when=when_words(offer)
            )
        )
        self._session = session_in_short(offer.plan_id, offer.plan_title, capital=True)
        self._pressed_at: QPoint | None = None
        self.clicked.connect(self._on_clicked)

    @override
    def mousePressEvent(self, e: QMouseEvent) -> None:
        """Note where it was pressed: it may be drawn from there."""
        is_left = e.button() == Qt.MouseButton.LeftButton
        self._pressed_at = e.position().toPoint() if is_left else None
        super().mousePressEvent(e)

    @override
    def mouseMoveEvent(self, e: QMouseEvent) -> None:
        """Show that it is drawn."""
        super().mouseMoveEvent(e)
        if self._is_drawn_to(e.position().toPoint()):
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    @override
    def mouseReleaseEvent(self, e: QMouseEvent) -> None:
        """Put it where it was drawn to; let go over itself, it is pressed."""
        place = e.position().toPoint()
        is_drawn = self._is_drawn_to(place) and not self.rect().contains(place)
        self._pressed_at = None
        self.unsetCursor()
        super().mouseReleaseEvent(e)
        if is_drawn:
            self.put.emit(self.offer, self.mapToGlobal(place))

    def _is_drawn_to(self, place: QPoint) -> bool:
        if self._pressed_at is None:
            return False
        far = (place - self._pressed_at).manhattanLength()
        return far >= QApplication.startDragDistance()

    @override
    def _paint_words(self, painter: QPainter) -> None:
        half = self.height() // LINES
        top = QRect(PAD, 2, self.width() - 2 * PAD, half - 2)
        self._paint_line(painter, top, self.offer.code, look().font("small", strong=True), "accent")
        code = painter.fontMetrics().horizontalAdvance(self.offer.code) + PAD
        beside = top.adjusted(code, 0, 0, 0)
        self._paint_line(painter, beside, self._session, look().font("small"), "text")
        below = top.translated(0, half - 2)
        self._paint_line(
            painter, below, when_words(self.offer), look().font("caption"), "text-muted"
        )

    def _on_clicked(self) -> None:
        self.taken.emit(self.offer)


def when_words(offer: DueSession) -> str:
    """Return when an offered session is due, or when the last appointment was."""
    if offer.due_on is not None:
        return _("due {day}").format(day=day_of_year(offer.due_on))
    if offer.seen_on is not None:
        return _("last appointment {day}").format(day=day_of_year(offer.seen_on))
    return _("no appointment yet")
