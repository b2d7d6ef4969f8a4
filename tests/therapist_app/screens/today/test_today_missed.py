"""What became of an appointment, said from the first screen by keys."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from tests.support.windows.settling import settle
from therapist_app import commands
from therapist_app.record.clients import appointments, clients
from therapist_app.screens.today.view import TodayView
from therapist_app.screens.today.viewmodel import TodayViewModel
from therapist_app.workflows.course.planning import record_missed
from therapist_app.workflows.sessions.holding_a_session import end_session

pytestmark = pytest.mark.usefixtures("wear")


@pytest.fixture
def today(qtbot, work):
    """The first screen with two appointments, of an hour ago and in an hour, and where it led."""
    work.clock.advance(3 * 3600)
    ids = [
        work.plan(work.add_client(), "S01", work.clock() + timedelta(hours=by)) for by in (-1, 1)
    ]
    view = TodayView(TodayViewModel(work.workspace))
    left = []
    view.leave_requested.connect(left.append)
    qtbot.addWidget(view)
    view.show()
    view.activateWindow()
    settle()
    view.appointments[0].move_on.setFocus()
    return view, ids, left


def press(*keys):
    for each in keys:
        QTest.keyClick(QApplication.focusWidget(), each)
        settle()


def test_three_keys_say_that_a_client_did_not_come_and_the_day_is_shown_anew(today, work):
    _view, ids, left = today

    press(Qt.Key.Key_D, Qt.Key.Key_1, Qt.Key.Key_Return)

    kept = appointments.load(work.workspace.caseload, ids[0])
    assert (kept.state, kept.attendance) == ("missed", "did_not_attend")
    assert left == [commands.Today()]


def test_on_the_day_that_is_shown_anew_the_keyboard_is_at_the_same_appointment(today, work, qtbot):
    _view, ids, left = today
    work.fill(work.add_client(), "phq-9", {"q9": 2}, None)
    press(Qt.Key.Key_D, Qt.Key.Key_1, Qt.Key.Key_Return)
    assert left[0].appointment_id == ids[0]

    anew = TodayView(TodayViewModel(work.workspace, left[0].appointment_id))
    qtbot.addWidget(anew)
    anew.show()
    anew.activateWindow()
    settle()
    anew.focus_first()

    assert anew.alerts
    assert anew.focusWidget() is anew.appointments[0].move_on
    assert anew.appointments[0].line.appointment_id == ids[0]
    anew.focus_first()
    assert anew.focusWidget() is anew.alerts[0].answer


def test_a_letter_only_asks_and_escape_lets_it_be(today, work):
    view, ids, left = today

    press(Qt.Key.Key_C)
    assert view.appointments[0].sheet.isVisible()
    press(Qt.Key.Key_Escape)

    assert view.appointments[0].sheet is None
    assert view.focusWidget() is view.appointments[0].move_on
    assert appointments.load(work.workspace.caseload, ids[0]).state == "planned"
    assert left == []


def test_down_goes_to_the_next_one_and_m_to_the_calendar(today, work):
    view, ids, left = today

    press(Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_M)

    assert view.focusWidget() is view.appointments[1].move_on
    assert left == [commands.Calendar(work.workspace.today().isoformat(), ids[1], "move")]


def test_an_appointment_offers_by_mouse_what_may_have_become_or_may_become_of_it(today, work):
    view, ids, left = today
    past, to_come = view.appointments
    assert list(past.off.acts) == ["missed", "cancelled", "move"]
    assert list(to_come.off.acts) == ["cancelled", "move"], "nobody failed to come yet"

    QTest.mouseClick(past.off.acts["missed"], Qt.MouseButton.LeftButton)
    settle()
    press(Qt.Key.Key_Return)

    kept = appointments.load(work.workspace.caseload, ids[0])
    assert (kept.state, kept.attendance) == ("missed", "did_not_attend")
    assert left == [commands.Today()]


def test_move_leads_from_the_row_to_the_calendar_with_the_mouse_too(today, work):
    view, ids, left = today

    QTest.mouseClick(view.appointments[0].off.acts["move"], Qt.MouseButton.LeftButton)

    assert left == [commands.Calendar(work.workspace.today().isoformat(), ids[0], "move")]


@pytest.mark.parametrize("way", ["code", "words", "key"])
def test_a_row_leads_to_the_page_of_its_client(today, work, way):
    view, ids, left = today
    line = view.appointments[0]

    if way == "key":
        press(Qt.Key.Key_O)
    else:
        part = line.code if way == "code" else line.body
        QTest.mouseClick(part, Qt.MouseButton.LeftButton)

    client_id = appointments.load(work.workspace.caseload, ids[0]).client_id
    assert left == [commands.ClientPage(client_id)]


def test_a_click_beside_the_words_leads_nowhere(today):
    view, _ids, left = today

    QTest.mouseClick(view.appointments[0], Qt.MouseButton.LeftButton, pos=QPoint(2, 2))

    assert left == []


def test_who_has_no_next_session_is_named_until_one_is_planned(qtbot, work):
    seen, waiting = work.add_client(), work.add_client()
    work.do_every_step(appointment := work.start(seen, "S01"))
    end_session(work.workspace, appointment, "finished")
    work.fill(waiting, "first-contact", {"life_in_danger": "no", "child_in_danger": "no"}, None)
    view = TodayView(TodayViewModel(work.workspace))
    qtbot.addWidget(view)
    left = []
    view.leave_requested.connect(left.append)
    [said] = [each.text() for each in view.findChildren(QLabel) if "No next" in each.text()]
    assert said == f"No next session: {seen.code}"

    view.plan_next.click()

    assert left == [commands.Calendar()]
    work.plan(seen, "S02", work.clock() + timedelta(days=7))
    assert TodayViewModel(work.workspace).state.page.unplanned == ()


def test_who_was_not_seen_for_months_and_has_no_next_session_is_still_named(qtbot, work):
    seen, new, over = work.add_client(), work.add_client(), work.add_client()
    for each in (seen, over):
        work.do_every_step(appointment := work.start(each, "S01"))
        end_session(work.workspace, appointment, "finished")
    clients.save(work.workspace.caseload, replace(over, status="ended"))
    work.clock.advance(timedelta(days=50).total_seconds())
    view = TodayView(TodayViewModel(work.workspace))
    qtbot.addWidget(view)
    left = []
    view.leave_requested.connect(left.append)

    [said] = [each.text() for each in view.findChildren(QLabel) if "Not seen" in each.text()]
    view.find_unseen.click()

    assert said.startswith("Not seen for 6 weeks or more, and nothing planned: ")
    assert seen.code in said
    assert new.code in said
    assert over.code not in said
    assert left == [commands.Clients()]
    work.plan(seen, "S02", work.clock() + timedelta(days=7))
    assert TodayViewModel(work.workspace).state.page.out_of_sight == (new.code,)


def test_that_nobody_came_is_undone_from_the_line_on_which_it_was_said(qtbot, work):
    missed = work.plan(work.add_client(), "S01", work.clock())
    record_missed(work.workspace, missed, "did_not_attend")
    view = TodayView(TodayViewModel(work.workspace))
    qtbot.addWidget(view)
    left = []
    view.leave_requested.connect(left.append)
    [line] = view.appointments

    line.undo.click()

    assert appointments.load(work.workspace.caseload, missed).state == "planned"
    assert left == [commands.Today()]


def test_what_was_held_or_is_planned_has_nothing_to_undo(today):
    view, _ids, _left = today

    assert [each.undo for each in view.appointments] == [None, None]
