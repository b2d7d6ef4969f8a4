"""Who somebody is, chosen from the people of a service."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QWidget

from session_forms.words.texts import translate as _
from therapist_app.widgets.controls.options import ChoosingOption
from therapist_app.widgets.fields.choice_box import ChoiceBox
from therapist_app.widgets.fields.fields import let_shrink
from therapist_app.widgets.parts import Columns, row, text

MOST_OPTIONS = 8


class WhoView(QWidget):
    """With many people the passphrase stays in sight, and a name is found by typing it.

    Signals:
        chosen: The uid of who is working.

    """

    chosen = Signal(str)

    def __init__(self, people: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        """Show people by uid and name."""
        super().__init__(parent)
        many = len(people) > MOST_OPTIONS
        self.options = [] if many else [ChoosingOption(name, uid) for uid, name in people]
        self.box: ChoiceBox | None = None
        if many:
            names = sorted(people, key=lambda each: each[1].casefold())
            self.box = ChoiceBox(
                [("", _("Choose your name")), *names],
                name=_("Who is working?"),
            )
            let_shrink(self.box)
            self.box.chosen.connect(self.chosen)
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
            option.setChecked(option.choice == uid)
        if self.box is not None:
            self.box.show_chosen(uid)
