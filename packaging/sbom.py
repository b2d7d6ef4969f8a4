"""The list of everything in a package, in CycloneDX 1.6: what it is, and under what licence.

It says nothing of when it was made and has no number of its own: the same tree has the same list.
"""

import json
from collections.abc import Iterable, Sequence
from email.parser import HeaderParser
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name

NAME = "sbom.cdx.json"
KEPT = ("name", "version", "purl", "licenses")
"""What is taken over from the makers' own lists of what they compiled into a library."""


def write(
    tree: Path,
    libraries: Path,
    version: str,
    *,
    names: Iterable[str] | None = None,
    extra: Sequence[tuple[str, str]] = (),
) -> None:
    """Write the list into a folder.

    Args:
        tree: The package.
        libraries: Where its wheels were unpacked, with what they tell of themselves.
        version: The program's.
        names: Which of the libraries are in it; all of them without.
        extra: Names and licences of what is in it beside them.

    """
    wanted = None if names is None else set(names)
    found = [_of_wheel(folder) for folder in sorted(libraries.glob("*.dist-info"))]
    components = [
        *(each for each in found if wanted is None or canonicalize_name(each["name"]) in wanted),
        *(_other(name, licence) for name, licence in extra),
    ]
    program = {"type": "application", "name": "sessions", "version": version}
    listed = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": program | {"licenses": [{"expression": "Apache-2.0"}]}},
        "components": components,
    }
    (tree / NAME).write_text(json.dumps(listed, indent=1) + "\n", "utf-8", newline="\n")


def _of_wheel(folder: Path) -> dict[str, Any]:
    about = HeaderParser().parsestr((folder / "METADATA").read_text("utf-8"))
    name, version = about["Name"], about["Version"]
    component: dict[str, Any] = {
        "type": "library",
        "name": name,
        "version": version,
        "purl": f"pkg:pypi/{canonicalize_name(name)}@{version}",
    }
    if about["License-Expression"]:
        component["licenses"] = [{"expression": about["License-Expression"]}]
    elif about["License"]:
        component["licenses"] = [{"license": {"name": about["License"].splitlines()[0]}}]
    inside = [
        {"type": part.get("type", "library")} | {key: part[key] for key in KEPT if key in part}
        for path in sorted(folder.glob("sboms/*.json"))
        for part in json.loads(path.read_text("utf-8")).get("components", [])
        if part["name"] != name
    ]
    if inside:
        component["components"] = inside
    return component


def _other(name: str, licence: str) -> dict[str, Any]:
    plain, _, version = name.partition(" ")
    return {"type": "library", "name": plain, "licenses": [{"license": {"name": licence}}]} | (
        {"version": version} if version[:1].isdigit() else {}
    )
