"""Who is named as having agreed to override a gate is told so, and can deny it."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.support.record.team import Team, lay_out_team
from tests.support.workflows.workspaces import Workplace, workspace_for
from therapist_app.record.vault.told_notices import note_told
from therapist_app.workflows.safekeeping.loud_acts import is_something_told, told_to_everybody
from therapist_app.workflows.sessions.passing_gates import colleagues_named, override_gate
from therapist_app.workflows.supervision.oversight import oversight


@pytest.fixture
def team(tmp_path: Path) -> Team:
    found = lay_out_team(tmp_path, practice=True, Lea=("lead",), Ben=("therapist",))
    found.visit("Lea", "Ben")
    return found


def name_in_an_override(team: Team, supervisor: str) -> None:
    team.service.clock.advance(60)
    with team.open("Ana") as vault:
        work = Workplace(workspace_for(vault), team.service.clock)
        client = work.add_client()
        override_gate(
            work.workspace, client.id, "G1", "S02", reason="transferred", supervisor=supervisor
        )


def test_who_was_named_is_told_once_and_nobody_else(team: Team) -> None:
    name_in_an_override(team, "Lea  example (lead)")

    with team.open("Ben") as vault:
        assert not is_something_told(vault)
    with team.open("Lea") as vault:
        [told] = told_to_everybody(vault)
        assert told.startswith("Ana Example wrote on ")
        assert "that you agreed" in told
        assert is_something_told(vault)
        assert oversight(workspace_for(vault)).named == 1
        note_told(vault)
    with team.open("Lea") as vault:
        assert told_to_everybody(vault) == ()
        assert oversight(workspace_for(vault)).named == 1
        team.service.clock.advance(timedelta(days=91).total_seconds())
        assert oversight(workspace_for(vault)).named == 0


def test_of_whoever_named_them_several_times_they_are_told_in_one_sentence(team: Team) -> None:
    for _each in range(3):
        name_in_an_override(team, "Lea Example")

    with team.open("Lea") as vault:
        [told] = told_to_everybody(vault)

    assert told.startswith("Ana Example wrote 3 times, last on ")
    assert told.endswith("say so to Ana Example and to a lead of the service.")


def test_a_name_that_nobody_here_has_tells_nobody(team: Team) -> None:
    name_in_an_override(team, "J. Weiss")

    with team.open("Lea") as vault:
        assert told_to_everybody(vault) == ()


def test_a_part_of_a_name_counts_where_it_is_of_one_colleague_alone(team: Team) -> None:
    with team.open("Ana") as vault:
        workspace = workspace_for(vault)

        assert colleagues_named(workspace, "lea") == (team.uid("Lea"),)
        assert colleagues_named(workspace, "Example") == ()
        assert colleagues_named(workspace, "Ana Example") == ()
        assert colleagues_named(workspace, "-") == ()
