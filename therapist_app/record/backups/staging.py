"""A backup made ready to take the place of a database: under the live key, whole, up to date.

It is done in a file beside, so that until the last step nothing of the record has changed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sqlcipher3 import dbapi2

from therapist_app.record.backup_format.backup_file import BackupFile, halves
from therapist_app.record.backup_format.verifying import read_back
from therapist_app.record.crypto.key_derivation import derive_masked
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.database.anchor import Mark
from therapist_app.record.database.audit_key import PREFIX, kept_row
from therapist_app.record.database.connection import copy_pages, create_copy, read_copy, translated
from therapist_app.record.database.database import Caseload, Database, Opening, ServiceFile
from therapist_app.record.database.opening import open_database
from therapist_app.record.database.soundness import fault_in
from therapist_app.record.errors import BackupDamaged
from therapist_app.record.folder.files import create_private_file
from therapist_app.record.header.header import SERVICE
from therapist_app.record.sign_in.key_holder import KeyHolder
from therapist_app.record.vault.founding import caseload_opening, service_opening

Finish = Callable[[Database], object]


@dataclass(frozen=True, slots=True)
class Stage:
    """Where a backup is made ready, and what the audit must tell of it.

    Attributes:
        path: Of the file; its folder is there, of its own, and empty.
        marks: How far the audit went that it takes the place of.
        finish: What is still to be done to the database once it is open.

    """

    path: Path
    marks: Sequence[Mark]
    finish: Finish


def stage(owner: KeyHolder, backup: BackupFile, where: Stage) -> None:
    """Read a backup back, copy it under the live key, and bring it up to date.

    Raises:
        BackupDamaged: The backup, or the copy of it, is not whole.
        DiskFull: What was begun is cleared away by whoever made the folder.

    """
    fault = read_back(backup.path, backup.secret)
    if fault:
        raise BackupDamaged(fault)
    database = backup.label.database
    data_key = owner.data_key(database)
    try:
        create_private_file(where.path)
        _copy(backup, where.path, data_key, owner)
        _bring_up(owner, backup, where, data_key)
    finally:
        data_key.forget()


def _copy(backup: BackupFile, path: Path, data_key: Masked, owner: KeyHolder) -> None:
    key, audit_key = halves(backup.secret)
    live_key = derive_masked(data_key, "sqlcipher")
    source = read_copy(backup.path, derive_masked(key, "sqlcipher"))
    copy = create_copy(path, live_key)
    try:
        copy_pages(source, copy, lambda _done, _whole: None)
        figures = backup.manifest.figures
        if fault := fault_in(copy, figures, audit_key, backup.manifest.size):
            raise BackupDamaged(fault)
        _keep_audit_key(copy, audit_key, data_key, owner)
    finally:
        source.close()
        copy.close()
        for each in (key, audit_key, live_key):
            each.forget()


def _keep_audit_key(
    copy: dbapi2.Connection, audit_key: Masked, data_key: Masked, owner: KeyHolder
) -> None:
    """Keep the key of the chain for the data key of today, whichever it was written under."""
    statement, values = kept_row(audit_key, data_key, owner.sources)
    try:
        copy.execute("DELETE FROM about WHERE substr(key, 1, ?) = ?", (len(PREFIX), PREFIX))
        copy.execute(statement, values)
    except dbapi2.Error as error:
        raise translated(error) from None


def _bring_up(owner: KeyHolder, backup: BackupFile, where: Stage, data_key: Masked) -> None:
    database = backup.label.database
    place, header, author = owner.place, owner.header, owner.author
    opening: Opening
    kind: type[Database]
    if database == SERVICE:
        kind, opening = ServiceFile, service_opening(place, header, data_key, author)
    else:
        kind, opening = Caseload, caseload_opening(place, header, database, data_key, author)
    opened = open_database(kind, replace(opening, path=where.path))
    try:
        marks = [f"{mark.n}:{mark.head.hex()}" for mark in where.marks]
        with opened.change("restored", f"backup:{backup.manifest.id}", marks):
            pass
        where.finish(opened)
    finally:
        opened.close()
