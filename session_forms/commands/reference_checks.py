"""Checks of the list of services and of local texts, those that ship and those of a clinic."""

from collections.abc import Callable, Iterator
from importlib.resources.abc import Traversable

from session_forms.commands.check_report import CheckReport
from session_forms.errors import DefinitionError
from session_forms.files.toml_file import read_toml
from session_forms.reference.directory import directory_file, directory_problems
from session_forms.reference.jurisdictions import (
    jurisdiction_files,
    jurisdiction_folder,
    jurisdiction_problems,
)

TEXT_KEYS = frozenset({"client_text", "triggers", "duty_professionals"})
"""Keys that no form has; one of them tells a local text."""

Check = Callable[[Traversable], Iterator[DefinitionError]]


def check_reference() -> CheckReport:
    """Check the directory of services and the local texts that come with the program."""
    services, texts = directory_file(), jurisdiction_files(jurisdiction_folder())
    problems = list(directory_problems(services))
    problems += (each for path in texts for each in jurisdiction_problems(path))
    return CheckReport(tuple(path.name for path in (services, *texts)), tuple(problems))


def reference_check(path: Traversable) -> Check | None:
    """Return the check for a file that holds services or a local text, or None for others."""
    try:
        keys = read_toml(path).data.keys()
    except DefinitionError:
        return None
    if "entries" in keys:
        return directory_problems
    return jurisdiction_problems if keys & TEXT_KEYS else None
