"""The copy that a client takes along: on A4, in large print, or as a card for the wallet.

    data = client_copy_pdf(state, "pocket_card", directory, today=today)

A stranger who finds it learns no name, no service and no reason for coming.
"""

import io
from collections.abc import Iterator, Sequence
from datetime import date

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, KeepTogether, PageTemplate

from exports.errors import NothingToExport
from exports.paper.drawing.colours import ink
from exports.paper.drawing.fonts import REGULAR, printable, register
from exports.paper.pages.page import Sheet, document_facts, make_pdf
from exports.paper.pages.typography import LARGE, SIZES, prose, space, words
from exports.paper.take_home.passages import Passage, passages
from session_forms.filling.filling import FormState
from session_forms.form.licences import CopySize
from session_forms.reference.directory import DirectoryEntry
from session_forms.reference.service_words import neutral_words
from session_forms.words.texts import translate as _

PANEL_WIDTH, PANEL_HEIGHT = 85.6 * mm, 54.0 * mm
ROWS = 4
A_SHEET = 2 * ROWS
LEFT = (float(A4[0]) - 2 * PANEL_WIDTH) / 2
TOP = (float(A4[1]) + ROWS * PANEL_HEIGHT) / 2
PADDING = 3.2 * mm
FOOT = 2.2 * mm
TYPE = 7.5
"""The smallest type that is read without effort at arm's length by most; points."""
SCALE = TYPE / SIZES["body"][1]
SMALL = 6.0


def card_pdf(card: Sheet, found: Sequence[Passage]) -> bytes:
    """Return the passages on as many cards as they need, each with two sides."""
    sides = _build(card, found, 0)[1]
    return _build(card, found, sides)[0]


def _build(card: Sheet, found: Sequence[Passage], sides: int) -> tuple[bytes, int]:
    """Build once; return the bytes and the number of sides with words on them."""
    register()
    out = io.BytesIO()
    document = BaseDocTemplate(out, pagesize=A4, **document_facts(card.title, is_neutral=True))
    frames = [_frame(at) for at in range(A_SHEET)]

    def furnish(canvas: Canvas, _document: object) -> None:
        first = (canvas.getPageNumber() - 1) * A_SHEET
        canvas.saveState()
        _draw_sheet(canvas, first, max(0, min(A_SHEET, sides - first)), card, sides)
        canvas.restoreState()

    document.addPageTemplates([PageTemplate("cards", frames, onPage=furnish)])
    document.build(list(_card_story(card, found)))
    last = frames.index(document.frame)
    return out.getvalue(), (document.page - 1) * A_SHEET + last + 1


def _frame(at: int) -> Frame:
    left, bottom = _corner(at)
    return Frame(
        left + PADDING,
        bottom + PADDING + FOOT,
        PANEL_WIDTH - 2 * PADDING,
        PANEL_HEIGHT - 2 * PADDING - FOOT,
        0,
        0,
        0,
        0,
    )


def _corner(at: int) -> tuple[float, float]:
    """Return the lower left corner of one side of a card on its sheet."""
    row, column = divmod(at, 2)
    return LEFT + column * PANEL_WIDTH, TOP - (row + 1) * PANEL_HEIGHT


def _card_story(card: Sheet, found: Sequence[Passage]) -> Iterator[Flowable]:
    yield words(card.title, "heading", SCALE)
    yield space(2)
    for passage in found:
        lines = [
            words(line.words, "strong" if line.strong else "body", SCALE) for line in passage.lines
        ]
        yield KeepTogether([words(passage.heading, "strong", SCALE), *lines, space(4)])


def _draw_sheet(canvas: Canvas, first: int, used: int, card: Sheet, sides: int) -> None:
    """Draw where to cut and to fold, and which side is which."""
    rows = -(-used // 2)
    bottom = TOP - rows * PANEL_HEIGHT
    right, middle = LEFT + 2 * PANEL_WIDTH, LEFT + PANEL_WIDTH
    canvas.setStrokeColor(ink("line-control"))
    canvas.setLineWidth(0.5)
    for row in range(rows + 1):
        canvas.line(LEFT, TOP - row * PANEL_HEIGHT, right, TOP - row * PANEL_HEIGHT)
    canvas.line(LEFT, bottom, LEFT, TOP)
    canvas.line(right, bottom, right, TOP)
    canvas.setDash([2, 3])
    canvas.line(middle, bottom, middle, TOP)
    canvas.setDash([])
    canvas.setFillColor(ink("text-muted"))
    canvas.setFont(REGULAR, 8)
    how = _("Cut along the lines; fold each strip in the middle.")
    canvas.drawString(LEFT, TOP + 4 * mm, how)
    if card.practice:
        canvas.drawRightString(right, TOP + 4 * mm, printable(_("Practice: invented data")))
    canvas.setFont(REGULAR, SMALL)
    for at in range(used):
        left, low = _corner(at)
        number = _("{number} of {count}").format(number=first + at + 1, count=sides)
        canvas.drawRightString(left + PANEL_WIDTH - PADDING, low + PADDING, number)


A4_SCALE = 1.2
"""11.4 points: what a client reads at home is larger than a page for the clinic."""
MOST_TITLE_SCALE = 1.4


def client_copy_pdf(
    state: FormState,
    size: CopySize,
    directory: Sequence[DirectoryEntry],
    *,
    today: date,
    practice: bool = False,
) -> bytes:
    """Return the client's copy of a form as it stands.

    `today` is the day of printing: a number that was last checked long before it says so.

    Raises:
        NothingToExport: The form has no copy of that size, or nothing that belongs on it is
            answered yet.

    """
    copy = state.form.client_copy
    if copy is None or size not in copy.sizes:
        raise NothingToExport(f"{state.form.id}: it has no copy of that size; choose another.")
    found = passages(state, copy, {each.id: neutral_words(each, today) for each in directory})
    if not found:
        raise NothingToExport(
            f"{state.form.id}: nothing that belongs on the copy is answered yet; fill it in first."
        )
    scale = LARGE if size == "a4_large_print" else A4_SCALE
    sheet = Sheet(title=copy.title, practice=practice, scale=scale, is_neutral=True)
    if size == "pocket_card":
        return card_pdf(sheet, found)
    return make_pdf(sheet, lambda: list(_story(sheet, found)))


def _story(sheet: Sheet, found: Sequence[Passage]) -> Iterator[Flowable]:
    scale = sheet.scale
    yield words(sheet.title, "title", min(scale, MOST_TITLE_SCALE))
    yield space(10)
    for passage in found:
        lines = [
            prose(line.words, "strong" if line.strong else "body", scale) for line in passage.lines
        ]
        heading = words(passage.heading, "strong", scale)
        yield KeepTogether([heading, space(2), *lines, space(10 * scale)])
