"""Planning a session, and saying what became of one that did not take place."""

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from programme.course.order import DueAfter
from session_forms.words.day_words import moment_in_words
from session_forms.words.texts import N_, NP_, pgettext
from session_forms.words.texts import translate as _
from therapist_app.accessibility import announcing
from therapist_app.form_widgets.values.day_line import DayLine
from therapist_app.form_widgets.values.days import (
    day_in_figures,
    day_in_words,
    how_to_write_a_day,
    read_day,
    read_time,
    today_words,
)
from therapist_app.screens.client.starting import MISSED, PlanChoice, StartViewModel
from therapist_app.screens.client.viewmodel import ClientViewModel
from therapist_app.theme.look import look
from therapist_app.widgets.fields.choice_box import UnfoldingBox
from therapist_app.widgets.fields.decision import DecisionField
from therapist_app.widgets.layout.page_view import TurnedPage, client_in_words
from therapist_app.widgets.page_help import PageHelp
from therapist_app.widgets.parts import (
    STRETCH,
    Columns,
    LabelledField,
    MainButton,
    Option,
    Part,
    TextLine,
    Tick,
    button,
    card,
    keep_aside,
    one_of,
    row,
    rule,
    scroll,
    stack,
    text,
)
from therapist_app.workflows.course.after_the_end import AfterTheEnd
from therapist_app.workflows.overviews.seeing_clients import ClientPageData

MODES = (
    ("in_person", NP_("way of meeting", "In person")),
    ("video", NP_("way of meeting", "By video")),
    ("telephone", NP_("way of meeting", "By telephone")),
)
WORDS = {
    "yes": N_("The client agreed to be contacted after the end."),
    "no": N_("The client does not want to be contacted after the end. Nothing is planned."),
    "not_asked": N_("Whether the client agrees to contact after the end is not recorded: ask."),
}
DID_NOT_COME = "did_not_attend"


class BookingLine(QWidget):
    """One booster or follow-up: whether it is wanted, and its day."""

    def __init__(self, due: DueAfter) -> None:
        super().__init__()
        self.plan_id = due.plan_id
        self.wanted = Tick(due.title)
        self.day = DayLine()
        self.day.setText(day_in_figures(due.day))
        self.day.setAccessibleName(_("Day of {title}").format(title=due.title))
        self.told = text(day_in_words(due.day), "small", tone="muted")
        line = row(self.wanted, STRETCH, self.told, self.day, gap="m")
        self.setLayout(line)
        self.day.edited.connect(self._on_day_edited)

    def _on_day_edited(self, words: str) -> None:
        day = read_day(words)
        self.told.setText(day_in_words(day) if day else how_to_write_a_day())


class BookingCard(QWidget):
    """What follows the end of the course, put into the calendar at once."""

    def __init__(self, starting: StartViewModel, after: AfterTheEnd) -> None:
        super().__init__()
        self._starting = starting
        self.lines = [BookingLine(each) for each in after.due]
        self.time = TextLine()
        self.time.setPlaceholderText("14:30")
        self.time_field = LabelledField(_("T&ime of day"), self.time)
        self.modes = _modes()
        self.keep = button(_("Put them into the calendar"))
        parts: list[Part] = [text(_(WORDS[after.consent]), wrap=True)]
        if self.lines:
            parts += [
                *self.lines,
                self.time_field,
                self.modes,
                row(STRETCH, self.keep),
            ]
        elif after.consent != "no":
            parts.append(text(_("All of them are planned or held."), "small", tone="muted"))
        self.setLayout(stack(card(_("Boosters and follow-ups"), *parts, gap="s")))
        keep_aside(self, self.time_field, self.modes, self.keep)
        self.keep.clicked.connect(self._on_keep_clicked)

    def _on_keep_clicked(self) -> None:
        time = read_time(self.time.text())
        self.time_field.show_problem("" if time else _("Write the time as 14:30."))
        wanted = [each for each in self.lines if each.wanted.isChecked()]
        days = [read_day(each.day.text()) for each in wanted]
        if not wanted:
            self.lines[0].wanted.setFocus()
            return
        if time is None:
            self.time.setFocus()
            return
        if not _is_chosen(self.modes):
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
            self._starting.book(chosen, self.modes.chosen_id)


