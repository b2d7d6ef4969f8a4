"""The header: who is in the service, and every key sealed to whom it belongs.

It stands in plain sight, so it holds no client data and trusts nothing it reads: three things
vouch for it. The context of each slot binds a person to what it was locked on; a chain of
statements, each signed by somebody whom the one before names as a keeper, covers all that it says
(`statements`); a MAC under the service's own key covers the file.
"""

from dataclasses import dataclass, field, replace
from typing import Any, Literal, get_args

from therapist_app.record.crypto.slots import KdfCost, Slot, SlotTerms
from therapist_app.record.folder.strict_json import canonical
from therapist_app.record.header.header_text import VERSION
from therapist_app.record.header.person_entry import PersonEntry

Role = Literal["keeper", "therapist", "lead"]
ROLES: tuple[str, ...] = get_args(Role)
CONTINUITY = "continuity"
SERVICE = "service"
HANDED_OVER = ""
"""Instead of the day on which a cover ends: it does not end, the caseload changes hands."""


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A person about to join; the passphrase is wiped when it has been used."""

    name: str = field(repr=False)
    roles: tuple[Role, ...] = field(repr=False)
    passphrase: bytearray = field(repr=False)


@dataclass(frozen=True, slots=True)
class OwnAmendment:
    """What somebody changed of their own since a keeper last signed, in their own name.

    Attributes:
        stated: The SHA-256 of what the keeper signed, which this takes the place of.
        by: The uid of who signed it.
        new_pairs: How many new key pairs of a person it brings; the rest of it is under the newest.

    """

    stated: bytes
    by: str
    signature: bytes
    new_pairs: int = 0


@dataclass(frozen=True, slots=True)
class Renewal:
    """A key pair that somebody gave up for a new one, because somebody may know it.

    Attributes:
        public: The key that data keys were sealed to.
        verify: The key that their signatures verified with.
        signature: By the pair that was given up, over the one that took its place.
        kept: The opening key that was given up, sealed to the one that took its place: what was
            sealed to it and cannot be sealed anew, such as a backup on a stick, still opens.

    """

    public: bytes
    verify: bytes
    signature: bytes
    kept: bytes


@dataclass(frozen=True, slots=True)
class Statement:
    """One act of a keeper: that the header said this, at that moment.

    Attributes:
        n: Counted from 1.
        at: A moment, as `moment_text` spells it.
        by: The uid of the keeper; `CONTINUITY` where that sheet signed.
        keepers: The verify keys of those who may sign the next one.
        content: The SHA-256 of what the header said.
        signature: Over all this and the hash of the statement before.
        notices: The verify keys of keepers who are told by it that they shall be none any more;
            None where it was signed before there was notice.
        continuity: The key that the continuity sheet's signature on the next one verifies with;
            None where no sheet opens a service that nobody can sign in to.

    """

    n: int
    at: str
    by: str
    keepers: tuple[bytes, ...]
    content: bytes
    signature: bytes
    notices: tuple[bytes, ...] | None = None
    continuity: bytes | None = None


@dataclass(frozen=True, slots=True)
class KeyBox:
    """A data key sealed to one holder.

    Attributes:
        to: Their uid, or `CONTINUITY`.
        generation: Which of the file's keys, counted from 1.
        until: The last day for which the owner agreed that a cover has it, as an ISO date; empty
            for who holds it without an end.
        pair: To which of their key pairs, counted from 1.

    """

    to: str
    generation: int
    sealed: bytes
    until: str = ""
    pair: int = 1

    @property
    def holder(self) -> str:
        """Who opens it, and with which key pair, as `holder_of` says."""
        return holder_of(self.to, self.pair)


@dataclass(frozen=True, slots=True)
class Person:
    """One person's part of the header.

    Attributes:
        public: The key that data keys are sealed to.
        verify: The key that this person's signatures verify with.
        passphrase: Their private keys, locked under the passphrase.
        sheet: The same, locked under the recovery sheet.
        count: How often this person has changed their slots.
        own: Their signature on the slots, where they changed them since the newest statement.
        renewals: The key pairs that they gave up, the first one first.

    """

    uid: str
    name: str
    roles: tuple[str, ...]
    public: bytes
    verify: bytes
    passphrase: Slot
    sheet: Slot
    count: int = 0
    own: OwnAmendment | None = None
    renewals: tuple[Renewal, ...] = ()

    @property
    def pair(self) -> int:
        """Which of their key pairs is in force, counted from 1."""
        return len(self.renewals) + 1

    @property
    def ever_verify(self) -> bytes:
        """Every verify key that was ever theirs, one after the other, the one in force first."""
        return self.verify + b"".join(each.verify for each in reversed(self.renewals))


@dataclass(frozen=True, slots=True)
class CaseloadGrant:
    """One caseload, whose it is, and its data key sealed to those who may open it.

    Attributes:
        id: Names its file; follows from the uid of whoever it was made for (`made_for`).
        boxes: While the key is being changed, boxes of two generations stand side by side.
        is_stale: Its key is to be changed when its owner signs in: somebody may know it who
            should not any more.
        count: How often its owner has changed boxes and flag.
        own: Their signature on both, where they changed them since the newest statement.

    """

    id: str
    owner: str
    boxes: tuple[KeyBox, ...]
    is_stale: bool = False
    count: int = 0
    own: OwnAmendment | None = None

    def boxes_for(self, to: str) -> tuple[KeyBox, ...]:
        """Return the boxes sealed to a holder, the newest generation first."""
        return newest_first(self.boxes, to)


@dataclass(frozen=True, slots=True)
class Cover:
    """Leave to open somebody else's caseload, signed by a keeper.

    Attributes:
        until: The last day, as an ISO date; `HANDED_OVER` when it becomes theirs.
        by: The uid of the keeper who gave it; empty in a header of before version 3.
        signature: Theirs, over all of this.
        agreed_by: The uid of a second keeper, where the first gave it to themselves; or
            `CONTINUITY`, where they used that sheet.
        agreement: The second keeper's signature over the same.

    """

    caseload: str
    to: str
    until: str
    by: str = ""
    signature: bytes = b""
    agreed_by: str = ""
    agreement: bytes = b""


@dataclass(frozen=True, slots=True)
class KeeperLink:
    """A further keeper's verify key, signed by a keeper before them (version 2)."""

    verify: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Header:
    """All of it.

    Attributes:
        generation: Counts the writings of the header.
        keeper: The first keeper's verify key; also in the context of every slot.
        keepers: The keepers after the first, until version 3 in the order in which they became
            one; since then the statements name them, and these stay as they were.
        audit_public: Wrong passphrases are noted sealed to this key.
        continuity: The public half of the continuity key, where there is one.
        cost: What a passphrase slot that is locked now shall cost.
        service_boxes: The service file's data key, sealed to each person.
        service_own: The signature of whoever changed that key since the newest statement.
        continuity_verify: The key that the continuity sheet's signature verifies with; None where
            there is no sheet, or one of before version 5, which opens caseloads alone.
        trail: Every statement since version 3, the newest last.
        signature: Until version 3 a keeper's, over people, roles, covers and owners.
        mac: Under the service's own key, over everything else.
        version: Less than `VERSION` until a keeper has signed in with this version of the
            application.

    """

    service_id: str
    practice: bool
    generation: int
    keeper: bytes
    audit_public: bytes
    continuity: bytes | None
    cost: KdfCost
    people: tuple[Person, ...]
    service_boxes: tuple[KeyBox, ...]
    caseloads: tuple[CaseloadGrant, ...]
    covers: tuple[Cover, ...] = ()
    keepers: tuple[KeeperLink, ...] = ()
    trail: tuple[Statement, ...] = ()
    signature: bytes = bytes(64)
    mac: bytes = bytes(32)
    version: int = VERSION
    service_own: OwnAmendment | None = None
    continuity_verify: bytes | None = None

    def person(self, uid: str) -> Person | None:
        """Return a person, if they are in the service."""
        return next((each for each in self.people if each.uid == uid), None)

    def pair_of(self, to: str) -> int:
        """Return which of somebody's key pairs is in force; the continuity key has one alone."""
        person = self.person(to)
        return person.pair if person else 1

    def grant(self, caseload: str) -> CaseloadGrant | None:
        """Return a caseload, if there is one of this id."""
        return next((each for each in self.caseloads if each.id == caseload), None)

    def covers_of(self, caseload: str) -> tuple[Cover, ...]:
        """Return who else has leave to open a caseload."""
        return tuple(each for each in self.covers if each.caseload == caseload)

    def entry(self, person: Person) -> PersonEntry:
        """Return a person as the unlock window lists them."""
        key_file = person.passphrase.terms.key_file
        return PersonEntry(person.uid, person.name, person.roles, self.practice, key_file)

    def with_person(self, person: Person) -> "Header":
        """Return the header with one person's part replaced."""
        people = tuple(person if each.uid == person.uid else each for each in self.people)
        return replace(self, people=people)

    def with_grant(self, grant: CaseloadGrant) -> "Header":
        """Return the header with one caseload replaced in its place, or added at the end."""
        if self.grant(grant.id) is None:
            return replace(self, caseloads=(*self.caseloads, grant))
        listed = [grant if each.id == grant.id else each for each in self.caseloads]
        return replace(self, caseloads=tuple(listed))


