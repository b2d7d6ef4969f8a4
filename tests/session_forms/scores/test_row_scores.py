"""Scores of a table: which rows count, by which column, and what is refused."""

import pytest

from session_forms.errors import DefinitionError
from session_forms.scoring.scoring import score_form
from tests.support.session_forms.forms import make_form

TABLE = """
[[questions]]
id = "effects"
kind = "table"
prompt = "Which?"
columns = [
    { id = "occurred", label = "Happened", kind = "yes_no" },
    { id = "impact", label = "Bad?", kind = "scale", low = { value = 0 }, high = { value = 4 } },
    { id = "times", label = "How often", kind = "number", maximum = 9 },
    { id = "why", label = "Why", kind = "choice", options = [
        { id = "x", label = "X" },
        { id = "y", label = "Y" },
    ] },
]
rows = [
    { id = "r1", label = "1" },
    { id = "r2", label = "2" },
    { id = "r3", label = "3" },
]

[[questions]]
id = "number"
kind = "number"
prompt = "How many?"
maximum = 9

[[scores]]
id = "count"
title = "How many"
items = ["effects"]
aggregate = "count"
rows = { where = [{ column = "occurred", equals = true }, { column = "why", equals = "x" }] }
range = [0, 3]
bands = [{ from = 0, label = "few" }, { from = 2, label = "many" }]
cutoffs = [{ name = "line", at = 2 }]

[[scores]]
id = "sum"
title = "How bad"
items = ["effects"]
rows = { where = [{ column = "occurred", equals = true }], column = "impact" }
range = [0, 12]

[[scores]]
id = "mean"
title = "How bad on average"
items = ["effects"]
aggregate = "mean"
decimals = 2
rows = { where = [{ column = "impact", at_least = 1 }], column = "times" }
range = [0, 9]
"""
QUESTIONS = TABLE.split("[[scores]]", maxsplit=1)[0]
COUNT = 'items = ["effects"]\naggregate = "count"'


def rows(*filled):
    return [*filled, *([{}] * (3 - len(filled)))]


def happened(impact=None, why=None, times=None):
    cells = {"occurred": True, "impact": impact, "why": why, "times": times}
    return {column: cell for column, cell in cells.items() if cell is not None}


def values(answer):
    results = score_form(make_form(TABLE), {} if answer is None else {"effects": answer})
    return {score_id: result.value for score_id, result in results.items()}


def test_only_rows_that_pass_are_counted_added_up_and_averaged():
    answer = rows(happened(3, "x", 4), happened(4, "y", 1), {"occurred": False, "impact": 2})

    assert values(answer) == {"count": 1, "sum": 7, "mean": 1.67}


def test_nothing_that_happened_is_a_score_of_nothing_and_no_average():
    answer = rows({"occurred": False})
    result = score_form(make_form(TABLE), {"effects": answer})

    assert values(answer) == {"count": 0, "sum": 0, "mean": None}
    assert result["mean"].reason == "No row counts."
    assert (result["count"].band, dict(result["count"].above_cutoff)) == ("few", {"line": False})
    assert result["count"].complete


def test_a_table_that_is_not_filled_in_has_no_score():
    result = score_form(make_form(TABLE), {})["count"]

    assert (result.value, result.band, result.complete) == (None, None, False)
    assert result.reason == "The table is not filled in."


def test_a_table_whose_rows_are_free_can_be_counted():
    start = TABLE.index("rows = [")
    end = TABLE.index("[[questions]]", start)
    free = TABLE[:start] + "max_rows = 3\n\n" + TABLE[end:]

    assert score_form(make_form(free), {"effects": [happened(1, "x")]})["count"].value == 1


WRONG = [
    ('column = "why", equals', 'column = "no", equals', "scores[0].rows.where[1].column"),
    ('column = "impact" }', 'column = "no" }', "scores[1].rows.column"),
    ('column = "impact" }', 'column = "why" }', "scores[1].rows.column"),
    ("range = [0, 12]", "range = [0, 11]", "scores[1].range"),
    ("range = [0, 9]", "range = [0, 27]", "scores[2].range"),
    (COUNT, COUNT.replace("effects", "no"), "scores[0].items[0]"),
    (COUNT, COUNT.replace("effects", "number"), "scores[0].rows.where"),
]


@pytest.mark.parametrize(("old", "new", "key"), WRONG)
def test_a_row_rule_that_names_what_is_not_there_is_refused(old, new, key):
    assert old in TABLE

    with pytest.raises(DefinitionError) as caught:
        make_form(TABLE.replace(old, new, 1))

    assert caught.value.key == key


HAPPENED = '{ column = "occurred", equals = true }'
IMPOSSIBLE = [
    ('rows = { where = [{ column = "occurred" }] }', "exactly one of equals and at_least"),
    ("", "aggregate count needs rows"),
    (f'rows = {{ where = [{HAPPENED}], column = "impact" }}', "none to count"),
    (f'rows = {{ where = [{HAPPENED}] }}\nreversed_items = ["effects"]', "one table"),
]


@pytest.mark.parametrize(("keys", "words"), IMPOSSIBLE)
def test_a_row_rule_that_cannot_work_is_refused(keys, words):
    score = f'[[scores]]\nid = "x"\ntitle = "X"\n{COUNT}\n{keys}'

    with pytest.raises(DefinitionError, match=words):
        make_form(QUESTIONS + score)
