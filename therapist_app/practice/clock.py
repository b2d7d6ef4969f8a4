"""The clock and the chance of practice: both from a seed, so that a demonstration repeats itself."""

import random
from datetime import UTC, datetime, timedelta

from therapist_app.record.sources import Sources

SEED_DAY = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


class PracticeClock:
    """A clock that moves only when told, in UTC."""

    def __init__(self, start: datetime = SEED_DAY) -> None:
        self._now = start

    def now(self) -> datetime:
        """Return the practice time."""
        return self._now

    def turn_to(self, moment: datetime) -> None:
        """Set the clock; the course of another client may begin earlier."""
        self._now = moment

    def advance(self, *, minutes: float) -> None:
        """Let time pass."""
        self._now += timedelta(minutes=minutes)


def practice_sources(clock: PracticeClock, seed: int) -> Sources:
    """Return the clock and the random bytes of practice; a real record refuses them."""
    chance = random.Random(f"practice {seed}")
    return Sources(now=clock.now, random_bytes=chance.randbytes)
