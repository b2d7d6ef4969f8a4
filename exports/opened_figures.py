"""A figure of a service report, opened: its rule, what it is made of, and whose it is.

    figures_of(page, tables)        what can be opened from a page of the report
    open_figure(caseloads, ...)     rule and sum, as protected: no more than the report tells
    people_behind(raw, figure)      whose it is, in a caseload that somebody may open

A figure is a row of a table, named by the table's id and the key of the row.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from exports.disclosure.disclosure import Profile, finish, is_told, rows_of
from exports.disclosure.protected import (
    Estimated,
    Part,
    ProtectedCell,
    ProtectedTable,
    added,
    row_key,
)
from exports.document.document import PreviewPage
from exports.document.tables import Cell, Count, Figure, People, Raw, RawTable, Share, Table
from exports.estimates.influence import Statistic
from exports.reports.audit_page import drawn_as
from exports.reports.service_report import Tabulated
from programme.definition.definition import Programme
from session_forms.words.list_words import facts_in_a_line
from session_forms.words.number_words import number_words
from session_forms.words.texts import NN_, counted

SHARE_OF = NN_("About {part} of about {count} client.", "About {part} of about {count} clients.")
FROM_VALUES = NN_(
    "About {values} values of about {count} client.",
    "About {values} values of about {count} clients.",
)


@dataclass(frozen=True, slots=True)
class FigureName:
    """A figure that can be opened: its id, and its words."""

    id: str
    words: str


@dataclass(frozen=True, slots=True)
class OpenedNumber:
    """One number of an opened figure.

    Attributes:
        column: The id of its column.
        said: As the report prints it.
        rule: What it counts, in words.
        made_of: What it is made of, as protected; empty where that may not be told.

    """

    column: str
    title: str
    said: str
    rule: str
    made_of: str


@dataclass(frozen=True, slots=True)
class OpenedFigure:
    """A figure of a report with its numbers.

    Attributes:
        keys: The rows that it is made of, before small groups were put together.

    """

    name: FigureName
    numbers: tuple[OpenedNumber, ...]
    notes: tuple[str, ...]
    keys: frozenset[str]


def figures_of(page: PreviewPage, tables: Mapping[str, Table]) -> tuple[FigureName, ...]:
    """Return the figures of a page: the rows of its tables, and of those behind its pictures."""
    on_page = [block.id for block in page.blocks if isinstance(block, Table)]
    found: dict[str, FigureName] = {}
    for each in (*page.behind, *on_page):
        table_id, _sign, wanted = each.partition("/")
        table = tables.get(table_id)
        for key, row in zip(table.keys, table.rows, strict=False) if table else ():
            if wanted in {"", key}:
                assert table is not None
                texts = [
                    cell.text
                    for cell, column in zip(row, table.columns, strict=True)
                    if column.kind == "text"
                ]
                name = FigureName(f"{table_id}/{key}", facts_in_a_line(table.title, *texts))
                found.setdefault(name.id, name)
    return tuple(found.values())


def open_figure(
    caseloads: Sequence[Tabulated], programme: Programme, profile: Profile, figure: str
) -> OpenedFigure | None:
    """Return a figure of the sum of all caseloads, as this profile shows it; None without it.

    The profile is over all caseloads that the report covers, also those with nobody to count.
    """
    table_id, _sign, _key = figure.partition("/")
    for table in added([each.tables for each in caseloads], drawn_as(programme)):
        if table.id == table_id:
            return _opened(table, profile, figure)
    return None


def _opened(table: ProtectedTable, profile: Profile, figure: str) -> OpenedFigure | None:
    rows = rows_of(table, profile)
    finished, _protection = finish((table,), profile, caseloads=profile.caseloads)
    lines = (
        line
        for shown in finished
        for line in zip(
            figures_of(PreviewPage("", (shown,)), {shown.id: shown}), rows, shown.rows, strict=True
        )
    )
    found = next((line for line in lines if line[0].id == figure), None)
    if found is None:
        return None
    name, row, printed = found
    apart = {row_key(each) for each in rows if each is not row}
    together = {row_key(each) for each in table.rows} - apart
    keys = {row_key(row)} if row in table.rows else together
    numbers = tuple(_numbers(table, row, printed, profile))
    return OpenedFigure(name, numbers, finished[0].notes, frozenset(keys))


def _numbers(
    table: ProtectedTable,
    row: Sequence[ProtectedCell],
    printed: Sequence[Cell],
    profile: Profile,
) -> Iterator[OpenedNumber]:
    """Yield the numbers of a row: no words, and no ends of an interval."""
    for column, cell, shown in zip(table.columns, row, printed, strict=True):
        if isinstance(cell, str) or (isinstance(cell, Estimated) and cell.end != "value"):
            continue
        made_of = _made_of(cell, profile)
        yield OpenedNumber(column.id, column.title, shown.words, column.description, made_of)


def _made_of(cell: ProtectedCell, profile: Profile) -> str:
    """Return what a number is made of, as protected."""
    match cell:
        case Part(part, whole) if is_told(cell, profile):
            return counted(SHARE_OF, whole.value, part=number_words(part.value, 0))
        case Estimated() if is_told(cell, profile):
            return counted(FROM_VALUES, cell.people, values=number_words(cell.weight, 0))
        case _:
            return ""


def people_behind(tables: Iterable[RawTable], figure: OpenedFigure) -> Mapping[str, People]:
    """Return whose each number is, by column and the secret keys of their records.

    The tables are exact, and of caseloads that the person who asks may open.
    """
    table_id, _sign, _key = figure.name.id.partition("/")
    found: dict[str, People] = {each.column: frozenset() for each in figure.numbers}
    rows = ((table.columns, row) for table in tables if table.id == table_id for row in table.rows)
    for columns, row in rows:
        if _raw_key(row) in figure.keys:
            for column, cell in zip(columns, row, strict=True):
                if column.id in found:
                    found[column.id] |= _people(cell)
    return found


def _raw_key(row: Sequence[Raw]) -> str:
    """Return what `row_key` says of the same row once it was changed."""
    return next((key for key in _keys(row) if key), str(row[0]))


def _keys(row: Sequence[Raw]) -> Iterator[str]:
    for cell in row:
        match cell:
            case Count(key) | Share(Count(key)) | Figure(Statistic(key)):
                yield key
            case _:
                pass


def _people(cell: Raw) -> People:
    match cell:
        case Count(_key, people) | Share(Count(_key, people)):
            return people
        case Figure(Statistic() as found):
            return frozenset(found.influence)
        case _:
            return frozenset()
