"""Caseloads are worked with, how far somebody reaches, and what an export covers."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from exports.quarters import Quarter
from exports.reports.service_report import Tabulated
from tests.support.record.team import Team, lay_out_team, made_once
from tests.support.workflows.workspaces import Workplace, workspace_for
from therapist_app import commands
from therapist_app.destination import Destination
from therapist_app.record.errors import NoCaseload, NotAllowed
from therapist_app.record.keyring import covering, people
from therapist_app.workflows.entering.access_scope import (
    AccessScope,
    access_scope,
    caseload_in_use,
    first_places,
    remember_place,
)
from therapist_app.workflows.exporting import exporting, quarters
from therapist_app.workflows.exporting.keeping_recipients import OWN_LEAD
from therapist_app.workflows.exporting.waiting_figures import (
    give_figures_quietly,
    give_own_figures,
)
from therapist_app.workflows.permissions import may, require
from therapist_app.workflows.sessions.holding_a_session import end_session

LATER = date(2026, 12, 3)
A_DAY = 24 * 3600
A_YEAR = 366 * A_DAY
LEFT_BEHIND = (commands.HandOver, commands.BesideClient, commands.BesideForm, commands.ShownScore)
"""What one comes back from elsewhere: the client looked at it."""
EVERY_PLACE = [
    kind
    for kind in vars(commands).values()
    if isinstance(kind, type) and issubclass(kind, Destination) and kind not in LEFT_BEHIND
]


@pytest.fixture
@made_once
def team(tmp_path: Path) -> Team:
    """Ben covers Ana's clients."""
    team = lay_out_team(tmp_path, Ben=("therapist",), Lea=("lead",), Kim=("keeper",))
    with team.open("Ana") as vault:
        covering.grant_cover(vault, team.uid("Ana"), team.uid("Ben"), LATER)
    return team


def test_ones_own_clients_come_first_and_others_can_be_chosen(team: Team) -> None:
    with team.open("Ben") as vault:
        assert [each.access for each in vault.caseload_choices()] == ["own", "cover"]

        vault.use_caseload(team.uid("Ana"))

        in_use = caseload_in_use(vault)
        assert in_use is not None
        assert (in_use.owner_name, in_use.until) == ("Ana Example", LATER)


def test_a_cover_that_ended_before_they_sign_in_is_not_offered(team: Team) -> None:
    team.service.clock.advance(A_YEAR)

    with team.open("Ben") as vault:
        assert [each.access for each in vault.caseload_choices()] == ["own"]
        with pytest.raises(NotAllowed):
            vault.use_caseload(team.uid("Ana"))


def test_somebody_is_told_whose_clients_they_see_only_where_it_could_be_others(team: Team) -> None:
    with team.open("Ana") as vault:
        assert access_scope(vault) == AccessScope(commands.Today())
    with team.open("Ben") as vault:
        found = access_scope(vault)
        assert found.clients is not None
        assert found.clients.access == "own"
        assert found.may_change


def test_without_a_caseload_there_are_no_places_with_clients(team: Team) -> None:
    with team.open("Lea") as vault:
        assert access_scope(vault) == AccessScope(
            commands.Oversight(), has_clients=False, leads=True
        )
        with pytest.raises(NoCaseload):
            require(vault, "work_with_clients")
    with team.open("Kim") as vault:
        assert access_scope(vault).home == commands.People()


def test_cover_that_ends_while_they_work_gives_way_to_their_own_clients(team: Team) -> None:
    with team.open("Ben") as vault:
        vault.use_caseload(team.uid("Ana"))
        team.service.clock.advance(A_YEAR)
        assert caseload_in_use(vault) is None
        assert not may(vault, "work_with_clients")
        with pytest.raises(NotAllowed, match="caseload"):
            require(vault, "work_with_clients")

        found = access_scope(vault)

        assert found.home == commands.Today()
        assert vault.caseload_id == team.uid("Ben")


