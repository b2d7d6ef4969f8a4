"""Whether the application can run here at all; asked before Qt is imported."""

import importlib.util
import os
import re
import sys
from pathlib import Path

from therapist_app.hygiene.system import this_system

VERSION_LINE = r'^(\w+)_version = "?(\d+)"?$'
PART_OF_WINDOWS = r"^DLL load failed while importing (?P<name>\w+)"
LIBRARY = r"^(?P<name>lib[\w.+-]+\.so[\d.]*): cannot open shared object file"
BROKEN_QT = "6.12.0"  # aborts on Python 3.11
NEEDS_FOR_BROKEN_QT = (3, 12)


class Refused(Exception):
    """The application cannot run safely here; the text is one plain sentence."""


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


def library_lacking(error: ImportError) -> str:
    """Return the sentence for a library that this system lacks; empty for any other error.

    Qt 6.11 wants what Windows has from 10, version 1809, on (https://doc.qt.io/qt-6.11/windows.html).
    """
    if named := re.match(PART_OF_WINDOWS, str(error)):
        return (
            f"Sessions did not start: {named['name']} cannot be loaded here. It needs Windows 10, "
            "version 1809, or later, with its updates. Where that is so, install Sessions anew: "
            "your records stay as they are."
        )
    named = re.match(LIBRARY, str(error))
    if named is None:
        return ""
    return (
        f"This system lacks the library {named['name']}, which every window needs. "
        "On Debian, have root run: apt-get install libgl1 libegl1 libdbus-1-3. Then start again."
    )


def say(words: str) -> None:
    """Say why it does not start, on the terminal; without one, as the system says such things."""
    if sys.stderr is not None:
        sys.stderr.write(f"{words}\n")
    else:
        this_system().show_box(words)


def installed_qt() -> str:
    """Return the version of PySide6 without importing it; empty when it cannot be told."""
    spec = importlib.util.find_spec("PySide6")
    folders = spec.submodule_search_locations if spec else None
    for folder in folders or ():
        about = Path(folder) / "_git_pyside_version.py"
        if about.exists():
            numbers = dict(re.findall(VERSION_LINE, about.read_text("utf-8"), re.MULTILINE))
            return ".".join(numbers.get(each, "?") for each in ("major", "minor", "patch"))
    return ""
