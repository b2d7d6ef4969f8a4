"""People who left: name and verify key stay, so that what they signed still verifies."""

import json
from dataclasses import dataclass

from therapist_app.record.crypto.signing import VERIFY_LENGTH
from therapist_app.record.database.audit import believed
from therapist_app.record.database.database import ServiceFile
from therapist_app.record.database.facts import Fact
from therapist_app.record.header.header import Header, Person
from therapist_app.record.header.statements import keepers_ever, signers

REMOVED = "person_removed"
_OF_PEOPLE = ("person_added", REMOVED, "roles_changed")
_KEY = "former_people"
_PERSON = "person:"


@dataclass(frozen=True, slots=True)
class FormerPerson:
    """Somebody who was in the service."""

    uid: str
    name: str
    verify: bytes


def former_people(service: ServiceFile) -> tuple[FormerPerson, ...]:
    """Return who left, in the order in which they did."""
    return _FORMER.of(service) or ()


def _people_from(text: str) -> tuple[FormerPerson, ...]:
    listed = json.loads(text)
    return tuple(
        FormerPerson(str(uid), str(name), bytes.fromhex(verify)) for uid, name, verify in listed
    )


_FORMER = Fact(_KEY, _people_from)


def names_ever(service: ServiceFile, header: Header) -> dict[str, str]:
    """Return the name of everybody who is here, or was, by uid."""
    former = {each.uid: each.name for each in former_people(service)}
    return former | {each.uid: each.name for each in header.people}


def former_keys(service: ServiceFile) -> dict[str, bytes]:
    """Return the verify keys of who left, by uid."""
    return {each.uid: each.verify for each in former_people(service)}


def known_former_keys(service: ServiceFile, header: Header) -> dict[str, bytes]:
    """Return the verify keys of who left, by uid, as far as a keeper signed that they were here.

    Everybody can put somebody who never was among those who left, with a key of their own and the
    name of a colleague. Whoever kept the service is known by the chain of statements.
    """
    listed, keepers = former_keys(service), keepers_ever(header)
    as_keepers = {
        uid: b"".join(each for each in _each_key(keys) if each in keepers)
        for uid, keys in {**listed, **signers(header)}.items()
    }
    before, service.verify_keys = service.verify_keys, as_keepers
    try:
        told = believed(service, _OF_PEOPLE)
    finally:
        service.verify_keys = before
    were_here = {each.subject.removeprefix(_PERSON) for each in told}
    return {uid: keys for uid, keys in listed.items() if uid in were_here or as_keepers[uid]}


def _each_key(keys: bytes) -> tuple[bytes, ...]:
    return tuple(keys[at : at + VERIFY_LENGTH] for at in range(0, len(keys), VERIFY_LENGTH))


def left_at(service: ServiceFile, header: Header) -> dict[str, int]:
    """Return the number of the entry with which somebody left, by uid.

    Their keys stand where everybody can write, so that a colleague could go on in their name. Of
    who is here nobody's word says that they left; of several entries the first counts.
    """
    here, found = {each.uid for each in header.people}, dict[str, int]()
    for each in believed(service, (REMOVED,)):
        uid = each.subject.removeprefix(_PERSON)
        if uid not in here:
            found.setdefault(uid, each.n)
    return found


def remember(service: ServiceFile, person: Person) -> None:
    """Keep who leaves."""
    listed = [[each.uid, each.name, each.verify.hex()] for each in former_people(service)]
    listed.append([person.uid, person.name, person.ever_verify.hex()])
    with service.change("person_remembered", f"person:{person.uid}") as change:
        change.keep(_KEY, json.dumps(listed))
