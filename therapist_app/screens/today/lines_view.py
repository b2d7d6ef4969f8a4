"""The lines of the first screen, and the banners that stand over the day."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QLabel, QLayout, QPushButton, QWidget
from typing_extensions import override

from session_forms.words.day_words import (
    clock_time,
    day_in_words,
    moment_in_words,
    near_day,
    written_day,
)
from session_forms.words.list_words import facts_in_a_line, listed
from session_forms.words.texts import N_, NN_, NP_, _, counted, ngettext, pgettext
from therapist_app import commands
from therapist_app.accessibility.in_short import in_short
from therapist_app.form_widgets.alert_banner import AlertBanner
from therapist_app.form_widgets.off_buttons import MOVE, OffButtons
from therapist_app.form_widgets.planning_sheet import MissedSheet
from therapist_app.form_widgets.ready_light import MOVE_WIDTH, ReadyList, light
from therapist_app.record.model import Alert
from therapist_app.screens.today.viewmodel import TodayViewModel
from therapist_app.theme.look import look
from therapist_app.widgets.parts import (
    STRETCH,
    LeavingButton,
    Part,
    banner,
    box,
    button,
    chip,
    hold,
    keep_aside,
    row,
    stack,
    symbol,
    text,
)
from therapist_app.workflows.course.ways_of_meeting import HOW_WORDS
from therapist_app.workflows.entering.access_scope import choice_in_words
from therapist_app.workflows.measures.score_words import session_number
from therapist_app.workflows.overviews.plan_choices import CANCELLED, MISSED, session_words
from therapist_app.workflows.overviews.seeing_others import OtherAlert, OtherCaseload
from therapist_app.workflows.overviews.seeing_today import TodayAppointment, Unfinished
from therapist_app.workflows.overviews.waiting import WaitingPerson, weeks_words
from therapist_app.workflows.sessions.answering_alerts import is_past_its_time
from therapist_app.workflows.sessions.safety_thread import LEVEL_WORDS, DuePromise

STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
LETTERS = {"d": MISSED, "c": CANCELLED, "m": MOVE}
OPEN_LETTER = "o"
CLOCK_WIDTH, TASK_WIDTH = 64, 72
UNANSWERED_SHOWN = 3
MOVES = {
    "planned": NP_("button", "Open"),
    "in_progress": NP_("button", "Continue"),
    "on_hold": NP_("button", "Continue"),
    "held": NP_("button", "Note"),
    "signed": NP_("button", "Open"),
    "missed": NP_("button", "Open"),
}
STATES = {  # words, tone
    "in_progress": (NP_("session", "running"), "accent"),
    "on_hold": (NP_("session", "paused"), "attention"),
    "held": (NP_("session", "held"), "good"),
    "signed": (NP_("session", "signed"), "good"),
    "missed": (N_("did not take place"), "quiet"),
}
ENDINGS = {  # said in the place of "held"
    "to_be_continued": (N_("to be continued"), "attention"),
    "broken_off": (NP_("how a session ended", "broken off"), "attention"),
}
OVER = frozenset({"held", "signed"})
TASKS = {  # sign, title, button
    "hand_over": ("handover", N_("A hand-over was interrupted"), NP_("button", "Open")),
    "form": ("form", N_("A form is not finished"), NP_("button", "Continue")),
    "planning": ("calendar", N_("A session is not planned yet"), NP_("button", "Open")),
    "session": ("session", N_("A session was begun and never ended"), NP_("button", "Continue")),
    "note": ("note", NP_("button", "Sign note"), NP_("button", "Open")),
    "measure": ("form", N_("Measure still to fill in"), NP_("button", "Ask")),
    "plan": ("plan", N_("Plan to review"), NP_("button", "Open")),
    "course": ("info", N_("Course review suggested"), NP_("button", "Open")),
    "supervision": ("outcomes", N_("Discuss in supervision"), NP_("button", "Open")),
    "second_rating": ("check", N_("Second rating due (one session in ten)"), NP_("button", "Open")),
    "report_task": ("outcomes", N_("For you to do after a report"), NP_("button", "Open")),
    "restriction": ("lock", N_("Restriction to look at again"), NP_("button", "Open")),
    "legal_hold": ("lock", N_("Legal hold to look at again"), NP_("button", "Open")),
}
SEVERAL = {
    "plan": NN_("Plan to review", "Plans to review"),
    "measure": NN_("{count} measure still to fill in", "{count} measures still to fill in"),
}
SAY_THEIR_FORM = frozenset({"course"})
"""What is called by its form, which is not said again."""
DUE_BY = frozenset({"plan", "supervision", "restriction", "legal_hold"})
"""What is done by a day, which the day alone does not say."""


class AppointmentLine(QWidget):
    """One appointment; while it has the keyboard, letters ask what became of it.

    Its code leads to the page of its client, and so does a click on its words. One of an earlier
    day says its day.

    Signals:
        stepped: The keyboard goes so many appointments down.

    """

    stepped = Signal(int)

    def __init__(self, line: TodayAppointment, viewmodel: TodayViewModel, *, is_next: bool) -> None:
        super().__init__()
        self._viewmodel = viewmodel
        self.line = line
        is_barred = line.readiness is not None and line.readiness.state == "barred"
        starts = is_next and line.state == "planned" and not is_barred
        words = pgettext("button", "Start session") if starts else _(MOVES[line.state])
        is_first = is_next and not is_barred
        self.move_on = button(words, "primary" if is_first else "secondary")
        self.move_on.setAccessibleName(f"{words}, {line.code}")
        session = session_words(line.plan_id, line.plan_title)
        planned = line.at.astimezone()
        is_earlier = planned.date() < viewmodel.state.page.day
        at = moment_in_words(planned) if is_earlier else clock_time(planned)
        marks = _chips(line)
        marked = [each.text() for mark in marks for each in mark.findChildren(QLabel)]
        self.move_on.setAccessibleDescription(facts_in_a_line(at, session, *filter(None, marked)))
        clock = None if is_earlier else text(at, "lead", told="words")
        self.code = LeavingButton(line.code, commands.ClientPage(line.client_id), "link")
        self.code.setAccessibleName(_("Open the page of {code}").format(code=line.code))
        when = [text(at)] if is_earlier else []
        first = row(self.code, *when, *marks, STRETCH)
        what = text(session, wrap=True)
        self.body = hold(stack(first, what, gap="xs"))
        self.body.setCursor(Qt.CursorShape.PointingHandCursor)
        self.off: OffButtons | None = None
        if line.state == "planned":
            about = facts_in_a_line(line.code, at) if is_earlier else line.code
            self.off = OffButtons(about, is_before=self._is_to_come())
            self.off.chosen.connect(self._on_off_chosen)
        self.undo: QPushButton | None = None
        if line.may_undo_missed:
            self.undo = button(pgettext("button", "Undo"), "quiet")
            self.undo.setAccessibleName(_("Undo: {code} did not take place").format(code=line.code))
            self.undo.clicked.connect(partial(viewmodel.undo_missed, line))
        self.ready: ReadyList | None = None
        if is_next and line.readiness is not None:
            self.ready = ReadyList(line.readiness, line.client_id, line.appointment_id)
        frame = box("current" if is_next else "entry", self._arrange(clock, self._words()))
        self.sheet: MissedSheet | None = None
        self._layout = stack(frame, gap="s")
        self.setLayout(self._layout)
        self.move_on.clicked.connect(partial(viewmodel.open_appointment, line))
        self.move_on.installEventFilter(self)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ask whether it did not take place, or where it is moved to; or open its client's page."""
        letter, is_here = event.text().lower(), self.move_on.hasFocus()
        if not is_here or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif letter in LETTERS and self.line.state == "planned":
            self._on_off_chosen(LETTERS[letter])
        elif letter == OPEN_LETTER:
            self.code.click()
        else:
            super().keyPressEvent(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the page of its client with a click on its words."""
        at = self.body.mapFrom(self, event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and self.body.rect().contains(at):
            self.code.click()
        else:
            super().mouseReleaseEvent(event)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go up and down between appointments, which a button would take for a way to the next."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = STEPS.get(Qt.Key(event.key()), 0)
            if step and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
                self.stepped.emit(step)
                return True
        return super().eventFilter(watched, event)

    def ask_no_more(self) -> bool:
        """Take away what is asked, and return whether anything was."""
        if self.sheet is None:
            return False
        self.sheet.hide()
        self.sheet.deleteLater()
        self.sheet = None
        self.move_on.setFocus()
        return True

    @Slot(str)
    def _on_off_chosen(self, asked: str) -> None:
        if asked == MOVE:
            self._viewmodel.move_appointment(self.line)
        else:
            self._ask_missed(asked)

    def _ask_missed(self, said: str) -> None:
        self.ask_no_more()
        self.sheet = MissedSheet(
            self.line.at.astimezone(),
            self._is_to_come,
            said=said,
            may_remove=self._viewmodel.may_remove(self.line),
        )
        self.sheet.recorded.connect(partial(self._viewmodel.record_missed, self.line))
        self._layout.addWidget(self.sheet)
        self.sheet.focus_first()

    def _is_to_come(self) -> bool:
        return self._viewmodel.now < self.line.at

    def _words(self) -> QWidget:
        """Return what stands beside the clock, with what may have become of it beneath."""
        if self.undo is not None:
            return hold(stack(self.body, row(self.undo, STRETCH)))
        return self.body if self.off is None else hold(stack(self.body, self.off))

    def _arrange(self, clock: QLabel | None, body: QWidget) -> QLayout:
        ready = [self.ready] if self.ready is not None else []
        before = [clock] if clock is not None else []
        if look().is_large:
            move = row(self.move_on, STRETCH)
            return stack(
                row(*before, body, gap="m", grows=len(before)),
                move,
                *ready,
                gap="s",
                margins=("s",) * 4,
            )
        for each in before:
            each.setFixedWidth(look().scaled(CLOCK_WIDTH))
        self.move_on.setMinimumWidth(look().scaled(MOVE_WIDTH))
        line = row(*before, body, self.move_on, gap="m", grows=len(before))
        return stack(line, *ready, gap="s", margins=("s",) * 4)


def alert_line(
    alert: Alert, code: str, now: datetime, *, is_one_of_several: bool = False
) -> AlertBanner:
    """Return one open alert, with whose it is, and whether its time has passed.

    Of several of one client each tells its level, by which they are told apart.
    """
    at = alert.opened_at.astimezone()
    is_late = is_past_its_time(alert, now)
    if is_late:
        words = _("Past its time: answer it now. Opened {day}, {time}.")
    elif alert.level == "urgent":
        words = _("Answer it now. Opened {day}, {time}.")
    elif alert.appointment_id is None:  # there is no note that it bars
        words = _("It stays here until it is answered. Opened {day}, {time}.")
    else:
        words = _("Answer it before the note is signed. Opened {day}, {time}.")
    detail = words.format(day=day_in_words(at.date()), time=clock_time(at))
    title = _("An alert is open: {code}").format(code=code)
    if is_one_of_several:
        words = _("An alert is open: {code} ({level})")
        title = words.format(code=code, level=_(LEVEL_WORDS[alert.level]))
    name = _("Answer it, {code}: {rule}").format(code=code, rule=in_short(alert.states))
    return AlertBanner(alert, title, detail, name=name, is_past_its_time=is_late)


class PromiseLine(QWidget):
    """Something that was promised; what is due stands out by an edge and a word."""

    def __init__(self, line: DuePromise) -> None:
        super().__init__()
        self.line = line
        words = _("Log a contact") if line.is_contact else _("Say who was told")
        title = _("{code}: {title}").format(code=line.code, title=line.title)
        first = _("{title}, {due}").format(title=line.title, due=line.due)
        alike = dict.fromkeys(line.then)  # of several alerts, said in the same words
        more = [_("Then: {promise}").format(promise=each) for each in alike if each != first]
        detail = "\n".join((facts_in_a_line(line.due, line.tried), *more))
        self.open = LeavingButton(words, commands.PromisePage(line.promise_id))
        self.open.setAccessibleName(f"{words}: {title}, {line.due}")
        if line.is_due:
            tone = "urgent" if line.is_overdue else "attention"
            self.setLayout(stack(banner(tone, title, detail, self.open)))
            return
        said = stack(text(title, "strong", wrap=True), text(detail, "small", wrap=True), gap="hair")
        margins = (0, "xs", 0, "xs")
        self.setLayout(
            row(symbol("clock"), hold(said), self.open, gap="m", margins=margins, grows=1)
        )


class WaitingLine(QWidget):
    """Somebody who waits for a place in the course, and for how long."""

    def __init__(self, line: WaitingPerson) -> None:
        super().__init__()
        self.line = line
        words = pgettext("button", "Open")
        title = _("{code}: {title}").format(code=line.code, title=weeks_words(line.weeks))
        unfinished = "" if line.is_whole else _("first contact not finished")
        detail = facts_in_a_line(unfinished, line.source, line.decision or _urgency(line))
        self.open = LeavingButton(words, commands.ClientPage(line.client_id))
        self.open.setAccessibleName(f"{words}: {title}")
        said = stack(text(title, "strong", wrap=True), text(detail, "small", wrap=True), gap="hair")
        margins = (0, "xs", 0, "xs")
        self.setLayout(
            row(symbol("clock"), hold(said), self.open, gap="m", margins=margins, grows=1)
        )


def _urgency(line: WaitingPerson) -> str:
    return _("urgency: {when}").format(when=line.urgency) if line.urgency else ""


class OtherCaseloadLines(QWidget):
    """What waits with the clients of somebody else, named by whose they are.

    Attributes:
        open: Leads to those clients.

    """

    def __init__(self, line: OtherCaseload) -> None:
        super().__init__()
        self.line = line
        title, why = choice_in_words(line.choice)
        words = _("Open this caseload")
        self.open = LeavingButton(words, commands.UseCaseload(line.choice.id))
        self.open.setAccessibleName(f"{words}: {title}")
        told = [alert_words(each) for each in line.alerts]
        told += [
            _("{code}: {title}, {due}").format(code=each.code, title=each.title, due=each.due)
            for each in line.promises
        ]
        told += unfinished_words(line)
        told += unanswered_words(line)
        if not line.could_be_read:
            told = [_("What is open there could not be read. Switch to these clients to see why.")]
        calm = "attention" if line.waits else "info"
        tone = "urgent" if line.is_urgent else calm
        detail = "\n".join((why, *told))
        self.setLayout(stack(banner(tone, title, detail, self.open)))


def unfinished_words(line: OtherCaseload) -> list[str]:
    """Return whose session was begun and is not over, and whose note is not signed."""
    told: list[str] = []
    if line.begun:
        words = _("A session was begun and is not over: {codes}")
        told.append(words.format(codes=listed(line.begun)))
    if line.unsigned:
        words = _("A note is not signed: {codes}")
        told.append(words.format(codes=listed(line.unsigned)))
    return told


def unanswered_words(line: OtherCaseload) -> list[str]:
    """Return a sentence for each of the newest appointments that ask what became of them."""
    words = _("{code}: held, or did not come? {when}")
    shown = [
        words.format(
            code=each.code, when=moment_in_words(each.appointment.planned_for.astimezone())
        )
        for each in line.unanswered[:UNANSWERED_SHOWN]
    ]
    beyond = len(line.unanswered) - len(shown)
    if beyond:
        words = ngettext(
            "{count} more earlier appointment is without an answer.",
            "{count} more earlier appointments are without an answer.",
            beyond,
        )
        shown.append(words.format(count=beyond))
    return shown


def alert_words(line: OtherAlert) -> str:
    """Return that an alert is open, at which level and whose it is."""
    level = _(LEVEL_WORDS[line.alert.level])
    return _("{code}: an alert is open ({level})").format(code=line.code, level=level)


class TaskLine(QWidget):
    """Something to finish, in one form of a client or in several.

    Several measures stand in one line, which opens to the list of them.

    Attributes:
        each_of: What asks each of several measures; empty until they are shown.

    """

    def __init__(
        self, line: Unfinished, form_titles: Sequence[str], viewmodel: TodayViewModel
    ) -> None:
        super().__init__()
        self._viewmodel = viewmodel
        self.line = line
        self._form_titles = form_titles
        self._is_list = line.kind == "measure" and bool(line.also)
        sign, title, move = TASKS[line.kind]
        title = _(title)
        if line.also:
            title = counted(SEVERAL[line.kind], len(form_titles))
        words = pgettext("button", "Show") if self._is_list else _(move)
        self.open = button(words)
        self.open.setMinimumWidth(look().scaled(TASK_WIDTH))
        waits = line.waits
        known = (weeks_words(waits.weeks), waits.source, _urgency(waits)) if waits else ()
        form = "" if line.kind in SAY_THEIR_FORM else listed(form_titles)
        session = _("session {number}").format(number=session_number(line.plan_id))
        facts = (line.code, form, session if line.plan_id else "", line.what)
        when = _when(line, viewmodel.state.page.day)
        detail = facts_in_a_line(*facts, *known, when)
        # Since which week somebody waits tells whoever listens enough of the day.
        heard = facts_in_a_line(*facts, *(known or (when,)))
        self.open.setAccessibleName(f"{words}: {title}, {heard}")
        said = stack(text(title, "strong", wrap=True), text(detail, "small", wrap=True), gap="hair")
        self.close_session = button(_("Close the session"))
        self.close_session.setAccessibleName(f"{_('Close the session')}: {title}, {detail}")
        moves: list[Part] = [self.open]
        if line.kind == "session":
            moves.append(self.close_session)
        else:
            keep_aside(self, self.close_session)
        ways = hold(stack(*moves, gap="xs"))
        layout = row(symbol(sign), hold(said), ways, gap="m", margins=(0, "xs", 0, "xs"), grows=1)
        self.each_of: list[QPushButton] = []
        self._layout = stack(layout, gap="xs")
        self.setLayout(self._layout)
        self.open.clicked.connect(self._on_open_clicked)
        self.close_session.clicked.connect(partial(viewmodel.close_session, line))

    def _on_open_clicked(self) -> None:
        if self._is_list:
            self._show_each()
        else:
            self._viewmodel.finish(self.line)

    def _show_each(self) -> None:
        """Show each measure with what asks it, in the place of what showed them."""
        forms = (self.line.form_id, *self.line.also)
        for form_id, title in zip(forms, self._form_titles, strict=True):
            ask = button(_(TASKS["measure"][2]))
            ask.setMinimumWidth(look().scaled(TASK_WIDTH))
            ask.setAccessibleName(f"{ask.text()}: {facts_in_a_line(title, self.line.code)}")
            line = replace(self.line, form_id=form_id, also=())
            ask.clicked.connect(partial(self._viewmodel.finish, line))
            self._layout.addLayout(row(text(title, wrap=True), STRETCH, ask))
            self.each_of.append(ask)
        self.open.hide()
        self.each_of[0].setFocus()


def _when(line: Unfinished, today: date) -> str:
    """Return the day of something to finish; of what is due by a day, that it is, or was."""
    if line.kind in DUE_BY:
        words = _("due since {day}") if line.day < today else _("by {day}")
        return words.format(day=near_day(line.day, today))
    if line.kind != "report_task":
        return near_day(line.day, today)
    is_late = line.day < today
    words = _("overdue: it was to be done by {day}") if is_late else _("to be done by {day}")
    return words.format(day=written_day(line.day))


def _chips(line: TodayAppointment) -> list[QFrame]:
    chips: list[QFrame] = []
    if line.state in STATES and not (line.state == "held" and line.ending in ENDINGS):
        words, tone = STATES[line.state]
        chips.append(chip(_(words), tone))
    if line.ending in ENDINGS and line.state in OVER:
        words, tone = ENDINGS[line.ending]
        chips.append(chip(_(words), tone))
    if line.alert_open:
        chips.append(chip(pgettext("mark", "alert open"), "urgent"))
    if line.readiness is not None:
        chips.append(light(line.readiness))
    if line.mode != "in_person":
        chips.append(chip(_(HOW_WORDS[line.mode])))
    return chips
