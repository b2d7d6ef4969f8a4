"""Which libraries of the system a Linux bundle takes along: those that something in it loads.

PyInstaller collects what is loaded by all plug-ins of Qt, and so what a build machine happens to
have for plug-ins that the bundle leaves out: GTK, for one, and what that loads.
"""

import re
import subprocess
from collections.abc import Callable, Iterable, Sequence
from pathlib import PurePath

Entry = tuple[str, str, str]
"""Where a file stands in the bundle, where it is from, and of what kind it is for PyInstaller."""
OF_THE_DESKTOP = frozenset({"libcupsprintersupport.so"})
"""Plug-ins whose libraries stay with the desktop: who has a printer has CUPS, with its TLS."""
ALWAYS = "libpython"
"""The program itself loads it, by name."""
_LOADED = re.compile(r"^\s+(\S+) =>", re.MULTILINE)


def loaded(files: Sequence[str]) -> set[str]:
    """Return the names of the libraries that files load, and of those that these load."""
    told = subprocess.run(["ldd", *files], capture_output=True, check=False, text=True).stdout
    return set(_LOADED.findall(told))


def without_strays(
    entries: Iterable[Entry], libraries: str, ask: Callable[[Sequence[str]], set[str]] = loaded
) -> list[Entry]:
    """Return entries without the libraries of the system that none of the others loads.

    `libraries` is the folder that the wheels were unpacked in.
    """
    entries = list(entries)
    ours = [entry for entry in entries if not _is_of_the_system(entry, libraries)]
    always = [entry for entry in entries if entry[0].startswith(ALWAYS)]
    asking = [
        source
        for place, source, kind in (*ours, *always)
        if kind in {"BINARY", "EXTENSION"} and PurePath(place).name not in OF_THE_DESKTOP
    ]
    wanted = ask(asking) if asking else set()
    return [
        entry
        for entry in entries
        if not _is_of_the_system(entry, libraries)
        or entry[0] in wanted
        or entry[0].startswith(ALWAYS)
    ]


def _is_of_the_system(entry: Entry, libraries: str) -> bool:
    place, source, kind = entry
    is_beside_the_program = len(PurePath(place).parts) == 1
    return kind == "BINARY" and is_beside_the_program and not source.startswith(libraries)
