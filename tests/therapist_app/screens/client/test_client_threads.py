"""The safety threads on the page of a client, driven as a person would drive them."""

import gc
from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from tests.support.screens.shown_page import ShownPage
from tests.support.windows.clipping import clipped
from tests.support.windows.settling import settle
from tests.support.workflows.workspaces import CALM, Workplace
from therapist_app.commands import AlertPage, PromisePage
from therapist_app.record.model import Acknowledgement, Alert, Client
from therapist_app.screens.client.forms_view import FormsView
from therapist_app.screens.client.overview.thread_view import SafetyThreads
from therapist_app.screens.client.view import ClientView
from therapist_app.screens.client.viewmodel import ClientViewModel
from therapist_app.workflows.course.planning import record_missed
from therapist_app.workflows.rights.data_rights import restrict
from therapist_app.workflows.sessions import promising
from therapist_app.workflows.sessions.answering_alerts import acknowledge, open_alerts
from therapist_app.workflows.sessions.holding_a_session import end_session

pytestmark = pytest.mark.usefixtures("wear")


class Screen(ShownPage):
    """The page of a client, and where it led."""

    def __init__(self, qtbot: QtBot, work: Workplace, client: Client, width: int = 1170) -> None:
        super().__init__(qtbot)
        self.show_page(ClientView(ClientViewModel(work.workspace, client.id)), (width, 768))
        gc.collect()
        settle()

    @property
    def threads(self) -> SafetyThreads:
        assert self.view.overview.threads is not None
        return self.view.overview.threads

    @property
    def said(self) -> list[str]:
        return [each.text() for each in self.threads.findChildren(QLabel) if each.isVisible()]


@pytest.fixture
def client(work: Workplace) -> Client:
    return work.add_client()


def answered(work: Workplace, client: Client, taken_from: str = "") -> Alert:
    """Open an alert and answer it, with the next contact in two days."""
    work.fill(client, "risk-check", {**CALM, "worry_about_acting": 7}, None)
    [alert] = open_alerts(work.workspace, client.id)
    acknowledge(
        work.workspace,
        alert.id,
        Acknowledgement(
            actions=("contact", "told"),
            facts="Asked directly; the plan was gone through.",
            told="Clinical lead",
            told_when="10:10",
            next_contact=(work.workspace.today() + timedelta(days=2)).isoformat(),
            reason_for_open_actions="Not needed today",
            by="Ana Example",
            taken_from=taken_from,
        ),
    )
    return alert


def test_an_answered_alert_stays_on_the_page_until_the_contact_was_made(
    qtbot: QtBot, work: Workplace, client: Client
) -> None:
    alert = answered(work, client)
    screen = Screen(qtbot, work, client)
    assert {"Alert: act", "Answered", "Contact promised", "due by Wednesday"} <= set(screen.said)
    [promise] = promising.open_promises(work.workspace)

    for each in screen.threads.ways:
        qtbot.mouseClick(each, Qt.MouseButton.LeftButton)

    assert screen.left == [PromisePage(promise.id), AlertPage(alert.id)]


def test_what_is_still_to_be_kept_stands_above_the_programme_and_what_is_done_below_it(
    qtbot: QtBot, work: Workplace, client: Client
) -> None:
    answered(work, client)
    screen = Screen(qtbot, work, client)

    def is_above() -> bool:
        overview = screen.view.overview
        return (
            screen.threads.mapTo(overview, QPoint()).y()
            < overview.map.mapTo(overview, QPoint()).y()
        )

    assert is_above()
    [promise] = promising.open_promises(work.workspace)
    promising.note_contact(work.workspace, promise.id, "telephone", "spoke")
    screen = Screen(qtbot, work, client)
    assert not is_above()


def test_a_closed_thread_is_one_line_that_can_be_read_whole(
    qtbot: QtBot, work: Workplace, client: Client
) -> None:
    alert = answered(work, client)
    [promise] = promising.open_promises(work.workspace)
    promising.note_contact(work.workspace, promise.id, "telephone", "spoke")
    screen = Screen(qtbot, work, client)
    [closed] = screen.threads.closed
    assert screen.said[-1].startswith("Closed: alert (act)")
    assert "Alert: act" not in screen.said

    closed.show_it.setFocus()
    qtbot.keyClick(closed.show_it, Qt.Key.Key_Return)
    settle()

    assert "Contact made" in screen.said
    qtbot.keyClick(screen.view.focusWidget(), Qt.Key.Key_Return)
    assert screen.left == [AlertPage(alert.id)]


