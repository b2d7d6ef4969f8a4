"""A person at a display: looks for controls, and uses them by mouse or by keyboard alone."""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, Literal

from tests.support.display.application import (
    LONGEST_WAIT,
    LOOKS_EVERY,
    Application,
    NotThere,
    wait_until,
)

By = Literal["mouse", "keyboard"]
Seen = dict[str, Any]
WHEEL_UP, WHEEL_DOWN = "4", "5"
OPENING = 0.5
"""Seconds in which Qt takes no press on a list that has just opened, as part of a double click."""
ENTERED = frozenset({"QPushButton", "QToolButton", "item"})
"""What Enter presses; the rest is taken with the space bar."""
MOST_TABS = 150
A_NOTCH, MOST_NOTCHES = 60, 40
"""How far a page goes with a notch of the wheel, in pixels, and how many are turned at once."""
LIES_STILL = 0.15
"""Seconds in which a page that moves by itself would have moved on; a hand takes longer."""
READS = 0.2
"""Seconds in which nobody has seen a page and answered it; a page leaves out what comes sooner."""
MOVES_WITHIN = 2.0
"""Seconds after which a key that moved no keyboard is taken to have moved none."""


@dataclass(frozen=True)
class Control:
    """How a control is found; never by what it says in one language."""

    wanted: tuple[tuple[str, Any], ...]
    inside: "Control | None" = None
    near: "Control | None" = None
    at: int | None = None

    def within(self, other: "Control") -> "Control":
        """Only inside of something."""
        return replace(self, inside=other)

    def beside(self, other: "Control") -> "Control":
        """Only what shares the smallest part of the window with something."""
        return replace(self, near=other)

    def nth(self, at: int) -> "Control":
        """Take one of several, counted from 0."""
        return replace(self, at=at)

    def question(self) -> dict[str, Any]:
        """Return it as it is asked."""
        return {
            "wanted": dict(self.wanted),
            "within": dict(self.inside.wanted) if self.inside else None,
            "beside": dict(self.near.wanted) if self.near else None,
        }


def named(name: str) -> Control:
    """Return what has this object name."""
    return Control((("name", name),))


def of_type(name: str) -> Control:
    """Return what is of this class."""
    return Control((("type", name),))


def says(message: str, kind: str = "", **values: object) -> Control:
    """Return what shows this message, which is written as in the source; `kind` narrows it."""
    wanted = [("message", message), ("values", values)]
    return Control((*wanted, ("kind", kind)) if kind else tuple(wanted))


def says_in(context: str, message: str, kind: str = "") -> Control:
    """Return what shows a message that has a context."""
    return Control((("context", context), *says(message, kind).wanted))


def counts(one: str, several: str, kind: str = "") -> Control:
    """Return what shows a message that depends on a count, whatever the count is."""
    return Control((("several", several), *says(one, kind).wanted))


def qt_says(context: str, key: str, kind: str = "") -> Control:
    """Return what shows words of Qt's own."""
    wanted = (("qt", (context, key)),)
    return Control((*wanted, ("kind", kind)) if kind else wanted)


def data(words: str, kind: str = "") -> Control:
    """Return what shows something that somebody typed, or that was drawn by chance."""
    wanted = (("data", words),)
    return Control((*wanted, ("kind", kind)) if kind else wanted)


def like(pattern: str, kind: str = "") -> Control:
    """Return what shows something of a known shape, as a client's code is."""
    wanted = (("like", pattern),)
    return Control((*wanted, ("kind", kind)) if kind else wanted)


