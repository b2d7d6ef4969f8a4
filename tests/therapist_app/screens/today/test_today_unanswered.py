"""Appointments of earlier days ask on the first screen what became of them, until it is said."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from session_forms.words.day_words import moment_in_words
from tests.support.record.team import lay_out_team
from tests.support.screens.shown_page import ShownPage
from tests.support.windows.clipping import clipped
from tests.support.windows.settling import settle
from tests.support.workflows.workspaces import Workplace, workspace_for
from therapist_app import commands
from therapist_app.record.clients import appointments
from therapist_app.record.keyring import covering
from therapist_app.screens.today.lines_view import AppointmentLine
from therapist_app.screens.today.view import TodayView
from therapist_app.screens.today.viewmodel import TodayViewModel
from therapist_app.workflows.overviews.seeing_calendar import calendar_page_data, monday_of
from therapist_app.workflows.overviews.seeing_today import who_needs_me
from therapist_app.workflows.sessions.holding_a_session import start_session

pytestmark = pytest.mark.usefixtures("wear")


class Screen(ShownPage):
    """The first screen, and where it led."""

    def __init__(self, qtbot: QtBot, work: Workplace) -> None:
        super().__init__(qtbot)
        self.show_page(TodayView(TodayViewModel(work.workspace)), active=True)

    @property
    def asking(self) -> list[AppointmentLine]:
        return self.view.unanswered

    def press(self, *keys: Qt.Key) -> None:
        for each in keys:
            focused = QApplication.focusWidget()
            assert focused is not None
            QTest.keyClick(focused, each)
            settle()


def words_of(widget: QLabel | AppointmentLine | TodayView) -> str:
    return "\n".join(each.text() for each in widget.findChildren(QLabel))


def days_ago(work: Workplace, days: int) -> datetime:
    return work.clock() - timedelta(days=days)


def test_an_earlier_appointment_stands_on_today_with_its_day_the_newest_first(
    qtbot: QtBot, work: Workplace
) -> None:
    older, newer, today = (
        work.plan(work.add_client(), "S01", days_ago(work, days)) for days in (6, 4, 0)
    )

    screen = Screen(qtbot, work)

    assert [each.line.appointment_id for each in screen.asking] == [newer, older]
    assert [each.line.appointment_id for each in screen.view.appointments] == [today]
    assert moment_in_words(days_ago(work, 4).astimezone()) in words_of(screen.asking[0])
    assert clipped(screen.view) == []


def test_it_is_answered_there_by_three_keys_and_is_gone(qtbot: QtBot, work: Workplace) -> None:
    asked = work.plan(work.add_client(), "S01", days_ago(work, 4))
    screen = Screen(qtbot, work)
    screen.asking[0].move_on.setFocus()

    screen.press(Qt.Key.Key_D, Qt.Key.Key_1, Qt.Key.Key_Return)

    kept = appointments.load(work.workspace.caseload, asked)
    assert (kept.state, kept.attendance) == ("missed", "did_not_attend")
    assert screen.left == [commands.Today()]
    assert Screen(qtbot, work).asking == []


def test_each_of_the_three_acts_is_there_by_mouse_and_escape_lets_it_be(
    qtbot: QtBot, work: Workplace
) -> None:
    asked = work.plan(work.add_client(), "S01", days_ago(work, 4))
    screen = Screen(qtbot, work)
    [line] = screen.asking
    assert line.off is not None
    assert list(line.off.acts) == ["missed", "cancelled", "move"]

    QTest.mouseClick(line.off.acts["cancelled"], Qt.MouseButton.LeftButton)
    settle()
    assert line.sheet is not None
    screen.press(Qt.Key.Key_Escape)
    QTest.mouseClick(line.off.acts["move"], Qt.MouseButton.LeftButton)

    assert line.sheet is None
    day = days_ago(work, 4).astimezone().date().isoformat()
    assert screen.left == [commands.Calendar(day, asked, "move")]


def test_one_on_which_a_session_was_begun_asks_no_more(qtbot: QtBot, work: Workplace) -> None:
    asked = work.plan(work.add_client(), "S01", days_ago(work, 4))

    start_session(work.workspace, asked)

    assert Screen(qtbot, work).asking == []


def test_down_goes_from_the_last_of_today_to_what_is_asked(qtbot: QtBot, work: Workplace) -> None:
    work.plan(work.add_client(), "S01", days_ago(work, 4))
    work.plan(work.add_client(), "S01")
    screen = Screen(qtbot, work)
    screen.view.appointments[0].move_on.setFocus()

    screen.press(Qt.Key.Key_Down)

    assert screen.view.focusWidget() is screen.asking[0].move_on


def test_beyond_three_the_older_ones_wait_behind_one_button(qtbot: QtBot, work: Workplace) -> None:
    for days in range(1, 6):
        work.plan(work.add_client(), "S01", days_ago(work, days))
    screen = Screen(qtbot, work)
    assert len(screen.asking) == 3
    assert screen.view.show_older.text() == "Show 2 older ones"

    QTest.mouseClick(screen.view.show_older, Qt.MouseButton.LeftButton)
    settle()

    assert [each.isVisible() for each in screen.asking] == [True] * 5
    assert screen.view.focusWidget() is screen.asking[3].move_on


def test_its_client_needs_somebody_until_it_is_said(qtbot: QtBot, work: Workplace) -> None:
    client = work.add_client()
    work.plan(client, "S01", days_ago(work, 4))

    assert who_needs_me(work.workspace) == {client.id: "task"}
    assert Screen(qtbot, work).view.most_urgent == "1 client needs you"


def test_the_calendar_of_this_week_tells_those_of_weeks_before_and_leads_there(
    work: Workplace,
) -> None:
    client = work.add_client()
    at = days_ago(work, 9)
    asked = work.plan(client, "S01", at)
    today = work.workspace.today()

    [note] = calendar_page_data(work.workspace, monday_of(today), 7).notes
    before = calendar_page_data(work.workspace, monday_of(today) - timedelta(days=7), 7)

    assert (note.kind, note.day, note.code) == ("unanswered", today, client.code)
    assert (note.about_id, note.planned_on) == (asked, at.astimezone().date())
    assert before.notes == ()


def test_of_covered_clients_it_is_told_calmly_and_counted_beyond_three(
    qtbot: QtBot, tmp_path: Path
) -> None:
    team = lay_out_team(tmp_path, practice=True, Ben=("therapist",))
    until = team.service.clock().date() + timedelta(days=30)
    with team.open("Ana") as vault:
        covering.grant_cover(vault, team.uid("Ana"), team.uid("Ben"), until)
        work = Workplace(workspace_for(vault), team.service.clock)
        client = work.add_client()
        for days in range(2, 6):
            work.plan(client, "S01", days_ago(work, days))
    with team.open("Ben") as vault:
        screen = Screen(qtbot, Workplace(workspace_for(vault), team.service.clock))
        [other] = screen.view.others
        said = words_of(screen.view)

        when = moment_in_words(days_ago(work, 2).astimezone())
        assert f"{client.code}: held, or did not come? {when}" in said
        assert "1 more earlier appointment is without an answer." in said
        assert not other.line.waits
        assert screen.asking == []
