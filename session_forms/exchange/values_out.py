"""Plain answers as FHIR values: the name of the FHIR type, and the value."""

from session_forms.answer_tests import PlainValue
from session_forms.columns import DateColumn
from session_forms.days import DateQuestion, TimeQuestion
from session_forms.exchange.codings import Choices
from session_forms.exchange.spelling import Tree

Typed = tuple[str, PlainValue | Tree]


def typed_value(asked: object, choices: Choices, value: PlainValue) -> Typed:
    """Return one plain answer to a question or a column that has these choices."""
    coding = choices.coding(value)
    if coding is not None:
        return "Coding", coding
    match asked, value:
        case _, bool():
            return "Boolean", value
        case _, int():
            return "Integer", value
        case DateQuestion() | DateColumn(), _:
            return "Date", value
        case TimeQuestion(), _:
            return "Time", f"{value}:00"
        case _:
            return "String", value
