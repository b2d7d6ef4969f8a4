"""Our icons, drawn in a colour of the scheme."""

from functools import cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from therapist_app.theme.look import look

FOLDER = Path(__file__).with_name("icons")
SHARPNESS = 2  # drawn at twice the size, so that a screen at 200 % stays sharp


def pixmap(name: str, color: str = "text", side: int | None = None) -> QPixmap:
    """Return an icon drawn in one of the token colours."""
    return _drawn(name, look().color(color), side or look().size("icon"))


def icon(name: str, color: str = "text") -> QIcon:
    """Return an icon for a button; a disabled button shows it in the disabled colour."""
    result = QIcon(pixmap(name, color))
    result.addPixmap(pixmap(name, "disabled"), QIcon.Mode.Disabled)
    return result


@cache
def svg(name: str) -> str:
    """Return the drawing of an icon as SVG text with `currentColor` in it."""
    return (FOLDER / f"{name}.svg").read_text("utf-8")


@cache
def _drawn(name: str, color: str, side: int) -> QPixmap:
    drawing = QSvgRenderer(QByteArray(svg(name).replace("currentColor", color).encode()))
    result = QPixmap(side * SHARPNESS, side * SHARPNESS)
    result.fill(Qt.GlobalColor.transparent)
    painter = QPainter(result)
    drawing.render(painter, QRectF(0, 0, side * SHARPNESS, side * SHARPNESS))
    painter.end()
    result.setDevicePixelRatio(SHARPNESS)
    return result
