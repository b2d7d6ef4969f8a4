"""From launch to the unlock window painted, against an empty window of the same run."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.bench.lines import Budget, Line
from tests.bench.place import Place
from tests.bench.rounds import alternate, timed
from tests.support.records import lay_out

ROUNDS = 15
ROOT = Path(__file__).resolve().parents[2]
EMPTY = Path(__file__).with_name("empty_window.py")
UNLOCK = Path(__file__).with_name("unlock_window.py")


def start_lines(place: Place) -> Iterator[Line]:
    """Launch both in turn; each process ends as soon as its window was painted."""
    homes = {False: place.folder / "home", True: place.folder / "practice-home"}
    lay_out(homes[False], practice=False)
    (homes[True] / "practice").parent.mkdir()
    lay_out(homes[True], practice=True)
    (homes[True] / "service").rename(homes[True] / "practice")
    for practice, home in homes.items():
        flags = ["--practice"] if practice else []

        def ours(_number: int, arguments: tuple[str, ...] = ("--home", str(home), *flags)) -> float:
            return timed(lambda: _launch(UNLOCK, *arguments))

        def floor(_number: int) -> float:
            return timed(lambda: _launch(EMPTY))

        alternate(floor, ours, 2)
        name = "start to unlock window" + (", practice" if practice else "")
        yield Line(name, Budget(2, "times the floor"), *alternate(floor, ours, ROUNDS))


def _launch(script: Path, *arguments: str) -> None:
    subprocess.run(
        [sys.executable, str(script), *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=True,
    )
