"""Where the disk keeps nothing, all can be read, nothing is written, each change is refused."""

import hashlib
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.record.damage import abandon
from tests.support.record.records import ServiceOnDisk, a_client
from tests.support.record.services import PASSPHRASE, founder
from tests.support.record.whole_clients import a_whole_client, dump
from therapist_app.record.clients import clients
from therapist_app.record.clock_and_random import system_sources
from therapist_app.record.crypto.kdf import FLOOR
from therapist_app.record.database import audit, connection, opening
from therapist_app.record.errors import (
    CannotWrite,
    DiskFull,
    StatementRefused,
    WrongPassphrase,
)
from therapist_app.record.header.header_file import load_header
from therapist_app.record.sign_in.unlocking import (
    create_service,
    open_with_keys_to_read,
    unlock,
    unlock_to_read,
)
from therapist_app.record.vault import vault as vault_module
from therapist_app.record.vault.vault import Vault


def opened(on_disk: ServiceOnDisk) -> Vault:
    header = load_header(on_disk.place.header)
    keys, sources = on_disk.keys(), on_disk.sources
    return open_with_keys_to_read(
        on_disk.place, header, on_disk.uid, keys, sources, because="disk-full"
    )


def files_of(folder: Path) -> dict[str, str]:
    return {
        str(each.relative_to(folder)): hashlib.sha256(each.read_bytes()).hexdigest()
        for each in folder.rglob("*")
        if each.is_file()
    }


@pytest.fixture
def whole(on_disk: ServiceOnDisk) -> dict[str, list[tuple[object, ...]]]:
    with on_disk.open() as vault:
        a_whole_client(vault.caseload, "A1-111", "Zanzibarcanary")
        return but_for_the_mark(dump(vault.caseload))


def but_for_the_mark(
    rows: dict[str, list[tuple[object, ...]]],
) -> dict[str, list[tuple[object, ...]]]:
    """Return rows without how far the service file went, which closing keeps."""
    return {**rows, "about": [each for each in rows["about"] if "service_mark" not in str(each)]}


@pytest.fixture
def in_the_log(on_disk: ServiceOnDisk) -> dict[str, list[tuple[object, ...]]]:
    """What stands in the log of a record whose laptop stopped in the middle of the work."""
    vault = on_disk.open()
    a_whole_client(vault.caseload, "A1-111", "Zanzibarcanary")
    rows = dump(vault.caseload)
    abandon(vault)
    return rows


def test_all_of_it_can_be_read_and_no_byte_of_the_folder_changes(
    on_disk: ServiceOnDisk, whole: dict[str, list[tuple[object, ...]]]
) -> None:
    before = files_of(on_disk.folder)

    with opened(on_disk) as vault:
        assert but_for_the_mark(dump(vault.caseload)) == whole
        assert vault.only_read_because == "disk-full"
        assert vault.is_only_read
        audit.note(vault.caseload, "client_opened", "client:any")

    assert files_of(on_disk.folder) == before
    assert not vault.is_open


@pytest.mark.usefixtures("whole")
def test_every_change_is_refused_before_it_begins(on_disk: ServiceOnDisk) -> None:
    with opened(on_disk) as vault:
        with pytest.raises(CannotWrite, match="only-read"):
            clients.add(vault.caseload, a_client(vault.caseload))
        with pytest.raises(CannotWrite, match="only-read"), vault.service.change("any", "any"):
            pass
        with pytest.raises(CannotWrite, match="only-read"):
            vault.require_writing()
        with pytest.raises(CannotWrite, match="read-only"):
            vault.caseload.run("DELETE FROM clients").fetchall()

    with on_disk.open() as again:
        assert not again.is_only_read
        again.require_writing()


def test_what_stands_in_the_log_of_a_full_disk_is_read_too(
    on_disk: ServiceOnDisk, in_the_log: dict[str, list[tuple[object, ...]]]
) -> None:
    with opened(on_disk) as vault:
        assert dump(vault.caseload) == in_the_log
        with pytest.raises(CannotWrite, match="read-only"):
            vault.caseload.run("DELETE FROM clients").fetchall()


