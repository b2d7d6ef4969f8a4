"""What can never happen is found when the form is loaded, and nothing else is called so."""

import random
import tomllib
from itertools import product

import pytest

from session_forms.answers import CANNOT_TELL
from session_forms.conditions.conditions import Condition, Facts
from session_forms.consistency import reachability
from session_forms.consistency.reachability import can_hold
from session_forms.errors import DefinitionError
from session_forms.filling.filling import answer, start
from tests.support.session_forms.forms import context, make_form

HEAD = """
[[questions]]
id = "rate"
kind = "rating"
prompt = "Rate?"
options = [{ value = 0, label = "a" }, { value = 2, label = "b" }, { value = 4, label = "c" }]
cannot_tell = true

[[questions]]
id = "count"
kind = "number"
prompt = "How many?"
maximum = 10

[[questions]]
id = "hours"
kind = "number"
prompt = "Hours?"
maximum = 10
decimals = 1

[[questions]]
id = "one"
kind = "choice"
prompt = "One?"
can_decline = true
options = [{ id = "a", label = "A" }, { id = "b", label = "B" }]

[[questions]]
id = "menu"
kind = "choice"
prompt = "Menu?"
options_from = "own_menu"

[[questions]]
id = "several"
kind = "multi"
prompt = "Several?"
options = [
    { id = "none", label = "None", exclusive = true },
    { id = "a", label = "A" },
    { id = "b", label = "B" },
]

[[questions]]
id = "yes"
kind = "yes_no"
prompt = "Yes?"
shown_when = { question = "one", equals = "a" }

[[questions.alerts]]
stream = "suicide"
level = "act"
when = { equals = true }
states = "A fact."

[[questions]]
id = "steps"
kind = "list"
prompt = "Steps?"

[[questions]]
id = "words"
kind = "short_text"
prompt = "Words?"

[[questions]]
id = "sum"
kind = "computed"
prompt = "Sum"
compute = "sum"
of = ["count", "hours"]

[[questions]]
id = "last"
kind = "list"
prompt = "Last?"
%s
"""


def both(*conditions):
    inner = ", ".join(f"{{ {each} }}" for each in conditions)
    return f"shown_when = {{ all_of = [{inner}] }}"


RATE = 'question = "rate", '
COUNT = 'question = "count", '
HOURS = 'question = "hours", '
SEVERAL = 'question = "several", '
ONE = 'question = "one", '
YES = 'question = "yes", '
POSSIBLE = [
    both(f"{RATE}from = 2, to = 4", f"{RATE}at_least = 2"),
    both(f"{COUNT}from = 3, to = 5", f"{COUNT}from = 5, to = 7"),
    both(f"{HOURS}at_least = 3", f"none_of = [{{ {HOURS}at_least = 4 }}, {{ {HOURS}equals = 3 }}]"),
    both(f'{SEVERAL}includes_any = ["a"]', f'{SEVERAL}includes_any = ["b"]'),
    both(f'{ONE}equals = "a"', f"{YES}equals = false"),
    both(f"{YES}equals = true", 'any_alert_at_least = "act"'),
    both(f"{ONE}declined = true", "first_use = true"),
    both(f"{RATE}cannot_tell = true", "earlier_version_exists = false"),
    both('question = "steps", answered = true', 'question = "words", answered = true'),
    both('question = "menu", answered = true', 'question = "sum", answered = true'),
    both('question = "sum", at_least = 3', 'question = "sum", at_most = 3'),
    both('open_alert = "suicide"', 'none_of = [{ open_alert = "child_safety" }]'),
    both("always = true", f"none_of = [{{ {RATE}answered = true }}]"),
    f'shown_when = {{ some_of = [{{ any_alert_at_least = "urgent" }}, {{ {RATE}equals = 0 }}] }}',
    both(
        'band_of = { measure = "phq-9", score = "total", any_of = ["mild"] }',
        'none_of = [{ band_of = { measure = "phq-9", score = "total", any_of = ["severe"] } }]',
    ),
]
IMPOSSIBLE = [
    both(f"{RATE}equals = 2", f"{RATE}equals = 4"),
    both(f"{RATE}answered = true", f"{RATE}cannot_tell = true"),
    both(f"{COUNT}from = 3, to = 5", f"{COUNT}from = 6, to = 7"),
    both(f"{COUNT}at_least = 3", f"none_of = [{{ {COUNT}at_least = 4 }}, {{ {COUNT}equals = 3 }}]"),
    both(f'{SEVERAL}includes_any = ["none"]', f'{SEVERAL}includes_any = ["b"]'),
    both(f'{ONE}equals = "b"', f"{YES}equals = true"),
    both(f'none_of = [{{ {ONE}equals = "a" }}]', f"{YES}answered = true"),
    'shown_when = { any_alert_at_least = "urgent" }',
    both("first_use = true", "first_use = false"),
    both('open_alert = "suicide"', 'none_of = [{ open_alert = "suicide" }]'),
    "shown_when = { none_of = [{ always = true }] }",
    both('question = "sum", at_least = 4', 'question = "sum", at_most = 3'),
    both(
        'band_of = { measure = "phq-9", score = "total", any_of = ["mild"] }',
        'band_of = { measure = "phq-9", score = "total", any_of = ["severe"] }',
    ),
]


