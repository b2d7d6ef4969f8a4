"""The session screen: plan on the left, the work in the middle, last time on the right."""

from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from session_forms.words.list_words import facts_in_a_line
from session_forms.words.texts import N_, NN_, NP_, _, counted, pgettext
from therapist_app.accessibility.announcing import announce
from therapist_app.commands import MEASURES, Destination
from therapist_app.form_widgets.alert_banner import open_alerts_in_words
from therapist_app.form_widgets.beside import BESIDE_KEY, HAND_OVER_KEY, TO_BESIDE, beside_button
from therapist_app.screens.session.foot_view import SKIP_KEY, FootView
from therapist_app.screens.session.last_time_view import NOTE_KEY, LastTimeView
from therapist_app.screens.session.plan_view import PlanView
from therapist_app.screens.session.step_view import FORM_KEY, StepView
from therapist_app.screens.session.viewmodel import SessionState, SessionViewModel
from therapist_app.theme.look import look
from therapist_app.widgets.controls.buttons import FoldingButton
from therapist_app.widgets.controls.menus import Menu
from therapist_app.widgets.layout.frames import PageHead
from therapist_app.widgets.layout.page_scroll import page_place
from therapist_app.widgets.layout.page_view import PageView, whole_page
from therapist_app.widgets.page_help import ANSWERING, PageHelp
from therapist_app.widgets.parts import (
    Option,
    box,
    hold,
    one_of,
    page_head,
    row,
    stack,
    symbol,
    text,
)
from therapist_app.widgets.tips import show_tip
from therapist_app.workflows.sessions.seeing_a_session import LONGEST_MEETING, StepState

LEAST_MIDDLE = 480  # narrower than that, a form cannot be worked with
PLAN, WORK, LAST = range(3)
BESIDE = ((PLAN, LAST), (PLAN,), ())
"""What may stand beside the step, by how much room there is."""
WIDEST = 16_777_215
BECAME: dict[StepState, str] = {
    "done": NP_("what became of a step", "Step done."),
    "skipped": N_("The step is skipped."),
}
STEPS_DONE = NN_("{done} of {count} step done.", "{done} of {count} steps done.")
SHORT_TITLE_ABOVE = 1.2
SIGNS, FEWER_FACTS, FEWEST_FACTS = 1, 2, 3
"""What the head does for want of room: signs for words, and what the plan says too is left out."""
LOOK_KEYS = {"Alt+Up": -1, "Alt+Down": 1}


