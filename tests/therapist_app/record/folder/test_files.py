"""Small private files."""

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from session_forms import held_files
from tests.support.record.records import a_client, lay_out
from therapist_app.record.clients import clients
from therapist_app.record.errors import CannotWrite, DiskFull, NotARecord
from therapist_app.record.folder import files
from therapist_app.record.folder.files import (
    create_private_file,
    flush_folder,
    make_private_folder,
    read_private_file,
    replace_file,
    translate_os_error,
)


@pytest.fixture
def careless_umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


# Acceptance D68
@pytest.mark.usefixtures("careless_umask")
def test_files_and_folders_are_their_owners_whatever_the_umask_says(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    make_private_folder(folder)
    create_private_file(folder / "new", b"data")
    replace_file(folder / "replaced", b"data")

    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.iterdir())}

    assert modes == {"folder": 0o700, "new": 0o600, "replaced": 0o600}


# Acceptance D68
@pytest.mark.usefixtures("careless_umask")
def test_everything_in_an_open_service_is_its_owners_whatever_the_umask_says(
    tmp_path: Path,
) -> None:
    on_disk = lay_out(tmp_path, practice=False)

    with on_disk.open() as vault:
        clients.add(vault.caseload, a_client(vault.caseload))
        found = [on_disk.folder, *on_disk.folder.rglob("*")]
        modes = {path.suffix: stat.S_IMODE(path.stat().st_mode) for path in found if path.is_file()}
        folders = {stat.S_IMODE(path.stat().st_mode) for path in found if path.is_dir()}

    assert set(modes.values()) == {0o600}
    assert {".db", ".db-wal", ".json", ".anchor"} <= set(modes)
    assert folders == {0o700}


# Acceptance C54
def test_a_file_that_a_scanner_holds_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Held(OSError):
        winerror = 32

    waited: list[float] = []
    monkeypatch.setattr(held_files.time, "sleep", waited.append)
    replace_file(tmp_path / "file", b"first")
    really = Path.replace

    def held_at_first(path: Path, place: Path) -> Path:
        if not waited:
            raise Held
        return really(path, place)

    monkeypatch.setattr(Path, "replace", held_at_first)

    replace_file(tmp_path / "file", b"second")

    assert (tmp_path / "file").read_bytes() == b"second"
    assert len(waited) == 1


def test_a_file_is_never_created_over_another(tmp_path: Path) -> None:
    create_private_file(tmp_path / "file", b"first")

    with pytest.raises(FileExistsError):
        create_private_file(tmp_path / "file", b"second")

    assert (tmp_path / "file").read_bytes() == b"first"


def test_replacing_leaves_the_new_content_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "file.new").write_bytes(b"left over from a cut-off writing")
    replace_file(tmp_path / "file", b"first")

    replace_file(tmp_path / "file", b"second")

    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("file", b"second")]


def test_a_folder_beside_a_file_keeps_nobody_from_replacing_it(tmp_path: Path) -> None:
    """Whoever can write in the folder could keep every change of the header from being made."""
    for _each in range(2):
        (tmp_path / "header.new").mkdir()
        (tmp_path / "header.new" / "hers").write_bytes(b"hers")

        replace_file(tmp_path / "header", b"new")

        assert (tmp_path / "header").read_bytes() == b"new"
    assert len(list(tmp_path.rglob("hers"))) == 2


def test_a_folder_in_the_place_of_a_file_keeps_nobody_from_replacing_it(tmp_path: Path) -> None:
    """In that of the anchor of the service file, or of the count of wrong tries."""
    (tmp_path / "anchor").mkdir()
    (tmp_path / "anchor" / "hers").write_bytes(b"hers")

    replace_file(tmp_path / "anchor", b"new")

    assert (tmp_path / "anchor").read_bytes() == b"new"
    assert [each.read_bytes() for each in tmp_path.rglob("hers")] == [b"hers"]


def test_a_replacing_that_fails_leaves_the_old_content(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace_file(tmp_path / "file", b"first")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DiskFull):
        replace_file(tmp_path / "file", b"second")

    assert (tmp_path / "file").read_bytes() == b"first"


def test_only_a_regular_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"data")
    (tmp_path / "link").symlink_to(tmp_path / "file")
    os.mkfifo(tmp_path / "pipe")

    assert read_private_file(tmp_path / "file", 4) == b"data"
    for other in (tmp_path / "link", tmp_path, tmp_path / "pipe", Path("/dev/null")):
        with pytest.raises(NotARecord):
            read_private_file(other, 4)


def test_a_file_that_is_too_long_or_gone_is_told_apart(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"12345")

    with pytest.raises(NotARecord, match="too-long"):
        read_private_file(tmp_path / "file", 4)
    with pytest.raises(FileNotFoundError):
        read_private_file(tmp_path / "nothing", 4)


@pytest.mark.parametrize("where", ["lstat", "open"])
def test_a_file_that_the_system_refuses_to_read_is_not_taken_for_something_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    def refuse(*_given: object) -> None:
        raise OSError(errno.EACCES if where == "lstat" else errno.EIO, "refused")

    (tmp_path / "file").write_bytes(b"data")
    monkeypatch.setattr(*{"lstat": (Path, "lstat"), "open": (files.os, "open")}[where], refuse)

    with pytest.raises(CannotWrite, match="cannot-open"):
        read_private_file(tmp_path / "file", 4)


def test_a_file_in_the_place_of_the_folder_is_something_else(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"data")

    with pytest.raises(NotARecord):
        read_private_file(tmp_path / "file" / "header.json", 4)


def test_a_link_put_there_between_looking_and_opening_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_bytes(b"data")
    (tmp_path / "link").symlink_to(tmp_path / "file")
    looked_at = (tmp_path / "file").lstat()
    monkeypatch.setattr(Path, "lstat", lambda _path: looked_at)

    with pytest.raises(NotARecord, match="no-regular-file"):
        read_private_file(tmp_path / "link", 4)


def test_a_system_that_cannot_open_folders_does_no_harm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_path: Path, _flags: int) -> int:
        raise PermissionError

    monkeypatch.setattr(files.os, "open", refused)

    (tmp_path / "kept").write_bytes(b"data")
    flush_folder(tmp_path)

    assert (tmp_path / "kept").read_bytes() == b"data"


def test_a_full_disk_is_told_apart_from_one_that_refuses() -> None:
    assert isinstance(translate_os_error(OSError(28, "full")), DiskFull)
    assert isinstance(translate_os_error(OSError(5, "broken")), CannotWrite)
    assert translate_os_error(OSError(errno.EROFS, "protected")).detail == "read-only"


@pytest.mark.usefixtures("careless_umask")
def test_a_folder_is_its_owners_from_the_moment_it_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not only once its rights were taken, which somebody could be quicker than."""
    folder = tmp_path / "folder"
    modes: list[int] = []

    class Looking:
        def keep_folder_private(self, made: Path) -> bool:
            modes.append(stat.S_IMODE(made.stat().st_mode))
            return True

    monkeypatch.setattr(files, "this_system", Looking)
    make_private_folder(folder)

    assert modes == [0o700]