class Person:
    """Uses the product by real keys and a real mouse, and waits by looking.

    `by` is what controls are reached with: the mouse, or the keyboard alone.
    """

    def __init__(self, application: Application, by: By = "mouse") -> None:
        self.application, self.by = application, by
        self.display = application.display

    def look(self, control: Control) -> list[Seen]:
        """Return all that fits and is on the page, seen or further down."""
        found = self.application.ask("find", **control.question())
        if control.at is not None:
            return found[control.at : control.at + 1]
        return found

    def sees(self, control: Control) -> bool:
        """Say whether it is there."""
        return bool(self.look(control))

    def see(self, control: Control) -> Seen:
        """Wait for one thing and return it; two would leave open which is meant."""
        found = wait_until(lambda: self.look(control), str(control))
        assert len(found) == 1, (control, found)
        return found[0]

    def wait_gone(self, control: Control) -> None:
        """Wait until it is not there any more."""
        wait_until(lambda: not self.sees(control), f"no more {control}")

    def page(self) -> str:
        """Return the name of the page that is shown; empty while the window is covered."""
        shown = self.application.ask("page")
        return "" if shown["covered"] else shown["page"]

    def arrive(self, page: str) -> None:
        """Wait for a page."""
        wait_until(lambda: self.page() == page, f"the page {page}")

    def press(self, control: Control) -> None:
        """Press a button, an option, a line of a list or an entry of a menu."""
        if self.by == "mouse":
            self._click(control)
        elif self.see(control)["kind"] == "item":
            self._arrow_to(control)
            self.key("Return")
        else:
            self.reach(control)
            seen = self.see(control)
            if seen["focused"]:  # an arrow that chose an option may have led on from it
                time.sleep(READS)
                self.key("Return" if seen["kind"] in ENTERED else "space")

    def write(self, control: Control, words: str) -> None:
        """Go to a field and type what shall stand in it, instead of what stood there."""
        if self.by == "mouse":
            self._click_into(control)
        else:
            self.reach(control)
        if self.see(control)["value"]:
            self.key("ctrl+a")
        self.type(words)
        self._wait_for_dots(control, len(words))

    def _wait_for_dots(self, control: Control, count: int) -> None:
        """Wait until so many letters stand in a line for a secret, as a person sees by its dots.

        Where assistive technology listens, a key comes a while after it was pressed, and a click
        that follows comes before it.
        """

        def are_there() -> bool:
            return all(len(each["value"]) == count for each in self.look(control) if each["secret"])

        wait_until(are_there, f"{count} letters in {control}")

    def choose(self, control: Control, entry: Control) -> None:
        """Open a list to choose from and take one of its entries."""
        if self.by == "mouse":
            self._click(control)
            self._click(entry, still=OPENING)
        else:
            self.reach(control)
            self.key("alt+Down")
            self.see(entry)
            self._arrow_to(entry)
            self.key("Return")
        self.wait_gone(entry)

    def reach(self, control: Control) -> None:
        """Go to a control by the keyboard alone: by Tab, among options by the arrow keys."""
        self._usable(control)
        by_arrow = False
        for _each in range(MOST_TABS):
            seen = self.see(control)
            if seen["focused"] or (by_arrow and seen["checked"]):
                return
            there = self.application.ask("focus")
            by_arrow = there is not None and there["whole"] in seen["among"]
            self.key(_arrow(there["whole"], seen["whole"]) if by_arrow else "Tab")
            self._moves_on(lambda: self.application.ask("focus"), there)
        raise NotThere(f"not reached by Tab: {control}")

    def key(self, *keys: str) -> None:
        """Press keys, by their names in X."""
        self._wait_for_window()
        self.display.do("key", "--clearmodifiers", *keys)

    def type(self, words: str) -> None:
        """Type letters."""
        self._wait_for_window()
        self.display.do("type", "--delay", "4", "--", words)

    def _moves_on(self, place: Callable[[], object], before: object) -> bool:
        """Wait until the keyboard moved on, as a person sees it do, or a moment where it stays.

        A key sent before the one before it was heard leads past what it was to reach.
        """
        give_up = time.monotonic() + MOVES_WITHIN
        while place() == before:
            if time.monotonic() > give_up:
                return False
            time.sleep(LOOKS_EVERY)
        return True

    def _wait_for_window(self) -> None:
        """Wait until the keyboard is with the product: a window that just opened gets it late."""

        def has_keyboard() -> bool:
            return any(each["active"] for each in self.application.ask("windows"))

        wait_until(has_keyboard, "the keyboard to be with a window")

    def _arrow_to(self, entry: Control) -> None:
        for key in ("Down", "Up"):
            for _each in range(MOST_TABS):
                if self.see(entry)["focused"]:
                    return
                before = self._items_with_keyboard()
                self.key(key)
                if not self._moves_on(self._items_with_keyboard, before):
                    break
        raise NotThere(f"not reached by arrow keys: {entry}")

    def _items_with_keyboard(self) -> list[int]:
        """Return which of all items have the keyboard, by their number."""
        items = self.look(like(r"[\s\S]*", "item"))
        return [at for at, each in enumerate(items) if each["focused"]]

    def _click(self, control: Control, *, still: float = LIES_STILL) -> None:
        seen = self._in_sight(control, still)
        left, top, width, height = seen["place"]
        spot = (str(left + width // 2), str(top + height // 2))
        self.display.do("mousemove", *spot, "click", "1")

    def _click_into(self, control: Control) -> None:
        """Click into a field until the keyboard is there: once, where no click is lost."""
        for _each in range(self.application.most_clicks):
            self._click(control)
            with suppress(NotThere):
                return self._wait_for_keyboard(control)
        raise NotThere(f"the keyboard is not in {control}")

    def _usable(self, control: Control) -> Seen:
        def usable() -> Seen | None:
            seen = self.see(control)
            return seen if seen["enabled"] else None

        return wait_until(usable, f"{control} can be used")

    def _in_sight(self, control: Control, still: float) -> Seen:
        """Turn the wheel until the control is in sight, lies still and can be pressed."""
        before, since = None, time.monotonic()
        give_up = since + LONGEST_WAIT
        while (now := time.monotonic()) < give_up:
            seen = self._usable(control)
            if seen["place"] != before:
                before, since = seen["place"], now
            elif now - since > still and _is_whole(seen) and seen["on_top"]:
                return seen
            elif now - since > still and seen["scrolls"]:
                self._wheel(seen)
            time.sleep(LOOKS_EVERY)
        raise NotThere(f"not in sight: {control}: {self.look(control)}")

    def _wheel(self, seen: Seen) -> None:
        left, top, width, height = seen["scrolls"]
        middle = seen["whole"][1] + seen["whole"][3] // 2
        away = middle - (top + height // 2)
        notches = max(1, min(MOST_NOTCHES, abs(away) // A_NOTCH))
        spot = (str(left + width - 4), str(top + height // 2))
        turned = ("--delay", "4", "--repeat", str(notches), WHEEL_UP if away < 0 else WHEEL_DOWN)
        self.display.do("mousemove", *spot, "click", *turned)

    def _wait_for_keyboard(self, control: Control) -> None:
        wait_until(lambda: self.see(control)["focused"], f"the keyboard to be in {control}")


def _arrow(start: list[int], goal: list[int]) -> str:
    """Return the arrow that leads from one place towards another; rows come first."""
    left, top, _width, height = start
    if abs(goal[1] - top) >= height:
        return "Down" if goal[1] > top else "Up"
    return "Right" if goal[0] > left else "Left"


def _is_whole(seen: Seen) -> bool:
    """Whether enough of it shows to press: all of it, or what fits into what scrolls it."""
    height, whole = seen["place"][3], seen["whole"][3]
    room = seen["scrolls"][3] if seen["scrolls"] else whole
    return height >= min(whole, room // 2)
