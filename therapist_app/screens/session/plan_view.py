"""The left side: the steps, the measures that wait, and the way out before the end."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from session_forms.words.texts import translate as _
from therapist_app.screens.session.agenda_view import AgendaView
from therapist_app.screens.session.viewmodel import SessionState
from therapist_app.widgets.parts import STRETCH, button, row, rule, scroll, stack, text
from therapist_app.workflows.sessions.seeing_a_session import AgendaStep


class PlanView(QWidget):
    """The plan of the session.

    Signals:
        step_chosen: The step to turn to.
        due_chosen: Show the measures that are due.
        page_chosen: Show the page that the client takes home.
        close_chosen: End the session here and go to its close.

    """

    step_chosen = Signal(str)
    due_chosen = Signal()
    page_chosen = Signal()
    close_chosen = Signal()

    def __init__(self, agenda: tuple[AgendaStep, ...]) -> None:
        super().__init__()
        self.agenda = AgendaView(agenda)
        self.due = button("", "quiet", "form")
        self.page = button(_("Page to take home"), "quiet", "print")
        self.close_session = button(_("End here, go to close"), "quiet", "next")
        agenda_page = stack(
            text(_("Plan"), "lead"),
            self.agenda,
            STRETCH,
            gap="s",
            margins=("l", "l", "l", "s"),
        )
        foot = stack(
            rule(),
            row(self.due, STRETCH),
            row(self.page, STRETCH),
            row(self.close_session, STRETCH),
            gap="xs",
            margins=("m", "s", "m", "s"),
        )
        self.area = scroll(agenda_page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.area, 1)
        layout.addLayout(foot)
        self.agenda.step_chosen.connect(self.step_chosen)
        self.due.clicked.connect(self.due_chosen)
        self.page.clicked.connect(self.page_chosen)
        self.close_session.clicked.connect(self.close_chosen)

    def show_state(self, state: SessionState) -> None:
        """Show how far the session is, and how many measures wait."""
        self.agenda.show_agenda(state.page.agenda, state.page.current.id)
        self.area.ensureWidgetVisible(self.agenda.rows[state.place - 1], 0, self.area.height() // 4)
        waiting = sum(each.state != "finished" for each in state.page.due)
        words = _("Measures: {count} due").format(count=waiting) if waiting else _("Measures: done")
        self.due.setText(f" {words}")
        self.due.setAccessibleName(words)
        self.due.setVisible(bool(state.page.due) and not state.waits)
        self.page.setVisible(not state.waits)
        is_open = not state.is_through and not state.waits and not state.is_over
        self.close_session.setVisible(is_open)
