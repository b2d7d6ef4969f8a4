"""The parts of a copy, each with its items; the lines of an item unfold when asked for."""

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from exports.access.access_record import AccessItem, AccessLine, AccessPart
from session_forms.words.texts import translate as _
from therapist_app.screens.data_rights.copying import CopyState
from therapist_app.widgets.parts import Tick, button, card, hold, row, stack

SHOWN = 160


class LineTick(Tick):
    """One line: ticked when it leaves.

    Signals:
        taken: The ids of its line, and whether it leaves.

    """

    taken = Signal(frozenset, object)

    def __init__(self, line: AccessLine) -> None:
        super().__init__(line.what, help_words=_shortened(line.value))
        self._ids = frozenset({line.id})
        self.clicked.connect(self._on_clicked)

    def show_state(self, state: CopyState) -> None:
        """Show whether it leaves."""
        with QSignalBlocker(self):
            self.setChecked(not self._ids & state.left_out)

    def _on_clicked(self) -> None:
        self.taken.emit(self._ids, self.isChecked())


class ItemView(QWidget):
    """One item, ticked when anything of it leaves, and its lines when unfolded.

    Signals:
        taken: The ids of the lines, and whether they leave.

    """

    taken = Signal(frozenset, object)

    def __init__(self, item: AccessItem) -> None:
        super().__init__()
        self._item = item
        self._ids = frozenset(each.id for each in item.lines)
        self._state: CopyState | None = None
        self.lines: list[LineTick] = []
        self.tick = Tick(item.title)
        self.tick.setEnabled(bool(self._ids))
        self.unfold = button(_("Lines: {count}").format(count=len(item.lines)), "quiet")
        self.unfold.setAccessibleName(
            _("Lines of {title}: {count}").format(count=len(item.lines), title=item.title)
        )
        self.unfold.setEnabled(bool(self._ids))
        head = row(self.tick, self.unfold)
        head.setStretch(0, 1)
        self._under = stack(gap="xs", margins=("l", 0, 0, "s"))
        self._holder = hold(self._under)
        self._holder.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(head)
        layout.addWidget(self._holder)
        self.tick.clicked.connect(self._on_tick_clicked)
        self.unfold.clicked.connect(self._on_unfold_clicked)

    def show_state(self, state: CopyState) -> None:
        """Show whether anything of it leaves."""
        self._state = state
        with QSignalBlocker(self.tick):
            self.tick.setChecked(bool(self._ids - state.left_out))
        for line in self.lines:
            line.show_state(state)

    def _on_tick_clicked(self) -> None:
        self.taken.emit(self._ids, self.tick.isChecked())

    def _on_unfold_clicked(self) -> None:
        if not self.lines:
            self.lines = [LineTick(each) for each in self._item.lines]
            for line in self.lines:
                self._under.addWidget(line)
                line.taken.connect(self.taken)
                if self._state is not None:
                    line.show_state(self._state)
        self._holder.setVisible(self._holder.isHidden())
        if self._holder.isVisible():
            self.lines[0].setFocus()


class PartCard(QWidget):
    """One part of the copy.

    Signals:
        taken: The ids of some lines, and whether they leave.

    """

    taken = Signal(frozenset, object)

    def __init__(self, part: AccessPart) -> None:
        super().__init__()
        self.items = [ItemView(each) for each in part.items]
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card(part.title, *self.items, gap="xs"))
        for item in self.items:
            item.taken.connect(self.taken)

    def show_state(self, state: CopyState) -> None:
        """Show what leaves."""
        for item in self.items:
            item.show_state(state)

    def focus_first(self) -> None:
        """Put the keyboard on the first item."""
        self.items[0].tick.setFocus()


def _shortened(value: str) -> str:
    words = " ".join(value.split())
    return words if len(words) <= SHOWN else f"{words[:SHOWN].rstrip()} …"
