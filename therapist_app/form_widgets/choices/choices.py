"""What can be chosen in a question: a value, its words, and the key that chooses it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from string import ascii_uppercase

from session_forms.answers import CANNOT_TELL, DECLINED
from session_forms.questions.kinds import Question
from session_forms.questions.options import Option
from session_forms.words.texts import pgettext
from session_forms.words.texts import translate as _

LEAVE_OUT_KEY = "S"


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose.

    Attributes:
        value: What is answered.
        words: What it says.
        key: The figure or the letter that chooses it, or "".
        help_words: A line below the words.

    """

    value: object
    words: str
    key: str = ""
    help_words: str = ""


def letters() -> Iterator[str]:
    """Yield the letters that choose, then empty words; S is never one, since it leaves out."""
    yield from (each for each in ascii_uppercase if each != LEAVE_OUT_KEY)
    while True:
        yield ""


def lettered(options: Iterable[Option], keys: Iterator[str]) -> tuple[Choice, ...]:
    """Return options with the letters that choose them."""
    return tuple(Choice(option.id, option.label, next(keys), option.help) for option in options)


def special_choices(question: Question, keys: Iterator[str]) -> tuple[Choice, ...]:
    """Return the answers of their own kind that a question allows."""
    found: list[Choice] = []
    if question.cannot_tell:
        found.append(Choice(CANNOT_TELL, pgettext("answer", "Cannot tell"), next(keys)))
    if question.can_decline:
        found.append(Choice(DECLINED, _("Prefer not to say"), next(keys)))
    return tuple(found)
