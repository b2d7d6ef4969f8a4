"""Who is in the service: a keeper's business.

Somebody is taken in with the newcomer at the keyboard. Nobody takes the keeper's role from
themselves, so that there is always one left. Somebody who leaves has seen the service's key: it
is changed as they go. Their caseloads must be somebody else's before, whose next session changes
those keys.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from session_forms.held_files import rename_over
from therapist_app.record.crypto import kdf
from therapist_app.record.crypto.passphrases import normalised
from therapist_app.record.crypto.recovery_sheet import SECRET_LENGTH, RecoverySheet, make_sheet
from therapist_app.record.crypto.wiping import wipe
from therapist_app.record.database.audit import note
from therapist_app.record.database.database import Caseload
from therapist_app.record.database.opening import create_database
from therapist_app.record.errors import NameUnfit, NotAllowed, NotPossibleYet, RecordBug
from therapist_app.record.header.caseload_access import owned_by, settled, without_cover
from therapist_app.record.header.fit_names import check_names
from therapist_app.record.header.header import (
    CaseloadGrant,
    Cover,
    Header,
    NewPerson,
    Person,
    Role,
)
from therapist_app.record.header.key_boxes import make_grant, service_box
from therapist_app.record.header.notices import NOTICE
from therapist_app.record.header.person_keys import (
    Newcomer,
    NewKeys,
    make_keys,
    make_person,
    new_data_key,
    new_salt,
)
from therapist_app.record.header.statements import agreed_to, given, keeper_keys, notices_in
from therapist_app.record.keyring.key_care import change_export_key, change_service_key
from therapist_app.record.keyring.own_keys import check_new_passphrase
from therapist_app.record.service.caseload_figures import all_figures
from therapist_app.record.service.former_people import remember
from therapist_app.record.service.unconfirmed_sheets import fact_of_first
from therapist_app.record.vault.openings import opening_of
from therapist_app.record.vault.signed_time import correct_moment
from therapist_app.record.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class Joined:
    """Somebody just taken in, and their sheet: unconfirmed until it was typed back."""

    uid: str
    sheet: RecoverySheet


def may_keep_people(vault: Vault) -> bool:
    """Return whether the person signed in is a keeper whom the service knows."""
    me = vault.header.person(vault.person.uid)
    return me is not None and "keeper" in me.roles and me.verify in keeper_keys(vault.header)


def check_keeper(vault: Vault) -> None:
    """Check that the person signed in may change the list of people.

    Raises:
        NotAllowed: They are no keeper.

    """
    if not may_keep_people(vault):
        raise NotAllowed("keeper")


def add_person(vault: Vault, newcomer: NewPerson, cost: kdf.KdfCost | None = None) -> Joined:
    """Take somebody into the service, with an empty caseload if they are a therapist.

    Without a `cost`, what the service asks for now.

    Raises:
        NotAllowed: Only a keeper may.
        NameUnfit: The name holds what cannot be seen; nothing was changed.
        PassphraseTooWeak: The passphrase breaks a rule; nothing was changed.

    """
    try:
        check_keeper(vault)
        check_names(newcomer.name)
    except (NameUnfit, NotAllowed):
        wipe(newcomer.passphrase)
        raise
    check_new_passphrase(newcomer.passphrase, newcomer.name)
    cost = cost or vault.header.cost
    sources = vault.service.sources
    salt = new_salt(sources)
    secret = bytearray(sources.random_bytes(SECRET_LENGTH))
    sheet = make_sheet(secret)
    prepared = Newcomer(
        uid=sources.random_bytes(16).hex(),
        name=newcomer.name,
        roles=newcomer.roles,
        cost=cost,
        salt=salt,
        passphrase_key=kdf.derive_key(normalised(newcomer.passphrase), salt, cost),
        sheet_secret=secret,
    )
    take_in(vault, prepared)
    return Joined(prepared.uid, sheet)


def take_in(vault: Vault, newcomer: Newcomer) -> NewKeys:
    """Write a prepared newcomer into the header, and make their caseload."""
    sources = vault.service.sources
    keys = make_keys(sources)
    person = make_person(vault.header, newcomer, keys, sources)
    header = replace(vault.header, people=(*vault.header.people, person))
    box = service_box(header, vault.credentials.service_key, newcomer.uid, sources)
    header = replace(header, service_boxes=(*header.service_boxes, box))
    if "therapist" in newcomer.roles:
        header = with_caseload(vault, header, newcomer.uid)
    with vault.service.change("sheet_shown", f"person:{newcomer.uid}") as change:
        change.keep(*fact_of_first(header, newcomer.uid, vault.service.now()))
    vault.write_statement(header)
    vault.know_people()
    note(vault.service, "person_added", f"person:{newcomer.uid}", newcomer.roles)
    return keys


def with_caseload(vault: Vault, header: Header, uid: str) -> Header:
    """Return the header with an empty caseload for somebody; they change its key at once.

    Until then this program has known it, in a keeper's session; so it is marked as stale.
    """
    sources = vault.service.sources
    key = new_data_key(sources)
    grant = replace(make_grant(header, uid, key, sources), is_stale=True)
    opening = opening_of(vault.place, header, grant.id, key, vault.author)
    if opening.path.exists():  # left by an attempt that was cut off: no grant names it
        aside = opening.path.with_suffix(f".set-aside-{sources.random_bytes(4).hex()}")
        rename_over(opening.path, aside)
    create_database(Caseload, opening, {}).close()
    key.forget()
    return header.with_grant(grant)


def awaits_first_sign_in(vault: Vault, grant: CaseloadGrant) -> bool:
    """Return whether a caseload was made for somebody who has not signed in since: it is empty.

    Its key is the one that it was made with, and no session of theirs has counted its clients.
    """
    is_as_made = grant.is_stale and {each.generation for each in grant.boxes} == {1}
    return is_as_made and grant.id not in all_figures(vault.service)


def change_roles(vault: Vault, uid: str, roles: tuple[Role, ...]) -> None:
    """Give somebody other roles; who becomes a therapist gets an empty caseload if none is theirs.

    The covers of somebody who is no therapist any more end, and the keys follow.

    Raises:
        NotAllowed: Only a keeper may, and nobody takes that role from themselves unless another
            one gave them notice.
        NotPossibleYet: "caseloads": they keep clients; "notice": they are a keeper who had no
            notice (`give_notice`), or not long enough.

    """
    check_keeper(vault)
    person = _somebody(vault, uid)
    if "therapist" not in roles and owned_by(vault.header, uid):
        raise NotPossibleYet("caseloads")
    if "keeper" not in roles:
        _check_notice(vault, person)
    changed = replace(person, roles=roles)
    header = settled(vault.header).with_person(changed)
    if "therapist" not in roles:
        header = _without_covers(header, uid)
    becomes_therapist = "therapist" in roles and "therapist" not in person.roles
    if becomes_therapist and not owned_by(header, uid):
        header = with_caseload(vault, header, uid)
    vault.write_statement(header)
    note(vault.service, "roles_changed", f"person:{uid}", roles)


def give_notice(vault: Vault, uid: str) -> None:
    """State that somebody shall be a keeper no more; everybody is told, and nothing changes yet.

    They can give the role up, another keeper can take it at once, and whoever gave notice after
    `NOTICE`.

    Raises:
        NotAllowed: Only a keeper may, and only to another one.

    """
    check_keeper(vault)
    person = _somebody(vault, uid)
    if "keeper" not in person.roles or uid == vault.person.uid:
        raise NotAllowed("keeper")
    vault.write_statement(vault.header, (person.verify,))
    note(vault.service, "keeper_noticed", f"person:{uid}")


def notice_ends(vault: Vault, uid: str) -> datetime | None:
    """Return when the notice of a keeper ends; None where nobody gave it to them."""
    person = _somebody(vault, uid)
    given = notices_in(vault.header).given.get(person.verify, {})
    return min((since + NOTICE for _n, since in given.values()), default=None)


def _check_notice(vault: Vault, person: Person) -> None:
    if person.verify not in keeper_keys(vault.header):
        return
    notices = notices_in(vault.header)
    me = vault.header.person(vault.person.uid)
    assert me is not None
    if person.uid == me.uid:
        if not notices.given.get(me.verify):
            raise NotAllowed("yourself")  # so that there is always one left
    elif not notices.may_take(person.verify, me.verify, vault.service.now()):
        raise NotPossibleYet("notice")


def begin_anew(vault: Vault, uid: str) -> None:
    """Give an empty caseload to a therapist who handed theirs over; who has one keeps it.

    Raises:
        NotAllowed: Only a keeper may, and only a therapist has one.

    """
    check_keeper(vault)
    if "therapist" not in _somebody(vault, uid).roles:
        raise NotAllowed
    header = settled(vault.header)
    if owned_by(header, uid):
        return
    vault.write_statement(with_caseload(vault, header, uid))
    note(vault.service, "caseload_begun", f"person:{uid}")


def remove_person(vault: Vault, uid: str) -> None:
    """Take somebody out of the service, and change the key that they know.

    Raises:
        NotAllowed: Only a keeper may, and nobody removes themselves.
        NotPossibleYet: "caseloads": a caseload is still theirs; "notice": as `change_roles`.

    """
    check_keeper(vault)
    person = _somebody(vault, uid)
    if uid == vault.person.uid:
        raise NotAllowed("yourself")
    if owned_by(vault.header, uid):
        raise NotPossibleYet("caseloads")
    _check_notice(vault, person)
    remember(vault.service, person)
    header = _without_covers(settled(vault.header), uid)
    header = replace(header, people=tuple(each for each in header.people if each.uid != uid))
    header = replace(header, covers=tuple(_taken_over(vault, each, uid) for each in header.covers))
    change_service_key(vault, header)
    note(vault.service, "person_removed", f"person:{uid}")
    vault.know_people()
    change_export_key(vault)


def _taken_over(vault: Vault, cover: Cover, leaver: str) -> Cover:
    """Return leave that does not stand on the signature of somebody who goes."""
    me, seed = vault.person.uid, vault.credentials.keys.signing
    if cover.by == leaver:
        return given(vault.header, cover, me, seed)
    if cover.agreed_by != leaver:
        return cover
    if me in (cover.by, cover.to):
        return replace(cover, agreed_by="", agreement=b"")
    return agreed_to(vault.header, cover, me, seed)


def raise_cost(vault: Vault, cost: kdf.KdfCost) -> None:
    """Ask for more work for each passphrase; each slot follows when its person signs in.

    Raises:
        NotAllowed: Only a keeper may.
        RecordBug: It is less than before, or beyond the bounds.

    """
    check_keeper(vault)
    if not cost.is_acceptable or cost.work < vault.header.cost.work:
        raise RecordBug("cost")
    vault.write_statement(replace(vault.header, cost=cost))
    note(vault.service, "cost_asked_for", "service")


def correct_clock(vault: Vault) -> None:
    """State as a keeper that it is now what this laptop says, though a later moment was signed.

    Raises:
        NotAllowed: Only a keeper may.

    """
    check_keeper(vault)
    correct_moment(vault.service)
    vault.write_statement(vault.header)


def _without_covers(header: Header, uid: str) -> Header:
    for cover in [each for each in header.covers if each.to == uid]:
        header = without_cover(header, cover.caseload, uid)
    return header


def _somebody(vault: Vault, uid: str) -> Person:
    person = vault.header.person(uid)
    if person is None:
        raise RecordBug("no-such-person")
    return person
