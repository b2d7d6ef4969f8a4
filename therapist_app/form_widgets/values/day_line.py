"""A line for a day: written as people write it, or by a key for today and the page keys."""

from datetime import date, timedelta

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from typing_extensions import override

from therapist_app.form_widgets.values.days import (
    day_in_figures,
    example_day,
    key_for_today,
    read_day,
)
from therapist_app.theme.look import look
from therapist_app.widgets.fields.fields import TextLine

DAY_WIDTH = 150
STEPS = {Qt.Key.Key_PageUp: 1, Qt.Key.Key_PageDown: -1}


class DayLine(TextLine):
    """A day; from empty, the page keys start at today, else at the end of what is possible.

    Where `today` is known, the letter for it writes it.
    """

    def __init__(self, name: str = "", *, today: date | None = None) -> None:
        super().__init__(name)
        self._today = today
        self._first: date | None = None
        self._last: date | None = None
        self.show_limits(None, None)
        self.setFixedWidth(round(DAY_WIDTH * look().text_scale))

    def show_limits(self, first: date | None, last: date | None) -> None:
        """Let the page keys start from these days, and the example be one that is possible."""
        self._first, self._last = first, last
        self.setPlaceholderText(example_day(first, last))

    @property
    def takes_today(self) -> bool:
        """Whether the letter for today writes a day that is possible."""
        today = self._today
        return (
            today is not None
            and (self._first is None or self._first <= today)
            and (self._last is None or today <= self._last)
        )

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the day with the page keys, write today with its letter; write with every other."""
        step = next((by for key, by in STEPS.items() if key == event.key()), 0)
        is_today = self.takes_today and event.text().upper() == key_for_today()
        if not (step or is_today):
            super().keyPressEvent(event)
            return
        day = self._today if is_today else self._moved(step)
        if day is not None:
            self.setText(day_in_figures(day))
            self.edited.emit(self.text())

    def _moved(self, step: int) -> date | None:
        day = read_day(self.text())
        if day is not None:
            return day + timedelta(days=step)
        return self._today if self.takes_today else self._first or self._last


def iso_or_words(words: str) -> str | None:
    """Return the day as it is kept, the words when they are no day, or None when empty."""
    day = read_day(words)
    return words.strip() or None if day is None else day.isoformat()
