"""How much work one guess at a passphrase is on this laptop, and how much more it could be."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from therapist_app.record.crypto import kdf
from therapist_app.record.crypto.slots import CEILING, MIB, KdfCost
from therapist_app.record.keyring import people
from therapist_app.record.vault.vault import Vault
from therapist_app.workflows.permissions import require

LEAST, MOST, AIM = 0.5, 1.0, 0.75  # seconds for one guess
STEP = 32 * MIB
TRIES = 4
Measure = Callable[[KdfCost], float]


@dataclass(frozen=True, slots=True)
class CostProposal:
    """What was measured on this laptop.

    Attributes:
        now_seconds: How long one guess takes here at present.
        proposed: A dearer one that this laptop bears; None where the present is dear enough.
        seconds: How long that takes.

    """

    now_seconds: float
    proposed: KdfCost | None = None
    seconds: float = 0.0


def measured(cost: KdfCost) -> float:
    """Return how many seconds one guess takes here."""
    began = time.perf_counter()
    kdf.derive_key(bytearray(b"a guess to be timed"), bytes(kdf.SALT_LENGTH), cost)
    return time.perf_counter() - began


def proposal(now: KdfCost, measure: Measure = measured) -> CostProposal:
    """Return a cost of 0.5 to 1 second on this laptop, never below the present one.

    Raises:
        CannotWrite: There is not enough memory free to measure.

    """
    found = CostProposal(measure(now))
    candidate, took = now, found.now_seconds
    for _try in range(TRIES):
        candidate = _nearer(candidate, took)
        if candidate.work <= now.work:
            return found
        took = measure(candidate)
        if LEAST <= took <= MOST:
            return replace(found, proposed=candidate, seconds=took)
    if took < MOST and found.now_seconds < LEAST:
        return replace(found, proposed=candidate, seconds=took)
    return found


def make_guessing_harder(vault: Vault, cost: KdfCost) -> None:
    """Ask for a dearer guess; each person's own follows when they next sign in.

    Raises:
        NotAllowed: Only a keeper may.

    """
    require(vault, "make_guessing_harder")
    people.raise_cost(vault, cost)


def _nearer(cost: KdfCost, took: float) -> KdfCost:
    """Return a cost that should take about as long as is aimed at: more memory, then passes."""
    work = cost.work * AIM / took
    memory = int(work / cost.passes) // STEP * STEP
    if memory <= CEILING.memory:
        return replace(cost, memory=max(memory, STEP))
    passes = min(CEILING.passes, int(work / CEILING.memory))
    return replace(cost, memory=CEILING.memory, passes=max(passes, cost.passes))
