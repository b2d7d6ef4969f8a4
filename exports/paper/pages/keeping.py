"""What stays on one page: a heading with the first lines below it, a question with its answer.

A table that goes on on the next sheet has its head again, and leaves no row behind.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, islice

from reportlab.platypus import CondPageBreak, Flowable, Table
from typing_extensions import override

from exports.paper.drawing.tags import TableCells
from exports.paper.pages.page import HEIGHT, WIDTH
from exports.paper.pages.typography import Ruled, cells_of, ruled

LEAST_ROWS = 2
"""The fewest rows that stand alone on a sheet, at the foot of one or at the head of the next."""
FORCE_SPLIT = float(0xFFFFFF)
"""More room than any sheet has, so that the page asks for the parts; as `KeepTogether` does."""


class LongTable(Flowable):
    """A table with what belongs above its first rows and below its last ones."""

    def __init__(
        self,
        above: Sequence[Flowable],
        table: Ruled,
        below: Sequence[Flowable] = (),
        said: TableCells | None = None,
        heights: Sequence[float] = (),
    ) -> None:
        """Take the parts; `heights` are those of the head and of each row, where they are known."""
        super().__init__()
        self._above = list(above)
        self._table = table
        self._below = list(below)
        self._said = said or cells_of(table)
        self._heights = list(heights)

    @override
    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        """Return more room than there is: a long table is always placed by its parts."""
        return aW, FORCE_SPLIT

    @override
    def split(self, aW: float, aH: float) -> list[Flowable]:
        """Return the whole if it fits, else as many rows as fit and the rest; [] if too few fit.

        Rows are set once to know how high they are, and once more where they stand.
        """
        rows = self._table.rows
        if not self._heights:
            self._heights = row_heights(ruled(self._table, self._said), aW)
        above = height_of(self._above, aW)
        below = height_of(self._below, aW)
        if above + sum(self._heights) + below <= aH:
            return [*self._first(len(rows)), *self._below]
        ends = list(accumulate(self._heights, initial=above))[1:]
        counts = range(LEAST_ROWS, len(rows) - LEAST_ROWS + 1)
        fitting = bisect_right(counts, aH, key=lambda count: ends[count])
        if not fitting:
            return []
        count = counts[fitting - 1]
        rest = replace(self._table, rows=rows[count:])
        heights = [self._heights[0], *self._heights[count + 1 :]]
        return [*self._first(count), LongTable((), rest, self._below, self._said, heights)]

    def _first(self, count: int) -> list[Flowable]:
        """Return what stands above with the first rows."""
        first = replace(self._table, rows=self._table.rows[:count])
        return [*self._above, ruled(first, self._said)]


def row_heights(table: Table, width: float) -> list[float]:
    """Return how high the head of a table and each of its rows are, in points."""
    table.wrap(width, FORCE_SPLIT)
    return list(vars(table)["_rowHeights"])  # for which the library has no public name


def height_of(flowables: Sequence[Flowable], width: float) -> float:
    """Return how much room these take one below the other."""
    return sum(each.wrap(width, FORCE_SPLIT)[1] for each in flowables)


FIRST_LINES = 2
"""How many lines stand under a heading at least, before the page may end."""
MOST = HEIGHT / 2
"""What takes more than this may go on on the next page all the same."""

Line = Flowable | list[Flowable]
"""One line, or several that stay on one page."""


def kept(group: Sequence[Flowable]) -> Iterator[Flowable]:
    """Yield the group, on the next page where this one has no room for all of it."""
    yield CondPageBreak(min(height_of(group, WIDTH), MOST))
    yield from group


def under(above: Sequence[Flowable], body: Iterable[Line]) -> Iterator[Flowable]:
    """Yield what stands above with the first lines of the body on one page, then the rest."""
    lines = iter(body)
    first = [each for line in islice(lines, FIRST_LINES) for each in _parts(line)]
    yield from kept([*above, *first])
    for line in lines:
        if isinstance(line, list):
            yield from kept(line)
        else:
            yield line


def _parts(line: Line) -> Sequence[Flowable]:
    return line if isinstance(line, list) else [line]
