"""The two locked places in which the header keeps a person's private keys."""

from dataclasses import dataclass

from therapist_app.record.crypto.kdf_cost import KdfCost

NONCE_LENGTH = 12
TAG_LENGTH = 16
WRAPPED_LENGTH = NONCE_LENGTH + 2 * 32 + TAG_LENGTH
"""The nonce, the two private keys and the tag, in bytes."""


@dataclass(frozen=True, slots=True)
class SlotTerms:
    """What a slot was locked on, and stays bound to: it opens only when told the same.

    Attributes:
        roles: The person's roles at that time; their roles now are what a keeper signed.
        cost: What deriving its key from a passphrase costs.
        key_file: Whether a key file goes into its key besides.

    """

    roles: tuple[str, ...]
    cost: KdfCost
    key_file: bool = False


@dataclass(frozen=True, slots=True)
class Slot:
    """Private keys locked under another key.

    Attributes:
        salt: Goes into the derivation of that key.
        commitment: Follows from that key; compared before anything is decrypted.
        wrapped: Nonce, the two keys encrypted, tag.

    """

    terms: SlotTerms
    salt: bytes
    commitment: bytes
    wrapped: bytes
