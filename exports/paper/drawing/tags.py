"""What a PDF tells a program that reads it aloud: a tree of parts over what is drawn.

    with tagged(canvas).content(Part("P")):
        canvas.drawString(...)

A part joins the tree when something of it is drawn first, so the tree is in the order of reading.
What is drawn outside of any part is not in the tree; what says nothing is drawn `aside`.
"""

from collections import defaultdict
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal, Self, assert_never

from reportlab.pdfbase.pdfdoc import (
    LinkAnnotation,
    PDFDictionary,
    PDFName,
    PDFObject,
    PDFString,
)
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus.tables import CellStyle, Table, TableRenderCB
from typing_extensions import override

from session_forms.words.texts import WRITTEN_IN, language

Kind = Literal[
    "Document",
    "H",
    "P",
    "Span",
    "L",
    "LI",
    "Lbl",
    "LBody",
    "Table",
    "TR",
    "TH",
    "TD",
    "Figure",
    "Form",
    "Link",
    "TOC",
    "TOCI",
]
"""The structure types of ISO 32000 that we use; the level of a heading is found as it is drawn."""

Scope = Literal["Row", "Column"]


@dataclass(frozen=True, slots=True)
class _Content:
    """A piece of a page: the page's number and the piece's on it."""

    page: int
    number: int


@dataclass(frozen=True, slots=True)
class _Annotation:
    """A field or a link on a page."""

    page: int
    reference: PDFObject


@dataclass(eq=False, slots=True)
class DocumentPart:
    """One part of a document.

    Attributes:
        kind: What it is.
        alt: What is said instead of what is drawn.
        language: Its language, where it is another one than that of the document.
        rank: How important a heading is, from 1; its level is how deep it lies under others.
        scope: What a head cell of a table stands above or beside.
        parent: What it belongs to; where none is named, what is open when it is drawn first.

    """

    kind: Kind
    alt: str = ""
    language: str = ""
    rank: int = 0
    scope: Scope | None = None
    parent: "DocumentPart | None" = None
    kids: "list[DocumentPart | _Content | _Annotation]" = field(default_factory=list)
    level: int = 0
    is_placed: bool = False


class TaggedCanvas(Canvas):
    """A canvas that notes of which part everything is that it draws."""

    def tagging(self) -> Self:
        """Begin the tree."""
        self._document = DocumentPart("Document", is_placed=True)
        self._end = DocumentPart("Document", is_placed=True)
        self._open = [self._document]
        self._asides = 0
        self._ranks: list[int] = []
        self._pieces: dict[int, list[DocumentPart]] = defaultdict(list)
        self._notes: list[DocumentPart] = []
        return self

    @contextmanager
    def content(self, part: DocumentPart) -> Generator[None]:
        """Draw something of a part; within what is drawn aside it stays aside."""
        if self._asides:
            yield
            return
        self._place(part)
        pieces = self._pieces[self.getPageNumber()]
        part.kids.append(_Content(self.getPageNumber(), len(pieces)))
        self.addLiteral(f"/{_name(part)} <</MCID {len(pieces)}>> BDC")
        pieces.append(part)
        yield
        self.addLiteral("EMC")

    @contextmanager
    def aside(self) -> Generator[None]:
        """Draw what nobody needs to hear: rules, grounds, page numbers."""
        self.begin_aside()
        yield
        self.end_aside()

    def begin_aside(self) -> None:
        """Begin what nobody needs to hear."""
        if not self._asides:
            self.addLiteral("/Artifact BMC")
        self._asides += 1

    def end_aside(self) -> None:
        """End it."""
        self._asides -= 1
        if not self._asides:
            self.addLiteral("EMC")

    def begin(self, part: DocumentPart, *, even_empty: bool = False) -> None:
        """Begin a part that holds others; without any it is none, unless told otherwise."""
        part.parent = part.parent or self._open[-1]
        if even_empty and not self._asides:
            self._place(part)
        self._open.append(part)

    def end(self) -> None:
        """End the part that was begun last."""
        self._open.pop()

    def at_the_end(self, part: DocumentPart) -> DocumentPart:
        """Return a part that comes after all others, whenever it is drawn."""
        part.parent = self._end
        return part

    def adopt(self, part: DocumentPart) -> None:
        """Take the field or link that was laid last into the tree, as a part of its own."""
        document = vars(self)["_doc"]
        reference = vars(self)["_annotationrefs"][-1]
        annotation = document.idToObject[reference.name]
        number = FIRST_NOTE + len(self._notes)
        if isinstance(annotation, LinkAnnotation):
            annotation.permitted = (*annotation.permitted, "StructParent")
            annotation.otherkw["StructParent"] = number
        else:
            annotation["StructParent"] = number
            annotation["Contents"] = PDFString(part.alt)
        self._place(part)
        part.kids.append(_Annotation(self.getPageNumber(), reference))
        self._notes.append(part)

    @override
    def save(self) -> None:
        """End the document with its tree; every page is ended before."""
        self._document.kids += self._end.kids
        _Tree(self, self._document, self._pieces, self._notes).write()
        self.setViewerPreference("DisplayDocTitle", "true")
        super().save()

    def _place(self, part: DocumentPart) -> None:
        """Give a part its place: the last in what it belongs to."""
        if part.is_placed:
            return
        part.is_placed = True
        parent = part.parent or self._open[-1]
        self._place(parent)
        if part.rank:
            self._ranks = [*(each for each in self._ranks if each < part.rank), part.rank]
            part.level = len(self._ranks)
        parent.kids.append(part)