class Protected:
    """A disk that lets nothing be opened for writing where the record lies."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._folder, self._connect = folder, connection._connect
        self.elsewhere: list[Path] = []
        monkeypatch.setattr(connection, "_connect", self.connect)

    def connect(self, path, key):
        if path.is_relative_to(self._folder):
            raise CannotWrite("read-only")
        self.elsewhere.append(path)
        return self._connect(path, key)


class HoldsWhatIsOpen:
    """A system on which nothing is removed while somebody has it open."""

    def __init__(self, protected: Protected, monkeypatch: pytest.MonkeyPatch) -> None:
        self.is_open = True
        self._remove, self._protected = shutil.rmtree, protected
        monkeypatch.setattr(shutil, "rmtree", self.remove)

    def remove(self, path, *, ignore_errors=False):
        if not self.is_open or path not in [each.parent for each in self._protected.elsewhere]:
            self._remove(path, ignore_errors=ignore_errors)
        elif not ignore_errors:
            raise PermissionError(13, "It is held")


def test_where_what_is_open_cannot_be_removed_the_copy_is_gone_once_it_is_closed(
    on_disk: ServiceOnDisk,
    in_the_log: dict[str, list[tuple[object, ...]]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    protected = Protected(on_disk.folder, monkeypatch)
    system = HoldsWhatIsOpen(protected, monkeypatch)

    with opened(on_disk) as vault:
        assert dump(vault.caseload) == in_the_log
        copies = [each.parent for each in protected.elsewhere]
        assert copies
        assert any(each.exists() for each in copies)
        system.is_open = False

    assert not any(each.exists() for each in copies)


def test_what_stands_in_the_log_of_a_protected_disk_is_read_from_a_copy_that_is_gone_at_once(
    on_disk: ServiceOnDisk,
    in_the_log: dict[str, list[tuple[object, ...]]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = files_of(on_disk.folder)
    protected = Protected(on_disk.folder, monkeypatch)

    with opened(on_disk) as vault:
        assert dump(vault.caseload) == in_the_log
        assert protected.elsewhere
        assert not any(each.parent.exists() for each in protected.elsewhere)

    assert files_of(on_disk.folder) == before


@pytest.mark.usefixtures("in_the_log")
@pytest.mark.parametrize("refusing", ["shutil.copyfile", "tempfile.mkdtemp"])
def test_where_there_is_no_room_for_that_copy_it_is_said(
    on_disk: ServiceOnDisk, monkeypatch: pytest.MonkeyPatch, refusing: str
) -> None:
    def refuse(*_arguments: object, **_named: object) -> None:
        raise OSError(28, "no room")

    Protected(on_disk.folder, monkeypatch)
    monkeypatch.setattr(refusing, refuse)

    with pytest.raises(DiskFull):
        opened(on_disk)


@pytest.mark.usefixtures("whole")
def test_a_record_of_an_older_version_must_be_brought_up_first(
    on_disk: ServiceOnDisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "NEWEST", opening.NEWEST + 1)

    with pytest.raises(CannotWrite, match="not-brought-up"):
        opened(on_disk)


@pytest.mark.usefixtures("whole")
def test_an_older_caseload_is_told_though_it_cannot_be_noted(
    on_disk: ServiceOnDisk, tmp_path: Path
) -> None:
    shutil.copytree(on_disk.place.caseloads, tmp_path / "before")
    with on_disk.open() as vault:
        clients.add(vault.caseload, a_client(vault.caseload))
    shutil.rmtree(on_disk.place.caseloads)
    shutil.copytree(tmp_path / "before", on_disk.place.caseloads)

    with opened(on_disk) as vault:
        assert "caseload-older" in vault.warnings


@pytest.mark.usefixtures("whole")
def test_another_list_of_people_is_refused_here_too(
    on_disk: ServiceOnDisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object) -> None:
        raise StatementRefused("older")

    monkeypatch.setattr(vault_module, "check_seen", refuse)
    before = files_of(on_disk.folder)

    with pytest.raises(StatementRefused):
        opened(on_disk)

    assert files_of(on_disk.folder) == before


def test_with_a_passphrase_it_opens_as_ever_and_a_wrong_one_is_wrong(tmp_path: Path) -> None:
    folder, sources = tmp_path / "service", system_sources()
    made = create_service(folder, founder(), practice=False, cost=FLOOR, sources=sources)
    with unlock(
        folder, made.uid, bytearray(PASSPHRASE.encode()), practice=False, sources=sources
    ) as vault:
        clients.add(vault.caseload, a_client(vault.caseload))
    words, wrong = bytearray(PASSPHRASE.encode()), bytearray(b"something else altogether")

    with unlock_to_read(
        folder, made.uid, words, "disk-protected", practice=False, sources=sources
    ) as vault:
        assert clients.count(vault.caseload) == 1
        assert vault.only_read_because == "disk-protected"
    with pytest.raises(WrongPassphrase):
        unlock_to_read(folder, made.uid, wrong, "disk-full", practice=False, sources=sources)

    assert set(words) == set(wrong) == {0}
    assert not (folder / "attempts").exists()


def test_who_keeps_no_clients_reads_the_service_alone(tmp_path: Path) -> None:
    folder, sources = tmp_path / "service", system_sources()
    who = replace(founder(), roles=("keeper",))
    made = create_service(folder, who, practice=False, cost=FLOOR, sources=sources)
    words = bytearray(PASSPHRASE.encode())

    with unlock_to_read(
        folder, made.uid, words, "disk-full", practice=False, sources=sources
    ) as vault:
        assert vault.caseload_id is None
        assert vault.is_only_read
