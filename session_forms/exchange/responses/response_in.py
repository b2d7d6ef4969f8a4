"""A FHIR R4 QuestionnaireResponse as answers to a form; people and days are not taken."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from session_forms.answers import CANNOT_TELL, DECLINED, Answers, AnswerValue, QuestionId
from session_forms.errors import AnswerRejected, InvalidAnswers
from session_forms.exchange.fhir_terms.codings import choices_of
from session_forms.exchange.fhir_terms.extensions import (
    OUR_EXTENSION,
    OURS,
    extensions,
    keys_of_ours,
    standard_value,
)
from session_forms.exchange.fhir_terms.links import column_link, link_of, row_link
from session_forms.exchange.fhir_terms.values import plain_value
from session_forms.exchange.plain_data.plain_form import Tree
from session_forms.exchange.plain_data.reports import CarryReport
from session_forms.exchange.responses import response_out
from session_forms.exchange.to_fhir.questionnaire_out import canonical
from session_forms.form.definition import FormDefinition
from session_forms.questions.choices import MultiQuestion
from session_forms.questions.days import DatetimeQuestion
from session_forms.questions.entries import EntriesQuestion
from session_forms.questions.kinds import Question
from session_forms.questions.tables import FixedRow, TableQuestion
from session_forms.scoring.scoring import score_form

NO_FIT = "an answer that does not fit"
LEFT_OUT = "it is left out"

_ABSENT: Mapping[str, AnswerValue] = {
    response_out.DECLINED: DECLINED,
    response_out.CANNOT_TELL: CANNOT_TELL,
}
_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2}T\d{2}:\d{2})(.*)", re.DOTALL)
_CLOCK = re.compile(r"\d{2}:\d{2}(:00)?")
_MINUTES = len("00:00")


@dataclass(frozen=True, slots=True)
class Answered:
    """One item with its place; a question that is a table can have several.

    Attributes:
        path: Where it stands, as `item[2].item[0]`.
        keys: What it holds.

    """

    path: str
    keys: Mapping[str, Any]

    def parts(self, key: str) -> Iterator["Answered"]:
        """Yield the objects in the list under `key`, as far as there is one."""
        found = self.keys.get(key)
        listed: list[Any] = found if isinstance(found, list) else []
        for index, each in enumerate(listed):
            if isinstance(each, dict):
                yield Answered(f"{self.path}.{key}[{index}]".lstrip("."), each)

    def by_link(self) -> dict[str, "Answered"]:
        """Return the items below by linkId."""
        return {str(each.keys.get("linkId")): each for each in self.parts("item")}


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the answers to one form; what does not fit is left out and listed.

    Attributes:
        form_id: The form.
        report: What was left out.

    """

    form_id: str
    report: CarryReport

    def answer(self, question: Question, items: Sequence[Answered]) -> AnswerValue | None:
        """Return what the items of one question say, or None."""
        reason = standard_value(items[0].keys, response_out.ABSENT)
        if isinstance(reason, str) and reason in _ABSENT:
            return _ABSENT[reason]
        if isinstance(question, TableQuestion):
            value: object = self._rows(question, items)
        else:
            value = self._values(question, items[0])
        try:
            return None if value is None else question.fit(value)
        except AnswerRejected:
            self._left_out(items[0])
        return None

    def _values(self, question: Question, item: Answered) -> object:
        read = [self._value(question, question.id, each) for each in item.parts("answer")]
        values = [each for each in read if each is not None]
        if isinstance(question, MultiQuestion | EntriesQuestion):
            return values or None
        if len(values) > 1:
            self.report.add(item.path, "several answers to one question", LEFT_OUT)
        return values[0] if len(values) == 1 else None

    def _value(self, asked: object, name: str, answer: Answered) -> object:
        """Return one plain answer; what it says beyond that is listed."""
        if isinstance(asked, DatetimeQuestion):
            value: object = self._moment(answer)
        elif "valueQuantity" in answer.keys:
            value = _amount(answer.keys["valueQuantity"], getattr(asked, "unit", ""))
        else:
            value = plain_value(choices_of(self.form_id, asked, name), answer.keys, "value")
            clock = answer.keys.get("valueTime")
            if isinstance(clock, str) and _CLOCK.fullmatch(clock) is None:
                self.report.add(answer.path, "the seconds", LEFT_OUT)
        if value is None:
            self._left_out(answer)
        return value

    def _moment(self, answer: Answered) -> object:
        day = answer.keys.get("valueDateTime")
        beside = answer.keys.get("_valueDateTime")
        for each in extensions(beside) if isinstance(beside, dict) else ():
            if each.get("url") == response_out.LOCAL_TIME:
                return f"{day}T{str(each.get('valueTime'))[:_MINUTES]}"
        found = _MOMENT.fullmatch(day) if isinstance(day, str) else None
        if found is not None and found[2]:
            self.report.add(answer.path, "the seconds and the zone of a time", LEFT_OUT)
        return None if found is None else found[1]

    def _rows(self, table: TableQuestion, items: Sequence[Answered]) -> list[dict[str, object]]:
        if not table.rows:
            return [self._cells(table, item, None) for item in items]
        by_link = items[0].by_link()
        found = [(row, by_link.pop(row_link(table, row), None)) for row in table.rows]
        for unknown in by_link.values():
            self._left_out(unknown)
        return [{} if item is None else self._cells(table, item, row) for row, item in found]

    def _cells(
        self, table: TableQuestion, item: Answered, row: FixedRow | None
    ) -> dict[str, object]:
        by_link = item.by_link()
        cells: dict[str, object] = {}
        for column in table.columns:
            answers = by_link.pop(column_link(table, column, row), Answered("", {})).parts("answer")
            for answer in answers:
                value = self._value(column, f"{table.id}.{column.id}", answer)
                if column.id in cells:
                    self._left_out(answer)
                elif value is not None:
                    cells[column.id] = value
        for unknown in by_link.values():
            self._left_out(unknown)
        return cells

    def _left_out(self, answer: Answered) -> None:
        self.report.add(answer.path, NO_FIT, LEFT_OUT)