def holder_of(to: str, pair: int) -> str:
    """Return how a holder is spelt: their uid, with the number of any later key pair than one."""
    return to if pair == 1 else f"{to}#{pair}"


def newest_first(boxes: tuple[KeyBox, ...], to: str) -> tuple[KeyBox, ...]:
    """Return the boxes sealed to a holder, the newest generation first."""
    found = [each for each in boxes if each.to == to]
    return tuple(sorted(found, key=lambda each: -each.generation))


def slot_context(header: Header, uid: str, terms: SlotTerms) -> bytes:
    """Return what a person's slot is bound to."""
    bound: dict[str, Any] = {
        "use": "slot",
        "service": header.service_id,
        "practice": header.practice,
        "keeper": header.keeper.hex(),
        "uid": uid,
        "roles": list(terms.roles),
        "cost": [terms.cost.memory, terms.cost.passes, terms.cost.lanes],
    }
    if terms.key_file:
        bound["key_file"] = True
    return canonical(bound)


def box_context(service_id: str, database: str, recipient: str, generation: int = 1) -> bytes:
    """Return what a sealed data key is bound to."""
    bound: dict[str, Any] = {
        "use": "data key",
        "service": service_id,
        "database": database,
        "to": recipient,
    }
    if generation > 1:
        bound["generation"] = generation
    return canonical(bound)


def caseload_label(caseload: str) -> str:
    """Return what a caseload's data key is called in `box_context`."""
    return f"caseload {caseload}"


def keeper_statement(header: Header, verify: bytes) -> bytes:
    """Return what a keeper signs to make somebody a keeper."""
    return canonical({"use": "keeper", "service": header.service_id, "verify": verify.hex()})


def signed_statement(header: Header) -> bytes:
    """Return what a keeper signed until version 3: who is in the service, and who may open what."""
    stated: dict[str, Any] = {
        "use": "people",
        "service": header.service_id,
        "practice": header.practice,
        "continuity": header.continuity.hex() if header.continuity else None,
        "people": [
            [each.uid, each.name, list(each.roles), each.public.hex(), each.verify.hex()]
            for each in header.people
        ],
        "caseloads": [_stated_caseload(header, each) for each in header.caseloads],
    }
    if header.covers:
        stated["covers"] = [[each.caseload, each.to, each.until] for each in header.covers]
    return canonical(stated)


def _stated_caseload(header: Header, grant: CaseloadGrant) -> list[Any]:
    holders = [grant.owner, CONTINUITY] if header.continuity else [grant.owner]
    return [grant.owner, holders] if grant.id == grant.owner else [grant.owner, holders, grant.id]
