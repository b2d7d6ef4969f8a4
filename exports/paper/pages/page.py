"""The page: A4, 20 mm margins, a head with chip and title, a foot with release and page.

    data = make_pdf(Sheet(title="Outcome summary", chip="7H2K-..."), story)

The same sheet and story give the same bytes: no clock, no machine, fonts embedded.
"""

import io
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from typing import Any, Self

from reportlab import rl_config
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate
from typing_extensions import override

from exports.paper.drawing.colours import ink
from exports.paper.drawing.fonts import REGULAR, STRONG, printable, register, width
from exports.paper.drawing.tags import DocumentPart, TaggedCanvas, language_tag, tagged
from session_forms.words.list_words import facts_in_a_line
from session_forms.words.texts import _

rl_config.useA85 = 0  # as letters, which no program has asked for since, a file is a quarter larger

PAGE_WIDTH, PAGE_HEIGHT = float(A4[0]), float(A4[1])
MARGIN = 20 * mm
WIDTH = PAGE_WIDTH - 2 * MARGIN
HEAD = 13 * mm
FOOT = 8 * mm
TOP = PAGE_HEIGHT - MARGIN
HEIGHT = TOP - HEAD - MARGIN - FOOT
"""The room for the story of one page, in points."""
MOST_EDGE_SCALE = 1.5

Finish = Callable[[TaggedCanvas, int, int], None]
"""Draws what a page can say only when all are known: its number, and of how many."""

Furnish = Callable[[Canvas, object], None]
"""Draws what a page can say when it begins."""

Story = Callable[[], Sequence[Flowable]]
"""Makes the flowables; it may be called again, so it makes them afresh each time."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on every page of a document.

    Attributes:
        title: Neutral: a stranger may read it.
        chip: Client code on pages that stay in the clinic; pseudonym or release id on others.
        foot: Release, or form and version, and what else belongs to every page.
        practice: Whether the page must say that its data are invented.
        scale: 1, or more for large print.
        band: What every page must say above all else, such as that it is a draft.
        language: The language of its words, as de or en-GB; empty for the installed one.
        reference: Which release it is of; the id of the file follows from title and reference.

    """

    title: str
    chip: str = ""
    foot: tuple[str, ...] = ()
    practice: bool = False
    scale: float = 1.0
    band: str = ""
    language: str = ""
    reference: str = ""

    @property
    def edge_scale(self) -> float:
        """How much larger head and foot are set: less than the text, since they keep their room."""
        return min(self.scale, MOST_EDGE_SCALE)


begin_page: Callable[[Canvas], None] = vars(Canvas)["_startPage"]
"""What the library does after each page, for which it has no public name."""


class HeldPages(TaggedCanvas):
    """Holds each page back until it is known how many there are, and only then ends it.

    Setting a document once just to count its pages would take twice as long.
    """

    _held: list[dict[str, Any]]
    _finish: Finish

    def finishing(self, finish: Finish) -> Self:
        """Take what is done at the end to every page."""
        self._held, self._finish = [], finish
        return self.tagging()

    @override
    def showPage(self) -> None:
        """Hold the page back."""
        self._held.append(dict(self.__dict__))
        begin_page(self)

    @override
    def save(self) -> None:
        """End every page, then the document."""
        for number, page in enumerate(self._held, start=1):
            self.__dict__.update(page)
            self._finish(self, number, len(self._held))
            super().showPage()
        super().save()


def make_pdf(sheet: Sheet, story: Story, *, has_fields: bool = False) -> bytes:
    """Return `story` as a finished PDF.

    Fields to fill in belong to the page that is open when they are made, which a page held back
    no longer is: a document with fields says so, and is set twice.
    """
    facts = document_facts(sheet)
    if has_fields:
        counted = _build(facts, story, partial(_furnish, sheet=sheet, pages=0))[1]
        return _build(facts, story, partial(_furnish, sheet=sheet, pages=counted))[0]
    furnish = partial(_furnish, sheet=sheet, pages=None)
    return _build(facts, story, furnish, partial(draw_foot, sheet=sheet))[0]


def make_bound_pdf(sheet: Sheet, story: Story, finish: Finish) -> bytes:
    """Return `story` as a PDF of which `finish` draws head and foot, once all pages are known."""
    return _build(document_facts(sheet), story, lambda _canvas, _document: None, finish)[0]


def document_facts(sheet: Sheet) -> dict[str, Any]:
    """Return what a file says about itself: the title, and nothing of clock, machine or maker.

    A program for therapists would tell whoever looks at the properties what the page is.
    """
    return {
        "invariant": 1,
        "initialFontName": REGULAR,
        "title": printable(sheet.title),
        "author": "",
        "subject": printable(sheet.title),
        "keywords": printable(sheet.reference),
        "creator": "",
        "producer": "",
        "lang": sheet.language or language_tag(),
    }


