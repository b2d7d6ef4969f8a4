"""Who is listed before a passphrase is asked for, read without the whole header."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support.record.records import ServiceOnDisk, lay_out, rewrite_header
from therapist_app.record.errors import HeaderAltered, NotARecord, RecordDamaged, RecordTooNew
from therapist_app.record.header.header_file import people
from therapist_app.record.header.listed_people import has_no_continuity_sheet, listed_people


def test_the_list_is_that_of_the_whole_header(on_disk: ServiceOnDisk) -> None:
    assert listed_people(on_disk.folder) == people(on_disk.folder) != ()


def test_where_there_is_no_header_nobody_is_listed(tmp_path: Path) -> None:
    assert listed_people(tmp_path) == ()


def test_a_header_that_is_gone_is_told(on_disk: ServiceOnDisk) -> None:
    on_disk.place.header.unlink()

    with pytest.raises(RecordDamaged):
        listed_people(on_disk.folder)


def _put(**fields: object) -> Callable[[dict[str, Any]], object]:
    return lambda header: header.update(fields)


def _of_the_first(**fields: object) -> Callable[[dict[str, Any]], object]:
    return lambda header: header["people"][0].update(fields)


@pytest.mark.parametrize(
    "edit",
    [
        _put(people=[]),
        _put(people={}),
        _put(practice=1),
        _put(version="5"),
        lambda header: header.pop("version"),
        lambda header: header.pop("people"),
        _of_the_first(name=7),
        _of_the_first(uid=None),
        _of_the_first(roles="keeper"),
        _of_the_first(roles=[1]),
        _of_the_first(passphrase={}),
        lambda header: header["people"][0].pop("uid"),
        lambda header: header["people"][0]["passphrase"].update(key_file=0),
        lambda header: header["people"].append("somebody"),
    ],
)
def test_a_list_that_does_not_fit_is_refused_as_a_whole(
    on_disk: ServiceOnDisk, edit: Callable[[dict[str, Any]], object]
) -> None:
    rewrite_header(on_disk.place.header, edit)

    with pytest.raises(HeaderAltered):
        listed_people(on_disk.folder)


@pytest.mark.parametrize(
    ("edit", "refusal"),
    [(_put(version=6), RecordTooNew), (_put(format="a letter"), NotARecord)],
)
def test_a_later_header_and_another_file_are_told_as_such(
    on_disk: ServiceOnDisk,
    edit: Callable[[dict[str, Any]], object],
    refusal: type[Exception],
) -> None:
    rewrite_header(on_disk.place.header, edit)

    with pytest.raises(refusal):
        listed_people(on_disk.folder)


def test_one_byte_changed_anywhere_is_refused(on_disk: ServiceOnDisk) -> None:
    whole = on_disk.place.header.read_bytes()
    middle = len(whole) // 2
    changed = whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :]
    on_disk.place.header.write_bytes(changed)

    with pytest.raises(HeaderAltered):
        listed_people(on_disk.folder)


@pytest.mark.parametrize("continuity", [True, False])
def test_whether_there_is_a_continuity_sheet_is_known_before_anybody_signs_in(
    tmp_path: Path, *, continuity: bool
) -> None:
    service = lay_out(tmp_path, continuity=continuity)

    assert has_no_continuity_sheet(service.folder) is not continuity


@pytest.mark.parametrize("spoilt", [b"", b"{}", None])
def test_a_sheet_is_looked_for_where_the_header_says_nothing_clear(
    tmp_path: Path, spoilt: bytes | None
) -> None:
    service = lay_out(tmp_path, continuity=False)
    if spoilt is None:
        service.place.header.unlink()
    else:
        service.place.header.write_bytes(spoilt)

    assert not has_no_continuity_sheet(service.folder)
