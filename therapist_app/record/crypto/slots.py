"""The two locked places in which the header keeps a person's private keys, and their cost."""

from dataclasses import dataclass

MIB = 1024
NONCE_LENGTH = 12
TAG_LENGTH = 16
WRAPPED_LENGTH = NONCE_LENGTH + 2 * 32 + TAG_LENGTH
"""The nonce, the two private keys and the tag, in bytes."""


@dataclass(frozen=True, slots=True)
class KdfCost:
    """How much work one guess is: memory in KiB, passes, lanes."""

    memory: int
    passes: int
    lanes: int

    @property
    def work(self) -> int:
        """How much one guess is, to compare two costs by: memory times passes."""
        return self.memory * self.passes

    @property
    def is_acceptable(self) -> bool:
        """Whether it lies between the floor and what a laptop can bear.

        The floor is the second choice of RFC 9106, section 4: 64 MiB, 3 passes, 4 lanes. The
        ceiling keeps an altered header from taking the machine's memory or the day: the dearest
        guess took 5 seconds of two cores of 2020, where 16 passes took 19 (and 69 beside other
        work). No laptop on which a guess should take a second gets near it.
        """
        return (
            FLOOR.memory <= self.memory <= CEILING.memory
            and FLOOR.passes <= self.passes <= CEILING.passes
            and FLOOR.lanes <= self.lanes <= CEILING.lanes
        )


FLOOR = KdfCost(memory=64 * MIB, passes=3, lanes=4)
CEILING = KdfCost(memory=1024 * MIB, passes=4, lanes=16)
DEFAULT = KdfCost(memory=128 * MIB, passes=3, lanes=4)


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