def test_who_handed_all_clients_over_has_none_in_the_same_session(team: Team) -> None:
    with team.open("Ana") as vault:
        covering.hand_over(vault, team.uid("Ana"), team.uid("Ben"))

        assert not access_scope(vault).has_clients


def test_a_therapist_whose_only_clients_came_from_somebody_else_is_told_so(team: Team) -> None:
    with team.open("Ana") as vault:
        covering.hand_over(vault, team.uid("Ana"), team.uid("Ben"))
    team.visit("Ben")
    with team.open("Ana") as vault:
        covering.hand_over(vault, team.uid("Ben"), team.uid("Ana"))
        people.change_roles(vault, team.uid("Lea"), ("lead", "therapist"))
    with team.open("Kim") as vault:
        covering.agree_as_second(vault, team.uid("Ben"), team.uid("Ana"))
    team.visit("Ben")

    with team.open("Ana") as vault:
        found = access_scope(vault)

    assert found.clients is not None
    assert found.clients.access == "handed_over"
    assert not found.may_change


def test_one_comes_back_to_the_same_clients(team: Team) -> None:
    with team.open("Ben") as vault:
        vault.use_caseload(team.uid("Ana"))
        remember_place(vault, commands.ClientPage("c"))

    with team.open("Ben") as vault:
        assert first_places(vault)[-1] == commands.ClientPage("c")
        assert vault.caseload_id == team.uid("Ana")
        assert first_places(vault)[-1] == commands.Today()


def a_place(kind: type[Destination]) -> Destination:
    return kind(*(("one", "two") if "tuple" in str(each.type) else "one" for each in fields(kind)))


def test_one_comes_back_to_each_place_as_it_was(team: Team) -> None:
    places = [a_place(each) for each in EVERY_PLACE]
    found: list[Destination] = []
    with team.open("Ana") as vault:
        for there in places:
            remember_place(vault, there)
            found.append(first_places(vault)[-1])

    assert found == places
    assert list(map(hash, found)) == list(map(hash, places)), "pages are found by their place"


def test_a_new_day_begins_on_the_first_page(team: Team) -> None:
    with team.open("Kim") as vault:
        remember_place(vault, commands.Library())
    team.service.clock.advance(A_DAY)

    with team.open("Kim") as vault:
        assert first_places(vault)[-1] == commands.People()


def test_once_a_colleague_was_here_one_begins_on_the_first_page(team: Team) -> None:
    with team.open("Kim") as vault:
        remember_place(vault, commands.Library())
    team.visit("Ben")

    with team.open("Kim") as vault:
        assert first_places(vault)[-1] == commands.People()


def test_a_session_is_come_back_to_whoever_was_here_meanwhile(team: Team) -> None:
    with team.open("Ana") as vault:
        remember_place(vault, commands.SessionPage("a" * 32))
    team.visit("Ben")

    with team.open("Ana") as vault:
        assert first_places(vault)[-1] == commands.SessionPage("a" * 32)


def test_one_does_not_come_back_to_clients_who_are_not_open_any_more(team: Team) -> None:
    with team.open("Ben") as vault:
        vault.use_caseload(team.uid("Ana"))
        remember_place(vault, commands.ClientPage("c"))
    with team.open("Ana") as vault:
        covering.end_cover(vault, team.uid("Ana"), team.uid("Ben"))

    with team.open("Ben") as vault:
        assert first_places(vault)[-1] == commands.Today()
        assert vault.caseload_id == team.uid("Ben")


def test_somebody_without_clients_comes_back_too(team: Team) -> None:
    with team.open("Kim") as vault:
        remember_place(vault, commands.Library())
        assert first_places(vault)[-1] == commands.Library()
        assert first_places(vault)[-1] == commands.People()


def test_nothing_of_a_client_is_exported_by_somebody_without_clients(team: Team) -> None:
    request = exporting.ReleaseRequest("client_summary", OWN_LEAD, "supervision", "a" * 32)

    with team.open("Lea") as vault:
        workspace = workspace_for(vault)
        with pytest.raises(NoCaseload):
            exporting.prepare(workspace, request)
        with pytest.raises(NoCaseload):
            exporting.prepare(workspace, replace(request, kind="service_report"))
        with pytest.raises(NoCaseload):
            exporting.summary_choices(workspace)
        with pytest.raises(NoCaseload):
            quarters.close_quarter(workspace, Quarter(2025, 4))


