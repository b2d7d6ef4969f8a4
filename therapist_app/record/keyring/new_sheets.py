"""A new sheet counts once it was typed back; until then the one before is as good as ever.

::

    new = new_own_sheet(vault)      # shown; nothing has changed
    confirm_own_sheet(vault, new)   # typed back: the one before opens nothing any more

What puts it in force is kept in memory alone, and written by one replacement of the header: a
program that ends at any instant leaves one of the two in force, and the record says which was
shown and never typed back. The first sheet of somebody has none before it, so it is in force
from the beginning, and counts as unconfirmed until it was typed back (ADR 46).
"""

from contextlib import suppress
from dataclasses import dataclass, field, replace

from therapist_app.record.crypto.recovery_sheet import (
    SECRET_LENGTH,
    RecoverySheet,
    make_sheet,
    read_sheet,
)
from therapist_app.record.crypto.slots import Slot, SlotTerms
from therapist_app.record.crypto.wiping import Masked, wipe
from therapist_app.record.errors import HeaderAltered, WrongSheet
from therapist_app.record.header.caseload_access import owned_by, sheet_in_force
from therapist_app.record.header.header import (
    CONTINUITY,
    CaseloadGrant,
    Header,
    caseload_label,
    slot_context,
)
from therapist_app.record.header.key_boxes import DataKey, open_newest, seal_to, service_box
from therapist_app.record.header.person_keys import (
    ContinuityKey,
    continuity_key,
    continuity_private,
    continuity_public,
    sheet_slot,
)
from therapist_app.record.keyring.key_care import change_service_key, know_sheet
from therapist_app.record.keyring.people import check_keeper
from therapist_app.record.service.sheets_before import (
    forget_others,
    keep_lacking,
    keep_sheet,
    opened_before,
)
from therapist_app.record.service.unconfirmed_sheets import (
    Unconfirmed,
    note_settled,
    note_shown,
    unconfirmed,
)
from therapist_app.record.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class NewOwnSheet:
    """A recovery sheet that is shown, and the person's keys locked under it."""

    sheet: RecoverySheet
    slot: Slot


@dataclass(frozen=True, slots=True)
class NewContinuity:
    """A continuity sheet that is shown.

    Attributes:
        key: The public halves of its keys.
        before: The private half of the key in force, where its sheet was typed.

    """

    sheet: RecoverySheet
    key: ContinuityKey
    before: Masked | None = field(repr=False)


def unconfirmed_sheets(vault: Vault) -> tuple[Unconfirmed, ...]:
    """Return the sheets that the person signed in must know of: their own, a keeper's also."""
    me = vault.header.person(vault.person.uid)
    holders = [vault.person.uid]
    if me is not None and "keeper" in me.roles:
        holders.append(CONTINUITY)
    found = (unconfirmed(vault.service, vault.header, each) for each in holders)
    return tuple(each for each in found if each is not None)


def new_own_sheet(vault: Vault) -> NewOwnSheet:
    """Return a new recovery sheet for the person signed in; it opens nothing yet."""
    person = vault.header.person(vault.person.uid)
    assert person is not None
    sources = vault.service.sources
    secret = bytearray(sources.random_bytes(SECRET_LENGTH))
    sheet = make_sheet(secret)
    terms = SlotTerms(person.roles, vault.header.cost)
    context = slot_context(vault.header, person.uid, terms)
    slot = sheet_slot(vault.credentials.keys, secret, terms, context=context, sources=sources)
    note_shown(vault.service, person.uid, slot.commitment.hex())
    return NewOwnSheet(sheet, slot)


def confirm_own_sheet(vault: Vault, new: NewOwnSheet) -> None:
    """Put a recovery sheet that was typed back in force; the one before opens nothing any more."""
    person = vault.header.person(vault.person.uid)
    assert person is not None
    vault.write_header(vault.header.with_person(replace(person, sheet=new.slot)))
    note_settled(vault.service, person.uid, "sheet_replaced")


def confirm_first_sheet(vault: Vault, holder: str) -> None:
    """Note that somebody's first sheet, or the first continuity sheet, was typed back."""
    note_settled(vault.service, holder, "sheet_confirmed")


def give_up_new_sheet(vault: Vault, holder: str) -> None:
    """Note that the person goes on with the sheet of before, and knows that it is the good one."""
    note_settled(vault.service, holder, "new_sheet_given_up")
    if holder == CONTINUITY:
        forget_others(vault.service, vault.header)


