"""What putting a backup back would bring and what it would cost, to be confirmed by a person."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from sqlcipher3 import dbapi2

from therapist_app.record.backup_format.backup_file import BackupFile, label_of
from therapist_app.record.backups.opening_backups import open_with_any_pair
from therapist_app.record.backups.vouching import Vouched, vouched_for
from therapist_app.record.crypto.key_derivation import derive_masked
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.database.anchor import Anchor, Mark
from therapist_app.record.database.columns import NO_SENSE
from therapist_app.record.database.connection import open_connection
from therapist_app.record.database.figures import ONLY_GROW, Figures, figures_of
from therapist_app.record.database.migrations import NEWEST
from therapist_app.record.errors import (
    BackupRefused,
    CannotWrite,
    NotAllowed,
    NotARecord,
    RecordDamaged,
    RecordTooNew,
    SenselessValue,
)
from therapist_app.record.folder.files import create_private_file
from therapist_app.record.folder.layout import anchor_beside, database_path
from therapist_app.record.header.caseload_access import owned_by
from therapist_app.record.header.header import SERVICE, Header
from therapist_app.record.sign_in.key_holder import KeyHolder

Whose = Literal["", "owner", "keeper"]
"""Who alone may restore a backup: whose the clients are, or a keeper."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A backup beside what stands there now.

    Attributes:
        database: `SERVICE`, or the id of a caseload.
        then: What is in the backup.
        now: What stands there now; None when it is missing or cannot be read.
        vouched: Who signed it, and whether they were allowed to.
        is_accepted: Whether a person chose to put it back although it is not the signature of
            whose clients they are that vouches for it.

    """

    path: Path
    backup_id: str
    database: str
    made_at: datetime
    made_by: str
    then: Figures
    now: Figures | None
    vouched: Vouched
    is_accepted: bool = False

    @property
    def needs_choice(self) -> bool:
        """Whether somebody must choose to put it back, since its owner's signature is not there."""
        return self.vouched.standing != "own"

    @property
    def lost(self) -> dict[str, int]:
        """How many rows of each table would be fewer; by table, only where there are any."""
        kept = ONLY_GROW if self.database == SERVICE else ()
        fewer = _fewer(self.then, self.now)
        return {name: count for name, count in fewer.items() if name not in kept}

    @property
    def returned(self) -> dict[str, int]:
        """How many rows of each table would be more."""
        return _fewer(self.now, self.then)

    def is_same_as(self, other: "Comparison") -> bool:
        """Whether both would bring and cost the same, and who made them is the same.

        Merely opening a record does not count.
        """
        mine, others = (
            (each.backup_id, each.then, each.vouched, each.now.work if each.now else None)
            for each in (self, other)
        )
        return mine == others


def fitting_backup(owner: KeyHolder, path: Path) -> BackupFile:
    """Return a backup, opened, that may be put into this service.

    Raises:
        BackupRefused: It is another service's, is not sealed to this person, or was made when
            the header was newer than it is now; or as `vouched_for` says.
        RecordTooNew: A later version made it.
        BackupDamaged: It is not whole.

    """
    label = label_of(path)
    if label.service_id != owner.header.service_id:
        raise BackupRefused("another-service")
    if label.database != SERVICE and owner.header.grant(label.database) is None:
        raise BackupRefused("another-caseload")
    keys = owner.keys
    backup = open_with_any_pair(owner.header, path, owner.uid, keys.opening, owner.sheets_before)
    try:
        _check_age(owner, backup)
        vouched_for(owner.header, backup)
    except BaseException:
        backup.secret.forget()
        raise
    return backup


def compare(owner: KeyHolder, backup: BackupFile, now: Figures | None) -> Comparison:
    """Return a backup beside what stands there now.

    Raises:
        NotAllowed: A caseload is put back by its owner; the service file, while it can be read,
            by a keeper.

    """
    manifest, database = backup.manifest, backup.label.database
    _check_right(owner, database, now)
    return Comparison(
        path=backup.path,
        backup_id=manifest.id,
        database=database,
        made_at=backup.label.made_at,
        made_by=manifest.made_by,
        then=manifest.figures,
        now=now,
        vouched=vouched_for(owner.header, backup),
    )


def figures_now(owner: KeyHolder, database: str) -> Figures | None:
    """Return what stands there now, which nobody has open; None when it cannot be read.

    Raises:
        RecordLocked: It is open elsewhere.

    """
    connection = open_as_it_is(owner, database)
    if connection is None:
        return None
    try:
        found = figures_of(connection)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    except (RecordDamaged, dbapi2.Error, SenselessValue, *NO_SENSE):  # also by a made-up entry
        return None
    finally:
        connection.close()
    return found


def open_as_it_is(owner: KeyHolder, database: str) -> dbapi2.Connection | None:
    """Return a database opened under whichever key is its own, or None when none opens it.

    Raises:
        RecordLocked: It is open elsewhere.

    """
    opened = None
    for data_key in owner.data_keys(database):
        key = derive_masked(data_key, "sqlcipher")
        data_key.forget()
        opened = opened or _opened(database_path(owner.place, database), key)
        key.forget()
    return opened


def marks_now(owner: KeyHolder, database: str, now: Figures | None) -> tuple[Mark, ...]:
    """Return how far the audit went before: as the file says, and as its anchor says."""
    marks = [now.mark] if now else []
    for data_key in owner.data_keys(database):
        key = derive_masked(data_key, "anchor")
        data_key.forget()
        seen = Anchor(anchor_beside(database_path(owner.place, database)), key).read()
        key.forget()
        if seen is not None and seen not in marks:
            marks.append(seen)
    return tuple(marks)


def _check_age(owner: KeyHolder, backup: BackupFile) -> None:
    if backup.manifest.figures.schema > NEWEST:
        raise RecordTooNew("backup")
    if backup.manifest.header_generation > owner.header.generation:
        raise BackupRefused("older-header")


def whose_it_is_to_restore(header: Header, uid: str, database: str) -> Whose:
    """Return who may put a backup in the place of a database, where this person may not."""
    if database != SERVICE:
        return "" if database in {each.id for each in owned_by(header, uid)} else "owner"
    person = header.person(uid)
    return "" if person is not None and "keeper" in person.roles else "keeper"


def _check_right(owner: KeyHolder, database: str, now: Figures | None) -> None:
    whose = whose_it_is_to_restore(owner.header, owner.uid, database)
    if whose == "owner" or (whose == "keeper" and now is not None):
        raise NotAllowed(whose)


def _opened(path: Path, key: Masked) -> dbapi2.Connection | None:
    log = path.with_name(path.name + "-wal")
    kept = log.read_bytes() if log.is_file() else None
    try:
        return open_connection(path, key)
    except (RecordDamaged, NotARecord, CannotWrite):
        # SQLite takes away a log that it could not use; somebody may still want to look at it.
        if kept is not None and not log.exists():
            create_private_file(log, kept)
        return None


def _fewer(left: Figures | None, right: Figures | None) -> dict[str, int]:
    before, after = (each.content if each else {} for each in (right, left))
    gone = {name: count - after.get(name, 0) for name, count in before.items()}
    return {name: count for name, count in gone.items() if count > 0}
