"""The monkey itself: what it chooses by its seed, what it writes down, what it must never see."""

import json
import os
import random
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.support.display.application import Application, Gone, NotThere, wait_until
from tests.support.display.displays import SIZE, Display
from tests.support.display.first_steps import WORDS
from tests.support.display.notes import notes_in
from tests.support.monkey.clinic import Way, Ways
from tests.support.monkey.entry import ENTRY
from tests.support.monkey.hands import Act, do_by_x
from tests.support.monkey.timing import make_stopwatch
from tests.support.processes.buses import private_bus

Seen = dict[str, Any]
BEFORE, ACTS = "before", "acts"
"""What a play leaves in its folder: the home as it was before, and each act, a line each."""
PIN = "730418"
LETTERS = "abcdefgh nmoprstu äöé 0123456789 .,-"
KEYS = (
    *("Tab", "Tab", "Tab", "shift+Tab", "Return", "Escape", "space", "Up", "Down", "Left"),
    *("Right", "Home", "End", "Prior", "Next", "BackSpace", "Delete", "alt+Left", "alt+Down"),
    *(f"F{number}" for number in range(1, 13)),
    *(f"ctrl+{each}" for each in "abcdefghijklmnopqrstuvwxyz12345678"),
    *("ctrl+Tab", "ctrl+Return", "shift+Return", "ctrl+F4", "alt+F4", "shift+F10", "alt+a"),
    *("ctrl+Home", "ctrl+End", "ctrl+plus", "ctrl+minus", "Menu"),
)
RARE = frozenset({"ctrl+l", "alt+F4"})
"""They end a process: tried, but not so often that nothing else is."""
SPARED = 0.7
IN_A_FILE_DIALOG = ("Escape", "Return", "Tab", "Escape")
"""A folder of the laptop is no place to play: nothing is deleted, renamed or left there."""
ACTS_A_PAGE = 30
STALL = 1.0
ONE_IN = 1000
MAY_MOVE_THE_KEYBOARD = frozenset({"click", "drag", "key"})
MOST_WAITS = 4
"""How often the longest wait begins anew while somebody's record is being opened."""
APART = frozenset({"", "unlock", "first_run", "WaitView"})
"""What stands before the record is open; starting and unlocking take what they take."""
OF_QT = frozenset({"QMenu", "QComboBoxPrivateContainer", "QTipLabel", "QCalendarPopup"})
FOR_CLIENTS = OF_QT | {"HelpDialog", "DayCalendar"}
"""What may stand over the client's own page: F1 explains it, a field of a day offers a calendar;
both lead nowhere from there."""


class WayOut(AssertionError):
    """The client came somewhere else than the client's own pages."""


@dataclass
class Found:
    """What a monkey met.

    Attributes:
        acts: How many it did.
        events: How many the window's thread was told of.
        slow: The events that took more than a tenth of a second: time, page, act.
        pages: Every page that it came to.
        locked: How often it was locked out, or closed the window.

    """

    acts: int = 0
    events: int = 0
    slow: list[tuple[float, str, Act]] = field(default_factory=list)
    pages: set[str] = field(default_factory=set)
    locked: int = 0

    @property
    def stalls(self) -> list[tuple[float, str, Act]]:
        """The events that held the window up for everybody to see."""
        return [each for each in self.slow if each[0] > STALL]

    @property
    def is_quick(self) -> bool:
        """Whether at most one event in a thousand is slow."""
        return len(self.slow) * ONE_IN <= self.events


GoesOn = Callable[[Found], bool]


def for_acts(many: int) -> GoesOn:
    """Go on for so many acts."""
    return lambda found: found.acts < many


def for_seconds(long: float) -> GoesOn:
    """Go on for so long, from the first act on."""
    began: list[float] = []

    def goes_on(_found: Found) -> bool:
        began.append(time.monotonic())
        return began[-1] < began[0] + long

    return goes_on


