"""How it looks and how large the window is: nothing else, and never anything clinical.

Read before anything is unlocked, so checked by hand and kept in plain TOML. What a clinic
settles stands in the encrypted service file.
"""

import json
import os
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from session_forms.held_files import remove_file, rename_over

SCHEMES = ("system", "light", "dark", "contrast-high")
TEXT_SCALES = (1.0, 1.25, 1.5, 2.0)
LEAST_SIDE, GREATEST_SIDE = 200, 10_000
ANYWHERE = -100_000
"""Stands for a place that was never chosen; a second screen can lie at negative places."""


@dataclass(frozen=True, slots=True)
class LookSettings:
    """What a person chose about the look.

    Attributes:
        scheme: One of `SCHEMES`; ``system`` follows the system.
        text_scale: One of `TEXT_SCALES`.
        reduced_motion: Whether nothing may move.
        one_by_one: Whether a form begins with one question a page.
        width: The window's width in pixels, while it does not fill the screen.
        height: The window's height in pixels.
        left: Where it stands on the desktop; `ANYWHERE` before anybody moved it.
        top: The same from above.
        maximised: Whether it fills the screen.

    """

    scheme: str = "system"
    text_scale: float = 1.0
    reduced_motion: bool = False
    one_by_one: bool = False
    width: int = 1366
    height: int = 768
    left: int = ANYWHERE
    top: int = ANYWHERE
    maximised: bool = False


FARTHEST = 30_000
DEFAULTS = LookSettings()


@dataclass(frozen=True, slots=True)
class Loaded:
    """Settings as they were read, and whether the file could be used."""

    settings: LookSettings
    is_sound: bool = True


def load(path: Path) -> Loaded:
    """Read the settings; a missing file means defaults, a bad one too, and says so."""
    try:
        found = _read(path.read_text("utf-8"))
    except FileNotFoundError:
        return Loaded(DEFAULTS)
    except (OSError, ValueError):  # a text that is no TOML, or no text, is a ValueError too
        return Loaded(DEFAULTS, is_sound=False)
    known = {each.name for each in fields(LookSettings)}
    usable = {key: value for key, value in found.items() if key in known and _fits(key, value)}
    return Loaded(replace(DEFAULTS, **usable), is_sound=len(usable) == len(found))


def _read(text: str) -> dict[str, Any]:
    """Return what a file says; one that nobody wrote in by hand without the whole of TOML.

    `save` spells its lines alike in TOML and in JSON, which is loaded by now.
    """
    lines = [line.partition(" = ") for line in text.splitlines()]
    try:
        found = {key: json.loads(value) for key, _, value in lines}
    except ValueError:
        found = {}
    if len(found) == len(lines):
        return found
    import tomllib

    return tomllib.loads(text)


def save(path: Path, settings: LookSettings) -> None:
    """Put the settings in place of the file, as a whole.

    Raises:
        OSError: The disk refuses.

    """
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [f"{key} = {_spelt(value)}\n" for key, value in asdict(settings).items()]
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.writelines(lines)
        rename_over(Path(name), path)
    except OSError:
        remove_file(Path(name))
        raise


def _fits(key: str, value: object) -> bool:
    if key == "scheme":
        return value in SCHEMES
    if key == "text_scale":
        return type(value) is float and value in TEXT_SCALES
    if key in {"reduced_motion", "one_by_one", "maximised"}:
        return type(value) is bool
    if key in {"left", "top"}:
        return type(value) is int and (value == ANYWHERE or abs(value) <= FARTHEST)
    return type(value) is int and LEAST_SIDE <= value <= GREATEST_SIDE


def _spelt(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f'"{value}"' if isinstance(value, str) else str(value)


class ChosenLook:
    """The look in force: changed in one place, applied at once, kept in a file if there is one.

    Attributes:
        is_kept: False when the disk did not take the last change for next time.

    """

    def __init__(
        self, path: Path | None, settings: LookSettings, apply: Callable[[LookSettings], None]
    ) -> None:
        self._path = path
        self._settings = settings
        self._apply = apply
        self.is_kept = True

    @property
    def settings(self) -> LookSettings:
        """What is in force."""
        return self._settings

    def keep(self, settings: LookSettings) -> None:
        """Keep settings for next time without applying them; `is_kept` says whether it worked."""
        self._settings = settings
        if self._path is None:
            return
        try:
            save(self._path, settings)
        except OSError:
            self.is_kept = False
        else:
            self.is_kept = True

    def choose(self, settings: LookSettings) -> None:
        """Put settings in force, and keep them."""
        self.keep(settings)
        self._apply(settings)
