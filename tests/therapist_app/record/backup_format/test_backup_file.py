"""One backup as a file: what it shows, whom it opens for, and that no byte of it can change."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from tests.support.record.records import ServiceOnDisk, lay_out
from tests.support.record.safekeeping import (
    back_up_quietly,
    colleague_of,
    holder_of,
    newest_path,
)
from tests.support.sampling import sampled
from therapist_app.record.backup_format import backup_file, verifying
from therapist_app.record.backup_format.backup_file import (
    BackupFile,
    Manifest,
    label_of,
    lock_manifest,
    open_backup,
    read_label,
    read_tail,
    spell_label,
)
from therapist_app.record.backup_format.backup_making import backup_name
from therapist_app.record.backup_format.verifying import SUBCOMMAND, fault_of
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.database import connection
from therapist_app.record.database.anchor import Mark
from therapist_app.record.database.columns import FIRST_MOMENT, LAST_MOMENT
from therapist_app.record.database.figures import Figures
from therapist_app.record.errors import (
    BackupDamaged,
    BackupPlaceMissing,
    BackupRefused,
    RecordTooNew,
)
from therapist_app.record.folder import strict_json
from therapist_app.record.header.header import CONTINUITY, SERVICE
from therapist_app.record.header.header_file import load_header, parse_header
from therapist_app.record.header.key_boxes import data_keys, holders


@pytest.fixture
def backup(backed_up: ServiceOnDisk) -> BackupFile:
    """A backup of the founder's caseload."""
    [path] = backed_up.place.backups.glob("caseload-*.tvb")
    return opened(backed_up, path)


def opened(on_disk: ServiceOnDisk, path: Path) -> BackupFile:
    return open_backup(path, on_disk.uid, on_disk.keys().opening)


def test_in_the_clear_stands_only_whose_it_is_and_to_whom_it_is_sealed(
    backed_up: ServiceOnDisk, backup: BackupFile
) -> None:
    spelt = read_tail(backup.path).label

    fields = strict_json.parse(spelt)

    assert set(fields) == {
        *("format", "version", "service_id", "database", "made_at", "generation"),
        *("boxes", "header"),
    }
    assert fields["database"] == backed_up.uid
    assert fields["header"] == ""


# Acceptance G99
def test_it_is_sealed_to_exactly_those_who_hold_the_data_key(on_disk: ServiceOnDisk) -> None:
    colleague = colleague_of(on_disk, "therapist")
    with on_disk.open() as vault:
        back_up_quietly(vault)
        caseload, service = newest_path(vault), newest_path(vault, SERVICE)

    assert [uid for uid, _ in label_of(caseload).boxes] == [on_disk.uid, CONTINUITY]
    assert [uid for uid, _ in label_of(service).boxes] == [on_disk.uid, CONTINUITY, colleague.uid]
    with pytest.raises(BackupRefused, match="not-yours"):
        open_backup(caseload, colleague.uid, colleague.keys().opening)
    open_backup(service, colleague.uid, colleague.keys().opening)


def test_a_private_key_of_somebody_else_opens_no_box(
    backed_up: ServiceOnDisk, backup: BackupFile
) -> None:
    with pytest.raises(BackupDamaged, match="label"):
        open_backup(backup.path, backed_up.uid, Masked(bytearray(b"\1" * 32)))


def test_a_database_that_the_header_does_not_know_has_no_holders(on_disk: ServiceOnDisk) -> None:
    header = load_header(on_disk.place.header)

    with pytest.raises(BackupRefused, match="another-caseload"):
        holders(header, "0" * 32)
    boxes = tuple(each for each in header.service_boxes if each.to != CONTINUITY)
    without = replace(header, continuity=None, service_boxes=boxes)
    assert [uid for uid, _ in holders(without, SERVICE)] == [on_disk.uid]


def test_who_holds_no_key_gets_none(backed_up: ServiceOnDisk) -> None:
    header = load_header(backed_up.place.header)

    with pytest.raises(BackupRefused, match="not-yours"):
        data_keys(header, backed_up.uid, "0" * 32, backed_up.keys().opening)


def test_the_service_files_backup_carries_the_header(on_disk: ServiceOnDisk) -> None:
    with on_disk.open() as vault:
        back_up_quietly(vault)
        header, path = vault.header, newest_path(vault, SERVICE)

    assert parse_header(label_of(path).header.encode()) == header