class Monkey:
    """Plays with one service by one seed."""

    def __init__(self, application: Application, ways: Ways, seed: int, log: Path) -> None:
        self.application, self.ways, self.log = application, ways, log
        self.chance = random.Random(seed)
        self.found = Found()
        self._events = 0
        self._last: Act = {}

    def play_as_therapist(self, goes_on: GoesOn) -> Found:
        """Play over every page, one after the other."""
        self._enter()
        pages = self._every_page()
        at = 0
        while goes_on(self.found):
            try:
                if at % ACTS_A_PAGE == 0:
                    self._do({"do": "go", "way": next(pages)})
                at += 1
                self._do(self._choose(self._look()))
            except Gone:
                self._follow()
                self._enter()
        self._look_once_more()
        return self.found

    def play_as_client(self, goes_on: GoesOn) -> Found:
        """Play with a laptop that was handed over; whatever leads back is a way out."""
        self._enter()
        self._hand_over_to_somebody()
        while goes_on(self.found):
            try:
                self._do(self._choose(self._look(is_clients=True)))
            except Gone:
                self._follow(must_lock=True)
                self._enter()
                self._hand_over_to_somebody()
        self._look_once_more(is_clients=True)
        return self.found

    def do_again(self, acts: list[Act]) -> Found:
        """Do again what was written down, up to its end."""
        for at, act in enumerate(acts):
            with suppress(Gone):
                if act["do"] == "enter":
                    if at:
                        self._follow()
                    self._enter()
                elif act["do"] == "hand over":
                    self._hand_over(act["way"])
                else:
                    self._do(act)
                    self._look()
        self._look_once_more()
        return self.found

    def _every_page(self) -> Iterator[Way]:
        while True:
            names = sorted(set(self.ways) - {"HandOver"})
            self.chance.shuffle(names)
            for name in names:
                yield self.chance.choice(self.ways[name])

    def _look(self, *, is_clients: bool = False) -> Seen:
        seen: Seen = self.application.ask("all")
        self.found.events += max(0, seen["count"] - self._events)
        self._events = seen["count"]
        self.found.pages.add(seen["page"])
        if seen["page"] not in APART and self._last:
            self.found.slow += [(took, seen["page"], self._last) for took in seen["slow"]]
        if is_clients:
            self._refuse_way_out(seen)
        return seen

    def _look_once_more(self, *, is_clients: bool = False) -> None:
        with suppress(Gone):
            self._look(is_clients=is_clients)

    def _do(self, act: Act) -> None:
        """Do something, written down before."""
        self._note(act)
        self._last = act
        self.found.acts += 1
        if act["do"] == "go":
            name, ids = act["way"]
            self.application.ask("go", name=name, ids=ids)
        else:
            self._by_hand(act)

    def _by_hand(self, act: Act) -> None:
        if self.application.display.environment["QT_QPA_PLATFORM"] == "offscreen":
            self.application.ask("act", act=act)
        else:
            do_by_x(self.application.display, act)

    def _note(self, act: Act) -> None:
        with self.log.open("a", encoding="utf-8") as log:
            log.write(json.dumps(act) + "\n")

    def _choose(self, seen: Seen) -> Act:
        chance = self.chance
        if any("QFileDialog" in each["kinds"] for each in seen["windows"]):
            return {"do": "key", "key": chance.choice(IN_A_FILE_DIALOG)}
        kind = chance.choices(
            ("press", "key", "type", "wheel", "drag", "twice", "menu", "anywhere"),
            (50, 20, 8, 8, 5, 3, 3, 3),
        )[0]
        spots = self._spots(seen)
        at = chance.choice(spots)
        match kind:
            case "press":
                return _click(at)
            case "twice":
                return _click(at, times=2)
            case "menu":
                return _click(at, button=3)
            case "anywhere":
                return _click(self._anywhere())
            case "wheel":
                return {"do": "wheel", "at": at, "by": chance.choice((-5, -2, -1, 1, 3))}
            case "drag":
                return {"do": "drag", "at": at, "to": chance.choice([*spots, self._anywhere()])}
            case "type":
                length = chance.randrange(1, 12)
                return {"do": "type", "words": "".join(chance.choices(LETTERS, k=length))}
            case _:
                key = chance.choice(KEYS)
                spared = key in RARE and chance.random() < SPARED
                return {"do": "key", "key": "Tab" if spared else key}

    def _spots(self, seen: Seen) -> list[list[int]]:
        """Return where to press: mostly in the page, less often in the rail, seldom to lock."""
        kinds = ("page", "rail", "lock")
        kind = self.chance.choices(kinds, (90, 9.5, 0.5))[0]
        spots: dict[str, list[list[int]]] = {each: [] for each in kinds}
        for where, at in seen["controls"]:
            spots[where].append(at)
        return spots[kind] or spots["page"] or [self._anywhere()]

    def _anywhere(self) -> list[int]:
        return [self.chance.randrange(SIZE[0]), self.chance.randrange(SIZE[1])]

    def _refuse_way_out(self, seen: Seen) -> None:
        dialogs = [each for each in seen["windows"] if not FOR_CLIENTS & set(each["kinds"])]
        theirs = seen["page"] == "hand_over" and seen["clients_turn"] and seen["full_screen"]
        if dialogs or not theirs:
            trouble = self.application.trouble
            raise WayOut(f"{seen['page']} {dialogs} by {self._last}: {trouble}, see {self.log}")

    def _enter(self) -> None:
        """Unlock by typing, as everybody does; the field has the keyboard from the beginning.

        An act that was under way when it locked may have typed letters into the fresh window. They
        would be a part of the passphrase, so they are written over, as a person does who sees them.
        A right click as the program ended met the bare desktop, whose menu would take the first
        letters: it is closed. Such an act may have moved the keyboard in the fresh window, as Tab
        does, or opened its help: then that is closed and the field is pressed, and only then.
        """
        self._note({"do": "enter"})
        last, self._last = self._last, {}
        wait_until(lambda: self._look()["page"] == "unlock", "the unlock window")
        wanted = {"message": "&Passphrase", "values": {}, "kind": "field"}
        wait_until(self._has_keyboard, "the keyboard to be with the window")

        def has_it() -> bool:
            return any(each["focused"] for each in self.application.ask("find", wanted=wanted))

        try:
            wait_until(has_it, "the keyboard to be in the field, with no press")
        except NotThere:
            if last.get("do") not in MAY_MOVE_THE_KEYBOARD:
                raise
            self._by_hand({"do": "key", "key": "Escape"})
            [field] = self.application.ask("find", wanted=wanted)
            left, top, wide, high = field["place"]
            self._by_hand(_click([left + wide // 2, top + high // 2]))
            wait_until(has_it, "the keyboard to be in the field, pressed")
        self._by_hand({"do": "key", "key": "Escape"})
        self._by_hand({"do": "key", "key": "ctrl+a"})
        self._by_hand({"do": "type", "words": WORDS})
        self._by_hand({"do": "key", "key": "Return"})
        self._wait_for_record()

    def _wait_for_record(self) -> None:
        """Wait for the record; a busy machine has its time as long as the product works on it."""
        for at_last in (*(False,) * MOST_WAITS, True):
            try:
                wait_until(lambda: self._look()["page"] not in APART, "the record to open")
            except NotThere:
                if at_last or not self.application.ask("rest")["works"]:
                    raise
            else:
                return

    def _has_keyboard(self) -> bool:
        """Say whether what is typed arrives: a window is there before the desktop gives it that."""
        return any(each["active"] for each in self.application.ask("windows"))

    def _hand_over_to_somebody(self) -> None:
        """Hand over to the first client who has anything left to fill in."""
        if not any(map(self._hand_over, self.ways["HandOver"])):
            raise NotThere("every client of the clinic has filled everything in")

    def _hand_over(self, way: Way) -> bool:
        """Go to the hand-over and begin it, as a therapist does; return whether it can be begun.

        It cannot where the client has filled everything in by now.
        """
        self._note({"do": "hand over", "way": way})
        name, ids = way
        self.application.ask("go", name=name, ids=ids)
        wait_until(lambda: self._look()["page"] == "hand_over", "the hand-over")
        begin, *_ = wait_until(lambda: self._parts("Hand over now", "button"), "how to begin it")
        if not begin["enabled"]:
            return False

        def has_it() -> bool:
            focus = self.application.ask("focus")
            return focus is not None and focus["kind"] == "QLineEdit"

        wait_until(has_it, "the keyboard to be in the PIN")
        for key in ("Tab", "Return"):
            self._by_hand({"do": "type", "words": PIN})
            self._by_hand({"do": "key", "key": key})
        wait_until(lambda: self._look()["full_screen"], "the client's turn")
        return True

    def _parts(self, message: str, kind: str) -> list[Seen]:
        wanted = {"message": message, "values": {}, "kind": kind}
        found: list[Seen] = self.application.ask("find", wanted=wanted)
        return found

    def _follow(self, *, must_lock: bool = False) -> None:
        """Follow what locked, or start what was closed."""
        folder = self.application.place / str(self.application.pid)
        self.found.locked += 1
        wait_until(lambda: not self.application.is_running, "the process to leave")
        kinds = {each.kind for each in notes_in(folder)}
        assert kinds & {"left", "ended"}, f"it died after {self._last}, see {self.log}"
        if "left" in kinds:
            self.application.follow()
        elif must_lock:
            raise WayOut(f"it closed and did not lock: {self._last}, see {self.log}")
        else:
            self.application.start()
        self._events = 0


def _click(at: list[int], *, times: int = 1, button: int = 1) -> Act:
    return {"do": "click", "at": at, "times": times, "button": button}


class Played(Application):
    """The product that a monkey plays with, in its own home: no file of anybody's is near."""

    entry = ENTRY
    folder = None


@contextmanager
def played(display: Display, home: Path) -> Iterator[Application]:
    """Yield the product over a home; no process of it outlives the block."""
    application = Played(display, home, home / "watched", ("--home", str(home)))
    make_stopwatch(application.place)
    try:
        application.start()
        yield application
    finally:
        application.end()


@contextmanager
def no_screen(folder: Path) -> Iterator[Display]:
    """Yield what a process needs to know to draw its windows where nobody sees them."""
    with ExitStack() as stack:
        bus = stack.enter_context(private_bus(folder))
        environment = {
            key: value
            for key, value in os.environ.items()
            if not key.startswith(("QT_", "XDG_", "WAYLAND", "DBUS", "DISPLAY", "LC_", "LANG"))
        }
        environment |= bus.environment | {
            "QT_QPA_PLATFORM": "offscreen",
            "LANGUAGE": "en",
            "LANG": "C.UTF-8",
            "HOME": str(folder),
            "XDG_RUNTIME_DIR": str(folder),
        }
        yield Display(folder, environment, SIZE)