class SessionColumns(QWidget):
    """The parts of a session side by side; where there is no room for all, behind tabs.

    The plan stands beside the step as long as both have room: only last time goes behind a tab.
    """

    def __init__(self, plan: QWidget, work: QWidget, last_time: QWidget) -> None:
        super().__init__()
        self.tabs = [
            Option(each)
            for each in (
                pgettext("session page", "Plan"),
                pgettext("session page", "This step"),
                pgettext("session page", "Last time"),
            )
        ]
        self._group = one_of(self, self.tabs, chosen=WORK)
        shown = row(*self.tabs, gap="s", margins=("page", "m", "page", "s"))
        self._bar = hold(shown, name=pgettext("name of a list", "What is shown"), told="list")
        self._columns = (_aside(plan, "left"), _sheet(work), _aside(last_time, "right"))
        self._beside: tuple[int, ...] | None = None
        plan_part, work_part, last_part = self._columns
        self._over, self._over_work = QVBoxLayout(), QVBoxLayout()
        work_and_last = QHBoxLayout()
        work_and_last.setSpacing(0)
        work_and_last.addWidget(work_part, 1)
        work_and_last.addWidget(last_part)
        self._over_work.setSpacing(0)
        self._over_work.addLayout(work_and_last, 1)
        columns = QHBoxLayout()
        columns.setSpacing(0)
        columns.addWidget(plan_part)
        columns.addLayout(self._over_work, 1)
        self._over.setContentsMargins(0, 0, 0, 0)
        self._over.setSpacing(0)
        self._over.addLayout(columns, 1)
        self.setLayout(self._over)
        self._group.chosen.connect(self._show)

    def show_work(self) -> None:
        """Turn to the step, when it is behind a tab."""
        self.tabs[WORK].setChecked(True)
        self._show(WORK)

    def name_step(self, words: str) -> None:
        """Say on the tab which step it is."""
        self.tabs[WORK].rename(words)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose columns or tabs for the new width."""
        self._arrange(event.size().width())
        super().resizeEvent(event)

    def _arrange(self, width: int) -> None:
        """Let as many parts stand beside the step as there is room for."""
        aside, middle = look().size("aside"), look().scaled(LEAST_MIDDLE)
        beside = next(each for each in BESIDE if width >= len(each) * aside + middle or not each)
        if beside == self._beside:
            return
        self._beside = beside
        has_tabs = len(beside) < len(BESIDE[0])
        over = self._over_work if PLAN in beside else self._over
        over.insertWidget(0, self._bar)
        self._bar.setVisible(has_tabs)
        for number, (tab, column) in enumerate(zip(self.tabs, self._columns, strict=True)):
            tab.setVisible(number not in beside)
            if number != WORK:
                column.setMinimumWidth(aside if number in beside else 0)
                column.setMaximumWidth(aside if number in beside else WIDEST)
        if self._group.checkedId() in beside:
            self.tabs[WORK].setChecked(True)
        self._show(self._group.checkedId())

    def _show(self, number: int) -> None:
        beside = self._beside or ()
        for each, column in enumerate(self._columns):
            column.setVisible(each == number or each in beside)


def _aside(part: QWidget, side: str) -> QFrame:
    return box("aside", stack(part), tone=side if side == "right" else "")


def _sheet(part: QWidget) -> QFrame:
    return box("sheet", stack(part))


def _states(state: SessionState) -> dict[str, StepState]:
    return {each.step.id: each.state for each in state.page.agenda}


class SessionView(PageView[SessionViewModel]):
    """One session while it is held."""

    HELP = PageHelp(
        "The session as it is planned, one step at a time: what to say, what to listen "
        "for, and the form of the step. You may take steps in another order or skip one "
        "with a reason. All that you write is saved as you write it.",
        (
            (NP_("keys", "F2"), N_("To the form of the step, where it has one")),
            (NP_("keys", "F4"), N_("Skip the step, with a reason")),
            (NP_("keys", "F7"), N_("Hand the laptop to the client")),
            (NP_("keys", "Ctrl+P"), N_("Print the form of the step, or a measure that is due")),
            *TO_BESIDE,
            (NP_("keys", "Alt+N"), N_("Read the whole note of last time, or hide it")),
            (
                NP_("keys", "Alt+Down, Alt+Up"),
                N_("Look at the next step of the plan, or the previous one"),
            ),
        ),
        read_on="docs/guides/therapist.md",
    )

    def __init__(self, viewmodel: SessionViewModel) -> None:
        super().__init__("session", viewmodel)
        state = viewmodel.state
        self._step_id, self._minutes, self._is_stopped = "", "", False
        self._is_through = state.leads_to_close
        self._steps = _states(state)
        self.minutes = text("", "lead", told="words")
        self.planned = text(_("of {count}").format(count=state.page.minutes), "muted")
        keys = "" if look().is_large else HAND_OVER_KEY
        words = pgettext("button", "Hand over")
        self.hand_over = FoldingButton(words, "secondary", "handover", keys=keys)
        self.beside = beside_button()
        self.plan = PlanView(state.page.agenda, state.page.minutes, len(state.page.this_meeting))
        self.step = StepView(viewmodel)
        self.last_time = LastTimeView(viewmodel)
        self.columns = SessionColumns(self.plan, self.step, self.last_time)
        self.foot = FootView()
        self._head = self._make_head(state)
        self.setLayout(whole_page(self._head, self.columns, self.foot))
        self._connect()
        viewmodel.begin()
        self.step.stand(viewmodel.scrolled)

    def show_state(self, state: SessionState) -> None:
        """Show the session as it stands; the keyboard follows to another step."""
        page = state.page
        self._is_stopped = not (state.is_running or state.waits or state.is_over)
        self.show_minutes(page.minutes_used)
        self.plan.show_state(state)
        self.step.show_state(state)
        self.last_time.show_last_time(
            page.last_time, was_held_before=page.was_held_before, has_alert=bool(page.alerts)
        )
        self.last_time.pathway.setVisible(state.has_pathway)
        self.last_time.page.setVisible(not state.waits)
        self.foot.show_state(state)
        self._show_hand_over(state)
        words = _("Step {place} of {count}").format(place=state.place, count=len(page.agenda))
        self.columns.name_step(words)
        has_moved = self._step_id not in {"", page.current.id}
        if has_moved:
            self.columns.show_work()
            self.step.focus_top()
            self.went_on.emit()
        is_through = state.leads_to_close
        if is_through and not self._is_through:
            self.foot.close_session.setFocus()  # the form of the last step, and its focus, are gone
        if has_moved or is_through != self._is_through:
            self._say_step(state)
        self._step_id, self._is_through = page.current.id, is_through
        self._steps = _states(state)

    def _say_step(self, state: SessionState) -> None:
        """Say what became of the step before, and what the one in hand now has or waits for."""
        before, now = self._steps, _states(state)
        become = {now[each] for each in now if now[each] != before.get(each)}
        said = [_(BECAME[each]) for each in BECAME if each in become]
        if state.leads_to_close:
            said += [_("All steps are marked."), self.foot.close_session.key_words]
        else:
            # Which step it is, and what leads on from one that is not open, is heard on coming in.
            not_open = "" if self.step.has_way_on else state.not_open_words
            said += [each for each in (not_open, self.step.form_words) if each]
        announce(self, " ".join(said))

    @property
    @override
    def page_help(self) -> PageHelp:
        """What F1 says of a session, with how the form of the step is answered."""
        return self.HELP if self.step.panel is None else self.HELP.with_keys(ANSWERING)

    def show_minutes(self, minutes: int) -> None:
        """Show the minutes used; no seconds."""
        long = _("more than {hours} h").format(hours=LONGEST_MEETING // 60)
        words = _("{count} min").format(count=minutes)
        shown = long if minutes > LONGEST_MEETING else words
        told = _("{minutes}, stopped").format(minutes=shown) if self._is_stopped else shown
        if told != self._minutes:
            self._minutes = told
            self.minutes.setText(told)
            if self.isVisible():
                self._fit_head()
            QTimer.singleShot(0, self.minutes, self.minutes.updateGeometry)  # at its new width
        self.plan.show_minutes(minutes)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let signs stand for words in the head, where these would take a line from the step."""
        self._fit_head()
        super().resizeEvent(event)

    def _fit_head(self) -> None:
        """Keep the head on one line: signs for words, then without what the plan says as well.

        Whether a bar stands beside the page or not: with the one it would need the other.
        """
        place = page_place(self)
        room = self.width() if place is None else min(self.width(), place.sure_width)
        for tightness in (0, SIGNS, FEWER_FACTS, FEWEST_FACTS, 0):
            self._tighten(tightness)
            if self._head.wanted_width <= (self.width() if tightness == FEWEST_FACTS else room):
                break
        self._head.choose_again()

    def _tighten(self, tightness: int) -> None:
        for each in (self.beside, self.hand_over):
            each.fold(is_folded=tightness >= SIGNS)
        self.planned.setHidden(tightness >= FEWER_FACTS)
        is_short = self._is_stopped and tightness >= FEWEST_FACTS
        self.minutes.setText(
            pgettext("clock of a session", "stopped") if is_short else self._minutes
        )
        self.minutes.setAccessibleName(self._minutes)

    def focus_first(self) -> None:
        """Put the keyboard where the way led, else on an open question, or on what follows all."""
        part, self._viewmodel.part = self._viewmodel.part, ""
        if part == MEASURES and self._viewmodel.state.shows_due:
            self.step.toggle_due()
            return
        is_done = self._is_through and not self._viewmodel.state.awaited
        if is_done and self.step.panel is None and self.foot.close_session.isVisible():
            self.foot.close_session.setFocus()
        else:
            self.step.focus_first()

    @property
    @override
    def most_urgent(self) -> str:
        """An open alert by its level, how many steps are done, and the one in hand."""
        page = self._viewmodel.state.page
        said = [open_alerts_in_words(page.alerts)] if page.alerts else []
        done = sum(each.state == "done" for each in page.agenda)
        said.append(counted(STEPS_DONE, len(page.agenda), done=done))
        if self.step.panel is not None:
            said.append(_("Form: {key}.").format(key=FORM_KEY))
        said.append(page.current.title)
        return " ".join(said)

    @property
    def comes_back_to(self) -> Destination:
        """The session, at the question where the keyboard was last, as far down as it stands."""
        return self._viewmodel.own_page(self.step.question_id, self.step.scrolled)

    def flush(self) -> None:
        """Keep what has been written and not kept yet."""
        self.step.commit()
        self._viewmodel.flush()

    def refresh(self) -> None:
        """Show what the record says now."""
        self._viewmodel.refresh()

    def _make_head(self, state: SessionState) -> PageHead:
        plan = state.page.plan
        number = _("Session {number}").format(number=state.number)
        is_short = look().text_scale > SHORT_TITLE_ABOVE
        title = number if is_short else facts_in_a_line(number, plan.public_title)
        return page_head(
            title,
            state.written_for,
            code=state.page.code,
            actions=(symbol("clock"), self.minutes, self.planned, self.beside, self.hand_over),
        )

    def _show_hand_over(self, state: SessionState) -> None:
        can = bool(state.to_hand_over) and not state.waits
        self.hand_over.setEnabled(can)
        told = _("{key} hands over all that is due").format(key=HAND_OVER_KEY)
        self.hand_over.explain(told if can else state.nothing_to_hand_over)

    def _connect(self) -> None:
        viewmodel = self._viewmodel
        for each in self.plan.agenda.rows:
            each.step_chosen.connect(self._on_plan_step_chosen)
        self.plan.due.clicked.connect(self._on_plan_due_clicked)
        self.last_time.page.clicked.connect(self._on_page_clicked)
        self.last_time.note.clicked.connect(self._on_note_key)
        QShortcut(QKeySequence(NOTE_KEY), self).activated.connect(self._on_note_key)
        self.last_time.pathway.clicked.connect(self._on_pathway_clicked)
        self.foot.hold.clicked.connect(viewmodel.hold_or_resume)
        self.foot.done.clicked.connect(self._on_foot_done_clicked)
        for close in (self.foot.end, self.foot.close_session):
            close.clicked.connect(self._on_close_clicked)
        self.foot.skip_chosen.connect(viewmodel.skip)
        self.hand_over.clicked.connect(self._on_hand_over_clicked)
        to_paper = QShortcut(QKeySequence(QKeySequence.StandardKey.Print), self)
        to_paper.activated.connect(self.put_on_paper)
        shortcut = QShortcut(QKeySequence(HAND_OVER_KEY), self)
        shortcut.activated.connect(self._on_hand_over_key)
        self.beside.clicked.connect(self._on_beside_clicked)
        to_form = QShortcut(QKeySequence(FORM_KEY), self)
        to_form.activated.connect(self._on_form_key)
        beside = QShortcut(QKeySequence(BESIDE_KEY), self)
        beside.activated.connect(self._on_beside_clicked)
        for keys, by in LOOK_KEYS.items():
            look_at = QShortcut(QKeySequence(keys), self)
            for asked in (look_at.activated, look_at.activatedAmbiguously):
                asked.connect(partial(self._on_look_key, by))
        to_skip = QShortcut(QKeySequence(SKIP_KEY), self)
        to_skip.activated.connect(self.foot.ask_why_skipped)
        viewmodel.minutes_changed.connect(self.show_minutes)
        viewmodel.state_changed.connect(self.show_state)

    def _on_plan_step_chosen(self, step_id: str) -> None:
        self.step.commit()
        self._viewmodel.go_to(step_id)

    def _on_look_key(self, by: int) -> None:
        """Look at another step; in a form of several pages the same keys turn them."""
        panel = self.step.panel
        now: object = self.window().focusWidget()
        is_inside = panel is not None and isinstance(now, QWidget) and panel.isAncestorOf(now)
        if panel is not None and is_inside and panel.page_bar.is_on:
            panel.turn(by)
            return
        self.step.commit()
        if not self._viewmodel.look_at(by):
            announce(self, _("There is no step beyond this one."))

    def _on_form_key(self) -> None:
        self.columns.show_work()
        self.step.focus_form()

    def put_on_paper(self) -> None:
        """Offer the form of the step, or a measure that is due, on paper."""
        self.columns.show_work()
        self.step.ask_paper()

    def _on_pathway_clicked(self) -> None:
        self.step.commit()
        self.columns.show_work()
        self._viewmodel.follow_pathway()

    def _on_plan_due_clicked(self) -> None:
        self.columns.show_work()
        self.step.toggle_due()

    def _on_page_clicked(self) -> None:
        self.columns.show_work()
        self.step.toggle_page()

    def _on_note_key(self) -> None:
        self.columns.show_work()
        self.step.toggle_note()

    def _on_foot_done_clicked(self) -> None:
        self.step.commit()
        self._viewmodel.finish_step()

    def _on_close_clicked(self) -> None:
        self.step.commit()
        self._viewmodel.close()

    def _on_menu_triggered(self, action: QAction) -> None:
        form_id = action.data()
        if isinstance(form_id, str):
            self._viewmodel.hand_over(form_id)

    def _on_hand_over_key(self) -> None:
        if self.hand_over.isEnabled():
            self.step.commit()
            self._viewmodel.hand_over_all()
        else:
            announce(self, self._viewmodel.state.nothing_to_hand_over)
            show_tip(self.hand_over)  # which says it: no key stops at what cannot be pressed

    def _on_beside_clicked(self) -> None:
        self.step.commit()
        self._viewmodel.sit_beside(self.step.question_id)

    def _on_hand_over_clicked(self) -> None:
        """Hand over at once what is the only one; ask which, where there are several."""
        choices = self._viewmodel.state.to_hand_over
        if len(choices) == 1:
            self._viewmodel.hand_over_all()
            return
        menu = Menu(pgettext("menu", "Hand over"), self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(_("All that is due")).triggered.connect(self._viewmodel.hand_over_all)
        for each in choices:
            menu.addAction(each.title).setData(each.form_id)
        menu.triggered.connect(self._on_menu_triggered)
        menu.popup(self.hand_over.mapToGlobal(self.hand_over.rect().bottomLeft()))
