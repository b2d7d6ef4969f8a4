"""The product by a Windows Python under Wine: each home is a laptop of its own, with its own disk.

What a Windows process notes and is asked stands in files of this machine, which it finds on Z:.
"""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path

from typing_extensions import override
from windows.testing import PLACE
from windows.under_wine import copied, spelt

from tests.support.display.application import (
    ENTRY,
    ROOT,
    Application,
    started,
    wait_until,
)
from tests.support.display.displays import Display

WAITS_UNDER_WINE = 120.0
"""Seconds: Wine looks for each module by the names of whole folders, and a sign-in loads many."""


class ApplicationUnderWine(Application):
    """The product in a prefix of its own; `python` is the Windows program that runs it."""

    most_clicks = 3
    has_print_dialog = False

    def __init__(self, display: Display, home: Path, place: Path, set_up: Path | None) -> None:
        super().__init__(display, home, place, ())
        self.wine = copied(PLACE.parent, home / "prefix")
        self._program = PLACE / "python" / "python.exe" if set_up is None else self._install(set_up)
        self._processes: dict[int, int] = {}

    @property
    @override
    def python(self) -> tuple[str, ...]:
        return ("wine", str(self._program))

    @property
    @override
    def environment(self) -> dict[str, str]:
        told = {"DISPLAY": self.display.environment["DISPLAY"], "LANGUAGE": self.language}
        return {**self.wine.environment("windows"), **told}

    def _install(self, set_up: Path) -> Path:
        """Set the program up as a person does, and let its Python find what watches it here."""
        done = self.wine.run([set_up, "/S"])
        assert done.returncode == 0, done
        program = self.wine.local_data / "Programs" / "Sessions" / "python" / "python.exe"
        [paths] = program.parent.glob("python*._pth")
        more = (ROOT, ROOT / "packaging", PLACE / "lib")
        with paths.open("a", encoding="ascii", newline="\r\n") as file:
            file.writelines(f"{spelt(each)}\n" for each in more)
        return program

    @override
    def spelt(self, path: Path) -> str:
        return spelt(path)

    @override
    def runs(self, pid: int) -> bool:
        """Say whether it runs, by the number that the process has on this machine."""
        running = self.wine.processes(ENTRY)
        if pid not in self._processes:
            fresh = running - set(self._processes.values())
            if len(fresh) != 1:
                return False
            [self._processes[pid]] = fresh
        return self._processes[pid] in running

    @override
    def kill(self) -> None:
        with suppress(ProcessLookupError):
            os.kill(self._processes[self.pid], signal.SIGKILL)
        wait_until(lambda: not self.is_running, "the product to end")

    @override
    def end(self) -> None:
        self._let_go()
        self.wine.end()
        if hasattr(self, "_process"):
            self._process.wait()


@contextmanager
def the_product_under_wine(
    display: Display, home: Path, ahead: timedelta, language: str, set_up: Path | None
) -> Iterator[Application]:
    """Yield it, started over a home: as `set_up` installs it, or by the Python for tests.

    ``./dev test --windows`` lays that Python out.
    """
    application = ApplicationUnderWine(display, home, home / "watched", set_up)
    with started(application, ahead, language):
        yield application
