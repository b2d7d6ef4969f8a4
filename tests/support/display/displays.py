"""A display of a test's own: X without a screen, a window manager and a message bus on it."""

import os
import shlex
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from ctypes import CDLL, c_ulong, c_void_p
from dataclasses import dataclass
from pathlib import Path

from tests.support.processes.buses import private_bus

SIZE = (1366, 768)
NEEDS = ("Xvfb", "openbox", "xdotool", "dbus-daemon")
LOOKS_EVERY = 0.02
PATCH = 8
"""Pixels across and down that are looked at."""
ALL_PLANES, Z_PIXMAP = c_ulong(0xFFFFFFFF), 2
LACKING = (
    "This needs a display of its own. As root on Debian, run: "
    "apt-get install xvfb openbox xdotool dbus-daemon."
)


@dataclass(frozen=True)
class Display:
    """A display, by what a process needs to know to stand on it."""

    folder: Path
    environment: dict[str, str]
    size: tuple[int, int]

    def do(self, *arguments: str) -> str:
        """Do something with keyboard or mouse, as the X server sees it; return what it says."""
        done = subprocess.run(
            ["xdotool", *arguments], env=self.environment, check=True, capture_output=True
        )
        return done.stdout.decode()

    def picture(self, file: Path) -> None:
        """Keep what is on the screen as a picture, where the tool for it is there."""
        if shutil.which("import"):
            taking = ["import", "-window", "root", str(file)]
            subprocess.run(taking, env=self.environment, check=False)


@contextmanager
def a_display(
    folder: Path, size: tuple[int, int] = SIZE, *, platform: str = "xcb"
) -> Iterator[Display]:
    """Yield a free display; it ends with the block, and so does what manages its windows.

    `platform` is how Qt draws there.
    """
    assert all(shutil.which(each) for each in NEEDS), LACKING
    with ExitStack() as stack:
        bus = stack.enter_context(private_bus(folder))
        number = start_x(stack, size)
        environment = {
            key: value
            for key, value in os.environ.items()
            if not key.startswith(("QT_", "XDG_", "WAYLAND", "DBUS", "COV_", "LC_", "LANG"))
        }
        environment |= bus.environment | {
            "DISPLAY": f":{number}",
            "QT_QPA_PLATFORM": platform,
            "HOME": str(folder),
            "LANG": "C.UTF-8",
            "LC_ALL": "C.UTF-8",
            "XDG_RUNTIME_DIR": str(folder),
        }
        manage_windows(stack, folder / "managed", environment)
        yield Display(folder, environment, size)


def manage_windows(stack: ExitStack, mark: Path, environment: Mapping[str, str]) -> None:
    """Start what manages windows, which ends with the stack, and wait until it does.

    A window that was there before it might never have the keyboard. It makes the mark then.
    """
    mark.unlink(missing_ok=True)
    manager = subprocess.Popen(
        ["openbox", "--sm-disable", "--startup", shlex.join(("touch", str(mark)))],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    stack.enter_context(manager)
    stack.callback(manager.kill)
    while not mark.exists():
        assert manager.poll() is None, "openbox did not start"
        time.sleep(LOOKS_EVERY)


@contextmanager
def middle_of(display: Display) -> Iterator[Callable[[], tuple[int, ...]]]:
    """Yield what looks at the pixels in the middle of a display, of whichever window they are.

    The X server answers each look at one moment: it never falls between two windows, as a search
    through all of them may on a busy machine.
    """
    x = CDLL("libX11.so.6")
    x.XOpenDisplay.restype = x.XGetImage.restype = c_void_p
    x.XDefaultRootWindow.restype = x.XGetPixel.restype = c_ulong
    opened = c_void_p(x.XOpenDisplay(display.environment["DISPLAY"].encode()))
    assert opened, "the display is not there"
    root = c_ulong(x.XDefaultRootWindow(opened))
    left, top = (each // 2 for each in display.size)
    every = [(across, down) for across in range(PATCH) for down in range(PATCH)]

    def look() -> tuple[int, ...]:
        area = (left, top, PATCH, PATCH)
        image = c_void_p(x.XGetImage(opened, root, *area, ALL_PLANES, Z_PIXMAP))
        try:
            return tuple(x.XGetPixel(image, *each) for each in every)
        finally:
            x.XDestroyImage(image)

    try:
        yield look
    finally:
        x.XCloseDisplay(opened)


def start_x(stack: ExitStack, size: tuple[int, int] = SIZE) -> int:
    """Start X without a screen, which ends with the stack; return the number of its display."""
    reads, writes = os.pipe()
    server = subprocess.Popen(
        [
            *("Xvfb", "-displayfd", str(writes), "-screen", "0", f"{size[0]}x{size[1]}x24"),
            *("-nolisten", "tcp", "-noreset"),
        ],
        pass_fds=(writes,),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    stack.enter_context(server)
    stack.callback(server.kill)
    os.close(writes)
    with os.fdopen(reads) as told:
        number = told.readline().strip()
    assert number, "Xvfb did not start"
    return int(number)
