"""A whole service from its backups, in an empty folder: the laptop is lost, the stick is there.

::

    rebuilding = begin_rebuilding(folder, backups, now)   # says who is in it
    rebuilt = finish_rebuilding(rebuilding, uid, passphrase, sources)

The newest backup of the service file brings the header with it. Whoever rebuilds gets the
service file and the caseloads that are sealed to them; the backups of the others are laid in
the folder, and the service file notes that they are awaited (`awaiting`). All of it is made in
a folder beside, which gets its name last: whatever was cut off before that is no service.
"""

import shutil
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from pathlib import Path

from session_forms.flushing import flush_file
from session_forms.held_files import clear_folder, remove_empty_folder, rename_over
from therapist_app.record.backup_format.backup_file import digest_of
from therapist_app.record.backups.awaiting import note_awaited
from therapist_app.record.backups.looking_through import (
    CaseloadOf,
    FoundBackup,
    header_in,
    look_through,
    whole_by,
)
from therapist_app.record.backups.reading_back import FORGED
from therapist_app.record.backups.restoring import restore_first, service_alone
from therapist_app.record.clock_and_random import ClockAndRandom
from therapist_app.record.database.audit import note
from therapist_app.record.database.database import Caseload
from therapist_app.record.database.opening import borrow_database
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
    replace_file,
    translate_os_error,
)
from therapist_app.record.folder.layout import ServiceFolder
from therapist_app.record.header.caseload_access import owner_now
from therapist_app.record.header.header import CONTINUITY, SERVICE, Header
from therapist_app.record.header.header_file import load_header, people, save_header
from therapist_app.record.header.person_entry import PersonEntry
from therapist_app.record.repair.checking import check_file
from therapist_app.record.sign_in.key_holder import FileKeys, KeyHolder, keys_for
from therapist_app.record.vault.file_marks import went_apart

DRAFT = ".rebuilding"
LAID = 3
"""How many backups of each caseload by its owner come along: the newest may not be whole."""
PASSED_OVER = (*FORGED, "nobody-vouches")
"""Why the next older backup is tried, besides damage."""
PASSED_OVER_OF_SERVICE = (*PASSED_OVER, "older-header")
"""Of the service file, whose newest true backup brings the header, one that says it had a later."""


@dataclass(frozen=True, slots=True)
class Rebuilding:
    """A folder begun beside the one to be made.

    Attributes:
        backups: Those of each database, the newest first; the service file's come first.
        people: Who is in the service, as its header says.
        missing: The caseloads of the service of which no backup was found.
        unsigned: The databases of which no signed backup was found.
        too_new: The files that a later version made: nothing is taken from them.

    """

    folder: Path
    draft: Path
    backups: tuple[tuple[FoundBackup, ...], ...]
    people: tuple[PersonEntry, ...]
    missing: tuple[CaseloadOf, ...]
    unsigned: tuple[str, ...] = ()
    too_new: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class BroughtBack:
    """A database that is in place.

    Attributes:
        made_at: When the backup was made that it came from.
        passed_over: Others that would have been better and were not whole, or nobody vouches for.

    """

    database: str
    made_at: datetime
    passed_over: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What came of it.

    Attributes:
        restored: The databases that are in place.
        waiting: The caseloads that come into place when whose they are signs in.
        refused: The caseloads that could not be put back, and why.
        missing: The caseloads of which no backup was found: they are not in the folder.
        apart: The caseloads in place that do not belong to this service file: another copy of the
            record wrote one of the two, as on another laptop after a move.

    """

    restored: tuple[BroughtBack, ...]
    waiting: tuple[str, ...]
    refused: tuple[tuple[str, KnownRecordError], ...]
    missing: tuple[CaseloadOf, ...]
    apart: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether no caseload is missing, none was refused, and all belong together."""
        return not self.missing and not self.refused and not self.apart


def draft_of(folder: Path) -> Path:
    """Return where a service is made ready before it stands in its folder."""
    return folder.with_name(folder.name + DRAFT)


