"""No page that is opened looks at a stick or a share, which may take seconds to wake."""

import builtins
import io
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.support.sampling import chosen
from tests.support.windows.page_states import STATES, State, wait_for_work
from tests.support.workflows.workspaces import Workplace
from therapist_app import commands
from therapist_app.record.backups import backup_list
from therapist_app.record.backups.backing_up import open_databases
from therapist_app.record.backups.backup_list import HERE, Backup
from therapist_app.record.backups.older_sheets import needing_old_sheet, needing_own_old_sheet
from therapist_app.record.service.sheets_before import keep_sheet
from therapist_app.record.service.unconfirmed_sheets import note_settled
from therapist_app.shell.window.main_window import MainWindow
from therapist_app.workflows.exporting.earlier_releases import note_place
from therapist_app.workflows.safekeeping.looking_at_places import look_now
from therapist_app.workflows.safekeeping.safekeeping import choose_second_place

LOOKS = ("stat", "lstat", "scandir", "listdir", "readlink", "access", "open", "statvfs")
Case = tuple[type[commands.Destination], State]
CASES: list[Case] = [(kind, state) for kind, states in STATES.items() for state in states]
SAMPLE: list[Case] = [
    (kind, STATES[kind][0])
    for kind in (
        commands.Today,
        commands.Safekeeping,
        commands.Outcomes,
        commands.OwnKeys,
        commands.People,
        commands.Retention,
    )
]
"""What says something of a second location, or of sheets that open what is there."""


@pytest.fixture(scope="module")
def stick(opened: tuple[Workplace, MainWindow], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a second location, in use all over, whose backups two new sheets do not open."""
    work, _window = opened
    vault, place = work.workspace.vault, tmp_path_factory.mktemp("stick")
    choose_second_place(vault, str(place))
    note_place(work.workspace, place)
    now, by = vault.service.now(), vault.person.uid
    for database in open_databases(vault):
        file, backup_id = f"{database}.tvb", vault.service.new_id()
        (place / file).touch()
        for at in (HERE, str(place)):
            kept = Backup(backup_id, database, at, file, 1, bytes(32), now, by, now)
            backup_list.enter(vault.service, kept)
    work.clock.advance(60)
    note_settled(vault.service, by, "sheet_replaced")
    assert vault.header.continuity is not None
    with vault.service.change("continuity_renewed", "service") as change:
        keep_sheet(change, vault.header, vault.header.continuity, None, vault.service.sources)
    assert str(place) in needing_own_old_sheet(vault)
    assert str(place) in needing_old_sheet(vault).places
    return place


@contextmanager
def looks_at(place: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[str, bool]]]:
    """Yield what is done with a place, and whether the window waits for it."""
    found: list[tuple[str, bool]] = []

    def told(name: str, look: Callable[..., Any]) -> Callable[..., Any]:
        def do(*given: Any, **more: Any) -> Any:
            where = os.fspath(given[0]) if given and isinstance(given[0], str | os.PathLike) else ""
            if str(where).startswith(str(place)):
                found.append((name, threading.current_thread() is threading.main_thread()))
            return look(*given, **more)

        return do

    with monkeypatch.context() as patched:
        for name in LOOKS:
            patched.setattr(os, name, told(name, getattr(os, name)))
        for module in (builtins, io):
            patched.setattr(module, "open", told("open", module.open))
        yield found


@pytest.mark.parametrize(
    "case",
    chosen(CASES, lambda case: case in SAMPLE),
    ids=lambda case: f"{case[0].__name__}-{case[1].name}",
)
def test_a_page_is_opened_without_a_look_at_the_second_location(
    opened: tuple[Workplace, MainWindow],
    stick: Path,
    monkeypatch: pytest.MonkeyPatch,
    case: Case,
) -> None:
    kind, state = case
    work, window = opened
    window.go_to(commands.About())
    wait_for_work()
    destination = state.leads(work)

    with looks_at(stick, monkeypatch) as looks:
        window.go_to(destination)
        wait_for_work()

    assert isinstance(window.here, kind)
    assert [look for look, waits in looks if waits] == []


def test_the_backups_are_looked_at_beside_their_page(
    opened: tuple[Workplace, MainWindow], stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _work, window = opened
    window.go_to(commands.About())

    with looks_at(stick, monkeypatch) as looks:
        window.go_to(commands.Safekeeping())
        wait_for_work()

    assert looks
    assert not any(waits for _look, waits in looks)


def test_a_look_of_the_window_itself_would_be_seen(
    opened: tuple[Workplace, MainWindow], stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work, _window = opened

    with looks_at(stick, monkeypatch) as looks:
        look_now(work.workspace.vault)

    assert {look for look, waits in looks if waits} >= {"stat"}
