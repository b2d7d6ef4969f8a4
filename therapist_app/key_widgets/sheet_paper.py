"""A recovery sheet on paper, drawn straight from memory."""

from PySide6.QtCore import QMarginsF, QRectF, Qt
from PySide6.QtGui import QFont, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

from session_forms.words.day_words import written_day
from session_forms.words.texts import pgettext
from session_forms.words.texts import translate as _
from therapist_app.key_widgets.sheets import SheetState
from therapist_app.theme.tokens import tokens

MARGIN = 20.0  # millimetres
TITLE, BODY, CODE = 20, 11, 22  # points
LINE = 1.5
PER_LINE = 4


def pdf_printer(path: str) -> QPrinter:
    """Return a printer that writes one A4 page to a file."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(path)
    printer.setDocName(pgettext("name of a print job", "Sheet"))
    return printer


def print_sheet(state: SheetState, printer: QPrinter) -> bool:
    """Print a sheet; return whether the printer took it."""
    margins = QMarginsF(MARGIN, MARGIN, MARGIN, MARGIN)
    size = QPageSize(QPageSize.PageSizeId.A4)
    printer.setPageLayout(
        QPageLayout(size, QPageLayout.Orientation.Portrait, margins, QPageLayout.Unit.Millimeter)
    )
    painter = QPainter()
    if not painter.begin(printer):
        return False
    top = 0.0
    for words, points, strong in _lines(state):
        top = _write(painter, words, top, _font(points, strong=strong))
    return painter.end()


def _lines(state: SheetState) -> list[tuple[str, int, bool]]:
    groups = state.groups
    title, use, keep = sheet_words(state)
    practice = [(_("Practice: invented data"), BODY, True)] if state.practice else []
    codes = [
        ("   ".join(groups[at : at + PER_LINE]), CODE, True)
        for at in range(0, len(groups), PER_LINE)
    ]
    return [
        (title, TITLE, True),
        (state.owner, BODY, True),
        *practice,
        ("", BODY, False),
        *codes,
        ("", BODY, False),
        (use, BODY, False),
        (keep, BODY, False),
        (service_words(state), BODY, False),
        (_("Made on {day}.").format(day=written_day(state.made_on)), BODY, False),
    ]


def sheet_words(state: SheetState) -> tuple[str, str, str]:
    """Return the title of a sheet, what it is for, and how it is kept."""
    if state.kind == "continuity":
        return (
            pgettext("page", "Continuity sheet"),
            _(
                "It opens every caseload of this service, if a therapist can no longer do so, and "
                "makes somebody an administrator, if none can sign in. Each use is written down "
                "where all can see it."
            ),
            _(
                "Put it into an envelope, seal it, sign over the flap, and have it kept outside "
                "this room by somebody the service has named."
            ),
        )
    return (
        pgettext("page", "Recovery sheet"),
        _(
            "It opens the record without the passphrase, once. Then a new passphrase is chosen "
            "and a new sheet is printed."
        ),
        _("Keep it on paper, locked away, and never with the laptop. Do not photograph it."),
    )


def whose_words(state: SheetState) -> str:
    """Return whose a sheet is, and of which day, as on the paper."""
    words = _("{owner}, made on {day}.")
    return words.format(owner=state.owner, day=written_day(state.made_on))


def service_words(state: SheetState) -> str:
    """Return the line by which the service is known again."""
    return _("Service {number}. A restored record shows the same number.").format(
        number=state.service
    )


def _font(points: int, *, strong: bool) -> QFont:
    font = QFont(tokens().family, points)
    font.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
    return font


def _write(painter: QPainter, words: str, top: float, font: QFont) -> float:
    painter.setFont(font)
    width = painter.viewport().width()
    flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft
    room = QRectF(0, top, width, painter.viewport().height())
    used = painter.boundingRect(room, flags, words or " ")
    painter.drawText(room, flags, words)
    return top + used.height() * LINE
