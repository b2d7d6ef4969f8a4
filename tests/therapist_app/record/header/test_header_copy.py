"""The header is kept twice."""

import errno
import os
from pathlib import Path

import pytest

from tests.support.record.records import ServiceOnDisk
from therapist_app.record.errors import HeaderAltered
from therapist_app.record.header.header_file import has_header_copy, put_back_header


# Acceptance A12
@pytest.mark.parametrize("damage", [b"", b'{"format":"other"}', None])
def test_the_copy_takes_the_place_of_a_header_that_cannot_be_read(
    on_disk: ServiceOnDisk, damage: bytes | None
) -> None:
    if damage is None:
        on_disk.place.header.unlink()
    else:
        on_disk.place.header.write_bytes(damage)

    was_put_back = put_back_header(on_disk.folder)

    assert was_put_back
    on_disk.open().close()


def test_the_copy_takes_the_place_of_a_header_that_the_system_refuses_to_read(
    on_disk: ServiceOnDisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    lstat = Path.lstat

    def refuse(path: Path) -> os.stat_result:
        if path == on_disk.place.header:
            raise OSError(errno.EIO, "broken")
        return lstat(path)

    monkeypatch.setattr(Path, "lstat", refuse)

    assert put_back_header(on_disk.folder)


def test_whether_there_is_a_copy_to_put_back_is_known_beforehand(on_disk: ServiceOnDisk) -> None:
    assert has_header_copy(on_disk.folder)

    on_disk.place.header_copy.write_bytes(b"damaged")
    assert not has_header_copy(on_disk.folder)
    on_disk.place.header_copy.unlink()
    assert not has_header_copy(on_disk.folder)


def test_a_header_that_can_be_read_stays(on_disk: ServiceOnDisk) -> None:
    before = on_disk.place.header.read_bytes()
    on_disk.place.header_copy.write_bytes(b"")

    was_put_back = put_back_header(on_disk.folder)

    assert not was_put_back
    assert on_disk.place.header.read_bytes() == before


def test_without_a_whole_copy_nothing_is_changed(on_disk: ServiceOnDisk) -> None:
    on_disk.place.header.write_bytes(b"damaged")
    on_disk.place.header_copy.write_bytes(b"damaged")

    with pytest.raises(HeaderAltered):
        put_back_header(on_disk.folder)
    on_disk.place.header_copy.unlink()
    with pytest.raises(HeaderAltered, match="no-copy"):
        put_back_header(on_disk.folder)

    assert on_disk.place.header.read_bytes() == b"damaged"
