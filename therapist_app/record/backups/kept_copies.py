"""What stood in the place of a database before, kept beside it; it may hold who was erased since.

A restore keeps what it replaced for two weeks. Putting saved rows to use keeps the damaged file
until somebody throws it away. Nothing erases in either: they are thrown away whole.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from session_forms.held_files import remove_file
from therapist_app.record.database.audit import entry_of, note
from therapist_app.record.database.database import Database
from therapist_app.record.database.opening import EVERY_RESTORE
from therapist_app.record.folder.files import flush_folder, translate_os_error
from therapist_app.record.folder.layout import BEFORE_RESTORE, BEFORE_SALVAGE, database_path
from therapist_app.record.vault.vault import Vault

REPLACED_KEPT = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class KeptCopy:
    """What is kept of one occasion, or of several that cannot be told apart.

    Attributes:
        files: The file, its log and what else belongs to it.
        restored_at: When a backup took its place; None where saved rows did, or where no restore
            is known.
        is_thrown_away: Whether a backup throws it away by itself, once its time is over.

    """

    files: tuple[Path, ...]
    restored_at: datetime | None
    is_thrown_away: bool

    @property
    def kept_until(self) -> datetime | None:
        """From when on the next backup throws it away; None where no time is known."""
        return None if self.restored_at is None else self.restored_at + REPLACED_KEPT


def kept_copies(database: Database, path: Path) -> tuple[KeptCopy, ...]:
    """Return what is kept beside an open database."""
    found = []
    if replaced := _beside(path, BEFORE_RESTORE):
        read = (
            entry_of((n, entry, True))
            for entry, _head, _signature, n in database.rows(EVERY_RESTORE)
        )
        at = next((each.at for each in read if each is not None), None)
        found.append(KeptCopy(replaced, at, is_thrown_away=True))
    if damaged := _beside(path, BEFORE_SALVAGE):
        found.append(KeptCopy(damaged, None, is_thrown_away=False))
    return tuple(found)


def remove_overdue(vault: Vault, name: str, database: Database) -> None:
    """Throw away what a backup was put in the place of, once nobody has missed it for a while."""
    for each in kept_copies(database, database_path(vault.place, name)):
        is_over = each.kept_until is None or database.now() > each.kept_until
        if each.is_thrown_away and is_over:
            for file in each.files:
                remove_file(file)
            note(vault.service, "replaced_file_removed", name)


def throw_away(vault: Vault, caseload: str) -> None:
    """Throw away now all that is kept beside a caseload.

    Raises:
        CannotWrite: The disk refuses; some of it may be gone.

    """
    path = vault.place.caseload(caseload)
    files = [*_beside(path, BEFORE_RESTORE), *_beside(path, BEFORE_SALVAGE)]
    if not files:
        return
    try:
        for each in files:
            remove_file(each)
        flush_folder(path.parent)
    except OSError as error:
        raise translate_os_error(error) from None
    note(vault.service, "kept_copies_thrown_away", f"caseload:{caseload}")


def throw_away_beside(vault: Vault, database: str, *, damaged: bool) -> tuple[int, int]:
    """Throw away what is kept beside a database, and return how many files went and stayed.

    What a backup was put in the place of goes; a damaged file, whose saved rows are in use, goes
    where `damaged` says so, since nothing else may hold what could not be saved.

    Raises:
        CannotWrite: The disk refuses; some of it may be gone.

    """
    path = database_path(vault.place, database)
    going, unsaved = _beside(path, BEFORE_RESTORE), _beside(path, BEFORE_SALVAGE)
    if damaged:
        going, unsaved = (*going, *unsaved), ()
    try:
        for each in going:
            remove_file(each)
        flush_folder(path.parent)
    except OSError as error:
        raise translate_os_error(error) from None
    if going:
        note(vault.service, "kept_copies_thrown_away", database)
    return len(going), len(unsaved)


def _beside(path: Path, ending: str) -> tuple[Path, ...]:
    """Return what is kept under an ending of a file and its log, unfinished copies as well."""
    return tuple(sorted(path.parent.glob(f"{path.name}*{ending}*")))
