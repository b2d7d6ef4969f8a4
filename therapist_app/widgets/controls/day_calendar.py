"""A month to choose a day from; days outside what is allowed cannot be chosen."""

from datetime import date

from PySide6.QtCore import QDate, QLocale, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QIcon, QTextCharFormat, QTransform
from PySide6.QtWidgets import QCalendarWidget, QDialog, QToolButton, QVBoxLayout, QWidget

from session_forms.words.day_words import day_in_words, locale_in_use
from session_forms.words.texts import WRITTEN_IN, _, pgettext
from therapist_app.accessibility.announcing import announce
from therapist_app.theme.icons import pixmap
from therapist_app.theme.look import look

DAYS_AROUND, DAYS_IN_SIGHT = 14, 56
"""From so many days before a month, so many days: more than its six weeks show."""


class DayCalendar(QDialog):
    """A calendar that opens under a field; Enter or a click takes a day, Escape none.

    Modal, so that it is hidden with the window.

    Signals:
        chosen: The day that was taken.

    """

    chosen = Signal(date)

    def __init__(
        self, field: QWidget, day: date | None, first: date | None, last: date | None
    ) -> None:
        """Stand under a field at a day; what lies before `first` or after `last` is closed."""
        super().__init__(field, Qt.WindowType.Popup)
        self.setModal(True)
        self.setProperty("kind", "popup")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(_("Choose a day"))
        self.month = QCalendarWidget()
        self.month.setAccessibleName(_("Choose a day"))
        self.month.setLocale(_locale())
        self.month.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.month.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.ShortDayNames)
        self._dress()
        if first is not None:
            self.month.setMinimumDate(QDate(first.year, first.month, first.day))
        if last is not None and (first is None or first <= last):
            self.month.setMaximumDate(QDate(last.year, last.month, last.day))
        if day is not None:
            self.month.setSelectedDate(QDate(day.year, day.month, day.day))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(look().space("s"),) * 4)
        layout.addWidget(self.month)
        self._show_closed()
        self.month.currentPageChanged.connect(self._show_closed)
        self.month.selectionChanged.connect(self._on_selection_changed)
        self.month.clicked.connect(self._on_taken)
        self.month.activated.connect(self._on_taken)

    def stand_under(self, field: QWidget) -> None:
        """Open under a field, or above it where there is no room."""
        self.adjustSize()
        place = field.mapToGlobal(QPoint(0, field.height()))
        screen = field.screen().availableGeometry()
        if place.y() + self.height() > screen.bottom():
            place.setY(field.mapToGlobal(QPoint(0, 0)).y() - self.height())
        left = min(place.x(), screen.right() - self.width())
        self.move(max(left, screen.left()), max(place.y(), screen.top()))
        self.open()
        self.month.setFocus()
        self._on_selection_changed()

    def _dress(self) -> None:
        plain = QTextCharFormat()
        plain.setForeground(look().qcolor("text"))
        head = QTextCharFormat()
        head.setForeground(look().qcolor("text-muted"))
        head.setBackground(look().qcolor("surface-raised"))
        self.month.setHeaderTextFormat(head)
        for each in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.month.setWeekdayTextFormat(each, plain)
        for name, words in (
            ("qt_calendar_prevmonth", pgettext("button", "Previous month")),
            ("qt_calendar_nextmonth", pgettext("button", "Next month")),
        ):
            turn = self.month.findChild(QToolButton, name)
            if turn is not None:
                is_before = name.endswith("prevmonth")
                arrow = pixmap("next")
                if is_before != self.isRightToLeft():
                    arrow = arrow.transformed(QTransform().scale(-1, 1))
                turn.setIcon(QIcon(arrow))
                turn.setAccessibleName(words)
                turn.setToolTip(words)

    @Slot()
    def _show_closed(self) -> None:
        """Strike out what cannot be chosen of the weeks in sight, whose colours the style hides."""
        closed = QTextCharFormat()
        closed.setForeground(look().qcolor("disabled"))
        closed.setFontStrikeOut(True)
        first = QDate(self.month.yearShown(), self.month.monthShown(), 1).addDays(-DAYS_AROUND)
        for each in (first.addDays(by) for by in range(DAYS_IN_SIGHT)):
            if not self.month.minimumDate() <= each <= self.month.maximumDate():
                self.month.setDateTextFormat(each, closed)

    @Slot()
    def _on_selection_changed(self) -> None:
        """Have the day said whole: of the cell alone only its number would be heard."""
        announce(self, day_in_words(_day(self.month.selectedDate())))

    @Slot(QDate)
    def _on_taken(self, taken: QDate) -> None:
        self.close()
        self.chosen.emit(_day(taken))


def _locale() -> QLocale:
    """Return the language of the window; its English is written as in Europe."""
    known = locale_in_use()
    return QLocale("en_GB" if known.language == WRITTEN_IN else str(known))


def _day(taken: QDate) -> date:
    return date(taken.year(), taken.month(), taken.day())
