"""What holds whatever a person, a file or a caller does."""

import contextlib
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from session_forms.answers import CANNOT_TELL, DECLINED, answers_from_json, answers_to_json
from session_forms.errors import FormError
from session_forms.filling.filling import answer, start
from session_forms.library import library
from session_forms.scoring.scoring import score_form
from tests.support.session_forms.forms import context, gad_shaped, phq_shaped

RISK_CHECK = library.installed().latest("risk-check")
SAFETY_PLAN = library.installed().latest("safety-plan")
FORMS = library.installed().all()
CANARY = "canary-7f3a"

careful = settings(max_examples=60)

jsonish = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(exclude_categories=()))
    | st.sampled_from([DECLINED, CANNOT_TELL, {"declined": True}, {"cannot_tell": True}])
    | st.sampled_from(["2026-03-02", "2026-03-02T10:00", "10:00", "sample@1", "emergency-1"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=5,
)


def values_for(question):
    """Return values for a question: its own options, numbers around its range, and anything."""
    own = [option.id for option in getattr(question, "options", ()) if hasattr(option, "id")]
    fitting = st.sampled_from(own) | st.lists(st.sampled_from(own)) if own else st.nothing()
    low, high = getattr(question, "lowest", 0), getattr(question, "highest", 10)
    return fitting | st.integers(low - 1, high + 1) | st.booleans() | jsonish


@st.composite
def steps(draw, form):
    questions = draw(st.lists(st.sampled_from(form.questions), max_size=12))
    return [(question.id, draw(values_for(question))) for question in questions]


@st.composite
def filled_states(draw):
    form = draw(st.sampled_from(FORMS))
    streams = draw(st.sets(st.sampled_from(["suicide", "child_safety"])))
    state = start(
        form,
        context(
            open_streams=frozenset(streams),
            earlier_version=draw(st.booleans()),
            first_use=draw(st.booleans()),
            directory=("emergency-1", "line-1"),
            jurisdictions=("sample@1",),
        ),
    )
    for question_id, value in draw(steps(form)):
        state = answer(state, question_id, value)
    return state


@careful
@given(filled_states())
def test_a_hidden_answer_is_never_kept(state):
    kept = set(state.answers_to_keep)
    hidden = {each.question.id for each in state.question_states() if not each.shown}

    assert not kept & hidden
    assert set(state.answers) == kept | {question.id for question in state.dropped}


@careful
@given(filled_states())
def test_what_is_kept_comes_back_from_its_spelling(state):
    text = answers_to_json(state.answers_to_keep)

    assert answers_from_json(state.form, text) == state.answers_to_keep
    assert answers_to_json(answers_from_json(state.form, text)) == text


@careful
@given(filled_states())
def test_what_is_kept_opens_the_same_form_again(state):
    again = start(state.form, state.context, state.answers_to_keep)

    assert again.answers_to_keep == state.answers_to_keep
    assert again.alerts == state.alerts
    assert again.dropped == ()


@careful
@given(filled_states())
def test_every_shown_question_is_answered_or_unanswered(state):
    assert state.answered_count + len(state.unanswered) == state.shown_count
    assert set(state.problems) <= {question.id for question in state.blocking}
    assert all(alert.question_id in state.answers_to_keep for alert in state.alerts)


@careful
@given(filled_states())
def test_what_can_be_kept_can_be_scored(state):
    results = score_form(state.form, state.answers_to_keep)

    for score in state.form.scores:
        result = results[score.id]
        assert (result.value is None) == (result.reason is not None)
        if result.value is not None and score.range is not None:
            assert score.range.low <= result.value <= score.range.high


@careful
@given(st.sampled_from([RISK_CHECK, SAFETY_PLAN]), st.data())
def test_answering_again_with_the_same_value_changes_nothing(form, data):
    question = data.draw(st.sampled_from(form.questions))
    value = data.draw(values_for(question))
    once = answer(start(form, context()), question.id, value)

    assert answer(once, question.id, value) == once


@careful
@given(st.sampled_from(FORMS), st.dictionaries(st.text(max_size=12), jsonish, max_size=5))
def test_any_object_is_read_or_refused_in_words(form, found):
    text = json.dumps(found, default=lambda _: {"declined": True})

    try:
        answers = answers_from_json(form, text)
    except FormError:
        return

    assert set(answers) <= {question.id for question in form.questions}


@careful
@given(st.sampled_from(FORMS), st.text(max_size=200))
def test_any_text_is_read_or_refused_in_words(form, text):
    with contextlib.suppress(FormError):
        answers_from_json(form, text)


def hidden_canaries(form):
    """Return answers that do not fit, each with the canary in it."""
    yield {CANARY: 1}
    for question in form.questions:
        for value in (CANARY + "\0", [CANARY, CANARY, 3], {CANARY: CANARY}, {"words": [CANARY]}):
            yield {question.id: value}


def test_no_answer_ever_stands_in_an_error():
    for form in FORMS:
        for answers in hidden_canaries(form):
            with pytest.raises(FormError) as caught:
                answers_from_json(form, json.dumps(answers))
            error = caught.value
            told = f"{error} {error!r} {error.args} {error.__context__!r} {error.__cause__!r}"
            assert CANARY not in told


def masked(form):
    ids = [question.id for question in form.questions]
    return st.fixed_dictionaries({}, optional={each: st.integers(0, 3) for each in ids})


@careful
@given(masked(phq_shaped()))
def test_one_point_more_never_lowers_a_score(answers):
    form = phq_shaped()
    before = score_form(form, answers)["total"].value
    raised = {each: min(value + 1, 3) for each, value in answers.items()}
    after = score_form(form, raised)["total"].value

    assert (before is None) == (after is None)
    assert before is None or after >= before


@careful
@given(masked(gad_shaped()), st.permutations(range(7)))
def test_the_order_of_the_answers_does_not_count(answers, order):
    moved = {each: answers[each] for each in (f"q{at + 1}" for at in order) if each in answers}

    assert score_form(gad_shaped(), moved) == score_form(gad_shaped(), answers)
