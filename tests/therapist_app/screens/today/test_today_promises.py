"""What was promised stands on the first screen until it is closed."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.support.screens.shown_page import ShownPage
from tests.support.windows.clipping import clipped
from tests.support.workflows.workspaces import CALM, Workplace
from therapist_app.commands import PromisePage
from therapist_app.record.model import Client
from therapist_app.screens.today.view import TodayView
from therapist_app.screens.today.viewmodel import TodayViewModel
from therapist_app.workflows.sessions import promising
from therapist_app.workflows.sessions.answering_alerts import open_alerts
from therapist_app.workflows.sessions.holding_a_session import end_session

pytestmark = pytest.mark.usefixtures("wear")
DAY = 24 * 3600


class Screen(ShownPage):
    """The first screen, and where it led."""

    def __init__(self, qtbot: QtBot, work: Workplace, width: int = 1170) -> None:
        super().__init__(qtbot)
        self.show_page(TodayView(TodayViewModel(work.workspace)), (width, 768))

    @property
    def shown(self) -> list[tuple[str, str]]:
        return [(each.line.code, each.line.due) for each in self.view.promises]


def promise_contact(work: Workplace, client: Client, days: int) -> None:
    """Answer an alert, with the next contact promised in some days."""
    work.fill(client, "risk-check", {**CALM, "worry_about_acting": 7}, None)
    [alert] = open_alerts(work.workspace, client.id)
    work.answer_alert(alert, days)


def test_what_is_due_stands_before_the_sessions_and_the_rest_of_the_week_beside_them(
    qtbot: QtBot, work: Workplace
) -> None:
    today, later = work.add_client(), work.add_client()
    promise_contact(work, later, 3)
    promise_contact(work, today, 0)
    session = work.plan(work.add_client(), "S01", work.clock() + timedelta(hours=1))

    screen = Screen(qtbot, work)

    assert [each[0] for each in screen.shown] == [today.code, later.code]
    due, soon = screen.view.promises
    [line] = screen.view.appointments
    assert line.line.appointment_id == session
    assert (
        due.mapTo(screen.view, due.rect().topLeft()).y()
        < line.mapTo(screen.view, line.rect().topLeft()).y()
    )
    assert soon.mapTo(screen.view, soon.rect().topLeft()).x() > line.geometry().right()
    assert screen.view.focusWidget() is due.open


def test_an_overdue_promise_says_since_when_and_how_often_it_was_tried(
    qtbot: QtBot, work: Workplace
) -> None:
    client = work.add_client()
    end_session(work.workspace, work.start(client, "S01"), "broken_off")
    [promise] = promising.open_promises(work.workspace)
    promising.note_contact(work.workspace, promise.id, "telephone", "no_answer")
    work.clock.advance(3 * DAY)

    screen = Screen(qtbot, work)

    words = " ".join(each.text() for each in screen.view.promises[0].findChildren(QLabel))
    assert "overdue since Tuesday" in words
    assert "tried once" in words
    assert "Reach the client, who left early" in words


def test_it_opens_where_it_is_kept_and_is_gone_once_it_is(qtbot: QtBot, work: Workplace) -> None:
    client = work.add_client()
    promise_contact(work, client, 0)
    screen = Screen(qtbot, work)

    qtbot.keyClick(screen.view.focusWidget(), Qt.Key.Key_Return)

    [promise] = promising.open_promises(work.workspace)
    assert screen.left == [PromisePage(promise.id)]
    promising.note_contact(work.workspace, promise.id, "telephone", "spoke")
    assert Screen(qtbot, work).shown == []


def test_nothing_is_cut_with_large_text(qtbot: QtBot, work: Workplace, wear) -> None:
    wear("light", 2.0)
    promise_contact(work, work.add_client(), 3)
    promise_contact(work, work.add_client(), 0)

    assert clipped(Screen(qtbot, work, 1024).view) == []


def test_one_line_stands_for_every_contact_promised_to_a_client(
    qtbot: QtBot, work: Workplace
) -> None:
    client = work.add_client()
    promise_contact(work, client, 3)
    end_session(work.workspace, work.start(client, "S01"), "broken_off")
    promise_contact(work, client, 0)
    assert len(promising.open_promises(work.workspace)) == 3

    assert Screen(qtbot, work).shown == [(client.code, "due today")]


def test_many_that_are_due_leave_room_for_the_sessions(qtbot: QtBot, work: Workplace) -> None:
    for _each in range(5):
        promise_contact(work, work.add_client(), 0)
    screen = Screen(qtbot, work)
    lines = screen.view.due
    assert [each.isVisible() for each in lines] == [True, True, True, False, False]
    assert screen.view.show_due.text() == "2 more promises are due"

    qtbot.mouseClick(screen.view.show_due, Qt.MouseButton.LeftButton)

    assert all(each.isVisible() for each in lines)
    assert screen.view.focusWidget() is lines[3].open


def test_promises_to_a_client_in_the_same_words_stand_once(qtbot: QtBot, work: Workplace) -> None:
    client = work.add_client()
    for _alert in range(2):
        promise_contact(work, client, 3)
    end_session(work.workspace, work.start(client, "S01"), "broken_off")

    screen = Screen(qtbot, work)

    [line] = screen.view.promises
    words = [each.text() for each in line.findChildren(QLabel)]
    assert len(line.line.then) == 2
    assert "due tomorrow\nThen: Be in contact again, due by Thursday" in words


def test_a_promise_in_the_words_of_the_first_is_not_said_again(
    qtbot: QtBot, work: Workplace
) -> None:
    client = work.add_client()
    for _alert in range(2):
        promise_contact(work, client, 3)

    screen = Screen(qtbot, work)

    [line] = screen.view.promises
    words = [each.text() for each in line.findChildren(QLabel)]
    assert len(line.line.then) == 1
    assert "due by Thursday" in words


def test_a_second_promise_to_the_same_client_stands_with_the_first(
    qtbot: QtBot, work: Workplace
) -> None:
    client = work.add_client()
    promise_contact(work, client, 3)
    end_session(work.workspace, work.start(client, "S01"), "broken_off")

    screen = Screen(qtbot, work)

    [line] = screen.view.promises
    words = [each.text() for each in line.findChildren(QLabel)]
    assert f"{client.code}: Reach the client, who left early" in words
    assert "due tomorrow\nThen: Be in contact again, due by Thursday" in words
