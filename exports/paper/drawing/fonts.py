"""The two faces that every page embeds, and text made fit to be set in them."""

import io
import unicodedata
from functools import cache
from importlib import resources
from xml.sax.saxutils import escape

from reportlab.lib.fonts import addMapping
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

REGULAR = "OpenSans"
STRONG = "OpenSans-Semibold"
FILES = {REGULAR: "OpenSans-Regular.ttf", STRONG: "OpenSans-Semibold.ttf"}
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
NOT_PRINTED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Controls, bidi and zero-width signs, surrogates and unassigned characters."""


@cache
def register() -> frozenset[int]:
    """Make both faces known to reportlab; return the characters that they can show."""
    faces = []
    for name, file in FILES.items():
        data = (resources.files("exports.paper") / "fonts" / file).read_bytes()
        font = TTFont(name, io.BytesIO(data))
        pdfmetrics.registerFont(font)
        faces.append(frozenset(font.face.charToGlyph))
    addMapping(REGULAR, 0, 0, REGULAR)
    addMapping(REGULAR, 1, 0, STRONG)
    return frozenset.intersection(*faces)


def printable(text: str) -> str:
    """Return `text` without control and bidi signs; what the faces lack becomes a plain mark."""
    return "".join(map(_printed, unicodedata.normalize("NFC", text.replace("\t", " "))))


@cache
def _printed(sign: str) -> str:
    if sign == "\n":
        return sign
    if unicodedata.category(sign) in NOT_PRINTED:
        return ""
    return sign if ord(sign) in register() else REPLACEMENT


def markup(text: str) -> str:
    """Return `text` for a paragraph: printable, escaped, line breaks kept."""
    return escape(printable(text)).replace("\n", "<br/>")


def width(text: str, size: float, *, strong: bool = False) -> float:
    """Return how wide one line of `text` is, in points."""
    register()
    return float(pdfmetrics.stringWidth(text, STRONG if strong else REGULAR, size))
