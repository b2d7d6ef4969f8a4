"""The font that ships with the product, loaded from the package and never from the system."""

from functools import cache
from importlib.resources import files

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QFontDatabase

FONT_FILES = ("OpenSans-Regular.ttf", "OpenSans-Semibold.ttf")


@cache
def load_fonts() -> tuple[str, ...]:
    """Make the shipped fonts known to Qt and return their families.

    An empty answer means that Qt refused them; text then falls back to a system font.
    """
    folder = files("exports.paper") / "fonts"
    families: list[str] = []
    for name in FONT_FILES:
        data = QByteArray((folder / name).read_bytes())
        number = QFontDatabase.addApplicationFontFromData(data)
        families += QFontDatabase.applicationFontFamilies(number)
    return tuple(dict.fromkeys(families))
