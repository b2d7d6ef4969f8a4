"""A closed gate: which it is, what it asks for, what is missing, and where that is done."""

from datetime import date
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from session_forms.words.day_words import day_in_words, written_day
from session_forms.words.reason_words import says_why
from session_forms.words.texts import _, pgettext
from therapist_app.accessibility.in_short import hold_whole, in_short
from therapist_app.form_widgets.values.day_line import DayLine
from therapist_app.screens.client.starting import (
    ClosedGate,
    MissingForGate,
    StartChecks,
    StartViewModel,
)
from therapist_app.screens.client.viewmodel import ClientViewModel
from therapist_app.widgets.controls.buttons import ChoosingButton, is_main_key, lead_to
from therapist_app.widgets.layout.page_view import TurnedPage, foot_bar, whole_page
from therapist_app.widgets.page_help import PageHelp
from therapist_app.widgets.parts import (
    STRETCH,
    LabelledField,
    Part,
    TextArea,
    TextLine,
    box,
    button,
    card,
    hold,
    keep_aside,
    reading,
    row,
    rule,
    scroll_cards,
    stack,
    symbol,
    text,
)
from therapist_app.widgets.read_by_lines import ReadByLines


class MissingRow(QWidget):
    """One thing that is missing, with the way to do it."""

    def __init__(self, viewmodel: ClientViewModel, missing: MissingForGate) -> None:
        super().__init__()
        self.go: ChoosingButton | None = None
        parts: list[Part] = [symbol("circle"), text(missing.words, wrap=True)]
        if missing.form_id or missing.alert_id:
            words = (
                pgettext("button", "Go there")
                if missing.form_id
                else pgettext("button", "Answer it")
            )
            name = f"{words}: {in_short(missing.words)}"
            self.go = ChoosingButton(words, missing.form_id or missing.alert_id, name=name)
            hold_whole(self.go, missing.words)
            goes = viewmodel.open_form if missing.form_id else viewmodel.answer_alert
            self.go.chosen.connect(goes)
            parts.append(self.go)
        line = row(*parts, gap="m", margins=(0, "xs", 0, "xs"))
        line.setStretch(1, 1)
        self.setLayout(line)


class OverrideView(QWidget):
    """The way past a hard gate: a reason and a named supervisor, both written down.

    What was written at the gate before stands there, to be read and changed.
    """

    def __init__(self, starting: StartViewModel, gate_id: str, ask: StartChecks) -> None:
        super().__init__()
        self._starting = starting
        self._gate_id = gate_id
        self.reason = TextArea(lines=2)
        self.supervisor = TextLine()
        self.go_past = button(_("Override this gate"))
        self.why_not = text(_("Needs a reason and your supervisor's name."), "small", tone="muted")
        told = _("Kept in the record and counted in the service report.")
        sheet = box(
            "well",
            stack(
                LabelledField(_("Why you continue now"), self.reason, hint=told),
                LabelledField(
                    _("Which supervisor agreed"),
                    self.supervisor,
                    hint=_("A supervisor who works in this service is told that you named them."),
                ),
                row(self.why_not, STRETCH, self.go_past),
                gap="s",
                margins=("m",) * 4,
            ),
        )
        self.setLayout(stack(sheet))
        self.reason.edited.connect(self._on_edited)
        self.supervisor.edited.connect(self._on_edited)
        self.go_past.clicked.connect(self._on_go_past_clicked)
        self.reason.setPlainText(ask.said)
        self.supervisor.setText(ask.agreed)
        self._on_edited()

    def lead_on(self) -> None:
        """Lead to what goes past the gate, or to the field that is still empty; go past nothing."""
        if self.go_past.isEnabled():
            lead_to(self.go_past)
        else:
            empty = self.supervisor if says_why(self.reason.toPlainText()) else self.reason
            empty.setFocus()

    def _on_edited(self) -> None:
        is_said = says_why(self.reason.toPlainText())
        whole = is_said and bool(self.supervisor.text().strip())
        self.go_past.setEnabled(whole)
        self.why_not.setVisible(not whole)

    def _on_go_past_clicked(self) -> None:
        self._starting.override(self._gate_id, self.reason.toPlainText(), self.supervisor.text())


