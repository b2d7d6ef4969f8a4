"""What the page of retention knows: the rule of the service, and who is due."""

from dataclasses import dataclass

from PySide6.QtCore import Slot

from session_forms.words.texts import _
from therapist_app.commands import DataRights
from therapist_app.messages.errors import UserFacingError
from therapist_app.view_model import ViewModel, attempt
from therapist_app.workflows.permissions import may
from therapist_app.workflows.policies import retaining
from therapist_app.workflows.policies.retaining import (
    ApprovedRetention,
    DueForErasure,
    RetentionRule,
)
from therapist_app.workflows.rights.retention_told import OtherYears, other_years
from therapist_app.workflows.workspace import Workspace

MOST_FIGURES = 3


@dataclass(frozen=True, slots=True)
class RetentionState:
    """The page as it stands.

    Attributes:
        may_approve: Whether the person answers for how long records are kept.
        has_clients: Whether the person works with clients, some of whom may be due.
        other_years: The texts that tell clients other numbers than the approved one.
        problem: Why a number was not approved.

    """

    approved: ApprovedRetention | None
    due: tuple[DueForErasure, ...]
    rules: tuple[RetentionRule, ...]
    may_approve: bool
    has_clients: bool = True
    other_years: tuple[OtherYears, ...] = ()
    problem: UserFacingError | None = None
    done: str = ""


class RetentionViewModel(ViewModel[RetentionState]):
    """Shows who is due; approves how long records are kept.

    Signals:
        leave_requested: To a client's data rights, or back.

    """

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._state = self._read()

    def approve(self, years: str, basis: str) -> None:
        """Approve the number of years that was typed in."""
        typed = years.strip()
        number = (
            int(typed)
            if typed.isdecimal() and typed.isascii() and len(typed) <= MOST_FIGURES
            else 0
        )
        problem = attempt(lambda: retaining.approve(self._workspace, number, basis))
        done = "" if problem else _("Approved under your name")
        self._change(self._read(problem=problem, done=done))

    @Slot(str)
    def open_client(self, client_id: str) -> None:
        """Go to the data rights of somebody who is due."""
        self.leave_requested.emit(DataRights(client_id))

    def _read(self, *, problem: UserFacingError | None = None, done: str = "") -> RetentionState:
        has_clients = may(self._workspace.vault, "work_with_clients")
        return RetentionState(
            approved=retaining.approved(self._workspace),
            due=retaining.due_list(self._workspace) if has_clients else (),
            has_clients=has_clients,
            rules=retaining.rules(),
            other_years=other_years(self._workspace),
            may_approve=may(self._workspace.vault, "approve_retention"),
            problem=problem,
            done=done,
        )
