"""An answer touches only what depends on it, and the result is that of judging everything."""

import random

import pytest

from session_forms.answers import CANNOT_TELL
from session_forms.filling.evaluation import Given, evaluate
from session_forms.filling.filling import answer, start
from tests.support.sampling import sampled
from tests.support.session_forms.forms import context, make_form

RATING = 'kind = "rating"\nlow = { value = 0 }\nhigh = { value = 3 }\ncannot_tell = true'
BODIES = (
    RATING,
    RATING,
    'kind = "yes_no"\ncan_decline = true',
    'kind = "multi"\noptions = [{ id = "a", label = "A" }, { id = "b", label = "B" }]',
    'kind = "list"',
    'kind = "short_text"',
    'kind = "choice"',
    'kind = "date"',
    'kind = "computed"',
)
VALUES = {
    "rating": (None, 0, 1, 2, 3, 9, CANNOT_TELL),
    "yes_no": (None, True, False, "words"),
    "multi": (None, ["a"], ["b"], ["a", "b"]),
    "list": (None, ["one"], ["one", "two"]),
    "short_text": (None, "words"),
    "choice": (None, "x", "y"),
    "date": (None, "2026-03-02", "2026-03-20"),
    "computed": (None, 3),
}
TESTS = {
    "rating": ("at_least = 2", "equals = 0", "cannot_tell = true", "answered = true"),
    "yes_no": ("equals = true", "answered = true"),
    "multi": ('includes_any = ["a"]',),
    "list": ("answered = true",),
    "short_text": ("answered = true",),
    "choice": ('equals = "x"',),
    "date": ("answered = true",),
    "computed": ("at_least = 3", "answered = true"),
}


class Inventor:
    """Writes a form with many conditions, by chance and by a seed."""

    def __init__(self, seed):
        self.chance = random.Random(seed)
        self.kinds = []

    def form(self, count=24):
        text = "".join(self.question(at) for at in range(count))
        items = [f"q{at}" for at, kind in enumerate(self.kinds) if kind == "rating"][:3]
        bands = '[{ from = 0, label = "low" }, { from = 4, label = "high" }]'
        score = f'[[scores]]\nid = "total"\ntitle = "Total"\nitems = {items}\nbands = {bands}\n'
        return make_form(text + score.replace("'", '"'))

    def question(self, at):
        body = self.chance.choice(BODIES) if at > 3 else RATING
        kind = body.split('"')[1]
        lines = [f'[[questions]]\nid = "q{at}"\nprompt = "Q{at}?"', body, *self.more(at, kind)]
        self.kinds.append(kind)
        return "\n".join(lines) + "\n" + self.alert(at, kind)

    def more(self, at, kind):
        if kind == "choice":
            closed = f", unavailable_while = {self.condition(at)}" if at else ""
            yield f'options = [{{ id = "x", label = "X" }}, {{ id = "y", label = "Y"{closed} }}]'
        if kind == "computed":
            rated = [f'"q{each}"' for each, known in enumerate(self.kinds) if known == "rating"][3:]
            yield (
                f'compute = "sum"\nof = [{", ".join(rated)}]'
                if rated
                else 'compute = "count"\nof = ["q0"]'
            )
        if kind == "list":
            reason = f', or_reason_in = "q{self.chance.randrange(24)}"'.replace(f'"q{at}"', '"q0"')
            inner = self.condition(at)[2:-2]
            yield f"min_entries_when = {{ entries = 2, {inner}{reason} }}"
        if kind == "date":
            inner = self.condition(at)[2:-2]
            yield f"latest_when = [{{ days_after_today = 7, {inner} }}]"
        if at > 3 and self.chance.random() < 0.5:
            yield f"shown_when = {self.condition(at)}"
        if at > 3 and kind != "computed" and self.chance.random() < 0.3:
            yield f"required_when = {self.condition(at)}"

    def condition(self, at):
        roll = self.chance.random()
        if roll < 0.12:
            return '{ any_alert_at_least = "act" }' if at > 3 else '{ open_alert = "suicide" }'
        if roll < 0.2 and at > 3:
            return '{ band_of = { score = "total", any_of = ["high"] } }'
        if roll < 0.35 and at > 3:
            group = self.chance.choice(["some_of", "none_of"])
            return f"{{ {group} = [{self.plain(at)}, {self.plain(at)}] }}"
        return self.plain(at)

    def plain(self, at):
        asked = self.chance.randrange(at)
        test = self.chance.choice(TESTS[self.kinds[asked]])
        return f'{{ question = "q{asked}", {test} }}'

    def alert(self, at, kind):
        if kind != "rating" or at % 3:
            return ""
        only = f"only_if = {self.condition(at)}\n" if at > 3 else ""
        head = '[[questions.alerts]]\nstream = "suicide"\nlevel = "act"\nstates = "A fact."\n'
        return f"{head}when = {{ at_least = 2 }}\n{only}"


@pytest.mark.parametrize("seed", sampled(range(40), every=8))
def test_judging_what_depends_gives_what_judging_everything_gives(seed, monkeypatch):
    monkeypatch.setattr("session_forms.consistency.consistency.unreachable", lambda _form: ())
    inventor = Inventor(seed)
    form = inventor.form()
    state = start(form, context())
    for _ in range(60):
        at = inventor.chance.randrange(len(form.questions))
        value = inventor.chance.choice(VALUES[inventor.kinds[at]])

        state = answer(state, f"q{at}", value)

        afresh = evaluate(form, state.context, Given(state.answers, state.rejected))
        assert state.evaluation == afresh


def touched(before, after):
    pairs = zip(before.question_states(), after.question_states(), strict=True)
    return [new.question.id for old, new in pairs if old is not new]


def ruled(number):
    body = RATING if number % 4 else 'kind = "short_text"'
    rule = "" if number % 4 else f'shown_when = {{ question = "q{number - 1}", at_least = 1 }}\n'
    return f'[[questions]]\nid = "q{number}"\nprompt = "Q{number}?"\n{body}\n{rule}'


def test_a_key_press_in_a_form_of_200_judges_only_what_depends_on_it():
    form = make_form("".join(ruled(number) for number in range(1, 201)))
    state = start(form, context())

    assert touched(state, answer(state, "q3", 2)) == ["q3", "q4"]
    assert touched(state, answer(state, "q2", 2)) == ["q2"]
    assert touched(state, answer(state, "q4", "words")) == ["q4"]


def test_a_change_reaches_through_a_question_that_it_hides():
    text = "".join(
        f'[[questions]]\nid = "q{at}"\nprompt = "Q?"\nkind = "yes_no"\n'
        + (f'shown_when = {{ question = "q{at - 1}", equals = true }}\n' if at else "")
        for at in range(5)
    )
    state = start(make_form(text), context(), {f"q{at}": True for at in range(5)})

    hidden = answer(state, "q0", False)

    assert [each.shown for each in hidden.question_states()] == [True, False, False, False, False]
    assert [question.id for question in hidden.dropped] == ["q1", "q2", "q3", "q4"]


def test_a_copy_of_a_form_works_out_its_own_dependencies():
    form = make_form("".join(ruled(number) for number in range(1, 9)))
    assert form.question("q8").id == "q8"

    fewer = form.model_copy(update={"questions": form.questions[4:]})

    assert fewer.question("q8").id == "q8"
    assert fewer.dependencies.followers[2] == (3,)
