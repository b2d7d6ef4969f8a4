"""The sheets of the default programme fit into its hours, and none comes late as its first."""

from collections import Counter

import pytest

from exports.reports.standing import plans_until_end
from programme.definition.definition import SessionPlan
from programme.loading.library import installed
from session_forms.library import library
from tests.support.programme.sheet_minutes import BY_CLIENT, TYPED, WEEKLY, first_due, sheet_minutes

PROGRAMME, FORMS = installed(), library.installed()
PLANS = tuple(PROGRAMME.session_plans.values())
MEASURING = {"S01", "S03", "S10", "S20", "FU3", "FU6", "FU12"}
"""The sessions in which more is measured than the week."""
LATE_BY_NATURE = {"experience", "goals", "maintenance-check"}
"""What asks about the course itself, about goals that S04 set, or about the time since the end."""
ASKED_ONCE = {"audit-c", "dudit", "experience", "sapas"}
"""What says how somebody begins, or looks back: no first and last score of it is compared."""
each_plan = pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.id)


@each_plan
def test_every_session_gives_its_sheets_their_minutes_inside_its_hour(plan: SessionPlan) -> None:
    found = sheet_minutes(PROGRAMME, plan, FORMS)

    assert found.whole <= found.given
    assert sum(step.minutes for step in plan.steps) == plan.minutes


@each_plan
def test_sheets_stay_as_short_as_was_agreed(plan: SessionPlan) -> None:
    found = sheet_minutes(PROGRAMME, plan, FORMS)

    if plan.id in MEASURING:
        assert found.by_client <= BY_CLIENT
        assert found.typed <= TYPED
    else:
        assert found.whole <= WEEKLY


@each_plan
def test_sheets_leave_the_safety_check_its_minutes(plan: SessionPlan) -> None:
    [step] = [each for each in plan.steps if each.form_id == "risk-check" and each.code != "EX"][:1]
    takes = FORMS.get("risk-check", PROGRAMME.forms["risk-check"]).minutes

    assert takes is not None
    assert step.minutes - step.sheets >= takes


@each_plan
def test_a_step_that_names_its_sheets_gives_them_their_minutes(plan: SessionPlan) -> None:
    for step in plan.steps:
        named = plan.model_copy(update={"measures": step.measures})

        assert sheet_minutes(PROGRAMME, named, FORMS).whole <= step.sheets


def test_no_measure_falls_due_for_the_first_time_at_the_end() -> None:
    late = {
        form_id: first_due(PROGRAMME, form_id)
        for plan in PLANS
        for form_id in plan.measures
        if form_id not in LATE_BY_NATURE
    }

    assert set(late.values()) <= {"S01", "S02", "S03"}


def test_what_is_measured_at_the_end_was_measured_at_the_start() -> None:
    first = {
        each for plan_id in ("S01", "S03") for each in PROGRAMME.session_plan(plan_id).measures
    }
    last = set(PROGRAMME.session_plan("S20").measures) - LATE_BY_NATURE

    assert last <= first
    assert last >= {"phq-9", "gad-7", "csbd-7", "who-5", "ucla-3"}


def test_what_the_course_has_in_one_session_alone_is_known_to_have_no_last_score() -> None:
    plans = plans_until_end(PROGRAMME) & set(PROGRAMME.session_plans)
    asked = Counter(
        form_id
        for plan in map(PROGRAMME.session_plan, plans)
        for form_id in {*plan.measures, *plan.optional_measures}
    )

    once = {form_id for form_id, count in asked.items() if count == 1}
    assert once == ASKED_ONCE, "the report compares none of it: ask it twice, or say so here"


@pytest.mark.parametrize("plan_id", ["FU3", "FU6", "FU12"])
def test_every_follow_up_asks_for_what_the_end_asked_for(plan_id: str) -> None:
    followed = set(PROGRAMME.session_plan(plan_id).measures)

    assert set(PROGRAMME.session_plan("S20").measures) - followed == {
        "experience",
        "target-complaint",
    }
