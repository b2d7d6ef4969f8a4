"""Earlier versions of the default programme, which stay for clients who began with them.

Each is one file beside the folder of the programme: the programme as it was once checked, and the
hash that its folder had, under which leads signed it off. Its own files are gone, so it is held
against nothing any more; a test holds that every form it pins is still there. A file that is
damaged is left out, and whoever follows that version is told that it is missing.
As it is read, the limits of confidentiality stand in a gate that nobody may override.
``python -m programme keep`` writes one.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from importlib.resources.abc import Traversable

from pydantic import ValidationError

from programme.definition.definition import Programme
from programme.definition.requirements import with_limits_apart
from programme.loading.checked_list import ENDING
from programme.loading.library import DEFAULT, modules


@dataclass(frozen=True, slots=True)
class EarlierVersion:
    """One version that nobody begins with any more.

    Attributes:
        programme: The programme.
        content: The hash of the folder that it was read from.

    """

    programme: Programme
    content: str


@cache
def earlier_versions() -> tuple[EarlierVersion, ...]:
    """Return every earlier version that came with the application; they are read once."""
    return tuple(_versions(modules()))


def earlier_version(programme_id: str, version: str) -> EarlierVersion | None:
    """Return one earlier version that came with the application, or None."""
    wanted = (programme_id, version)
    return next(
        (
            each
            for each in earlier_versions()
            if (each.programme.id, each.programme.version) == wanted
        ),
        None,
    )


def name_of(programme: Programme) -> str:
    """Return what the file of an earlier version is called."""
    return f"{programme.id}.v{programme.version}{ENDING}"


def kept_text(programme: Programme, content: str) -> bytes:
    """Return what the file of an earlier version holds."""
    text = programme.model_dump_json(exclude_unset=True, indent=1).encode() + b"\n"
    made_from = json.dumps({"content": content}).encode()
    return b"\n".join((_digest(made_from, text), made_from, text))


def read_kept(data: bytes) -> EarlierVersion | None:
    """Return the version in a file, or None where the file is not what was written."""
    try:
        digest, made_from, programme = data.split(b"\n", 2)
    except ValueError:
        return None
    if digest != _digest(made_from, programme):
        return None
    try:
        return EarlierVersion(
            Programme.model_validate_json(programme), json.loads(made_from)["content"]
        )
    except ValidationError:
        return None


def _versions(folder: Traversable) -> Iterator[EarlierVersion]:
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        if file.name.startswith(f"{DEFAULT}.v") and file.name.endswith(ENDING):
            found = read_kept(file.read_bytes())
            if found is not None:
                gates = with_limits_apart(found.programme.gates)
                safe = found.programme.model_copy(update={"gates": gates})
                yield replace(found, programme=safe)


def _digest(made_from: bytes, programme: bytes) -> bytes:
    return sha256(made_from + b"\n" + programme).hexdigest().encode()
