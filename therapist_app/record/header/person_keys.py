"""A person's private keys, and the two locked slots in which the header keeps them.

One slot opens with the passphrase, the other with the recovery sheet; both hold the same pair:
an X25519 key, to which data keys are sealed, and an Ed25519 key, which signs.
"""

import hmac
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from therapist_app.record.clock_and_random import ClockAndRandom
from therapist_app.record.crypto import kdf
from therapist_app.record.crypto.key_derivation import KEY_LENGTH, derive
from therapist_app.record.crypto.passphrases import normalised
from therapist_app.record.crypto.sealed_box import public_key_of
from therapist_app.record.crypto.signing import verify_key_of
from therapist_app.record.crypto.slots import NONCE_LENGTH, TAG_LENGTH, KdfCost, Slot, SlotTerms
from therapist_app.record.crypto.wiping import Masked, wipe
from therapist_app.record.errors import HeaderAltered
from therapist_app.record.header.header import Header, Person, slot_context


@dataclass(frozen=True, slots=True)
class PersonKeys:
    """The private keys of somebody signed in, masked.

    Attributes:
        opening: X25519; opens what is sealed to this person.
        signing: Ed25519; signs in this person's name.

    """

    opening: Masked
    signing: Masked

    def copied(self) -> "PersonKeys":
        """Return both once more, to be forgotten by themselves."""
        return PersonKeys(self.opening.copied(), self.signing.copied())

    def forget(self) -> None:
        """Overwrite both."""
        self.opening.forget()
        self.signing.forget()


@dataclass(frozen=True, slots=True)
class NewKeys:
    """Private keys just made, and their public halves."""

    private: PersonKeys
    public: bytes
    verify: bytes


def make_keys(sources: ClockAndRandom) -> NewKeys:
    """Return new private keys and their public halves."""
    opening = bytearray(sources.random_bytes(KEY_LENGTH))
    signing = bytearray(sources.random_bytes(KEY_LENGTH))
    public, verify = public_key_of(opening), verify_key_of(signing)
    return NewKeys(PersonKeys(Masked(opening), Masked(signing)), public, verify)


def passphrase_key(
    passphrase: bytearray, salt: bytes, cost: KdfCost, key_file: bytearray | None
) -> bytearray:
    """Return the key that follows from a passphrase, and from a key file where there is one.

    The passphrase is wiped, and so is `key_file`: what `read_key_file` made of it.
    """
    key = kdf.derive_key(normalised(passphrase), salt, cost)
    if key_file is None:
        return key
    mixed = derive(key, "with key file", bytes(key_file))
    wipe(key, key_file)
    return mixed


def sheet_key(secret: bytearray, salt: bytes) -> bytearray:
    """Return the key of a recovery sheet, whose 160 bits need no stretching; wipes `secret`."""
    key = derive(secret, "recovery sheet", salt)
    wipe(secret)
    return key


def new_salt(sources: ClockAndRandom) -> bytes:
    """Return a fresh salt."""
    return sources.random_bytes(kdf.SALT_LENGTH)


def lock_keys(
    keys: PersonKeys,
    key: bytearray,
    terms: SlotTerms,
    salt: bytes,
    *,
    context: bytes,
    sources: ClockAndRandom,
) -> Slot:
    """Return `keys` locked under `key`, which is wiped; `context` must be given to open them."""
    nonce = sources.random_bytes(NONCE_LENGTH)
    wrapping, commitment = derive(key, "wrap"), bytes(derive(key, "commit"))
    wipe(key)
    sealed = bytearray(2 * KEY_LENGTH + TAG_LENGTH)
    with keys.opening.revealed() as opening, keys.signing.revealed() as signing:
        both = opening + signing
    ChaCha20Poly1305(wrapping).encrypt_into(nonce, both, context, sealed)
    wipe(both, wrapping)
    return Slot(terms, salt, commitment, nonce + bytes(sealed))


def open_keys(slot: Slot, key: bytearray, context: bytes) -> PersonKeys | None:
    """Return the keys in a slot, or None when `key` is the wrong one; wipes `key`.

    Raises:
        HeaderAltered: The key is right, but what stands around the slot was changed.

    """
    wrapping, commitment = derive(key, "wrap"), bytes(derive(key, "commit"))
    wipe(key)
    if not hmac.compare_digest(commitment, slot.commitment):
        wipe(wrapping)
        return None
    both = bytearray(2 * KEY_LENGTH)
    try:
        ChaCha20Poly1305(wrapping).decrypt_into(
            slot.wrapped[:NONCE_LENGTH], slot.wrapped[NONCE_LENGTH:], context, both
        )
    except InvalidTag:
        raise HeaderAltered("slot") from None
    finally:
        wipe(wrapping)
    opening, signing = both[:KEY_LENGTH], both[KEY_LENGTH:]
    wipe(both)
    return PersonKeys(Masked(opening), Masked(signing))


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


def make_person(
    header: Header, newcomer: Newcomer, keys: NewKeys, sources: ClockAndRandom
) -> Person:
    """Return a newcomer's part of the header."""
    terms = newcomer.terms
    context = slot_context(header, newcomer.uid, terms)
    return Person(
        uid=newcomer.uid,
        name=newcomer.name,
        roles=newcomer.roles,
        public=keys.public,
        verify=keys.verify,
        passphrase=lock_keys(
            keys.private,
            newcomer.passphrase_key,
            terms,
            newcomer.salt,
            context=context,
            sources=sources,
        ),
        sheet=sheet_slot(
            keys.private, newcomer.sheet_secret, terms, context=context, sources=sources
        ),
    )


def sheet_slot(
    keys: PersonKeys,
    sheet_secret: bytearray,
    terms: SlotTerms,
    *,
    context: bytes,
    sources: ClockAndRandom,
) -> Slot:
    """Return private keys locked under a recovery sheet, whose secret is wiped, and a new salt."""
    salt = new_salt(sources)
    key = sheet_key(sheet_secret, salt)
    return lock_keys(keys, key, terms, salt, context=context, sources=sources)


def new_data_key(sources: ClockAndRandom) -> Masked:
    """Return a fresh key for one database."""
    return Masked(bytearray(sources.random_bytes(KEY_LENGTH)))


@dataclass(frozen=True, slots=True)
class ContinuityKey:
    """What a header says of the continuity sheet, whose own half is only on paper.

    Attributes:
        public: The key that data keys are sealed to.
        verify: The key that its signature verifies with.

    """

    public: bytes
    verify: bytes


def continuity_key(secret: bytearray) -> ContinuityKey:
    """Return both public halves of a continuity sheet."""
    keys = continuity_keys(secret)
    with keys.opening.revealed() as opening, keys.signing.revealed() as signing:
        found = ContinuityKey(public_key_of(opening), verify_key_of(signing))
    keys.forget()
    return found


def continuity_keys(secret: bytearray) -> PersonKeys:
    """Return the private keys that follow from the 160 bits of a continuity sheet, masked."""
    return PersonKeys(
        Masked(continuity_private(secret)), Masked(derive(secret, "continuity signature"))
    )


def continuity_public(secret: bytearray) -> bytes:
    """Return the public half of the continuity key, whose private half is only on paper."""
    private = continuity_private(secret)
    public = public_key_of(private)
    wipe(private)
    return public


def continuity_private(secret: bytearray) -> bytearray:
    """Return the continuity key that follows from the 160 bits of its sheet."""
    return derive(secret, "continuity key")
