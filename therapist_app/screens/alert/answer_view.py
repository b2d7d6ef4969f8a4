"""The answer to an alert: while it is written, and once it is given."""

from datetime import date
from itertools import chain

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from session_forms.words.day_words import day_in_words, moment_in_words
from session_forms.words.list_words import facts_in_a_line, listed, together
from session_forms.words.texts import N_, _, pgettext
from therapist_app.accessibility.announcing import announce
from therapist_app.accessibility.hushing import describe_quietly
from therapist_app.form_widgets.values.days import example_day
from therapist_app.screens.alert.earlier_view import EarlierView
from therapist_app.screens.alert.viewmodel import AlertState, AlertViewModel
from therapist_app.widgets.controls.buttons import ChoosingButton
from therapist_app.widgets.fields.choice_box import ChoiceBox
from therapist_app.widgets.layout.layouts import Beside
from therapist_app.widgets.parts import (
    STRETCH,
    Columns,
    LabelledField,
    MainButton,
    Part,
    TextArea,
    TextLine,
    Tick,
    button,
    card,
    empty,
    hold,
    reading,
    row,
    stack,
    symbol,
    text,
)
from therapist_app.workflows.sessions.answering_alerts import (
    AskedAction,
    ToTell,
    action_words,
    is_changed,
    left_undone,
)

GIVE_REASON = N_("Give a reason")
REASON = N_("Why something stays open")
TOLD_WHEN = N_("A time of today, or a day.")
NAMED_AT_MOST = 2
"""More open actions than these are not all named in one sentence."""


class AnsweredView(QWidget):
    """Who answered, when, what was done and what was left open."""

    def __init__(self, state: AlertState) -> None:
        super().__init__()
        answer, alert = state.answer, state.page.alert
        at = alert.acknowledged_at
        when = moment_in_words(at.astimezone()) if at else ""
        parts: list[Part] = [
            text(_("Answered by {name}, {when}").format(name=answer.by, when=when), wrap=True)
        ]
        changed = action_words(answer.actions) if is_changed(answer) else ""
        done = "" if changed else action_words(answer.actions)
        left = "\n".join(each.text for each in left_undone(state.page.asked, answer))
        told = facts_in_a_line(answer.told, answer.told_when)
        for title, words in (
            (_("The answer was changed before the form was finished"), changed),
            (pgettext("field", "Done"), done),
            (pgettext("field", "Not done"), left),
            (pgettext("field", "Why"), answer.reason_for_open_actions),
            (_("Who was told"), told),
            (_("To be told"), "\n".join(_to_tell_words(each) for each in state.page.to_tell)),
            (_("Facts and decision"), answer.facts),
            (pgettext("field", "Next contact"), _day_words(answer.next_contact)),
            (pgettext("field", "Taken over"), _taken_over_words(state)),
        ):
            if words:
                parts += [text(title, "strong"), reading(words)]
        self.setLayout(stack(card(_("What was done"), *parts)))


class RecordedLine(QWidget):
    """One thing that the record alone can say: when it was done, or where it is done.

    Signals:
        form_chosen: The id of a form that shows it.

    """

    form_chosen = Signal(str)

    def __init__(self, action: AskedAction) -> None:
        super().__init__()
        self.action_id = action.id
        self._action = action
        self.forms: list[ChoosingButton] = []
        self._lines = row(margins=("s", "xs", 0, "xs"))
        self.setLayout(self._lines)
        self._lay_out()

    def show_action(self, action: AskedAction) -> None:
        """Show what the record says now."""
        if action != self._action:
            self._action = action
            empty(self._lines)
            self._lay_out()

    def _lay_out(self) -> None:
        action, done = self._action, self._action.done_at
        said = (
            action.lacks or _("not in the record since this alert opened")
            if done is None
            else _("in the record, {when}").format(when=moment_in_words(done.astimezone()))
        )
        sign = symbol("circle") if done is None else symbol("check", "good")
        words = stack(
            text(action.text, wrap=True), text(said, "small", tone="muted", wrap=True), gap="hair"
        )
        self.forms = [
            ChoosingButton(each.title, each.form_id, name=_("Open {form}").format(form=each.title))
            for each in action.shown_by
            if done is None
        ]
        line = row(stack(sign, STRETCH), hold(words), gap="s", grows=1)
        whole = Beside(hold(line), hold(row(*self.forms, gap="s"))) if self.forms else hold(line)
        self._lines.addWidget(whole)
        for each in self.forms:
            each.chosen.connect(self.form_chosen)


