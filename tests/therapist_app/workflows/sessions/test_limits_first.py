"""A client answers nothing alone before the limits of confidentiality were told."""

from dataclasses import replace

import pytest

from tests.support.workflows.workspaces import Workplace, answered
from therapist_app.record.model import Client
from therapist_app.workflows.course.limits_before import say_told_before
from therapist_app.workflows.forms.correcting_forms import begin_correction
from therapist_app.workflows.forms.keeping_forms import finish_form, keep_draft
from therapist_app.workflows.forms.opening_forms import open_form
from therapist_app.workflows.sessions.limits_first import limits_to_tell
from therapist_app.workflows.sessions.passing_gates import override_gate


@pytest.fixture
def client(work: Workplace) -> Client:
    return work.add_client()


def to_tell(work: Workplace, client: Client, *form_ids: str) -> str:
    return limits_to_tell(work.workspace, client.id, form_ids)


@pytest.mark.parametrize("form_id", ["phq-9", "gad-7", "session-feedback"])
def test_no_measure_is_handed_over_before(work: Workplace, client: Client, form_id: str) -> None:
    assert to_tell(work, client, form_id) == "limits"


def test_limits_that_were_not_said_back_are_not_told(work: Workplace, client: Client) -> None:
    work.fill(client, "limits", {"teach_back": False}, None)

    assert to_tell(work, client, "phq-9") == "limits"


def test_limits_in_a_draft_are_not_told_yet(work: Workplace, client: Client) -> None:
    opened = open_form(work.workspace, client.id, "limits")
    keep_draft(work.workspace, opened, opened.state)

    assert to_tell(work, client, "phq-9") == "limits"


def test_once_they_were_told_everything_may_be_handed_over(work: Workplace, client: Client) -> None:
    work.tell_limits(client)

    assert to_tell(work, client, "phq-9", "gad-7") == ""


def test_what_is_corrected_to_not_told_counts_as_the_gate_counts_it(
    work: Workplace, client: Client
) -> None:
    work.tell_limits(client)
    rows = work.workspace.caseload.rows("SELECT id FROM filled_forms WHERE form_id = 'limits'")
    opened = begin_correction(work.workspace, str(rows[0][0]), "It was another client")
    work.clock.advance(60)
    finish_form(work.workspace, opened, answered(opened.state, {"teach_back": False}))

    assert to_tell(work, client, "phq-9") == "limits"


@pytest.mark.parametrize("gate_id", ["G0", "G1"])
def test_no_supervisor_lets_a_course_pass_what_was_not_said_back(
    work: Workplace, client: Client, gate_id: str
) -> None:
    override_gate(
        work.workspace, client.id, gate_id, "S02", reason="Told elsewhere", supervisor="A. B."
    )

    assert to_tell(work, client, "phq-9") == "limits"


def test_limits_that_were_told_before_this_record_are_told(work: Workplace) -> None:
    client = work.from_a_list()
    assert to_tell(work, client, "phq-9") == "limits"

    say_told_before(work.workspace, client.id, work.workspace.today(), "Paper file, page 2")

    assert to_tell(work, client, "phq-9") == ""


def test_the_form_itself_may_be_handed_over_and_what_follows_it_not(
    work: Workplace, client: Client
) -> None:
    assert to_tell(work, client, "limits") == ""
    assert to_tell(work, client, "limits", "phq-9") == "limits"
    assert to_tell(work, client, "agreement") == "limits"


def test_what_the_programme_places_before_may_be_handed_over(
    work: Workplace, client: Client
) -> None:
    programme = work.workspace.programme
    plan = programme.session_plans["S01"]
    welcome = plan.steps[0].model_copy(update={"form_id": "agreement"})
    first = plan.model_copy(update={"steps": (welcome, *plan.steps[1:])})
    changed = programme.model_copy(
        update={"session_plans": {**programme.session_plans, "S01": first}}
    )
    work.workspace = replace(work.workspace, programme=changed)

    assert to_tell(work, client, "agreement") == ""
    assert to_tell(work, client, "phq-9") == "limits"
