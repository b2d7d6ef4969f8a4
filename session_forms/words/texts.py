"""Marks texts for translation and translates them, with the standard library's gettext.

Until a language is installed every text stays as it is written.
"""

from gettext import NullTranslations

_installed: list[NullTranslations] = [NullTranslations()]


def mark(text: str) -> str:
    """Mark `text` for translation where it is written; return it as it is."""
    return text


N_ = mark
"""The name that the tools which collect texts look for."""


def translate(text: str) -> str:
    """Return `text` in the installed language."""
    return _installed[0].gettext(text)


def install(translations: NullTranslations) -> None:
    """Use `translations` from now on."""
    _installed[0] = translations
