"""Who somebody is, chosen from the people of a service."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from session_forms.words.texts import _, pgettext
from therapist_app.accessibility.roles import tell_role
from therapist_app.widgets.controls.buttons import ENTER
from therapist_app.widgets.controls.options import (
    STEPS,
    ChoosingOption,
    one_of,
    option_for,
    show_checked,
)
from therapist_app.widgets.fields.fields import let_shrink
from therapist_app.widgets.layout.layouts import Columns, row
from therapist_app.widgets.words import text

if TYPE_CHECKING:
    from therapist_app.widgets.fields.choice_box import ChoiceBox

MOST_OPTIONS = 8


class _Name(ChoosingOption):
    """A name; the space bar takes it, the arrows the one beside it, and Enter goes on from it.

    Tab leads on from a name, whatever key took it: the keyboard stays there with all but Enter.

    Signals:
        pointed: The id of a name that was taken while the keyboard stays on the names.

    """

    pointed = Signal(str)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = STEPS.get(Qt.Key(event.key()))
        if step is not None:
            self._take_beside(step)
        elif event.key() == Qt.Key.Key_Space:
            self._take(self)
        elif event.key() not in ENTER:
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self.click()

    def _take_beside(self, step: int) -> None:
        names = [each for each in self.group().buttons() if isinstance(each, _Name)]
        self._take(names[(names.index(self) + step) % len(names)])

    def _take(self, name: "_Name") -> None:
        name.setFocus()
        name.setChecked(True)
        self.pointed.emit(name.choice)


class WhoView(QWidget):
    """With many people the passphrase stays in sight, and a name is found by typing it.

    Signals:
        chosen: The uid of who is working.
        pointed: The uid of whoever a key took; the keyboard stays on the names.

    """

    chosen = Signal(str)
    pointed = Signal(str)

    def __init__(self, people: Sequence[tuple[str, str]]) -> None:
        """Show people by uid and name."""
        super().__init__()
        self.setAccessibleName(_("Who is working?"))
        tell_role(self, "list")
        many = len(people) > MOST_OPTIONS
        self.options = [] if many else [_Name(name, uid) for uid, name in people]
        self.box: ChoiceBox | None = None
        if many:
            self.box = _box_of(people)
            let_shrink(self.box)
            self.box.chosen.connect(self.chosen)
            self.setLayout(row(self.box))
            self.setFocusProxy(self.box)
        elif self.options:
            self._group = one_of(self, self.options)
            for option in self.options:
                option.chosen.connect(self.chosen)
                option.pointed.connect(self.pointed)
            self.setLayout(row(Columns(*self.options, gap="s")))
            self.setFocusProxy(self.options[0])
        else:
            self.setLayout(row(text(pgettext("nobody is listed", "Nobody yet"), "muted")))

    def show_chosen(self, uid: str) -> None:
        """Show who is chosen, without announcing it."""
        if self.options:
            show_checked(self._group, option_for(self.options, uid))
        if self.box is not None:
            self.box.show_chosen(uid)


def _box_of(people: Sequence[tuple[str, str]]) -> "ChoiceBox":
    from therapist_app.widgets.fields.choice_box import ChoiceBox

    names = sorted(people, key=lambda each: each[1].casefold())
    return ChoiceBox([("", _("Choose your name")), *names], name=_("Who is working?"))
