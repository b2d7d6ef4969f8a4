"""Plain answers as FHIR values: the name of the FHIR type, and the value."""

from session_forms.conditions.answer_tests import PlainValue
from session_forms.exchange.fhir_terms.codings import Choices
from session_forms.exchange.plain_data.plain_form import Tree
from session_forms.questions.columns import DateColumn
from session_forms.questions.days import DateQuestion, TimeQuestion
from session_forms.questions.ratings import NumberQuestion

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
