"""Making one backup, in two parts: only the first needs the live connection.

    draft = copy_out(original, folder, tell)      # somebody waits
    path = complete(draft)                        # beside the work

A backup gets its name last, when it has been read back; until then it is a file that the next
backup clears away.
"""

import contextlib
import os
import shutil
from collections.abc import Callable, Container, Generator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlcipher3 import dbapi2

from session_forms.flushing import flush_file
from session_forms.held_files import remove_file, rename_over
from therapist_app import __version__
from therapist_app.record.backup_format.backup_file import (
    ENDING,
    Label,
    Manifest,
    add_tail,
    digest_of,
    halves,
    lock_manifest,
    new_secret,
    read_tail,
    spell_label,
    with_boxes,
)
from therapist_app.record.backup_format.backup_signature import BackupSigner, signed
from therapist_app.record.backup_format.copied_audit import AUDIT, spoilt_in
from therapist_app.record.backup_format.verifying import read_back
from therapist_app.record.clock_and_random import ClockAndRandom
from therapist_app.record.crypto.key_derivation import derive_masked
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.database.connection import PAGE, copy_pages, create_copy, read_copy
from therapist_app.record.database.figures import Figures, figures_of
from therapist_app.record.errors import (
    BackupDamaged,
    BackupPlaceMissing,
    CannotWrite,
    DiskFull,
    HeaderAltered,
    NoRoom,
    RecordError,
)
from therapist_app.record.folder.files import (
    clear_of_folders,
    create_private_file,
    flush_folder,
    read_private_file,
    translate_os_error,
)
from therapist_app.record.folder.layout import ServiceFolder
from therapist_app.record.header.header import SERVICE, Header
from therapist_app.record.header.header_file import load_header
from therapist_app.record.header.header_text import LIMIT
from therapist_app.record.header.key_boxes import holders, key_generation

UNFINISHED = ".part"
MARGIN = 2 << 20
"""Room for the tail, and that the disk is not filled to the brim, in bytes."""
_MEGABYTE = 1 << 20
Tell = Callable[[int, int], object]


@dataclass(frozen=True, slots=True)
class Original:
    """What is to be backed up: an open database, and what is known about it.

    Attributes:
        database: `SERVICE`, or the uid of the caseload's owner.
        header: The service's, as it stands.
        header_text: The same as it is spelt.
        signer: The person signed in; what signs must last until the backup is complete.
        lend: Lends the connection while pages are copied; what it yields is called between two
            steps. By default nobody else uses it.

    """

    connection: dbapi2.Connection
    database: str
    header: Header
    header_text: str
    audit_key: Masked
    signer: BackupSigner
    sources: ClockAndRandom
    lend: Callable[[], AbstractContextManager[Callable[[], None]]] = lambda: nullcontext(_go_on)


def _go_on() -> None:
    """Let nobody in between two steps: nobody waits."""


def header_text(place: ServiceFolder, header: Header) -> str:
    """Return the header as it is spelt in its file, for each backup to carry.

    Raises:
        HeaderAltered: What stands there is not the header in use.

    """
    try:
        if load_header(place.header) != header:
            raise HeaderAltered("changed-outside")
        return read_private_file(place.header, LIMIT).decode()
    except FileNotFoundError:
        raise HeaderAltered("missing") from None


