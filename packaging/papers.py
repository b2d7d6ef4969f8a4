"""Our own papers in every package: what a person opens beside the program, what F1 reads on.

What is added here stands in the package of each system, is told as ours in its list of parts, and
is removed and moved aside by the set-up of Windows, or a test says that it is not.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import guides

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = ROOT / "docs"
BESIDE = ("guides", "licences")
"""What stands at the top of a package: folders or files."""


def put_beside(package: Path) -> None:
    """Put them into a package, all but the licences: those are collected of what is in it."""
    guides.build(package / "guides", None)


def read_in_the_window() -> Iterator[tuple[Path, PurePosixPath]]:
    """Yield each page with the folder, within that of the code, in which the program finds it."""
    for name in ("README.md", "SECURITY.md"):
        yield ROOT / name, PurePosixPath()
    for path in (*sorted(DOCUMENTS.glob("*.md")), DOCUMENTS / "second_reader.py"):
        yield path, PurePosixPath("docs")
    for folder in ("guides", "assurance"):
        for path in sorted((DOCUMENTS / folder).iterdir()):
            yield path, PurePosixPath("docs", folder)


def names_in_the_window() -> tuple[str, ...]:
    """Return the names under which those pages stand there: of folders, or of pages in none."""
    places = (folder / path.name for path, folder in read_in_the_window())
    return tuple(dict.fromkeys(place.parts[0] for place in places))


def copy_beside(source: Path, package: Path) -> None:
    """Copy what stands at the top of one package to the top of another."""
    for name in BESIDE:
        if (source / name).is_dir():
            shutil.copytree(source / name, package / name)
        else:
            shutil.copy(source / name, package / name)
