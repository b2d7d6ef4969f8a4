"""Opening a service for one person: by passphrase, or by recovery sheet.

::

    created = create_service(folder, founder, practice=False, sources=system_sources())
    vault = unlock(folder, created.uid, passphrase, practice=False, sources=system_sources())
"""

import hashlib
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path

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
from therapist_app.record.database.audit import believed, note
from therapist_app.record.database.columns import moment_from, moment_text
from therapist_app.record.database.database import ServiceFile
from therapist_app.record.database.facts import Fact
from therapist_app.record.database.opening import open_with_newest
from therapist_app.record.errors import (
    ClockLeapt,
    FolderInUse,
    HeaderAltered,
    NameUnfit,
    NotARecord,
    PracticeMismatch,
    RecordBug,
    Throttled,
    WrongPassphrase,
    WrongSheet,
)
from therapist_app.record.folder.layout import ServiceFolder
from therapist_app.record.header.caseload_access import owned_by
from therapist_app.record.header.fit_names import check_names
from therapist_app.record.header.header import (
    CONTINUITY,
    SERVICE,
    Header,
    NewPerson,
    caseload_label,
    newest_first,
)
from therapist_app.record.header.header_file import load_header, people
from therapist_app.record.header.header_seal import check_header, check_signatures
from therapist_app.record.header.key_boxes import open_newest, open_those_that_open
from therapist_app.record.header.person_keys import (
    Newcomer,
    PersonKeys,
    continuity_key,
    new_salt,
)
from therapist_app.record.keyring.key_care import (
    finish_service_key,
    keep_clients_never_given,
    look_after_keys,
)
from therapist_app.record.keyring.new_sheets import (
    NewOwnSheet,
    confirm_first_sheet,
    new_own_sheet,
)
from therapist_app.record.keyring.own_keys import (
    check_new_passphrase,
    choose_passphrase,
    open_by_passphrase,
    open_by_sheet,
    raise_own_cost,
)
from therapist_app.record.service.keys_as_made import note_known
from therapist_app.record.service.keys_in_rows import wrap_rows
from therapist_app.record.service.refused_statements import has_refused
from therapist_app.record.service.secrets_known import check_secrets
from therapist_app.record.service.service_keys import service_secret, wrap_secrets
from therapist_app.record.sign_in.attempts import (
    Tally,
    clear_tally,
    load_tally,
    note_attempt,
    read_attempts,
    tally_as_of,
)
from therapist_app.record.vault.founding import found_service
from therapist_app.record.vault.openings import (
    Author,
    actor_for,
    back_up_older,
    backed_up_openings,
    opening_of,
)
from therapist_app.record.vault.signed_time import (
    has_leapt,
    is_days_behind,
    keep_moment,
    latest_moment,
)
from therapist_app.record.vault.told_notices import begin_telling, keep_told
from therapist_app.record.vault.unnoted_changes import (
    note_changed_hands,
    note_other_people,
    note_other_secrets,
    note_other_settings,
)
from therapist_app.record.vault.uses_of_continuity import note_keepers_made
from therapist_app.record.vault.vault import (
    Credentials,
    OnlyReadBecause,
    Vault,
    keep_session,
)


@dataclass(frozen=True, slots=True)
class Created:
    """A service just made: its founder, and its first sheets, unconfirmed until typed back.

    Attributes:
        keys: The founder's, so that it can be noted that a sheet was typed back; forget them.

    """

    uid: str
    sheet: RecoverySheet
    continuity_sheet: RecoverySheet | None
    keys: PersonKeys = field(repr=False)


def create_service(
    folder: Path,
    founder: NewPerson,
    *,
    continuity: bool = True,
    cost: kdf.KdfCost = kdf.DEFAULT,
    practice: bool,
    sources: ClockAndRandom,
) -> Created:
    """Make a new service with its founder, and return the sheets to print.

    Raises:
        NameUnfit: The name holds what cannot be seen; nothing was made.
        PassphraseTooWeak: The passphrase breaks a rule; nothing was made.
        FolderInUse: Something is in the folder already.
        PracticeMismatch: Seeded sources were given for a real record.

    """
    _check_sources(sources, practice=practice)
    if "keeper" not in founder.roles or not cost.is_acceptable:
        wipe(founder.passphrase)
        raise RecordBug("founder")
    try:
        check_names(founder.name)
    except NameUnfit:
        wipe(founder.passphrase)
        raise
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
    public = continuity_key(continuity_secret) if continuity else None
    keys = found_service(
        folder,
        newcomer,
        sources,
        practice=practice,
        continuity=public,
        confirmed=practice,  # where sheets are of no use to anybody, and are not shown
    )
    continuity_sheet = make_sheet(continuity_secret) if continuity else None
    wipe(continuity_secret)
    return Created(newcomer.uid, sheet, continuity_sheet, keys)


