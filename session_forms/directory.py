"""Services that may be given to a client: a dated list that a clinic can replace.

Services open and close with their funding, so an entry that nobody has looked at for six
months, or ever, is checked before it is given.
"""

from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from session_forms.frozen import Definition
from session_forms.references import DirectoryKind
from session_forms.spelling import Words
from session_forms.toml_file import read_toml

MONTHS_UNTIL_STALE = 6


class DirectoryEntry(Definition):
    """One service.

    Attributes:
        id: Its name in answers.
        country: Two letters, or EU, or a word such as worldwide.
        kind: What sort of service it is.
        name: Its name.
        audience: Whom it is for.
        phone: Its number, as people dial it.
        url: Its address on the web.
        hours: When somebody answers.
        languages: The languages spoken, by their two letters.
        anonymous: Whether callers stay unknown; None when that was not found.
        note: What the client should know first.
        source: Where the contact was seen.
        verified_on: When somebody last looked.
        status: Whether the contact was seen in the source that is named.

    """

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=100)]
    country: Words
    kind: DirectoryKind
    name: Words
    audience: Words
    phone: str = ""
    url: str = ""
    hours: str = ""
    languages: tuple[Annotated[str, Field(pattern=r"^[a-z]{2,3}$")], ...] = ()
    anonymous: bool | None = None
    note: str = ""
    source: Words
    verified_on: date | None = None
    status: Literal["verified", "unverified"]

    @model_validator(mode="after")
    def _can_be_reached(self) -> Self:
        if not self.phone and not self.url and self.kind not in {"own_clinic", "own_doctor"}:
            raise ValueError("the entry has neither phone nor url")
        return self


class Directory(Definition):
    """The whole list."""

    entries: tuple[DirectoryEntry, ...]

    @model_validator(mode="after")
    def _ids_are_unique(self) -> Self:
        ids = [entry.id for entry in self.entries]
        twice = next((each for each in ids if ids.count(each) > 1), None)
        if twice is not None:
            raise ValueError(f"the id {twice} stands there twice")
        return self


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
        DefinitionError: The file is wrong.

    """
    return read_toml(path).model(Directory).entries


def directory_file() -> Traversable:
    """Return the list that comes with the program."""
    return files("session_forms") / "reference" / "directory.toml"


def is_stale(entry: DirectoryEntry, today: date) -> bool:
    """Return whether to check the entry before giving it: never seen, or six months ago."""
    seen = entry.verified_on
    if seen is None:
        return True
    due = (seen.year * 12 + seen.month + MONTHS_UNTIL_STALE, seen.day)
    return (today.year * 12 + today.month, today.day) > due
