"""Caseloads that came along with a move as backups, until somebody who can open them signs in.

The service file notes them. Only what is noted, and never stood in the folder, is put in its
place without being asked for: a file that somebody took away is not. Everybody can write in the
service file; so what is noted counts where somebody who is here signed that they moved the service,
which everybody is told, and nobody closed that caseload since.
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
from therapist_app.record.database.audit import AuditEntry, believed
from therapist_app.record.database.columns import moment_from, moment_text
from therapist_app.record.database.database import ServiceFile
from therapist_app.record.database.facts import Fact
from therapist_app.record.errors import AwaitedTooNew, KnownRecordError, RecordTooNew
from therapist_app.record.folder.layout import ServiceFolder
from therapist_app.record.header.caseload_access import owned_by, owner_now
from therapist_app.record.header.header import CONTINUITY, SERVICE, Header
from therapist_app.record.header.header_file import load_header
from therapist_app.record.header.person_keys import PersonKeys, continuity_keys
from therapist_app.record.keyring.own_keys import open_by_sheet
from therapist_app.record.sign_in.key_holder import FileKeys, KeyHolder
from therapist_app.record.vault.file_marks import was_closed_since
from therapist_app.record.vault.vault import Vault

MOVED = "service_moved"
_KEY = "awaited:"
_UNSIGNED = "unsigned"
_ARRIVED = "arrived_at"
_MOMENT = Fact(_ARRIVED, moment_from)


def note_awaited(service: ServiceFile, caseloads: Iterable[str], *, unsigned: bool = False) -> None:
    """Note in the service file that it came from backups, and which caseloads are awaited.

    `unsigned`: whoever moved the service chose that backups which nobody vouches for are taken.
    """
    awaited = tuple(caseloads)
    told = (*awaited, _UNSIGNED) if unsigned else awaited
    with service.change(MOVED, SERVICE, told) as change:
        change.keep(_ARRIVED, moment_text(service.now()))
        for each in awaited:
            change.keep(_KEY + each, "1")


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
        AwaitedTooNew: A file says that a later version made it of their own caseload; an older
            backup is not put in its place.
        RecordTooNew: A later version wrote what is in the backup.
        KnownRecordError: As `service_alone` raises.

    """
    owner = keys.checked()
    try:
        with service_alone(owner) as vault:
            held = [each.id for each in owner.header.caseloads if each.boxes_for(owner.uid)]
            found = ((each, _awaited(vault.service, owner.header, each)) for each in held)
            awaited = {each: moved for each, moved in found if moved is not None}
        back, too_new = [], dict[str, RecordTooNew]()
        for each, moved in awaited.items():
            try:
                if _put_back(owner, each, unsigned=_UNSIGNED in moved.fields):
                    back.append(each)
            except RecordTooNew as error:
                too_new[each] = error
        if back:
            with service_alone(owner) as vault:
                _forget(vault.service, back)
        for grant in owned_by(owner.header, owner.uid):
            if grant.id in too_new:
                raise too_new[grant.id]
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
    return not there and _awaited(vault.service, vault.header, caseload) is not None


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
    moved = _awaited(vault.service, vault.header, caseload)
    is_chosen = moved is not None and _UNSIGNED in moved.fields
    try:
        is_back = _put_back(owner, caseload, unsigned=is_chosen, service=vault.service)
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


def _awaited(service: ServiceFile, header: Header, caseload: str) -> AuditEntry | None:
    """Return the entry of the move with which a caseload came, while it is awaited; else None."""
    if service.row("SELECT 1 FROM about WHERE key = ?", (_KEY + caseload,)) is None:
        return None
    here = {CONTINUITY, *(each.uid for each in header.people)}
    moves = believed(service, (MOVED,))
    moved = next((m for m in reversed(moves) if caseload in m.fields and m.by in here), None)
    grant = header.grant(caseload)
    if moved is None or grant is None:
        return None
    may = {owner_now(header, grant), *(box.to for box in grant.boxes)}
    return None if was_closed_since(service, caseload, may, moved.n) else moved


def _put_back(
    owner: KeyHolder, caseload: str, *, unsigned: bool, service: ServiceFile | None = None
) -> bool:
    """Put back the newest backup of a caseload that is whole, and return whether there is one."""
    found, damaged = newest_first(owner.place.backups.glob(f"*{ENDING}"), owner.sources.now())
    named = name_begins(owner.header.service_id, caseload)
    later = [path.name for path, error in damaged if isinstance(error, RecordTooNew)]
    of_it = [each for each in later if each.startswith(named)]
    if of_it:
        raise AwaitedTooNew(of_it[0])
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
