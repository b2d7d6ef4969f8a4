"""Taking somebody into the service: a keeper's business, with the newcomer at the keyboard."""

from dataclasses import dataclass, replace

from therapist_app.record import kdf
from therapist_app.record.database import Caseload
from therapist_app.record.errors import NotAllowed
from therapist_app.record.founding import actor_for, caseload_opening
from therapist_app.record.header import Header
from therapist_app.record.header_seal import sign_header
from therapist_app.record.joining import (
    Newcomer,
    NewKeys,
    make_grant,
    make_person,
    new_data_key,
)
from therapist_app.record.opened import Vault
from therapist_app.record.opening import create_database
from therapist_app.record.own_keys import check_new_passphrase
from therapist_app.record.passphrases import normalised
from therapist_app.record.person_keys import make_keys, new_salt
from therapist_app.record.recovery_sheet import SECRET_LENGTH, RecoverySheet, make_sheet
from therapist_app.record.roles import NewPerson
from therapist_app.record.wiping import wipe


@dataclass(frozen=True, slots=True)
class Joined:
    """Somebody just taken in, and the sheet to print before it is forgotten."""

    uid: str
    sheet: RecoverySheet


def add_person(vault: Vault, newcomer: NewPerson, cost: kdf.KdfCost = kdf.DEFAULT) -> Joined:
    """Take somebody into the service, with an empty caseload if they are a therapist.

    Raises:
        NotAllowed: Only the keeper whose key the service knows may.
        PassphraseTooWeak: The passphrase breaks a rule; nothing was changed.

    """
    me = vault.header.person(vault.person.uid)
    if me is None or me.verify != vault.header.keeper:
        wipe(newcomer.passphrase)
        raise NotAllowed("keeper")
    check_new_passphrase(newcomer.passphrase, newcomer.name)
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
    keys = NewKeys(*make_keys(sources))
    person = make_person(vault.header, newcomer, keys, vault.credentials.service_key, sources)
    header = replace(vault.header, people=(*vault.header.people, person))
    if "therapist" in newcomer.roles:
        header = _with_caseload(vault, header, newcomer.uid, keys)
    vault.write_header(sign_header(header, vault.credentials.keys.signing))
    vault.know_people()
    with vault.service.change("person_added", f"person:{newcomer.uid}", newcomer.roles):
        pass
    return keys


def _with_caseload(vault: Vault, header: Header, uid: str, keys: NewKeys) -> Header:
    sources = vault.service.sources
    owner = header.person(uid)
    assert owner is not None
    data_key = new_data_key(sources)
    grant = make_grant(header, owner, data_key, sources)
    actor = actor_for(uid, keys.private)
    opening = caseload_opening(vault.place, header, actor, data_key, sources)
    create_database(Caseload, opening, {}).close()
    data_key.forget()
    return replace(header, caseloads=(*header.caseloads, grant))
