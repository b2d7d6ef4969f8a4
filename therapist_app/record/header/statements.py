"""The chain of statements: who signed what the header says, and who may sign the next one.

A statement is a keeper's. It carries its number and the hash of the one before, and covers all
that the header says: people, roles, slots, caseloads, boxes, flags and covers. Whether somebody
may sign is read from the statement before theirs, so that nobody signs themselves back in.
Where no keeper can sign in any more, the continuity sheet signs one that makes one more keeper.
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
    CaseloadGrant,
    Cover,
    Header,
    KeyBox,
    OwnAmendment,
    Person,
    Statement,
    keeper_statement,
)
from therapist_app.record.header.header_fields import (
    FIRST_WITH_PAIRS,
    FIRST_WITH_STATEMENTS,
    box_fields,
    cover_fields,
    key_fields,
    renewal_fields,
    slot_fields,
)
from therapist_app.record.header.header_text import VERSION
from therapist_app.record.header.notices import Notices
from therapist_app.record.header.numbers import count_after
from therapist_app.record.header.pairs import is_each_pair_signed


def has_statements(header: Header) -> bool:
    """Return whether a keeper has signed in since headers carry statements."""
    return header.version >= FIRST_WITH_STATEMENTS


def has_pairs(header: Header) -> bool:
    """Return whether a keeper has signed in since somebody can change their key pair."""
    return header.version >= FIRST_WITH_PAIRS


def has_notices(header: Header) -> bool:
    """Return whether a keeper has signed in since nobody's role is taken without notice."""
    return has_pairs(header) and header.trail[-1].notices is not None


def keeper_keys(header: Header) -> tuple[bytes, ...]:
    """Return the verify keys of everybody who may sign now.

    In a header without statements: of everybody who was ever made a keeper, the first one first.
    """
    return header.trail[-1].keepers if header.trail else _ever_keepers(header)


def with_statement(
    header: Header,
    by: str,
    seed: Masked,
    at: str,
    *,
    seed_of_now: Masked | None = None,
    notices: tuple[bytes, ...] = (),
) -> Header:
    """Return the header with one more statement over all that it says.

    Args:
        header: What it shall say.
        by: The uid of the keeper who signs; `CONTINUITY` where that sheet does.
        seed: Their signing key.
        at: The moment, as `moment_text` spells it.
        seed_of_now: Their signing key in what the header shall say, where that is another.
        notices: The verify keys of keepers to whom it gives notice (`keepers`).

    """
    giving = seed_of_now or seed
    header = replace(
        header,
        people=tuple(replace(each, own=None) for each in header.people),
        caseloads=tuple(replace(each, own=None) for each in header.caseloads),
        covers=tuple(_under_keys_of_now(header, each, by, giving) for each in header.covers),
        service_own=None,
        signature=bytes(64),
        version=VERSION,
    )
    n = header.trail[-1].n + 1 if header.trail else 1
    keepers = tuple(each.verify for each in header.people if "keeper" in each.roles)
    bare = Statement(n, at, by, keepers, _content(header), b"", notices, header.continuity_verify)
    before = hash_of(header, n - 1)
    signed = replace(bare, signature=sign(seed, _message(header.service_id, before, bare)))
    return replace(header, trail=(*header.trail, signed))


def with_amendments(before: Header, after: Header, by: str, seed: Masked) -> Header:
    """Return a changed header with its author's signature on what they changed of their own."""
    people = {each.uid: each for each in before.people}
    grants = {each.id: each for each in before.caseloads}
    after = _amended_service(before, after, by, seed)
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


def notices_in(header: Header) -> Notices:
    """Return what the chain says about keepers, and check it.

    Raises:
        HeaderAltered: A statement is not by whom it may be, or takes a keeper's role unseen.

    """
    may, before, notices = _ever_keepers(header), b"", Notices()
    sheet: bytes | None = None
    for n, each in enumerate(header.trail, 1):
        message = _message(header.service_id, before, each)
        is_by_sheet = each.by == CONTINUITY
        keys = may if not is_by_sheet else () if sheet is None else (sheet,)
        signer = next((key for key in keys if is_signed(message, each.signature, key)), None)
        if each.n != n or signer is None:
            raise HeaderAltered("statement")
        is_right = not is_by_sheet or _makes_one_keeper(each, may, sheet)
        if not is_right or not notices.follow(each, may, signer):
            raise HeaderAltered("keepers")
        may, before, sheet = each.keepers, hashlib.sha256(message).digest(), each.continuity
    return notices


def _makes_one_keeper(each: Statement, may: tuple[bytes, ...], sheet: bytes | None) -> bool:
    """Whether a statement of the continuity sheet does all that it may, and nothing else."""
    kept = set(may) <= set(each.keepers)
    is_one_more = len(set(each.keepers) - set(may)) == 1
    return kept and is_one_more and not each.notices and each.continuity == sheet


