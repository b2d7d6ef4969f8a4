"""The words and the lengths of the writing guide, as data."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class PartLimits:
    """How many points a part of the guidance has, and how many words each may have."""

    fewest: int
    most: int
    words: int


PURPOSE_WORDS = 20
PART_LIMITS = {
    "Say": PartLimits(4, 10, 26),
    "Listen for": PartLimits(3, 5, 14),
    "If stuck": PartLimits(3, 5, 34),
    "Never": PartLimits(2, 4, 14),
    "Adapt": PartLimits(2, 6, 24),
}

CURE = r"\bcure[ds]?\b"
WHY = r"\bwhy did you\b"
AVOID = tuple(
    (part, re.compile(pattern, re.IGNORECASE))
    for part, pattern in (
        ("cure", CURE),
        ("edophil", r"pa?edophil"),
        ("offender", r"offender"),
        ("perpetrator", r"perpetrator"),
        ("predator", r"predator"),
        ("pervert", r"pervert"),
        ("victim", r"victims?\b"),
        ("child porn", r"child porn"),
        ("pornograph", r"pornograph"),
        ("resist", r"\bresist(?:ant|ance)\b"),
        ("complian", r"non-?complian"),
        ("denial", r"\bdenial\b"),
        ("manipulat", r"manipulat"),
        ("risk", r"\bhigh[- ]risk\b"),
        ("risk", r"\blow[- ]risk\b"),
        ("suicide", r"\bcommit(?:ted)? suicide"),
        ("failed attempt", r"failed attempt"),
        ("relapse", r"relapse"),
        ("dirty", r"\bdirty\b"),
        ("deviant", r"\bdeviant"),
        ("abnormal", r"\babnormal"),
        ("fantas", r"\bfantas(?:y|ies)\b"),
        ("control", r"\burges? control"),
        ("homework", r"\bhomework\b"),
        ("acting out", r"\bacting out\b"),
        ("why did you", WHY),
    )
)
"""Words that label, blame, promise or estimate, each after a part that all its forms have."""

_WARNED_OF = re.compile(f"{CURE}|{WHY}", re.IGNORECASE)
_TELLS_WHY = re.compile(
    r"sexual|abus|offen[dcs]|attract|\burges?\b|porn|police|prison|illegal|crime", re.IGNORECASE
)
AMERICAN = re.compile(
    r"\b(?:behavior(?:s|al)?|(?:un)?favorites?|colors?|colored|centers?|programs?|counsel(?:ed|ing|ors?)"
    r"|practic(?:ed|ing)|judgments?|(?:dis)?organiz\w+|recogniz\w+|realiz\w+|apologiz\w+"
    r"|neighbor\w*|labor|honor\w*|gray|fulfill|moms?|toward|traveler\w*|fulfills)\b",
    re.IGNORECASE,
)
"""Spellings that are not British. What a publication is called keeps its own."""

_SOURCE = re.compile(r"^\s*source\s*=")
HELP_LINES = """\
- If you or someone else is in danger now, call {emergency_number}.
- If you have thoughts of ending your life, call {crisis_line}, by day or by night.
- If your worry gets stronger, call {prevention_line}. You do not have to give your name.
- If you want to reach us, call {clinic_phone}. We are here {clinic_hours}.
"""
"""The same four lines in every handout, word for word: one translation, one review."""

FEWEST_WORDS = 300
MOST_WORDS = 500
LONGEST_SENTENCE = 20
HIGHEST_GRADE = 6
HIGHEST_LIX = 30
HIGHEST_INDEX = 6

_WORD = re.compile(r"\w+(?:['\u2019-]\w+)*")
_PLACEHOLDER = re.compile(r"\{\w+\}")
_LABEL = re.compile(r"^(?:\*\*.*?\*\*|`\w+`:)")


def words_in(point: str) -> int:
    """Return how many words a point has, its label left out."""
    return len(_WORD.findall(_LABEL.sub("", point)))


def words_to_avoid(text: str) -> tuple[str, ...]:
    """Return the words of a text that the writing guide avoids, as they are written there."""
    folded = text.casefold()  # a part is found far sooner than a pattern, and nearly always absent
    patterns = (pattern for part, pattern in AVOID if part in folded)
    return tuple(found.group() for pattern in patterns for found in pattern.finditer(text))


def american_spellings(line: str) -> tuple[str, ...]:
    """Return the words of a line that are not spelled as in Britain; a source is left alone."""
    if _SOURCE.match(line):
        return ()
    return tuple(match.group() for match in AMERICAN.finditer(line))


def may_stand_under_never(word: str) -> bool:
    """Return whether a word to avoid may stand where the guidance says what never to say."""
    return _WARNED_OF.fullmatch(word) is not None


_DIGITS = re.compile(r"(?<![\w.])\+?\(?\d(?:[ ()/.-]{0,2}\d)+(?!\w)")
_TO_CALL = re.compile(r"\b(?:call|ring|phone|dial|text|telephone|number)\b", re.IGNORECASE)
FEWEST_DIGITS = 6
"""From so many digits on a number is one to call, whatever stands around it."""
FEWEST_TO_CALL = 3
"""In a line that speaks of calling, already so many are."""


def numbers_to_call(line: str) -> tuple[str, ...]:
    """Return the telephone numbers in a line: they come from the directory, which is kept up."""
    least = FEWEST_TO_CALL if _TO_CALL.search(line) else FEWEST_DIGITS
    found = (match.group() for match in _DIGITS.finditer(line))
    return tuple(each for each in found if sum(map(str.isdigit, each)) >= least)


_ADDRESS = re.compile(  # each part has an end: a line of a pack may be as long as it likes
    r"[^\s@]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"
    r"|\bhttps?://[^\s)]{0,300}[\w/]"
    r"|\bwww\.[^\s)]{0,300}\w"
    r"|\b[a-z0-9-]{2,63}(?:\.[a-z0-9-]{2,63}){0,6}"
    r"\.(?:org|com|net|info|eu|help|brussels|[a-z]{2})\b"
)


def addresses(line: str) -> tuple[str, ...]:
    """Return the addresses on the web and for mail in a line."""
    return tuple(match.group() for match in _ADDRESS.finditer(line))


def services_named(line: str, names: Iterable[str]) -> tuple[str, ...]:
    """Return which of these services a line names, whatever signs stand in the name.

    What has a capital in the name has one in the line, unless hyphens join it: "stop it now" names
    nobody.
    """
    return tuple(each for each in names if _named(each).search(line))


@cache
def _named(name: str) -> re.Pattern[str]:
    found = re.findall(r"\w+", name)
    words = (
        f"{re.escape(word[0])}(?i:{re.escape(word[1:])})"
        if word[0].isupper()
        else f"(?i:{re.escape(word)})"
        for word in found
    )
    ways = [r"\W{1,3}".join(words)]
    if len(found) > 1:
        ways.append(f"(?i:{'-'.join(map(re.escape, found))})")
    return re.compile(rf"\b(?:{'|'.join(ways)})\b")


def tells_why(line: str) -> tuple[str, ...]:
    """Return the words of a handout's line that say why the client comes.

    A handout may be found by somebody else. What a placeholder is called is never printed.
    """
    return tuple(_TELLS_WHY.findall(_PLACEHOLDER.sub("", line)))
