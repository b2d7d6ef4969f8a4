"""Services that may be given to a client: a dated list that a clinic can replace.

Services open and close with their funding, so an entry that nobody has looked at for six
months, or ever, is checked before it is given.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from session_forms.errors import DefinitionError
from session_forms.files.toml_file import TomlFile, read_toml
from session_forms.reference.directory_checks import directory_findings
from session_forms.reference.directory_model import Directory, DirectoryEntry

MONTHS_UNTIL_STALE = 6
EVERYWHERE = frozenset({"EU", "worldwide"})


@cache
def installed_directory() -> tuple[DirectoryEntry, ...]:
    """Return the services that come with the program; they are read once.

    Raises:
        DefinitionError: The file is wrong.

    """
    return load_directory(directory_file())


def load_directory(path: Traversable) -> tuple[DirectoryEntry, ...]:
    """Return the services that the file at `path` lists.

    Raises:
        DefinitionError: The file is wrong; the first thing that is.

    """
    file = read_toml(path)
    entries = file.model(Directory).entries
    for error in _errors(file, entries):
        raise error
    return entries


def directory_problems(path: Traversable) -> Iterator[DefinitionError]:
    """Yield everything that is wrong with the list at `path`, line by line."""
    try:
        file = read_toml(path)
    except DefinitionError as error:
        yield error
        return
    found = list(file.model_errors(Directory))
    if not found:
        found = list(_errors(file, file.model(Directory).entries))
    yield from sorted(found, key=lambda error: error.line or 0)


def directory_file() -> Traversable:
    """Return the list that comes with the program."""
    return files("session_forms") / "reference" / "directory.toml"


def is_stale(entry: DirectoryEntry, today: date) -> bool:
    """Return whether to check the entry before giving it.

    So it is when nobody verified it, when it was last looked at more than six months ago, and
    when that day lies ahead, which is a mistake in the list.
    """
    seen = entry.verified_on
    if entry.status != "verified" or seen is None or seen > today:
        return True
    due = (seen.year * 12 + seen.month + MONTHS_UNTIL_STALE, seen.day)
    return (today.year * 12 + today.month, today.day) > due


def offered(
    entries: Iterable[DirectoryEntry], countries: Iterable[str] = ()
) -> tuple[DirectoryEntry, ...]:
    """Return the services that can be given, those of `countries` before those of others.

    What is reached from everywhere counts as near; without countries the order stays.
    """
    near = EVERYWHERE.union(countries) if countries else frozenset[str]()
    found = [each for each in entries if each.status != "no_contact"]
    return tuple(sorted(found, key=lambda each: bool(near) and each.country not in near))


def _errors(file: TomlFile, entries: tuple[DirectoryEntry, ...]) -> Iterator[DefinitionError]:
    yield from (file.error(each) for each in directory_findings(entries))
