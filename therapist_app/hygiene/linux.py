"""Linux: the process is not dumpable; nothing keeps a window out of pictures of the screen."""

import ctypes
import os
import stat
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, ClassVar, Literal

from therapist_app.hygiene.modes import PRIVATE_FOLDER, HasModes

PR_GET_DUMPABLE, PR_SET_DUMPABLE = 3, 4  # linux/prctl.h
COPY_HINTS = MappingProxyType({"x-kde-passwordManagerHint": b"secret"})
"""Klipper and the managers that follow it keep no copy that says so."""

DISPLAYS = (b"/.X11-unix/", b"/wayland-")
"""What the socket of a display is called, on X11 and on Wayland."""
LONGEST_NAME = 128
SHELL, MOST_FILES = "/bin/sh", 256
STANDING = (
    "exec </dev/null >/dev/null 2>&1; n=0;"
    ' while [ -e "$MARK" ] && [ $n -lt 120 ]; do sleep 0.05; n=$((n + 1)); done'
)
"""What waits in our place until a file is gone: for about six seconds at the most."""


def _library() -> Any:  # noqa: ANN401 - a library of C has no type
    return ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True, slots=True)
class Linux(HasModes):
    """What Linux does for us; other systems of its kind take the same calls or refuse them."""

    copy_hints = COPY_HINTS
    says_when_to_lock: ClassVar[Literal["buses"]] = "buses"
    ends_by_signals = True
    """At a log-out too."""
    prints_without_printer = True
    may_hide_from_capture = False
    """Neither X11 nor Wayland has a promise to ask for."""
    library: Callable[[], Any] = _library
    is_linux: bool = sys.platform == "linux"

    def is_memory_closed(self) -> bool | None:
        """Ask the kernel whether we are dumpable."""
        if not self.is_linux:
            return None
        return bool(self.library().prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) == 0)

    def close_memory(self) -> bool:
        """Refuse ptrace, /proc/PID/mem and core files; a snap's portals would break by it."""
        if not self.is_linux or "SNAP" in os.environ:
            return False
        return bool(self.library().prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0)

    def conceal_copy(self) -> bool:
        """Do nothing more: the hint says it all."""
        return True

    def hide_from_capture(self, _window: int) -> bool:
        """Do nothing: neither X11 nor Wayland has a promise to ask for."""
        return False

    @property
    def place_in_memory(self) -> Path | None:
        """The folder of this login, if it has one: it goes as the person logs out."""
        place = Path(os.environ.get("XDG_RUNTIME_DIR") or "-")
        try:
            found = place.stat()
        except OSError:
            return None
        is_own = found.st_uid == os.geteuid() and stat.S_IMODE(found.st_mode) == PRIVATE_FOLDER
        return place if place.is_absolute() and stat.S_ISDIR(found.st_mode) and is_own else None

    def seconds(self) -> float:
        """Read the clock that counts from the start of the system, where there is one."""
        if hasattr(time, "CLOCK_BOOTTIME"):
            return time.clock_gettime(time.CLOCK_BOOTTIME)
        return time.monotonic()

    def seconds_asleep(self) -> float:
        """Compare it with the one that stands still in sleep."""
        if hasattr(time, "CLOCK_BOOTTIME"):
            return self.seconds() - time.clock_gettime(time.CLOCK_MONOTONIC)
        return 0.0

    def leave_windows(self, mark: Path) -> None:
        """Become a shell that does nothing but wait, with the connection to the display open.

        Its memory takes the place of ours, and the display shows what it was last told to show
        until that connection ends.
        """
        kept = [each for each in range(3, MOST_FILES) if self._leads_to_a_display(each)]
        if not kept:
            return
        with suppress(OSError):
            for each in kept:
                os.set_inheritable(each, True)
            around = {"MARK": str(mark), "PATH": os.defpath}
            os.execve(SHELL, [SHELL, "-c", STANDING], around)

    def _leads_to_a_display(self, number: int) -> bool:
        """Return whether an open file of ours is a connection to X11 or Wayland on this laptop."""
        name, length = ctypes.create_string_buffer(LONGEST_NAME), ctypes.c_uint32(LONGEST_NAME)
        answer = self.library().getpeername(number, name, ctypes.byref(length))
        return answer == 0 and any(each in name.raw[: length.value] for each in DISPLAYS)
