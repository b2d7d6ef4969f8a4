"""The words of a question in a form, which say in one reckoning how much room they need."""

import re
from functools import lru_cache

from PySide6.QtCore import QSize
from PySide6.QtGui import QFont, QFontMetrics
from typing_extensions import override

from therapist_app.widgets.words import Words, put_into_words

PARTED_BY_SPACES = re.compile(r"[\x00-\u058f\u2000-\u206f]*")
"""Words of the alphabets that part words by spaces and hyphens, and by nothing else."""
BREAK = re.compile(r"[ \t\n]+|(?<=[-\u2010\u2012\u2013])(?=[^\W\d])|(?=\u2014)|(?<=\u2014)")
"""Where a line may end; where Qt knows of more places the least width is more than it must be."""


class PromptText(Words):
    """Wrapped words in a column, which asks for their least width and their height at a width.

    By itself Qt breaks them into lines five times to say what room they like, which nobody asks
    in a column: it was a twentieth of the work for a form of two hundred questions.
    """

    def __init__(self, words: str, role: str) -> None:
        super().__init__()
        put_into_words(self, words, role, told="words")

    @override
    def sizeHint(self) -> QSize:
        """Return the least room."""
        return self.minimumSizeHint()

    @override
    def minimumSizeHint(self) -> QSize:
        """Return the width of the longest part that no line breaks, and the height of a line."""
        words = self.text()
        if not PARTED_BY_SPACES.fullmatch(words):
            return super().minimumSizeHint()
        self.ensurePolished()
        margins = self.contentsMargins()
        around = margins.left() + margins.right()
        height = self.fontMetrics().height() + margins.top() + margins.bottom()
        return QSize(_longest(words, self.font()) + 1 + around, height)


def _longest(words: str, font: QFont) -> int:
    """Return the width of the longest part; questions share most of their words."""
    widths = _widths(font.key())
    parts = BREAK.split(words)
    if new := [each for each in parts if each not in widths]:
        metrics = QFontMetrics(font)
        widths.update((each, metrics.horizontalAdvance(each)) for each in new)
    return max(widths[each] for each in parts)


@lru_cache(maxsize=8)
def _widths(_font: str) -> dict[str, int]:
    """Return what is known of the widths of words in a font, to be added to."""
    return {}
