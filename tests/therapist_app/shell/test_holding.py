"""While a job of the open screen has the record, nobody goes, locks or closes."""

import pytest
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from therapist_app import commands
from therapist_app.commands import Destination
from therapist_app.shell.doors import Doors
from therapist_app.shell.main_window import MainWindow

pytestmark = pytest.mark.usefixtures("wear")


class HoldingPage(QWidget):
    """A screen whose job has the record for as long as a test says so."""

    leave_requested = Signal(Destination)
    record_released = Signal()

    def __init__(self, log: list[str]) -> None:
        super().__init__()
        self._log = log
        self.is_holding = False

    def flush(self) -> None:
        self._log.append("flush")

    def release(self) -> None:
        self.is_holding = False
        self.record_released.emit()


@pytest.fixture
def log() -> list[str]:
    return []


@pytest.fixture
def window(qtbot, log):
    def make_page(_destination: Destination) -> QWidget:
        log.append("page")
        return HoldingPage(log)

    def note(what: str):
        return lambda *_given: log.append(what)

    window = MainWindow(Doors(make_page, note("lock up"), note("shut")), practice=False)
    qtbot.addWidget(window)
    window.show()
    log.clear()
    window.page.is_holding = True
    return window


def test_going_elsewhere_waits_and_the_last_wish_counts(window, log):
    window.go_to(commands.Clients())
    window.go_to(commands.Library())
    assert window.is_held()
    assert (window.here, log) == (commands.Today(), [])

    window.page.release()

    assert window.here == commands.Library()
    assert log == ["flush", "page"]
    assert not window.is_held()


def test_locking_blanks_at_once_and_leaves_when_the_job_is_done(window, log):
    window.lock()
    assert window.is_covered
    assert log == []

    window.page.release()

    assert log == ["flush", "lock up"]


def test_a_place_asked_for_after_locking_does_not_undo_it(window, log):
    window.lock()
    window.go_to(commands.Library())
    window.rebuild()
    window.close()

    window.page.release()

    assert log == ["flush", "lock up"]


def test_closing_waits(window, log):
    window.close()
    assert window.isVisible()
    assert log == []

    window.page.release()

    assert not window.isVisible()
    assert log == ["flush", "shut"]


def test_another_look_waits(window, log):
    window.rebuild()
    assert log == []

    window.page.release()

    assert log == ["flush", "page"]


def test_a_job_that_is_done_without_anybody_asking_changes_nothing(window, log):
    window.page.release()

    assert log == []
