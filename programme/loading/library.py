"""The programme that is installed with the application."""

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from programme.definition.definition import Programme
from programme.loading.checked_list import ENDING, find_checked
from session_forms.library import library

DEFAULT = "pps-core"


@cache
def installed() -> Programme:
    """Return the default programme; it is read once.

    Raises:
        ContentError: A content file was changed and is wrong now.

    """
    folder, forms = installed_folder(), library.installed()
    found = find_checked(folder, installed_list(), forms)
    if found is not None:
        return found
    from programme.loading.loading import load_programme

    return load_programme(folder, forms)


def installed_folder() -> Traversable:
    """Return the folder of the default programme."""
    return modules().joinpath(DEFAULT)


def installed_list() -> Traversable:
    """Return where the default programme stands as it was checked."""
    return modules().joinpath(DEFAULT + ENDING)


def modules() -> Traversable:
    """Return the folder that holds the default programme and what stands beside it."""
    return files("programme").joinpath("modules")


def beside_default() -> tuple[Traversable, ...]:
    """Return the folders of the other programmes that ship and are in use nowhere, by name."""
    here = sorted(modules().iterdir(), key=lambda each: each.name)
    return tuple(
        each for each in here if each.name != DEFAULT and each.joinpath("programme.toml").is_file()
    )
