"""The keys to the files, without opening any."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.record.damage import PAGE, caseload_opening, put_page, service_opening
from tests.support.record.records import ServiceOnDisk, rewrite_header
from tests.support.record.services import PASSPHRASE, Place
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.errors import HeaderAltered, NotARecord, Throttled, WrongPassphrase
from therapist_app.record.repair.checking import check_file
from therapist_app.record.sign_in.key_holder import FileKeys, fitting, keys_for


def keys(place: Place, passphrase: str = PASSPHRASE, uid: str | None = None) -> FileKeys:
    given = bytearray(passphrase.encode())
    try:
        return keys_for(place.folder, uid or place.created.uid, given, place.sources)
    finally:
        assert not any(given)


def test_a_passphrase_reaches_every_file_of_its_person(place: Place) -> None:
    with keys(place) as found:
        found.check_header()
        reports = [check_file(opening) for opening in found.openings()]

    assert [each.database for each in reports] == ["service", place.created.uid]
    assert all(each.is_sound for each in reports)
    assert not any(found.keys.opening._rest)


# Acceptance B35
def test_a_damaged_first_page_is_not_told_as_a_wrong_passphrase(place: Place) -> None:
    put_page(place.folder / "caseloads" / f"{place.created.uid}.db", 1, bytes(PAGE))

    with keys(place) as found:
        codes = [each.code for each in check_file(found.openings()[1]).findings]
    with pytest.raises(WrongPassphrase):
        keys(place, "another lantern over mud")

    assert codes == ["first-page"]


def test_wrong_tries_are_counted_and_delay_the_next(place: Place) -> None:
    for uid in (None, "0" * 32, None, "0" * 32):
        with pytest.raises(WrongPassphrase):
            keys(place, "another lantern over mud", uid)

    with pytest.raises(Throttled):
        keys(place)


def test_where_there_is_no_service_there_are_no_keys(place: Place) -> None:
    place.header.unlink()

    with pytest.raises(NotARecord):
        keys(place)


def test_a_header_changed_by_hand_is_told(on_disk: ServiceOnDisk) -> None:
    def rename(fields):
        fields["people"][0]["name"] = "Somebody Else"

    rewrite_header(on_disk.place.header, rename)

    with pytest.raises(HeaderAltered):
        _holder(on_disk).check_header()


def _holder(on_disk: ServiceOnDisk) -> FileKeys:
    from tests.support.record.damage import key_holder

    return key_holder(on_disk)


def test_of_several_keys_the_one_under_which_a_page_verifies_is_taken(
    on_disk: ServiceOnDisk, tmp_path: Path
) -> None:
    opening = caseload_opening(on_disk)
    other = replace(opening, data_key=Masked(bytearray(32)))
    put_page(opening.path, 1, opening.path.read_bytes()[:16] + b"x" * (PAGE - 16))

    assert fitting([other, opening]) is opening
    assert fitting([opening, other]) is opening
    gone = replace(opening, path=tmp_path / "gone.db")
    assert fitting([gone, opening]) is opening
    assert fitting([opening]) is opening


def test_a_service_file_that_cannot_be_read_still_leaves_the_caseload(
    on_disk: ServiceOnDisk,
) -> None:
    service = service_opening(on_disk)
    service.path.write_bytes(b"")

    found = _holder(on_disk).openings()

    assert check_file(found[1]).is_sound
