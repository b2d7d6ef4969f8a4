"""A line for a day: written as people write it, taken from a calendar, or moved by keys."""

from datetime import date, timedelta

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from session_forms.words.day_words import day_in_words
from session_forms.words.texts import _, pgettext
from therapist_app.accessibility.announcing import announce
from therapist_app.form_widgets.values.days import (
    day_in_figures,
    example_day,
    how_to_write,
    how_to_write_or_name,
    is_of_a_service,
    key_for_offered,
    key_for_today,
    pattern_of_a_day,
    read_any_day,
    read_named_day,
    read_possible_day,
)
from therapist_app.theme.icons import icon
from therapist_app.theme.look import look
from therapist_app.widgets.controls.buttons import SIGN_SHARE, Button
from therapist_app.widgets.controls.day_calendar import DayCalendar
from therapist_app.widgets.controls.option_face import mirrored
from therapist_app.widgets.fields.fields import TextLine
from therapist_app.widgets.fields.kept_keys import keeps_key

DAY_WIDTH = 150
ALT = Qt.KeyboardModifier.AltModifier
STEPS = {Qt.Key.Key_PageUp: 1, Qt.Key.Key_PageDown: -1}


class CalendarOpener(Button):
    """The button in a line for a day; in the line a key does the same, so that Tab passes it."""

    def __init__(self, line: QWidget) -> None:
        super().__init__(line)
        self.setProperty("rank", "opener")
        self.setAutoDefault(False)
        self.setIcon(icon("calendar", "accent"))
        self.setIconSize(QSize(1, 1) * round(look().size("icon") * SIGN_SHARE))
        self.setAccessibleName(_("Choose a day from a calendar"))
        key = pgettext("key", "Alt+Down")
        self.setAccessibleDescription(key)
        self.setToolTip(f"{self.accessibleName()}  {key}")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.ArrowCursor)

    @override
    def sizeHint(self) -> QSize:
        """Return the room of the sign: the line gives it its height."""
        return self.iconSize()

    @override
    def minimumSizeHint(self) -> QSize:
        """Return the same."""
        return self.sizeHint()


