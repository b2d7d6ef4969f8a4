"""Searches finished files for everything that must not leave.

Names and other words are searched with one slip allowed, birth dates and telephones in their
usual spellings, and any run of eight words that stands in a free text. Text and details of PDF
files, and what they say aloud, are read back from the finished file. A hit names the file and the
kind, never the words.
"""

import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import takewhile

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, PdfObject

from exports.case.casefile import CaseFile

LEAST_DIGITS = 6
SLIP_FROM = 6
"""From this length a word with one slip counts as the word."""
MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
WITHOUT_STROKE = str.maketrans("\u0141\u0142\u00d8\u00f8\u0110\u0111", "LlOoDd")
"""Letters that no normal form takes apart."""
WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
FULL_DATE = re.compile(r"\b(?:\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d{2}))\b")


def words_of(text: str) -> list[str]:
    """Return the words of a text as they compare: lower case, without accents and a last 's."""
    straight = plain(text).replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    return [each.removesuffix("'s") for each in WORD.findall(straight)]


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


RUN = 8
LEAST_LETTERS = 3
OWN_DETAILS = frozenset({"/CreationDate", "/ModDate"})
"""Details of a PDF that are the same in every file of ours."""


@dataclass(frozen=True, slots=True)
class Identifiers:
    """What must not stand in a file.

    Attributes:
        names: Whole names and other words that name somebody, each as its words.
        codes: Client codes and ids.
        phrases: Spellings of birth dates.
        phones: Patterns of telephone numbers.
        runs: Every run of eight words of every free text.

    """

    names: frozenset[tuple[str, ...]]
    codes: frozenset[str]
    phrases: frozenset[str]
    phones: tuple[re.Pattern[str], ...]
    runs: frozenset[tuple[str, ...]]

    @property
    def count(self) -> int:
        """How many names, codes, dates and telephones are searched for."""
        return sum(map(len, (self.names, self.codes, self.phrases, self.phones)))


def identifiers_of(cases: Iterable[CaseFile], others: Sequence[str] = ()) -> Identifiers:
    """Return everything that identifies the clients, and `others` by name."""
    cases = tuple(cases)
    spoken = [*others, *(word for case in cases for word in (*case.names, *case.contacts))]
    patterns = {each.pattern: each for each in map(phone_pattern, spoken) if each is not None}
    return Identifiers(
        names=frozenset(words for each in spoken if (words := _name_words(each))),
        codes=frozenset(
            plain(each) for case in cases for each in (case.code, case.client_id) if each
        ),
        phrases=frozenset(spelling for case in cases for spelling in _birth_dates(case.birth_date)),
        phones=tuple(patterns[each] for each in sorted(patterns)),
        runs=frozenset(
            run for case in cases for text in case.note_texts for run in _runs(words_of(text))
        ),
    )


def search(
    files: Mapping[str, bytes], known: Identifiers, own_words: frozenset[str] = frozenset()
) -> tuple[tuple[str, str], ...]:
    """Return (file, kind of identifier) for every hit, sorted.

    `own_words` are words that stand in such files whoever they are about: a single part of a
    name does not count as found in them, the name as a whole does.
    """
    hits = {
        (name, kind)
        for name, data in files.items()
        for text in (name, *texts_of(name, data))
        for kind in _kinds(text, known, own_words)
    }
    return tuple(sorted(hits))


def own_words_of(files: Mapping[str, bytes]) -> frozenset[str]:
    """Return every word that stands in the files."""
    return frozenset(
        word
        for name, data in files.items()
        for text in (name, *texts_of(name, data))
        for word in words_of(text)
    )


def texts_of(name: str, data: bytes) -> Iterator[str]:
    """Yield the texts of a finished file, each to be searched by itself."""
    if not name.endswith(".pdf"):
        yield data.decode("utf-8-sig")
        return
    reader = PdfReader(io.BytesIO(data))
    for page in reader.pages:
        yield page.extract_text()
    for detail, value in (reader.metadata or {}).items():
        if detail not in OWN_DETAILS:
            yield str(value)
    yield from _said_aloud(reader.root_object.get("/StructTreeRoot"))


def _said_aloud(part: object) -> Iterator[str]:
    """Yield what is read aloud instead of what is drawn, in a part of a PDF and all in it."""
    found = part.get_object() if isinstance(part, PdfObject) else None
    if isinstance(found, DictionaryObject):
        if "/Alt" in found:
            yield str(found["/Alt"])
        yield from _said_aloud(found.get("/K"))
    elif isinstance(found, ArrayObject):
        for each in found:
            yield from _said_aloud(each)


def _kinds(text: str, known: Identifiers, own_words: frozenset[str]) -> Iterator[str]:
    """Yield the kind of each identifier that stands in a text."""
    bare = plain(text)
    words = words_of(text)
    if _holds_name(words, known.names, own_words):
        yield "a name"
    if any(holds_phrase(bare, code) for code in known.codes):
        yield "a client code or id"
    if any(holds_phrase(bare, phrase) for phrase in known.phrases):
        yield "a birth date"
    if any(pattern.search(bare) for pattern in known.phones):
        yield "a telephone number"
    if EMAIL.search(bare):
        yield "an e-mail address"
    if FULL_DATE.search(bare):
        yield "a date"
    if known.runs and any(run in known.runs for run in _runs(words)):
        yield "words of a note"


def _holds_name(
    words: Sequence[str], names: frozenset[tuple[str, ...]], own_words: frozenset[str]
) -> bool:
    parts = {part for name in names for part in name if len(part) >= LEAST_LETTERS}
    unusual = {word for word in words if word not in own_words}
    if any(is_nearly(word, part) for word in unusual for part in parts):
        return True
    return any(
        all(is_nearly(word, part) for word, part in zip(words[at:], name, strict=False))
        for name in names
        if len(name) > 1
        for at in range(len(words) - len(name) + 1)
    )


def _name_words(text: str) -> tuple[str, ...]:
    """Return the words of a name; digits are left to the search for telephones."""
    return tuple(word for word in words_of(text) if not word.isdigit())


def _birth_dates(text: str) -> Iterator[str]:
    try:
        yield from map(plain, date_spellings(date.fromisoformat(text)))
    except ValueError:
        if text.strip():
            yield plain(text)


def _runs(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    for at in range(len(words) - RUN + 1):
        yield tuple(words[at : at + RUN])
