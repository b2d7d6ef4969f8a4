"""Caseloads that came along with a move as backups, until somebody who can open them signs in.

The service file notes them. Only what is noted, and never stood in the folder, is put in its
place without being asked for: a file that somebody took away is not.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from therapist_app.record.backup_format.backup_file import ENDING
from therapist_app.record.backup_format.backup_making import name_begins
from therapist_app.record.backups.looking_through import newest_first
from therapist_app.record.backups.restoring import restore_first, service_alone
from therapist_app.record.crypto.recovery_sheet import read_sheet
from therapist_app.record.crypto.wiping import wipe
from therapist_app.record.database.columns import moment_text, sound_moment_from
from therapist_app.record.database.database import ServiceFile
from therapist_app.record.database.facts import Fact
from therapist_app.record.errors import KnownRecordError, RecordTooNew
from therapist_app.record.folder.layout import ServiceFolder
from therapist_app.record.header.caseload_access import owned_by
from therapist_app.record.header.header import SERVICE, Header
from therapist_app.record.header.header_file import load_header
from therapist_app.record.header.person_keys import PersonKeys, continuity_keys
from therapist_app.record.keyring.own_keys import open_by_sheet
from therapist_app.record.sign_in.key_holder import FileKeys, KeyHolder
from therapist_app.record.vault.vault import Vault

_KEY = "awaited:"
_UNSIGNED = "unsigned"
_ARRIVED = "arrived_at"
_MOMENT = Fact(_ARRIVED, sound_moment_from)


def note_awaited(service: ServiceFile, caseloads: Iterable[str], *, unsigned: bool = False) -> None:
    """Note in the service file that it came from backups, and which caseloads are awaited.

    `unsigned`: whoever moved the service chose that backups which nobody vouches for are taken.
    """
    awaited = tuple(caseloads)
    with service.change("service_moved", SERVICE, awaited) as change:
        change.keep(_ARRIVED, moment_text(service.now()))
        for each in awaited:
            change.keep(_KEY + each, _UNSIGNED if unsigned else "1")


def arrived_at(service: ServiceFile) -> datetime | None:
    """Return when the service, or last a caseload of it, was put here from backups; else None."""
    return _MOMENT.of(service)


def lacks_a_caseload(folder: Path, uid: str) -> bool:
    """Whether a caseload whose key a person holds has no file here."""
    try:
        header = load_header(ServiceFolder(folder).header)
    except (KnownRecordError, FileNotFoundError):
        return False  # unlocking says what is wrong with it
    return any(
        each.boxes_for(uid) and not ServiceFolder(folder).caseload(each.id).exists()
        for each in header.caseloads
    )


def put_back_awaited(keys: FileKeys) -> tuple[str, ...]:
    """Put awaited caseloads whose key a person holds in their place; the keys are forgotten.

    One that cannot be put back stays awaited, and unlocking says that it is missing.

    Raises:
        RecordTooNew: A later version made a backup of their own caseload; an older backup is not
            put in its place.
        KnownRecordError: As `service_alone` raises.

    """
    owner = keys.checked()
    try:
        with service_alone(owner) as vault:
            found = vault.service.rows("SELECT key, value FROM about WHERE key LIKE 'awaited:%'")
            awaited = {key.removeprefix(_KEY): value == _UNSIGNED for key, value in found}
        held = [each.id for each in owner.header.caseloads if each.boxes_for(owner.uid)]
        back, too_new = [], set()
        for each in held:
            try:
                if each in awaited and _put_back(owner, each, unsigned=awaited[each]):
                    back.append(each)
            except RecordTooNew:
                too_new.add(each)
        if back:
            with service_alone(owner) as vault:
                _forget(vault.service, back)
        if too_new.intersection(each.id for each in owned_by(owner.header, owner.uid)):
            raise RecordTooNew("backup")
    finally:
        owner.keys.forget()
    return tuple(back)


def _forget(service: ServiceFile, caseloads: Sequence[str]) -> None:
    with service.change("caseloads_arrived", SERVICE, caseloads) as change:
        change.keep(_ARRIVED, moment_text(service.now()))
        for each in caseloads:
            change.execute("DELETE FROM about WHERE key = ?", (_KEY + each,))


def is_awaited(vault: Vault, caseload: str) -> bool:
    """Whether a caseload came along with a move, and is not in its place yet."""
    there = vault.place.caseload(caseload).exists()
    return not there and _choice(vault.service, caseload) is not None


def put_back_by_sheet(vault: Vault, caseload: str, holder: str, typed: str) -> bool:
    """Put an awaited caseload in its place by a sheet that a keeper typed.

    Args:
        vault: The keeper's, who writes what is noted of it.
        caseload: Which.
        holder: The uid of whose sheet it is, or `CONTINUITY`.
        typed: What was typed from it, and found right.

    Returns:
        Whether it is in its place now; not so where that sheet opens no whole backup of it.

    """
    secret = read_sheet(typed)
    keys = _keys_of(vault.header, holder, secret)
    wipe(secret)
    owner = KeyHolder(vault.place, vault.header, holder, keys, vault.sources, writer=vault.author)
    owner = owner.with_sheets_before(vault.service)
    chosen = _choice(vault.service, caseload) == _UNSIGNED
    try:
        is_back = _put_back(owner, caseload, unsigned=chosen, service=vault.service)
    finally:
        owner.forget()
    if is_back:
        _forget(vault.service, (caseload,))
    return is_back


def _keys_of(header: Header, holder: str, secret: bytearray) -> PersonKeys:
    person = header.person(holder)
    keys = continuity_keys(secret) if person is None else open_by_sheet(header, person, secret)
    assert keys is not None
    return keys


def _choice(service: ServiceFile, caseload: str) -> str | None:
    found = service.row("SELECT value FROM about WHERE key = ?", (_KEY + caseload,))
    return str(found[0]) if found else None


def _put_back(
    owner: KeyHolder, caseload: str, *, unsigned: bool, service: ServiceFile | None = None
) -> bool:
    """Put back the newest backup of a caseload that is whole, and return whether there is one."""
    found, damaged = newest_first(owner.place.backups.glob(f"*{ENDING}"), owner.sources.now())
    named = name_begins(owner.header.service_id, caseload)
    if any(
        isinstance(error, RecordTooNew) and path.name.startswith(named) for path, error in damaged
    ):
        raise RecordTooNew("backup")
    for each in found:
        if each.label.database == caseload:
            try:
                restore_first(owner, each.path, unsigned=unsigned, service=service)
            except RecordTooNew:
                raise
            except KnownRecordError:
                continue
            return True
    return False
