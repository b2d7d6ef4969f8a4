"""Conditions as FHIR says when an item is shown, in both directions."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from session_forms.conditions.conditions import AnswerTest, Condition, PlainValue
from session_forms.exchange.fhir_terms.codings import Choices, choices_of
from session_forms.exchange.fhir_terms.links import link_of
from session_forms.exchange.fhir_terms.values import Typed, plain_value, typed_value
from session_forms.exchange.plain_data.plain_form import Tree
from session_forms.questions.choices import MultiQuestion
from session_forms.questions.kinds import Question
from session_forms.questions.ratings import ScaleAnchor

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


@dataclass(frozen=True, slots=True)
class EnableWhen:
    """What FHIR holds of a condition: lines, and whether one of them is enough."""

    lines: tuple[Tree, ...]
    any_is_enough: bool = False

    def keys(self) -> Tree:
        """Return the keys of an item."""
        if len(self.lines) == 1:
            return {"enableWhen": list(self.lines)}
        behaviour = "any" if self.any_is_enough else "all"
        return {"enableWhen": list(self.lines), "enableBehavior": behaviour}


def enable_when(
    form_id: str, condition: Condition, questions: Mapping[str, Question]
) -> EnableWhen | None:
    """Return `condition` in the words of FHIR, or None when these cannot say it.

    `questions` are those that it may ask about, by id.
    """
    question = questions.get(condition.question or "")
    if question is not None:
        return _tested(question, choices_of(form_id, question, question.id), condition)
    for group, join in _JOINED.items():
        inside: Sequence[Condition] | None = getattr(condition, group)
        if inside is not None:
            said = [enable_when(form_id, each, questions) for each in inside]
            parts = [part for part in said if part is not None]
            return join(parts) if len(parts) == len(said) else None
    return None


def _all_of_them(parts: Sequence[EnableWhen]) -> EnableWhen | None:
    if any(part.any_is_enough and len(part.lines) > 1 for part in parts):
        return None
    return EnableWhen(tuple(line for part in parts for line in part.lines))


def _any_of_them(parts: Sequence[EnableWhen]) -> EnableWhen | None:
    if any(not part.any_is_enough and len(part.lines) > 1 for part in parts):
        return None
    lines = tuple(line for part in parts for line in part.lines)
    return EnableWhen(lines, any_is_enough=True)


def _none_of(parts: Sequence[EnableWhen]) -> EnableWhen | None:
    """Return the opposite of each line; without an answer a limit has none in FHIR."""
    together = _any_of_them(parts)
    lines = [_opposite(line) for line in together.lines] if together else [None]
    said = tuple(line for line in lines if line is not None)
    return EnableWhen(said) if len(said) == len(lines) else None


def _opposite(line: Tree) -> Tree | None:
    operators = {"=": "!=", "!=": "="}
    if line["operator"] == "exists":
        return {**line, "answerBoolean": not line["answerBoolean"]}
    if line["operator"] in operators:
        return {**line, "operator": operators[line["operator"]]}
    return None


_JOINED: Mapping[str, Callable[[Sequence[EnableWhen]], EnableWhen | None]] = {
    "all_of": _all_of_them,
    "some_of": _any_of_them,
    "none_of": _none_of,
}


def _tested(question: Question, choices: Choices, test: AnswerTest) -> EnableWhen | None:
    if test.answered:
        return EnableWhen((_line(question, "exists", ("Boolean", True)),))
    if test.cannot_tell or test.declined:
        return None
    values = _values_of(choices, test)
    if values:
        typed = (typed_value(question, choices, value) for value in values)
        return EnableWhen(tuple(_line(question, "=", each) for each in typed), any_is_enough=True)
    limits = (
        (">=", test.from_ if test.at_least is None else test.at_least),
        ("<=", test.to if test.at_most is None else test.at_most),
    )
    return EnableWhen(
        tuple(
            _line(question, operator, typed_value(question, choices, limit))
            for operator, limit in limits
            if limit is not None
        )
    )


def _values_of(choices: Choices, test: AnswerTest) -> tuple[PlainValue, ...]:
    """Return the values of which any passes; none for a range of plain numbers."""
    if test.equals is not None:
        return (test.equals,)
    if test.any_of or test.includes_any:
        return test.any_of or test.includes_any or ()
    points = [each.value for each in choices.choices if isinstance(each, ScaleAnchor)]
    return tuple(each for each in points if test.passes(each))


def _line(question: Question, operator: str, typed: Typed) -> Tree:
    kind, value = typed
    return {"question": link_of(question), "operator": operator, f"answer{kind}": value}
