"""People who left: name and verify key stay, so that what they signed still verifies."""

import json
from collections.abc import Collection, Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from therapist_app.record.crypto.signing import VERIFY_LENGTH
from therapist_app.record.database.audit import believed, mark_of
from therapist_app.record.database.database import ServiceFile
from therapist_app.record.database.facts import Fact
from therapist_app.record.database.shared_tables import GONE
from therapist_app.record.header.header import Header, Person
from therapist_app.record.header.statements import keepers_ever, signers

REMOVED = "person_removed"
_REMEMBERED = "person_remembered"
_OF_PEOPLE = ("person_added", REMOVED, "roles_changed")
_KEY = "former_people"
_PERSON = "person:"


@dataclass(frozen=True, slots=True)
class FormerPerson:
    """Somebody who was in the service."""

    uid: str
    name: str
    verify: bytes


@dataclass(frozen=True, slots=True)
class _Said:
    """What keepers signed of people.

    Attributes:
        were_here: Of whom anything, by uid.
        left_at: The number of the entry with which somebody left, by uid; of several the first.
        rows: How somebody was to be remembered as they left, by uid, as marks of name and keys.

    """

    were_here: frozenset[str]
    left_at: Mapping[str, int]
    rows: Mapping[str, frozenset[str]]


def former_people(service: ServiceFile) -> tuple[FormerPerson, ...]:
    """Return who is listed as having left, in order; everybody can write there."""
    return _FORMER.of(service) or ()


def _people_from(text: str) -> tuple[FormerPerson, ...]:
    listed = json.loads(text)
    return tuple(
        FormerPerson(str(uid), str(name), bytes.fromhex(verify)) for uid, name, verify in listed
    )


_FORMER = Fact(_KEY, _people_from)


def known_former(
    service: ServiceFile, keepers: Collection[bytes], here: Mapping[str, bytes]
) -> dict[str, FormerPerson]:
    """Return who left, by uid, as far as a keeper signed that they were here, and how they left.

    Everybody can put somebody who never was among those who left, with a key of their own and the
    name of a colleague, or another name or key beside who truly did. Whoever kept the service is
    known by the chain of statements.

    Args:
        service: Its file.
        keepers: The verify keys of all who ever kept the service.
        here: The verify keys of who is here, by uid.

    """
    with _as_keepers(service, keepers, here) as kept_it:
        return _known(service, _said(service, here), kept_it, here)


def know_everybody(
    service: ServiceFile, keepers: Collection[bytes], here: Mapping[str, bytes]
) -> None:
    """Let the audit know the keys of who is here, or was, and with which entry they left.

    The keys of who left stand where everybody can write, so that a colleague could go on in their
    name. Of who is here nobody's word says that they left.
    """

    def found() -> tuple[dict[str, bytes], Mapping[str, int]]:
        with _as_keepers(service, keepers, here) as kept_it:
            said = _said(service, here)
            former = _known(service, said, kept_it, here)
        return {**{uid: each.verify for uid, each in former.items()}, **here}, said.left_at

    asked = frozenset(keepers), tuple(sorted(here.items()))
    service.verify_keys, service.left_at = service.until_changed("everybody", asked, found)


def _known(
    service: ServiceFile, said: _Said, kept_it: Mapping[str, bytes], here: Collection[str]
) -> dict[str, FormerPerson]:
    return {
        each.uid: _as_said(said, each)
        for each in former_people(service)
        if each.uid not in here and (each.uid in said.were_here or kept_it.get(each.uid))
    }


def names_ever(service: ServiceFile, header: Header) -> dict[str, str]:
    """Return the name of everybody who is here, or was, by uid."""
    former = known_former(service, keepers_ever(header), signers(header))
    left = {uid: each.name for uid, each in former.items() if each.name}
    return left | {each.uid: each.name for each in header.people}


def not_as_remembered(service: ServiceFile, header: Header) -> Iterator[tuple[str, str]]:
    """Yield each row of who left that is gone or not as a keeper signed it, with a mark of it."""
    here = signers(header)
    with _as_keepers(service, keepers_ever(header), here):
        said = _said(service, here)
    listed = former_people(service)
    for each in listed:
        if _as_said(said, each) != each:
            yield f"{_KEY}:{each.uid}", mark_of(json.dumps(_row(each)))
    for uid in said.rows.keys() & said.left_at.keys() - {each.uid for each in listed}:
        yield f"{_KEY}:{uid}", GONE


def remember(service: ServiceFile, person: Person) -> None:
    """Keep who leaves."""
    leaving = FormerPerson(person.uid, person.name, person.ever_verify)
    listed = [_row(each) for each in (*former_people(service), leaving)]
    with service.change(_REMEMBERED, _PERSON + person.uid, _told(leaving)) as change:
        change.keep(_KEY, json.dumps(listed))


def _row(person: FormerPerson) -> list[str]:
    return [person.uid, person.name, person.verify.hex()]


def _told(person: FormerPerson) -> tuple[str, ...]:
    return (_name_mark(person), *(_key_mark(person, each) for each in _each_key(person.verify)))


def _name_mark(person: FormerPerson) -> str:
    return f"{_KEY}={mark_of(json.dumps([person.uid, person.name]))}"


def _key_mark(person: FormerPerson, key: bytes) -> str:
    return f"key={mark_of(json.dumps([person.uid, key.hex()]))}"


@contextmanager
def _as_keepers(
    service: ServiceFile, keepers: Collection[bytes], here: Mapping[str, bytes]
) -> Generator[dict[str, bytes]]:
    """Have the audit know everybody by those keys alone that ever kept the service."""
    listed = {each.uid: each.verify for each in former_people(service)}
    kept_it = {
        uid: b"".join(each for each in _each_key(keys) if each in keepers)
        for uid, keys in {**listed, **here}.items()
    }
    before = service.verify_keys, service.left_at
    service.verify_keys, service.left_at = kept_it, {}
    try:
        yield kept_it
    finally:
        service.verify_keys, service.left_at = before


def _said(service: ServiceFile, here: Collection[str]) -> _Said:
    were_here, left_at, rows = set[str](), dict[str, int](), dict[str, frozenset[str]]()
    for each in believed(service, (*_OF_PEOPLE, _REMEMBERED)):
        uid = each.subject.removeprefix(_PERSON)
        if each.by in left_at and each.by not in here:  # with the keys that they took along
            continue
        if each.action != _REMEMBERED:
            were_here.add(uid)
        elif each.fields and uid not in left_at:  # one of an earlier version tells of no row
            rows[uid] = rows.get(uid, frozenset()) | frozenset(each.fields)
        if each.action == REMOVED and uid not in here:
            left_at.setdefault(uid, each.n)
    return _Said(frozenset(were_here), left_at, rows)


def _as_said(said: _Said, person: FormerPerson) -> FormerPerson:
    """Return what of a row is as it was signed; all of it, where an earlier version kept it."""
    signed = said.rows.get(person.uid)
    if signed is None:
        return person
    name = person.name if _name_mark(person) in signed else ""
    keys = (each for each in _each_key(person.verify) if _key_mark(person, each) in signed)
    return FormerPerson(person.uid, name, b"".join(keys))


def _each_key(keys: bytes) -> tuple[bytes, ...]:
    return tuple(keys[at : at + VERIFY_LENGTH] for at in range(0, len(keys), VERIFY_LENGTH))
