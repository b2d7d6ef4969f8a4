"""Somebody may know a passphrase, a sheet or a key file: everything that it opens is given up.

::

    new = new_pair(vault, old, passphrase)   # its sheet is shown; nothing has changed
    revoke(vault, new)                       # typed back: the old opens nothing of today's record

A changed passphrase locks the same private keys once more, so whoever has an older header and the
passphrase of then has those keys. Here the person gets another key pair; the service file and
each caseload of theirs are encrypted under new keys. One replacement of the header decides: until
then the old passphrase opens, from then on the new one, and the next session finishes what is cut
off between. A caseload in which they only stand in is changed by its owner's next session, since
the key pair that was given up is nobody's (ADR 68).
"""

from dataclasses import dataclass, field, replace
from pathlib import Path

from therapist_app.record.crypto.key_files import read_key_file
from therapist_app.record.crypto.passphrases import normalised
from therapist_app.record.crypto.recovery_sheet import SECRET_LENGTH, RecoverySheet, make_sheet
from therapist_app.record.crypto.slots import Slot, SlotTerms
from therapist_app.record.crypto.wiping import wipe
from therapist_app.record.database.audit import note
from therapist_app.record.database.columns import moment_text
from therapist_app.record.errors import (
    NotPossibleYet,
    PassphraseTooWeak,
    WrongPassphrase,
)
from therapist_app.record.header.caseload_access import owned_by, rightful, with_known_sheet
from therapist_app.record.header.header import SERVICE, Header, Person, caseload_label, slot_context
from therapist_app.record.header.key_boxes import DataKey, seal_to, service_holders
from therapist_app.record.header.numbers import count_after, generation_after
from therapist_app.record.header.pairs import with_new_pair
from therapist_app.record.header.person_keys import (
    NewKeys,
    PersonKeys,
    lock_keys,
    make_keys,
    new_data_key,
    new_salt,
    passphrase_key,
    sheet_slot,
)
from therapist_app.record.header.statements import has_pairs, keeper_keys, with_statement
from therapist_app.record.keyring.key_care import (
    grant_of,
    look_after_caseload,
    note_sheet_of_before,
    put_caseload_key_in_force,
    put_service_key_in_force,
)
from therapist_app.record.keyring.own_keys import check_new_passphrase, is_own_passphrase
from therapist_app.record.service.unconfirmed_sheets import note_settled, note_shown
from therapist_app.record.vault.seen_statements import seen_by_owner
from therapist_app.record.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class NewPair:
    """A key pair that is not in force yet, locked under a new passphrase and a new sheet."""

    sheet: RecoverySheet
    keys: NewKeys = field(repr=False)
    by_passphrase: Slot
    by_sheet: Slot


def new_pair(
    vault: Vault,
    old: bytearray,
    new: bytearray,
    key_file: Path | None = None,
    after: Path | None = None,
) -> NewPair:
    """Return a new key pair for the person signed in; nothing has changed by it.

    Args:
        vault: Theirs.
        old: The passphrase of now; wiped.
        new: The one from then on; wiped.
        key_file: The key file of now, where one is used.
        after: The key file from then on, or none.

    Raises:
        WrongPassphrase: The old one is not right.
        PassphraseTooWeak: The new one breaks a rule; "same": somebody may know it.
        KeyFileUnfit: The one of now is missing, or the new one cannot be one.
        NotPossibleYet: "no-pairs": a keeper must sign in with this version first.

    """
    person = _own(vault)
    try:
        _check(vault, old, new, key_file)
        digest = None if after is None else read_key_file(after)
    except BaseException:
        wipe(old, new)
        raise
    sources, cost = vault.service.sources, vault.header.cost
    keys = make_keys(sources)
    terms = SlotTerms(person.roles, cost, key_file=after is not None)
    salt = new_salt(sources)
    by_passphrase = lock_keys(
        keys.private,
        passphrase_key(new, salt, cost, digest),
        terms,
        salt,
        context=slot_context(vault.header, person.uid, terms),
        sources=sources,
    )
    secret = bytearray(sources.random_bytes(SECRET_LENGTH))
    sheet, terms = make_sheet(secret), SlotTerms(person.roles, cost)
    context = slot_context(vault.header, person.uid, terms)
    by_sheet = sheet_slot(keys.private, secret, terms, context=context, sources=sources)
    note_shown(vault.service, person.uid, by_sheet.commitment.hex())
    return NewPair(sheet, keys, by_passphrase, by_sheet)


