"""Languages by their codes: whether there is one, and what it is called."""

from session_forms.words.day_words import locale_in_use
from session_forms.words.texts import WRITTEN_IN


def is_language(code: str) -> bool:
    """Return whether there is a language of this code, such as de, de-AT or zh-Hans."""
    from babel import Locale

    known = Locale(WRITTEN_IN)
    language, *more = code.split("-")
    return language in known.languages and all(
        part in known.territories or part in known.scripts for part in more
    )


def language_name(code: str) -> str:
    """Return what a language is called in the installed one; its code where that is not known."""
    names = locale_in_use().languages
    language, *_more = code.split("-")
    return str(names.get(code.replace("-", "_")) or names.get(language) or code)
