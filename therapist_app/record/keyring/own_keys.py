"""What a person does with their own keys: another passphrase, a key file, a new sheet."""

from dataclasses import replace
from pathlib import Path

from therapist_app.record.crypto.key_files import read_key_file
from therapist_app.record.crypto.passphrases import check_passphrase
from therapist_app.record.crypto.slots import Slot, SlotTerms
from therapist_app.record.crypto.wiping import wipe
from therapist_app.record.database.audit import note
from therapist_app.record.errors import KeyFileUnfit, WrongPassphrase
from therapist_app.record.header.header import Header, Person, slot_context
from therapist_app.record.header.person_keys import (
    PersonKeys,
    lock_keys,
    new_salt,
    open_keys,
    passphrase_key,
    sheet_key,
)
from therapist_app.record.vault.vault import Vault


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


def open_by_passphrase(
    header: Header, person: Person, passphrase: bytearray, key_file: Path | None
) -> PersonKeys | None:
    """Return a person's keys, or None when the passphrase or the key file is the wrong one.

    The passphrase is wiped, whatever comes of it.

    Raises:
        KeyFileUnfit: A key file is needed and was not given, or cannot be read.

    """
    slot = person.passphrase
    try:
        digest = _needed_key_file(slot, key_file)
    except KeyFileUnfit:
        wipe(passphrase)
        raise
    key = passphrase_key(passphrase, slot.salt, slot.terms.cost, digest)
    return open_keys(slot, key, slot_context(header, person.uid, slot.terms))


def open_by_sheet(header: Header, person: Person, secret: bytearray) -> PersonKeys | None:
    """Return a person's keys, or None when it is another sheet; its secret is wiped."""
    context = slot_context(header, person.uid, person.sheet.terms)
    return open_keys(person.sheet, sheet_key(secret, person.sheet.salt), context)


def is_own_passphrase(vault: Vault, passphrase: bytearray, key_file: Path | None = None) -> bool:
    """Return whether this is the passphrase of the person signed in; it is wiped.

    Raises:
        KeyFileUnfit: As `open_by_passphrase` raises.

    """
    keys = open_by_passphrase(vault.header, _own(vault), passphrase, key_file)
    if keys is None:
        return False
    keys.forget()
    return True


def change_passphrase(
    vault: Vault, old: bytearray, new: bytearray, key_file: Path | None = None
) -> None:
    """Lock the person's keys under a new passphrase; sheet and key file stay as they are.

    Raises:
        WrongPassphrase: The old one is not right; nothing was changed.
        PassphraseTooWeak: The new one breaks a rule.
        KeyFileUnfit: As `open_by_passphrase` raises.

    """
    check_new_passphrase(new, _own(vault).name)
    try:
        is_right = is_own_passphrase(vault, old, key_file)
    except KeyFileUnfit:
        wipe(new)
        raise
    if not is_right:
        wipe(new)
        raise WrongPassphrase
    _relock(vault, new, key_file, "passphrase_changed")


def use_key_file(
    vault: Vault, passphrase: bytearray, before: Path | None, after: Path | None
) -> None:
    """Ask for a key file besides the passphrase from now on, for another one, or for none.

    Raises:
        WrongPassphrase: Passphrase or key file of before are not right; nothing was changed.
        KeyFileUnfit: The one of before is missing, or the new one cannot be one.

    """
    again = bytearray(passphrase)
    try:
        if after is not None:
            wipe(read_key_file(after))
        is_right = is_own_passphrase(vault, passphrase, before)
    except KeyFileUnfit:
        wipe(passphrase, again)
        raise
    if not is_right:
        wipe(again)
        raise WrongPassphrase
    _relock(vault, again, after, "key_file_changed")


def raise_own_cost(vault: Vault, passphrase: bytearray, key_file: Path | None) -> None:
    """Lock the person's keys again where the service asks for more work than their slot does.

    The passphrase is the one they just signed in with; it is wiped.
    """
    if vault.header.cost.work <= _own(vault).passphrase.terms.cost.work:
        wipe(passphrase)
        return
    _relock(vault, passphrase, key_file, "cost_raised")


def choose_passphrase(vault: Vault, passphrase: bytearray) -> None:
    """Lock the person's keys under a new passphrase, without a key file: a sheet opened them."""
    _relock(vault, passphrase, None, "passphrase_changed")


def _relock(vault: Vault, passphrase: bytearray, key_file: Path | None, action: str) -> None:
    person = _own(vault)
    slot = _passphrase_slot(vault, person, passphrase, key_file)
    vault.write_header(vault.header.with_person(replace(person, passphrase=slot)))
    note(vault.service, action, f"person:{person.uid}")


def _needed_key_file(slot: Slot, key_file: Path | None) -> bytearray | None:
    if not slot.terms.key_file:
        return None
    if key_file is None:
        raise KeyFileUnfit("needed")
    return read_key_file(key_file)


def _own(vault: Vault) -> Person:
    person = vault.header.person(vault.person.uid)
    assert person is not None
    return person


def _passphrase_slot(
    vault: Vault, person: Person, passphrase: bytearray, key_file: Path | None
) -> Slot:
    sources, cost = vault.service.sources, vault.header.cost
    terms = SlotTerms(person.roles, cost, key_file=key_file is not None)
    digest = None if key_file is None else read_key_file(key_file)
    salt, context = new_salt(sources), slot_context(vault.header, person.uid, terms)
    key = passphrase_key(passphrase, salt, cost, digest)
    keys = vault.credentials.keys
    return lock_keys(keys, key, terms, salt, context=context, sources=sources)
