"""Leave to open somebody else's caseload: cover for a time, or for good.

A keeper signs the leave. The owner agrees in their next session, which seals the key; where the
owner cannot come, their recovery sheet or the continuity sheet does it in the keeper's session,
and loudly. What a keeper gives to themselves waits for another keeper first, where there is one.
"""

from dataclasses import replace
from datetime import date

from therapist_app.record.crypto.recovery_sheet import read_sheet
from therapist_app.record.crypto.wiping import Masked, wipe
from therapist_app.record.database.audit import note
from therapist_app.record.errors import HeaderAltered, NotAllowed, NotPossibleYet, WrongSheet
from therapist_app.record.header.caseload_access import has_ended, owner_now, settled, without_cover
from therapist_app.record.header.header import (
    CONTINUITY,
    HANDED_OVER,
    CaseloadGrant,
    Cover,
    caseload_label,
)
from therapist_app.record.header.key_boxes import open_newest, seal_to
from therapist_app.record.header.person_keys import (
    continuity_key,
    continuity_keys,
    continuity_public,
)
from therapist_app.record.header.statements import agreed_to, given, lacks_a_second, sheets_of
from therapist_app.record.keyring.key_care import (
    agree_to_cover,
    covers_waiting,
    grant_of,
    look_after_caseload,
    second,
)
from therapist_app.record.keyring.own_keys import open_by_sheet
from therapist_app.record.keyring.people import check_keeper
from therapist_app.record.service.sheets_before import opened_before
from therapist_app.record.vault.vault import Vault


def grant_cover(vault: Vault, caseload: str, to: str, until: date) -> None:
    """Let somebody open a caseload until a day, that day included.

    Raises:
        NotAllowed: Only a keeper may; "not-a-therapist" or "own" where it makes no sense.
        NotPossibleYet: The day is over already.

    """
    if until < vault.day_of_covers():
        raise NotPossibleYet("day-is-over")
    _give_leave(vault, Cover(caseload, to, until.isoformat()), "cover_granted")


def hand_over(vault: Vault, caseload: str, to: str) -> None:
    """Let a caseload become somebody else's, as soon as its key has reached them.

    Raises:
        NotAllowed: As `grant_cover` raises.

    """
    _give_leave(vault, Cover(caseload, to, HANDED_OVER), "caseload_handed_over")


def end_cover(vault: Vault, caseload: str, to: str) -> None:
    """Take a leave back before its day; the owner's next session changes the key.

    Raises:
        NotAllowed: Only a keeper may; "own" where it has become theirs.

    """
    check_keeper(vault)
    if owner_now(vault.header, grant_of(vault, caseload)) == to:
        raise NotAllowed("own")  # without their box nobody could open it any more
    vault.write_statement(without_cover(settled(vault.header), caseload, to))
    _tell(vault, "cover_ended", caseload, to)
    _look_after_if_mine(vault, caseload)


def seal_with_sheet(vault: Vault, caseload: str, sheet_text: str) -> None:
    """Seal a caseload's key to everybody who has leave, with its owner's recovery sheet.

    Raises:
        NotAllowed: Only a keeper may.
        NotPossibleYet: "needs-second": all that waits needs another keeper first.
        WrongSheet: It was mistyped, or is not its owner's.

    """
    check_keeper(vault)
    waiting = vault.header.covers_of(caseload)
    if waiting and all(lacks_a_second(vault.header, each) for each in waiting):
        raise NotPossibleYet("needs-second")
    secret = read_sheet(sheet_text)
    grant = grant_of(vault, caseload)
    owner = vault.header.person(owner_now(vault.header, grant))
    assert owner is not None
    keys = open_by_sheet(vault.header, owner, secret)
    if keys is None:
        raise WrongSheet("another-sheet")
    _seal_as(vault, grant, owner.uid, keys.opening)
    keys.forget()
    _tell(vault, "sheet_used_for_another", caseload, owner.uid)


