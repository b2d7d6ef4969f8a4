"""Answers in words: days and times as people write them, on paper as on the screen."""

import pytest

from session_forms.answers import AnswerValue
from session_forms.filling.answer_text import BETWEEN_CELLS, answer_lines
from session_forms.library.library import installed
from tests.support.session_forms.forms import make_form

QUESTIONS = """
[[questions]]
id = "day"
kind = "date"
prompt = "Day"

[[questions]]
id = "moment"
kind = "datetime"
prompt = "Moment"

[[questions]]
id = "hour"
kind = "time"
prompt = "Hour"

[[questions]]
id = "length"
kind = "number"
prompt = "Length"
minimum = 0
maximum = 600
unit = "minutes"

[[questions]]
id = "count"
kind = "number"
prompt = "Count"
minimum = 0
maximum = 600

[[questions]]
id = "rows"
kind = "table"
prompt = "Rows"
columns = [{ id = "when", label = "When", kind = "date" }]
"""


@pytest.mark.parametrize(
    ("question_id", "answer", "words"),
    [
        ("day", "2026-12-05", "5 December 2026"),
        ("moment", "2026-12-05T14:30", "5 December 2026"),
        ("hour", "14:30", "14:30"),
        ("rows", ({"when": "2026-12-05"},), "5 December 2026"),
    ],
)
def test_days_and_times_stand_as_people_write_them(
    question_id: str, answer: AnswerValue, words: str
) -> None:
    question = make_form(QUESTIONS).question(question_id)

    assert words in " ".join(answer_lines(question, answer))


@pytest.mark.parametrize(
    ("question_id", "words"), [("length", ("55 minutes",)), ("count", ("55",))]
)
def test_a_number_says_its_unit(question_id: str, words: tuple[str, ...]) -> None:
    question = make_form(QUESTIONS).question(question_id)

    assert answer_lines(question, 55) == words


def test_a_day_in_a_row_says_what_it_is_the_day_of() -> None:
    boundaries = installed().latest("boundaries")
    row = {"area": "online", "agreed_boundary": "Always", "review": "2026-12-01"}

    [said] = answer_lines(boundaries.question("situations"), (row,))

    assert said.split(BETWEEN_CELLS) == ["Online", "Always", "Look again on: 1 December 2026"]


def test_of_a_wide_row_each_cell_but_the_first_says_what_it_answers() -> None:
    goals = installed().latest("goals")
    row = {
        "goal_text": "Walk three times a week",
        "module_link": "m05",
        "baseline_level": -1,
        "minus2": "Not at all",
        "rating_date": "2026-12-05",
    }

    [said] = answer_lines(goals.question("goals"), (row,))

    assert said.split(BETWEEN_CELLS) == [
        "Walk three times a week",
        "Part of the programme: What matters",
        "Level today, -2 to 2: -1",
        "-2: much less than expected: Not at all",
        "Last rated on: 5 December 2026",
    ]
