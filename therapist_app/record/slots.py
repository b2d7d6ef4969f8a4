"""The two locked places in which the header keeps a person's private keys."""

from dataclasses import dataclass

NONCE_LENGTH = 12
TAG_LENGTH = 16
WRAPPED_LENGTH = NONCE_LENGTH + 2 * 32 + TAG_LENGTH
"""The nonce, the two private keys and the tag, in bytes."""


@dataclass(frozen=True, slots=True)
class Slot:
    """Private keys locked under another key.

    Attributes:
        salt: Goes into the derivation of that key.
        commitment: Follows from that key; compared before anything is decrypted.
        wrapped: Nonce, the two keys encrypted, tag.

    """

    salt: bytes
    commitment: bytes
    wrapped: bytes
