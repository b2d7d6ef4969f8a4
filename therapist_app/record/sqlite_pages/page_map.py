"""Which page of a damaged file belongs to which table.

Three sources say where a tree begins: the list of tables that SQLite keeps, the fact `trees`
that every file says of itself, and both are searched for on every page, so that the loss of one
page does not lose them. Pages below a page that is lost have no way up; they go to the one
tree with a hole whose rows look like theirs, or, where more than one would fit, to none.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from sqlcipher3 import dbapi2

from therapist_app.record.database.connection import Kind
from therapist_app.record.database.migrations import NEWEST, create_schema
from therapist_app.record.sqlite_pages.page_reader import LOCK_PAGE, PageReader
from therapist_app.record.sqlite_pages.tree_reader import (
    TreePage,
    Value,
    cells_of,
    read_tree_page,
)

SCHEMA = "sqlite_schema"
_KINDS: Mapping[str, type] = {"TEXT": str, "INTEGER": int, "BLOB": bytes}
_SCHEMA_KINDS: tuple[type, ...] = (str, str, str, int, str)
_VERSION = slice(60, 64)
_UNREAD = b"unread"
_OF_TREES = (b"table", b"index", b"trees")
"""A row that says where a tree begins has one of these words, in its first bytes."""


@dataclass(frozen=True, slots=True)
class Shape:
    """One table or index.

    Attributes:
        table: Which table it belongs to; its own name for a table.
        columns: Their names, in the order in which a row keeps them.
        kinds: What each holds; `object` where that is not fixed.
        is_index: Whether it is an index.
        is_full: Whether an index holds every row of its table.

    """

    table: str
    columns: tuple[str, ...]
    kinds: tuple[type, ...]
    is_index: bool = False
    is_full: bool = False

    def fits(self, values: tuple[Value, ...]) -> bool:
        """Whether a row may be one of these; one from before a column was added is shorter."""
        if len(values) > len(self.kinds) or (self.is_index and len(values) < len(self.kinds)):
            return False
        pairs = zip(values, self.kinds, strict=False)
        return all(value is None or isinstance(value, kind) for value, kind in pairs)


@cache
def shapes(kind: Kind, version: int) -> Mapping[str, Shape]:
    """Return the shape of every table and index of a version, by name."""
    connection = dbapi2.connect(":memory:")
    create_schema(connection, kind, version)
    found = {SCHEMA: Shape(SCHEMA, ("type", "name", "tbl_name", "rootpage", "sql"), _SCHEMA_KINDS)}
    tables = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
    for (table,) in tables:
        found[table] = _table(connection, table)
        listed = connection.execute("SELECT * FROM pragma_index_list(?)", (table,)).fetchall()
        for _, index, _, origin, is_partial in listed:
            if origin != "pk":
                found[index] = _index(connection, found[table], index, is_full=not is_partial)
    connection.close()
    return found


def _table(connection: dbapi2.Connection, table: str) -> Shape:
    listed = connection.execute(
        "SELECT name, type, pk FROM pragma_table_info(?)", (table,)
    ).fetchall()
    [(without_numbers,)] = connection.execute(
        "SELECT wr FROM pragma_table_list(?) WHERE schema = 'main'", (table,)
    ).fetchall()
    if without_numbers:
        keys = sorted((each for each in listed if each[2]), key=lambda each: int(each[2]))
        listed = [*keys, *(each for each in listed if not each[2])]
    return Shape(
        table,
        tuple(name for name, _, _ in listed),
        tuple(_KINDS[kind] for _, kind, _ in listed),
    )


def _index(connection: dbapi2.Connection, table: Shape, index: str, *, is_full: bool) -> Shape:
    listed = connection.execute("SELECT name FROM pragma_index_xinfo(?)", (index,)).fetchall()
    kinds = dict(zip(table.columns, table.kinds, strict=True))
    return Shape(
        table.table,
        tuple(name or "" for (name,) in listed),
        tuple(kinds.get(name, object) for (name,) in listed),
        is_index=True,
        is_full=is_full,
    )


@dataclass(frozen=True, slots=True)
class PageMap:
    """Where everything is.

    Attributes:
        version: The version of the schema.
        pages: The pages of each table and index that can be read, by its name.
        holes: How many pages of it cannot be read; those below them are not counted.
        damaged: How many pages of the file cannot be read.
        unplaced: How many pages can be read and could belong to more than one table.
        fingerprint: Of all that could be read, in hexadecimal: the same only for the same file.

    """

    version: int
    shapes: Mapping[str, Shape]
    pages: Mapping[str, tuple[int, ...]]
    holes: Mapping[str, int]
    damaged: int
    unplaced: int
    fingerprint: str


class _Survey:
    """What going once over all pages found."""

    def __init__(self, reader: PageReader, tell: Callable[[int], object]) -> None:
        self.damaged = 0
        self.read = hashlib.sha256()
        self.below: dict[int, tuple[int, ...]] = {}
        self.begin: dict[str, int] = {SCHEMA: 1}
        self.said: dict[str, int] = {}
        first = reader.page(1)
        self.version = int.from_bytes(first[_VERSION], "big") if first else NEWEST
        for number in range(1, reader.count + 1):
            data = reader.page(number)
            tell(number)
            if data is None:
                self.damaged += number != LOCK_PAGE
                self.read.update(_UNREAD)
                continue
            self.read.update(data)
            cells = cells_of(data, number)
            if cells is None:
                continue
            self.below[number] = cells.children
            # The rows of nearly every page say nothing of where trees begin, and are not read.
            if any(word in data for word in _OF_TREES):
                page = read_tree_page(reader.page, number)
                assert page is not None
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
        """Return the pages of a tree that can be read, by its keys, and how many cannot."""
        found: list[int] = []
        holes, waiting, seen = 0, [begin], set[int]()
        while waiting:
            number = waiting.pop()
            if number in seen:
                continue
            seen.add(number)
            if number in self.below:
                found.append(number)
                waiting += reversed(self.below[number])
            else:
                holes += 1
        return found, holes


def map_pages(
    reader: PageReader, kind: Kind, tell: Callable[[int], object] = lambda _page: None
) -> PageMap:
    """Return which page belongs to which table; `tell` gets each page that was gone through."""
    survey = _Survey(reader, tell)
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
        survey.read.hexdigest(),
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


def count_rows_on(reader: PageReader, pages: Iterable[int]) -> int:
    """Return how many rows stand on some pages, whether or not each can be read."""
    count = 0
    for number in pages:
        data = reader.page(number)
        cells = None if data is None else cells_of(data, number)
        count += cells.rows if cells else 0
    return count


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
