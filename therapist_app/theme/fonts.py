"""The font that ships with the product, loaded from the package and never from the system."""

from functools import cache
from pathlib import Path

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QFontDatabase

FOLDER = Path(__file__).parents[2] / "exports/paper/fonts"
"""Beside us in a folder of code as in a packed copy; asking Python for it would take longer."""
FONT_FILES = ("OpenSans-Regular.ttf", "OpenSans-Semibold.ttf")


@cache
def load_fonts() -> tuple[str, ...]:
    """Make the shipped fonts known to Qt and return their families.

    An empty answer means that Qt refused them; text then falls back to a system font.
    """
    families: list[str] = []
    for name in FONT_FILES:
        data = QByteArray((FOLDER / name).read_bytes())
        number = QFontDatabase.addApplicationFontFromData(data)
        families += QFontDatabase.applicationFontFamilies(number)
    return tuple(dict.fromkeys(families))
