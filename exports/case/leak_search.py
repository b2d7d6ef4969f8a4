"""Searches finished files for everything that must not leave.

    hits = search(files, identifiers_of(case_files), own, typed={"purpose": "..."})

Names are searched with one slip allowed, days and numbers however they are written, and any run of
eight words that stands in a free text. Files are read back as they are, the text, the details and
the words read aloud of a PDF too. What the program itself says in such a file, whoever it is about,
is known beforehand: one word of it is not taken for a name. What somebody typed for the occasion is
searched more closely, also for initials, endings and words run together or pulled apart.

A hit names the file, the place in it and the number of the word there. The word itself is in it for
the person who looks at the file; nothing ever writes it down.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from exports.case.casefile import CaseFile
from exports.case.own_text import NOTHING_OWN, RUN, OwnText, rows_of
from exports.errors import LeakHit
from exports.leaks.days import days_in
from exports.leaks.finished_texts import Piece, pieces_of
from exports.leaks.identifiers import EMAIL, LEAST_LETTERS, Identifiers, Phrase, taken_apart
from exports.leaks.languages import AT, DOT, ENDINGS, LITTLE
from exports.leaks.numbers import numbers_in
from exports.leaks.plain_words import (
    SLIP_FROM,
    Word,
    is_nearly,
    plain,
    plain_words,
    with_one_less,
    words_of,
)

MOST_RUN_TOGETHER = 6
MOST_SHORT_GROUPS = 3
NAME = "name"
CODE = "code"
BIRTH_DATE = "birth_date"
NUMBER = "number"
ADDRESS = "address"
DATE = "date"
NOTE = "note"
_LEAST_OF_RUN = 2 * RUN - 1
"""So many signs of ASCII a run has at the least: its words, and what stands between them."""
FULL_DATE = re.compile(r"\b(?:\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d{2}))\b")
_INNER = re.compile(r"[A-Z]?[a-z']+|[A-Z]+(?![a-z])")
"""Words that are written on to each other, as in a name of a file."""


def identifiers_of(cases: Iterable[CaseFile], others: Sequence[str] = ()) -> Identifiers:
    """Return everything that identifies the clients, and `others` by name."""
    cases = tuple(cases)
    return taken_apart(
        names=(*others, *(name for case in cases for name in case.names)),
        contacts=(each for case in cases for each in case.contacts),
        codes=(each for case in cases for each in (case.code, case.client_id)),
        birth_dates=(case.birth_date for case in cases),
        notes=(text for case in cases for text in case.note_texts),
    )


def search(
    files: Mapping[str, bytes],
    known: Identifiers,
    own: OwnText = NOTHING_OWN,
    typed: Mapping[str, str] | None = None,
) -> tuple[LeakHit, ...]:
    """Return every hit, in the order of the files and of the words in them.

    Args:
        files: Finished files by name.
        known: What must not stand in them.
        typed: What somebody typed for this occasion, each by the name of its field.
        own: What the program says by itself.

    """
    typed_pieces = [Piece(name, "", text, is_typed=True) for name, text in (typed or {}).items()]
    pieces = [*typed_pieces, *pieces_of(files)]
    return tuple(hits_in(pieces, known, own))


def hits_in(pieces: Sequence[Piece], known: Identifiers, own: OwnText) -> Iterator[LeakHit]:
    """Yield what stands in texts, each place once."""
    texts = [_Text(piece, words_of(piece.text)) for piece in pieces]
    names = _Names(texts, known, own)
    notes = _runs_of_notes(texts, known, own)
    for text in texts:
        found = {
            *_lines(text, known),
            *(
                _typed(text, known, own, names.nearly)
                if text.piece.is_typed
                else names.in_text(text)
            ),
            *_codes(text, known),
            *((at, NOTE, " ".join(run)) for at, run in enumerate(text.rows()) if run in notes),
        }
        for start, kind, word in sorted(found):
            yield LeakHit(text.piece.file, text.piece.place, start + 1, kind, word, plain(word))


@dataclass(frozen=True, slots=True)
class _Text:
    piece: Piece
    words: list[Word]

    def rows(self) -> list[Phrase]:
        """Return its runs of words as long as one of a note that is searched for."""
        return rows_of([word.text for word in self.words], RUN)


_Found = tuple[int, str, str]
"""Number of the first word, kind, the words as they are written."""


def _lines(text: _Text, known: Identifiers) -> Iterator[_Found]:
    """Yield days, numbers and addresses: what has signs, and stands within a line."""
    is_typed = text.piece.is_typed
    for number, line in enumerate(text.piece.text.splitlines()):
        if not (is_typed or "@" in line or _has_number(line)):
            continue
        bare = plain(line)
        start = next((at for at, word in enumerate(text.words) if word.line == number), 0)
        for kind, found in (
            *((BIRTH_DATE, each) for each in days_in(bare, known.days, typed=is_typed)),
            *((NUMBER, each) for each in numbers_in(bare, known.numbers, typed=is_typed)),
            *((ADDRESS, each) for each in EMAIL.findall(bare)),
            *((DATE, each) for each in FULL_DATE.findall(bare)),
        ):
            before = len(plain_words(bare[: bare.find(found)])) if found in bare else 0
            yield start + before, kind, found


def _has_number(line: str) -> bool:
    return any(map(str.isdigit, line))


class _Names:
    """Names in finished texts: single words by hash, and whole names side by side."""

    def __init__(self, texts: Iterable[_Text], known: Identifiers, own: OwnText) -> None:
        self._known = known
        self._own = own
        said = {word.text for text in texts for word in text.words}
        self._unusual = said - own.words
        self.nearly = frozenset(self._nearly(known.names | known.others | known.glued))
        """Unusual words that are one slip away from a known one."""
        self._single = self.nearly.union(self._exact())
        self._phrases = self._phrases_among(said)

    def in_text(self, text: _Text) -> Iterator[_Found]:
        """Yield each name in a text."""
        for at, word in enumerate(text.words):
            if word.text in self._single and not _is_little(word):
                yield at, NAME, word.raw
            for phrase in self._phrases.get(word.text, ()):
                beside = text.words[at : at + len(phrase)]
                if tuple(each.text for each in beside) == phrase:
                    yield at, NAME, " ".join(each.raw for each in beside)

    def _exact(self) -> Iterator[str]:
        known = self._known
        for word in self._unusual:
            if word in known.glued or (
                len(word) >= LEAST_LETTERS and (word in known.names or word in known.others)
            ):
                yield word

    def _nearly(self, parts: frozenset[str]) -> Iterator[str]:
        """Yield unusual words with one slip in them: what two words have in common is looked up."""
        shortened: defaultdict[str, set[str]] = defaultdict(set)
        for word in self._unusual:
            if len(word) >= SLIP_FROM and not word.isdigit():
                for each in with_one_less(word):
                    shortened[each].add(word)
        lengths = {len(word) for word in self._unusual}
        for part in parts:
            if len(part) < SLIP_FROM or not lengths & {len(part) - 1, len(part), len(part) + 1}:
                continue
            for each in with_one_less(part):
                for word in shortened.get(each, ()):
                    if is_nearly(word, part):
                        yield word

    def _phrases_among(self, said: set[str]) -> Mapping[str, list[Phrase]]:
        """Return the whole names all of whose words are there, by their first word."""
        found: defaultdict[str, list[Phrase]] = defaultdict(list)
        own = self._own.pairs
        for phrase in self._known.phrases:
            if said.issuperset(phrase) and not all(each in own for each in rows_of(phrase, 2)):
                found[phrase[0]].append(phrase)
        return found


def _codes(text: _Text, known: Identifiers) -> Iterator[_Found]:
    """Yield codes and ids whose groups stand side by side in one line."""
    most = MOST_RUN_TOGETHER if text.piece.is_typed else MOST_SHORT_GROUPS
    for at, word in enumerate(text.words):
        joined = ""
        for each in text.words[at : at + most]:
            if each.line != word.line:
                break
            joined += each.text
            if joined in known.codes:
                yield at, CODE, joined


def _typed(
    text: _Text, known: Identifiers, own: OwnText, nearly: frozenset[str]
) -> Iterator[_Found]:
    """Yield names in what somebody typed, in any spelling."""
    words = [*_pulled_together(text.words)]
    for at, word in words:
        if word.text in nearly or any(_names(each, known, own) for each in (word, *_inner(word))):
            yield at, NAME, word.raw
    spoken = [(at, word.text) for at, word in words if word.text not in AT | DOT]
    for place, (at, _word) in enumerate(spoken):
        for end in range(place + 2, min(len(spoken), place + MOST_RUN_TOGETHER) + 1):
            phrase = tuple(word for _at, word in spoken[place:end])
            joined = "".join(phrase)
            if (
                phrase in known.phrases
                or phrase in known.initials
                or joined in known.glued
                or (len(joined) >= SLIP_FROM and (joined in known.names or joined in known.others))
            ):
                yield at, NAME, " ".join(phrase)


def _names(word: Word, known: Identifiers, own: OwnText) -> bool:
    """Return whether one typed word names somebody by itself."""
    text = word.text
    if text in known.glued:
        return True
    if _is_little(word):
        return False
    if text in known.short and word.raw == word.raw.title():
        return True
    if text in known.names or (text in known.others and text not in own.words):
        return True
    if text in own.words:
        return False
    return any(each in known.names or each in known.others for each in _without_ending(text))


def _is_little(word: Word) -> bool:
    return word.is_small and word.text in LITTLE


def _without_ending(word: str) -> Iterator[str]:
    """Yield what a word may have been before it was put into a sentence."""
    for length in range(1, 5):
        stem, ending = word[:-length], word[-length:]
        if len(stem) >= LEAST_LETTERS and ending in ENDINGS:
            yield stem
            yield from (f"{stem}{vowel}" for vowel in "aeio" if len(stem) > LEAST_LETTERS)


def _inner(word: Word) -> Iterator[Word]:
    """Yield the words that are written on to each other in one."""
    found = _INNER.findall(word.raw)
    if found != [word.raw]:
        for raw in found:
            if len(raw) >= LEAST_LETTERS:
                yield Word(raw.casefold().replace("'", ""), raw, word.line)


def _pulled_together(words: Sequence[Word]) -> Iterator[tuple[int, Word]]:
    """Yield the words with their numbers, and single letters in a row as the word they spell."""
    letters: list[Word] = []
    for at, word in enumerate(words):
        yield at, word
        letters = [*letters, word] if len(word.text) == 1 else []
        if len(letters) >= LEAST_LETTERS:
            spelled_out = "".join(each.raw for each in letters)
            yield at, Word("".join(each.text for each in letters), spelled_out, word.line)


def _runs_of_notes(texts: Iterable[_Text], known: Identifiers, own: OwnText) -> frozenset[Phrase]:
    """Return the runs of words that stand both in a text and in a note.

    Only words that stand in the texts can be part of such a run: most of a note is passed over,
    and a note with room for fewer words than a run has is as a whole. What was written again in
    the same words is looked at once.
    """
    wanted = {run for text in texts for run in text.rows()} - own.runs
    said = {word for run in wanted for word in run}
    notes = {each for each in known.notes if len(each) >= _LEAST_OF_RUN or not each.isascii()}
    return frozenset(
        run for note in (notes if wanted else ()) for run in _common(note, said, wanted)
    )


def _common(note: str, said: set[str], wanted: set[Phrase]) -> Iterator[Phrase]:
    words = plain_words(note)
    if len(words) < RUN or said.isdisjoint(words):
        return
    row: list[str] = []
    for word in words:
        if word not in said:
            row = []
            continue
        row.append(word)
        if len(row) >= RUN and (run := tuple(row[-RUN:])) in wanted:
            yield run
