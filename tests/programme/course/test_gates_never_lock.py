"""No gate locks a client for ever: every state of the engine leads to the end of the course.

A state is how many sessions of the track were held, and which of the things that hard gates ask
for are true. What a form says can change at any time it is at hand, also back again. Nobody
overrides anything here.
"""

from collections import defaultdict, deque
from dataclasses import replace
from itertools import product

import pytest

from programme.course.gates import Away, GateFacts, closed_gates, forms_after_a_break
from programme.course.order import after_the_end, course_order
from programme.definition.requirements import (
    AlertsRequirement,
    AnswerRequirement,
    BreakRequirement,
    ModuleRequirement,
)
from programme.loading.library import installed
from session_forms.answers import QuestionId
from session_forms.library import library
from tests.support.programme.random_courses import meeting

PROGRAMME = installed()
FORMS = library.installed()
HARD = [gate for gate in PROGRAMME.gates if gate.kind == "hard"]
ASKED = tuple(
    dict.fromkeys(
        each
        for gate in HARD
        for each in gate.requires
        if not isinstance(each, AlertsRequirement | BreakRequirement)
    )
)
State = tuple[int, frozenset[int]]


def course(track_id: str) -> list[str]:
    return [*course_order(PROGRAMME, track_id), *(each.id for each in after_the_end(PROGRAMME))]


def at_hand(requirement, held: list[str]) -> bool:
    """Return whether what a gate asks for can be seen to with these sessions held or beginning."""
    if isinstance(requirement, ModuleRequirement):
        return set(PROGRAMME.modules[requirement.module].session_ids) <= set(held)
    form = FORMS.latest(requirement.form)
    steps = (step for each in held for step in PROGRAMME.session_plan(each).steps)
    return form.always_available or any(step.form_id == form.id for step in steps)


def known(true: frozenset[int]) -> GateFacts:
    facts = GateFacts()
    for place in true:
        facts = meeting(ASKED[place], facts)
    return facts


def steps_from(track_id: str) -> dict[State, set[State]]:
    """Return every state that can be reached, with the states that follow it."""
    order = course(track_id)
    facts = {
        true: known(true)
        for true in (
            frozenset(place for place, is_true in enumerate(each) if is_true)
            for each in product((False, True), repeat=len(ASKED))
        )
    }
    found: dict[State, set[State]] = {}
    waiting = deque([(0, frozenset[int]())])
    while waiting:
        state = waiting.popleft()
        if state in found:
            continue
        count, true = state
        following: set[State] = set()
        now = order[: count + 1]  # a form of the session that comes can be filled in before it
        for place, requirement in enumerate(ASKED):
            if at_hand(requirement, now):
                following.add((count, true ^ {place}))
        if count < len(order):
            closed = closed_gates(PROGRAMME, order[count], facts[true], track_id)
            if not [gate for gate in closed if gate.kind == "hard"]:
                following.add((count + 1, true))
        found[state] = following
        waiting.extend(following)
    return found


@pytest.mark.parametrize("track_id", [track.id for track in PROGRAMME.tracks])
def test_every_state_leads_to_the_end_of_the_course(track_id: str) -> None:
    found = steps_from(track_id)
    back: dict[State, set[State]] = defaultdict(set)
    for state, following in found.items():
        for each in following:
            back[each].add(state)
    end = len(course(track_id))
    reaching = {state for state in found if state[0] == end}
    waiting = deque(reaching)
    while waiting:
        for each in back[waiting.popleft()] - reaching:
            reaching.add(each)
            waiting.append(each)

    assert len(found) > 1000
    assert any(count == end for count, _true in found)
    assert set(found) - reaching == set()


def test_the_gates_do_close_the_way() -> None:
    found = steps_from("T-PREV")
    order = course("T-PREV")

    stuck = {
        order[state[0]]
        for state, following in found.items()
        if state[0] < len(order) and all(count == state[0] for count, _true in following)
    }
    assert {"S02", "S03", "S08", "S20"} <= stuck


def test_an_open_alert_closes_only_the_signing_of_a_note() -> None:
    facts = replace(known(frozenset(range(len(ASKED)))), unacknowledged_alerts=1)

    hard = {
        gate.id
        for each in course("")
        for gate in closed_gates(PROGRAMME, each, facts)
        if gate.kind == "hard"
    }
    assert hard == set()
    assert [gate.id for gate in closed_gates(PROGRAMME, "sign_note", facts)] == ["G7"]


def test_every_form_of_the_course_is_opened_by_a_step_or_is_a_measure_or_at_hand() -> None:
    steps = {step.form_id for plan in PROGRAMME.session_plans.values() for step in plan.steps}
    measures = {form for plan in PROGRAMME.session_plans.values() for form in plan.measures}
    choices = {form for plan in PROGRAMME.session_plans.values() for form in plan.optional_measures}
    opened = {
        form_id
        for form in FORMS.all()
        for question in form.questions
        for alert in question.alerts
        for form_id in alert.opens
    }
    after = {"on-track-review", "supervision"}

    assert set(PROGRAMME.forms) <= {
        *(*steps, *measures, *choices, *opened, *after),
        *forms_after_a_break(PROGRAMME),
    }
    assert {each.form for each in ASKED if isinstance(each, AnswerRequirement)} <= {
        *(form_id for form_id in steps if form_id)
    }


def test_what_is_asked_after_a_break_can_be_answered_at_any_time_and_opens_the_way() -> None:
    asked = [each for gate in HARD for each in gate.requires if isinstance(each, BreakRequirement)]
    answers = {QuestionId(each.question): each.any_of[0] for each in asked}
    everything = known(frozenset(range(len(ASKED))))
    away = Away(days=400, filled={each.form: ((0, answers),) for each in asked})

    assert all(FORMS.latest(each.form).always_available for each in asked)
    for at, ids in ((Away(days=400), ["G8", "G9"]), (away, [])):
        closed = closed_gates(PROGRAMME, "FU12", replace(everything, away=at))
        assert [gate.id for gate in closed if gate.kind == "hard"] == ids
