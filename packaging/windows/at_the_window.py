"""A person at the window under Wine: signs in by keys, locks, is back, and closes it.

Nothing in the program helps: whether the record is open is seen by its logs, which go when it is
closed, and who stands at the window by the processes that run.
"""

import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from windows.under_wine import Running, Wine, spelt

WORDS = "violet harbour teapot walks quietly"
MAKE = f"""
import sys
from pathlib import Path
from therapist_app.record.clock_and_random import system_sources
from therapist_app.record.sign_in.unlocking import NewPerson, confirm_first_of, create_service
folder, sources = Path(sys.argv[1]), system_sources()
folder.parent.mkdir(parents=True, exist_ok=True)
ana = NewPerson("Ana Keeper", ("keeper", "therapist"), bytearray(b"{WORDS}"))
made = create_service(folder, ana, continuity=False, practice=False, sources=sources)
confirm_first_of(folder, made, made.uid, sources)
"""
"""The first run, without a window: it ends at the dialog of Windows that prints the sheets."""
SIGN_IN = (("key", "ctrl+a"), ("type", WORDS), ("key", "Return"))
TYPED_AGAIN_AFTER, PRESSED_AGAIN_AFTER = 60.0, 10.0
"""Seconds after which keys that led nowhere come again: a window that is not whole loses some.

Letters wait longer: a slow sign-in would have them typed into the first page.
"""
Found = TypeVar("Found")


class NotSeen(Exception):
    """What should have happened did not; the message says what."""


def work(machine: Wine, here: Path, folder: Path, patience: float) -> None:
    """Sign in, lock, sign in again and close the window.

    Args:
        machine: Where the program is set up.
        here: The folder of the program.
        folder: A folder for a script.
        patience: Seconds for each step.

    Raises:
        NotSeen: A step led nowhere.

    """
    service = machine.local_data / "Sessions" / "service"
    script = folder / "make_service.py"
    script.write_text(MAKE, "utf-8")
    done = machine.run([here / "python" / "python.exe", spelt(script), spelt(service)])
    if done.returncode != 0:
        raise NotSeen(f"no service could be made: {done.stderr[-600:]}")

    def is_open() -> bool:
        return any(service.rglob("*.db-wal"))

    with machine.started([here / "python" / "pythonw.exe", "-m", "therapist_app"]) as running:
        _managed(running)
        if not running.shows_a_window(patience):
            raise NotSeen("no window opened")
        first = _until(lambda: machine.processes("therapist_app"), patience, "a process")
        _keys(running, is_open, patience, "a sign-in", *SIGN_IN)

        def is_another() -> bool:
            return bool(machine.processes("therapist_app") - first) and not is_open()

        _keys(running, is_another, patience, "a lock", ("key", "ctrl+l"))
        _until(lambda: not machine.processes("therapist_app") & first, patience, "the old to end")
        if not running.shows_a_window(patience, its_end=False):
            raise NotSeen("no window came back after the lock")
        _keys(running, is_open, patience, "a return", *SIGN_IN)

        def is_over() -> bool:
            return not machine.processes("therapist_app") and not is_open()

        _keys(running, is_over, patience, "the end", ("key", "alt+F4"))


def _managed(running: Running) -> None:
    """Have something hand the keyboard to windows; it ends with the display."""
    subprocess.Popen(
        ["openbox", "--sm-disable"],
        env={**os.environ, "DISPLAY": running.display},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _keys(
    running: Running,
    happens: Callable[[], object],
    patience: float,
    what: str,
    *keys: tuple[str, str],
) -> None:
    """Press keys until something happens, and again where nothing did for long."""
    give_up = time.monotonic() + patience
    is_typed = any(verb == "type" for verb, _each in keys)
    again_after = TYPED_AGAIN_AFTER if is_typed else PRESSED_AGAIN_AFTER
    while time.monotonic() < give_up:
        for verb, each in keys:
            running.do(verb, "--delay", "30", "--", each)
        try:
            _until(happens, again_after, what)
        except NotSeen:
            continue
        return
    raise NotSeen(f"{what} did not come of the keys")


def _until(happens: Callable[[], Found], patience: float, what: str) -> Found:
    give_up = time.monotonic() + patience
    while not (found := happens()):
        if time.monotonic() > give_up:
            raise NotSeen(f"waited for {what}")
        time.sleep(0.5)
    return found
