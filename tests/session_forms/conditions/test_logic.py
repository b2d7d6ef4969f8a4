"""Conditions on groups, bands and parts: what they mean, and what loading refuses."""

import pytest

from session_forms.conditions.conditions import Condition, Facts, no_band
from session_forms.errors import DefinitionError
from session_forms.filling.filling import answer, start
from tests.support.session_forms.forms import context, make_form

YES = {"question": "a", "equals": True}
NO = {"question": "a", "equals": False}
FIRST = {"first_use": True}


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ({"some_of": (YES, FIRST)}, True),
        ({"some_of": (NO, FIRST)}, False),
        ({"none_of": (NO, FIRST)}, True),
        ({"none_of": (YES,)}, False),
        ({"none_of": ({"question": "b", "answered": True},)}, True),
        ({"all_of": ({"none_of": (NO,)}, {"some_of": (FIRST, YES)})}, True),
    ],
)
def test_a_group_holds_by_its_conditions(condition, holds):
    facts = Facts(answers={"a": True})

    assert Condition.model_validate(condition).holds(facts) is holds


def test_the_parts_of_a_condition_come_with_their_places():
    condition = Condition.model_validate({"all_of": (YES, {"none_of": (FIRST, NO)})})

    assert [place for place, _part in condition.parts()] == [
        (),
        ("all_of", 0),
        ("all_of", 1),
        ("all_of", 1, "none_of", 0),
        ("all_of", 1, "none_of", 1),
    ]
    assert [name for name, _ in condition.tests_of_questions()] == ["a", "a"]


def test_without_a_score_there_is_no_band():
    band = {"band_of": {"score": "total", "any_of": ("severe",)}}

    assert no_band("", "total") is None
    assert not Condition.model_validate(band).holds(Facts())


RATINGS = "".join(
    f'[[questions]]\nid = "q{at}"\nkind = "rating"\nprompt = "Q{at}?"\n'
    "low = { value = 0 }\nhigh = { value = 3 }\n"
    for at in (1, 2)
)
SCORE = """
[[scores]]
id = "total"
title = "Total"
items = ["q1", "q2"]
bands = [{ from = 0, label = "low" }, { from = 4, label = "high" }]
"""
FOLLOW_UP = '[[questions]]\nid = "more"\nkind = "short_text"\nprompt = "More?"\n%s\n'
BY_BAND = 'shown_when = { band_of = { score = "total", any_of = ["high"] } }'
BY_MEASURE = (
    'shown_when = { band_of = { measure = "phq-9", score = "total", any_of = ["severe"] } }'
)


def test_a_question_opens_with_the_band_of_the_forms_own_score():
    state = start(make_form(RATINGS + FOLLOW_UP % BY_BAND + SCORE), context())
    shown = []
    for value in (1, 3, 0):
        state = answer(answer(state, "q1", 3), "q2", value)
        shown.append(state.question_state("more").shown)

    assert shown == [True, True, False]


def test_a_question_opens_with_the_band_of_a_measure_done_before():
    form = make_form(RATINGS + FOLLOW_UP % BY_MEASURE)
    shown = [
        start(form, context(bands=bands)).question_state("more").shown
        for bands in ({}, {("phq-9", "total"): "mild"}, {("phq-9", "total"): "severe"})
    ]

    assert shown == [False, False, True]
    assert form.dependencies.measures == {("phq-9", "total")}


def refusal(text, head=""):
    with pytest.raises(DefinitionError) as caught:
        make_form(text, head=head)
    return f"{caught.value.key}: {caught.value.what}"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            RATINGS + FOLLOW_UP % BY_BAND,
            "questions[2].shown_when.band_of.score: this form has no such score",
        ),
        (
            FOLLOW_UP % BY_BAND + RATINGS + SCORE,
            (
                "questions[0].shown_when.band_of.score:"
                " the score has items that do not stand before this question"
            ),
        ),
        (
            RATINGS + FOLLOW_UP % BY_BAND.replace("high", "very high") + SCORE,
            "questions[2].shown_when.band_of.any_of[0]: the score has no band of this label",
        ),
        (
            RATINGS
            + FOLLOW_UP
            % 'shown_when = { none_of = [{ first_use = true }, { question = "q3", equals = 1 }] }',
            (
                "questions[2].shown_when.none_of[1].question:"
                " the condition names a question that does not stand before this one"
            ),
        ),
        (
            RATINGS
            + FOLLOW_UP
            % 'shown_when = { some_of = [{ first_use = true }, { question = "q1", equals = 9 }] }',
            (
                "questions[2].shown_when.some_of[1]:"
                " the test compares with something that q1 cannot be answered with"
            ),
        ),
        (
            RATINGS + FOLLOW_UP % 'shown_when = { question = "more", answered = true }',
            (
                "questions[2].shown_when.question:"
                " the condition names a question that does not stand before this one"
            ),
        ),
    ],
)
def test_a_condition_on_what_is_not_there_is_refused(text, words):
    assert refusal(text) == words


PARTS = """
[[parts]]
id = "now"
title = "Now"
introduction = "This week."

[[parts]]
id = 2
title = "Then"
new_page = true
"""


def asked(*parts):
    return "".join(
        f'[[questions]]\nid = "q{at}"\nkind = "yes_no"\nprompt = "Q{at}?"\n'
        + (f"part = {part}\n" if part else "")
        for at, part in enumerate(parts)
    )


@pytest.mark.parametrize("parts", [('"now"', "2"), (None, '"now"', '"now"', "2", "2")])
def test_parts_in_order_are_taken(parts):
    assert [part.title for part in make_form(PARTS + asked(*parts)).parts] == ["Now", "Then"]


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        (('"now"', "3"), "questions[1].part: the question names no part of this form"),
        (('"now"', None, "2"), "questions[1].part: the question names no part of this form"),
        (('"now"', "2", '"now"'), "questions[2].part: the question stands outside its part"),
        (('"now"',), "parts[1]: no question names this part"),
    ],
)
def test_a_part_out_of_place_is_refused(parts, words):
    assert refusal(PARTS + asked(*parts)) == words


def test_a_part_stands_there_once():
    twice = PARTS.replace("id = 2", 'id = "now"')

    assert "stands there twice" in refusal(twice + asked('"now"'))
