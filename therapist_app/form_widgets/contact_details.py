"""How a client is reached, on a page from which somebody is about to call them.

    details = ContactDetails(viewmodel.look_up_reach)

It stands there only once it is asked for, since the record notes who looked.
"""

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtWidgets import QLayout, QWidget

from session_forms.words.day_words import day_in_words
from session_forms.words.list_words import facts_in_a_line
from session_forms.words.texts import _, pgettext
from therapist_app.widgets.controls.buttons import button
from therapist_app.widgets.layout.into_view import bring_into_view
from therapist_app.widgets.layout.layouts import STRETCH, Part, row, stack
from therapist_app.widgets.parts import symbol
from therapist_app.widgets.read_by_lines import ReadByLines
from therapist_app.widgets.words import reading, text
from therapist_app.workflows.overviews.reaching import ContactRule, Reach


class ContactDetails(QWidget):
    """The button that asks for them, and what was found."""

    def __init__(self, look_up: Callable[[], Reach]) -> None:
        super().__init__()
        self._find = look_up
        self.found = ReadByLines(pgettext("name of a list", "Contact details"))
        self.found.hide()
        self.look_up = button(_("Show contact details"), "secondary", "clients")
        self.look_up.clicked.connect(self._on_look_up_clicked)
        self.setLayout(stack(self.found, row(self.look_up, STRETCH), gap="s"))

    def _on_look_up_clicked(self) -> None:
        reach = self._find()
        found = tuple(known_by(reach))
        parts: list[Part] = [fact(name, words) for name, words in found]
        lines = [f"{name}: {words}" for name, words in found]
        if not parts:
            lines = [_("Nothing is recorded: the client is known by the code only.")]
            parts = [text(lines[0], wrap=True)]
        parts = [*rules_before_calling(reach.rules), *parts]
        lines = [*(f"{each.asked} {each.agreed}" for each in reach.rules), *lines]
        noted = _("The record notes that you looked.")
        note = text(noted, "small", tone="muted", wrap=True)
        parts.append(row(symbol("info"), note, gap="s", grows=1))
        self.found.hold_lines([*lines, noted], stack(*parts, gap="xs"))
        self.found.show()
        self.found.setFocus()
        self.look_up.hide()
        bring_into_view(self.found)


def fact(name: str, words: str) -> QLayout:
    """Return a name and, beneath it, what it is."""
    return stack(text(name, "strong"), reading(words), gap="hair")


def known_by(reach: Reach) -> Iterator[tuple[str, str]]:
    """Yield what is kept of who somebody is and how to reach them, each by its label."""
    person = reach.identity
    for label, words in (
        (pgettext("field", "Name"), person.name),
        (pgettext("field", "Contact"), person.contact),
        (_("In an emergency"), person.emergency_contact),
    ):
        if words:
            yield label, words


def rules_before_calling(rules: Sequence[ContactRule]) -> list[Part]:
    """Return what was agreed about reaching somebody, each with where it was written."""
    if not rules:
        return []
    head = text(_("Agreed with the client: read it before you call"), "strong", wrap=True)
    parts: list[Part] = [row(symbol("alert", "attention"), head, gap="s", grows=1)]
    before = ""
    for each in rules:
        written = facts_in_a_line(each.title, day_in_words(each.day))
        if written != before:
            parts.append(text(written, "small", tone="muted", wrap=True))
        before = written
        parts.append(stack(text(each.asked, "small", wrap=True), reading(each.agreed), gap="hair"))
    return parts
