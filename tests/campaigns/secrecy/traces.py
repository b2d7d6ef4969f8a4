"""Nothing is written outside the service folder, however much has to be sorted with little room."""

import pickle
import subprocess
import sys
from pathlib import Path

from tests.campaigns.disks.compiling import compiled, preloading
from tests.campaigns.disks.disk import read_events
from tests.campaigns.harness.running import Campaign, Trial
from tests.support.record.records import lay_out

ROOT = Path(__file__).parents[3]
SORTING = "tests.campaigns.secrecy.sorting_day"
CONTROL_SORTS = 3


def run(trial: Trial) -> str:
    """Record every file that is made or written anywhere; the control must make one."""
    made, outside = recorded(trial, "sound", trial.count)
    for number in range(trial.count):
        trial.held(f"written outside: {len(outside)} files" if outside and not number else "")
    _made, control = recorded(trial, "files", CONTROL_SORTS)
    trial.control("sorts in files", is_found=bool(control))
    return (
        f"{trial.count} sorts with 10 pages of room: {made} files written in the folder, "
        f"{len(outside)} outside; with sorts in files {len(control)} outside, as must be"
    )


def recorded(trial: Trial, way: str, sorts: int) -> tuple[int, set[str]]:
    """Return how many files a day wrote in the service folder, and which elsewhere."""
    place = trial.folder / way
    place.mkdir()
    service = lay_out(place)
    pickled, log = place / "service.pickle", place / "log"
    pickled.write_bytes(pickle.dumps(service))
    subprocess.run(
        [sys.executable, "-B", "-m", SORTING, pickled, str(sorts), way],
        cwd=ROOT,
        env=preloading(
            compiled("recorder", trial.folder),
            {"RECORDER_LOG": str(log), "RECORDER_FOLDER": "/"},
        ),
        check=True,
    )
    written = {
        f"/{event.name}" for event in read_events(log.read_bytes(), "") if event.operation in "CW"
    }
    inside = {each for each in written if Path(each).is_relative_to(service.folder)}
    return len(inside), written - inside - {"/dev/null"}


TRACES = Campaign(
    name="traces",
    claim="Nothing is written outside the service folder, however much has to be sorted.",
    run=run,
    counts={"smoke": 1, "small": 12, "full": 60},
)
