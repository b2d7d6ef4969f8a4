"""What the backups screen knows, and the work it starts."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Literal

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from typing_extensions import override

from exports.paper.forms.order import SaveOutcome
from session_forms.words.texts import N_, NN_, NP_, _, counted, pgettext
from therapist_app import commands
from therapist_app.jobs import run_job
from therapist_app.messages.errors import explain, is_known
from therapist_app.record.backups.backing_up import Copied, Run
from therapist_app.record.backups.comparing import Comparison
from therapist_app.record.backups.drill import Drilled, SecondKeeper
from therapist_app.record.backups.restoring import Restored
from therapist_app.record.errors import KnownRecordError, NoRoom
from therapist_app.record.header.person_entry import PersonEntry
from therapist_app.record.vault.places_seen import PlacesSeen
from therapist_app.screens.safekeeping.noting import Noting
from therapist_app.view_model import ViewModel
from therapist_app.workflows.forms.paper_copies import save_pdf
from therapist_app.workflows.rights import data_rights
from therapist_app.workflows.rights.erasure_words import kept_lines
from therapist_app.workflows.safekeeping import drills, safekeeping
from therapist_app.workflows.safekeeping.backup_words import (
    comparison_in_words,
    given_up_in_words,
    whose_in_words,
)
from therapist_app.workflows.safekeeping.looking_at_places import look_at, places_to_look_at
from therapist_app.workflows.safekeeping.safekeeping import SafekeepingPageData
from therapist_app.workflows.workspace import Workspace

NOT_WHOLE = NN_("{count} of {whole} backups is damaged", "{count} of {whole} backups are damaged")
TOO_NEW = NN_(
    "{count} of {whole} backups was made by a later version of the application",
    "{count} of {whole} backups were made by a later version of the application",
)
LATER_OPENS = NN_(
    "It is marked below. That version can open it: install it on this laptop.",
    "They are marked below. That version can open them: install it on this laptop.",
)
AS_MADE = NN_("{count} backup, with no damage.", "{count} backups, none of them damaged.")

Work = Literal[
    "",
    "choosing",
    "copying",
    "reading",
    "rehearsing",
    "comparing",
    "drilling",
    "restoring",
    "restored",
]
HOLDS: tuple[Work, ...] = (
    "choosing",
    "copying",
    "rehearsing",
    "comparing",
    "drilling",
    "restoring",
    "restored",
)
HUNDRED = 100
A_SECOND_MS = 1_000
"""In a shorter time nobody writes what a second location would have to wait for."""
DONE_WORDS = {
    "made": N_("Backed up and verified"),
    "partly_made": N_("Your files are backed up and verified, but not all of the service"),
    "read": NP_("what was done with a backup", "Backups verified"),
    "rehearsed": N_("Restoring this backup would work"),
    "drilled": N_("The service would come back from its second location"),
    "partly_drilled": N_("Not all of the drill went well"),
    "thrown_away": N_("The replaced files are deleted"),
}
NOTHING_TO_DRILL = N_(
    "The service is made anew from it, and none is chosen. Choose a folder on a USB stick or "
    "another disk, then hold the drill."
)


@dataclass(frozen=True, slots=True)
class ActMessage:
    """What came of something: its tone, and the words."""

    tone: str
    title: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class RestoreAsked:
    """A restore that waits to be confirmed: what it would bring and cost, a sentence each."""

    comparison: Comparison
    lines: tuple[str, ...]
    whose: tuple[str, ...] = ()
    """The one of them that says with whom somebody worked since."""


@dataclass(frozen=True, slots=True)
class DrillState:
    """How it stands with the drill.

    Attributes:
        may_hold: Whether the person signed in may hold one.
        standing: When the last one went well, in a sentence.
        seconds: The other administrators, one of whom signs in as well.
        is_open: Whether the sheet is asked for.
        said: What came of the one that was just held, a sentence each.
        files: Each file of the service, what became of it, and whether that is good.

    """

    may_hold: bool
    standing: str = ""
    seconds: tuple[PersonEntry, ...] = ()
    is_open: bool = False
    said: tuple[str, ...] = ()
    files: tuple[tuple[str, str, bool], ...] = ()


@dataclass(frozen=True, slots=True)
class SafekeepingState:
    """What the screen shows.

    Attributes:
        work: What is under way, or nothing.
        percent: How far it is.
        message: What came of the last thing.
        asked: A restore that waits to be confirmed.
        kept: What stood in the place of the person's own caseload before, a sentence each.
        drill: How it stands with the drill.

    """

    page: SafekeepingPageData
    drill: DrillState
    work: Work = ""
    percent: int = 0
    message: ActMessage | None = None
    asked: RestoreAsked | None = None
    kept: tuple[str, ...] = ()


class SafekeepingViewModel(ViewModel[SafekeepingState]):
    """Makes backups, reads them back and puts one back, off the window's thread.

    While the record itself is held, the shell goes nowhere but to the lock.

    Signals:
        leave_requested: Back, or to the lock once a backup is in place.
        record_released: What held the record is done: what was asked for meanwhile can be.

    """

    record_released = Signal()

    _advanced = Signal(int, int)

    def __init__(self, workspace: Workspace, step: str = "", parent: QObject | None = None) -> None:
        """Begin with the drill open where `step` says "drill" and the person may hold one."""
        super().__init__(parent)
        self.is_to_restore, self.is_to_drill = step == "restore", step == "drill"
        self._workspace = workspace
        self._vault = workspace.vault
        self._drilled: Drilled | None = None
        self._state = self._fresh(None)
        if step == "drill" and self._state.drill.may_hold:
            self._state = self._asks_for_sheet()
        self._advanced.connect(self._on_advanced)
        self._seen = self._vault.check_under_way
        looks = QTimer(self, interval=A_SECOND_MS)
        looks.timeout.connect(self.look_at_checks)
        looks.start()

    @override
    def begin(self) -> None:
        """Announce the first state, and look at the places of the backups beside it."""
        super().begin()
        self._look_at_places()

    @Slot()
    def look_at_checks(self) -> None:
        """Show how far the full check is that runs beside the work."""
        now = self._vault.check_under_way
        if now == self._seen or self._state.work or not self._vault.is_open:
            return
        self._seen = now
        page = replace(self._state.page, checks=safekeeping.check_lines(self._vault))
        self._change(replace(self._state, page=page))

    @property
    def is_holding(self) -> bool:
        """Whether the record itself is held, so that nothing else may use it."""
        return self._state.work in HOLDS

    @property
    def is_closed(self) -> bool:
        """Whether the work closed the record, so that nothing is left but to lock."""
        return self._state.work == "restored"

    @override
    def _change(self, state: SafekeepingState) -> None:
        """Show another state, and say when the record is free."""
        held = self.is_holding and not self.is_closed
        super()._change(state)
        if held and (self.is_closed or not self.is_holding):
            self.record_released.emit()

    @Slot()
    def back_up(self) -> None:
        """Copy what is open, then read the copies back."""
        work = partial(safekeeping.copy_databases, self._vault, self._advanced.emit)
        self._start("copying", work, self._on_copied)

    @Slot()
    def read_all(self) -> None:
        """Read every backup back from where it lies."""
        due, now = safekeeping.readings(self._vault), self._workspace.service.now()
        work = partial(safekeeping.read_each, due, now, self._advanced.emit)
        self._start("reading", work, self._on_all_read)

    def choose_second_place(self, place: str) -> None:
        """Choose the folder for further copies, or none; what is open is backed up there at once.

        A copy of the newest backup alone would lack what was written since.
        """
        work = partial(safekeeping.choose_second_place, self._vault, place)
        chosen, refused = partial(self._on_chosen, place), partial(self._on_refused, place)
        self._start("choosing", work, chosen, refused)

    def _on_chosen(self, place: str, _nothing: object) -> None:
        self._read_afresh(None)
        if place:
            self.back_up()

    def _on_refused(self, place: str, error: Exception) -> None:
        self._on_failed(error)
        message = self._state.message
        if isinstance(error, NoRoom) and message is not None:
            where = _("It was not chosen: {place}.").format(place=place)
            told = replace(message, detail=f"{where} {message.detail}")
            self._change(replace(self._state, message=told))

    def rehearse(self, path: Path) -> None:
        """Do all of a restore but the last step."""
        work = partial(safekeeping.rehearse, self._vault, path)
        self._start("rehearsing", work, self._on_rehearsed)

    def ask(self, path: Path) -> None:
        """Show what putting a backup back would bring and cost."""
        work = partial(safekeeping.compare_with_now, self._vault, path)
        self._start("comparing", work, self._on_compared)

    def _on_compared(self, comparison: Comparison) -> None:
        whose = self._whose_words(comparison)
        lines = (*comparison_in_words(comparison, self._vault.header), *whose)
        asked = RestoreAsked(comparison, lines, whose)
        self._change(replace(self._state, work="", asked=asked, message=None))

    def _whose_words(self, comparison: Comparison) -> tuple[str, ...]:
        """Return with whom somebody worked since, in a sentence; nothing where with nobody."""
        words = whose_in_words(safekeeping.worked_with_since(self._vault, comparison))
        return (words,) if words else ()

    @Slot()
    def keep_as_it_is(self) -> None:
        """Put nothing back."""
        self._change(replace(self._state, asked=None))

    def restore(self, *, accepted: bool = False) -> None:
        """Put back what was asked about; the record is closed by it.

        `accepted`: the person chose it although its owner's signature does not vouch for it.
        """
        if self._state.asked is None:
            return
        comparison, whose = self._state.asked.comparison, self._state.asked.whose
        comparison = replace(comparison, is_accepted=accepted)
        path, tell = comparison.path, self._advanced.emit
        work = partial(safekeeping.restore_over, self._vault, path, comparison, tell)
        self._start("restoring", work, partial(self._on_restored, comparison, whose))

    @Slot()
    def open_drill(self) -> None:
        """Ask for the sheet of a drill, or first for what the service would be made anew from."""
        self._change(self._asks_for_sheet())

    @Slot()
    def close_drill(self) -> None:
        """Hold no drill."""
        self._change(replace(self._state, drill=replace(self._state.drill, is_open=False)))

    def hold_drill(self, sheet: str, second: SecondKeeper | None) -> None:
        """Hold a drill with what was typed; the second person's passphrase is wiped."""
        work = partial(drills.hold, self._workspace, sheet, second)
        self._start("drilling", work, self._on_drilled)

    def drill_pdf(self) -> bytes:
        """Return the page of the drill that was just held."""
        assert self._drilled is not None
        return drills.drill_pdf(self._workspace, self._drilled)

    def save_drill(self, path: str) -> SaveOutcome:
        """Write that page where the person says, never beside the record."""
        outcome = save_pdf(self._workspace, path, self.drill_pdf)
        if outcome == "written":
            drills.note_saved(self._workspace)
        return outcome

    def _on_drilled(self, drilled: Drilled) -> None:
        self._drilled = drilled
        which, tone = ("drilled", "good") if drilled.is_whole else ("partly_drilled", "urgent")
        detail = _("Print or save the page below, sign it and keep it in the clinic.")
        self._read_afresh(ActMessage(tone, _(DONE_WORDS[which]), detail))

    def _asks_for_sheet(self) -> SafekeepingState:
        """Return the state in which a drill is open, where it has something to be held with."""
        if not self._state.page.second_place:
            title = _("A drill needs a second location")
            return replace(self._state, message=ActMessage("attention", title, _(NOTHING_TO_DRILL)))
        drill = replace(self._state.drill, is_open=True, said=(), files=())
        return replace(self._state, drill=drill, message=None)

    def _drill(self) -> DrillState:
        vault = self._vault
        if not drills.may_hold(vault):
            return DrillState(may_hold=False)
        said: tuple[str, ...] = ()
        files: tuple[tuple[str, str, bool], ...] = ()
        if self._drilled is not None:
            said = drills.drilled_in_words(vault, self._drilled)
            files = drills.files_in_words(vault, self._drilled)
        standing, seconds = drills.standing_in_words(vault), drills.seconds(vault)
        return DrillState(True, standing, seconds, said=said, files=files)

    @Slot()
    def throw_away_kept(self) -> None:
        """Throw away now what stood in the place of the person's own caseload before."""
        try:
            data_rights.throw_away_kept(self._workspace)
        except KnownRecordError as error:
            self._tell(error)
            return
        self._read_afresh(ActMessage("good", _(DONE_WORDS["thrown_away"])))

    @Slot()
    def lock(self) -> None:
        """Leave for the unlock window, where the record is opened afresh."""
        self.leave_requested.emit(commands.Lock())

    def _start(
        self,
        work: Work,
        errand: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        if self._state.work:
            return
        self._change(replace(self._state, work=work, percent=0, message=None))
        run_job(self, errand, done=done, failed=failed or self._on_failed)

    def _on_copied(self, copied: Copied) -> None:
        noting = Noting(self._vault, copied, self)  # outlives the screen: one may go on working
        noting.noted.connect(self._on_noted)
        noting.failed.connect(self._on_noting_failed)
        self._change(replace(self._state, work="reading", percent=0))

    @Slot(object)
    def _on_noted(self, run: object) -> None:
        assert isinstance(run, Run)
        found = safekeeping.first_problem(run)
        if found is None:
            carried = safekeeping.carried_in_words(self._vault, run)
            self._read_afresh(self._done("made", "partly_made", carried))
        else:
            place, problem = found
            where, message = safekeeping.place_in_words(place, run), _message(problem)
            self._read_afresh(replace(message, detail=f"{where} {message.detail}"))

    @Slot(object)
    def _on_noting_failed(self, error: object) -> None:
        assert isinstance(error, Exception)
        if is_known(error):
            self._on_failed(error)
        else:
            self._change(replace(self._state, work=""))

    def _done(self, whole: str, partly: str, carried: str) -> ActMessage:
        """Return that something was done, as a success only where it is so for every file."""
        lacking = safekeeping.not_all_in_words(self._vault)
        if not lacking:
            return ActMessage("good", _(DONE_WORDS[whole]), carried)
        lines = [each for each in (carried, lacking) if each]
        return ActMessage("attention", _(DONE_WORDS[partly]), " ".join(lines))

    def _on_all_read(self, run: Run) -> None:
        safekeeping.enter_run(self._vault, run)
        newer = sum(each.is_too_new for each in run.backups)
        bad = sum(bool(each.fault) for each in run.backups) - newer
        if bad:
            title = counted(NOT_WHOLE, bad, whole=len(run.backups))
            detail = _("They are marked below. Make a new backup now.")
            self._read_afresh(ActMessage("urgent", title, detail))
        elif newer:
            title = counted(TOO_NEW, newer, whole=len(run.backups))
            detail = counted(LATER_OPENS, newer)
            self._read_afresh(ActMessage("attention", title, detail))
        elif not run.backups:
            title = pgettext("message", "There is no backup to verify")
            detail = _("“Back up now” makes the first one.")
            self._read_afresh(ActMessage("attention", title, detail))
        else:
            words = counted(AS_MADE, len(run.backups))
            self._read_afresh(ActMessage("good", _(DONE_WORDS["read"]), words))

    def _on_rehearsed(self, _nothing: object) -> None:
        detail = _(
            "It was restored to a temporary folder, checked, and deleted there. Nothing was "
            "changed."
        )
        self._read_afresh(ActMessage("good", _(DONE_WORDS["rehearsed"]), detail))

    def _on_restored(
        self, comparison: Comparison, whose: tuple[str, ...], restored: Restored
    ) -> None:
        lines = [given_up_in_words(comparison), *whose]
        if comparison.now is not None:
            lines.append(_("The backup made just before this restore still holds it."))
        lines.append(_("Sign in again to go on working."))
        if restored.erased_again:
            words = _(
                "Clients erased again, because they were erased after this backup was made: "
                "{count}."
            )
            lines.append(words.format(count=restored.erased_again))
        message = ActMessage("good", _("The backup is restored"), " ".join(lines))
        self._change(replace(self._state, work="restored", asked=None, message=message))

    def _on_failed(self, error: Exception) -> None:
        if not is_known(error):
            self._change(replace(self._state, work="" if self._vault.is_open else "restored"))
            raise error
        was_drill = self._state.work == "drilling"
        if self._vault.is_open:
            self._read_afresh(_message(error))
            if was_drill:  # another try is a matter of typing again
                drill = replace(self._state.drill, is_open=True)
                self._change(replace(self._state, drill=drill))
        else:
            self._change(replace(self._state, work="restored", asked=None, message=_message(error)))

    @Slot(int, int)
    def _on_advanced(self, done: int, whole: int) -> None:
        self._change(replace(self._state, percent=HUNDRED * done // max(whole, 1)))

    def _tell(self, error: KnownRecordError) -> None:
        self._change(replace(self._state, message=_message(error)))

    def _read_afresh(self, message: ActMessage | None) -> None:
        self._change(self._fresh(message))
        self._look_at_places()

    def _look_at_places(self) -> None:
        work = partial(look_at, places_to_look_at(self._vault))
        run_job(self, work, done=self._on_places_seen)

    def _on_places_seen(self, seen: PlacesSeen) -> None:
        if not self._vault.is_open or seen == self._vault.places_seen:
            return
        self._vault.places_seen = seen
        if not self.is_holding:
            page = safekeeping.safekeeping_page_data(self._vault)
            message = _told_whole(self._state.message, page)
            self._change(replace(self._state, page=page, message=message))

    def _fresh(self, message: ActMessage | None) -> SafekeepingState:
        is_own = data_rights.may_use_rights(self._workspace)
        kept = data_rights.kept_here(self._workspace) if is_own else ()
        page = safekeeping.safekeeping_page_data(self._vault)
        lines = tuple(kept_lines(kept))
        return SafekeepingState(page, self._drill(), message=_told_whole(message, page), kept=lines)


def _told_whole(message: ActMessage | None, page: SafekeepingPageData) -> ActMessage | None:
    """Return what came of a backup, with that its second copy lies on the same disk."""
    told = _("The second location lies on the same disk as the record.")
    if page.second_is_out:
        told = _("The second location is not connected: its copy is on this laptop too.")
    is_made = message is not None and message.title == _(DONE_WORDS["made"])
    if message is None or not is_made or not page.second_on_same_disk or told in message.detail:
        return message
    return ActMessage("attention", message.title, f"{message.detail} {told}".strip())


def _message(error: Exception) -> ActMessage:
    told = explain(error)
    return ActMessage("attention", told.title, told.sentence)
