"""The types of an XLSForm's rows."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

_TYPES: Mapping[str, str] = {
    "text": "string",
    "string": "string",
    "integer": "integer",
    "int": "integer",
    "decimal": "decimal",
    "range": "integer",
    "date": "date",
    "time": "time",
    "datetime": "dateTime",
    "select_one": "choice",
    "select_multiple": "choice",
    "acknowledge": "boolean",
    "trigger": "boolean",
    "note": "display",
    "begin_group": "group",
    "begin_repeat": "group",
}
_NOT_OURS = "unknown"
"""A FHIR type that there is not: such a row is left out and listed."""

_SELECT = re.compile(
    r"(?:(?P<one>select[ _]one(?:[ _]from)?)|select[ _](?:multiple|all[ _]that[ _]apply)"
    r"(?:[ _]from)?)\s+(?P<list>\S+)(?P<other>\s+or[ _]other)?"
)


@dataclass(frozen=True, slots=True)
class RowType:
    """What a row is.

    Attributes:
        name: The type in one spelling, or "" when there is none.
        fhir_type: What it is called in FHIR.
        list_name: The list that is chosen from, or "".
        or_other: Whether another answer can be written.
        ends: Whether the row only ends a group.

    """

    name: str
    fhir_type: str = _NOT_OURS
    list_name: str = ""
    or_other: bool = False
    ends: bool = False

    @property
    def begins(self) -> bool:
        """Whether the rows up to its end stand in it."""
        return self.name in {"begin_group", "begin_repeat"}

    @property
    def repeats(self) -> bool:
        """Whether there can be several answers."""
        return self.name in {"begin_repeat", "select_multiple"}


def row_type(cell: str) -> RowType:
    """Return what the cell under `type` says."""
    plain = " ".join(cell.split())
    found = _SELECT.fullmatch(plain)
    if found:
        name = "select_one" if found["one"] else "select_multiple"
        return RowType(name, "choice", found["list"], bool(found["other"]))
    name = plain.lower().replace(" ", "_")
    if name in {"end_group", "end_repeat"}:
        return RowType(name, ends=True)
    return RowType(name, _TYPES.get(name, _NOT_OURS))
