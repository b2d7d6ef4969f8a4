"""Whatever session is held, the way to the check that opens an alert is known."""

from dataclasses import replace

import pytest

from programme.loading.library import installed
from tests.support.workflows.workspaces import Workplace
from therapist_app.workflows.sessions.following_the_pathway import SafetyCheck, check_of
from therapist_app.workflows.sessions.seeing_a_session import session_page_data

CHECK = "risk-check"


@pytest.mark.parametrize("plan_id", installed().session_plans)
def test_every_session_has_the_check_in_which_an_alert_opens(work: Workplace, plan_id: str) -> None:
    client = work.add_client()
    work.pass_gates(client, plan_id)
    page = session_page_data(work.workspace, work.start(client, plan_id))

    steps = {each.step.id: each.step.form_id for each in page.agenda}
    check = check_of(work.workspace, page)

    assert check is not None
    assert check.form_id == CHECK
    assert steps.get(check.step_id, CHECK) == CHECK


def test_a_session_without_the_check_is_sent_to_the_shared_one(work: Workplace) -> None:
    page = session_page_data(work.workspace, work.start(work.add_client(), "S01"))
    others = tuple(each for each in page.agenda if each.step.id != "safety-check")

    assert check_of(work.workspace, replace(page, agenda=others)) == SafetyCheck(CHECK)


def test_a_course_without_any_such_step_names_none(work: Workplace) -> None:
    page = session_page_data(work.workspace, work.start(work.add_client(), "S01"))
    bare = work.workspace.programme.model_copy(update={"frame": None})

    check = check_of(replace(work.workspace, programme=bare), replace(page, agenda=()))

    assert check is None
