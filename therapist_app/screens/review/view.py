"""The review screen: packages on the right, what they say side by side on the left."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from session_forms.words.list_words import facts_in_a_line
from session_forms.words.texts import N_, pgettext
from session_forms.words.texts import translate as _
from therapist_app import commands
from therapist_app.screens.review.combining import SideBySide
from therapist_app.screens.review.packages_view import PackagesView
from therapist_app.screens.review.viewmodel import ReviewState, ReviewViewModel
from therapist_app.theme.look import look
from therapist_app.widgets.dataclass_table import Column, DataclassTableModel, DataclassTableView
from therapist_app.widgets.dialogs import choosing_files
from therapist_app.widgets.fields.choice_box import ChoiceBox
from therapist_app.widgets.layout.page_view import PageView, whole_page
from therapist_app.widgets.page_help import PageHelp
from therapist_app.widgets.parts import (
    STRETCH,
    Columns,
    LabelledField,
    LeavingButton,
    card,
    empty,
    empty_state,
    hold,
    page_head,
    read_in_order,
    scroll,
    stack,
    text,
)

LEAST_HEIGHT = 320
ChoosePath = Callable[[QWidget], Path | None]


def ask_for_file(parent: QWidget) -> Path | None:
    """Return the package file that the person picks, or None."""
    kinds = _("Packages (*.outcomes *.age);;All files (*)")
    chosen = choosing_files.ask_for_file(parent, _("Open a package"), kinds)
    return Path(chosen) if chosen else None


def ask_for_folder(parent: QWidget) -> Path | None:
    """Return the package folder that the person picks, or None."""
    chosen = choosing_files.ask_for_folder(parent, _("Open a package"))
    return Path(chosen) if chosen else None


def ask_where_to_save(parent: QWidget) -> Path | None:
    """Return where the person wants a report as a PDF, or None."""
    name = pgettext("name of a file", "Report")
    chosen = choosing_files.ask_where_to_save(parent, _("Save the report"), "PDF (*.pdf)", name)
    return Path(chosen) if chosen else None


class ReviewView(PageView[ReviewViewModel]):
    """Packages that came back."""

    HELP = PageHelp(
        N_(
            "Here you open reports that came from other laptops and read them side by side. "
            "Each is checked first: who signed it, and whether anything was changed."
        ),
        read_on="docs/change.md",
    )

    def __init__(
        self,
        viewmodel: ReviewViewModel,
        parent: QWidget | None = None,
        *,
        choose_file: ChoosePath = ask_for_file,
        choose_folder: ChoosePath = ask_for_folder,
        choose_place: ChoosePath = ask_where_to_save,
    ) -> None:
        super().__init__("review", viewmodel, parent)
        self._choose_file, self._choose_folder = choose_file, choose_folder
        self._choose_place = choose_place
        self.packages = PackagesView(viewmodel)
        self.oversight = LeavingButton(
            pgettext("button", "Oversight"), commands.Oversight(), "secondary", "review"
        )
        self.table = ChoiceBox(name=pgettext("field", "Table"))
        self.column = ChoiceBox(name=pgettext("field", "Column"))
        self.figures: DataclassTableView[SideBySide] | None = None
        self._figures_place = QVBoxLayout()
        self.told = text("", "small", wrap=True)
        self.choosing = hold(
            stack(
                Columns(
                    LabelledField(pgettext("field", "Table"), self.table),
                    LabelledField(_("What is counted"), self.column),
                    gap="m",
                )
            )
        )
        left = card(_("Side by side"), self.choosing, self._figures_place, self.told, gap="s")
        right = stack(self.packages, STRETCH)
        halves = stack(left, STRETCH), right
        beside = stack(*halves, gap="l") if look().is_large else Columns(*halves, shares=(17, 10))
        body = stack(beside, STRETCH, margins=("page", "l", "page", "l"))
        self.setLayout(whole_page(self._head(), scroll(body)))
        self._connect()
        viewmodel.begin()

    def show_state(self, state: ReviewState) -> None:
        """Show the packages, and what they say side by side."""
        self.packages.show_state(state)
        for box, choices, chosen in (
            (self.table, state.tables, state.table_id),
            (self.column, state.columns, state.column),
        ):
            box.show_choices(choices)
            box.show_chosen(chosen)
        self.choosing.setVisible(bool(state.tables))
        self._show_figures(state)
        self.told.setText(told_words(state))

    def focus_first(self) -> None:
        """Put the keyboard on the way to open a package."""
        self.packages.add_file.setFocus()

    def _head(self) -> QFrame:
        beneath = _("Only unchanged packages from a known signer are opened")
        head = page_head(pgettext("command", "Review"), beneath, actions=(self.oversight,))
        self.oversight.setVisible(self._viewmodel.may_oversee)
        return head

    def _show_figures(self, state: ReviewState) -> None:
        empty(self._figures_place)
        self.figures = None
        if not state.rows:
            words = _("Open packages; their tables are shown side by side here.")
            self._figures_place.addWidget(empty_state("review", _("Nothing to compare yet"), words))
        else:
            self.figures = figures_table(state)
            self._figures_place.addWidget(self.figures)
        read_in_order(self._figures_place)

    def _connect(self) -> None:
        viewmodel = self._viewmodel
        self.oversight.left.connect(self.leave_requested)
        self.packages.file_chosen.connect(self._on_packages_file_chosen)
        self.packages.folder_chosen.connect(self._on_packages_folder_chosen)
        self.packages.report_wanted.connect(self._on_report_wanted)
        self.table.chosen.connect(viewmodel.choose_table)
        self.column.chosen.connect(viewmodel.choose_column)
        viewmodel.state_changed.connect(self.show_state)

    def _on_packages_file_chosen(self) -> None:
        self._add(self._choose_file(self))

    def _on_packages_folder_chosen(self) -> None:
        self._add(self._choose_folder(self))

    def _on_report_wanted(self, package: Path, reason: str) -> None:
        to = self._choose_place(self) if reason.strip() else Path()  # nowhere: it says why not
        if to is not None:
            self._viewmodel.save_report(package, to, reason)

    def _add(self, path: Path | None) -> None:
        if path is not None:
            self._viewmodel.add(path)


def figures_table(state: ReviewState) -> DataclassTableView[SideBySide]:
    """Return the lines, a column a package, and the sum where there can be one."""
    columns = [Column(pgettext("column", "What"), _label, strong=True)]
    for number, package in enumerate(state.read):
        title = facts_in_a_line(package.signer[:9], package.month)
        columns.append(Column(title, partial(_cell, number), right=True))
    if state.has_sums:
        columns.append(Column(pgettext("column", "Sum"), _total, right=True, strong=True))
    model = DataclassTableModel[SideBySide](columns)
    model.show_rows(state.rows)
    table = DataclassTableView(model)
    table.setAccessibleName(_("Figures side by side"))
    table.setMinimumHeight(LEAST_HEIGHT)
    return table


def told_words(state: ReviewState) -> str:
    """Return what the figures can and cannot say."""
    if not state.rows:
        return ""
    words = [_("A star stands for a small number that is hidden to protect people.")]
    if state.has_sums:
        words.append(_("Where a number is hidden, no sum is shown."))
    elif len(state.read) > 1:
        words.append(
            _(
                "No sums: two packages of one signer, or of different kinds, may count a client "
                "twice."
            )
        )
    return " ".join(words)


def _label(line: SideBySide) -> str:
    return line.label or pgettext("filter", "all")


def _cell(number: int, line: SideBySide) -> str:
    return line.cells[number] or "\N{EN DASH}"


def _total(line: SideBySide) -> str:
    return "" if line.total is None else str(line.total)
