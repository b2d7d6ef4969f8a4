"""Keeping data keys with those who may hold them, whenever somebody signs in.

A keeper signs who may open what; only a session that has a file open can seal its key, or
change it. So the owner's next session does: it finishes a change that was cut off, and changes
the key when somebody knows it who should not any more. To whom a keeper gave leave it is sealed
once the owner was shown who, by whom and until when, and has agreed.

A key is changed in three steps, and killed between any two of them the file opens: the header
with boxes of both generations; the pages; the header with the new boxes alone.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial

from therapist_app.record.database.audit import note
from therapist_app.record.errors import KnownRecordError, NotAllowed
from therapist_app.record.header.caseload_access import (
    has_ended,
    is_to_be_changed,
    let_in,
    owned_by,
    owner_now,
    rightful,
    sheet_in_force,
    waits_for_owner,
    with_known_sheet,
)
from therapist_app.record.header.header import (
    CONTINUITY,
    SERVICE,
    CaseloadGrant,
    Cover,
    Header,
    KeyBox,
    caseload_label,
)
from therapist_app.record.header.key_boxes import (
    DataKey,
    seal_service_key,
    seal_to,
    service_holders,
)
from therapist_app.record.header.numbers import generation_after
from therapist_app.record.header.person_keys import new_data_key
from therapist_app.record.header.statements import (
    agreed_to,
    given,
    has_notices,
    has_pairs,
    has_statements,
    keeper_keys,
    lacks_a_second,
)
from therapist_app.record.service.export_keys import is_export_key_known, renew_export_key
from therapist_app.record.service.owners_in_turn import was_agreed_to
from therapist_app.record.service.sheets_before import (
    keep_lacking,
    newest_lacking,
    opens_what_was_sealed_to,
)
from therapist_app.record.vault.seen_statements import (
    forget_sheet,
    remember_sheet,
    seen_by_owner,
)
from therapist_app.record.vault.unnoted_changes import kept_it_then
from therapist_app.record.vault.vault import Vault

OTHER_BOXES = "service_boxes_other"


def look_after_keys(vault: Vault) -> None:
    """Bring the keys of this person's own caseloads in order; an untouched record stays so.

    A keeper's first session with this version begins the chain of statements.
    """
    me = vault.header.person(vault.person.uid)
    is_keeper = me is not None and "keeper" in me.roles and me.verify in keeper_keys(vault.header)
    if is_keeper and not has_statements(vault.header):
        vault.write_statement(_brought_up(vault))
        note(vault.service, "statements_begun", "header")
    elif is_keeper and not has_notices(vault.header):
        vault.write_statement(vault.header)
    if is_keeper:
        look_after_export_key(vault)
    look_after_service_boxes(vault)
    for grant in owned_by(vault.header, vault.person.uid):
        look_after_caseload(vault, grant.id)


def keep_clients_never_given(vault: Vault) -> None:
    """Keep this person's clients where a box alone says that they have become somebody else's.

    A keeper states boxes, and whoever waits for the clients signs them. Where nobody signed in
    the audit that they agreed, and the clients still open for whose they were, these are asked.
    """
    me = vault.person.uid
    for grant in vault.header.caseloads:
        to = owner_now(vault.header, grant)
        is_mine = grant.owner == me != to and bool(grant.boxes_for(me))
        if not is_mine or was_agreed_to(vault.service, grant.id, to, me):
            continue
        vault.open_caseload(grant.id)  # it is still under the key that they hold
        boxes = tuple(box for box in grant.boxes if box.to != to)
        vault.write_header(vault.header.with_grant(replace(grant, boxes=boxes, is_stale=True)))


def look_after_export_key(vault: Vault) -> None:
    """Have exports signed with a new key, as a keeper, where somebody knows it who left.

    It is looked at in each session of a keeper: a removal may be cut off before it.
    """
    is_by_keeper = partial(kept_it_then, vault.service, vault.header)
    if is_export_key_known(vault.service, vault.header.people, is_by_keeper):
        change_export_key(vault)


def change_export_key(vault: Vault) -> None:
    """Have exports signed with a new key, as a keeper, whatever the service file says of it."""
    signing = vault.credentials.keys.signing
    renew_export_key(vault.service, vault.header.people, signing, vault.today())


def look_after_caseload(vault: Vault, caseload: str) -> None:
    """Bring the key of one of this person's own caseloads in order.

    Only whom the caseload remembers to have been let in by its owner keeps the key, and it is
    sealed to no continuity sheet but the one that they know: a keeper can state any box, and any
    sheet.
    """
    _finish_caseload_key(vault, caseload)
    grant, day = grant_of(vault, caseload), vault.day_keys_change()
    if is_to_be_changed(vault.header, grant, day):
        vault.open_caseload(caseload)  # which knows who was let in
    elif let_in(grant, vault.person.uid) or _misses_the_sheet(vault.header, grant):
        with suppress(KnownRecordError):  # one that does not open keeps nobody out of the others
            vault.open_caseload(caseload)
    database = vault.open_caseloads.get(caseload)
    seen = seen_by_owner(database) if database is not None else None
    known_to, agreed = (seen.holders, seen.agreed) if seen is not None else ((), None)
    sheet = seen.sheet if seen is not None else None
    if is_to_be_changed(vault.header, grant, day, known_to, agreed, sheet=sheet):
        change_caseload_key(vault, caseload)
    else:
        known = with_known_sheet(vault.header, sheet)
        note_sheet_of_before(vault, known, caseload, max(box.generation for box in grant.boxes))
        _seal_missing(vault, grant, known, rightful(known, grant, day, agreed))


def _misses_the_sheet(header: Header, grant: CaseloadGrant) -> bool:
    return header.continuity is not None and not grant.boxes_for(CONTINUITY)


def lacks_agreement(vault: Vault) -> tuple[str, ...]:
    """Return this person's own caseloads whose owner does not know the continuity sheet yet."""
    header, found = vault.header, list[str]()
    if header.continuity is None:
        return ()
    for grant in owned_by(header, vault.person.uid):
        with suppress(KnownRecordError):  # one that does not open is asked about once it does
            seen = seen_by_owner(vault.open_caseload(grant.id))
            if seen is not None and seen.sheet not in (None, header.continuity.hex()):
                found.append(grant.id)
    return tuple(found)


