"""The version that a set-up found in its place, kept beside this one until somebody signs in.

Until then no record was brought up to this version, and the one before opens it as ever. Only the
set-up of Windows moves a program aside; where it did not, there is none.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from session_forms.held_files import clear_folder, remove_file, rename_new
from therapist_app.build import this_build

ASIDE, LEFT = "earlier", "earlier-left"
ENTRY = "Microsoft/Windows/Start Menu/Programs/Sessions/Sessions, the version before.lnk"
_HERE = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class EarlierProgram:
    """A program that was moved aside.

    Attributes:
        folder: Where it is.
        entry: What starts it from the Start menu.

    """

    folder: Path
    entry: Path

    def leave(self) -> bool:
        """Remove it, and say whether it is gone; one that is open stays for another time."""
        going = self.folder.with_name(LEFT)
        clear_folder(going)
        try:
            rename_new(self.folder, going)
            remove_file(self.entry)
        except OSError:
            return False
        clear_folder(going)
        return True


def earlier_program(
    here: Path = _HERE, environment: Mapping[str, str] = os.environ
) -> EarlierProgram | None:
    """Return what was moved aside; None where nothing was, or this is no package."""
    folder = here / ASIDE
    if this_build() is None or not (folder / "app").is_dir():
        return None
    return EarlierProgram(folder, Path(environment.get("APPDATA", ""), ENTRY))


def leave_earlier_program() -> None:
    """Remove the version before, where there is one: somebody has signed in with this one."""
    found = earlier_program()
    if found is not None:
        found.leave()
