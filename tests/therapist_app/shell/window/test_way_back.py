"""Whoever comes back to a page stands where they left it."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from tests.support.windows.office import Office
from tests.support.windows.page_states import wait_for_work
from tests.support.windows.settling import settle
from therapist_app import commands
from therapist_app.workflows.sessions.holding_a_session import go_to_step


def button_of(office: Office, name: str):
    [found] = [
        each
        for each in office.window.page.findChildren(QPushButton)
        if each.accessibleName() == name and each.isVisible()
    ]
    return found


def press(office: Office, name: str) -> None:
    button = button_of(office, name)
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    wait_for_work()


def test_one_comes_back_to_the_button_that_led_to_another_page(office: Office) -> None:
    office.window.go_to(commands.Outcomes())
    press(office, "Show recipients and keys")
    assert isinstance(office.window.here, commands.Recipients)

    office.window.go_back()

    assert office.window.focusWidget() is button_of(office, "Show recipients and keys")


def test_one_turns_back_to_the_button_that_turned_the_page(office: Office) -> None:
    office.window.go_to(commands.ClientPage(office.work.add_client().id))
    press(office, "Plan the next session")
    assert office.window.page.page is not None

    office.window.go_back()

    assert office.window.focusWidget() is button_of(office, "Plan the next session")


def test_a_button_that_is_there_no_more_gives_the_keyboard_to_the_start(office: Office) -> None:
    office.window.go_to(commands.Outcomes())
    button = button_of(office, "Show recipients and keys")
    button.setAccessibleName("Another name")
    button.setFocus()
    office.window.go_to(commands.Recipients())

    office.window.go_back()

    assert office.window.focusWidget() is not None
    assert office.window.focusWidget().accessibleName() != "Show recipients and keys"


def test_a_session_stands_where_it_was_left_for_a_measure(office: Office) -> None:
    work = office.work
    client = work.add_client()
    work.pass_gates(client, "S02")
    office.window.resize(1366, 700)
    office.window.go_to(commands.SessionPage(work.start(client, "S02")))
    settle()
    bar = office.window.page.step.area.verticalScrollBar()
    assert bar.maximum() > 150
    bar.setValue(150)
    press(office, "Fill in together: PHQ-4")
    assert isinstance(office.window.here, commands.FormPage)
    settle()

    office.window.go_back()
    settle()

    assert office.window.page.step.scrolled == 150
    assert office.window.focusWidget() is button_of(office, "Fill in together: PHQ-4")


def test_a_session_goes_on_at_the_next_measure_once_one_is_filled_in(office: Office) -> None:
    work = office.work
    client = work.add_client()
    work.pass_gates(client, "S02")
    office.window.resize(1366, 700)
    meeting = work.start(client, "S02")
    office.window.go_to(commands.SessionPage(meeting))
    settle()
    office.window.page.step.area.verticalScrollBar().setValue(150)
    press(office, "Fill in together: PHQ-4")
    work.fill(client, "phq-4", {f"q{each}": 1 for each in range(1, 5)}, meeting)

    office.window.go_back()
    settle()

    assert office.window.page.step.scrolled == 150
    now = office.window.focusWidget()
    assert now is not None
    assert "My week" in now.accessibleName()
    assert not now.visibleRegion().isEmpty()


def test_a_session_stands_where_it_was_left_for_the_safety_plan(office: Office) -> None:
    work = office.work
    client = work.add_client()
    work.pass_gates(client, "S02")
    office.window.resize(1366, 700)
    office.window.go_to(commands.SessionPage(work.start(client, "S02")))
    settle()
    office.window.page.step.area.verticalScrollBar().setValue(200)
    press(office, "Safety plan")
    settle()

    office.window.go_back()
    settle()

    assert office.window.page.step.scrolled == 200


def test_a_step_that_waits_for_the_limits_stands_where_it_was_left_as_well(office: Office) -> None:
    work = office.work
    client = work.add_client()
    meeting = work.start(client, "S01")
    go_to_step(work.workspace, meeting, "safety-check")
    office.window.resize(1366, 700)
    office.window.go_to(commands.SessionPage(meeting))
    settle()
    bar = office.window.page.step.area.verticalScrollBar()
    assert office.window.page.step.has_way_on
    bar.setValue(bar.maximum())
    stood = bar.value()
    press(office, "Fill in together: GAD-7")
    work.fill(client, "gad-7", {f"q{each}": 1 for each in range(1, 8)}, meeting)

    office.window.go_back()
    settle()

    assert abs(office.window.page.step.scrolled - stood) <= 20
    assert office.window.page.step.due.isAncestorOf(office.window.focusWidget())
