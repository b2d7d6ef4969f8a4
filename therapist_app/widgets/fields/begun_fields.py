"""Words that were being typed when it locked: read from the fields of a page, and put back there.

A field is known by the part of a screen that it stands in, by its name, and by which of that name
it is among those that can be seen.
"""

from collections.abc import Callable
from typing import NamedTuple, Protocol, runtime_checkable
from weakref import WeakMethod

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import Shiboken

BEGUN = "begun_fields"
SCREENS = "therapist_app.screens."


class FieldWords(NamedTuple):
    """What stands in one field; `part` is the part of a screen in which it stands."""

    part: str
    name: str
    nth: int
    words: str


@runtime_checkable
class TakesWords(Protocol):
    """A field that a person types into."""

    is_typed: bool
    """Whether a person typed what stands there, and nothing has shown other words or saved it."""

    @property
    def words(self) -> str:
        """What stands there."""

    @property
    def takes_words_back(self) -> bool:
        """Whether what was typed may be put back: it is no passphrase and confirms nothing."""

    def type_again(self, words: str) -> None:
        """Write words as if a person typed them."""


def typed_in(page: QWidget) -> tuple[FieldWords, ...]:
    """Return what a person typed into the fields of a page that can be seen."""
    found: list[FieldWords] = []
    for at, field in _fields_of(page):
        if field.is_typed and field.takes_words_back and field.words.strip():
            found.append(FieldWords(*at, field.words))
    return tuple(found)


def mark_saved(part: QWidget) -> None:
    """Note that what is typed in the fields of a part of a page is saved by now."""
    for each in (part, *part.findChildren(QWidget)):
        if isinstance(each, TakesWords):
            each.is_typed = False


class BegunFields(QObject):
    """Puts back what was being typed, as soon as its field can be seen.

    Signals:
        put_back: A field has its words again that had lost them.
        saved_before: A field had its words already: they were saved.

    """

    put_back = Signal(FieldWords)
    saved_before = Signal(FieldWords)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._page: QWidget | None = None
        self._wanted: WeakMethod[Callable[[], tuple[FieldWords, ...]]] | None = None

    def follow(self, page: QWidget, wanted: Callable[[], tuple[FieldWords, ...]]) -> None:
        """Look after another page from now on; `wanted` is a method that says what waits for it."""
        self._page, self._wanted = page, WeakMethod(wanted)
        self.look()

    def offer(self, field: QWidget) -> None:
        """Look whether something waits for a field that came into sight."""
        if self._waiting():
            QTimer.singleShot(0, field, lambda: self._look(field))

    def look(self) -> None:
        """Look whether something waits for a field that can be seen already."""
        waiting = self._waiting()
        for at, field in _fields_of(self._page) if waiting and self._page is not None else ():
            words = waiting.get(at)
            if words is not None and field.takes_words_back:
                if field.words == words.words:
                    self.saved_before.emit(words)
                else:
                    field.type_again(words.words)
                    self.put_back.emit(words)

    def _waiting(self) -> dict[tuple[str, str, int], FieldWords]:
        wanted = self._wanted() if self._wanted is not None else None
        if wanted is None or self._page is None or not Shiboken.isValid(self._page):
            return {}
        return {(each.part, each.name, each.nth): each for each in wanted()}

    def _look(self, field: QWidget) -> None:
        is_there = self._page is not None and Shiboken.isValid(self._page)
        if is_there and self._page is not None and self._page.isAncestorOf(field):
            self.look()


def begun_fields() -> BegunFields:
    """Return what puts words back in this application."""
    app = QCoreApplication.instance()
    assert app is not None
    found = app.property(BEGUN)
    if not isinstance(found, BegunFields):
        found = BegunFields(app)
        app.setProperty(BEGUN, found)
    return found


def _fields_of(page: QWidget) -> list[tuple[tuple[str, str, int], TakesWords]]:
    """Return the fields of a page that can be seen, each with where it is known to stand."""
    counted: dict[tuple[str, str], int] = {}
    found: list[tuple[tuple[str, str, int], TakesWords]] = []
    for each in page.findChildren(QWidget):
        if isinstance(each, TakesWords) and each.isVisibleTo(page):
            part, name = _part_of(each), each.accessibleName() or each.objectName()
            nth = counted.get((part, name), 0)
            counted[part, name] = nth + 1
            found.append(((part, name, nth), each))
    return found


def _part_of(field: QWidget) -> str:
    """Return the name of the view of a screen in which a field stands."""
    around = field.parentWidget()
    while around is not None and not type(around).__module__.startswith(SCREENS):
        around = around.parentWidget()
    return type(around).__name__ if around is not None else ""
