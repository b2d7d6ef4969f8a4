"""A key file besides the passphrase."""

from pathlib import Path

import pytest

from tests.support.record.services import NEW, PASSPHRASE, Place
from therapist_app.record.clock_and_random import system_sources
from therapist_app.record.crypto.kdf import FLOOR
from therapist_app.record.crypto.key_files import make_key_file, read_key_file
from therapist_app.record.crypto.slots import KdfCost
from therapist_app.record.database import audit
from therapist_app.record.errors import (
    CannotWrite,
    KeyFileUnfit,
    PassphraseTooWeak,
    WrongPassphrase,
)
from therapist_app.record.header.header import VERSION
from therapist_app.record.header.header_file import load_header
from therapist_app.record.keyring.own_keys import change_passphrase, is_own_passphrase, use_key_file
from therapist_app.record.keyring.people import raise_cost
from therapist_app.record.sign_in.unlocking import people, unlock


def words(text: str = PASSPHRASE) -> bytearray:
    return bytearray(text.encode())


@pytest.fixture
def key_file(place: Place, tmp_path: Path) -> Path:
    """A service whose founder opens it with this key file besides."""
    path = tmp_path / "key"
    make_key_file(path, place.folder, system_sources())
    with place.unlock() as vault:
        use_key_file(vault, words(), None, path)
    return path


def test_a_key_file_opens_the_service_together_with_the_passphrase(
    place: Place, key_file: Path
) -> None:
    with place.unlock(key_file=key_file) as vault:
        told = {each.action: each.is_signed for each in audit.entries(vault.service)}

    assert told["key_file_changed"]
    [entry] = people(place.folder)
    assert entry.key_file


def test_neither_opens_it_alone(place: Place, key_file: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    make_key_file(other, place.folder, system_sources())

    with pytest.raises(KeyFileUnfit, match="needed"):
        place.unlock()
    assert not place.attempts.exists()
    with pytest.raises(WrongPassphrase):
        place.unlock(key_file=other)
    with pytest.raises(WrongPassphrase):
        place.unlock("not the passphrase", key_file=key_file)


def test_the_recovery_sheet_opens_it_without_the_key_file(place: Place, key_file: Path) -> None:
    vault, _ = place.unlock_with_sheet()
    vault.close()

    place.unlock(NEW).close()
    assert key_file.exists()


def test_a_key_file_is_kept_through_a_change_of_passphrase(place: Place, key_file: Path) -> None:
    with place.unlock(key_file=key_file) as vault:
        with pytest.raises(KeyFileUnfit, match="needed"):
            change_passphrase(vault, words(), words(NEW))
        change_passphrase(vault, words(), words(NEW), key_file)
        with pytest.raises(PassphraseTooWeak):
            change_passphrase(vault, words(NEW), words("short"), key_file)

    place.unlock(NEW, key_file=key_file).close()


def test_it_can_be_given_up_and_exchanged(place: Place, key_file: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    make_key_file(other, place.folder, system_sources())
    with place.unlock(key_file=key_file) as vault:
        use_key_file(vault, words(), key_file, other)
        assert is_own_passphrase(vault, words(), other)
        with pytest.raises(WrongPassphrase):
            use_key_file(vault, words(), key_file, None)
        with pytest.raises(KeyFileUnfit, match="missing"):
            use_key_file(vault, words(), other, tmp_path / "nowhere")
        use_key_file(vault, words(), other, None)

    place.unlock().close()


def test_a_key_file_is_never_made_beside_the_record_nor_over_something(
    place: Place, tmp_path: Path
) -> None:
    there = tmp_path / "there"
    there.write_text("something")

    with pytest.raises(KeyFileUnfit, match="beside-the-record"):
        make_key_file(place.folder / "backups" / "key", place.folder, system_sources())
    with pytest.raises(CannotWrite, match="exists"):
        make_key_file(there, place.folder, system_sources())
    with pytest.raises(CannotWrite):
        make_key_file(tmp_path / "nowhere" / "key", place.folder, system_sources())

    assert there.read_text() == "something"


def test_what_cannot_be_a_key_file_says_so(tmp_path: Path) -> None:
    short = tmp_path / "short"
    short.write_bytes(bytes(31))

    with pytest.raises(KeyFileUnfit, match="too-short"):
        read_key_file(short)
    with pytest.raises(KeyFileUnfit, match="unreadable"):
        read_key_file(tmp_path)
    with pytest.raises(KeyFileUnfit, match="missing"):
        read_key_file(tmp_path / "nothing")


# Acceptance A14
def test_a_slot_follows_when_the_service_asks_for_more_work(place: Place) -> None:
    dearer = KdfCost(FLOOR.memory, FLOOR.passes + 1, FLOOR.lanes)
    with place.unlock() as vault:
        raise_cost(vault, dearer)
    uid = place.created.uid
    person = load_header(place.header).person(uid)
    assert person is not None
    assert person.passphrase.terms.cost == FLOOR

    place.unlock().close()

    person = load_header(place.header).person(uid)
    assert person is not None
    assert person.passphrase.terms.cost == dearer
    assert person.sheet.terms.cost == FLOOR
    before = place.header.read_bytes()
    place.unlock().close()
    assert place.header.read_bytes() == before
    vault, _ = place.unlock_with_sheet()
    vault.close()


def test_a_slot_that_cannot_follow_yet_opens_all_the_same(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    with place.unlock() as vault:
        raise_cost(vault, KdfCost(FLOOR.memory, FLOOR.passes + 1, FLOOR.lanes))

    def killed(*_arguments: object, **_named: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr("therapist_app.record.keyring.own_keys.lock_keys", killed)
        with pytest.raises(KeyboardInterrupt):
            place.unlock()

    place.unlock().close()


@pytest.mark.usefixtures("derives_in_full")
def test_a_stored_service_of_header_version_1_opens_for_both_of_its_people(
    stored_v4: Place,
) -> None:
    header = load_header(stored_v4.header)
    assert header.version == 1
    ana, ben = header.people

    for person, phrase, code in (
        (ana, "vexed otter quilt over mud", "K4-207"),
        (ben, "plain lantern walks along slowly", "B7-519"),
    ):
        with unlock(
            stored_v4.folder,
            person.uid,
            words(phrase),
            practice=False,
            sources=stored_v4.sources,
        ) as vault:
            assert vault.caseload.rows("SELECT code FROM clients") == [(code,)]
            assert audit.verify(vault.service).is_whole
            assert audit.verify(vault.caseload).is_whole
            raise_cost(vault, FLOOR) if person is ana else None

    assert load_header(stored_v4.header).version == VERSION
    assert load_header(stored_v4.header).cost == FLOOR
