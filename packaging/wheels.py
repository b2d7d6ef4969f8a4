"""What each library tells of itself: version, licence, files, and what was compiled into it."""

import csv
import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from email.parser import HeaderParser
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name

WORKS = Path(__file__).parent / "licence_texts" / "works.toml"
TELLS_NOTHING = "unknown"
"""What some lists say of a licence where they found a text and no name for it."""
EXCLUDED = "excluded"
"""The scope, in CycloneDX, of what served the making alone."""


class Unknown(Exception):
    """Something tells no licence, or nothing tells where it is from."""


@dataclass(frozen=True, slots=True)
class Part:
    """Something that was compiled into a library.

    Attributes:
        licence: By its name in SPDX, where it has one.
        purl: Where it is from, as its makers' list says; empty where that is not said.

    """

    name: str
    version: str
    licence: str
    purl: str = ""


@dataclass(frozen=True, slots=True)
class Wheel:
    """A library that was unpacked from its wheel.

    Attributes:
        folder: Where it tells of itself.
        parts: What was compiled into it.
        files: Each file that it brought, named from where it was unpacked.

    """

    name: str
    version: str
    licence: str
    folder: Path
    parts: tuple[Part, ...]
    files: tuple[str, ...]

    @property
    def purl(self) -> str:
        """Where it is from, as lists of parts name it."""
        return f"pkg:pypi/{canonicalize_name(self.name)}@{self.version}"


def unpacked(libraries: Path, names: Iterable[str] | None = None) -> Iterator[Wheel]:
    """Yield each library below a folder; all of them, unless there are names.

    Raises:
        Unknown: The licence of one, or of something in it, is not known.

    """
    known = tomllib.loads(WORKS.read_text("utf-8"))
    wanted = None if names is None else set(names)
    for folder in sorted(libraries.glob("*.dist-info")):
        name = canonicalize_name(folder.name.split("-")[0])
        if wanted is not None and name not in wanted:
            continue
        about = HeaderParser().parsestr((folder / "METADATA").read_text("utf-8"))
        named = known["named"].get(about["Name"])
        licence = named or about["License-Expression"] or about["License"]
        if not licence:
            raise Unknown(
                f"{about['Name']} {about['Version']} tells no licence: read it, and name it in "
                "works.toml."
            )
        parts = [
            Part(part["name"], part["version"], part["licence"])
            for part in known["part"]
            if part["of"] == name
        ]
        parts += _parts(folder, known["named"], known["left_out"].get(name, ()))
        brought = tuple(_brought(folder / "RECORD"))
        yield Wheel(about["Name"], about["Version"], licence, folder, tuple(parts), brought)


def _brought(record: Path) -> Iterator[str]:
    with record.open(encoding="utf-8", newline="") as listed:
        for name, *_ in csv.reader(listed):
            yield name


def _parts(folder: Path, named: Mapping[str, str], left_out: Iterable[str]) -> Iterator[Part]:
    """Yield what the makers' own list of parts names: crates of Rust, OpenSSL, picture formats."""
    own = folder.name.split("-")[0]
    absent = {own, *left_out}
    found: dict[Part, None] = {}
    for path in sorted(folder.glob("sboms/*.json")):
        for part in json.loads(path.read_text("utf-8")).get("components", []):
            name = part["name"]
            if name in absent or part.get("scope") == EXCLUDED:
                continue
            licence = _licence(part) or named.get(name)
            if not licence:
                raise Unknown(f"{name} in {folder.name} tells no licence: see works.toml.")
            found[Part(name, part.get("version", ""), licence, part.get("purl", ""))] = None
    return iter(sorted(found, key=lambda part: (part.name, part.version, part.purl)))


def _licence(part: Mapping[str, Any]) -> str:
    found = []
    for each in part.get("licenses", []):
        licence = each.get("license", {})
        said = each.get("expression") or licence.get("id") or licence.get("name", "")
        if not said or said.casefold() == TELLS_NOTHING:
            return ""
        found.append(f"({said})" if " OR " in said and len(part["licenses"]) > 1 else said)
    return " AND ".join(found)