class PlanningCard(QWidget):
    """Which session, when, and how you meet."""

    def __init__(self, starting: StartViewModel) -> None:
        super().__init__()
        self._starting = starting
        self._choices = choices = starting.plan_choices()
        self.session = UnfoldingBox()
        self.session.addItems([each.label for each in choices])
        self.merge = Tick(next((each.merge_label for each in choices if each.merge_id), ""))
        self.day = DayLine(today=starting.today)
        self.day.show_limits(starting.today, None)
        self.time = TextLine()
        self.time.setPlaceholderText("14:30")
        self.modes = _modes()
        self.keep = MainButton(_("Plan the session"))
        self.now = button(_("Start it now"))
        self.day_field = LabelledField(pgettext("field", "&Day"), self.day, hint=today_words())
        self.time_field = LabelledField(pgettext("field", "&Time"), self.time)
        lines = QFontMetrics(look().font("caption")).lineSpacing() * 2
        self.day_field.hint.setMinimumHeight(lines)  # the day in words moves nothing beneath it
        self.day_field.hint.setAlignment(Qt.AlignmentFlag.AlignTop)
        when = row(self.day_field, self.time_field, STRETCH, gap="m")
        for field in (self.day_field, self.time_field):
            when.setAlignment(field, Qt.AlignmentFlag.AlignTop)  # words under one leave the other
        sheet = card(
            _("Plan a session"),
            LabelledField(pgettext("field", "&Session"), self.session),
            self.merge,
            row(STRETCH, self.now),
            rule(),
            when,
            self.modes,
            row(STRETCH, self.keep),
            gap="m",
        )
        self.setLayout(stack(sheet))
        self._on_session_changed()
        self.session.picked.connect(self._on_session_changed)
        self.now.clicked.connect(self._on_now_clicked)
        self.day.edited.connect(self._on_day_edited)
        self.keep.clicked.connect(self._on_keep_clicked)

    @property
    def _chosen(self) -> PlanChoice:
        return self._choices[self.session.currentIndex()]

    @property
    def _merged_with(self) -> str:
        return self._chosen.merge_id if self.merge.isChecked() else ""

    def _on_session_changed(self) -> None:
        self.merge.setVisible(bool(self._chosen.merge_id))
        self.merge.setChecked(False)

    def _on_now_clicked(self) -> None:
        self._starting.start_other(self._chosen.plan_id, self._merged_with)

    def _on_day_edited(self, words: str) -> None:
        day = read_day(words)
        self.day_field.hint.setText(day_in_words(day) if day else today_words())

    def _on_keep_clicked(self) -> None:
        day, time = read_day(self.day.text()), read_time(self.time.text())
        self.day_field.show_problem("" if day else how_to_write_a_day(self._starting.today))
        self.time_field.show_problem("" if time else _("Write the time as 14:30."))
        if day is None or time is None:
            (self.time if day else self.day).setFocus()
            return
        if not _is_chosen(self.modes):
            return
        at = datetime.combine(day, time).astimezone()
        mode = self.modes.chosen_id
        self._starting.plan(self._chosen.plan_id, at, mode, self._merged_with)


def _modes() -> DecisionField:
    return DecisionField(((each, _(words)) for each, words in MODES), name=_("How you meet"))


def _is_chosen(modes: DecisionField) -> bool:
    """Return whether a way of meeting was chosen; else say so."""
    modes.show_problem("" if modes.chosen_id else _("Choose how you meet."))
    if not modes.chosen_id:
        modes.start_focus()
    return bool(modes.chosen_id)


class MissedCard(QWidget):
    """What became of the planned session, if it did not take place."""

    def __init__(self, starting: StartViewModel, client: ClientPageData) -> None:
        super().__init__()
        self._starting = starting
        planned = client.next_appointment
        self._appointment_id = planned.id if planned else ""
        self._is_warned = False
        options = [Option(_(words)) for _reason, words in MISSED]
        self.reasons = one_of(self, options)
        self.keep = button(pgettext("button", "Record it"))
        self.keep.setEnabled(False)
        self.warning = text("", "small", tone="attention", wrap=True)
        self.warning.hide()
        when = planned.planned_for.astimezone() if planned else None
        words = moment_in_words(when) if when else ""
        sheet = card(
            _("It did not take place"),
            text(_("Planned for {when}").format(when=words), wrap=True),
            Columns(*options, gap="s", name=_("It did not take place")),
            text(_("It counts as no session: the same one is next."), "small", tone="muted"),
            self.warning,
            row(STRETCH, self.keep),
            gap="m",
        )
        self.setLayout(stack(sheet))
        self.reasons.chosen.connect(self._on_reason_chosen)
        self.keep.clicked.connect(self._on_keep_clicked)

    def _on_reason_chosen(self) -> None:
        self.keep.setEnabled(True)
        self._is_warned = False
        self.warning.hide()

    def _on_keep_clicked(self) -> None:
        reason = MISSED[self.reasons.checkedId()][0]
        if reason == DID_NOT_COME and not self._is_warned and self._is_early():
            return
        self._starting.record_missed(self._appointment_id, reason)

    def _is_early(self) -> bool:
        """Say once that the hour has not come, and return whether that was said just now."""
        self._is_warned = self._starting.is_to_come(self._appointment_id)
        if self._is_warned:
            words = _("The hour of this session has not come yet. Press again to record it.")
            self.warning.setText(words)
            self.warning.show()
            announcing.announce(self.warning, words)
        return self._is_warned


class AppointmentView(TurnedPage):
    """The calendar of one client: the next session, and the one that is planned."""

    HELP = PageHelp(
        N_(
            "Here you plan this client's next session, move it, or note that it did not take "
            "place. Choose the day, the time and the way you meet; the code alone stands in "
            "the calendar."
        ),
        ((NP_("keys", "Page Up, Page Down"), N_("In a day: one day later or earlier")),),
        read_on="docs/programme.md",
    )

    def __init__(self, viewmodel: ClientViewModel) -> None:
        super().__init__()
        client, after = viewmodel.state.page, viewmodel.after_the_end()
        self._code = client.client.code
        self.booking = BookingCard(viewmodel.starting, after)
        self.booking.setVisible(after.ended_on is not None)
        self.planning = PlanningCard(viewmodel.starting)
        self.missing = MissedCard(viewmodel.starting, client)
        self.missing.setVisible(client.next_appointment is not None)
        self.back = button(pgettext("button", "Back"), "quiet")
        page = stack(
            self.missing,
            self.booking,
            self.planning,
            row(self.back, STRETCH),
            STRETCH,
            gap="m",
            margins=("page", "l", "page", "l"),
        )
        self.setLayout(stack(scroll(page)))
        self.back.clicked.connect(self.back_chosen)

    @property
    @override
    def place(self) -> str:
        """For whom is planned, and which session stands there to begin with."""
        words = _("Plan a session. {client}. {session}.")
        session = self.planning.session.currentText()
        return words.format(client=client_in_words(self._code), session=session)

    @override
    def focus_first(self) -> None:
        """Put the keyboard on the day."""
        self.planning.day.setFocus()
