"""Where each choice of a question stands at a width: pure arithmetic, without widgets.

Choices with words stand in equal columns, as many as the words allow; numbers stand in one
row, or in rows of equal length. What is beside the question itself, such as "cannot tell",
stands below.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

MOST_COLUMNS = 5

Rect = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class PlannedChoice:
    """What a plan has to know about one choice.

    Attributes:
        least: The width of its longest word.
        natural: The width of its words on one line.
        height_for: The height it needs at a width.

    """

    least: int
    natural: int
    height_for: Callable[[int], int]


@dataclass(frozen=True, slots=True)
class Plan:
    """Places from the left and the top, and the height they take together."""

    places: tuple[Rect, ...]
    height: int


def columns_plan(cells: Sequence[PlannedChoice], width: int, *, gap: int, tallest: int) -> Plan:
    """Return the choices in as few rows as their words allow.

    One row of equal columns is best, then one row of columns as wide as their words, then
    columns in which no choice is taller than two lines.
    """
    if not cells:
        return Plan((), 0)
    if len(cells) <= MOST_COLUMNS and (row := _one_row(cells, width, gap, tallest)):
        return row
    count = _column_count(cells, width, gap, tallest)
    column = (width - gap * (count - 1)) // count
    places: list[Rect] = []
    top = 0
    for start in range(0, len(cells), count):
        line = cells[start : start + count]
        height = max(cell.height_for(column) for cell in line)
        places += [(at * (column + gap), top, column, height) for at in range(len(line))]
        top += height + gap
    return Plan(tuple(places), max(0, top - gap))


shared_columns_plan = lru_cache(maxsize=256)(columns_plan)
"""The same for choices that many questions share, in a tuple: it is kept, with the cells."""


def steps_plan(count: int, width: int, *, side: int, gap: int) -> Plan:
    """Return numbers in one row, or in as few rows as leave each one wide enough to hit."""
    fitting = max(1, (width + gap) // (side + gap))
    rows = -(-count // fitting)
    each_row = -(-count // rows)
    step = (width - gap * (each_row - 1)) / each_row
    places = tuple(
        (
            round((at % each_row) * (step + gap)),
            (at // each_row) * (side + gap),
            int(step),
            side,
        )
        for at in range(count)
    )
    return Plan(places, rows * (side + gap) - gap)


def shrunk(plan: Plan, cells: Sequence[PlannedChoice], gap: int) -> Plan:
    """Return a plan with no choice wider than its words, each row beginning at the left."""
    places: list[Rect] = []
    x, row = 0, 0
    for (_left, top, width, height), cell in zip(plan.places, cells, strict=True):
        if top != row:
            x, row = 0, top
        wide = min(width, cell.natural)
        places.append((x, top, wide, height))
        x += wide + gap
    return Plan(tuple(places), plan.height)


def below(upper: Plan, lower: Plan, gap: int) -> Plan:
    """Return two plans as one, the second under the first."""
    top = upper.height + gap if upper.places else 0
    moved = tuple((x, y + top, width, height) for x, y, width, height in lower.places)
    return Plan((*upper.places, *moved), top + lower.height)


def at_right(
    plan: Plan, cells: Sequence[PlannedChoice], start: int, *, gap: int, height: int
) -> Plan:
    """Return a plan with more choices in its first row, each as wide as its words."""
    places: list[Rect] = []
    for cell in cells:
        places.append((start, 0, cell.natural, height))
        start += cell.natural + gap
    return Plan((*plan.places, *places), plan.height)


def _one_row(cells: Sequence[PlannedChoice], width: int, gap: int, tallest: int) -> Plan | None:
    """Return one row in which every choice takes one line, if there is room for it."""
    room = width - gap * (len(cells) - 1)
    equal = room // len(cells)
    spare = room - sum(cell.natural for cell in cells)
    if all(cell.natural <= equal for cell in cells):
        widths = [equal] * len(cells)
    elif spare >= 0:
        widths = [cell.natural + spare // len(cells) for cell in cells]
    else:
        return None
    tall = max(cell.height_for(wide) for cell, wide in zip(cells, widths, strict=True))
    if len(cells) > 1 and tall > tallest:
        return None
    places, x = [], 0
    for wide in widths:
        places.append((x, 0, wide, tall))
        x += wide + gap
    return Plan(tuple(places), tall)


def _column_count(cells: Sequence[PlannedChoice], width: int, gap: int, tallest: int) -> int:
    for count in range(min(len(cells), MOST_COLUMNS), 1, -1):
        if len(cells) > MOST_COLUMNS and count > MOST_COLUMNS // 2 + 1:
            continue
        column = (width - gap * (count - 1)) // count
        if _is_even(len(cells), count) and all(
            cell.least <= column and cell.height_for(column) <= tallest for cell in cells
        ):
            return count
    return 1


def _is_even(total: int, count: int) -> bool:
    """Return whether columns look like a row of answers, or like a list of many."""
    return count == total or total > MOST_COLUMNS or total % count == 0
