"""Answers as a FHIR R4 QuestionnaireResponse: no name, no day, nothing but the answers."""

from collections.abc import Iterable, Iterator, Mapping

from session_forms.answers import (
    Answers,
    AnswerValue,
    CannotTell,
    Cell,
    Declined,
    QuestionId,
    Row,
    checked_answers,
)
from session_forms.exchange.fhir_terms.codings import choices_of
from session_forms.exchange.fhir_terms.extensions import OUR_EXTENSION, our_keys, standard
from session_forms.exchange.fhir_terms.links import column_link, groups, link_of, row_link
from session_forms.exchange.fhir_terms.values import typed_value
from session_forms.exchange.plain_data.plain_form import Tree
from session_forms.exchange.to_fhir.questionnaire_out import canonical, heading
from session_forms.form.definition import FormDefinition
from session_forms.questions.days import DatetimeQuestion
from session_forms.questions.kinds import Question
from session_forms.questions.tables import FixedRow, TableQuestion
from session_forms.scoring.scoring import ScoreResult, score_form

ABSENT = "data-absent-reason"
DECLINED = "asked-declined"
CANNOT_TELL = "asked-unknown"

LOCAL_TIME = f"{OUR_EXTENSION}/local-time"
"""A time on the clock of the place: FHIR takes a time beside a day only with its zone."""


def answered_items(form_id: str, question: Question, answer: AnswerValue) -> list[Tree]:
    """Return the items that hold the answer to one question: several for added rows."""
    link_id = link_of(question)
    if isinstance(answer, Declined | CannotTell):
        return [{"linkId": link_id, "extension": [_absent(answer)]}]
    if isinstance(question, TableQuestion) and isinstance(answer, tuple):
        return _rows(form_id, question, answer)
    values = answer if isinstance(answer, tuple) else (answer,)
    return [{"linkId": link_id, "answer": [_answer(form_id, question, each) for each in values]}]


def _absent(answer: Declined | CannotTell) -> Tree:
    code = DECLINED if isinstance(answer, Declined) else CANNOT_TELL
    return standard(ABSENT, "Code", code)


def _answer(form_id: str, question: Question, value: object) -> Tree:
    assert isinstance(value, bool | int | float | str)
    if isinstance(question, DatetimeQuestion):
        day, _, clock = str(value).partition("T")
        local = {"url": LOCAL_TIME, "valueTime": f"{clock}:00"}
        return {"valueDateTime": day, "_valueDateTime": {"extension": [local]}}
    kind, typed = typed_value(question, choices_of(form_id, question, question.id), value)
    return {f"value{kind}": typed}


def _rows(form_id: str, table: TableQuestion, rows: Iterable[object]) -> list[Tree]:
    read = [row for row in rows if isinstance(row, Mapping)]
    if not table.rows:
        return [
            {"linkId": link_of(table), "item": _cells(form_id, table, row, None)} for row in read
        ]
    below = [
        {"linkId": row_link(table, fixed), "item": cells}
        for fixed, row in zip(table.rows, read, strict=True)
        if (cells := _cells(form_id, table, row, fixed))
    ]
    return [{"linkId": link_of(table), "item": below}]


def _cells(form_id: str, table: TableQuestion, row: Row, fixed: FixedRow | None) -> list[Tree]:
    return [
        {
            "linkId": column_link(table, column, fixed),
            "answer": [_cell(form_id, f"{table.id}.{column.id}", column, row[column.id])],
        }
        for column in table.columns
        if column.id in row
    ]


def _cell(form_id: str, name: str, column: object, cell: Cell) -> Tree:
    kind, typed = typed_value(column, choices_of(form_id, column, name), cell)
    return {f"value{kind}": typed}


def response(form: FormDefinition, answers: Answers) -> Tree:
    """Return `answers` as a QuestionnaireResponse, with the scores that they give.

    Raises:
        InvalidAnswers: The answers do not belong to the form, or one does not fit.

    """
    checked = checked_answers(form, answers)
    scores = [
        extension
        for result in score_form(form, checked).values()
        for extension in our_keys("score", _spelled(result))
    ]
    items = list(_items(form, checked))
    return {
        "resourceType": "QuestionnaireResponse",
        **({"extension": scores} if scores else {}),
        "questionnaire": canonical(form),
        "status": "completed",
        **({"item": items} if items else {}),
    }


def _items(form: FormDefinition, answers: Answers) -> Iterator[Tree]:
    for group in groups(form):
        below = [
            item
            for question in group.questions
            if (answer := answers.get(QuestionId(question.id))) is not None
            for item in answered_items(form.id, question, answer)
        ]
        if group.part is None:
            yield from below
        elif below:
            yield {"linkId": group.link_id, "text": heading(form, group.part), "item": below}


def _spelled(result: ScoreResult) -> Tree:
    keys = {"id": result.score_id, "value": result.value, "band": result.band}
    return {key: value for key, value in keys.items() if value is not None}
