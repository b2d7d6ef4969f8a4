"""Packages in folders: files by their ending, folders by what is in them; no link is followed."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from exports.errors import ExportError
from exports.package.package import MANIFEST, PACKAGE
from exports.package.verification import SEALED
from session_forms.words.texts import _

OPEN = ".outcomes"
MOST_PACKAGES = 50_000
_DEEPEST = 8


def packages_in(places: Iterable[Path]) -> tuple[Path, ...]:
    """Return every package in these folders and below them, or that is named itself, in order.

    The folder of a release is one package, whether the sealed file is in it, the package as a
    folder, or both.

    Raises:
        ExportError: One of them cannot be read, or they hold more than anybody has.

    """
    found: dict[Path, None] = {}
    for place in places:
        try:
            for each in [place] if place.is_file() else _within(place, 0):
                found[each] = None
                if len(found) > MOST_PACKAGES:
                    raise ExportError(
                        _(
                            "{name} holds more than {most} packages: "
                            "check that it is the right folder."
                        ).format(name=place.name, most=f"{MOST_PACKAGES:,}")
                    )
        except OSError:
            raise ExportError(
                _("{name} cannot be read: check its place.").format(name=place.name)
            ) from None
    return tuple(found)


def _within(folder: Path, depth: int) -> Iterator[Path]:
    if _is_package(folder):
        yield folder
        return
    for path in sorted(folder.iterdir()):
        if path.is_symlink() or path.name.startswith("."):
            continue
        if path.is_dir():
            if depth < _DEEPEST:
                yield from _within(path, depth + 1)
        elif path.name.endswith((OPEN, SEALED)):
            yield path


def _is_package(folder: Path) -> bool:
    return any((each / MANIFEST).is_file() for each in (folder, folder / PACKAGE))
