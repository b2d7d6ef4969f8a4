"""What a window or a sheet of paper says outside the marks of the language that nobody speaks."""

import re
from collections.abc import Iterable, Iterator, Mapping

from pydantic import BaseModel
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLabel,
    QLineEdit,
    QWidget,
)

from therapist_app.i18n.pseudo_language import CLOSES, OPENS

WORD = re.compile(r"[^\W\d_]{3,}")
"""What is to be read as words: signs, units and figures are the same in every language."""
FIGURE = re.compile(r"\d")
NOT_WORDS = re.compile(
    r"[A-Z]\d-\d{3}"  # a client's code
    r"|[SMGFRBD]{1,2}\d{1,2}[.\d]*"  # a session, a module, a gate of the programme
    r"|(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"  # days are Babel's
    r"|\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d"
    r"|(January|February|March|April|May|June|July|August|September|October|November|December)"
    r"|\b(Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b"
    r"|\b\d+\.\d+\.\d+\b|\+(Left|Right)\b"  # versions, and keys
    r"|(Ctrl|Shift|Alt|Esc|Enter|Space)\b"  # keys are printed on the keyboard
    r"|https?://\S+|\b[\w./-]+\.(?:db|json|outcomes|pack|tvb|toml|csv|txt|pdf|age)\b|\b[A-Z0-9]{8,}\b"
    r"|\b[A-Z0-9]{4}(-[A-Z0-9]{1,4})+\b|\b(?=[a-f\d]*\d)[a-f\d]{4}( [a-f\d]{4})+\b"  # signs of keys
)

EDGES = " .,:;!?()*+\"'-\N{EN DASH}\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}"


def outside_marks(words: str) -> str:
    """Return what of `words` stands in no brackets; they may stand in one another."""
    depth, found = 0, []
    for letter in words:
        if letter == OPENS:
            depth += 1
        if not depth:
            found.append(letter)
        if letter == CLOSES:
            depth = max(0, depth - 1)
            found.append("\n")
    return "".join(found)


class Unmarked:
    """Knows the texts that are no texts of the program: of the content, and names."""

    def __init__(self, content: Iterable[object], names: Iterable[str]) -> None:
        said = [*(text for part in content for text in texts_of(part)), *names]
        texts = [*said, *(NOT_WORDS.sub(" ", text) for text in said)]
        self._known = "\n".join(_one_line(text) for text in texts)
        self._pairs = {pair for text in texts for pair in _pairs_of(text)}

    def in_words(self, words: str) -> Iterator[str]:
        """Yield each stretch of letters in no brackets that is no text of the content."""
        for stretch in re.split(r"\n|[·;|]| {2,}", outside_marks(words)):
            left = _one_line(NOT_WORDS.sub(" ", stretch)).strip(EDGES)
            pieces = [left] if left in self._known else re.split(r": |, ", left)
            if any(WORD.search(piece) and piece not in self._known for piece in pieces):
                yield left

    def on_paper(self, words: str) -> Iterator[str]:
        """Yield the words in no brackets that stand as they do beside no word of the content.

        On a sheet the texts run on into one another, so that words are looked at in pairs.
        """
        for stretch in outside_marks(words).split("\n"):
            left = [word.strip(EDGES) for word in NOT_WORDS.sub(" ", stretch).casefold().split()]
            left = [word for word in left if WORD.search(word) and not FIGURE.search(word)]
            pairs = list(zip(["", *left], [*left, ""], strict=True))
            for before, word, after in zip(pairs, left, pairs[1:], strict=False):
                beside = {pair for pair in (before, after) if all(pair)}
                is_whole = {("", word), (word, "")} <= self._pairs
                if not is_whole and not beside & self._pairs:
                    yield word

    def in_window(self, window: QWidget) -> list[str]:
        """Return what a window shows or says in no brackets."""
        return sorted({found for said in said_by(window) for found in self.in_words(said)})


def said_by(window: QWidget) -> Iterator[str]:
    """Yield what the parts of a window show, and what they say to a screen reader."""
    for part in [window, *window.findChildren(QWidget)]:
        if not part.isVisible():
            continue
        yield part.accessibleName()
        yield part.accessibleDescription()
        yield part.toolTip()
        match part:
            case QLabel():
                yield re.sub(r"<[^<>]*>", " ", part.text())
            case QAbstractButton():
                yield part.text().replace("&", "")
            case QComboBox():
                yield from (part.itemText(number) for number in range(part.count()))
            case QLineEdit():
                yield part.placeholderText()
            case QAbstractItemView() if part.model() is not None:
                yield from _cells(part)


def texts_of(part: object) -> Iterator[str]:
    """Yield every text in a model, however deep."""
    match part:
        case str():
            yield part
        case BaseModel():
            for name in type(part).model_fields:
                yield from texts_of(getattr(part, name))
        case Mapping():
            for key, each in part.items():
                yield str(key).replace("_", " ")  # the manual prints the names of adaptations
                yield from texts_of(each)
        case list() | tuple() | set() | frozenset():
            for each in part:
                yield from texts_of(each)


def _cells(view: QAbstractItemView) -> Iterator[str]:
    model = view.model()
    for column in range(model.columnCount()):
        yield str(model.headerData(column, Qt.Orientation.Horizontal) or "")
        for number in range(model.rowCount()):
            yield str(model.index(number, column).data() or "")


def _pairs_of(text: str) -> Iterator[tuple[str, str]]:
    words = [word.strip(EDGES) for word in text.casefold().split()]
    words = [word for word in words if WORD.search(word)]
    yield from zip(["", *words], [*words, ""], strict=True)


def _one_line(text: str) -> str:
    return " ".join(text.split())
