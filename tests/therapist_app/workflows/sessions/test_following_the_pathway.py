"""Whatever session is held, the way to the check that opens an alert is known."""

from dataclasses import replace

import pytest

from programme.loading.library import installed
from tests.support.workflows.workspaces import Workplace
from therapist_app.workflows.sessions.following_the_pathway import (
    SafetyCheck,
    safety_check_of,
)
from therapist_app.workflows.sessions.seeing_a_session import session_page_data
from therapist_app.workflows.workspace import Workspace

CHECK = "risk-check"


@pytest.mark.parametrize("plan_id", installed().session_plans)
def test_every_session_has_the_check_in_which_an_alert_opens(work: Workplace, plan_id: str) -> None:
    client = work.add_client()
    work.pass_gates(client, plan_id)
    page = session_page_data(work.workspace, work.start(client, plan_id))

    steps = {each.step.id: each.step.form_id for each in page.agenda}
    check = safety_check_of(work.workspace, page.appointment)

    assert check is not None
    assert check.form_id == CHECK
    assert steps.get(check.step_id, CHECK) == CHECK


def test_a_session_without_the_check_is_sent_to_the_shared_one(work: Workplace) -> None:
    page = session_page_data(work.workspace, work.start(work.add_client(), "S01"))

    assert safety_check_of(_without(work, "S01"), page.appointment) == SafetyCheck(CHECK)


def test_a_course_without_any_such_step_names_none(work: Workplace) -> None:
    page = session_page_data(work.workspace, work.start(work.add_client(), "S01"))
    bare = _without(work, "S01")
    without_frame = bare.programme.model_copy(update={"frame": None})

    assert safety_check_of(replace(bare, programme=without_frame), page.appointment) is None


def _without(work: Workplace, plan_id: str) -> Workspace:
    """Return the workspace with a session that has lost its own check."""
    programme = work.workspace.programme
    plan = programme.session_plan(plan_id)
    steps = tuple(each for each in plan.steps if each.form_id != CHECK)
    plans = {**programme.session_plans, plan_id: plan.model_copy(update={"steps": steps})}
    return replace(work.workspace, programme=programme.model_copy(update={"session_plans": plans}))
