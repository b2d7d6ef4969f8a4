"""On each page that is turned to from a client's page, the way back is in sight."""

import pytest
from PySide6.QtWidgets import QPushButton

from tests.support.windows.page_states import STATES, State, lead_to, ready_window, wait_for_work
from therapist_app import commands

TURNED = ("a contact", "calendar", "course", "from paper", "hand on", "move")


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    with ready_window(tmp_path_factory.mktemp("service")) as (work, window):
        window.resize(1024, 600)
        yield work, window


@pytest.mark.parametrize(
    "state", [each for each in STATES[commands.ClientPage] if each.name in TURNED]
)
def test_the_way_back_stands_in_sight_in_a_small_window(opened, state: State) -> None:
    work, window = opened
    lead_to(window, state.leads(work))
    wait_for_work()
    for act in state.acts:
        act(window.page)
        wait_for_work()

    back: QPushButton = window.page.page.back
    assert back.visibleRegion().boundingRect() == back.rect()