class ToldBeforeView(QWidget):
    """What is said of limits that were told before this record: the day, and where it is noted."""

    def __init__(self, starting: StartViewModel, last: date) -> None:
        super().__init__()
        self._starting = starting
        self.day = DayLine(today=starting.today)
        self.day.show_limits(None, last)
        self.noted_in = TextLine()
        self.keep = button(_("Record that they were told"))
        self.why_not = text(_("Needs the day, and where it is noted."), "small", tone="muted")
        until = _("The day on which the client said them back, {day} at the latest.")
        self._until = until.format(day=written_day(last))
        self.day_field = LabelledField(_("Told and said back on"), self.day, hint=self._until)
        where = _("For example: in the paper file of the service before.")
        sheet = box(
            "well",
            stack(
                self.day_field,
                LabelledField(_("Where that is noted"), self.noted_in, hint=where),
                text(
                    _("You sign this in the audit trail, and it stands in the supervision pack."),
                    "small",
                    tone="muted",
                    wrap=True,
                ),
                row(self.why_not, STRETCH, self.keep),
                gap="s",
                margins=("m",) * 4,
            ),
        )
        self._last = last
        self.setLayout(stack(sheet))
        self.day.edited.connect(self._on_edited)
        self.noted_in.edited.connect(self._on_edited)
        self.keep.clicked.connect(self._on_keep_clicked)
        self._on_edited()

    def lead_on(self) -> None:
        """Lead to what records it, or to the field that lacks something; record nothing."""
        if self.keep.isEnabled():
            lead_to(self.keep)
        else:
            (self.noted_in if self._day() is not None else self.day).setFocus()

    def _on_edited(self) -> None:
        day = self._day()
        self.day_field.hint.setText(self._until if day is None else day_in_words(day))
        self.day_field.show_problem(self._problem())
        whole = day is not None and bool(self.noted_in.text().strip())
        self.keep.setEnabled(whole)
        self.why_not.setVisible(not whole)

    def _day(self) -> date | None:
        day = self.day.read(self.day.text())
        return day if day is not None and day <= self._last else None

    def _problem(self) -> str:
        written = self.day.read(self.day.text())
        if written is None or written <= self._last:
            return ""
        return _("That day is not before this record: tell the limits again, and fill in the form.")

    def _on_keep_clicked(self) -> None:
        day = self._day()
        if day is not None:
            self._starting.say_told_before(day, self.noted_in.text())


class GateCard(QWidget):
    """One closed gate.

    Signals:
        opened: A part of it is filled in now, and has to be seen whole.

    """

    opened = Signal(QWidget)

    def __init__(self, viewmodel: ClientViewModel, gate: ClosedGate, ask: StartChecks) -> None:
        super().__init__()
        self.rows = [MissingRow(viewmodel, each) for each in gate.missing]
        self.override_form = OverrideView(viewmodel.starting, gate.id, ask)
        self.override_form.hide()
        self.override_opens = button(_("Override and continue"), "quiet")
        self.may_pass = gate.is_hard and gate.may_be_overridden
        kind = _("This comes first") if gate.is_hard else _("Recommended before this session")
        self.read = ReadByLines(kind)
        said = (gate.text, *(each.words for each in gate.missing))
        self.read.hold_lines(said, stack(text(kind, "small", tone="muted")))
        parts: list[Part] = [self.read, rule()]
        parts += [text(pgettext("part", "Still missing"), "strong"), *self.rows]
        if self.may_pass:
            parts += [rule(), row(self.override_opens, STRETCH), self.override_form]
        self.before_opens = button(_("Write down that they were told before this record"), "quiet")
        self.told_before: ToldBeforeView | None = None
        if gate.told_until is not None:
            self.told_before = ToldBeforeView(viewmodel.starting, gate.told_until)
            self.told_before.hide()
            parts += [rule(), row(self.before_opens, STRETCH), self.told_before]
        else:
            self.before_opens.hide()
        sheet = card(gate.text, *parts, gap="s")
        sheet.setAccessibleName(in_short(gate.text))  # all of it is heard where it is read by lines
        self.setLayout(stack(sheet))
        keep_aside(self, self.override_form, self.override_opens, self.before_opens)
        self.before_opens.clicked.connect(self._on_before_opens_clicked)
        self.override_opens.clicked.connect(self._on_override_opens_clicked)

    def _on_override_opens_clicked(self) -> None:
        self.override_opens.hide()
        self.override_form.show()
        self.override_form.reason.setFocus()
        self.override_form.reason.selectAll()  # what was written at another gate is written over
        self.opened.emit(self.override_form)

    def _on_before_opens_clicked(self) -> None:
        self.before_opens.hide()
        if self.told_before is not None:
            self.told_before.show()
            self.told_before.day.setFocus()
            self.opened.emit(self.told_before)


class ReasonCard(QWidget):
    """What is out of the ordinary about a session, and the one line that says why."""

    def __init__(self, ask: StartChecks) -> None:
        super().__init__()
        self.reason = TextLine()
        self.reason.setText(" ".join(ask.said.split()))
        told = _("It is kept in the record and counted in the fidelity report.")
        why = _("Why now, in one line") if ask.unusual else _("Why you start anyway (optional)")
        parts: list[Part] = [row(symbol("next"), text(each, wrap=True)) for each in ask.unusual]
        title = (
            _("This is not the usual order") if ask.unusual else pgettext("part", "Starting anyway")
        )
        field = LabelledField(why, self.reason, hint=told)
        self.setLayout(stack(card(title, *parts, field, gap="s")))


class DayCard(QWidget):
    """For when the session is planned that is to start, and what becomes of that."""

    def __init__(self, ask: StartChecks) -> None:
        super().__init__()
        words = _("It is planned for {day}. If you start it now, it moves to today.")
        if ask.passed:
            words = _(
                "It was planned for {day}. If it took place then and you write it down now, record "
                "it for that day; else hold it today."
            )
        self.words = reading(words.format(day=ask.passed or ask.planned))
        self.setLayout(stack(card(_("This session is planned for another day"), self.words)))


