"""A decision of a person: nothing of it is chosen beforehand, and what lacks is said beneath."""

from collections.abc import Iterable

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QAbstractButton, QWidget
from typing_extensions import override

from session_forms.words.texts import _
from therapist_app.accessibility.announcing import announce
from therapist_app.widgets.controls.options import Option, one_of
from therapist_app.widgets.layout.into_view import bring_into_view
from therapist_app.widgets.layout.layouts import Columns, hold, row, stack
from therapist_app.widgets.words import symbol, text

MOST_BESIDE = 3
MOST_LINES = 2


class Choices(Columns):
    """Choices beside each other, unless one of them would break over more than two lines.

    All have the same width, so that each asks for that of the longest.
    """

    @override
    def _wanted(self, column: QWidget) -> int:
        options = self.findChildren(Option)
        return max(super()._wanted(column), *(each.face.width_in(MOST_LINES) for each in options))


class DecisionField(QWidget):
    """One of several things, each with its id and its words; a person takes one.

    Signals:
        chosen: The id of what a person took.

    """

    chosen = Signal(str)

    def __init__(self, choices: Iterable[tuple[str, str]], *, name: str) -> None:
        super().__init__()
        known = tuple(choices)
        self._name = name
        self._ids = tuple(each for each, _words in known)
        options = [Option(words) for _id, words in known]
        self._group = one_of(self, options)
        self.problem = text("", "small", tone="urgent", wrap=True, told="aside")
        self._problem_line = hold(row(symbol("alert", "urgent"), self.problem, gap="xs"))
        self._problem_line.hide()
        half = -(-len(options) // 2)
        beside = (
            (stack(*options[:half], gap="s"), stack(*options[half:], gap="s"))
            if len(options) > MOST_BESIDE
            else options
        )
        title = text(name, "strong", wrap=True, told="aside")
        self.setLayout(
            stack(title, Choices(*beside, gap="s", name=name), self._problem_line, gap="s")
        )
        self._group.chosen.connect(self._on_chosen)

    @property
    def chosen_id(self) -> str:
        """The id of what was chosen; "" while nothing is."""
        at = self._group.checkedId()
        return self._ids[at] if at >= 0 else ""

    def choose(self, choice_id: str) -> None:
        """Take one by its id, where a person took it for several at once."""
        self.button(self._ids.index(choice_id)).setChecked(True)
        self.show_problem("")

    def button(self, at: int) -> QAbstractButton:
        """Return the option at a place."""
        return self._group.button(at)

    def show_problem(self, words: str, *, again: bool = False) -> None:
        """Say what lacks, or nothing; `again` also where it stands there already."""
        if self.isVisible() and (again or words != self.problem.text()):
            announce(self, self._named(words), "problem")
        self.problem.setText(words)
        self._problem_line.setVisible(bool(words))
        if words and again:
            bring_into_view(self)

    def _named(self, words: str) -> str:
        """Return what lacks with the field it is of: several may lack the same at once."""
        is_named = not words or self._name.casefold() in words.casefold()
        told = _("{field}: {problem}")
        return words if is_named else told.format(field=self._name, problem=words)

    def start_focus(self) -> None:
        """Put the keyboard on what was chosen, or on the first, in sight of several that lack."""
        (self._group.checkedButton() or self._group.button(0)).setFocus()
        if self.problem.text():
            bring_into_view(self)

    @Slot()
    def _on_chosen(self) -> None:
        self.show_problem("")
        self.chosen.emit(self.chosen_id)
