"""What the page for importing a list knows: the rows, what becomes of each, and earlier lists."""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Slot

from session_forms.words.texts import NN_, _, counted
from therapist_app.messages.errors import UserFacingError
from therapist_app.record.client_rights.client_imports import ImportedList
from therapist_app.view_model import WorkingViewModel, WorkState, attempt
from therapist_app.workflows.importing.importing_a_list import (
    AddedRow,
    import_list,
    imported_lists,
    surroundings,
    undo_import,
)
from therapist_app.workflows.importing.list_columns import FIELDS, Field, recognised
from therapist_app.workflows.importing.list_days import DayOrder
from therapist_app.workflows.importing.list_template import save_template
from therapist_app.workflows.importing.planning_an_import import (
    ImportPlan,
    ListReading,
    Surroundings,
    has_two_ways,
    plan_import,
    suggested_order,
)
from therapist_app.workflows.importing.spreadsheet import ListSheet, read_file
from therapist_app.workflows.workspace import Workspace

IMPORTED = NN_("{count} client is imported.", "{count} clients are imported.")
UNDONE = NN_("{count} client is removed again.", "{count} clients are removed again.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportingState(WorkState):
    """What is shown.

    Attributes:
        lists: The lists that were imported and are there still.
        sheet: The list that was chosen; None while there is none.
        reading: How it is read.
        plan: What becomes of each of its rows.
        asks_order: Whether one must be told in which order its days are written.
        added: The rows that were just imported, and the code of each client.
        done: What was just done, as a sentence.

    """

    lists: tuple[ImportedList, ...]
    sheet: ListSheet | None = None
    reading: ListReading | None = None
    plan: ImportPlan | None = None
    asks_order: bool = False
    added: tuple[AddedRow, ...] = ()
    done: str = ""


class ImportingViewModel(WorkingViewModel[ImportingState]):
    """Reads a list off the window's thread, and brings it in as a whole."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._around: Surroundings | None = None
        self._state = ImportingState(lists=imported_lists(workspace))

    @property
    def tracks(self) -> tuple[tuple[str, str], ...]:
        """The id and title of each track."""
        return tuple((each.id, each.title) for each in self._workspace.programme.tracks)

    def read(self, path: Path) -> None:
        """Read the list in a file, and show what would become of each row."""
        self._work(lambda: read_file(path), self._on_read)

    def assign(self, column: int, field: str) -> None:
        """Say what a column holds; another column that held the same is passed over."""
        reading = self._state.reading
        if reading is None:
            return
        chosen: Field | None = next((each for each in FIELDS if each == field), None)
        fields = [None if each == chosen else each for each in reading.fields]
        fields[column] = chosen
        self._show(replace(reading, fields=tuple(fields)))

    @Slot(str)
    def choose_order(self, order: str) -> None:
        """Say which comes first in a day: the day or the month."""
        if self._state.reading is not None:
            chosen: DayOrder = "month_first" if order == "month_first" else "day_first"
            self._show(replace(self._state.reading, order=chosen))

    @Slot(str)
    def choose_track(self, track: str) -> None:
        """Say which track those take who have none in the list."""
        if self._state.reading is not None:
            self._show(replace(self._state.reading, track=track))

    @Slot()
    def import_list(self) -> None:
        """Import every row without a problem, all of them or none."""
        plan = self._state.plan
        if plan is None:
            return
        came = attempt(lambda: import_list(self._workspace, plan))
        if isinstance(came, UserFacingError):
            self._change(replace(self._state, problem=came))
            return
        self._around = None
        done = counted(IMPORTED, len(came))
        lists = imported_lists(self._workspace)
        self._change(ImportingState(lists=lists, added=came, done=done))

    def undo(self, at: datetime) -> None:
        """Remove every client of a list again."""
        came = attempt(lambda: undo_import(self._workspace, at))
        lists = imported_lists(self._workspace)
        if isinstance(came, UserFacingError):
            self._change(replace(self._state, lists=lists, problem=came))
            return
        self._change(ImportingState(lists=lists, done=counted(UNDONE, came)))

    def save_template(self, path: Path) -> None:
        """Save an empty list to fill in."""
        came = attempt(lambda: save_template(self._workspace, path))
        if isinstance(came, UserFacingError):
            self._change(replace(self._state, problem=came, done=""))
            return
        done = _(
            "The empty list is saved as {file}. Fill it in, delete the example, and choose it here."
        ).format(file=path.name)
        self._change(replace(self._state, problem=None, done=done))

    @Slot()
    def forget(self) -> None:
        """Put the list away; nothing of it was written."""
        self._around = None
        self._change(ImportingState(lists=self._state.lists))

    def _on_read(self, sheet: ListSheet) -> None:
        around = attempt(lambda: surroundings(self._workspace))
        self._release(replace(self._state, is_busy=False))
        if isinstance(around, UserFacingError):
            self._change(replace(self._state, problem=around))
            return
        self._around = around
        fields = recognised(sheet.heads)
        tracks = self.tracks
        self._state = replace(self._state, sheet=sheet, added=(), problem=None, done="")
        self._show(
            ListReading(
                fields=fields,
                order=suggested_order(sheet, fields),
                track=tracks[0][0] if len(tracks) == 1 else "",
            )
        )

    def _show(self, reading: ListReading) -> None:
        sheet, around = self._state.sheet, self._around
        if sheet is None or around is None:
            return
        self._change(
            replace(
                self._state,
                reading=reading,
                plan=plan_import(sheet, reading, around),
                asks_order=has_two_ways(sheet, reading.fields),
                problem=None,
            )
        )
