"""The chain of statements: who signed what the header says, and who may sign the next one.

A statement is a keeper's. It carries its number and the hash of the one before, and covers all
that the header says: people, roles, slots, caseloads, boxes, flags and covers. Whether somebody
may sign is read from the statement before theirs, so that nobody signs themselves back in.
Between two statements a person may change what is theirs alone: their own slots, and the boxes of
their own caseload. They sign that as an amendment, which names what it takes the place of.

Nothing here is secret: the chain is checked before anybody types a passphrase.
"""

import hashlib
from dataclasses import replace
from typing import Any

from therapist_app.record.crypto.signing import is_signed, sign
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.errors import HeaderAltered
from therapist_app.record.folder.strict_json import canonical
from therapist_app.record.header.header import (
    CONTINUITY,
    HANDED_OVER,
    VERSION,
    Amendment,
    CaseloadGrant,
    Cover,
    Header,
    Person,
    Statement,
    keeper_statement,
)
from therapist_app.record.header.header_file import (
    FIRST_WITH_STATEMENTS,
    box_fields,
    cover_fields,
    key_fields,
    slot_fields,
)


def has_statements(header: Header) -> bool:
    """Return whether a keeper has signed in since headers carry statements."""
    return header.version >= FIRST_WITH_STATEMENTS


def keeper_keys(header: Header) -> tuple[bytes, ...]:
    """Return the verify keys of everybody who may sign now.

    In a header without statements: of everybody who was ever made a keeper, the first one first.
    """
    return header.trail[-1].keepers if header.trail else _ever_keepers(header)


def with_statement(header: Header, by: str, seed: Masked, at: str) -> Header:
    """Return the header with one more statement over all that it says.

    Args:
        header: What it shall say.
        by: The uid of the keeper who signs.
        seed: Their signing key.
        at: The moment, as `moment_text` spells it.

    """
    header = replace(
        header,
        people=tuple(replace(each, own=None) for each in header.people),
        caseloads=tuple(replace(each, own=None) for each in header.caseloads),
        signature=bytes(64),
        version=VERSION,
    )
    n = header.trail[-1].n + 1 if header.trail else 1
    keepers = tuple(each.verify for each in header.people if "keeper" in each.roles)
    bare = Statement(n, at, by, keepers, _content(header), b"")
    before = hash_of(header, n - 1)
    signed = replace(bare, signature=sign(seed, _message(header.service_id, before, bare)))
    return replace(header, trail=(*header.trail, signed))


def with_amendments(before: Header, after: Header, by: str, seed: Masked) -> Header:
    """Return a changed header with its author's signature on what they changed of their own."""
    people = {each.uid: each for each in before.people}
    grants = {each.id: each for each in before.caseloads}
    return replace(
        after,
        people=tuple(
            _amended_person(after, people[each.uid], each, by, seed) if each.uid in people else each
            for each in after.people
        ),
        caseloads=tuple(
            _amended_grant(after, grants[each.id], each, by, seed) if each.id in grants else each
            for each in after.caseloads
        ),
    )


def check_statements(header: Header) -> None:
    """Check that the chain is whole, that it says what the header says, and each amendment.

    Raises:
        HeaderAltered: Something was changed by somebody who may not; the detail says what.

    """
    if not header.trail:
        raise HeaderAltered("statement")
    may, before = _ever_keepers(header), b""
    for n, each in enumerate(header.trail, 1):
        message = _message(header.service_id, before, each)
        if each.n != n or not any(is_signed(message, each.signature, key) for key in may):
            raise HeaderAltered("statement")
        may, before = each.keepers, hashlib.sha256(message).digest()
    keepers = tuple(each.verify for each in header.people if "keeper" in each.roles)
    if header.trail[-1].content != _content(header) or may != keepers:
        raise HeaderAltered("statement")
    if not all(_is_given(header, each) for each in header.covers):
        raise HeaderAltered("covers")
    for person in header.people:
        if person.own is not None and not _is_theirs(header, person):
            raise HeaderAltered("slots")
    for grant in header.caseloads:
        if grant.own is not None and not _is_owners(header, grant):
            raise HeaderAltered("boxes")


def given(header: Header, cover: Cover, by: str, seed: Masked) -> Cover:
    """Return leave as one keeper gives it."""
    bare = replace(cover, by=by, signature=b"", agreed_by="", agreement=b"")
    return replace(bare, signature=sign(seed, _giving(header, bare)))


def agreed_to(header: Header, cover: Cover, by: str, seed: Masked) -> Cover:
    """Return leave with the agreement of a second keeper, or of `CONTINUITY`.

    Whoever holds the continuity sheet needs no second keeper; the first one signs for it.
    """
    return replace(cover, agreed_by=by, agreement=sign(seed, _giving(header, cover)))


def lacks_a_second(header: Header, cover: Cover) -> bool:
    """Whether a keeper gave this to themselves, and another one who could agree has not."""
    others = [each.uid for each in header.people if "keeper" in each.roles and each.uid != cover.to]
    return cover.by == cover.to and not cover.agreed_by and bool(others)