class ActionTick(Tick):
    """One thing the clinic asks for, which a person says.

    Signals:
        action_ticked: The action's id; it was ticked, or unticked.

    """

    action_ticked = Signal(str)

    def __init__(self, action: AskedAction) -> None:
        super().__init__(action.text)
        self.action_id = action.id
        self.turned.connect(self._on_turned)

    def _on_turned(self) -> None:
        self.action_ticked.emit(self.action_id)


class AnswerView(QWidget):
    """Ticks, who was told, facts and decision, next contact; and the one button."""

    def __init__(self, viewmodel: AlertViewModel) -> None:
        super().__init__()
        self._viewmodel = viewmodel
        state = viewmodel.state
        self.asked = [
            RecordedLine(each) if each.shown_by else ActionTick(each) for each in state.page.asked
        ]
        self.ticks = [each for each in self.asked if isinstance(each, ActionTick)]
        self.recorded = [each for each in self.asked if isinstance(each, RecordedLine)]
        self.told = TextLine()
        self.told_when = TextLine()
        self.not_told = Tick(_("Not told yet: it stays on Today until it is done"))
        self.tell_by = ChoiceBox(
            [
                ("", _("Choose a day")),
                *((each.isoformat(), day_in_words(each)) for each in state.days),
            ]
        )
        self.facts = TextArea(lines=3)
        self.already = text("", "small", tone="muted", wrap=True)
        self.contact = ChoiceBox(
            [
                ("", _("Choose a day")),
                *((each.isoformat(), day_in_words(each)) for each in state.days),
            ]
        )
        self.reason = TextArea(lines=2)
        self.reason_field = LabelledField(_(REASON), self.reason)
        self.give_reason = button(_(GIVE_REASON), "quiet")
        self.record = MainButton(_("Record the answer"), is_final=True)
        self.missing = text("", "small", tone="attention", wrap=True)
        self._missing_line = QWidget()
        self.earlier = EarlierView(state.page.earlier, state.page.alert.stream)
        self._when = LabelledField(pgettext("field", "W&hen"), self.told_when, hint=_(TOLD_WHEN))
        # its hint keeps the tick beneath it in its place, whichever of the two fields stands there
        self._by = LabelledField(pgettext("field", "&By when"), self.tell_by, hint=_limit(state))
        self._build(state)
        for tick in self.ticks:
            tick.action_ticked.connect(viewmodel.toggle)
        for line in self.recorded:
            line.form_chosen.connect(viewmodel.open_form)
        self.not_told.turned.connect(viewmodel.toggle_to_tell)
        self.tell_by.chosen.connect(viewmodel.choose_tell_by)
        self.told.edited.connect(viewmodel.write_told)
        self.told_when.edited.connect(viewmodel.write_told_when)
        self.told_when.settled.connect(self._on_told_when_settled)
        self.facts.edited.connect(viewmodel.write_facts)
        self.reason.edited.connect(viewmodel.write_reason)
        self.contact.chosen.connect(viewmodel.choose_day)
        self.give_reason.clicked.connect(self._on_give_reason_clicked)
        self.earlier.chosen.connect(viewmodel.take_over)
        self.earlier.taken_back.connect(viewmodel.take_back)
        self.record.clicked.connect(viewmodel.record)

    def show_state(self, state: AlertState) -> None:
        """Show the answer as far as it is written, and what it lacks."""
        answer = state.answer
        for tick in self.ticks:
            tick.setChecked(tick.action_id in answer.actions)
        asked = {each.id: each for each in state.page.asked}
        for line in self.recorded:
            line.show_action(asked[line.action_id])
        self.earlier.show_state(state)
        self.told.show_words(answer.told)
        self.told_when.show_words(answer.told_when)
        self._show_when(state)
        self.not_told.setChecked(state.is_to_tell)
        self.tell_by.show_chosen(state.tell_by)
        self._when.setVisible(not state.is_to_tell)
        self._by.setVisible(state.is_to_tell)
        self.facts.show_words(answer.facts)
        self._show_already(state)
        self.reason.show_words(answer.reason_for_open_actions)
        self.contact.show_chosen(answer.next_contact)
        if answer.reason_for_open_actions:
            self._show_reason()
        self._show_missing()

    def _show_when(self, state: AlertState) -> None:
        """Say under the time that it lies before the alert opened; it may be so."""
        words = _(TOLD_WHEN)
        if state.is_told_before and not state.is_to_tell:
            opened = moment_in_words(state.page.alert.opened_at.astimezone())
            words = _("This is before the alert opened: {when}.").format(when=opened)
        self._when.hint.setText(words)
        describe_quietly(self.told_when, words)

    @Slot()
    def _on_told_when_settled(self) -> None:
        """Have it heard as well by whoever leaves the time as it is; also that it is none."""
        state = self._viewmodel.state
        if state.is_told_before:
            announce(self, self._when.hint.text(), "problem")
        elif self.told_when.text().strip() and "told_when" in state.missing:
            announce(self, _told_when_words(state), "problem")

    def _show_already(self, state: AlertState) -> None:
        """Say what stands here as a form of the session says it: the facts, or the day alone."""
        words = (
            _("Already written in: {forms}. Read it through; you can change it here.")
            if state.has_facts_written
            else _("The day of the next contact is the one in: {forms}.")
        )
        forms = state.page.written.sources
        is_said = state.has_facts_written or state.has_contact_written
        if not is_said and not state.answer.facts.strip():
            forms = state.page.written.asks_too
            words = _("Also asked in: {forms}. If you write it there first, it stands here.")
            is_said = bool(forms)
        self.already.setText(words.format(forms=together(forms)))
        self.already.setVisible(is_said)

    def _show_missing(self) -> None:
        reason_at = REASON if self.give_reason.isHidden() else GIVE_REASON
        words = missing_words(self._viewmodel.state, reason_at)
        self.missing.setText(words)
        self._missing_line.setVisible(bool(words))
        self.record.setEnabled(not words)
        self.record.setAccessibleDescription(words)

    def start_focus(self) -> None:
        """Put the keyboard on the first thing that is not done."""
        self._first_undone.setFocus()

    @property
    def _first_undone(self) -> QWidget:
        ways = (each.forms[0] for each in self.recorded if each.forms)
        ticks = (each for each in self.ticks if not each.isChecked())
        return next(chain(ways, ticks, (self.facts,)))

    @property
    def lacking(self) -> QWidget | None:
        """Where what the answer lacks first is done; None once it is whole."""
        state = self._viewmodel.state
        if not state.missing:
            return None
        first_undone = self._first_undone
        places: dict[str, QWidget] = {
            "actions": first_undone,
            "reason": first_undone,
            "facts": self.facts,
            "told": self.told,
            "to_tell": self.tell_by if state.answer.told.strip() else self.told,
            "told_when": self.told_when,
            "next_contact": self.contact,
            "put_off": self.contact,
        }
        return places[state.missing[0]]

    def _build(self, state: AlertState) -> None:
        self.reason_field.hide()
        told = LabelledField(_("&Who was told, or is to be told"), self.told)
        who_and_when = Columns(
            hold(stack(told, STRETCH)),  # its field stands beside the day, whatever is under that
            hold(stack(self._when, self._by, STRETCH)),
            shares=(1, 1),  # so that the day is read whole
            gap="m",
        )
        telling = hold(stack(who_and_when, self.not_told, gap="s"))
        if state.page.alert.level == "watch":
            telling.hide()
        facts = LabelledField(
            _("&Facts and decision"), self.facts, hint=_("Roles, no names of others.")
        )
        contact = LabelledField(
            pgettext("field", "&Next contact"), self.contact, hint=_limit(state)
        )
        line = row(stack(symbol("alert", "attention"), STRETCH), self.missing, gap="s", grows=1)
        self._missing_line.setLayout(line)
        sheet = card(
            _("What I do"),
            *self.asked,
            telling,
            self.already,
            facts,
            contact,
            self.reason_field,
            row(self.give_reason, STRETCH, self.record),
            self._missing_line,  # below: it goes when nothing is missing, and the button stays
            gap="s",
        )
        # Else all that stands in it would be read at once; and the day is not that of acting.
        until = _("Next contact at the latest {day}")
        sheet.setAccessibleDescription(until.format(day=day_in_words(state.page.contact_by)))
        self.setLayout(stack(self.earlier, sheet))
        self.earlier.setVisible(bool(state.page.earlier))  # with an owner, or it is a window

    def _show_reason(self) -> None:
        self.reason_field.show()
        self.give_reason.hide()

    def _on_give_reason_clicked(self) -> None:
        self._show_reason()
        self._show_missing()
        self.reason.setFocus()


