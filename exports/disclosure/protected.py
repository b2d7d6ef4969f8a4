"""Tables whose figures are changed, and not yet cut down to what a reader may see.

`change` makes them from the raw tables of one caseload; `added` adds those of several caseloads,
each written by its own therapist's session, so that a whole service is reported on without anybody
opening a caseload of somebody else. They are kept as a closed quarter holds them: who withdraws
later is in no table made afterwards, and a closed quarter is not counted again.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from math import ceil, exp, floor, hypot, sqrt
from types import MappingProxyType
from typing import assert_never

from exports.disclosure.cell_keys import (
    FURTHEST,
    REACH,
    REACHES_FURTHER,
    SWAY,
    chance,
    changed,
    changed_sum,
    changed_to_add,
    state_of,
    state_of_sums,
    sway,
    sway_of_sum,
)
from exports.document.tables import (
    Column,
    Count,
    Figure,
    FigureEnd,
    People,
    Raw,
    RawTable,
    Share,
    TableKind,
)
from exports.estimates.influence import Statistic

FEW_PEOPLE = 5
NEARLY_FEW = 8
"""Up to so many people more may count as few, as many as heads come of so many tosses. So that a
figure is told, or is not, says of no number that it is theirs, but in one of 256 cases."""
LEAST_TOSSES = 3
"""Each caseload of several tosses so often at least; all of them together as often as one does."""
NEARLY_FEW_SUM = 9
"""How many people, changed, a figure needs where fewer tosses than those of one were made."""
NEARLY_DOMINANT = 0.25
"""The part of the strongest client counts as larger by this part of itself at most, likewise."""
LEAST_APART = 0.25
"""Of the span: what all say alike is known as if one of them stood so far from the others."""
WIDER = 0.5
"""How much larger the square of an error is told than it is, in what its strongest client makes of
it: that it is changed makes intervals rather too wide than too narrow."""
STEP = 0.05
"""How finely the part of the strongest client in a figure is kept."""

EARLIER_SPANS: Mapping[str, float] = MappingProxyType({"pairs.kappa": 2.0})
"""Figures that were made by a rule that was wrong, by their keys, with the span by which it is
known: kappa was a whole point too low (ADR 194)."""


@dataclass(frozen=True, slots=True)
class Number:
    """How many clients, changed.

    Attributes:
        adds: What it adds to a sum of caseloads, where that is not its value: changed by itself,
            and it may be below nought.

    """

    key: str
    value: int
    adds: int | None = None

    @property
    def to_add(self) -> int:
        """What it adds to a sum of caseloads."""
        return self.value if self.adds is None else self.adds


@dataclass(frozen=True, slots=True)
class Part:
    """A share of one changed number in another."""

    part: Number
    whole: Number


@dataclass(frozen=True, slots=True)
class Estimated:
    """A figure, changed.

    Attributes:
        value: None where there is nothing to compute it from.
        error: Its standard error, the change of the value in it; None from a single client.
        weight: How many values it rests on, changed.
        people: From how many clients they are, changed.
        first: The part of these values that comes from one client at most, made larger.
        two: The part that comes from two.
        sure: How many people are behind it for sure, five at most: never more than there are, and
            fewer by chance. It adds up over caseloads, so that the rule of five acts on the sum.
        tosses: How many tosses made them fewer; they add up likewise.
        adds: How many people it adds to a sum of caseloads; None where that is `people`.
        adds_value: Its value in a sum, where that is not `value`: changed, it may lie below nought
            or beyond its span, and cut there by each caseload all of them would be off to one side.
        is_of_before: Whether it was kept as an earlier rule made it, which was wrong: it is told
            nowhere, and neither is a sum that it would be in.

    """

    key: str
    value: float | None
    error: float | None = None
    weight: float = 0.0
    people: int = 0
    first: float = 1.0
    two: float = 1.0
    sure: int = 0
    tosses: int = NEARLY_FEW
    span: float = 1.0
    bounded: bool = False
    end: FigureEnd = "value"
    decimals: int = 1
    adds: int | None = None
    adds_value: float | None = None
    is_of_before: bool = False

    @property
    def to_add(self) -> int:
        """How many people it adds to a sum of caseloads."""
        return self.people if self.adds is None else self.adds

    @property
    def value_to_add(self) -> float:
        """Its value in a sum of caseloads; nought of nobody."""
        return (self.value or 0.0) if self.adds_value is None else self.adds_value

    @property
    def few(self) -> bool:
        """Whether fewer than five people are behind it, or hardly more.

        Where caseloads of a service that tosses less in each are missing, how many they are as
        changed takes the place of the tosses that lack.
        """
        is_sure = self.tosses >= NEARLY_FEW or self.people >= NEARLY_FEW_SUM
        return self.sure < FEW_PEOPLE or not is_sure


ProtectedCell = str | Number | Part | Estimated


@dataclass(frozen=True, slots=True)
class ProtectedTable:
    """A table of changed figures."""

    id: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[ProtectedCell, ...], ...]
    notes: tuple[str, ...] = ()
    kind: TableKind = "plain"


def tosses_in(caseloads: int) -> int:
    """Return how often each caseload of so many tosses: all of them as often as one, or more."""
    return max(min(LEAST_TOSSES, NEARLY_FEW), ceil(NEARLY_FEW / max(caseloads, 1)))


def change(
    tables: Iterable[RawTable], drawn_as: Callable[[str], str] = str, *, caseloads: int = 1
) -> tuple[ProtectedTable, ...]:
    """Return the tables of one caseload with every count and figure changed.

    It is one of so many `caseloads` of its service.

    `drawn_as` gives the name by which how many are behind a key is drawn: one for all that are of
    the same people by their definition. What is of the same people by chance is drawn apart, since
    two groups of which one lies within the other would else be told to be equal, or not to be.
    """
    raw = tuple(tables)
    changes = _Changes(drawn_as, state_of(_standing_on(raw)), {}, tosses_in(caseloads))
    return tuple(
        ProtectedTable(
            table.id,
            table.title,
            table.columns,
            tuple(tuple(_changed_cell(cell, changes) for cell in row) for row in table.rows),
            table.notes,
            table.kind,
        )
        for table in raw
    )


def _standing_on(tables: Iterable[RawTable]) -> Iterator[tuple[str, People, str]]:
    """Yield what every figure stands on: its key, its people, and its exact value."""
    for table in tables:
        for cell in chain.from_iterable(table.rows):
            match cell:
                case Count(key, people):
                    yield key, people, ""
                case Share(part, whole):
                    yield part.key, part.people, ""
                    yield whole.key, whole.people, ""
                case Figure(found) if found.influence:
                    yield found.key, frozenset(found.influence), repr(found.value)
                case _:
                    pass


@dataclass(frozen=True, slots=True)
class _Changes:
    """What the changes of one set of tables are drawn by, beside the keys of people.

    Attributes:
        drawn_as: As for `change`.
        known: Each figure that was changed, by the identity of its statistic: a value and both
            ends of its interval are one.

    """

    drawn_as: Callable[[str], str]
    state: bytes
    known: dict[int, Estimated]
    tosses: int


def _changed_cell(cell: Raw, changes: _Changes) -> ProtectedCell:
    match cell:
        case str():
            return cell
        case Count():
            return _number(cell, changes)
        case Share():
            return Part(_number(cell.part, changes), _number(cell.whole, changes))
        case Figure():
            found = _of_figure(cell.statistic, changes)
            return replace(found, end=cell.end, decimals=cell.decimals)
        case _:
            assert_never(cell)


def _number(count: Count, changes: _Changes) -> Number:
    value = changed(count.people, changes.drawn_as(count.key), changes.state)
    return Number(count.key, value, changed_to_add(count.people, count.key, changes.state))


def _of_figure(statistic: Statistic, changes: _Changes) -> Estimated:
    """Return a figure, changed; reckoned once, however many cells of the tables it stands in."""
    found = changes.known.get(id(statistic))
    if found is None:
        name = changes.drawn_as(statistic.key)
        found = _estimated(statistic, name, changes.state, changes.tosses)
        changes.known[id(statistic)] = found
    return found


def _estimated(statistic: Statistic, drawn_as: str, state: bytes, tosses: int) -> Estimated:
    people = frozenset(statistic.influence)
    if not people:
        return Estimated(statistic.key, None, span=statistic.span, bounded=statistic.bounded)
    statistic = held_within(statistic)
    weights = sorted(statistic.weight.values(), reverse=True)
    total = sum(weights)
    drawn = sway(people, f"{statistic.key} value", state)
    moved = statistic.value + drawn * strongest_in(statistic)
    value = min(max(moved, 0.0), statistic.span) if statistic.bounded else moved
    many = changed(people, drawn_as, state)
    larger = 1 + NEARLY_DOMINANT * chance(people, f"{statistic.key} first", state)
    return Estimated(
        key=statistic.key,
        value=value,
        error=_error(statistic, value, many, state),
        weight=total * many / len(people),
        people=many,
        first=_rounded_up(larger * weights[0] / total),
        two=_rounded_up(larger * sum(weights[:2]) / total),
        sure=_for_sure(people, drawn_as, state, tosses),
        tosses=tosses,
        adds=changed_to_add(people, statistic.key, state),
        adds_value=None if moved == value else moved,
        span=statistic.span,
        bounded=statistic.bounded,
    )


def held_within(statistic: Statistic) -> Statistic:
    """Return a figure in which who stands further from the mean than its reach counts as that far.

    However far somebody is, no change has to be larger for them, and so none says that they are
    there (ADR 137). In a rate of people everybody counts as they are.
    """
    if _is_of_people(statistic):
        return statistic
    most = _reach(statistic) * statistic.span / sum(statistic.weight.values())
    held = {
        client: min(max(moves, -most * many), most * many)
        for client, moves in statistic.influence.items()
        for many in (statistic.weight[client],)
    }
    drawn_in = sum(held.values()) - sum(statistic.influence.values())
    return replace(statistic, value=statistic.value + drawn_in, influence=held)


def strongest_in(statistic: Statistic) -> float:
    """Return what the change of a figure is a multiple of: what its strongest client may move.

    Of a rate of people it is what one moves, where that is more. Of nobody or of everybody none
    does: it is then changed as if one value were another; by less, it would say that nobody has it,
    or that everybody has (ADR 126).
    """
    reach = _reach(statistic) * statistic.span * _largest_part(statistic)
    if not _is_of_people(statistic):
        return reach
    part, one = statistic.value / statistic.span, 1 / len(statistic.weight)
    away = min(max(part, 1 - part), 1 - one) * statistic.span * one
    return max(reach, away, *(abs(each) for each in statistic.influence.values()))


def _is_of_people(statistic: Statistic) -> bool:
    """Return whether it is a rate with one value of each client."""
    return statistic.of_had and set(statistic.weight.values()) == {1}


def _reach(statistic: Statistic) -> float:
    """Return how far from the mean somebody counts, as a part of the span."""
    if _is_of_people(statistic):
        return FURTHEST
    return min(FURTHEST, max(REACH, len(statistic.influence) / REACHES_FURTHER))


def _one_value(statistic: Statistic) -> float:
    """Return what part one value is of those of the client with most of them."""
    return 1 / max(1.0, *statistic.weight.values())


def _largest_part(statistic: Statistic) -> float:
    """Return the part of all values that comes from the client with most of them."""
    return max(statistic.weight.values()) / sum(statistic.weight.values())


def _for_sure(people: People, drawn_as: str, state: bytes, tosses: int) -> int:
    """Return how many people are behind a figure for sure, of the five that make it told.

    It is never more than there are, and fewer by chance, one for all figures of the same people by
    their definition. So fewer than five are always too few, in a sum as in a caseload; up to twelve
    of one caseload are by chance.
    """
    heads = floor((1 << tosses) * chance(people, f"{drawn_as} few", state)).bit_count()
    return min(FEW_PEOPLE, max(0, len(people) - heads))


def _error(statistic: Statistic, value: float, many: int, state: bytes) -> float | None:
    """Return the standard error of a changed figure, with what the change adds to it.

    How sure a rate is says how many are behind it, and so it is made of the rate and of the number
    of people as they are told (ADR 135). With a rate of people that is all. How far the clients
    lie apart elsewhere is changed by what the strongest of them makes of it, as a figure is.
    """
    squares = statistic.squares
    if not squares:
        return None
    many = max(many, 2)
    told = _square_error_of_people(statistic, value, many)
    if _is_of_people(statistic):
        return sqrt(told)
    square, strongest = _square_error(statistic, squares)
    alike = told / _square_error_of_people(statistic, statistic.value, len(squares))
    drawn = sway(frozenset(statistic.influence), f"{statistic.key} error", state)
    found = alike * _grown(square, strongest, drawn)
    return max(sqrt(found), SWAY * REACH * statistic.span / many)


def _grown(square: float, strongest: float, drawn: float) -> float:
    """Return the square of an error changed by so many times what its strongest client makes."""
    by = (drawn + WIDER) * strongest / square
    return square * (1 + by if by > 0 else exp(by))


def _square_error_of_people(statistic: Statistic, value: float, people: int) -> float:
    """Return the square of the error, change included, of a rate with one value of each.

    That of a rate of nobody or of everybody is as if one had or lacked it. Of what is no rate it is
    known only that it gets less the more people there are.
    """
    if not statistic.of_had:
        return 1 / people
    part, one = value / statistic.span, 1 / people
    held = min(max(part, one), 1 - one)
    away = SWAY * max(held, 1 - held, FURTHEST) / people
    return float(statistic.span**2 * (held * (1 - held) / (people - 1) + away**2))


def _square_error(statistic: Statistic, squares: Sequence[float]) -> tuple[float, float]:
    """Return the square of the error, change included, and what the strongest client makes of it.

    That is as much at least as one does who stands as far from the mean as anybody counts.
    """
    largest = statistic.span * _largest_part(statistic)
    square = sum(squares)
    if statistic.of_had:
        square = max(square, (max(LEAST_APART, _one_value(statistic)) * largest) ** 2)
    reach = strongest_in(statistic)
    return square + (SWAY * reach) ** 2, max(*squares, reach**2)


def _rounded_up(part: float) -> float:
    return min(1.0, ceil(part / STEP - 1e-9) * STEP)


def added(
    caseloads: Sequence[Sequence[ProtectedTable]], drawn_as: Callable[[str], str] = str
) -> tuple[ProtectedTable, ...]:
    """Return the sums over caseloads, table by table and row by row.

    `drawn_as` is that of `change`. What is of the same people by definition says one number of
    people over several caseloads, too: each by itself, they were several draws of one number, and
    a rate could be told of more people than the count beside it.

    A table that one of them lacks, or has with other columns, is left out. Figures of several are
    changed once more by the state of them all: where one caseload alone
    differs from an earlier sum, what did not move would be what it has nobody for.
    """
    found: dict[str, ProtectedTable] = {}
    caseloads = _alike(caseloads)
    for tables in caseloads:
        for table in tables:
            known = found.get(table.id)
            found[table.id] = table if known is None else _sum_of(known, table)
    if len(caseloads) <= 1:
        return tuple(found.values())
    for tables in caseloads:
        own = state_of_sums([_figures_in(tables)])
        for table in tables:
            found[table.id] = _with_nobody(found[table.id], table, own)
    state = state_of_sums(map(_figures_in, caseloads))
    again = [_changed_again(table, state) for table in found.values()]
    many = _numbers_by_name(again, drawn_as)
    return tuple(_said_once(table, many, drawn_as) for table in again)


def _numbers_by_name(
    tables: Iterable[ProtectedTable], drawn_as: Callable[[str], str]
) -> Mapping[str, Number]:
    """Return for each name the first number of people that stands under it."""
    found: dict[str, Number] = {}
    for table in tables:
        for cell in chain.from_iterable(table.rows):
            numbers = [cell] if isinstance(cell, Number) else []
            numbers += [cell.part, cell.whole] if isinstance(cell, Part) else []
            for each in numbers:
                found.setdefault(drawn_as(each.key), each)
    return found


def _said_once(
    table: ProtectedTable, many: Mapping[str, Number], drawn_as: Callable[[str], str]
) -> ProtectedTable:
    """Return a table in which all that has one name says the same number of people."""

    def said(number: Number) -> Number:
        return replace(many[drawn_as(number.key)], key=number.key)

    def said_once(cell: ProtectedCell) -> ProtectedCell:
        match cell:
            case Number():
                return said(cell)
            case Part(part, whole):
                return Part(said(part), said(whole))
            case Estimated(key, value=float() | int()) if drawn_as(key) in many:
                return replace(cell, people=many[drawn_as(key)].value)
            case _:
                return cell

    return replace(table, rows=tuple(tuple(map(said_once, row)) for row in table.rows))


def _alike(caseloads: Sequence[Sequence[ProtectedTable]]) -> list[list[ProtectedTable]]:
    """Return of each caseload the tables that all of them have, with the same columns.

    One may have given its figures before a table came or was changed. What only some have would
    be told of these few caseloads, and by the difference of the others.
    """
    shapes = [{_shape(each) for each in tables} for tables in caseloads]
    return [
        [each for each in tables if all(_shape(each) in other for other in shapes)]
        for tables in caseloads
    ]


def _shape(table: ProtectedTable) -> tuple[str, ...]:
    return (table.id, *(each.id for each in table.columns))


def _with_nobody(summed: ProtectedTable, own: ProtectedTable, state: bytes) -> ProtectedTable:
    """Return the sum with nobody added, changed as anybody is, in rows that a caseload lacks.

    A group to which it adds nothing at all would be one that it has nobody of.
    """
    there = set(map(row_key, own.rows))
    rows = tuple(
        row
        if row_key(row) in there
        else added_rows(row, tuple(_nobody(cell, state) for cell in row))
        for row in summed.rows
    )
    return replace(summed, rows=rows)


def _nobody(cell: ProtectedCell, state: bytes) -> ProtectedCell:
    match cell:
        case str():
            return cell
        case Number(key):
            return _number_of_nobody(key, state)
        case Part(part, whole):
            return Part(_number_of_nobody(part.key, state), _number_of_nobody(whole.key, state))
        case Estimated(key):
            return Estimated(key, None)
        case _:
            assert_never(cell)


def _number_of_nobody(key: str, state: bytes) -> Number:
    adds = changed_sum(key, state)
    return Number(key, 0, adds or None)


def _figures_in(tables: Iterable[ProtectedTable]) -> Iterator[str]:
    """Yield every figure of a caseload, in no language."""
    for table in tables:
        for cell in chain.from_iterable(table.rows):
            if not isinstance(cell, str):
                yield repr(cell)


def _changed_again(table: ProtectedTable, state: bytes) -> ProtectedTable:
    rows = tuple(
        tuple(_swayed_sum(cell, state) if isinstance(cell, Estimated) else cell for cell in row)
        for row in table.rows
    )
    return replace(table, rows=rows)


def _swayed_sum(figure: Estimated, state: bytes) -> Estimated:
    """Return a figure over several caseloads, changed by what its strongest client may weigh.

    So is its error, which holds that of each caseload, where one client may stand far out.
    """
    if figure.value is None:
        return figure
    reach = SWAY * REACH * figure.span * figure.first
    error = figure.error
    value = figure.value_to_add + reach * sway_of_sum(figure.key, state)
    return replace(
        figure,
        value=min(max(value, 0.0), figure.span) if figure.bounded else value,
        error=None if error is None else _swayed_error(figure, hypot(error, reach), state),
        people=max(0, figure.to_add + changed_sum(f"{figure.key} people", state)),
        adds=None,
        adds_value=None,
    )


def _swayed_error(figure: Estimated, error: float, state: bytes) -> float:
    drawn = SWAY * sway_of_sum(f"{figure.key} error", state)
    return sqrt(_grown(error**2, (REACH * figure.span * figure.first) ** 2, drawn))


def _sum_of(one: ProtectedTable, other: ProtectedTable) -> ProtectedTable:
    rows = {row_key(row): row for row in one.rows}
    order = list(rows)
    place = 0
    for row in other.rows:
        key = row_key(row)
        if key in rows:
            rows[key] = added_rows(rows[key], row)
            place = order.index(key) + 1
        else:
            rows[key] = row
            order.insert(place, key)
            place += 1
    notes = (*one.notes, *(each for each in other.notes if each not in one.notes))
    return replace(one, rows=tuple(rows[key] for key in order), notes=notes)


def row_key(row: Sequence[ProtectedCell]) -> str:
    """Return what a row is about, in no language: the key of its first figure."""
    return next(filter(None, map(_key_of, row)), str(row[0]))


def _key_of(cell: ProtectedCell) -> str:
    match cell:
        case Number(key) | Estimated(key) | Part(Number(key)):
            return key
        case _:
            return ""


def added_rows(
    one: Sequence[ProtectedCell], other: Sequence[ProtectedCell]
) -> tuple[ProtectedCell, ...]:
    """Return the sum of two rows; the words are the first one's."""
    return tuple(_sum_of_cells(*each) for each in zip(one, other, strict=True))


