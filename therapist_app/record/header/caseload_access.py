"""Whose a caseload is now, and which caseloads a person may open.

A caseload that changes hands stays its first owner's until the key has reached whom it goes to:
from then on it is theirs, and their next session changes the key.
"""

import hashlib
import itertools
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from therapist_app.record.header.header import (
    CONTINUITY,
    HANDED_OVER,
    CaseloadGrant,
    Cover,
    Header,
    holder_of,
)
from therapist_app.record.header.statements import lacks_a_second

Access = Literal["own", "handed_over", "cover"]
LetIn = tuple[str, str]
"""Somebody to whom a caseload's key is sealed, and the last day of it as the box has it."""


@dataclass(frozen=True, slots=True)
class CaseloadChoice:
    """A caseload that a person may open.

    Attributes:
        owner: The uid of whose it is.
        owner_name: Their name, as it stands in the header.
        came_from: The name of who handed it over to them, where that is known.
        access: Why they may: it is theirs, it was somebody else's and became theirs, or they
            stand in until `until`.

    """

    id: str
    owner: str
    owner_name: str
    access: Access
    until: date | None = None
    came_from: str = ""


def made_for(uid: str) -> Iterator[str]:
    """Yield the ids of the caseloads that a person is given: their uid, then others that follow.

    The second is for somebody who handed the first over and begins anew.
    """
    yield uid
    number = 1
    while True:
        number += 1
        yield hashlib.sha256(f"{uid} {number}".encode()).hexdigest()[:32]


def first_owner(header: Header, grant: CaseloadGrant, among: Iterable[str]) -> str:
    """Return the uid of whom a caseload was made for, among some; empty where it was another."""
    many = len(header.caseloads)
    return next((uid for uid in among if grant.id in itertools.islice(made_for(uid), many)), "")


def successor(header: Header, grant: CaseloadGrant) -> str | None:
    """Return to whom a caseload is going, where a keeper has signed that it does."""
    going = (each.to for each in header.covers_of(grant.id) if each.until == HANDED_OVER)
    return next(going, None)


def owner_now(header: Header, grant: CaseloadGrant) -> str:
    """Return the uid of whose a caseload is: theirs to whom it goes, once they hold its key."""
    to = successor(header, grant)
    return to if to is not None and agreed_until(grant, to) == HANDED_OVER else grant.owner


def agreed_until(grant: CaseloadGrant, to: str) -> str | None:
    """Return the last day for which the key was sealed to somebody; None where it is not."""
    return next((box.until for box in grant.boxes_for(to)), None)


def effective_until(header: Header, cover: Cover) -> str | None:
    """Return the last day of a cover that is in effect, `HANDED_OVER`, or None where none is.

    A keeper may sign a later day than the owner agreed to: the earlier of the two counts. What a
    keeper gave to themselves counts once another keeper has agreed.
    """
    grant = header.grant(cover.caseload)
    sealed = agreed_until(grant, cover.to) if grant is not None else None
    if sealed is None or lacks_a_second(header, cover):
        return None
    if cover.until == HANDED_OVER:
        return HANDED_OVER if sealed == HANDED_OVER else None
    return min(sealed or cover.until, cover.until)


def let_in(grant: CaseloadGrant, owner: str) -> frozenset[LetIn]:
    """Return to whom else than whose it is a caseload's key is sealed, each with the last day."""
    others = (box for box in grant.boxes if box.to not in (owner, CONTINUITY))
    return frozenset((box.to, box.until) for box in others)


def with_known_boxes(
    header: Header, caseload: str, known: Collection[str], agreed: Collection[LetIn] = ()
) -> Header:
    """Return a header in which a caseload's key is sealed to nobody whom a box alone names.

    The continuity sheet stays where the header has one, whose the caseload is written down to be,
    whoever is `known`, and whom the owner let in.
    """
    grant = header.grant(caseload)
    if grant is None:
        return header
    stay = {grant.owner, *known, *([CONTINUITY] if header.continuity else [])}
    boxes = (box for box in grant.boxes if box.to in stay or (box.to, box.until) in agreed)
    return header.with_grant(replace(grant, boxes=tuple(boxes)))


def with_known_sheet(header: Header, sheet: str | None) -> Header:
    """Return a header whose continuity sheet is the one that the owner of a caseload knows.

    Args:
        header: As a keeper stated it.
        sheet: The public key of what they know, in hexadecimal; empty where they know of none.
            None where nothing is remembered: then the sheet in force is what they begin with.

    """
    if sheet is None or header.continuity is None:
        return header
    return replace(header, continuity=bytes.fromhex(sheet) or None)


