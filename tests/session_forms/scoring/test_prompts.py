"""Prompts: suggestions that an answer opens, tested on what the item counts."""

import pytest

from session_forms.errors import DefinitionError
from session_forms.scoring.scoring import RaisedPrompt, prompts_raised
from tests.support.session_forms.forms import make_form

FORM = """
[[questions]]
id = "a"
kind = "rating"
prompt = "A"
low = { value = 0 }
high = { value = 4 }

[[questions]]
id = "b"
kind = "rating"
prompt = "B"
low = { value = 0 }
high = { value = 4 }

[[questions]]
id = "rows"
kind = "table"
prompt = "Rows"
columns = [{ id = "impact", label = "Impact", kind = "number", maximum = 4 }]

[[scores]]
id = "total"
title = "Total"
items = ["a"]
reversed_items = ["a"]

[[prompts]]
question = "a"
at_most = 1
says = "Ask about A."
status = "memory"

[[prompts]]
question = "b"
at_least = 3
says = "Ask about B."

[[prompts]]
question = "rows"
where = [{ column = "impact", at_least = 3 }]
says = "Take the rows to supervision."
"""


def opened(**answers):
    return [each.question_id for each in prompts_raised(make_form(FORM), answers)]


def test_a_prompt_is_tested_on_what_the_item_counts_after_reversal():
    assert opened(a=4) == ["a"]
    assert opened(a=3) == ["a"]
    assert opened(a=2) == []
    assert opened(a=0) == []


def test_a_prompt_needs_no_total_and_an_item_of_no_score_counts_as_answered():
    assert opened(b=3) == ["b"]
    assert opened(b=2) == []
    assert opened() == []


def test_a_row_of_a_table_opens_a_prompt():
    assert opened(rows=[{"impact": 1}, {"impact": 3}]) == ["rows"]
    assert opened(rows=[{"impact": 2}]) == []


def test_a_prompt_says_how_well_its_rule_is_sourced():
    assert prompts_raised(make_form(FORM), {"a": 4}) == (
        RaisedPrompt("a", "Ask about A.", "memory"),
    )


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('question = "b"', 'question = "no"', "prompts[1].question"),
        ('question = "b"', 'question = "rows"', "prompts[1].question"),
        ('question = "rows"', 'question = "a"', "prompts[2].where"),
        ('column = "impact", at_least', 'column = "no", at_least', "prompts[2].where[0].column"),
        ('at_least = 3\nsays = "Ask', 'at_least = 3\nat_most = 4\nsays = "Ask', "prompts[1]"),
        ('at_least = 3\nsays = "Ask', 'says = "Ask', "prompts[1]"),
    ],
)
def test_a_prompt_that_cannot_open_is_refused(old, new, key):
    with pytest.raises(DefinitionError) as caught:
        make_form(FORM.replace(old, new, 1))

    assert caught.value.key == key
