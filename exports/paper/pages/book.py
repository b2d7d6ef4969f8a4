"""A long document: contents with page numbers, bookmarks, links, and heads that change.

    book = Book(sheet, [Entry("one", "Chapter one")])
    data = book.pdf(lambda: [*book.contents(), book.heading("one", words("Chapter one"))])

It is set once: pages are held back, and what one page says of another is written when all are
known. The same entries and story give the same bytes.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable
from typing_extensions import override

from exports.paper.drawing.colours import ink
from exports.paper.drawing.fonts import printable, width
from exports.paper.drawing.tags import DocumentPart, TaggedCanvas, tagged
from exports.paper.pages.keeping import under
from exports.paper.pages.page import WIDTH, Sheet, draw_foot, draw_head, make_bound_pdf
from exports.paper.pages.typography import SIZES, Role, space, words
from session_forms.words.texts import _

INDENT = 14.0
NUMBER_ROOM = 26.0
GAP = 6.0
LEAST_LEADER = 12.0

Area = tuple[float, float, float, float]
"""Left, bottom, right and top on the page, in points."""

Note = Callable[[Canvas, Area], None]


def area_of(canvas: Canvas, width: float, height: float) -> Area:
    """Return what is drawn here, `width` by `height`, as an area of the page."""
    left, bottom = canvas.absolutePosition(0, 0)
    return left, bottom, left + width, bottom + height


class LinkTarget(Flowable):
    """Something drawn as it is, whole, with a note of where; `link` is the part that holds it."""

    def __init__(self, inner: Flowable, note: Note, link: DocumentPart | None = None) -> None:
        super().__init__()
        self._inner = inner
        self._note = note
        self._link = link

    @override
    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        """Return the room that it takes."""
        self.width, self.height = self._inner.wrap(aW, aH)
        return self.width, self.height

    def draw(self) -> None:
        """Draw it and say where."""
        self._note(self.canv, area_of(self.canv, self.width, self.height))
        if self._link is None:
            self._inner.drawOn(self.canv, 0, 0)
            return
        tagged(self.canv).begin(self._link)
        self._inner.drawOn(self.canv, 0, 0)
        tagged(self.canv).end()


class NumberRoom(Flowable):
    """Room for a number that is written later, as wide as its place; `link` is what it will be."""

    def __init__(self, role: Role, note: Note, link: DocumentPart) -> None:
        super().__init__()
        self._leading = SIZES[role][2]
        self._note = note
        self._link = link

    @override
    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        """Return the room that it takes: one line."""
        self.width, self.height = aW, self._leading
        return self.width, self.height

    def draw(self) -> None:
        """Draw nothing yet; say where it stands, and where it is read."""
        tagged(self.canv).begin(self._link, even_empty=True)
        tagged(self.canv).end()
        self._note(self.canv, area_of(self.canv, self.width, self.height))


class LineTo(Flowable):
    """A line of a list that ends in the number of a page, dots leading there."""

    def __init__(self, text: str, depth: int, note: Note, link: DocumentPart) -> None:
        super().__init__()
        self._role: Role = "body" if depth else "strong"
        self._text = text
        self._indent = depth * INDENT
        self._words = words(text, self._role)
        self._words.part = link
        self._note = note

    @override
    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        """Return the room that it takes."""
        self._room = aW - self._indent - NUMBER_ROOM - GAP
        self.width, self.height = aW, self._words.wrap(self._room, aH)[1]
        return self.width, self.height

    def draw(self) -> None:
        """Draw the words and the dots; the number is written later."""
        _, size, leading, _ = SIZES[self._role]
        self._words.drawOn(self.canv, self._indent, 0)
        length = width(self._text, size, strong=self._role == "strong")
        begin, end = self._indent + length + GAP, self.width - NUMBER_ROOM
        if self.height <= leading and end - begin >= LEAST_LEADER:
            self.canv.saveState()
            self.canv.setStrokeColor(ink("line-control"))
            self.canv.setLineWidth(0.5)
            self.canv.setDash([0.5, 3])
            with tagged(self.canv).aside():
                self.canv.line(begin, leading - size, end, leading - size)
            self.canv.restoreState()
        self._note(self.canv, area_of(self.canv, self.width, self.height))


HEAD_SIZE = 9.5
CHIP_ROOM = 12 * mm
"""What a chip takes of a head besides its words."""
CUT = "\N{HORIZONTAL ELLIPSIS}"
CHAPTERS_APART = 7.0


@dataclass(frozen=True, slots=True)
class Entry:
    """A heading of the book.

    Attributes:
        key: Its name in the book.
        title: Its words in the contents, among the bookmarks and at the head of its pages.
        level: How deep it lies, from 0; at most one deeper than the entry before it.
        chip: What stands at the head of its pages in front of the title.
        is_listed: Whether it is in the contents; else it is among the bookmarks only.
        heads_pages: Whether it stands at the head of its pages.

    """

    key: str
    title: str
    level: int = 0
    chip: str = ""
    is_listed: bool = True
    heads_pages: bool = True


@dataclass(frozen=True, slots=True)
class _Number:
    """The number of a page as it is written: whose page, in which role, with `{page}` in words."""

    key: str
    role: Role
    says: str = "{page}"


@dataclass(frozen=True, slots=True)
class _Figure:
    """The number of a page, to be written on another one.

    Attributes:
        number: What is written.
        right: Where it ends, in points from the left edge of the page.
        baseline: The line it stands on, in points from the lower edge.
        link: The part that it belongs to.

    """

    number: _Number
    right: float
    baseline: float
    link: DocumentPart


class Book:
    """Takes note, while pages are set, of where headings stand and what leads to them."""

    def __init__(self, sheet: Sheet, entries: Sequence[Entry]) -> None:
        self._sheet = sheet
        self._entries = {entry.key: entry for entry in entries}
        self._pages: dict[str, int] = {}
        self._headings: dict[int, list[tuple[Entry, float]]] = defaultdict(list)
        self._links: dict[int, list[tuple[str, Area, DocumentPart]]] = defaultdict(list)
        self._figures: dict[int, list[_Figure]] = defaultdict(list)
        self._linked = 0
        self._running: Entry | None = None

    def has(self, key: str) -> bool:
        """Return whether the book has a heading of that name."""
        return key in self._entries

    def pdf(self, story: Callable[[], Sequence[Flowable]]) -> bytes:
        """Return the book.

        Raises:
            ValueError: An entry has no heading in the story.

        """
        for noted in (self._pages, self._headings, self._links, self._figures):
            noted.clear()
        self._linked, self._running = 0, None
        return make_bound_pdf(self._sheet, story, self._finish)

    def heading(self, key: str, words: Flowable) -> Flowable:
        """Return `words` as the heading of an entry."""
        entry = self._entries[key]

        def note(canvas: Canvas, area: Area) -> None:
            self._pages[key] = canvas.getPageNumber()
            self._headings[self._pages[key]].append((entry, area[3]))

        return LinkTarget(words, note)

    def linked(self, key: str, shown: Flowable) -> Flowable:
        """Return `shown` as a link to a heading; as it is where the book has no such heading."""
        if not self.has(key):
            return shown
        link = DocumentPart("Link")
        return LinkTarget(shown, lambda canvas, area: self._link(canvas, key, area, link), link)

    def page_of(self, key: str) -> Flowable:
        """Return where a heading stands, at the right of its place; else empty room."""
        if not self.has(key):
            return space(0)

        link = DocumentPart("Link", parent=DocumentPart("P"))

        def note(canvas: Canvas, area: Area) -> None:
            self._write(canvas, area, _Number(key, "caption", _("page {page}")), link)

        return NumberRoom("caption", note, link)

    def line_to(
        self, key: str, text: str, depth: int, line: DocumentPart | None = None
    ) -> Flowable:
        """Return a line of a list with its page at the end; `depth` indents it, 0 is strong.

        `line` is the part that it is, else a paragraph.
        """
        role: Role = "body" if depth else "strong"
        link = DocumentPart("Link", parent=line or DocumentPart("P"))

        def note(canvas: Canvas, area: Area) -> None:
            self._write(canvas, area, _Number(key, role), link)

        return LineTo(text, depth, note, link)

    def contents(self) -> Iterator[Flowable]:
        """Yield a line for each entry that is listed; no chapter ends a page without a part."""
        chapters: list[list[Flowable]] = []
        contents = DocumentPart("TOC")
        for entry in self._entries.values():
            if entry.is_listed:
                part = DocumentPart("TOCI", parent=contents)
                line = self.line_to(entry.key, _named(entry), entry.level, part)
                if entry.level:
                    chapters[-1].append(line)
                else:
                    chapters.append([line])
        for chapter, *parts in chapters:
            yield from under([space(CHAPTERS_APART), chapter], parts)

    def _link(self, canvas: Canvas, key: str, area: Area, link: DocumentPart) -> None:
        self._links[canvas.getPageNumber()].append((key, area, link))

    def _write(self, canvas: Canvas, area: Area, number: _Number, link: DocumentPart) -> None:
        self._link(canvas, number.key, area, link)
        size, leading = SIZES[number.role][1:3]
        figure = _Figure(number, area[2], area[1] + leading - size, link)
        self._figures[canvas.getPageNumber()].append(figure)

    def _finish(self, canvas: TaggedCanvas, number: int, pages: int) -> None:
        """End a page: head, foot, and all that it says of other pages."""
        if missing := [key for key in self._entries if key not in self._pages]:
            raise ValueError(f"the book has no heading {missing[0]!r}: add it to the story")
        shown = self._head_of(number)
        if shown is not None:
            draw_head(canvas, _fitted(replace(self._sheet, title=shown.title, chip=shown.chip)))
            draw_foot(canvas, number, pages, sheet=self._sheet)
        for figure in self._figures[number]:
            self._draw(canvas, figure)
        for key, area, link in self._links[number]:
            self._linked += 1
            said = printable(self._entries[key].title)
            canvas.linkAbsolute(said, key, area, name=f"link{self._linked}")
            canvas.adopt(link)
        for entry, top in self._headings[number]:
            canvas.bookmarkHorizontalAbsolute(entry.key, top)
        if number == pages:
            self._add_outline(canvas)

    def _head_of(self, number: int) -> Entry | None:
        """Return what stands at the head of a page: the first on it, or what goes on from before.

        Pages are ended in their order.
        """
        here = [entry for entry, _top in self._headings[number] if entry.heads_pages]
        before, self._running = self._running, here[-1] if here else self._running
        return here[0] if here else before

    def _draw(self, canvas: TaggedCanvas, figure: _Figure) -> None:
        font, size, _leading, colour = SIZES[figure.number.role]
        canvas.setFont(font, size)
        canvas.setFillColor(ink(colour))
        says = figure.number.says.format(page=self._pages[figure.number.key])
        with canvas.content(figure.link):
            canvas.drawRightString(figure.right, figure.baseline, printable(says))

    def _add_outline(self, canvas: Canvas) -> None:
        for entry in self._entries.values():
            canvas.addOutlineEntry(printable(_named(entry)), entry.key, entry.level, closed=True)
        canvas.showOutline()


def _named(entry: Entry) -> str:
    return f"{entry.chip}  {entry.title}" if entry.chip else entry.title


def _fitted(sheet: Sheet) -> Sheet:
    """Return the sheet with a title that its head has room for."""
    room = WIDTH - (width(sheet.chip, HEAD_SIZE, strong=True) + CHIP_ROOM if sheet.chip else 0.0)
    title = sheet.title
    while title and width(title, HEAD_SIZE, strong=True) > room:
        title = f"{title.removesuffix(CUT)[:-1].rstrip()}{CUT}"
    return replace(sheet, title=title)