def _check(vault: Vault, old: bytearray, new: bytearray, key_file: Path | None) -> None:
    if not has_pairs(vault.header):
        raise NotPossibleYet("no-pairs")
    check_new_passphrase(new, vault.person.name)
    if normalised(bytearray(old)) == normalised(bytearray(new)):
        raise PassphraseTooWeak("same")
    if not is_own_passphrase(vault, old, key_file):
        raise WrongPassphrase


def revoke(vault: Vault, new: NewPair) -> None:
    """Put a new key pair in force, and encrypt what the old one opened under new keys.

    The keys of before open nothing that is written from now on; who signs in finishes what is cut
    off. The session goes on, and should end: what is open was opened by the keys of before.

    Raises:
        KnownRecordError: One of the files does not open, or the disk refuses.

    """
    sources, before, uid = vault.service.sources, vault.credentials.keys, vault.person.uid
    grants = [grant.id for grant in owned_by(vault.header, uid)]
    for caseload in grants:
        vault.open_caseload(caseload)
        look_after_caseload(vault, caseload)  # a change that was cut off comes first
    slots = replace(_own(vault), passphrase=new.by_passphrase, sheet=new.by_sheet)
    person = with_new_pair(vault.header, slots, before, new.keys, sources)
    header = vault.header.with_person(replace(person, count=count_after(slots.count)))
    header, service_key = _with_service_key(vault, header)
    keys: dict[str, DataKey] = {}
    for caseload in grants:
        header, keys[caseload] = _with_caseload_key(vault, header, caseload)
    _write(vault, header, before, new.keys.private)
    for database in vault.databases:
        database.audit.sign_as(vault.author.actor)
    before.forget()
    put_service_key_in_force(vault, service_key)
    for caseload, which in keys.items():
        put_caseload_key_in_force(vault, caseload, which)
    note(vault.service, "keys_renewed", f"person:{uid}")
    note_settled(vault.service, uid, "sheet_replaced")


def _write(vault: Vault, header: Header, before: PersonKeys, after: PersonKeys) -> None:
    """Put the header in place: a keeper states it, anybody else signs what is theirs."""
    me = vault.header.person(vault.person.uid)
    vault.credentials.keys = after.copied()
    try:
        if me is not None and "keeper" in me.roles and me.verify in keeper_keys(vault.header):
            at = moment_text(vault.service.now())
            header = with_statement(header, me.uid, before.signing, at, seed_of_now=after.signing)
        vault.write_header(header)
    except BaseException:
        vault.credentials.keys.forget()
        vault.credentials.keys = before
        raise


def _with_service_key(vault: Vault, header: Header) -> tuple[Header, DataKey]:
    newest = max(box.generation for box in header.service_boxes)
    following = generation_after(newest, newest)
    which = DataKey(SERVICE, following, new_data_key(vault.service.sources))
    boxes = tuple(seal_to(header, which, to, vault.sources) for to in service_holders(header))
    return replace(header, service_boxes=(*header.service_boxes, *boxes)), which


def _with_caseload_key(vault: Vault, header: Header, caseload: str) -> tuple[Header, DataKey]:
    grant = grant_of(vault, caseload)
    newest = max(box.generation for box in grant.boxes)
    following = generation_after(vault.generations[caseload], newest)
    which = DataKey(caseload_label(caseload), following, new_data_key(vault.service.sources))
    seen = seen_by_owner(vault.open_caseload(caseload))
    known = with_known_sheet(header, seen.sheet if seen is not None else None)
    note_sheet_of_before(vault, known, caseload, which.generation)
    holders = rightful(known, grant, vault.day_keys_change())
    boxes = tuple(seal_to(known, which, to, vault.sources, until) for to, until in holders.items())
    return header.with_grant(replace(grant, boxes=(*grant.boxes, *boxes))), which


def _own(vault: Vault) -> Person:
    person = vault.header.person(vault.person.uid)
    assert person is not None
    return person