def check_statements(header: Header) -> None:
    """Check that the chain is whole, that it says what the header says, and each amendment.

    Raises:
        HeaderAltered: Something was changed by somebody who may not; the detail says what.

    """
    if not header.trail:
        raise HeaderAltered("statement")
    notices_in(header)
    may = header.trail[-1].keepers
    keepers = tuple(_as_stated(each).verify for each in header.people if "keeper" in each.roles)
    newest = header.trail[-1]
    if (newest.content, may) != (_content(header), keepers):
        raise HeaderAltered("statement")
    if newest.continuity != header.continuity_verify:
        raise HeaderAltered("statement")
    if not all(_is_given(header, each) for each in header.covers):
        raise HeaderAltered("covers")
    if header.service_own is not None and not _is_somebodys(header, header.service_own):
        raise HeaderAltered("service-boxes")
    for person in header.people:
        if not is_each_pair_signed(header, person):
            raise HeaderAltered("pairs")
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

    Whoever holds the continuity sheet needs no second keeper: it signs that itself, or, where it is
    of an earlier version, the first keeper for it.
    """
    return replace(cover, agreed_by=by, agreement=sign(seed, _giving(header, cover)))


def lacks_a_second(header: Header, cover: Cover) -> bool:
    """Whether this is a keeper's own gain, and no other keeper of now nor a sheet vouches for it.

    Who was a keeper once vouches for nobody: else whoever leaves that role could go on lending it.
    Without another keeper there is nobody to ask.
    """
    keepers = {each.uid for each in header.people if "keeper" in each.roles}
    others = keepers - {cover.to}
    if not others or (cover.to not in keepers and cover.by != cover.to):
        return False
    is_vouched_for = cover.by in others or cover.agreed_by in others
    return not is_vouched_for and not _is_by_a_sheet(header, cover)


def _is_by_a_sheet(header: Header, cover: Cover) -> bool:
    """Whether a continuity sheet agreed: itself, or by a keeper's word where none ever signed."""
    if cover.agreed_by != CONTINUITY:
        return False
    sheets = b"".join(sheets_of(header))
    return not sheets or is_signed(_giving(header, cover), cover.agreement, sheets)


def sheets_of(header: Header) -> tuple[bytes, ...]:
    """Return the verify key of every continuity sheet that a statement ever named."""
    return tuple(dict.fromkeys(each.continuity for each in header.trail if each.continuity))


def signers(header: Header) -> dict[str, bytes]:
    """Return every verify key that was ever somebody's, by uid; those of the sheet as well."""
    found = {each.uid: each.ever_verify for each in header.people}
    sheets = sheets_of(header)
    return {**found, CONTINUITY: b"".join(sheets)} if sheets else found


def hash_of(header: Header, n: int) -> bytes:
    """Return the hash of the statement of a number, which follows from all before it."""
    before = b""
    for each in header.trail[:n]:
        before = hashlib.sha256(_message(header.service_id, before, each)).digest()
    return before


def keepers_ever(header: Header) -> frozenset[bytes]:
    """Return the verify keys of all who keep the service, or did by any statement of the chain."""
    stated = (key for each in header.trail for key in each.keepers)
    return frozenset((*stated, *_ever_keepers(header)))


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
            **_spelt_since(each),
        }
    )


def _spelt_since(each: Statement) -> dict[str, Any]:
    notices = {} if each.notices is None else {"notices": [key.hex() for key in each.notices]}
    return notices if each.continuity is None else {**notices, "continuity": each.continuity.hex()}


def _content(header: Header) -> bytes:
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
                *([renewal_fields(each)] if each.renewals else []),
            ]
            for each in (_as_stated(each) for each in header.people)
        ],
        "service_boxes": _stated_service_boxes(header),
        "caseloads": [
            [each.id, each.owner, (each.own.stated if each.own else _boxes(each)).hex()]
            for each in header.caseloads
        ],
        "covers": [cover_fields(each) for each in header.covers],
    }
    return hashlib.sha256(canonical(stated)).digest()


def _stated_service_boxes(header: Header) -> list[Any] | str:
    if not has_pairs(header):
        return box_fields(_current_service_boxes(header))
    own = header.service_own
    return (own.stated if own else _service_boxes(header)).hex()


def _current_service_boxes(header: Header) -> tuple[KeyBox, ...]:
    newest = max((box.generation for box in header.service_boxes), default=1)
    return tuple(box for box in header.service_boxes if box.generation == newest)


def _as_stated(person: Person) -> Person:
    """Return a person with the key pair that the newest statement knows.

    Raises:
        HeaderAltered: They never had so many.

    """
    since = person.own.new_pairs if person.own else 0
    if since == 0:
        return person
    if since > len(person.renewals):
        raise HeaderAltered("pairs")
    stated = person.renewals[-since]
    kept = person.renewals[:-since]
    return replace(person, public=stated.public, verify=stated.verify, renewals=kept)


