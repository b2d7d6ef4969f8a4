"""The bundle from launch to its unlock window painted, against a bundle of an empty window.

Both are packed by the same rules, and each round starts a copy that nothing was started from.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.bench.against import NotMeasuredError
from tests.bench.measurements.starting import TO_UNLOCK, UNLOCK, WINDOWS
from tests.bench.timing.lines import Line
from tests.bench.timing.report import tell
from tests.bench.timing.rounds import Span, alternate, timed
from tests.bench.workplace.place import Place
from tests.support.record.records import lay_out

ROOT = Path(__file__).resolve().parents[3]
APPLICATION, EMPTY = ROOT / "packaging" / "app.spec", WINDOWS / "empty.spec"
PACKED = ROOT / "build" / "measured"
ROUNDS = 9


def bundle_lines(place: Place) -> Iterator[Line]:
    """Pack both, say how large they are, and launch fresh copies of them in turn.

    Raises:
        NotMeasuredError: One of them could not be packed.

    """
    empty, ours = pack(EMPTY, "empty"), pack(APPLICATION, "sessions", entry=UNLOCK)
    sizes = [_megabytes(each.parent) for each in (empty, ours)]
    tell(f"# bundles: empty window {sizes[0]:.0f} MB, ours {sizes[1]:.0f} MB")
    tell(f"# size of the bundle: {sizes[1] / sizes[0]:.2f} times that of an empty window")
    home = place.folder / "home-of-the-bundle"
    home.mkdir()
    lay_out(home, practice=False)

    def launched(program: Path, *arguments: str) -> Span:
        fresh = place.folder / "copied"
        shutil.copytree(program.parent, fresh, symlinks=True)
        try:
            return timed(lambda: _run(fresh / program.name, *arguments))
        finally:
            shutil.rmtree(fresh)

    yield Line(
        "bundle: start to unlock window",
        TO_UNLOCK,
        *alternate(
            lambda _number: launched(empty),
            lambda _number: launched(ours, "--home", str(home)),
            ROUNDS,
        ),
    )


def pack(recipe: Path, name: str, *, entry: Path | None = None) -> Path:
    """Return the program that PyInstaller makes by a recipe, begun by `entry` in its place."""
    build = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "ERROR"]
    build += ["--distpath", str(PACKED), "--workpath", str(PACKED / "work"), str(recipe)]
    around = (
        os.environ | {"PYTHONHASHSEED": "0"} | ({"SESSIONS_ENTRY": str(entry)} if entry else {})
    )
    if subprocess.run(build, check=False, env=around, cwd=ROOT).returncode != 0:
        raise NotMeasuredError(f"PyInstaller could not pack {recipe.name}.")
    return PACKED / name / name


def _run(program: Path, *arguments: str) -> None:
    kept = {name: os.environ[name] for name in ("QT_QPA_PLATFORM", "QT_QPA_UPDATE_IDLE_TIME")}
    subprocess.run(
        [str(program), *arguments],
        env={
            "PATH": "/usr/bin:/bin",
            "HOME": str(program.parent.parent),
            "LANG": "C.UTF-8",
            **kept,
        },
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _megabytes(folder: Path) -> float:
    files = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return sum(path.stat().st_size for path in files) / 1e6
