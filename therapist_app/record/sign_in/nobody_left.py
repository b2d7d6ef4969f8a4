"""The continuity sheet where no keeper can sign in any more: it makes one more keeper.

::

    made = make_keeper(folder, typed, NewPerson("Bo", ("keeper", "therapist"), passphrase), sources)

The sheet signs a statement that makes one more keeper and takes nobody anything: somebody who is
in the service, or somebody new. Whom it made signs in by their own passphrase. That it was used
stands in the chain of statements, and everybody is told of it from there, whoever used it and with
whichever program.
"""

from dataclasses import replace
from pathlib import Path

from therapist_app.record.clock_and_random import ClockAndRandom
from therapist_app.record.crypto import kdf
from therapist_app.record.crypto.passphrases import normalised
from therapist_app.record.crypto.recovery_sheet import SECRET_LENGTH
from therapist_app.record.crypto.wiping import wipe
from therapist_app.record.database.columns import moment_text
from therapist_app.record.errors import NotAllowed
from therapist_app.record.header.caseload_access import without_cover
from therapist_app.record.header.fit_names import check_names
from therapist_app.record.header.header import CONTINUITY, SERVICE, Header, NewPerson
from therapist_app.record.header.key_boxes import data_keys, seal_to
from therapist_app.record.header.person_entry import PersonEntry
from therapist_app.record.header.person_keys import Newcomer, make_keys, make_person, new_salt
from therapist_app.record.header.statements import stands_on_a_pair_given_up, with_statement
from therapist_app.record.keyring.own_keys import check_new_passphrase
from therapist_app.record.keyring.people import with_caseload
from therapist_app.record.service.unconfirmed_sheets import fact_of_first
from therapist_app.record.sign_in.key_holder import keys_by_continuity
from therapist_app.record.sign_in.unlocking import open_service
from therapist_app.record.vault.uses_of_continuity import note_keepers_made
from therapist_app.record.vault.vault import Vault


def make_keeper(
    folder: Path, typed: str, who: str | NewPerson, sources: ClockAndRandom
) -> PersonEntry:
    """Make somebody a keeper with the continuity sheet, and return them.

    Args:
        folder: Of the service, which nobody has open.
        typed: What was typed from the sheet; it stays in force.
        who: The uid of somebody here who is no keeper; or somebody new, whose passphrase is wiped.
            Their first recovery sheet is made and typed back when they sign in.
        sources: Time and randomness.

    Raises:
        WrongSheet: It was mistyped, or is not the one in force.
        NotPossibleYet: "no-continuity" or "older-continuity-sheet": none opens this service.
        NotAllowed: "keeper": they are one already.
        NameUnfit: The name holds what cannot be seen.
        PassphraseTooWeak: The passphrase breaks a rule.
        KnownRecordError: As `open_service` raises; nothing was changed.

    """
    passphrase = who.passphrase if isinstance(who, NewPerson) else bytearray()
    try:
        if isinstance(who, NewPerson):
            check_names(who.name)
            check_new_passphrase(who.passphrase, who.name)
        with keys_by_continuity(folder, typed, sources) as keys:
            vault = open_service(keys.place, keys.header, CONTINUITY, keys.keys.copied(), sources)
            try:
                return _made(vault, who)
            finally:
                vault.abandon()
    finally:
        wipe(passphrase)


def _made(vault: Vault, who: str | NewPerson) -> PersonEntry:
    header, uid = _joined(vault, _without_older_leave(vault.header), who)
    at, seed = moment_text(vault.service.now()), vault.credentials.keys.signing
    vault.write_header(with_statement(header, CONTINUITY, seed, at))
    note_keepers_made(vault.service, vault.header)
    person = vault.header.person(uid)
    assert person is not None
    return vault.header.entry(person)


def _without_older_leave(header: Header) -> Header:
    """Return the header without leave whose keeper has other keys now: the sheet signs no leave."""
    for cover in header.covers:
        if stands_on_a_pair_given_up(header, cover):
            header = without_cover(header, cover.caseload, cover.to)
    return header


def _joined(vault: Vault, header: Header, who: str | NewPerson) -> tuple[Header, str]:
    if isinstance(who, NewPerson):
        return _with_newcomer(vault, header, who)
    person = header.person(who)
    if person is None or "keeper" in person.roles:
        raise NotAllowed("keeper")
    return header.with_person(replace(person, roles=("keeper", *person.roles))), who


def _with_newcomer(vault: Vault, header: Header, who: NewPerson) -> tuple[Header, str]:
    sources = vault.service.sources
    salt, keys = new_salt(sources), make_keys(sources)
    newcomer = Newcomer(
        uid=sources.random_bytes(16).hex(),
        name=who.name,
        roles=who.roles,
        cost=header.cost,
        salt=salt,
        passphrase_key=kdf.derive_key(normalised(who.passphrase), salt, header.cost),
        sheet_secret=bytearray(sources.random_bytes(SECRET_LENGTH)),  # nobody sees this one
    )
    person = make_person(header, newcomer, keys, sources)
    keys.private.forget()
    header = replace(header, people=(*header.people, person))
    held = data_keys(header, SERVICE, CONTINUITY, vault.credentials.keys.opening)
    boxes = tuple(seal_to(header, each, newcomer.uid, sources) for each in held)
    for each in held:
        each.key.forget()
    header = replace(header, service_boxes=(*header.service_boxes, *boxes))
    if "therapist" in who.roles:
        header = with_caseload(vault, header, newcomer.uid)
    with vault.service.change("sheet_shown", f"person:{newcomer.uid}") as change:
        change.keep(*fact_of_first(header, newcomer.uid, vault.service.now()))
    return header, newcomer.uid
