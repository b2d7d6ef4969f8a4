"""Nobody opens somebody's clients behind their back: who is asked, who agrees, who is told."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.support.record.agreeing import agree
from tests.support.record.records import START
from tests.support.record.safekeeping import copy_of
from tests.support.record.stating import lay_out_two_keepers
from tests.support.record.team import Team
from therapist_app.record.errors import NotAllowed, NotPossibleYet
from therapist_app.record.header.header import CONTINUITY
from therapist_app.record.header.header_file import load_header
from therapist_app.record.keyring import people
from therapist_app.record.keyring.covering import (
    agree_as_second,
    grant_cover,
    hand_over,
    seal_with_continuity,
    seal_with_sheet,
)
from therapist_app.record.keyring.key_care import agree_to_cover, covers_waiting
from therapist_app.workflows.people.agreeing_to_covers import asked_in_words, covers_to_answer
from therapist_app.workflows.safekeeping.loud_acts import act_in_words, loud_acts

SOON, LATE = date(2026, 3, 20), date(2026, 9, 1)
AFTER_SOON = ((SOON - START.date()).days + 1) * 24 * 3600
"""Seconds until the day after."""


@pytest.fixture(scope="module")
def laid_out_once(tmp_path_factory: pytest.TempPathFactory) -> Team:
    """Ana and Dee keep it; Ben and Cy see clients, and Dee too once she says so."""
    team = lay_out_two_keepers(tmp_path_factory.mktemp("team"))
    team.visit("Ben", "Cy", "Dee")
    return team


@pytest.fixture
def team(laid_out_once: Team, tmp_path: Path) -> Team:
    return laid_out_once.copied(tmp_path)


@pytest.fixture
def own_clock(team: Team, tmp_path: Path) -> Team:
    """The same with a clock that can be moved far without moving that of the other tests."""
    return Team(copy_of(team.service, tmp_path / "own"), team.members)


def is_open_to(team: Team, name: str, whose: str) -> bool:
    with team.open(name) as vault:
        return team.uid(whose) in {each.id for each in vault.caseload_choices()}


def test_an_owner_is_asked_by_name_and_day_before_anybody_opens_their_clients(team: Team) -> None:
    with team.open("Ana") as vault:
        grant_cover(vault, team.uid("Cy"), team.uid("Ben"), SOON)
    team.open("Cy").close()
    assert not is_open_to(team, "Ben", "Cy")

    with team.open("Cy") as vault:
        [asked] = covers_to_answer(vault)
        assert asked_in_words(asked) == (
            "Ana Example arranged that Ben Example can open your clients from your answer on, "
            "until the end of Friday 20 March 2026."
        )
        agree(vault)

    assert is_open_to(team, "Ben", "Cy")


def test_an_owner_is_told_of_somebody_who_asks_for_themselves(team: Team) -> None:
    with team.open("Ana") as vault:
        grant_cover(vault, team.uid("Cy"), team.uid("Ben"), SOON)

    with team.open("Cy") as vault:
        [asked] = covers_to_answer(vault)
        assert asked_in_words(replace(asked, by=asked.who)) == (
            "Ben Example arranged this for themselves: to open your clients from your answer on, "
            "until the end of Friday 20 March 2026."
        )


def test_a_later_day_waits_for_the_owner_and_the_earlier_one_counts_until_then(team: Team) -> None:
    with team.open("Ana") as vault:
        grant_cover(vault, team.uid("Cy"), team.uid("Ben"), SOON)
    team.visit("Cy")
    with team.open("Ana") as vault:
        grant_cover(vault, team.uid("Cy"), team.uid("Ben"), LATE)
    team.open("Cy").close()

    with team.open("Ben") as vault:
        assert {each.until for each in vault.caseload_choices()} == {None, SOON}
    team.visit("Cy")
    with team.open("Ben") as vault:
        assert {each.until for each in vault.caseload_choices()} == {None, LATE}


def test_a_cover_does_not_become_a_hand_over_without_its_owner(team: Team) -> None:
    with team.open("Ana") as vault:
        grant_cover(vault, team.uid("Cy"), team.uid("Ben"), SOON)
    team.visit("Cy")
    with team.open("Ana") as vault:
        hand_over(vault, team.uid("Cy"), team.uid("Ben"))
    assert not is_open_to(team, "Ben", "Cy")

    with team.open("Cy") as vault:
        assert vault.caseload_id == team.uid("Cy")
        agree(vault)

    with team.open("Ben") as vault:
        assert vault.use_caseload(team.uid("Cy")) is vault.caseload


# The attack of "Seen 4": a keeper alone covers for herself, quietly.
def test_a_keepers_leave_to_herself_needs_another_keeper_and_is_told_to_all(team: Team) -> None:
    team.visit("Ben")
    team.service.clock.advance(3600)
    with team.open("Dee") as vault:
        grant_cover(vault, team.uid("Cy"), team.uid("Dee"), SOON)
        with pytest.raises(NotAllowed, match="no-such-cover"):
            agree_as_second(vault, team.uid("Cy"), team.uid("Dee"))
    with team.open("Cy") as vault:
        assert covers_waiting(vault) == ()
        [told] = loud_acts(vault)
        assert act_in_words(told).startswith("Dee Example arranged on ")
    assert not is_open_to(team, "Dee", "Cy")

    with team.open("Ana") as vault:
        agree_as_second(vault, team.uid("Cy"), team.uid("Dee"))
    team.visit("Cy")
    assert is_open_to(team, "Dee", "Cy")
    with team.open("Ben") as vault:
        assert [each.by for each in loud_acts(vault)] == ["Dee Example"]


def test_somebody_new_who_can_agree_to_a_keepers_own_leave_is_told_of_to_everybody(
    team: Team,
) -> None:
    team.add("Eve", "keeper")
    team.add("Flo", "therapist")

    with team.open("Cy") as vault:
        [told] = [act_in_words(each) for each in loud_acts(vault)]
    assert told.startswith("Ana Example took Eve Example in as an administrator on ")


def test_an_owner_who_keeps_the_service_agrees_as_both(team: Team) -> None:
    with team.open("Dee") as vault:
        grant_cover(vault, team.uid("Ana"), team.uid("Dee"), SOON)

    team.visit("Ana")

    assert is_open_to(team, "Dee", "Ana")


@pytest.mark.usefixtures("keepers_agree")
def test_the_only_keeper_is_told_of_and_the_owner_is_asked(team: Team) -> None:
    with team.open("Ana") as vault:
        people.change_roles(vault, team.uid("Dee"), ("therapist",))
        grant_cover(vault, team.uid("Cy"), team.uid("Ana"), SOON)
    assert not is_open_to(team, "Ana", "Cy")

    with team.open("Cy") as vault:
        [waiting] = covers_waiting(vault)
        agree_to_cover(vault, waiting)

    assert is_open_to(team, "Ana", "Cy")


def test_the_continuity_sheet_opens_at_once_and_everybody_is_told(team: Team) -> None:
    team.visit("Ben")
    team.service.clock.advance(3600)
    with team.open("Dee") as vault:
        grant_cover(vault, team.uid("Cy"), team.uid("Dee"), SOON)
        seal_with_continuity(vault, team.uid("Cy"), team.continuity)

    assert is_open_to(team, "Dee", "Cy")
    with team.open("Ben") as vault:
        acts = {each.action for each in loud_acts(vault)}
    assert acts == {"continuity_used", "cover_granted"}


def test_everybody_is_told_who_was_removed_by_whom(team: Team) -> None:
    team.visit("Ben")
    team.service.clock.advance(3600)
    with team.open("Ana") as vault:
        hand_over(vault, team.uid("Cy"), team.uid("Ben"))
    team.visit("Cy", "Ben")
    with team.open("Ana") as vault:
        people.remove_person(vault, team.uid("Cy"))

    with team.open("Dee") as vault:
        [told] = [act_in_words(each) for each in loud_acts(vault)]
    assert told.startswith("Ana Example removed Cy Example from the service on ")


def test_who_took_clients_over_is_told_with_whose_they_were_once_they_are_theirs(
    team: Team,
) -> None:
    team.visit("Ben")
    team.service.clock.advance(3600)
    with team.open("Dee") as vault:
        hand_over(vault, team.uid("Cy"), team.uid("Dee"))
        seal_with_continuity(vault, team.uid("Cy"), team.continuity)
    with team.open("Dee") as vault:
        vault.use_caseload(team.uid("Cy"))
    team.visit("Dee")

    with team.open("Ben") as vault:
        told = [act_in_words(each) for each in loud_acts(vault)]
    assert [each.startswith("Dee Example ") for each in told] == [True, True]
    assert {each.rpartition(" on ")[2].partition(" to ")[2] for each in told} == {
        "let somebody open Cy Example's clients.",
        "take over all clients of Cy Example.",
    }


@pytest.mark.usefixtures("keepers_agree")
def test_what_a_leaving_keeper_gave_is_given_anew_by_who_lets_them_go(team: Team) -> None:
    with team.open("Ana") as vault:
        people.change_roles(vault, team.uid("Dee"), ("keeper", "therapist", "lead"))
    with team.open("Dee") as vault:
        grant_cover(vault, team.uid("Cy"), team.uid("Ben"), SOON)
    team.visit("Cy")
    with team.open("Ana") as vault:
        hand_over(vault, team.uid("Dee"), team.uid("Ben"))
    team.visit("Dee", "Ben")
    with team.open("Ana") as vault:
        people.remove_person(vault, team.uid("Dee"))

    [cover] = load_header(team.service.place.header).covers
    assert cover.by == team.uid("Ana")
    assert is_open_to(team, "Ben", "Cy")


def test_the_owners_sheet_does_not_stand_for_another_keeper(team: Team) -> None:
    sheet = team.members["Cy"].sheet
    with team.open("Dee") as vault:
        grant_cover(vault, team.uid("Cy"), team.uid("Dee"), SOON)
        with pytest.raises(NotPossibleYet, match="needs-second"):
            seal_with_sheet(vault, team.uid("Cy"), sheet)
    assert not is_open_to(team, "Dee", "Cy")

    with team.open("Ana") as vault:
        agree_as_second(vault, team.uid("Cy"), team.uid("Dee"))
    with team.open("Dee") as vault:
        seal_with_sheet(vault, team.uid("Cy"), sheet)
    assert is_open_to(team, "Dee", "Cy")


@pytest.mark.parametrize("sheet", ["owner", "continuity"])
def test_a_sheet_seals_nothing_anew_to_whose_cover_has_ended(own_clock: Team, sheet: str) -> None:
    team = own_clock
    with team.open("Ana") as vault:
        grant_cover(vault, team.uid("Cy"), team.uid("Ben"), SOON)
    team.visit("Cy")
    team.service.clock.advance(AFTER_SOON)
    team.visit("Cy")
    with team.open("Ana") as vault:
        grant_cover(vault, team.uid("Cy"), team.uid("Dee"), LATE)

        if sheet == "owner":
            seal_with_sheet(vault, team.uid("Cy"), team.members["Cy"].sheet)
        else:
            seal_with_continuity(vault, team.uid("Cy"), team.continuity)

        grant = vault.header.grant(team.uid("Cy"))
    assert grant is not None
    assert {each.to for each in grant.boxes} == {team.uid("Cy"), team.uid("Dee"), CONTINUITY}


def test_a_second_keeper_agrees_to_nothing_that_is_over(own_clock: Team) -> None:
    team = own_clock
    with team.open("Dee") as vault:
        grant_cover(vault, team.uid("Cy"), team.uid("Dee"), SOON)
    team.service.clock.advance(AFTER_SOON)

    with team.open("Ana") as vault, pytest.raises(NotAllowed, match="no-such-cover"):
        agree_as_second(vault, team.uid("Cy"), team.uid("Dee"))


def test_who_gives_leave_for_anothers_clients_agrees_to_nothing_for_their_own(team: Team) -> None:
    with team.open("Dee") as vault:
        grant_cover(vault, team.uid("Ana"), team.uid("Ben"), SOON)

    with team.open("Ana") as vault:
        grant_cover(vault, team.uid("Cy"), team.uid("Ben"), SOON)
        [waiting] = covers_waiting(vault)

    assert waiting.caseload == team.uid("Ana")
    assert not is_open_to(team, "Ben", "Ana")


def seconded_by_eve(team: Team) -> None:
    """Dee covers for Cy as a third keeper, who sees nobody, agreed to."""
    team.add("Eve", "keeper")
    with team.open("Dee") as vault:
        grant_cover(vault, team.uid("Cy"), team.uid("Dee"), SOON)
    with team.open("Eve") as vault:
        agree_as_second(vault, team.uid("Cy"), team.uid("Dee"))
    team.visit("Cy")
    assert is_open_to(team, "Dee", "Cy")


@pytest.mark.usefixtures("keepers_agree")
def test_what_a_leaving_keeper_agreed_to_is_agreed_to_by_who_lets_them_go(team: Team) -> None:
    seconded_by_eve(team)

    with team.open("Ana") as vault:
        people.remove_person(vault, team.uid("Eve"))

    [cover] = load_header(team.service.place.header).covers
    assert (cover.by, cover.agreed_by) == (team.uid("Dee"), team.uid("Ana"))
    assert is_open_to(team, "Dee", "Cy")


@pytest.mark.usefixtures("keepers_agree")
def test_nobody_takes_over_the_agreement_to_what_they_gave_themselves(team: Team) -> None:
    seconded_by_eve(team)

    with team.open("Dee") as vault:
        people.remove_person(vault, team.uid("Eve"))

    [cover] = load_header(team.service.place.header).covers
    assert (cover.by, cover.agreed_by) == (team.uid("Dee"), "")
    assert not is_open_to(team, "Dee", "Cy")
    team.visit("Ana", "Cy")


@pytest.mark.usefixtures("keepers_agree")
def test_leave_that_does_not_stand_on_who_goes_stays_as_it_was_given(team: Team) -> None:
    team.add("Eve", "keeper")
    with team.open("Dee") as vault:
        grant_cover(vault, team.uid("Cy"), team.uid("Ben"), SOON)
    before = load_header(team.service.place.header).covers

    with team.open("Ana") as vault:
        people.remove_person(vault, team.uid("Eve"))

    assert load_header(team.service.place.header).covers == before
    assert [each.by for each in before] == [team.uid("Dee")]