def _amount(quantity: object, unit: str) -> object:
    """Return the number of an amount in the unit that is asked for; None in another one."""
    if not isinstance(quantity, dict) or "comparator" in quantity:
        return None
    units = {quantity.get("unit"), quantity.get("code")} - {None}
    if unit and units and unit not in units:
        return None
    value = quantity.get("value")
    return int(value) if isinstance(value, float) and value.is_integer() else value


_READ = frozenset({"resourceType", "id", "extension", "questionnaire", "status", "item"})
_ABOUT_OTHERS = frozenset(
    {
        "meta",
        "language",
        "text",
        "contained",
        "identifier",
        "basedOn",
        "partOf",
        "subject",
        "encounter",
        "authored",
        "author",
        "source",
    }
)
"""The other keys that FHIR has; a key that it has not is never named, since this is data."""


def read_response(form: FormDefinition, resource: Tree, report: CarryReport) -> Answers:
    """Return the answers in `resource`; what is left out is listed by its place alone.

    Raises:
        InvalidAnswers: It holds no answers, or answers to another form, or answers one
            question twice.

    """
    _check(form, resource)
    items = _by_link(form, resource, report)
    reader = Reader(form.id, report)
    kept: dict[QuestionId, AnswerValue] = {}
    for question in form.questions:
        found = items.get(link_of(question))
        answer = None if found is None else reader.answer(question, found)
        if answer is not None:
            kept[QuestionId(question.id)] = answer
    answers = MappingProxyType(kept)
    _list_rest(form, resource, answers, report)
    return answers


def form_named(resource: Tree) -> str:
    """Return the id of the form of ours that the response names, or ""."""
    address = str(resource.get("questionnaire", "")).partition("|")[0]
    own = address.removeprefix(f"{OURS}/Questionnaire/")
    return "" if own == address else own


def _check(form: FormDefinition, resource: Tree) -> None:
    named = str(resource.get("questionnaire", ""))
    what = ""
    if resource.get("resourceType") != "QuestionnaireResponse":
        what = "the file holds no QuestionnaireResponse"
    elif named.startswith(OURS) and named != canonical(form):
        what = "the answers belong to another form or another version of it"
    elif resource.get("status") == "entered-in-error":
        what = "the answers were marked as entered in error"
    if what:
        raise InvalidAnswers(form.id, "", what)


def _by_link(
    form: FormDefinition, resource: Tree, report: CarryReport
) -> dict[str, list[Answered]]:
    """Return the items of each question; items that answer none are listed."""
    questions = {link_of(question): question for question in form.questions}
    found: dict[str, list[Answered]] = {}
    for item in _items(Answered("", resource), questions):
        link_id = str(item.keys.get("linkId"))
        question = questions.get(link_id)
        if question is not None:
            if link_id in found and not _has_added_rows(question):
                raise InvalidAnswers(form.id, item.path, "the question is answered twice")
            found.setdefault(link_id, []).append(item)
        elif "answer" in item.keys:
            report.add(item.path, "an answer to a question that is not in the form", LEFT_OUT)
    return found


def _items(above: Answered, questions: Mapping[str, Question]) -> Iterator[Answered]:
    """Yield the items below, in reading order; what stands in a table is left to it."""
    for item in above.parts("item"):
        yield item
        if not isinstance(questions.get(str(item.keys.get("linkId"))), TableQuestion):
            yield from _items(item, questions)
            for answer in item.parts("answer"):
                yield from _items(answer, questions)


def _has_added_rows(question: Question) -> bool:
    return isinstance(question, TableQuestion) and not question.rows


def _list_rest(form: FormDefinition, resource: Tree, answers: Answers, report: CarryReport) -> None:
    for key in sorted(resource.keys() - _READ):
        name = key if key in _ABOUT_OTHERS else "a key"
        report.add(name, "it is not about the answers", LEFT_OUT)
    results = score_form(form, answers)
    for extension in extensions(resource):
        keys = keys_of_ours({"extension": [extension]}, "score")
        if extension.get("url") != f"{OUR_EXTENSION}/score":
            report.add("extension", "it is not about the answers", LEFT_OUT)
        elif (result := results.get(str(keys.get("id")))) is None or (
            result.value != keys.get("value")
        ):
            why = "it is computed from the answers instead"
            report.add("extension", "a score that the answers do not give", why)
