"""A clinic's own words for a measure that ships without any.

A skeleton scores by number. A clinic that holds permission writes the words into a file of
its own, named like `core-10.v2.words.toml`; laid over the skeleton it gives a form that a
client can fill in on the screen. Ids, numbers, scores, alerts and rules stay those of the
skeleton, so that answers are kept and scored alike with the words and without them.

This is the shape of the file, and what it must have to fit its skeleton.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from session_forms.errors import UnknownForm
from session_forms.files.explaining import Finding
from session_forms.files.frozen import Definition, KebabCase, SnakeCase, Words, check_once
from session_forms.form.definition import FormDefinition
from session_forms.library.library import FormLibrary
from session_forms.questions.kinds import Question
from session_forms.questions.ratings import RatingQuestion, ScaleAnchor, ScaleQuestion
from session_forms.questions.tables import TableQuestion

SUFFIX = ".words.toml"
"""How the name of such a file ends."""

Labels = Annotated[tuple[Words, ...], Field(min_length=2)]


class ItemWords(Definition):
    """The words of one item.

    Attributes:
        id: The item.
        prompt: What is asked.
        options: The words of its answers, from the lowest number up; else those of the file.

    """

    id: SnakeCase
    prompt: Words
    options: Labels | None = None


class RowWords(Definition):
    """The words of one row of a table with given rows."""

    table: SnakeCase
    id: SnakeCase
    label: Words


class SiteText(Definition):
    """A clinic's words for one version of one skeleton.

    Attributes:
        form: The form.
        version: Its version.
        permission: What permission the clinic holds, in a sentence; shown beside the form.
        read_on: When that permission was last read.
        language: The language of the words.
        filled_by: Who fills the form in, now that it has words.
        introduction: Read before the first item.
        edition: Which item order the words have, where there are several.
        options: The words of the answers to every item that has none of its own.
        items: The words of the items.
        rows: The words of the rows of tables.

    """

    form: KebabCase
    version: int = Field(ge=1)
    permission: Words
    read_on: date | None = None
    language: str = Field(default="en", pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$")
    filled_by: Literal["client", "therapist", "therapist_with_client"] = "client"
    introduction: Words
    edition: str | None = None
    options: Labels | None = None
    items: tuple[ItemWords, ...] = ()
    rows: tuple[RowWords, ...] = ()

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        check_once("the item", (item.id for item in self.items))
        check_once("the row", (f"{row.table}.{row.id}" for row in self.rows))
        return self


def words_findings(name: str, text: SiteText, library: FormLibrary) -> Iterator[Finding]:
    """Yield where the words do not fit the skeleton they are for."""
    try:
        form = library.get(text.form, text.version)
    except UnknownForm:
        what = "there is no such form in this version"
        yield Finding(("form",), what, "name a form without wording and its version")
        return
    if form.licence.status != "skeleton":
        what = "this form does not wait for words of a clinic"
        yield Finding(("form",), what, "name a form whose licence says skeleton")
        return
    wanted = f"{text.form}.v{text.version}{SUFFIX}"
    if name != wanted:
        what = "the file's name does not say form and version"
        yield Finding((), what, f"name the file {wanted}")
    yield from _misfits(form, text)


def _misfits(form: FormDefinition, text: SiteText) -> Iterator[Finding]:
    questions = {question.id: question for question in form.questions}
    for index, item in enumerate(text.items):
        asked = questions.get(item.id)
        if not _is_item(form, asked):
            what = "there is no such item in this form"
            yield Finding(("items", index, "id"), what, "name an item of the form")
        elif not _labels_fit(asked, item.options or text.options):
            what = f"{item.id} has {len(_points(asked))} numbers and not as many words"
            yield Finding(("items", index), what, "give one for each number, or none")
    given = {item.id for item in text.items}
    for question in form.questions:
        if _is_item(form, question) and question.id not in given:
            yield Finding(("items",), f"{question.id} has no words", "add it")
    yield from _row_misfits(questions, text)
    yield from _edition_misfit(form, text)


def _row_misfits(questions: Mapping[str, Question], text: SiteText) -> Iterator[Finding]:
    known = {
        (table.id, row.id)
        for table in questions.values()
        if isinstance(table, TableQuestion)
        for row in table.rows
    }
    for index, row in enumerate(text.rows):
        if (row.table, row.id) not in known:
            what = "there is no such row in this form"
            yield Finding(("rows", index), what, "name a table of the form and one of its rows")
    for table, row_id in sorted(known - {(row.table, row.id) for row in text.rows}):
        yield Finding(("rows",), f"{table}, {row_id} has no words", "add it")


def _edition_misfit(form: FormDefinition, text: SiteText) -> Iterator[Finding]:
    rules = form.item_rules.editions
    known = [each.edition for each in rules.reversed_by] if rules else []
    fits = text.edition in known if known else text.edition is None
    if not fits:
        what = "the item order is not stated" if known else "this form has one item order only"
        to_do = f"write {' or '.join(known)}" if known else "leave it out"
        yield Finding(("edition",), what, to_do)


def _is_item(form: FormDefinition, question: Question | None) -> bool:
    scored = {item for score in form.scores for item in score.items}
    return isinstance(question, RatingQuestion | ScaleQuestion) and question.id in scored


def _points(question: Question | None) -> tuple[ScaleAnchor, ...]:
    return question.points if isinstance(question, RatingQuestion | ScaleQuestion) else ()


def _labels_fit(question: Question | None, labels: tuple[str, ...] | None) -> bool:
    return labels is None or len(labels) == len(_points(question))
