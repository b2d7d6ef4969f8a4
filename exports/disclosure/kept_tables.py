"""Tables of changed figures as a closed quarter keeps them: written as data, and read again."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from typing import Any, assert_never, get_args

from exports.disclosure.protected import (
    EARLIER_SPANS,
    FEW_PEOPLE,
    Estimated,
    Number,
    Part,
    ProtectedCell,
    ProtectedTable,
)
from exports.document.tables import Column, ColumnKind, TableKind
from exports.errors import DamagedFigures
from session_forms.words.texts import _


def as_data(tables: Iterable[ProtectedTable]) -> list[dict[str, Any]]:
    """Return the tables as they are kept: lists, texts and numbers alone."""
    return [
        {
            "id": table.id,
            "title": table.title,
            "kind": table.kind,
            "notes": list(table.notes),
            "columns": [asdict(column) for column in table.columns],
            "rows": [[_cell_data(cell) for cell in row] for row in table.rows],
        }
        for table in tables
    ]


def _cell_data(cell: ProtectedCell) -> str | dict[str, Any]:
    match cell:
        case str():
            return cell
        case Number():
            return _number_data(cell)
        case Part():
            return {"part": _number_data(cell.part), "whole": _number_data(cell.whole)}
        case Estimated():
            standard = Estimated(cell.key, None)
            return {
                "estimated": {
                    name: value
                    for name, value in asdict(cell).items()
                    if name == "key" or value != getattr(standard, name)
                }
            }
        case _:
            assert_never(cell)


def _number_data(number: Number) -> dict[str, Any]:
    adds = {} if number.adds is None else {"adds": number.adds}
    return {"key": number.key, "value": number.value, **adds}


def from_data(found: Iterable[Mapping[str, Any]]) -> tuple[ProtectedTable, ...]:
    """Return tables that were kept.

    Raises:
        DamagedFigures: They are not as `as_data` writes them.

    """
    try:
        return tuple(_table(each) for each in found)
    except (AttributeError, KeyError, TypeError, ValueError):
        raise DamagedFigures(_("The kept figures of a quarter cannot be read.")) from None


def _table(found: Mapping[str, Any]) -> ProtectedTable:
    columns = tuple(Column(**each) for each in found["columns"])
    if found["kind"] not in get_args(TableKind) or any(
        each.kind not in get_args(ColumnKind) for each in columns
    ):
        raise ValueError
    return ProtectedTable(
        str(found["id"]),
        str(found["title"]),
        columns,
        tuple(tuple(_cell(cell) for cell in row) for row in found["rows"]),
        tuple(map(str, found["notes"])),
        found["kind"],
    )


def _cell(found: Any) -> ProtectedCell:  # noqa: ANN401 - what a file holds
    if isinstance(found, str):
        return found
    if "estimated" in found:
        return _read_figure({"value": None, **found["estimated"]})
    if "whole" in found:
        return Part(_read_number(found["part"]), _read_number(found["whole"]))
    return _read_number(found)


def _read_figure(given: dict[str, Any]) -> Estimated:
    """Return a figure; one of before this version says only whether it is told (ADR 151)."""
    if "few" in given:
        given["sure"] = 0 if given.pop("few") else FEW_PEOPLE
    read = Estimated(**given)
    if read.span == EARLIER_SPANS.get(read.key):
        return replace(read, value=None, error=None, adds_value=None, is_of_before=True)
    return read


def _read_number(found: Mapping[str, Any]) -> Number:
    adds = found.get("adds")
    return Number(str(found["key"]), int(found["value"]), None if adds is None else int(adds))
