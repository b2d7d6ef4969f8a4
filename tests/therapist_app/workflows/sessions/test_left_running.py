"""The clock of a session that nobody ended stops when the application does."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tests.support.record.colleagues import Colleague
from tests.support.record.records import ServiceOnDisk, laid_out
from tests.support.workflows.workspaces import Workplace, workspace_for
from therapist_app.record.clients import appointments
from therapist_app.record.database import audit
from therapist_app.record.keyring import covering
from therapist_app.record.model import Appointment
from therapist_app.workflows.sessions.closing_a_session import close_page_data
from therapist_app.workflows.sessions.holding_a_session import start_session
from therapist_app.workflows.sessions.left_running import (
    hold_at_closing,
    hold_what_was_left,
    is_running,
)
from therapist_app.workflows.supervision.caseload_figures import write_figures
from therapist_app.workflows.workspace import Workspace

MINUTE, DAY = 60, 86_400


@pytest.fixture
def disk(tmp_path: Path) -> ServiceOnDisk:
    return laid_out(tmp_path)


def begin(
    disk: ServiceOnDisk, leave: Callable[[Workspace], object] = lambda _workspace: None
) -> str:
    """Hold a session for 20 minutes, look up something, and leave in the way that is said."""
    with disk.open() as vault:
        work = Workplace(workspace_for(vault), disk.clock)
        client = work.add_client()
        appointment = work.start(client, "S01")
        disk.clock.advance(20 * MINUTE)
        work.tell_limits(client, appointment)
        disk.clock.advance(5 * MINUTE)
        leave(work.workspace)
    return appointment


def come_back(disk: ServiceOnDisk, appointment: str, after: float) -> tuple[Appointment, int]:
    """Return how the session stands when its therapist signs in later, and its minutes then."""
    disk.clock.advance(after)
    with disk.open() as vault:
        workspace = workspace_for(vault)
        hold_what_was_left(workspace)
        minutes = close_page_data(workspace, appointment).minutes
        return appointments.load(workspace.caseload, appointment), minutes


def lock(workspace: Workspace) -> None:
    write_figures(workspace, "locked")


def test_closing_the_application_puts_what_runs_on_hold(disk: ServiceOnDisk) -> None:
    appointment = begin(disk, hold_at_closing)

    found, minutes = come_back(disk, appointment, 10 * MINUTE)

    assert (found.state, minutes) == ("on_hold", 25)


def test_a_session_runs_until_it_is_held_or_the_record_is_closed(disk: ServiceOnDisk) -> None:
    with disk.open() as vault:
        work = Workplace(workspace_for(vault), disk.clock)
        before = is_running(work.workspace)
        work.start(work.add_client(), "S01")
        under_way = is_running(work.workspace)
        hold_at_closing(work.workspace)

        assert (before, under_way, is_running(work.workspace)) == (False, True, False)

    assert not is_running(work.workspace)


def test_a_session_goes_on_behind_a_lock_that_is_opened_soon(disk: ServiceOnDisk) -> None:
    appointment = begin(disk, lock)

    found, minutes = come_back(disk, appointment, 30 * MINUTE)

    assert (found.state, minutes) == ("in_progress", 55)


def test_a_lock_over_days_stopped_the_clock_as_it_fell(disk: ServiceOnDisk) -> None:
    appointment = begin(disk, lock)

    found, minutes = come_back(disk, appointment, 2 * DAY)
    with disk.open() as vault:
        resumed = start_session(workspace_for(vault), appointment)

    assert (found.state, minutes) == ("on_hold", 25)
    assert (resumed.appointment.state, resumed.minutes_used) == ("in_progress", 25)


def test_after_a_crash_the_clock_stopped_at_what_was_done_last(disk: ServiceOnDisk) -> None:
    appointment = begin(disk)
    disk.clock.advance(DAY)
    disk.open().close()  # a command that looks into the record is nobody at work

    found, minutes = come_back(disk, appointment, DAY)

    assert (found.state, minutes) == ("on_hold", 20)


def test_a_colleague_who_covers_meanwhile_does_not_keep_it_running(disk: ServiceOnDisk) -> None:
    bo = Colleague(disk, ("therapist",), "Bo Marten")
    with disk.open() as vault:
        covering.grant_cover(vault, disk.uid, bo.uid, date(2026, 4, 1))
    appointment = begin(disk, lock)
    disk.clock.advance(DAY)
    with bo.open() as vault:
        vault.open_caseload(disk.uid)
        vault.use_caseload(disk.uid)
        Workplace(workspace_for(vault), disk.clock).add_client()
        lock(workspace_for(vault))

    found, minutes = come_back(disk, appointment, 2 * DAY)

    # The line of their lock replaced the one of hers; how she left her clients is entered as well.
    assert (found.state, minutes) == ("on_hold", 25)


def test_a_session_in_which_much_was_written_keeps_its_minutes(disk: ServiceOnDisk) -> None:
    def write_much(workspace: Workspace) -> None:
        for _each in range(1_000):
            audit.note(workspace.caseload, "form_saved", "form")

    appointment = begin(disk, write_much)

    _found, minutes = come_back(disk, appointment, DAY)

    assert minutes == 25


def test_it_does_not_run_on_for_whoever_was_handed_the_clients(disk: ServiceOnDisk) -> None:
    bo = Colleague(disk, ("therapist",), "Bo Marten")
    bo.open().close()
    appointment = begin(disk, lock)
    with disk.open() as vault:
        covering.hand_over(vault, disk.uid, bo.uid)
    disk.clock.advance(DAY)
    with bo.open() as vault:
        lock(workspace_for(vault))
    disk.clock.advance(DAY)

    with bo.open() as vault:
        vault.use_caseload(disk.uid)
        workspace = workspace_for(vault)
        hold_what_was_left(workspace)
        found = appointments.load(workspace.caseload, appointment)
        minutes = close_page_data(workspace, appointment).minutes

    assert found.state == "on_hold"
    assert 20 <= minutes <= 25


def test_what_is_on_hold_stays_as_it_was(disk: ServiceOnDisk) -> None:
    appointment = begin(disk, hold_at_closing)
    first, _minutes = come_back(disk, appointment, DAY)

    again, _minutes = come_back(disk, appointment, DAY)

    assert again == first
