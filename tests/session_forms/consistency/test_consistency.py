"""Inside one form everything that is named exists, stands earlier, and can happen."""

import pytest

from session_forms.errors import DefinitionError
from tests.support.session_forms.forms import ask, make_form

FORM = """
[[questions]]
id = "first"
kind = "choice"
prompt = "First?"
options = [{ id = "one", label = "One" }, { id = "two", label = "Two" }]

[[questions]]
id = "several"
kind = "multi"
prompt = "Several?"
cannot_tell = true
options = [{ id = "one", label = "One" }, { id = "two", label = "Two" }]

[[questions]]
id = "number"
kind = "number"
prompt = "How many?"
maximum = 10

[[questions]]
id = "yes"
kind = "yes_no"
prompt = "Yes?"

[[questions]]
id = "words"
kind = "short_text"
prompt = "Words?"

[[questions]]
id = "last"
kind = "list"
prompt = "Last?"
%s
"""


def error_in(keys):
    with pytest.raises(DefinitionError) as caught:
        make_form(FORM % keys)
    return caught.value


@pytest.mark.parametrize(
    "condition",
    [
        'question = "first", equals = "two"',
        'question = "several", includes_any = ["one"]',
        'question = "several", cannot_tell = true',
        'question = "number", from = 0, to = 10',
        'question = "yes", equals = false',
        'question = "words", answered = true',
        'all_of = [{ question = "yes", equals = true }, { open_alert = "suicide" }]',
    ],
)
@pytest.mark.parametrize("key", ["shown_when", "required_when"])
def test_a_condition_that_can_hold_is_taken(key, condition):
    assert make_form(FORM % f"{key} = {{ {condition} }}")


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ('question = "missing", equals = 1', "does not stand before"),
        ('question = "last", answered = true', "does not stand before"),
        ('question = "first", equals = "three"', "cannot be answered with"),
        ('question = "first", equals = 1', "cannot be answered with"),
        ('question = "first", any_of = ["one", "three"]', "cannot be answered with"),
        ('question = "several", includes_any = ["three"]', "cannot be answered with"),
        ('question = "several", equals = "one"', "use includes_any where several"),
        ('question = "first", includes_any = ["one"]', "else any_of"),
        ('question = "number", at_most = 11', "cannot be answered with"),
        ('question = "yes", equals = 1', "cannot be answered with"),
        ('question = "words", equals = "x"', "cannot be answered with"),
        ('question = "first", cannot_tell = true', "set cannot_tell there"),
        ('question = "first", declined = true', "set can_decline there"),
        ('all_of = [{ always = true }, { question = "no", equals = 1 }]', "does not stand before"),
    ],
)
def test_a_condition_that_can_never_hold_is_refused(condition, words):
    error = error_in(f"shown_when = {{ {condition} }}")

    assert words in str(error)
    assert error.line == 40
    assert error.key.startswith("questions[5].shown_when")


@pytest.mark.parametrize(
    ("keys", "key"),
    [
        (
            'min_entries_when = { question = "no", equals = 1, entries = 1 }',
            "questions[5].min_entries_when.question",
        ),
        (
            'min_entries_when = { always = true, entries = 1, or_reason_in = "no" }',
            "questions[5].min_entries_when.or_reason_in",
        ),
        (
            'min_entries_when = { always = true, entries = 1, or_reason_in = "last" }',
            "questions[5].min_entries_when.or_reason_in",
        ),
        ('warn_when = { at_most = 3 }\nwarn_text = "Few."', "questions[5].warn_when"),
    ],
)
def test_what_a_list_names_exists(keys, key):
    assert error_in(keys).key == key


ALERT = """
[[questions.alerts]]
stream = "suicide"
level = "act"
when = { %s }
states = "A fact."
"""


def test_an_alert_tests_what_its_question_can_be_answered_with():
    assert error_in(ALERT % "equals = 1").key == "questions[5].alerts[0].when"


def test_the_condition_of_an_alert_looks_back_only():
    alert = ALERT % "answered = true" + 'only_if = { question = "last", answered = true }'

    assert error_in(alert).key == "questions[5].alerts[0].only_if.question"


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        (
            (
                'kind = "choice"\noptions = [{ id = "a", label = "A", unavailable_while = '
                '{ question = "asked", equals = "a" } }, { id = "b", label = "B" }]'
            ),
            "questions[0].options[0].unavailable_while.question",
        ),
        (
            (
                'kind = "multi"\noptions = [{ id = "b", label = "B" }, { id = "a", label = "A", '
                'unavailable_while = { question = "asked", equals = "a" } }]'
            ),
            "questions[0].options[1].unavailable_while.question",
        ),
        (
            'kind = "date"\nlatest_when = [{ question = "no", equals = 1, days_after_today = 1 }]',
            "questions[0].latest_when[0].question",
        ),
    ],
)
def test_conditions_inside_a_question_are_checked_too(kind, key):
    with pytest.raises(DefinitionError) as caught:
        ask(kind)

    assert caught.value.key == key


def test_an_id_stands_once():
    again = '[[questions]]\nid = "yes"\nkind = "yes_no"\nprompt = "Again?"'

    error = error_in("\n" + again)

    assert error.key == "questions[6].id"
    assert "the question id yes stands there twice" in str(error)


def test_the_copy_leaves_out_questions_that_exist():
    copy = '[client_copy]\ntitle = "Mine"\nsizes = ["a4"]\nleaves_out = ["first", "no"]'

    assert error_in("\n" + copy).key == "client_copy.leaves_out[1]"


SCORE = """
[[scores]]
id = "total"
title = "Total"
items = ["number"]
"""


@pytest.mark.parametrize(
    ("score", "key"),
    [
        (SCORE.replace('"number"', '"number", "no"'), "scores[0].items[1]"),
        (SCORE.replace('"number"', '"first"'), "scores[0].items[0]"),
        (SCORE + "range = [0, 11]", "scores[0].range"),
        (SCORE + "range = { low = 1, high = 10 }", "scores[0].range"),
        (SCORE + 'bands = [{ from = 1, label = "low" }]', "scores[0].bands[0]"),
        (
            SCORE + 'bands = [{ from = 0, label = "a" }, { from = 11, label = "b" }]',
            "scores[0].bands[1]",
        ),
        (SCORE + 'cutoffs = [{ name = "line", at = 11 }]', "scores[0].cutoffs[0]"),
        (SCORE + 'cutoffs = [{ name = "line", at_most = -1 }]', "scores[0].cutoffs[0]"),
        (SCORE + SCORE, "scores[1].id"),
    ],
)
def test_a_score_is_made_of_numbers_that_are_there(score, key):
    assert error_in(score).key == key


@pytest.mark.parametrize(
    "score",
    [
        SCORE + 'range = [0, 10]\nbands = [{ from = 0, label = "any" }]',
        SCORE + 'range = [0, 40]\nmultiply = 4\ncutoffs = [{ name = "line", at = 40 }]',
        SCORE + 'range = [0, 10]\naggregate = "mean"',
    ],
)
def test_a_sound_score_is_taken(score):
    assert make_form(FORM % score).score("total").items == ("number",)


@pytest.mark.parametrize("other", ["yes", "S 1"])
def test_two_questions_never_go_out_under_one_name(other):
    first = FORM.replace('id = "number"', 'id = "number"\nsource_id = "S 1"')

    with pytest.raises(DefinitionError) as caught:
        make_form(first % f'source_id = "{other}"')

    assert caught.value.key.endswith(".source_id")
    assert caught.value.what == "another question goes out under the same source_id"
    assert make_form(first % 'source_id = "S 2"')
