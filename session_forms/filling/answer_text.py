"""An answer in words, line by line: to be read back, and to be taken over by a later form."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from textwrap import wrap
from typing import assert_never

from session_forms.answers import AnswerValue, CannotTell, Cell, Declined, Row
from session_forms.questions.columns import Column
from session_forms.questions.kinds import Question
from session_forms.questions.tables import TableQuestion
from session_forms.questions.units import counted_in_words
from session_forms.words.day_words import clock_time, written_day, written_moment
from session_forms.words.texts import _, pgettext

LONGEST_LINE = 2_000
BETWEEN_CELLS = " · "
"""What stands between the cells of a row on its one line."""
MOST_UNNAMED = 5
"""Of a row with more cells nobody tells by its place what one answers: each is named."""


def answer_lines(question: Question, answer: AnswerValue) -> tuple[str, ...]:
    """Return what `answer` says in the form's own words; a list has one line an entry."""
    match answer:
        case Declined():
            return (_("prefers not to say"),)
        case CannotTell():
            return (pgettext("answer", "cannot tell"),)
        case bool():
            return (_yes_or_no(is_yes=answer),)
        case int() | float():
            return (_number_words(question, answer),)
        case str():
            return _pieces(said_words(question, answer).splitlines())
        case tuple():
            return _pieces(_entries(question, answer))
        case _:
            assert_never(answer)


def said_words(question: Question, said: str) -> str:
    """Return the words of an option, a day or a time as people write them, or `said` itself."""
    match question.kind:
        case "date":
            return written_day(date.fromisoformat(said))
        case "datetime":
            return written_moment(datetime.fromisoformat(said))
        case "time":
            return clock_time(time.fromisoformat(said))
        case _:
            return option_label(question, said)


def option_label(question: Question, chosen: str) -> str:
    """Return the words of an option, or `chosen` itself where it is none."""
    for option in getattr(question, "options", ()):
        if option.id == chosen:
            return str(option.label)
    return chosen


def _yes_or_no(*, is_yes: bool) -> str:
    return pgettext("answer", "yes") if is_yes else pgettext("answer", "no")


def _number_words(question: Question, number: float) -> str:
    labels = {
        option.value: option.label
        for option in getattr(question, "options", ())
        if getattr(option, "value", None) is not None
    }
    if number in labels:
        return f"{number} · {labels[number]}"
    return counted_in_words(question, str(number))


def _pieces(lines: Iterable[str]) -> tuple[str, ...]:
    """Return the lines that say something, the longest of them in pieces."""
    found: list[str] = []
    for line in lines:
        found += [line] if len(line) <= LONGEST_LINE else wrap(line, LONGEST_LINE)
    return tuple(line for line in found if line.strip())


def _entries(question: Question, answer: tuple[str, ...] | tuple[Row, ...]) -> list[str]:
    if not isinstance(question, TableQuestion):
        return [option_label(question, each) for each in answer if isinstance(each, str)]
    names = [row.label for row in question.rows]
    said = []
    for at, row in enumerate(answer):
        cells = _cells(question, row) if isinstance(row, Mapping) else ""
        name = f"{names[at]}: " if at < len(names) else ""
        said.append(f"{name}{cells}" if cells else "")
    return said


def _cells(question: TableQuestion, row: Row) -> str:
    columns = [column for column in question.columns if column.id in row]
    is_named = len(question.columns) > MOST_UNNAMED
    first = question.columns[0]
    said = (
        _named(column, row[column.id])
        if is_named and column is not first
        else _cell_words(column, row[column.id])
        for column in columns
    )
    return BETWEEN_CELLS.join(said)


def _named(column: Column, cell: Cell) -> str:
    words = _cell_words(column, cell)
    is_said = isinstance(cell, bool | int) or column.kind == "date"
    return words if is_said else f"{column.label}: {words}"


def _cell_words(column: Column, cell: Cell) -> str:
    match cell:
        case bool():
            return f"{column.label}: {_yes_or_no(is_yes=cell)}"
        case int():
            return f"{column.label}: {cell}"
        case _ if column.kind == "date":
            return f"{column.label}: {_label(column, cell)}"
        case _:
            return _label(column, cell)


def _label(column: Column, cell: str) -> str:
    match column.kind:
        case "choice":
            return next((each.label for each in column.options if each.id == cell), cell)
        case "date":
            return written_day(date.fromisoformat(cell))
        case _:
            return cell
