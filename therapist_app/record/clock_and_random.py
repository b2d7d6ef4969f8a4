"""Where time and randomness come from.

A real record takes them from the system. Practice takes them from a seed, so that the same
seed gives the same invented clients; a real record refuses such sources.
"""

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta


@dataclass(frozen=True, slots=True)
class ClockAndRandom:
    """Time and randomness.

    Attributes:
        now: Returns the time, aware.
        random_bytes: Returns so many bytes; only the system's are fit for a real record.

    """

    now: Callable[[], datetime]
    random_bytes: Callable[[int], bytes]

    @property
    def seeded(self) -> bool:
        """Whether somebody could foresee the bytes: anything but the system's own."""
        return self.random_bytes is not os.urandom


class SeededClock:
    """A clock that stands still until it is moved."""

    def __init__(self, start: datetime) -> None:
        self._moment = start

    def __call__(self) -> datetime:
        """Return where the clock stands."""
        return self._moment

    def move_to(self, moment: datetime) -> None:
        """Set the clock."""
        self._moment = moment

    def advance(self, seconds: float) -> None:
        """Move the clock forward."""
        self._moment += timedelta(seconds=seconds)


class _SeededBytes:
    """Bytes that follow from a seed: SHA-256 over the seed and a counter."""

    def __init__(self, seed: bytes) -> None:
        self._seed = seed
        self._drawn = 0

    def __call__(self, count: int) -> bytes:
        self._drawn += 1
        label = self._seed + self._drawn.to_bytes(8, "big")
        return hashlib.shake_256(label).digest(count)


def system_sources() -> ClockAndRandom:
    """Return the system's time and randomness."""
    return ClockAndRandom(now=lambda: datetime.now(UTC), random_bytes=os.urandom)


def seeded_sources(seed: int, start: datetime | Callable[[], datetime]) -> ClockAndRandom:
    """Return randomness that follows from `seed`, and a clock: for practice only.

    `start` is where the clock stands (hand in a `SeededClock` to move it).
    """
    clock = start if callable(start) else SeededClock(start)
    drawn = _SeededBytes(hashlib.sha256(f"practice {seed}".encode()).digest())
    return ClockAndRandom(now=clock, random_bytes=drawn)


def continued(sources: ClockAndRandom, mark: bytes) -> ClockAndRandom:
    """Return `sources` for one opening of a record.

    Seeded sources start afresh under `mark`, so that the same seed never draws an id twice
    in one record; the system's stay as they are.
    """
    if not sources.seeded:
        return sources
    seed = hashlib.sha256(sources.random_bytes(32) + mark).digest()
    return replace(sources, random_bytes=_SeededBytes(seed))
