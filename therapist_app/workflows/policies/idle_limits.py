"""After how long it locks when nobody does anything."""

from dataclasses import dataclass

from therapist_app.record.database.database import ServiceFile
from therapist_app.record.service import settings
from therapist_app.workflows.permissions import require
from therapist_app.workflows.workspace import Workspace

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
    usual = settings.load(service, KEY, float)
    in_session = settings.load(service, KEY_IN_SESSION, float)
    return IdleLimits(_within(usual, LONGEST), _within(in_session, LONGEST_IN_SESSION))


def _within(settled: float | None, longest: float) -> float:
    return longest if settled is None else min(longest, max(SHORTEST, settled))


def settle_idle_limits(workspace: Workspace, limits: IdleLimits) -> None:
    """Settle after how long it locks, for everybody who works here; it holds at once.

    Raises:
        NotAllowed: The person signed in does not speak for the service.
        ValueError: A limit is beyond its bounds: it may be shorter, never longer.

    """
    require(workspace.vault, "settle_policies")
    usual_fits = SHORTEST <= limits.usual <= LONGEST
    if not usual_fits or not SHORTEST <= limits.in_session <= LONGEST_IN_SESSION:
        raise ValueError("idle limits are beyond their bounds")
    before = idle_limits(workspace.service)
    with workspace.service.together():
        if limits.usual != before.usual:
            settings.save(workspace.service, KEY, limits.usual)
        if limits.in_session != before.in_session:
            settings.save(workspace.service, KEY_IN_SESSION, limits.in_session)
