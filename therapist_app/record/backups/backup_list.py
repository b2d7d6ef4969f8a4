"""The list of backups, in the service file: what was made, where it is, when it was read back."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path, PureWindowsPath
from typing import Literal

from therapist_app.hygiene.laptop.disks import are_on_one_disk
from therapist_app.record.backup_format.backup_file import ENDING, BackupFile, label_of
from therapist_app.record.backup_format.backup_making import Made
from therapist_app.record.database.audit import signed_about
from therapist_app.record.database.columns import MOMENT, OPTIONAL_MOMENT, as_it_is
from therapist_app.record.database.database import ServiceFile
from therapist_app.record.database.shared_tables import SharedTable
from therapist_app.record.errors import KnownRecordError, RecordTooNew
from therapist_app.record.folder.layout import ServiceFolder
from therapist_app.record.service import settings
from therapist_app.record.vault.vault import Vault

HERE = ""
"""The place that is the service folder's own."""
SECOND_PLACE = "backup_place"
OLD, TOO_OLD = timedelta(days=7), timedelta(days=14)
Freshness = Literal["fresh", "old", "too_old"]
Disk = Literal["", "record", "other"]


@dataclass(frozen=True, slots=True)
class Backup:
    """One copy of one backup.

    Attributes:
        id: Of the backup; the same for each of its copies.
        database: `SERVICE`, or the uid of the caseload's owner.
        place: `HERE`, or the folder that was chosen.
        file: Its name.
        generation: Of the database's data key when it was made.
        verified_at: When it was last read back and found whole.
        fault: What was found when it was last read back and was not whole.
        removed_at: When the file was removed, or found to be gone.
        disk: Whether it was written on the disk of the record, or on another; empty in the service
            folder, and where it was made before this was kept. A folder in which a stick is found
            stays when the stick is taken out, and takes a copy on the laptop's own disk.

    """

    id: str
    database: str
    place: str
    file: str
    generation: int
    sha256: bytes
    made_at: datetime
    made_by: str
    verified_at: datetime | None
    fault: str = ""
    removed_at: datetime | None = None
    disk: Disk = ""

    @property
    def is_whole(self) -> bool:
        """Whether it was read back, and found whole the last time."""
        return self.verified_at is not None and not self.fault

    @property
    def is_too_new(self) -> bool:
        """Whether a later version made it, which alone can read it: it is not damaged by that."""
        return self.fault == RecordTooNew.code

    def path(self, folder: ServiceFolder) -> Path:
        """Return where the file lies."""
        return folder_of(folder, self.place) / self.file


def _checked_file(name: str) -> str:
    """Return the name of a backup, which leads out of no folder.

    Raises:
        ValueError: It is none.

    """
    if PureWindowsPath(name).name != name or not name.endswith(ENDING):
        raise ValueError
    return name


_ENTERED = "backup_entered"
_LOOKED_AT = 20
"""So many of the newest rows are looked at for one that a person's own session signed."""
_TABLE = SharedTable(
    "backups",
    Backup,
    key=("id", "place"),
    columns={
        "file": as_it_is(_checked_file),
        "made_at": MOMENT,
        "verified_at": OPTIONAL_MOMENT,
        "removed_at": OPTIONAL_MOMENT,
    },
)


def folder_of(folder: ServiceFolder, place: str) -> Path:
    """Return the folder that a place is."""
    return folder.backups if place == HERE else Path(place)


def second_place(service: ServiceFile) -> str:
    """Return the folder outside the laptop that was chosen, or nothing."""
    return settings.load(service, SECOND_PLACE, str) or ""


def choose_second_place(service: ServiceFile, place: str) -> None:
    """Choose a folder for further copies, or none; the audit tells the one from the other."""
    with service.together() as change:
        settings.save_within(change, SECOND_PLACE, place)
        if place:
            change.audit("second_location_chosen", "service")
        else:
            change.audit("second_location_stopped", "service")


def listed(service: ServiceFile) -> tuple[Backup, ...]:
    """Return the backups that nobody removed, the newest first."""
    return _TABLE.select(service, "WHERE removed_at IS NULL ORDER BY made_at DESC, id, place")


def backups_of(service: ServiceFile, database: str) -> tuple[Backup, ...]:
    """Return the backups of one database that nobody removed, the oldest first."""
    there = (backup for backup in listed(service) if backup.database == database)
    return tuple(sorted(there, key=lambda backup: (backup.made_at, backup.place)))


def is_beside(record: Path, place: str) -> bool:
    """Return whether a place outside the service folder lies on the disk of the record now."""
    return are_on_one_disk(record, Path(place))


def disk_of(record: Path, place: str) -> Disk:
    """Return on which disk a copy is that was written in a place outside the service folder."""
    return "record" if is_beside(record, place) else "other"


def row_of(
    made: Made | BackupFile, place: str, verified_at: datetime | None, disk: Disk = ""
) -> Backup:
    """Return the row of a backup that the list does not know yet."""
    return Backup(
        id=made.manifest.id,
        database=made.label.database,
        place=place,
        file=made.path.name,
        generation=made.label.generation,
        sha256=made.manifest.sha256,
        made_at=made.label.made_at,
        made_by=made.manifest.made_by,
        verified_at=verified_at,
        disk=disk,
    )


