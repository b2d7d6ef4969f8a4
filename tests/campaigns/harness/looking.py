"""What stands in a service after something cut it off, looked at through the product's own door."""

import time
from dataclasses import dataclass

from tests.campaigns.harness.checks import faults_in
from tests.campaigns.harness.states import states_as_found
from tests.campaigns.harness.telling import Told
from tests.support.record.records import ServiceOnDisk
from therapist_app.record.errors import KnownRecordError
from therapist_app.record.vault.vault import LEFT_OPEN


@dataclass(frozen=True, slots=True)
class Look:
    """What was found.

    Attributes:
        problem: What does not hold, or "".
        seconds: How long it took to open, recovery included.
        warnings: What the product itself says on opening, but that the session before was not
            closed: so it was.

    """

    problem: str
    seconds: float
    warnings: tuple[str, ...] = ()


def look_after(service: ServiceOnDisk, told: Told) -> Look:
    """Open a service as the product does, and compare it with what a worker had told."""
    begun = time.monotonic()
    with states_as_found() as found:
        try:
            vault = service.open()
        except KnownRecordError as error:
            return Look(f"does not open: {error}", time.monotonic() - begun)
    seconds = time.monotonic() - begun
    with vault:
        problems = [told.problem(found), *faults_in(vault)]
    warnings = tuple(each for each in vault.warnings if each != LEFT_OPEN)
    return Look(next((each for each in problems if each), ""), seconds, warnings)
