"""From launch to the unlock window painted, against an empty window of the same run."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.bench.timing.lines import Budget, Line
from tests.bench.timing.rounds import Span, alternate, timed
from tests.bench.workplace.place import Place
from tests.support.record.records import lay_out

ROUNDS = 15
WARM = 2
TWICE = Budget(2, "times the floor")
ROOT = Path(__file__).resolve().parents[3]
WINDOWS = ROOT / "tests/bench/windows"
EMPTY = WINDOWS / "empty_window.py"
UNLOCK = WINDOWS / "unlock_window.py"


def start_lines(place: Place) -> Iterator[Line]:
    """Launch both in turn; each process ends as soon as its window was painted."""
    launch = Launch(place.folder / "bytecode")
    home = place.folder / "home"
    home.mkdir()
    lay_out(home, practice=False)
    yield _line("start to unlock window", launch, ["--home", str(home)])
    practice = place.folder / "practice-home"
    practice.mkdir()
    lay_out(practice, practice=True).folder.rename(practice / "practice")
    yield _line("start to unlock window, practice", launch, ["--home", str(practice), "--practice"])


class Launch:
    """Runs a script with compiled modules in a place of its own, as after a first start."""

    def __init__(self, bytecode: Path) -> None:
        self._environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "PYTHONPYCACHEPREFIX": str(bytecode),
        }
        self._environment.pop("PYTHONDONTWRITEBYTECODE", None)

    def __call__(self, script: Path, *arguments: str) -> None:
        """Run it until it ends.

        Raises:
            CalledProcessError: It ended before its window was painted.

        """
        subprocess.run(
            [sys.executable, str(script), *arguments],
            cwd=ROOT,
            env=self._environment,
            check=True,
            stderr=subprocess.DEVNULL,
        )


def _line(name: str, launch: Launch, arguments: list[str]) -> Line:
    def ours(_number: int) -> Span:
        return timed(lambda: launch(UNLOCK, *arguments))

    def floor(_number: int) -> Span:
        return timed(lambda: launch(EMPTY))

    alternate(floor, ours, WARM)
    return Line(name, TWICE, *alternate(floor, ours, ROUNDS))
