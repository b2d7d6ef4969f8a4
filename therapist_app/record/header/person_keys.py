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
from therapist_app.record.crypto.kdf_cost import KdfCost
from therapist_app.record.crypto.key_derivation import KEY_LENGTH, derive
from therapist_app.record.crypto.passphrases import normalised
from therapist_app.record.crypto.sealed_box import public_key_of
from therapist_app.record.crypto.signing import verify_key_of
from therapist_app.record.crypto.slots import NONCE_LENGTH, TAG_LENGTH, Slot, SlotTerms
from therapist_app.record.crypto.wiping import Masked, wipe
from therapist_app.record.errors import HeaderAltered


@dataclass(frozen=True, slots=True)
class PersonKeys:
    """The private keys of somebody signed in, masked.

    Attributes:
        opening: X25519; opens what is sealed to this person.
        signing: Ed25519; signs in this person's name.

    """

    opening: Masked
    signing: Masked

    def forget(self) -> None:
        """Overwrite both."""
        self.opening.forget()
        self.signing.forget()


@dataclass(frozen=True, slots=True)
class Lock:
    """What a slot is locked with besides its key.

    Attributes:
        context: What must be given again to open it.

    """

    terms: SlotTerms
    salt: bytes
    context: bytes


def make_keys(sources: ClockAndRandom) -> tuple[PersonKeys, bytes, bytes]:
    """Return new private keys, the public key to seal to, and the one to verify with."""
    opening = bytearray(sources.random_bytes(KEY_LENGTH))
    signing = bytearray(sources.random_bytes(KEY_LENGTH))
    public, verify = public_key_of(opening), verify_key_of(signing)
    return PersonKeys(Masked(opening), Masked(signing)), public, verify


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


def lock_keys(keys: PersonKeys, key: bytearray, lock: Lock, sources: ClockAndRandom) -> Slot:
    """Return `keys` locked under `key`, which is wiped."""
    nonce = sources.random_bytes(NONCE_LENGTH)
    wrapping, commitment = derive(key, "wrap"), bytes(derive(key, "commit"))
    wipe(key)
    sealed = bytearray(2 * KEY_LENGTH + TAG_LENGTH)
    with keys.opening.revealed() as opening, keys.signing.revealed() as signing:
        both = opening + signing
    ChaCha20Poly1305(wrapping).encrypt_into(nonce, both, lock.context, sealed)
    wipe(both, wrapping)
    return Slot(lock.terms, lock.salt, commitment, nonce + bytes(sealed))


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
