"""The hours of some days side by side, with the appointments in their places."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import chain, pairwise

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QFontMetrics,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget
from typing_extensions import override

from session_forms.words.day_words import clock_time, day_of_week, day_of_year
from session_forms.words.texts import _, pgettext
from therapist_app.accessibility.announcing import announce
from therapist_app.accessibility.roles import tell_role
from therapist_app.commands import Destination
from therapist_app.screens.calendar.entry_view import SPARE, EntryActs, EntryButton
from therapist_app.screens.calendar.note_view import NoteButton, least_width
from therapist_app.screens.calendar.viewmodel import CalendarState
from therapist_app.theme.look import look
from therapist_app.widgets.controls.option_face import mirrored
from therapist_app.widgets.layout.reflow import natural_width
from therapist_app.widgets.layout.styled_in_place import show_in_place
from therapist_app.widgets.parts import text
from therapist_app.workflows.overviews.seeing_calendar import (
    CalendarEntry,
    CalendarPageData,
    DayNote,
    beside_each_other,
)

HOUR_HEIGHT, LEAST_COLUMN = 55, 96
FIRST_HOUR, LAST_HOUR = 8, 18
SLOT = 15
MOST_NOTES = 4
GAP = 2
NAME_MARGIN = 6
TODAY_SHARE = 0.4  # how much of the ground of a chosen one the whole of today has


@dataclass(frozen=True, slots=True)
class Lane:
    """Which share of the width of its day an appointment has: the lane, out of how many."""

    place: int
    of: int


def lanes(entries: Sequence[CalendarEntry]) -> Mapping[str, Lane]:
    """Return the lane of each appointment of a day; those that share no time have one whole."""
    found: dict[str, Lane] = {}
    for group in beside_each_other(entries):
        free: list[datetime] = []
        places: dict[str, int] = {}
        for each in group:
            at = next((at for at, until in enumerate(free) if until <= each.at), len(free))
            free[at : at + 1] = [each.until]
            places[each.appointment_id] = at
        found.update({key: Lane(at, len(free)) for key, at in places.items()})
    return found


def shared_out(room: int, needs: Sequence[int]) -> list[float]:
    """Return widths that fill the room: equal ones, but none less than is needed there."""
    widths, left, count = {}, float(room), len(needs)
    for at in sorted(range(len(needs)), key=lambda each: -needs[each]):
        widths[at] = max(needs[at], left / count)
        left, count = left - widths[at], count - 1
    return [max(0.0, widths[at]) for at in range(len(needs))]


class DayNames(QWidget):
    """The names of the days, each over its column; the hours scroll beneath them."""

    def __init__(self) -> None:
        super().__init__()
        self.labels: list[QLabel] = []
        self._words: list[tuple[str, ...]] = []
        self.setFixedHeight(look().size("control"))

    def show_page(self, page: CalendarPageData) -> None:
        """Show the names of the days."""
        for each in self.labels:
            each.hide()
            each.deleteLater()
        days = page.days_used
        self._words = [names_of(day, page) for day in days]
        self.labels = [
            self._head(words, is_today=day == page.today)
            for day, words in zip(days, self._words, strict=True)
        ]

    def place(self, columns: Sequence[QRect]) -> None:
        """Stand over these columns; a name is shorter over a narrow one."""
        for label, words, column in zip(self.labels, self._words, columns, strict=True):
            for each in words:
                label.setText(each)
                if natural_width(label) <= column.width():
                    break
            label.setGeometry(column.x(), 0, column.width(), self.height())

    def _head(self, words: Sequence[str], *, is_today: bool) -> QLabel:
        label = text(words[0], "strong", tone="accent" if is_today else "")
        label.setParent(self)
        label.setContentsMargins(NAME_MARGIN, 0, 0, 0)
        show_in_place(label)
        return label


def names_of(day: date, page: CalendarPageData) -> tuple[str, ...]:
    """Return what a day is called over its hours, at length and in short."""
    is_today = day == page.today
    if len(page.days) == 1:  # the page is called by the day
        return (pgettext("day", "Today") if is_today else day_of_year(day),)
    words = day_of_week(day)
    if not is_today:
        return (words,)
    return _("{day}, today").format(day=words), _("Today {number}").format(number=day.day)


class DayNotes(QWidget):
    """What has a day and no hour, over the hours of that day.

    Signals:
        left: Where one of these is done.

    """

    left = Signal(Destination)

    def __init__(self) -> None:
        super().__init__()
        self.notes: dict[date, list[NoteButton]] = {}
        self._lines: list[list[QWidget]] = []

    def show_page(self, page: CalendarPageData) -> None:
        """Show what is to be done on the days."""
        for each in chain(*self._lines):
            each.hide()
            each.deleteLater()
        days = page.days_used
        by_day = {day: [each for each in page.notes if each.day == day] for day in days}
        self.notes = {
            day: [self._note(each) for each in of_day[:MOST_NOTES]]
            for day, of_day in by_day.items()
        }
        self._lines = [
            [*self.notes[day], *self._beyond(of_day[MOST_NOTES:])] for day, of_day in by_day.items()
        ]
        most = max((len(each) for each in self._lines), default=0)
        self.setFixedHeight(most * self._step)

    def place(self, columns: Sequence[QRect]) -> None:
        """Stand over these columns."""
        height = look().size("control")
        for column, lines in zip(columns, self._lines, strict=True):
            for at, each in enumerate(lines):
                each.setGeometry(column.x() + 2, at * self._step, column.width() - 4, height)

    @property
    def _step(self) -> int:
        return look().size("control") + 2

    def _beyond(self, notes: Sequence[DayNote]) -> list[QWidget]:
        """Return the line that says how many more there are, where there are more."""
        if not notes:
            return []
        label = text(_("And {count} more.").format(count=len(notes)), "small")
        label.setParent(self)
        label.setContentsMargins(6, 0, 6, 0)
        label.show()
        return [label]

    def _note(self, note: DayNote) -> NoteButton:
        made = NoteButton(note)
        made.setParent(self)
        made.left.connect(self.left)
        made.show()
        return made


class WeekView(QWidget):
    """Appointments by day and hour; the arrow keys go from one to the next.

    Each is a button of its own, made when its week is shown; only the lines between them are
    painted here.

    Attributes:
        acts: What people do with the appointments.

    Signals:
        put: The local moment to which the chosen one is to be moved.
        pointed: The local moment of an empty place that was pressed twice.
        laid_out: The columns of the days have other places.

    """

    put = Signal(datetime)
    pointed = Signal(datetime)
    laid_out = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.acts = EntryActs(self)
        self.acts.stepped.connect(self._on_stepped)
        self.acts.dragged.connect(self._on_dragged)
        self.acts.carried.connect(self._on_carried)
        self.acts.stretched.connect(self._on_stretched)
        self.buttons: dict[str, EntryButton] = {}
        self._page: CalendarPageData | None = None
        self._days: tuple[date, ...] = ()
        self._hours = range(FIRST_HOUR, LAST_HOUR)
        self._lanes: dict[str, Lane] = {}
        self._needs: dict[bool, list[int]] = {}
        self._chosen_id = ""
        self._room = 0
        self.setAccessibleName(pgettext("name of a list", "Appointments"))
        tell_role(self, "list")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def show_state(self, state: CalendarState) -> None:
        """Show the appointments of a page, and which one is chosen."""
        if state.page is not self._page:
            self._show_page(state.page)
        self._chosen_id = state.chosen_id
        coming = self._next
        first = coming.entry.appointment_id if coming is not None else ""
        stop = state.chosen_id if state.chosen_id in self.buttons else first
        for key, each in self.buttons.items():
            each.show_chosen(is_chosen=key == state.chosen_id, is_stop=key == stop)

    def focus_chosen(self) -> bool:
        """Put the keyboard on the chosen appointment, else on the next; False without one."""
        found = self.buttons.get(self._chosen_id) or self._next
        if found is not None:
            found.setFocus()
        return found is not None

    @property
    def _next(self) -> EntryButton | None:
        """The first appointment that is not over yet, else the first of all."""
        every = list(self.buttons.values())
        now = self._page.now if self._page is not None else None
        coming = (
            each for each in every if now and each.entry.until > now and not each.entry.is_off
        )
        return next(coming, every[0] if every else None)

    @property
    def hour_height(self) -> int:
        """The height of an hour in pixels."""
        return max(look().scaled(HOUR_HEIGHT), (self._room - 1) // len(self._hours))

    def fill(self, room: int) -> None:
        """Let the hours fill so many pixels, where that is more than they need."""
        if room != self._room:
            self._room = room
            self._lay_out()

    def columns(self) -> list[QRect]:
        """Return the places of the days: as wide as each other, but for a crowded one.

        That has the room for its codes from the others, as far as they can spare it.
        """
        gutter = self._gutter
        room = max(0, self.width() - gutter)
        widths = shared_out(room, self._affordable(room))
        edges = [gutter + round(sum(widths[:at])) for at in range(len(widths) + 1)]
        whole = [QRect(left, 0, right - left, self.height()) for left, right in pairwise(edges)]
        return [mirrored(self.layoutDirection(), self.rect(), each) for each in whole]

    @override
    def sizeHint(self) -> QSize:
        """Return the room for all hours."""
        least = look().scaled(LEAST_COLUMN) * max(1, len(self._days))
        least = max(least, sum(self._needed(is_broken=False)))
        return QSize(self._gutter + least, self.hour_height * len(self._hours) + 1)

    @override
    def minimumSizeHint(self) -> QSize:
        """Return the same height; days may be narrower than is comfortable."""
        least = look().scaled(LEAST_COLUMN * 0.8) * max(1, len(self._days))
        least = max(least, sum(self._needed(is_broken=True)))
        return QSize(self._gutter + least, self.sizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put every appointment in its place for the new width."""
        super().resizeEvent(event)
        self._place_all()

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Take an empty place that is pressed twice for a new appointment."""
        self.pointed.emit(self._moment_at(event.position().toPoint()))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the hours, the days, today's ground and the line of now, where they are asked."""
        painter = QPainter(self)
        asked = event.rect()
        painter.fillRect(asked, look().qcolor("surface-raised"))
        columns = self.columns()
        for day, column in zip(self._days, columns, strict=True):
            if self._page is not None and day == self._page.today:
                ground = look().qcolor("accent-soft")
                ground.setAlphaF(TODAY_SHARE)
                painter.fillRect(column.intersected(asked), ground)
        gutter = mirrored(
            self.layoutDirection(), self.rect(), QRect(0, 0, self._gutter, self.height())
        )
        painter.fillRect(gutter.intersected(asked), look().qcolor("surface"))
        self._paint_lines(painter, asked, columns)
        self._paint_moved_away(painter, columns)
        self._paint_now(painter, columns)
        painter.end()

    @property
    def _gutter(self) -> int:
        metrics = QFontMetrics(look().font("small"))
        return metrics.horizontalAdvance(clock_time(time(20, 0))) + 2 * look().space("s")

    def _show_page(self, page: CalendarPageData) -> None:
        before = self.buttons
        self._page, self._days = page, page.days_used
        shown = [each for each in page.entries if each.day in self._days]
        first = min((each.at.hour for each in shown), default=FIRST_HOUR)
        last = max((_last_hour(each) for each in shown), default=LAST_HOUR)
        self._hours = range(min(first, FIRST_HOUR), max(last, LAST_HOUR))
        self._lanes = {}
        for day in self._days:
            self._lanes.update(lanes([each for each in shown if each.day == day]))
        self.buttons = {each.appointment_id: self._button(each, before) for each in shown}
        for key, each in before.items():
            if key not in self.buttons:
                each.hide()
                each.deleteLater()
        self._lay_out()

    def _affordable(self, room: int) -> list[int]:
        """Return what the days need: as many codes as have room stand on one line."""
        whole, needs = self._needed(is_broken=False), list(self._needed(is_broken=True))
        for at in sorted(range(len(needs)), key=lambda each: whole[each] - needs[each]):
            if sum(needs) - needs[at] + whole[at] <= room:
                needs[at] = whole[at]
        return needs

    def _needed(self, *, is_broken: bool) -> list[int]:
        """Return the width that each day needs for its codes, on one line or broken into two."""
        if is_broken not in self._needs:
            needs = {day: self._head_width(day) for day in self._days}
            for key, each in self.buttons.items():
                height = self._height(each.entry) - 2
                wide = self._lanes[key].of * (
                    each.least_width(height, is_broken=is_broken) + 2 * GAP
                )
                needs[each.entry.day] = max(needs[each.entry.day], wide)
            self._needs[is_broken] = list(needs.values())
        return self._needs[is_broken]

    def _head_width(self, day: date) -> int:
        """Return the width of what stands over a day: its name, and the codes of its notes."""
        if self._page is None:
            return 0
        of_day = [each.code for each in self._page.notes if each.day == day][:MOST_NOTES]
        notes = max((least_width(each) + SPARE + 2 * GAP for each in of_day), default=0)
        metrics = QFontMetrics(look().font("body", strong=True))
        name = metrics.horizontalAdvance(names_of(day, self._page)[-1])
        return max(notes, NAME_MARGIN + SPARE + name)

    def _height(self, entry: CalendarEntry) -> int:
        return max(look().size("control_small") + 2, entry.minutes * self.hour_height // 60)

    def _lay_out(self) -> None:
        self._needs = {}
        self.updateGeometry()
        self._place_all()
        self.update()

    def _button(self, entry: CalendarEntry, before: Mapping[str, EntryButton]) -> EntryButton:
        known = before.get(entry.appointment_id)
        if known is not None:
            known.show_entry(entry)
            known.raise_()  # to the end of what is told, so that all is told in order of time
            return known
        made = EntryButton(entry, self.acts, self)
        show_in_place(made)
        return made

    def _place_all(self) -> None:
        columns = dict(zip(self._days, self.columns(), strict=True))
        for key, each in self.buttons.items():
            each.setGeometry(self._place(each.entry, self._lanes[key], columns[each.entry.day]))
        self.laid_out.emit()

    def _place(self, entry: CalendarEntry, lane: Lane, column: QRect) -> QRect:
        top = self._y(entry.at.hour * 60 + entry.at.minute)
        height = self._height(entry)
        left = column.width() * lane.place // lane.of
        right = column.width() * (lane.place + 1) // lane.of
        inside = QRect(column.x() + left, top, right - left, height)
        place = mirrored(self.layoutDirection(), column, inside)
        return place.adjusted(GAP, 1, -GAP, -1)

    def _y(self, minute_of_day: int) -> int:
        return (minute_of_day - self._hours.start * 60) * self.hour_height // 60

    def moment_under(self, place: QPoint) -> datetime | None:
        """Return the local moment of a place on the screen; None where that is beside the week."""
        here = self.mapFromGlobal(place)
        is_over = self.visibleRegion().contains(here)
        return self._moment_at(here) if is_over else None

    def _moment_at(self, place: QPoint) -> datetime:
        """Return the local moment of a place, to a quarter of an hour."""
        columns = self.columns()
        inside = [at for at, each in enumerate(columns) if each.left() <= place.x() <= each.right()]
        nearest = min(range(len(columns)), key=lambda at: abs(columns[at].center().x() - place.x()))
        day = self._days[inside[0] if inside else nearest]
        minutes = self._hours.start * 60 + place.y() * 60 / self.hour_height
        steps = min(max(0, round(minutes / SLOT)), 24 * 60 // SLOT - 1)
        midnight = datetime.combine(day, time())
        return (midnight + timedelta(minutes=steps * SLOT)).astimezone()

    @Slot(int, int)
    def _on_stepped(self, days: int, steps: int) -> None:
        """Go to another appointment: up and down in time, or to the nearest day that has any."""
        now = self.buttons.get(self._chosen_id)
        if now is None:
            return
        found = _beside(now.entry, [each.entry for each in self.buttons.values()], days, steps)
        if found is not None:
            self.buttons[found.appointment_id].setFocus()
        else:
            announce(self, _("There is no other appointment that way."))

    @Slot(QPoint)
    def _on_dragged(self, place: QPoint) -> None:
        self._place_all()
        self.put.emit(self._moment_of(place))

    @Slot(QPoint)
    def _on_carried(self, place: QPoint) -> None:
        """Show for when the chosen one would be planned, were it let go now."""
        button = self.buttons.get(self._chosen_id)
        if button is not None:
            button.show_on_its_way(clock_time(self._moment_of(place)))

    def _moment_of(self, place: QPoint) -> datetime:
        """Return for when the chosen one is planned where its upper edge is there."""
        button = self.buttons.get(self._chosen_id)
        middle = button.width() // 2 if button is not None else 0
        return self._moment_at(place + QPoint(middle, 0))

    @Slot(int)
    def _on_stretched(self, height: int) -> None:
        self._place_all()
        button = self.buttons.get(self._chosen_id)
        if button is not None:
            wanted = round((height + 2) * 60 / self.hour_height / SLOT)
            self.acts.lengthened.emit(wanted - round(button.entry.minutes / SLOT))

    def _paint_moved_away(self, painter: QPainter, columns: Sequence[QRect]) -> None:
        """Draw where appointments stood before they were moved to another day."""
        if self._page is None:
            return
        painter.setFont(look().font("small"))
        for each in self._page.moved_away:
            before = each.moved_from
            if before is None or before.date() not in self._days:
                continue
            column = columns[self._days.index(before.date())]
            place = self._place(replace(each, at=before), Lane(0, 1), column)
            painter.setPen(QPen(look().qcolor("line-control"), 1, Qt.PenStyle.DashLine))
            painter.setBrush(look().qcolor("surface"))
            radius = look().size("radius_control")
            painter.drawRoundedRect(place, radius, radius)
            painter.setPen(look().qcolor("text-muted"))
            room = place.adjusted(10, 4, -6, -4)
            lines = painter.fontMetrics()
            day = day_of_week(each.day)
            words = _("moved to {day}").format(day=day)
            if lines.horizontalAdvance(words) > room.width():
                words = pgettext("where an appointment was moved", "to {day}").format(day=day)
            edge = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignTop
            for at, line in enumerate((each.code, words)):
                shown = lines.elidedText(line, Qt.TextElideMode.ElideRight, room.width())
                painter.drawText(room.translated(0, at * lines.lineSpacing()), edge, shown)

    def _paint_lines(self, painter: QPainter, asked: QRect, columns: Sequence[QRect]) -> None:
        painter.setPen(QPen(look().qcolor("line"), 1))
        for hour in range(len(self._hours) + 1):
            y = hour * self.hour_height
            if asked.top() - 1 <= y <= asked.bottom() + 1:
                for column in columns:
                    painter.drawLine(column.left(), y, column.right(), y)
        for column in columns:
            painter.drawLine(column.topLeft(), column.bottomLeft())
        if columns:
            painter.drawLine(columns[-1].topRight(), columns[-1].bottomRight())
        painter.setPen(look().qcolor("text-muted"))
        painter.setFont(look().font("small"))
        height = painter.fontMetrics().height()
        for at, hour in enumerate(self._hours):
            line = QRect(0, at * self.hour_height + 2, self._gutter - look().space("s"), height)
            place = mirrored(self.layoutDirection(), self.rect(), line)
            edge = Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignTop
            painter.drawText(place, edge, clock_time(time(hour, 0)))

    def _paint_now(self, painter: QPainter, columns: Sequence[QRect]) -> None:
        if self._page is None or self._page.today not in self._days:
            return
        now = self._page.now
        y = self._y(now.hour * 60 + now.minute)
        if not 0 <= y <= self.height():
            return
        column = columns[self._days.index(self._page.today)]
        painter.fillRect(QRect(column.x(), y, column.width(), 2), look().qcolor("text"))


def _last_hour(entry: CalendarEntry) -> int:
    """Return the hour at which the last of it is over, at most midnight."""
    if entry.until.date() != entry.day:
        return 24
    return entry.until.hour + (entry.until.minute > 0)


def _beside(
    now: CalendarEntry, entries: Sequence[CalendarEntry], days: int, steps: int
) -> CalendarEntry | None:
    """Return the appointment after or before, or on the next day that has any, nearest in time."""
    if steps:
        at = [each.appointment_id for each in entries].index(now.appointment_id) + steps
        return entries[at] if 0 <= at < len(entries) else None
    others = sorted(
        {each.day for each in entries if (each.day > now.day) == (days > 0)} - {now.day}
    )
    if not others:
        return None
    day = others[0] if days > 0 else others[-1]
    minutes = now.at.hour * 60 + now.at.minute
    return min(
        (each for each in entries if each.day == day),
        key=lambda each: abs(each.at.hour * 60 + each.at.minute - minutes),
        default=None,
    )
