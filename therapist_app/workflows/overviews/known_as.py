"""How a client is known: all that an identity holds, before anybody is added or as it is kept."""

from dataclasses import dataclass, fields

from therapist_app.record.model import Anonymity, Identity

WAYS: tuple[Anonymity, ...] = ("code_only", "pseudonym", "named")
"""How a client can be known, by what is kept: nothing, another name, their own."""


@dataclass(frozen=True, slots=True)
class KnownAs:
    """What is asked about who a client is; the day of birth as 1990-02-28, or empty."""

    anonymity: Anonymity
    name: str = ""
    contact: str = ""
    birth_date: str = ""
    emergency_contact: str = ""


_ASKED = tuple(each.name for each in fields(KnownAs))


def known_as(identity: Identity) -> KnownAs:
    """Return how a client is known, as it is kept."""
    return KnownAs(**{each: getattr(identity, each) for each in _ASKED})


def identity_from(client_id: str, known: KnownAs) -> Identity:
    """Return who a client is, white space around the words left out; by code only, no name."""
    said = {each: getattr(known, each).strip() for each in _ASKED}
    if known.anonymity == "code_only":
        said["name"] = ""
    return Identity(client_id, **said)
