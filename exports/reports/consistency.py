"""Whether the main figures of a service report agree with what its other pages print.

Every figure is changed by itself, so that a share can pass a bound that its parts set. A main
figure that another figure of the report contradicts is not said: the tables print both, and say
that each was changed by itself.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf
from types import MappingProxyType

from exports.document.tables import Cell, Table, Tables, row_of, value_of
from exports.estimates.shares import Estimate
from exports.reports.course_tables import CAME_ROWS
from session_forms.words.texts import N_, _

ROUNDED = 2
"""By how many points in a hundred a share and what others leave of it may differ by rounding."""
HALF_A_PERSON = 0.5
"""What a share said of so many people is rounded to."""
TOOK_PLACE = "attendance.came"
CROSSED = N_(
    "Here a part is printed larger than its whole. Each was changed by itself: take neither for "
    "the true number."
)
PARTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "feedback_falls": ("fell", "clients"),
        "goal_attainment": ("reached", "rated"),
        "double_rated": ("twice", "held"),
    }
)
"""Tables of which a count is a part of another in the same row: the columns of both."""
CLASSES = ("deteriorated", "unchanged", "improved")


@dataclass(frozen=True, slots=True)
class CountPlace:
    """Where a count of people stands, and the column of those it is a part of."""

    table: str
    row: str
    part: str
    whole: str


SAME: Mapping[str, CountPlace] = MappingProxyType(
    {
        "improved": CountPlace("classes", "phq-9.all", "improved", "paired"),
        "deteriorated": CountPlace("classes", "phq-9.all", "deteriorated", "paired"),
        "stopped": CountPlace("drop_out", "drop_out.end.stopped", "stopped", "known"),
        "paired": CountPlace("pairs", "phq-9.scored", "paired", "scored"),
    }
)
"""The count of the same people that a main figure is a share of."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """Between which shares, in per cent, other figures of the report leave a main figure."""

    least: float = 0.0
    most: float = 100.0

    def hold(self, said: Estimate) -> bool:
        """Return whether a main figure keeps to them."""
        return self.least - ROUNDED <= said.value <= self.most + ROUNDED

    def meet(self, said: Estimate) -> bool:
        """Return whether its interval, which holds the changes as well as chance, reaches them."""
        return said.low - ROUNDED <= self.most and self.least <= said.high + ROUNDED


def is_borne_out(figure: str, said: Estimate, tables: Tables, few: int) -> bool:
    """Return whether nothing that the tables print contradicts a main figure, in per cent.

    A bound holds the figure itself; counts that were changed otherwise need reach its interval
    alone. `few` is the most that a count is which is not told.
    """
    bounds = BOUNDS.get(figure)
    counts = (*_same(figure, tables, few), *_beside(figure, tables, few))
    return all(each.meet(said) for each in counts) and (
        bounds is None or all(each.hold(said) for each in bounds(tables, few))
    )


def is_bar_borne_out(row: Mapping[str, Cell], parts: Sequence[str], whole: str, share: str) -> bool:
    """Return whether a row leaves room for the bar that is made of its counts.

    No part is more than its whole beside others, and the part `share`, of which the row tells how
    many in a hundred it is, reaches the interval of that. One that is not told is drawn white.
    """
    people = value_of(row, whole) or 0
    sizes = {each: value_of(row, each) or 0 for each in parts}
    total = sum(sizes.values())
    largest = max(sizes.values())
    if largest > people + HALF_A_PERSON and total > largest:
        return False
    value, low, high = (value_of(row, each) for each in ("percent", "low", "high"))
    if value is None or low is None or high is None:
        return True
    white = max(0, people - total) if value_of(row, share) is None else 0
    drawn = max(people, total)
    bounds = Bounds(100 * sizes[share] / drawn, 100 * (sizes[share] + white) / drawn)
    return bounds.meet(Estimate(value, low, high))


def told_apart(table: Table, few: int) -> Table:
    """Return a table that says beneath it where one of its parts is printed larger than its whole.

    Who is at the foot of a page reads no note at its head, and would take one of them for true.
    """
    return replace(table, notes=(*table.notes, _(CROSSED))) if _is_crossed(table, few) else table


def _is_crossed(table: Table, few: int) -> bool:
    if table.id == "alerts":
        counts = {key: value_of(table.row(key), "clients") or few for key in table.keys}
        return counts.get("alerts.all", inf) < max(counts.values(), default=0)
    if table.id not in PARTS:
        return False
    part, whole = PARTS[table.id]
    rows = [table.row(key) for key in table.keys]
    return any((value_of(each, part) or 0) > (value_of(each, whole) or few) for each in rows)


def _same(figure: str, tables: Tables, few: int) -> Iterator[Bounds]:
    if figure in SAME:
        yield from _share(tables, SAME[figure], few)


def _beside(figure: str, tables: Tables, few: int) -> Iterator[Bounds]:
    """Yield what the other classes of change leave to one: few people at least."""
    cells = row_of(tables, "classes", "phq-9.all")
    people = value_of(cells, "paired")
    if figure in CLASSES and people:
        others = sum(value_of(cells, each) or 0 for each in CLASSES if each != figure)
        yield Bounds(most=100 * (max(few, people - others) + HALF_A_PERSON) / people)


def _share(tables: Tables, place: CountPlace, few: int) -> Iterator[Bounds]:
    """Yield between which shares a count lies."""
    cells = row_of(tables, place.table, place.row)
    people, known = value_of(cells, place.whole), value_of(cells, place.part)
    if people and place.part in cells:
        least, most = (0, few) if known is None else (known, known)
        yield Bounds(100 * (least - HALF_A_PERSON) / people, 100 * (most + HALF_A_PERSON) / people)


def _improved(tables: Tables, few: int) -> Iterator[Bounds]:
    """Yield what few people are at most, and what those who are worse leave."""
    if value_of(row_of(tables, "classes", "phq-9.all"), "improved") is None:
        yield from _share(tables, SAME["improved"], few)
    worse = value_of(row_of(tables, "negative_effects", "negative.phq-9"), "percent")
    if worse is not None:
        yield Bounds(most=100 - worse)


def _recovered(tables: Tables, few: int) -> Iterator[Bounds]:
    """Yield what those who recovered are at most, and what those who are not known leave."""
    for each in _share(tables, CountPlace("recovery", "phq-9.case", "recovered", "case"), few):
        yield Bounds(most=each.most)
    for each in _share(tables, CountPlace("recovery", "phq-9.case", "not_known", "case"), few):
        yield Bounds(most=100 - each.least)
    most = value_of(row_of(tables, "recovery", "phq-9.case"), "most")
    if most is not None:
        yield Bounds(most=most)


def _attended(tables: Tables, _few: int) -> Iterator[Bounds]:
    """Yield what sessions to which somebody came add up to, and what the others leave."""
    table = tables.get("attendance")
    keys = table.keys if table else ()
    shares = {key: value_of(row_of(tables, "attendance", key), "sessions") or 0 for key in keys}
    came = sum(shares.get(each, 0) for each in CAME_ROWS)
    missed = sum(value for key, value in shares.items() if key not in {*CAME_ROWS, TOOK_PLACE})
    yield Bounds(came, 100 - missed)


BOUNDS: Mapping[str, Callable[[Tables, int], Iterator[Bounds]]] = MappingProxyType(
    {"improved": _improved, "recovered": _recovered, "attended": _attended}
)
"""What other figures of the report leave of a main figure at most, or at least."""
