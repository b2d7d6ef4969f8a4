"""Marks texts for translation and translates them, with the standard library's gettext.

Until a language is installed every text stays as it is written. `./dev messages` collects the
texts by the names that they are imported under here: `_`, `N_`, `ngettext`,
`NN_`, `pgettext`, `NP_` and `npgettext`; what is made of texts alone, as the help of a page, an
error or a column, needs no mark (`MADE_OF_TEXTS` in `packaging/said_texts.py`).
"""

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from gettext import NullTranslations
from typing import NamedTuple

WRITTEN_IN = "en"
"""The language of the texts in the source."""
_CONTEXT_ENDS = "\x04"
"""What stands between a context and its text in gettext's catalogues."""


class _Installed(NamedTuple):
    translations: NullTranslations
    language: str


_installed: list[_Installed] = [_Installed(NullTranslations(), WRITTEN_IN)]
_heard: ContextVar[set[str] | None] = ContextVar("heard", default=None)


class Counted(NamedTuple):
    """A text in the form for one and in the form for several."""

    one: str
    several: str


def N_(text: str) -> str:  # noqa: N802  # the name that the tools which collect texts look for
    """Mark `text` for translation where it is written; return it as it is."""
    return text


def NN_(one: str, several: str) -> Counted:  # noqa: N802
    """Mark a text that depends on a count where it is written, for `counted`."""
    return Counted(one, several)


def NP_(context: str, text: str) -> str:  # noqa: N802
    """Mark a text with the context that tells its meaning; `translate` takes the context off."""
    return f"{context}{_CONTEXT_ENDS}{text}"


def translate(text: str) -> str:
    """Return `text` in the installed language."""
    if not text:
        return text  # a catalogue keeps its own head under no text
    found: str = _installed[0].translations.gettext(text)
    return _said(found.rpartition(_CONTEXT_ENDS)[2])


_ = translate
"""Its short name, as the tools that collect texts look for it."""


def ngettext(one: str, several: str, count: int) -> str:
    """Return the form for `count` in the installed language, of which there may be more than two.

    English takes `one` for 1 only.
    """
    return _said(_installed[0].translations.ngettext(one, several, count))


def pgettext(context: str, text: str) -> str:
    """Return `text` in the installed language, as it is said where `context` tells."""
    return _said(_installed[0].translations.pgettext(context, text))


def npgettext(context: str, one: str, several: str, count: int) -> str:
    """Return the form for `count` in the installed language, as it is said in a context."""
    return _said(_installed[0].translations.npgettext(context, one, several, count))


@contextmanager
def hearing() -> Generator[set[str]]:
    """Hand out the set of every text that is translated meanwhile, before anything is put in it.

    What another thread says at the same time is not heard.
    """
    heard: set[str] = set()
    before = _heard.set(heard)
    try:
        yield heard
    finally:
        _heard.reset(before)


def _said(text: str) -> str:
    heard = _heard.get()
    if heard is not None:
        heard.add(text)
    return text


def counted(words: Counted, count: int, **named: object) -> str:
    """Return marked `words` in the form for `count`, with the count and what is `named` put in."""
    return ngettext(words.one, words.several, count).format(count=count, **named)


def language() -> str:
    """Return the code of the installed language, as de or de_AT."""
    return _installed[0].language


def install(translations: NullTranslations, language: str = WRITTEN_IN) -> None:
    """Use `translations` from now on, and write days and numbers as `language` does."""
    _installed[0] = _Installed(translations, language)
