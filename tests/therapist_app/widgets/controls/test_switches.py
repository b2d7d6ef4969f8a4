"""Whoever turns a switch, by mouse, key or assistive technology, is heard; the program is not."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QPushButton, QWidget

from tests.support.windows.acting import turn
from tests.support.windows.unheard import unheard
from therapist_app.shell.navigation.places import PLACES
from therapist_app.shell.window.rail import RailEntry
from therapist_app.widgets.controls.options import Option, ScaleStep, Tick, one_of, show_checked
from therapist_app.widgets.layout.layouts import stack

HANDS = {
    "mouse": lambda qtbot, switch: qtbot.mouseClick(switch, Qt.MouseButton.LeftButton),
    "key": lambda qtbot, switch: qtbot.keyClick(switch, Qt.Key.Key_Space),
    "assistive technology": lambda _qtbot, switch: turn(switch),
}
ENTRY = next(each.entry for each in PLACES if each.entry)
KINDS = {
    "option": lambda: Option("Words"),
    "tick": lambda: Tick("Words"),
    "step": lambda: ScaleStep("7"),
    "place": lambda: RailEntry(ENTRY, "full"),
}


@pytest.fixture
def shown(qtbot, wear):
    """Return a way to show switches, each beside the others."""
    wear()
    windows = []

    def show(*switches):
        window = QWidget()
        windows.append(window)
        qtbot.addWidget(window)
        window.setLayout(stack(*switches))
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        return window

    return show


def heard(switches):
    acts = []
    for at, each in enumerate(switches):
        each.turned.connect(lambda on, at=at: acts.append((at, on)))
    return acts


@pytest.mark.parametrize("hand", HANDS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_switch_says_once_that_a_person_turned_it(shown, qtbot, kind, hand):
    switch = KINDS[kind]()
    shown(switch)
    acts = heard([switch])

    HANDS[hand](qtbot, switch)

    assert acts == [(0, True)]


@pytest.mark.parametrize("kind", KINDS)
def test_a_switch_is_silent_about_what_it_is_told(shown, kind):
    switch = KINDS[kind]()
    shown(switch)
    acts = heard([switch])

    switch.setChecked(True)
    switch.setChecked(False)

    assert acts == []


@pytest.mark.parametrize("hand", HANDS)
@pytest.mark.parametrize("grouped", [False, True], ids=["side by side", "in a group"])
@pytest.mark.parametrize("kind", [Option, ScaleStep])
def test_the_one_that_goes_off_with_another_says_nothing(shown, qtbot, kind, grouped, hand):
    switches = [kind(each) for each in "123"]
    window = shown(*switches)
    group = one_of(window, switches, chosen=0) if grouped else None
    switches[0].setChecked(True)
    acts = heard(switches)

    HANDS[hand](qtbot, switches[2])

    assert acts == [(2, True)]
    assert [each.isChecked() for each in switches] == [False, False, True]
    assert group is None or group.checkedId() == 2


@pytest.mark.parametrize("hand", HANDS)
def test_a_group_says_which_one_was_taken_once_it_is_so(shown, qtbot, hand):
    switches = [Option(each) for each in "123"]
    group = one_of(shown(*switches), switches)
    acts = []
    group.chosen.connect(lambda at: acts.append((at, group.checkedId())))

    HANDS[hand](qtbot, switches[1])
    show_checked(group, switches[2])
    show_checked(group, None)
    HANDS[hand](qtbot, switches[0])

    assert acts == [(1, 1), (0, 0)]


@pytest.mark.parametrize("hand", HANDS)
def test_a_tick_is_turned_on_and_off(shown, qtbot, hand):
    tick = Tick("Words")
    shown(tick)
    acts = heard([tick])

    HANDS[hand](qtbot, tick)
    HANDS[hand](qtbot, tick)

    assert acts == [(0, True), (0, False)]


def test_what_is_closed_is_turned_by_nobody(shown):
    tick = Tick("Words")
    shown(tick)
    acts = heard([tick])
    tick.setEnabled(False)

    with pytest.raises(AssertionError):
        turn(tick)

    assert acts == []


def test_a_listener_whom_assistive_technology_never_reaches_is_found(shown):
    deaf, of_a_group, whole = QCheckBox("deaf"), Option("of a group"), Tick("whole")
    window = shown(deaf, of_a_group, whole, QPushButton("pressed"))
    assert unheard(window) == []

    deaf.clicked.connect(lambda: None)
    one_of(window, [of_a_group]).idClicked.connect(lambda _at: None)

    assert unheard(window) == ["QCheckBox", "ChoiceGroup"]

    whole.clicked.connect(lambda: None)

    assert unheard(window) == ["QCheckBox", "Tick whole", "ChoiceGroup"]
