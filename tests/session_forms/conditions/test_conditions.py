"""What the words for conditions mean."""

import pytest
from pydantic import ValidationError

from session_forms.answers import CANNOT_TELL, DECLINED
from session_forms.conditions.conditions import (
    SAID_OF_AN_ALERT,
    AlertRule,
    AnswerTest,
    Condition,
    Facts,
)

PASSING = [
    ({"equals": 1}, 1),
    ({"equals": True}, True),
    ({"equals": "a"}, "a"),
    ({"any_of": (1, 2)}, 2),
    ({"any_of": ("a", "b")}, "b"),
    ({"includes_any": ("a", "b")}, ("c", "b")),
    ({"from": 2}, 2),
    ({"from": 2, "to": 3}, 3),
    ({"to": 3}, -1),
    ({"at_most": 6}, 6),
    ({"at_least": 1}, 1),
    ({"cannot_tell": True}, CANNOT_TELL),
    ({"declined": True}, DECLINED),
    ({"answered": True}, 0),
    ({"answered": True}, False),
    ({"answered": True}, ("a",)),
]

FAILING = [
    ({"equals": 1}, True),
    ({"equals": True}, 1),
    ({"equals": 0}, False),
    ({"equals": 1}, None),
    ({"any_of": (0, 1)}, False),
    ({"includes_any": ("a",)}, ("b",)),
    ({"includes_any": ("a",)}, "a"),
    ({"from": 2}, 1),
    ({"from": 2, "to": 3}, 4),
    ({"at_most": 6}, 7),
    ({"at_least": 1}, True),
    ({"at_least": 1}, "5"),
    ({"cannot_tell": True}, DECLINED),
    ({"cannot_tell": True}, 1),
    ({"declined": True}, CANNOT_TELL),
    ({"answered": True}, DECLINED),
    ({"answered": True}, CANNOT_TELL),
    ({"answered": True}, None),
    ({"at_most": 6}, CANNOT_TELL),
]


@pytest.mark.parametrize(("test", "answer"), PASSING)
def test_an_answer_passes(test, answer):
    assert AnswerTest.model_validate(test).passes(answer)


@pytest.mark.parametrize(("test", "answer"), FAILING)
def test_an_answer_fails(test, answer):
    assert not AnswerTest.model_validate(test).passes(answer)


@pytest.mark.parametrize(
    "test", [{}, {"equals": 1, "at_most": 2}, {"from": 1, "at_least": 2}, {"from": 3, "to": 2}]
)
def test_a_test_says_exactly_one_thing(test):
    with pytest.raises(ValidationError):
        AnswerTest.model_validate(test)


@pytest.mark.parametrize(
    ("condition", "facts"),
    [
        ({"always": True}, {}),
        ({"open_alert": "suicide"}, {"open_streams": frozenset({"suicide"})}),
        ({"any_alert_at_least": "watch"}, {"level": 1}),
        ({"any_alert_at_least": "act"}, {"level": 3}),
        ({"earlier_version_exists": True}, {"earlier_version": True}),
        ({"earlier_version_exists": False}, {}),
        ({"first_use": True}, {"first_use": True}),
        ({"question": "a", "equals": 1}, {"answers": {"a": 1}}),
        ({"all_of": ({"question": "a", "equals": 1}, {"always": True})}, {"answers": {"a": 1}}),
    ],
)
def test_a_condition_holds(condition, facts):
    assert Condition.model_validate(condition).holds(Facts(**facts))


@pytest.mark.parametrize(
    ("condition", "facts"),
    [
        ({"open_alert": "suicide"}, {"open_streams": frozenset({"child_safety"})}),
        ({"any_alert_at_least": "watch"}, {"level": 0}),
        ({"any_alert_at_least": "urgent"}, {"level": 2}),
        ({"earlier_version_exists": True}, {}),
        ({"first_use": False}, {"first_use": True}),
        ({"question": "a", "equals": 1}, {}),
        ({"all_of": ({"question": "a", "equals": 1}, {"always": True})}, {}),
    ],
)
def test_a_condition_does_not_hold(condition, facts):
    assert not Condition.model_validate(condition).holds(Facts(**facts))


@pytest.mark.parametrize(
    "condition",
    [
        {},
        {"equals": 1},
        {"question": "a"},
        {"question": "a", "equals": 1, "at_most": 2},
        {"question": "a", "from": 2, "to": 1},
        {"always": True, "equals": 1},
        {"always": True, "open_alert": "suicide"},
        {"always": False},
        {"all_of": ({"always": True},)},
        {"open_alert": "other"},
        {"any_alert_at_least": "high"},
    ],
)
def test_a_condition_goes_by_exactly_one_thing(condition):
    with pytest.raises(ValidationError):
        Condition.model_validate(condition)


def test_the_questions_a_condition_asks_about_are_found_in_depth():
    inner = {"question": "b", "at_most": 2}
    condition = Condition.model_validate({"all_of": ({"question": "a", "equals": 1}, inner)})

    assert [name for name, _ in condition.tests_of_questions()] == ["a", "b"]


def test_an_alert_opens_always_unless_something_else_must_hold_as_well():
    rule = {"stream": "suicide", "level": "act", "when": {"equals": 1}, "states": "So."}

    assert AlertRule.model_validate({**rule, "because": "Why.", "opens": ("a",)}).opens_always
    assert not AlertRule.model_validate({**rule, "only_if": {"first_use": True}}).opens_always


def test_of_every_key_of_an_alert_it_is_decided_whether_it_narrows_the_alert():
    assert AlertRule.model_fields.keys() - SAID_OF_AN_ALERT == {"only_if"}, "is it a narrower rule?"
