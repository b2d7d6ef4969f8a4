"""What a test asks of assistive technology: find by role and name, act, write, listen."""

import json
import select
import subprocess
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tests.support.display.application import LONGEST_WAIT, NotThere, wait_until
from tests.support.display.displays import Display

LAUNCHER = "/usr/libexec/at-spi-bus-launcher"
PYTHON = "/usr/bin/python3"
"""The system's own: the introspection of AT-SPI belongs to it."""
PROGRAM = Path(__file__).with_name("program.py")
LACKING = (
    "This needs assistive technology. As root on Debian, run: "
    "apt-get install at-spi2-core gir1.2-atspi-2.0 python3-gi."
)
SETTLES = 0.3
"""Seconds without an event after which what was heard is whole."""


@dataclass(frozen=True)
class Thing:
    """A thing as it told of itself when it was met.

    Attributes:
        box: Left, top, width and height on the screen, in pixels.
        value: Its number, of what has one.
        text: What stands in it, of what holds text.

    """

    thing: int
    depth: int
    role: str
    name: str
    description: str
    states: frozenset[str]
    actions: tuple[str, ...]
    box: tuple[int, int, int, int] | None
    value: float | None
    text: str | None


@dataclass(frozen=True)
class Event:
    """What went over the bus: of what kind, from whom, and its words."""

    kind: str
    role: str
    name: str
    words: str
    detail: tuple[int, int]


class Assistant:
    """A program on the accessibility bus; it ends with the block that made it."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self._process = process

    def tree(self, *, hidden: bool = False) -> list[Thing]:
        """Return everything that shows (or all there is), in reading order."""
        return [_thing(each) for each in self._ask("tree", hidden=hidden)]

    def after(self, names: Collection[str], roles: Collection[str], most: int) -> list[Thing]:
        """Return at most so many things of some roles, from the first of these names on."""
        asked = {"names": sorted(names), "roles": sorted(roles), "most": most}
        return [_thing(each) for each in self._ask("after", **asked)]

    def there(self, role: str = "", name: str | None = None, **more: Any) -> Thing | None:
        """Return the first thing of a role and a name, or None.

        `starts` is how a name begins, `states` are states that it has, `within` is a thing.
        """
        if isinstance(within := more.get("within"), Thing):
            more["within"] = within.thing
        found = self._ask("find", role=role, name=name, **more)
        return _thing(found) if found else None

    def find(self, role: str = "", name: str | None = None, **more: Any) -> Thing:
        """Wait for the first thing of a role and a name.

        Raises:
            NotThere: It did not come.

        """
        return wait_until(
            lambda: self.there(role, name, **more), f"{role} {name or more} on the bus"
        )

    def wait_gone(self, role: str = "", name: str | None = None, **more: Any) -> None:
        """Wait until nothing of a role and a name shows."""
        wait_until(lambda: self.there(role, name, **more) is None, f"{role} {name} to go")

    def look(self, thing: Thing) -> Thing:
        """Return what a thing says of itself now."""
        return _thing(self._ask("look", thing=thing.thing))

    def act(self, thing: Thing, action: str = "") -> None:
        """Do an action of a thing: the one of this name, or its first."""
        assert self._ask("act", thing=thing.thing, action=action), f"{thing} refused {action}"

    def write(self, thing: Thing, words: str) -> None:
        """Put words into a field in place of what stands there."""
        assert self._ask("write", thing=thing.thing, words=words), f"{thing} took no words"

    def put(self, thing: Thing, value: float) -> None:
        """Set a slider or a number to a value."""
        assert self._ask("put", thing=thing.thing, value=value), f"{thing} took no value"

    def select(self, thing: Thing, at: int) -> None:
        """Select a child of a list, counted from 0."""
        assert self._ask("select", thing=thing.thing, at=at), f"{thing} selected nothing"

    def focus(self, thing: Thing) -> None:
        """Give a thing the keyboard."""
        assert self._ask("focus", thing=thing.thing), f"{thing} took no focus"

    def listen(self) -> None:
        """Hear every event from now on."""
        self._ask("listen")

    def heard(self) -> list[Event]:
        """Return what was heard since last asked, once nothing more comes for a moment."""
        heard: list[Event] = []
        give_up = time.monotonic() + LONGEST_WAIT
        while time.monotonic() < give_up:
            time.sleep(SETTLES)
            fresh = [_event(each) for each in self._ask("heard")]
            heard += fresh
            if not fresh:
                return heard
        raise NotThere("the bus never fell silent")

    def announced(self) -> list[str]:
        """Return what was announced since last asked."""
        return [each.words for each in self.heard() if "announcement" in each.kind]

    def _ask(self, verb: str, **named: Any) -> Any:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps([verb, named]).encode() + b"\n")
        return self._answer()

    def _answer(self) -> Any:
        assert self._process.stdout is not None
        came, _out, _odd = select.select([self._process.stdout], [], [], LONGEST_WAIT)
        assert came, "the assistive program does not answer"
        line = self._process.stdout.readline()
        assert line, LACKING
        how, answer = json.loads(line)
        if how != "ok":
            raise NotThere(answer)
        return answer


@contextmanager
def assisted(display: Display) -> Iterator[tuple[Display, Callable[[], Assistant]]]:
    """Yield the display with accessibility switched on, and what starts a program on its bus."""
    assert all(Path(each).exists() for each in (LAUNCHER, PYTHON)), LACKING
    environment = display.environment | {
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        "NO_AT_BRIDGE": "0",
    }
    with ExitStack() as stack:
        launcher = subprocess.Popen(
            [LAUNCHER, "--launch-immediately"],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        stack.enter_context(launcher)
        stack.callback(launcher.terminate)
        start = stack.enter_context(assistants_on(environment))
        yield replace(display, environment=environment), start


@contextmanager
def assistants_on(environment: Mapping[str, str]) -> Iterator[Callable[[], Assistant]]:
    """Yield what starts a program on the bus that an environment tells of."""
    with ExitStack() as stack:

        def start() -> Assistant:
            process = subprocess.Popen(
                [PYTHON, str(PROGRAM)],
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
            )
            stack.enter_context(process)
            stack.callback(process.kill)
            assistant = Assistant(process)
            assert assistant._answer() == "here"
            return assistant

        yield start


def _thing(told: dict[str, Any]) -> Thing:
    box = told.pop("box")
    return Thing(
        **told
        | {
            "states": frozenset(told["states"]),
            "actions": tuple(told["actions"]),
            "box": (box[0], box[1], box[2], box[3]) if box else None,
        }
    )


def _event(told: dict[str, Any]) -> Event:
    first, second = told.pop("detail")
    return Event(**told, detail=(first, second))
