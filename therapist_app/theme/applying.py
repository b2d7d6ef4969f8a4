"""Giving the whole application one look."""

from functools import lru_cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from therapist_app.theme import resources
from therapist_app.theme.fonts import load_fonts
from therapist_app.theme.look import Look, look, remember
from therapist_app.theme.style_sheet import drawings, style_sheet

WORN = "worn_look"
ROLES = {
    QPalette.ColorRole.Window: "surface",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "surface-raised",
    QPalette.ColorRole.AlternateBase: "surface-sunken",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.Button: "surface-raised",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.BrightText: "on-accent",
    QPalette.ColorRole.Highlight: "accent",
    QPalette.ColorRole.HighlightedText: "on-accent",
    QPalette.ColorRole.PlaceholderText: "text-muted",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.LinkVisited: "accent",
    QPalette.ColorRole.ToolTipBase: "surface-raised",
    QPalette.ColorRole.ToolTipText: "text",
    QPalette.ColorRole.Mid: "line-control",
    QPalette.ColorRole.Accent: "accent",
}
POINTS_PER_INCH = 72
WRITTEN = (
    QPalette.ColorRole.WindowText,
    QPalette.ColorRole.Text,
    QPalette.ColorRole.ButtonText,
)


def apply(app: QApplication, chosen: Look) -> bool:
    """Give the application a look, and return whether colours or sizes are others now.

    Windows made before it keep sizes set in code then. Where only what moves or how forms begin
    is another, nothing that stands is styled anew: that would be every widget there is.
    """
    remember(chosen)
    worn = f"{chosen.scheme} {chosen.text_scale}"
    if app.property(WORN) == worn:
        return False
    app.setProperty(WORN, worn)
    load_fonts()
    resources.register(drawings(chosen))
    app.setPalette(palette(chosen))
    app.setFont(_in_points(chosen.font("body"), app))
    for window in app.topLevelWidgets():
        if window.styleSheet():
            window.setStyleSheet("")  # else each widget is styled once for each that it stands in
            dress(window)
    return True


def dress(window: QWidget) -> None:
    """Give a window the look; whatever is put into it takes its own from there.

    The application has no style sheet: with one, Qt styles each part of a page anew in each part
    that it is put into, until the page stands in its window: seven times on average.
    """
    window.setStyleSheet(_written(look()))


@lru_cache(maxsize=1)
def _written(worn: Look) -> str:
    return style_sheet(worn)


def _in_points(font: QFont, app: QApplication) -> QFont:
    """Return a font of the same height that has a size in points.

    Qt's own pages scale the application's font in points, and one in pixels has none.
    """
    per_inch = app.primaryScreen().logicalDotsPerInchY()
    font.setPointSizeF(font.pixelSize() * POINTS_PER_INCH / per_inch)
    return font


def system_scheme(app: QApplication) -> str:
    """Return the scheme that the person's system asks for."""
    hints = app.styleHints()
    if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
        return "contrast-high"
    return "dark" if hints.colorScheme() == Qt.ColorScheme.Dark else "light"


def palette(look: Look) -> QPalette:
    """Return the palette of a look."""
    result = QPalette()
    for role, name in ROLES.items():
        result.setColor(role, look.qcolor(name))
    for role in WRITTEN:
        result.setColor(QPalette.ColorGroup.Disabled, role, look.qcolor("disabled"))
    return result
