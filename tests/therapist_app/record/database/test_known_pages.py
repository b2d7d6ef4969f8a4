"""A page that somebody else puts into a file while it is open is told as it is opened again.

Whoever reaches the folder and has an older copy of the file needs no key for that.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from tests.support.record.older_pages import pages_that_differ, put_into
from tests.support.record.records import ServiceOnDisk
from tests.support.record.safekeeping import add_clients, codes_in
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.database import database, known_pages
from therapist_app.record.database.anchor import Content, content_of
from therapist_app.record.database.connection import FOLDED_AFTER as AFTER
from therapist_app.record.database.connection import PAGE, change_key, open_connection
from therapist_app.record.database.database import Database
from therapist_app.record.database.known_pages import KnownPages
from therapist_app.record.errors import RecordDamaged, RecordError
from therapist_app.record.folder.layout import log_beside
from therapist_app.record.keyring.key_care import change_caseload_key
from therapist_app.record.repair.check_schedule import look_before_work, past_checks
from therapist_app.record.vault.vault import LEFT_OPEN, Vault

Pages = dict[int, bytes]
FOLDED_AFTER = int(AFTER)
LONG = "x" * 40_000
CHANGED = ("changed-outside",)


def keep(database: Database, text: str) -> None:
    """Keep a fact over many pages."""
    with database.change("fact_kept", database.kind.name) as change:
        change.keep("a fact", text)


def path_of(on_disk: ServiceOnDisk, file: str) -> Path:
    return on_disk.place.service if file == "service" else on_disk.place.caseload(on_disk.uid)


def file_of(vault: Vault, file: str) -> Database:
    return vault.service if file == "service" else vault.caseload


def older_pages(on_disk: ServiceOnDisk, file: str) -> Pages:
    """Pages of a file as they were, which a session in which nothing is done does not write."""
    path = path_of(on_disk, file)
    with on_disk.open() as vault:
        keep(file_of(vault, file), LONG)
        add_clients(vault, "K4-100", "K4-200")
    before = path.read_bytes()
    with on_disk.open() as vault:
        keep(file_of(vault, file), LONG.upper())
        with vault.caseload.change("client_changed", "client") as change:
            change.execute("UPDATE clients SET code = 'K4-999' WHERE code = 'K4-100'")
    now = path.read_bytes()
    with on_disk.open():
        pass
    differ, written = pages_that_differ(before, now), pages_that_differ(now, path.read_bytes())
    found = {n: page for n, page in differ.items() if n not in written}
    assert len(found) > 5
    return found


def told(on_disk: ServiceOnDisk) -> dict[str, tuple[str, ...]]:
    """What is told of each file as the service is opened again."""
    with on_disk.open() as vault:
        look_before_work(vault)
        assert LEFT_OPEN not in vault.warnings
        names = {"service": "service", on_disk.uid: "caseload"}
        return {names[uid]: codes for uid, codes in told_of(vault).items()}


def told_of(vault: Vault) -> dict[str, tuple[str, ...]]:
    """The kinds of what was found in each file, by who the file is of."""
    return {
        each.database: tuple(finding.code for finding in each.findings)
        for each in past_checks(vault.service)
        if each.findings
    }


@contextmanager
def opened(on_disk: ServiceOnDisk) -> Iterator[Vault]:
    """A session that keeps more than the log holds, over and over."""
    with on_disk.open() as vault:
        for database in vault.databases:
            for number in range(50):
                keep(database, f"{number}" * 20_000)
            assert log_beside(database.place).stat().st_size < 2 * FOLDED_AFTER * PAGE
        yield vault


def test_nothing_is_told_where_nobody_was_at_it(on_disk: ServiceOnDisk) -> None:
    with on_disk.open() as vault:
        add_clients(vault, "K4-100", "K4-200")
    with opened(on_disk) as vault:
        vault.caseload.fold_log()
        keep(vault.caseload, "shorter")
        keep(vault.service, LONG)

    assert told(on_disk) == {}


def test_a_log_that_is_longer_than_the_one_before_it_is_taken_whole(on_disk: ServiceOnDisk) -> None:
    with on_disk.open() as vault:
        for length in (FOLDED_AFTER + 1, 3 * FOLDED_AFTER, FOLDED_AFTER + 1, 2):
            keep(vault.caseload, f"{length}" * (PAGE * length // len(f"{length}")))
        vault.caseload.fold_log()
        keep(vault.caseload, LONG * 10)

    assert told(on_disk) == {}


@pytest.mark.parametrize("is_folded", [False, True])
def test_what_is_written_past_a_change_is_the_sessions_own(
    on_disk: ServiceOnDisk, *, is_folded: bool
) -> None:
    """A step of the schema is, and whatever puts a file right as it is opened."""
    with on_disk.open() as vault:
        vault.caseload.run("CREATE TABLE hers (said TEXT)")
        for number in range(3 * FOLDED_AFTER):
            vault.caseload.run("INSERT INTO hers VALUES (?)", (f"{number}" * PAGE,))
        vault.caseload.run("DROP TABLE hers")
        if is_folded:
            vault.caseload.fold_log()

    assert told(on_disk) == {}


def test_a_file_that_the_session_makes_smaller_is_its_own(on_disk: ServiceOnDisk) -> None:
    path = path_of(on_disk, "caseload")
    with on_disk.open() as vault:
        keep(vault.caseload, LONG * 10)
    before = path.stat().st_size
    with on_disk.open() as vault:
        keep(vault.caseload, "")
        vault.caseload.run("VACUUM")

    assert path.stat().st_size < before
    assert told(on_disk) == {}


@pytest.mark.parametrize("count", [1, 2])
@pytest.mark.parametrize("file", ["service", "caseload"])
def test_older_pages_that_the_session_does_not_write_are_told(
    on_disk: ServiceOnDisk, file: str, count: int
) -> None:
    older = older_pages(on_disk, file)
    with on_disk.open():
        put_into(path_of(on_disk, file), dict([*older.items()][-count:]))

    assert told(on_disk) == {file: CHANGED}


def test_the_client_of_before_is_told_with_the_page(on_disk: ServiceOnDisk) -> None:
    older = older_pages(on_disk, "caseload")
    with on_disk.open():
        put_into(path_of(on_disk, "caseload"), older)

    with on_disk.open() as vault:
        assert codes_in(vault) == ["K4-100", "K4-200"]  # what cannot be undone
        assert vault.caseload.anchor.was_changed


def test_a_page_that_the_session_wrote_is_told_where_another_is_in_its_place(
    on_disk: ServiceOnDisk,
) -> None:
    path = path_of(on_disk, "caseload")
    older_pages(on_disk, "caseload")
    before = path.read_bytes()
    with on_disk.open() as vault:
        keep(vault.caseload, LONG)
        vault.caseload.fold_log()
        differ = pages_that_differ(before, path.read_bytes())
        put_into(path, {max(differ): differ[max(differ)]})

    assert told(on_disk) == {"caseload": CHANGED}


@pytest.mark.parametrize("file", ["service", "caseload"])
def test_an_older_page_that_the_session_reads_and_writes_is_told(
    on_disk: ServiceOnDisk, file: str
) -> None:
    """What it made of it replaces the page as the log is folded, and rests on the older one."""
    path = path_of(on_disk, file)
    with on_disk.open() as vault:
        keep(file_of(vault, file), LONG)
    before = path.read_bytes()
    with on_disk.open() as vault:
        keep(file_of(vault, file), LONG.upper())
    differ = pages_that_differ(before, path.read_bytes())
    with on_disk.open() as vault:
        written = frames_of(path)
        put_into(path, {n: page for n, page in differ.items() if n not in written})
        keep(file_of(vault, file), "")
        assert {*differ} & frames_of(path) - written

    assert told(on_disk) == {file: CHANGED}


def frames_of(path: Path) -> set[int]:
    """The numbers of the pages that stand in the log of a file."""
    log = log_beside(path).read_bytes()
    return {int.from_bytes(log[at : at + 4]) for at in range(32, len(log), 24 + PAGE)}


def test_a_page_that_is_added_at_the_end_goes_again(on_disk: ServiceOnDisk) -> None:
    path = path_of(on_disk, "caseload")
    older_pages(on_disk, "caseload")
    with on_disk.open():
        size = path.stat().st_size
        with path.open("ab") as file:
            file.write(path.read_bytes()[-PAGE:])

    assert path.stat().st_size == size
    assert told(on_disk) == {}


@pytest.mark.parametrize("length", [10, 40_000])
def test_a_file_that_is_cut_off_in_a_session_is_refused_or_told(
    on_disk: ServiceOnDisk, length: int
) -> None:
    """It is refused where the session wrote nothing over what is missing."""
    path = path_of(on_disk, "caseload")
    older_pages(on_disk, "caseload")
    with on_disk.open() as vault:
        os.truncate(path, path.stat().st_size - 4 * PAGE)
        with suppress(RecordError):
            keep(vault.caseload, "x" * length)

    with suppress(RecordDamaged), on_disk.open() as vault:
        look_before_work(vault)
        assert LEFT_OPEN in vault.warnings or on_disk.uid in told_of(vault)


def appended(data: bytes) -> bytes:
    return data + data[-PAGE:]


def cut_off(data: bytes) -> bytes:
    return data[:-PAGE]


def with_a_few_bytes_more(data: bytes) -> bytes:
    return data + b"more"


@pytest.mark.parametrize("done", [appended, cut_off, with_a_few_bytes_more])
def test_a_file_of_another_length_is_told(
    on_disk: ServiceOnDisk, done: Callable[[bytes], bytes]
) -> None:
    """A session that adds nothing to a service file leaves the end of it as it is."""
    older_pages(on_disk, "service")
    path = path_of(on_disk, "service")
    pages = KnownPages(content(path).macs)

    path.write_bytes(done(path.read_bytes()))

    assert not pages.are(content(path).macs)


def content(path: Path) -> Content:
    found = content_of(path)
    assert found is not None
    return found


def test_what_a_session_that_was_cut_off_left_in_the_log_is_no_change(
    on_disk: ServiceOnDisk,
) -> None:
    with on_disk.open() as vault:
        keep(vault.caseload, LONG)
        kept = {each: each.read_bytes() for each in on_disk.folder.rglob("*") if each.is_file()}
    for each, data in kept.items():
        each.write_bytes(data)
    assert log_beside(path_of(on_disk, "caseload")).stat().st_size > len(LONG)

    with on_disk.open() as vault:
        assert LEFT_OPEN in vault.warnings

    assert told(on_disk) == {}


def test_another_key_for_all_pages_is_no_change(on_disk: ServiceOnDisk) -> None:
    path = path_of(on_disk, "caseload")
    with on_disk.open() as vault:
        keep(vault.caseload, LONG)
    before = content(path).macs
    with on_disk.open() as vault:
        pages = vault.caseload._pages
        vault.caseload._change_pages(Masked(bytearray(b"another key") + bytes(21)))

    now = content(path).macs
    assert pages is not None
    assert pages.is_sure
    assert pages.are(now)
    assert not {*pages_of(before)} & {*pages_of(now)}


def test_a_new_key_that_stays_in_the_log_is_no_change(
    on_disk: ServiceOnDisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Closing says nothing where the disk did not let it fold: the next opening finds the log."""
    path = path_of(on_disk, "caseload")
    unfolded: dict[Path, bytes] = {}

    def change(connection: dbapi2.Connection, key: Masked) -> None:
        change_key(connection, key)
        unfolded.update({each: each.read_bytes() for each in (path, log_beside(path))})

    def opened_unfolded(place: Path, key: Masked) -> dbapi2.Connection:
        for each, data in unfolded.items():
            each.write_bytes(data)
        return open_connection(place, key)

    with on_disk.open() as vault:
        keep(vault.caseload, LONG)
        with monkeypatch.context() as failing:
            failing.setattr(database, "change_key", change)
            failing.setattr(database, "open_connection", opened_unfolded)
            change_caseload_key(vault, vault.person.uid)
        assert unfolded
        keep(vault.caseload, "shorter")

    assert told(on_disk) == {}


