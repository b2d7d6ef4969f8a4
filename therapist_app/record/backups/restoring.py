"""Putting a backup in the place of a database.

::

    backup = fitting_backup(owner, path)
    asked = compare(owner, backup, figures_now(owner, backup.label.database))
    restored = restore(owner, path, asked)      # once a person has confirmed what was asked

The database must be closed. Until the one replacement of a file there is the old one, and from
then on the new one; the old one stays beside as `.before-restore`. What a backup does not know
and must not undo is carried over: who was erased since, and what only grows.
"""

import os
import shutil
from collections.abc import Generator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from sqlcipher3 import dbapi2

from session_forms.held_files import clear_folder, remove_file, rename_over
from therapist_app.hygiene.system import this_system
from therapist_app.record.backup_format.backup_file import BackupFile, halves, take_database
from therapist_app.record.backup_format.backup_making import Tell, verify
from therapist_app.record.backup_format.copied_audit import fault_of_copy
from therapist_app.record.backups.backing_up import complete_run, copy_databases, enter_run
from therapist_app.record.backups.backup_list import HERE
from therapist_app.record.backups.comparing import (
    Comparison,
    compare,
    figures_now,
    fitting_backup,
    marks_now,
    open_as_it_is,
)
from therapist_app.record.backups.vouching import vouched_for
from therapist_app.record.client_rights.erasing import settle_erasures
from therapist_app.record.crypto.key_derivation import derive_masked
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.database.anchor import Mark
from therapist_app.record.database.audit import note
from therapist_app.record.database.audit_chain import KEEP_FACT, PREFIX, kept_fact
from therapist_app.record.database.connection import copy_pages, create_copy, read_copy, translated
from therapist_app.record.database.database import Caseload, Database, ServiceFile
from therapist_app.record.database.figures import ONLY_GROW
from therapist_app.record.database.opening import class_of, open_database
from therapist_app.record.errors import (
    BackupDamaged,
    BackupRefused,
    ChangedMeanwhile,
    NotARecord,
    RecordDamaged,
    RecordRolledBack,
)
from therapist_app.record.folder.files import (
    create_private_file,
    flush_folder,
    make_private_folder,
    translate_os_error,
)
from therapist_app.record.folder.layout import (
    ServiceFolder,
    anchor_beside,
    database_path,
    replaced_beside,
)
from therapist_app.record.header.header import SERVICE, Header, caseload_label
from therapist_app.record.service.owners_in_turn import owners_ever
from therapist_app.record.service.secrets_known import check_secrets
from therapist_app.record.sign_in.key_holder import KeyHolder, key_holder_of
from therapist_app.record.sign_in.unlocking import open_service
from therapist_app.record.vault.file_marks import keep_mark_of_restored
from therapist_app.record.vault.openings import opening_of
from therapist_app.record.vault.vault import Vault

_KEPT_FACTS = (
    "WHERE key IN ('former_people', 'export_key', 'export_key_changes')"
    " OR key GLOB 'continuity_since:*' OR key GLOB 'continuity_lacks:*'"
)
"""Of what the service file says of itself: who left, what they know no longer, which sheets were.

The sheets of before open older backups, and the header goes on naming the newest; whose clients
that one does not open yet is still so.
"""
_NEWER_COUNTS = ("about", "client_moves", "releases", "recipients", "pseudonym_keys")
"""Where both files hold a row, the one that stands there now is the one to keep."""
Rows = Mapping[str, tuple[Sequence[str], Sequence[Sequence[object]]]]
STAGING = "restoring"
SCRATCH = "scratch.db"
_TAKEN = "taken.db"


def what_only_grows(owner: KeyHolder) -> Rows:
    """Return the rows of the service file, closed, that must be carried over to an older one."""
    connection = open_as_it_is(owner, SERVICE)
    if connection is None:
        return {}
    try:
        return {
            **{table: _all_of(connection, table) for table in ONLY_GROW},
            "about": _all_of(connection, "about", _KEPT_FACTS),
        }
    except dbapi2.Error:
        return {}
    finally:
        connection.close()


