"""The application's own modules, all of which a bundle must hold.

PyInstaller follows imports as they are written. What is imported by a name that stands in a
constant it does not see, and nobody notices until somebody signs in.
"""

from pathlib import Path

from PyInstaller.archive.readers import CArchiveReader

APPLICATION = "therapist_app"
ARCHIVE = "PYZ.pyz"
"""What PyInstaller calls the modules inside a program."""


def own_modules(root: Path, package: str = APPLICATION) -> frozenset[str]:
    """Return the name of every module of a package below `root`."""
    paths = (root / package).rglob("*.py")
    whole = (path.relative_to(root).with_suffix("").parts for path in paths)
    return frozenset(".".join(each).removesuffix(".__init__") for each in whole)


def modules_in(program: Path) -> frozenset[str]:
    """Return the name of every module that a program of PyInstaller's holds."""
    inside = CArchiveReader(str(program)).open_embedded_archive(ARCHIVE)
    return frozenset(inside.toc)