class PausesCard(QWidget):
    """Whose session runs, and what becomes of it."""

    def __init__(self, ask: StartChecks) -> None:
        super().__init__()
        words = [_("It is paused if you start this one, and waits on Today to be continued.")]
        if ask.leaves_alert:
            words.append(_("That client has an open alert."))
        title = _("The session with {code} is running").format(code=ask.pauses)
        self.setLayout(stack(card(title, reading(" ".join(words)))))


class GateView(TurnedPage):
    """What stands before the session that is to start: its day, gates, what needs a reason."""

    HELP = PageHelp(
        "Something should be done before this session starts; this page says what, and "
        "takes you there. Where the programme allows it, you can start anyway and write "
        "down why. A session that is planned for a day to come moves to today, of one of a "
        "day before you say on which day it was held, and another one that runs is paused.",
        read_on="docs/guides/therapist.md",
    )

    def __init__(self, viewmodel: ClientViewModel, ask: StartChecks) -> None:
        super().__init__()
        self._starting = viewmodel.starting
        self._needs_reason = bool(ask.unusual)
        self._follows_an_override = bool(ask.said)
        self.cards = [GateCard(viewmodel, each, ask) for each in ask.gates]
        self.day = DayCard(ask)
        if not (ask.planned or ask.passed):
            self.day.hide()
        pauses = [PausesCard(ask)] if ask.pauses else []
        told: list[Part] = []
        if ask.told_before:
            told = [card(_("The limits of confidentiality"), reading(ask.told_before), gap="s")]
        self.reason = ReasonCard(ask)
        self.back = button(pgettext("button", "Back"), "quiet")
        is_free = ask.needs_no_reason
        on_its_way = _("Start it today") if ask.planned else _("Start this session")
        if ask.passed:
            self.start = button(_("Record it for that day"))
        else:
            self.start = button(on_its_way if is_free else _("Start it anyway"))
        self.today = button(_("Hold it today"))
        is_hard = any(each.is_hard for each in ask.gates)
        if is_hard:
            self.start.hide()
        if is_hard or not ask.passed:
            self.today.hide()
        if is_hard or is_free:
            self.reason.hide()
        self._on_reason_edited()
        title = text(ask.title, "title", wrap=True, told="part")
        page = stack(
            title,
            *pauses,
            self.day,
            *self.cards,
            *told,
            self.reason,
            STRETCH,
            gap="m",
            margins=("page", "l", "page", "l"),
        )
        self.area = scroll_cards(row(hold(page), gap="hair"))
        foot = foot_bar(self.back, STRETCH, self.start, self.today)
        self.setLayout(whole_page(None, self.area, foot))
        for each in self.cards:
            each.opened.connect(self._show_whole)
        self.reason.reason.edited.connect(self._on_reason_edited)
        goes_on = self.start.setFocus if ask.passed else self._on_start_clicked
        self.reason.reason.returnPressed.connect(goes_on)  # no key chooses the day unmeant
        self.start.clicked.connect(self._on_start_clicked)
        self.today.clicked.connect(self._on_today_clicked)
        self.back.clicked.connect(self.back_chosen)

    @override
    def focus_first(self) -> None:
        """Put the keyboard on the first thing to do; after an override, on the next one.

        A key that was pressed once too often then leads into no form.
        """
        buttons = [each.go for gate in self.cards for each in gate.rows if each.go is not None]
        ways_past = [each.override_opens for each in self.cards if each.may_pass]
        if self._follows_an_override and ways_past:
            ways_past[0].setFocus()
        elif buttons:
            buttons[0].setFocus()
        elif self.reason.isVisibleTo(self):
            self.reason.reason.setFocus()
        elif self.cards:
            self.cards[0].read.setFocus()  # else nobody hears why there is nothing to do
        else:
            self.back.setFocus()

    def _show_whole(self, part: QWidget) -> None:
        """Bring a part into view, with what is pressed at its foot, once it is laid out."""
        QTimer.singleShot(0, part, partial(self.area.ensureWidgetVisible, part))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Lead with Ctrl+Enter to what starts it, wherever on the page that stands; start none."""
        here = self.window().focusWidget()
        opened = (form for card in self.cards for form in (card.override_form, card.told_before))
        forms = (each for each in opened if each is not None)
        inside = next((each for each in forms if each.isAncestorOf(here)), None)
        if is_main_key(event) and inside is not None:
            inside.lead_on()
            return
        leads = is_main_key(event) and self.start.isVisibleTo(self)
        if not leads:
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            if self.start.isEnabled():
                lead_to(self.start)
            else:
                self.reason.reason.setFocus()

    def _on_reason_edited(self) -> None:
        is_given = says_why(self.reason.reason.text())
        for each in (self.start, self.today):
            each.setEnabled(is_given or not self._needs_reason)

    def _on_start_clicked(self) -> None:
        if self.start.isEnabled():
            self._starting.start_anyway(self.reason.reason.text())

    def _on_today_clicked(self) -> None:
        self._starting.start_anyway(self.reason.reason.text(), is_today=True)
