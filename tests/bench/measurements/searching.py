"""Typing into a search, key by key, until what was found stands there."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.bench.timing.lines import Budget, Line
from tests.bench.timing.painted import settle, until_painted
from tests.bench.timing.rounds import Span, alternate, timed
from tests.bench.workplace.place import Place, Workplace
from therapist_app.commands import Clients, Library
from therapist_app.screens.clients.view import ClientsView
from therapist_app.screens.library.view import LibraryView

A_KEY = Budget(50)
WORDS = ("k4", "anna", "plan")
_CODES = "SELECT code FROM clients"


def search_lines(place: Place) -> Iterator[Line]:
    """Type words into each search; the floor reads every code, bare.

    A line holds when what was found stands there: its first painting may show the letter alone,
    so that what is compared with the budget is the time until nothing more waits.
    """
    at = place.workplace
    at.clear()
    at.window.activateWindow()
    at.window.search()
    assert at.window.found is not None
    # The copies of the crowd have no words kept yet: taking them would go on for many minutes.
    at.window.found._viewmodel._reading.stop()
    yield _typed(at, "search key: Ctrl+K, few own words", at.window.found.line)
    at.window.close_search()
    at.open(Clients())
    yield _typed(at, "search key: list of clients", at.page(ClientsView).search)
    at.open(Library())
    yield _typed(at, "search key: library", at.page(LibraryView).search)
    at.clear()


def _typed(at: Workplace, name: str, line: QWidget) -> Line:
    keys = _keys()
    settle(at.count)
    line.setFocus()
    settle(at.count)
    assert QApplication.focusWidget() is line

    def press(number: int) -> Span:
        key = keys[number]
        settle(at.count)
        return until_painted(at.count, lambda: QTest.keyClick(line, key))[1]

    def bare(_number: int) -> Span:
        return timed(lambda: at.workspace.caseload.rows(_CODES))

    floor, taken = alternate(bare, press, len(keys))
    return Line(name, A_KEY, floor, taken)


def _keys() -> Sequence[str | Qt.Key]:
    """Return every letter of the words, each word taken away again."""
    return [key for word in WORDS for key in (*word, *[Qt.Key.Key_Backspace] * len(word))]
