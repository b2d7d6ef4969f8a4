"""enableWhen of other programs as conditions of ours."""

import pytest

from session_forms.exchange.fhir_terms.conditions import condition_of
from session_forms.exchange.fhir_terms.links import link_of
from tests.support.session_forms.exchange_forms import everything

FORM = everything()
ASKED = {link_of(question): question for question in FORM.questions}


def line(question, operator, **value):
    return {"question": question, "operator": operator, **value}


def said(*lines, any_is_enough=False):
    return condition_of(FORM.id, lines, any_is_enough=any_is_enough, asked=ASKED)


@pytest.mark.parametrize(
    ("given", "condition"),
    [
        (line("nights", ">", answerInteger=2), {"at_least": 3}),
        (line("nights", "<", answerInteger=2), {"at_most": 1}),
        (line("nights", ">=", answerDecimal=2.0), {"at_least": 2}),
        (line("nights", "=", answerDecimal=7.0), {"equals": 7}),
        (line("practised", "=", answerBoolean=False), {"equals": False}),
        (line("way", "=", answerString="A walk"), {"equals": "walk"}),
        (line("way", "=", answerCoding={"code": "LA1-9"}), {"equals": "walk"}),
        (
            line("way", "=", answerCoding={"system": "http://loinc.org", "code": "LA1-9"}),
            {"equals": "walk"},
        ),
        (line("helped", "=", answerCoding={"code": "music"}), {"includes_any": ["music"]}),
        (line("hour", "exists", answerBoolean=True), {"answered": True}),
    ],
)
def test_a_line_becomes_a_test_of_the_same_meaning(given, condition):
    assert said(given) == {"question": given["question"], **condition}


@pytest.mark.parametrize(
    "given",
    [
        "canary",
        line("nobody", "=", answerInteger=1),
        line("nights", "="),
        line("nights", "=", answerQuantity={"value": 3}),
        line("nights", "=", answerInteger=8),
        line("nights", "=", answerInteger="canary"),
        line("nights", "=", answerDecimal=2.5),
        line("nights", ">", answerInteger=7),
        line("nights", "~", answerInteger=3),
        line("practised", "=", answerBoolean="canary"),
        line("way", "=", answerCoding="canary"),
        line("way", "=", answerCoding={"system": "urn:other", "code": "walk"}),
        line("way", "=", answerString="canary"),
        line("way", "=", answerString=7),
        line("hour", "=", answerTime="07:45:00"),
        line("hour", "=", answerTime=7),
        line("day", "=", answerDate="2026-03-01"),
    ],
)
def test_what_our_words_cannot_say_is_no_condition(given):
    assert said(given) is None
    assert said(given, line("nights", "=", answerInteger=1)) is None


def test_no_line_is_no_condition():
    assert said() is None


def test_any_of_several_values_of_one_question_is_one_test():
    lines = [line("nights", "=", answerInteger=each) for each in (1, 3)]

    assert said(*lines, any_is_enough=True) == {"question": "nights", "any_of": [1, 3]}


@pytest.mark.parametrize(
    ("other", "test"),
    [
        (
            line("practised", "=", answerBoolean=True),
            {"question": "practised", "equals": True},
        ),
        (line("nights", ">", answerInteger=3), {"question": "nights", "at_least": 4}),
    ],
)
def test_any_of_unlike_tests_is_some_of_them(other, test):
    first = line("nights", "=", answerInteger=1)

    assert said(first, other, any_is_enough=True) == {
        "some_of": [{"question": "nights", "equals": 1}, test]
    }


def test_what_must_not_be_is_none_of_it():
    different = line("nights", "!=", answerInteger=1)
    unanswered = line("hour", "exists", answerBoolean=False)
    also = line("free", ">", answerInteger=3)
    none = [{"question": "nights", "equals": 1}, {"question": "hour", "answered": True}]

    assert said(different) == {"none_of": none[:1]}
    assert said(different, unanswered) == {"none_of": none}
    assert said(different, also, unanswered) == {
        "all_of": [{"question": "free", "at_least": 4}, {"none_of": none}]
    }


def test_beyond_a_number_with_decimals_there_is_no_next_one():
    assert said(line("weight", ">", answerDecimal=2)) is None
    assert said(line("weight", ">=", answerDecimal=2.0)) == {"question": "weight", "at_least": 2}
    assert said(line("weight", ">=", answerDecimal=2.5)) is None


def test_two_limits_of_one_question_are_a_range_and_of_two_questions_are_not():
    low, high = line("nights", ">=", answerInteger=1), line("nights", "<=", answerInteger=3)
    other = line("free", "<=", answerInteger=3)

    assert said(low, high) == {"question": "nights", "from": 1, "to": 3}
    assert said(low, other) == {
        "all_of": [{"question": "nights", "at_least": 1}, {"question": "free", "at_most": 3}]
    }
