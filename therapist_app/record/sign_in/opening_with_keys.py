"""Opening a service once a person's keys are known: the service file, then their clients."""

from contextlib import ExitStack

from therapist_app.record.clock_and_random import ClockAndRandom
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.database.audit import note
from therapist_app.record.database.columns import moment_text, optional_moment_from
from therapist_app.record.database.database import ServiceFile
from therapist_app.record.database.opening import open_with_newest
from therapist_app.record.errors import HeaderAltered
from therapist_app.record.folder.layout import ServiceFolder
from therapist_app.record.header.header import SERVICE, Header, newest_first
from therapist_app.record.header.header_seal import check_header
from therapist_app.record.header.key_boxes import open_newest
from therapist_app.record.header.person_keys import PersonKeys
from therapist_app.record.keyring.key_care import finish_service_key, look_after_keys
from therapist_app.record.service.service_keys import service_secret
from therapist_app.record.sign_in.attempts import Tally, clear_tally, load_tally, read_attempts
from therapist_app.record.vault.founding import Author, actor_for, service_opening
from therapist_app.record.vault.migration_backup import backed_up_before
from therapist_app.record.vault.vault import Credentials, Vault, keep, keep_session


def open_with_keys(
    place: ServiceFolder, header: Header, uid: str, keys: PersonKeys, sources: ClockAndRandom
) -> Vault:
    """Open the service file, check the header against it, and open the person's caseload.

    Raises:
        HeaderAltered: The header is not the one that belongs to the service file.
        KnownRecordError: As `open_database` raises.

    """
    vault = open_service(place, header, uid, keys, sources)
    try:
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
    place: ServiceFolder, header: Header, uid: str, keys: PersonKeys, sources: ClockAndRandom
) -> Vault:
    """Open the service file alone, and check the header against it.

    Nothing is written: what is damaged can be looked at, and put back, from here.

    Raises:
        HeaderAltered: The header is not the one that belongs to the service file.
        KnownRecordError: As `open_database` raises.

    """
    with ExitStack() as undo:
        undo.callback(keys.forget)
        author = Author(actor_for(uid, keys), sources)
        boxes = newest_first(header.service_boxes, uid)
        held = [each.key for each in open_newest(header, SERVICE, boxes, keys.opening)]
        for each in held:
            undo.callback(each.forget)
        found = open_with_newest(
            ServiceFile,
            [
                backed_up_before(service_opening(place, header, each, author), place, header)
                for each in held
            ],
        )
        undo.callback(found.database.close)
        check_header(header, held)
        _check_generation(found.database, header)
        vault = Vault(
            place, header, Credentials(uid, keys, held[found.place]), found.database, sources
        )
        vault.know_people()
        finish_service_key(vault, held, found.place)
        undo.pop_all()
    return vault


def _begin_session(vault: Vault) -> None:
    tally = load_tally(vault.place.attempts)
    uid, service = vault.person.uid, vault.service
    found = service.row("SELECT value FROM about WHERE key = ?", (f"last_session:{uid}",))
    vault.last_session = optional_moment_from(found[0] if found else None)
    vault.failed_attempts = tally.count
    with service.change("unlocked", f"person:{uid}") as change:
        keep_session(change, service, uid)
        keep(change, "header_generation", str(vault.header.generation))
        _tell_attempts(service, tally)
    if not tally.is_readable:
        vault.warnings = (*vault.warnings, "attempts-unreadable")
    if service.anchor_was_missing:
        note(service, "anchor_missing", service.kind.name)
        vault.warnings = (*vault.warnings, "anchor-missing")
    clear_tally(vault.place.attempts)


def _tell_attempts(service: ServiceFile, tally: Tally) -> None:
    key = Masked(service_secret(service, "audit_key"))
    for attempt in read_attempts(tally, key):
        with service.change(
            "passphrase_refused", f"person:{attempt.uid}", (moment_text(attempt.at),)
        ):
            pass
    key.forget()


def _check_generation(service: ServiceFile, header: Header) -> None:
    found = service.row("SELECT value FROM about WHERE key = 'header_generation'")
    if found is None or header.generation < int(found[0]):
        raise HeaderAltered("older")
