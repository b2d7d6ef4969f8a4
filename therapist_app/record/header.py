"""The header: who is in the service, and every key sealed to whom it belongs.

It stands in plain sight, so it holds no client data and trusts nothing it reads: three things
vouch for it. The context of each slot binds a person to their roles; the keeper's signature
covers people, roles and grants; a MAC under the service's own key covers all of it.
"""

from dataclasses import dataclass, replace

from therapist_app.record.kdf_cost import KdfCost
from therapist_app.record.roles import PersonEntry
from therapist_app.record.slots import Slot
from therapist_app.record.strict_json import canonical

CONTINUITY = "continuity"
VERSION = 1


@dataclass(frozen=True, slots=True)
class Person:
    """One person's part of the header.

    Attributes:
        public: The key that data keys are sealed to.
        verify: The key that this person's signatures verify with.
        passphrase: Their private keys, locked under the passphrase.
        sheet: The same, locked under the recovery sheet.
        service_box: The service file's data key, sealed to this person.

    """

    uid: str
    name: str
    roles: tuple[str, ...]
    cost: KdfCost
    public: bytes
    verify: bytes
    passphrase: Slot
    sheet: Slot
    service_box: bytes


@dataclass(frozen=True, slots=True)
class CaseloadGrant:
    """One caseload's data key, sealed to its owner and to whom else it is granted.

    Attributes:
        boxes: Pairs of a uid, or `CONTINUITY`, and the box sealed to it.

    """

    owner: str
    boxes: tuple[tuple[str, bytes], ...]

    def box_for(self, uid: str) -> bytes | None:
        """Return the box sealed to a person, if there is one."""
        return dict(self.boxes).get(uid)


@dataclass(frozen=True, slots=True)
class Header:
    """All of it.

    Attributes:
        generation: Counts the writings of the header.
        keeper: The first keeper's verify key; also in the context of every slot.
        audit_public: Wrong passphrases are noted sealed to this key.
        continuity: The public half of the continuity key, where there is one.
        signature: The keeper's, over people, roles and grants.
        mac: Under the service's own key, over everything else.

    """

    service_id: str
    practice: bool
    generation: int
    keeper: bytes
    audit_public: bytes
    continuity: bytes | None
    people: tuple[Person, ...]
    caseloads: tuple[CaseloadGrant, ...]
    signature: bytes = bytes(64)
    mac: bytes = bytes(32)

    def person(self, uid: str) -> Person | None:
        """Return a person, if they are in the service."""
        return next((each for each in self.people if each.uid == uid), None)

    def grant(self, owner: str) -> CaseloadGrant | None:
        """Return the grant of a person's own caseload, if they keep one."""
        return next((each for each in self.caseloads if each.owner == owner), None)

    def entry(self, person: Person) -> PersonEntry:
        """Return a person as the unlock window lists them."""
        return PersonEntry(person.uid, person.name, "+".join(person.roles), self.practice)

    def with_person(self, person: Person) -> "Header":
        """Return the header with one person's part replaced."""
        people = tuple(person if each.uid == person.uid else each for each in self.people)
        return replace(self, people=people)


def slot_context(header: Header, uid: str, roles: tuple[str, ...], cost: KdfCost) -> bytes:
    """Return what a person's slots are bound to."""
    return canonical(
        {
            "use": "slot",
            "service": header.service_id,
            "practice": header.practice,
            "keeper": header.keeper.hex(),
            "uid": uid,
            "roles": list(roles),
            "cost": [cost.memory, cost.passes, cost.lanes],
        }
    )


def box_context(service_id: str, database: str, recipient: str) -> bytes:
    """Return what a sealed data key is bound to."""
    return canonical(
        {"use": "data key", "service": service_id, "database": database, "to": recipient}
    )


def signed_statement(header: Header) -> bytes:
    """Return what the keeper signs: who is in the service, as what, and who holds which key."""
    return canonical(
        {
            "use": "people",
            "service": header.service_id,
            "practice": header.practice,
            "continuity": header.continuity.hex() if header.continuity else None,
            "people": [
                [each.uid, each.name, list(each.roles), each.public.hex(), each.verify.hex()]
                for each in header.people
            ],
            "caseloads": [
                [each.owner, [uid for uid, _ in each.boxes]] for each in header.caseloads
            ],
        }
    )