def _build(
    facts: dict[str, Any], story: Story, furnish: Furnish, finish: Finish | None = None
) -> tuple[bytes, int]:
    """Build once, in pages held back where they are finished; return the bytes and the number."""
    register()
    out = io.BytesIO()
    document = BaseDocTemplate(out, pagesize=A4, **facts)
    frame = Frame(MARGIN, MARGIN + FOOT, WIDTH, HEIGHT, 0, 0, 0, 0)
    document.addPageTemplates([PageTemplate("page", [frame], onPage=furnish)])
    if finish is None:
        document.build(
            list(story()), canvasmaker=lambda *to, **how: TaggedCanvas(*to, **how).tagging()
        )
    else:
        document.build(
            list(story()), canvasmaker=lambda *to, **how: HeldPages(*to, **how).finishing(finish)
        )
    return out.getvalue(), document.page


def _furnish(page: Canvas, _document: object, *, sheet: Sheet, pages: int | None) -> None:
    """Draw what a page says when it begins; its foot too where the number of pages is known."""
    canvas = tagged(page)
    canvas.saveState()
    is_first = canvas.getPageNumber() == 1
    draw_head(canvas, sheet, is_said=is_first)
    if pages is not None:
        draw_foot(canvas, canvas.getPageNumber(), pages, sheet=sheet)
    practice = _("Practice: invented data") if sheet.practice else ""
    if words := facts_in_a_line(sheet.band, practice):
        _draw_band(canvas, words, is_said=is_first)
    canvas.restoreState()


def draw_head(canvas: TaggedCanvas, sheet: Sheet, *, is_said: bool = False) -> None:
    """Draw the chip, where the eye looks first, then the title and a hairline.

    What stands on every page is said aloud once; the title is, as the first heading.
    """
    size = 9.5 * sheet.edge_scale
    baseline = TOP - 5.2 * mm
    at = MARGIN
    if sheet.chip:
        words = printable(sheet.chip)
        chip = width(words, size, strong=True) + 5 * mm
        with canvas.aside():
            canvas.setStrokeColor(ink("accent"))
            canvas.setLineWidth(1)
            canvas.roundRect(at + 0.5, baseline - 2.2 * mm, chip, 6.6 * mm, 3 * mm)
        canvas.setFillColor(ink("accent"))
        canvas.setFont(STRONG, size)
        with said_once(canvas, is_said=is_said):
            canvas.drawString(at + 0.5 + 2.5 * mm, baseline, words)
        at += chip + 4 * mm
    canvas.setFillColor(ink("text"))
    canvas.setFont(STRONG, size)
    with canvas.aside():
        canvas.drawString(at, baseline, printable(sheet.title))
    _draw_hairline(canvas, TOP - 9.2 * mm)


def draw_foot(canvas: TaggedCanvas, number: int, pages: int, *, sheet: Sheet) -> None:
    """Draw what belongs to every page, which the last one says aloud, then its number."""
    _draw_hairline(canvas, MARGIN + 4.6 * mm)
    canvas.setFillColor(ink("text-muted"))
    canvas.setFont(REGULAR, 8 * sheet.edge_scale)
    facts = facts_in_a_line(*sheet.foot)
    is_said = facts and number == pages
    with canvas.content(canvas.at_the_end(DocumentPart("P"))) if is_said else canvas.aside():
        canvas.drawString(MARGIN, MARGIN, printable(facts))
    words = _("Page {number} of {pages}").format(number=number, pages=pages)
    with canvas.aside():
        canvas.drawRightString(MARGIN + WIDTH, MARGIN, words)


def said_once(canvas: TaggedCanvas, *, is_said: bool) -> AbstractContextManager[None]:
    """Return how to draw what stands on every page: where it is not said, it stays aside."""
    return canvas.content(DocumentPart("P", language=language_tag())) if is_said else canvas.aside()


def _draw_hairline(canvas: TaggedCanvas, at: float) -> None:
    canvas.setStrokeColor(ink("line"))
    canvas.setLineWidth(0.5)
    with canvas.aside():
        canvas.line(MARGIN, at, MARGIN + WIDTH, at)


def _draw_band(canvas: TaggedCanvas, words: str, *, is_said: bool) -> None:
    """Draw the band in the upper margin; its dashed edge survives a grey copy."""
    bottom, height = TOP + 5 * mm, 7 * mm
    canvas.setFillColor(ink("attention-soft"))
    canvas.setStrokeColor(ink("attention"))
    canvas.setLineWidth(0.75)
    canvas.setDash([4, 3])
    with canvas.aside():
        canvas.rect(MARGIN, bottom, WIDTH, height, stroke=1, fill=1)
    canvas.setDash([])
    canvas.setFillColor(ink("attention"))
    canvas.setFont(STRONG, 9.5)
    with said_once(canvas, is_said=is_said):
        canvas.drawCentredString(PAGE_WIDTH / 2, bottom + 2.3 * mm, printable(words))
