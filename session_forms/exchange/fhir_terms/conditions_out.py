"""Conditions as enableWhen: as far as its words reach, with the very same meaning."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from session_forms.conditions.answer_tests import AnswerTest, PlainValue
from session_forms.conditions.conditions import Condition
from session_forms.exchange.fhir_terms.codings import Choices, choices_of
from session_forms.exchange.fhir_terms.links import link_of
from session_forms.exchange.fhir_terms.values_out import Typed, typed_value
from session_forms.exchange.plain_data.plain_form import Tree
from session_forms.questions.kinds import Question
from session_forms.questions.ratings import Anchor


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


def _all_of(parts: Sequence[EnableWhen]) -> EnableWhen | None:
    if any(part.any_is_enough and len(part.lines) > 1 for part in parts):
        return None
    return EnableWhen(tuple(line for part in parts for line in part.lines))


def _some_of(parts: Sequence[EnableWhen]) -> EnableWhen | None:
    if any(not part.any_is_enough and len(part.lines) > 1 for part in parts):
        return None
    lines = tuple(line for part in parts for line in part.lines)
    return EnableWhen(lines, any_is_enough=True)


def _none_of(parts: Sequence[EnableWhen]) -> EnableWhen | None:
    """Return the opposite of each line; without an answer a limit has none in FHIR."""
    together = _some_of(parts)
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
    "all_of": _all_of,
    "some_of": _some_of,
    "none_of": _none_of,
}


def _tested(question: Question, choices: Choices, test: AnswerTest) -> EnableWhen | None:
    if test.answered:
        return EnableWhen((_line(question, "exists", ("Boolean", True)),))
    if test.cannot_tell or test.declined:
        return None
    values = _values(choices, test)
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


def _values(choices: Choices, test: AnswerTest) -> tuple[PlainValue, ...]:
    """Return the values of which any passes; none for a range of plain numbers."""
    if test.equals is not None:
        return (test.equals,)
    if test.any_of or test.includes_any:
        return test.any_of or test.includes_any or ()
    points = [each.value for each in choices.choices if isinstance(each, Anchor)]
    return tuple(each for each in points if test.passes(each))


def _line(question: Question, operator: str, typed: Typed) -> Tree:
    kind, value = typed
    return {"question": link_of(question), "operator": operator, f"answer{kind}": value}