def enter(service: ServiceFile, backup: Backup) -> None:
    """Enter a backup into the list, or what has become of it."""
    action = "backup_removed" if backup.removed_at else _ENTERED
    with service.change(action, _about(backup), (_TABLE.told(backup),)) as change:
        _TABLE.replace(change, backup)


def is_as_listed(vault: Vault, backup: Backup) -> bool:
    """Return whether the file of a row is a backup of that file of this service, of that moment."""
    return _says_so(vault, backup) is True


def is_another(vault: Vault, backup: Backup) -> bool:
    """Return whether the file of a row can be read and is another backup than the row says."""
    return _says_so(vault, backup) is False


def _says_so(vault: Vault, backup: Backup) -> bool | None:
    try:
        label = label_of(backup.path(vault.place))
    except KnownRecordError:
        return None
    said = vault.header.service_id, backup.database, backup.made_at
    return (label.service_id, label.database, label.made_at) == said


def is_own(service: ServiceFile, backup: Backup) -> bool:
    """Return whether a session of whoever has the file open signed a row as it stands."""
    return service.audit.author in _TABLE.signers(service, backup, (_ENTERED,), _about(backup))


def was_entered(service: ServiceFile, backup: Backup) -> bool:
    """Return whether whoever has the file open signed that they entered this copy."""
    key = _TABLE.told(backup).partition("=")[0]
    return any(
        each.by == service.audit.author and any(told.startswith(f"{key}=") for told in each.fields)
        for each in signed_about(service, (_ENTERED,), _about(backup))
    )


def own_newest(
    service: ServiceFile, there: Iterable[Backup], databases: Collection[str]
) -> tuple[Backup, ...]:
    """Return the newest backups of some databases, in each place, by a person's own sessions.

    Of each database, place and disk down to the first that is whole. Everybody can write in the
    list: by what others wrote there nobody's backup is made later, and none is missed later.
    """
    found: list[Backup] = []
    kept = defaultdict[tuple[str, str, str], list[Backup]](list)
    for each in sorted(there, key=lambda each: each.made_at, reverse=True):
        if each.database in databases:
            kept[each.database, each.place, each.disk].append(each)
    for newest_first in kept.values():
        found += _down_to_whole(service, newest_first[:_LOOKED_AT])
    return tuple(sorted(found, key=lambda each: each.made_at, reverse=True))


def _down_to_whole(service: ServiceFile, newest_first: Iterable[Backup]) -> Iterator[Backup]:
    for each in newest_first:
        if is_own(service, each):
            yield each
            if each.is_whole:
                return


def _about(backup: Backup) -> str:
    return f"backup:{backup.id}"


def present(service: ServiceFile, folder: ServiceFolder) -> tuple[Backup, ...]:
    """Return the backups whose files are there; those in a place that is not there count too."""
    return tuple(each for each in listed(service) if not is_gone(each, folder))


def last_seen(vault: Vault) -> tuple[Backup, ...]:
    """Return the same as the last look found it, for a page that is opened: no place is woken."""
    gone = vault.places_seen.gone
    return tuple(each for each in listed(vault.service) if (each.id, each.place) not in gone)


def made_by(there: Iterable[Backup], now: datetime) -> tuple[Backup, ...]:
    """Return the backups that were made by now.

    One from the future was made under a clock that was ahead: how old it is nobody knows, and it
    would pass for the newest until its day has come.
    """
    return tuple(each for each in there if each.made_at <= now)


def from_the_future(
    there: Iterable[Backup], databases: Collection[str], now: datetime
) -> datetime | None:
    """Return the furthest day that a backup of some databases bears and that has not come yet."""
    ahead = (each.made_at for each in there if each.database in databases and each.made_at > now)
    return max(ahead, default=None)


def is_gone(backup: Backup, folder: ServiceFolder) -> bool:
    """Whether somebody took the file away: its place is there, the file is not.

    The place beside the record is always there: who took its folder away took what was in it.
    """
    is_there = backup.place == HERE or folder_of(folder, backup.place).is_dir()
    is_missed = is_there and not backup.path(folder).is_file()
    return is_missed and not is_out(backup, is_beside_record=is_beside(folder.path, backup.place))


def is_out(backup: Backup, *, is_beside_record: bool) -> bool:
    """Whether a file that is not found lies on a disk that is out.

    What stands in its place is a folder on the disk of the record, and it was written on another.
    """
    return backup.disk == "other" and is_beside_record


def last_verified(there: Iterable[Backup], databases: Iterable[str]) -> datetime | None:
    """Return when the last whole backup was made of whichever database has waited longest.

    None when one of them has none.
    """
    whole = [each for each in there if each.is_whole]
    newest = [
        max((each.made_at for each in whole if each.database == name), default=None)
        for name in databases
    ]
    known = [each for each in newest if each is not None]
    return min(known) if known and len(known) == len(newest) else None


def freshness(there: Sequence[Backup], databases: Collection[str], now: datetime) -> Freshness:
    """Return how the backups of some databases stand; `there` is as `present` gives it.

    Too old is also what has none, or whose newest was read back and was not whole.
    """
    last = last_verified(there, databases)
    newest = (next((each for each in there if each.database == name), None) for name in databases)
    if last is None or any(each is None or each.fault for each in newest):
        return "too_old"
    age = now - last
    return "too_old" if age > TOO_OLD else "old" if age > OLD else "fresh"
