"""A process killed at a random instant while a therapist works loses nothing that was kept."""

import shutil
import time
from functools import partial
from pathlib import Path
from random import Random
from statistics import median

from tests.campaigns.harness.looking import look_after
from tests.campaigns.harness.running import Campaign, Trial
from tests.campaigns.harness.telling import Told
from tests.campaigns.harness.worker import Worker, work_a_shift
from tests.support.record.records import ServiceOnDisk, lay_out

KILLS_FOR_ONE_SERVICE = 40
MOST_LINES = 60
MEAN_DELAY = 0.004
SECONDS_OF_A_DAY = 86_400
SLOWER_AT_MOST = 30
"""So many times as long as it takes without a kill, measured in the same run."""
OPENINGS_TO_MEASURE = 5


def run(trial: Trial) -> str:
    """Kill as often as wanted, and look each time at what stands."""
    dice = trial.dice
    saves, recoveries = 0, []
    service = lay_out(trial.folder)
    usual = usual_seconds(service)
    miss_what_was_kept(trial)
    for number in range(trial.count):
        if number and number % KILLS_FOR_ONE_SERVICE == 0:
            service = lay_out(_fresh(trial.folder, number))
        told = kill_once(service, dice)
        saves += told.saves
        look = look_after(service, told)
        recoveries.append(look.seconds)
        problem = look.problem or " ".join(look.warnings)
        if not problem and look.seconds > SLOWER_AT_MOST * usual:
            usual = max(usual, usual_seconds(service))  # the machine may be slower by now
        if not problem and look.seconds > SLOWER_AT_MOST * usual:
            problem = f"took {look.seconds:.1f} s to open, without a kill {usual:.3f} s"
        trial.held(f"kill {number}: {problem}" if problem else "")
    return (
        f"{trial.tried} kills among {saves} saves; {len(trial.bad)} lost or broke something; open "
        f"again after {median(recoveries) * 1000:.0f} ms, at most {max(recoveries) * 1000:.0f} ms"
    )


def usual_seconds(service: ServiceOnDisk) -> float:
    """Return how long it takes here and now to open a service that nothing cut off."""
    found = []
    for _ in range(OPENINGS_TO_MEASURE):
        begun = time.monotonic()
        vault = service.open()
        found.append(time.monotonic() - begun)
        vault.close()
    return median(found)


def miss_what_was_kept(trial: Trial) -> None:
    """Kill a shift, and put the service of before it back as a whole: all that was kept is lost."""
    folder = _fresh(trial.folder, "control")
    service = lay_out(folder)
    shutil.copytree(service.folder, folder / "before")
    worker = Worker(partial(work_a_shift, service, "control"))
    worker.listen(MOST_LINES)
    told = worker.kill()
    shutil.rmtree(service.folder)
    (folder / "before").rename(service.folder)
    problem = look_after(service, told).problem
    trial.control("a shift whose changes are all gone", is_found="lost" in problem)


def kill_once(service: ServiceOnDisk, dice: Random) -> Told:
    """Let a therapist work for a random while, and kill the process at a random instant."""
    worker = Worker(partial(work_a_shift, service, str(dice.random())))
    worker.listen(dice.randint(1, MOST_LINES))
    time.sleep(dice.expovariate(1 / MEAN_DELAY))
    told = worker.kill()
    service.clock.advance(SECONDS_OF_A_DAY)  # that of the process killed had gone on
    return told


def _fresh(folder: Path, number: int | str) -> Path:
    place = folder / str(number)
    place.mkdir()
    return place


KILLS = Campaign(
    name="kill",
    claim="A process killed at any instant loses nothing that was kept, and keeps no half change.",
    run=run,
    counts={"smoke": 8, "small": 100, "full": 1000},
)
