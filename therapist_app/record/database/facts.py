"""What a database says of itself, one text under each key: read as what it must be.

Everybody in the service can write in the service file. A fact that makes no sense counts as none.
"""

from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeVar

from therapist_app.record.database.columns import NO_SENSE
from therapist_app.record.database.database import Database

T = TypeVar("T")
_facts: list["Fact[Any]"] = []


class Fact(Generic[T]):
    """The facts whose keys begin alike."""

    def __init__(self, beginning: str, read: Callable[[str], T]) -> None:
        """Take how a text is read; what cannot be read makes no sense."""
        self._beginning = beginning
        self._read = read
        _facts.append(self)

    def of(self, database: Database, rest: str = "") -> T | None:
        """Return a fact, by the rest of its key; None where there is none that makes sense."""
        key = f"{self._beginning}{rest}"
        found = database.row("SELECT value FROM about WHERE key = ?", (key,))
        return None if found is None else self.in_text(str(found[0]))

    def in_text(self, text: str) -> T | None:
        """Return what a text says; None where it makes no sense."""
        try:
            return self._read(text)
        except NO_SENSE:
            return None

    def makes_no_sense(self, key: str, text: str) -> bool:
        """Whether a fact is one of these and cannot be read."""
        return key.startswith(self._beginning) and self.in_text(text) is None


def senseless_facts(database: Database) -> Iterator[tuple[str, str]]:
    """Yield key and text of each fact that makes no sense."""
    for key, text in database.rows("SELECT key, value FROM about ORDER BY key"):
        if any(each.makes_no_sense(key, text) for each in _facts):
            yield key, text
