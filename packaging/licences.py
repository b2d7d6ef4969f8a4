"""The licence of everything in a package, as files beside the program and as one text in About."""

import json
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from email.parser import HeaderParser
from pathlib import Path

from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
WORKS = ROOT / "packaging" / "licence_texts" / "works.toml"
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


class Unknown(Exception):
    """A library tells no licence, and `works.toml` has none for it."""


def collect(
    libraries: Path,
    folder: Path,
    *,
    names: Iterable[str] | None = None,
    extra: Sequence[tuple[str, str, str]] = (),
) -> Sequence[Work]:
    """Write all licences of a tree into `folder`, and return what they are of.

    `libraries` is where the wheels were unpacked, all of which count unless there are `names`;
    `extra` are name, licence and text of more.

    Raises:
        Unknown: The licence of something is not known, or nothing says what it is.

    """
    more = [Work(name, licence, (text,)) for name, licence, text in extra]
    works = [*_ours(), *more, *of_wheels(libraries, names)]
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / TEXT).write_text("".join(_written(works)), "utf-8", newline="\n")
    return works


def of_wheels(libraries: Path, names: Iterable[str] | None = None) -> Iterator[Work]:
    """Yield each library with its licence, and then what was compiled into it.

    Raises:
        Unknown: As `collect` raises.

    """
    known = tomllib.loads(WORKS.read_text("utf-8"))["named"]
    wanted = None if names is None else set(names)
    for folder in sorted(libraries.glob("*.dist-info")):
        if wanted is not None and canonicalize_name(folder.name.split("-")[0]) not in wanted:
            continue
        about = HeaderParser().parsestr((folder / "METADATA").read_text("utf-8"))
        name = f"{about['Name']} {about['Version']}"
        licence = known.get(about["Name"]) or about["License-Expression"] or about["License"]
        if not licence:
            raise Unknown(f"{name} tells no licence: read it, and name it in works.toml.")
        note = "".join(f"Compiled into it: {each}\n" for each in _compiled_into(folder, known))
        yield Work(name, licence, tuple(_texts(folder)), note)


def of_system_libraries(files: Iterable[Path]) -> Iterator[tuple[str, str, str]]:
    """Yield name, licence and text for each package of this Debian that the files came from.

    Raises:
        Unknown: A library comes from no package, or its package tells no licence.

    """
    found: dict[str, None] = {}
    for path in sorted(files):
        asked = ["dpkg-query", "-S", f"*/{path.name}"]
        said = subprocess.run(asked, capture_output=True, check=False, text=True).stdout
        packages = sorted({line.split(":")[0] for line in said.splitlines() if ":" in line})
        if not packages:
            raise Unknown(f"{path.name} is of no package of this system")
        found[packages[0]] = None
    for package in found:
        place = Path("/usr/share/doc", package, "copyright")
        if not place.is_file():
            raise Unknown(f"{package} tells no licence")
        yield package, "as Debian lists it, below", place.read_text("utf-8", "replace")


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


def _texts(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*")):
        is_text = path.parent.name == "licenses" or path.name.upper().startswith("LICEN")
        if path.is_file() and is_text and path.name not in UNUSED_TEXTS:
            yield path.read_text("utf-8", errors="replace")


def _compiled_into(folder: Path, named: Mapping[str, str]) -> Iterator[str]:
    """Yield what the makers' own list of parts names: crates of Rust, OpenSSL, picture formats."""
    found = set()
    own = folder.name.split("-")[0]
    for path in sorted(folder.glob("sboms/*.json")):
        for part in json.loads(path.read_text("utf-8")).get("components", []):
            if part["name"] == own:
                continue
            licences = [
                each.get("expression")
                or each.get("license", {}).get("id")
                or each.get("license", {}).get("name", "")
                for each in part.get("licenses", [])
            ]
            known = " and ".join(licences) or named.get(part["name"])
            if not known:
                raise Unknown(f"{part['name']} in {folder.name} tells no licence: see works.toml.")
            found.add(f"{part['name']} {part.get('version', '')} ({known})")
    yield from sorted(found)


def _ours() -> Iterator[Work]:
    for each in tomllib.loads(WORKS.read_text("utf-8"))["work"]:
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
