"""What waits with clients whom one covers stands on one's own first screen."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from session_forms.words.day_words import day_in_words
from tests.support.record.team import Team, lay_out_team
from tests.support.screens.shown_page import ShownPage
from tests.support.windows.clipping import clipped
from tests.support.workflows.workspaces import CALM, Workplace, workspace_for
from therapist_app.commands import UseCaseload
from therapist_app.record.errors import RecordDamaged
from therapist_app.record.keyring import covering
from therapist_app.record.vault.vault import Vault
from therapist_app.screens.clients.view import ClientsView
from therapist_app.screens.clients.viewmodel import ClientsViewModel
from therapist_app.screens.today.view import TodayView
from therapist_app.screens.today.viewmodel import TodayViewModel
from therapist_app.workflows.sessions.holding_a_session import end_session

pytestmark = pytest.mark.usefixtures("wear")
DAY = 24 * 3600


class Screen(ShownPage):
    """The first screen of somebody, and where it led."""

    def __init__(self, qtbot: QtBot, vault: Vault) -> None:
        super().__init__(qtbot)
        self.show_page(TodayView(TodayViewModel(workspace_for(vault))))

    @property
    def said(self) -> str:
        return "\n".join(
            label.text() for each in self.view.others for label in each.findChildren(QLabel)
        )


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Team:
    """Ben covers Ana's clients; of one an alert is open, another one left a session early."""
    team = lay_out_team(tmp_path_factory.mktemp("others"), practice=True, Ben=("therapist",))
    until = team.service.clock().date() + timedelta(days=30)
    with team.open("Ana") as vault:
        covering.grant_cover(vault, team.uid("Ana"), team.uid("Ben"), until)
        work = Workplace(workspace_for(vault), team.service.clock)
        work.fill(work.add_client(), "risk-check", {**CALM, "worry_about_acting": 7}, None)
        end_session(work.workspace, work.start(work.add_client(), "S01"), "broken_off")
    return team


@pytest.fixture
def team(begun: Team, tmp_path: Path) -> Team:
    return begun.apart(tmp_path)


def test_alerts_and_promises_of_covered_clients_are_named_by_whose_they_are(
    qtbot: QtBot, team: Team
) -> None:
    with team.open("Ben") as vault:
        screen = Screen(qtbot, vault)

        assert "The clients of Ana Example" in screen.said
        assert "an alert is open (act)" in screen.said
        assert "Reach the client, who left early, due tomorrow" in screen.said
        assert screen.view.alerts == []
        assert screen.view.promises == []


def test_a_cover_is_told_while_nothing_waits_too(qtbot: QtBot, tmp_path: Path) -> None:
    team = lay_out_team(tmp_path, practice=True, Ben=("therapist",))
    until = team.service.clock().date() + timedelta(days=30)
    with team.open("Ana") as vault:
        covering.grant_cover(vault, team.uid("Ana"), team.uid("Ben"), until)
    with team.open("Ben") as vault:
        screen = Screen(qtbot, vault)
        listed = ClientsView(ClientsViewModel(workspace_for(vault)))
        qtbot.addWidget(listed)
        told = "\n".join(each.text() for each in listed.findChildren(QLabel))

        for words in (screen.said, told):
            assert "The clients of Ana Example" in words
            assert day_in_words(until) in words
        assert not screen.view.others[0].line.waits
        assert screen.view.focusWidget() is screen.view.find_client


def test_a_session_under_way_and_a_note_to_sign_of_clients_handed_over_are_told(
    qtbot: QtBot, tmp_path: Path
) -> None:
    team = lay_out_team(tmp_path, practice=True, Ben=("therapist",))
    with team.open("Ana") as vault:
        work = Workplace(workspace_for(vault), team.service.clock)
        runs, over = work.add_client(), work.add_client()
        work.do_every_step(held := work.start(over, "S01"))
        end_session(work.workspace, held, "finished")
        work.start(runs, "S01")
        until = team.service.clock().date() + timedelta(days=30)
        covering.grant_cover(vault, team.uid("Ana"), team.uid("Ben"), until)
    with team.open("Ben") as vault:
        screen = Screen(qtbot, vault)

        assert f"A session was begun and is not over: {runs.code}" in screen.said
        assert f"A note is not signed: {over.code}" in screen.said
        assert screen.view.others[0].line.waits


def test_one_press_leads_to_those_clients(qtbot: QtBot, team: Team) -> None:
    with team.open("Ben") as vault:
        screen = Screen(qtbot, vault)
        [other] = screen.view.others

        qtbot.mouseClick(other.open, Qt.MouseButton.LeftButton)

        assert screen.left == [UseCaseload(team.uid("Ana"))]
        vault.use_caseload(team.uid("Ana"))
        there = Screen(qtbot, vault)
        assert len(there.view.alerts) == len(there.view.promises) == 1
        assert there.view.others == []


def test_looking_into_them_leaves_ones_own_clients_in_use(qtbot: QtBot, team: Team) -> None:
    with team.open("Ben") as vault:
        Screen(qtbot, vault)

        assert vault.caseload_id == team.uid("Ben")


def test_what_waits_at_home_stands_there_while_one_covers(qtbot: QtBot, team: Team) -> None:
    with team.open("Ben") as vault:
        work = Workplace(workspace_for(vault), team.service.clock)
        end_session(work.workspace, work.start(work.add_client(), "S01"), "broken_off")
        vault.use_caseload(team.uid("Ana"))

        assert "Your own clients" in Screen(qtbot, vault).said


def test_an_overdue_promise_there_is_said_to_be_so(qtbot: QtBot, team: Team) -> None:
    team.service.clock.advance(3 * DAY)
    with team.open("Ben") as vault:
        screen = Screen(qtbot, vault)

        assert "overdue since " in screen.said
        assert screen.view.others[0].line.is_urgent


def test_a_cover_that_ended_and_a_caseload_with_nothing_to_do_say_nothing(
    qtbot: QtBot, team: Team
) -> None:
    with team.open("Ana") as vault:
        assert Screen(qtbot, vault).view.others == []
    team.service.clock.advance(60 * DAY)
    with team.open("Ben") as vault:
        assert Screen(qtbot, vault).view.others == []


def test_a_file_that_cannot_be_read_is_said_and_leaves_ones_own_day(
    qtbot: QtBot, team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_given: object) -> None:
        raise RecordDamaged("test")

    with team.open("Ben") as vault:
        monkeypatch.setattr(vault, "open_caseload", refuse)

        screen = Screen(qtbot, vault)

        assert "could not be read" in screen.said
        assert screen.view.find_client.isVisible()


def test_nothing_is_cut_with_large_text(qtbot: QtBot, team: Team, wear) -> None:
    wear("light", 2.0)
    with team.open("Ben") as vault:
        assert clipped(Screen(qtbot, vault).view) == []