def test_it_is_private_and_has_a_key_of_its_own(
    backed_up: ServiceOnDisk, backup: BackupFile
) -> None:
    with backed_up.open() as vault:
        backed_up.clock.advance(3600)
        back_up_quietly(vault)
        other = opened(backed_up, newest_path(vault))

    assert backup.path.stat().st_mode & 0o777 == 0o600
    assert fault_of(other.path, backup.secret) == "manifest"
    assert fault_of(other.path, other.secret) == ""


# Acceptance G97
@pytest.mark.parametrize("every", sampled([3, 1], every=2))
def test_one_changed_byte_anywhere_is_found(backup: BackupFile, every: int) -> None:
    whole = backup.path.read_bytes()
    start = read_tail(backup.path).start
    # In each page of the database four places, in the tail every seventh byte and the footer.
    places = {page + at for page in range(0, start, 4096) for at in (0, 100, 2000, 4095)}
    places |= set(range(start, len(whole), 19)) | set(range(len(whole) - 24, len(whole)))

    missed = []
    for at in sorted(places)[::every]:
        spoilt = bytearray(whole)
        spoilt[at] ^= 0x40
        backup.path.write_bytes(spoilt)
        if fault_of(backup.path, backup.secret) == "":
            missed.append(at)

    assert missed == []


@pytest.mark.parametrize("cut", [1, 100, 4096, 8192, 100_000])
def test_a_cut_off_backup_is_found(backup: BackupFile, cut: int) -> None:
    whole = backup.path.read_bytes()

    backup.path.write_bytes(whole[:-cut])

    assert fault_of(backup.path, backup.secret) != ""


@pytest.mark.parametrize("content", [b"", b"short", bytes(4096), b"x" * 9000])
def test_another_file_is_no_backup(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "other.tvb").write_bytes(content)

    with pytest.raises(BackupDamaged):
        label_of(tmp_path / "other.tvb")


def test_a_folder_a_link_and_nothing_are_no_backups(tmp_path: Path, backup: BackupFile) -> None:
    link = tmp_path / "link.tvb"
    link.symlink_to(backup.path)

    for path in (tmp_path, link):
        with pytest.raises(BackupDamaged, match="no-backup"):
            label_of(path)
    with pytest.raises(BackupPlaceMissing):
        label_of(tmp_path / "nothing.tvb")


@pytest.mark.parametrize("longer", [0, 4, 20])
def test_an_end_of_a_later_version_is_told_apart_from_damage(
    backup: BackupFile, longer: int
) -> None:
    whole = backup.path.read_bytes()
    later = b"record backup 3\n".ljust(28 + longer, b"\1")

    backup.path.write_bytes(whole[: -len(later)] + later)
    with pytest.raises(RecordTooNew):
        label_of(backup.path)
    assert fault_of(backup.path, backup.secret) == RecordTooNew.code
    backup.path.write_bytes(whole[: -len(later)] + later.replace(b"3", b"?"))
    with pytest.raises(BackupDamaged):
        label_of(backup.path)


def test_a_label_of_a_moment_that_no_clock_shows_is_damaged(backup: BackupFile) -> None:
    first = replace(backup.label, made_at=FIRST_MOMENT)
    assert read_label(spell_label(first)) == first

    with pytest.raises(BackupDamaged, match="label"):
        read_label(spell_label(replace(first, made_at=LAST_MOMENT)))


def test_a_label_of_a_later_version_is_told_apart_from_damage(
    backup: BackupFile,
) -> None:
    later = spell_label(replace(backup.label, version=3))

    with pytest.raises(RecordTooNew):
        read_label(later)
    with pytest.raises(BackupDamaged):
        read_label(later.replace(b"therapist record backup", b"therapist record BACKUP"))
    for spelt in (b"no label at all", b"{}", b'{"format":"therapist record backup"}'):
        with pytest.raises(BackupDamaged, match="label"):
            read_label(spelt)
    assert read_label(spell_label(backup.label)) == backup.label


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *((field, value) for field in ("service_id", "database", "header") for value in ([], 3)),
        ("boxes", [[3, "00"]]),
    ],
)
def test_a_label_whose_fields_are_no_texts_is_damage_and_stops_nobody(
    backup: BackupFile, field: str, value: object
) -> None:
    fields = {**strict_json.parse(spell_label(backup.label)), field: value}

    with pytest.raises(BackupDamaged, match="label"):
        read_label(strict_json.canonical(fields))


