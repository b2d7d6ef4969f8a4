"""Rows that a form goes on with: all but what is asked each time."""

from session_forms.questions.columns import NumberColumn, TextColumn
from session_forms.questions.tables import TableQuestion

GOALS = TableQuestion(
    id="goals",
    kind="table",
    prompt="Goals",
    columns=(
        TextColumn(id="goal", label="Goal", kind="short_text"),
        NumberColumn(id="level", label="Level now", kind="number", asked_each_time=True),
    ),
)


def test_rows_are_carried_on_without_what_is_asked_each_time() -> None:
    rows = ({"goal": "Sleep", "level": 1}, {"goal": "Work"})

    assert GOALS.asks_each_time
    assert GOALS.carried_on(rows) == ({"goal": "Sleep"}, {"goal": "Work"})


def test_what_is_no_table_is_carried_on_as_it_is() -> None:
    assert GOALS.carried_on("words") == "words"
