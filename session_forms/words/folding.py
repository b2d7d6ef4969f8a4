"""Words as a search compares them: without case, accents and signs."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_WORD = re.compile(r"[^\W_]+")
# Letters that Unicode does not take apart though people type them without their stroke.
_PLAIN = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h"}
)


@dataclass(frozen=True, slots=True)
class FoldedWord:
    """One word of a text.

    Attributes:
        start: Where it begins in the text, in characters.
        end: The place after it.
        folded: The word as it is compared.

    """

    start: int
    end: int
    folded: str


def folded(text: str) -> str:
    """Return a text as it is compared: in small letters, without accents."""
    small = text.casefold()
    if small.isascii():
        return small
    apart = unicodedata.normalize("NFKD", small)
    return "".join(each for each in apart if not unicodedata.combining(each)).translate(_PLAIN)


def words_in(text: str) -> Iterator[FoldedWord]:
    """Yield the words of a text in their order."""
    for found in _WORD.finditer(text):
        yield FoldedWord(found.start(), found.end(), folded(found.group()))


def typed_words(typed: str) -> tuple[str, ...]:
    """Return what somebody looks for, word by word, as it is compared."""
    return tuple(each.folded for each in words_in(typed))


def is_found(wanted: Sequence[str], words: Sequence[str]) -> bool:
    """Return whether each wanted word begins one of the words; nothing wanted is not found."""
    return bool(wanted) and all(any(word.startswith(each) for word in words) for each in wanted)


def marks_in(text: str, wanted: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Return where wanted words begin words of a text: start and end of each, in characters."""
    found: list[tuple[int, int]] = []
    for word in words_in(text):
        longest = max(
            (each for each in wanted if word.folded.startswith(each)), key=len, default=""
        )
        if longest:
            end = word.start + 1
            while len(folded(text[word.start : end])) < len(longest):
                end += 1
            found.append((word.start, end))
    return tuple(found)