def confirm_first_of(folder: Path, created: Created, holder: str, sources: ClockAndRandom) -> None:
    """Note that a sheet of a service just made was typed back: its founder's, or `CONTINUITY`.

    Raises:
        KnownRecordError: As `open_service` raises.

    """
    place = ServiceFolder(folder)
    header = load_header(place.header)
    vault = open_service(place, header, created.uid, created.keys.copied(), sources)
    try:
        confirm_first_sheet(vault, holder)
    finally:
        vault.abandon()


def unlock(
    folder: Path,
    uid: str,
    passphrase: bytearray,
    *,
    practice: bool,
    sources: ClockAndRandom,
    key_file: Path | None = None,
    is_day_right: bool = True,
) -> Vault:
    """Open the service for a person; the passphrase is wiped, whatever comes of it.

    Unless somebody has said that the day `is_day_right`, a clock that leapt opens nothing.

    Raises:
        WrongPassphrase: Passphrase or key file are wrong, or there is no such person.
        KeyFileUnfit: This person opens it with a key file besides, and there is none.
        Throttled: The next try must wait.
        ClockLeapt: The day must be confirmed; nothing was written.
        KnownRecordError: As `open_with_keys` raises.

    """
    place = ServiceFolder(folder)
    try:
        header = ready_header(place, sources, practice=practice)
        check_signatures(header)  # an exchanged slot is no wrong passphrase
    except BaseException:
        wipe(passphrase)
        raise
    again = Masked(bytearray(passphrase))
    try:
        keys = _keys_by_passphrase(header, uid, passphrase, key_file)
        if keys is None:
            note_attempt(place.attempts, header, uid, sources)
            raise WrongPassphrase
        vault = open_with_keys(place, header, uid, keys, sources, is_day_right=is_day_right)
        try:
            with again.revealed() as whole:
                raise_own_cost(vault, whole, key_file)
        except BaseException:
            vault.close()
            raise
    finally:
        again.forget()
    return vault


def unlock_to_read(
    folder: Path,
    uid: str,
    passphrase: bytearray,
    because: OnlyReadBecause,
    *,
    practice: bool,
    sources: ClockAndRandom,
    key_file: Path | None = None,
) -> Vault:
    """Open the service so that all can be read and nothing is written; the passphrase is wiped.

    For a disk that is full or protected: what protects a life must be found all the same. Wrong
    tries are not counted, since they cannot be; the work of each derivation stays.

    Raises:
        KnownRecordError: As `unlock` raises; CannotWrite, "not-brought-up", where the record is
            of an older version.

    """
    place = ServiceFolder(folder)
    try:
        header = ready_header(place, sources, practice=practice)
        check_signatures(header)
        keys = _keys_by_passphrase(header, uid, passphrase, key_file)
    finally:
        wipe(passphrase)
    if keys is None:
        raise WrongPassphrase
    return open_with_keys_to_read(place, header, uid, keys, sources, because=because)


def open_with_keys_to_read(
    place: ServiceFolder,
    header: Header,
    uid: str,
    keys: PersonKeys,
    sources: ClockAndRandom,
    *,
    because: OnlyReadBecause,
) -> Vault:
    """Open the service file and the person's caseload so that nothing is written.

    Raises:
        KnownRecordError: As `unlock_to_read` raises.

    """
    vault = open_service(place, header, uid, keys, sources, reading=True)
    try:
        vault.only_read_because = because
        begin_telling(vault)
        found = vault.caseload_choices()
        if found:
            vault.use_caseload(found[0].id)
    except BaseException:
        vault.abandon()
        raise
    return vault