@pytest.mark.usefixtures("reads_back_beside")
def test_it_is_read_back_in_a_fresh_process_that_gets_the_key_on_standard_input(
    backup: BackupFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[subprocess.Popen[bytes]] = []
    real = subprocess.Popen

    def start(*arguments: object, **keywords: object) -> object:
        process = real(*arguments, **keywords)  # type: ignore[call-overload]
        started.append(process)
        return process

    monkeypatch.setattr(verifying.subprocess, "Popen", start)
    environment = dict(os.environ)

    assert verifying.read_back(backup.path, backup.secret) == ""

    [process] = started
    with backup.secret.revealed() as whole:
        told = " ".join([str(process.args), str(environment)])
        assert bytes(whole).hex() not in told
        assert str(backup.path) not in str(process.args)
    assert process.pid != os.getpid()


@pytest.mark.usefixtures("reads_back_beside")
def test_a_process_that_says_nothing_vouches_for_nothing(
    backup: BackupFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        verifying, "_arguments", lambda: [sys.executable, "-c", "import sys; sys.stdin.read()"]
    )

    assert verifying.read_back(backup.path, backup.secret) == "reading"
    backup.path.unlink()
    with pytest.raises(BackupPlaceMissing):
        verifying.read_back(backup.path, backup.secret)


def test_a_bundled_application_starts_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verifying.sys, "frozen", "yes", raising=False)

    assert verifying._arguments() == [verifying.sys.executable, "record", SUBCOMMAND]


def test_what_cannot_be_read_is_a_fault(
    backup: BackupFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verifying, "fault_of_copy", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        fault_of(backup.path, backup.secret)

    def fail(*_given: object, **_named: object) -> None:
        raise connection.CannotWrite("disk")

    monkeypatch.setattr(verifying, "read_copy", fail)
    assert fault_of(backup.path, backup.secret) == "cannot-write"


def test_a_system_that_cannot_forget_its_cache_reads_all_the_same(
    backup: BackupFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "posix_fadvise", raising=False)

    assert backup_file.digest_of(backup.path, backup.manifest.size) == backup.manifest.sha256


def test_services_keep_apart(tmp_path: Path, backup: BackupFile) -> None:
    (tmp_path / "other").mkdir()
    other = holder_of(lay_out(tmp_path / "other", practice=False))

    with pytest.raises(BackupRefused, match="not-yours"):
        open_backup(backup.path, other.uid, other.keys().opening)


def test_the_process_that_reads_back_ends_quietly_when_nobody_waits_for_it(
    backup: BackupFile,
) -> None:
    with backup.secret.revealed() as whole:
        asked = bytes(whole) + os.fsencode(backup.path)
    reader, writer = os.pipe()
    os.close(reader)

    done = subprocess.run(
        [sys.executable, "-m", "therapist_app.record.backup_format.verifying"],
        input=asked,
        stdout=writer,
        stderr=subprocess.PIPE,
        cwd=Path(__file__).parents[4],
        check=False,
    )
    os.close(writer)

    assert (done.returncode, done.stderr) == (0, b"")


def test_the_names_of_the_backups_of_a_database_go_by_when_they_were_made() -> None:
    first = datetime(2026, 2, 27, 23, 30, tzinfo=UTC)
    steps = (1, 3_600, 86_400, 8 * 86_400, 40 * 86_400, 400 * 86_400)
    moments = [first, *(first + timedelta(seconds=each) for each in steps)]
    zones = (UTC, timezone(timedelta(hours=13)), timezone(timedelta(hours=-9)))

    named = [
        backup_name("a" * 32, SERVICE, moment.astimezone(zones[at % 3]), f"{9 - at}" * 32)
        for at, moment in enumerate(moments)
    ]

    assert named == sorted(named)


def test_the_key_of_a_manifest_is_wiped_once_it_is_locked(monkeypatch: pytest.MonkeyPatch) -> None:
    made = bytearray(b"k" * 32)
    monkeypatch.setattr(backup_file, "_manifest_key", lambda _key: made)
    manifest = Manifest(
        id="1" * 32,
        header_generation=1,
        application="1",
        figures=Figures(1, (), Mark(0, bytes(32)), None),
        size=0,
        sha256=bytes(32),
        made_by="a" * 32,
        header="",
    )

    lock_manifest(manifest, Masked(bytearray(32)), b"label", bytes(12))

    assert made == bytes(32)
