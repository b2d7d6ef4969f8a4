"""The shape of the list of services that may be given to a client."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from session_forms.files.frozen import Definition
from session_forms.files.spelling import Words
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
    verified_on: date | None = None
    verified_by: str = ""
    status: Literal["verified", "unverified", "no_contact"]


class Directory(Definition):
    """The whole list."""

    entries: tuple[DirectoryEntry, ...]
