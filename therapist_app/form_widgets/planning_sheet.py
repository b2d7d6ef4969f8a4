"""Putting a session into the calendar, and saying why one did not take place."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from session_forms.words.day_words import day_in_words, moment_in_words
from session_forms.words.list_words import facts_in_a_line
from session_forms.words.texts import N_, _, pgettext
from therapist_app.accessibility import announcing
from therapist_app.form_widgets.arrangement_fields import ArrangementFields
from therapist_app.form_widgets.values.day_line import DayLine
from therapist_app.form_widgets.values.days import (
    day_in_figures,
    read_coming_day,
    read_hour,
    today_words,
)
from therapist_app.theme.look import look
from therapist_app.widgets.controls.buttons import ENTER
from therapist_app.widgets.fields.choice_box import UnfoldingBox
from therapist_app.widgets.layout.into_view import bring_into_view
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
    hold,
    keep_aside,
    one_of,
    row,
    rule,
    stack,
    symbol,
    text,
)
from therapist_app.workflows.course.planning import Again, Arrangement
from therapist_app.workflows.course.plans_begun import BegunPlan
from therapist_app.workflows.course.ways_of_meeting import HOW_WORDS
from therapist_app.workflows.overviews.plan_choices import (
    CANCELLED,
    DID_NOT_COME,
    MISSED,
    PLANNED_BY_MISTAKE,
    WHY_MISSED,
    PlanChoice,
)
from therapist_app.workflows.overviews.taking_back import BY_MISTAKE

QUARTERS = {Qt.Key.Key_PageUp: 15, Qt.Key.Key_PageDown: -15}
A_DAY = 24 * 60
HOUR_WRITTEN = N_("Write the time as 14:30.")


class HourLine(TextLine):
    """A time of the day; the page keys move the one that is written by a quarter of an hour."""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the time within its day; write with every other key."""
        by = QUARTERS.get(Qt.Key(event.key()))
        hour = read_hour(self.text())
        if by is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif hour is not None:
            minutes = hour.hour * 60 + hour.minute + by
            if 0 <= minutes < A_DAY:
                self.setText(f"{minutes // 60:02}:{minutes % 60:02}")
                self.edited.emit(self.text())


class WhenFields(QWidget):
    """A day and a time, as people type them.

    Attributes:
        day: The line for the day.
        time: The line for the time.

    """

    def __init__(self, today: date, at: datetime | None = None) -> None:
        super().__init__()
        self._today = today
        self.day = DayLine(today=today)
        self.day.show_limits(today, None)
        self.time = HourLine()
        self.time.setPlaceholderText("14:30")
        # else a screen reader says the example, as if it were what stands there
        self.time.setAccessibleDescription(pgettext("time", "Written like 14:30"))
        self.day_field = LabelledField(pgettext("field", "&Day"), self.day, hint=today_words())
        self.time_field = LabelledField(pgettext("field", "&Time"), self.time)
        lines = QFontMetrics(look().font("caption")).lineSpacing() * 2
        self.day_field.hint.setMinimumHeight(lines)  # the day in words moves nothing beneath it
        self.day_field.hint.setAlignment(Qt.AlignmentFlag.AlignTop)
        when = row(self.day_field, self.time_field, STRETCH, gap="m")
        for field in (self.day_field, self.time_field):
            when.setAlignment(field, Qt.AlignmentFlag.AlignTop)  # words under one leave the other
        self.setLayout(when)
        if at is not None:
            self.write(at)
        self.day.edited.connect(self._on_day_edited)
        self.time.edited.connect(self._on_time_edited)
        self.day.settled.connect(self._on_day_settled)
        self.time.settled.connect(self._on_time_settled)

    def write(self, at: datetime) -> None:
        """Write a local moment into both lines."""
        self.write_words(day_in_figures(at.date()), f"{at:%H:%M}")

    def write_words(self, day: str, time: str) -> None:
        """Write both lines as somebody typed them."""
        self.day.setText(day)
        self.time.setText(time)
        self._on_day_edited(self.day.text())
        self._on_time_edited(self.time.text())

    @property
    def moment(self) -> datetime | None:
        """The moment that is written, local; else None, and what is wrong is said."""
        day, time = read_coming_day(self.day.text(), self._today), read_hour(self.time.text())
        self.day_field.show_problem("" if day else self.day.how_to_write, again=True)
        self.time_field.show_problem("" if time else _(HOUR_WRITTEN), again=True)
        if day is None or time is None:
            (self.time if day else self.day).setFocus()
            bring_into_view(self)
            return None
        return datetime.combine(day, time).astimezone()

    @Slot(str)
    def _on_day_edited(self, words: str) -> None:
        day = read_coming_day(words, self._today)
        told = day_in_words(day) if day else today_words()
        if day is not None and day < self._today:
            told = _("{day}, in the past").format(day=told)
        self.day_field.hint.setText(told)
        if day is not None:
            self.day_field.show_problem("")

    @Slot(str)
    def _on_time_edited(self, words: str) -> None:
        if read_hour(words):
            self.time_field.show_problem("")

    @Slot()
    def _on_day_settled(self) -> None:
        """Say which day was written once it is left, or that it is none; an empty line may wait."""
        words = self.day.text().strip()
        day = read_coming_day(words, self._today)
        if day is not None:
            self.day.say_day(day)
        elif words:
            self.day_field.show_problem(self.day.how_to_write)

    @Slot()
    def _on_time_settled(self) -> None:
        words = self.time.text().strip()
        if words and read_hour(words) is None:
            self.time_field.show_problem(_(HOUR_WRITTEN))


