"""The one spelling of answers as JSON."""

import json

import pytest

from session_forms.answers import (
    CANNOT_TELL,
    DECLINED,
    MOST_CHARACTERS,
    answers_from_json,
    answers_to_json,
)
from session_forms.errors import InvalidAnswers
from tests.support.session_forms.forms import ask, sleep_check


def test_answers_are_spelled_in_one_way():
    answers = {
        "woke": 2,
        "rested": DECLINED,
        "can": CANNOT_TELL,
        "b": True,
        "a": ("x", "ü"),
        "t": ({"c": 1}, {}),
    }

    text = answers_to_json(answers)

    assert text == (
        '{"a":["x","ü"],"b":true,"can":{"cannot_tell":true},"rested":{"declined":true},"t":[{"c":1},{}],"woke":2}'
    )


def test_declining_and_cannot_tell_come_back_as_what_they_are():
    text = '{"rested": {"declined": true}, "woke": {"cannot_tell": true}}'

    answers = answers_from_json(sleep_check(), text)

    assert answers == {"rested": DECLINED, "woke": CANNOT_TELL}


def test_null_counts_as_not_answered():
    assert answers_from_json(sleep_check(), '{"rested": null, "woke": 1}') == {"woke": 1}


BAD_TEXTS = [
    "",
    "[]",
    "3",
    "null",
    "{",
    '{"woke": 1} x',
    '{"woke": NaN}',
    '{"woke": Infinity}',
    '{"woke": -Infinity}',
    '{"woke": 1, "woke": 1}',
    '{"woke": {"declined": true, "declined": true}}',
    '{"woke": ' + "9" * 5000 + "}",
    "[" * 200_000,
    '{"woke":' * 100_000,
    '{"what_woke_you": "' + "x" * MOST_CHARACTERS + '"}',
]


@pytest.mark.parametrize("text", BAD_TEXTS, ids=range(len(BAD_TEXTS)))
def test_a_text_that_is_not_one_plain_object_is_refused(text):
    with pytest.raises(InvalidAnswers) as caught:
        answers_from_json(sleep_check(), text)

    assert caught.value.form_id == "sleep-check"
    assert caught.value.place == ""
    assert str(caught.value).startswith("sleep-check: the ")


@pytest.mark.parametrize(
    "value", ["5", "-1", "1.0", "1e400", "true", '"2"', "[]", "{}", '{"declined": false}', "9" * 40]
)
def test_an_answer_that_does_not_fit_names_the_question_and_never_the_value(value):
    with pytest.raises(InvalidAnswers) as caught:
        answers_from_json(sleep_check(), f'{{"rested": 1, "woke": {value}}}')

    assert str(caught.value) == "sleep-check, woke: the answer does not fit the question."


def test_an_unknown_key_is_named_by_its_position_only():
    with pytest.raises(InvalidAnswers) as caught:
        answers_from_json(sleep_check(), '{"rested": 1, "canary name": 2}')

    assert str(caught.value) == "sleep-check, answer 2: this form has no such question."


def test_a_lone_surrogate_is_refused():
    with pytest.raises(InvalidAnswers):
        answers_from_json(sleep_check(), '{"woke": 1, "what_woke_you": "\\ud800"}')


def test_nothing_of_a_refused_answer_hangs_on_the_error():
    with pytest.raises(InvalidAnswers) as caught:
        answers_from_json(ask('kind = "yes_no"'), json.dumps({"asked": "canary"}))

    assert caught.value.__context__ is None
    assert caught.value.__cause__ is None
    assert "canary" not in repr(caught.value)