def _limit(state: AlertState) -> str:
    return _("At the latest {day}").format(day=day_in_words(state.page.contact_by))


def _to_tell_words(promised: ToTell) -> str:
    return _("{who}, by {day}").format(who=promised.who, day=day_in_words(promised.by))


def _day_words(day: str) -> str:
    return day_in_words(date.fromisoformat(day)) if day else ""


def _taken_over_words(state: AlertState) -> str:
    if not state.answer.taken_from:
        return ""
    return _("From the answer to another alert, as the same thing")


def _told_when_words(state: AlertState) -> str:
    if state.is_told_ahead:
        return _(
            "When they were told: that is still to come. "
            "Where it is yet to be done, tick “Not told yet”."
        )
    return _("When they were told: a time of today as 14:30, or a day as {day}.").format(
        day=example_day(today=state.days[0])
    )


def missing_words(state: AlertState, reason_at: str) -> str:
    """Return what the answer still lacks, a line each; empty when it is whole.

    `reason_at` is the button or the field, to be translated, at which a reason is given.
    """
    words = {
        "actions": _("Nothing was done yet: tick what was, or fill in one of the forms."),
        "reason": _open_words(state.left_open, len(state.page.asked), _(reason_at)),
        "facts": _("Write the facts and the decision: one sentence at least."),
        "told": _("Say who was told, or is to be told."),
        "to_tell": _("Say who is to be told, and by when."),
        "told_when": _told_when_words(state),
        "next_contact": _("Choose the day of the next contact."),
        "put_off": _(
            "Contact is already promised for an earlier day: choose that day, or one before it."
        ),
    }
    alone = set(state.missing) == {"actions"}  # beside "still open" it would say it twice
    shown = [each for each in state.missing if each != "actions" or alone]
    return "\n".join(words[each] for each in shown)


def _open_words(left: tuple[str, ...], asked: int, place: str) -> str:
    """Return how much is still open and what, by name, and at which place a reason is given.

    Of many the first alone is named: all stand above, and the next is named once it is done.
    """
    words = (
        _("{open} of {asked} still open: {action}. Do what is open, or say why at “{place}”.")
        if len(left) <= NAMED_AT_MOST
        else _("{open} of {asked} still open, first: {action}. Do it, or say why at “{place}”.")
    )
    action = listed(left if len(left) <= NAMED_AT_MOST else left[:1])
    return words.format(open=len(left), asked=asked, action=action, place=place)
