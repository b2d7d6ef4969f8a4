"""The programme that is installed with the application."""

from functools import cache
from importlib.resources import files

from programme.definition import Programme
from programme.loading import load_programme
from session_forms import library

DEFAULT = "pps-core"


@cache
def installed() -> Programme:
    """Return the default programme; it is read once.

    Raises:
        ContentError: A content file was changed and is wrong now.

    """
    folder = files("programme").joinpath("modules", DEFAULT)
    return load_programme(folder, library.installed())
