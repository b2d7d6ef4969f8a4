"""Roles that change, and people who leave: what a keeper signs, and the key that is changed.

Nobody takes the keeper's role from themselves, so that there is always one left.

Somebody who leaves has seen the service's key: it is changed as they go. Their caseloads must
be somebody else's before, whose next session changes those keys.
"""

from dataclasses import replace

from therapist_app.record.crypto import kdf
from therapist_app.record.database.audit import note
from therapist_app.record.errors import NotAllowed, NotPossibleYet, RecordBug
from therapist_app.record.header.caseload_access import owned_by
from therapist_app.record.header.header import Header, Person, Role
from therapist_app.record.header.header_seal import sign_header
from therapist_app.record.keyring.covering import settled, without_cover
from therapist_app.record.keyring.enrolling import (
    check_keeper,
    with_caseload,
    with_keeper,
    write_signed,
)
from therapist_app.record.keyring.key_care import change_service_key
from therapist_app.record.service.former_people import remember
from therapist_app.record.vault.vault import Vault


def change_roles(vault: Vault, uid: str, roles: tuple[Role, ...]) -> None:
    """Give somebody other roles; a therapist gets an empty caseload if none is theirs.

    The covers of somebody who is no therapist any more end, and the keys follow.

    The same roles once more are an empty caseload for a therapist who handed theirs over.

    Raises:
        NotAllowed: Only a keeper may, and nobody takes that role from themselves.
        NotPossibleYet: "caseloads": they keep clients.

    """
    check_keeper(vault)
    person = _somebody(vault, uid)
    if "therapist" not in roles and owned_by(vault.header, uid):
        raise NotPossibleYet("caseloads")
    if "keeper" not in roles and uid == vault.person.uid:
        raise NotAllowed("yourself")  # the header would carry a signature that counts no more
    changed = replace(person, roles=roles)
    header = settled(vault.header).with_person(changed)
    if "therapist" not in roles:
        header = _without_covers(header, uid)
    if "keeper" in roles:
        header = with_keeper(vault, header, changed)
    if "therapist" in roles and not owned_by(header, uid):
        header = with_caseload(vault, header, uid)
    write_signed(vault, header)
    note(vault.service, "roles_changed", f"person:{uid}", roles)


def remove_person(vault: Vault, uid: str) -> None:
    """Take somebody out of the service, and change the key that they know.

    Raises:
        NotAllowed: Only a keeper may, and nobody removes themselves.
        NotPossibleYet: "caseloads": a caseload is still theirs.

    """
    check_keeper(vault)
    person = _somebody(vault, uid)
    if uid == vault.person.uid:
        raise NotAllowed("yourself")
    if owned_by(vault.header, uid):
        raise NotPossibleYet("caseloads")
    remember(vault.service, person)
    header = _without(settled(vault.header), person)
    change_service_key(vault, sign_header(header, vault.credentials.keys.signing))
    vault.know_people()
    note(vault.service, "person_removed", f"person:{uid}")


def raise_cost(vault: Vault, cost: kdf.KdfCost) -> None:
    """Ask for more work for each passphrase; each slot follows when its person signs in.

    Raises:
        NotAllowed: Only a keeper may.
        RecordBug: It is less than before, or beyond the bounds.

    """
    check_keeper(vault)
    if not cost.is_acceptable or cost.work < vault.header.cost.work:
        raise RecordBug("cost")
    vault.write_header(replace(vault.header, cost=cost))
    note(vault.service, "cost_asked_for", "service")


def _without_covers(header: Header, uid: str) -> Header:
    for cover in [each for each in header.covers if each.to == uid]:
        header = without_cover(header, cover.caseload, uid)
    return header


def _without(header: Header, person: Person) -> Header:
    header = _without_covers(header, person.uid)
    people = tuple(each for each in header.people if each.uid != person.uid)
    return replace(header, people=people)


def _somebody(vault: Vault, uid: str) -> Person:
    person = vault.header.person(uid)
    if person is None:
        raise RecordBug("no-such-person")
    return person
