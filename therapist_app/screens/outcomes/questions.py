"""What the page of questions knows: what reports asked, and what was answered."""

from dataclasses import dataclass, replace
from datetime import date

from PySide6.QtCore import Slot

from exports.errors import ExportError
from session_forms.words.texts import _
from therapist_app.commands import People
from therapist_app.view_model import ViewModel
from therapist_app.workflows.exporting.report_questions import (
    Answer,
    QuestionLine,
    answer_question,
    end_question,
    question_lines,
    who_may_do_it,
)
from therapist_app.workflows.permissions import may
from therapist_app.workflows.workspace import Workspace


@dataclass(frozen=True, slots=True)
class QuestionsState:
    """The questions, and which of them is being answered.

    Attributes:
        may_answer: Whether the person signed in answers them.
        people: The names of the people of the service.
        leads: The names of those of them who lead, and so answer.
        may_give_roles: Whether the person signed in decides who leads.
        opened: The id of the question that is being answered; empty where none is.
        refused: Why the last answer was not kept, as a sentence.
        done: What the last act came to, as a sentence.

    """

    lines: tuple[QuestionLine, ...]
    may_answer: bool
    people: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()
    may_give_roles: bool = False
    opened: str = ""
    refused: str = ""
    done: str = ""

    @property
    def open_now(self) -> int:
        """How many wait for an answer."""
        return sum(each.is_open for each in self.lines)


class QuestionsViewModel(ViewModel[QuestionsState]):
    """Shows what reports ask; opens one question at a time, and keeps what is answered."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._state = QuestionsState(
            question_lines(workspace),
            may(workspace.vault, "answer_questions"),
            who_may_do_it(workspace),
            tuple(each.name for each in workspace.vault.header.people if "lead" in each.roles),
            may(workspace.vault, "change_roles"),
        )

    @property
    def today(self) -> date:
        """The local day."""
        return self._workspace.vault.today()

    @Slot()
    def open_people(self) -> None:
        """Go where it is decided who leads."""
        self.leave_requested.emit(People())

    @Slot(str)
    def open_question(self, question: str) -> None:
        """Begin to answer one, or to change its answer."""
        self._change(replace(self._state, opened=question, refused="", done=""))

    @Slot()
    def close_question(self) -> None:
        """Leave the one that was begun as it was."""
        self._change(replace(self._state, opened="", refused="", done=""))

    def answer(self, answer: Answer) -> None:
        """Keep the answer to the question that is open."""
        try:
            answer_question(self._workspace, self._state.opened, answer)
        except ExportError as error:
            self._change(replace(self._state, refused=str(error), done=""))
            return
        self._settle(_("The answer is saved. The next report says only what became of it."))

    @Slot(str)
    def end(self, question: str) -> None:
        """Keep that what was answered is done."""
        try:
            end_question(self._workspace, question)
        except ExportError as error:
            self._change(replace(self._state, refused=str(error), done=""))
            return
        self._settle(_("Saved as done."))

    def _settle(self, done: str) -> None:
        lines = question_lines(self._workspace)
        self._change(replace(self._state, lines=lines, opened="", refused="", done=done))
        self.act_done.emit(done)
