"""A plan that was refused, or left before it was made, is neither lost nor silent."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QScrollArea
from pytestqt.qtbot import QtBot

from tests.support.windows.settling import settle
from tests.support.workflows.workspaces import Workplace
from therapist_app.commands import ClientPage
from therapist_app.screens.calendar.viewmodel import CalendarViewModel
from therapist_app.screens.client.next_session.appointment_view import AppointmentView
from therapist_app.screens.client.view import PLAN, ClientView
from therapist_app.screens.client.viewmodel import ClientViewModel
from therapist_app.screens.today.viewmodel import TodayViewModel
from therapist_app.workflows.course.planning import USUAL
from therapist_app.workflows.course.plans_begun import begun_plan
from therapist_app.workflows.overviews.seeing_today import today_page_data, who_needs_me

pytestmark = pytest.mark.usefixtures("wear")


class Planning:
    """The page on which a client's next session is planned, opened afresh."""

    def __init__(self, qtbot: QtBot, work: Workplace, client_id: str, height: int = 768) -> None:
        self.qtbot = qtbot
        self.view = ClientView(ClientViewModel(work.workspace, client_id, PLAN))
        qtbot.addWidget(self.view)
        self.view.resize(1302, height)
        self.view.show()
        self.view.activateWindow()
        settle()
        assert isinstance(self.view.page, AppointmentView)
        self.sheet = self.view.page.planning

    def write(self, day: str, time: str) -> None:
        self.qtbot.keyClicks(self.sheet.day, day)
        self.qtbot.keyClicks(self.sheet.time, time)

    def press(self) -> None:
        self.sheet.keep.click()
        settle()


def test_a_refused_plan_stands_there_again_and_is_named_on_today_until_it_is_made(
    qtbot: QtBot, work: Workplace
) -> None:
    client = work.add_client()
    wanted = (work.clock().astimezone() + timedelta(days=4)).strftime("%d %m %Y")
    first = Planning(qtbot, work, client.id)
    first.write(wanted, "11.30")
    first.press()
    first.view.close()

    [line] = today_page_data(work.workspace).to_finish
    today = TodayViewModel(work.workspace)
    with qtbot.waitSignal(today.leave_requested) as led:
        today.finish(line)
    again = Planning(qtbot, work, client.id)
    stood = (again.sheet.day.text(), again.sheet.time.text(), again.sheet.not_yet.isVisible())
    qtbot.mouseClick(again.sheet.arrangement.modes.button(2), Qt.MouseButton.LeftButton)
    again.press()

    assert (line.kind, line.code) == ("planning", client.code)
    assert led.args == [ClientPage(client.id, PLAN)]
    assert who_needs_me(work.workspace) == {}
    assert stood == (wanted, "11.30", True)
    assert today_page_data(work.workspace).to_finish == ()
    assert begun_plan(work.workspace, client.id) is None


def test_a_refusal_is_in_view_with_the_keyboard_where_it_is_mended(
    qtbot: QtBot, work: Workplace
) -> None:
    planning = Planning(qtbot, work, work.add_client().id, height=420)
    planning.write((work.clock() + timedelta(days=4)).strftime("%d %m %Y"), "11.30")
    planning.press()

    modes = planning.sheet.arrangement.modes
    area = next(
        each for each in planning.view.findChildren(QScrollArea) if each.isAncestorOf(modes)
    )
    window = QRect(QPoint(), area.viewport().size())
    top = modes.problem.mapTo(area.viewport(), QPoint())

    assert planning.view.focusWidget() is modes.button(0)
    assert planning.sheet.not_yet.text() == "This session is not planned yet."
    assert window.contains(QRect(top, modes.problem.size()))


def test_a_plan_that_is_emptied_again_is_no_longer_begun(qtbot: QtBot, work: Workplace) -> None:
    client = work.add_client()
    planning = Planning(qtbot, work, client.id)
    planning.write("4", "")
    begun = begun_plan(work.workspace, client.id)
    qtbot.keyClick(planning.sheet.day, Qt.Key.Key_Backspace)

    assert begun is not None
    assert begun_plan(work.workspace, client.id) is None


def test_a_session_begun_together_with_the_next_comes_back_so(
    qtbot: QtBot, work: Workplace
) -> None:
    client = work.add_client()
    planning = Planning(qtbot, work, client.id)
    choices = planning.view.page._starting.plan_choices()
    at = next(index for index, each in enumerate(choices) if each.merge_id)
    planning.sheet.session.setCurrentIndex(at)
    planning.sheet.session.picked.emit(at)
    planning.sheet.merge.click()
    qtbot.mouseClick(planning.sheet.arrangement.modes.button(1), Qt.MouseButton.LeftButton)

    again = Planning(qtbot, work, client.id)

    assert (again.sheet.session.currentIndex(), again.sheet.merge.isChecked()) == (at, True)
    assert again.sheet.arrangement.modes.chosen_id == "video"


def test_the_calendar_shows_what_was_begun_on_the_page_of_the_client(
    qtbot: QtBot, work: Workplace
) -> None:
    client = work.add_client()
    Planning(qtbot, work, client.id).write("4", "9")
    calendar = CalendarViewModel(work.workspace)

    begun = calendar.begun_plan(client.id)
    assert begun is not None
    wanted = work.clock() + timedelta(days=4)
    calendar.plan(client.id, begun.plan_id, wanted, USUAL, "")

    assert (begun.day, begun.time) == ("4", "9")
    assert calendar.begun_plan(client.id) is None
