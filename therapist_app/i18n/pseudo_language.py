"""A language that nobody speaks, to see what others will need: `LANGUAGE=en_XA ./dev run`.

Each text is put in brackets, with signs over its vowels, and grows by two fifths, as a text does
in German or Finnish. What stands outside brackets was not marked for translation; what is cut
off has no room to grow. It is made from the texts as they are asked for, and has no catalogue.
"""

import re
from collections.abc import Container
from gettext import NullTranslations

from typing_extensions import override

OPENS, CLOSES = (
    "\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}"
)
GROWS_BY = 0.4
_PADDING_BEGINS = "~"
_FILLER = "lorem ipsum dolor sit amet "
_SIGNED = str.maketrans("aeiouyAEIOUY", "áéíóúýÁÉÍÓÚÝ")
_PLAIN = str.maketrans("áéíóúýÁÉÍÓÚÝ", "aeiouyAEIOUY")
_KEPT = re.compile(r"(\{[^{}]*\}|&\w|<[^<>]*>|`[^`]*`)")
_PADDING = re.compile(rf" ?{_PADDING_BEGINS}[^{CLOSES}]*{CLOSES}")
_CONTEXT_ENDS = "\x04"

Key = tuple[str, str]
"""The context of a text, or nothing, and the text in the form for one."""


class PseudoTranslations(NullTranslations):
    """Marks every text, or those alone that are `known` to the tool that collects them."""

    def __init__(self, known: Container[Key] | None = None) -> None:
        super().__init__()
        self._known = known

    @override
    def gettext(self, message: str) -> str:
        context, _, text = message.rpartition(_CONTEXT_ENDS)
        return self._said(context, text, text)

    @override
    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self._said("", msgid1, msgid1 if n == 1 else msgid2)

    @override
    def pgettext(self, context: str, message: str) -> str:
        return self._said(context, message, message)

    @override
    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        return self._said(context, msgid1, msgid1 if n == 1 else msgid2)

    def _said(self, context: str, key: str, text: str) -> str:
        is_known = self._known is None or (context, key) in self._known
        return pseudo(text) if is_known else text


def pseudo(text: str) -> str:
    """Return a text in brackets and longer; what is put into it or tells a key stays."""
    parts = _KEPT.split(text)
    signed = "".join(
        part if number % 2 else part.translate(_SIGNED) for number, part in enumerate(parts)
    )
    longer = round(sum(map(len, parts[::2])) * GROWS_BY)
    filler = (_FILLER * (longer // len(_FILLER) + 1))[:longer].strip()
    return f"{OPENS}{signed} {_PADDING_BEGINS}{filler}{CLOSES}"


def plain(words: str) -> str:
    """Return what was said, without the marks."""
    return _PADDING.sub("", words).replace(OPENS, "").translate(_PLAIN)
