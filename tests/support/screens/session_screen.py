"""The screen of one session, with the verbs of a therapist in it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.support.screens.shown_page import ShownPage
from tests.support.windows.settling import settle
from tests.support.workflows.workspaces import Workplace
from therapist_app.record.clients import filled_forms
from therapist_app.screens.session.plan_view import (
    AgendaRow,
)
from therapist_app.screens.session.view import SessionView
from therapist_app.screens.session.viewmodel import SessionViewModel
from therapist_app.workflows.sessions.seeing_a_session import session_page_data

WIDE = (1302, 768)


class SessionScreen(ShownPage):
    """The screen of one session, and where it led."""

    def __init__(self, qtbot: QtBot, work: Workplace, appointment_id: str) -> None:
        super().__init__(qtbot)
        self.work, self.appointment_id = work, appointment_id
        self.come_back()

    def come_back(self, size: tuple[int, int] = WIDE) -> None:
        """Build the screen afresh, as the window does on each return."""
        self.viewmodel = SessionViewModel(self.work.workspace, self.appointment_id)
        self.show_page(SessionView(self.viewmodel), size)

    def go_to(self, step_id: str) -> None:
        ids = [step.id for step in self.viewmodel.state.page.plan.steps]
        row = self.view.plan.agenda.rows[ids.index(step_id)]
        self.qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
        settle()

    def done(self) -> None:
        self.press(self.view.foot.done)

    def answer(self, question_id: str, value: object) -> None:
        assert self.viewmodel.filling is not None
        self.viewmodel.filling.answer(question_id, value)

    def words(self) -> str:
        labels = self.view.findChildren(QLabel)
        shown = [each for each in labels if each.isVisible()]
        return "\n".join(words for each in shown for words in (each.text(), each.accessibleName()))

    def filled(self, form_id: str):
        """Return what the record holds of one form."""
        client_id = self.record.appointment.client_id
        return tuple(filled_forms.for_client(self.work.workspace.caseload, client_id, form_id))

    @property
    def rows(self) -> list[AgendaRow]:
        """The steps in the plan."""
        return self.view.plan.agenda.rows

    @property
    def record(self):
        """What the record holds now."""
        return session_page_data(self.work.workspace, self.appointment_id)

    @property
    def states(self) -> dict[str, str]:
        return {each.step.id: each.state for each in self.record.agenda}