def tagged(canvas: Canvas) -> TaggedCanvas:
    """Return a canvas as the one that every page of ours is drawn on."""
    assert isinstance(canvas, TaggedCanvas)
    return canvas


def language_tag(written_in: str = WRITTEN_IN) -> str:
    """Return in which language words are said, as a PDF names it.

    What is written in English is said in the language that is installed.
    """
    code = language() if written_in == WRITTEN_IN else written_in
    return "en-GB" if code == WRITTEN_IN else code.replace("_", "-")


FIRST_NOTE = 1_000_000
"""Pages have the numbers below in the table of parents, fields and links those from here on."""


def _name(part: DocumentPart) -> str:
    return f"{part.kind}{part.level}" if part.rank else part.kind


class _Written(PDFObject):
    """An object of the file whose text is made already: thousands are written ten times faster."""

    text = b""

    def format(self, _document: object) -> bytes:
        """Return the text."""
        return self.text


class _Tree:
    """The tree of a document as objects of its file."""

    def __init__(
        self,
        canvas: Canvas,
        top: DocumentPart,
        pieces: dict[int, list[DocumentPart]],
        notes: list[DocumentPart],
    ) -> None:
        self._document = vars(canvas)["_doc"]
        self._top = top
        self._pieces = pieces
        self._notes = notes
        self._pages = list(self._document.Pages.pages)
        self._places = [self._place(page) for page in self._pages]
        self._written: dict[DocumentPart, bytes] = {}

    def write(self) -> None:
        """Add it, with what leads from a page, a field or a link back to its part."""
        root = _Written()
        top = self._part(self._top, self._place(root))
        parents = b" ".join(self._parents())
        root.text = (
            b"<</Type/StructTreeRoot/K %s/ParentTree<</Nums[%s]>>/ParentTreeNextKey %d>>"
            % (
                top,
                parents,
                FIRST_NOTE + len(self._notes),
            )
        )
        self._document.Catalog.StructTreeRoot = root
        self._document.Catalog.MarkInfo = PDFDictionary({"Marked": "true"})

    def _part(self, part: DocumentPart, parent: bytes) -> bytes:
        """Write a part and all in it; return where it stands in the file, as a PDF says it."""
        made = _Written()
        place = self._written[part] = self._place(made)
        facts = [b"/S/%s/P %s" % (_name(part).encode(), parent)]
        if part.alt:
            facts.append(b"/Alt%s" % self._string(part.alt))
        if part.language not in {"", self._document.Catalog.Lang.s}:
            facts.append(b"/Lang%s" % self._string(part.language))
        if part.scope:
            facts.append(b"/A<</O/Table/Scope/%s>>" % part.scope.encode())
        pages = [each.page for each in part.kids if not isinstance(each, DocumentPart)]
        if pages:
            facts.append(b"/Pg %s" % self._places[pages[0] - 1])
        kids = b" ".join(self._kid(each, place, pages) for each in part.kids)
        made.text = b"<<%s/K[%s]>>" % (b"".join(facts), kids)
        return place

    def _kid(
        self, kid: DocumentPart | _Content | _Annotation, parent: bytes, pages: Sequence[int]
    ) -> bytes:
        """Return a part, or a piece: on the page of the first by its number alone."""
        match kid:
            case DocumentPart():
                return self._part(kid, parent)
            case _Content(page, number) if page == pages[0]:
                return b"%d" % number
            case _Content(page, number):
                return b"<</Type/MCR/Pg %s/MCID %d>>" % (self._places[page - 1], number)
            case _Annotation(page, of):
                place = self._place(of)
                return b"<</Type/OBJR/Pg %s/Obj %s>>" % (self._places[page - 1], place)
            case _:
                assert_never(kid)

    def _parents(self) -> Iterator[bytes]:
        """Yield numbers, each with what it leads to; each page is told its own."""
        for number, page in enumerate(self._pages):
            page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
            page.StructParents, page.Tabs = number, PDFName("S")
            parts = (self._written[part] for part in self._pieces[number + 1])
            yield b"%d[%s]" % (number, b" ".join(parts))
        for number, part in enumerate(self._notes, start=FIRST_NOTE):
            yield b"%d %s" % (number, self._written[part])

    def _place(self, made: PDFObject) -> bytes:
        place: bytes = self._document.Reference(made).format(self._document)
        return place

    def _string(self, text: str) -> bytes:
        return PDFString(text).format(self._document)


