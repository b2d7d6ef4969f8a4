"""What was found by typing, said once nobody typed for a moment; the eye sees it as it comes."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QTimer, Slot

from session_forms.words.texts import ngettext, pgettext
from therapist_app.accessibility.announcing import announce
from therapist_app.widgets.fields.fields import TextLine

TOLD_AFTER_MS = 500
"""How long nobody typed before it is said what was found."""
NAMED = 3
"""How many of what was found are said by name; more would be heard for longer than typing takes."""


class FoundTold(QTimer):
    """Listens to a field that finds things, and says how many there are and the first of them."""

    def __init__(self, field: TextLine, names: Callable[[], Sequence[str]]) -> None:
        """`names` returns what is found now, the first in sight first."""
        super().__init__(field, singleShot=True, interval=TOLD_AFTER_MS)
        self._field = field
        self._names = names
        self.timeout.connect(self._on_timeout)
        field.edited.connect(self._on_edited)

    @Slot(str)
    def _on_edited(self, words: str) -> None:
        if words.strip():
            self.start()
        else:
            self.stop()

    @Slot()
    def _on_timeout(self) -> None:
        if self._field.isVisible():
            announce(self._field, found_words(self._names()))


def found_words(names: Sequence[str]) -> str:
    """Return how many things were found and the names of the first, as they are said."""
    if not names:
        return pgettext("what a search told", "Nothing found.")
    count = len(names)
    if count <= NAMED:
        words = ngettext("{count} found: {names}.", "{count} found: {names}.", count)
    else:
        words = ngettext("{count} found. First: {names}.", "{count} found. First: {names}.", count)
    return words.format(count=count, names=", ".join(names[:NAMED]))