def pages_of(macs: bytes) -> list[bytes]:
    return [macs[at : at + 8] for at in range(0, len(macs), 8)]


def test_a_log_that_begins_anew_unseen_is_taken_from_its_first_page(on_disk: ServiceOnDisk) -> None:
    """So it is where the disk was full just after the log had been folded in."""
    with on_disk.open() as vault:
        keep(vault.caseload, "short")
        vault.caseload.live.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        keep(vault.caseload, LONG * 10)

    assert told(on_disk) == {}


def test_a_log_that_could_not_be_folded_in_is_taken_once_more(on_disk: ServiceOnDisk) -> None:
    """So it is where the disk was full as a file was closed whose key was being changed."""
    with on_disk.open() as vault:
        keep(vault.caseload, LONG)
        pages = vault.caseload._pages
        pages.end()
        pages.go_on_over(vault.caseload._connection, path_of(on_disk, "caseload"))
        keep(vault.caseload, "shorter")

    assert told(on_disk) == {}


def test_a_file_that_gets_a_log_is_not_changed_by_that(on_disk: ServiceOnDisk) -> None:
    """One that was put back has none: its first page is written past the log, to say so."""
    path = path_of(on_disk, "service")
    with on_disk.open() as vault, vault.service._cipher_key.revealed() as whole:
        key = Masked(bytearray(whole))
    connection = open_connection(path, key)
    connection.execute("PRAGMA journal_mode = DELETE").fetchall()
    connection.close()
    with on_disk.open() as vault:
        assert vault.service.anchor.was_changed

    with on_disk.open() as vault:
        assert not vault.service.anchor.was_changed


