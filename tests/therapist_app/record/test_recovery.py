"""The recovery sheet, and changing the passphrase."""

import json

import pytest

from tests.support.record.services import NEW, PASSPHRASE, Place
from tests.support.record.sheets import replace_sheet
from therapist_app.record.crypto import kdf
from therapist_app.record.crypto.recovery_sheet import read_sheet
from therapist_app.record.database import audit
from therapist_app.record.errors import (
    PassphraseTooWeak,
    RecordDamaged,
    WrongPassphrase,
    WrongSheet,
)
from therapist_app.record.keyring.new_sheets import confirm_own_sheet
from therapist_app.record.keyring.own_keys import change_passphrase
from therapist_app.record.sign_in.unlocking import (
    unlock_with_sheet,
)
from therapist_app.record.vault.vault import Vault


# Acceptance A15
def test_the_recovery_sheet_opens_the_service_until_its_successor_was_typed_back(
    place: Place,
) -> None:
    vault, _shown = place.unlock_with_sheet()
    vault.close()  # the program ended while the new one was showing
    vault, new = place.unlock_with_sheet()
    sheet = new.sheet
    with vault:
        confirm_own_sheet(vault, new)
        loud = {each.action: each.is_signed for each in audit.entries(vault.service)}
        assert audit.verify(vault.service).is_whole

    assert loud["unlocked_with_sheet"]
    assert loud["sheet_replaced"]
    assert sheet != place.created.sheet
    with pytest.raises(WrongPassphrase):
        place.unlock()
    with pytest.raises(WrongSheet, match="another-sheet"):
        place.unlock_with_sheet()
    with place.unlock(NEW):
        pass
    again, _ = place.unlock_with_sheet(sheet.text, PASSPHRASE)
    again.close()


# Acceptance A15
def test_a_slip_on_the_sheet_is_found_before_any_work(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_arguments: object) -> bytearray:
        raise AssertionError

    monkeypatch.setattr(kdf, "derive_key", never)
    before = place.files()
    text = place.created.sheet.text

    with pytest.raises(WrongSheet, match="mistyped"):
        place.unlock_with_sheet(("0" if text[0] != "0" else "1") + text[1:])
    with pytest.raises(PassphraseTooWeak):
        place.unlock_with_sheet(passphrase="too short")

    assert place.files() == before


def test_another_services_sheet_opens_nothing_and_counts_as_a_try(place: Place) -> None:
    continuity = place.created.continuity_sheet
    assert continuity is not None

    with pytest.raises(WrongSheet, match="another-sheet"):
        place.unlock_with_sheet(continuity.text)
    with pytest.raises(WrongSheet, match="another-sheet"):
        unlock_with_sheet(
            place.folder,
            "0" * 32,
            place.created.sheet.text,
            bytearray(NEW.encode()),
            practice=False,
            sources=place.sources,
        )

    assert json.loads(place.attempts.read_bytes())["count"] == 2


def test_a_sheet_whose_replacement_cannot_be_kept_leaves_everything_usable(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_vault: Vault, _header: object) -> None:
        raise RecordDamaged

    with monkeypatch.context() as broken:
        broken.setattr(Vault, "write_header", full)
        with pytest.raises(RecordDamaged):
            place.unlock_with_sheet()

    with place.unlock():
        pass


def test_a_changed_passphrase_opens_and_the_old_one_does_not(place: Place) -> None:
    with place.unlock() as vault:
        change_passphrase(vault, bytearray(PASSPHRASE.encode()), bytearray(NEW.encode()))

    with pytest.raises(WrongPassphrase):
        place.unlock()
    with place.unlock(NEW) as vault:
        assert "passphrase_changed" in [each.action for each in audit.entries(vault.service)]
    vault, _ = place.unlock_with_sheet()
    vault.close()


def test_a_passphrase_is_changed_only_by_who_knows_it(place: Place) -> None:
    with place.unlock() as vault:
        with pytest.raises(WrongPassphrase):
            change_passphrase(vault, bytearray(b"not the passphrase"), bytearray(NEW.encode()))
        with pytest.raises(PassphraseTooWeak):
            change_passphrase(vault, bytearray(PASSPHRASE.encode()), bytearray(b"short"))

    with place.unlock():
        pass


def test_a_new_sheet_takes_the_place_of_the_old_one(place: Place) -> None:
    with place.unlock() as vault:
        sheet = replace_sheet(vault)

    with pytest.raises(WrongSheet):
        place.unlock_with_sheet()
    assert read_sheet(sheet.text) != read_sheet(place.created.sheet.text)
    vault, _ = place.unlock_with_sheet(sheet.text)
    vault.close()
