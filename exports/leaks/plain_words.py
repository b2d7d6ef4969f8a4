"""Words of a text as they compare: without case, accents, invisible signs and look-alikes.

[word.text for word in words_of("Zolc, O'Neill")] == ["zolc", "oneill"]
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import takewhile
from typing import NamedTuple

SLIP_FROM = 5
"""From this length a word with one slip counts as the word."""
_TAKEN_APART = str.maketrans(
    {
        "\u0141": "L", "\u0142": "l", "\u00d8": "O", "\u00f8": "o", "\u0110": "D", "\u0111": "d",
        "\u00d0": "D", "\u00f0": "d", "\u00c6": "Ae", "\u00e6": "ae", "\u0152": "Oe",
        "\u0153": "oe", "\u00de": "Th", "\u00fe": "th", "\u0131": "i", "\u1e9e": "SS",
        "\u2018": "'", "\u2019": "'", "\u02bc": "'", "\u00b4": "'", "`": "'", "\u2032": "'",
    }
)  # fmt: skip
"""Letters that no normal form takes apart, and every apostrophe."""
_LOOKS_LIKE = str.maketrans(
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u043a\u043c\u0442\u043d\u0432"
    "\u0410\u0415\u041e\u0420\u0421\u0423\u0425\u0406\u0408\u0405\u041a\u041c\u0422\u041d\u0412"
    "\u03b1\u03bf\u03c1\u03bd\u03b9\u0391\u039f\u03a1\u0399\u0395\u0397\u039a\u039c\u039d\u03a4",
    "aeopcyxijskmthbAEOPCYXIJSKMTHBaopviAOPIEHKMNT",
)
_INVISIBLE = frozenset({"Mn", "Me", "Cf"})
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_PARTED = str.maketrans(
    {sign: sign.lower() if sign.isalnum() or sign == "'" else " " for sign in map(chr, range(128))}
)
"""Of ASCII: letters as they compare, and every sign that belongs to no word as a space."""
_FOREIGN = re.compile(r"[^\x00-\x7f]+")
UMLAUTS = str.maketrans(
    {
        "\u00e4": "ae", "\u00f6": "oe", "\u00fc": "ue", "\u00f8": "oe", "\u00e5": "aa",
        "\u00c4": "Ae", "\u00d6": "Oe", "\u00dc": "Ue", "\u00d8": "Oe", "\u00c5": "Aa",
    }
)  # fmt: skip
_AS_UMLAUT = re.compile("ae|oe|ue")
_LEAST_UMLAUT = 3


class Word(NamedTuple):
    """A word in its place.

    Attributes:
        text: As it compares.
        raw: As it is written, but for accents.
        line: In which line of its piece it stands, from 0.

    """

    text: str
    raw: str
    line: int

    @property
    def is_small(self) -> bool:
        """Whether it has no capital letter."""
        return self.raw == self.raw.lower()


def straight(text: str) -> str:
    """Return a text without accents and invisible signs, every digit as 0 to 9, case kept."""
    straight_quotes = text.replace("`", "'")
    if text.isascii():
        return straight_quotes
    whole = _FOREIGN.sub(_taken_apart, straight_quotes)
    return _FOREIGN.sub(_as_signs, unicodedata.normalize("NFKD", whole))


def _taken_apart(found: re.Match[str]) -> str:
    return found[0].translate(_TAKEN_APART)


def _as_signs(found: re.Match[str]) -> str:
    return found[0].translate(_SIGNS)


class _Signs(dict[int, str]):
    """What each sign is read as, found out when it is first met: a sign alone tells of nobody."""

    def __missing__(self, code: int) -> str:
        self[code] = _sign(chr(code)).translate(_LOOKS_LIKE)
        return self[code]


def _sign(sign: str) -> str:
    kind = unicodedata.category(sign)
    if kind in _INVISIBLE:
        return ""
    if kind == "Nd":
        return str(unicodedata.decimal(sign))
    return "-" if kind == "Pd" or sign == "\N{MINUS SIGN}" else sign


_SIGNS = _Signs()


def plain(text: str) -> str:
    """Return text in lower case, without accents and with single spaces."""
    return " ".join(straight(text).casefold().split())


def words_of(text: str) -> list[Word]:
    """Return the words of a text; a last 's is no part of a word, nor is any apostrophe."""
    return [
        Word(_bare(raw), raw, at)
        for at, line in enumerate(text.splitlines() or [""])
        for raw in _WORD.findall(straight(line))
    ]


def plain_words(text: str) -> list[str]:
    """Return the words of a text, each as it compares."""
    plain_text = straight(text)
    if not plain_text.isascii():  # a letter may come apart into signs that belong to no word
        return [_bare(each) for each in _WORD.findall(plain_text)]
    words = plain_text.translate(_PARTED).split()
    if "'" not in plain_text:
        return words
    return [
        each
        for word in words
        for each in (map(_bare, _WORD.findall(word)) if "'" in word else (word,))
    ]


def _bare(raw: str) -> str:
    return raw.casefold().removesuffix("'s").replace("'", "")


def spelled(word: str) -> Iterator[str]:
    """Yield how a word of a name may stand in a text: also with ae for an umlaut, or the reverse.

    A street is also written with its usual end cut short.
    """
    for each in {plain(word), plain(word.translate(UMLAUTS))}:
        bare = _bare(each)
        yield bare
        without = _AS_UMLAUT.sub(lambda found: found[0][0], bare)
        if without != bare and len(without) >= _LEAST_UMLAUT:
            yield without
        if bare.endswith("strasse"):
            yield bare.removesuffix("asse")


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


def with_one_less(word: str) -> set[str]:
    """Return a word, and what is left of it without any one of its letters.

    Two words with one slip between them have one of these in common.
    """
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}
