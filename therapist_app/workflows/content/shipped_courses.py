"""Courses that come with the application beside the default one, and are in use nowhere yet."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from programme.loading.library import beside_default
from therapist_app.workflows.content.pack_registry import registry_of
from therapist_app.workflows.workspace import Workspace


@dataclass(frozen=True, slots=True)
class ShippedCourse:
    """A course that a lead may read, sign as a pack and install.

    Attributes:
        whom: For whom it is, as its programme says.
        folder: Where its files stand.

    """

    id: str
    version: str
    title: str
    whom: str
    folder: Path


def shipped_courses(workspace: Workspace) -> tuple[ShippedCourse, ...]:
    """Return the courses that ship and of which no version was installed here, by title."""
    here = {each.listed.id for each in registry_of(workspace.service)}
    found = [_read(Path(str(folder))) for folder in beside_default()]
    return tuple(sorted((each for each in found if each.id not in here), key=lambda e: e.title))


def _read(folder: Path) -> ShippedCourse:
    said = tomllib.loads((folder / "programme.toml").read_text(encoding="utf-8"))
    return ShippedCourse(said["id"], said["version"], said["title"], said["population"], folder)