def clear_draft(folder: Path) -> None:
    """Throw away what a rebuild that was cut off left beside a folder."""
    clear_folder(draft_of(folder))


def begin_rebuilding(folder: Path, paths: Iterable[Path], now: datetime) -> Rebuilding:
    """Lay out a new service folder beside `folder`, from the newest of these backups.

    Raises:
        FolderInUse: Something is in the folder already.
        BackupRefused: No whole backup of a service file is among them.
        RecordTooNew: None is, but a later version made some of them.

    """
    if folder.is_symlink() or (folder.exists() and any(folder.iterdir())):
        raise FolderInUse
    looked = look_through(paths, now)
    if not looked.services:
        raise looked.without_service
    found, draft = looked.services[0], draft_of(folder)
    try:
        clear_draft(folder)
        folder.parent.mkdir(parents=True, exist_ok=True)
        place = ServiceFolder(draft)
        for each in (place.path, place.caseloads, place.backups):
            make_private_folder(each)
        create_private_file(place.header, found.spelt.encode())
        save_header(place.header_copy, load_header(place.header))
    except OSError as error:
        raise translate_os_error(error) from None
    return Rebuilding(
        folder,
        draft,
        found.backups,
        people(draft),
        missing=found.missing,
        unsigned=found.unsigned,
        too_new=looked.too_new,
    )


def finish_rebuilding(
    rebuilding: Rebuilding,
    uid: str,
    passphrase: bytearray,
    sources: ClockAndRandom,
    key_file: Path | None = None,
    *,
    unsigned: bool = False,
) -> Rebuilt:
    """Rebuild with a person's passphrase.

    Raises:
        WrongPassphrase: It can be tried again.
        KnownRecordError: As `rebuild` raises.

    """
    keys = keys_for(rebuilding.draft, uid, passphrase, sources, key_file)
    return rebuild(rebuilding, keys, unsigned=unsigned)


def rebuild(
    rebuilding: Rebuilding,
    keys: FileKeys,
    accepted: Sequence[str] = (),
    *,
    unsigned: bool = False,
) -> Rebuilt:
    """Put back what is sealed to a person, and put the folder in its place.

    Args:
        rebuilding: What was begun.
        keys: Of that person, in the folder that was begun; they are forgotten.
        accepted: What about the laptop needs attention, to be noted in the audit.
        unsigned: Whether a person chose that backups which nobody vouches for are taken as well.

    Raises:
        HeaderAltered: It is not the service's own.
        KnownRecordError: As `restore_first` raises for the service file; nothing is in the folder.

    """
    owner = _with_true_header(rebuilding, keys)
    service, *caseloads = rebuilding.backups
    waiting: list[str] = []
    refused: list[tuple[str, KnownRecordError]] = []
    try:
        restored = [_put_back(owner, service, unsigned=unsigned)]
        with service_alone(owner) as vault:
            owner = owner.with_sheets_before(vault.service)
        for backups in caseloads:
            database = backups[0].label.database
            try:
                restored.append(_put_back(owner, backups, unsigned=unsigned))
            except KnownRecordError as error:
                if _is_sealed_to_others(owner, error):
                    waiting.append(database)
                else:
                    refused.append((database, error))
        with service_alone(owner) as vault:
            for each in accepted:
                note(vault.service, "environment_accepted", each)
            note_awaited(vault.service, waiting, unsigned=unsigned)
        _check(owner, {each.database for each in restored})
        apart = tuple(_apart(owner, {each.database for each in restored}))
        _put_in_place(rebuilding)
    except OSError as error:
        raise translate_os_error(error) from None
    finally:
        owner.forget()
    return Rebuilt(tuple(restored), tuple(waiting), tuple(refused), rebuilding.missing, apart)


def _with_true_header(rebuilding: Rebuilding, keys: FileKeys) -> KeyHolder:
    """Return whoever rebuilds, with the newest header that bears the service's own MAC.

    Somebody of the service can sign a backup with another one, under which nobody could go on.

    Raises:
        HeaderAltered: None does; the keys are forgotten.

    """
    for each in rebuilding.backups[0]:
        with suppress(KnownRecordError):
            header, spelt = header_in(each.path)
            found = replace(keys, header=header)
            found.check_header()
            if header != keys.header:
                for path in (keys.place.header, keys.place.header_copy):
                    replace_file(path, spelt.encode())
            return found.checked()
    return keys.checked()


