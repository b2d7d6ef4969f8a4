"""Packages made to do harm are refused in a sentence, before they cost memory or time."""

import gzip
import io
import os
import tarfile
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from exports.errors import PackageRefused
from exports.package.package import DESCRIPTION, MEASURE_REPORT, WORKBOOK
from exports.package.verification import verify_package
from programme.packs.archive import BLOCK
from tests.support.exports.cases import occasion
from tests.support.exports.packages import signed, written

MOST_MEMORY = 4_000_000
"""Bytes, for packages of some KiB."""


def tar_of(*entries: tarfile.TarInfo, data: bytes = b"", form: int = tarfile.USTAR_FORMAT) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as tar:
        for entry in entries:
            entry.size = len(data) if entry.isreg() else 0
            tar.addfile(entry, io.BytesIO(data))
    return out.getvalue()


def named(name: str, kind: bytes = tarfile.REGTYPE, link: str = "") -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.type = kind
    entry.linkname = link
    return entry


def with_size(size: bytes, kind: bytes = b"0") -> bytes:
    """Return a tar of one entry that says it is larger than the file is."""
    head = bytearray(tar_of(named("report.pdf"))[:BLOCK])
    head[124:136] = size
    head[156:157] = kind
    head[148:156] = b" " * 8
    head[148:156] = f"{sum(head):06o}\0 ".encode()
    return bytes(head) + bytes(10_240 - BLOCK)


def sparse() -> bytes:
    """Return 10 KiB that a reader of gaps takes for 8 GiB."""
    head = bytearray(with_size(b"00000000000\0", b"S"))
    head[386:410] = b"77777777777\x00" + b"00000000000\x00"
    head[483:495] = b"77777777777\0"
    head[148:156] = b" " * 8
    head[148:156] = f"{sum(head[:BLOCK]):06o}\0 ".encode()
    return bytes(head)


HOSTILE: dict[str, Callable[[], bytes]] = {
    "a gap of 8 GiB": sparse,
    "a size of 8 GiB": lambda: with_size(b"77777777777\0"),
    "a size beyond all numbers": lambda: with_size(b"\x80" + b"\xff" * 11),
    "a size below none": lambda: with_size(b"-0000000001\0"),
    "a name from the root": lambda: tar_of(named("/etc/passwd")),
    "a name that leads out": lambda: tar_of(named("tables/../../x.csv")),
    "a name of another system": lambda: tar_of(named("C:\\x.csv")),
    "a name that hides its end": lambda: tar_of(
        named("report\u202efdp.exe"), form=tarfile.PAX_FORMAT
    ),
    "a symbolic link": lambda: tar_of(named("a", tarfile.SYMTYPE, "/etc/passwd")),
    "a hard link": lambda: tar_of(named("a", tarfile.LNKTYPE, "b")),
    "a device": lambda: tar_of(named("a", tarfile.CHRTYPE)),
    "a folder": lambda: tar_of(named("tables", tarfile.DIRTYPE)),
    "one name twice": lambda: tar_of(named("a"), named("a")),
    "a name of a thousand letters": lambda: tar_of(named("a" * 1_000), form=tarfile.GNU_FORMAT),
    "too many files": lambda: tar_of(*(named(f"f{number}") for number in range(2_100))),
    "something behind its end": lambda: tar_of(named("a")) + b"x" * BLOCK,
    "a bomb of 20 MB": lambda: gzip.compress(bytes(20_000_000)),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_file_made_to_do_harm_is_refused_in_little_memory(what, tmp_path):
    path = tmp_path / "p.outcomes"
    path.write_bytes(HOSTILE[what]())

    assert _memory_to_refuse(path) < MOST_MEMORY


def _in_folder(folder: Path) -> dict[str, Callable[[], object]]:
    def deep() -> None:
        (folder / "/".join("a" * 200)).mkdir(parents=True)

    def huge() -> None:
        with (folder / "report.pdf").open("wb") as file:
            file.truncate(20_000_000_000)

    return {
        "a pipe": lambda: os.mkfifo(folder / "report.pdf"),
        "a file of 20 GB": huge,
        "folders in folders": deep,
        "a link to a folder": lambda: (folder / "tables").symlink_to("/"),
    }


@pytest.mark.parametrize("what", _in_folder(Path()))
def test_a_folder_made_to_do_harm_is_refused_in_little_memory(what, tmp_path):
    folder = tmp_path / "package"
    folder.mkdir()
    (folder / "manifest.json").write_text("{}")
    _in_folder(folder)[what]()

    assert _memory_to_refuse(folder) < MOST_MEMORY


def test_a_pipe_in_the_place_of_a_file_is_refused_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "p.outcomes")

    with pytest.raises(PackageRefused):
        verify_package(tmp_path / "p.outcomes")


def _memory_to_refuse(path: Path) -> int:
    tracemalloc.start()
    try:
        with pytest.raises(PackageRefused) as refused:
            verify_package(path)
        assert str(refused.value).endswith(".")
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_what_nobody_here_reads_of_a_foreign_package_costs_only_its_bytes(tmp_path):
    """A workbook that unpacks to 200 MB, and figures nested 100,000 deep: both are only hashed."""
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", bytes(200_000_000))
    files = {
        WORKBOOK: bomb.getvalue(),
        MEASURE_REPORT: b"[" * 100_000,
        DESCRIPTION: b"{}",
    }
    written(signed(files, occasion()), tmp_path)
    tracemalloc.start()
    try:
        assert verify_package(tmp_path).files[WORKBOOK] == files[WORKBOOK]
        assert tracemalloc.get_traced_memory()[1] < MOST_MEMORY
    finally:
        tracemalloc.stop()
