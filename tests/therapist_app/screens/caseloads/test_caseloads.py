"""Caseloads: one card for each caseload that is open to somebody."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from tests.support.record.team import lay_out_team, made_once
from tests.support.record.whole_clients import a_whole_client
from tests.support.windows.clipping import clipped
from tests.support.windows.settling import settle
from tests.support.workflows.workspaces import workspace_for
from therapist_app import commands
from therapist_app.record.keyring import covering
from therapist_app.screens.caseloads.view import CaseloadsView
from therapist_app.screens.caseloads.viewmodel import CaseloadsViewModel
from therapist_app.workflows.people.moving_clients import offer_client

pytestmark = pytest.mark.usefixtures("wear")


@pytest.fixture
@made_once
def team(tmp_path):
    """Ben covers Ana's clients, and Cy's have become his."""
    team = lay_out_team(tmp_path, Ben=("therapist",), Cy=("therapist",))
    with team.open("Ana") as vault:
        covering.grant_cover(vault, team.uid("Ana"), team.uid("Ben"), date(2026, 12, 3))
        covering.hand_over(vault, team.uid("Cy"), team.uid("Ben"))
    team.visit("Cy")
    return team


@pytest.fixture
def view(qtbot, team):
    with team.open("Ben") as vault:
        view = CaseloadsView(CaseloadsViewModel(workspace_for(vault)))
        qtbot.addWidget(view)
        view.resize(1170, 700)
        view.show()
        view.focus_first()
        yield view


def test_each_is_said_to_be_whose_and_until_when(view):
    words = "\n".join(each.text() for each in view.findChildren(QLabel))

    assert "Your own clients\nopen now" in words
    assert "Clients whom Cy Example handed over to you" in words
    assert "The clients of Ana Example" in words
    assert "You cover until the end of Thursday 3 December 2026." in words


def test_choosing_others_leads_to_them(qtbot, team, view):
    assert view.focusWidget() is view.buttons[0]

    with qtbot.waitSignal(view.leave_requested) as left:
        qtbot.mouseClick(view.buttons[1], Qt.MouseButton.LeftButton)

    assert left.args == [commands.UseCaseload(team.uid("Ana"))]


def test_nothing_is_cut_or_unnamed_in_large_text(qtbot, team, wear):
    wear("light", 2.0)
    with team.open("Ben") as vault:
        view = CaseloadsView(CaseloadsViewModel(workspace_for(vault)))
        qtbot.addWidget(view)
        view.resize(1170, 700)
        view.show()
        settle()

        assert clipped(view) == []


def test_a_client_who_comes_over_is_taken_over_here(qtbot, tmp_path):
    team = lay_out_team(tmp_path / "another", Ben=("therapist",))
    with team.open("Ana") as vault:
        client = a_whole_client(vault.caseload, "A1-111", "Zanzibarcanary")
        offer_client(vault, client.id, team.uid("Ben"))
    with team.open("Ben") as vault:
        view = CaseloadsView(CaseloadsViewModel(workspace_for(vault)))
        qtbot.addWidget(view)
        view.resize(1170, 700)
        view.show()
        settle()
        words = "\n".join(each.text() for each in view.findChildren(QLabel))
        assert "Ana Example wants to move a client to you" in words
        assert "do nothing here and tell Ana Example" in " ".join(words.split())
        assert "A1-111 · 1 open alert · 0 open promises · no session planned" in words
        assert clipped(view) == []
        assert "Take over a client" in words
        assert "Every page then shows only" not in words

        said: list[str] = []
        view.act_done.connect(said.append)
        with qtbot.waitSignal(view.leave_requested) as left:
            qtbot.mouseClick(view.buttons[0], Qt.MouseButton.LeftButton)

        assert left.args == [commands.ClientPage(client.id, "taken")]
        assert said == ["A1-111 is your client now."]


def test_whose_record_is_not_ready_is_said_and_cannot_be_taken(qtbot, tmp_path):
    team = lay_out_team(tmp_path / "another", Ben=("therapist",))
    with team.open("Ana") as vault:
        client = a_whole_client(vault.caseload, "A1-111", "Zanzibarcanary")
        offer_client(vault, client.id, team.uid("Ben"))
    team.open("Ana").abandon()
    with team.open("Ben") as vault:
        view = CaseloadsView(CaseloadsViewModel(workspace_for(vault)))
        qtbot.addWidget(view)

        words = "\n".join(each.text() for each in view.findChildren(QLabel))
        assert "Ana Example must sign in and lock once more." in words
        assert view.buttons == []
