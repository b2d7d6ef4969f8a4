"""Finds in a text what does not belong into a record: web addresses, e-mail, phone numbers.

A mark earns a warning and holds nothing up; the person decides.
"""

import re
from typing import Literal

from session_forms.words.texts import N_, translate

TextMark = Literal["url", "email", "phone_number"]

_PATTERNS: dict[TextMark, re.Pattern[str]] = {
    "url": re.compile(
        r"https?://|\bwww\.\w|(?<![@\w.-])[a-z0-9-]{2,63}\.(?:com|org|net|info|io|eu|uk|de|fr|nl|ru|onion)\b",
        re.IGNORECASE,
    ),
    "email": re.compile(r"[^\s@]{1,64}@[^\s@]{1,190}\.[^\s@.]{2,}"),
    "phone_number": re.compile(r"(?<![\w-])\+?\d(?:[ ()/.-]{0,2}\d){6,14}(?![\w-])"),
}
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{4}")

_WARNINGS: dict[TextMark, str] = {
    "url": N_("This looks like a web address. Please leave it out."),
    "email": N_("This looks like an e-mail address. Please leave it out."),
    "phone_number": N_("This looks like a phone number. Please leave it out."),
}


def marks_in(text: str) -> tuple[TextMark, ...]:
    """Return what is found in `text`; a date is no phone number."""
    without_dates = _DATE.sub(" ", text)
    return tuple(mark for mark, pattern in _PATTERNS.items() if pattern.search(without_dates))


def warning_about(text: str, warn_on: tuple[TextMark, ...]) -> str:
    """Return a warning for what is found in `text` and asked for in `warn_on`, or ""."""
    return " ".join(translate(_WARNINGS[mark]) for mark in marks_in(text) if mark in warn_on)
