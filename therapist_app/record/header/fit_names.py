"""What may stand in a name: no character that is not seen and changes what is.

A zero byte ends a name for other programs, marks of direction (Unicode, UAX 9) let it read as
another one, half of a surrogate pair cannot be written at all.
"""

import unicodedata

from therapist_app.record.errors import NameUnfit

_DIRECTION = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_NEVER = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""Controls, single surrogates, and separators of lines and paragraphs."""


def check_names(*texts: str) -> None:
    """Refuse a name, or another line about a person, that holds what cannot be seen.

    Raises:
        NameUnfit: One of them does.

    """
    for text in texts:
        if any(each in _DIRECTION or unicodedata.category(each) in _NEVER for each in text):
            raise NameUnfit
