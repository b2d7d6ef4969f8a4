"""Who is working: an option for each, or one box to choose from where there are many."""

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QComboBox, QWidget

from session_forms.words.texts import translate as _
from therapist_app.screens.unlock.viewmodel import UnlockState
from therapist_app.widgets.fields.fields import let_shrink
from therapist_app.widgets.parts import Columns, Option, row, text

MOST_OPTIONS = 8


class PersonOption(Option):
    """One person who works here.

    Signals:
        chosen: Their uid.

    """

    chosen = Signal(str)

    def __init__(self, uid: str, name: str) -> None:
        super().__init__(name)
        self.uid = uid
        self.clicked.connect(self._on_clicked)

    def _on_clicked(self) -> None:
        self.chosen.emit(self.uid)


class WhoView(QWidget):
    """With many people the passphrase stays in sight, and a name is found by typing it.

    Signals:
        chosen: The uid of who is working.

    """

    chosen = Signal(str)

    def __init__(self, state: UnlockState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        people = state.people
        many = len(people) > MOST_OPTIONS
        self.options = [] if many else [PersonOption(each.uid, each.name) for each in people]
        self.box = QComboBox() if many else None
        if self.box is not None:
            self._fill(self.box, state)
            self.setLayout(row(self.box))
            self.setFocusProxy(self.box)
        elif self.options:
            group = QButtonGroup(self)
            for option in self.options:
                group.addButton(option)
                option.chosen.connect(self.chosen)
            self.setLayout(row(Columns(*self.options, gap="s")))
            self.setFocusProxy(self.options[0])
        else:
            self.setLayout(row(text(_("Nobody yet"), "muted")))

    def show_chosen(self, uid: str) -> None:
        """Show who is chosen, without announcing it."""
        for option in self.options:
            option.setChecked(option.uid == uid)
        if self.box is not None:
            blocker = QSignalBlocker(self.box)
            self.box.setCurrentIndex(max(0, self.box.findData(uid)))
            blocker.unblock()

    def _fill(self, box: QComboBox, state: UnlockState) -> None:
        box.setAccessibleName(_("Who is working?"))
        let_shrink(box)
        box.addItem(_("Choose your name"), "")
        for each in sorted(state.people, key=lambda each: each.name.casefold()):
            box.addItem(each.name, each.uid)
        box.activated.connect(self._on_activated)

    @Slot(int)
    def _on_activated(self, index: int) -> None:
        assert self.box is not None
        self.chosen.emit(self.box.itemData(index))
