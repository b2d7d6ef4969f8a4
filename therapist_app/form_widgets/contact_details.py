"""How a client is reached, on a page from which somebody is about to call them.

    details = ContactDetails(viewmodel.look_up_identity)

It stands there only once it is asked for, since the record notes who looked.
"""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtWidgets import QLayout, QWidget

from session_forms.words.texts import pgettext
from session_forms.words.texts import translate as _
from therapist_app.widgets.controls.buttons import button
from therapist_app.widgets.layout.layouts import STRETCH, hold, row, stack
from therapist_app.widgets.parts import symbol
from therapist_app.widgets.words import reading, text


class Reached(Protocol):
    """What is known of how somebody is reached; each may be empty."""

    @property
    def name(self) -> str:
        """The name they go by."""

    @property
    def contact(self) -> str:
        """How they want to be reached, as agreed with them."""

    @property
    def emergency_contact(self) -> str:
        """Who may be called in an emergency, and how."""


class ContactDetails(QWidget):
    """The button that asks for them, and what was found."""

    def __init__(self, look_up: Callable[[], Reached]) -> None:
        super().__init__()
        self._find = look_up
        self._found = stack(gap="xs")
        self.look_up = button(_("Show contact details"), "secondary", "clients")
        self.look_up.clicked.connect(self._on_look_up_clicked)
        self.setLayout(stack(self._found, row(self.look_up, STRETCH), gap="s"))

    def _on_look_up_clicked(self) -> None:
        person = self._find()
        found = (
            (pgettext("field", "Name"), person.name),
            (pgettext("field", "Contact"), person.contact),
            (_("In an emergency"), person.emergency_contact),
        )
        said = [(name, words) for name, words in found if words]
        for name, words in said:
            self._found.addLayout(fact(name, words))
        if not said:
            words = _("Nothing is recorded: the client is known by the code only.")
            self._found.addWidget(text(words, wrap=True))
        noted = text(_("The record notes that you looked."), "small", tone="muted", wrap=True)
        self._found.addWidget(hold(row(symbol("info"), noted, gap="s", grows=1)))
        self.look_up.hide()


def fact(name: str, words: str) -> QLayout:
    """Return a name and, beneath it, what it is."""
    return stack(text(name, "strong"), reading(words), gap="hair")
