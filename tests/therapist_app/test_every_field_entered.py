"""Return in each field of each page in each state it knows: an act, a sentence or nothing.

What the field stands on may be replaced by what that does; its key is handled to the end first.
"""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from tests.support.sampling import sampled
from tests.support.windows.left_behind import let_go
from tests.support.windows.page_states import STATES, State, lead_to, wait_for_work
from tests.support.workflows.workspaces import Workplace
from therapist_app import commands
from therapist_app.shell.window.main_window import MainWindow
from therapist_app.shell.window.trouble import TroublePage

CASES = [state for states in STATES.values() for state in states]


def come_to(window: MainWindow, state: State, work: Workplace) -> list[QLineEdit]:
    """Open a page in a state and return the fields of one line that can be written in."""
    for _ in range(2):  # whoever leaves words that are not saved is told once
        window.go_to(commands.About())
    lead_to(window, state.leads(work))
    wait_for_work()
    page = window.page
    for act in state.acts:
        act(page)
        let_go()
    fields = window.page.findChildren(QLineEdit)
    return [e for e in fields if e.isVisible() and e.isEnabled() and not e.isReadOnly()]


@pytest.mark.parametrize("state", sampled(CASES, every=26, first=3))
def test_return_in_a_field_ends_no_page(opened: tuple[Workplace, MainWindow], state: State) -> None:
    work, window = opened

    for number in range(len(come_to(window, state, work))):
        fields = come_to(window, state, work)
        if number >= len(fields):  # what was done before took one away
            break
        fields[number].setFocus()
        QTest.keyClicks(fields[number], "12")
        QTest.keyClick(fields[number], Qt.Key.Key_Return)
        wait_for_work()
        let_go()
        assert not isinstance(window.page, TroublePage)