def rightful(
    header: Header, grant: CaseloadGrant, day: date, agreed: Collection[LetIn] | None = None
) -> dict[str, str]:
    """Return who may hold a caseload's key on a day, each with the last day of their cover.

    It is empty for whose clients they are and for the continuity key. A keeper states boxes too,
    so a box alone shows no agreement: `agreed` is whom the caseload remembers that its owner let
    in; None for who cannot know that.
    """
    named = {owner_now(header, grant): ""}
    for cover in header.covers_of(grant.id):
        until, sealed = effective_until(header, cover), agreed_until(grant, cover.to) or ""
        is_agreed = agreed is None or (cover.to, sealed) in agreed
        if until is not None and is_agreed and not has_ended(until, day):
            named.setdefault(cover.to, sealed)
    if header.continuity:
        named[CONTINUITY] = ""
    return named


def is_to_be_changed(
    header: Header,
    grant: CaseloadGrant,
    day: date,
    known_to: Iterable[str] = (),
    agreed: Collection[LetIn] | None = None,
    *,
    sheet: str | None = None,
) -> bool:
    """Whether somebody may know a caseload's key who may not hold it.

    The flag is a keeper's word; `known_to` is whom the caseload remembers to have held the key,
    `agreed` whom its owner let in, as in `rightful`, and `sheet` which continuity sheet they know.
    A key pair that somebody gave up is nobody's, and so is a continuity sheet of before, once the
    owner knows the one in force.
    """
    held = {box.holder for box in grant.boxes} | set(known_to)
    known = with_known_sheet(header, sheet)
    may = {holder_of(to, header.pair_of(to)) for to in rightful(known, grant, day, agreed)}
    sheets = (header.continuity, known.continuity)
    may.update(sheet_in_force(each) for each in sheets if each is not None)
    return grant.is_stale or not held <= may


def sheet_in_force(public: bytes) -> str:
    """Return how a caseload remembers which continuity sheet its key was sealed to."""
    return f"{CONTINUITY}#{public.hex()}"


def waits_for_owner(header: Header, cover: Cover) -> bool:
    """Whether a cover, or its later day, waits for the agreement of whose the clients are."""
    return not lacks_a_second(header, cover) and effective_until(header, cover) != cover.until


def owned_by(header: Header, uid: str) -> tuple[CaseloadGrant, ...]:
    """Return the caseloads that are a person's now."""
    return tuple(each for each in header.caseloads if owner_now(header, each) == uid)


def has_ended(until: str, today: date) -> bool:
    """Return whether a cover is over; its last day still counts."""
    return until != HANDED_OVER and date.fromisoformat(until) < today


def choices(header: Header, uid: str, today: date) -> tuple[CaseloadChoice, ...]:
    """Return the caseloads that a person may open today, their own first."""
    found = [_choice(header, grant, uid, today) for grant in header.caseloads]
    order = {"own": 0, "handed_over": 1, "cover": 2}
    return tuple(sorted((each for each in found if each), key=lambda each: order[each.access]))


def without_cover(header: Header, caseload: str, to: str) -> Header:
    """Return the header without one leave; where the key had reached them it becomes stale."""
    grant = header.grant(caseload)
    assert grant is not None
    kept = tuple(each for each in header.covers if (each.caseload, each.to) != (caseload, to))
    boxes = tuple(box for box in grant.boxes if box.to != to)
    is_stale = grant.is_stale or boxes != grant.boxes
    return replace(header, covers=kept).with_grant(replace(grant, boxes=boxes, is_stale=is_stale))


def settled(header: Header) -> Header:
    """Return the header with every caseload that has changed hands written down as theirs.

    Its owner of before loses their box; until the new owner's session has changed the key it
    is marked as stale.
    """
    for cover in header.covers:
        grant = header.grant(cover.caseload)
        assert grant is not None
        if cover.until == HANDED_OVER and owner_now(header, grant) == cover.to:
            boxes = tuple(box for box in grant.boxes if box.to != grant.owner)
            is_stale = grant.is_stale or boxes != grant.boxes
            moved = replace(grant, owner=cover.to, boxes=boxes, is_stale=is_stale)
            covers = tuple(each for each in header.covers if each != cover)
            header = replace(header, covers=covers).with_grant(moved)
    return header


def _choice(header: Header, grant: CaseloadGrant, uid: str, today: date) -> CaseloadChoice | None:
    if not grant.boxes_for(uid):
        return None
    owner = owner_now(header, grant)
    person = header.person(owner)
    name = person.name if person else ""
    if owner == uid:
        is_own = bool(first_owner(header, grant, [uid]))
        return CaseloadChoice(grant.id, owner, name, "own" if is_own else "handed_over")
    for cover in header.covers_of(grant.id):
        until = effective_until(header, cover)
        if cover.to == uid and until and not has_ended(until, today):
            return CaseloadChoice(grant.id, owner, name, "cover", date.fromisoformat(until))
    return None
