"""A start that would pause the session of another client says so before it does."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.support.windows.settling import settle
from tests.support.workflows.workspaces import Workplace
from therapist_app.commands import ClientPage, Destination, SessionPage
from therapist_app.record.clients import appointments
from therapist_app.screens.client.next_session.gate_view import GateView
from therapist_app.screens.client.view import ClientView
from therapist_app.screens.client.viewmodel import ClientViewModel
from therapist_app.screens.today.viewmodel import TodayViewModel
from therapist_app.workflows.sessions.holding_a_session import hold

pytestmark = pytest.mark.usefixtures("wear")


class Screen:
    """The page of a second client, and where it led."""

    def __init__(self, qtbot: QtBot, work: Workplace) -> None:
        self.other = work.add_client()
        self.running = work.start(self.other, "S01")
        work.fill(self.other, "phq-9", {"q9": 2}, None)
        self.client = work.add_client()
        self.planned = work.plan(self.client, "S01")
        self.view = ClientView(ClientViewModel(work.workspace, self.client.id))
        self.left: list[Destination] = []
        self.view.leave_requested.connect(self.left.append)
        qtbot.addWidget(self.view)
        self.view.show()
        settle()


@pytest.fixture
def screen(qtbot: QtBot, work: Workplace) -> Screen:
    return Screen(qtbot, work)


def test_it_names_the_session_that_runs_and_its_open_alert_and_starts_on_a_press(
    screen: Screen, work: Workplace, qtbot: QtBot
) -> None:
    screen.view._viewmodel.starting.start()
    settle()
    page = screen.view.page
    assert isinstance(page, GateView)
    words = " ".join(each.text() for each in page.findChildren(QLabel) if each.isVisible())

    assert f"The session with {screen.other.code} is running" in words
    assert "That client has an open alert." in words
    assert not page.reason.isVisible()
    assert appointments.load(work.workspace.caseload, screen.running).state == "in_progress"
    qtbot.mouseClick(page.start, Qt.MouseButton.LeftButton)
    settle()

    assert screen.left == [SessionPage(screen.planned)]
    assert appointments.load(work.workspace.caseload, screen.running).state == "on_hold"


def test_beside_a_session_that_is_paused_it_starts_at_once(screen: Screen, work: Workplace) -> None:
    hold(work.workspace, screen.running, work.clock())

    screen.view._viewmodel.starting.start()

    assert screen.left == [SessionPage(screen.planned)]


def test_today_leads_where_that_is_said(screen: Screen, work: Workplace) -> None:
    today = TodayViewModel(work.workspace)
    left: list[Destination] = []
    today.leave_requested.connect(left.append)
    [line] = [
        each for each in today.state.page.appointments if each.appointment_id == screen.planned
    ]

    today._start(line)

    assert left == [ClientPage(screen.client.id, "session")]
    assert appointments.load(work.workspace.caseload, screen.running).state == "in_progress"
