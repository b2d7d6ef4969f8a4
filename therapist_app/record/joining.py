"""A person's part of the header, made when they join, and the key of their caseload."""

from dataclasses import dataclass

from therapist_app.record.deriving import KEY_LENGTH, derive
from therapist_app.record.header import (
    CONTINUITY,
    CaseloadGrant,
    Header,
    Person,
    box_context,
    slot_context,
)
from therapist_app.record.kdf import KdfCost
from therapist_app.record.person_keys import (
    PersonKeys,
    lock_keys,
    new_salt,
    sheet_key,
)
from therapist_app.record.sealed_box import public_key_of, seal
from therapist_app.record.slots import Slot
from therapist_app.record.sources import Sources
from therapist_app.record.wiping import Masked, wipe


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


@dataclass(frozen=True, slots=True)
class NewKeys:
    """Private keys just made, and their public halves."""

    private: PersonKeys
    public: bytes
    verify: bytes


def make_person(
    header: Header, newcomer: Newcomer, keys: NewKeys, service_key: Masked, sources: Sources
) -> Person:
    """Return a newcomer's part of the header."""
    context = slot_context(header, newcomer.uid, newcomer.roles, newcomer.cost)
    service_context = box_context(header.service_id, "service", newcomer.uid)
    with service_key.revealed() as whole:
        service_box = seal(whole, keys.public, service_context, sources)
    return Person(
        uid=newcomer.uid,
        name=newcomer.name,
        roles=newcomer.roles,
        cost=newcomer.cost,
        public=keys.public,
        verify=keys.verify,
        passphrase=lock_keys(
            keys.private, newcomer.passphrase_key, newcomer.salt, context, sources
        ),
        sheet=sheet_slot(keys.private, newcomer.sheet_secret, context, sources),
        service_box=service_box,
    )


def sheet_slot(keys: PersonKeys, sheet_secret: bytearray, context: bytes, sources: Sources) -> Slot:
    """Return private keys locked under a recovery sheet, whose secret is wiped."""
    salt = new_salt(sources)
    return lock_keys(keys, sheet_key(sheet_secret, salt), salt, context, sources)


def make_grant(header: Header, owner: Person, data_key: Masked, sources: Sources) -> CaseloadGrant:
    """Return a caseload's key sealed to its owner, and to the continuity key where there is one."""
    recipients = [(owner.uid, owner.public)]
    if header.continuity:
        recipients.append((CONTINUITY, header.continuity))
    boxes = []
    for uid, public in recipients:
        context = box_context(header.service_id, f"caseload {owner.uid}", uid)
        with data_key.revealed() as whole:
            boxes.append((uid, seal(whole, public, context, sources)))
    return CaseloadGrant(owner.uid, tuple(boxes))


def new_data_key(sources: Sources) -> Masked:
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
