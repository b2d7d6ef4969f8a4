"""Each page in each state it knows.

Opened twice: no error, no complaint of Qt, nothing left behind. Read, and walked through with Tab:
in the order in which it is seen. Return pressed in each field: an act, a sentence or nothing,
though what that does may put something else in the place of what the field stands on.
"""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from tests.support.sampling import sampled
from tests.support.windows.by_keyboard import out_of_reach
from tests.support.windows.left_behind import let_go, undressed, without_owner
from tests.support.windows.ordering import out_of_order
from tests.support.windows.page_states import STATES, State, lead_to, wait_for_work
from tests.support.windows.told import untold
from tests.support.windows.unheard import unheard
from tests.support.workflows.workspaces import Workplace
from therapist_app import commands
from therapist_app.shell.navigation.places import PLACES
from therapist_app.shell.window.main_window import MainWindow
from therapist_app.shell.window.trouble import TroublePage

CASES = [(kind, state) for kind, states in STATES.items() for state in states]


def come_to(window: MainWindow, state: State, work: Workplace) -> None:
    lead_to(window, state.leads(work))
    wait_for_work()
    let_go()
    page = window.page
    for act in state.acts:
        act(page)
        let_go()
    window.grab()
    let_go()


def test_every_place_knows_its_states():
    assert set(STATES) == {each.destination for each in PLACES}


@pytest.mark.parametrize(("kind", "state"), sampled(CASES, every=26))
def test_a_page_opened_twice_leaves_nothing_behind(
    opened: tuple[Workplace, MainWindow], kind: type[commands.Destination], state: State
) -> None:
    work, window = opened

    def open_and_leave() -> dict[str, int]:
        before = without_owner()
        come_to(window, state, work)
        assert not isinstance(window.page, TroublePage)
        assert state.acts or isinstance(window.here, kind)  # an act may lead on
        assert undressed() == []
        assert out_of_reach(window) == []
        assert unheard(window) == []
        assert untold(window) == []
        assert without_owner() == before
        window.go_to(commands.About())
        let_go()
        return without_owner()

    first = open_and_leave()
    again = open_and_leave()

    assert again == first


@pytest.mark.parametrize("state", sampled([each for _kind, each in CASES], every=26, first=6))
def test_a_page_is_read_and_walked_through_in_the_order_in_which_it_is_seen(
    opened: tuple[Workplace, MainWindow], state: State
) -> None:
    work, window = opened

    come_to(window, state, work)

    # in the search over a page Tab leads from group to group, and never to what is under it
    assert out_of_order(window.found or window) == []


def come_to_fields(window: MainWindow, state: State, work: Workplace) -> list[QLineEdit]:
    for _ in range(2):  # whoever leaves words that are not saved is told once
        window.go_to(commands.About())
    come_to(window, state, work)
    fields = window.page.findChildren(QLineEdit)
    return [e for e in fields if e.isVisible() and e.isEnabled() and not e.isReadOnly()]


@pytest.mark.parametrize("state", sampled([each for _kind, each in CASES], every=52, first=3))
def test_return_in_a_field_ends_no_page(opened: tuple[Workplace, MainWindow], state: State) -> None:
    work, window = opened

    for number in range(len(come_to_fields(window, state, work))):
        fields = come_to_fields(window, state, work)
        if number >= len(fields):  # what was done before took one away
            break
        fields[number].setFocus()
        QTest.keyClicks(fields[number], "12")
        QTest.keyClick(fields[number], Qt.Key.Key_Return)
        wait_for_work()
        let_go()
        assert not isinstance(window.page, TroublePage)