class LayoutCells(TableRenderCB):
    """Of cells that only stand beside each other, grounds and lines are aside."""

    @override
    def startTable(self, T: Table) -> None:
        self.canvas = tagged(T.canv)

    @override
    def startBG(self, T: Table) -> None:
        self.canvas.begin_aside()

    @override
    def endBG(self, T: Table) -> None:
        self.canvas.end_aside()

    @override
    def startRow(self, T: Table, rowNo: int) -> None:
        """Leave a row as it is."""

    @override
    def startCell(
        self,
        T: Table,
        rowNo: int,
        colNo: int,
        cellval: Any,
        cellstyle: CellStyle,
        pos: tuple[int, int],
        size: tuple[int, int],
    ) -> None:
        self.begin_cell(colNo)

    def begin_cell(self, column: int) -> None:
        """Begin the cell of a column, counted from 0; leave it as it is."""

    @override
    def endCell(self, T: Table) -> None:
        """Leave a cell as it is."""

    @override
    def endRow(self, T: Table) -> None:
        """Leave a row as it is."""

    @override
    def startLines(self, T: Table) -> None:
        self.canvas.begin_aside()

    @override
    def endLines(self, T: Table) -> None:
        self.canvas.end_aside()

    @override
    def endTable(self, T: Table) -> None:
        """Leave the table as it is."""


class ListCells(LayoutCells):
    """Cells in pairs: what a line begins with, and the line; `part` is the list."""

    def __init__(self, part: DocumentPart | None = None) -> None:
        self._part = part or DocumentPart("L")
        self._line = self._part

    @override
    def startTable(self, T: Table) -> None:
        super().startTable(T)
        self.canvas.begin(self._part)

    @override
    def begin_cell(self, column: int) -> None:
        is_label = column % 2 == 0
        if is_label:
            self._line = DocumentPart("LI", parent=self._part)
        self.canvas.begin(DocumentPart("Lbl" if is_label else "LBody", parent=self._line))

    @override
    def endCell(self, T: Table) -> None:
        self.canvas.end()

    @override
    def endTable(self, T: Table) -> None:
        self.canvas.end()


class TableCells(LayoutCells):
    """A table of which the first row holds the heads; where `beside`, the first column too.

    One table that goes on on the next page stays one, and its heads are said once.
    """

    def __init__(self, *, beside: bool = False) -> None:
        self._table = DocumentPart("Table")
        self._beside = beside
        self._is_head = False

    @override
    def startTable(self, T: Table) -> None:
        super().startTable(T)
        self._goes_on = self._table.is_placed
        self.canvas.begin(self._table)

    @override
    def startRow(self, T: Table, rowNo: int) -> None:
        self._is_head = rowNo == 0
        if self._is_head and self._goes_on:
            self.canvas.begin_aside()
        self.canvas.begin(DocumentPart("TR"))

    @override
    def begin_cell(self, column: int) -> None:
        self._cell = DocumentPart("TD")
        if self._is_head:
            self._cell = DocumentPart("TH", scope="Column")
        elif self._beside and column == 0:
            self._cell = DocumentPart("TH", scope="Row")
        self.canvas.begin(self._cell, even_empty=True)

    @override
    def endCell(self, T: Table) -> None:
        """End a cell; a head without words is none."""
        self.canvas.end()
        if not self._cell.kids:
            self._cell.kind, self._cell.scope = "TD", None

    @override
    def endRow(self, T: Table) -> None:
        self.canvas.end()
        if self._is_head and self._goes_on:
            self.canvas.end_aside()

    @override
    def endTable(self, T: Table) -> None:
        self.canvas.end()
