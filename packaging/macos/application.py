"""What Sessions.app tells macOS of itself, and what of the one-folder bundle comes into it."""

import json
import shutil
from pathlib import Path, PurePosixPath
from typing import Any

import build
import papers
import sbom

IDENTIFIER = "org.sessions_app.Sessions"
OLDEST = "13.0"
"""The oldest macOS that the wheels of Qt are for."""


def information(version: str) -> dict[str, Any]:
    """Return the lines of Info.plist; a name and a kind that tell a stranger nothing."""
    return {
        "CFBundleName": "Sessions",
        "CFBundleDisplayName": "Sessions",
        "CFBundleShortVersionString": version,
        "CFBundleVersion": version,
        "LSMinimumSystemVersion": OLDEST,
        "LSApplicationCategoryType": "public.app-category.productivity",
        "NSHighResolutionCapable": True,
        "NSHumanReadableCopyright": "Apache License 2.0",
        # Nothing of a window is kept on the disk for the next start, and nothing ends us unheard.
        "NSQuitAlwaysKeepsWindows": False,
        "NSSupportsSuddenTermination": False,
        "NSSupportsAutomaticTermination": False,
    }


def add_papers(bundle: Path, app: Path) -> None:
    """Put what `build.py` added to the one-folder bundle into the application made beside it.

    PyInstaller parts its files there: what runs is in Frameworks, all else in Resources. The list
    of parts names them where they stand.
    """
    resources = app / "Contents" / "Resources"
    papers.copy_beside(bundle, resources)
    for name in ("build.json", "LICENCES.txt"):
        place = PurePosixPath("therapist_app", name)
        shutil.copy(bundle / build.INSIDE / place, resources / place)
    words = json.loads((bundle / sbom.NAME).read_text("utf-8"))
    _tell_where(words, app)
    (resources / sbom.NAME).write_text(json.dumps(words, indent=1) + "\n", "utf-8", newline="\n")


def _tell_where(told: Any, app: Path) -> None:  # noqa: ANN401 - a tree of JSON
    if isinstance(told, list):
        for each in told:
            _tell_where(each, app)
    elif isinstance(told, dict):
        if "location" in told:
            told["location"] = _in_the_application(told["location"], app)
        for each in told.values():
            _tell_where(each, app)


def _in_the_application(name: str, app: Path) -> str:
    path = PurePosixPath(name)
    if path.parts[0] != build.INSIDE:
        return f"Contents/{'MacOS' if len(path.parts) == 1 else 'Resources'}/{path}"
    within = path.relative_to(build.INSIDE)
    runs = app / "Contents" / "Frameworks" / within
    is_there = runs.is_file() and not runs.is_symlink() and runs.resolve() == runs.absolute()
    return f"Contents/{'Frameworks' if is_there else 'Resources'}/{within}"
