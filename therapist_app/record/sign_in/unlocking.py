"""Opening a service for one person: by passphrase, or by recovery sheet.

::

    created = create_service(folder, founder, practice=False, sources=system_sources())
    vault = unlock(folder, created.uid, passphrase, practice=False, sources=system_sources())
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import NotRequired, TypedDict

from typing_extensions import Unpack

from therapist_app.record.clock_and_random import ClockAndRandom
from therapist_app.record.crypto import kdf
from therapist_app.record.crypto.passphrases import normalised
from therapist_app.record.crypto.recovery_sheet import (
    SECRET_LENGTH,
    RecoverySheet,
    make_sheet,
    read_sheet,
)
from therapist_app.record.crypto.wiping import Masked, wipe
from therapist_app.record.database.audit import note
from therapist_app.record.errors import (
    FolderInUse,
    NotARecord,
    PracticeMismatch,
    RecordBug,
    Throttled,
    WrongPassphrase,
    WrongSheet,
)
from therapist_app.record.folder.layout import ServiceFolder
from therapist_app.record.header.header import Header, NewPerson, PersonEntry, slot_context
from therapist_app.record.header.header_file import load_header, people
from therapist_app.record.header.person_keys import (
    Newcomer,
    PersonKeys,
    continuity_public,
    new_salt,
    open_keys,
    sheet_key,
)
from therapist_app.record.keyring.own_keys import (
    check_new_passphrase,
    open_by_passphrase,
    raise_own_cost,
    replace_slots,
)
from therapist_app.record.sign_in.attempts import load_tally, note_attempt
from therapist_app.record.sign_in.opening_with_keys import open_with_keys
from therapist_app.record.vault.founding import Terms, found_service
from therapist_app.record.vault.vault import Vault

__all__ = [
    "Circumstances",
    "Created",
    "NewPerson",
    "PersonEntry",
    "Vault",
    "create_service",
    "people",
    "unlock",
    "unlock_with_sheet",
]


class Circumstances(TypedDict):
    """Whether it is practice, where time and randomness come from, and the key file if any."""

    practice: bool
    sources: ClockAndRandom
    key_file: NotRequired[Path | None]


@dataclass(frozen=True, slots=True)
class Created:
    """A service just made: its founder, and the sheets to print before they are forgotten."""

    uid: str
    sheet: RecoverySheet
    continuity_sheet: RecoverySheet | None


def create_service(
    folder: Path,
    founder: NewPerson,
    *,
    continuity: bool = True,
    cost: kdf.KdfCost = kdf.DEFAULT,
    **circumstances: Unpack[Circumstances],
) -> Created:
    """Make a new service with its founder, and return the sheets to print.

    Raises:
        PassphraseTooWeak: The passphrase breaks a rule; nothing was made.
        FolderInUse: Something is in the folder already.
        PracticeMismatch: Seeded sources were given for a real record.

    """
    sources = circumstances["sources"]
    _check_sources(sources, practice=circumstances["practice"])
    if "keeper" not in founder.roles or not cost.is_acceptable:
        wipe(founder.passphrase)
        raise RecordBug("founder")
    check_new_passphrase(founder.passphrase, founder.name)
    if people(folder):
        wipe(founder.passphrase)
        raise FolderInUse
    salt = new_salt(sources)
    sheet_secret = bytearray(sources.random_bytes(SECRET_LENGTH))
    sheet = make_sheet(sheet_secret)
    continuity_secret = bytearray(sources.random_bytes(SECRET_LENGTH))
    newcomer = Newcomer(
        uid=sources.random_bytes(16).hex(),
        name=founder.name,
        roles=founder.roles,
        cost=cost,
        salt=salt,
        passphrase_key=kdf.derive_key(normalised(founder.passphrase), salt, cost),
        sheet_secret=sheet_secret,
    )
    public = continuity_public(continuity_secret) if continuity else None
    terms = Terms(circumstances["practice"], public)
    found_service(folder, newcomer, terms, sources).forget()
    continuity_sheet = make_sheet(continuity_secret) if continuity else None
    wipe(continuity_secret)
    return Created(newcomer.uid, sheet, continuity_sheet)


def unlock(
    folder: Path, uid: str, passphrase: bytearray, **circumstances: Unpack[Circumstances]
) -> Vault:
    """Open the service for a person; the passphrase is wiped, whatever comes of it.

    Raises:
        WrongPassphrase: Passphrase or key file are wrong, or there is no such person.
        KeyFileUnfit: This person opens it with a key file besides, and there is none.
        Throttled: The next try must wait.
        KnownRecordError: As `open_with_keys` raises.

    """
    place = ServiceFolder(folder)
    sources, key_file = circumstances["sources"], circumstances.get("key_file")
    try:
        header = _ready(place, sources, practice=circumstances["practice"])
    except BaseException:
        wipe(passphrase)
        raise
    again = Masked(bytearray(passphrase))
    try:
        keys = _keys_by_passphrase(header, uid, passphrase, key_file)
        if keys is None:
            note_attempt(place.attempts, header, uid, sources)
            raise WrongPassphrase
        vault = open_with_keys(place, header, uid, keys, sources)
        _raise_cost(vault, again, key_file)
    finally:
        again.forget()
    return vault


def unlock_with_sheet(
    folder: Path,
    uid: str,
    sheet_text: str,
    new_passphrase: bytearray,
    **circumstances: Unpack[Circumstances],
) -> tuple[Vault, RecoverySheet]:
    """Open the service with a recovery sheet, which is used up: a new one is returned.

    Raises:
        WrongSheet: It was mistyped, or is not this person's.
        PassphraseTooWeak: The new passphrase breaks a rule.
        KnownRecordError: As `unlock` raises.

    """
    place = ServiceFolder(folder)
    try:
        secret = read_sheet(sheet_text)
        header = _ready(place, circumstances["sources"], practice=circumstances["practice"])
        person = header.person(uid)
        check_new_passphrase(new_passphrase, person.name if person else "")
    except BaseException:
        wipe(new_passphrase)
        raise
    sources = circumstances["sources"]
    keys = _keys_by_sheet(header, uid, secret)
    if keys is None:
        wipe(new_passphrase)
        note_attempt(place.attempts, header, uid, sources)
        raise WrongSheet("another-sheet")
    vault = open_with_keys(place, header, uid, keys, sources)
    try:
        note(vault.service, "unlocked_with_sheet", f"person:{uid}")
        sheet = replace_slots(vault, new_passphrase)
    except BaseException:
        wipe(new_passphrase)
        vault.close()
        raise
    return vault, sheet


def _raise_cost(vault: Vault, passphrase: Masked, key_file: Path | None) -> None:
    try:
        with passphrase.revealed() as whole:
            raise_own_cost(vault, whole, key_file)
    except BaseException:
        vault.close()
        raise


def _ready(place: ServiceFolder, sources: ClockAndRandom, *, practice: bool) -> Header:
    _check_sources(sources, practice=practice)
    try:
        header = load_header(place.header)
    except FileNotFoundError:
        raise NotARecord("no-header") from None
    if header.practice != practice:
        raise PracticeMismatch("practice" if header.practice else "real")
    wait = load_tally(place.attempts).wait(sources.now())
    if wait > 0:
        raise Throttled(wait)
    return header


def _check_sources(sources: ClockAndRandom, *, practice: bool) -> None:
    if sources.seeded and not practice:
        raise PracticeMismatch("seeded-sources")


def _keys_by_passphrase(
    header: Header, uid: str, passphrase: bytearray, key_file: Path | None
) -> PersonKeys | None:
    person = header.person(uid)
    if person is not None:
        return open_by_passphrase(header, person, passphrase, key_file)
    # The same work as for somebody who is here, so that time does not tell.
    cost = header.people[0].passphrase.terms.cost
    spelt = normalised(passphrase)
    kdf.derive_key(spelt, hashlib.sha256(uid.encode()).digest()[:16], cost)
    return None


def _keys_by_sheet(header: Header, uid: str, secret: bytearray) -> PersonKeys | None:
    person = header.person(uid)
    if person is None:
        return None
    context = slot_context(header, uid, person.sheet.terms)
    return open_keys(person.sheet, sheet_key(secret, person.sheet.salt), context)
