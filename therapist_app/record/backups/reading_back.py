"""Reading back backups that were made before: one by one in turn, or all of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from therapist_app.record.backup_format.backup_file import ENDING, BackupFile
from therapist_app.record.backup_format.verifying import read_back
from therapist_app.record.backups import backup_list as backups
from therapist_app.record.backups.backup_list import HERE, Backup, folder_of
from therapist_app.record.backups.opening_backups import open_with_any_pair
from therapist_app.record.backups.vouching import vouched_for
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.errors import (
    BackupDamaged,
    BackupPlaceMissing,
    BackupRefused,
    KnownRecordError,
    RecordTooNew,
)
from therapist_app.record.vault.vault import Vault

READ_AGAIN = timedelta(days=7)
FORGED = ("forged", "signed-late")
"""Why a backup counts as damaged although it is as it was made: who made it might not."""


@dataclass(frozen=True, slots=True)
class BackupReading:
    """A backup to be read back, and its secret.

    Attributes:
        secret: None where its secret cannot be opened any more, so that nothing is to be read.
        fault: What does not fit, in that case.

    """

    backup: Backup
    path: Path
    secret: Masked | None
    fault: str = ""


def readings(vault: Vault) -> tuple[BackupReading, ...]:
    """Return every backup in the list that this person can read and whose place is there."""
    return tuple(_readings(vault, backups.listed(vault.service)))


def longest_unread(vault: Vault) -> tuple[BackupReading, ...]:
    """Return the one backup that has waited longest to be read again, when that is a week.

    One that was read back in the future has waited for nobody knows how long. One that a later
    version made is read as soon as it can be, and pushes out none until then.
    """
    now = vault.service.now()

    def since(backup: Backup) -> datetime:
        read_at = backup.verified_at or backup.made_at
        return read_at if read_at <= now else datetime.min.replace(tzinfo=UTC)

    listed = backups.listed(vault.service)
    waiting = sorted((each for each in listed if not each.fault or each.is_too_new), key=since)
    due = (each for each in waiting if now - since(each) > READ_AGAIN)
    found = (each for each in _readings(vault, due) if not each.fault or not each.backup.fault)
    return tuple(found)[:1]


def gone(vault: Vault) -> tuple[BackupReading, ...]:
    """Return the backups whose files somebody took away, to be noted as removed."""
    now = vault.service.now()
    return tuple(
        BackupReading(replace(each, removed_at=now), each.path(vault.place), None)
        for each in backups.listed(vault.service)
        if backups.is_gone(each, vault.place)
    )


def strays(vault: Vault) -> tuple[BackupReading, ...]:
    """Return the backups that the list does not know, and that this person can read.

    One is left in the service folder when the application was killed before it could list what it
    had made, and one is made before each migration, when the list may not be there yet. In the
    second place, where another copy of the record may have its own, it must be one that this
    person's session entered: somebody took its row out. What is signed with keys that somebody
    gave up is left alone: the list alone says which of those are true.
    """
    second = backups.second_place(vault.service)
    elsewhere = _unlisted(vault, second) if second and Path(second).is_dir() else ()
    return (*_unlisted(vault, HERE), *elsewhere)


def _unlisted(vault: Vault, place: str) -> Iterator[BackupReading]:
    known = {each.file for each in backups.listed(vault.service) if each.place == place}
    folder = backups.folder_of(vault.place, place)
    paths = [each for each in folder.glob(f"*{ENDING}") if each.name not in known]
    disk = backups.disk_of(vault.place.path, place) if place and paths else ""
    for path in sorted(paths):
        found = _opened(vault, path)
        if isinstance(found, BackupFile) and not _is_by_keys_given_up(vault, found):
            row = backups.row_of(found, place, None, disk)
            if place == HERE or backups.was_entered(vault.service, row):
                yield BackupReading(row, path, found.secret)
            else:
                found.secret.forget()


def _is_by_keys_given_up(vault: Vault, backup: BackupFile) -> bool:
    """Whether anybody may have made a backup who knows keys that somebody gave up."""
    is_so = vouched_for(vault.header, backup).standing == "given_up"
    if is_so:
        backup.secret.forget()
    return is_so


def read_again(reading: BackupReading, now: datetime) -> Backup:
    """Return a backup's row after it was read back in a fresh process; its secret is forgotten."""
    backup, fault = reading.backup, reading.fault
    if backup.removed_at is not None:
        return backup
    if reading.secret is not None:
        try:
            fault = read_back(reading.path, reading.secret)
        except BackupPlaceMissing:
            return replace(backup, removed_at=now)
        finally:
            reading.secret.forget()
    return replace(backup, fault=fault) if fault else replace(backup, verified_at=now, fault="")


def _readings(vault: Vault, of: Iterable[Backup]) -> Iterator[BackupReading]:
    for backup in of:
        path = backup.path(vault.place)
        if not folder_of(vault.place, backup.place).is_dir():
            continue
        opened = _opened(vault, path)
        if isinstance(opened, BackupFile):
            yield _as_it_is(vault, backup, opened)
        elif isinstance(opened, BackupDamaged) or opened.detail in FORGED:
            yield BackupReading(backup, path, None, opened.detail)
        elif isinstance(opened, RecordTooNew):
            yield BackupReading(backup, path, None, opened.code)


def _opened(vault: Vault, path: Path) -> BackupFile | KnownRecordError:
    try:
        opening = vault.credentials.keys.opening
        opened = open_with_any_pair(vault.header, path, vault.person.uid, opening)
    except KnownRecordError as error:
        return error
    refused = None
    if opened.label.service_id != vault.header.service_id:
        refused = BackupRefused("another-service")
    else:
        try:
            vouched_for(vault.header, opened)
        except BackupRefused as error:
            refused = error
    if refused is not None:
        opened.secret.forget()
        return refused
    return opened


def _as_it_is(vault: Vault, backup: Backup, opened: BackupFile) -> BackupReading:
    """Return a backup to be read back as its file has it, whose reader signs for the row.

    A row of another one, which somebody else must have written, goes from the list.
    """
    true = backups.row_of(opened, backup.place, backup.verified_at, backup.disk)
    if true.id == backup.id:
        return BackupReading(replace(true, fault=backup.fault), opened.path, opened.secret)
    opened.secret.forget()
    return BackupReading(replace(backup, removed_at=vault.service.now()), opened.path, None)
