"""One's own keys: nothing is changed without the passphrase of now."""

from pathlib import Path

import pytest

from tests.support.record.records import START
from tests.support.record.safekeeping import back_up_quietly
from tests.support.record.services import NEW, PASSPHRASE, Place, founder
from therapist_app.record.backups import older_sheets
from therapist_app.record.clock_and_random import SeededClock, system_sources
from therapist_app.record.crypto.kdf import FLOOR
from therapist_app.record.errors import (
    DiskFull,
    KeyFileUnfit,
    PassphraseTooWeak,
    WrongPassphrase,
    WrongSheet,
)
from therapist_app.record.sign_in.unlocking import create_service, unlock
from therapist_app.workflows.errors import NotYourPassphrase
from therapist_app.workflows.people.keeping_own_keys import (
    Proof,
    change_passphrase,
    confirm_sheet,
    make_key_file,
    needing_own_old_sheet,
    needs_key_file,
    renew_sheet,
    use_key_file,
)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    sources = system_sources()
    made = create_service(
        tmp_path / "service", founder(), practice=False, cost=FLOOR, sources=sources
    )
    return Place(tmp_path / "service", made, SeededClock(START))


def right(key_file: Path | None = None) -> Proof:
    return Proof(bytearray(PASSPHRASE.encode()), key_file)


def wrong() -> Proof:
    return Proof(bytearray(b"not what they sign in with"))


def test_another_passphrase_opens_it_from_then_on_and_both_are_wiped(place: Place) -> None:
    proof, new = right(), bytearray(NEW.encode())

    with place.unlock() as vault:
        change_passphrase(vault, proof, new)

    assert not any(proof.passphrase)
    assert not any(new)
    place.unlock(NEW).close()
    with pytest.raises(WrongPassphrase):
        place.unlock()


def test_a_passphrase_that_is_not_theirs_changes_nothing(place: Place) -> None:
    with place.unlock() as vault:
        header = vault.header
        with pytest.raises(NotYourPassphrase):
            change_passphrase(vault, wrong(), bytearray(NEW.encode()))
        with pytest.raises(NotYourPassphrase):
            renew_sheet(vault, wrong())
        with pytest.raises(NotYourPassphrase):
            use_key_file(vault, wrong(), place.header)

        assert vault.header == header


def test_a_weak_new_passphrase_changes_nothing_and_the_old_one_is_wiped(place: Place) -> None:
    proof = right()

    with place.unlock() as vault, pytest.raises(PassphraseTooWeak):
        change_passphrase(vault, proof, bytearray(b"too short"))

    assert not any(proof.passphrase)


def test_a_new_sheet_takes_the_place_of_the_old_one(place: Place) -> None:
    with place.unlock() as vault:
        new = renew_sheet(vault, right())
        confirm_sheet(vault, new)
    sheet = new.sheet

    with pytest.raises(WrongSheet):
        place.unlock_with_sheet()
    vault, _next = place.unlock_with_sheet(sheet.text)
    vault.close()


def test_a_key_file_is_made_used_asked_for_and_not_used_any_more(
    place: Place, tmp_path: Path
) -> None:
    file = tmp_path / "stick" / "key"
    file.parent.mkdir()

    with place.unlock() as vault:
        make_key_file(vault, file)
        assert not needs_key_file(vault)
        use_key_file(vault, right(), file)
        assert needs_key_file(vault)
    with pytest.raises(KeyFileUnfit, match="needed"):
        place.unlock()
    with unlock(
        place.folder,
        place.created.uid,
        bytearray(PASSPHRASE.encode()),
        practice=False,
        sources=place.sources,
        key_file=file,
    ) as vault:
        with pytest.raises(KeyFileUnfit, match="needed"):
            use_key_file(vault, right(), None)
        use_key_file(vault, right(file), None)

    place.unlock().close()


def test_a_key_file_never_stands_beside_the_record(place: Place) -> None:
    with place.unlock() as vault, pytest.raises(KeyFileUnfit, match="beside-the-record"):
        make_key_file(vault, place.folder / "key")


def test_somebody_who_is_not_in_the_service_any_more_changes_nothing(place: Place) -> None:
    from dataclasses import replace

    from therapist_app.record.errors import NotAllowed

    proof, new = right(), bytearray(NEW.encode())
    with place.unlock() as vault:
        whole = vault.header
        vault.header = replace(whole, people=())
        with pytest.raises(NotAllowed):
            change_passphrase(vault, proof, new)
        vault.header = whole

    assert not any(proof.passphrase)
    assert not any(new)


def test_a_new_sheet_is_followed_by_a_backup_that_it_opens(place: Place) -> None:
    with place.unlock() as vault:
        back_up_quietly(vault)
        place.clock.advance(60)
        confirm_sheet(vault, renew_sheet(vault, right()))

        assert needing_own_old_sheet(vault) == ()


def test_where_no_backup_could_be_made_the_old_sheet_is_still_needed(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: object) -> None:
        raise DiskFull

    with place.unlock() as vault:
        back_up_quietly(vault)
        place.clock.advance(60)
        monkeypatch.setattr(older_sheets, "back_up", full)
        confirm_sheet(vault, renew_sheet(vault, right()))

        assert needing_own_old_sheet(vault) == ("this laptop",)
