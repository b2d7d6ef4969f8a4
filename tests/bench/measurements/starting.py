"""From launch to the unlock window painted, against an empty window of the same run."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from pyrage.x25519 import Identity

from tests.bench.timing.lines import Budget, Line
from tests.bench.timing.rounds import Span, alternate, timed
from tests.bench.workplace.place import Place
from tests.support.record.records import lay_out

ROUNDS = 15
WARM = 2
NEEDED = (
    "import argparse, pypdf, pyrage; from cryptography.hazmat.primitives.asymmetric import ed25519"
)
"""The libraries that telling a fingerprint takes."""
TWICE = Budget(2, "times the floor")
TO_UNLOCK = Budget(1.8, "times the floor")
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


def command_lines(place: Place) -> Iterator[Line]:
    """Tell the fingerprint of a key by the command; the floor loads the libraries it takes."""
    launch = Launch(place.folder / "bytecode")
    key = place.folder / "key.pub"
    key.write_text(str(Identity.generate().to_public()))

    def ours(_number: int) -> Span:
        return timed(lambda: launch("-m", "exports", "fingerprint", str(key)))

    def floor(_number: int) -> Span:
        return timed(lambda: launch("-c", NEEDED))

    alternate(floor, ours, WARM)
    yield Line("command: a fingerprint told", TWICE, *alternate(floor, ours, ROUNDS))


class Launch:
    """Runs a script with compiled modules in a place of its own, as after a first start."""

    def __init__(self, bytecode: Path) -> None:
        self._environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "PYTHONPYCACHEPREFIX": str(bytecode),
        }
        self._environment.pop("PYTHONDONTWRITEBYTECODE", None)

    def __call__(self, script: Path | str, *arguments: str) -> None:
        """Run it until it ends.

        Raises:
            CalledProcessError: It ended before its window was painted.

        """
        subprocess.run(
            [sys.executable, str(script), *arguments],
            cwd=ROOT,
            env=self._environment,
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


def _line(name: str, launch: Launch, arguments: list[str]) -> Line:
    def ours(_number: int) -> Span:
        return timed(lambda: launch(UNLOCK, *arguments))

    def floor(_number: int) -> Span:
        return timed(lambda: launch(EMPTY))

    alternate(floor, ours, WARM)
    return Line(name, TO_UNLOCK, *alternate(floor, ours, ROUNDS))
