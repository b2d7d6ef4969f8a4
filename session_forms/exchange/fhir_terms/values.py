"""One answer as a FHIR value, in both directions."""

from collections.abc import Callable, Mapping
from typing import Any

from session_forms.conditions.conditions import PlainValue
from session_forms.exchange.fhir_terms.codings import Choices
from session_forms.exchange.plain_data.plain_form import Tree
from session_forms.questions.columns import DateColumn
from session_forms.questions.days import DateQuestion, TimeQuestion
from session_forms.questions.ratings import NumberQuestion

Plain = PlainValue | float


def plain_value(choices: Choices, element: Mapping[str, Any], prefix: str) -> Plain | None:
    """Return what stands under `prefix`, as under `valueCoding`, as a plain answer.

    None when nothing does, or nothing of a type that could be an answer.
    """
    for kind, read in _READERS.items():
        if f"{prefix}{kind}" in element:
            return read(choices, element[f"{prefix}{kind}"])
    return None


def _coded(choices: Choices, value: object) -> PlainValue | None:
    return choices.coded(value) if isinstance(value, dict) else None


def _text(choices: Choices, value: object) -> PlainValue | None:
    if not isinstance(value, str):
        return None
    if not choices:
        return value
    named = choices.labelled(value)
    return choices.coded({"code": value}) if named is None else named


def _number(choices: Choices, value: object) -> Plain | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    number = int(value) if value == int(value) else value
    named = choices.labelled(str(number))
    return number if named is None else named


def _truth(_choices: Choices, value: object) -> PlainValue | None:
    return value if isinstance(value, bool) else None


def _clock(_choices: Choices, value: object) -> PlainValue | None:
    return value[: len("00:00")] if isinstance(value, str) else None


_READERS: Mapping[str, Callable[[Choices, object], Plain | None]] = {
    "Coding": _coded,
    "Integer": _number,
    "Decimal": _number,
    "Boolean": _truth,
    "String": _text,
    "Date": _text,
    "Time": _clock,
}


Typed = tuple[str, PlainValue | float | Tree]


def typed_value(asked: object, choices: Choices, value: PlainValue | float) -> Typed:
    """Return one plain answer to a question or a column that has these choices."""
    coding = choices.coding(value)
    if coding is not None:
        return "Coding", coding
    if isinstance(asked, TimeQuestion):
        return "Time", f"{value}:00"
    return _type(asked, value), value


def _type(asked: object, value: PlainValue | float) -> str:
    match asked, value:
        case _, bool():
            return "Boolean"
        case NumberQuestion(decimals=decimals), _ if decimals:
            return "Decimal"
        case _, int():
            return "Integer"
        case DateQuestion() | DateColumn(), _:
            return "Date"
        case _:
            return "String"