def unlock_with_sheet(
    folder: Path,
    uid: str,
    sheet_text: str,
    new_passphrase: bytearray,
    *,
    practice: bool,
    sources: ClockAndRandom,
    is_day_right: bool = True,
) -> tuple[Vault, NewOwnSheet]:
    """Open the service with a recovery sheet, and return the one that takes its place.

    The passphrase is the new one from now on; the sheet that opened it is used up once the new
    one was typed back.

    Raises:
        WrongSheet: It was mistyped, or is not this person's.
        PassphraseTooWeak: The new passphrase breaks a rule.
        KnownRecordError: As `unlock` raises.

    """
    place = ServiceFolder(folder)
    try:
        secret = read_sheet(sheet_text)
        header = ready_header(place, sources, practice=practice)
        check_signatures(header)
        person = header.person(uid)
        check_new_passphrase(new_passphrase, person.name if person else "")
    except BaseException:
        wipe(new_passphrase)
        raise
    keys = open_by_sheet(header, person, secret) if person else None
    if keys is None:
        wipe(new_passphrase)
        note_attempt(place.attempts, header, uid, sources)
        raise WrongSheet("another-sheet")
    try:
        vault = open_with_keys(place, header, uid, keys, sources, is_day_right=is_day_right)
    except BaseException:
        wipe(new_passphrase)
        raise
    try:
        note(vault.service, "unlocked_with_sheet", f"person:{uid}")
        choose_passphrase(vault, new_passphrase)
        new = new_own_sheet(vault)
    except BaseException:
        wipe(new_passphrase)
        vault.close()
        raise
    return vault, new


def _check_sources(sources: ClockAndRandom, *, practice: bool | None) -> None:
    if sources.seeded and practice is False:
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


def ready_header(
    place: ServiceFolder, sources: ClockAndRandom, *, practice: bool | None = None
) -> Header:
    """Return the header of a service that may be tried to be opened now.

    Args:
        place: Its folder.
        sources: Time and randomness.
        practice: Whether it must be practice; None where it may be either.

    Raises:
        NotARecord: There is no service.
        PracticeMismatch: It is the other kind, or seeded sources were given for a real record.
        Throttled: The next try must wait.

    """
    _check_sources(sources, practice=practice)
    try:
        header = load_header(place.header)
    except FileNotFoundError:
        raise NotARecord("no-header") from None
    if practice not in (None, header.practice):
        raise PracticeMismatch("practice" if header.practice else "real")
    now = sources.now()
    wait = tally_as_of(place.attempts, now).wait(now)
    if wait > 0:
        raise Throttled(wait)
    return header


def open_with_keys(
    place: ServiceFolder,
    header: Header,
    uid: str,
    keys: PersonKeys,
    sources: ClockAndRandom,
    *,
    is_day_right: bool = True,
) -> Vault:
    """Open the service file, check the header against it, and open the person's caseload.

    Raises:
        ClockLeapt: As `unlock` raises.
        HeaderAltered: The header is not the one that belongs to the service file.
        KnownRecordError: As `open_database` raises.

    """
    backed_up: set[str] = set()
    vault = open_service(place, header, uid, keys, sources, own_too=backed_up)
    vault.backed_up = backed_up
    try:
        if not is_day_right:
            _check_clock(vault)
        check_secrets(vault.service)
        if has_refused(vault.service):
            vault.warnings = (*vault.warnings, "statement-refused")
        keep_clients_never_given(vault)
        found = vault.caseload_choices()
        if found:
            vault.use_caseload(found[0].id)
        _begin_session(vault)
        look_after_keys(vault)
    except BaseException:
        vault.abandon()
        raise
    return vault


def open_service(
    place: ServiceFolder,
    header: Header,
    uid: str,
    keys: PersonKeys,
    sources: ClockAndRandom,
    *,
    reading: bool = False,
    own_too: set[str] | None = None,
) -> Vault:
    """Open the service file alone, and check the header against it.

    Nothing is written: what is damaged can be looked at, and put back, from here. `reading` has
    it opened so that nothing can be written afterwards either. Before a service file of an earlier
    version is brought up, the person's own caseloads are backed up as well, for whom they are
    opened next; the ids of those are put into `own_too`.

    Raises:
        HeaderAltered: The header is not the one that belongs to the service file.
        KnownRecordError: As `open_database` raises.

    """
    with ExitStack() as undo:
        undo.callback(keys.forget)
        author = Author(actor_for(uid, keys), sources)
        boxes = newest_first(header.service_boxes, uid)
        known = open_those_that_open(header, SERVICE, boxes, keys.opening)
        held = [each.key for each in known]
        for each in held:
            undo.callback(each.forget)
        own = partial(_back_up_own, place, header, author, keys, own_too)
        openings = backed_up_openings(
            place, header, SERVICE, held, author, reading=reading, first=own
        )
        service, opened_by = open_with_newest(ServiceFile, openings)
        undo.callback(service.close)
        check_header(header, held)
        _check_generation(service, header)
        credentials = Credentials(uid, keys, held[opened_by])
        vault = Vault(place, header, credentials, service, sources)
        vault.know_people()
        if not reading and uid != CONTINUITY:  # which signs for nobody
            finish_service_key(vault, known, opened_by)
        undo.pop_all()
    return vault


