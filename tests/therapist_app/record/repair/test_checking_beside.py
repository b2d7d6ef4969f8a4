"""A full check beside the work finds what the other one finds, and is in nobody's way."""

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.record.checking_here import ProcessHere, check_database
from tests.support.record.damage import caseload_opening, fill, flip
from tests.support.record.records import ServiceOnDisk, a_client
from therapist_app.record.clients import clients
from therapist_app.record.database.connection import FOLDED_AFTER, PAGE
from therapist_app.record.database.database import Caseload, Database
from therapist_app.record.errors import RecordBug
from therapist_app.record.repair import checking_beside
from therapist_app.record.repair.check_schedule import _data_key
from therapist_app.record.repair.checking import STEPS, CheckFinding
from therapist_app.record.repair.checking_beside import (
    SUBCOMMAND,
    CheckBeside,
    CheckPlace,
    begin_beside,
    steps_beside,
)
from therapist_app.record.vault.vault import Vault

WHOLE_LOOK = 60
"""In seconds: a process that has not ended by then hangs."""
LONG = 2 * int(FOLDED_AFTER) * PAGE


pytestmark = pytest.mark.usefixtures("measured_beside")


@pytest.fixture
def vault(on_disk: ServiceOnDisk) -> Iterator[Vault]:
    with on_disk.open() as vault:
        fill(vault.caseload)
        yield vault


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Check here, where a process of its own would find the same."""
    monkeypatch.setattr(checking_beside.subprocess, "Popen", ProcessHere)


def begun(vault: Vault, place: CheckPlace = CheckPlace()) -> CheckBeside:  # noqa: B008
    return begin_beside(vault.caseload, _data_key(vault, vault.person.uid), place)


def ended(check: CheckBeside) -> CheckBeside:
    check._process.wait(WHOLE_LOOK)
    check.look()
    return check


def grown_by(database: Database) -> int:
    """By how much a file grows with more than its log holds; by nothing while it stands still."""
    before = database.place.stat().st_size
    with database.change("fact_kept", database.kind.name) as change:
        change.keep(database.new_id(), "x" * LONG)
    return database.place.stat().st_size - before


def spoil(vault: Vault, table: str) -> int:
    [page] = vault.caseload.row("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)) or ()
    vault.caseload.fold_log()
    flip(vault.caseload.place, (page - 1) * 4096 + 1500)
    return int(page)


def test_a_sound_file_is_sound_beside_the_work_too(vault: Vault) -> None:
    check = ended(begun(vault))

    assert check.state == "done"
    assert check.place == CheckPlace(len(STEPS))
    assert check_database(vault.caseload, "it").findings == ()


def test_damaged_pages_are_found_under_an_open_record_and_end_the_check(vault: Vault) -> None:
    page = spoil(vault, "identities")

    check = ended(begun(vault))

    assert check.state == "done"
    assert check.place == CheckPlace(1, (CheckFinding("pages", 1, page),))


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("DROP INDEX appointments_planned", "structure"),
        ("UPDATE appointments SET client_id = 'nobody'", "references"),
        ("UPDATE filled_forms SET started_at = 'some day'", "unreadable-values"),
        ("UPDATE audit SET entry = CAST('{}' AS BLOB) WHERE n = 3", "broken-chain"),
        ("UPDATE filled_forms SET answers = '{}' WHERE form_id = 'session-note'", "altered-notes"),
    ],
)
def test_it_finds_what_the_check_of_a_closed_file_finds(
    vault: Vault, statement: str, code: str
) -> None:
    vault.caseload.run("PRAGMA foreign_keys = OFF")
    if statement.startswith("DROP"):
        [name] = vault.caseload.row(
            "SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL"
        ) or ("",)
        statement = f"DROP INDEX {name}"
    vault.caseload.run(statement)

    check = ended(begun(vault))

    assert code in {each.code for each in check.place.findings}
    assert check.place.findings == check_database(vault.caseload, "it").findings


@pytest.mark.usefixtures("here")
def test_what_is_written_meanwhile_changes_nothing_under_the_check(vault: Vault) -> None:
    check = begun(vault)
    before = written(vault.caseload)
    fill_more(vault.caseload)

    assert written(vault.caseload) == before
    assert ended(check).state == "done"
    assert clients.count(vault.caseload) == 512
    fill_more(vault.caseload, first=600)
    assert written(vault.caseload) != before


def written(caseload: Caseload) -> tuple[int, int]:
    """Its size and when it was written last; when it was read last changes by reading alone."""
    found = caseload.place.stat()
    return found.st_size, found.st_mtime_ns


def fill_more(caseload: Caseload, first: int = 100) -> None:
    for number in range(first, first + 500):
        clients.add(caseload, a_client(caseload, code=f"Q2-{number:03}"))


@pytest.mark.usefixtures("here")
def test_what_was_read_of_a_file_that_changed_does_not_count(vault: Vault) -> None:
    check = begun(vault, CheckPlace(2, (CheckFinding("structure"),)))
    check._process.wait(WHOLE_LOOK)
    vault.caseload.fold_log()

    assert check.look() == "set-back"
    assert check.look() == "set-back"
    assert check.place == CheckPlace(2, (CheckFinding("structure"),))


@pytest.mark.usefixtures("here")
def test_it_goes_on_from_where_it_was(vault: Vault) -> None:
    vault.caseload.run("UPDATE filled_forms SET started_at = 'some day'")

    check = ended(begun(vault, CheckPlace(3, (CheckFinding("references", 2),))))

    assert check.state == "done"
    assert check.place == CheckPlace(
        len(STEPS), (CheckFinding("references", 2), CheckFinding("unreadable-values", 24))
    )


@pytest.mark.usefixtures("here")
def test_pages_damaged_after_they_were_gone_through_are_told_as_such(vault: Vault) -> None:
    page = spoil(vault, "second_ratings")

    check = ended(begun(vault, CheckPlace(3)))

    assert check.place == CheckPlace(4, (CheckFinding("pages", 1, page),))


@pytest.mark.usefixtures("here")
def test_stopped_it_keeps_where_it_was_and_lets_the_log_be_folded(vault: Vault) -> None:
    check = begun(vault)
    assert grown_by(vault.caseload) == 0

    check.stop()
    check.stop()

    assert check._process.poll() is not None
    assert check.state == "broken"
    assert grown_by(vault.caseload) > LONG


def test_the_process_ends_with_whoever_asked(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    check = begun(vault)
    assert check._process.stdin is not None

    check._process.stdin.close()

    assert check._process.wait(WHOLE_LOOK) in (0, 1)
    check.stop()
    given, said = os.pipe()
    left: list[int] = []
    monkeypatch.setattr(os, "_exit", left.append)
    os.write(said, b"x")
    os.close(said)
    checking_beside._end_with(given)
    os.close(given)
    assert left == [1]


def test_a_process_without_an_answer_vouches_for_nothing(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking_beside, "_arguments", lambda: [sys.executable, "-c", ""])

    check = ended(begun(vault))

    assert (check.state, check.place) == ("broken", CheckPlace())


@pytest.mark.usefixtures("here")
def test_where_answers_cannot_be_looked_for_they_are_read_at_the_end(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "set_blocking")
    check = begun(vault)

    check.look()
    assert ended(check).place == CheckPlace(len(STEPS))


def test_a_file_of_which_nothing_can_be_read_is_damaged_at_its_beginning(
    on_disk: ServiceOnDisk,
) -> None:
    opening = caseload_opening(on_disk)
    flip(opening.path, 100)

    assert list(steps_beside(opening, CheckPlace())) == [(CheckFinding("first-page"),)]


def test_what_breaks_off_a_step_is_told_once(
    on_disk: ServiceOnDisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_given: object) -> Iterator[CheckFinding]:
        raise RecordBug
        yield

    monkeypatch.setattr(checking_beside, "findings_of", refuse)
    opening = replace(caseload_opening(on_disk), reading=True)

    found = list(steps_beside(opening, CheckPlace(1)))

    assert found == [(CheckFinding("structure"),), *[()] * (len(STEPS) - 2)]


def test_neither_key_nor_path_is_where_others_can_read_them(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[tuple[object, object]] = []
    real: Callable[..., object] = checking_beside.subprocess.Popen

    def start(*arguments: object, **keywords: object) -> object:
        started.append((arguments, keywords))
        return real(*arguments, **keywords)

    monkeypatch.setattr(checking_beside.subprocess, "Popen", start)
    key = _data_key(vault, vault.person.uid)
    with key.revealed() as whole:
        secret = bytes(whole).hex()

    begin_beside(vault.caseload, key, CheckPlace()).stop()

    assert secret not in str(started)
    assert str(Path(vault.caseload.place)) not in str(started)
    assert not any([*key._pad, *key._rest])


def test_a_bundled_application_starts_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking_beside.sys, "frozen", "yes", raising=False)

    assert checking_beside._arguments() == [checking_beside.sys.executable, "record", SUBCOMMAND]


@pytest.mark.usefixtures("here")
def test_stopped_after_its_end_it_has_ended_as_it_did(vault: Vault) -> None:
    check = ended(begun(vault))
    assert check.state == "done"

    check.stop()

    assert check.state == "done"
