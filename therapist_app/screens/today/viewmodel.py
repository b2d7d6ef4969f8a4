"""What the first screen knows: the day as the record tells it."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime

from PySide6.QtCore import Slot

from session_forms.words.texts import _
from therapist_app import commands
from therapist_app.messages.errors import UserFacingError
from therapist_app.practice.worked_cases import worked_case_ids
from therapist_app.record.errors import KnownRecordError
from therapist_app.record.vault.told_notices import note_told
from therapist_app.record.vault.vault import Vault
from therapist_app.view_model import ViewModel, attempt
from therapist_app.workflows.exporting.waiting_figures import FiguresAhead, waiting_figures
from therapist_app.workflows.overviews.seeing_today import (
    TodayAppointment,
    TodayPageData,
    Unfinished,
    needs_on,
    today_page_data,
)
from therapist_app.workflows.overviews.service_needs import ServiceNeeds, service_needs
from therapist_app.workflows.overviews.taking_back import may_remove, record_off, undo_missed
from therapist_app.workflows.permissions import may
from therapist_app.workflows.safekeeping.check_words import HealthLine, health_lines
from therapist_app.workflows.safekeeping.loud_acts import acts_in_words, figures_given, loud_acts
from therapist_app.workflows.safekeeping.protections import is_nearly_full
from therapist_app.workflows.safekeeping.safekeeping import BackupStanding, standing
from therapist_app.workflows.safekeeping.unconfirmed_sheets import ToldSheet, told_sheets
from therapist_app.workflows.safekeeping.uses_of_sheets import SheetUse, uses_since_last_time
from therapist_app.workflows.sessions.holding_a_session import runs_beside, start_session
from therapist_app.workflows.sessions.passing_gates import gates_before
from therapist_app.workflows.sessions.readiness import danger_told_first
from therapist_app.workflows.workspace import Workspace

TOLD_BY_BANNERS = ("sheet", "programme", "packs")
"""What stands over the day already, and nothing stands twice on a page."""

NEARLY_FULL = "disk-nearly-full"
"""The warning that the disk has little room left; a full one is told over every screen."""
TOLD_BY_THE_MOVE = "new-device"
"""The warning of a laptop that is new: that the service was moved there is told with its day."""


@dataclass(frozen=True, slots=True)
class TodayState:
    """What the first screen shows.

    Attributes:
        page: The day.
        needing_me: How many clients need the therapist, as the list of clients counts them.
        next_id: The appointment that is next to start, or nothing.
        last_sign_in: When this person signed in before this time.
        failed_attempts: Wrong passphrases since then.
        left_open_at: When a file was last changed that was not closed; None where each was.
        warnings: What opening the record had to tell, as fixed words.
        health: What the last full check of the record said.
        problem: Why a session could not be started.
        may_oversee: Whether this person leads the service besides.
        practice: Whether the clients are invented.
        backup: How the backups stand; None in practice, which needs none.
        sheet_uses: What keepers did with a sheet to reach this person's clients.
        loud: What colleagues did that everybody is told of, as sentences.
        told_sheets: New sheets that were shown, never typed back, and open nothing.
        tells_continuity: Whether they are to read, this once, who can open their clients in an
            emergency.
        given: What was given to a quarter beside their work, as sentences.
        waiting: The closed quarters for which their figures wait, in order.
        needs: What the service still needs and no banner tells.

    """

    page: TodayPageData
    needing_me: int
    next_id: str
    last_sign_in: datetime | None
    failed_attempts: int
    left_open_at: datetime | None
    warnings: tuple[str, ...] = ()
    health: tuple[HealthLine, ...] = ()
    problem: UserFacingError | None = None
    practice: bool = False
    backup: BackupStanding | None = None
    may_oversee: bool = False
    sheet_uses: tuple[SheetUse, ...] = ()
    loud: tuple[str, ...] = ()
    told_sheets: tuple[ToldSheet, ...] = ()
    tells_continuity: bool = False
    given: tuple[str, ...] = ()
    waiting: tuple[FiguresAhead, ...] = ()
    needs: ServiceNeeds = field(default_factory=lambda: ServiceNeeds(()))


class TodayViewModel(ViewModel[TodayState]):
    """Holds the day, and leads to what needs the therapist.

    Attributes:
        appointment_id: The appointment that the keyboard comes back to; empty for none.

    Signals:
        leave_requested: To a session, a note, a form, an alert or a client.

    """

    def __init__(self, workspace: Workspace, appointment_id: str = "") -> None:
        super().__init__()
        self.appointment_id = appointment_id
        self._workspace = workspace
        self._read_up_to = workspace.service.audit.mark.n  # a job may write beside the page
        self._state = self._read()

    @property
    def now(self) -> datetime:
        """The record's time."""
        return self._workspace.vault.service.now()

    @Slot()
    def note_told(self) -> None:
        """Remember that what everybody is told was in sight; another sign-in tells what is new."""
        note_told(self._workspace.vault, self._read_up_to)

    @property
    def is_backup_under_way(self) -> bool:
        """Whether the backup of today is still being made or verified."""
        return self._workspace.vault.backup_under_way

    def backups_now(self) -> BackupStanding:
        """Return how the backups stand now."""
        return standing(self._workspace.vault)

    @property
    def form_titles(self) -> Mapping[str, str]:
        """The short title of each form that something unfinished names."""
        wanted = [each for each in self._state.page.to_finish if each.kind != "note"]
        ids = {form for each in wanted for form in (each.form_id, *each.also) if form}
        forms = self._workspace.forms
        return {each: forms.latest(each).short_title for each in ids if forms.knows(each)}

    def open_appointment(self, line: TodayAppointment) -> None:
        """Go to a session: into it, to its note, or to its client while a gate stands before it."""
        match line.state:
            case "in_progress":
                self.leave_requested.emit(commands.SessionPage(line.appointment_id))
            case "on_hold":
                self._go_on(line.appointment_id)
            case "held" | "signed":
                self.leave_requested.emit(commands.ClosePage(line.appointment_id))
            case "planned" if line.appointment_id == self._state.next_id:
                self._start(line)
            case _:
                self.leave_requested.emit(commands.ClientPage(line.client_id))

    def move_appointment(self, line: TodayAppointment) -> None:
        """Go to the calendar, where an appointment is given another day or hour."""
        day = line.at.astimezone().date().isoformat()
        self.leave_requested.emit(commands.Calendar(day, line.appointment_id, "move"))

    def record_missed(self, line: TodayAppointment, reason: str) -> None:
        """Keep that an appointment did not take place, or remove it, and show the day anew."""
        self.act_done.emit(record_off(self._workspace, line.appointment_id, reason))
        self.leave_requested.emit(commands.Today(line.appointment_id))

    def may_remove(self, line: TodayAppointment) -> bool:
        """Return whether an appointment that was planned by mistake may be removed."""
        return may_remove(self._workspace, line.appointment_id)

    def undo_missed(self, line: TodayAppointment) -> None:
        """Plan an appointment again that was said not to have taken place."""
        undo_missed(self._workspace, line.appointment_id)
        self.act_done.emit(_("The session is planned as it was before."))
        self.leave_requested.emit(commands.Today(line.appointment_id))

    @Slot(Unfinished)
    def close_session(self, line: Unfinished) -> None:
        """Go to the close of a session that nobody ended."""
        self.leave_requested.emit(commands.ClosePage(line.appointment_id))

    @Slot(Unfinished)
    def finish(self, line: Unfinished) -> None:
        """Go where something unfinished is finished."""
        if line.kind == "session":
            self._go_on(line.appointment_id)
        elif line.kind == "note":
            self.leave_requested.emit(commands.ClosePage(line.appointment_id))
        elif line.kind == "second_rating":
            self.leave_requested.emit(commands.SecondRatingPage(line.appointment_id))
        elif line.kind == "report_task":
            self.leave_requested.emit(commands.ReportQuestions())
        elif line.kind == "form":
            self.leave_requested.emit(commands.FilledFormPage(line.filled_form_id))
        elif line.kind == "planning":
            self.leave_requested.emit(commands.ClientPage(line.client_id, "plan"))
        elif line.kind in ("restriction", "legal_hold"):
            self.leave_requested.emit(commands.DataRights(line.client_id))
        elif line.kind in ("course", "supervision"):
            self.leave_requested.emit(commands.ClientPage(line.client_id))
        else:
            at = line.appointment_id or None
            self.leave_requested.emit(commands.FormPage(line.client_id, line.form_id, at))

    def put_on_paper(self) -> None:
        """Go to where today is printed."""
        self.leave_requested.emit(commands.CalendarPaper(self._state.page.day.isoformat(), "day"))

    @Slot(str)
    def answer_alert(self, alert_id: str) -> None:
        """Go to an alert."""
        self.leave_requested.emit(commands.AlertPage(alert_id))

    def _start(self, line: TodayAppointment) -> None:
        lacking = line.readiness.lacking if line.readiness is not None else ()
        is_held_up = any(each.state == "barred" or each.kind == "first-contact" for each in lacking)
        if is_held_up:
            self.leave_requested.emit(commands.ClientPage(line.client_id))
            return
        is_said_first = any(each.kind == "right-help" for each in lacking)
        is_said_first |= danger_told_first(self._workspace, line.client_id) is not None
        if is_said_first or gates_before(self._workspace, line.client_id, line.plan_id):
            self.leave_requested.emit(commands.ClientPage(line.client_id, "gates"))
            return
        if runs_beside(self._workspace, line.client_id) is not None:
            self.leave_requested.emit(commands.ClientPage(line.client_id, "session"))
            return
        began = attempt(lambda: start_session(self._workspace, line.appointment_id))
        if isinstance(began, UserFacingError):
            self._change(self._read(began))
            return
        self.leave_requested.emit(commands.SessionPage(line.appointment_id))

    def _go_on(self, appointment_id: str) -> None:
        """Go into a session that was begun; its clock runs again, unless something bars that."""
        attempt(lambda: start_session(self._workspace, appointment_id))
        self.leave_requested.emit(commands.SessionPage(appointment_id))

    def _read(self, problem: UserFacingError | None = None) -> TodayState:
        with self._workspace.reading_once():
            return self._state_of_the_day(problem)

    def _state_of_the_day(self, problem: UserFacingError | None) -> TodayState:
        page = _without_worked_cases(
            today_page_data(self._workspace), worked_case_ids(self._workspace)
        )
        vault = self._workspace.vault
        backup = None if self._workspace.practice else standing(vault)
        is_moved = backup is not None and backup.moved_at is not None
        return TodayState(
            page=page,
            needing_me=len(needs_on(page)),
            next_id=_next_id(page),
            last_sign_in=vault.last_sign_in,
            failed_attempts=vault.failed_attempts,
            left_open_at=vault.left_open_at,
            warnings=tuple(
                each
                for each in dict.fromkeys((*vault.warnings, *_of_the_disk(vault)))
                if each != TOLD_BY_THE_MOVE or not is_moved
            ),
            health=health_lines(vault),
            problem=problem,
            practice=self._workspace.practice,
            backup=backup,
            may_oversee=may(vault, "oversee"),
            sheet_uses=uses_since_last_time(vault),
            loud=acts_in_words(loud_acts(vault)),
            told_sheets=told_sheets(vault),
            tells_continuity=not (self._workspace.practice or vault.is_continuity_told),
            given=figures_given(vault),
            waiting=_waiting(self._workspace),
            needs=service_needs(self._workspace).without(TOLD_BY_BANNERS),
        )


def _of_the_disk(vault: Vault) -> tuple[str, ...]:
    return (NEARLY_FULL,) if not vault.is_only_read and is_nearly_full(vault) else ()


def _waiting(workspace: Workspace) -> tuple[FiguresAhead, ...]:
    """Return for which quarters their figures wait; nothing where a caseload cannot be read."""
    with suppress(KnownRecordError):
        return waiting_figures(workspace)
    return ()


def _without_worked_cases(page: TodayPageData, cases: Mapping[str, str]) -> TodayPageData:
    """Return the day without what is open in a worked case: it is there to be read."""
    left = tuple(each for each in page.to_finish if each.client_id not in cases)
    promised = tuple(each for each in page.promises if each.client_id not in cases)
    asking = tuple(each for each in page.unanswered if each.client_id not in cases)
    return replace(page, to_finish=left, promises=promised, unanswered=asking)


def _next_id(page: TodayPageData) -> str:
    """Return the appointment to go on with: the running one, else the first that is planned."""
    for wanted in (("in_progress",), ("on_hold", "planned")):
        for line in page.appointments:
            if line.state in wanted:
                return line.appointment_id
    return ""
