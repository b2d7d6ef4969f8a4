"""Saving what can be read of a damaged file into a new one.

The damaged file is only read, page by page, and nothing but pages that verify is used: no row is
invented. The new file is of the newest schema and opens with the same data key, so it can stand
in the old one's place, which is then kept beside it. Its audit goes on from what was left of
the old one: a signed entry says which stretches are gone.
"""

import os
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from sqlcipher3 import dbapi2

from session_forms.flushing import flush_file
from session_forms.held_files import remove_file, rename_over
from therapist_app.hygiene.system import this_system
from therapist_app.record.crypto.key_derivation import derive_masked
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.database.anchor import Anchor, Mark
from therapist_app.record.database.audit import SALVAGED, stretch
from therapist_app.record.database.connection import create_to_fill, translated
from therapist_app.record.database.database import Opening
from therapist_app.record.database.migrations import NEWEST, NOTE_TREES
from therapist_app.record.database.opening import class_of, open_database
from therapist_app.record.errors import CannotWrite, RecordDamaged, RecordTooNew
from therapist_app.record.folder.files import (
    create_private_file,
    flush_folder,
    translate_os_error,
)
from therapist_app.record.folder.layout import BEFORE_SALVAGE, anchor_beside, log_beside
from therapist_app.record.repair.filling_anew import PLACE, FileBeingFilled, TableOutcome, place_in
from therapist_app.record.sqlite_pages.page_map import PageMap, map_pages
from therapist_app.record.sqlite_pages.page_reader import PageReader

Tell = Callable[[int, int], object]
TOLD_EVERY = 256


@dataclass(frozen=True, slots=True)
class SalvageReport:
    """What became of one file: names of tables and counts.

    Attributes:
        database: "service", or the uid of the caseload's owner.
        damaged: Pages that cannot be read.
        unplaced: Pages that can be read and fit into more than one table, so into none.
        entries: Audit entries that were there when the file was last seen, and are gone from
            its end.
        log_is_whole: Whether the write-ahead log could be followed to its end.

    """

    database: str
    tables: tuple[TableOutcome, ...]
    damaged: int
    unplaced: int
    entries: int
    log_is_whole: bool

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing."""
        gone = self.unplaced or self.entries or not self.log_is_whole
        return not gone and all(each.is_whole for each in self.tables)


def salvage(opening: Opening, to: Path, tell: Tell = lambda _done, _of: None) -> SalvageReport:
    """Save what can be read of a file into a new one at `to`, with its anchor beside it.

    It can be broken off or killed at any moment: the damaged file is only read, and what was done
    stands beside `to` under another name. Called again, it goes on from there; where the damaged
    file was changed meanwhile, it begins anew.

    Args:
        opening: The damaged file.
        to: Where nothing is yet.
        tell: Called with how much is done, of how much.

    Raises:
        RecordDamaged: Nothing of it can be read, or it is not there; nothing was made.
        RecordTooNew: A later version wrote it.
        RecordLocked: It is being saved to the same place already.
        DiskFull: What is there is gone on with once there is room.
        CannotWrite: Something is at `to` already, or the disk refuses.

    """
    if os.path.lexists(to):
        raise CannotWrite("cannot-open")
    begun = unfinished_beside(to)
    key = derive_masked(opening.data_key, "sqlcipher")
    seen, salt = _last_seen(opening)
    try:
        with PageReader(opening.path, key, salt) as reader, reader.keys_at_hand():
            progress = _Progress(tell, reader.count)
            found = map_pages(reader, opening.kind, progress.one_more)
            if found.damaged == reader.count:
                raise RecordDamaged("nothing-readable")
            if found.version > NEWEST:
                raise RecordTooNew(opening.kind.name)
            connection = _begun_or_new(begun, key, found)
            try:
                filling = FileBeingFilled(connection, opening.kind, found)
                tables = filling.fill(reader, opening.belongs, progress.one_more, progress.share)
            except dbapi2.Error as error:
                raise translated(error) from None
            finally:
                connection.close()
            log_is_whole = reader.log_is_whole
    except FileNotFoundError:
        raise RecordDamaged("missing") from None
    finally:
        key.forget()
    entries = _go_on(opening, begun, seen)
    _name(begun, to)
    return SalvageReport(
        database=database_of(opening),
        tables=tables,
        damaged=found.damaged,
        unplaced=found.unplaced,
        entries=entries,
        log_is_whole=log_is_whole,
    )


def database_of(opening: Opening) -> str:
    """Return what a report calls a file: "service", or the uid of the caseload's owner."""
    return opening.belongs.get("owner", opening.kind.name)


def unfinished_beside(to: Path) -> Path:
    """Return where a salvage to `to` stands until it is done."""
    return to.with_name(f"{to.stem}.unfinished{to.suffix}")


