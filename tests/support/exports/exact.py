"""The figures of a service report as they truly are: nothing changed, nothing withheld."""

from collections.abc import Iterable, Mapping, Sequence

from exports.case.case import PseudonymisedCase
from exports.disclosure.constraints import Constraint
from exports.disclosure.disclosure import Profile, finish
from exports.disclosure.protected import Estimated, Number, Part, ProtectedCell, ProtectedTable
from exports.document.tables import Count, Figure, Raw, RawTable, Share, Table
from exports.reports import service_report
from programme.definition.definition import Programme
from programme.loading import library as programmes
from session_forms.library import library
from session_forms.library.library import FormLibrary

EVERYTHING = Profile("exact", "Exact", least=0, behind=0, groups_from=10, people_from=0, says="")


def raw_tables(
    cases: Sequence[PseudonymisedCase],
    forms: FormLibrary | None = None,
    programme: Programme | None = None,
) -> tuple[RawTable, ...]:
    """Return the tables of a service report before anything is changed."""
    made = service_report.raw_tables(
        cases, forms or library.installed(), programme or programmes.installed()
    )
    return tuple(made)


def exact(tables: Iterable[RawTable]) -> tuple[Table, ...]:
    """Return tables as they would be printed if they needed no protection."""
    finished, _protection = finish(map(unchanged, tables), EVERYTHING)
    return finished


def unchanged(table: RawTable) -> ProtectedTable:
    """Return a table with its true figures."""
    rows = tuple(tuple(map(_cell, row)) for row in table.rows)
    return ProtectedTable(table.id, table.title, table.columns, rows, table.notes, table.kind)


def exact_rows(
    cases: Sequence[PseudonymisedCase],
    table_id: str,
    forms: FormLibrary | None = None,
    programme: Programme | None = None,
) -> list[list[str]]:
    """Return the rows of one table of a service report, as words."""
    chosen = [each for each in raw_tables(cases, forms, programme) if each.id == table_id]
    return [[cell.text for cell in row] for table in exact(chosen) for row in table.rows]


def _cell(cell: Raw) -> ProtectedCell:
    match cell:
        case Count():
            return Number(cell.key, cell.value)
        case Share():
            part, whole = cell.part, cell.whole
            return Part(Number(part.key, part.value), Number(whole.key, whole.value))
        case Figure(statistic) if not statistic.influence:
            return Estimated(statistic.key, None, end=cell.end, decimals=cell.decimals)
        case Figure(statistic):
            return Estimated(
                key=statistic.key,
                value=statistic.value,
                error=statistic.error,
                weight=sum(statistic.weight.values()),
                people=len(statistic.influence),
                first=0,
                two=0,
                sure=5,
                span=statistic.span,
                bounded=statistic.bounded,
                end=cell.end,
                decimals=cell.decimals,
            )
        case _:
            return str(cell)


def broken(constraints: Iterable[Constraint], true: Mapping[str, int]) -> list[Constraint]:
    """Return the constraints that numbers do not keep to; what is not named counts as 0."""
    return [
        each
        for each in constraints
        if not each.low
        <= sum(weight * true.get(key, 0) for key, weight in each.terms.items())
        <= each.high
    ]
