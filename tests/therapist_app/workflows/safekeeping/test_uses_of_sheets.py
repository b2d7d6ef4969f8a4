"""Whoever's sheet a keeper used is told by whom and when, until there is a new one."""

from datetime import date

import pytest

from tests.support.record.sheets import replace_sheet
from tests.support.record.team import Team, lay_out_team, made_once
from therapist_app.record.keyring import covering
from therapist_app.record.keyring.people import correct_clock
from therapist_app.record.vault.told_notices import note_told
from therapist_app.workflows.safekeeping.loud_acts import (
    act_in_words,
    is_something_told,
    loud_acts,
    told_lately,
)
from therapist_app.workflows.safekeeping.safekeeping import choose_second_place
from therapist_app.workflows.safekeeping.uses_of_sheets import (
    use_in_words,
    uses_of_own_sheet,
    uses_since_last_time,
)

UNTIL = date(2026, 12, 3)


@pytest.fixture
@made_once
def team(tmp_path) -> Team:
    team = lay_out_team(tmp_path, Ben=("therapist",), Cy=("therapist",))
    team.visit("Ben", "Cy")
    return team


def use_bens_sheet(team: Team) -> None:
    with team.open("Ana") as vault:
        covering.grant_cover(vault, team.uid("Ben"), team.uid("Cy"), UNTIL)
        covering.seal_with_sheet(vault, team.uid("Ben"), team.members["Ben"].sheet)


def use_the_continuity_sheet(team: Team) -> None:
    with team.open("Ana") as vault:
        covering.grant_cover(vault, team.uid("Ben"), team.uid("Cy"), UNTIL)
        covering.seal_with_continuity(vault, team.uid("Ben"), team.continuity)


def test_without_any_use_nobody_is_told_anything(team):
    with team.open("Ben") as vault:
        assert uses_since_last_time(vault) == ()


def test_the_owner_is_told_who_and_when_at_each_sign_in_until_there_is_a_new_sheet(team):
    use_bens_sheet(team)
    for _time in range(2):
        with team.open("Ben") as vault:
            [use] = uses_since_last_time(vault)
        assert (use.sheet, use.by) == ("own", "Ana Example")

    title, words = use_in_words(use)
    assert title == "Your recovery sheet was used"
    assert "Ana Example used it on Monday 2 March 2026" in words
    with team.open("Ben") as vault:
        replace_sheet(vault)
        assert uses_of_own_sheet(vault) == ()


def test_a_new_sheet_of_somebody_else_settles_nothing(team):
    use_bens_sheet(team)
    with team.open("Cy") as vault:
        replace_sheet(vault)
        assert uses_since_last_time(vault) == ()

    with team.open("Ben") as vault:
        assert len(uses_of_own_sheet(vault)) == 1


def test_a_use_of_the_continuity_sheet_is_told_to_its_owner_until_they_were_shown_it(team):
    team.service.clock.advance(3600)
    use_the_continuity_sheet(team)
    team.service.clock.advance(3600)

    with team.open("Ben") as vault:
        [use] = uses_since_last_time(vault)
        assert uses_of_own_sheet(vault) == ()
        assert is_something_told(vault)
    team.service.clock.advance(3600)
    with team.open("Ben") as vault:
        assert uses_since_last_time(vault) == (use,), "signing in is not seeing"
        note_told(vault)
        assert uses_since_last_time(vault) == (use,), "it stands for the rest of the session"
    with team.open("Ben") as vault:
        assert uses_since_last_time(vault) == ()
        assert not is_something_told(vault)
    with team.open("Cy") as vault:
        assert uses_since_last_time(vault) == ()

    title, words = use_in_words(use)
    assert title == "The continuity sheet was used for your clients"
    assert "Ana Example used it on" in words


def test_what_was_told_can_be_read_again_for_eight_weeks_by_whomever_it_is_about(team):
    use_the_continuity_sheet(team)
    for who in ("Ana", "Ben", "Cy"):
        with team.open(who) as vault:
            note_told(vault)
    team.service.clock.advance(8 * 7 * 86_400 - 3600)

    for who in ("Ana", "Ben", "Cy"):
        with team.open(who) as vault:
            [told] = told_lately(vault)
        assert "Ana Example used the continuity sheet on" in told

    team.service.clock.advance(7200)
    with team.open("Cy") as vault:
        assert told_lately(vault) == ()


def test_a_use_is_told_although_the_last_sign_in_was_under_a_clock_that_was_ahead(team):
    clock = team.service.clock
    clock.advance(900 * 86400)
    team.visit("Ben")
    clock.advance(-899 * 86400)
    with team.open("Ana") as vault:
        correct_clock(vault)  # else no cover of today could be given
    use_the_continuity_sheet(team)

    with team.open("Ben") as vault:
        assert [each.sheet for each in uses_since_last_time(vault)] == ["continuity"]


def test_who_used_the_continuity_sheet_for_their_own_clients_knows_it(team):
    with team.open("Ana") as vault:
        covering.grant_cover(vault, team.uid("Ana"), team.uid("Cy"), UNTIL)
        covering.seal_with_continuity(vault, team.uid("Ana"), team.continuity)

    with team.open("Ana") as vault:
        assert uses_since_last_time(vault) == ()


def test_everybody_else_is_told_who_chose_where_all_backups_go_and_who_stopped_it(team, tmp_path):
    (tmp_path / "stick").mkdir()
    with team.open("Ana") as vault:
        choose_second_place(vault, str(tmp_path / "stick"))
        choose_second_place(vault, "")
        assert loud_acts(vault) == ()

    with team.open("Ben") as vault:
        told = [act_in_words(each) for each in loud_acts(vault)]
        assert is_something_told(vault)

    assert [each.partition(" on ")[0] for each in told] == [
        "Ana Example stopped the second copy of all backups",
        "Ana Example chose",
    ]
