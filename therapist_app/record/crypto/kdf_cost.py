"""How much work one guess at a passphrase is made to be."""

from dataclasses import dataclass

MIB = 1024


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
        ceiling keeps an altered header from taking the machine's memory or the day.
        """
        return (
            FLOOR.memory <= self.memory <= CEILING.memory
            and FLOOR.passes <= self.passes <= CEILING.passes
            and FLOOR.lanes <= self.lanes <= CEILING.lanes
        )


FLOOR = KdfCost(memory=64 * MIB, passes=3, lanes=4)
CEILING = KdfCost(memory=1024 * MIB, passes=16, lanes=16)
DEFAULT = KdfCost(memory=128 * MIB, passes=3, lanes=4)
