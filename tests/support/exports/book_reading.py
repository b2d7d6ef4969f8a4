"""A printed book read back: its lines, its contents, its links, its bookmarks."""

import io
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from pypdf import PdfReader

from exports.paper.drawing.fonts import width
from exports.paper.pages.page import FOOT, HEAD, MARGIN, PAGE_HEIGHT
from exports.paper.pages.page_reading import DrawnPage, DrawnWords

HEADING_SIZE = 10.95
"""Headings are set in strong type of eleven points or more."""


@dataclass(frozen=True)
class Line:
    """Words on one line of a page; `y` is the line they stand on, from the top of the page."""

    y: float
    words: tuple[DrawnWords, ...]

    @property
    def text(self) -> str:
        return " ".join(" ".join(each.text for each in self.words).split())

    @property
    def is_heading(self) -> bool:
        first = self.words[0]
        return first.strong and first.size >= HEADING_SIZE


@dataclass(frozen=True)
class Link:
    """An area of a page, from the top, and where it leads."""

    top: float
    bottom: float
    page: int
    place: float


def end_of(words: DrawnWords) -> float:
    """Return where words end, in points from the left edge; a blank behind them is not seen."""
    seen = words.text.rstrip()
    length = width(seen, words.size, strong=words.strong)
    return words.x + length + words.gap * seen.count(" ")


def lines_of(page: DrawnPage) -> list[Line]:
    """Return the lines of a page from the top, those of head and foot too."""
    found: dict[float, list[DrawnWords]] = defaultdict(list)
    for item in page.items:
        if isinstance(item, DrawnWords) and item.text.strip():
            found[round(item.y, 1)].append(item)
    return [
        Line(y, tuple(sorted(words, key=lambda each: each.x))) for y, words in sorted(found.items())
    ]


def body_of(page: DrawnPage) -> list[Line]:
    """Return the lines between head and foot."""
    top, bottom = MARGIN + HEAD, PAGE_HEIGHT - MARGIN - FOOT
    return [line for line in lines_of(page) if top - 1 < line.y < bottom + 1]


class Places:
    """Where the links and bookmarks of a PDF lead: page numbers from 1, points from the top."""

    def __init__(self, data: bytes) -> None:
        self._reader = PdfReader(io.BytesIO(data))

    @cached_property
    def _numbers(self) -> dict[int, int]:
        pages = self._reader.pages
        return {page.indirect_reference.idnum: at for at, page in enumerate(pages, start=1)}

    def links_on(self, number: int) -> list[Link]:
        """Return the links of a page."""
        page = self._reader.pages[number - 1]
        return [self._link(each.get_object()) for each in page.get("/Annots", ())]

    def bookmarks(self) -> Iterator[tuple[str, int, int]]:
        """Yield title, depth and page of each bookmark, in order."""
        yield from self._marks(self._reader.outline, 0)

    def _marks(self, entries, depth):
        for entry in entries:
            if isinstance(entry, list):
                yield from self._marks(entry, depth + 1)
            else:
                yield entry.title, depth, self._numbers[entry.page.idnum]

    def _link(self, annotation) -> Link:
        _, bottom, _, top = (float(each) for each in annotation["/Rect"])
        page, _kind, _left, place, _zoom = annotation["/Dest"]
        return Link(
            PAGE_HEIGHT - top,
            PAGE_HEIGHT - bottom,
            self._numbers[page.idnum],
            PAGE_HEIGHT - float(place),
        )
