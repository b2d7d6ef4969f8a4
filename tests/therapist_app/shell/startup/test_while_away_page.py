"""The page on which somebody who comes back reads what others did with their clients."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.support.record.records import a_client
from tests.support.record.team import Team, lay_out_team, made_once
from therapist_app.record.clients import clients
from therapist_app.record.database import audit
from therapist_app.record.database.database import Caseload
from therapist_app.record.keyring.covering import grant_cover
from therapist_app.shell.startup.while_away_page import WhileAwayPage
from therapist_app.workflows.safekeeping.while_away import while_away


def _ids(caseload: Caseload) -> list[str]:
    return [each for (each,) in caseload.rows("SELECT id FROM clients")]


@pytest.fixture
@made_once
def team(tmp_path: Path) -> Team:
    team = lay_out_team(tmp_path, Bo=("therapist",))
    team.visit("Bo")
    with team.open("Ana") as vault:
        clients.add(vault.caseload, a_client(vault.caseload, code="A-100"))
        while_away(vault)
        grant_cover(vault, vault.person.uid, team.uid("Bo"), vault.day_of_covers().replace(day=9))
    team.visit("Ana")
    return team


@pytest.mark.parametrize("is_seen", [True, False])
def test_it_says_who_and_what_and_counts_as_read_only_once_that_was_said(
    team: Team, qtbot: QtBot, *, is_seen: bool
) -> None:
    with team.open("Bo") as vault:
        caseload = vault.use_caseload(team.uid("Ana"))
        if is_seen:
            [client] = clients.with_ids(caseload, _ids(caseload)).values()
            audit.note(caseload, "client_opened", f"client:{client.id}")
            audit.note(caseload, "alert_acknowledged", f"client:{client.id}")
    told: list[str] = []
    with team.open("Ana") as vault:
        found = while_away(vault)
        assert found is not None
        page = WhileAwayPage(
            found,
            vault,
            read=lambda: told.append("read"),
            later=lambda: told.append("later"),
            leave=lambda: None,
        )
        qtbot.addWidget(page)
        page.show()
        page.focus_first()
        words = " ".join(each.text() for each in page.findChildren(QLabel))
        seen = (
            "A-100",
            "Opened a client's record, once",
            "Alerts and promises: Answered an alert, once",
        )
        for each in seen if is_seen else ("They opened no client and wrote nothing.",):
            assert each in words
        assert "Bo Example had your clients open once" in words
        assert "Changes without an entry" not in words

        page.later.click()
        assert while_away(vault) is not None
        page.read.click()

        assert told == ["later", "read"]
        assert while_away(vault) is None


def test_what_changed_without_an_entry_stands_first_and_also_that_it_cannot_be_told(
    team: Team, qtbot: QtBot
) -> None:
    with team.open("Bo") as vault:
        vault.use_caseload(team.uid("Ana"))
    with team.open("Ana") as vault:
        found = while_away(vault)
        assert found is not None
        told = replace(found, unaccounted=("A-100: 2 forms",), is_compared=False)
        page = WhileAwayPage(told, vault, read=list, later=list, leave=list)
        qtbot.addWidget(page)
        words = [each.text() for each in page.findChildren(QLabel)]

    assert words.index("Changes without an entry") < words.index("Bo Example")
    assert "A-100: 2 forms" in words
    assert any("cannot be told this time" in each for each in words)
