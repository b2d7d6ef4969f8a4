"""Whoever comes back to a page stands where they left it."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from tests.support.windows.office import Office
from tests.support.windows.page_states import wait_for_work
from therapist_app import commands


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
