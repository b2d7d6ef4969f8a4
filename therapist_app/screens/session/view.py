"""The session screen: plan on the left, the work in the middle, last time on the right."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from session_forms.words.list_words import facts_in_a_line
from session_forms.words.texts import N_, NN_, NP_, counted, pgettext
from session_forms.words.texts import translate as _
from therapist_app.accessibility.announcing import announce
from therapist_app.form_widgets.alert_banner import open_alerts_in_words
from therapist_app.screens.session.foot_view import FootView
from therapist_app.screens.session.last_time_view import LastTimeView
from therapist_app.screens.session.plan_view import PlanView
from therapist_app.screens.session.step_view import HAND_OVER_KEY, StepView
from therapist_app.screens.session.viewmodel import SessionState, SessionViewModel
from therapist_app.theme.look import look
from therapist_app.widgets.controls.menus import Menu
from therapist_app.widgets.layout.page_view import PageView, whole_page
from therapist_app.widgets.parts import (
    Option,
    box,
    button,
    hold,
    one_of,
    page_head,
    row,
    stack,
    symbol,
    text,
)
from therapist_app.workflows.sessions.closing_a_session import LONGEST_MEETING
from therapist_app.workflows.sessions.seeing_a_session import StepState

LEAST_MIDDLE = 480  # narrower than that, a form cannot be worked with
WORK = 1
BECAME: dict[StepState, str] = {
    "done": NP_("what became of a step", "Step done."),
    "skipped": N_("The step is left out."),
}
STEPS_DONE = NN_("{done} of {count} step done.", "{done} of {count} steps done.")
SHORT_TITLE_ABOVE = 1.2


class SessionColumns(QWidget):
    """The three parts of a session side by side, or one at a time behind tabs."""

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
        self._bar = hold(row(*self.tabs, gap="s", margins=("xl", "m", "xl", "s")))
        self._columns = (_aside(plan, "left"), _sheet(work), _aside(last_time, "right"))
        self._is_narrow: bool | None = None
        beside = QHBoxLayout()
        beside.setSpacing(0)
        for number, column in enumerate(self._columns):
            beside.addWidget(column, 1 if number == WORK else 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._bar)
        layout.addLayout(beside, 1)
        self._group.chosen.connect(self._show)

    def show_work(self) -> None:
        """Turn to the step, when it is behind a tab."""
        self.tabs[WORK].setChecked(True)
        if self._is_narrow:
            self._show(WORK)

    def name_step(self, words: str) -> None:
        """Say on the tab which step it is."""
        self.tabs[WORK].face.words = words
        self.tabs[WORK].setText(words)
        self.tabs[WORK].setAccessibleName(words)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose columns or tabs for the new width."""
        scale = look().text_scale
        needed = 2 * look().size("aside") + round(LEAST_MIDDLE * scale)
        self._arrange(is_narrow=event.size().width() < needed)
        super().resizeEvent(event)

    def _arrange(self, *, is_narrow: bool) -> None:
        if is_narrow == self._is_narrow:
            return
        self._is_narrow = is_narrow
        self._bar.setVisible(is_narrow)
        for number, column in enumerate(self._columns):
            if number != WORK:
                aside = look().size("aside")
                column.setMinimumWidth(0 if is_narrow else aside)
                column.setMaximumWidth(16_777_215 if is_narrow else aside)
            column.setVisible(not is_narrow)
        if is_narrow:
            self._show(self._group.checkedId())

    def _show(self, number: int) -> None:
        for each, column in enumerate(self._columns):
            column.setVisible(each == number)


def _aside(part: QWidget, side: str) -> QFrame:
    return box("aside", stack(part), tone=side if side == "right" else "")


def _sheet(part: QWidget) -> QFrame:
    return box("sheet", stack(part))


def _states(state: SessionState) -> dict[str, StepState]:
    return {each.step.id: each.state for each in state.page.agenda}