def test_while_an_answer_is_read_nothing_is_missed(on_disk: ServiceOnDisk) -> None:
    with on_disk.open() as vault:
        add_clients(vault, "K4-100", "K4-200")
        answer = vault.caseload.live.execute("SELECT code FROM clients")
        answer.fetchone()
        for number in range(20):
            keep(vault.caseload, f"{number}" * 20_000)
        log = log_beside(path_of(on_disk, "caseload"))
        assert log.stat().st_size > FOLDED_AFTER * PAGE
        answer.close()
        keep(vault.caseload, "short")

    assert told(on_disk) == {}


def test_what_cannot_be_taken_at_the_end_is_missed(on_disk: ServiceOnDisk) -> None:
    with on_disk.open() as vault:
        add_clients(vault, "K4-100", "K4-200")
        answer = vault.caseload.live.execute("SELECT code FROM clients")
        answer.fetchone()
        pages = vault.caseload._pages
        assert pages is not None
        pages.end()
        answer.close()
        assert not pages.is_sure

    with on_disk.open() as vault:
        assert LEFT_OPEN in vault.warnings


def test_where_the_log_cannot_be_read_the_file_counts_as_left_open(
    on_disk: ServiceOnDisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = path_of(on_disk, "caseload")
    for name, refused in (("open_beside", no_file), ("os", CutOff)):
        with monkeypatch.context() as broken:
            broken.setattr(known_pages, name, refused)
            with on_disk.open() as vault:
                for number in range(50):
                    keep(vault.caseload, f"{number}" * 20_000)
                assert log_beside(path).stat().st_size < 2 * FOLDED_AFTER * PAGE
        with on_disk.open() as vault:
            assert LEFT_OPEN in vault.warnings
            assert not vault.caseload.anchor.was_changed
    assert told(on_disk) == {}


def no_file(*_where: object) -> int:
    raise OSError


class CutOff:
    """A system that reads nothing."""

    SEEK_SET = os.SEEK_SET
    lseek = staticmethod(os.lseek)

    @staticmethod
    def read(_file: int, _length: int) -> bytes:
        return b""
