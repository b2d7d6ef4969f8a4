"""A finished PDF on a printer, drawn from memory: no file of it is left."""

from collections.abc import Sequence

from PySide6.QtCore import QMarginsF, QPointF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QPageLayout, QPageSize, QPainter, QPainterPath, QPen
from PySide6.QtPrintSupport import QPrinter

from exports.paper.pages.page_reading import Colour, DrawnPage, DrawnWords, Outline, drawn_pages
from therapist_app.theme.fonts import load_fonts
from therapist_app.theme.tokens import tokens
from therapist_app.widgets.dialogs.on_the_way import kept_in_memory

POINTS_PER_INCH = 72
EM = 200
"""Type is drawn this large and scaled down, so that its width is not rounded to whole pixels."""


def print_pdf(data: bytes, printer: QPrinter) -> bool:
    """Print a PDF that `exports.paper` made; return whether the printer took it."""
    load_fonts()
    pages = drawn_pages(data)
    printer.setFullPage(True)
    printer.setPageLayout(_layout(pages[0]))
    with kept_in_memory():
        return _print(pages, printer)


def _print(pages: Sequence[DrawnPage], printer: QPrinter) -> bool:
    painter = QPainter()
    if not painter.begin(printer):
        return False
    for at, page in enumerate(pages):
        if at and not printer.newPage():
            painter.end()
            return False
        draw_page(painter, page, printer.resolution() / POINTS_PER_INCH)
    return painter.end()


def _layout(page: DrawnPage) -> QPageLayout:
    size = QPageSize(QSizeF(page.width, page.height), QPageSize.Unit.Point)
    layout = QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF())
    layout.setMode(QPageLayout.Mode.FullPageMode)
    return layout


def draw_page(painter: QPainter, page: DrawnPage, scale: float) -> None:
    """Draw a page on paper or on a screen; `scale` is how many of its pixels a point takes."""
    painter.save()
    painter.scale(scale, scale)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for item in page.items:
        if isinstance(item, DrawnWords):
            _write(painter, item)
        else:
            _draw(painter, item)
    painter.restore()


def _write(painter: QPainter, words: DrawnWords) -> None:
    font = QFont(tokens().family)
    font.setWeight(QFont.Weight.DemiBold if words.strong else QFont.Weight.Normal)
    font.setPixelSize(EM)
    font.setKerning(False)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setWordSpacing(words.gap * EM / words.size)
    painter.save()
    painter.setFont(font)
    painter.setPen(_qcolor(words.colour))
    painter.translate(words.x, words.y)
    painter.scale(words.size / EM, words.size / EM)
    painter.drawText(QPointF(0, 0), words.text)
    painter.restore()


def _draw(painter: QPainter, outline: Outline) -> None:
    painter.setPen(_pen(outline))
    painter.setBrush(Qt.BrushStyle.NoBrush if outline.fill is None else _qcolor(outline.fill))
    path = QPainterPath()
    for segment in outline.segments:
        points = [QPointF(x, y) for x, y in segment.points]
        match segment.kind:
            case "move":
                path.moveTo(*points)
            case "line":
                path.lineTo(*points)
            case "curve":
                path.cubicTo(*points)
            case "close":
                path.closeSubpath()
    painter.drawPath(path)


def _pen(outline: Outline) -> QPen:
    if outline.stroke is None:
        return QPen(Qt.PenStyle.NoPen)
    pen = QPen(_qcolor(outline.stroke), outline.width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if outline.dash:
        pen.setDashPattern([each / outline.width for each in outline.dash])
    return pen


def _qcolor(colour: Colour) -> QColor:
    return QColor.fromRgbF(*colour)
