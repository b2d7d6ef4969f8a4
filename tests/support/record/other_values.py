"""Rows that differ in one field each: what tells of a row tells of each of its fields."""

from dataclasses import fields, replace
from typing import Any, Literal, TypeVar, get_args, get_origin

R = TypeVar("R")


def others(row: R, **known: Any) -> dict[str, R]:
    """Return by the name of a field the row with another value in it.

    Any text may stand in a field of text, the next word of the list in one that is chosen; of all
    others `known` says what they may hold besides.
    """
    return {
        each.name: replace(row, **{each.name: known.get(each.name) or _another(each, row)})
        for each in fields(row)
    }


def _another(field: Any, row: Any) -> Any:
    now = getattr(row, field.name)
    if field.type is str:
        return f"held in {field.name}"
    if field.type is bool:
        return not now
    assert get_origin(field.type) is Literal, f"say what {field.name} may hold besides"
    return next(each for each in get_args(field.type) if each and each != now)
