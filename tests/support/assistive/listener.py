"""Somebody who listens: presses keys, and writes down what Orca says after each."""

import re
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from tests.support.assistive.assistant import assisted
from tests.support.assistive.orca import Orca, orca_on, version
from tests.support.display.application import (
    LONGEST_WAIT,
    LOOKS_EVERY,
    Application,
    the_product,
)
from tests.support.display.displays import a_display
from tests.support.display.first_steps import WORDS
from tests.support.display.person import ENTERED, Control, Person

ORCA = "Orca version 48.1"
VARIES = {
    r"\b[A-Z]\d-\d{3}\b": "CODE",
    r"\b(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day \d{1,2} [A-Z][a-z]+ \d{4}\b": "DAY",
    r"\b\d{1,2} (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*( \d{4})?\b": "DAY",
    r"\b\d{1,2}:\d{2}\b": "TIME",
    r"\bGood (morning|afternoon|evening)\b": "GREETING",
    r"\b\d+ of 3,000 characters\b": "SOME of 3,000 characters",
}
"""What is drawn by chance or depends on the day, and what stands for it."""


WAITING = (
    "Signing in …",
    "It is being prepared …",
    r"Your clients are being counted for the quarter\.",
    r"Closing .+: your clients are being counted\.",
    r"It is still opening\..*",
    "This takes a moment …",
)
AGAIN = r".+ \N{EN DASH} Sessions( frame)?"
"""The title of the window, where the window manager gives the keyboard back after a menu."""
BESIDE = re.compile("|".join((r"\d+ percent\.", "dot", AGAIN, *WAITING)))
"""What the speed of the machine decides: how far a bar has come, and what is said of waiting, or
before what it is said; and each letter of a secret, as it may."""
LOOKS, APART = 3, 0.05
"""How often in a row the window must have had nothing to do, and how many seconds apart."""
OWN_TURNS = 4
"""Turns that the window takes to say so."""
KEY_LOST = 2.0
"""Seconds after which a key that was pressed comes up nowhere: the window that had it is gone."""


class Listener:
    """Presses keys, and writes down what Orca says after each."""

    def __init__(self, application: Application, orca: Orca, codes: Mapping[str, str]) -> None:
        self.codes = codes
        self.person = Person(application, "keyboard")
        self._orca = orca
        self.lines: list[str] = []
        self.silent: list[str] = []

    def hears(self, after: str) -> list[str]:
        """Write down what was said since the last time, under what was done."""
        self.lines.append(f"[{after}]")
        return self._goes_on()

    def _goes_on(self) -> list[str]:
        said = [_plain(each) for each in self._said() if not BESIDE.fullmatch(each)]
        self.lines += said
        return said

    def keys(self, *keys: str) -> None:
        """Press keys one after another, each heard to its end."""
        for each in keys:
            self._press(each)
            if not self.hears(each):
                self.silent.append(f"{each} after {self.lines[-2:]}")

    def _press(self, key: str) -> None:
        """Press a key, and wait until it came up where the keyboard is."""
        ask = self.person.application.ask
        before = ask("rest")["keys"]
        self.person.key(key)
        give_up = time.monotonic() + KEY_LOST
        while ask("rest")["keys"] == before and time.monotonic() < give_up:
            time.sleep(LOOKS_EVERY)

    def _said(self) -> list[str]:
        """Return what is said until the window has nothing to do, and no work is under way."""
        said: list[str] = []
        works = True
        while works:
            works = self._rests()
            said += self._orca.said()
        return said

    def _rests(self) -> bool:
        """Wait until the window has nothing to do; return whether work is under way then."""
        turns, looks, works = -OWN_TURNS, 0, False
        give_up = time.monotonic() + LONGEST_WAIT
        while looks < LOOKS:
            told = self.person.application.ask("rest")
            looks = looks + 1 if told["turns"] - turns <= OWN_TURNS else 0
            turns, works = told["turns"], told["works"]
            assert time.monotonic() < give_up, "the window never rests"
            time.sleep(APART)
        return bool(works)

    def forgets(self) -> None:
        """Leave out what was said on the way."""
        self._said()

    def press(self, control: Control, what: str) -> None:
        """Go to something with Tab and press it; what is said on the way is left out."""
        kind = self.person.see(control)["kind"]
        self.person.reach(control)
        self.forgets()
        self._press("Return" if kind in ENTERED else "space")
        self.hears(what)

    def types(self, words: str, what: str, until: str = "") -> None:
        """Type, and say in the text what it was instead of the words.

        `until` is said a moment after the last key, when nothing is under way any more.
        """
        self.person.type(words)
        said = " ".join(self.hears(what))
        give_up = time.monotonic() + LONGEST_WAIT
        while until not in said:
            assert time.monotonic() < give_up, f"{until} is not said"
            said = " ".join(self._goes_on())


class Clinic(NamedTuple):
    """A service in a home of its own, the time at which somebody comes, and the clients' codes."""

    home: Path
    now: datetime
    codes: dict[str, str]


def noon() -> datetime:
    """Return noon of one day: lines break where its words are as long as on any other, and no more.

    At noon nothing falls due on the way, whatever the hour is here.
    """
    return datetime(2026, 11, 30, 12).astimezone()


@contextmanager
def listening(clinic: Clinic, folder: Path) -> Iterator[Listener]:
    """Yield somebody who listens to the product over a copy of a service, at the sign-in window."""
    assert version() == ORCA, "the golden text was taken from another version of Orca"
    home = folder / "home"
    shutil.copytree(clinic.home, home)
    with ExitStack() as stack:
        display, _start = stack.enter_context(assisted(stack.enter_context(a_display(folder))))
        orca = stack.enter_context(orca_on(display, folder))
        product = the_product(
            display, home, "--home", str(home), ahead=clinic.now - datetime.now().astimezone()
        )
        application = stack.enter_context(product)
        yield Listener(application, orca, clinic.codes)
        display.picture(folder / "end.png")
        assert application.trouble == []


def sign_in(listener: Listener) -> None:
    """From the unlock window to Today."""
    listener.person.arrive("unlock")
    listener.hears("the window opens")
    listener.types(WORDS, "the passphrase")
    listener.keys("Return")
    listener.person.arrive("today")
    listener.hears("Today has come")


def _plain(said: str) -> str:
    for pattern, stands_in in VARIES.items():
        said = re.sub(pattern, stands_in, said)
    return said
