"""Each page in each state it knows, in small windows and with large text: all of it can be read.

320 x 256 pixels are a window of 1280 x 1024 at 400 % (WCAG 2.2, 1.4.10).
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from session_forms.library.library import installed
from tests.support.sampling import sampled
from tests.support.windows.left_behind import let_go, shown_alone
from tests.support.windows.page_states import STATES, State, lead_to, ready_window, wait_for_work
from tests.support.windows.reflow import misfits
from tests.support.workflows.workspaces import Workplace
from therapist_app import commands
from therapist_app.shell.window.main_window import MainWindow
from therapist_app.shell.window.whole_screen import WholeScreen
from therapist_app.theme.applying import apply
from therapist_app.theme.look import Look, look

WINDOWS = ((1.0, 320, 256), (1.0, 640, 512), (1.0, 1024, 700), (2.0, 640, 512), (2.0, 1024, 700))
FORMS = tuple(
    State(f"form {each}", lambda work, form=each: commands.FormPage(work.add_client().id, form))
    for each in installed().ids()
)
EVERY = (*STATES.items(), (commands.FormPage, FORMS))
CASES = [
    (window, kind, state)
    for window in WINDOWS
    for kind, states in EVERY
    for state in states
    if state not in FORMS or window == WINDOWS[0]
]


@pytest.fixture(scope="module")
def shared(
    qapp: QApplication, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Workplace, MainWindow]]:
    """A real service, and its window; a client's turn does not fill the screen."""
    apply(qapp, Look())
    with pytest.MonkeyPatch.context() as patch, ready_window(tmp_path_factory.mktemp("r")) as both:
        patch.setattr(WholeScreen, "take", lambda _self: None)
        yield both
    apply(qapp, Look())


@pytest.fixture
def opened(
    request: pytest.FixtureRequest, kind: type[commands.Destination], tmp_path: Path
) -> Iterator[tuple[Workplace, MainWindow]]:
    """The service that all share; for the calendar one where nobody else has an appointment.

    The other pages hold their sessions at one and the same hour, nine beside each other.
    """
    if kind is commands.Calendar:
        with ready_window(tmp_path) as both:
            yield both
            both[1].go_to(commands.About())  # it reads on while somebody stays with an appointment
            let_go()
    else:
        yield request.getfixturevalue("shared")


WORN = "wornTextScale"


def wear(window: MainWindow, scale: float) -> None:
    """Give the window another size of text, as the settings do."""
    if (look().text_scale, window.property(WORN)) != (scale, scale):
        window.go_to(commands.About())
        apply(QApplication.instance(), Look(text_scale=scale))
        window.rebuild()
        window.setProperty(WORN, scale)  # another window may have put the look on meanwhile


@pytest.mark.parametrize(
    ("size", "kind", "state"),
    sampled(CASES, every=138, first=1),
    ids=lambda value: value.name if isinstance(value, State) else str(value),
)
def test_a_page_is_whole_in_a_small_window(
    opened: tuple[Workplace, MainWindow],
    size: tuple[float, int, int],
    kind: type[commands.Destination],
    state: State,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (work, window), (scale, width, height) = opened, size
    wear(window, scale)
    window.resize(width, height)
    flashes = shown_alone(monkeypatch)
    lead_to(window, state.leads(work))
    wait_for_work()
    for act in state.acts:
        act(window.page)
        let_go()
    let_go()

    assert window.size() == QSize(width, height)
    assert state.acts or isinstance(window.here, kind)  # an act may lead on
    assert misfits(window) == []
    assert flashes == []
