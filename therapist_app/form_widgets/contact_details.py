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
from therapist_app.widgets.layout.layouts import STRETCH, Part, row, stack
from therapist_app.widgets.parts import symbol
from therapist_app.widgets.read_by_lines import ReadByLines
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
        self.found = ReadByLines(_("Contact details"))
        self.found.hide()
        self.look_up = button(_("Show contact details"), "secondary", "clients")
        self.look_up.clicked.connect(self._on_look_up_clicked)
        self.setLayout(stack(self.found, row(self.look_up, STRETCH), gap="s"))

    def _on_look_up_clicked(self) -> None:
        person = self._find()
        found = (
            (pgettext("field", "Name"), person.name),
            (pgettext("field", "Contact"), person.contact),
            (_("In an emergency"), person.emergency_contact),
        )
        parts: list[Part] = [fact(name, words) for name, words in found if words]
        lines = [f"{name}: {words}" for name, words in found if words]
        if not parts:
            lines = [_("Nothing is recorded: the client is known by the code only.")]
            parts = [text(lines[0], wrap=True)]
        noted = _("The record notes that you looked.")
        note = text(noted, "small", tone="muted", wrap=True)
        parts.append(row(symbol("info"), note, gap="s", grows=1))
        self.found.hold_lines([*lines, noted], stack(*parts, gap="xs"))
        self.found.show()
        self.found.setFocus()
        self.look_up.hide()


def fact(name: str, words: str) -> QLayout:
    """Return a name and, beneath it, what it is."""
    return stack(text(name, "strong"), reading(words), gap="hair")
