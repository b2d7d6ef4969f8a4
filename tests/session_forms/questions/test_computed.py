"""Lines that are computed from answers: shown, never answered, never kept."""

import pytest

from session_forms.answers import CANNOT_TELL, DECLINED
from session_forms.errors import DefinitionError, NotAvailable
from session_forms.filling.filling import answer, start
from tests.support.session_forms.forms import context, make_form

QUESTIONS = """
[[questions]]
id = "before"
kind = "scale"
prompt = "Before?"
low = { value = 0 }
high = { value = 10 }
cannot_tell = true

[[questions]]
id = "after"
kind = "scale"
prompt = "After?"
low = { value = 0 }
high = { value = 10 }
shown_when = { question = "before", answered = true }

[[questions]]
id = "sleep"
kind = "number"
prompt = "Sleep?"
decimals = 1
can_decline = true

[[questions]]
id = "steps"
kind = "list"
prompt = "Steps?"

[[questions]]
id = "week"
kind = "table"
prompt = "Week?"
rows = [{ id = "one", label = "One" }, { id = "two", label = "Two" }]
columns = [{ id = "mood", label = "Mood", kind = "number" }]

[[questions]]
id = "began"
kind = "date"
prompt = "Began?"

[[questions]]
id = "ended"
kind = "datetime"
prompt = "Ended?"

[[questions]]
id = "made"
kind = "computed"
prompt = "Made of it"
%s

[[questions]]
id = "why"
kind = "short_text"
prompt = "Why?"
shown_when = { question = "made", at_least = 3 }
"""
CHANGE = 'compute = "difference"\nof = ["before", "after"]'


def filled(keys, answers):
    state = start(make_form(QUESTIONS % keys), context())
    for question_id, value in answers.items():
        state = answer(state, question_id, value)
    return state


def figure(keys, answers):
    return filled(keys, answers).question_state("made").figure


@pytest.mark.parametrize(
    ("keys", "answers", "wanted"),
    [
        (CHANGE, {"before": 8, "after": 3}, 5),
        (CHANGE, {"before": 3, "after": 8}, -5),
        (CHANGE, {"before": 8}, None),
        (CHANGE, {"before": CANNOT_TELL, "after": 3}, None),
        ('compute = "sum"\nof = ["before", "after"]', {"before": 8, "after": 3}, 11),
        ('compute = "mean"\nof = ["before", "after"]', {"before": 8, "after": 3}, 6),
        (
            'compute = "mean"\nof = ["before", "after"]\ndecimals = 1',
            {"before": 8, "after": 3},
            5.5,
        ),
        (
            'compute = "sum"\nof = ["sleep", "before"]\ndecimals = 1',
            {"sleep": 7.1, "before": 1},
            8.1,
        ),
        ('compute = "sum"\nof = ["sleep"]', {"sleep": DECLINED}, None),
        ('compute = "count"\nof = ["steps"]', {}, 0),
        ('compute = "count"\nof = ["steps"]', {"steps": ["a", "b"]}, 2),
        ('compute = "count"\nof = ["week"]', {"week": [{}, {"mood": 3}]}, 1),
        ('compute = "count"\nof = ["before", "sleep", "began"]', {"before": 0}, 1),
        ('compute = "count"\nof = ["before", "sleep"]', {"sleep": DECLINED}, 0),
        (
            'compute = "weeks_between"\nof = ["began", "ended"]',
            {"began": "2026-01-01", "ended": "2026-01-14T23:59"},
            1,
        ),
        (
            'compute = "weeks_between"\nof = ["began", "ended"]',
            {"began": "2026-01-15", "ended": "2026-01-01T10:00"},
            -2,
        ),
        ('compute = "weeks_between"\nof = ["began", "ended"]', {"began": "2026-01-01"}, None),
    ],
)
def test_a_line_has_its_figure_once_it_has_its_answers(keys, answers, wanted):
    assert figure(keys, answers) == wanted


def test_an_answer_that_is_hidden_again_gives_no_figure():
    state = filled(CHANGE, {"before": 8, "after": 3})

    hidden = answer(state, "before", None)

    assert hidden.answers["after"] == 3
    assert hidden.question_state("made").figure is None


def test_a_figure_is_never_kept_and_never_counts_as_unanswered():
    state = filled(CHANGE, {"before": 8, "after": 3})

    assert "made" not in state.answers_to_keep
    assert "made" not in {question.id for question in state.unanswered}
    assert (state.answered_count, state.shown_count) == (2, 8)


def test_a_figure_opens_a_later_question():
    assert filled(CHANGE, {"before": 8, "after": 3}).question_state("why").shown
    assert not filled(CHANGE, {"before": 8, "after": 6}).question_state("why").shown


def test_a_figure_with_decimals_is_compared_with_whole_numbers():
    keys = 'compute = "mean"\nof = ["before", "after"]\ndecimals = 1'

    assert filled(keys, {"before": 3, "after": 4}).question_state("why").shown
    assert not filled(keys, {"before": 2, "after": 3}).question_state("why").shown


def test_nobody_can_answer_a_line():
    state = answer(filled(CHANGE, {}), "made", 3)

    assert state.problems == {"made": NotAvailable()}
    assert "made" not in state.answers


def test_a_line_warns_by_its_figure():
    keys = f'{CHANGE}\nwarn_when = {{ at_least = 5 }}\nwarn_text = "Talk about it."'

    assert filled(keys, {"before": 8, "after": 3}).question_state("made").warning
    assert not filled(keys, {"before": 8, "after": 4}).question_state("made").warning


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ('compute = "difference"\nof = ["before"]', "exactly two questions"),
        ('compute = "count"\nof = ["steps"]\ndecimals = 1', "takes no decimals"),
        ('compute = "sum"\nof = ["before", "before"]', "has the question before twice"),
        (f"{CHANGE}\nrequired = true", "cannot be required"),
        (f"{CHANGE}\nrequired_when = {{ always = true }}", "cannot be required"),
        (f"{CHANGE}\ncan_decline = true", "nobody answers it"),
        ('compute = "sum"\nof = ["why"]', "does not stand before it"),
        ('compute = "sum"\nof = ["made"]', "does not stand before it"),
        ('compute = "sum"\nof = ["steps"]', "cannot be made of this kind"),
        ('compute = "weeks_between"\nof = ["began", "before"]', "cannot be made of this kind"),
        ('compute = "median"\nof = ["before"]', "not allowed here"),
    ],
)
def test_a_line_that_cannot_be_computed_is_refused(keys, words):
    with pytest.raises(DefinitionError, match=words):
        make_form(QUESTIONS % keys)


SCORED = """
[[scores]]
id = "total"
title = "Total"
items = ["before", "after"]
"""


def test_a_line_is_no_second_score_of_scored_items():
    with pytest.raises(DefinitionError, match="an item of a score"):
        make_form(QUESTIONS % CHANGE + SCORED)
    assert make_form(QUESTIONS % 'compute = "count"\nof = ["before"]' + SCORED)


def test_a_number_with_decimals_is_not_scored():
    scored = SCORED.replace('"after"', '"sleep"')

    with pytest.raises(DefinitionError, match="may be answered with decimals"):
        make_form(QUESTIONS % 'compute = "count"\nof = ["steps"]' + scored)


def test_a_line_counts_no_other_line():
    another = '[[questions]]\nid = "more"\nkind = "computed"\nprompt = "More"\n'

    with pytest.raises(DefinitionError, match="cannot be made of this kind"):
        make_form(QUESTIONS % CHANGE + another + 'compute = "count"\nof = ["made"]\n')
