"""What the process must not leak: memory dumps, core files, words in logs, a connection.

Called first in `__main__`, before Qt or the record is imported. Nothing here imports Qt.
"""

import ctypes
import importlib.util
import logging
import os
import re
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

if sys.platform != "win32":
    import resource

PR_SET_DUMPABLE = 4  # linux/prctl.h
LOG = logging.getLogger("sessions")
VERSION_LINE = re.compile(r'^(\w+)_version = "?(\d+)"?$', re.MULTILINE)
BROKEN_QT = "6.12.0"  # aborts on Python 3.11
NEEDS_FOR_BROKEN_QT = (3, 12)


class Refused(Exception):
    """The application cannot run safely here; the text is one plain sentence."""


class Offline(Exception):
    """Something tried to use a network connection, which this application never has."""


def harden() -> None:
    """Keep new files private, and memory out of core files and away from other processes."""
    os.umask(0o077)
    if sys.platform == "win32":
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux" and "SNAP" not in os.environ:  # a snap's portals need it
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)


def stay_offline() -> None:
    """Refuse every socket that Python code might open, for as long as the process lives."""
    sys.addaudithook(_refuse_sockets)


def check_qt() -> None:
    """Refuse the one version of Qt that aborts here.

    Raises:
        Refused: It is installed.

    """
    if sys.version_info < NEEDS_FOR_BROKEN_QT and installed_qt() == BROKEN_QT:
        raise Refused(
            f"PySide6 {BROKEN_QT} does not run on this Python: install PySide6 6.11 or Python 3.12."
        )


def check_display() -> None:
    """Refuse to open a window where there is no display, instead of aborting in Qt's words.

    Raises:
        Refused: There is none.

    """
    named = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if sys.platform == "linux" and not any(os.environ.get(each) for each in named):
        raise Refused("There is no display here: start it on a desktop, or run the demo instead.")


def installed_qt() -> str:
    """Return the version of PySide6 without importing it; empty when it cannot be told."""
    spec = importlib.util.find_spec("PySide6")
    folders = spec.submodule_search_locations if spec else None
    for folder in folders or ():
        about = Path(folder) / "_git_pyside_version.py"
        if about.exists():
            numbers = dict(VERSION_LINE.findall(about.read_text("utf-8")))
            return ".".join(numbers.get(each, "?") for each in ("major", "minor", "patch"))
    return ""


def install_hooks(report: Callable[[BaseException, str], None]) -> None:
    """Log what nobody caught by its kind and place alone, and hand the same to `report`.

    An exception's own text is never written: it might hold what somebody said.
    """

    def main_hook(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.exit(130)
        words = describe(kind, trace)
        LOG.error("%s", words)
        report(error, words)

    def thread_hook(hook_args: threading.ExceptHookArgs) -> None:
        LOG.error("%s, in a thread", describe(hook_args.exc_type, hook_args.exc_traceback))

    def unraisable_hook(unraisable: "sys.UnraisableHookArgs") -> None:
        LOG.error("%s, ignored", describe(unraisable.exc_type, unraisable.exc_traceback))

    sys.excepthook = main_hook
    threading.excepthook = thread_hook
    sys.unraisablehook = unraisable_hook


def describe(kind: type[BaseException], trace: TracebackType | None) -> str:
    """Return the kind of an error and where it came from, and nothing that it says."""
    places: list[str] = []
    while trace is not None:
        module = trace.tb_frame.f_globals.get("__name__", "?")
        places.append(f"{module}:{trace.tb_lineno}")
        trace = trace.tb_next
    return f"{kind.__name__} at {places[-1] if places else 'an unknown place'}"


def log_qt_message(kind: object, context: object, words: str) -> None:
    """Log that Qt complained and where; what it says only for a developer who asked for it."""
    name = getattr(kind, "name", "message")
    LOG.warning("Qt: %s in %s", name, getattr(context, "category", None) or "default")
    LOG.debug("Qt: %s", words)


def _refuse_sockets(event: str, _arguments: tuple[object, ...]) -> None:
    if event.startswith("socket."):
        raise Offline("This application works without any network connection.")
