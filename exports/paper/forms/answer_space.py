"""The room that a printed form leaves for an answer, and the same with the answer in it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import assert_never

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Table, TableStyle

from exports.paper.drawing.colours import ink
from exports.paper.drawing.fonts import REGULAR, width
from exports.paper.drawing.tags import DocumentPart, ListCells, TableCells, language_tag
from exports.paper.forms.answer_layout import AnswerLayout, cell_words, spoken
from exports.paper.forms.choice_marks import (
    FLAT,
    MOST_MARKS,
    MarkedOption,
    marks,
    option_field,
    options_of,
    special_marks,
)
from exports.paper.forms.marks import CellField, Field, Form, Lines, Mark, line_step
from exports.paper.pages.page import WIDTH
from exports.paper.pages.typography import SIZES, box, space, words
from session_forms.answers import AnswerValue, CannotTell, Declined, Row
from session_forms.questions.choices import ChoiceQuestion, MultiQuestion, YesNoQuestion
from session_forms.questions.columns import Column
from session_forms.questions.computed import ComputedQuestion
from session_forms.questions.days import DateQuestion, DatetimeQuestion, TimeQuestion
from session_forms.questions.entries import ListQuestion
from session_forms.questions.from_form import FromFormQuestion
from session_forms.questions.kinds import Question
from session_forms.questions.ratings import NumberQuestion, RatingQuestion, ScaleQuestion
from session_forms.questions.references import DirectoryListQuestion, JurisdictionQuestion
from session_forms.questions.tables import TableQuestion
from session_forms.questions.writing import LongTextQuestion, ShortTextQuestion
from session_forms.words.day_words import written_day
from session_forms.words.texts import _, pgettext

FREE_ROWS = 4
MOST_COLUMNS = 7
"""More have no room for a pen beside each other: 24 mm a column is the least."""
WIDE_ROWS = 3
HEAD_SHARE, MOST_HEAD_SHARE = 0.42, 0.55
PADDING = 13.0
WRITTEN = 2.0
"""A column to write in gets twice the spare room of one for a mark or a figure."""


def answer_tables(
    question: TableQuestion, answer: AnswerValue | None, layout: AnswerLayout
) -> list[Flowable]:
    """Return the table with room in its cells, or with the answers in them.

    Where a row has more columns than a sheet has room for, each row is a small table of its own.
    """
    given = [row for row in answer if isinstance(row, Mapping)] if isinstance(answer, tuple) else []
    if len(question.columns) <= most_columns(layout.scale):
        return [_grid(question, given, layout)]
    cards: list[Flowable] = []
    labels = [row.label for row in question.rows]
    count = len(labels) or (WIDE_ROWS if layout.blank else max(1, len(given)))
    for at in range(count):
        row = given[at] if at < len(given) else {}
        title = labels[at] if labels else _("Number {n}").format(n=at + 1)
        cards.append(_card(question, (at, title), row, layout))
    return cards


def most_columns(scale: float) -> int:
    """Return how many columns have room beside each other at a size of type."""
    return int(MOST_COLUMNS / scale)


def _card(question: TableQuestion, place: tuple[int, str], row: Row, layout: AnswerLayout) -> Table:
    """Return one row with its columns one below the other."""
    at, title = place
    lines: list[list[Flowable | list[Flowable] | str]] = [[words(title, "label", layout.scale), ""]]
    lines.extend(
        [_head(column, layout.scale), _cell(column, at, row, layout)] for column in question.columns
    )
    first = WIDTH * min(MOST_HEAD_SHARE, HEAD_SHARE * layout.scale)
    widths = [first, WIDTH - first]
    said = TableCells(beside=True)
    made = Table(lines, colWidths=widths, hAlign="LEFT", repeatRows=1, renderCB=said)
    made.setStyle(_style())
    made.setStyle(TableStyle([("NOSPLIT", (0, 0), (-1, 2)), ("NOSPLIT", (0, -2), (-1, -1))]))
    return made


def _grid(question: TableQuestion, given: Sequence[Row], layout: AnswerLayout) -> Table:
    """Return all rows as one table."""
    labels = [row.label for row in question.rows]
    count = len(labels) or max(1, len(given))
    if layout.blank and not labels:
        count = min(question.max_rows, max(question.min_rows, FREE_ROWS))
    head: list[list[Flowable]] = [_head(column, layout.scale) for column in question.columns]
    body: list[list[Flowable | list[Flowable]]] = []
    for at in range(count):
        row = given[at] if at < len(given) else {}
        cells = [_cell(column, at, row, layout) for column in question.columns]
        body.append([words(labels[at], "body", layout.scale), *cells] if labels else [*cells])
    first: list[list[Flowable]] = [[words("", "label", layout.scale)]] if labels else []
    made = Table(
        [[*first, *head], *body],
        colWidths=_widths(question, layout, labelled=bool(labels)),
        repeatRows=1,
        hAlign="LEFT",
        renderCB=TableCells(beside=bool(labels)),
    )
    made.setStyle(_style())
    return made


def _widths(question: TableQuestion, layout: AnswerLayout, *, labelled: bool) -> list[float]:
    """Return the room of each column: no less than its longest word, more for what is written."""
    scale = layout.scale
    size = SIZES["label"][1] * scale
    needs = [
        max(width(word, size, strong=True) for word in _words_above(column)) + PADDING
        for column in question.columns
    ]
    if not layout.blank:
        needs = [
            max(need, _longest_month(scale)) if column.kind == "date" else need
            for need, column in zip(needs, question.columns, strict=True)
        ]
    wants = [
        need * (WRITTEN if column.kind == "short_text" else 1)
        for need, column in zip(needs, question.columns, strict=True)
    ]
    if labelled:
        longest = max(width(row.label, SIZES["body"][1] * scale) for row in question.rows)
        first = min(WIDTH * HEAD_SHARE, longest + PADDING)
        needs, wants = [first, *needs], [first, *wants]
    spare = max(0.0, WIDTH - sum(needs))
    widths = [need + spare * want / sum(wants) for need, want in zip(needs, wants, strict=True)]
    return [WIDTH * each / sum(widths) for each in widths]


def _longest_month(scale: float) -> float:
    """Return the room in which no month of a written day is broken."""
    days = (written_day(date.min.replace(month=month)) for month in range(1, 13))
    size = SIZES["body"][1] * scale
    return max(width(word, size) for day in days for word in day.split()) + PADDING


def _words_above(column: Column) -> list[str]:
    return [*column.label.split(), *column.help.split(), *_choices_in(column).split()] or [""]


def _style() -> TableStyle:
    return TableStyle(
        [
            ("FONT", (0, 0), (-1, -1), REGULAR, 9.5),
            ("BACKGROUND", (0, 0), (-1, 0), ink("surface-sunken")),
            ("GRID", (0, 0), (-1, -1), 0.6, ink("line-control")),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ]
    )


def _head(column: Column, scale: float) -> list[Flowable]:
    """Return the words above a column, with what may stand in it."""
    shown: list[Flowable] = [words(column.label, "label", scale)]
    hints = [column.help, _choices_in(column)]
    shown += [words(hint, "caption", scale) for hint in hints if hint]
    return shown


def _cell(column: Column, at: int, row: Row, layout: AnswerLayout) -> list[Flowable]:
    """Return what stands in a cell: words, or room for a pen or for typing."""
    if not layout.blank:
        return [words(cell_words(column, row.get(column.id)), "body", layout.scale)]
    height = line_step(layout.scale)
    if layout.field is None:
        return [space(height)]
    field = layout.field.part(f"row{at + 1}.{column.id}", f"{column.label} {at + 1}")
    return [CellField(field, height)]


def _choices_in(column: Column) -> str:
    match column.kind:
        case "choice":
            return " / ".join(option.label for option in column.options)
        case "yes_no":
            return pgettext("answer", "yes / no")
        case "scale":
            return _("{low} to {high}").format(low=column.low.value, high=column.high.value)
        case _:
            return ""


CHARACTERS_A_LINE = 80
FEWEST_LINES = 3
MOST_LINES = 8
ENTRIES = 4
STEP = 12.4 * mm
SHORT_LINE, UNIT = 17 * mm, 16 * mm
UNIT_PADDING = 9.0
ON_THE_LINE = [*FLAT[:2], ("TOPPADDING", 0.0), ("BOTTOMPADDING", 0.0)]


def answer_space(
    question: Question, answer: AnswerValue | None, layout: AnswerLayout
) -> list[Flowable]:
    """Return the room for an answer; a new kind of question fails type-checking here."""
    match question:
        case RatingQuestion() | ScaleQuestion():
            made = _scale(question, answer, layout)
        case ChoiceQuestion() | MultiQuestion() | YesNoQuestion():
            made = _choices(question, answer, layout)
        case TableQuestion():
            return answer_tables(question, answer, layout)
        case ListQuestion() | DirectoryListQuestion() | FromFormQuestion():
            made = _entries(question, answer, layout)
        case (
            ShortTextQuestion()
            | LongTextQuestion()
            | NumberQuestion()
            | DateQuestion()
            | TimeQuestion()
            | DatetimeQuestion()
            | JurisdictionQuestion()
            | ComputedQuestion()
        ):
            made = _written(question, answer, layout)
        case _:
            assert_never(question)
    return [*made, *special_marks(question, answer, layout)]


def _scale(
    question: RatingQuestion | ScaleQuestion, answer: AnswerValue | None, layout: AnswerLayout
) -> list[Flowable]:
    if len(question.points) > MOST_MARKS:
        return _long_scale(question, answer, layout)
    options = [
        MarkedOption(str(point.value), point.label, type(answer) is int and answer == point.value)
        for point in question.points
    ]
    if isinstance(question, RatingQuestion) and question.options:
        return marks(options, "circle", layout)
    circles = [
        Mark(
            each.key,
            chosen=each.chosen,
            scale=layout.scale,
            field=option_field(each, layout),
            said=each.label,
        )
        for each in options
    ]
    step = min(WIDTH / len(circles), STEP * layout.scale)
    row = box([circles], [step] * len(circles), [("LEFTPADDING", 0.0), *FLAT[2:]])
    ends = box(
        [
            [
                words(question.low.label, "caption", layout.scale),
                words(question.high.label, "caption", layout.scale, align="right"),
            ]
        ],
        [step * len(circles) / 2] * 2,
        [("LEFTPADDING", 0), ("RIGHTPADDING", 6), ("TOPPADDING", 0), ("BOTTOMPADDING", 0)],
    )
    return [row, ends]


def _long_scale(
    question: RatingQuestion | ScaleQuestion, answer: AnswerValue | None, layout: AnswerLayout
) -> list[Flowable]:
    ends = _("{low} = {low_words}, {high} = {high_words}").format(
        low=question.low.value,
        low_words=question.low.label,
        high=question.high.value,
        high_words=question.high.label,
    )
    return [words(ends, "caption", layout.scale), *_written(question, answer, layout)]


def _choices(
    question: ChoiceQuestion | MultiQuestion | YesNoQuestion,
    answer: AnswerValue | None,
    layout: AnswerLayout,
) -> list[Flowable]:
    options = options_of(question, answer)
    if not options:
        return _written(question, answer, layout)
    form: Form = "box" if isinstance(question, MultiQuestion) else "circle"
    return marks(options, form, layout)


def _entries(
    question: ListQuestion | DirectoryListQuestion | FromFormQuestion,
    answer: AnswerValue | None,
    layout: AnswerLayout,
) -> list[Flowable]:
    if not layout.blank:
        given = [str(each) for each in answer] if isinstance(answer, tuple) else []
        named = [layout.names.get(each, each) for each in given]
        entries = DocumentPart("L")
        return [
            _entry(f"{at}. {each}", entries, layout) for at, each in enumerate(named, start=1)
        ] or _said("", answer, layout)
    count = min(question.max_entries, max(question.min_entries, ENTRIES))
    rows = [
        [
            words(f"\n{number}.", "muted", layout.scale),
            Lines(1, layout.scale, _line(layout, number)),
        ]
        for number in range(1, count + 1)
    ]
    first = 7 * mm * layout.scale
    return [box(rows, [first, WIDTH - first], ON_THE_LINE, ListCells())]


def _entry(said: str, entries: DocumentPart, layout: AnswerLayout) -> Flowable:
    made = words(said, "body", layout.scale)
    made.part = DocumentPart("LBody", parent=DocumentPart("LI", parent=entries))
    return made


def _line(layout: AnswerLayout, number: int) -> Field | None:
    words_for_it = _("line {number}").format(number=number)
    return layout.field.part(f"line{number}", words_for_it) if layout.field else None


def _written(
    question: Question, answer: AnswerValue | None, layout: AnswerLayout
) -> list[Flowable]:
    if not layout.blank:
        return _said(spoken(question, answer, layout), answer, layout)
    units = _units(question)
    if units:
        return _short_lines(units, layout)
    return [Lines(_lines(question), layout.scale, layout.field)]


def _units(question: Question) -> tuple[str, ...]:
    """Return what stands behind each short line; nothing for a question that asks for words."""
    day, time = (
        (
            pgettext("blank line", "day"),
            pgettext("blank line", "month"),
            pgettext("blank line", "year"),
        ),
        (pgettext("blank line", "hour"), pgettext("blank line", "minute")),
    )
    match question:
        case NumberQuestion() | ComputedQuestion():
            return (question.unit,)
        case DateQuestion():
            return day
        case TimeQuestion():
            return time
        case DatetimeQuestion():
            return day + time
        case _:
            return ()


def _lines(question: Question) -> int:
    """Return how many lines a question needs that asks for words."""
    match question:
        case ShortTextQuestion():
            return 1 if question.max_characters <= CHARACTERS_A_LINE else 2
        case LongTextQuestion():
            needed = -(-question.max_characters // CHARACTERS_A_LINE)
            return min(MOST_LINES, max(FEWEST_LINES, needed))
        case _:
            return 1


def _short_lines(units: Sequence[str], layout: AnswerLayout) -> list[Flowable]:
    """Return short lines beside each other, each with its unit; times below days where tight."""
    size = SIZES["caption"][1] * layout.scale
    widths = [SHORT_LINE + max(UNIT, width(unit, size) + UNIT_PADDING) for unit in units]
    if sum(widths) > WIDTH:
        return [*_short_lines(units[:3], layout), *_short_lines(units[3:], layout)]
    cells: list[Flowable] = []
    for unit in units:
        field = layout.field.part(unit or "number", unit) if layout.field else None
        cells += [Lines(1, layout.scale, field), words(f"\n{unit}", "caption", layout.scale)]
    parts = [part for each in widths for part in (SHORT_LINE, each - SHORT_LINE)]
    return [box([cells], parts, ON_THE_LINE)]


def _said(said: str, answer: AnswerValue | None, layout: AnswerLayout) -> list[Flowable]:
    if said:
        return [words(said, "body", layout.scale)]
    if isinstance(answer, Declined | CannotTell):
        return []
    nothing = pgettext("answer", "Not answered")
    return [words(nothing, "muted", layout.scale, language=language_tag())]