@dataclass(frozen=True, slots=True)
class BackupDraft:
    """A copy that has no tail and no name yet.

    Attributes:
        path: Where it will stand.

    """

    path: Path
    original: Original
    figures: Figures
    id: str
    made_at: datetime
    secret: Masked

    @property
    def unfinished(self) -> Path:
        """Where it stands until it has been read back."""
        return _unfinished(self.path)


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was made and read back."""

    path: Path
    label: Label
    manifest: Manifest
    verified_at: datetime


def copy_out(original: Original, folder: Path, tell: Tell) -> BackupDraft:
    """Copy an open database into `folder`; the one step that needs its connection.

    Raises:
        BackupPlaceMissing: The folder is not there.
        NoRoom: The disk has too little room; nothing was begun.
        RecordDamaged: The database itself cannot be read.

    """
    made_at, backup_id = original.sources.now(), original.sources.random_bytes(16).hex()
    path = folder / backup_name(original.header.service_id, original.database, made_at, backup_id)
    secret = new_secret(original.audit_key, original.sources)
    needed = _size(original.connection) + MARGIN
    check_room(folder, needed)
    with _cleared_away(_unfinished(path), needed):
        figures = _copy(original, _unfinished(path), secret, tell)
    return BackupDraft(path, original, figures, backup_id, made_at, secret)


def complete(draft: BackupDraft) -> Made:
    """Give a copy its tail, read it back, and give it its name.

    Raises:
        BackupDamaged: What was read back is not what was copied; the copy is thrown away.
        BackupPlaceMissing: The folder is gone.
        DiskFull: Nothing is left behind.

    """
    with _cleared_away(draft.unfinished, 0):
        label, manifest = _with_tail(draft)
        rename_over(draft.unfinished, draft.path)
        flush_folder(draft.path.parent)
    return Made(draft.path, label, manifest, draft.original.sources.now())


def copy_to(made: Made, folder: Path, secret: Masked, sources: ClockAndRandom) -> Made:
    """Put a further copy of a backup into another folder, and read it back from there.

    Raises:
        BackupPlaceMissing: The folder is not there, or went away.
        BackupDamaged: What was read back is not what was written; the copy is thrown away.
        NoRoom: There is too little room for it.

    """
    final = _copied(made.path, folder, lambda fresh: verify(fresh, secret))
    return Made(final, made.label, made.manifest, sources.now())


def copy_sealed(path: Path, folder: Path, sha256: bytes) -> None:
    """Put a further copy of a backup whose secret is not at hand into another folder.

    It is read back from there: the database as the list says that it was when the backup was
    read back whole, and the tail as it stands in `path`.

    Raises:
        BackupPlaceMissing: One of the folders is not there, or went away.
        BackupDamaged: What lies in `path` is not what was read back whole then, or what was read
            back is not what was written; the copy is thrown away.
        NoRoom: There is too little room for it.

    """
    tail = read_tail(path)
    if digest_of(path, tail.start) != sha256:
        raise BackupDamaged("digest")

    def compare(fresh: Path) -> None:
        if read_tail(fresh) != tail or digest_of(fresh, tail.start) != sha256:
            raise BackupDamaged("digest")

    _copied(path, folder, compare)


def _copied(path: Path, folder: Path, check: Callable[[Path], None]) -> Path:
    """Copy a backup into a folder, and give the copy its name once `check` has read it back."""
    needed = path.stat().st_size + MARGIN
    check_room(folder, needed)
    final = folder / path.name
    fresh = _unfinished(final)
    with _cleared_away(fresh, needed):
        create_private_file(fresh)
        with path.open("rb") as source, fresh.open("wb", buffering=0) as target:
            shutil.copyfileobj(source, target, _MEGABYTE)
            flush_file(target.fileno())
        check(fresh)
        rename_over(fresh, final)
        flush_folder(folder)
    return final


def verify(path: Path, secret: Masked) -> None:
    """Read a backup back in a fresh process.

    Raises:
        BackupDamaged: It is not whole; `detail` says what does not fit.

    """
    fault = read_back(path, secret)
    if fault:
        raise BackupDamaged(fault)


def clear_unfinished(folder: Path, but: Container[Path] = ()) -> None:
    """Clear away what interrupted backups left in a folder, `but` for what is being made now."""
    for left in folder.glob(f"*{ENDING}{UNFINISHED}"):
        if left not in but:
            clear_of_folders(left)  # one that somebody made there would stop every backup
            remove_file(left)


def _unfinished(path: Path) -> Path:
    return path.with_name(path.name + UNFINISHED)


def _copy(original: Original, path: Path, secret: Masked, tell: Tell) -> Figures:
    """Copy a database, and return what is in the copy: somebody may have gone on writing."""
    create_private_file(path)
    key, _audit_key = halves(secret)
    copy = create_copy(path, derive_masked(key, "sqlcipher"))
    try:
        with original.lend() as let_others:
            copy_pages(original.connection, copy, _in_turns(tell, let_others))
        return figures_of(copy)
    finally:
        copy.close()


def _in_turns(tell: Tell, let_others: Callable[[], None]) -> Tell:
    def told(done: int, whole: int) -> None:
        tell(done, whole)
        let_others()

    return told


def _with_tail(draft: BackupDraft) -> tuple[Label, Manifest]:
    """Give a copy its tail and read it back.

    Entries of its audit that do not follow are counted only where reading back finds some: a
    backup of a sound record need not wait for it.
    """
    size = draft.unfinished.stat().st_size
    tail = _write_tail(draft, size, 0)
    fault = read_back(draft.unfinished, draft.secret)
    if fault == AUDIT:
        os.truncate(draft.unfinished, size)
        tail = _write_tail(draft, size, _spoilt_entries(draft))
        fault = read_back(draft.unfinished, draft.secret)
    if fault:
        raise BackupDamaged(fault)
    return tail


def _spoilt_entries(draft: BackupDraft) -> int:
    key, audit_key = halves(draft.secret)
    copy = read_copy(draft.unfinished, derive_masked(key, "sqlcipher"))
    try:
        return spoilt_in(copy, audit_key)
    finally:
        copy.close()


def _write_tail(draft: BackupDraft, size: int, spoilt: int) -> tuple[Label, Manifest]:
    original, path = draft.original, draft.unfinished
    bare = Label(
        service_id=original.header.service_id,
        database=original.database,
        made_at=draft.made_at,
        generation=key_generation(original.header, original.database),
        header=original.header_text if original.database == SERVICE else "",
    )
    recipients = holders(original.header, original.database)
    label = with_boxes(bare, draft.secret, recipients, original.sources)
    key, _audit_key = halves(draft.secret)
    manifest = Manifest(
        id=draft.id,
        header_generation=original.header.generation,
        application=__version__,
        figures=draft.figures,
        size=size,
        sha256=digest_of(path, size, from_disk=False),
        made_by=original.signer.uid,
        header="" if original.database == SERVICE else original.header_text,
        spoilt=spoilt,
    )
    spelt = spell_label(label)
    locked = lock_manifest(manifest, key, spelt, original.sources.random_bytes(12))
    add_tail(path, spelt, locked, signed(spelt, locked, manifest.sha256, original.signer))
    return label, manifest


@contextlib.contextmanager
def _cleared_away(fresh: Path, needed: int) -> Generator[None]:
    """Throw away what was written when something goes wrong, and say what did."""
    try:
        yield
    except BaseException as error:
        with contextlib.suppress(OSError):
            remove_file(fresh)
        if isinstance(error, OSError | DiskFull | CannotWrite):
            raise _said(error, fresh.parent, needed) from None
        raise


def _said(error: OSError | RecordError, folder: Path, needed: int) -> RecordError:
    if not folder.is_dir():
        return BackupPlaceMissing()
    failure = translate_os_error(error) if isinstance(error, OSError) else error
    return NoRoom(_megabytes(needed)) if isinstance(failure, DiskFull) and needed else failure


def check_room(folder: Path, needed: int) -> None:
    """Refuse a folder whose disk has less room than so many bytes.

    Raises:
        BackupPlaceMissing: It is not there.
        NoRoom: It has too little room.

    """
    try:
        free = shutil.disk_usage(folder).free
    except OSError:
        raise BackupPlaceMissing from None
    if free < needed:
        raise NoRoom(_megabytes(needed))


def _megabytes(size: int) -> int:
    return -(-size // _MEGABYTE)


def _size(connection: dbapi2.Connection) -> int:
    [[pages]] = connection.execute("PRAGMA page_count").fetchall()
    return int(pages) * PAGE


def name_begins(service: str, database: str) -> str:
    """Return how the names of the backups of one database begin."""
    return f"service-{service[:8]}" if database == SERVICE else f"caseload-{database[:8]}"


def backup_name(service: str, database: str, made_at: datetime, backup_id: str) -> str:
    """Return the name of a backup's file; those of one database go by when they were made.

    Who looks for the newest by their names alone, as where the record may be an older copy, goes by
    that.
    """
    what = name_begins(service, database)
    return f"{what}-{made_at.astimezone(UTC):%Y%m%d-%H%M%S}-{backup_id[:4]}{ENDING}"
