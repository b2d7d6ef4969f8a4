"""A worked case of practice, to read session by session."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot

from therapist_app.commands import ClosePage, Destination, FilledFormPage, SessionPage
from therapist_app.practice.worked_cases import (
    CaseStop,
    WrittenForm,
    case_of,
    case_stops,
    writings_at,
)
from therapist_app.workflows.measures.score_words import session_number
from therapist_app.workflows.workspace import Workspace


@dataclass(frozen=True, slots=True)
class CaseWords:
    """What is said about a worked case as a whole."""

    title: str
    about: str
    notice: str


@dataclass(frozen=True, slots=True)
class StopLine:
    """One meeting of the case, with its number as people say it."""

    number: str
    stop: CaseStop


class CaseViewModel(QObject):
    """Holds the worked case that a client plays; there is none for anybody else.

    Signals:
        leave_requested: To a session, its note, or a form as it was written.

    """

    leave_requested = Signal(Destination)

    def __init__(self, workspace: Workspace, client_id: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._id = client_id
        case = case_of(workspace, client_id)
        self.words = CaseWords(case.title, case.about, case.notice) if case else None

    def lines(self) -> tuple[StopLine, ...]:
        """Return every meeting in order."""
        return tuple(
            StopLine(" / ".join(session_number(plan_id) for plan_id in each.plan_ids), each)
            for each in case_stops(self._workspace, self._id)
        )

    def writings(self, appointment_id: str) -> tuple[WrittenForm, ...]:
        """Return the forms that were filled in at a meeting."""
        return writings_at(self._workspace, appointment_id)

    @Slot(str)
    def open_session(self, appointment_id: str) -> None:
        """Go to the screen of a session."""
        self.leave_requested.emit(SessionPage(appointment_id))

    @Slot(str)
    def open_note(self, appointment_id: str) -> None:
        """Go to the note of a session."""
        self.leave_requested.emit(ClosePage(appointment_id))

    @Slot(str)
    def open_writing(self, filled_form_id: str) -> None:
        """Go to a form as it was written."""
        self.leave_requested.emit(FilledFormPage(filled_form_id))
