"""After how long it locks when nobody does anything."""

from dataclasses import dataclass

from therapist_app.record import settings
from therapist_app.record.database import ServiceFile

LONGEST = 5 * 60.0  # seconds
LONGEST_IN_SESSION = 15 * 60.0
SHORTEST = 60.0
KEY = "idle_seconds"
KEY_IN_SESSION = "idle_seconds_in_session"


@dataclass(frozen=True, slots=True)
class IdleLimits:
    """The seconds after which it locks.

    Attributes:
        usual: At any time.
        in_session: While a session or a hand-over is open.

    """

    usual: float = LONGEST
    in_session: float = LONGEST_IN_SESSION


def idle_limits(service: ServiceFile) -> IdleLimits:
    """Return what holds in this service: it may shorten both limits, never lengthen them."""
    usual = settings.load(service, KEY, LONGEST)
    in_session = settings.load(service, KEY_IN_SESSION, LONGEST_IN_SESSION)
    return IdleLimits(
        min(LONGEST, max(SHORTEST, usual)), min(LONGEST_IN_SESSION, max(SHORTEST, in_session))
    )
