"""What the page for the calendar on paper knows: which days, which sheet, whether it is locked."""

from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from exports.errors import LeakFound
from exports.paper.forms.order import SaveOutcome
from therapist_app.key_widgets.suggesting import suggest_for_pdf
from therapist_app.view_model import OnADay, ViewModel
from therapist_app.workflows.overviews.seeing_calendar import monday_of
from therapist_app.workflows.policies.page_numbers import page_numbers
from therapist_app.workflows.policies.staff_numbers import staff_numbers
from therapist_app.workflows.rights.access_copy import PassphraseFault, passphrase_fault
from therapist_app.workflows.supervision.day_sheets import (
    What,
    calendar_pdf,
    locked,
    note_sent,
    save_calendar,
)
from therapist_app.workflows.workspace import Workspace


@dataclass(frozen=True, slots=True)
class CalendarPaperState:
    """What is to be put on paper.

    Attributes:
        what: The week, or the sheet for the day.
        day: The day of the sheet; the week is the one around it.
        refused: Whether a name stands in it, so that it is not handed over.
        fault: Why the passphrase cannot lock it.

    """

    what: What
    day: date
    refused: bool = False
    fault: PassphraseFault | None = None

    @property
    def first_day(self) -> date:
        """The day that it begins with."""
        match self.what:
            case "week":
                return monday_of(self.day)
            case "day":
                return self.day

    @property
    def has_numbers_to_call(self) -> bool:
        """Whether the numbers that the service settled stand on it."""
        match self.what:
            case "week":
                return False
            case "day":
                return True


class CalendarPaperViewModel(OnADay, ViewModel[CalendarPaperState]):
    """Makes a week or a day sheet in memory, for a printer or a file that the person picks."""

    def __init__(self, workspace: Workspace, day: str = "", what: What = "week") -> None:
        super().__init__()
        self._workspace = workspace
        at = date.fromisoformat(day) if day else workspace.today()
        self._state = CalendarPaperState(what, at)

    @property
    def has_numbers(self) -> bool:
        """Whether the service settled the numbers that a day sheet holds."""
        ours, staff = page_numbers(self._workspace), staff_numbers(self._workspace)
        return all(
            (
                ours.emergency_number,
                ours.crisis_line,
                ours.clinic_phone,
                staff.lead_phone,
                staff.on_call_phone,
            )
        )

    def choose(self, what: What) -> None:
        """Take the week or the sheet for the day."""
        self._change(replace(self._state, what=what, refused=False))

    def choose_day(self, day: date) -> None:
        """Take another day."""
        self._change(replace(self._state, day=day, refused=False))

    def suggest(self) -> str:
        """Return a passphrase that nobody has had before."""
        return suggest_for_pdf()

    def pdf(self) -> bytes:
        """Return what is chosen; empty where a name stands in it all the same."""
        try:
            return calendar_pdf(self._workspace, self._state.what, self._state.day)
        except LeakFound:
            self._change(replace(self._state, refused=True))
            return b""

    def note_sent(self) -> None:
        """Note that the printer took it."""
        note_sent(self._workspace)

    def save(self, path: str, data: bytes) -> SaveOutcome:
        """Write what was made as it is."""
        return save_calendar(self._workspace, data, path)

    def lock(self, passphrase: str) -> partial[bytes] | None:
        """Return what makes the locked file; None where the passphrase cannot lock it."""
        fault = passphrase_fault(passphrase)
        self._change(replace(self._state, fault=fault))
        return None if fault else partial(self._locked, passphrase)

    def _locked(self, passphrase: str) -> bytes:
        made = self.pdf()
        return locked(made, passphrase) if made else b""
