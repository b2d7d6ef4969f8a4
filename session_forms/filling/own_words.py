"""What somebody wrote in a form in words of their own, apart from what they chose."""

from collections.abc import Iterator, Mapping

from session_forms.answers import Answers, QuestionId
from session_forms.form.definition import FormDefinition
from session_forms.questions.entries import ListQuestion
from session_forms.questions.tables import TableQuestion
from session_forms.questions.writing import WritingQuestion

UNWRITTEN = frozenset({"choice", "date"})
"""Kinds of columns whose cells hold a text that nobody wrote."""


def own_words(form: FormDefinition, answers: Answers) -> Iterator[str]:
    """Yield each text that was written, in the order of the questions."""
    for question in form.questions:
        answer = answers.get(QuestionId(question.id))
        if isinstance(question, WritingQuestion) and isinstance(answer, str):
            yield answer
        elif isinstance(question, ListQuestion) and isinstance(answer, tuple):
            yield from (each for each in answer if isinstance(each, str))
        elif isinstance(question, TableQuestion) and isinstance(answer, tuple):
            written = [each.id for each in question.columns if each.kind not in UNWRITTEN]
            for row in answer:
                cells = [row.get(each) for each in written] if isinstance(row, Mapping) else []
                yield from (cell for cell in cells if isinstance(cell, str))
