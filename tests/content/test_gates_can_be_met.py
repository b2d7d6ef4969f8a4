"""What a gate asks a form for can be answered so, and the form can be finished with it."""

import random
from datetime import date
from pathlib import Path

import pytest

from programme.definition.requirements import AnswerRequirement
from programme.loading.library import installed
from programme.loading.loading import load_programme
from session_forms.answers import QuestionId
from session_forms.filling.filling import answer, start
from session_forms.filling.states import Context
from session_forms.library import library
from session_forms.questions.tables import TableQuestion
from therapist_app.practice.answering import Situation, fill_in
from therapist_app.practice.simulation import Week

FORMS = library.installed()
CALM = Week("attended", 0.2, 1, event=False, leaves_out=0, forgets_measures=False)
MODULES = Path(__file__).parents[2] / "programme" / "modules"
SHORTER = [load_programme(MODULES / each, FORMS) for each in ("pps-brief", "pps-consultation")]
ASKED = [
    (f"{course.id}-{gate.id}", requirement)
    for course in (installed(), *SHORTER)
    for gate in course.gates
    for requirement in gate.requires
    if isinstance(requirement, AnswerRequirement)
]


@pytest.mark.parametrize(
    ("gate_id", "requirement"), ASKED, ids=[f"{gate}-{each.form}" for gate, each in ASKED]
)
def test_a_form_can_be_finished_with_what_the_gate_asks_for(
    gate_id: str, requirement: AnswerRequirement
) -> None:
    form = FORMS.latest(requirement.form)
    context = Context(
        today=date(2026, 3, 2),
        directory=("112", "crisis"),
        directory_kinds={"112": "emergency", "crisis": "crisis_line"},
        jurisdictions=("sample@1",),
        first_use=True,
    )
    wanted = requirement.equals if requirement.equals is not None else None
    state = start(form, context)
    if requirement.rows_at_least is None:
        value = wanted if wanted is not None else requirement.any_of[0]
        state = answer(state, QuestionId(requirement.question), value)
    situation = Situation(CALM, "in_person", agrees_to_data_use=True, chance=random.Random(3))

    filled = fill_in(state, situation)

    assert filled.blocking == (), gate_id
    assert requirement.accepts(filled.answers_to_keep[QuestionId(requirement.question)])


@pytest.mark.parametrize(
    "requirement",
    [each for _gate, each in ASKED if each.rows_at_least is not None],
    ids=lambda each: f"{each.form}-{each.rows_at_least}",
)
def test_as_many_rows_as_a_gate_asks_for_are_enough_for_its_form(
    requirement: AnswerRequirement,
) -> None:
    asked = FORMS.latest(requirement.form).question(requirement.question)
    assert isinstance(asked, TableQuestion)
    assert asked.min_rows <= (requirement.rows_at_least or 0)