def seal_with_continuity(vault: Vault, caseload: str, sheet_text: str) -> None:
    """Seal a caseload's key to everybody who has leave, with the service's continuity sheet.

    Raises:
        NotAllowed: Only a keeper may.
        NotPossibleYet: The service has no continuity key, or it does not hold this caseload yet;
            "older-continuity": a sheet of before does; "needs-second": it is a sheet that signs
            nothing, and all that waits needs another keeper first.
        WrongSheet: It was mistyped, or is not this service's.

    """
    check_keeper(vault)
    secret = read_sheet(sheet_text)
    grant = grant_of(vault, caseload)
    if vault.header.continuity is None or not grant.boxes_for(CONTINUITY):
        wipe(secret)
        raise NotPossibleYet("no-continuity-key")
    owner = owner_now(vault.header, grant)
    is_in_force = continuity_public(secret) == vault.header.continuity
    is_named = continuity_key(secret).verify in sheets_of(vault.header)
    sheet = continuity_keys(secret)
    wipe(secret)
    seed = sheet.signing if is_named else vault.credentials.keys.signing
    before = opened_before(vault.service, vault.header, sheet.opening)
    try:
        is_opened = any(
            _is_sealed_as(vault, grant, each, seed) for each in (sheet.opening, *before)
        )
    finally:
        sheet.forget()
        for each in before:
            each.forget()
    if not is_opened:
        raise NotPossibleYet("older-continuity") if is_in_force else WrongSheet("another-sheet")
    _tell(vault, "continuity_used", caseload, CONTINUITY, owner)


def agree_as_second(vault: Vault, caseload: str, to: str) -> None:
    """Agree, as another keeper, to what a keeper gave to themselves.

    Raises:
        NotAllowed: Only another keeper may; "no-such-cover" where nothing waits for one.

    """
    check_keeper(vault)
    waiting = [
        each
        for each in vault.header.covers_of(caseload)
        if each.to == to
        and lacks_a_second(vault.header, each)
        and not has_ended(each.until, vault.day_of_covers())
    ]
    if to == vault.person.uid or not waiting:
        raise NotAllowed("no-such-cover")
    second(vault, waiting[0])
    _agree_if_mine(vault, caseload)


def _give_leave(vault: Vault, cover: Cover, action: str) -> None:
    check_keeper(vault)
    grant = grant_of(vault, cover.caseload)
    person = vault.header.person(cover.to)
    if person is None or "therapist" not in person.roles:
        raise NotAllowed("not-a-therapist")
    if owner_now(vault.header, grant) == cover.to:
        raise NotAllowed("own")
    header = settled(vault.header)  # a change of hands that is done is no leave any more
    others = [
        each
        for each in header.covers
        if each.caseload != cover.caseload
        or (each.to != cover.to and HANDED_OVER not in (each.until, cover.until))
    ]
    cover = given(header, cover, vault.person.uid, vault.credentials.keys.signing)
    vault.write_statement(replace(header, covers=(*others, cover)))
    _tell(vault, action, cover.caseload, cover.to, owner_now(vault.header, grant))
    _agree_if_mine(vault, cover.caseload)


def _look_after_if_mine(vault: Vault, caseload: str) -> None:
    if owner_now(vault.header, grant_of(vault, caseload)) == vault.person.uid:
        look_after_caseload(vault, caseload)


def _agree_if_mine(vault: Vault, caseload: str) -> None:
    for each in covers_waiting(vault):
        if each.caseload == caseload:
            agree_to_cover(vault, each)


def _is_sealed_as(vault: Vault, grant: CaseloadGrant, opening: Masked, seed: Masked) -> bool:
    """Seal as a continuity sheet, and return whether it opens the caseload at all."""
    try:
        _seal_as(vault, grant, CONTINUITY, opening, seed)
    except HeaderAltered:
        return False
    return True


def _seal_as(
    vault: Vault,
    grant: CaseloadGrant,
    holder: str,
    private_key: Masked,
    seed: Masked | None = None,
) -> None:
    label = caseload_label(grant.id)
    held = open_newest(vault.header, label, grant.boxes_for(holder), private_key)
    header, sources = vault.header, vault.service.sources
    if seed is not None:
        covers = tuple(_by_continuity(vault, grant.id, each, seed) for each in header.covers)
        header = replace(header, covers=covers)
    waiting = header.covers_of(grant.id)
    if waiting and all(lacks_a_second(header, each) for each in waiting):
        raise NotPossibleYet("needs-second")
    lacking = {
        each.to: each.until
        for each in waiting
        if not lacks_a_second(header, each) and not has_ended(each.until, vault.day_of_covers())
    }
    boxes = [box for box in grant.boxes if box.to not in lacking]
    for each in held:
        boxes += [seal_to(header, each, to, sources, until) for to, until in lacking.items()]
        each.key.forget()
    vault.write_statement(header.with_grant(replace(grant, boxes=tuple(boxes))))


def _by_continuity(vault: Vault, caseload: str, cover: Cover, seed: Masked) -> Cover:
    is_mine = cover.caseload == caseload and cover.by == vault.person.uid
    if not is_mine or not lacks_a_second(vault.header, cover):
        return cover
    return agreed_to(vault.header, cover, CONTINUITY, seed)


def _tell(vault: Vault, action: str, caseload: str, *concerned: str) -> None:
    note(vault.service, action, f"caseload:{caseload}", concerned)
