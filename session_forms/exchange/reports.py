"""What an import or an export could not carry: listed, never dropped silently."""

from dataclasses import dataclass, field

from typing_extensions import override


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that did not go over as it was.

    Attributes:
        path: Where it stands in what was read, as `item[2].enableWhen[0]`.
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
        place = f"{self.path} ({self.question})" if self.question else self.path
        return f"{place}: {self.what}; {self.why}."


@dataclass(slots=True)
class Report:
    """Collects what was not carried while one file is read or written."""

    _entries: dict[Entry, None] = field(default_factory=dict)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What was listed so far, in the order it was met."""
        return tuple(self._entries)

    def add(self, path: str, what: str, why: str, question: str = "") -> None:
        """List one thing, once."""
        self._entries[Entry(path, what, why, question)] = None

    def lines(self) -> tuple[str, ...]:
        """Return one sentence for each entry."""
        return tuple(str(entry) for entry in self._entries)