@contextmanager
def service_alone(owner: KeyHolder) -> Generator[Vault]:
    """Yield the vault with nothing but the service file open.

    Raises:
        RecordDamaged: The service file cannot be read: it must be put back first.

    """
    try:
        vault = open_service(
            owner.place, owner.header, owner.uid, owner.keys.copied(), owner.sources
        )
    except RecordDamaged:
        raise RecordDamaged("service-file-first") from None
    try:
        _check_secrets(vault)
        yield vault
    finally:
        vault.abandon()


def _check_secrets(vault: Vault) -> None:
    """Refuse a service file by whose secrets nobody who was erased or moved would be known.

    Raises:
        RecordDamaged: "service-file-first".

    """
    try:
        check_secrets(vault.service)
    except RecordDamaged:
        raise RecordDamaged("service-file-first") from None


def _all_of(
    connection: dbapi2.Connection, table: str, tail: str = ""
) -> tuple[Sequence[str], Sequence[Sequence[object]]]:
    listed = connection.execute("SELECT name FROM pragma_table_info(?)", (table,)).fetchall()
    names = [name for (name,) in listed]
    if not names:
        return (), ()
    query = " ".join(["SELECT", ", ".join(names), "FROM", table, tail])
    return names, connection.execute(query).fetchall()


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back.

    Attributes:
        kept: Where what stood there before is kept; None when there was nothing.
        erased_again: How many clients were in the backup and had been erased since.

    """

    database: str
    kept: Path | None
    erased_again: int


def restore(owner: KeyHolder, path: Path, confirmed: Comparison) -> Restored:
    """Put a backup in the place of its database, which nobody has open.

    Raises:
        ChangedMeanwhile: What was confirmed is not what would happen now; nothing was changed.
        BackupRefused: Its owner's signature does not vouch for it, and nobody chose it.
        BackupDamaged: The backup is not whole; nothing was changed.
        RecordDamaged: It is a caseload's, and the service file must be put back first.
        KnownRecordError: As `fitting_backup` and `compare` raise; nothing was changed.

    """
    with _opened(owner, path) as backup:
        now = figures_now(owner, backup.label.database)
        asked = compare(owner, backup, now)
        if asked.needs_choice and not confirmed.is_accepted:
            raise BackupRefused("nobody-vouches")
        if not asked.is_same_as(confirmed):
            raise ChangedMeanwhile
        marks = marks_now(owner, backup.label.database, now)
        return _restore(owner, backup, marks)


def restore_first(
    owner: KeyHolder, path: Path, *, unsigned: bool = False, service: ServiceFile | None = None
) -> Restored:
    """Put a backup where its database never stood, for whoever holds its key.

    Nothing can be lost by it, so that somebody who only stands in may do it as well; and that
    somebody else than its owner signed it, who was allowed to, does not keep it away.

    Args:
        owner: Who puts it back.
        path: Of the backup.
        unsigned: Whether a person chose that what nobody vouches for is taken as well.
        service: The service file, where somebody has it open.

    Raises:
        BackupRefused: Nobody vouches for it, and `unsigned` was not chosen.
        ChangedMeanwhile: Something stands, or stood, there; nothing was changed.
        KnownRecordError: As `restore` raises.

    """
    with _opened(owner, path) as backup:
        target = database_path(owner.place, backup.label.database)
        if target.exists() or anchor_beside(target).exists():
            raise ChangedMeanwhile
        is_signed = vouched_for(owner.header, backup).standing in ("own", "then")
        if not is_signed and not unsigned:
            raise BackupRefused("nobody-vouches")
        return _restore(owner, backup, (), service)


@contextmanager
def _opened(owner: KeyHolder, path: Path) -> Generator[BackupFile]:
    clear_staged(owner.place)
    backup = fitting_backup(owner, path)
    try:
        yield backup
    except OSError as error:
        raise translate_os_error(error) from None
    finally:
        backup.secret.forget()
        clear_staged(owner.place)


def restore_over(vault: Vault, path: Path, confirmed: Comparison, tell: Tell) -> Restored:
    """Back up what is open, close it, and put a backup in its place; unlock it afterwards.

    Raises:
        KnownRecordError: As `copy_databases` and `restore` raise. The vault is closed if the
            error came after what was there had been backed up; then nothing was changed.

    """
    run = complete_run(copy_databases(vault, tell))
    for place, problem in run.problems:
        if place == HERE:
            raise problem
    enter_run(vault, run)  # and nothing is removed: it might be what is to be put back
    owner = key_holder_of(vault)
    vault.close()
    try:
        return restore(owner, path, confirmed)
    finally:
        owner.keys.forget()


def restore_closed(owner: KeyHolder, path: Path, confirmed: Comparison, tell: Tell) -> Restored:
    """Do as `restore` does, and back up what stands there first if it can still be opened.

    Raises:
        KnownRecordError: As `restore_over` raises.

    """
    try:
        vault = owner.open_vault()
    except (RecordDamaged, RecordRolledBack, NotARecord):
        return restore(owner, path, confirmed)
    return restore_over(vault, path, confirmed, tell)


def rehearse(vault: Vault, path: Path) -> None:
    """Do all of a restore but the last step, in a scratch place, and note that it went well.

    Raises:
        KnownRecordError: As `restore` raises; then a restore would not have gone well either.

    """
    owner = key_holder_of(vault)
    scratch = vault.place.backups / STAGING
    clear_staged(owner.place)
    try:
        backup = fitting_backup(owner, path)
        make_private_folder(scratch)
        with staged(owner, backup, scratch / SCRATCH, ()) as opened:
            if backup.label.database == SERVICE:
                carry_over(opened, {}, owner.header.generation)
            else:
                _erase_again(opened, vault.service, vault.header, backup.label.database)
        backup.secret.forget()
    except OSError as error:
        raise translate_os_error(error) from None
    finally:
        owner.keys.forget()
        clear_folder(scratch)
    note(vault.service, "restore_rehearsed", f"backup:{backup.manifest.id}")


def clear_staged(place: ServiceFolder) -> None:
    """Clear away what interrupted restores and rehearsals left."""
    for folder in (place.path, place.backups):
        clear_folder(folder / STAGING)


@contextmanager
def staged(
    owner: KeyHolder, backup: BackupFile, path: Path, marks: Sequence[Mark]
) -> Generator[Database]:
    """Yield a backup made ready in a file beside: read back, under the live key, up to date.

    Until the last step nothing of the record has changed.

    Args:
        owner: Who puts it back.
        backup: What is put back.
        path: Of the new file; its folder is there, of its own, and empty.
        marks: How far the audit went that it takes the place of.

    Raises:
        BackupDamaged: The backup, or the copy of it, is not whole.
        DiskFull: What was begun is cleared away by whoever made the folder.

    """
    verify(backup.path, backup.secret)
    database = backup.label.database
    data_key = owner.data_key(database)
    try:
        create_private_file(path)
        _copy_under_live_key(backup, path, data_key, owner)
        place, header, author = owner.place, owner.header, owner.author
        opening = opening_of(place, header, database, data_key, author)
        opened = open_database(class_of(opening.kind), replace(opening, path=path))
        try:
            told = [f"{mark.n}:{mark.head.hex()}" for mark in marks]
            note(opened, "restored", f"backup:{backup.manifest.id}", told)
            yield opened
        finally:
            opened.close()
    finally:
        data_key.forget()


def carry_over(service: Database, rows: Rows, generation: int) -> None:
    """Bring into a service file that is being put back what must not become less.

    Args:
        service: The one that is being put back.
        rows: Of the service file that stands there now, as far as it can be read.
        generation: Of the header: an older one must stay refused.

    """
    with service.change("carried_over", SERVICE, sorted(rows)) as change:
        for table, (names, kept) in rows.items():
            places = ", ".join("?" * len(names))
            is_newer = table in _NEWER_COUNTS
            how = "INSERT OR REPLACE INTO" if is_newer else "INSERT OR IGNORE INTO"
            statement = " ".join([how, table, f"({', '.join(names)}) VALUES ({places})"])
            change.executemany(statement, kept)
        change.keep("header_generation", str(generation))


def _erase_again(opened: Database, service: ServiceFile, header: Header, caseload: str) -> int:
    """Erase whoever was erased since a caseload was copied, and return how many they were."""
    assert isinstance(opened, Caseload)
    owners = owners_ever(service, header, caseload)
    return settle_erasures(opened, service, owners, caseload)


def _restore(
    owner: KeyHolder,
    backup: BackupFile,
    marks: Sequence[Mark],
    service: ServiceFile | None = None,
) -> Restored:
    database = backup.label.database
    target = database_path(owner.place, database)
    fresh = owner.place.path / STAGING / target.name
    make_private_folder(fresh.parent)
    if database == SERVICE:
        rows = what_only_grows(owner)
        with staged(owner, backup, fresh, marks) as opened:
            carry_over(opened, rows, owner.header.generation)
        return Restored(database, _swap_in(fresh, target), 0)
    with ExitStack() as last:
        if service is None:
            service = last.enter_context(service_alone(owner)).service
        with staged(owner, backup, fresh, marks) as opened:
            erased_again = _erase_again(opened, service, owner.header, database)
            mark = opened.audit.mark
        kept = _swap_in(fresh, target)
        note(service, "caseload_restored", caseload_label(database))
        keep_mark_of_restored(service, database, mark)
    return Restored(database, kept, erased_again)


def _swap_in(staged: Path, target: Path) -> Path | None:
    """Put the staged file in the place of what stands there, which is kept beside."""
    kept = replaced_beside(target) if target.exists() else None
    if kept is not None:
        _keep(target, kept)
    log = target.with_name(target.name + "-wal")
    if log.exists():  # only beside a file that could not be opened; it must not meet the new one
        _keep(log, replaced_beside(log))
        remove_file(log)
    rename_over(staged, target)
    rename_over(anchor_beside(staged), anchor_beside(target))
    flush_folder(target.parent)
    return kept


def _keep(path: Path, kept: Path) -> None:
    fresh = kept.with_name(kept.name + ".new")
    remove_file(fresh)
    try:
        os.link(path, fresh)
    except OSError:  # a file system without links
        shutil.copyfile(path, fresh)
        this_system().keep_file_private(fresh)
    rename_over(fresh, kept)
    flush_folder(kept.parent)


def _copy_under_live_key(
    backup: BackupFile, path: Path, data_key: Masked, owner: KeyHolder
) -> None:
    key, audit_key = halves(backup.secret)
    live_key = derive_masked(data_key, "sqlcipher")
    taken = path.with_name(_TAKEN)
    create_private_file(taken)
    take_database(backup, taken)
    source = read_copy(taken, derive_masked(key, "sqlcipher"))
    copy = create_copy(path, live_key)
    try:
        copy_pages(source, copy, lambda _done, _whole: None)
        if fault := fault_of_copy(copy, backup.manifest, audit_key, backup.manifest.size):
            raise BackupDamaged(fault)
        _keep_audit_key(copy, audit_key, data_key, owner)
    finally:
        source.close()
        copy.close()
        for each in (key, audit_key, live_key):
            each.forget()
        remove_file(taken)


def _keep_audit_key(
    copy: dbapi2.Connection, audit_key: Masked, data_key: Masked, owner: KeyHolder
) -> None:
    """Keep the key of the chain for the data key of today, whichever it was written under."""
    fact = kept_fact(audit_key, data_key, owner.sources)
    try:
        copy.execute("DELETE FROM about WHERE substr(key, 1, ?) = ?", (len(PREFIX), PREFIX))
        copy.execute(KEEP_FACT, fact)
    except dbapi2.Error as error:
        raise translated(error) from None
