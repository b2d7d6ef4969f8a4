"""Questions with the same labelled points as one table, a line a question."""

from collections.abc import Callable, Sequence

from reportlab.lib.units import mm
from reportlab.platypus import Table, TableStyle

from exports.paper.drawing.fonts import width
from exports.paper.forms.answer_layout import Room
from exports.paper.forms.choice_marks import Option, option_field
from exports.paper.forms.fields import Field
from exports.paper.forms.marks import Mark
from exports.paper.pages.page import WIDTH
from exports.paper.pages.typography import SIZES, Cells, ruled_cells, words
from session_forms.answers import Answers, QuestionId
from session_forms.questions.kinds import Question
from session_forms.questions.ratings import RatingQuestion

OPTION_WIDTH = 21 * mm
MOST_OPTION_SCALE = 1.1
LEAST_QUESTION = 70 * mm
"""The least room for the questions themselves; with less, each question stands by itself."""
MOST_COLUMNS = 5
PADDING = 10.0
MOST_PADDING_SCALE = 1.5


def grid_key(question: Question) -> tuple[object, ...]:
    """Return what questions share that can stand in one grid."""
    if isinstance(question, RatingQuestion) and question.options:
        return ("grid", question.options, question.shown_when is None, question.part)
    return ("single", question.id)


def fits_in_a_grid(questions: Sequence[Question], scale: float) -> bool:
    """Return whether questions of one key can stand as one table, at a size of type."""
    first = questions[0]
    return (
        len(questions) > 1
        and isinstance(first, RatingQuestion)
        and first.shown_when is None
        and _has_room(first, scale)
        and not any(each.cannot_tell or each.can_decline or each.help for each in questions)
    )


def rating_grid(
    lines: Sequence[tuple[str, Question]],
    answers: Answers,
    room: Room,
    field_of: Callable[[Question], Field | None],
) -> Table:
    """Return the table; `lines` are the questions, each with its number and its words."""
    first = lines[0][1]
    assert isinstance(first, RatingQuestion)
    head: Cells = [
        words("", "label", room.scale),
        *(words(point.label, "label", room.scale, align="centre") for point in first.options),
    ]
    rows: list[Cells] = []
    for asked, question in lines:
        answer = answers.get(QuestionId(question.id))
        here = Room(room.blank, room.scale, field_of(question), room.names)
        marks = [
            Mark(
                str(point.value),
                chosen=type(answer) is int and answer == point.value,
                scale=room.scale,
                field=option_field(Option(str(point.value), point.label), here),
            )
            for point in first.options
        ]
        rows.append([words(asked, "body", room.scale), *marks])
    column = _column(room.scale)
    widths = [WIDTH - column * len(first.options), *([column] * len(first.options))]
    made = ruled_cells([head, *rows], widths, padding=6 * min(room.scale, MOST_PADDING_SCALE))
    made.setStyle(
        TableStyle(
            [
                ("ALIGN", (1, 1), (-1, -1), "CENTER"),
                ("NOSPLIT", (0, 0), (-1, 2)),
                ("NOSPLIT", (0, -2), (-1, -1)),
            ]
        )
    )
    return made


def _column(scale: float) -> float:
    return OPTION_WIDTH * min(scale, MOST_OPTION_SCALE)


def _has_room(question: RatingQuestion, scale: float) -> bool:
    """Return whether no word of the head is broken and the questions keep enough room."""
    size = SIZES["label"][1] * scale
    column = _column(scale)
    longest = max(
        (
            width(word, size, strong=True)
            for each in question.options
            for word in each.label.split()
        ),
        default=0.0,
    )
    columns = len(question.options)
    room_left = WIDTH - column * columns
    return columns <= MOST_COLUMNS and longest <= column - PADDING and room_left >= LEAST_QUESTION
