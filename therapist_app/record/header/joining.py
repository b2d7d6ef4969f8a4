"""A person's part of the header, made when they join."""

from dataclasses import dataclass

from therapist_app.record.clock_and_random import ClockAndRandom
from therapist_app.record.crypto.kdf import KdfCost
from therapist_app.record.crypto.key_derivation import KEY_LENGTH, derive
from therapist_app.record.crypto.sealed_box import public_key_of
from therapist_app.record.crypto.slots import Slot, SlotTerms
from therapist_app.record.crypto.wiping import Masked, wipe
from therapist_app.record.header.header import Header, Person, slot_context
from therapist_app.record.header.person_keys import (
    Lock,
    PersonKeys,
    lock_keys,
    new_salt,
    sheet_key,
)


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody about to join, with the key that follows from their passphrase already derived.

    Attributes:
        passphrase_key: What was derived, with `salt` at `cost`; wiped when used.
        sheet_secret: The 160 bits of their recovery sheet; wiped when used.

    """

    uid: str
    name: str
    roles: tuple[str, ...]
    cost: KdfCost
    salt: bytes
    passphrase_key: bytearray
    sheet_secret: bytearray

    @property
    def terms(self) -> SlotTerms:
        """What their slots are locked on."""
        return SlotTerms(self.roles, self.cost)


@dataclass(frozen=True, slots=True)
class NewKeys:
    """Private keys just made, and their public halves."""

    private: PersonKeys
    public: bytes
    verify: bytes


def make_person(
    header: Header, newcomer: Newcomer, keys: NewKeys, sources: ClockAndRandom
) -> Person:
    """Return a newcomer's part of the header."""
    context = slot_context(header, newcomer.uid, newcomer.terms)
    lock = Lock(newcomer.terms, newcomer.salt, context)
    return Person(
        uid=newcomer.uid,
        name=newcomer.name,
        roles=newcomer.roles,
        public=keys.public,
        verify=keys.verify,
        passphrase=lock_keys(keys.private, newcomer.passphrase_key, lock, sources),
        sheet=sheet_slot(
            keys.private, newcomer.sheet_secret, Lock(newcomer.terms, b"", context), sources
        ),
    )


def sheet_slot(
    keys: PersonKeys, sheet_secret: bytearray, lock: Lock, sources: ClockAndRandom
) -> Slot:
    """Return private keys locked under a recovery sheet, whose secret is wiped, and a new salt."""
    salt = new_salt(sources)
    salted = Lock(lock.terms, salt, lock.context)
    return lock_keys(keys, sheet_key(sheet_secret, salt), salted, sources)


def new_data_key(sources: ClockAndRandom) -> Masked:
    """Return a fresh key for one database."""
    return Masked(bytearray(sources.random_bytes(KEY_LENGTH)))


def continuity_public(secret: bytearray) -> bytes:
    """Return the public half of the continuity key, whose private half is only on paper."""
    private = continuity_private(secret)
    public = public_key_of(private)
    wipe(private)
    return public


def continuity_private(secret: bytearray) -> bytearray:
    """Return the continuity key that follows from the 160 bits of its sheet."""
    return derive(secret, "continuity key")
