"""A no to a continuity sheet is its owner's own word, and stands until they agree."""

from pathlib import Path

import pytest

from tests.support.record.sheets import replace_continuity
from tests.support.record.stating import (
    by_hand,
    header_of,
    write_entry,
)
from tests.support.record.team import Team, lay_out_team, made_once
from therapist_app.record.database.audit import signers_of
from therapist_app.record.header.caseload_access import sheet_in_force
from therapist_app.record.header.header import SERVICE
from therapist_app.record.keyring.key_care import lacks_agreement
from therapist_app.record.service import settings
from therapist_app.workflows.people.agreeing_to_sheets import (
    agree_to,
    decline_sheet,
    said_no_at,
    sheet_not_agreed_to,
    sheets_to_answer,
)


@pytest.fixture
@made_once
def team(tmp_path: Path) -> Team:
    """Ana keeps the service and made another continuity sheet; Ben and Cy see clients."""
    team = lay_out_team(tmp_path, Ben=("therapist",), Cy=("therapist",))
    team.visit("Ben", "Cy")
    with team.open("Ana") as vault:
        replace_continuity(vault)
    return team


def say_no(team: Team, name: str = "Ben") -> None:
    with team.open(name) as vault:
        [asked] = sheets_to_answer(vault)
        decline_sheet(vault, asked)


def test_who_said_no_can_agree_later_and_that_is_signed_as_a_yes_is(team: Team) -> None:
    say_no(team)

    with team.open("Ben") as vault:
        assert sheets_to_answer(vault) == ()
        found = sheet_not_agreed_to(vault)
        assert found is not None
        assert found.said_no_on is not None
        agree_to(vault, found)

    with team.open("Ben") as vault:
        assert lacks_agreement(vault) == ()
        assert sheet_not_agreed_to(vault) is None
        assert said_no_at(vault) is None
        named = {(sheet_in_force(vault.header.continuity or b""),)}
        assert signers_of(vault.service, "continuity_agreed", SERVICE, named) == {team.uid("Ben")}


def test_who_put_it_off_can_agree_without_being_asked_again(team: Team) -> None:
    with team.open("Ben") as vault:
        found = sheet_not_agreed_to(vault)
        assert found is not None
        assert found.said_no_on is None
        agree_to(vault, found)
        assert lacks_agreement(vault) == ()


def test_a_no_is_about_one_sheet_and_of_one_person(team: Team) -> None:
    say_no(team)
    with team.open("Cy") as vault:
        assert said_no_at(vault) is None
        assert len(sheets_to_answer(vault)) == 1
    with team.open("Ana") as vault:
        replace_continuity(vault)
    with team.open("Ben") as vault:
        assert said_no_at(vault) is None
        assert len(sheets_to_answer(vault)) == 1


def test_nobody_says_no_for_a_colleague(team: Team) -> None:
    sheet = sheet_in_force(header_of(team).continuity or b"")
    write_entry(team, "Cy", "continuity_declined", SERVICE, sheet, claiming="Ben")
    with by_hand(team, "Cy") as service:
        settings.save(service, "declined_covers", {team.uid("Ben"): sheet})

    with team.open("Ben") as vault:
        assert said_no_at(vault) is None
        assert len(sheets_to_answer(vault)) == 1


def test_nobody_says_for_a_colleague_that_they_agreed(team: Team) -> None:
    say_no(team)
    sheet = sheet_in_force(header_of(team).continuity or b"")
    write_entry(team, "Cy", "continuity_agreed", SERVICE, sheet, claiming="Ben")

    with team.open("Ben") as vault:
        assert said_no_at(vault) is not None
        assert lacks_agreement(vault) == (team.uid("Ben"),)
