"""What can be chosen in a question: a value, its words, and the key that chooses it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count, dropwhile, islice
from string import ascii_uppercase

from session_forms.answers import CANNOT_TELL, DECLINED
from session_forms.questions.kinds import Question
from session_forms.questions.options import Option
from session_forms.words.list_words import listed
from session_forms.words.texts import _, pgettext

LEAVE_OUT_KEY = "S"
CANNOT_TELL_KEY, DECLINED_KEY = "X", "Z"
"""The same at every question: a second press, at the next one, answers nothing else there."""
OWN_KEYS = {LEAVE_OUT_KEY, CANNOT_TELL_KEY, DECLINED_KEY}
A_RUN = 3
"""From so many keys on that follow each other only the ends are said."""


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
    """Yield the letters that choose, then empty words; none is one of `OWN_KEYS`."""
    yield from (each for each in ascii_uppercase if each not in OWN_KEYS)
    while True:
        yield ""


def lettered(options: Iterable[Option], keys: Iterator[str]) -> tuple[Choice, ...]:
    """Return options with the letters that choose them."""
    return tuple(Choice(option.id, option.label, next(keys), option.help) for option in options)


def special_choices(question: Question, *, by_key: bool = True) -> tuple[Choice, ...]:
    """Return the answers of their own kind that a question allows, with their keys or without."""
    found: list[Choice] = []
    if question.cannot_tell:
        words = pgettext("answer", "Cannot tell")
        found.append(Choice(CANNOT_TELL, words, CANNOT_TELL_KEY if by_key else ""))
    if question.can_decline:
        found.append(Choice(DECLINED, _("Prefer not to say"), DECLINED_KEY if by_key else ""))
    return tuple(found)


def no_answer_words(pressed: str, keys: Iterable[str]) -> str:
    """Return what is said of a key that chooses nothing, and which keys answer instead."""
    told = _keys_words(keys)
    words = (
        _("{key} is no answer here. Answers: {keys}.") if told else _("{key} is no answer here.")
    )
    return words.format(key=pressed, keys=told)


def typed_words_words(keys: Iterable[str]) -> str:
    """Return what is said of words that were typed where only keys answer."""
    words = _("Words were typed: they are not saved and answer nothing. Answers: {keys}.")
    return words.format(keys=_keys_words(keys))


def _keys_words(keys: Iterable[str]) -> str:
    given = [each for each in keys if each]
    figures = [each for each in given if each.isdecimal()]
    others = [each for each in given if not each.isdecimal() and each not in OWN_KEYS]
    own = (each for each in given if each in OWN_KEYS)
    return listed((*(_run_words(each) for each in (figures, others) if each), *own))


def _run_words(keys: Sequence[str]) -> str:
    """Return the ends of keys that follow each other, or all of them where some lie between."""
    order = letters() if keys[0].isalpha() else map(str, count(int(keys[0])))
    following = dropwhile(lambda each: each != keys[0], order)
    is_run = len(keys) >= A_RUN and list(islice(following, len(keys))) == list(keys)
    return _("{low} to {high}").format(low=keys[0], high=keys[-1]) if is_run else listed(keys)
