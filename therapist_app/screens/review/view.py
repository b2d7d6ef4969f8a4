"""Review: packages of services opened, verified, added up, and read side by side."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFrame, QWidget

from session_forms.words.texts import _, pgettext
from therapist_app import commands
from therapist_app.screens.review.comparing_view import ComparingView
from therapist_app.screens.review.known_services_view import KnownServicesView
from therapist_app.screens.review.packages_view import PackagesView
from therapist_app.screens.review.review_state import OpenReport, ReviewState
from therapist_app.screens.review.sums_view import SumsView
from therapist_app.screens.review.viewmodel import ReviewViewModel
from therapist_app.widgets.dialogs import choosing_files
from therapist_app.widgets.dialogs.choosing_a_printer import ask_for_printer, file_of, sent_words
from therapist_app.widgets.dialogs.printing import print_pdf
from therapist_app.widgets.layout.page_view import PageView, whole_page
from therapist_app.widgets.page_help import PageHelp
from therapist_app.widgets.parts import (
    STRETCH,
    LeavingButton,
    TwoColumns,
    banner,
    page_head,
    scroll,
    stack,
    text,
)
from therapist_app.widgets.report_card import ReportCard

ChoosePath = Callable[[QWidget], Path | None]


def ask_for_file(parent: QWidget) -> Path | None:
    """Return the package file that the person picks, or None."""
    kinds = _("Packages (*.outcomes *.age);;All files (*)")
    chosen = choosing_files.ask_for_file(parent, _("Open a package"), kinds)
    return Path(chosen) if chosen else None


def ask_for_folder(parent: QWidget) -> Path | None:
    """Return the folder of packages that the person picks, or None."""
    chosen = choosing_files.ask_for_folder(parent, _("Open a folder with packages"))
    return Path(chosen) if chosen else None


def ask_for_services(parent: QWidget) -> Path | None:
    """Return the list of services that the person picks, or None."""
    kinds = _("Text (*.txt);;All files (*)")
    chosen = choosing_files.ask_for_file(parent, _("Open a list of services"), kinds)
    return Path(chosen) if chosen else None


def ask_where_to_save(parent: QWidget) -> Path | None:
    """Return where the person wants a report as a PDF, or None."""
    name = pgettext("name of a file", "Report")
    chosen = choosing_files.ask_where_to_save(parent, _("Save the report"), "PDF (*.pdf)", name)
    return Path(chosen) if chosen else None


def ask_where_to_save_workbook(parent: QWidget) -> Path | None:
    """Return where the person wants a workbook, or None."""
    name, kinds = (
        pgettext("name of a file", "Services"),
        pgettext("kind of file", "Workbook (*.xlsx)"),
    )
    chosen = choosing_files.ask_where_to_save(parent, _("Save the workbook"), kinds, name)
    return Path(chosen) if chosen else None


def ask_for_folder_of_tables(parent: QWidget) -> Path | None:
    """Return the folder into which the person wants tables, or None."""
    chosen = choosing_files.ask_for_folder(parent, _("Save the tables in a folder"))
    return Path(chosen) if chosen else None


@dataclass(frozen=True, slots=True)
class Asking:
    """How a person is asked for files, folders and a printer."""

    file: ChoosePath = ask_for_file
    folder: ChoosePath = ask_for_folder
    services: ChoosePath = ask_for_services
    place: ChoosePath = ask_where_to_save
    workbook: ChoosePath = ask_where_to_save_workbook
    parquet: ChoosePath = ask_for_folder_of_tables
    printer: Callable[[QWidget], QPrinter | None] = ask_for_printer


class ReviewView(PageView[ReviewViewModel]):
    """Packages that came back."""

    HELP = PageHelp(
        "Here you open reports that came from other laptops, one or thousands. Each is checked "
        "first: which service signed it (who approved it there, only a lead of that service "
        "can say), and whether anything was changed. What services say is added up for a "
        "quarter, and services are shown side by side.",
        read_on="docs/national.md",
    )

    def __init__(self, viewmodel: ReviewViewModel, *, asking: Asking | None = None) -> None:
        super().__init__("review", viewmodel)
        self._ask = asking or Asking()
        self.packages = PackagesView(viewmodel)
        self.comparing = ComparingView(viewmodel)
        self.known = KnownServicesView(viewmodel)
        self.sums = SumsView(viewmodel)
        kept = _("It is shown here alone: nothing of it is saved.")
        self.report = ReportCard(beneath=[text(kept, "small", tone="muted", wrap=True)])
        self.own_key = LeavingButton(_("Show our own key"), commands.Recipients("own"), "secondary")
        self.invented = banner(
            "attention",
            pgettext("message", "Invented people"),
            _(
                "A package in the list comes from practice. It can be read, and is never added up: "
                "nobody in it exists. Ask the sender for the real one."
            ),
        )
        self.invented.hide()
        self._was_reading: Path | None = None
        self.oversight = LeavingButton(
            pgettext("button", "Oversight"), commands.Oversight(), "secondary", "review"
        )
        halves = (
            stack(self.invented, self.report, self.sums, STRETCH, gap="l"),
            stack(self.comparing, self.packages, self.known, STRETCH, gap="l"),
        )
        beside = TwoColumns(*halves, shares=(17, 10))
        body = stack(beside, STRETCH, margins=("page", "l", "page", "l"))
        self.setLayout(whole_page(self._head(), scroll(body)))
        self._connect()
        viewmodel.begin()

    def show_state(self, state: ReviewState) -> None:
        """Show the packages, and what they say."""
        self.invented.setVisible(bool(state.invented))
        self.packages.show_state(state)
        self.comparing.show_state(state)
        self.known.show_state(state)
        self.sums.show_state(state)
        self._show_report(state.reading)
        now = state.reading.path if state.reading is not None else None
        if self._was_reading is not None and now is None:
            self.packages.keyboard_to(self._was_reading)
        self._was_reading = now

    def _show_report(self, reading: OpenReport | None) -> None:
        if reading is None:
            self.report.show_none()
        else:
            self.report.show_page(reading.title, reading.pages, reading.page)

    def focus_first(self) -> None:
        """Put the keyboard on the way to open a package."""
        self.packages.add_file.setFocus()

    def _head(self) -> QFrame:
        beneath = _("Only unchanged packages from a known signer are opened")
        head = page_head(
            pgettext("command", "Received reports"), beneath, actions=(self.own_key, self.oversight)
        )
        self.own_key.setVisible(self._viewmodel.may_show_key)
        self.oversight.setVisible(self._viewmodel.may_oversee)
        return head

    def _connect(self) -> None:
        viewmodel, packages, sums = self._viewmodel, self.packages, self.sums
        self.oversight.left.connect(self.leave_requested)
        self.own_key.left.connect(self.leave_requested)
        packages.read_wanted.connect(viewmodel.read)
        self.report.turned.connect(viewmodel.turn_page)
        self.report.closed.connect(viewmodel.close_report)
        packages.file_chosen.connect(self._on_file_chosen)
        packages.folder_chosen.connect(self._on_folder_chosen)
        packages.services_chosen.connect(self._on_services_chosen)
        self.comparing.over.connect(packages.back_to_confirming)
        packages.report_wanted.connect(self._on_report_wanted)
        packages.parquet_wanted.connect(self._on_parquet_wanted)
        sums.pdf_wanted.connect(self._on_pdf_wanted)
        sums.workbook_wanted.connect(self._on_workbook_wanted)
        sums.paper_wanted.connect(self._on_paper_wanted)
        viewmodel.paper_made.connect(self._on_paper_made)
        viewmodel.state_changed.connect(self.show_state)

    def _on_file_chosen(self) -> None:
        self._add(self._ask.file(self))

    def _on_folder_chosen(self) -> None:
        self._add(self._ask.folder(self))

    def _on_services_chosen(self) -> None:
        path = self._ask.services(self)
        if path is not None:
            self._viewmodel.trust_list(path)

    def _on_report_wanted(self, package: Path, reason: str) -> None:
        to = self._place(self._ask.place)
        if to is not None:
            self._viewmodel.save_report(package, to, reason)

    def _on_parquet_wanted(self, package: Path, reason: str) -> None:
        folder = self._place(self._ask.parquet)
        if folder is not None:
            self._viewmodel.save_parquet(package, folder, reason)

    def _on_pdf_wanted(self) -> None:
        to = self._place(self._ask.place)
        if to is not None:
            self._viewmodel.save_pdf(to, self.packages.reason.text())

    def _on_workbook_wanted(self) -> None:
        to = self._place(self._ask.workbook)
        if to is not None:
            self._viewmodel.save_workbook(to, self.packages.reason.text())

    def _on_paper_wanted(self) -> None:
        self._viewmodel.make_paper(self.packages.reason.text())

    @Slot(bytes)
    def _on_paper_made(self, data: bytes) -> None:
        printer = self._ask.printer(self)
        file = file_of(printer) if printer is not None else ""
        if file:
            self._viewmodel.save_printed(data, Path(file))
        elif printer is not None and print_pdf(data, printer):
            self._viewmodel.tell_printed(sent_words(printer))
        else:
            self._viewmodel.tell_printed("")

    def _place(self, ask: ChoosePath) -> Path | None:
        """Return where to save; without a reason nobody is asked, and it says why not."""
        return ask(self) if self.packages.reason.text().strip() else Path()

    def _add(self, path: Path | None) -> None:
        if path is not None:
            self._viewmodel.add(path)