def test_a_lead_without_clients_chooses_among_quarters_that_others_closed(team: Team) -> None:
    with team.open("Ana") as vault:
        quarters.close_quarter(workspace_for(vault), Quarter(2025, 4))

    with team.open("Lea") as vault:
        known = exporting.choices(workspace_for(vault))

    assert [each.quarter.name for each in known.quarters] == ["2025-Q4"]
    assert (known.ahead, known.has_clients, known.agreed) == (None, False, 0)


def test_a_report_adds_up_what_each_therapists_own_session_gave(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody opens a caseload of somebody else for it, and whose figures are missing is said."""
    given: list[Tabulated] = []

    def seen(caseloads: tuple[Tabulated, ...], *_more: object) -> object:
        given.extend(caseloads)
        return SimpleNamespace(profile="internal-review", is_decided=True)

    monkeypatch.setattr(exporting, "prepare_service_report", seen)
    team = lay_out_team(tmp_path, practice=True, Ben=("therapist",))
    for who in ("Ana", "Ben"):
        with team.open(who) as vault:
            hold_an_agreed_session(Workplace(workspace_for(vault), team.service.clock))
    team.service.clock.move_to(datetime(2026, 4, 2, 9, tzinfo=UTC))
    request = exporting.ReleaseRequest(
        "service_report", OWN_LEAD, "clinical_lead", quarter="2026-Q1"
    )
    with team.open("Ana") as vault:
        workspace = workspace_for(vault)
        quarters.close_quarter(workspace, Quarter(2026, 1))
        [choice] = exporting.choices(workspace).quarters
        alone = exporting.prepare(workspace, request).occasion
    with team.open("Ben") as vault:
        workspace = workspace_for(vault)
        give_figures_quietly(workspace)
        assert quarters.lacks_figures(workspace), "his note of that time is not signed"
        give_own_figures(workspace, Quarter(2026, 1))
    with team.open("Ana") as vault:
        found = exporting.prepare(workspace_for(vault), request).occasion

    assert choice.missing == ("Ben Example",)
    assert [each.people for each in given] == [1, 1, 1]
    assert (alone.caseloads_open, alone.caseloads_all) == (1, 2)
    assert (found.caseloads_open, found.caseloads_all) == (2, 2)
    assert found.last_month == "2026-03"


def hold_an_agreed_session(work: Workplace) -> None:
    client = work.add_client()
    appointment = work.start(client, "S01")
    work.fill(client, "agreement", {"signed": True, "pseudonymised_use": "agreed"}, appointment)
    end_session(work.workspace, appointment, "finished")


def test_from_a_score_that_the_client_looked_at_one_comes_back_to_ones_own_page(team: Team) -> None:
    with team.open("Ana") as vault:
        remember_place(vault, commands.ShownScore("f" * 32))

        there = first_places(vault)[-1]

        assert isinstance(there, commands.FilledFormPage)
        assert there.filled_form_id == "f" * 32


def test_from_beside_the_client_one_comes_back_to_ones_own_page(team: Team) -> None:
    with team.open("Ana") as vault:
        remember_place(vault, commands.BesideClient("a" * 32, "q4"))

        there = first_places(vault)[-1]

        assert isinstance(there, commands.SessionPage)
        assert (there.appointment_id, there.question_id) == ("a" * 32, "q4")


def test_from_a_form_beside_the_client_one_comes_back_to_the_form(team: Team) -> None:
    with team.open("Ana") as vault:
        remember_place(vault, commands.BesideForm("c" * 32, "phq-9", "a" * 32, "q4"))

        there = first_places(vault)[-1]

        assert there == commands.FormPage("c" * 32, "phq-9", "a" * 32)
        assert isinstance(there, commands.FormPage)
        assert there.question_id == "q4"
