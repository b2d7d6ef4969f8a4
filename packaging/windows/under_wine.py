"""Windows programs run on this machine: a prefix of their own, a display of their own, no trace.

Wine is not Windows: it shows that code, libraries and installer hold together. It knows no sleep,
no screen lock and no other user, keeps no window out of pictures, and has no printer of a laptop.
"""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from windows.once import Once

STAND_IN = Path(__file__).with_name("icu_for_proofs.c")
"""Part of Windows that Wine lacks; it goes into Wine's own folder, never into a package."""
DISPLAYS = Path("/tmp/.X11-unix")  # noqa: S108 - where X keeps them
COMPILER = "x86_64-w64-mingw32-gcc"


@dataclass(frozen=True, slots=True)
class Running:
    """A Windows program with windows.

    Attributes:
        process: Wine's, which ends with it.
        display: Where its windows are.

    """

    process: subprocess.Popen[bytes]
    display: str

    def do(self, *words: str) -> None:
        """Press keys or type, as the display sees it."""
        around = {**os.environ, "DISPLAY": self.display}
        subprocess.run(["xdotool", *words], env=around, check=False, capture_output=True)

    def shows_a_window(self, patience: float, *, its_end: bool = True) -> bool:
        """Say whether a window with the program's title is seen within so many seconds.

        With `its_end` nothing is waited for once the process has ended that was started.
        """
        until = time.monotonic() + patience
        search = ["xdotool", "search", "--onlyvisible", "--name", "^Sessions$"]
        while time.monotonic() < until and not (its_end and self.process.poll() is not None):
            around = {**os.environ, "DISPLAY": self.display}
            found = subprocess.run(search, env=around, capture_output=True, check=False)
            if found.stdout.strip():
                return True
            time.sleep(0.5)
        return False


@dataclass(frozen=True, slots=True)
class Wine:
    """A prefix that is thrown away.

    Attributes:
        prefix: Its folder.

    """

    prefix: Path

    @property
    def drive(self) -> Path:
        """What the programs call C:."""
        return self.prefix / "drive_c"

    @property
    def local_data(self) -> Path:
        """What they call LOCALAPPDATA."""
        users = [path for path in (self.drive / "users").iterdir() if path.name != "Public"]
        return users[0] / "AppData" / "Local"

    def run(
        self,
        command: Sequence[str | Path],
        *,
        cwd: Path | None = None,
        patience: float = 3600,
        is_kept: bool = True,
        draws_by: str = "offscreen",
    ) -> subprocess.CompletedProcess[str]:
        """Run a Windows program, with what it says kept, or shown as it says it.

        `draws_by` is the plug-in of Qt: `windows` has real windows.

        Raises:
            subprocess.TimeoutExpired: It took longer than `patience` seconds.

        """
        return subprocess.run(
            ["xvfb-run", "-a", "wine", *map(str, command)],
            env=self.environment(draws_by),
            capture_output=is_kept,
            check=False,
            cwd=cwd,
            text=True,
            errors="replace",
            timeout=patience,
        )

    @contextmanager
    def started(self, command: Sequence[str | Path]) -> Iterator["Running"]:
        """Offer a program with real windows on a display of its own; it is ended afterwards."""
        number = _free_display()
        around = {**self.environment("windows"), "DISPLAY": f":{number}"}
        display = subprocess.Popen(
            ["Xvfb", f":{number}", "-screen", "0", "1280x900x24"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        program = subprocess.Popen(
            ["wine", *map(str, command)],
            env=around,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            yield Running(program, f":{number}")
        finally:
            program.terminate()
            self.end()
            program.wait()
            display.terminate()
            display.wait()

    def processes(self, word: str) -> set[int]:
        """Return the programs of Windows in this prefix whose command line has a word."""
        found: set[int] = set()
        for place in Path("/proc").glob("[0-9]*"):
            try:
                name, *words = (place / "cmdline").read_bytes().split(b"\0")
                around = (place / "environ").read_bytes()
            except OSError:
                continue
            is_ours = name.endswith(b".exe") and f"WINEPREFIX={self.prefix}".encode() in around
            if is_ours and any(word.encode() in each for each in words):
                found.add(int(place.name))
        return found

    def end(self) -> None:
        """End what Wine left running for this prefix."""
        subprocess.run(
            ["wineserver", "-k"], env=self.environment(), check=False, capture_output=True
        )

    def wait(self) -> None:
        """Wait until nothing of this prefix runs any more, and all of it is written."""
        subprocess.run(
            ["wineserver", "-w"], env=self.environment(), check=False, capture_output=True
        )

    def environment(self, draws_by: str = "offscreen") -> Mapping[str, str]:
        """Return what a program is told of its surroundings; `draws_by` as `run` has it."""
        kept = ("PATH", "HOME", "LANG", "TMPDIR", "USER")
        return {name: os.environ[name] for name in kept if name in os.environ} | {
            "WINEPREFIX": str(self.prefix),
            "WINEARCH": "win64",
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "mscoree,mshtml=;winedbg.exe=d",
            "QT_QPA_PLATFORM": draws_by,
            "PYTHONUTF8": "1",
        }


def is_here() -> bool:
    """Say whether Wine, a display and the compiler for the stand-in are here."""
    return all(map(shutil.which, ("wine", "wineserver", "xvfb-run", COMPILER)))


@contextmanager
def wine(kept: Path) -> Iterator[Wine]:
    """Offer a new prefix in a folder that is gone afterwards: a copy of the one in `kept`."""
    with tempfile.TemporaryDirectory(prefix="wine-", ignore_cleanup_errors=True) as folder:
        made = copied(kept, Path(folder, "prefix"))
        try:
            yield made
        finally:
            made.end()


def copied(kept: Path, prefix: Path) -> Wine:
    """Return a new prefix: a copy of the one in `kept`, which is made once for a Wine."""
    version = subprocess.run(["wine", "--version"], capture_output=True, check=True, text=True)
    fresh = Wine(kept / "prefix")
    once = Once(kept / "prefix.made", fresh.drive, version.stdout, STAND_IN)
    if not once.is_done:
        shutil.rmtree(fresh.prefix, ignore_errors=True)
        kept.mkdir(parents=True, exist_ok=True)
        fresh.run(["wineboot", "--init"])
        library = fresh.drive / "windows" / "system32" / "icuuc.dll"
        subprocess.run([COMPILER, "-shared", "-o", library, STAND_IN], check=True)
        fresh.wait()
        once.done()
    subprocess.run(["cp", "-a", fresh.prefix, prefix], check=True)
    return Wine(prefix)


def spelt(path: Path) -> str:
    """Return a path of this machine as Windows programs name it."""
    return "Z:" + str(path.resolve()).replace("/", "\\")


def _free_display() -> int:
    return next(at for at in range(120, 400) if not (DISPLAYS / f"X{at}").exists())
