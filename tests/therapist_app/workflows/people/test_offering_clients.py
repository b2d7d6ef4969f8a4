"""What the window is told of a client who goes over to a colleague."""

from pathlib import Path

import pytest

from tests.support.record.safekeeping import back_up_quietly
from tests.support.record.team import Team, lay_out_team
from tests.support.record.whole_clients import a_whole_client
from tests.support.workflows.workspaces import workspace_for
from therapist_app.record.clients import alerts
from therapist_app.record.database.database import Caseload
from therapist_app.record.keyring import people
from therapist_app.record.keyring.covering import hand_over
from therapist_app.record.vault.vault import Vault
from therapist_app.workflows.overviews.service_needs import service_needs
from therapist_app.workflows.people.moving_clients import (
    ArrivingClient,
    arriving_clients,
    count_arriving,
    keep_client,
    leaving,
    offer_client,
    take_client_over,
)
from therapist_app.workflows.rights.data_rights import erasure_account, restrict
from therapist_app.workflows.supervision.caseload_figures import write_figures
from therapist_app.workflows.supervision.oversight import oversight


@pytest.fixture
def team(tmp_path: Path) -> Team:
    return lay_out_team(tmp_path, Ben=("therapist",), Lea=("lead",))


def acknowledge_all(caseload: Caseload, client_id: str) -> None:
    for each in alerts.unacknowledged(caseload, client_id):
        caseload.run("UPDATE alerts SET acknowledged_at = opened_at WHERE id = ?", (each.id,))


@pytest.fixture
def client_id(team: Team) -> str:
    with team.open("Ana") as vault:
        return a_whole_client(vault.caseload, "A1-111", "Zanzibarcanary").id


def test_nobody_is_chosen_and_only_colleagues_with_clients_can_be(
    team: Team, client_id: str
) -> None:
    with team.open("Ana") as vault:
        found = leaving(vault, client_id)

        assert [each.name for each in found.colleagues] == ["Ben Example"]
        assert found.offered is None
        assert found.is_owner


def test_an_offer_is_told_to_both_until_it_is_taken_back(team: Team, client_id: str) -> None:
    with team.open("Ana") as vault:
        offer_client(vault, client_id, team.uid("Ben"))
        offered = leaving(vault, client_id).offered
        assert offered is not None
        assert (offered.name, offered.can_take) == ("Ben Example", True)
        assert count_arriving(vault) == 0
    with team.open("Ben") as vault:
        assert arriving_clients(vault) == (
            ArrivingClient(arriving_clients(vault)[0].id, "A1-111", "Ana Example", open_alerts=1),
        )
        waits = [each for each in service_needs(workspace_for(vault)).mine if each.kind == "client"]
        assert [each.of for each in waits] == [1]
    with team.open("Lea") as vault:
        assert count_arriving(vault) == 0
    with team.open("Ana") as vault:
        keep_client(vault, client_id)
    with team.open("Ben") as vault:
        assert arriving_clients(vault) == ()


def gone(vault: Vault) -> list[int]:
    needs = service_needs(workspace_for(vault)).mine
    return [each.of for each in needs if each.kind == "client_gone"]


def test_who_gave_a_client_away_is_told_once_when_they_were_taken_over(
    team: Team, client_id: str
) -> None:
    with team.open("Ana") as vault:
        offer_client(vault, client_id, team.uid("Ben"))
        assert gone(vault) == []
    team.service.clock.advance(3600)
    with team.open("Ben") as vault:
        take_client_over(vault, arriving_clients(vault)[0].id)
        assert gone(vault) == []
    team.service.clock.advance(3600)
    with team.open("Ana") as vault:
        assert gone(vault) == [1]
    with team.open("Ana") as vault:
        assert gone(vault) == []


def counted(team: Team) -> tuple[list[int], int, int]:
    """Return the clients of Ana and of Ben, of all, and how many Ana's line says went over."""
    with team.open("Lea") as vault:
        page = oversight(workspace_for(vault))
    lines = {each.therapist: each for each in page.lines}
    of_each = [
        sum(line.figures.clients.values()) if (line := lines[name]).figures else 0
        for name in ("Ana Example", "Ben Example")
    ]
    assert page.total is not None
    return of_each, sum(page.total.clients.values()), lines["Ana Example"].moved


def test_a_lead_counts_a_client_once_by_who_holds_them_now(team: Team, client_id: str) -> None:
    with team.open("Ana") as vault:
        offer_client(vault, client_id, team.uid("Ben"))
        write_figures(workspace_for(vault), "locked")
    assert counted(team) == ([1, 0], 1, 0)

    team.service.clock.advance(3600)
    with team.open("Ben") as vault:
        write_figures(workspace_for(vault), "signed_in")
        take_client_over(vault, arriving_clients(vault)[0].id)
    assert counted(team) == ([1, 0], 1, 0)
    team.service.clock.advance(60)
    with team.open("Ben") as vault:
        write_figures(workspace_for(vault), "locked")
    assert counted(team) == ([0, 1], 1, 1)

    team.service.clock.advance(3600)
    with team.open("Ana") as vault:
        write_figures(workspace_for(vault), "signed_in")
    assert counted(team) == ([0, 1], 1, 0)


def test_a_colleague_who_left_the_service_can_take_nobody_over(team: Team, client_id: str) -> None:
    with team.open("Ana") as vault:
        offer_client(vault, client_id, team.uid("Ben"))
        hand_over(vault, team.uid("Ben"), team.uid("Ana"))
    team.visit("Ben")
    with team.open("Ana") as vault:
        people.remove_person(vault, team.uid("Ben"))

        offered = leaving(vault, client_id).offered

        assert offered is not None
        assert (offered.name, offered.can_take) == ("Ben Example", False)
        assert not leaving(vault, client_id).colleagues
    team.visit("Ana")


def test_a_record_that_is_restricted_is_not_offered_any_more(team: Team, client_id: str) -> None:
    with team.open("Ana") as vault:
        offer_client(vault, client_id, team.uid("Ben"))
        acknowledge_all(vault.caseload, client_id)

        restrict(workspace_for(vault), client_id, "accuracy")

        assert leaving(vault, client_id).offered is None
    with team.open("Ben") as vault:
        assert arriving_clients(vault) == ()


def test_the_backups_that_hold_a_client_are_those_of_before_as_well(
    team: Team, client_id: str
) -> None:
    with team.open("Ana") as vault:
        back_up_quietly(vault)
        offer_client(vault, client_id, team.uid("Ben"))
    with team.open("Ben") as vault:
        take_client_over(vault, arriving_clients(vault)[0].id)

        found = erasure_account(workspace_for(vault), client_id)

    assert [each.database for each in found.backups] == [team.uid("Ana"), "service"]
