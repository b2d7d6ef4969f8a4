"""What follows a session: the next one to plan, what stands planned, and contacts promised."""

from dataclasses import replace

import pytest

from tests.support.workflows.workspaces import Workplace
from therapist_app.record.clients import clients
from therapist_app.record.model import Client
from therapist_app.workflows.overviews.what_follows import what_follows
from therapist_app.workflows.rights.data_rights import restrict
from therapist_app.workflows.sessions.holding_a_session import end_session


@pytest.fixture
def client(work: Workplace) -> Client:
    return work.add_client()


def test_the_next_session_is_to_plan_until_one_is_planned(work: Workplace, client: Client) -> None:
    work.hold(client, "S01")
    before = what_follows(work.workspace, client.id)

    planned = work.plan(client, "S02")

    after = what_follows(work.workspace, client.id)
    assert (before.next_plan_id, before.can_plan, before.planned) == ("S02", True, None)
    assert (after.next_plan_id, after.can_plan) == ("", False)
    assert after.planned is not None
    assert after.planned.id == planned


@pytest.mark.parametrize("status", ["paused", "ended"])
def test_where_the_course_rests_nothing_is_to_plan(
    work: Workplace, client: Client, status: str
) -> None:
    with work.workspace.caseload.change("client_changed", client.id):
        clients.save(work.workspace.caseload, replace(client, status=status))

    assert not what_follows(work.workspace, client.id).can_plan


def test_a_restricted_record_plans_nothing(work: Workplace, client: Client) -> None:
    restrict(work.workspace, client.id, "accuracy")

    assert not what_follows(work.workspace, client.id).can_plan


def test_what_was_promised_to_the_client_is_told(work: Workplace, client: Client) -> None:
    end_session(work.workspace, work.start(client, "S01"), "broken_off")

    found = what_follows(work.workspace, client.id)

    assert [each.kind for each in found.promises] == ["reach_client"]