def hash_of(header: Header, n: int) -> bytes:
    """Return the hash of the statement of a number, which follows from all before it."""
    before = b""
    for each in header.trail[:n]:
        before = hashlib.sha256(_message(header.service_id, before, each)).digest()
    return before


def _ever_keepers(header: Header) -> tuple[bytes, ...]:
    known = [header.keeper]
    for link in header.keepers:
        statement = keeper_statement(header, link.verify)
        if any(is_signed(statement, link.signature, each) for each in known):
            known.append(link.verify)
    return tuple(known)


def _message(service_id: str, before: bytes, each: Statement) -> bytes:
    return canonical(
        {
            "use": "statement",
            "service": service_id,
            "before": before.hex(),
            "n": each.n,
            "at": each.at,
            "by": each.by,
            "keepers": [key.hex() for key in each.keepers],
            "content": each.content.hex(),
        }
    )


def _content(header: Header) -> bytes:
    newest = max((box.generation for box in header.service_boxes), default=1)
    current = tuple(box for box in header.service_boxes if box.generation == newest)
    stated: dict[str, Any] = {
        "practice": header.practice,
        "keeper": header.keeper.hex(),
        "keepers": [[link.verify.hex(), link.signature.hex()] for link in header.keepers],
        "audit_public": header.audit_public.hex(),
        "continuity": header.continuity.hex() if header.continuity else "",
        "cost": [header.cost.memory, header.cost.passes, header.cost.lanes],
        "people": [
            [
                each.uid,
                each.name,
                list(each.roles),
                each.public.hex(),
                each.verify.hex(),
                (each.own.stated if each.own else _slots(each)).hex(),
            ]
            for each in header.people
        ],
        "service_boxes": box_fields(current),
        "caseloads": [
            [each.id, each.owner, (each.own.stated if each.own else _boxes(each)).hex()]
            for each in header.caseloads
        ],
        "covers": [cover_fields(each) for each in header.covers],
    }
    return hashlib.sha256(canonical(stated)).digest()


def _giving(header: Header, cover: Cover) -> bytes:
    return canonical(
        {
            "use": "cover",
            "service": header.service_id,
            "caseload": cover.caseload,
            "to": cover.to,
            "until": cover.until,
            "by": cover.by,
        }
    )


def _is_given(header: Header, cover: Cover) -> bool:
    if not _is_keepers(header, _giving(header, cover), cover.by, cover.signature):
        return False
    if not cover.agreed_by:
        return True
    message = _giving(header, cover)
    if cover.agreed_by == CONTINUITY:
        return _is_keepers(header, message, cover.by, cover.agreement)
    is_another = cover.agreed_by not in (cover.by, cover.to)
    return is_another and _is_keepers(header, message, cover.agreed_by, cover.agreement)


def _is_keepers(header: Header, message: bytes, by: str, signature: bytes) -> bool:
    ever = {key for each in header.trail for key in each.keepers}
    person = header.person(by)
    return (
        person is not None
        and person.verify in ever
        and is_signed(message, signature, person.verify)
    )


def _slots(person: Person) -> bytes:
    return hashlib.sha256(canonical({"uid": person.uid, **slot_fields(person)})).digest()


def _boxes(grant: CaseloadGrant) -> bytes:
    return hashlib.sha256(canonical({"id": grant.id, **key_fields(grant)})).digest()


def _amended_person(header: Header, before: Person, after: Person, by: str, seed: Masked) -> Person:
    if (before.passphrase, before.sheet) == (after.passphrase, after.sheet):
        return after
    changed = replace(after, count=before.count + 1)
    stated = before.own.stated if before.own else _slots(before)
    signature = sign(seed, _amending(header, stated, _slots(changed)))
    return replace(changed, own=Amendment(stated, by, signature))


def _amended_grant(
    header: Header, before: CaseloadGrant, after: CaseloadGrant, by: str, seed: Masked
) -> CaseloadGrant:
    if (before.boxes, before.is_stale) == (after.boxes, after.is_stale):
        return after
    changed = replace(after, count=before.count + 1)
    stated = before.own.stated if before.own else _boxes(before)
    signature = sign(seed, _amending(header, stated, _boxes(changed)))
    return replace(changed, own=Amendment(stated, by, signature))


def _amending(header: Header, stated: bytes, now: bytes) -> bytes:
    return canonical(
        {
            "use": "amendment",
            "service": header.service_id,
            "statement": hash_of(header, len(header.trail)).hex(),
            "stated": stated.hex(),
            "now": now.hex(),
        }
    )


def _is_theirs(header: Header, person: Person) -> bool:
    own = person.own
    assert own is not None
    message = _amending(header, own.stated, _slots(person))
    return own.by == person.uid and is_signed(message, own.signature, person.verify)


def _is_owners(header: Header, grant: CaseloadGrant) -> bool:
    own = grant.own
    assert own is not None
    named = [cover.to for cover in header.covers_of(grant.id) if cover.until == HANDED_OVER]
    author = header.person(own.by)
    message = _amending(header, own.stated, _boxes(grant))
    return (
        author is not None
        and own.by in (grant.owner, *named)
        and is_signed(message, own.signature, author.verify)
    )