class PlanningSheet(QWidget):
    """Which session, when, and how you meet.

    Signals:
        planned: The session, when, what else is agreed, and the session merged with it or "".
        started: The session that is to start now, and the one merged with it or "".
        written: Something was written or chosen: the plan as it stands.

    """

    planned = Signal(str, datetime, Arrangement, str)
    started = Signal(str, str)
    written = Signal(BegunPlan)

    def __init__(
        self,
        choices: Sequence[PlanChoice],
        today: date,
        *,
        title: str = "",
        at: datetime | None = None,
        may_start: bool = True,
        again: Again | None = None,
        begun: BegunPlan | None = None,
    ) -> None:
        """Offer to start it now as well, where it `may_start`; `at` stands there beforehand.

        How you meet stands there as it was the last time. One press writes its day and hour too,
        until another day or hour is written. What was `begun` and not planned stands there again,
        and it is said that nothing is planned.
        """
        super().__init__()
        self._choices = choices
        self._warned_of = ""
        self.session = UnfoldingBox()
        self.session.addItems([each.label for each in choices])
        self.merge = Tick(next((each.merge_label for each in choices if each.merge_id), ""))
        self.already = text("", "small", tone="attention", wrap=True)
        self._already_line = hold(row(symbol("alert", "attention"), self.already, grows=1))
        self.note = text("", "small", tone="muted", wrap=True)
        self.when = WhenFields(today, at)
        self.day, self.time = self.when.day, self.when.time
        self.day_field, self.time_field = self.when.day_field, self.when.time_field
        self.arrangement = ArrangementFields()
        self._again = again
        self.again = button(_again_words(again) if again else "", "secondary", "calendar")
        as_before: list[Part] = [row(self.again, STRETCH)] if again else []
        self.keep = MainButton(_("Plan the session"))
        self.not_yet = text("", "small", tone="attention", wrap=True)
        self.not_yet.hide()
        self.now = button(_("Start it now"))
        starts: list[Part] = [row(STRETCH, self.now), rule()] if may_start else []
        sheet = card(
            title or _("Plan a session"),
            LabelledField(pgettext("field", "&Session"), self.session),
            self.merge,
            self._already_line,
            self.note,
            *starts,
            self.when,
            *as_before,
            self.arrangement,
            self.not_yet,
            row(STRETCH, self.keep),
            gap="m",
        )
        self.setLayout(stack(sheet))
        keep_aside(self, self.now, self.again)
        self._on_session_changed()
        if begun is not None:
            self._write_begun(begun)
        elif again is not None:
            self.arrangement.write(again.arrangement)
        self._listen()

    def _listen(self) -> None:
        self.merge.turned.connect(self._on_written)
        self.day.edited.connect(self._on_written)
        self.time.edited.connect(self._on_written)
        self.arrangement.written.connect(self._on_written)
        self.session.picked.connect(self._on_written)
        self.again.clicked.connect(self._on_again_clicked)
        self.session.picked.connect(self._on_session_changed)
        self.now.clicked.connect(self._on_now_clicked)
        self.keep.clicked.connect(self._on_keep_clicked)

    @property
    def _chosen(self) -> PlanChoice:
        return self._choices[self.session.currentIndex()]

    @property
    def _merged_with(self) -> str:
        return self._chosen.merge_id if self.merge.isChecked() else ""

    @property
    def begun(self) -> BegunPlan:
        """What is written so far."""
        return BegunPlan(
            self._chosen.plan_id,
            self.merge.isChecked(),
            self.day.text(),
            self.time.text(),
            self.arrangement.begun,
        )

    def write_moment(self, at: datetime) -> None:
        """Write a local moment that was pointed to, and put the keyboard on its hour."""
        self.when.write(at)
        self._on_written()
        self.time.setFocus()

    def _write_begun(self, begun: BegunPlan) -> None:
        ids = [each.plan_id for each in self._choices]
        if begun.plan_id in ids:
            self.session.setCurrentIndex(ids.index(begun.plan_id))
            self._on_session_changed()
            self.merge.setChecked(begun.is_merged and bool(self._chosen.merge_id))
        self.when.write_words(begun.day, begun.time)
        self.arrangement.write(begun.arrangement)
        self._offer_again()
        self._say_not_yet()

    def _say_not_yet(self) -> None:
        self.not_yet.setText(_("This session is not planned yet."))
        self.not_yet.show()

    @Slot()
    def _on_written(self) -> None:
        self._offer_again()
        self.written.emit(self.begun)

    def _offer_again(self) -> None:
        """Offer what was so the last time while no other day or hour is written that it drops."""
        self.again.setEnabled(not (self.day.text().strip() or self.time.text().strip()))

    def _on_session_changed(self) -> None:
        self.merge.setVisible(bool(self._chosen.merge_id))
        self.merge.setChecked(False)
        self.already.setText(self._chosen.planned)
        self._already_line.setVisible(bool(self._chosen.planned))
        self.note.setText(self._chosen.note)
        self.note.setVisible(bool(self._chosen.note))

    def _on_now_clicked(self) -> None:
        self.started.emit(self._chosen.plan_id, self._merged_with)

    @Slot()
    def _on_again_clicked(self) -> None:
        """Write what was so the last time, to be read and planned."""
        assert self._again is not None
        self.when.write(self._again.at)
        self.arrangement.write(self._again.arrangement)
        self.keep.setFocus()
        self._on_written()
        words = _("Filled in: {what}.").format(what=", ".join(_again_facts(self._again)))
        announcing.announce(self, words)

    def _on_keep_clicked(self) -> None:
        at = self.when.moment
        if at is not None and (arrangement := self.arrangement.agreed) is not None:
            if self._chosen.planned and self._warned_of != self._chosen.plan_id:
                self._warned_of = self._chosen.plan_id
                told = _("{planned} Press again to plan it a second time.")
                self.not_yet.setText(told.format(planned=self._chosen.planned))
                self.not_yet.show()
                announcing.announce(self.not_yet, self.not_yet.text())
                return
            self.planned.emit(self._chosen.plan_id, at, arrangement, self._merged_with)
            return
        self._say_not_yet()


