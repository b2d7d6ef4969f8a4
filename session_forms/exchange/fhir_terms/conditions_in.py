"""enableWhen as a condition of ours, where our words say the very same thing."""

from collections.abc import Mapping, Sequence
from typing import Any

from session_forms.conditions.answer_tests import PlainValue
from session_forms.exchange.fhir_terms.codings import choices_of
from session_forms.exchange.fhir_terms.values_in import plain_value
from session_forms.exchange.plain_data.plain_form import Tree
from session_forms.questions.choices import MultiQuestion
from session_forms.questions.kinds import Question

Asked = Mapping[str, Question]
"""The questions that a condition may look back at, by linkId."""

_LIMITS: Mapping[str, tuple[str, int]] = {
    ">=": ("at_least", 0),
    ">": ("at_least", 1),
    "<=": ("at_most", 0),
    "<": ("at_most", -1),
}
_RANGE = {"at_least": "from", "at_most": "to"}


def condition_of(
    form_id: str, lines: Sequence[object], *, any_is_enough: bool, asked: Asked
) -> Tree | None:
    """Return the keys of the condition that `lines` say together, or None.

    None also when a line looks at a question that is not asked before, or compares with
    something that cannot be answered there.
    """
    found = [_condition(form_id, line, asked) for line in lines]
    said = [each for each in found if each is not None]
    if not said or len(said) != len(found):
        return None
    if len(said) == 1:
        return said[0]
    return _some_of(said) if any_is_enough else _all_of(said)


def _condition(form_id: str, line: object, asked: Asked) -> Tree | None:
    if not isinstance(line, dict):
        return None
    question = asked.get(str(line.get("question")))
    if question is None:
        return None
    value = plain_value(choices_of(form_id, question, question.id), line, "answer")
    return None if value is None else _said(question, str(line.get("operator")), value)


def _said(question: Question, operator: str, value: PlainValue | float) -> Tree | None:
    if operator == "exists":
        answered = {"question": question.id, "answered": True}
        return (answered if value else {"none_of": [answered]}) if type(value) is bool else None
    if operator in _LIMITS:
        return _limit(question, *_LIMITS[operator], value)
    if operator not in {"=", "!="} or not question.possible(value):
        return None
    test = {"includes_any": [value]} if isinstance(question, MultiQuestion) else {"equals": value}
    equal = {"question": question.id, **test}
    return equal if operator == "=" else {"none_of": [equal]}


def _limit(question: Question, name: str, beyond: int, value: PlainValue | float) -> Tree | None:
    """Return a limit; beyond a number there is a next one only among whole numbers."""
    if type(value) is not int or (beyond and getattr(question, "decimals", 0)):
        return None
    if not question.possible(value + beyond):
        return None
    return {"question": question.id, name: value + beyond}


def _some_of(conditions: Sequence[Tree]) -> Tree:
    """Join values of one question in one test, and anything else as it is."""
    values = [value for each in conditions for value in _values(each)]
    asked = {each.get("question") for each in conditions}
    if len(values) < len(conditions) or len(asked) > 1:
        return {"some_of": list(conditions)}
    joined = "includes_any" if "includes_any" in conditions[0] else "any_of"
    return {"question": conditions[0]["question"], joined: values}


def _values(test: Tree) -> list[Any]:
    return list(test.get("includes_any", ())) + ([test["equals"]] if "equals" in test else [])


def _all_of(conditions: Sequence[Tree]) -> Tree:
    """Join the two ends of a range, and what must not be; anything else stands as it is."""
    none = [test for each in conditions for test in each.get("none_of", ())]
    rest = [each for each in conditions if "none_of" not in each]
    if not rest:
        return {"none_of": none}
    ends: Tree = {key: value for each in rest for key, value in each.items()}
    if len(conditions) == len(rest) == len(_RANGE) and ends.keys() == {"question", *_RANGE}:
        one_question = rest[0]["question"] == rest[1]["question"]
        if one_question and ends["at_least"] <= ends["at_most"]:
            return {_RANGE.get(key, key): value for key, value in ends.items()}
    return {"all_of": [*rest, *([{"none_of": none}] if none else [])]}
