"""Every form that was filled in, and every form that can be."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from session_forms.words.texts import translate as _
from therapist_app.form_widgets.values.days import day_in_figures
from therapist_app.screens.client.viewmodel import FormChoice, FormLine
from therapist_app.widgets.dataclass_table import Column, DataclassTableModel, DataclassTableView
from therapist_app.widgets.parts import (
    STRETCH,
    Columns,
    button,
    empty_state,
    hold,
    row,
    stack,
    text,
)

LEAST_HEIGHT = 200


class FormsView(QWidget):
    """Two tables; Enter opens a form.

    Signals:
        filled_chosen: A form that was filled in.
        form_chosen: A form to fill in now.
        paper_chosen: A form on paper is to be entered.
        back_chosen: Back to the page of the client.

    """

    filled_chosen = Signal(FormLine)
    form_chosen = Signal(str)
    paper_chosen = Signal()
    back_chosen = Signal()

    def __init__(self, done: tuple[FormLine, ...], to_fill: tuple[FormChoice, ...]) -> None:
        super().__init__()
        self.done = _done_table(done)
        self.to_fill = _choice_table(to_fill)
        self.back = button(_("Back"), "quiet")
        self.paper = button(_("Enter a paper form"), "secondary", "form")
        nothing = _("What is filled in shows here, the newest first.")
        left = self.done if done else empty_state("form", _("Nothing filled in yet"), nothing)
        keys = text(_("Enter opens a form."), "caption")
        columns = Columns(
            _titled(_("Filled in"), left),
            _titled(_("Fill in now"), self.to_fill),
            shares=(3, 2),
            gap="m",
        )
        policy = QSizePolicy.Policy
        columns.setSizePolicy(policy.Preferred, policy.Expanding)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(
            stack(
                columns,
                row(self.back, STRETCH, keys, self.paper),
                gap="m",
                margins=("page", "l", "page", "m"),
            )
        )
        self.done.chosen.connect(self._on_done_chosen)
        self.to_fill.chosen.connect(self._on_to_fill_chosen)
        self.paper.clicked.connect(self.paper_chosen)
        self.back.clicked.connect(self.back_chosen)

    def focus_first(self) -> None:
        """Put the keyboard in the list of forms to fill in."""
        self.to_fill.setCurrentIndex(self.to_fill.table_model.index(0, 0))
        self.to_fill.setFocus()

    def _on_done_chosen(self, line: object) -> None:
        if isinstance(line, FormLine):
            self.filled_chosen.emit(line)

    def _on_to_fill_chosen(self, choice: object) -> None:
        if isinstance(choice, FormChoice):
            self.form_chosen.emit(choice.form_id)


def _titled(title: str, table: QWidget) -> QWidget:
    table.setMinimumHeight(LEAST_HEIGHT)
    held = stack(text(title, "lead"), table, gap="s")
    held.setStretch(1, 1)
    return hold(held)


def _done_table(lines: tuple[FormLine, ...]) -> DataclassTableView[FormLine]:
    model = DataclassTableModel[FormLine](
        (
            Column(_("Form"), _title, stretch=True),
            Column(_("Day"), _day),
            Column(_("Session"), _session, right=True),
            Column(_("State"), _state),
        )
    )
    model.show_rows(lines)
    table = DataclassTableView(model)
    table.setAccessibleName(_("Forms filled in"))
    return table


def _choice_table(choices: tuple[FormChoice, ...]) -> DataclassTableView[FormChoice]:
    model = DataclassTableModel[FormChoice](
        (
            Column(_("Form"), _choice_title, stretch=True),
            Column(_("Minutes"), _minutes, right=True),
        )
    )
    model.show_rows(choices)
    table = DataclassTableView(model)
    table.setAccessibleName(_("Forms to fill in"))
    return table


def _title(line: FormLine) -> str:
    return line.title


def _day(line: FormLine) -> str:
    return day_in_figures(line.day)


def _session(line: FormLine) -> str:
    return line.session


def _state(line: FormLine) -> str:
    words = [_("finished") if line.is_finished else _("draft")]
    if line.is_from_paper:
        words.append(_("paper"))
    if line.is_late or line.timing == "late":
        words.append(_("late"))
    if line.timing == "extra":
        words.append(_("extra"))
    return ", ".join(words)


def _choice_title(choice: FormChoice) -> str:
    return choice.title


def _minutes(choice: FormChoice) -> str:
    return str(choice.minutes or "")
