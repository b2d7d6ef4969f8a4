"""What services say together, and each beside the others: sums, a funnel plot, a table."""

from collections.abc import Sequence
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from exports.paper.charts.pictures import picture_notes
from session_forms.words.texts import _, pgettext
from therapist_app.screens.review.combining import ServiceLine, SumLine
from therapist_app.screens.review.review_state import ReviewState
from therapist_app.screens.review.viewmodel import ReviewViewModel
from therapist_app.theme.look import look
from therapist_app.widgets.charts.chart import PictureView
from therapist_app.widgets.dataclass_table import (
    DataclassTableModel,
    DataclassTableView,
    TableColumn,
)
from therapist_app.widgets.fields.choice_box import ChoiceBox
from therapist_app.widgets.parts import (
    STRETCH,
    Columns,
    Flow,
    LabelledField,
    button,
    card,
    empty,
    empty_state,
    hold,
    read_in_order,
    stack,
    text,
)

LEAST_HEIGHT = 400
Line = TypeVar("Line")


class SumsView(QWidget):
    """The sums over services for one quarter, and what can be made of them.

    Signals:
        pdf_wanted: Save the report as a PDF.
        workbook_wanted: Save everything as a workbook.
        paper_wanted: Print the report.

    """

    pdf_wanted = Signal()
    workbook_wanted = Signal()
    paper_wanted = Signal()

    def __init__(self, viewmodel: ReviewViewModel) -> None:
        super().__init__()
        self.quarter = ChoiceBox(name=pgettext("field", "Quarter"))
        self.site = ChoiceBox(name=pgettext("field", "Service"))
        self.table = ChoiceBox(name=pgettext("field", "Table"))
        self.measure = ChoiceBox(name=_("Compare services by"))
        self.sums: DataclassTableView[SumLine] | None = None
        self.services: DataclassTableView[ServiceLine] | None = None
        self.plot: PictureView | None = None
        self.print_button = button(pgettext("button", "Print …"))
        self.save_workbook = button(_("Save as a workbook …"))
        self.save_pdf = button(_("Save as PDF …"), "primary")
        self._sums_place, self._compared_place = QVBoxLayout(), QVBoxLayout()
        self._wrong = QVBoxLayout()
        self._shown: object = None
        self._sites: object = None
        self.choosing = hold(
            stack(
                Columns(
                    LabelledField(pgettext("field", "Quarter"), self.quarter),
                    LabelledField(pgettext("field", "Service"), self.site),
                    gap="m",
                ),
                LabelledField(pgettext("field", "Table"), self.table),
                gap="s",
            )
        )
        self.papers = Flow(self.print_button, self.save_workbook, self.save_pdf, gap="s")
        self.compared = card(
            _("Services side by side"),
            LabelledField(_("Compare services by"), self.measure),
            self._compared_place,
            gap="s",
        )
        together = card(
            _("What services say together"),
            self.choosing,
            self._sums_place,
            self._wrong,
            self.papers,
            gap="s",
        )
        self.setLayout(stack(together, self.compared, STRETCH, gap="l"))
        for box, choose in (
            (self.quarter, viewmodel.choose_quarter),
            (self.site, viewmodel.choose_site),
            (self.table, viewmodel.choose_table),
            (self.measure, viewmodel.choose_measure),
        ):
            box.chosen.connect(choose)
        self.print_button.clicked.connect(self.paper_wanted)
        self.save_workbook.clicked.connect(self.workbook_wanted)
        self.save_pdf.clicked.connect(self.pdf_wanted)

    def show_state(self, state: ReviewState) -> None:
        """Show the sums, and the services side by side."""
        if state.sites is not self._sites:  # there can be thousands
            self._sites = state.sites
            self.site.show_choices(state.sites)
            self.site.hold_many()
        self.site.show_chosen(state.site)
        for box, choices, chosen in (
            (self.quarter, state.quarters, state.quarter),
            (self.table, state.tables, state.table),
            (self.measure, state.measures, state.measure),
        ):
            box.show_choices(choices)
            box.show_chosen(chosen)
        for each in (self.choosing, self.papers, self.compared):
            each.setVisible(bool(state.sums))
        for each in (self.print_button, self.save_workbook, self.save_pdf):
            each.setEnabled(not state.is_busy)
        shown = (state.sums, state.compared, state.plot, state.wrong)
        if shown != self._shown:
            self._shown = shown
            self._show_sums(state)
            self._show_compared(state)

    def _show_sums(self, state: ReviewState) -> None:
        for place in (self._sums_place, self._wrong):
            empty(place)
        self.sums = None
        if not state.sums:
            words = _("Open a folder with packages; they are verified and added up here.")
            self._sums_place.addWidget(empty_state("review", _("Nothing to add up yet"), words))
        else:
            self.sums = sums_table(state.sums)
            self._sums_place.addWidget(self.sums)
            for each in state.wrong:
                self._wrong.addWidget(text(each, "small", wrap=True))
        read_in_order(self._sums_place)

    def _show_compared(self, state: ReviewState) -> None:
        empty(self._compared_place)
        self.plot = self.services = None
        if state.plot is not None:
            self.plot = PictureView(state.plot)
            self._compared_place.addWidget(self.plot)
            for each in picture_notes(state.plot):
                self._compared_place.addWidget(text(each, "caption", wrap=True))
        if state.compared:
            self.services = services_table(state.compared)
            self._compared_place.addWidget(self.services)
        read_in_order(self._compared_place)


def sums_table(lines: tuple[SumLine, ...]) -> DataclassTableView[SumLine]:
    """Return the sums, a line each; a column in which no line says anything is left out."""
    columns: list[TableColumn[SumLine]] = [
        TableColumn(pgettext("column", "What"), lambda line: line.what, strong=True, stretch=True),
        TableColumn(pgettext("column", "Clients"), lambda line: line.clients, right=True),
        TableColumn(pgettext("column", "95 of 100 within"), lambda line: line.within, right=True),
        TableColumn(
            pgettext("column", "Value (95 % interval)"), lambda line: line.value, right=True
        ),
        TableColumn(pgettext("column", "Services"), lambda line: line.services, right=True),
    ]
    if look().is_large or any(each.value for each in lines):
        del columns[2]  # the sentence below says it of all of them, and values need the room
    columns = [each for each in columns if any(map(each.words, lines)) or not lines]
    table = _table(columns, lines, _("Sums over services"))
    table.let_rows_grow()  # not that of services, of which there can be thousands
    return table


def services_table(lines: tuple[ServiceLine, ...]) -> DataclassTableView[ServiceLine]:
    """Return each service, with a sign where it lies beyond the limits."""
    columns: list[TableColumn[ServiceLine]] = [
        TableColumn(
            pgettext("column", "Service"), lambda line: line.name, strong=True, stretch=True
        ),
        TableColumn(pgettext("column", "Clients"), lambda line: line.clients, right=True),
        TableColumn(pgettext("column", "Value"), lambda line: line.value, right=True),
        TableColumn(
            pgettext("column", "Limits"),
            lambda line: pgettext("cell of a table", "beyond") if line.beyond else "",
        ),
    ]
    if lines and not any(each.value for each in lines):
        del columns[2:]  # a count has no value, and no limits
    return _table(columns, lines, _("Services side by side"))


def _table(
    columns: Sequence[TableColumn[Line]], lines: Sequence[Line], name: str
) -> DataclassTableView[Line]:
    model = DataclassTableModel[Line](columns)
    model.show_rows(lines)
    table = DataclassTableView(model)
    table.setAccessibleName(name)
    table.setMinimumHeight(LEAST_HEIGHT)
    return table
