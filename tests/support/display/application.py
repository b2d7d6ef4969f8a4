"""The product over a home of its own on a display, and what can be asked of it."""

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from tests.support.display.displays import Display
from tests.support.display.moved_clock import ahead
from tests.support.display.notes import STACKS, Note, notes_in

ROOT = Path(__file__).parents[3]
ENTRY = "tests.support.display.entry"
SERVICE = Path("data/Sessions/service")
"""Where the service stands under the home of a person."""
LONGEST_WAIT = 60.0
"""Seconds; only a guard against hanging for ever."""
SOON = 2.0
LOOKS_EVERY = 0.02
LATE = (
    "QSpiApplication::keyEventError",
    "QSpiApplication::notifyKeyboardListenerCallback with no queued key called",
)
"""What Qt notes when a listener answered a key too late, as on a busy machine: the key went on."""
Found = TypeVar("Found")


class NotThere(AssertionError):
    """What was waited for did not happen."""


class Gone(NotThere):
    """The product is not running any more."""


class Application:
    """The product on a display; after it locked, the fresh process that took its place.

    Attributes:
        entry: The module that is run.
        folder: The folder that it runs in; None is its home.
        most_clicks: How often somebody clicks into a field who saw nothing come of it.
        has_print_dialog: Whether printing asks by Qt's own dialog, which can print into a file.

    """

    entry = ENTRY
    folder: Path | None = ROOT
    most_clicks = 1
    has_print_dialog = True

    def __init__(
        self, display: Display, home: Path, place: Path, arguments: tuple[str, ...]
    ) -> None:
        self.display, self.home, self.place = display, home, place
        self._arguments = arguments
        self._asked = 0
        self._known: set[int] = set()
        self._pipes: tuple[int, int] | None = None
        self._heard = b""
        self.language = "en"
        self.pid = 0
        place.mkdir(parents=True, exist_ok=True)

    def start(self) -> None:
        """Start it, as somebody does who presses its sign on the desktop."""
        if hasattr(self, "_process"):
            self._process.wait()
        with (self.place / "told").open("ab") as told:
            self._process = subprocess.Popen(
                [*self.python, "-m", self.entry, self.spelt(self.place), *self._arguments],
                cwd=self.folder or self.home,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=told,
                stderr=told,
            )
        self.follow()

    @property
    def python(self) -> tuple[str, ...]:
        """The words that start the Python which runs it."""
        return (sys.executable,)

    @property
    def environment(self) -> dict[str, str]:
        """What it is told of its surroundings."""
        told = {"LANGUAGE": self.language, "PYTHONPATH": str(ROOT)}
        return self.display.environment | homes(self.home) | told

    def spelt(self, path: Path) -> str:
        """Return a path as it is typed there."""
        return str(path)

    def runs(self, pid: int) -> bool:
        """Say whether the process that notes this number of its own still runs."""
        return _runs(pid)

    def follow(self) -> None:
        """Wait for a process that was not there before, and ask that one from now on."""
        self._let_go()
        self.pid = wait_until(self._fresh, "the product to start")
        self._known.add(self.pid)
        folder = self.place / str(self.pid)
        self._pipes = (
            os.open(folder / "asked", os.O_RDWR | os.O_APPEND),
            os.open(folder / "answered", os.O_RDWR | os.O_NONBLOCK),
        )

    def ask(self, verb: str, **named: Any) -> Any:
        """Return what the product's process answers.

        Raises:
            Gone: It ended.
            NotThere: Its window's thread does not answer.

        """
        assert self._pipes is not None, "the product was not started"
        asked, answered = self._pipes
        self._asked += 1
        os.write(asked, json.dumps((self._asked, verb, named)).encode() + b"\n")
        give_up = time.monotonic() + LONGEST_WAIT
        while True:
            for line in self._lines(answered):
                number, answer = json.loads(line)
                if number == self._asked:
                    return answer
            if not self.is_running:
                raise Gone(f"while asked for {verb}: {self.trouble or 'it ended by itself'}")
            if time.monotonic() > give_up:
                raise NotThere(f"no answer to {verb}: the window's thread is held up")

    @property
    def is_running(self) -> bool:
        """Whether the process that is asked still runs."""
        return self.pid != 0 and self.runs(self.pid)

    @property
    def trouble(self) -> list[Note]:
        """Every error that nobody caught and every complaint of Qt, of all processes so far.

        That somebody listened too slowly is no trouble of the product.
        """
        noted = [each for pid in sorted(self._known) for each in notes_in(self.place / str(pid))]
        bad = [each for each in noted if each.kind in {"qt", "error", "crash"}]
        return [each for each in bad if each.kind != "qt" or not each.words.startswith(LATE)]

    @property
    def told(self) -> str:
        """What all of its processes wrote to the terminal."""
        return (self.place / "told").read_text("utf-8", "replace")

    @property
    def standing(self) -> str:
        """Where it stands when what a test waits for does not come: for whoever reads of it."""
        stacks = self.place / str(self.pid) / STACKS
        if self.is_running and stacks.exists():
            os.kill(self.pid, signal.SIGUSR1)
            with suppress(NotThere):
                wait_until(lambda: stacks.stat().st_size, "the stacks", longest=SOON)
        told = stacks.read_text("utf-8", "replace") if stacks.exists() else ""
        return f"running: {self.is_running}; {self.trouble}; {self.told}\n{told}\n{self._shown()}"

    def _shown(self) -> str:
        """Return what its window shows and where the keyboard is, where its thread answers."""
        try:
            page, keyboard = self.ask("page"), self.ask("focus")
            shown = self.ask("find", wanted={"like": r"(?s).+"})
        except AssertionError as error:  # it was not started, is gone, or does not answer
            return str(error)
        lines = [f"{each['kind']} {each['words'] or each['spoken']!r}" for each in shown]
        fields = [
            f"{each['kind']} {each['spoken']!r} holds {len(each['value'] or '')} characters"
            for each in shown
            if each["kind"] == "QLineEdit"
        ]
        return "\n".join((f"page: {page}", f"keyboard: {keyboard}", *lines, *fields))

    def ended_well(self, pid: int) -> bool:
        """Whether a process left by locking or by closing its window, and did not die."""
        return any(each.kind in {"left", "ended"} for each in notes_in(self.place / str(pid)))

    @property
    def today(self) -> date:
        """The day that the product takes for today."""
        moved = timedelta(seconds=ahead(self.place / "clock"))
        return (datetime.now().astimezone() + moved).date()

    def move_clock(self, by: timedelta) -> None:
        """Let time go on: what it asks for next is so much later."""
        clock = self.place / "clock"
        moved = ahead(clock) + by.total_seconds()
        fresh = clock.with_suffix(".fresh")
        fresh.write_text(str(moved), "ascii")
        fresh.replace(clock)

    def kill(self) -> None:
        """End it as a power cut would."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        wait_until(lambda: not self.is_running, "the product to end")

    def end(self) -> None:
        """End every process of it that is left."""
        self._let_go()
        for pid in {*self._known, *self._pids()}:
            if _runs(pid):
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
        if hasattr(self, "_process"):
            self._process.wait()

    def _fresh(self) -> int:
        return next((pid for pid in self._pids() if pid not in self._known and self.runs(pid)), 0)

    def _pids(self) -> list[int]:
        return sorted(int(each.parent.name) for each in self.place.glob("*/hears"))

    def _let_go(self) -> None:
        for each in self._pipes or ():
            os.close(each)
        self._pipes, self._heard = None, b""

    def _lines(self, answered: int) -> list[bytes]:
        came, _out, _odd = select.select([answered], [], [], 0.05)
        fresh = os.read(answered, 1 << 20) if came else b""
        if came and not fresh:  # a file, which is read to its end
            time.sleep(LOOKS_EVERY)
        self._heard += fresh
        *lines, self._heard = self._heard.split(b"\n")
        return lines


@contextmanager
def the_product(
    display: Display,
    home: Path,
    *arguments: str,
    ahead: timedelta = timedelta(),
    language: str = "en",
) -> Iterator[Application]:
    """Yield the product, started over a home; no process of it outlives the block."""
    application = Application(display, home, home / "watched", arguments)
    with started(application, ahead, language):
        yield application


@contextmanager
def started(application: Application, ahead: timedelta, language: str) -> Iterator[None]:
    """Have it run, with its clock ahead and in a language, until the block ends."""
    application.language = language
    application.move_clock(ahead)
    try:
        application.start()
        yield
    except AssertionError as error:
        error.add_note(application.standing)
        raise
    finally:
        application.end()


def homes(home: Path) -> dict[str, str]:
    """Return how a process is told where the files of this person stand."""
    return {
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_CACHE_HOME": str(home / "cache"),
    }


def wait_until(happens: Callable[[], Found], what: str, *, longest: float | None = None) -> Found:
    """Return what came, once it is true; looks again and again, for so many seconds at most."""
    give_up = time.monotonic() + (longest or LONGEST_WAIT)
    while not (found := happens()):
        if time.monotonic() > give_up:
            raise NotThere(f"waited for {what}")
        time.sleep(LOOKS_EVERY)
    return found


def _runs(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text("ascii", "replace")
    except OSError:
        return False
    return state.rpartition(")")[2].split()[0] != "Z"
