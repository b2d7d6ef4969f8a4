"""What a program that reads a PDF aloud finds in it, and what would mislead it."""

import io
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.generic import ContentStream

WRITES = frozenset({b"Tj", b"TJ", b"'", b'"'})
PAINTS = WRITES | {
    b"S",
    b"s",
    b"f",
    b"F",
    b"f*",
    b"B",
    b"B*",
    b"b",
    b"b*",
    b"sh",
    b"Do",
    b"INLINE IMAGE",
}
CODE = re.compile(rb"<([0-9A-F]{2})> <([0-9A-F]{4,8})>")
WITHIN = {
    "TR": {"Table"},
    "TH": {"TR"},
    "TD": {"TR"},
    "LI": {"L"},
    "Lbl": {"LI"},
    "LBody": {"LI"},
    "TOCI": {"TOC"},
}
"""What may stand in what alone."""


MAY_BE_EMPTY = frozenset({"TR", "TD", "Form"})


@dataclass(eq=False)
class Node:
    """One part as it stands in the file; `kids` are parts and pieces, as (page, number)."""

    kind: str
    parent: "Node | None"
    at: object
    alt: str = ""
    language: str = ""
    scope: str = ""
    kids: "list[Node | tuple[int, int] | Annotation]" = field(default_factory=list)

    def walk(self) -> "Iterator[Node]":
        """Yield the part and all in it, in the order of reading."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Node):
                yield from kid.walk()

    def of(self, kind: str) -> "list[Node]":
        """Return all parts of a kind in it, in order."""
        return [each for each in self.walk() if each.kind == kind]


@dataclass(frozen=True)
class Annotation:
    """A field or link that belongs to a part."""

    page: int
    at: object


@dataclass
class Piece:
    """What one marked piece of a page says, and how high it begins, in points from the foot."""

    words: str = ""
    top: float = 0.0


class Reading:
    """A PDF that was read."""

    def __init__(self, data: bytes, password: str = "") -> None:
        self.reader = PdfReader(io.BytesIO(data), password=password or None)
        self.pieces: dict[tuple[int, int], Piece] = {}
        self.strays: list[str] = []
        self.aside: list[str] = []
        for page in self.reader.pages:
            self._read(page)
        self.root = self.reader.root_object.get("/StructTreeRoot", {})
        self.top = self._node(self.root.raw_get("/K"), None)

    def _read(self, page: PageObject) -> None:
        """Note each piece of a page with its words, and all that is drawn outside of any."""
        walk = _Walk(page.page_number or 0, _faces(page))
        for operands, operator in ContentStream(page.get_contents(), self.reader).operations:
            walk.step(operator, operands)
        self.pieces |= walk.pieces
        self.strays += walk.strays
        self.aside += walk.aside

    def _node(self, raw: Any, parent: Node | None) -> Node:
        made = raw.get_object()
        kind = str(made["/S"])[1:]
        node = Node(kind, parent, raw.idnum, str(made.get("/Alt", "")), str(made.get("/Lang", "")))
        node.scope = str(made.get("/A", {}).get("/Scope", ""))[1:]
        kids = made.get("/K", [])
        for kid in kids if isinstance(kids, list) else [kids]:
            found = kid.get_object()
            if isinstance(found, int):
                node.kids.append((self._page(made.raw_get("/Pg")), int(found)))
            elif found.get("/Type") == "/MCR":
                node.kids.append((self._page(found.raw_get("/Pg")), int(found["/MCID"])))
            elif found.get("/Type") == "/OBJR":
                node.kids.append(
                    Annotation(self._page(found.raw_get("/Pg")), found.raw_get("/Obj").idnum)
                )
            else:
                assert made.raw_get("/K") is not None
                assert found.raw_get("/P").idnum == raw.idnum
                node.kids.append(self._node(kid, node))
        return node

    def _page(self, reference: Any) -> int:
        return self.reader.get_page_number(reference.get_object())

    def words(self, node: Node) -> str:
        """Return what a part says, with all in it."""
        return self._joined(node, self.words)

    def spoken(self, node: Node) -> str:
        """Return the same with what is said instead of what is drawn."""
        return node.alt or self._joined(node, self.spoken)

    def _joined(self, node: Node, words_of: Callable[[Node], str]) -> str:
        """Return all in a part; of two pieces after each other no blank is made up between them."""
        said = ""
        for kid in node.kids:
            if isinstance(kid, Node):
                said += f" {words_of(kid)} "
            elif isinstance(kid, tuple):
                said += self.pieces[kid].words
        return " ".join(said.split())

    @property
    def problems(self) -> list[str]:
        """All that would mislead who hears it."""
        return [
            *self.strays,
            *self._facts(),
            *self._pieces_in_the_tree(),
            *self._ways_back(),
            *self._order(),
            *self._parts(),
            *self._fields(),
        ]

    def _facts(self) -> Iterator[str]:
        catalog = self.reader.root_object
        if str(catalog.get("/MarkInfo", {}).get("/Marked")) != "True":
            yield "it does not say that it is tagged"
        if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]+)*", str(catalog.get("/Lang", ""))):
            yield "it names no language"
        if not (self.reader.metadata or {}).get("/Title"):
            yield "it has no title"
        if str(catalog.get("/ViewerPreferences", {}).get("/DisplayDocTitle")) != "True":
            yield "its title is not shown"
        if self.top.kind != "Document":
            yield "the first part is no document"

    def _pieces_in_the_tree(self) -> Iterator[str]:
        held = Counter(
            kid for node in self.top.walk() for kid in node.kids if isinstance(kid, tuple)
        )
        for piece in self.pieces:
            if held[piece] != 1:
                yield f"{piece} stands {held[piece]} times in the tree"
        for piece in held:
            if piece not in self.pieces:
                yield f"{piece} is in the tree and not on its page"

    def _ways_back(self) -> Iterator[str]:
        """Yield what is wrong with the table that leads from a piece to its part."""
        numbers = self.root["/ParentTree"]["/Nums"]
        table = dict(zip(numbers[::2], numbers[1::2], strict=True))
        raw = {int(numbers[at]): _raw(numbers, at + 1) for at in range(0, len(numbers), 2)}
        if list(table) != sorted(table):
            yield "the table of parents is not in order"
        for node in self.top.walk():
            for kid in node.kids:
                if isinstance(kid, tuple):
                    page = self.reader.pages[kid[0]]
                    leads = raw[page["/StructParents"]].get_object()
                    if _raw(leads, kid[1]).idnum != node.at:
                        yield f"{kid} leads to another part than {node.kind}"
                elif isinstance(kid, Annotation):
                    found = self.reader.get_object(kid.at)
                    if raw[found["/StructParent"]].idnum != node.at:
                        yield f"a {found['/Subtype']} leads to another part"

    def _order(self) -> Iterator[str]:
        """Yield where a part is read before another that stands above it on the same page."""
        firsts = [kid for kid in self.top.kids if isinstance(kid, Node)]
        places = [place for each in firsts if (place := self._place(each)) is not None]
        for before, after in pairwise(places):
            if before[0] > after[0]:
                yield f"page {after[0] + 1} is read after page {before[0] + 1}"
        levels = [
            int(each.kind[1:]) for each in self.top.walk() if re.fullmatch(r"H[1-6]", each.kind)
        ]
        for before, level in pairwise([0, *levels]):
            if level > before + 1:
                yield f"a heading of level {level} follows one of level {before}"

    def _place(self, node: Node) -> tuple[int, float] | None:
        found = [kid for each in node.walk() for kid in each.kids if isinstance(kid, tuple)]
        return (found[0][0], -self.pieces[found[0]].top) if found else None

    def _parts(self) -> Iterator[str]:
        for node in self.top.walk():
            if node.kind == "Figure" and not node.alt:
                yield f"a figure has no words: {self.words(node)}"
            if node.kind == "Table":
                yield from _table_problems(node)
            may = WITHIN.get(node.kind)
            if may and (node.parent is None or node.parent.kind not in may):
                yield f"{node.kind} stands in {node.parent and node.parent.kind}"
            if node.kind not in MAY_BE_EMPTY and not self.spoken(node) and not node.of("Form"):
                yield f"an empty {node.kind}"

    def _fields(self) -> Iterator[str]:
        adopted = {
            kid.at: node
            for node in self.top.walk()
            for kid in node.kids
            if isinstance(kid, Annotation)
        }
        for page in self.reader.pages:
            if page.get("/Annots") and page.get("/Tabs") != "/S":
                yield "Tab does not follow the structure"
            for each in page.get("/Annots", ()):
                found = each.get_object()
                node = adopted.get(each.idnum)
                wanted = "Form" if found["/Subtype"] == "/Widget" else "Link"
                if node is None or node.kind != wanted:
                    yield f"a {found['/Subtype']} is in no {wanted}"
                if wanted == "Form" and not (
                    found.get("/TU") or found.get("/Parent", {}).get("/TU")
                ):
                    yield "a field has no name"
                if not found.get("/Contents"):
                    yield f"a {found['/Subtype']} has no words"


Place = tuple[float, float]


class _Walk:
    """One page, operator by operator."""

    def __init__(self, page: int, faces: Mapping[str, Mapping[int, str]]) -> None:
        self.page = page
        self.pieces: dict[tuple[int, int], Piece] = {}
        self.strays: list[str] = []
        self.aside: list[str] = []
        self._faces = faces
        self._face = ""
        self._shift: Place = (0.0, 0.0)
        self._kept: list[Place] = []
        self._line: Place = (0.0, 0.0)
        self._marks: list[int | None] = []

    def step(self, operator: bytes, operands: Any) -> None:
        """Take one operator."""
        match operator:
            case b"q":
                self._kept.append(self._shift)
            case b"Q":
                self._shift = self._kept.pop()
            case b"cm":
                self._shift = (
                    self._shift[0] + float(operands[4]),
                    self._shift[1] + float(operands[5]),
                )
            case b"Tm":
                self._line = (float(operands[4]), float(operands[5]))
            case b"Tf":
                self._face = str(operands[0])
            case b"BDC" | b"BMC" | b"EMC":
                self._mark(operator, operands)
            case _ if operator in PAINTS:
                self._paint(operator, operands)

    def _mark(self, operator: bytes, operands: Any) -> None:
        if operator == b"EMC":
            self._marks.pop()
            return
        if self._marks:
            self.strays.append(f"page {self.page + 1}: a piece within a piece")
        number = int(operands[1]["/MCID"]) if operator == b"BDC" else None
        self._marks.append(number)
        if number is not None:
            self.pieces[self.page, number] = Piece()

    def _paint(self, operator: bytes, operands: Any) -> None:
        said = _said(operands, self._faces.get(self._face, {})) if operator in WRITES else ""
        if not self._marks:
            self.strays.append(f"page {self.page + 1}: {operator.decode()} {said} outside of all")
        elif (number := self._marks[-1]) is None:
            self.aside.append(said)
        else:
            piece = self.pieces[self.page, number]
            piece.words += said
            piece.top = max(piece.top, self._shift[1] + self._line[1])


def _table_problems(node: Node) -> Iterator[str]:
    rows = [each for each in node.kids if isinstance(each, Node)]
    heads = node.of("TH")
    if not heads:
        yield "a table has no heads"
    if any(not each.scope for each in heads):
        yield "a head says not of what"
    if len({len(each.kids) for each in rows}) != 1:
        yield "the rows of a table are not equally long"


def _raw(array: Any, at: int) -> Any:
    return list.__getitem__(array, at)


def _faces(page: PageObject) -> Mapping[str, Mapping[int, str]]:
    resources: Any = page["/Resources"]
    fonts = resources["/Font"]
    return {name: _signs(font.get_object()) for name, font in fonts.items()}


def _signs(font: Any) -> Mapping[int, str]:
    if "/ToUnicode" not in font:
        return {}
    return {
        int(code, 16): bytes.fromhex(sign.decode()).decode("utf-16-be")
        for code, sign in CODE.findall(font["/ToUnicode"].get_data())
    }


def _said(operands: list[Any], signs: Mapping[int, str]) -> str:
    return "".join(signs.get(code, "") for code in operands[0].original_bytes)
