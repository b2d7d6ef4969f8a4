"""The head of a client's page: the code, what is next, and the two things to do here."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton, QVBoxLayout, QWidget

from session_forms.words.day_words import clock_time, day_in_words, moment_in_words
from session_forms.words.list_words import facts_in_a_line
from session_forms.words.texts import N_, NP_, _, pgettext
from therapist_app.form_widgets.off_buttons import off_words, off_words_alone
from therapist_app.screens.client.viewmodel import ClientState, ClientViewModel
from therapist_app.theme.look import look
from therapist_app.widgets.controls.menus import Menu
from therapist_app.widgets.parts import button, chip, page_head
from therapist_app.workflows.measures.score_words import session_number

ACTIONS = {
    "start": NP_("command", "Start session"),
    "resume": NP_("command", "Resume session"),
    "sign": NP_("command", "Sign note"),
    "standing": N_("Say what happened"),
    "plan": N_("Plan the next session"),
    "all_held": N_("End or change the course"),
    "ending": N_("Write down how it ended"),
    "none": "",
}
IN_FOLLOW_UP = N_("In follow-up")
STATUS_WORDS = {
    "paused": NP_("course", "paused"),
    "follow_up": N_("in follow-up"),
    "ended": NP_("course", "ended"),
}


class HeadView(QWidget):
    """The head; it is made afresh for each state, the signals stay.

    Signals:
        calendar_chosen: Plan a session, or say that one did not take place.
        forms_chosen: The forms, filled in or to fill in.
        identity_chosen: Who is this?
        course_chosen: What was out of the ordinary, and changes of the course.
        move_chosen: To a colleague, for good.
        discard_chosen: A first contact that was opened by mistake is to go.

    """

    calendar_chosen = Signal()
    forms_chosen = Signal()
    identity_chosen = Signal()
    course_chosen = Signal()
    move_chosen = Signal()
    discard_chosen = Signal()

    def __init__(self, viewmodel: ClientViewModel) -> None:
        super().__init__()
        self._viewmodel = viewmodel
        self.main: QPushButton | None = None
        self.plan: QPushButton | None = None
        self.record = button(pgettext("button", "Record"))
        self._frame: QWidget | None = None
        self._is_of_another_day = False
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)

    def show_state(self, state: ClientState) -> None:
        """Show what is next and what can be done."""
        if self._frame is not None:
            self._layout.removeWidget(self._frame)
            self._frame.hide()
            self._frame.deleteLater()
        self.plan = None
        self.record = button(pgettext("button", "Record"), "secondary", "note")
        self.record.setMenu(self._make_menu(state))
        actions = [self.record]
        if state.also_plan and not look().is_large:
            self.plan = button(_("Plan the next session"))
            self.plan.clicked.connect(self.calendar_chosen)
            actions.append(self.plan)
        if state.also_start and not look().is_large:  # with large text it stands in the menu
            start = button(pgettext("button", "Start session"))
            start.clicked.connect(self._viewmodel.starting.start)
            actions.append(start)
        if _is_over(state):
            course = button(_("Resume or change the course"))
            course.clicked.connect(self.course_chosen)
            actions.append(course)
        self.main = None
        self._is_of_another_day = state.action == "start" and state.is_of_another_day
        if state.action != "none":
            self.main = button(main_words(state), "primary")
            self.main.clicked.connect(self._viewmodel.act)
            actions.append(self.main)
        chips = []
        if state.page.is_restricted:
            chips.append(chip(pgettext("mark", "Record restricted"), "attention"))
        if state.goes_to:
            on_the_way = pgettext("mark", "Being moved to {name}").format(name=state.goes_to)
            chips.append(chip(on_the_way, "attention"))
        self._frame = page_head(
            title_words(state),
            beneath_words(state),
            code=state.page.client.code,
            actions=actions,
            chips=chips,
            place=pgettext("page", "Client page"),
        )
        self._layout.addWidget(self._frame)
        self._frame.show()  # else a moment later, and an arrival before that finds no head

    def focus_first(self) -> None:
        """Put the keyboard on the filled button; not where it would start one of a day to come."""
        (self.record if self.main is None or self._is_of_another_day else self.main).setFocus()

    def _make_menu(self, state: ClientState) -> Menu:
        menu = Menu(pgettext("menu", "Record"), self)
        if state.also_start and look().is_large:
            menu.addAction(pgettext("command", "Start session")).triggered.connect(
                self._viewmodel.starting.start
            )
        if state.also_plan and look().is_large:
            menu.addAction(_("Plan the next session")).triggered.connect(self.calendar_chosen)
        is_free = not state.page.is_restricted
        is_planned = state.page.next_appointment is not None
        for words, chosen, is_offered in (
            (_("Plan a session"), self.calendar_chosen, is_free),
            (pgettext("command", "Forms"), self.forms_chosen, True),
            (pgettext("command", "Outcome summary"), self._viewmodel.make_summary, is_free),
            (pgettext("button", "Show identity"), self.identity_chosen, True),
            (_("Course: pause, end, change"), self.course_chosen, is_free),
            (pgettext("command", "Data rights"), self._viewmodel.show_rights, True),
            (_("Move to a colleague"), self.move_chosen, is_free),
        ):
            action = menu.addAction(words)
            action.setEnabled(is_offered)
            action.triggered.connect(chosen)
        if state.may_discard:
            discard = menu.addAction(_("Opened by mistake: delete it"))
            discard.triggered.connect(self.discard_chosen)
        if is_planned and is_free:
            for asked, words in off_words_alone(is_before=state.is_of_another_day).items():
                menu.addAction(words).setData(asked)
            menu.triggered.connect(self._on_menu_triggered)
        undone = state.may_be_undone
        if undone is not None:
            undo = menu.addAction(_("Undo: the session did not take place"))
            undo.triggered.connect(partial(self._viewmodel.starting.undo_missed, undone.id))
        if state.signed and is_free:
            self._add_second_ratings(menu, state)
        return menu

    def _add_second_ratings(self, menu: QMenu, state: ClientState) -> None:
        sessions = menu.addMenu(pgettext("command", "Second rating"))
        for each in state.signed:
            day = day_in_words(each.day)
            words = _("Session {number}, {day}").format(number=each.number, day=day)
            sessions.addAction(words).setData(each.appointment_id)
        sessions.triggered.connect(self._on_sessions_triggered)

    def _on_menu_triggered(self, action: QAction) -> None:
        if action.data() in off_words():
            self._viewmodel.ask_about_planned(str(action.data()))

    def _on_sessions_triggered(self, action: QAction) -> None:
        self._viewmodel.rate_again(str(action.data()))


def _is_over(state: ClientState) -> bool:
    """Return whether the course was ended, and nothing of it runs, is planned or waits."""
    page = state.page
    is_ended = page.ended is not None and not page.is_restricted
    return is_ended and state.action in {"ending", "none"}


def main_words(state: ClientState) -> str:
    """Return what the filled button does, in words; empty where there is none."""
    if state.action == "standing" and state.is_of_another_day:
        return _("Cancel the session")
    words = ACTIONS[state.action]
    return _(words) if words else ""


def title_words(state: ClientState) -> str:
    """Return where the course stands."""
    words = {
        "start": _("Session {number} is next"),
        "plan": _("Session {number} is next"),
        "standing": _("Session {number} is next"),
        "resume": _("Session {number} has begun"),
        "sign": _("Session {number} waits for its note"),
        "all_held": _("All sessions have been held"),
        "none": _("All sessions have been held"),
    }
    if state.page.is_restricted:
        return pgettext("state of a record", "Read only")
    if _is_over(state) or (state.action == "standing" and state.page.ended is not None):
        return _("The course was ended")
    if state.page.client.is_followed_up and state.action in {"standing", "none"}:
        return words["standing"].format(number=state.number) if state.number else _(IN_FOLLOW_UP)
    return words[state.action].format(number=state.number)


def beneath_words(state: ClientState) -> str:
    """Return the session's title, when it is planned, and how far the course has come."""
    page = state.page
    parts = [state.title]
    if state.action in {"start", "plan"}:
        if state.is_brought_forward:
            parts.append(_("brought forward in this course"))
        parts.append(planned_words(state))
    if state.action == "standing":
        parts.append(standing_words(state))
    parts.append(_("{held} of {planned} held").format(held=page.held, planned=state.planned))
    if page.ended is not None:
        parts.append(
            _("ended {day}").format(day=day_in_words(page.ended.decided_at.astimezone().date()))
        )
    elif page.client.status in STATUS_WORDS:
        parts.append(_(STATUS_WORDS[page.client.status]))
    return facts_in_a_line(*parts)


def planned_words(state: ClientState) -> str:
    """Return when the next session is planned."""
    planned = state.page.next_appointment
    if planned is None:
        return _("not planned yet")
    at = planned.planned_for.astimezone()
    day = pgettext("cell", "today") if at.date() == state.today else day_in_words(at.date())
    words = _("was planned for {day} {time}") if state.is_past else _("{day} {time}")
    return words.format(day=day, time=clock_time(at))


def standing_words(state: ClientState) -> str:
    """Return which session of a course that is over is in the calendar still, and for when."""
    planned = state.page.next_appointment
    assert planned is not None
    words = _("Session {number} is in the calendar still: {when}")
    return words.format(
        number=session_number(planned.plan_id),
        when=moment_in_words(planned.planned_for.astimezone()),
    )
