"""Alt+Left and the page's own button lead back to the same place, from every page in each state."""

import pytest
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QPushButton, QWidget

from tests.support.sampling import chosen
from tests.support.windows.page_states import STATES, State, lead_to, wait_for_work
from tests.support.workflows.workspaces import Workplace
from therapist_app import commands
from therapist_app.commands import Destination
from therapist_app.shell.window.main_window import MainWindow

BACK = ("Back", "Back to the list", "Do not sign")
EACH_KIND = {
    (commands.ClientPage, "another course"),
    (commands.Clients, "somebody new"),
    (commands.Library, "a form"),
    (commands.People, "as it is"),
    (commands.Recipients, "our own key"),
}
"""A page in a page in a page, one of its own, a line that is read, a first page, one beside it."""
Case = tuple[type[Destination], State]
CASES: list[Case] = [(kind, state) for kind, states in STATES.items() for state in states]


def come_to(window: MainWindow, state: State, work: Workplace) -> None:
    window.go_to(commands.Today())
    window.go_to(commands.Caseloads())  # so that a way of one step and one of two differ
    lead_to(window, state.leads(work))
    wait_for_work()
    for act in state.acts:
        act(window.page)
    wait_for_work()


def where(window: MainWindow) -> tuple[type[Destination], set[str]]:
    """Return which page stands there, and which kinds of the screens' own parts are in sight."""
    parts = [window.page, *window.page.findChildren(QWidget)]
    ours = {
        type(each).__name__
        for each in parts
        if each.isVisibleTo(window) and type(each).__module__.startswith("therapist_app.screens")
    }
    return type(window.here), ours


def ways_back(window: MainWindow) -> list[QPushButton]:
    return [
        each
        for each in window.page.findChildren(QPushButton)
        if each.isVisibleTo(window) and each.isEnabled() and each.text() in BACK
    ]


def test_the_pages_that_every_run_tries_are_there():
    assert {(kind, state.name) for kind, state in CASES} >= EACH_KIND


@pytest.mark.parametrize(
    "case",
    chosen(CASES, lambda case: (case[0], case[1].name) in EACH_KIND),
    ids=lambda case: f"{case[0].__name__}-{case[1].name}",
)
def test_the_key_that_goes_back_leads_where_the_button_of_the_page_leads(
    opened: tuple[Workplace, MainWindow], case: Case
) -> None:
    work, window = opened
    _kind, state = case
    come_to(window, state, work)
    buttons = ways_back(window)
    if not buttons or window.found is not None:
        return  # only the key is there
    [button] = buttons
    button.click()
    wait_for_work()
    by_button = where(window)

    come_to(window, state, work)
    key = window.findChild(QShortcut, "work.back")
    if key.isEnabled():  # it is not where a client looks on
        key.activated.emit()
        wait_for_work()

        assert where(window) == by_button
