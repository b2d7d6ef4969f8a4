"""The list of everything in a package, in CycloneDX 1.6: what it is, its licence, its files.

Each file of the package is named under the part that it is from. The list says nothing of when it
was made and has no number of its own: the same tree has the same list.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression
from wheels import Unknown, Wheel

NAME = "sbom.cdx.json"
OURS = "sessions"
CACHE = "__pycache__"


def write(
    tree: Path,
    wheels: Iterable[Wheel],
    version: str,
    *,
    below: str,
    extra: Sequence[tuple[str, str]],
    places: Mapping[str, str],
) -> None:
    """Write the list into a package.

    Args:
        tree: The package, whole but for what tells of its files.
        wheels: The libraries that are in it.
        version: The program's.
        below: The folder of the package in which the wheels were unpacked.
        extra: Names and licences of what is in it beside them.
        places: Which of `extra`, or of ourselves, a file or a folder of the package is from.

    Raises:
        Unknown: Nothing tells where a file is from.

    """
    wheels = sorted(wheels, key=lambda wheel: wheel.name)
    brought = {f"{below}/{file}": wheel.name for wheel in wheels for file in wheel.files}
    found: dict[str, list[str]] = {}
    for file in sorted(
        path for path in tree.rglob("*") if path.is_file() and not path.is_symlink()
    ):
        name = file.relative_to(tree).as_posix()
        found.setdefault(_origin(name, brought, places), []).append(name)
    program = _component(OURS, version, "Apache-2.0", found.get(OURS, ()))
    components = [
        *(_of_wheel(wheel, found.get(wheel.name, ())) for wheel in wheels),
        *(_of_extra(name, licence, found.get(name, ())) for name, licence in extra),
    ]
    listed = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": program | {"type": "application"}},
        "components": components,
    }
    (tree / NAME).write_text(json.dumps(listed, indent=1) + "\n", "utf-8", newline="\n")


def _origin(name: str, brought: Mapping[str, str], places: Mapping[str, str]) -> str:
    path = PurePosixPath(name)
    if path.parent.name == CACHE:  # what was compiled is from where its source is from
        return _origin(
            (path.parents[1] / f"{path.name.split('.')[0]}.py").as_posix(), brought, places
        )
    if name in brought:
        return brought[name]
    for place in (path, *path.parents):
        if place.as_posix() in places:
            return places[place.as_posix()]
    raise Unknown(f"nothing tells where {name} is from")


def _of_wheel(wheel: Wheel, files: Sequence[str]) -> dict[str, Any]:
    component = _component(wheel.name, wheel.version, wheel.licence, files, wheel.purl)
    inside = [
        _component(part.name, part.version, part.licence, (), part.purl) for part in wheel.parts
    ]
    return component | ({"components": inside} if inside else {})


def _of_extra(name: str, licence: str, files: Sequence[str]) -> dict[str, Any]:
    plain, _, version = name.rpartition(" ")
    is_versioned = bool(plain) and version[:1].isdigit()
    return _component(*((plain, version) if is_versioned else (name, "")), licence, files)


def _component(
    name: str, version: str, licence: str, files: Sequence[str], purl: str = ""
) -> dict[str, Any]:
    component: dict[str, Any] = {"type": "library", "name": name}
    if version:
        component["version"] = version
    if purl:
        component["purl"] = purl
    component["licenses"] = [_choice(licence)]
    if files:
        component["evidence"] = {"occurrences": [{"location": file} for file in files]}
    return component


def _choice(licence: str) -> dict[str, Any]:
    try:
        return {"expression": str(canonicalize_license_expression(licence))}
    except InvalidLicenseExpression:
        return {"license": {"name": licence}}
