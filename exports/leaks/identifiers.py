"""What must not stand in a file, taken apart so that it can be looked up however it is spelled."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from exports.leaks.days import Day, without_century
from exports.leaks.languages import ORDINARY, PARTICLES
from exports.leaks.numbers import numbers_of
from exports.leaks.plain_words import plain, plain_words, spelled, straight

Phrase = tuple[str, ...]
LEAST_LETTERS = 3
_SHORT = 2
LEAST_OF_AN_ADDRESS = 4
LEAST_OF_A_CODE, MOST_OF_A_CODE = 5, 14
MOST_GROUPS = 6
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_SEGMENTS = re.compile(r"[,;:/()\n+|]")
_POSTCODE = re.compile(r"\b[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}\b")
_ADDRESS = re.compile(
    r"\b(?:\d{5}|\d\d-\d{3}|\d{4} ?[a-z]{2}|[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2})\b"
    r"|\b(?:street|road|lane|avenue|rue|calle|ul|ulica)\b|strasse|straat"
)
SHARED_BY = 5
_LETTERS_OF_A_CODE = re.compile(r"[A-Z]{1,3}\Z")
_LEAST_DIGITS_OF_A_CODE = 3


@dataclass(frozen=True, slots=True)
class Identifiers:
    """What must not stand in a file; all of it as it compares.

    Attributes:
        names: Single words of names and aliases.
        short: Those of two letters, which count where they are written as a name.
        others: Single words of contacts: places, and people who support somebody.
        phrases: Whole names and their parts in a row, in either order.
        initials: Phrases of a first letter and a last name; only in what somebody typed.
        glued: Names and addresses without anything between their words.
        codes: Client codes and ids, postcodes, and numbers with letters in them.
        numbers: Digits of telephones and of other long numbers.
        days: Birth dates, with the whole year and with its last two digits.
        notes: Every free text, as it was written.
        count: How many names, codes, days and numbers the record knows.

    """

    names: frozenset[str]
    short: frozenset[str]
    others: frozenset[str]
    phrases: frozenset[Phrase]
    initials: frozenset[Phrase]
    glued: frozenset[str]
    codes: frozenset[str]
    numbers: frozenset[str]
    days: frozenset[Day]
    notes: tuple[str, ...]
    count: int


def taken_apart(
    names: Iterable[str],
    contacts: Iterable[str],
    codes: Iterable[str],
    birth_dates: Iterable[str],
    notes: Iterable[str],
) -> Identifiers:
    """Return what is looked for of these; a birth date is an ISO date or anything else."""
    whole = {each for each in names if each.strip()}
    reached = {each for each in contacts if each.strip()}
    ids = {each for each in codes if each.strip()}
    days, sayings = _days(each for each in birth_dates if each.strip())
    phrases = set(_phrases(whole))
    parts = frozenset((*_parts(whole, PARTICLES), *_parts(_first_words(whole), frozenset())))
    segments = {
        segment
        for text in reached
        for segment in _SEGMENTS.split(EMAIL.sub(",", text))
        if segment.strip()
    }
    common = _common_places(reached)
    named = [
        words
        for each in segments
        if len(words := _letters(each)) > 1 and not common.issuperset(words)
    ]
    return Identifiers(
        names=parts,
        short=frozenset(
            word for text in whole for word in plain_words(text) if len(word) == _SHORT
        ),
        others=frozenset(_parts(segments, PARTICLES | ORDINARY | common)) - parts,
        phrases=frozenset((*phrases, *sayings, *named)),
        initials=frozenset(_initials(phrases)),
        glued=frozenset(
            each
            for each in (*map("".join, phrases), *map("".join, named), *_addresses(reached))
            if len(each) >= LEAST_OF_AN_ADDRESS
        ),
        codes=frozenset((*("".join(plain_words(each)) for each in ids), *_codes(segments))),
        numbers=frozenset(
            number for text in (*reached, *whole) for number in numbers_of(plain(text))
        ),
        days=frozenset(without_century(days)),
        notes=tuple(each for each in notes if each.strip()),
        count=len(whole) + len(reached) + len(ids) + len(days) + len(sayings),
    )


def _common_places(contacts: Iterable[str]) -> frozenset[str]:
    """Return words of addresses that several clients share: their town tells none from another."""
    shared = Counter(
        word for text in contacts if _ADDRESS.search(plain(text)) for word in set(plain_words(text))
    )
    return frozenset(word for word, clients in shared.items() if clients >= SHARED_BY)


def _letters(text: str) -> Phrase:
    """Return the words of a name; digits are left to the search for numbers."""
    return tuple(word for word in plain_words(text) if not word.isdigit())


def _parts(texts: Iterable[str], left_out: frozenset[str]) -> Iterator[str]:
    for text in texts:
        for raw in re.findall(r"[^\W_]+(?:['\u2019][^\W_]+)*", text):
            for word in spelled(raw):
                if _names_somebody(word) and word not in left_out:
                    yield word
        for word in _behind_apostrophes(text):
            if _names_somebody(word) and word not in left_out:
                yield word


def _first_words(names: Iterable[str]) -> Iterator[str]:
    """Yield the first word of each name: there a Ben is no particle."""
    for name in names:
        yield name.split()[0]


def _behind_apostrophes(text: str) -> Iterator[str]:
    """Yield the longer part of a name such as d'Harcourt, which may stand without the other."""
    for raw in re.findall(r"'([^\W\d_]{4,})", straight(text)):
        yield from spelled(raw)


