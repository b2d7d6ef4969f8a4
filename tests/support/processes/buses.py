"""A message bus of a test's own, and who speaks on it: processes of their own, as on a desktop."""

import json
import select
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.support.processes.speaker import OUR_SESSION
from therapist_app.shell.bus import bus_connection

ROOT = Path(__file__).parents[3]
LACKING = "This needs a message bus. As root on Debian, run: apt-get install dbus-daemon."
LONGEST_WAIT = 60.0
"""Seconds; only a guard against hanging for ever."""
LOGIN, LOGIN_PATH = "org.freedesktop.login1", "/org/freedesktop/login1"
SLEEPS = (LOGIN_PATH, f"{LOGIN}.Manager", "PrepareForSleep", True)
WAKES = (*SLEEPS[:3], False)
SHUTS_DOWN = (*SLEEPS[:2], "PrepareForShutdown", True)
LOCKS = (OUR_SESSION, f"{LOGIN}.Session", "Lock")
RULES = """<busconfig>
<type>session</type>
<listen>{address}</listen>
<auth>EXTERNAL</auth>
<policy context="default">
<allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/>
</policy>
</busconfig>
"""


def changed(name: str, value: object, session: str = OUR_SESSION) -> tuple[Any, ...]:
    """Return the signal that a property of a session has another value."""
    signal = (session, "org.freedesktop.DBus.Properties", "PropertiesChanged")
    return (*signal, f"{LOGIN}.Session", {name: value}, ["IdleHint"])


class Voice:
    """Somebody on the bus."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self._process = process

    def hears(self) -> Any:
        """Wait for the next line: a call as a list, or a word."""
        assert self._process.stdout is not None
        came, _out, _odd = select.select([self._process.stdout], [], [], LONGEST_WAIT)
        assert came, "nobody says anything"
        line = self._process.stdout.readline().decode().strip()
        return json.loads(line) if line.startswith("[") else line

    def says(self, signal: tuple[Any, ...], *, to: str = "") -> None:
        """Say something to everybody or to one alone, and wait until the bus has it."""
        self._does((to, *signal))

    def gives_up(self, name: str) -> None:
        """Own a name no more."""
        self._does(name)

    def _does(self, what: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(what).encode() + b"\n")
        assert self.hears() == "said"


class Bus:
    """A bus, by its address, and how to be somebody on it."""

    def __init__(self, address: str, process: "subprocess.Popen[bytes]", stack: ExitStack) -> None:
        self.address, self.process, self._stack = address, process, stack

    @property
    def environment(self) -> dict[str, str]:
        """How a process is told that this is both of its buses."""
        return {
            "DBUS_SYSTEM_BUS_ADDRESS": self.address,
            "DBUS_SESSION_BUS_ADDRESS": self.address,
        }

    def speaker(self, *names: str) -> Voice:
        """Start somebody who owns these names."""
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.processes.speaker", self.address, *names],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
        )
        self._stack.enter_context(process)
        self._stack.callback(process.kill)
        voice = Voice(process)
        assert voice.hears() == "here"
        return voice


def _daemon() -> str:
    """Return the program that every bus is; a test that lacks it says what to install."""
    found = shutil.which("dbus-daemon")
    assert found, LACKING
    return found


@contextmanager
def private_bus(folder: Path) -> Iterator[Bus]:
    """Yield a bus in a folder; it and everybody on it end with the block.

    In this process the product waits for an answer as long as we do: on a busy machine it is late.
    """
    address = f"unix:path={folder / 'bus'}"
    rules = folder / "bus.conf"
    rules.write_text(RULES.format(address=address), "utf-8")
    with ExitStack() as stack:
        patient = stack.enter_context(pytest.MonkeyPatch.context())
        patient.setattr(bus_connection, "PATIENCE", LONGEST_WAIT)
        process = subprocess.Popen(
            [_daemon(), f"--config-file={rules}", "--nofork", "--print-address"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # it may complain of limits that it does not need
        )
        stack.enter_context(process)
        stack.callback(process.kill)
        assert process.stdout is not None
        assert process.stdout.readline()
        yield Bus(address, process, stack)
