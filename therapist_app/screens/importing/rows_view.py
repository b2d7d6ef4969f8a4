"""A list before it is imported: its columns, what must be chosen, and every row."""

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QLabel, QWidget
from typing_extensions import override

from session_forms.words.list_words import facts_in_a_line
from session_forms.words.texts import N_, NN_, NP_, Counted, _, counted, pgettext
from therapist_app.accessibility.announcing import announce
from therapist_app.screens.importing.row_words import (
    birth_words,
    consent_words,
    name_words,
    other_words,
    row_words,
    score_words,
)
from therapist_app.screens.importing.viewmodel import ImportingState, ImportingViewModel
from therapist_app.theme.look import look
from therapist_app.widgets.dataclass_table import (
    SPARE,
    DataclassTableModel,
    DataclassTableView,
    TableColumn,
)
from therapist_app.widgets.fields.choice_box import ChoiceBox
from therapist_app.widgets.fields.fields import let_shrink
from therapist_app.widgets.layout.message_place import MessagePlace
from therapist_app.widgets.layout.page_view import TurnedPage, whole_page
from therapist_app.widgets.page_help import PageHelp
from therapist_app.widgets.parts import (
    STRETCH,
    Columns,
    LabelledField,
    MainButton,
    button,
    card,
    foot_bar,
    hold,
    page_head,
    scroll,
    stack,
    text,
)
from therapist_app.workflows.importing.list_columns import FIELD_WORDS, FIELDS
from therapist_app.workflows.importing.planning_an_import import ImportLine, ImportPlan

ADDED = NN_("{count} client will be added.", "{count} clients will be added.")
WITH_TRACK = NN_(
    "{count} client can be added once you choose a track.",
    "{count} clients can be added once you choose a track.",
)
WITH_ORDER = NN_(
    "{count} client can be added once you choose the order of the dates.",
    "{count} clients can be added once you choose the order of the dates.",
)
LEFT_OUT = NN_("{count} row will be skipped.", "{count} rows will be skipped.")
ORDERS = (
    ("day_first", NP_("order of a date", "Day, month, year")),
    ("month_first", NP_("order of a date", "Month, day, year")),
)
NO_TOTALS = N_(
    "{head} is not used: {measure} cannot be imported as a total. Add the clients, then enter the "
    "answers from the paper on each client's page."
)
TOTALS = N_(
    "{head} is not used: a total needs its day. Put “{measure}” into a column “Measure”, the total "
    "into “Score” and its day into “Day of the score”, and choose the file again."
)
LEAST_LINES = 6
FILLED = 0.85
"""How much of each line words fill at least, since they are not broken."""
ROW_MARGINS = 12
IN_A_LINE = 3


class RowsView(TurnedPage):
    """Every row, those that are left out first; nothing is written before the main button."""

    HELP = PageHelp(
        "Here you see every row of the list before anything is saved. Rows with a problem "
        "come first and are skipped; correct them in the spreadsheet, and choose the file "
        "again.",
        ((NP_("keys", "Up, Down"), N_("From one row to the next")),),
        read_on="docs/importing-a-caseload.md",
    )

    def __init__(self, viewmodel: ImportingViewModel) -> None:
        super().__init__()
        self._viewmodel = viewmodel
        state = viewmodel.state
        self.message = MessagePlace()
        self.count: QLabel = text("", "strong", wrap=True)
        heads = state.sheet.heads if state.sheet else ()
        self.unused: QLabel = text("", "small", wrap=True)
        self.columns = [self._column_box(at) for at in range(len(heads))]
        self.order = ChoiceBox([(each, _(words)) for each, words in ORDERS])
        self.order.setPlaceholderText(_("Choose the order"))
        self.order_field = LabelledField(_("&Order of the dates in this list"), self.order)
        self.track = ChoiceBox(viewmodel.tracks)
        self.track.setPlaceholderText(_("Choose a track"))
        self.track_field = LabelledField(_("&Track where the list says none"), self.track)
        self.table = _table()
        self.back = button(pgettext("button", "Back"))
        self.import_list = MainButton(_("Add these clients"))
        self._compose(state)
        self._listen()
        self.show_state(state)

    @property
    @override
    def place(self) -> str:
        """Which page it is, and how many rows are imported."""
        return facts_in_a_line(_("Look through the list"), self.count.text())

    @override
    def focus_first(self) -> None:
        """Put the keyboard on the rows; in large text on the track, above which they are counted.

        The table is as high there as what is seen: it would take the count out of sight.
        """
        (self.track if look().is_large else self.table).setFocus()

    def show_state(self, state: ImportingState) -> None:
        """Show what becomes of each row, as the list is read now."""
        if state.plan is None or state.reading is None:
            return
        counted = count_words(state.plan)
        if self.count.text() not in {"", counted} and self.isVisible():
            announce(self, counted)  # what was chosen changed it
        self.count.setText(counted)
        self.unused.setText(unused_words(state.plan))
        self.unused.setVisible(bool(state.plan.unused))
        for box, field in zip(self.columns, state.reading.fields, strict=True):
            box.show_chosen(field or "")
        self.order_field.setVisible(state.asks_order)
        self.order.show_chosen(state.reading.order)
        self.track.show_chosen(state.reading.track or None)
        if state.plan.lines != self.table.table_model.rows:
            self.table.show_rows(state.plan.lines)
        if not state.plan.lacks_order:
            self.order_field.show_problem("")
        if not state.plan.lacks_track:
            self.track_field.show_problem("")
        if state.problem is not None:
            problem = state.problem
            self.message.show_message("attention", problem.title, problem.sentence)
        else:
            self.message.clear()

    def _compose(self, state: ImportingState) -> None:
        heads = state.sheet.heads if state.sheet else ()
        fields = [
            LabelledField(head or _("Column {number}").format(number=at + 1), box)
            for at, (head, box) in enumerate(zip(heads, self.columns, strict=True))
        ]
        lines: list[QWidget] = [
            Columns(*fields[at : at + IN_A_LINE], gap="m")
            for at in range(0, len(fields), IN_A_LINE)
        ]
        said = text(
            _(
                "What each column of the list means. These names are recognised by themselves: "
                "{columns}."
            ).format(columns=field_names()),
            "small",
            wrap=True,
        )
        columns = card(pgettext("card", "Columns"), said, *lines)
        order, track = (hold(stack(each, STRETCH)) for each in (self.order_field, self.track_field))
        choosing = Columns(order, track, gap="m")
        rows: QFrame = card(pgettext("card", "Rows"), choosing, self.count, self.unused, self.table)
        body = stack(rows, columns, gap="l", margins=("page", "l", "page", "l"))
        self.setLayout(
            whole_page(
                page_head(
                    _("Look through the list"), _("Nothing is saved before you add the clients")
                ),
                scroll(body),
                foot_bar(self.back, STRETCH, self.import_list),
                message=self.message,
            )
        )

    def _column_box(self, at: int) -> ChoiceBox:
        passed_over = pgettext("column of a list", "not used")
        box = ChoiceBox([("", passed_over), *((each, _(FIELD_WORDS[each])) for each in FIELDS)])
        let_shrink(box)
        box.chosen.connect(partial(self._viewmodel.assign, at))
        return box

    def _listen(self) -> None:
        self.track.chosen.connect(self._viewmodel.choose_track)
        self.order.chosen.connect(self._viewmodel.choose_order)
        self.import_list.clicked.connect(self._on_import_clicked)
        self.back.clicked.connect(self.back_chosen)
        self._viewmodel.state_changed.connect(self.show_state)

    @Slot()
    def _on_import_clicked(self) -> None:
        plan = self._viewmodel.state.plan
        if plan is None:
            return
        if plan.lacks_order:
            self.order_field.show_problem(
                _("Choose the order: a date can be read in two ways."), again=True
            )
            self.order.setFocus()
        elif plan.lacks_track:
            self.track_field.show_problem(_("Choose which track the course takes."), again=True)
            self.track.setFocus()
        else:
            self._viewmodel.import_list()


