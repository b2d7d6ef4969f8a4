"""Laying out a service."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.record.records import lay_out
from therapist_app.record.crypto.sealed_box import unseal
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.errors import DiskFull, FolderInUse, NoCaseload, RecordDamaged
from therapist_app.record.header.header import CONTINUITY, box_context
from therapist_app.record.header.header_file import load_header
from therapist_app.record.header.person_keys import continuity_private
from therapist_app.record.vault import founding


@pytest.fixture
def careless_umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.usefixtures("careless_umask")
def test_everything_is_its_owners_whatever_the_umask_says(tmp_path: Path) -> None:
    on_disk = lay_out(tmp_path)
    with on_disk.open():
        paths = [on_disk.folder, *on_disk.folder.rglob("*")]
        modes = {
            path.relative_to(tmp_path).as_posix().replace(on_disk.uid, "uid"): stat.S_IMODE(
                path.stat().st_mode
            )
            for path in paths
        }

    assert modes == {
        "service": 0o700,
        "service/header.json": 0o600,
        "service/service.db": 0o600,
        "service/service.db-wal": 0o600,
        "service/service.anchor": 0o600,
        "service/caseloads": 0o700,
        "service/caseloads/uid.db": 0o600,
        "service/caseloads/uid.db-wal": 0o600,
        "service/caseloads/uid.anchor": 0o600,
        "service/open-by": 0o600,
        "service/backups": 0o700,
        "service/backups/header.json": 0o600,
    }


def test_closing_leaves_no_log_behind(tmp_path: Path) -> None:
    on_disk = lay_out(tmp_path)

    on_disk.open().close()

    assert not list(on_disk.folder.rglob("*-wal"))
    assert not list(on_disk.folder.rglob("*-shm"))


def test_an_empty_folder_is_used(tmp_path: Path) -> None:
    (tmp_path / "service").mkdir()

    lay_out(tmp_path).open().close()

    assert (tmp_path / "service" / "header.json").is_file()


def test_a_folder_that_holds_anything_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "service").mkdir()
    (tmp_path / "service" / "letter.txt").write_text("mine")

    with pytest.raises(FolderInUse):
        lay_out(tmp_path)

    assert [each.name for each in (tmp_path / "service").iterdir()] == ["letter.txt"]


@pytest.mark.parametrize("kind", ["link", "file"])
def test_a_file_or_a_link_is_left_alone(tmp_path: Path, kind: str) -> None:
    (tmp_path / "elsewhere").mkdir()
    if kind == "link":
        (tmp_path / "service").symlink_to(tmp_path / "elsewhere")
    else:
        (tmp_path / "service").write_text("mine")

    with pytest.raises(FolderInUse):
        lay_out(tmp_path)


def test_a_set_up_that_fails_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(founding, "keep_header", full)

    with pytest.raises(DiskFull):
        lay_out(tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_a_failure_of_the_database_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(*_arguments: object) -> None:
        raise RecordDamaged

    monkeypatch.setattr(founding, "create_database", damaged)

    with pytest.raises(RecordDamaged):
        lay_out(tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_somebody_who_is_no_therapist_keeps_no_caseload(tmp_path: Path) -> None:
    on_disk = lay_out(tmp_path, roles=("keeper",))

    with on_disk.open() as vault:
        with pytest.raises(NoCaseload):
            _ = vault.caseload
        assert len(vault.databases) == 1

    assert list(on_disk.place.caseloads.iterdir()) == []


def test_the_continuity_sheet_opens_the_key_of_a_caseload(tmp_path: Path) -> None:
    on_disk = lay_out(tmp_path)
    header = load_header(on_disk.place.header)
    grant = header.grant(on_disk.uid)
    assert grant is not None

    private = Masked(continuity_private(bytearray(on_disk.continuity_secret)))
    context = box_context(header.service_id, f"caseload {on_disk.uid}", CONTINUITY)
    own = box_context(header.service_id, f"caseload {on_disk.uid}", on_disk.uid)

    by_continuity = unseal(grant.boxes_for(CONTINUITY)[0].sealed, private, context)
    by_owner = unseal(grant.boxes_for(on_disk.uid)[0].sealed, on_disk.keys().opening, own)
    assert by_continuity == by_owner


def test_practice_from_the_same_seed_is_the_same_service(tmp_path: Path) -> None:
    first, again, other = (
        lay_out(tmp_path / name, seed=seed)
        for name, seed in (("first", 1), ("again", 1), ("other", 2))
    )

    headers = [each.place.header.read_bytes() for each in (first, again, other)]

    assert headers[0] == headers[1] != headers[2]


def test_a_new_service_has_no_content_packs_beside_its_databases(tmp_path: Path) -> None:
    place = lay_out(tmp_path).place

    assert place.packs.parent == place.service.parent
    assert not place.packs.exists()