class DayLine(TextLine):
    """A day; the page keys move the one that is written, and turn the page while none is.

    Where `today` is known, the letter for it writes it, and a day of the week can be named: thu.
    So does a letter for a day that was said before, where one is offered.
    An empty one shows how a day is typed, and no day: that would be read as one that is written.
    It takes days of a service alone, but for a birth and for what a form asks (`of_any_year`).

    Attributes:
        tells_as_typed: Whether its description says the day in words as soon as it is written.
        offered: A day that was said before, which a letter writes; None for none.

    """

    def __init__(self, name: str = "", *, today: date | None, of_any_year: bool = False) -> None:
        super().__init__(name)
        self._today = today
        self._of_any_year = of_any_year
        self._first: date | None = None
        self._last: date | None = None
        self._instead: tuple[str, str] | None = None
        self.example = ""
        self.tells_as_typed = False
        self.offered: date | None = None
        self.setPlaceholderText(pattern_of_a_day())
        self._said: date | None = None
        self.show_limits(None, None)
        self.setFixedWidth(look().scaled(DAY_WIDTH))
        self.opener = CalendarOpener(self)
        self.opener.clicked.connect(self.open_calendar)
        self.settled.connect(self._on_settled)

    def show_limits(self, first: date | None, last: date | None) -> None:
        """Let today and the calendar keep to these days, and the example be one of them."""
        self._first, self._last = first, last
        like = self.written_like if self.example else ""
        self.example = example_day(first, last, self._today or first or last)
        if self.accessibleDescription() == like:  # else the pattern would be heard letter by letter
            self.setAccessibleDescription(self.written_like)

    @property
    def how_to_write(self) -> str:
        """What to do where the day was not understood, with the example of the line."""
        return (how_to_write if self._today is None else how_to_write_or_name)(self.example)

    @property
    def written_like(self) -> str:
        """The example, for who hears the line and does not see how a day is typed."""
        return _("Written like {day}").format(day=self.example)

    @property
    def takes_today(self) -> bool:
        """Whether the letter for today writes a day that is possible."""
        today = self._today
        return (
            today is not None
            and (self._first is None or self._first <= today)
            and (self._last is None or today <= self._last)
        )

    def read(self, words: str) -> date | None:
        """Return the day that is written; without a year, the one that is possible here."""
        if self._today is None:
            day = read_any_day(words)
        else:
            day = read_possible_day(words, self._today, self._first, self._last)
            day = day or read_named_day(words, self._today, self._first, self._last)
        return day if self._of_any_year or is_of_a_service(day) else None

    @Slot()
    def open_calendar(self) -> None:
        """Open a month under the line, at the day that is written or at today."""
        if self.isReadOnly() or not self.isEnabled():
            return
        day = self.read(self.text()) or self._today or self._first or self._last
        calendar = DayCalendar(self, day, self._first, self._last)
        calendar.chosen.connect(self._on_calendar_chosen)
        calendar.stand_under(self)

    @override
    def resizeEvent(self, arg__1: QResizeEvent) -> None:
        """Keep the button at the end of the line."""
        super().resizeEvent(arg__1)
        side = min(self.height(), look().size("control")) - 2
        at_end = QRect(self.width() - side - 1, (self.height() - side) // 2, side, side)
        self.opener.setGeometry(mirrored(self.layoutDirection(), self.rect(), at_end))
        self.setTextMargins(*((side, 0, 0, 0) if self.isRightToLeft() else (0, 0, side, 0)))

    @override
    def event(self, arg__1: QEvent) -> bool:
        """Keep the key of the calendar from a page that has another use for it."""
        return keeps_key(arg__1, _is_calendar_key) or super().event(arg__1)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the day with the page keys, write today with its letter; write with every other."""
        if _is_calendar_key(event):
            self.open_calendar()
            return
        step = next((by for key, by in STEPS.items() if key == event.key()), 0)
        at_once = self._day_of_letter(event.text().upper())
        self._take_letter_back(event)
        day = at_once or self.read(self.text())
        if step and day is None:
            event.ignore()  # somebody reads on, and has written no day
        elif day is not None and (step or at_once):
            self._write(day, step)
            self._instead = (event.text(), self.text()) if at_once else None
        else:
            super().keyPressEvent(event)

    def _day_of_letter(self, letter: str) -> date | None:
        """Return the day that a letter alone writes."""
        if self.takes_today and letter == key_for_today():
            return self._today
        return self.offered if letter == key_for_offered() else None

    def take_offered(self) -> None:
        """Write the day that was said before, and have the keyboard where it stands."""
        if self.offered is not None:
            self.setFocus()
            self._write(self.offered, 0)

    def _take_letter_back(self, event: QKeyEvent) -> None:
        """Put the letter for today back where it was the first of a day of the week: thu."""
        letter, written = self._instead or ("", "")
        self._instead = None
        if letter and event.text().isalpha() and self.text() == written:
            self.setText(letter)

    @Slot()
    def _on_settled(self) -> None:
        """Write a day of the week that was named in figures, which say which one it is."""
        day = self.read(self.text()) if self.text().strip().isalpha() else None
        if day is not None:
            self._write(day, 0, by_key=False)

    def say_day(self, day: date) -> None:
        """Have a screen reader say a day as it is understood, unless that was said last."""
        if day != self._said:
            self._said = day
            announce(self, day_in_words(day))

    @Slot(date)
    def _on_calendar_chosen(self, day: date) -> None:
        self.setText(day_in_figures(day))
        self.edited.emit(self.text())
        self.settled.emit()
        self.setFocus()

    def _write(self, day: date, step: int, *, by_key: bool = True) -> None:
        written = day + timedelta(days=step)
        words, before = day_in_words(written), self.accessibleDescription()
        self.setText(day_in_figures(written))
        self.edited.emit(self.text())
        self._said = written
        described = self.accessibleDescription()
        is_told = self.tells_as_typed and words in described
        if not is_told or (by_key and described == before):
            announce(self, words)


def iso_or_words(line: DayLine) -> str | None:
    """Return the day as it is kept, the words when they are no day, or None when empty."""
    words = line.text()
    day = line.read(words)
    return words.strip() or None if day is None else day.isoformat()


def _is_calendar_key(event: QKeyEvent) -> bool:
    is_alt = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == ALT
    return is_alt and event.key() == Qt.Key.Key_Down