def agree_to_sheet(vault: Vault) -> None:
    """Seal the keys of this person's own clients to the continuity sheet in force.

    Raises:
        NotAllowed: It does not wait for them, or not any more.

    """
    waiting = lacks_agreement(vault)
    if not waiting:
        raise NotAllowed("no-such-sheet")
    sheet = sheet_in_force(vault.header.continuity or b"")
    note(vault.service, "continuity_agreed", SERVICE, (sheet,))  # from then on a backup is due
    for caseload in waiting:
        know_sheet(vault, caseload)


def successor_opens(vault: Vault) -> bool:
    """Return whether a sheet that its owner does not know opens any of this person's own clients.

    So it is where the one that they know was typed to make it.
    """
    return any(_known_and_handed_on(vault, each) for each in lacks_agreement(vault))


def refuse_sheet(vault: Vault) -> None:
    """Take this person's own clients back from the continuity sheet in force.

    Where the sheet that they know was typed to make it, it opens what that one opens: so the next
    key is sealed to neither, until they agree. Where it was made without, the next key is sealed to
    the one that they know. The key is changed either way: which of the two it was stands where
    everybody can write.
    """
    for caseload in lacks_agreement(vault):
        if _known_and_handed_on(vault, caseload):
            forget_sheet(vault.open_caseload(caseload))
        change_caseload_key(vault, caseload)


def _known_and_handed_on(vault: Vault, caseload: str) -> bool:
    seen = seen_by_owner(vault.open_caseload(caseload))
    if seen is None or not seen.sheet:
        return False
    return opens_what_was_sealed_to(vault.service, vault.header, bytes.fromhex(seen.sheet))


def know_sheet(vault: Vault, caseload: str) -> None:
    """Let one of this person's own caseloads know the sheet in force, and seal its key to it."""
    remember_sheet(vault.open_caseload(caseload), vault.header)
    look_after_caseload(vault, caseload)


def _brought_up(vault: Vault) -> Header:
    """Return a header of before with its covers given anew by the keeper signed in."""
    header, me, seed = vault.header, vault.person.uid, vault.credentials.keys.signing
    until = {(each.caseload, each.to): each.until for each in header.covers}
    for grant in header.caseloads:
        boxes = tuple(replace(box, until=until.get((grant.id, box.to), "")) for box in grant.boxes)
        header = header.with_grant(replace(grant, boxes=boxes))
    return replace(header, covers=tuple(given(header, each, me, seed) for each in header.covers))


def covers_waiting(vault: Vault) -> tuple[Cover, ...]:
    """Return the covers of this person's own clients that wait for their agreement."""
    header, me = vault.header, vault.person.uid
    mine = {grant.id for grant in owned_by(header, me)}
    return tuple(
        each
        for each in header.covers
        if each.caseload in mine
        and each.to != me
        and not has_ended(each.until, vault.day_of_covers())
        and (waits_for_owner(header, each) or _may_second(vault, each))
    )


