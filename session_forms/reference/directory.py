"""Services that may be given to a client: a dated list that a clinic can replace.

Services open and close with their funding, so an entry that nobody has looked at for six
months, or ever, is checked before it is given.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Annotated, Literal

from pydantic import Field

from session_forms.errors import DefinitionError
from session_forms.files.explaining import Finding
from session_forms.files.frozen import Definition, Words
from session_forms.files.toml_file import TomlFile, checked_model, problems_of, read_toml
from session_forms.files.toml_lines import Path
from session_forms.questions.references import DirectoryKind

Audience = Literal["anybody", "self", "family", "professionals", "children"]
Channel = Literal["phone", "chat", "message", "email", "online"]


class DirectoryEntry(Definition):
    """One service.

    Attributes:
        id: Its name in answers.
        country: Two letters, or EU, or worldwide.
        kind: What sort of service it is.
        name: Its name.
        audience: Whom it is for; `self` is a person in the client's place.
        phone: Its number, as people dial it.
        url: Its address on the web.
        email: Its address for mail.
        channels: How it can be reached.
        hours: When somebody answers.
        languages: The languages spoken, by their two letters.
        anonymous: Whether callers stay unknown; None when that was not found.
        confidentiality_note: What the client is told before the service is given.
        note: What the therapist should know.
        source: Where the contact was seen.
        source_on: The day that the source bears; None where it bears none.
        read_on: When the source was read, or searched for; it makes no contact fresh.
        verified_on: When somebody last looked.
        verified_by: Who looked, by role.
        status: Whether the contact was seen in the source that is named; `no_contact` for a
            gap, which is listed to be filled and never offered.

    """

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=100)]
    country: Words
    kind: DirectoryKind
    name: Words
    audience: Annotated[tuple[Audience, ...], Field(min_length=1)]
    phone: str = ""
    url: str = ""
    email: str = ""
    channels: tuple[Channel, ...] = ()
    hours: str = ""
    languages: tuple[Annotated[str, Field(pattern=r"^[a-z]{2,3}$")], ...] = ()
    anonymous: bool | None = None
    confidentiality_note: str = ""
    note: str = ""
    source: Words
    source_on: date | None = None
    read_on: date | None = None
    verified_on: date | None = None
    verified_by: str = ""
    status: Literal["verified", "unverified", "no_contact"]


class Directory(Definition):
    """The whole list."""

    entries: tuple[DirectoryEntry, ...]


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
    return checked_model(read_toml(path), Directory, _errors).entries


def directory_problems(path: Traversable) -> Iterator[DefinitionError]:
    """Return everything that is wrong with the list at `path`, line by line."""
    return problems_of(path, Directory, _errors)


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


def seen_on(entry: DirectoryEntry) -> date | None:
    """Return the day on which the contact was current; None where nothing says one.

    That is the day of the last check, otherwise the day of the source. The day on which a source
    was read says nothing about it.
    """
    return entry.verified_on or entry.source_on


def is_printed(entry: DirectoryEntry) -> bool:
    """Return whether a client's copy bears the number: where a day says that it was current.

    What a clinic completes for itself needs none.
    """
    known = seen_on(entry) is not None or entry.kind in WITHOUT_CONTACT
    return bool(entry.phone) and known


def offered(
    entries: Iterable[DirectoryEntry], countries: Iterable[str] = ()
) -> tuple[DirectoryEntry, ...]:
    """Return the services that can be given, those of `countries` before those of others.

    What is reached from everywhere counts as near; without countries the order stays.
    """
    near = EVERYWHERE.union(countries) if countries else frozenset[str]()
    found = [each for each in entries if each.status != "no_contact"]
    return tuple(sorted(found, key=lambda each: bool(near) and each.country not in near))


def _errors(file: TomlFile, directory: Directory) -> Iterator[DefinitionError]:
    yield from (file.error(finding) for finding in directory_findings(directory.entries))


WITHOUT_CONTACT = frozenset({"own_clinic", "own_doctor"})
"""Kinds that the clinic completes for itself, so that they may wait for their number."""

COUNTRY = re.compile(r"[A-Z]{2}|worldwide")
NUMBER = re.compile(r"[0-9+()/. -]*")


def directory_findings(entries: Sequence[DirectoryEntry]) -> Iterator[Finding]:
    """Yield what is wrong inside the list."""
    ids = [entry.id for entry in entries]
    for index, entry in enumerate(entries):
        path: Path = ("entries", index)
        if entry.id in ids[:index]:
            what = f"the id {entry.id} stands there twice"
            yield Finding((*path, "id"), what, "give each its own id")
        yield from _contact(entry, path)
        if COUNTRY.fullmatch(entry.country) is None:
            what = "a country has two capital letters"
            yield Finding((*path, "country"), what, "write them, or worldwide")
        if entry.status != "verified" and entry.verified_on is not None:
            what = "an entry that is not verified has the day of a check"
            to_do = 'write status = "verified", or leave the day out'
            yield Finding((*path, "verified_on"), what, to_do)
        if entry.source_on and entry.read_on and entry.source_on > entry.read_on:
            what = "the source is younger than the day on which it was read"
            yield Finding((*path, "source_on"), what, "write the day that the source bears")


def _contact(entry: DirectoryEntry, path: Path) -> Iterator[Finding]:
    has_contact = bool(entry.phone or entry.url)
    if entry.status == "no_contact" and has_contact:
        what = "an entry without contact has a phone or a url"
        yield Finding((*path, "status"), what, "write verified or unverified")
    if entry.status != "no_contact" and not has_contact and entry.kind not in WITHOUT_CONTACT:
        what = "the entry has neither phone nor url"
        yield Finding(path, what, 'add one, or write status = "no_contact"')
    if entry.phone and NUMBER.fullmatch(entry.phone) is None:
        what = "a phone number holds words"
        yield Finding((*path, "phone"), what, "write one number, and words under note")
