"""Laying out a new service: folder, keys, header, service file and the first caseload.

All of it is made in a folder beside and renamed into place at the end, so that an interrupted
set-up leaves no half service.
"""

from dataclasses import replace
from pathlib import Path

from session_forms.held_files import clear_folder, remove_empty_folder, rename_over
from therapist_app.record.clock_and_random import ClockAndRandom
from therapist_app.record.crypto.key_derivation import KEY_LENGTH
from therapist_app.record.crypto.sealed_box import public_key_of
from therapist_app.record.crypto.wiping import wipe
from therapist_app.record.database.columns import moment_text
from therapist_app.record.database.database import Caseload, ServiceFile
from therapist_app.record.database.opening import create_database
from therapist_app.record.errors import FolderInUse
from therapist_app.record.folder.files import flush_folder, make_private_folder, translate_os_error
from therapist_app.record.folder.layout import ServiceFolder
from therapist_app.record.header.header import CONTINUITY, SERVICE, Header
from therapist_app.record.header.header_file import keep_header
from therapist_app.record.header.header_seal import seal_header
from therapist_app.record.header.key_boxes import make_grant, service_box, service_holders
from therapist_app.record.header.person_keys import (
    ContinuityKey,
    Newcomer,
    PersonKeys,
    make_keys,
    make_person,
    new_data_key,
)
from therapist_app.record.header.statements import with_statement
from therapist_app.record.service.unconfirmed_sheets import fact_of_first
from therapist_app.record.vault.openings import Author, actor_for, opening_of


def found_service(
    folder: Path,
    founder: Newcomer,
    sources: ClockAndRandom,
    *,
    practice: bool,
    continuity: ContinuityKey | None,
    confirmed: bool,
) -> PersonKeys:
    """Lay out a service in `folder`, and return its founder's private keys.

    Args:
        folder: Where nothing is yet.
        founder: Its first keeper.
        sources: Time and randomness.
        practice: Whether everything in it is invented.
        continuity: The public halves of the continuity sheet, where there is one.
        confirmed: Whether its sheets need not be typed back any more.

    Raises:
        FolderInUse: Something is there already.
        DiskFull: Nothing is left behind.

    """
    if folder.is_symlink() or (folder.exists() and not _is_empty(folder)):
        raise FolderInUse
    draft = folder.with_name(folder.name + ".new")
    try:
        clear_folder(draft)
        folder.parent.mkdir(parents=True, exist_ok=True)
        keys = _fill(
            ServiceFolder(draft),
            founder,
            sources,
            practice=practice,
            continuity=continuity,
            confirmed=confirmed,
        )
        if folder.exists():
            remove_empty_folder(folder)
        rename_over(draft, folder)
        flush_folder(folder.parent)
    except OSError as error:
        raise translate_os_error(error) from None
    finally:
        clear_folder(draft)
    return keys


def _is_empty(folder: Path) -> bool:
    return folder.is_dir() and next(folder.iterdir(), None) is None


def _fill(
    place: ServiceFolder,
    founder: Newcomer,
    sources: ClockAndRandom,
    *,
    practice: bool,
    continuity: ContinuityKey | None,
    confirmed: bool,
) -> PersonKeys:
    for folder in (place.path, place.caseloads, place.backups):
        make_private_folder(folder)
    keys = make_keys(sources)
    audit_key = bytearray(sources.random_bytes(KEY_LENGTH))
    header = Header(
        service_id=sources.random_bytes(16).hex(),
        practice=practice,
        generation=0,
        keeper=keys.verify,
        audit_public=public_key_of(audit_key),
        continuity=continuity.public if continuity else None,
        continuity_verify=continuity.verify if continuity else None,
        cost=founder.cost,
        people=(),
        service_boxes=(),
        caseloads=(),
    )
    service_key, caseload_key = new_data_key(sources), new_data_key(sources)
    header = replace(header, people=(make_person(header, founder, keys, sources),))
    boxes = [service_box(header, service_key, each, sources) for each in service_holders(header)]
    header = replace(header, service_boxes=tuple(boxes))
    if "therapist" in founder.roles:
        grant = make_grant(header, founder.uid, caseload_key, sources)
        header = header.with_grant(grant)
    at = moment_text(sources.now())
    header = with_statement(header, founder.uid, keys.private.signing, at)
    author = Author(actor_for(founder.uid, keys.private), sources)
    holders = [founder.uid, *([CONTINUITY] if continuity else [])]
    about = {
        "audit_key": audit_key.hex(),
        "code_key": sources.random_bytes(KEY_LENGTH).hex(),
        "export_key": sources.random_bytes(KEY_LENGTH).hex(),
        "header_generation": "1",
    }
    if not confirmed:
        about.update(fact_of_first(header, each, sources.now()) for each in holders)
    wipe(audit_key)
    opening = opening_of(place, header, SERVICE, service_key, author)
    create_database(ServiceFile, opening, about).close()
    if header.caseloads:
        opening = opening_of(place, header, founder.uid, caseload_key, author)
        create_database(Caseload, opening, {}).close()
    keep_header(place, seal_header(header, service_key))
    service_key.forget()
    caseload_key.forget()
    return keys.private