def test_a_session_that_was_broken_off_is_read_whole_without_an_answer_to_see(
    qtbot: QtBot, work: Workplace, client: Client
) -> None:
    end_session(work.workspace, work.start(client, "S01"), "broken_off")
    [promise] = promising.open_promises(work.workspace)
    promising.note_contact(work.workspace, promise.id, "telephone", "spoke")
    screen = Screen(qtbot, work, client)

    qtbot.mouseClick(screen.threads.closed[0].show_it, Qt.MouseButton.LeftButton)
    settle()

    assert "Session broken off" in screen.said
    assert "Reached" in screen.said


def test_older_closed_threads_wait_behind_one_button(
    qtbot: QtBot, work: Workplace, client: Client
) -> None:
    for _each in range(4):
        answered(work, client)
        [promise] = promising.open_promises(work.workspace)
        promising.note_contact(work.workspace, promise.id, "telephone", "spoke")
        work.clock.advance(3600)
    screen = Screen(qtbot, work, client)
    assert [each.isVisible() for each in screen.threads.closed] == [True, True, False, False]
    assert screen.threads.show_all.text() == "Show all 4"
    lines = [
        each for each in screen.threads.findChildren(QFrame) if each.property("kind") == "line"
    ]
    assert sum(each.isVisible() for each in lines) == 1

    qtbot.mouseClick(screen.threads.show_all, Qt.MouseButton.LeftButton)

    assert all(each.isVisible() for each in screen.threads.closed)
    assert screen.view.focusWidget() is screen.threads.closed[2].show_it


def test_an_alert_without_an_answer_is_said_once_over_the_page(
    qtbot: QtBot, work: Workplace, client: Client
) -> None:
    work.fill(client, "risk-check", {**CALM, "worry_about_acting": 7}, None)

    screen = Screen(qtbot, work, client)

    assert not screen.threads.isVisible()
    shown = [each.text() for each in screen.view.findChildren(QLabel)]
    assert shown.count("An alert is open") == 1


def test_a_restricted_record_offers_nothing_to_note(
    qtbot: QtBot, work: Workplace, client: Client
) -> None:
    alert = answered(work, client)
    restrict(work.workspace, client.id, "accuracy")

    screen = Screen(qtbot, work, client)
    for each in screen.threads.ways:
        qtbot.mouseClick(each, Qt.MouseButton.LeftButton)

    assert screen.left == [AlertPage(alert.id)]


def test_a_restricted_record_offers_no_form_to_fill_in(
    qtbot: QtBot, work: Workplace, client: Client
) -> None:
    for _time in range(2):
        record_missed(work.workspace, work.plan(client, "S01"), "did_not_attend")
    free = Screen(qtbot, work, client)
    restrict(work.workspace, client.id, "accuracy")
    kept = Screen(qtbot, work, client)

    def offers(screen: Screen) -> list[str]:
        shown = screen.view.findChildren(QPushButton)
        return [each.text() for each in shown if each.isVisible()]

    assert "Start the course review" in offers(free)
    assert "Start the course review" not in offers(kept)
    kept.view.head.forms_chosen.emit()
    assert isinstance(kept.view.page, FormsView)
    assert not kept.view.page.to_fill.isVisible()
    assert "Enter a paper form" not in offers(kept)


def test_nothing_is_cut_with_large_text(
    qtbot: QtBot, work: Workplace, client: Client, wear
) -> None:
    wear("light", 2.0)
    answered(work, client)
    end_session(work.workspace, work.start(client, "S01"), "broken_off")

    assert clipped(Screen(qtbot, work, client, 928).view) == []


def test_a_thread_of_two_alerts_leads_to_both_answers(
    qtbot: QtBot, work: Workplace, client: Client
) -> None:
    first = answered(work, client)
    work.clock.advance(60)
    second = answered(work, client, taken_from=first.id)
    screen = Screen(qtbot, work, client)
    assert screen.said.count("Alert: act") == 2
    assert screen.said.count("Contact promised") == 1

    for each in screen.threads.ways[1:]:
        qtbot.mouseClick(each, Qt.MouseButton.LeftButton)

    assert screen.left == [AlertPage(first.id), AlertPage(second.id)]
    assert [each.text() for each in screen.threads.ways[1:]] == ["See answer 1", "See answer 2"]
