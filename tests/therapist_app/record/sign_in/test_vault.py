"""Opening a service by passphrase."""

import json
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from tests.support.record.services import PASSPHRASE, Place
from therapist_app.record.crypto import kdf
from therapist_app.record.crypto.kdf import FLOOR
from therapist_app.record.crypto.signing import sign
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.database import audit
from therapist_app.record.database.audit_chain import Actor
from therapist_app.record.database.columns import FIRST_MOMENT, LAST_MOMENT
from therapist_app.record.errors import (
    DiskFull,
    NotARecord,
    RecordDamaged,
    RecordLocked,
    Throttled,
    WrongPassphrase,
)
from therapist_app.record.folder.layout import ServiceFolder
from therapist_app.record.sign_in.unlocking import (
    people,
    unlock,
)
from therapist_app.record.vault import presence
from therapist_app.record.vault.presence import OpenBy, note_open, who_has_it_open


# Acceptance A4
def test_the_right_passphrase_opens_the_service(place: Place) -> None:
    with place.unlock() as vault:
        assert vault.person.name == "Ana Example"
        assert vault.person.roles == ("keeper", "therapist")
        assert (vault.practice, vault.failed_attempts, vault.last_session) == (False, 0, None)
        assert vault.warnings == ()


def test_a_passphrase_typed_with_composed_or_other_characters_is_the_same(place: Place) -> None:
    with place.unlock(PASSPHRASE.replace("\u00f4", "o\u0302")) as vault:
        assert vault.person.uid == place.created.uid


def test_the_last_session_is_told(place: Place) -> None:
    place.clock.advance(60)
    with place.unlock():
        place.clock.advance(3600)
    closed_at = place.clock()
    place.clock.advance(86_400)

    with place.unlock() as vault:
        assert vault.last_session == closed_at


def test_when_somebody_signed_in_before_is_no_moment_at_which_it_was_locked(place: Place) -> None:
    with place.unlock() as vault:
        signed_in = vault.service.now()
        assert vault.last_sign_in is None
        place.clock.advance(60)

    place.clock.advance(60)

    with place.unlock() as vault:
        assert vault.last_sign_in is not None
        assert timedelta(0) <= signed_in - vault.last_sign_in < timedelta(seconds=30)


def test_closing_twice_does_no_harm(place: Place) -> None:
    vault = place.unlock()
    assert vault.is_open
    assert list(vault.open_caseloads) == [place.created.uid]

    vault.close()
    vault.close()

    assert not vault.is_open


# Acceptance A1
def test_five_wrong_passphrases_and_then_the_right_one(place: Place) -> None:
    before = place.files()

    for _ in range(5):
        with pytest.raises(WrongPassphrase):
            place.unlock("not the passphrase")
        place.clock.advance(15)
    after = place.files()
    tally = after.pop("attempts")
    with place.unlock() as vault:
        told = [
            each for each in audit.entries(vault.service) if each.action == "passphrase_refused"
        ]

        assert vault.failed_attempts == 5
    assert after == before
    assert json.loads(tally)["count"] == 5
    assert len(told) == 5
    assert {each.subject for each in told} == {f"person:{place.created.uid}"}
    assert not place.attempts.exists()


def test_after_four_wrong_ones_the_next_waits_and_is_not_counted(place: Place) -> None:
    for _ in range(4):
        with pytest.raises(WrongPassphrase):
            place.unlock("not the passphrase")

    with pytest.raises(Throttled) as caught:
        place.unlock()
    assert caught.value.seconds == 5
    place.clock.advance(5)

    with place.unlock() as vault:
        assert vault.failed_attempts == 4


