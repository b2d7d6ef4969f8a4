"""The window before anything is unlocked, and what is said when something fails."""

import pytest
from PySide6.QtWidgets import QLabel, QProgressBar

from tests.support.windows.hearing import Hearing
from therapist_app.messages.errors import UNKNOWN
from therapist_app.messages.record_messages import RECORD_MESSAGES
from therapist_app.record.errors import DiskFull
from therapist_app.shell.startup.entrance import Entrance
from therapist_app.shell.startup.wait_view import WaitView
from therapist_app.shell.window.practice_edge import PracticeEdge
from therapist_app.shell.window.trouble import make_message

pytestmark = pytest.mark.usefixtures("wear")


def test_one_view_stands_in_place_of_the_one_before(qtbot):
    entrance = Entrance()
    qtbot.addWidget(entrance)
    first, second = WaitView("one", "a"), WaitView("two", "b")
    entrance.show()

    entrance.show_view(first)
    entrance.show_view(second, practice=True)

    assert entrance.view is second
    assert entrance.findChild(PracticeEdge).isVisible()
    assert entrance.windowTitle() == "Sessions"


def test_what_stands_there_is_said_once_as_it_comes(qtbot, monkeypatch):
    hearing = Hearing(monkeypatch)
    entrance = Entrance()
    qtbot.addWidget(entrance)
    entrance.show_view(WaitView("Making invented clients", "a moment"))
    assert hearing.said == []

    with qtbot.waitActive(entrance), qtbot.waitSignal(entrance.shown):
        entrance.show()
        entrance.activateWindow()
    entrance.show_view(WaitView("Reading the programme", "a moment"))

    assert hearing.words == ["Making invented clients.", "Reading the programme."]


def test_what_led_to_a_view_is_said_before_it_and_once(qtbot, monkeypatch):
    entrance = Entrance()
    qtbot.addWidget(entrance)
    entrance.show_view(WaitView("Making invented clients", "a moment"))
    with qtbot.waitActive(entrance), qtbot.waitSignal(entrance.shown):
        entrance.show()
        entrance.activateWindow()
    hearing = Hearing(monkeypatch)

    entrance.say_before("Your service is set up.")
    entrance.show_view(WaitView("Reading the programme", "a moment"))
    entrance.show_view(WaitView("Looking", "a moment"))

    assert hearing.words == ["Your service is set up. Reading the programme.", "Looking."]


def test_that_it_has_the_keyboard_is_told_the_first_time_alone(qtbot):
    entrance, other = Entrance(), QLabel("another window")
    reached = []
    entrance.reached.connect(lambda: reached.append(entrance.isActiveWindow()))
    for each in (entrance, other, entrance):
        qtbot.addWidget(each)
        with qtbot.waitActive(each):
            each.show()
            each.activateWindow()

    assert reached == [True]


def test_how_far_it_is_stands_in_words_and_in_a_bar(qtbot):
    view = WaitView("Making invented clients", "a moment")
    qtbot.addWidget(view)

    view.show_step(3, 12)

    assert "3 of 12" in [each.text() for each in view.findChildren(QLabel)]
    assert view.findChild(QProgressBar).value() == 25


def test_a_message_says_what_is_lost_and_what_to_do(qtbot):
    box = make_message(RECORD_MESSAGES[DiskFull])
    qtbot.addWidget(box)

    assert box.text() == "The disk is full"
    assert "Make room on the disk" in box.informativeText()
    assert "For support" not in box.informativeText()


def test_a_mistake_of_ours_names_its_place_for_support(qtbot):
    box = make_message(UNKNOWN, "ValueError at here:1")
    qtbot.addWidget(box)

    assert "For support: ValueError at here:1" in box.informativeText()
