"""A disk that fails at the n-th call loses nothing that was kept, and a person is told clearly."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

from tests.campaigns.disks.compiling import compiled, preloading
from tests.campaigns.harness.running import Campaign, Trial

ROOT = Path(__file__).parents[3]
LEAST_FIRED = 0.5
"""In so many of the days the fault must come to pass."""
DISTURBED = "tests.campaigns.disks.disturbed"


def run(trial: Trial) -> str:
    """Live through disturbed days in a process in which the disk can be made to fail."""
    told: Counter[str] = Counter()
    fired = saves = 0
    with subprocess.Popen(
        [sys.executable, "-m", DISTURBED, str(trial.memory), str(trial.seed), str(trial.count)],
        cwd=ROOT,
        env=preloading(compiled("failing", trial.folder), {}),
        stdout=subprocess.PIPE,
        text=True,
    ) as days:
        assert days.stdout is not None
        for line in days.stdout:
            day = json.loads(line)
            if "control" in day:
                trial.control("a day whose changes are all gone", is_found="lost" in day["control"])
                continue
            told.update(day["told"])
            fired += day["fired"]
            saves += day["saves"]
            trial.held(day["problem"])
    if trial.tried < trial.count:
        trial.bad.append(f"only {trial.tried} of {trial.count} days were lived through")
    if fired < trial.tried * LEAST_FIRED:
        trial.bad.append(f"only {fired} faults came to pass in {trial.tried} days")
    trial.control(f"{sum(told.values())} errors that were told", is_found=bool(told))
    words = ", ".join(f"{code} {count}" for code, count in told.most_common())
    return f"{fired} faults came to pass in {trial.tried} days, {saves} saves; told: {words}"


ERRORS = Campaign(
    name="disk-errors",
    claim="A disk that fails at any call loses nothing kept; each error is one a person is told.",
    run=run,
    counts={"smoke": 12, "small": 100, "full": 480},
)
