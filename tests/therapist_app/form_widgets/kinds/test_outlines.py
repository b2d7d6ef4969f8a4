"""Every kind of question as a screen reader meets it, and none of it cut at any text size."""

import pytest

from session_forms.filling.filling import answer
from session_forms.library.library import installed
from tests.support.sampling import sampled
from tests.support.windows.clipping import clipped, outside
from tests.support.windows.kinds import Table, every_kind, open_panel
from tests.support.windows.outline import outline
from therapist_app.settings import TEXT_SCALES
from therapist_app.theme.tokens import SCHEMES

KINDS = [question.id for question in every_kind().form.questions]
WIDE, NARROW = 780, 520


@pytest.mark.parametrize("question_id", KINDS)
def test_outline_of_a_question(qtbot, wear, golden, question_id):
    wear()
    question = Table(qtbot, question_id)

    golden(f"questions/{question_id}.txt", outline(question.widget))


def test_outline_of_answered_questions(qtbot, wear, golden):
    wear()
    opened = open_panel(qtbot, FILLED)

    golden("questions/answered.txt", outline(opened.panel))


@pytest.mark.parametrize("scale", sampled(TEXT_SCALES, every=4, first=3))
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_nothing_is_cut_at_any_text_size(qtbot, wear, scale, width):
    wear("light", scale)
    opened = open_panel(qtbot, FILLED, width=round(width * max(1.0, scale * 0.8)))

    assert clipped(opened.panel) == []
    assert outside(opened.panel) == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_building_a_form_opens_no_window_of_its_own(qtbot, qapp, wear, scheme):
    wear(scheme)
    before = [each for each in qapp.topLevelWidgets() if each.isVisible()]

    opened = open_panel(qtbot, FILLED)

    shown = [each for each in qapp.topLevelWidgets() if each.isVisible()]
    assert [each for each in shown if each not in before] == [opened.page]


@pytest.mark.parametrize("form_id", sampled(installed().ids(), every=8, first=2))
def test_no_shipped_form_is_cut(qtbot, wear, form_id):
    wear("light", 1.5)
    opened = open_panel(qtbot, {}, form_id=form_id, width=1000)

    assert clipped(opened.panel) == []
    assert outside(opened.panel) == []


FILLED = {
    "often": 2,
    "tense": 10,
    "hope": 75,
    "eased": 4,
    "first_way": "walk",
    "helped": ("walks", "friends"),
    "practised": True,
    "nights": 9,
    "hours": 7.5,
    "next_day": "2026-03-05",
    "at_time": "14:30",
    "moment": "2026-03-01T09:05",
    "word": "calm",
    "story": "x" * 61,
    "steps": ("ring", "walk"),
    "plan": ({"what": "walk", "where": "out", "alone": False, "times": 3},),
    "week": ({}, {"mood": 6}),
    "services": ("gb-samaritans",),
    "rules": "sample@1",
    "signs": ("Staying up late",),
}


def test_the_filled_form_has_an_answer_or_a_problem_everywhere():
    state = every_kind()
    for question_id, value in FILLED.items():
        state = answer(state, question_id, value)

    assert {each.id for each in state.unanswered} == {"nights", "story"}
    assert set(state.problems) == {"nights", "story"}
