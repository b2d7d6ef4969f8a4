"""Names for what other programs named."""

import pytest

from session_forms.exchange.plain_data.naming import form_name, free_name, question_name


@pytest.mark.parametrize(
    ("link_id", "name"),
    [
        ("mood", "mood"),
        ("3.1", "q_3_1"),
        ("H1/T1/Q1", "h1_t1_q1"),
        ("Ärger & Wut", "arger_wut"),
        ("???", "q"),
        ("", "q"),
        ("x" * 59 + "--y", "x" * 59),
    ],
)
def test_a_link_id_becomes_a_name_of_ours(link_id, name):
    assert question_name(link_id) == name


def test_the_name_of_a_form_has_hyphens():
    assert form_name("SDC PHQ_9!") == "sdc-phq-9"


def test_a_name_that_is_taken_gets_the_next_number():
    assert free_name("mood", {"mood", "mood_2"}) == "mood_3"
    assert free_name("mood", {"sleep"}) == "mood"