@pytest.mark.parametrize("keys", POSSIBLE)
def test_what_can_happen_is_taken(keys):
    assert make_form(HEAD % keys)


@pytest.mark.parametrize("keys", IMPOSSIBLE)
def test_what_can_never_happen_is_refused(keys):
    with pytest.raises(DefinitionError) as caught:
        make_form(HEAD % keys)

    assert caught.value.key == "questions[10].shown_when"
    assert caught.value.what == "the condition can never hold, so the question is never shown"
    assert caught.value.line is not None


def test_a_condition_that_contradicts_what_shows_its_question_is_refused():
    keys = f"shown_when = {{ {RATE}equals = 2 }}\nrequired_when = {{ {RATE}equals = 4 }}"

    with pytest.raises(DefinitionError) as caught:
        make_form(HEAD % keys)

    assert caught.value.key == "questions[10].required_when"
    assert caught.value.what == "the condition can never hold"


def test_a_question_that_is_never_shown_is_told_once():
    never = f'{IMPOSSIBLE[0]}\nmin_entries_when = {{ entries = 1, question = "rate", equals = 2 }}'

    with pytest.raises(DefinitionError, match="never shown"):
        make_form(HEAD % never)


SMALL = """
[[questions]]
id = "rate"
kind = "rating"
prompt = "Rate?"
low = { value = 0 }
high = { value = 2 }
cannot_tell = true

[[questions]]
id = "yes"
kind = "yes_no"
prompt = "Yes?"
%s

[[questions]]
id = "several"
kind = "multi"
prompt = "Several?"
options = [{ id = "a", label = "A" }, { id = "b", label = "B" }]
"""
GIVEN = {
    "rate": (None, 0, 1, 2, CANNOT_TELL),
    "yes": (None, True, False),
    "several": (None, ("a",), ("b",), ("a", "b")),
}


def invented(chance, names, depth=3):
    """Return a condition on some of the questions, as a file would spell it."""
    if depth and chance.random() < 0.6:
        group = chance.choice(["all_of", "all_of", "some_of", "none_of"])
        inner = ", ".join(invented(chance, names, depth - 1) for _ in range(2))
        return f"{{ {group} = [{inner}] }}"
    tests = {
        "rate": ["equals = 1", "at_least = 1", "at_most = 0", "cannot_tell = true"],
        "yes": ["equals = true", "equals = false", "answered = true"],
        "several": ['includes_any = ["a"]', 'includes_any = ["b"]', "answered = true"],
    }
    name = chance.choice(names)
    return f'{{ question = "{name}", {chance.choice(tests[name])} }}'


def states(form):
    for values in product(*GIVEN.values()):
        state = start(form, context())
        for key, value in zip(GIVEN, values, strict=True):
            state = answer(state, key, value)
        yield state


@pytest.mark.parametrize("seed", range(12))
def test_the_search_agrees_with_trying_every_answer(seed):
    chance = random.Random(seed)
    form = make_form(SMALL % f'shown_when = {{ question = "rate", at_least = {seed % 3} }}')
    standing = [state.evaluation.standing for state in states(form)]
    found = set()
    for _ in range(60):
        text = invented(chance, list(GIVEN))
        condition = Condition.model_validate(
            tomllib.loads(f"it = {text}", parse_float=str)["it"], strict=False
        )

        can = can_hold(form, 3, [condition], reachability._Allowance(reachability.MOST_LOOKS))

        assert can == any(condition.holds(Facts(answers=each)) for each in standing), text
        found.add(can)
    assert found == {True, False}


def test_a_search_that_grows_too_large_reports_nothing(monkeypatch):
    monkeypatch.setattr(reachability, "MOST_LOOKS", 2)

    assert make_form(HEAD % IMPOSSIBLE[0])


def test_the_search_pays_for_what_shows_the_questions_it_asks_about():
    one = '{ question = "count", equals = 1 }'
    shown = f"shown_when = {{ some_of = [{', '.join([one] * 50)}] }}"
    part = f'[[questions]]\nid = "q"\nkind = "yes_no"\nprompt = "So?"\n{shown}\n'
    form = make_form(HEAD % "" + part)
    allowance = reachability._Allowance(10_000_000)
    wanted = [Condition(question="q", equals=True)]
    search = reachability._Search(form, len(form.questions), wanted, allowance)
    before = allowance.left

    assert search.finds_one()

    assert before - allowance.left >= 51
