"""Giving the whole application one look."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from therapist_app.theme import resources
from therapist_app.theme.fonts import load_fonts
from therapist_app.theme.look import Look, remember
from therapist_app.theme.palette import palette
from therapist_app.theme.style_sheet import drawings, style_sheet

WORN = "worn_look"


def apply(app: QApplication, look: Look) -> None:
    """Give the application a look; windows made before it keep sizes set in code.

    The same look again changes nothing: every widget there is would be styled anew.
    """
    worn = repr(look)
    if app.property(WORN) == worn:
        return
    app.setProperty(WORN, worn)
    load_fonts()
    remember(look)
    resources.register(drawings(look))
    app.setFont(look.font("body"))
    app.setPalette(palette(look))
    app.setStyleSheet(style_sheet(look))


def system_scheme(app: QApplication) -> str:
    """Return the scheme that the person's system asks for."""
    hints = app.styleHints()
    if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
        return "contrast-high"
    return "dark" if hints.colorScheme() == Qt.ColorScheme.Dark else "light"