def _names_somebody(word: str) -> bool:
    return not word.isdigit() and (len(word) >= LEAST_LETTERS or not word.isascii())


def _phrases(names: Iterable[str]) -> Iterator[Phrase]:
    """Yield a whole name, the last one first, and first and last alone; also spelled apart."""
    for name in names:
        for text in {name, " ".join(next(iter(spelled(each)), each) for each in name.split())}:
            words = _letters(text)
            if len(words) > 1:
                yield words
                yield (words[-1], *words[:-1])
                yield words[0], words[-1]
                yield words[-1], words[0]


def _initials(phrases: Iterable[Phrase]) -> Iterator[Phrase]:
    for words in phrases:
        yield words[0][0], words[-1]
        yield words[0], words[-1][0]
        yield (*(each[0] for each in words[:-1]), words[-1])


def _addresses(contacts: Iterable[str]) -> Iterator[str]:
    """Yield an address of mail without its signs, as a whole and before the @ alone."""
    for text in contacts:
        for address in EMAIL.findall(plain(text)):
            local, _at, _host = address.partition("@")
            yield "".join(plain_words(address.replace("_", ".")))
            yield "".join(plain_words(local.replace("_", ".")))


def _codes(segments: Iterable[str]) -> Iterator[str]:
    """Yield what mixes letters and digits: groups of it side by side count as one."""
    for segment in segments:
        words = re.findall(r"[^\W_]+", straight(segment))
        for at in range(len(words)):
            for end in range(at + 1, min(len(words), at + MOST_GROUPS) + 1):
                if not all(map(_may_be_of_a_code, words[at:end])):
                    break
                joined = "".join(words[at:end])
                digits = sum(map(str.isdigit, joined))
                if LEAST_OF_A_CODE <= len(
                    joined
                ) <= MOST_OF_A_CODE and _LEAST_DIGITS_OF_A_CODE <= digits < len(joined):
                    yield joined.casefold()
        for found in _POSTCODE.findall(plain(segment)):
            yield found.replace(" ", "")


def _may_be_of_a_code(word: str) -> bool:
    return any(map(str.isdigit, word)) or _LETTERS_OF_A_CODE.match(word) is not None


def _days(texts: Iterable[str]) -> tuple[set[date], set[Phrase]]:
    """Return the birth dates, and what was typed instead of one."""
    days: set[date] = set()
    sayings: set[Phrase] = set()
    for text in texts:
        try:
            days.add(date.fromisoformat(text))
        except ValueError:
            sayings.add(tuple(plain_words(text)))
    return days, sayings - {()}