def _again_words(again: Again) -> str:
    when, *how = _again_facts(again)
    return facts_in_a_line(_("As last time: {when}").format(when=when), *how)


def _again_facts(again: Again) -> tuple[str, ...]:
    arrangement = again.arrangement
    facts = (moment_in_words(again.at), _(HOW_WORDS[arrangement.mode]), arrangement.place)
    return tuple(filter(None, facts))


class MissedSheet(QWidget):
    """What became of a planned session, if it did not take place.

    A digit chooses a reason and Enter records it.

    Signals:
        recorded: The reason, as it is kept.

    """

    recorded = Signal(str)

    def __init__(
        self,
        planned_for: datetime | None,
        is_to_come: Callable[[], bool],
        *,
        said: str = "",
        today: date | None = None,
        may_remove: bool = False,
        code: str = "",
    ) -> None:
        """Take the local moment, whether it has not come yet, and what was said: missed, cancelled.

        `code` is the client's, where the page is of several.

        Each reason keeps its digit, wherever it is asked for. That a client did not come is no
        choice once it was said that somebody cancelled, nor before its day, which is told by
        `today`. One that was planned today and that nothing rests on `may_remove` itself, as
        planned by mistake.
        """
        super().__init__()
        self._is_to_come = is_to_come
        self._is_warned = False
        is_before = bool(planned_for and today and planned_for.date() > today)
        every = (*WHY_MISSED, *([(BY_MISTAKE, PLANNED_BY_MISTAKE)] if may_remove else []))
        self._reasons = {
            str(number): reason
            for number, (reason, _words) in enumerate(every, 1)
            if reason != DID_NOT_COME or not (is_before or said == CANCELLED)
        }
        words_of = dict(every)
        options = [Option(_(words_of[each]), key=key) for key, each in self._reasons.items()]
        self.reasons = one_of(self, options)
        self.keep = MainButton(pgettext("button", "Record it"))
        self.keep.wait_for(_("Choose why it did not take place first."))
        self.warning = text("", "small", tone="attention", wrap=True)
        self.warning.hide()
        words = moment_in_words(planned_for) if planned_for else ""
        is_ahead = said != MISSED and planned_for is not None and is_to_come()
        title = _("It will not take place") if is_ahead else _("It did not take place")
        of_client = _("It did not take place: {code}")
        if is_ahead:
            of_client = _("It will not take place: {code}")
        sheet = card(
            of_client.format(code=code) if code else title,
            text(_("Planned for {when}").format(when=words), wrap=True),
            self.warning,  # beneath the reasons it may lie below the edge of a small window
            Columns(*options, gap="s", name=title),
            text(
                _(
                    "It does not count as a session. "
                    "Where the course goes on, the same session is next."
                ),
                "small",
                tone="muted",
                wrap=True,
            ),
            row(STRETCH, self.keep),
            gap="m",
        )
        self.setLayout(stack(sheet))
        self.reasons.chosen.connect(self._on_reason_chosen)
        self.keep.clicked.connect(self._on_keep_clicked)
        if said == MISSED:  # whoever asked for the sheet has said it
            self.reasons.button(0).setChecked(True)
            self._on_reason_chosen()

    def focus_first(self) -> None:
        """Put the keyboard on the first reason, which is not chosen by that."""
        self.reasons.button(0).setFocus()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose a reason by its digit, and record it with Enter."""
        if event.text() in self._reasons:
            chosen = self.reasons.button(list(self._reasons).index(event.text()))
            chosen.setFocus()
            chosen.click()
        elif event.key() in ENTER and self.keep.isEnabled() and not event.isAutoRepeat():
            self._on_keep_clicked()
        else:
            super().keyPressEvent(event)

    @Slot()
    def _on_reason_chosen(self) -> None:
        self.keep.wait_for("")
        self._is_warned = False
        self.warning.hide()

    @Slot()
    def _on_keep_clicked(self) -> None:
        reason = list(self._reasons.values())[self.reasons.checkedId()]
        if reason == DID_NOT_COME and not self._is_warned and self._is_early():
            return
        self.recorded.emit(reason)

    def _is_early(self) -> bool:
        """Say once that the hour has not come, and return whether that was said just now."""
        self._is_warned = self._is_to_come()
        if self._is_warned:
            words = _("This session is still in the future. Press again to record it anyway.")
            self.warning.setText(words)
            self.warning.show()
            announcing.announce(self.warning, words)
        return self._is_warned
