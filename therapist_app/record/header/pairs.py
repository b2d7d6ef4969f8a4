"""A person's key pairs, one after the other: each but the newest was given up for the next.

Whoever knows a pair that was given up can sign nothing any more and opens nothing that was sealed
since. The pair itself says, by its signature, what took its place, so that nobody else exchanges
somebody's keys; and its opening key is kept, sealed to the next, for what cannot be sealed anew.
"""

from dataclasses import replace

from therapist_app.record.clock_and_random import ClockAndRandom
from therapist_app.record.crypto.sealed_box import seal, unseal
from therapist_app.record.crypto.signing import is_signed, sign
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.errors import HeaderAltered
from therapist_app.record.folder.strict_json import canonical
from therapist_app.record.header.header import Header, Person, Renewal
from therapist_app.record.header.person_keys import NewKeys, PersonKeys


def with_new_pair(
    header: Header, person: Person, before: PersonKeys, new: NewKeys, sources: ClockAndRandom
) -> Person:
    """Return a person with a new key pair in force; their slots are still those of before."""
    with before.opening.revealed() as opening:
        kept = seal(opening, new.public, _keeping(header, person.uid, person.pair), sources)
    message = _renewing(header, person.uid, person.pair, new.public, new.verify)
    given_up = Renewal(person.public, person.verify, sign(before.signing, message), kept)
    renewals = (*person.renewals, given_up)
    return replace(person, public=new.public, verify=new.verify, renewals=renewals)


def is_each_pair_signed(header: Header, person: Person) -> bool:
    """Return whether each pair that somebody gave up says what took its place."""
    following = [(each.public, each.verify) for each in person.renewals[1:]]
    following.append((person.public, person.verify))
    return all(
        is_signed(_renewing(header, person.uid, n, *pair), each.signature, each.verify)
        for n, (each, pair) in enumerate(zip(person.renewals, following, strict=False), 1)
    )


def opening_key(header: Header, uid: str, opening: Masked, pair: int) -> Masked:
    """Return a person's opening key of one pair, to be forgotten; `opening` is that of now.

    Raises:
        HeaderAltered: They never had that pair, or what is kept of it is not whole.

    """
    person = header.person(uid)
    if not 1 <= pair <= header.pair_of(uid):
        raise HeaderAltered("pairs")
    found = opening.copied()
    for number, each in _given_up_since(person, pair):
        later, found = found, Masked(unseal(each.kept, found, _keeping(header, uid, number)))
        later.forget()
    return found


def _given_up_since(person: Person | None, pair: int) -> list[tuple[int, Renewal]]:
    """Return a pair and all that were given up after it, by their numbers, the newest first."""
    numbered = list(enumerate(person.renewals if person else (), 1))
    return [each for each in reversed(numbered) if each[0] >= pair]


def _renewing(header: Header, uid: str, number: int, public: bytes, verify: bytes) -> bytes:
    return canonical(
        {
            "use": "new pair",
            "service": header.service_id,
            "uid": uid,
            "in place of": number,
            "public": public.hex(),
            "verify": verify.hex(),
        }
    )


def _keeping(header: Header, uid: str, number: int) -> bytes:
    return canonical({"use": "kept pair", "service": header.service_id, "uid": uid, "pair": number})
