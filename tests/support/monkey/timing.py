"""How much of the processor's time each event takes that the window's thread is told of."""

import ctypes
import shutil
import subprocess
from pathlib import Path

import shiboken6
from PySide6.QtWidgets import QApplication

SOURCE = Path(__file__).with_name("stopwatch.c")
OPTIONS = ("-shared", "-fPIC", "-fexceptions", "-O2", "-Wall", "-Wextra", "-Werror")
LACKING = "This needs a C compiler. As root on Debian, run: apt-get install gcc libc6-dev."
MOST = 4096
"""How many slow events the stopwatch keeps until they are taken."""


def make_stopwatch(folder: Path) -> Path:
    """Compile the stopwatch into a folder, where it is not there yet, and return it."""
    library = folder / "stopwatch.so"
    if not library.exists():
        assert shutil.which("gcc"), LACKING
        subprocess.run(["gcc", *OPTIONS, "-o", library, SOURCE, "-ldl"], check=True)
    return library


class Stopwatch:
    """Notes each event of an application that takes more than a tenth of a second.

    What an event sends on belongs to it; what a dialog's own loop does while an event waits for it
    does not.
    """

    def __init__(self, library: Path, app: QApplication) -> None:
        self._native = ctypes.CDLL(str(library))
        self._native.watch.restype = ctypes.c_bool
        self._native.count.restype = ctypes.c_long
        [address] = shiboken6.getCppPointer(app)
        assert self._native.watch(ctypes.c_void_p(address))

    @property
    def count(self) -> int:
        """How many events the window's thread was told of so far."""
        return int(self._native.count())

    def take_slow(self) -> list[float]:
        """Return the seconds of each slow event since this was asked last."""
        found = (ctypes.c_double * MOST)()
        many = self._native.take_slow(found)
        return [round(each, 3) for each in found[:many]]

    def forgive(self, seconds: float) -> None:
        """Leave out of the event under way what looking took."""
        self._native.forgive(ctypes.c_double(seconds))

    def leave(self) -> None:
        """Watch no more."""
        self._native.leave()
