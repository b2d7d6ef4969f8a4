"""The licence of everything in a package, as files beside the program and as one text in About."""

import shutil
import subprocess
import sys
import sysconfig
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

from wheels import WORKS, Unknown, Wheel

ROOT = Path(__file__).resolve().parent.parent
TEXT = "LICENCES.txt"
LINE = "=" * 78
UNUSED_TEXTS = ("LicenseRef-Qt-Commercial.txt",)
"""What is offered beside the licence that was chosen."""


@dataclass(frozen=True, slots=True)
class Work:
    """Something that is under a licence.

    Attributes:
        name: With its version, where it has one.
        licence: What its makers call it.
        texts: The words of it; empty where they stand under another work.
        note: What is to be said beside.

    """

    name: str
    licence: str
    texts: tuple[str, ...]
    note: str = ""


def collect(
    wheels: Iterable[Wheel],
    folder: Path,
    *,
    extra: Sequence[tuple[str, str, str]] = (),
    is_application: bool = True,
) -> Sequence[Work]:
    """Write the licences of libraries, and of more, into `folder`, and return what they are of.

    `extra` are name, licence and text of each that is no library from a wheel. What the
    application alone has in it, such as Qt, is left out for another program.
    """
    more = [Work(name, licence, (text,)) for name, licence, text in extra]
    works = [*_ours(is_application=is_application), *more, *map(of_wheel, wheels)]
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / TEXT).write_text("".join(_written(works)), "utf-8", newline="\n")
    return works


def of_wheel(wheel: Wheel) -> Work:
    """Return a library with its licence, and with what was compiled into it."""
    inside = sorted({f"{part.name} {part.version} ({part.licence})" for part in wheel.parts})
    note = "".join(f"Compiled into it: {each}\n" for each in inside)
    return Work(f"{wheel.name} {wheel.version}", wheel.licence, tuple(_texts(wheel.folder)), note)


def among_ours(
    below: str, *, is_application: bool = True
) -> list[tuple[str, str, tuple[str, ...]]]:
    """Return name, licence and files of what others made and stands among our packages.

    `below` is the folder of a package in which these stand.
    """
    return [
        (each["name"], each["licence"], tuple(f"{below}/{name}" for name in each["files"]))
        for each in _works(is_application=is_application)
        if "files" in each
    ]


def of_system_libraries(
    files: Iterable[Path],
) -> list[tuple[tuple[str, str, str], tuple[str, ...]]]:
    """Return each package of this Debian that files came from, and the names of these files.

    A package is told by its name and version, its licence and the text of it.

    Raises:
        Unknown: A library comes from no package, or its package tells no licence.

    """
    found: dict[str, list[str]] = {}
    for path in sorted(files):
        asked = ["dpkg-query", "-S", f"*/{path.name}"]
        said = subprocess.run(asked, capture_output=True, check=False, text=True).stdout
        packages = sorted({line.split(":")[0] for line in said.splitlines() if ":" in line})
        if not packages:
            raise Unknown(f"{path.name} is of no package of this system")
        found.setdefault(packages[0], []).append(path.name)
    return [(_of_package(package), tuple(names)) for package, names in found.items()]


def _of_package(package: str) -> tuple[str, str, str]:
    place = Path("/usr/share/doc", package, "copyright")
    if not place.is_file():
        raise Unknown(f"{package} tells no licence")
    asked = ["dpkg-query", "-W", "-f", "${Version}\n", package]
    told = subprocess.run(asked, capture_output=True, check=True, text=True).stdout
    text = place.read_text("utf-8", "replace")
    return f"{package} {told.split()[0]}", "as Debian lists it", text


def of_python() -> tuple[str, str, str]:
    """Return name, licence and text of the Python that runs this.

    Raises:
        Unknown: It brings no text.

    """
    version = sys.version.split()[0]
    short = ".".join(version.split(".")[:2])
    for place in (
        Path(sysconfig.get_path("stdlib"), "LICENSE.txt"),
        Path(f"/usr/share/doc/python{short}/copyright"),
        Path(f"/usr/share/doc/libpython{short}-minimal/copyright"),
    ):
        if place.is_file():
            return f"Python {version}", "PSF-2.0", place.read_text("utf-8", "replace")
    raise Unknown("this Python brings no licence")


def of_packer() -> tuple[str, str, str]:
    """Return name, licence and text of what the program begins with: the start of PyInstaller.

    Raises:
        Unknown: It brings no text.

    """
    told = distribution("pyinstaller")
    for file in told.files or ():
        if file.name.startswith("COPYING"):
            text = Path(str(told.locate_file(file))).read_text("utf-8", "replace")
            return f"PyInstaller {told.version}", "GPL-2.0-or-later WITH Bootloader-exception", text
    raise Unknown("PyInstaller brings no licence")


def _texts(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*")):
        is_text = path.parent.name == "licenses" or path.name.upper().startswith("LICEN")
        if path.is_file() and is_text and path.name not in UNUSED_TEXTS:
            yield path.read_text("utf-8", errors="replace")


def _works(*, is_application: bool) -> list[dict[str, Any]]:
    works = tomllib.loads(WORKS.read_text("utf-8"))["work"]
    return [each for each in works if is_application or not each.get("application", False)]


def _ours(*, is_application: bool) -> Iterator[Work]:
    for each in _works(is_application=is_application):
        texts = tuple((ROOT / name).read_text("utf-8") for name in each["texts"])
        yield Work(each["name"], each["licence"], texts, each.get("note", ""))


def _written(works: Iterable[Work]) -> Iterator[str]:
    works = list(works)
    yield "What this program is made of, and under which licence each part is.\n\n"
    for work in works:
        yield f"  {work.name}: {work.licence}\n"
    for work in works:
        yield f"\n{LINE}\n{work.name}\n{work.licence}\n{LINE}\n\n{work.note}"
        for text in work.texts:
            yield f"{text.rstrip()}\n\n"