def new_continuity(vault: Vault, typed: str) -> NewContinuity:
    """Return a new continuity sheet; it opens nothing yet. It may be the first of the service.

    Args:
        vault: A keeper's.
        typed: What was typed from the sheet in force, so that the new one opens at once whatever
            that one does. Nothing where it is lost.

    Raises:
        NotAllowed: Only a keeper may.
        WrongSheet: It was mistyped, or is not the one in force.

    """
    check_keeper(vault)
    before = _key_of_sheet_in_force(vault.header, typed) if typed.strip() else None
    secret = bytearray(vault.service.sources.random_bytes(SECRET_LENGTH))
    sheet = make_sheet(secret)
    key = continuity_key(secret)
    wipe(secret)
    note_shown(vault.service, CONTINUITY, key.public.hex())
    return NewContinuity(sheet, key, before)


def confirm_continuity(vault: Vault, new: NewContinuity) -> None:
    """Put a continuity sheet that was typed back in force.

    Where the one before was typed, the new one opens at once what that one did, the backups of
    before among it. Where it was not, that one goes on opening the caseload of each therapist until
    they have agreed to the new one: without either of them nobody can seal the key to it. Whoever
    makes it agrees for their own clients.
    The service file gets another key, since the sheet before opens that of now; a caseload does as
    its owner agrees.

    Raises:
        NotAllowed: Only a keeper may.

    """
    check_keeper(vault)
    header = replace(vault.header, continuity=new.key.public, continuity_verify=new.key.verify)
    lacking: dict[str, int] = {}
    for grant in vault.header.caseloads:
        held = _opened(vault, grant, new.before)
        if grant.boxes_for(CONTINUITY) and not held:
            lacking[grant.id] = max(box.generation for box in grant.boxes)
        header = header.with_grant(_resealed(vault, header, grant, held))
    with vault.service.change("sheet_confirmed", "service") as change:
        keep_sheet(change, vault.header, new.key.public, new.before, vault.service.sources)
        for caseload, generation in lacking.items():
            keep_lacking(change, caseload, generation, new.key.public)
    if new.before is not None:
        new.before.forget()
    change_service_key(vault, _with_service_box(vault, header))
    named = (sheet_in_force(new.key.public),)
    note_settled(vault.service, CONTINUITY, "continuity_renewed", named)
    for grant in owned_by(vault.header, vault.person.uid):
        know_sheet(vault, grant.id)


def _with_service_box(vault: Vault, header: Header) -> Header:
    """Return a header whose continuity sheet opens the service file under its key of now."""
    key = vault.credentials.service_key
    box = service_box(header, key, CONTINUITY, vault.service.sources)
    others = tuple(each for each in header.service_boxes if each.to != CONTINUITY)
    return replace(header, service_boxes=(*others, box))


def _key_of_sheet_in_force(header: Header, typed: str) -> Masked:
    secret = read_sheet(typed)
    is_it = continuity_public(secret) == header.continuity
    private = Masked(continuity_private(secret))
    wipe(secret)
    if not is_it:
        private.forget()
        raise WrongSheet("another-sheet")
    return private


def _opened(vault: Vault, grant: CaseloadGrant, private: Masked | None) -> tuple[DataKey, ...]:
    """Return the keys of a caseload that a sheet opens, or one that handed its key on to it."""
    boxes = grant.boxes_for(CONTINUITY)
    if private is None or not boxes:
        return ()
    header, label = vault.header, caseload_label(grant.id)
    before = opened_before(vault.service, header, private)
    found: tuple[DataKey, ...] = ()
    for each in (private, *before):
        with suppress(HeaderAltered):
            found = open_newest(header, label, boxes, each)
            break
    for each in before:
        each.forget()
    return found


def _resealed(
    vault: Vault, header: Header, grant: CaseloadGrant, held: tuple[DataKey, ...]
) -> CaseloadGrant:
    """Return a caseload whose keys are sealed to the continuity key of `header`, if any are held.

    What the sheet before showed stays known to whoever saw it, so the key changes as they agree.
    """
    if not held:
        return replace(grant, is_stale=True)
    others = tuple(box for box in grant.boxes if box.to != CONTINUITY)
    sources = vault.service.sources
    fresh = tuple(seal_to(header, each, CONTINUITY, sources) for each in held)
    for each in held:
        each.key.forget()
    return replace(grant, boxes=(*others, *fresh))
