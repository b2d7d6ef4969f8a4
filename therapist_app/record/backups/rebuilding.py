"""A whole service from its backups, in an empty folder: the laptop is lost, the stick is there.

::

    rebuilding = begin_rebuilding(folder, backups, now)   # says who is in it
    rebuilt = finish_rebuilding(rebuilding, uid, passphrase, sources)

The newest backup of the service file brings the header with it. Whoever rebuilds gets the
service file and the caseloads that are sealed to them; the backups of the others are laid in
the folder, so that each puts back their own.
"""

import shutil
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from therapist_app.record.backup_format.backup_file import Label, label_of
from therapist_app.record.backups.comparing import compare, fitting_backup
from therapist_app.record.backups.restoring import restore
from therapist_app.record.clock_and_random import ClockAndRandom
from therapist_app.record.errors import (
    BackupDamaged,
    BackupRefused,
    FolderInUse,
    KnownRecordError,
)
from therapist_app.record.folder.files import (
    create_private_file,
    flush_folder,
    make_private_folder,
    translate_os_error,
)
from therapist_app.record.folder.layout import ServiceFolder
from therapist_app.record.header.caseload_access import owner_now
from therapist_app.record.header.header import Header, PersonEntry
from therapist_app.record.header.header_file import load_header, people, save_header
from therapist_app.record.sign_in.key_holder import KeyHolder, keys_for

DRAFT = ".rebuilding"


@dataclass(frozen=True, slots=True)
class CaseloadOf:
    """A caseload, and the name of whose it is."""

    caseload: str
    owner_name: str


@dataclass(frozen=True, slots=True)
class Rebuilding:
    """A folder begun beside the one to be made.

    Attributes:
        backups: Those of each database, the newest first; the service file's come first.
        people: Who is in the service, as its header says.
        missing: The caseloads of the service of which no backup was found.

    """

    folder: Path
    draft: Path
    backups: tuple[tuple[Path, ...], ...]
    people: tuple[PersonEntry, ...]
    missing: tuple[CaseloadOf, ...]


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What came of it.

    Attributes:
        restored: The databases that are in place.
        waiting: The caseloads whose owners put them back themselves.
        refused: The caseloads that could not be put back, and why.
        missing: The caseloads of which no backup was found: they are not in the folder.

    """

    restored: tuple[str, ...]
    waiting: tuple[str, ...]
    refused: tuple[tuple[str, KnownRecordError], ...]
    missing: tuple[CaseloadOf, ...]

    @property
    def is_whole(self) -> bool:
        """Whether no caseload is missing, and none was refused."""
        return not self.missing and not self.refused


def begin_rebuilding(folder: Path, paths: Iterable[Path], now: datetime) -> Rebuilding:
    """Lay out a new service folder beside `folder`, from the newest of these backups.

    One from the future was made under a clock that was ahead: it counts only where there is no
    other.

    Raises:
        FolderInUse: Something is in the folder already.
        BackupRefused: No whole backup of a service file is among them.

    """
    if folder.is_symlink() or (folder.exists() and any(folder.iterdir())):
        raise FolderInUse
    found = _of_one_service(paths, now)
    header = found[0][0].header
    draft = folder.with_name(folder.name + DRAFT)
    try:
        shutil.rmtree(draft, ignore_errors=True)
        folder.parent.mkdir(parents=True, exist_ok=True)
        place = ServiceFolder(draft)
        for each in (place.path, place.caseloads, place.backups):
            make_private_folder(each)
        create_private_file(place.header, header.encode())
        save_header(place.header_copy, load_header(place.header))
    except OSError as error:
        raise translate_os_error(error) from None
    by_database: dict[str, list[Path]] = {}
    for label, path in found:
        by_database.setdefault(label.database, []).append(path)
    backups = tuple(tuple(each) for each in by_database.values())
    missing = _missing(load_header(place.header), by_database)
    return Rebuilding(folder, draft, backups, people(draft), missing)


def finish_rebuilding(
    rebuilding: Rebuilding,
    uid: str,
    passphrase: bytearray,
    sources: ClockAndRandom,
    key_file: Path | None = None,
) -> Rebuilt:
    """Put back what is sealed to a person, and put the folder in its place.

    Raises:
        WrongPassphrase: It can be tried again.
        KnownRecordError: As `restore` raises for the service file; nothing is in the folder.

    """
    owner = keys_for(rebuilding.draft, uid, passphrase, sources, key_file).checked()
    service, *caseloads = rebuilding.backups
    restored = [_put_back(owner, service)]
    waiting: list[str] = []
    refused: list[tuple[str, KnownRecordError]] = []
    try:
        for paths in caseloads:
            database = label_of(paths[0]).database
            try:
                restored.append(_put_back(owner, paths))
            except KnownRecordError as error:
                if isinstance(error, BackupRefused) and error.detail == "not-yours":
                    waiting.append(database)
                else:
                    refused.append((database, error))
        _put_in_place(rebuilding)
    except OSError as error:
        raise translate_os_error(error) from None
    finally:
        owner.keys.forget()
    return Rebuilt(tuple(restored), tuple(waiting), tuple(refused), rebuilding.missing)


def _put_back(owner: KeyHolder, newest_first: Sequence[Path]) -> str:
    """Put back the newest of these that is whole."""
    *better, last = newest_first
    for path in better:
        try:
            return _put_back_one(owner, path)
        except BackupDamaged:
            continue
    return _put_back_one(owner, last)


def _put_back_one(owner: KeyHolder, path: Path) -> str:
    backup = fitting_backup(owner, path)
    backup.secret.forget()
    return restore(owner, path, compare(owner, backup, None)).database


def _put_in_place(rebuilding: Rebuilding) -> None:
    place = ServiceFolder(rebuilding.draft)
    for path in (paths[0] for paths in rebuilding.backups):
        copy = place.backups / path.name
        create_private_file(copy)
        shutil.copyfile(path, copy)
    if rebuilding.folder.exists():
        rebuilding.folder.rmdir()
    rebuilding.draft.replace(rebuilding.folder)
    flush_folder(rebuilding.folder.parent)


def _missing(header: Header, found: Container[str]) -> tuple[CaseloadOf, ...]:
    owners = [(each.id, header.person(owner_now(header, each))) for each in header.caseloads]
    return tuple(
        CaseloadOf(caseload, owner.name if owner else "")
        for caseload, owner in owners
        if caseload not in found
    )


def _of_one_service(paths: Iterable[Path], now: datetime) -> list[tuple[Label, Path]]:
    """Return the backups of the service whose file was backed up last, newest first, its first."""
    labelled = [(label, path) for path in paths if (label := _label(path)) is not None]
    newest_first = sorted(
        labelled,
        key=lambda each: (each[0].made_at <= now, each[0].made_at, each[1].name),
        reverse=True,
    )
    services = [each for each in newest_first if each[0].header]
    if not services:
        raise BackupRefused("no-service-file")
    wanted = services[0][0].service_id
    same = [each for each in newest_first if each[0].service_id == wanted]
    return sorted(same, key=lambda each: not each[0].header)


def _label(path: Path) -> Label | None:
    try:
        return label_of(path)
    except KnownRecordError:
        return None
