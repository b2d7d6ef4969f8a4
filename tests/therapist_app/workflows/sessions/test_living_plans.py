"""A plan that is opened again closes no gate that it had opened."""

import pytest

from tests.support.workflows.workspaces import Workplace
from therapist_app.record.model import Client
from therapist_app.workflows.forms.keeping_forms import keep_draft
from therapist_app.workflows.forms.opening_forms import open_form
from therapist_app.workflows.sessions.passing_gates import gates_before

BEHIND = {
    "G2": ("S03", "S20", "B1"),
    "G6": ("S20", "B1", "B3", "FU12"),
}
PLANS = {
    "G2": ("safety-plan", "boundaries"),
    "G6": ("maintenance", "if-things-slip"),
}


def finish(work: Workplace, client: Client, form_id: str, status: str) -> None:
    work.fill(client, form_id, {"status": status}, None)


def asked(work: Workplace, client: Client, gate_id: str, point: str) -> set[str]:
    """Return the plans that a gate still asks for."""
    gates = [each for each in gates_before(work.workspace, client.id, point) if each.id == gate_id]
    return {form for each in gates for form in PLANS[each.id]}


@pytest.mark.parametrize("gate_id", ["G2", "G6"])
def test_a_plan_that_is_opened_again_and_left_in_progress_keeps_the_way_open(
    work: Workplace, gate_id: str
) -> None:
    client = work.add_client()
    for form_id in PLANS[gate_id]:
        finish(work, client, form_id, "in_progress")
    closed = [asked(work, client, gate_id, each) for each in BEHIND[gate_id]]
    for form_id in PLANS[gate_id]:
        finish(work, client, form_id, "complete")

    for form_id in PLANS[gate_id]:
        finish(work, client, form_id, "in_progress")

    assert all(closed)
    assert not any(asked(work, client, gate_id, each) for each in BEHIND[gate_id])


def test_a_plan_that_is_only_opened_again_changes_nothing(work: Workplace) -> None:
    client = work.add_client()
    for form_id in PLANS["G6"]:
        finish(work, client, form_id, "complete")
    opened = open_form(work.workspace, client.id, "maintenance")
    keep_draft(work.workspace, opened, opened.state)

    assert not any(asked(work, client, "G6", each) for each in BEHIND["G6"])


@pytest.mark.parametrize("form_id", ["boundaries", "safety-plan", "maintenance"])
def test_whoever_looks_at_a_complete_plan_again_is_asked_where_it_stands(
    work: Workplace, form_id: str
) -> None:
    client = work.add_client()
    finish(work, client, form_id, "complete")

    opened = open_form(work.workspace, client.id, form_id)

    assert "status" not in opened.state.answers
    assert "status" in {each.id for each in opened.state.unanswered}


def test_a_plan_that_is_worked_on_goes_on_in_progress(work: Workplace) -> None:
    client = work.add_client()
    finish(work, client, "boundaries", "in_progress")

    opened = open_form(work.workspace, client.id, "boundaries")

    assert opened.state.answers["status"] == "in_progress"


def test_one_complete_plan_of_two_opens_nothing(work: Workplace) -> None:
    client = work.add_client()
    finish(work, client, "maintenance", "complete")

    assert asked(work, client, "G6", "S20")