def agree_to_cover(vault: Vault, cover: Cover) -> None:
    """Seal the key of this person's own clients to whom a keeper gave leave.

    Raises:
        NotAllowed: It does not wait for them, or not any more.

    """
    if cover not in covers_waiting(vault):
        raise NotAllowed("no-such-cover")
    vault.open_caseload(cover.caseload)
    if _may_second(vault, cover):
        second(vault, cover)
    grant = grant_of(vault, cover.caseload)
    [which] = vault.data_keys(grant.id)
    others = tuple(box for box in grant.boxes if box.to != cover.to)
    box = seal_to(vault.header, which, cover.to, vault.service.sources, cover.until)
    which.key.forget()
    vault.write_header(vault.header.with_grant(replace(grant, boxes=(*others, box))))
    agreed = (cover.to, cover.until)
    note(vault.service, "cover_agreed", f"{caseload_label(grant.id)} to {cover.to}", agreed)


def second(vault: Vault, cover: Cover) -> None:
    """State that a keeper, who is signed in, agrees to what another gave to themselves."""
    header, me, seed = vault.header, vault.person.uid, vault.credentials.keys.signing
    agreed = agreed_to(header, cover, me, seed)
    covers = tuple(agreed if each == cover else each for each in header.covers)
    vault.write_statement(replace(header, covers=covers))
    note(vault.service, "cover_seconded", caseload_label(cover.caseload), (cover.to,))


def _may_second(vault: Vault, cover: Cover) -> bool:
    me = vault.header.person(vault.person.uid)
    return (
        lacks_a_second(vault.header, cover)
        and me is not None
        and me.uid != cover.to
        and me.verify in keeper_keys(vault.header)
    )


def change_caseload_key(vault: Vault, caseload: str) -> None:
    """Encrypt a caseload under a new key, as its owner, and seal that to who may hold it alone.

    Boxes of a key that the file is not under are left out: who stated them may know that key.
    """
    seen = seen_by_owner(vault.open_caseload(caseload))
    grant = grant_of(vault, caseload)
    agreed, sheet = (seen.agreed, seen.sheet) if seen is not None else (None, None)
    known = with_known_sheet(vault.header, sheet)
    holders = rightful(known, grant, vault.day_keys_change(), agreed)
    in_force, newest = vault.generations[caseload], max(box.generation for box in grant.boxes)
    number = generation_after(in_force, newest)
    following = DataKey(caseload_label(caseload), number, new_data_key(vault.service.sources))
    note_sheet_of_before(vault, known, caseload, following.generation)
    boxes = _sealed(vault, known, following, holders)
    kept = tuple(box for box in grant.boxes if box.generation == in_force)
    vault.write_header(vault.header.with_grant(replace(grant, boxes=(*kept, *boxes))))
    put_caseload_key_in_force(vault, caseload, following)


def note_sheet_of_before(vault: Vault, known: Header, caseload: str, generation: int) -> None:
    """Note where a key is sealed to a sheet of before, and the one in force does not open it."""
    in_force, before = vault.header.continuity, known.continuity
    if in_force is None or before in (None, in_force):
        return
    reaches = newest_lacking(vault.service, vault.header, caseload) >= generation
    if not reaches and not opens_what_was_sealed_to(vault.service, vault.header, before):
        of = f"{caseload_label(caseload)} to {CONTINUITY}"
        with vault.service.change("key_sealed", of) as change:
            keep_lacking(change, caseload, generation, in_force)


def put_caseload_key_in_force(vault: Vault, caseload: str, following: DataKey) -> None:
    """Encrypt a caseload under a key whose boxes stand in the header, and drop older ones."""
    vault.open_caseload(caseload).change_key(following.key)
    following.key.forget()
    vault.generations[caseload] = following.generation
    _keep_boxes_in_force(vault, caseload, is_stale=False)


def change_service_key(vault: Vault, header: Header) -> None:
    """State `header` as a keeper, and encrypt the service file under a new key.

    Only who stands in `header` gets the new key; until the end the MAC is made with the old.
    """
    newest = max(box.generation for box in vault.header.service_boxes)
    number = generation_after(newest, newest)
    following = DataKey(SERVICE, number, new_data_key(vault.service.sources))
    holders = dict.fromkeys(service_holders(header), "")
    kept = [box for box in header.service_boxes if box.to in holders]
    boxes = _sealed(vault, header, following, holders)
    vault.write_statement(replace(header, service_boxes=(*kept, *boxes)))
    put_service_key_in_force(vault, following)


def put_service_key_in_force(vault: Vault, which: DataKey) -> None:
    """Encrypt the service file under a key whose boxes stand in the header."""
    vault.service.change_key(which.key)
    _take_service_key(vault, which)


