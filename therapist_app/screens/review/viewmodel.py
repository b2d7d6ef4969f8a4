"""What the review screen knows: packages, how they stand, and what services say together."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from threading import Event

from PySide6.QtCore import QObject, Signal, Slot
from typing_extensions import override

from exports.combining.cell_store import CellKeys
from exports.combining.combined_report import combined_workbook
from exports.combining.comparing import site_name
from exports.combining.finding import packages_in
from exports.combining.gathering import Opener, RefusedPackage, Whole, gather
from exports.combining.measure_words import measure_words
from exports.combining.service_list import MOST_OF_A_NAME, read_services
from exports.errors import ExportError
from exports.occasion import month_in_words
from exports.package.report_pages import report_pages
from exports.package.sealing import is_identity
from exports.quarters import quarter_named
from session_forms.words.day_words import month_of_year
from session_forms.words.list_words import facts_in_a_line
from session_forms.words.texts import NN_, _, counted, pgettext
from therapist_app.record.service_model import ReadableCopy
from therapist_app.screens.review.combining import (
    Choice,
    lines_to_show,
    package_lines,
    sites_of,
)
from therapist_app.screens.review.opened_packages import OpenedPackages, put_together
from therapist_app.screens.review.review_state import ALL, OpenReport, ReviewState, shown
from therapist_app.view_model import WorkingViewModel
from therapist_app.workflows.entering.access_scope import reads_only
from therapist_app.workflows.exporting.combining_packages import (
    combined_pdf,
    note_combined,
    save_combined,
    take_back_combined,
)
from therapist_app.workflows.exporting.keeping_recipients import (
    own_identities,
    own_last_months,
    own_signers,
    summaries_to_read,
)
from therapist_app.workflows.exporting.known_services import (
    forget_services,
    known_services,
    last_months,
    later_numbers,
    note_new_number,
    remember_services,
    service_names,
    trusted_services,
    why_not_trusted,
)
from therapist_app.workflows.exporting.readable_copies import save_parquet, save_report
from therapist_app.workflows.permissions import may
from therapist_app.workflows.workspace import Workspace

TOLD_EVERY = 10
"""So many packages are looked at between two times that the window is told."""
Make = Callable[[], bytes] | None
"""What makes the bytes of a file on another thread; None where there is nothing to make."""
OPENED = NN_("{count} package was looked at.", "{count} packages were looked at.")


class ReviewViewModel(WorkingViewModel[ReviewState]):
    """Opens packages beside the window; only what is whole and from a known signer is read.

    Signals:
        paper_made: The report over many services as a PDF, to be printed.

    """

    paper_made = Signal(bytes)
    _advanced = Signal(int, int)

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._identity = ""
        self._keys = CellKeys()
        self._stop = Event()
        self._waiting: list[Path] = []
        self._opened: OpenedPackages | None = None
        self._copy: ReadableCopy | None = None
        self._state = ReviewState(known=known_services(workspace))
        self._advanced.connect(self._on_advanced)
        self.destroyed.connect(self._stop.set)

    @property
    def may_oversee(self) -> bool:
        """Whether the person signed in leads a service in which somebody has clients."""
        vault = self._workspace.vault
        return may(vault, "oversee") and not reads_only(vault)

    @property
    def may_show_key(self) -> bool:
        """Whether the person signed in may see this service's own key, for who sends to it."""
        return may(self._workspace.vault, "keep_recipients")

    def add(self, place: Path) -> None:
        """Open a package, or every package in a folder and below it."""
        self._waiting.append(place)
        self._look_at_waiting()

    @Slot()
    def stop(self) -> None:
        """Look at no further package; what was looked at stays."""
        self._stop.set()

    def use_identity(self, identity: str) -> None:
        """Try sealed packages again with the identity that opens them, kept in memory only."""
        typed = identity.strip()
        if not is_identity(typed):
            words = _("This is no whole private key: it begins with AGE-SECRET-KEY-1.")
            self._tell(replace(self._state, not_done=words, told=""))
            return
        self._identity = typed
        self._look_again(lambda each: each.waits_for_key)

    @property
    def asks_for_name(self) -> bool:
        """Whether the one number that is to be confirmed has no name yet."""
        asked = self._state.to_confirm
        return len(asked) == 1 and not asked[0][1]

    @Slot(str)
    def trust(self, signer: str) -> None:
        """Ask whether this number was compared with the sender before anything is opened for it."""
        names, before = service_names(self._workspace), self._before(signer)
        name = names.get(signer) or names.get(before[0] if before is not None else "", "")
        self._ask_about(((signer, name),))

    def trust_list(self, path: Path) -> None:
        """Ask whether the numbers of a list were compared: those that say anything new."""
        try:
            services = read_services(path)
        except ExportError as error:
            self._tell(replace(self._state, not_done=str(error), told=""))
            return
        names, trusted = service_names(self._workspace), trusted_services(self._workspace)
        new = tuple(
            (number, name)
            for number, name in services.items()
            if number not in trusted or (name and name != names.get(number))
        )
        self._ask_about(new)
        if not new:
            told = _("Every number of this list is known already.")
            self._tell(replace(self._state, told=told))

    def confirm_compared(self, name: str = "") -> None:
        """Remember that the numbers asked about were compared, a single one under this name.

        Where one took the place of another that is known, that one ends.
        """
        called = name.strip()[:MOST_OF_A_NAME]
        services = {number: each or called for number, each in self._state.to_confirm}
        ended = ""
        for number in services:
            before = self._before(number)
            if before is not None and len(services) == 1:
                ended = before[0]
                note_new_number(self._workspace, ended, number, before[1])
        self._change(replace(self._state, to_confirm=()))
        self._remember(services, ended)

    def compare_nothing(self) -> None:
        """Leave the numbers asked about as they are: unknown."""
        self._change(replace(self._state, to_confirm=()))

    def _ask_about(self, numbers: tuple[Choice, ...]) -> None:
        self._change(replace(self._state, to_confirm=numbers, not_done="", told=""))

    def _before(self, signer: str) -> tuple[str, date] | None:
        """Return the number that this one says it took the place of, and its last day."""
        return {each.signer: each.before for each in self._refused}.get(signer)

    @Slot(str)
    def forget(self, signer: str) -> None:
        """Open nothing of a service any more before its number is compared anew."""
        forget_services(self._workspace, (signer,))
        known = known_services(self._workspace)
        self._change(replace(self._state, known=known, reading=None))
        again = tuple(path for path, each in self.whole.items() if each.site == signer)
        if again:
            self._look(lambda: again)

    @Slot(str)
    def choose_quarter(self, quarter: str) -> None:
        """Add up another quarter."""
        if self._opened is not None:
            self._work(partial(self._opened.of_quarter, quarter), self._on_added_up)

    @Slot(str)
    def choose_table(self, table: str) -> None:
        """Show another table."""
        self._show(replace(self._state, table=table, measure=""))

    @Slot(str)
    def choose_site(self, site: str) -> None:
        """Show one service alone, or all of them."""
        self._show(replace(self._state, site=site))

    @Slot(str)
    def choose_measure(self, measure: str) -> None:
        """Compare services by another measure."""
        self._show(replace(self._state, measure=measure))

    def read(self, package: Path) -> None:
        """Show the report of a package that is open: verified once more, and kept nowhere."""
        if not self._state.is_busy:
            self._state = replace(self._state, not_done="", told="")
            self._work(partial(_read, self._opener(), package), self._on_read)

    def _on_read(self, reading: OpenReport) -> None:
        self._release(replace(self._state, is_busy=False, reading=reading))
        self._look_at_waiting()

    @Slot(int)
    def turn_page(self, by: int) -> None:
        """Turn to another page of the report that is open."""
        reading = self._state.reading
        if reading is not None:
            self._change(replace(self._state, reading=reading.turned(by)))

    def _tell(self, state: ReviewState) -> None:
        """Show what came of an act, or why nothing did, and have it heard each time."""
        self._change(state)
        self._say(state)

    def _say(self, state: ReviewState) -> None:
        if state.not_done or state.told:
            self.act_done.emit(state.not_done or state.told)

    @Slot()
    def close_report(self) -> None:
        """Show no report."""
        self._change(replace(self._state, reading=None))

    def save_report(self, package: Path, to: Path, reason: str) -> None:
        """Save the report of a package that is open as a PDF, which is noted with the reason."""
        try:
            verified = self._opener().open(package)
            save_report(self._workspace, verified, to, reason)
        except ExportError as error:
            self._tell(replace(self._state, not_done=str(error), told=""))
        else:
            self._tell(replace(self._state, not_done="", told=_saved(to)))

    def save_parquet(self, package: Path, folder: Path, reason: str) -> None:
        """Save the tables of a package that is open as Parquet, which is noted with the reason."""
        try:
            verified = self._opener().open(package)
            place = save_parquet(self._workspace, verified, folder, reason)
        except ExportError as error:
            self._tell(replace(self._state, not_done=str(error), told=""))
        else:
            self._tell(replace(self._state, not_done="", told=_saved(place)))

    def save_pdf(self, to: Path, reason: str) -> None:
        """Save what services say together as a PDF, which is noted with the reason."""
        self._make(self._pdf(), partial(self._on_made, to), reason)

    def save_workbook(self, to: Path, reason: str) -> None:
        """Save every sum and every service as a workbook, which is noted with the reason."""
        self._make(self._workbook(), partial(self._on_made, to), reason)

    def make_paper(self, reason: str) -> None:
        """Make what services say together for a printer, which is noted with the reason."""
        self._make(self._pdf(), self.paper_made.emit, reason)

    def tell_printed(self, words: str) -> None:
        """Say that a printer took it; without words nothing came of it, and nothing is noted."""
        if not words and self._copy is not None:
            take_back_combined(self._workspace, self._copy)
        self._copy = None
        self._release(replace(self._state, is_busy=False, told=words))
        self._say(self._state)

    def save_printed(self, data: bytes, to: Path) -> None:
        """Write what a print dialog was asked to put into a file."""
        self._on_made(to, data)

    def _pdf(self) -> Make:
        opened, programme, name = self._opened, self._workspace.programme, self._name
        if opened is None:
            return None
        combined, quarter, words = opened.combined, opened.quarter, opened.words
        return lambda: combined_pdf(combined, quarter, words, programme, name)

    def _workbook(self) -> Make:
        opened, name = self._opened, self._name
        if opened is None:
            return None
        combined, quarter, words = opened.combined, opened.quarter, opened.words
        return lambda: combined_workbook(combined, quarter, words, name)

    def _make(self, make: Make, done: Callable[..., None], reason: str) -> None:
        if make is None or self._state.is_busy:
            return
        try:
            self._copy = note_combined(self._workspace, self._state.quarter, reason)
        except ExportError as error:
            self._tell(replace(self._state, not_done=str(error), told=""))
            return
        self._state = replace(self._state, not_done="", told="")
        self._work(make, done)

    def _on_made(self, to: Path, data: bytes) -> None:
        copy, self._copy = self._copy, None
        state = replace(self._state, is_busy=False)
        try:
            if copy is not None:
                save_combined(self._workspace, data, to, copy)
            state = replace(state, told=_saved(to))
        except ExportError as error:
            state = replace(state, not_done=str(error))
        self._release(state)
        self._say(state)
        self._look_at_waiting()

    @override
    def _on_failed(self, error: Exception) -> None:
        if self._copy is not None:
            take_back_combined(self._workspace, self._copy)
            self._copy = None
        if isinstance(error, ExportError):
            self._release(replace(self._state, is_busy=False, not_done=str(error)))
            self._say(self._state)
            return
        super()._on_failed(error)

    def _look_at_waiting(self) -> None:
        if self._state.is_busy or not self._waiting:
            return
        places, self._waiting = tuple(self._waiting), []
        self._look(lambda: packages_in(places))

    def _look_again(self, wanted: Callable[[RefusedPackage], bool], site: str = "") -> None:
        """Look once more at what was not opened and is wanted, and at all of one service."""
        refused = [each.path for each in self._refused if wanted(each)]
        of_site = [path for path, each in self.whole.items() if site and each.site == site]
        self._look(lambda: (*refused, *of_site))

    def _look(self, find: Callable[[], tuple[Path, ...]]) -> None:
        """Verify packages on another thread, which touches nothing of the record."""
        self._stop.clear()
        self._state = replace(self._state, done=0, of=0, not_done="", told="")
        opener = self._opener()
        before, practice_counts = self._opened, self._workspace.practice
        forms, programme = self._workspace.forms, self._workspace.programme
        tell, stop, keys = self._advanced.emit, self._stop, self._keys

        def work() -> OpenedPackages:
            known = before.words if before else measure_words(forms, programme)
            gathered = gather(find(), opener, keys=keys, tell=tell, stop=stop)
            return put_together(before, gathered, known, practice_counts=practice_counts)

        self._work(work, self._on_looked)

    def _opener(self) -> Opener:
        """Return what opens packages here, and from whom they may be at this moment."""
        own = own_signers(self._workspace)
        return Opener(
            self._identity,
            frozenset((*own, *trusted_services(self._workspace))),
            tuple(own),
            later_numbers(self._workspace),
            {**last_months(self._workspace), **own_last_months(self._workspace)},
            shared=own_identities(self._workspace),
            only=summaries_to_read(self._workspace),
        )

    @Slot(int, int)
    def _on_advanced(self, done: int, of: int) -> None:
        if self._state.is_busy and (done == of or not done % TOLD_EVERY):
            self._change(replace(self._state, done=done, of=of))

    def _on_looked(self, found: OpenedPackages) -> None:
        self._opened = found
        whole, combined = found.whole.values(), found.combined
        why = {**why_not_trusted(self._workspace), **self._says_of_numbers()}
        lines = package_lines(whole, found.refused.values(), combined, why, self._name)
        shown = lines_to_show(lines)
        state = replace(
            self._state,
            is_busy=False,
            lines=shown,
            more=len(lines) - len(shown),
            counted=len(combined.counted),
            services=len(combined.sites),
            not_counted=len(combined.left_out),
            refused=len(found.refused),
            invented=0 if self._workspace.practice else sum(each.practice for each in whole),
            done=0,
            of=0,
            quarters=tuple((each, quarter_named(each).in_words) for each in combined.quarters),
            quarter=found.quarter,
            sites=((ALL, pgettext("choice", "All services")), *sites_of(combined, self._name)),
        )
        opened = counted(OPENED, len(found.whole) + len(found.refused))
        self.act_done.emit(f"{opened} {state.counted_words}".rstrip())
        self._takes_long.stop()
        self._show(state)
        self.record_released.emit()
        self._look_at_waiting()

    def _on_added_up(self, found: OpenedPackages) -> None:
        self._opened = found
        self._takes_long.stop()
        self._show(replace(self._state, is_busy=False, quarter=found.quarter))
        self.record_released.emit()
        self._look_at_waiting()

    def _show(self, state: ReviewState) -> None:
        opened = self._opened
        self._change(state if opened is None else shown(state, opened, self._name))

    @property
    def whole(self) -> Mapping[Path, Whole]:
        """Every package that was opened, by its path."""
        return self._opened.whole if self._opened else {}

    @property
    def _refused(self) -> Collection[RefusedPackage]:
        return self._opened.refused.values() if self._opened else ()

    @property
    def _name(self) -> Callable[[str], str]:
        """What a service is called, by its fingerprint."""
        own = frozenset(own_signers(self._workspace))
        names: Mapping[str, str] = service_names(self._workspace)
        here = pgettext("name of a service", "This service")
        return lambda site: here if site in own else names.get(site) or site_name(site)

    def _remember(self, services: Mapping[str, str], ended: str = "") -> None:
        remember_services(self._workspace, services)
        self._change(replace(self._state, known=known_services(self._workspace)))
        self._look_again(lambda each: bool(each.signer), ended)

    def _says_of_numbers(self) -> dict[str, str]:
        """Return what packages under an unknown number say of one that is known, by number."""
        words = _(
            "Its number is {new}. It says that it is of {name}, whose number was {number} and "
            "who made a new key to sign with in {month}. Only a call tells whether that is true: "
            "compare the new number before you confirm it."
        )
        return {
            each.signer: words.format(
                new=each.signer,
                name=self._name(each.before[0]),
                number=each.before[0],
                month=month_of_year(each.before[1]),
            )
            for each in self._refused
            if each.before is not None
        }


def _read(opener: Opener, package: Path) -> OpenReport:
    verified = opener.open(package)
    title = facts_in_a_line(verified.release_id, month_in_words(verified.month))
    return OpenReport(package, title, report_pages(verified))


def _saved(to: Path) -> str:
    return _("Saved: {file}.").format(file=to.name)
