"""Boosters and follow-ups: their days are proposed, each can be changed or left out."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from programme.course.dates_after import DueAfter
from session_forms.words.texts import N_
from session_forms.words.texts import translate as _
from therapist_app.form_widgets.values.day_line import DayLine
from therapist_app.form_widgets.values.days import day_in_words, read_day, read_time
from therapist_app.widgets.parts import (
    STRETCH,
    Columns,
    LabelledField,
    Option,
    Part,
    TextLine,
    Tick,
    button,
    card,
    row,
    text,
)
from therapist_app.workflows.course.after_the_end import AfterTheEnd

MODES = (
    ("in_person", N_("In person")),
    ("video", N_("By video")),
    ("telephone", N_("By telephone")),
)
WORDS = {
    "yes": N_("The client agreed to be contacted after the end."),
    "no": N_("The client does not want to be contacted after the end. Nothing is planned."),
    "not_asked": N_("Whether the client agrees to contact after the end is not recorded: ask."),
}


class BookingLine(QWidget):
    """One booster or follow-up: whether it is wanted, and its day."""

    def __init__(self, due: DueAfter) -> None:
        super().__init__()
        self.plan_id = due.plan_id
        self.wanted = Tick(due.title, checked=True)
        self.day = DayLine()
        self.day.setText(f"{due.day:%d %m %Y}")
        self.day.setAccessibleName(_("Day of {title}").format(title=due.title))
        self.told = text(day_in_words(due.day), "small", tone="muted")
        line = row(self.wanted, STRETCH, self.told, self.day, gap="m")
        self.setLayout(line)
        self.day.edited.connect(self._on_day_edited)

    def _on_day_edited(self, words: str) -> None:
        day = read_day(words)
        self.told.setText(day_in_words(day) if day else _("Write the day as 28 02 2026."))


class BookingCard(QWidget):
    """What follows the end of the course, put into the calendar at once.

    Signals:
        booked: The sessions with their moments, and how you meet.

    """

    booked = Signal(tuple, str)

    def __init__(self, after: AfterTheEnd) -> None:
        super().__init__()
        self.lines = [BookingLine(each) for each in after.due]
        self.time = TextLine()
        self.time.setPlaceholderText("14:30")
        self.time_field = LabelledField(_("T&ime of day"), self.time)
        self.modes = QButtonGroup(self)
        options = [Option(_(words)) for _mode, words in MODES]
        for number, option in enumerate(options):
            self.modes.addButton(option, number)
        options[0].setChecked(True)
        self.keep = button(_("Put them into the calendar"))
        parts: list[Part] = [text(_(WORDS[after.consent]), wrap=True)]
        if self.lines:
            parts += [
                *self.lines,
                self.time_field,
                Columns(*options, gap="s"),
                row(STRETCH, self.keep),
            ]
        elif after.consent != "no":
            parts.append(text(_("All of them are planned or held."), "small", tone="muted"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card(_("Boosters and follow-ups"), *parts, gap="s"))
        self.keep.clicked.connect(self._on_keep_clicked)

    def _on_keep_clicked(self) -> None:
        time = read_time(self.time.text())
        self.time_field.show_problem("" if time else _("Write the time as 14:30."))
        wanted = [each for each in self.lines if each.wanted.isChecked()]
        days = [read_day(each.day.text()) for each in wanted]
        if time is None:
            self.time.setFocus()
            return
        for line, day in zip(wanted, days, strict=True):
            if day is None:
                line.day.setFocus()
                return
        chosen = tuple(
            (line.plan_id, datetime.combine(day, time).astimezone())
            for line, day in zip(wanted, days, strict=True)
            if day is not None
        )
        if chosen:
            self.booked.emit(chosen, MODES[self.modes.checkedId()][0])
