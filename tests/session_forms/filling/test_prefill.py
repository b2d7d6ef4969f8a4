"""Lines taken over from an earlier form."""

from datetime import date

import pytest

from session_forms.answers import CANNOT_TELL, DECLINED, QuestionId
from session_forms.errors import DefinitionError
from session_forms.filling.answer_text import answer_lines
from session_forms.filling.filling import answer, start
from session_forms.filling.prefill import as_earlier, initial, refreshed
from tests.support.session_forms.forms import ask, context, make_form

LADDER = """
[[questions]]
id = "amber"
kind = "list"
prompt = "Amber?"

[[questions]]
id = "strength"
kind = "rating"
prompt = "How strong?"
can_decline = true
options = [{ value = 0, label = "none" }, { value = 1, label = "some" }]

[[questions]]
id = "people"
kind = "table"
prompt = "Who?"

[[questions.columns]]
id = "who"
label = "Who"
kind = "short_text"

[[questions.columns]]
id = "near"
label = "Near"
kind = "choice"
options = [{ id = "very", label = "very near" }, { id = "less", label = "less near" }]

[[questions.columns]]
id = "knows"
label = "Knows"
kind = "yes_no"

[[questions.columns]]
id = "times"
label = "Times"
kind = "number"
"""

PLAN = """
[[questions]]
id = "signs"
kind = "from_form"
prompt = "Signs"
form = "ladder"
question = "amber"

[[questions]]
id = "people"
kind = "from_form"
prompt = "People"
form = "ladder"
question = "people"
editable = false
"""
DAY = date(2026, 2, 1)
ANSWERS = {
    QuestionId("amber"): ("restless", "alone"),
    QuestionId("people"): (
        {"who": "a friend", "near": "very", "knows": False, "times": 3},
        {"who": "a neighbour"},
    ),
}


def ladder():
    return make_form(LADDER, form_id="ladder", head='short_title = "Ladder"\n')


def plan():
    return make_form(PLAN, form_id="plan")


def after(answers):
    return context(earlier={"ladder": as_earlier(ladder(), DAY, answers)})


def test_a_fresh_form_begins_with_the_lines_of_the_earlier_one():
    taken = initial(plan(), after(ANSWERS))

    assert taken == {
        "signs": ("restless", "alone"),
        "people": ("a friend · very near · Knows: no · Times: 3", "a neighbour"),
    }
    assert start(plan(), after(ANSWERS), taken).problems == {}


def test_the_state_says_where_lines_come_from():
    [signs, _people] = start(plan(), after(ANSWERS)).question_states()

    assert (signs.earlier.title, signs.earlier.day) == ("Ladder", DAY)
    assert start(plan(), context()).question_state("signs").earlier is None


def test_nothing_is_taken_from_a_form_that_was_never_filled_in():
    assert initial(plan(), context()) == {}
    assert initial(plan(), after({})) == {}


def test_a_copy_can_be_worked_on_and_is_kept():
    context_now = after(ANSWERS)
    state = start(plan(), context_now, initial(plan(), context_now))

    state = answer(state, "signs", ["restless", "no sleep"])

    assert state.answers_to_keep["signs"] == ("restless", "no sleep")


def test_what_is_only_read_counts_nowhere_and_is_kept():
    state = start(plan(), after(ANSWERS), initial(plan(), after(ANSWERS)))

    assert state.shown_count == state.answered_count == 1
    assert "people" in state.answers_to_keep
    assert [question.id for question in start(plan(), context()).unanswered] == ["signs"]


def test_a_draft_follows_the_earlier_form_only_where_it_is_only_read():
    draft = {"signs": ("my own",), "people": ("old",)}
    newer = after({QuestionId("people"): ({"who": "a sister"},), QuestionId("amber"): ("new",)})

    assert refreshed(plan(), newer, draft) == {"signs": ("my own",), "people": ("a sister",)}
    assert refreshed(plan(), context(), draft) == {"signs": ("my own",)}


def test_as_many_lines_are_taken_as_fit():
    short = make_form(PLAN.replace('"amber"', '"amber"\nmax_entries = 1'), form_id="plan")

    assert initial(short, after(ANSWERS))["signs"] == ("restless",)


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ("editable = false\nrequired = true", "cannot be required"),
        ("editable = false\nmin_entries = 1", "takes no min_entries"),
        (
            "editable = false\nmin_entries_when = { entries = 1, always = true }",
            "takes no min_entries",
        ),
    ],
)
def test_what_is_only_read_cannot_be_asked_for(keys, words):
    with pytest.raises(DefinitionError, match=words):
        ask(f'kind = "from_form"\nform = "ladder"\nquestion = "amber"\n{keys}')


RATED = 'kind = "rating"\noptions = [{ value = 0, label = "none" }, { value = 2, label = "some" }]'
CHOSEN = 'kind = "multi"\noptions = [{ id = "a", label = "Walks" }, { id = "b", label = "Music" }]'
ONE = 'kind = "choice"\noptions = [{ id = "a", label = "Walks" }, { id = "b", label = "Music" }]'
FIXED = """kind = "table"
rows = [{ id = "work", label = "Work" }, { id = "play", label = "Play" }]
columns = [{ id = "now", label = "Now", kind = "short_text" }]"""


@pytest.mark.parametrize(
    ("question", "given", "lines"),
    [
        ('kind = "yes_no"', True, ("yes",)),
        ('kind = "yes_no"', False, ("no",)),
        (RATED, 2, ("2 · some",)),
        (RATED, DECLINED, ("prefers not to say",)),
        (RATED, CANNOT_TELL, ("cannot tell",)),
        ('kind = "number"\ndecimals = 1', 7.5, ("7.5",)),
        ('kind = "number"', 7, ("7",)),
        (ONE, "a", ("Walks",)),
        (CHOSEN, ("a", "b"), ("Walks", "Music")),
        ('kind = "long_text"', "one\n\ntwo", ("one", "two")),
        ('kind = "long_text"', "x" * 2_500, ("x" * 2_000, "x" * 500)),
        (FIXED, ({}, {"now": "cards"}), ("Play: cards",)),
    ],
)
def test_an_answer_is_said_in_lines(question, given, lines):
    assert answer_lines(ask(question).questions[0], given) == lines
