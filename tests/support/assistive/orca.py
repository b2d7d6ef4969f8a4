"""What Orca says: the screen reader of the free desktops, listening to the product on a display."""

import json
import select
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.support.assistive.assistant import PYTHON
from tests.support.display.application import (
    LONGEST_WAIT,
    NotThere,
    wait_until,
)
from tests.support.display.displays import Display

SCRIPT = Path(__file__).with_name("silent_orca.py")
LACKING = "This needs a screen reader. As root on Debian, run: apt-get install orca."
QUIET = {"enableKeyEcho": False, "speakMultiCaseStringsAsWords": False}
"""Its settings as they come, but for the name of each key that is pressed."""
LONGEST_READING = 5 * LONGEST_WAIT
"""Seconds; of one page it asks the product several hundred things."""
SAID = b"said\n"
"""Its answer once all is said."""


class Orca:
    """Orca while it runs."""

    def __init__(self, file: Path, process: "subprocess.Popen[bytes]") -> None:
        self._file, self._process, self._at = file, process, 0

    def said(self) -> list[str]:
        """Let it hear what happened, and return what it said since last asked, a line for each.

        Raises:
            NotThere: It does not answer.

        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(b"\n")
        answer = b""
        while answer != SAID:
            came, _out, _odd = select.select([self._process.stdout], [], [], LONGEST_READING)
            if not came:
                raise NotThere("Orca does not answer")
            answer = self._process.stdout.readline()
            assert answer, "Orca ended"
        with self._file.open("rb") as spoken:
            spoken.seek(self._at)
            fresh = spoken.read()
        self._at += len(fresh)
        return fresh.decode().splitlines()


def version() -> str:
    """Return which Orca it is: what it says differs from version to version."""
    told = subprocess.run(["orca", "--version"], check=False, capture_output=True, text=True)
    return told.stdout.partition(",")[0].strip()


@contextmanager
def orca_on(display: Display, folder: Path) -> Iterator[Orca]:
    """Yield Orca on a display with accessibility (`assisted`), with settings of its own."""
    assert shutil.which("orca"), LACKING
    home = folder / "orca"
    home.mkdir()
    (home / "data" / "orca").mkdir(parents=True)
    settings = {"general": QUIET, "pronunciations": {}, "keybindings": {}, "profiles": {}}
    settings["profiles"] = {"default": {"profile": ["Default", "default"], **QUIET}}
    (home / "data" / "orca" / "user-settings.conf").write_text(json.dumps(settings), "utf-8")
    file = home / "said"
    file.touch()
    environment = display.environment | {
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_CACHE_HOME": str(home / "cache"),
    }
    with ExitStack() as stack:
        process = subprocess.Popen(
            [PYTHON, "-P", str(SCRIPT), str(file)],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
        )
        stack.enter_context(process)
        stack.callback(process.kill)
        wait_until(lambda: file.stat().st_size > 0, "Orca to speak")
        orca = Orca(file, process)
        orca.said()
        yield orca
