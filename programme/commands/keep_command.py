"""`python -m programme keep`: the installed version stays beside the next one.

It is run before the version is raised, so that clients who began with it can go on with it.
"""

import argparse
from importlib.resources import as_file

from programme.errors import ProgrammeError
from programme.loading.earlier_versions import kept_text, name_of
from programme.loading.library import installed, modules
from programme.packs.folders import shipped_hash


def set_up_keep(parser: argparse.ArgumentParser) -> None:
    """Say that the command takes nothing."""
    parser.set_defaults(command=_keep)


def _keep(_chosen: argparse.Namespace) -> int:
    programme = installed()
    name = name_of(programme)
    with as_file(modules()) as folder:
        if (folder / name).exists():
            raise ProgrammeError(
                f"{name} is there already: a version that was kept is never another one."
            )
        try:
            (folder / name).write_bytes(kept_text(programme, shipped_hash()))
        except OSError:
            raise ProgrammeError(f"{name} cannot be written; check who may write there.") from None
    print(f"{name}: raise the version in programme.toml now.")
    return 0
