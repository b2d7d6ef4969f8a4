"""What a person does with their own keys: change the passphrase, have a new sheet printed."""

from dataclasses import replace

from therapist_app.record import kdf
from therapist_app.record.errors import WrongPassphrase
from therapist_app.record.header import Person, slot_context
from therapist_app.record.joining import sheet_slot
from therapist_app.record.opened import Vault
from therapist_app.record.passphrases import check_passphrase, normalised
from therapist_app.record.person_keys import lock_keys, new_salt, open_keys
from therapist_app.record.recovery_sheet import SECRET_LENGTH, RecoverySheet, make_sheet
from therapist_app.record.slots import Slot
from therapist_app.record.wiping import wipe


def check_new_passphrase(passphrase: bytearray, name: str) -> None:
    """Check a new passphrase, and wipe it when it will not do.

    Raises:
        PassphraseTooWeak: It breaks a rule.

    """
    try:
        check_passphrase(passphrase, (name,))
    except BaseException:
        wipe(passphrase)
        raise


def change_passphrase(vault: Vault, old: bytearray, new: bytearray) -> None:
    """Lock the person's keys under a new passphrase; the recovery sheet stays as it is.

    Raises:
        WrongPassphrase: The old one is not right; nothing was changed.
        PassphraseTooWeak: The new one breaks a rule.

    """
    person = _own(vault)
    check_new_passphrase(new, person.name)
    key = kdf.derive_key(normalised(old), person.passphrase.salt, person.cost)
    keys = open_keys(person.passphrase, key, _context(vault, person))
    if keys is None:
        wipe(new)
        raise WrongPassphrase
    keys.forget()
    vault.write_header(
        vault.header.with_person(replace(person, passphrase=_passphrase_slot(vault, person, new)))
    )
    _tell(vault, "passphrase_changed")


def replace_sheet(vault: Vault) -> RecoverySheet:
    """Return a new recovery sheet; the one before opens nothing any more."""
    person = _own(vault)
    slot, sheet = _sheet_slot(vault, person)
    vault.write_header(vault.header.with_person(replace(person, sheet=slot)))
    _tell(vault, "sheet_replaced")
    return sheet


def replace_slots(vault: Vault, passphrase: bytearray) -> RecoverySheet:
    """Lock the person's keys under a new passphrase and a new sheet, in one writing."""
    person = _own(vault)
    slot, sheet = _sheet_slot(vault, person)
    changed = replace(person, passphrase=_passphrase_slot(vault, person, passphrase), sheet=slot)
    vault.write_header(vault.header.with_person(changed))
    _tell(vault, "sheet_replaced")
    return sheet


def _own(vault: Vault) -> Person:
    person = vault.header.person(vault.person.uid)
    assert person is not None
    return person


def _context(vault: Vault, person: Person) -> bytes:
    return slot_context(vault.header, person.uid, person.roles, person.cost)


def _passphrase_slot(vault: Vault, person: Person, passphrase: bytearray) -> Slot:
    sources = vault.service.sources
    salt = new_salt(sources)
    key = kdf.derive_key(normalised(passphrase), salt, person.cost)
    return lock_keys(vault.credentials.keys, key, salt, _context(vault, person), sources)


def _sheet_slot(vault: Vault, person: Person) -> tuple[Slot, RecoverySheet]:
    sources = vault.service.sources
    secret = bytearray(sources.random_bytes(SECRET_LENGTH))
    sheet = make_sheet(secret)
    return sheet_slot(vault.credentials.keys, secret, _context(vault, person), sources), sheet


def _tell(vault: Vault, action: str) -> None:
    with vault.service.change(action, f"person:{vault.person.uid}"):
        pass
