"""A laptop sleeps, or the system ends us, while somebody works: the real application."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.processes.buses import LOGIN, SHUTS_DOWN, SLEEPS, private_bus
from tests.support.processes.leaving import WORDS
from tests.support.processes.processes import end_all_at, processes_at
from tests.support.sampling import beyond, chosen
from tests.support.workflows.workspaces import workspace_for
from therapist_app.paths import places
from therapist_app.record.clock_and_random import system_sources
from therapist_app.record.crypto import kdf
from therapist_app.record.database import audit
from therapist_app.record.header.header import CONTINUITY
from therapist_app.record.sign_in import unlocking as records
from therapist_app.record.vault.vault import Vault
from therapist_app.workflows.forms.opening_forms import open_form
from therapist_app.workflows.overviews.seeing_clients import NewClient, add_client

ROOT = Path(__file__).parents[2]
OF_THE_PLUGIN = "Qt: QtWarningMsg in default"
"""Without a display, Qt says once for each window that it cannot propagate size hints."""


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    end_all_at(tmp_path)


@contextmanager
def unlocked(home: Path, uid: str) -> Iterator[Vault]:
    secret = bytearray(WORDS.encode())
    folder, sources = places(home).service, system_sources()
    with records.unlock(folder, uid, secret, practice=False, sources=sources) as vault:
        yield vault


@contextmanager
def somebody_working(
    home: Path, client: str, environment: dict[str, str], *words: str
) -> Iterator["subprocess.Popen[str]"]:
    with (
        (home / "complaints").open("w", encoding="utf-8") as complaints,
        subprocess.Popen(
            [sys.executable, "-m", "tests.support.processes.working", str(home), client, *words],
            cwd=ROOT,
            env={**os.environ, **environment},
            stdout=subprocess.PIPE,
            stderr=complaints,
            text=True,
        ) as process,
    ):
        try:
            yield process
        finally:
            process.kill()


def service_with_a_client(home: Path) -> tuple[str, str]:
    founder = records.NewPerson("Ana Example", ("keeper", "therapist"), bytearray(WORDS.encode()))
    folder = places(home).service
    made = records.create_service(
        folder, founder, cost=kdf.FLOOR, practice=False, sources=system_sources()
    )
    for holder in (made.uid, CONTINUITY):  # typed back, so that no sheet comes before the window
        records.confirm_first_of(folder, made, holder, system_sources())
    with unlocked(home, made.uid) as vault:
        return made.uid, add_client(workspace_for(vault), NewClient("code_only")).id


# Acceptance C56
@pytest.mark.parametrize(
    "said", chosen([SLEEPS, SHUTS_DOWN], SLEEPS.__eq__), ids=["sleeps", "shuts-down"]
)
def test_a_laptop_sleeps_only_when_what_was_open_is_kept_and_closed(
    home: Path, said: tuple[object, ...]
) -> None:
    uid, client = service_with_a_client(home)

    with private_bus(home) as bus:
        login = bus.speaker(LOGIN)
        with somebody_working(home, client, bus.environment) as worker:
            assert worker.stdout is not None
            assert worker.stdout.readline() == "working\n"
            assert [login.hears()[0], login.hears()[0]] == ["GetSession", "Inhibit"]

            login.says(said)

            assert login.hears() == "released"
            with unlocked(home, uid) as vault:  # at the moment at which the laptop may sleep
                kept = open_form(workspace_for(vault), client, "phq-9")
            assert worker.wait() == 0

    assert kept.state.answers == {"q1": 1}
    assert len(processes_at(home)) == 1
    assert set((home / "complaints").read_text("utf-8").splitlines()) <= {OF_THE_PLUGIN}


@beyond(test_a_laptop_sleeps_only_when_what_was_open_is_kept_and_closed)
def test_where_nobody_says_that_it_slept_what_was_open_is_kept_and_closed_once_the_clock_leaps(
    home: Path,
) -> None:
    """Logind is there and lets us ask it to wait, and then says nothing."""
    uid, client = service_with_a_client(home)

    with private_bus(home) as bus:
        login = bus.speaker(LOGIN)
        with somebody_working(home, client, bus.environment, "held") as worker:
            assert worker.stdout is not None
            assert worker.stdout.readline() == "working\n"
            assert [login.hears()[0], login.hears()[0]] == ["GetSession", "Inhibit"]

            assert login.hears() == "released"
            with unlocked(home, uid) as vault:
                kept = open_form(workspace_for(vault), client, "phq-9")
            assert worker.wait() == 0

    assert kept.state.answers == {"q1": 1}
    assert len(processes_at(home)) == 1


@beyond(test_a_laptop_sleeps_only_when_what_was_open_is_kept_and_closed)
def test_where_the_system_ends_us_in_a_dialog_what_was_open_is_kept_and_closed(home: Path) -> None:
    uid, client = service_with_a_client(home)
    alone = {"DBUS_SYSTEM_BUS_ADDRESS": "none:", "DBUS_SESSION_BUS_ADDRESS": "none:"}

    with somebody_working(home, client, alone, "dialog") as worker:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "working\n"
        worker.send_signal(signal.SIGTERM)
        assert worker.wait() == 0

    with unlocked(home, uid) as vault:
        kept = open_form(workspace_for(vault), client, "phq-9")
        said = [each.action for each in audit.entries(vault.service)]
    assert kept.state.answers == {"q1": 1}
    assert said[-2:] == ["closed", "unlocked"]
    assert processes_at(home) == []