def _under_keys_of_now(header: Header, cover: Cover, by: str, seed: Masked) -> Cover:
    """Return leave that does not stand on a key pair that was given up since it was signed.

    Where its keeper is another one, whoever states this gives it anew.
    """
    message, giver = _giving(header, cover), header.person(cover.by)
    agreeing = header.person(cover.by if cover.agreed_by == CONTINUITY else cover.agreed_by)
    if _is_by_an_older_pair(message, cover.signature, giver):
        kept = replace(cover, signature=sign(seed, message))
        cover = kept if cover.by == by else given(header, cover, by, seed)
    if _is_by_an_older_pair(message, cover.agreement, agreeing):
        if cover.agreed_by in (by, CONTINUITY):
            return agreed_to(header, cover, cover.agreed_by, seed)
        if by in (cover.by, cover.to):  # who cannot be the second: it waits for one again
            return replace(cover, agreed_by="", agreement=b"")
        return agreed_to(header, cover, by, seed)
    return cover


def stands_on_a_pair_given_up(header: Header, cover: Cover) -> bool:
    """Whether leave is signed, or agreed to, with a key pair that was given up since."""
    message = _giving(header, cover)
    agreeing = header.person(cover.by if cover.agreed_by == CONTINUITY else cover.agreed_by)
    return _is_by_an_older_pair(
        message, cover.signature, header.person(cover.by)
    ) or _is_by_an_older_pair(message, cover.agreement, agreeing)


def _is_by_an_older_pair(message: bytes, signature: bytes, person: Person | None) -> bool:
    if person is None or is_signed(message, signature, person.verify):
        return False
    return is_signed(message, signature, person.ever_verify)


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
        is_by_sheet = is_signed(message, cover.agreement, b"".join(sheets_of(header)))
        return is_by_sheet or _is_keepers(header, message, cover.by, cover.agreement)
    is_another = cover.agreed_by not in (cover.by, cover.to)
    return is_another and _is_keepers(header, message, cover.agreed_by, cover.agreement)


def _is_keepers(header: Header, message: bytes, by: str, signature: bytes) -> bool:
    ever = {key for each in header.trail for key in each.keepers}
    person = header.person(by)
    if person is None:
        return False
    stated = _as_stated(person).verify
    return stated in ever and is_signed(message, signature, stated)


def _slots(person: Person) -> bytes:
    fields = {"uid": person.uid, **slot_fields(person)}
    if person.renewals:
        pair = {"public": person.public.hex(), "verify": person.verify.hex()}
        fields = {**fields, **pair, "renewals": renewal_fields(person)}
    return hashlib.sha256(canonical(fields)).digest()


def _service_boxes(header: Header) -> bytes:
    return hashlib.sha256(
        canonical({"service": box_fields(_current_service_boxes(header))})
    ).digest()


def _boxes(grant: CaseloadGrant) -> bytes:
    return hashlib.sha256(canonical({"id": grant.id, **key_fields(grant)})).digest()


def _amended_person(header: Header, before: Person, after: Person, by: str, seed: Masked) -> Person:
    if (before.passphrase, before.sheet) == (after.passphrase, after.sheet):
        return after
    changed = replace(after, count=count_after(before.count))
    stated = before.own.stated if before.own else _slots(before)
    signature = sign(seed, _amending(header, stated, _slots(changed)))
    new_pairs = after.pair - before.pair + (before.own.new_pairs if before.own else 0)
    return replace(changed, own=OwnAmendment(stated, by, signature, new_pairs))


def _amended_service(before: Header, after: Header, by: str, seed: Masked) -> Header:
    if not has_pairs(after) or _service_boxes(before) == _service_boxes(after):
        return after
    stated = before.service_own.stated if before.service_own else _service_boxes(before)
    signature = sign(seed, _amending(after, stated, _service_boxes(after)))
    return replace(after, service_own=OwnAmendment(stated, by, signature))


def _amended_grant(
    header: Header, before: CaseloadGrant, after: CaseloadGrant, by: str, seed: Masked
) -> CaseloadGrant:
    is_as_it_was = (before.boxes, before.is_stale) == (after.boxes, after.is_stale)
    if is_as_it_was and not _is_by_a_pair_given_up(header, before, by):
        return after
    changed = replace(after, count=count_after(before.count))
    stated = before.own.stated if before.own else _boxes(before)
    signature = sign(seed, _amending(header, stated, _boxes(changed)))
    return replace(changed, own=OwnAmendment(stated, by, signature))


def _is_by_a_pair_given_up(header: Header, grant: CaseloadGrant, by: str) -> bool:
    own, author = grant.own, header.person(by)
    if own is None or own.by != by or author is None:
        return False
    message = _amending(header, own.stated, _boxes(grant))
    return not is_signed(message, own.signature, author.verify)


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


def _is_somebodys(header: Header, own: OwnAmendment) -> bool:
    author = header.person(own.by)
    message = _amending(header, own.stated, _service_boxes(header))
    return author is not None and is_signed(message, own.signature, author.verify)


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
