"""A recovery sheet on paper, drawn straight from memory, or saved as a tagged PDF."""

import os
from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QRectF, Qt
from PySide6.QtGui import QFont, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

from session_forms.words.day_words import written_day
from session_forms.words.texts import _, pgettext
from therapist_app.key_widgets.sheets import SheetState
from therapist_app.theme.tokens import tokens
from therapist_app.widgets.dialogs.on_the_way import kept_in_memory

if TYPE_CHECKING:
    from reportlab.platypus import Flowable

MARGIN = 20.0  # millimetres
TITLE, BODY, CODE = 20, 11, 22  # points
LINE = 1.5
PER_LINE = 4
SIZE_OF_CODE, SIZE_OF_PROSE = 1.45, 1.15
LINE_GAP = 18.0  # points
PRIVATE = 0o600
APART, WIDE = " " * 3, "\N{NO-BREAK SPACE} \N{NO-BREAK SPACE}"
"""Between groups; in a paragraph of a PDF three blanks would become one."""


def save_sheet(state: SheetState, path: str) -> bool:
    """Save a sheet as a PDF that can be read aloud; return whether it could be written there."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
    try:
        with os.fdopen(os.open(path, flags, PRIVATE), "wb") as file:
            file.write(sheet_pdf(state))
    except OSError:
        return False
    return True


def sheet_pdf(state: SheetState) -> bytes:
    """Return a sheet as one A4 page with tags; each group says its letters one by one."""
    from exports.paper.drawing.tags import DocumentPart, language_tag  # noqa: PLC0415 - takes time to load
    from exports.paper.pages.page import Sheet, make_pdf  # noqa: PLC0415
    from exports.paper.pages.typography import space, words  # noqa: PLC0415

    title, use, keep = sheet_words(state)

    def story() -> list["Flowable"]:
        codes = [
            words(each.replace(APART, WIDE), "title", SIZE_OF_CODE, rank=0)
            for each in code_lines(state)
        ]
        for at, each in enumerate(codes):
            each.part = DocumentPart("P", alt=spoken_groups(state, at * PER_LINE, PER_LINE))
        lines = [use, keep, service_words(state), made_words(state)]
        return [
            words(title, "title"),
            space(LINE_GAP / 2),
            words(state.owner, "strong", SIZE_OF_PROSE),
            space(LINE_GAP),
            *codes,
            space(LINE_GAP),
            *(words(each, "body", SIZE_OF_PROSE) for each in lines),
        ]

    sheet = Sheet(title=title, practice=state.practice, language=language_tag())
    return make_pdf(sheet, story)


def spoken_groups(state: SheetState, begin: int, count: int) -> str:
    """Return some groups as they are read aloud, each with its number, letter by letter."""
    said = _("Group {number}: {letters}")
    return ". ".join(
        said.format(number=at + 1, letters=" ".join(group))
        for at, group in list(enumerate(state.groups))[begin : begin + count]
    )


def code_lines(state: SheetState) -> list[str]:
    """Return the groups as they stand beside each other on paper."""
    groups = state.groups
    return [APART.join(groups[at : at + PER_LINE]) for at in range(0, len(groups), PER_LINE)]


def print_sheet(state: SheetState, printer: QPrinter) -> bool:
    """Print a sheet; return whether the printer took it."""
    margins = QMarginsF(MARGIN, MARGIN, MARGIN, MARGIN)
    size = QPageSize(QPageSize.PageSizeId.A4)
    printer.setPageLayout(
        QPageLayout(size, QPageLayout.Orientation.Portrait, margins, QPageLayout.Unit.Millimeter)
    )
    with kept_in_memory():
        return _print(state, printer)


def _print(state: SheetState, printer: QPrinter) -> bool:
    painter = QPainter()
    if not painter.begin(printer):
        return False
    top = 0.0
    for words, points, strong in _lines(state):
        top = _write(painter, words, top, _font(points, strong=strong))
    return painter.end()


def _lines(state: SheetState) -> list[tuple[str, int, bool]]:
    title, use, keep = sheet_words(state)
    practice = [(_("Practice: invented data"), BODY, True)] if state.practice else []
    codes = [(each, CODE, True) for each in code_lines(state)]
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
        (made_words(state), BODY, False),
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
            "It opens the record without the passphrase, once: then a new passphrase is chosen "
            "and a new sheet is printed. After a laptop was lost it also moves the service to "
            "another one from its backups, and stays good."
        ),
        _("Keep it on paper, locked away, and never with the laptop. Do not photograph it."),
    )


def whose_words(state: SheetState) -> str:
    """Return whose a sheet is, and of which day, as on the paper."""
    words = _("{owner}, made on {day}.")
    return words.format(owner=state.owner, day=written_day(state.made_on))


def made_words(state: SheetState) -> str:
    """Return the day on which a sheet was made, as its paper says it."""
    return _("Made on {day}.").format(day=written_day(state.made_on))


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
