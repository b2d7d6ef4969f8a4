"""The page on which somebody gets a name here and types a passphrase that only they know."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from session_forms.words.texts import _, pgettext
from therapist_app.key_widgets.new_passphrase import NewPassphrase
from therapist_app.view_model import WorkState
from therapist_app.widgets.controls.buttons import say_on
from therapist_app.widgets.layout.message_place import MessagePlace
from therapist_app.widgets.parts import (
    STRETCH,
    LabelledField,
    MainButton,
    TextLine,
    button,
    foot_bar,
    stack,
)


class NewPersonView(QWidget):
    """What every such page has; a screen adds what is settled besides, and what is then made."""

    def __init__(self, name_label: str, make: str, making: str) -> None:
        """Ask for a name and a passphrase.

        Args:
            name_label: What stands over the field of the name.
            make: The words of the button.
            making: Its words while it is being done.

        """
        super().__init__()
        self._at_rest, self._at_work = make, making
        self.name = TextLine()
        self.name_field = LabelledField(
            name_label,
            self.name,
            hint=_("As it is shown where you sign in. Initials are enough."),
        )
        self.secret = NewPassphrase()
        self.problem = MessagePlace()
        self.make = MainButton(make, shows_key=False)
        self.go_back = button(pgettext("button", "Back"))
        self.name.returnPressed.connect(self._on_name_return)
        self.name.edited.connect(self._on_name_edited)
        self.make.clicked.connect(self._on_make_clicked)
        self.secret.entered.connect(self._on_make_clicked)

    def focus_first(self) -> None:
        """Put the keyboard on the name."""
        self.name.setFocus()

    def show_work(self, state: WorkState) -> None:
        """Say that it is being done, or why it was not."""
        say_on(self.make, self._at_work if state.is_busy else self._at_rest)
        if state.problem is None:
            self.problem.clear()
            return
        self.problem.show_message("attention", state.problem.title, state.problem.sentence)
        self.secret.setFocus()

    def _lay_out(self, head: QWidget, columns: QWidget) -> None:
        body = stack(self.problem, columns, STRETCH, margins=("page", "l", "page", "l"))
        foot = foot_bar(self.go_back, STRETCH, self.make)
        self.setLayout(stack(head, self.problem.page_of(body), foot, gap="hair"))

    def _name(self) -> str:
        """Return the name; without one say so, and put the keyboard there."""
        name = self.name.text().strip()
        self.name_field.show_problem(
            "" if name else _("Please write a name, or initials."), again=True
        )
        if not name:
            self.name.setFocus()
        return name

    def _is_typed_twice(self, otherwise: str) -> bool:
        """Whether both fields say the same; else say so, and what to do."""
        is_same = self.secret.is_typed_twice()
        if not is_same:
            self.problem.show_message(
                "attention", _("The two passphrases differ"), otherwise, again=True
            )
        return is_same

    @Slot()
    def _on_name_return(self) -> None:
        """Go on to what stands after the name; without one say so."""
        if self._name():
            self.focusNextChild()

    @Slot()
    def _on_name_edited(self) -> None:
        if self.name.text().strip():
            self.name_field.show_problem("")

    def _on_make_clicked(self) -> None:
        """Make it, once everything is there."""
        raise NotImplementedError