def finish_service_key(vault: Vault, held: Sequence[DataKey], place: int) -> None:
    """Finish a change of the service's key that was cut off.

    A key under which the file is not yet is never taken: anybody can amend the boxes, so that it
    would be sealed to nobody but whom they like. Another one is made, and sealed to everybody.

    Args:
        vault: Just opened, under the key at `place`.
        held: This person's keys of the service file, newest first.
        place: Which of them opened it.

    """
    in_force, boxes = held[place], vault.header.service_boxes
    newest = max(box.generation for box in boxes)
    if {box.generation for box in boxes} == {in_force.generation}:
        return
    if newest == in_force.generation:
        vault.service.forget_older_keys(in_force.key)
        _take_service_key(vault, in_force)
    else:
        number = generation_after(in_force.generation, newest)
        following = DataKey(SERVICE, number, new_data_key(vault.service.sources))
        to_all = _sealed_to_everybody(vault.header, following)
        kept = tuple(box for box in boxes if box.generation == in_force.generation)
        vault.write_header(replace(vault.header, service_boxes=(*kept, *to_all)))
        put_service_key_in_force(vault, following)
    for each in held:
        if each is not in_force:
            each.key.forget()


def look_after_service_boxes(vault: Vault) -> None:
    """Seal the service's key to everybody as it must be, where somebody amended it otherwise.

    Each box can be made again and compared. Those of an earlier version, which cannot, are sealed
    anew as they are. Everybody is told where one of them was not for whom it says.
    """
    header = vault.header
    if not has_pairs(header):
        return
    newest = max(box.generation for box in header.service_boxes)
    which = DataKey(SERVICE, newest, vault.credentials.service_key)
    stand, wanted = {*header.service_boxes}, _sealed_to_everybody(header, which)
    if stand == {*wanted}:
        return
    vault.write_header(replace(header, service_boxes=wanted))
    others = {box.to for box in wanted if box not in stand} - {CONTINUITY}
    is_missing = not others.issubset(box.to for box in stand)
    if is_missing or (others and not stand.isdisjoint(wanted)):
        own = header.service_own
        by = header.trail[-1].by if own is None else own.by
        note(vault.service, OTHER_BOXES, SERVICE, (by,))


def _sealed_to_everybody(header: Header, which: DataKey) -> tuple[KeyBox, ...]:
    return tuple(seal_service_key(header, which, to) for to in service_holders(header))


def _take_service_key(vault: Vault, which: DataKey) -> None:
    if vault.credentials.service_key is not which.key:
        vault.credentials.service_key.forget()
    vault.credentials.service_key = which.key
    boxes = vault.header.service_boxes
    kept = tuple(box for box in boxes if box.generation == which.generation)
    vault.write_header(replace(vault.header, service_boxes=kept))
    note(vault.service, "key_rotated", SERVICE)


def _finish_caseload_key(vault: Vault, caseload: str) -> None:
    generations = {box.generation for box in grant_of(vault, caseload).boxes}
    if len(generations) == 1:
        return
    database = vault.open_caseload(caseload)
    keys = vault.data_keys(caseload)
    is_done = vault.generations[caseload] == keys[0].generation
    if is_done:
        database.forget_older_keys(keys[0].key)
    for each in keys:
        each.key.forget()
    if is_done:
        _keep_boxes_in_force(vault, caseload, is_stale=grant_of(vault, caseload).is_stale)
    else:  # not under the key that stands there: a keeper could have stated one that they know
        change_caseload_key(vault, caseload)


def _keep_boxes_in_force(vault: Vault, caseload: str, *, is_stale: bool) -> None:
    grant = grant_of(vault, caseload)
    in_force = vault.generations[caseload]
    boxes = tuple(box for box in grant.boxes if box.generation == in_force)
    vault.write_header(vault.header.with_grant(replace(grant, boxes=boxes, is_stale=is_stale)))
    note(vault.service, "key_rotated", caseload_label(caseload))


def _seal_missing(
    vault: Vault, grant: CaseloadGrant, known: Header, holders: Mapping[str, str]
) -> None:
    missing = {to: until for to, until in holders.items() if not grant.boxes_for(to)}
    if not missing:
        return
    vault.open_caseload(grant.id)  # which refuses a list of people older than its owner has seen
    [which] = vault.data_keys(grant.id)
    boxes = _sealed(vault, known, which, missing)
    which.key.forget()
    vault.write_header(vault.header.with_grant(replace(grant, boxes=(*grant.boxes, *boxes))))
    for to in missing:
        note(vault.service, "key_sealed", f"{caseload_label(grant.id)} to {to}")


def _sealed(
    vault: Vault, header: Header, which: DataKey, holders: Mapping[str, str]
) -> tuple[KeyBox, ...]:
    sources = vault.service.sources
    return tuple(seal_to(header, which, to, sources, until) for to, until in holders.items())


def grant_of(vault: Vault, caseload: str) -> CaseloadGrant:
    """Return a caseload.

    Raises:
        NotAllowed: There is none of this id.

    """
    grant = vault.header.grant(caseload)
    if grant is None:
        raise NotAllowed("no-such-caseload")
    return grant
