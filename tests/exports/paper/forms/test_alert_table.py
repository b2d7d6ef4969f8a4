"""The table of alerts that a clinical lead signs."""

import pytest

from exports.paper.forms.alert_table import AlertRow, alert_rows
from session_forms.conditions.conditions import (
    AlertRule,
    AnswerTest,
    BandTest,
    Condition,
)
from session_forms.library.library import installed
from tests.support.session_forms.forms import make_form


def test_an_answer_that_opens_an_alert_is_told_with_level_stream_fact_and_reason():
    [first, second] = alert_rows([installed().latest("phq-9")])

    assert (first.form, first.when, first.level, first.stream) == (
        "PHQ-9",
        "9 is \N{LEFT DOUBLE QUOTATION MARK}1\N{RIGHT DOUBLE QUOTATION MARK}",
        "watch",
        "suicide",
    )
    assert second.states.startswith("PHQ-9 item 9 answered 2 or 3")
    assert second.because.startswith("Thoughts on most days do not wait")


FORM = """
[[questions]]
id = "other"
kind = "rating"
prompt = "And how often?"
low = { value = 0, label = "Never" }
high = { value = 9, label = "Always" }

[[questions]]
id = "strength"
kind = "rating"
prompt = "How strong?"
low = { value = 0, label = "Not at all" }
high = { value = 9, label = "Very" }
cannot_tell = true
can_decline = true

[[questions]]
id = "several"
kind = "multi"
prompt = "Which of these?"
options = [
    { id = "a", label = "One" },
    { id = "b", label = "Two" },
    { id = "c", label = "Three" },
    { id = "d", label = "Four" },
    { id = "e", label = "Five" },
]
"""
STREAMS = ("suicide", "child_safety")
ONE, ANOTHER = AnswerTest(at_least=4), AnswerTest(at_least=5)
RULES = {
    "stream": ("suicide", "child_safety"),
    "level": ("act", "urgent"),
    "when": (ONE, ANOTHER),
    "only_if": (None, Condition(open_alert="suicide")),
    "states": ("One.", "Another."),
    "because": ("", "For this."),
    "opens": ((), ("safety-plan",)),
}
"""Two values for each key of a rule."""
TESTS = {
    "equals": (3, 4),
    "any_of": ((1, 2, 3, 4, 5), (1, 2, 3, 4, 6)),
    "includes_any": (("a", "b", "c", "d"), ("a", "b", "c", "e")),
    "from_": (2, 3),
    "to": (6, 7),
    "at_most": (2, 3),
    "at_least": (2, 3),
    "cannot_tell": (True, None),
    "declined": (True, None),
    "answered": (True, None),
}
"""Two values for each test of an answer; None is another test altogether."""
BANDS = (("total", ("low",)), ("total", ("high",)), ("often", ("low",)))
CONDITIONS = {
    "question": ("other", "strength"),
    "band_of": tuple(BandTest(score=score, any_of=labels) for score, labels in BANDS),
    "open_alert": ("suicide", "child_safety"),
    "any_alert_at_least": ("watch", "act", "urgent"),
    "earlier_version_exists": (True, False),
    "first_use": (True, False),
    "always": (True,),
    "all_of": tuple((Condition(first_use=True), Condition(open_alert=each)) for each in STREAMS),
    "some_of": tuple((Condition(first_use=True), Condition(open_alert=each)) for each in STREAMS),
    "none_of": tuple((Condition(open_alert=each),) for each in STREAMS),
}
"""Several values for each thing that a condition goes by."""
WITH_A_TEST = {"question": {"at_least": 1}}
TOLD_ELSEWHERE = {"opens": "the page of the alert offers these forms; none of them is opened by it"}
"""Keys of a rule that its row does not tell."""


def row(question_id: str, **changed: object) -> AlertRow:
    """Return the row of a rule of a question, all else being alike."""
    usual = {"stream": "suicide", "level": "act", "when": ONE, "states": "One."}
    rule = AlertRule.model_validate({**usual, **changed})
    form = make_form(FORM)
    questions = tuple(
        each.model_copy(update={"alerts": (rule,)}) if each.id == question_id else each
        for each in form.questions
    )
    [found] = alert_rows([form.model_copy(update={"questions": questions})])
    return found


def test_a_rule_with_another_value_under_any_key_is_another_row_for_who_signs_it():
    alike = {
        key
        for key, values in RULES.items()
        if len({row("strength", **{key: each}) for each in values}) < len(values)
    }

    assert alike == TOLD_ELSEWHERE.keys()
    assert RULES.keys() == AlertRule.model_fields.keys(), "what does who signs it read of this key?"


@pytest.mark.parametrize("key", TESTS)
def test_another_test_of_an_answer_is_another_row(key: str):
    question = "several" if key == "includes_any" else "strength"
    tests = [AnswerTest.model_construct(**{key: each}) if each else ONE for each in TESTS[key]]

    assert len({row(question, when=each) for each in tests}) == len(tests)


@pytest.mark.parametrize("key", CONDITIONS)
def test_another_condition_of_an_alert_is_another_row(key: str):
    conditions = [
        Condition.model_validate({key: each, **WITH_A_TEST.get(key, {})})
        for each in CONDITIONS[key]
    ]

    assert len({row("several", only_if=each) for each in conditions}) == len(conditions)


def test_every_test_and_every_condition_is_tried():
    assert TESTS.keys() == AnswerTest.model_fields.keys()
    assert CONDITIONS.keys() == Condition.model_fields.keys() - AnswerTest.model_fields.keys()


def test_every_alert_that_ships_names_the_answers_that_open_it():
    vague = [each.form for each in alert_rows(installed().all()) if "applies" in each.when]

    assert vague == []
