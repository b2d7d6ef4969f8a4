"""What an import or an export could not carry: listed, never dropped silently."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from typing_extensions import override


@dataclass(frozen=True, slots=True)
class NotCarried:
    """One thing that did not go over as it was.

    Attributes:
        path: Where it stands in what was read, as `item[2].enableWhen[0]`; "" is the top.
        what: What it is.
        why: Why it was not carried, or what stands in its place.
        question: The id of the question that it belongs to, or "".

    """

    path: str
    what: str
    why: str
    question: str = ""

    @override
    def __str__(self) -> str:
        place = self.path or "At the top"
        question = f" ({self.question})" if self.question else ""
        return f"{place}{question}: {self.what}; {self.why}."


@dataclass(slots=True)
class CarryReport:
    """Collects what was not carried while one file is read or written."""

    _entries: dict[NotCarried, None] = field(default_factory=dict)

    @property
    def entries(self) -> tuple[NotCarried, ...]:
        """What was listed so far, in the order it was met."""
        return tuple(self._entries)

    def add(self, path: str, what: str, why: str, question: str = "") -> None:
        """List one thing, once."""
        self._entries[NotCarried(path, what, why, question)] = None

    def place(self, questions: Mapping[str, str]) -> None:
        """Say of each entry to which question it belongs; `questions` are ids by path."""
        self._replace(
            replace(entry, question=found_above(entry.path, questions) or entry.question)
            for entry in self._entries
        )

    def rename(self, places: Mapping[str, str]) -> None:
        """Call the places of entries as `places` does, by path."""
        self._replace(
            replace(entry, path=found_above(entry.path, places) or entry.path)
            for entry in self._entries
        )

    def _replace(self, entries: Iterable[NotCarried]) -> None:
        self._entries = dict.fromkeys(entries)

    def lines(self) -> tuple[str, ...]:
        """Return one sentence for each entry."""
        return tuple(str(entry) for entry in self._entries)


def found_above(path: str, known: Mapping[str, str]) -> str:
    """Return what `known` says of a path, or of the nearest one above it, or ""."""
    while path and path not in known:
        path = path[: max(path.rfind("."), path.rfind("["), 0)]
    return known.get(path, "")