class SessionView(PageView[SessionViewModel]):
    """One session while it is held."""

    def __init__(self, viewmodel: SessionViewModel, parent: QWidget | None = None) -> None:
        super().__init__("session", viewmodel, parent)
        state = viewmodel.state
        self._step_id = ""
        self._is_through = state.page.is_through
        self._steps = _states(state)
        self.minutes = text("", "lead", told="words")
        keys = "" if look().is_large else f"  {HAND_OVER_KEY}"
        self.hand_over = button(pgettext("button", "Hand over") + keys, "secondary", "handover")
        self.hand_over.setAccessibleName(pgettext("button", "Hand over"))
        self.plan = PlanView(state.page.agenda)
        self.step = StepView(viewmodel)
        self.last_time = LastTimeView(viewmodel)
        self.columns = SessionColumns(self.plan, self.step, self.last_time)
        self.foot = FootView()
        self.setLayout(whole_page(self._make_head(state), self.columns, self.foot))
        self._connect()
        viewmodel.begin()

    def show_state(self, state: SessionState) -> None:
        """Show the session as it stands; the keyboard follows to another step."""
        page = state.page
        self.show_minutes(page.minutes_used)
        self.plan.show_state(state)
        self.step.show_state(state)
        self.last_time.show_last_time(page.last_time)
        self.last_time.pathway.setVisible(state.has_pathway)
        self.foot.show_state(state)
        self._show_hand_over(state)
        words = _("Step {place} of {count}").format(place=state.place, count=len(page.agenda))
        self.columns.name_step(words)
        has_moved = self._step_id not in {"", page.current.id}
        if has_moved:
            self.columns.show_work()
            self.step.focus_first()
        if page.is_through and not self._is_through:
            self.foot.close_session.setFocus()  # the form of the last step, and its focus, are gone
        if has_moved or page.is_through != self._is_through:
            self._say_step(state, words)
        self._step_id, self._is_through = page.current.id, page.is_through
        self._steps = _states(state)

    def _say_step(self, state: SessionState, place: str) -> None:
        """Say what became of the step before, and which one is in hand now."""
        before, now = self._steps, _states(state)
        become = {now[each] for each in now if now[each] != before.get(each)}
        said = [_(BECAME[each]) for each in BECAME if each in become]
        if state.page.is_through:
            said += [_("Every step is marked."), self.foot.close_session.key_words]
        else:
            said.append(f"{place}: {state.page.current.title}")
        announce(self, " ".join(said))

    def show_minutes(self, minutes: int) -> None:
        """Show the minutes used; no seconds."""
        long = _("more than {hours} h").format(hours=LONGEST_MEETING // 60)
        words = _("{count} min").format(count=minutes)
        self.minutes.setText(long if minutes > LONGEST_MEETING else words)

    def focus_first(self) -> None:
        """Put the keyboard into the first open question of the step, or on what follows all."""
        if self._is_through and self.step.panel is None and self.foot.close_session.isVisible():
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
        said.append(page.current.title)
        return " ".join(said)

    def flush(self) -> None:
        """Keep what has been written and not kept yet."""
        self.step.commit()
        self._viewmodel.flush()

    def refresh(self) -> None:
        """Show what the record says now."""
        self._viewmodel.refresh()

    def _make_head(self, state: SessionState) -> QFrame:
        plan = state.page.plan
        number = _("Session {number}").format(number=state.number)
        is_short = look().text_scale > SHORT_TITLE_ABOVE
        title = number if is_short else facts_in_a_line(number, plan.title)
        planned = text(_("of {count}").format(count=state.page.minutes), "muted")
        return page_head(
            title,
            code=state.page.code,
            actions=(symbol("clock"), self.minutes, planned, self.hand_over),
        )

    def _show_hand_over(self, state: SessionState) -> None:
        can = bool(state.to_hand_over) and not state.waits
        self.hand_over.setEnabled(can)
        told = _("{key} hands over all that is due").format(key=HAND_OVER_KEY)
        self.hand_over.setToolTip(told if can else _("Nothing waits for the client now"))

    def _connect(self) -> None:
        viewmodel = self._viewmodel
        for each in self.plan.agenda.rows:
            each.step_chosen.connect(self._on_plan_step_chosen)
        self.plan.due.clicked.connect(self._on_plan_due_clicked)
        self.plan.page.clicked.connect(self._on_plan_page_clicked)
        self.last_time.pathway.clicked.connect(self._on_pathway_clicked)
        self.foot.hold.clicked.connect(viewmodel.hold_or_resume)
        self.foot.done.clicked.connect(self._on_foot_done_clicked)
        for close in (self.plan.close_session, self.foot.close_session):
            close.clicked.connect(self._on_close_clicked)
        self.foot.skip_chosen.connect(viewmodel.skip)
        self.hand_over.clicked.connect(self._on_hand_over_clicked)
        shortcut = QShortcut(QKeySequence(HAND_OVER_KEY), self)
        shortcut.activated.connect(self._on_hand_over_key)
        viewmodel.minutes_changed.connect(self.show_minutes)
        viewmodel.state_changed.connect(self.show_state)

    def _on_plan_step_chosen(self, step_id: str) -> None:
        self.step.commit()
        self._viewmodel.go_to(step_id)

    def _on_pathway_clicked(self) -> None:
        self.step.commit()
        self.columns.show_work()
        self._viewmodel.follow_pathway()

    def _on_plan_due_clicked(self) -> None:
        self.columns.show_work()
        self.step.toggle_due()

    def _on_plan_page_clicked(self) -> None:
        self.columns.show_work()
        self.step.toggle_page()

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
