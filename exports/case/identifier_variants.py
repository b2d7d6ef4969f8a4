"""How an identifier may be spelled: dates, telephones, words with one slip."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from itertools import takewhile

LEAST_DIGITS = 6
SLIP_FROM = 6
"""From this length a word with one slip counts as the word."""
MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
WITHOUT_STROKE = str.maketrans("\u0141\u0142\u00d8\u00f8\u0110\u0111", "LlOoDd")
"""Letters that no normal form takes apart."""
WORD = re.compile(r"[^\W_]+(?:['\N{RIGHT SINGLE QUOTATION MARK}][^\W_]+)*")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
FULL_DATE = re.compile(r"\b(?:\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d{2}))\b")


def words_of(text: str) -> list[str]:
    """Return the words of a text as they compare: lower case, without accents."""
    return WORD.findall(plain(text))


def plain(text: str) -> str:
    """Return text in lower case, without accents and with single spaces."""
    apart = unicodedata.normalize("NFKD", text.translate(WITHOUT_STROKE))
    bare = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return " ".join(bare.casefold().split())


def date_spellings(day: date) -> Iterator[str]:
    """Yield the usual ways to write a day, as plain text."""
    years = (f"{day.year}", f"{day.year % 100:02d}")
    days = {f"{day.day}", f"{day.day:02d}"}
    months = {f"{day.month}", f"{day.month:02d}"}
    names = {MONTHS[day.month - 1], MONTHS[day.month - 1][:3]}
    yield f"{day:%Y%m%d}"
    yield f"{day:%d%m%Y}"
    for year in years:
        for number in sorted(days):
            for sign in ("-", ".", "/", " "):
                for month in sorted(months):
                    yield f"{year}{sign}{month}{sign}{number}"
                    yield f"{number}{sign}{month}{sign}{year}"
                    yield f"{month}{sign}{number}{sign}{year}"
            for name in sorted(names):
                yield f"{number} {name} {year}"
                yield f"{number}. {name} {year}"
                yield f"{name} {number} {year}"
                yield f"{name} {number}, {year}"


def holds_phrase(text: str, phrase: str) -> bool:
    """Return whether a plain text holds a phrase, not as part of a longer word or number."""
    return re.search(rf"(?<![^\W_]){re.escape(phrase)}(?![^\W_])", text) is not None


def phone_pattern(text: str) -> re.Pattern[str] | None:
    """Return what finds a telephone number however it is grouped; None if `text` is none.

    The country's prefix and a leading zero may differ: only the last nine digits count.
    """
    digits = re.sub(r"\D", "", text)
    if len(digits) < LEAST_DIGITS:
        return None
    last = digits.lstrip("0")[-9:]
    return re.compile(
        r"(?<!\d)(?:[+\d][\d\s./()-]{0,8})?" + r"[\s./()-]{0,3}".join(last) + r"(?!\d)"
    )


def is_nearly(word: str, other: str) -> bool:
    """Return whether two words are the same, or the same but for one slip in a long one.

    A slip is one letter more, less, other, or two neighbours swapped (Damerau, 1964).
    """
    if word == other:
        return True
    if min(len(word), len(other)) < SLIP_FROM or abs(len(word) - len(other)) > 1:
        return False
    same = takewhile(lambda pair: pair[0] == pair[1], zip(word, other, strict=False))
    start = sum(1 for _pair in same)
    rest, other_rest = word[start:], other[start:]
    return (
        rest[1:] == other_rest
        or rest == other_rest[1:]
        or rest[1:] == other_rest[1:]
        or (rest[2:] == other_rest[2:] and rest[:2] == other_rest[1::-1])
    )