def _back_up_own(
    place: ServiceFolder, header: Header, author: Author, keys: PersonKeys, done: set[str] | None
) -> None:
    if done is None:
        return
    uid = author.actor.uid
    for grant in owned_by(header, uid):
        label, boxes = caseload_label(grant.id), grant.boxes_for(uid)
        found = open_newest(header, label, boxes, keys.opening)
        openings = [opening_of(place, header, grant.id, each.key, author) for each in found]
        try:
            if back_up_older(openings, place, header):
                done.add(grant.id)
        finally:
            for each in found:
                each.key.forget()


def _check_clock(vault: Vault) -> None:
    is_behind = is_days_behind(vault.service, vault.header)
    if is_behind or has_leapt(vault.service, vault.header):
        last = latest_moment(vault.service, vault.header)
        now = vault.service.now()
        raise ClockLeapt(last.astimezone().date(), now.astimezone().date(), is_behind=is_behind)


_LAST_SESSION = Fact("last_session:", moment_from)
_SIGNED_IN = Fact("signed_in:", moment_from)
_GENERATION = Fact("header_generation", int)


def last_sign_in(service: ServiceFile, uid: str) -> datetime | None:
    """Return when somebody last signed in here; None where they never did."""
    return _SIGNED_IN.of(service, uid)


def was_here(service: ServiceFile, uid: str, since: datetime) -> bool:
    """Return whether somebody signed in since a moment, or signed that they closed their clients.

    When they signed in everybody can write; that they closed their clients, they alone.
    """
    seen = last_sign_in(service, uid)
    closings = believed(service, ("caseload_closed",), since=since)
    return (seen is not None and seen >= since) or any(each.by == uid for each in closings)


def _begin_session(vault: Vault) -> None:
    tally = load_tally(vault.place.attempts)
    uid, service = vault.person.uid, vault.service
    vault.last_session = _LAST_SESSION.of(service, uid)
    vault.last_sign_in = last_sign_in(service, uid)
    vault.failed_attempts = tally.count
    begin_telling(vault)
    vault.note_left_open(service, "service")
    with service.change("unlocked", f"person:{uid}") as change:
        keep_session(change, service, uid)
        change.keep(f"signed_in:{uid}", moment_text(service.now()))
        keep_told(change, vault)
        change.keep("header_generation", str(vault.header.generation))
        keep_moment(change, service, vault.header)
        _tell_attempts(service, tally)
        wrap_secrets(change, service)
        wrap_rows(change, service)
    note_known(service)
    note_keepers_made(service, vault.header)
    note_other_people(service, vault.header)
    note_changed_hands(service, vault.header)
    note_other_settings(service, vault.header)
    note_other_secrets(service, vault.header)
    if not tally.is_readable:
        vault.warnings = (*vault.warnings, "attempts-unreadable")
    if service.anchor_was_missing:
        note(service, "anchor_missing", service.kind.name)
        vault.warnings = (*vault.warnings, "anchor-missing")
    clear_tally(vault.place.attempts)
    vault.note_presence()


def _tell_attempts(service: ServiceFile, tally: Tally) -> None:
    key = Masked(service_secret(service, "audit_key"))
    for attempt in read_attempts(tally, key):
        note(service, "passphrase_refused", f"person:{attempt.uid}", (moment_text(attempt.at),))
    key.forget()


def _check_generation(service: ServiceFile, header: Header) -> None:
    known = _GENERATION.of(service)
    if known is not None and header.generation < known:  # whoever takes that out can lower it
        raise HeaderAltered("older")
