"""enableWhen as a condition of ours, where our words say the very same thing."""

from collections.abc import Mapping, Sequence
from typing import Any

from session_forms.answer_tests import PlainValue
from session_forms.choices import MultiQuestion
from session_forms.exchange.codings import choices_of
from session_forms.exchange.spelling import Tree
from session_forms.exchange.values_in import plain_value
from session_forms.kinds import Question

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
    tests = [_test(form_id, line, asked) for line in lines]
    said = [test for test in tests if test is not None]
    if not said or len(said) != len(tests):
        return None
    if len(said) == 1:
        return said[0]
    return _any_of(said) if any_is_enough else _all_of(said)


def _test(form_id: str, line: object, asked: Asked) -> Tree | None:
    if not isinstance(line, dict):
        return None
    question = asked.get(str(line.get("question")))
    if question is None:
        return None
    value = plain_value(choices_of(form_id, question, question.id), line, "answer")
    test = None if value is None else _said(question, str(line.get("operator")), value)
    return None if test is None else {"question": question.id, **test}


def _said(question: Question, operator: str, value: PlainValue) -> Tree | None:
    if operator == "exists":
        return {"answered": True} if value is True else None
    if operator in _LIMITS and type(value) is int:
        name, beyond = _LIMITS[operator]
        return {name: value + beyond} if question.possible(value + beyond) else None
    if operator != "=" or not question.possible(value):
        return None
    return {"includes_any": [value]} if isinstance(question, MultiQuestion) else {"equals": value}


def _any_of(tests: Sequence[Tree]) -> Tree | None:
    """Join values of one question; what else "any" can join we have no word for."""
    question = tests[0]["question"]
    values = [each for test in tests for each in _values(test)]
    if len(values) < len(tests) or any(test["question"] != question for test in tests):
        return None
    joined = "includes_any" if "includes_any" in tests[0] else "any_of"
    return {"question": question, joined: values}


def _values(test: Tree) -> list[Any]:
    return list(test.get("includes_any", ())) + ([test["equals"]] if "equals" in test else [])


def _all_of(tests: Sequence[Tree]) -> Tree:
    together: Tree = {}
    for test in tests:
        together |= test
    if len(tests) == len(_RANGE) and together.keys() == {"question", *_RANGE}:
        one_question = tests[0]["question"] == tests[1]["question"]
        if one_question and together["at_least"] <= together["at_most"]:
            return {_RANGE.get(key, key): value for key, value in together.items()}
    return {"all_of": list(tests)}