class _Progress:
    """Tells how far it is: a third to find where each page belongs, to copy, and to finish."""

    def __init__(self, tell: Tell, pages: int) -> None:
        self._tell = tell
        self._pages = pages
        self._done = 0

    def one_more(self, _page: int = 0) -> None:
        """Count a page; some at a time are told."""
        self._done = min(self._done + 1, 2 * self._pages)
        if self._done % TOLD_EVERY == 0:
            self._tell(self._done, 3 * self._pages)

    def share(self, share: float) -> None:
        """Tell how much of what follows the copying is done, from 0 to 1."""
        self._done = max(self._done, round((2 + share) * self._pages))
        self._tell(self._done, 3 * self._pages)


def _begun_or_new(begun: Path, key: Masked, found: PageMap) -> dbapi2.Connection:
    try:
        if begun.is_file() and (connection := _begun(begun, key, found)):
            return connection
        for left in (begun, log_beside(begun), anchor_beside(begun)):
            remove_file(left)
        create_private_file(begun)
    except OSError as error:
        raise translate_os_error(error) from None
    return create_to_fill(begun, key)


def _begun(begun: Path, key: Masked, found: PageMap) -> dbapi2.Connection | None:
    try:
        connection = create_to_fill(begun, key)
    except RecordDamaged:
        return None
    try:
        place = place_in(connection)
    except dbapi2.DatabaseError:  # its first page is whole, a later one is not
        place = None
    if place and place.source == found.fingerprint:
        return connection
    connection.close()  # what is open cannot be removed on every system
    return None


def _name(begun: Path, to: Path) -> None:
    # The anchor first: without the file itself it is nothing that could be put in place.
    try:
        rename_over(anchor_beside(begun), anchor_beside(to))
        rename_over(begun, to)
        flush_folder(to.parent)
    except OSError as error:
        raise translate_os_error(error) from None


def _last_seen(opening: Opening) -> tuple[Mark | None, bytes]:
    key = derive_masked(opening.data_key, "anchor")
    anchor = Anchor(anchor_beside(opening.path), key)
    seen = anchor.read()
    key.forget()
    return seen, anchor.salt


def _go_on(opening: Opening, to: Path, seen: Mark | None) -> int:
    database = open_database(class_of(opening.kind), replace(opening, path=to))
    try:
        newest = database.audit.mark.n
        gone = max(0, seen.n - newest) if seen else 0
        stretches = _stretches(database.run("SELECT n, entry FROM audit ORDER BY n"))
        fields = (*stretches, f"{gone} after {newest}")
        with database.change(SALVAGED, database.kind.name, fields) as change:
            change.execute(f"DROP TABLE {PLACE}")
            change.execute(NOTE_TREES)
    finally:
        database.close()
    return gone


def _stretches(entries: Iterable[tuple[int, bytes]]) -> list[str]:
    found: list[str] = []
    last = 0
    for n, entry in entries:
        if n > last + 1:
            found.append(stretch(last + 1, n - 1, entry))
        last = n
    return found


def put_in_place(opening: Opening, salvaged: Path) -> Path:
    """Put a salvaged file in the place of the damaged one, and return where that is kept.

    Nobody may have either open. Cut off at any moment, the damaged file or the salvaged one
    stands there, and the copy beside it is whole.

    Raises:
        RecordDamaged: There is no salvaged file.
        DiskFull: The damaged file stands where it stood.
        CannotWrite: The disk refuses.

    """
    path = opening.path
    if not salvaged.is_file() or not anchor_beside(salvaged).is_file():
        raise RecordDamaged("missing")
    kept = _free(path.with_name(path.name + BEFORE_SALVAGE))
    try:
        _copy_file(log_beside(path), log_beside(kept))
        _copy_file(anchor_beside(path), kept.with_name(kept.name + "-anchor"))
        _copy_file(path, kept)
        _copy_file(salvaged, fresh := path.with_name(path.name + ".new"))
        flush_folder(path.parent)
        # A log would be folded into the new file, and an anchor speaks of the old one.
        remove_file(log_beside(path))
        remove_file(anchor_beside(path))
        rename_over(fresh, path)
        _copy_file(anchor_beside(salvaged), anchor_beside(path))
        flush_folder(path.parent)
    except OSError as error:
        raise translate_os_error(error) from None
    return kept


def _free(path: Path) -> Path:
    number = 1
    free = path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.name}-{number}")
    return free


def _copy_file(source: Path, target: Path) -> None:
    if not source.is_file():
        return
    with source.open("rb") as read, target.open("wb") as write:
        this_system().keep_file_private(target)
        shutil.copyfileobj(read, write)
        write.flush()
        flush_file(write.fileno())
