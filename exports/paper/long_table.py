"""A table that may go on on the next sheet: its head again, and never one row left behind."""

from collections.abc import Sequence
from dataclasses import replace

from reportlab.platypus import Flowable
from typing_extensions import override

from exports.paper.setting import Ruled, ruled

LEAST_ROWS = 2
"""The fewest rows that stand alone on a sheet, at the foot of one or at the head of the next."""
FORCE_SPLIT = float(0xFFFFFF)
"""More room than any sheet has, so that the page asks for the parts; as `KeepTogether` does."""


class LongTable(Flowable):
    """A table with what belongs above its first rows and below its last ones."""

    def __init__(
        self, above: Sequence[Flowable], table: Ruled, below: Sequence[Flowable] = ()
    ) -> None:
        super().__init__()
        self._above = list(above)
        self._table = table
        self._below = list(below)

    @override
    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        """Return more room than there is: a long table is always placed by its parts."""
        return aW, FORCE_SPLIT

    @override
    def split(self, aW: float, aH: float) -> list[Flowable]:
        """Return the whole if it fits, else as many rows as fit and the rest; [] if too few fit."""
        whole = [*self._above, ruled(self._table), *self._below]
        if height_of(whole, aW) <= aH:
            return whole
        rows = self._table.rows
        for count in range(len(rows) - LEAST_ROWS, LEAST_ROWS - 1, -1):
            beginning = [*self._above, ruled(replace(self._table, rows=rows[:count]))]
            if height_of(beginning, aW) <= aH:
                rest = replace(self._table, rows=rows[count:])
                return [*beginning, LongTable((), rest, self._below)]
        return []


def height_of(flowables: Sequence[Flowable], width: float) -> float:
    """Return how much room these take one below the other."""
    return sum(each.wrap(width, FORCE_SPLIT)[1] for each in flowables)
