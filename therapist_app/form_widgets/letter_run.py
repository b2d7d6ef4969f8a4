"""Letters that follow each other as in a sentence, while a choice has the keyboard.

Whoever begins to write there types letters that answer among letters that do not. The first one
that answers nothing tells the difference: it and all that follows without a pause are words, and
what the letters just before it answered is taken for words too.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from session_forms.answers import AnswerValue
from therapist_app.widgets.controls.typed_words import WITHIN

QUIET = 1000
"""Milliseconds without a key, after which letters answer again."""
TWICE = 100
"""Milliseconds: the same key pressed again sooner slipped; whoever means it takes longer."""


class LastSign:
    """The figure or letter that was pressed last, in whichever of several questions."""

    def __init__(self) -> None:
        self._sign, self._at = "", 0

    def is_twice(self, sign: str, at: int) -> bool:
        """Return whether a sign came again at once, so that it would answer what nobody has read.

        At 0 it is not known when it was pressed: then nothing is taken for a slip.
        """
        before, before_at = self._sign, self._at
        self._sign, self._at = sign, at
        return sign == before and bool(at) and 0 <= at - before_at < TWICE

    def forget(self) -> None:
        """Take what is heard next for a press of its own: it is handed on, not pressed again."""
        self._sign, self._at = "", 0


class LetterRun:
    """The letters typed so far without a pause, and what stood where they answered.

    Attributes:
        is_words: Whether one of them answered nothing, so that none of them answers.
        is_acting: Whether a letter is being acted on at this moment.
        is_told: Whether it was said that words answer nothing.
        before: By question, what was answered before the run; in the order of the run.
        last: The sign that was pressed last.

    """

    def __init__(self) -> None:
        self.before: dict[str, AnswerValue | None] = {}
        self.last = LastSign()
        self.is_words = self.is_told = self.is_acting = self.is_begun = False
        self._at = 0

    def hear(self, at: int) -> None:
        """Take note of a key at a moment in milliseconds; after a pause a run begins afresh."""
        if not 0 <= at - self._at <= (QUIET if self.is_words else WITHIN):
            self.end()
        self._at = at

    @contextmanager
    def acting(self) -> Iterator[None]:
        """Mark the time in which a letter answers, or leaves out."""
        self.is_begun = self.is_acting = True
        try:
            yield
        finally:
            self.is_acting = False

    def remember(self, question_id: str, stands: AnswerValue | None) -> None:
        """Remember what stood in a question, if it is a letter that is about to change it."""
        if self.is_acting:
            self.before.setdefault(question_id, stands)

    def keep_answers(self) -> None:
        """Forget what stood before: a figure was typed, and what is answered so far stays."""
        self.before.clear()
        self.is_begun = True

    def begin_words(self) -> None:
        """Take what follows for words."""
        self.is_words = True

    def end(self) -> None:
        """Take the next letter for the first one."""
        self.before.clear()
        self.is_words = self.is_told = self.is_begun = False