def _is_sealed_to_others(owner: KeyHolder, error: KnownRecordError) -> bool:
    is_under_an_older_sheet = owner.uid == CONTINUITY and error.detail in ("label", "sealed-key")
    return is_under_an_older_sheet or error.detail == "not-yours"


def _put_back(
    owner: KeyHolder, newest_first: Sequence[FoundBackup], *, unsigned: bool
) -> BroughtBack:
    """Put back the newest of these that is whole and that somebody vouches for."""
    database = newest_first[0].label.database
    owner.data_key(database).forget()  # "not-yours" before all else
    may_be_passed = PASSED_OVER_OF_SERVICE if database == SERVICE else PASSED_OVER
    passed_over: list[Path] = []
    refused: KnownRecordError = BackupRefused()
    for each in newest_first:
        try:
            restore_first(owner, each.path, unsigned=unsigned)
        except (BackupDamaged, BackupRefused) as error:
            if isinstance(error, BackupRefused) and error.detail not in may_be_passed:
                raise
            refused = error
            passed_over.append(each.path)
            continue
        return BroughtBack(each.label.database, each.label.made_at, tuple(passed_over))
    raise refused


def _check(owner: KeyHolder, restored: Collection[str]) -> None:
    """Read what is in place from the disk, from end to end."""
    for opening in owner.openings():
        is_restored = opening.belongs.get("owner", SERVICE) in restored
        if is_restored and not check_file(opening).is_as_copied:
            raise BackupDamaged("not-as-copied")


def _apart(owner: KeyHolder, restored: Collection[str]) -> Iterator[str]:
    """Yield the caseloads in place that the service file beside them does not know as they are."""
    with service_alone(owner) as vault:
        vault.know_people()
        for opening in owner.openings():
            caseload = opening.belongs.get("owner", "")
            grant = owner.header.grant(caseload)
            if caseload not in restored or grant is None:
                continue
            may = {owner_now(owner.header, grant), *(box.to for box in grant.boxes)}
            with borrow_database(opening) as database:
                assert isinstance(database, Caseload)
                if went_apart(vault.service, caseload, database, may):
                    yield caseload


def _put_in_place(rebuilding: Rebuilding) -> None:
    place = ServiceFolder(rebuilding.draft)
    header = load_header(place.header)
    for backups in rebuilding.backups:
        for each in _to_lay(header, backups):
            _lay(each.path, place.backups / each.path.name)
    flush_folder(place.backups)
    if rebuilding.folder.exists():
        remove_empty_folder(rebuilding.folder)
    rename_over(rebuilding.draft, rebuilding.folder)
    flush_folder(rebuilding.folder.parent)


def _to_lay(header: Header, newest_first: Sequence[FoundBackup]) -> Iterator[FoundBackup]:
    """Yield which backups of a database come along.

    The newest, and the newest that whose it is made, as far as anybody can see: whoever reaches
    the folder can write others, with a later day.
    """
    grant = header.grant(newest_first[0].label.database)
    owner = owner_now(header, grant) if grant is not None else ""

    def is_true(backup: FoundBackup) -> bool:
        by = whole_by(header, backup.path)
        return by == owner if owner else bool(by)

    newest = newest_first[:LAID]
    yield from newest
    yield from islice(filter(is_true, newest_first[LAID:]), LAID - sum(map(is_true, newest)))


def _lay(path: Path, copy: Path) -> None:
    """Copy a backup, which nobody here may be able to open, and read the copy back."""
    create_private_file(copy)
    shutil.copyfile(path, copy)
    with copy.open("rb+") as written:
        flush_file(written.fileno())
    size = path.stat().st_size
    if digest_of(copy, size) != digest_of(path, size):
        raise BackupDamaged("not-as-copied")
