"""How easy a text is to read.

Flesch-Kincaid grade, English only: 0.39 x words/sentences + 11.8 x syllables/words - 15.59.
Source: Kincaid JP, Fishburne RP, Rogers RL, Chissom BS (1975), Derivation of new readability
formulas, Research Branch Report 8-75, Naval Technical Training Command.

LIX, any language: words/sentences + 100 x long words/words, a long word having more than six
letters. Source: Björnsson CH (1968), Läsbarhet, Stockholm: Liber.

Automated Readability Index, English: 4.71 x letters/words + 0.5 x words/sentences - 21.43. Source:
Smith EA, Senter RJ (1967), Automated readability index, AMRL-TR-66-220, Wright-Patterson AFB.
Both give a school grade; a child in grade 6 is eleven or twelve years old.

Headings and lines to fill in are left out. A placeholder counts as one word, the local law
text as none. A line without a full stop is a sentence. Syllables are counted by groups of
vowels, with silent endings taken off.
"""

import re
from dataclasses import dataclass

LONG_WORD = 6

_HEADING = re.compile(r"^#.*$", re.MULTILINE)
_NOT_READ = re.compile(r"\{local_limits_\w+\}|_{3,}|[*`]")
_PLACEHOLDER = re.compile(r"\{[a-z_]+\}")
_LIST_MARK = re.compile(r"^\s*(?:-|\d+\.)\s+", re.MULTILINE)
_SENTENCE_END = re.compile(r'(?<=[.!?])[")]*\s+')
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")
_TOKEN = re.compile(r"\w+")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT_END = re.compile(r"(?:[^laeiouy]es|[^td]ed|[^l]e)$")
_SHORT = 3


@dataclass(frozen=True, slots=True)
class Readability:
    """What was measured on one text.

    Attributes:
        words: How many words it has.
        longest: How many words its longest sentence has.
        grade: The Flesch-Kincaid grade: years of English schooling.
        lix: The LIX value; up to 30 is very easy.
        index: The Automated Readability Index: years of English schooling, by letters.

    """

    words: int
    longest: int
    grade: float
    lix: float
    index: float


def readability(markdown: str) -> Readability:
    """Return how easy a Markdown text is to read; a text without words measures 0."""
    text = _as_read(markdown)
    sentences = [
        sentence
        for line in text.splitlines()
        for sentence in _SENTENCE_END.split(line)
        if _TOKEN.search(sentence)
    ]
    words = _WORD.findall(text)
    if not words:
        return Readability(words=0, longest=0, grade=0.0, lix=0.0, index=0.0)
    per_sentence = len(words) / len(sentences)
    per_word = sum(syllables(word) for word in words) / len(words)
    letters = [len(re.sub(r"\W", "", word)) for word in words]
    long_words = sum(count > LONG_WORD for count in letters)
    return Readability(
        words=len(words),
        longest=max(len(_TOKEN.findall(sentence)) for sentence in sentences),
        grade=0.39 * per_sentence + 11.8 * per_word - 15.59,
        lix=per_sentence + 100 * long_words / len(words),
        index=4.71 * sum(letters) / len(words) + 0.5 * per_sentence - 21.43,
    )


def syllables(word: str) -> int:
    """Return how many syllables an English word has, by a rule of thumb."""
    letters = re.sub(r"[^a-z]", "", word.lower())
    if len(letters) <= _SHORT:
        return 1
    stem = _SILENT_END.sub(lambda end: end.group()[0], letters)
    return max(1, len(_VOWELS.findall(stem)))


def _as_read(markdown: str) -> str:
    text = _HEADING.sub("", markdown)
    text = _NOT_READ.sub("", text)
    text = _PLACEHOLDER.sub("number", text)
    return _LIST_MARK.sub("", text)