class RowsTable(DataclassTableView[ImportLine]):
    """The rows; how high each is follows from the lengths of its words.

    Qt would lay out each cell of a long list several times, and cut the last line of some.
    """

    @override
    def sizeHintForRow(self, row: int) -> int:
        """Return the height that the words of a row need, with room to spare."""
        most = 1
        for number in range(len(self.table_model.columns)):
            cells = self._measure(number)
            room = max(1, self.columnWidth(number) - cells.around - SPARE)
            if cells.lengths[row] > room:
                most = max(most, -(-cells.lengths[row] // max(1, round(room * FILLED))))
        needed = most * self.fontMetrics().lineSpacing() + ROW_MARGINS
        return max(self.verticalHeader().minimumSectionSize(), needed)


def count_words(plan: ImportPlan) -> str:
    """Return how many clients would be added, what they wait for, and how many are left out."""
    ready = len(plan.ready)
    left_out = len(plan.lines) - ready
    said = counted(_ready_words(plan), ready)
    return f"{said} {counted(LEFT_OUT, left_out)}" if left_out else said


def _ready_words(plan: ImportPlan) -> Counted:
    if plan.lacks_order:
        return WITH_ORDER
    return WITH_TRACK if plan.lacks_track else ADDED


def field_names() -> str:
    """Return by which names columns are recognised, as the empty list has them."""
    return ", ".join(_(FIELD_WORDS[each]) for each in FIELDS)


def unused_words(plan: ImportPlan) -> str:
    """Return which columns are not used, and what to do with each kind of them."""
    plain = [each.head for each in plan.unused if each.measure is None]
    said: list[str] = []
    if plain:
        said.append(
            _(
                "Not recognised and not used: {heads}. Choose under “Columns” what each holds, or "
                "leave it."
            ).format(heads=", ".join(plain))
        )
    for each in plan.unused:
        if each.measure is not None:
            words = NO_TOTALS if each.measure.score is None else TOTALS
            said.append(_(words).format(head=each.head, measure=each.measure.title))
    return "\n".join(said)


def _table() -> RowsTable:
    row = TableColumn(pgettext("column", "Row"), _row_number, sign=_sign, strong=True)
    if look().is_large:
        columns = [row, TableColumn(_("What becomes of it"), _all_of_it, stretch=True)]
    else:
        columns = [
            row,
            TableColumn(_("What becomes of it"), row_words, stretch=True),
            TableColumn(_("How it was read"), _read, stretch=True),
        ]
    table = RowsTable(DataclassTableModel[ImportLine](columns))
    table.setAccessibleName(pgettext("table", "Rows of the list"))
    table.let_rows_grow()
    table.setMinimumHeight(table.verticalHeader().defaultSectionSize() * LEAST_LINES)
    return table


def _row_number(line: ImportLine) -> str:
    return str(line.row)


def _read(line: ImportLine) -> str:
    new = line.new
    return facts_in_a_line(
        name_words(new),
        birth_words(new),
        other_words(new),
        score_words(line.score),
        consent_words(line.consent),
    )


def _sign(line: ImportLine) -> tuple[str, str]:
    return ("alert", "attention") if line.problems else ("check", "good")


def _all_of_it(line: ImportLine) -> str:
    return facts_in_a_line(row_words(line), _read(line))