# Acceptance A1, A2
def test_somebody_unknown_is_refused_in_the_same_words_after_the_same_work(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    costs = []
    derive_key = kdf.derive_key

    def counted(passphrase: bytearray, salt: bytes, cost: kdf.KdfCost) -> bytearray:
        costs.append(cost)
        return derive_key(passphrase, salt, cost)

    monkeypatch.setattr(kdf, "derive_key", counted)

    with pytest.raises(WrongPassphrase) as unknown:
        place.unlock(uid="0" * 32)
    with pytest.raises(WrongPassphrase) as wrong:
        place.unlock("not the passphrase")

    assert costs == [FLOOR, FLOOR]
    assert str(unknown.value) == str(wrong.value)
    with pytest.raises(WrongPassphrase):
        place.unlock(uid="somebody")


@pytest.mark.parametrize("data", [b"", b"{}", b"x" * 70_000])
def test_a_damaged_tally_is_told_and_refuses_nobody(place: Place, data: bytes) -> None:
    place.attempts.write_bytes(data)

    with place.unlock() as vault:
        assert vault.warnings == ("attempts-unreadable",)


def test_the_passphrase_is_wiped_whatever_comes_of_it(place: Place, tmp_path: Path) -> None:
    for folder in (place.folder, tmp_path / "nothing"):
        passphrase = bytearray(b"not the passphrase")
        with pytest.raises((WrongPassphrase, NotARecord)):
            unlock(folder, place.created.uid, passphrase, practice=False, sources=place.sources)

        assert not any(passphrase)


def test_a_second_instance_is_refused_and_can_tell_who_has_it_open(place: Place) -> None:
    assert who_has_it_open(place.folder) is None
    with place.unlock():
        with pytest.raises(RecordLocked):
            place.unlock()
        assert who_has_it_open(place.folder) == OpenBy("Ana Example", place.clock())

    assert who_has_it_open(place.folder) is None


@pytest.mark.parametrize(
    "data", [b"", b"{}", b'{"since":"x","uid":"x"}', b'{"since":1,"uid":[]}', b"x" * 9000]
)
def test_who_has_it_open_is_not_told_from_what_cannot_be_read(place: Place, data: bytes) -> None:
    (place.folder / "open-by").write_bytes(data)

    assert who_has_it_open(place.folder) is None


def test_who_has_it_open_is_not_told_since_a_moment_that_no_clock_shows(place: Place) -> None:
    folder = ServiceFolder(place.folder)
    with place.unlock() as vault:
        ana, service_id = vault.author.actor, vault.header.service_id
        note_open(folder, service_id, ana, FIRST_MOMENT)
        assert who_has_it_open(place.folder) == OpenBy("Ana Example", FIRST_MOMENT)

        note_open(folder, service_id, ana, LAST_MOMENT)
        assert who_has_it_open(place.folder) is None


@pytest.mark.parametrize("whose", ["nobody's", "another's"])
def test_nobody_is_named_who_did_not_sign_that_they_have_it_open(place: Place, whose: str) -> None:
    """Whoever holds the lock could name a colleague."""
    with place.unlock() as vault:
        service_id, uid = vault.header.service_id, place.created.uid
    seed = Masked(bytearray(32))
    named = Actor(uid if whose == "another's" else "0" * 32, partial(sign, seed))
    note_open(ServiceFolder(place.folder), service_id, named, place.clock())

    assert who_has_it_open(place.folder) is None


def test_where_it_cannot_be_noted_who_has_it_open_the_record_opens_all_the_same(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: object) -> None:
        raise DiskFull

    monkeypatch.setattr(presence, "replace_file", full)

    with place.unlock():
        assert who_has_it_open(place.folder) is None


def test_everybody_in_the_service_is_listed_before_anything_is_unlocked(place: Place) -> None:
    [entry] = people(place.folder)

    assert (entry.uid, entry.name, entry.practice) == (place.created.uid, "Ana Example", False)


def test_a_folder_without_a_service_lists_nobody(tmp_path: Path) -> None:
    (tmp_path / "holiday.txt").write_text("not ours")

    assert people(tmp_path) == ()
    assert people(tmp_path / "nothing") == ()


def test_databases_without_a_header_are_damage_and_not_a_first_run(place: Place) -> None:
    place.header.unlink()

    with pytest.raises(RecordDamaged, match="header-missing"):
        people(place.folder)
    (place.folder / "service.db").unlink()
    with pytest.raises(RecordDamaged, match="header-missing"):
        people(place.folder)
