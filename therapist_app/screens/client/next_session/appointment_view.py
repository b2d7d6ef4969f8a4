"""Planning a session, and saying what became of one that did not take place."""

from datetime import date, datetime
from functools import partial

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from programme.course.order import DueAfter
from session_forms.words.day_words import day_in_words
from session_forms.words.texts import N_, NP_, _, pgettext
from therapist_app.accessibility.announcing import announce
from therapist_app.form_widgets.arrangement_fields import ArrangementFields
from therapist_app.form_widgets.planning_sheet import (
    MissedSheet,
    PlanningSheet,
)
from therapist_app.form_widgets.values.day_line import DayLine
from therapist_app.form_widgets.values.days import day_in_figures, read_day, read_hour
from therapist_app.screens.client.starting import StartViewModel
from therapist_app.screens.client.viewmodel import ClientViewModel
from therapist_app.widgets.layout.page_view import TurnedPage, client_in_words, foot_bar, whole_page
from therapist_app.widgets.page_help import PageHelp
from therapist_app.widgets.parts import (
    STRETCH,
    LabelledField,
    MainButton,
    Part,
    TextLine,
    Tick,
    button,
    card,
    keep_aside,
    row,
    scroll_cards,
    stack,
    text,
)
from therapist_app.workflows.course.after_the_end import AfterTheEnd

WORDS = {
    "yes": N_("The client agreed to be contacted after the end."),
    "no": N_("The client does not want to be contacted after the end. Nothing is planned."),
    "not_asked": N_("Whether the client agrees to contact after the end is not recorded: ask."),
}


class BookingLine(QWidget):
    """One booster or follow-up: whether it is wanted, and its day."""

    def __init__(self, due: DueAfter, today: date) -> None:
        super().__init__()
        self.plan_id = due.plan_id
        self.wanted = Tick(due.title)
        self.day = DayLine(today=today)
        self.day.show_limits(today, None)
        self.day.setText(day_in_figures(due.day))
        self.day.setAccessibleName(_("Day of {title}").format(title=due.title))
        self.told = text(day_in_words(due.day), "small", tone="muted")
        line = row(self.wanted, STRETCH, self.told, self.day, gap="m")
        self.setLayout(line)
        self.day.edited.connect(self._on_day_edited)

    def _on_day_edited(self, words: str) -> None:
        day = read_day(words)
        self.told.setText(day_in_words(day) if day else self.day.how_to_write)


class BookingCard(QWidget):
    """What follows the end of the course, put into the calendar at once."""

    def __init__(self, starting: StartViewModel, after: AfterTheEnd) -> None:
        super().__init__()
        self._starting = starting
        self.lines = [BookingLine(each, starting.today) for each in after.due]
        self.time = TextLine()
        self.time.setPlaceholderText("14:30")
        self.time_field = LabelledField(_("T&ime of day"), self.time)
        self.arrangement = ArrangementFields()
        self.keep = MainButton(_("Plan these appointments"))
        self.not_yet = text(_("Nothing is chosen. Tick what is to be planned."), "small")
        self.not_yet.hide()
        parts: list[Part] = [text(_(WORDS[after.consent]), wrap=True)]
        if self.lines:
            parts += [
                *self.lines,
                self.time_field,
                self.arrangement,
                self.not_yet,
                row(STRETCH, self.keep),
            ]
        elif after.consent != "no":
            parts.append(text(_("All of them have been planned or held."), "small", tone="muted"))
        self.setLayout(stack(card(_("Boosters and follow-ups"), *parts, gap="s")))
        keep_aside(self, self.time_field, self.arrangement, self.not_yet, self.keep)
        self.keep.clicked.connect(self._on_keep_clicked)

    def _on_keep_clicked(self) -> None:
        time = read_hour(self.time.text())
        self.time_field.show_problem("" if time else _("Write the time as 14:30."), again=True)
        wanted = [each for each in self.lines if each.wanted.isChecked()]
        days = [read_day(each.day.text()) for each in wanted]
        self.not_yet.setVisible(not wanted)
        if not wanted:
            self.lines[0].wanted.setFocus()
            announce(self, self.not_yet.text())
            return
        if time is None:
            self.time.setFocus()
            return
        arrangement = self.arrangement.agreed
        if arrangement is None:
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
            self._starting.book(chosen, arrangement)


class AppointmentView(TurnedPage):
    """The calendar of one client: the next session, and the one that is planned."""

    HELP = PageHelp(
        "Here you plan this client's next session, move it, or note that it did not take "
        "place. Choose the day, the time and the way you meet; the code alone stands in "
        "the calendar.",
        ((NP_("keys", "Page Up, Page Down"), N_("In a day: one day later or earlier")),),
        read_on="docs/guides/therapist.md",
    )

    def __init__(self, viewmodel: ClientViewModel) -> None:
        super().__init__()
        client, after = viewmodel.state.page, viewmodel.after_the_end()
        self._code = client.client.code
        self.booking = BookingCard(viewmodel.starting, after)
        if after.ended_on is None:
            self.booking.hide()
        self._starting = viewmodel.starting
        self.planning = PlanningSheet(
            self._starting.plan_choices(),
            self._starting.today,
            again=self._starting.as_last_time(),
            begun=self._starting.begun_plan(),
        )
        planned = client.next_appointment
        self._planned_id = planned.id if planned else ""
        self.missing = MissedSheet(
            planned.planned_for.astimezone() if planned else None,
            self._is_to_come,
            today=self._starting.today,
            may_remove=planned is not None and self._starting.may_remove(planned.id),
        )
        if planned is None:
            self.missing.hide()
        self.back = button(pgettext("button", "Back"), "quiet")
        page = stack(
            self.booking,
            self.planning,
            self.missing,
            STRETCH,
            gap="m",
            margins=("page", "l", "page", "l"),
        )
        self.setLayout(whole_page(None, scroll_cards(page), foot_bar(self.back, STRETCH)))
        self.back.clicked.connect(self.back_chosen)
        self.planning.planned.connect(self._starting.plan)
        self.planning.written.connect(self._starting.keep_begun)
        self.planning.started.connect(self._starting.start_other)
        self.missing.recorded.connect(partial(self._starting.record_missed, self._planned_id))

    def _is_to_come(self) -> bool:
        return self._starting.is_to_come(self._planned_id)

    @property
    @override
    def place(self) -> str:
        """For whom is planned, and which session stands there to begin with."""
        words = _("Plan a session. {client}. {session}.")
        session = self.planning.session.currentText()
        return words.format(client=client_in_words(self._code), session=session)

    @override
    def focus_first(self) -> None:
        """Put the keyboard on the day, or on what follows the end, which stands before it."""
        follows = [] if self.booking.isHidden() else self.booking.lines
        (follows[0].wanted if follows else self.planning.day).setFocus()
