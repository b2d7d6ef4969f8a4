"""The page that asks before somebody else, or another sheet, opens one's clients."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.support.record.sheets import replace_continuity
from tests.support.record.team import Team, lay_out_team, made_once
from therapist_app.record.errors import NotAllowed
from therapist_app.record.header.header import CONTINUITY
from therapist_app.record.header.person_keys import continuity_key
from therapist_app.record.keyring.covering import grant_cover
from therapist_app.record.keyring.key_care import covers_waiting, lacks_agreement
from therapist_app.record.vault.vault import Vault
from therapist_app.shell.startup.covers_page import CoversPage
from therapist_app.widgets.read_by_lines import ReadByLines
from therapist_app.workflows.people.agreeing_to_covers import covers_to_answer
from therapist_app.workflows.people.agreeing_to_sheets import (
    AskedSheet,
    agree_to,
    decline_sheet,
    sheet_in_words,
    sheet_not_agreed_to,
    sheets_to_answer,
)
from therapist_app.workflows.people.keeping_people import LetCover, carry_out
from therapist_app.workflows.people.seeing_people import caseload_line, old_sheet


@pytest.fixture
@made_once
def team(tmp_path: object) -> Team:
    from pathlib import Path

    team = lay_out_team(Path(str(tmp_path)), Ben=("therapist",), Cy=("therapist",))
    team.visit("Ben", "Cy")
    with team.open("Ana") as vault:
        grant_cover(vault, team.uid("Cy"), team.uid("Ben"), date(2026, 3, 20))
    return team


def asked_page(vault: Vault, told: list[str], qtbot: QtBot) -> CoversPage:
    """Show the page of the one cover that is asked for; `told` gets each answer."""
    [asked] = covers_to_answer(vault)
    page = CoversPage(asked, vault, answered=lambda: told.append("answered"), leave=lambda: None)
    qtbot.addWidget(page)
    page.show()
    return page


def test_it_names_who_by_whom_and_until_when_and_seals_only_once_agreed(
    team: Team, qtbot: QtBot
) -> None:
    told: list[str] = []
    with team.open("Cy") as vault:
        page = asked_page(vault, told, qtbot)
        words = " ".join(each.text() for each in page.findChildren(QLabel))
        for each in ("Ana Example", "Ben Example", "Friday 20 March 2026"):
            assert each in words
            assert each in page.later.accessibleDescription()
        [read] = page.findChildren(ReadByLines)
        assert len(read.lines) == 2
        assert "Friday 20 March 2026" in read.lines[0]

        page.later.click()
        assert told == ["answered"]
        assert len(covers_waiting(vault)) == 1

        page.agree.click()
        qtbot.waitUntil(lambda: len(told) == 2)
        assert covers_waiting(vault) == ()


def test_a_no_is_not_asked_again_and_an_administrator_sees_it_until_it_is_arranged_anew(
    team: Team, qtbot: QtBot
) -> None:
    told: list[str] = []
    with team.open("Cy") as vault:
        page = asked_page(vault, told, qtbot)
        page.no.click()
        qtbot.waitUntil(lambda: told == ["answered"])

        assert covers_to_answer(vault) == ()
        assert len(covers_waiting(vault)) == 1
    with team.open("Ana") as vault:
        leaves = caseload_line(vault, team.uid("Cy")).leaves
        assert [each.standing for each in leaves] == ["declined"]
        carry_out(vault, LetCover(team.uid("Cy"), team.uid("Ben"), date(2026, 3, 20)))
    with team.open("Cy") as vault:
        assert len(covers_to_answer(vault)) == 1


def asked_of_a_sheet(vault: Vault, told: list[str], qtbot: QtBot) -> CoversPage:
    """Show the page of the sheet that is asked about; `told` gets each answer."""
    [asked] = sheets_to_answer(vault)
    page = CoversPage(asked, vault, answered=lambda: told.append("answered"), leave=lambda: None)
    qtbot.addWidget(page)
    page.show()
    return page


def test_of_a_new_continuity_sheet_it_names_who_made_it_and_when_and_seals_once_agreed(
    team: Team, qtbot: QtBot
) -> None:
    told: list[str] = []
    with team.open("Ana") as vault:
        replace_continuity(vault)
    with team.open("Ben") as vault:
        page = asked_of_a_sheet(vault, told, qtbot)
        words = " ".join(each.text() for each in page.findChildren(QLabel))
        assert (
            "Ana Example made a new continuity sheet on Monday 2 March 2026. Whoever has it can "
            "open your clients when nobody else can, once you agree."
        ) in words
        assert "Nothing changes before you agree" in words

        page.later.click()
        assert told == ["answered"]
        assert lacks_agreement(vault) == (team.uid("Ben"),)

        page.agree.click()
        qtbot.waitUntil(lambda: len(told) == 2)
        assert lacks_agreement(vault) == ()
        assert sheets_to_answer(vault) == ()


def test_a_no_to_a_sheet_stands_until_another_one_is_made(team: Team, qtbot: QtBot) -> None:
    told: list[str] = []
    with team.open("Ana") as vault:
        replace_continuity(vault)
    with team.open("Ben") as vault:
        page = asked_of_a_sheet(vault, told, qtbot)
        page.no.click()
        qtbot.waitUntil(lambda: told == ["answered"])
        assert sheets_to_answer(vault) == ()
    with team.open("Ben") as vault:
        assert sheets_to_answer(vault) == ()
        assert lacks_agreement(vault) == (team.uid("Ben"),)
    with team.open("Ana") as vault:
        assert old_sheet(vault).names == ("Ben Example", "Cy Example")
        replace_continuity(vault)
    with team.open("Ben") as vault:
        assert len(sheets_to_answer(vault)) == 1


def test_a_sheet_that_opens_clients_already_says_so_and_a_no_takes_them_back(
    team: Team, qtbot: QtBot
) -> None:
    told: list[str] = []
    with team.open("Ana") as vault:
        replace_continuity(vault, team.continuity)
    with team.open("Ben") as vault:
        page = asked_of_a_sheet(vault, told, qtbot)
        words = " ".join(each.text() for each in page.findChildren(QLabel))
        assert "whoever has it can open your clients now" in words
        assert "Nothing changes before you agree" not in words
        grant = vault.header.grant(team.uid("Ben"))
        assert grant.boxes_for(CONTINUITY)
        page.no.click()
        qtbot.waitUntil(lambda: told == ["answered"])
        grant = vault.header.grant(team.uid("Ben"))
        assert grant.boxes_for(CONTINUITY) == ()
        found = sheet_not_agreed_to(vault)
        assert found is not None
        assert not found.opens_already


def test_of_a_sheet_that_nobody_noted_it_says_that_nothing_says_who(team: Team) -> None:
    other = continuity_key(bytearray(range(20)))
    with team.open("Ana") as vault:
        replace_continuity(vault)
        changed = replace(vault.header, continuity=other.public, continuity_verify=other.verify)
        vault.write_statement(changed)
    with team.open("Ben") as vault:
        [asked] = sheets_to_answer(vault)
        assert sheet_in_words(asked).startswith(
            "Somebody made a new continuity sheet, and nothing here says who."
        )


def test_an_answer_about_another_sheet_than_that_in_force_is_refused(team: Team) -> None:
    asked = AskedSheet("continuity#00", "Ana Example", date(2026, 3, 2))
    with team.open("Ben") as vault:
        for answer in (agree_to, decline_sheet):
            with pytest.raises(NotAllowed, match="no-such-sheet"):
                answer(vault, asked)
