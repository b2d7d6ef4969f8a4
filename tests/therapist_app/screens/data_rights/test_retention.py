"""The page of retention, driven as a person would drive it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.support.sampling import sampled
from tests.support.screens.shown_page import ShownPage
from tests.support.windows.clipping import clipped
from tests.support.windows.outline import outline
from tests.support.windows.settling import settle
from tests.support.workflows.workspaces import Workplace
from therapist_app.commands import Back, DataRights, Destination, Retention
from therapist_app.record.clients import clients
from therapist_app.record.model import Client
from therapist_app.screens.data_rights import retention_view
from therapist_app.screens.data_rights.retention import RetentionViewModel
from therapist_app.screens.data_rights.retention_view import RetentionView
from therapist_app.screens.data_rights.view import DataRightsView
from therapist_app.screens.data_rights.viewmodel import DataRightsViewModel
from therapist_app.screens.today.view import TodayView
from therapist_app.screens.today.viewmodel import TodayViewModel
from therapist_app.workflows.policies.retaining import approve, approved
from therapist_app.workflows.rights import data_rights

pytestmark = pytest.mark.usefixtures("wear")


class Screen(ShownPage):
    """The page and where it led."""

    def __init__(self, qtbot: QtBot, work: Workplace) -> None:
        super().__init__(qtbot)
        self.show_page(RetentionView(RetentionViewModel(work.workspace)), (1302, 768))

    def press(self, button) -> None:
        QTest.keyClick(button, Qt.Key.Key_Space)
        settle()


@pytest.fixture
def due(work: Workplace) -> Client:
    client = replace(work.add_client(), status="ended")
    clients.save(work.workspace.caseload, client)
    approve(work.workspace, 1, "Our law on records")
    data_rights.restrict(work.workspace, client.id, "retention")
    work.clock.advance(timedelta(days=400).total_seconds())
    return client


def test_without_an_approved_number_nobody_is_due(qtbot: QtBot, work: Workplace) -> None:
    screen = Screen(qtbot, work)

    told = outline(screen.view)
    assert "This list stays empty" in told
    assert "Approve a number" in told
    assert screen.view.focusWidget() is screen.view.years


def test_a_number_is_approved_with_what_it_rests_on(qtbot: QtBot, work: Workplace) -> None:
    screen = Screen(qtbot, work)
    QTest.keyClicks(screen.view.years, "ten")
    QTest.keyClick(screen.view.years, Qt.Key.Key_Return)
    assert screen.view.focusWidget() is screen.view.basis
    QTest.keyClick(screen.view.basis, Qt.Key.Key_Return)
    assert screen.view.focusWidget() is screen.view.approve
    screen.view.approve.click()
    refused = screen.view.message.title
    screen.view.years.setText("10")
    QTest.keyClicks(screen.view.basis, "Our law on records")
    screen.press(screen.view.approve)

    made = approved(work.workspace)
    assert refused == "This number of years cannot be approved"
    assert made is not None
    assert made.years == 10
    assert screen.view.message.title == "Approved under your name"
    told = outline(screen.view)
    assert "No record has reached that time." in told
    assert "Approve another number" in told
    assert screen.view.focusWidget() is screen.view.back


def test_the_keyboard_goes_to_the_field_that_keeps_a_number_from_being_approved(
    qtbot: QtBot, work: Workplace
) -> None:
    screen = Screen(qtbot, work)
    screen.view.years.setText("10")
    screen.view.approve.setFocus()
    screen.press(screen.view.approve)
    assert screen.view.message.title
    assert screen.view.focusWidget() is screen.view.basis

    screen.view.years.setText("ten")
    screen.view.basis.setText("Our law on records")
    screen.press(screen.view.approve)
    assert screen.view.focusWidget() is screen.view.years


def test_a_therapist_reads_the_rule_and_cannot_set_it(qtbot: QtBot, work: Workplace) -> None:
    work.have_roles("therapist")

    screen = Screen(qtbot, work)

    assert "Approve a" not in outline(screen.view)
    assert screen.view.focusWidget() is screen.view.back


def test_what_can_be_decided_of_who_is_due_is_said_with_their_rights(
    qtbot: QtBot, work: Workplace, due: Client
) -> None:
    def told() -> str:
        view = DataRightsView(DataRightsViewModel(work.workspace, due.id))
        qtbot.addWidget(view)
        view.show()
        return outline(view)

    late = told()
    work.clock.advance(-timedelta(days=300).total_seconds())

    assert "keep it for longer with a reason" in late
    assert "Then it appears in a list" not in late
    assert "Then it appears in a list" in told()


def test_who_is_due_leads_to_their_data_rights(qtbot: QtBot, work: Workplace, due: Client) -> None:
    screen = Screen(qtbot, work)
    told = outline(screen.view)

    screen.press(screen.view.lines[0].open)
    screen.press(screen.view.back)

    assert "The record is restricted." in told
    assert screen.left == [DataRights(due.id), Back()]


def test_many_who_are_due_are_shown_some_at_a_time(
    qtbot: QtBot, work: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention_view, "AT_A_TIME", 2)
    for _client in range(5):
        clients.save(work.workspace.caseload, replace(work.add_client(), status="ended"))
    approve(work.workspace, 1, "Our law on records")
    work.clock.advance(timedelta(days=400).total_seconds())
    screen = Screen(qtbot, work)
    assert len(screen.view.lines) == 2
    assert screen.view.more.text() == "Show more: 3"

    screen.press(screen.view.more)
    assert len(screen.view.lines) == 4
    assert screen.view.focusWidget() is screen.view.lines[2].open
    screen.press(screen.view.more)

    assert len(screen.view.lines) == 5
    assert not screen.view.more.isVisible()


@pytest.mark.usefixtures("due")
def test_the_first_screen_tells_in_one_line(qtbot: QtBot, work: Workplace) -> None:
    left: list[Destination] = []
    view = TodayView(TodayViewModel(work.workspace))
    view.leave_requested.connect(left.append)
    qtbot.addWidget(view)
    view.show()
    shown = view.retention.isVisible()

    view.retention.click()

    assert shown
    assert "Records past the time they are kept: 1" in view.retention.text()
    assert left == [Retention()]


def test_where_nobody_is_due_the_first_screen_says_nothing(qtbot: QtBot, work: Workplace) -> None:
    view = TodayView(TodayViewModel(work.workspace))
    qtbot.addWidget(view)
    view.show()

    assert not view.retention.isVisible()


def test_the_outline_reads_as_agreed(
    qtbot: QtBot, work: Workplace, golden: Callable[[str, str], None]
) -> None:
    golden("screens/retention.txt", outline(Screen(qtbot, work).view))


@pytest.mark.usefixtures("due")
@pytest.mark.parametrize("scale", sampled([1.0, 1.5, 2.0], every=3, first=2))
def test_nothing_is_cut_at_any_text_size(qtbot: QtBot, work: Workplace, wear, scale: float) -> None:
    wear("light", scale)

    assert clipped(Screen(qtbot, work).view) == []
