"""The linkIds of a form, and the groups that its questions stand in."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, groupby

from session_forms.form.definition import FormDefinition
from session_forms.questions.columns import Column
from session_forms.questions.kinds import Question
from session_forms.questions.tables import FixedRow, TableQuestion


@dataclass(frozen=True, slots=True)
class Group:
    """Questions in a row that belong to one part; without a part they stand alone.

    Attributes:
        link_id: The linkId of the group, or "" when the questions stand alone.
        part: The part, as the form names it.
        questions: The questions, in reading order.

    """

    link_id: str
    part: int | str | None
    questions: tuple[Question, ...]


def link_of(question: Question) -> str:
    """Return the linkId of a question: the one it was imported with, or its id."""
    return question.source_id or question.id


def column_link(question: TableQuestion, column: Column, row: FixedRow | None = None) -> str:
    """Return the linkId of a column of a table, in one of its rows where these are fixed."""
    if row is not None:
        return f"{row_link(question, row)}.{column.id}"
    return column.source_id or f"{link_of(question)}.{column.id}"


def row_link(question: TableQuestion, row: FixedRow) -> str:
    """Return the linkId of a fixed row of a table."""
    return f"{link_of(question)}.{row.id}"


def question_links(form: FormDefinition) -> frozenset[str]:
    """Return every linkId of `form` that can hold an answer, or rows of answers."""
    links = {link_of(question) for question in form.questions}
    for question in form.questions:
        if isinstance(question, TableQuestion):
            rows = question.rows or (None,)
            links |= {column_link(question, each, row) for each in question.columns for row in rows}
            links |= {row_link(question, row) for row in question.rows}
    return frozenset(links)


def groups(form: FormDefinition) -> Iterator[Group]:
    """Yield the questions of `form` in runs of one part."""
    taken = question_links(form)
    numbers = count(1)
    for part, run in groupby(form.questions, key=lambda question: question.part):
        link_id = ""
        if part is not None:
            link_id = next(name for each in numbers if (name := f"part-{each}") not in taken)
        yield Group(link_id, part, tuple(run))
