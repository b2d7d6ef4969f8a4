"""While a job of the open screen has the record, nobody goes, locks or closes."""

import pytest
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from tests.support.windows.services import services_of
from therapist_app import commands
from therapist_app.commands import Destination
from therapist_app.shell.window import main_window
from therapist_app.shell.window.main_window import MainWindow

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

    services = services_of(
        make_page,
        note("lock up"),
        note("shut"),
        end=note("end"),
        leave_at_once=note("leave at once"),
    )
    window = MainWindow(services, practice=False)
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


def test_where_the_system_ends_us_the_job_has_a_moment(window, log):
    window.lock()
    window.end()
    assert window.is_covered
    assert log == []

    window.page.release()

    assert log == ["flush", "end"]


def test_a_job_that_takes_longer_is_not_waited_for_where_the_system_ends_us(
    window, log, qtbot, monkeypatch
):
    monkeypatch.setattr(main_window, "PATIENCE_MS", 0)

    window.end()

    qtbot.waitUntil(lambda: log == ["leave at once"])


def test_what_was_closed_already_is_not_closed_again_where_the_system_ends_us(window, log):
    window.page.is_holding = False
    window.lock()

    window.end()

    assert log == ["flush", "lock up", "leave at once"]


def test_another_look_waits(window, log):
    window.rebuild()
    assert log == []

    window.page.release()

    assert log == ["flush", "page"]


def test_a_job_that_closed_the_record_is_not_waited_for(window, log):
    window.page.is_closed = True

    window.lock()

    assert log == ["flush", "lock up"]


def test_a_job_that_is_done_without_anybody_asking_changes_nothing(window, log):
    window.page.release()

    assert log == []


class GuardingPage(HoldingPage):
    """A screen that shows something once, and says so when somebody wants to leave it."""

    def __init__(self, log: list[str]) -> None:
        super().__init__(log)
        self.guards = True
        self.warned = 0

    def hold_back(self) -> bool:
        self.warned += 1
        return self.warned == 1


@pytest.fixture
def guarding(qtbot, log):
    def make_page(_destination: Destination) -> QWidget:
        return GuardingPage(log)

    def lock_up(_way: tuple[Destination, ...]) -> None:
        log.append("lock up")

    window = MainWindow(services_of(make_page, lock_up, lambda: None), practice=False)
    qtbot.addWidget(window)
    window.show()
    return window


def test_what_is_shown_once_is_left_at_the_second_wish_only(guarding):
    first = guarding.page

    guarding.go_to(commands.Clients())
    assert (guarding.here, guarding.page) == (commands.Today(), first)
    guarding.go_to(commands.Clients())

    assert guarding.here == commands.Clients()


def test_a_place_asked_for_before_it_was_shown_does_not_take_it_away(guarding):
    guarding.page.is_holding = True
    guarding.go_to(commands.Clients())

    guarding.page.release()

    assert guarding.here == commands.Today()
    assert guarding.page.warned == 1


def test_another_look_does_not_take_it_away_and_locking_does_not_wait(guarding, log):
    first = guarding.page

    guarding.rebuild()
    assert guarding.page is first
    guarding.lock()

    assert log[-1] == "lock up"
