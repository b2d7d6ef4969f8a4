"""What the page of a recovery sheet knows."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QObject, Signal, Slot

from therapist_app.messages.errors import UserFacingError, explain, is_known
from therapist_app.record.crypto.recovery_sheet import RecoverySheet, confirm_sheet
from therapist_app.record.header.header_file import service_number
from therapist_app.view_model import ViewModel

Kind = Literal["recovery", "continuity"]


@dataclass(frozen=True, slots=True)
class SheetState:
    """One sheet.

    Attributes:
        kind: Whether it is a person's recovery sheet or the service's continuity sheet.
        groups: Its eight groups.
        owner: Whose it is.
        made_on: The day on which it was made.
        practice: Whether it belongs to practice.
        service: The number by which the service is known again.
        problem: Why what was typed is not this sheet.
        mistyped: The group that is mistyped, counted from 1; 0 when it cannot be told.
        is_only_one: Whether there is no sheet before it that is still good.

    """

    kind: Kind
    groups: tuple[str, ...]
    owner: str
    made_on: date
    practice: bool = False
    service: str = ""
    problem: UserFacingError | None = None
    mistyped: int = 0
    is_only_one: bool = False


class SheetViewModel(ViewModel[SheetState]):
    """Shows a sheet once, and has it typed back from the paper.

    Signals:
        confirmed: It was typed back right.

    """

    confirmed = Signal()

    def __init__(
        self,
        sheet: RecoverySheet,
        kind: Kind,
        owner: str,
        *,
        folder: Path,
        practice: bool = False,
        is_only_one: bool = False,
        parent: QObject | None = None,
    ) -> None:
        """Show a sheet of the service in `folder`, where a file of it must never stand."""
        super().__init__(parent)
        self._sheet = sheet
        self._folder = folder
        self._state = SheetState(
            kind,
            tuple(sheet.text.split("-")),
            owner,
            datetime.now().astimezone().date(),
            practice,
            service_number(folder),
            is_only_one=is_only_one,
        )

    def may_be_saved_as(self, path: str) -> bool:
        """Whether a file of it may stand there: not beside what it opens."""
        return not Path(path).resolve().is_relative_to(self._folder.resolve())

    @Slot(str)
    def confirm(self, typed: str) -> None:
        """Compare what was typed from the paper."""
        try:
            confirm_sheet(self._sheet, typed)
        except Exception as error:
            if not is_known(error):
                raise
            self.refuse(explain(error), getattr(error, "group", 0))
            return
        self.confirmed.emit()

    def refuse(self, problem: UserFacingError, group: int = 0) -> None:
        """Say why it does not count yet; it stays as it is shown."""
        self._change(replace(self._state, problem=problem, mistyped=group))