def _sum_of_cells(one: ProtectedCell, other: ProtectedCell) -> ProtectedCell:
    match one, other:
        case Number(), Number():
            return _sum_of_numbers(one, other)
        case Part(), Part():
            return Part(
                _sum_of_numbers(one.part, other.part), _sum_of_numbers(one.whole, other.whole)
            )
        case Estimated(), Estimated():
            return _pooled(one, other)
        case _:
            return one


def _sum_of_numbers(one: Number, other: Number) -> Number:
    adds = one.to_add + other.to_add
    return Number(one.key, max(0, adds), None if adds >= 0 else adds)


def _pooled(one: Estimated, other: Estimated) -> Estimated:
    """Return one figure out of two, each by the number of its values."""
    if one.is_of_before or other.is_of_before:
        return replace(one, value=None, error=None, is_of_before=True)
    if one.value is None or not one.weight:
        return replace(other, end=one.end, decimals=one.decimals)
    if other.value is None or not other.weight:
        return one
    weight = one.weight + other.weight
    shares = (one.weight / weight, other.weight / weight)
    errors = [one.span if each.error is None else each.error for each in (one, other)]
    parts = [
        (each.first * share, each.two * share)
        for each, share in zip((one, other), shares, strict=True)
    ]
    singles = sorted(
        chain.from_iterable((first, two - first) for first, two in parts), reverse=True
    )
    return replace(
        one,
        value=shares[0] * one.value_to_add + shares[1] * other.value_to_add,
        adds_value=None,
        error=sqrt(sum((share * each) ** 2 for share, each in zip(shares, errors, strict=True))),
        weight=weight,
        people=max(0, one.to_add + other.to_add),
        adds=one.to_add + other.to_add,
        first=singles[0],
        two=sum(singles[:2]),
        sure=min(FEW_PEOPLE, one.sure + other.sure),
        tosses=one.tosses + other.tosses,
    )
