"""What the page of retention knows: the rule of the service, and who is due."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot

from session_forms.words.texts import translate as _
from therapist_app.commands import Back, DataRights, Destination
from therapist_app.messages.errors import UserFacingError, explain, is_known
from therapist_app.workflows.policies import retaining
from therapist_app.workflows.policies.retaining import (
    ApprovedRetention,
    DueForErasure,
    RetentionRule,
)
from therapist_app.workflows.workspace import Workspace

MOST_FIGURES = 3


@dataclass(frozen=True, slots=True)
class RetentionState:
    """The page as it stands.

    Attributes:
        may_approve: Whether the person answers for how long records are kept.
        problem: Why a number was not approved.

    """

    approved: ApprovedRetention | None
    due: tuple[DueForErasure, ...]
    rules: tuple[RetentionRule, ...]
    may_approve: bool
    problem: UserFacingError | None = None
    done: str = ""


class RetentionViewModel(QObject):
    """Shows who is due; approves how long records are kept.

    Signals:
        state_changed: The new `RetentionState`; also sent once by `begin()`.
        leave_requested: To a client's data rights, or back.

    """

    state_changed = Signal(RetentionState)
    leave_requested = Signal(Destination)

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._state = self._read()

    @property
    def state(self) -> RetentionState:
        """The page as it stands."""
        return self._state

    def begin(self) -> None:
        """Announce the first state; call once the view is listening."""
        self.state_changed.emit(self._state)

    def approve(self, years: str, basis: str) -> None:
        """Approve the number of years that was typed in."""
        typed = years.strip()
        number = (
            int(typed)
            if typed.isdecimal() and typed.isascii() and len(typed) <= MOST_FIGURES
            else 0
        )
        try:
            retaining.approve(self._workspace, number, basis)
        except Exception as error:
            if not is_known(error):
                raise
            self._show(self._read(problem=explain(error)))
            return
        self._show(self._read(done=_("Approved under your name")))

    @Slot(str)
    def open_client(self, client_id: str) -> None:
        """Go to the data rights of somebody who is due."""
        self.leave_requested.emit(DataRights(client_id))

    @Slot()
    def go_back(self) -> None:
        """Go back to where the person came from."""
        self.leave_requested.emit(Back())

    def _show(self, state: RetentionState) -> None:
        self._state = state
        self.state_changed.emit(state)

    def _read(self, *, problem: UserFacingError | None = None, done: str = "") -> RetentionState:
        return RetentionState(
            approved=retaining.approved(self._workspace),
            due=retaining.due_list(self._workspace),
            rules=retaining.rules(),
            may_approve=retaining.may_approve(self._workspace),
            problem=problem,
            done=done,
        )
