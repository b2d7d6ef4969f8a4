"""Which page of a damaged file belongs to which table.

Three sources say where a tree begins: the list of tables that SQLite keeps, the fact `trees`
that every file says of itself, and both are searched for on every page, so that the loss of one
page does not lose them. Pages below a page that is lost have no way up; they go to the one
tree with a hole whose rows look like theirs, or, where more than one would fit, to none.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from therapist_app.record.database.connection import Kind
from therapist_app.record.database.migrations import NEWEST
from therapist_app.record.sqlite_pages.page_reader import PageReader
from therapist_app.record.sqlite_pages.table_shapes import SCHEMA, Shape, shapes
from therapist_app.record.sqlite_pages.tree_reader import TreePage, Value, read_tree_page

_VERSION = slice(60, 64)


@dataclass(frozen=True, slots=True)
class PageMap:
    """Where everything is.

    Attributes:
        version: The version of the schema.
        pages: The pages of each table and index that can be read, by its name.
        holes: How many pages of it cannot be read; those below them are not counted.
        damaged: How many pages of the file cannot be read.
        unplaced: How many pages can be read and could belong to more than one table.

    """

    version: int
    shapes: Mapping[str, Shape]
    pages: Mapping[str, tuple[int, ...]]
    holes: Mapping[str, int]
    damaged: int
    unplaced: int


class _Survey:
    """What going once over all pages found."""

    def __init__(self, reader: PageReader) -> None:
        self.damaged = 0
        self.below: dict[int, tuple[int, ...]] = {}
        self.begin: dict[str, int] = {SCHEMA: 1}
        self.said: dict[str, int] = {}
        first = reader.page(1)
        self.version = int.from_bytes(first[_VERSION], "big") if first else NEWEST
        for number in range(1, reader.count + 1):
            if reader.page(number) is None:
                self.damaged += 1
                continue
            page = read_tree_page(reader.page, number)
            if page is not None:
                self.below[number] = page.children
                self._note_trees(page)

    def _note_trees(self, page: TreePage) -> None:
        for row in page.rows:
            values = row[1] if row else ()
            match values:
                case ("table" | "index", str(name), _, int(begin), _):
                    self.begin[name] = begin
                case ("trees", str(text)):
                    self.said |= _trees_in(text)
                case _:
                    pass

    def tree(self, begin: int) -> tuple[list[int], int]:
        """Return the pages of a tree that can be read, and how many of it cannot."""
        found: list[int] = []
        holes, waiting, seen = 0, [begin], set[int]()
        while waiting:
            number = waiting.pop()
            if number in seen:
                continue
            seen.add(number)
            if number in self.below:
                found.append(number)
                waiting += self.below[number]
            else:
                holes += 1
        return found, holes


def map_pages(reader: PageReader, kind: Kind) -> PageMap:
    """Return which page belongs to which table."""
    survey = _Survey(reader)
    expected = shapes(kind, min(max(survey.version, 1), NEWEST))
    begin = {**survey.said, **survey.begin}
    pages: dict[str, list[int]] = {}
    holes: dict[str, int] = {}
    for name in expected:
        pages[name], holes[name] = survey.tree(begin[name]) if name in begin else ([], 1)
    placed = {number for numbers in pages.values() for number in numbers}
    unplaced = 0
    for loose in _loose(survey, placed):
        rows = [row for row in rows_of(reader, tuple(loose)) if row is not None]
        wanting = [name for name in expected if holes[name]]
        fitting = [name for name in wanting if all(map(expected[name].fits, rows))]
        if len(fitting) == 1:
            pages[fitting[0]] += loose
        elif rows and not (fitting and all(expected[name].is_index for name in fitting)):
            unplaced += len(loose)
    return PageMap(
        survey.version,
        expected,
        {name: tuple(numbers) for name, numbers in pages.items()},
        holes,
        survey.damaged,
        unplaced,
    )


def rows_of(reader: PageReader, pages: tuple[int, ...]) -> Iterator[tuple[Value, ...] | None]:
    """Yield the rows on some pages, None for one that cannot be read.

    The number of a row stands in the place of its column.
    """
    for number in pages:
        page = read_tree_page(reader.page, number)
        for row in page.rows if page else ():
            if row is None:
                yield None
            else:
                own, values = row
                is_numbered = own is not None and values[:1] == (None,)
                yield (own, *values[1:]) if is_numbered else values


def _loose(survey: _Survey, placed: set[int]) -> Iterator[list[int]]:
    loose = {number for number in survey.below if number not in placed}
    lower = {child for number in loose for child in survey.below[number]}
    for top in sorted(loose - lower):
        yield survey.tree(top)[0]


def _trees_in(text: str) -> dict[str, int]:
    try:
        said = json.loads(text)
    except ValueError:
        return {}
    trees = said.items() if isinstance(said, dict) else ()
    return {name: begin for name, begin in trees if type(begin) is int}
