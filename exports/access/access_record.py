"""Everything that is held about one client, in plain words, for the client (GDPR art. 15, 20).

    record = AccessRecord(code, made_on, parts)
    shared = record.without(left_out)

A line that is about somebody else says so, and the therapist decides about each before the copy
is made. What was left out is counted in the copy, never shown.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date


@dataclass(frozen=True, slots=True)
class AccessLine:
    """One line: what was asked or is kept, and what stands there.

    Attributes:
        id: The same for the same line each time, so that a choice about it can be kept.
        is_about_others: Whether it names or may name somebody else.
        is_in_free_words: Whether somebody wrote it in words of their own, so that anybody can be
            named in it.
        for_programs: What stands there as programs write it, such as 2026-02-28, where they do
            so in another way.

    """

    id: str
    what: str
    value: str
    is_about_others: bool = False
    for_programs: str = ""
    is_in_free_words: bool = False


@dataclass(frozen=True, slots=True)
class AccessItem:
    """Things that belong together: a form with its answers, a session, an alert."""

    id: str
    title: str
    lines: tuple[AccessLine, ...]
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class AccessPart:
    """One part of the copy, such as all notes."""

    id: str
    title: str
    items: tuple[AccessItem, ...]


@dataclass(frozen=True, slots=True)
class AccessRecord:
    """Everything held about one client, by code."""

    code: str
    made_on: date
    parts: tuple[AccessPart, ...]

    @property
    def lines(self) -> tuple[AccessLine, ...]:
        """Every line, in order."""
        return tuple(line for part in self.parts for item in part.items for line in item.lines)

    @property
    def about_others(self) -> tuple[AccessLine, ...]:
        """The lines that are about somebody else."""
        return tuple(line for line in self.lines if line.is_about_others)

    @property
    def in_free_words(self) -> tuple[AccessLine, ...]:
        """The other lines in which anybody can be named."""
        return tuple(
            line for line in self.lines if line.is_in_free_words and not line.is_about_others
        )

    @property
    def left_out(self) -> int:
        """How many lines were left out."""
        return sum(item.left_out for part in self.parts for item in part.items)

    def without(self, line_ids: Iterable[str]) -> "AccessRecord":
        """Return the record without these lines; an item that loses some says how many."""
        gone = frozenset(line_ids)
        parts = tuple(
            replace(part, items=tuple(_item_without(item, gone) for item in part.items))
            for part in self.parts
        )
        return replace(self, parts=parts)


def _item_without(item: AccessItem, gone: frozenset[str]) -> AccessItem:
    kept = tuple(line for line in item.lines if line.id not in gone)
    return replace(item, lines=kept, left_out=item.left_out + len(item.lines) - len(kept))
