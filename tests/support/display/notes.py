"""What one process of the product noted of itself: how it ended, and what nobody should meet."""

import faulthandler
import json
import signal
from pathlib import Path
from typing import IO, NamedTuple

STACKS = "stacks"
"""The file in which each thread's place stands, once a signal asked for it."""


class Note(NamedTuple):
    """One thing that was noted: its kind (left, ended, qt, error, crash) and its words."""

    kind: str
    words: str


class Notes:
    """Writes notes into the folder of one process."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._file = (folder / "notes").open("a", encoding="utf-8")
        self.crash: IO[str] = (folder / "crash").open("w", encoding="utf-8")

    def tell_stacks_when_asked(self) -> None:
        """Write where each thread stands, once a signal asks for it; Windows has none."""
        if hasattr(faulthandler, "register"):
            self._stacks = (self.folder / STACKS).open("w", encoding="utf-8")
            faulthandler.register(signal.SIGUSR1, self._stacks)

    def close(self) -> None:
        """Let go of its files; a process that ends does so by itself."""
        if hasattr(faulthandler, "unregister"):
            faulthandler.unregister(signal.SIGUSR1)
            self._stacks.close()
        self._file.close()
        self.crash.close()

    def note(self, kind: str, words: str = "") -> None:
        """Write down at once what may be the last thing to be written."""
        self._file.write(json.dumps((kind, words)) + "\n")
        self._file.flush()


def notes_in(folder: Path) -> list[Note]:
    """Return what the process of this folder noted so far."""
    file, crash = folder / "notes", folder / "crash"
    lines = file.read_text("utf-8").splitlines() if file.exists() else []
    noted = [Note(*json.loads(line)) for line in lines]
    fault = crash.read_text("utf-8") if crash.exists() else ""
    return [*noted, Note("crash", fault)] if fault else noted
