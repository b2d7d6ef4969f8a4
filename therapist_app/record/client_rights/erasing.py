"""Erasing a client (GDPR art. 17): every row, a tombstone in both files, and a search for residue.

The caseload comes first: one transaction deletes the client and puts up the tombstone, and from
then on the client is erased. The service file gets the same tombstone in a transaction of its
own. What a crash leaves between the two, or a restored file brings back, `settle_erasures`
finishes when the record is opened next.

The audit keeps its entries: they hold random ids, actions and names of fields. The id names
nobody once the rows are gone, and without its entries the chain would not verify.
"""

import hmac
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from therapist_app.record.client_rights import protection
from therapist_app.record.client_rights.client_rows import columns_of, rows_of, tables_of
from therapist_app.record.crypto.key_derivation import KEY_LENGTH, derive
from therapist_app.record.crypto.wiping import Masked, wipe
from therapist_app.record.database.columns import MOMENT, moment_text
from therapist_app.record.database.connection import create_connection
from therapist_app.record.database.database import Caseload, Change, Database, ServiceFile
from therapist_app.record.database.tables import Table
from therapist_app.record.errors import ClientProtected, KnownRecordError, RecordBug
from therapist_app.record.folder.files import create_private_file, translate_os_error
from therapist_app.record.model import ErasureBasis, Tombstone
from therapist_app.record.service.service_keys import service_secret
from therapist_app.record.sqlite_pages.page_reader import PageReader

PIECE = 24
LEAST = 6
MOST_PIECES = 300
MOST_WORDS = 100
# Words that the search knows from this client alone; a word of the schema stands in every file.
_ONLY_HERE = """
    WITH theirs AS (
        SELECT number FROM searched_forms JOIN filled_forms ON filled_forms.id = filled_form_id
        WHERE client_id = :client
    )
    SELECT DISTINCT word FROM searched_words AS mine
    WHERE number IN theirs AND length(word) >= :least
        AND NOT EXISTS (SELECT 1 FROM searched_words AS other
            WHERE other.word = mine.word AND other.number NOT IN theirs)
        AND NOT EXISTS (SELECT 1 FROM sqlite_schema WHERE instr(lower(sql), word))
    ORDER BY length(word) DESC, word LIMIT :most
"""
_HOLDS = "SELECT 1 FROM {table} WHERE instr(CAST({column} AS BLOB), ?) LIMIT 1"
# Ids, option names, days and times stand in many rows: they say nothing about whose they were.
_COMMON = re.compile(r"[a-z0-9_@.-]*|\d{4}-\d\d-\d\d.*|\d{4}-\d\d-\d\dT.*")
_TABLE = Table("erasures", Tombstone, key=("hash",), columns={"erased_at": MOMENT})
_NOWHERE = "{}"
_FORGET_MOVES = (
    "UPDATE client_moves SET parcel = NULL, ended_at = coalesce(ended_at, ?) WHERE client = ?"
)
SHOWN_OF_HASH = 8


@dataclass(frozen=True, slots=True)
class Proof:
    """What was searched after an erasure, and what was found.

    Attributes:
        pieces: How many pieces of what the rows held were looked for.
        pages: How many decrypted pages were searched.
        elsewhere: Pieces that stand in what is kept of other clients, word for word.
        residue: Pieces that stand in no row any more and were found all the same.
        log_is_empty: Whether the write-ahead log holds nothing.

    """

    pieces: int
    pages: int
    elsewhere: int
    residue: int
    log_is_empty: bool

    @property
    def is_clean(self) -> bool:
        """Whether nothing of the client was found."""
        return not self.residue and self.log_is_empty


def pieces_of(caseload: Caseload, client_id: str) -> tuple[bytes, ...]:
    """Return pieces of what the rows of a client hold, the most telling first; then their words.

    Those are the words of answers as the search keeps them, where nobody else has them.
    """
    found = {
        piece
        for _table, row in rows_of(caseload, client_id)
        for value in row.values()
        if isinstance(value, str)
        for text in _texts_in(value)
        for piece in _cut(text)
    }
    pieces = sorted(found, key=lambda piece: (-len(piece), piece))[:MOST_PIECES]
    asked = {"client": client_id, "least": LEAST, "most": MOST_WORDS}
    words = [word.encode() for (word,) in caseload.rows(_ONLY_HERE, asked)]
    return (*pieces, *(word for word in words if word not in found))


def search(caseload: Caseload, path: Path, pieces: Iterable[bytes]) -> Proof:
    """Look for `pieces` in every page of a caseload that stands at `path`.

    A page-for-page copy of the file, free pages included, is made under a key that is thrown away,
    decrypted one page after the other and searched. The file itself is not read beside the open
    connection: closing it a second time would let go of the lock that keeps a second window out
    (POSIX locks belong to the process). What is searched is the database as it is now. Blocks that
    the disk has not overwritten, and backups, are another matter: both are encrypted, and backups
    are listed with their dates.

    Raises:
        DiskFull: There is no room for the copy; nothing was searched.

    """
    wanted = tuple(pieces)
    caseload.run("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    log = path.with_name(path.name + "-wal")
    log_is_empty = not log.exists() or log.stat().st_size == 0
    pages = _decrypted(caseload, path.with_name(path.name + ".search"))
    whole = b"".join(pages)
    found = [piece for piece in wanted if piece in whole]
    elsewhere = sum(_is_in_a_row(caseload, piece) for piece in found)
    return Proof(
        pieces=len(wanted),
        pages=len(pages),
        elsewhere=elsewhere,
        residue=len(found) - elsewhere,
        log_is_empty=log_is_empty,
    )


def _texts_in(value: str) -> Iterator[str]:
    """Yield the texts in a column as they are spelt there: in JSON, each by itself."""
    try:
        content = json.loads(value)
    except ValueError:
        yield value
        return
    for text in _leaves(content):
        yield json.dumps(text, ensure_ascii=False)[1:-1]


def _leaves(content: object) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict):
        for each in content.values():
            yield from _leaves(each)
    elif isinstance(content, list):
        for each in content:
            yield from _leaves(each)


def _cut(text: str) -> Iterator[bytes]:
    """Yield a piece from the beginning and one from the middle: a page may end between."""
    spelt = text.encode()
    if len(spelt) >= LEAST and not _COMMON.fullmatch(text):
        yield spelt[:PIECE]
        yield spelt[len(spelt) // 2 :][:PIECE] if len(spelt) >= 2 * PIECE else spelt[:PIECE]


def _decrypted(caseload: Caseload, scratch: Path) -> list[bytes]:
    """Return the pages of a caseload in plain, in memory; the copy on the disk is encrypted."""
    _remove(scratch)
    key = Masked(bytearray(caseload.sources.random_bytes(KEY_LENGTH)))
    try:
        create_private_file(scratch)
        target = create_connection(scratch, key)
        try:
            caseload.copy_into(target)
            target.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        finally:
            target.close()
        with PageReader(scratch, key) as reader:
            return [reader.page(number) or b"" for number in range(1, reader.count + 1)]
    except OSError as error:
        raise translate_os_error(error) from None
    finally:
        key.forget()
        _remove(scratch)


def _remove(scratch: Path) -> None:
    for ending in ("", "-wal", "-shm"):
        scratch.with_name(scratch.name + ending).unlink(missing_ok=True)


def _is_in_a_row(caseload: Caseload, piece: bytes) -> bool:
    return any(
        caseload.row(_HOLDS.format(table=table, column=column), (piece,))
        for table in tables_of(caseload)
        for column in columns_of(caseload, table)
    )


@dataclass(frozen=True, slots=True)
class Erased:
    """A client who is not in the record any more, and what was made sure of.

    Attributes:
        proof: None where the pages could not be searched, for want of room on the disk.

    """

    tombstone: Tombstone
    proof: Proof | None


def hash_of(service: ServiceFile, client_id: str) -> bytes:
    """Return the 32 bytes that stand for a client in the lists of erasures.

    HMAC-SHA-256 of the client's random id, under a key derived from the one for client codes:
    that one is in every backup of the service file, from its first day.
    """
    secret = service_secret(service, "code_key")
    key = derive(secret, "erasures")
    digest = hmac.digest(key, bytes.fromhex(client_id), "sha256")
    wipe(secret, key)
    return digest


def erase(
    caseload: Caseload, service: ServiceFile, client_id: str, basis: ErasureBasis, path: Path
) -> Erased:
    """Erase a client, and search the caseload at `path` for what is left.

    Raises:
        ClientProtected: A legal hold or a restriction stands; nothing was changed.
        RecordBug: There is no such client.
        KnownRecordError: The disk refused; nothing was changed, or the next opening finishes it.

    """
    if protection.hold_on(caseload, client_id) is not None:
        raise ClientProtected("legal-hold")
    if protection.restriction_of(caseload, client_id) is not None:
        raise ClientProtected("restricted")
    pieces, ids = pieces_of(caseload, client_id), ids_of(caseload, client_id)
    tombstone = Tombstone(hash_of(service, client_id), caseload.now(), basis)
    with caseload.together() as change:
        _erase_rows(change, client_id, tombstone)
    with service.together() as change:
        _put_up(service, (tombstone,))
        forget_places(change, service, ids)
        forget_moves(change, tombstone.hash, tombstone.erased_at)
    service.run("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    try:
        return Erased(tombstone, search(caseload, path, pieces))
    except KnownRecordError:
        return Erased(tombstone, None)


def settle_erasures(caseload: Caseload, service: ServiceFile) -> int:
    """Finish what a crash or a restored file left undone; return how many clients were erased.

    Both lists become one, and every client in it who is in the caseload is erased again, a hold
    or restriction of that time notwithstanding.
    """
    mine, shared = all_tombstones(caseload), all_tombstones(service)
    _put_up(service, mine)
    by_hash = {each.hash: each for each in (*shared, *mine)}
    there = caseload.rows("SELECT id FROM clients ORDER BY id") if by_hash else []
    back = [(each, by_hash.get(hash_of(service, each))) for (each,) in there]
    returned = [(client_id, tombstone) for client_id, tombstone in back if tombstone]
    if returned:
        with caseload.together() as change:
            for client_id, tombstone in returned:
                change.execute("DELETE FROM legal_holds WHERE client_id = ?", (client_id,))
                change.execute("DELETE FROM restrictions WHERE client_id = ?", (client_id,))
                _erase_rows(change, client_id, tombstone)
        caseload.run("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    return len(returned)


def all_tombstones(database: Database) -> tuple[Tombstone, ...]:
    """Return every tombstone in a file, oldest first."""
    return _TABLE.select(database, "ORDER BY erased_at, hash")


def _erase_rows(change: Change, client_id: str, tombstone: Tombstone) -> None:
    if change.execute("DELETE FROM clients WHERE id = ?", (client_id,)) != 1:
        raise RecordBug("no-such-client")
    _TABLE.replace(change, tombstone)
    change.audit("erased", f"client:{client_id}", (tombstone.basis,))


def _put_up(service: ServiceFile, tombstones: tuple[Tombstone, ...]) -> None:
    """Put up in the service file the tombstones that it lacks."""
    there = {each.hash for each in all_tombstones(service)}
    missing = [each for each in tombstones if each.hash not in there]
    if missing:
        with service.together() as change:
            for each in missing:
                _TABLE.insert(change, each)
                change.audit("erased", f"erasure:{each.hash.hex()[:SHOWN_OF_HASH]}", (each.basis,))


def ids_of(caseload: Caseload, client_id: str) -> frozenset[str]:
    """Return the id of every row of a client that has one."""
    return frozenset(str(row["id"]) for _table, row in rows_of(caseload, client_id) if "id" in row)


def forget_places(change: Change, service: ServiceFile, ids: frozenset[str]) -> None:
    """Let nobody come back after a lock to a place of the client: it is noted by its ids."""
    noted = "SELECT key, value FROM settings WHERE key LIKE 'came_from:%' ORDER BY key"
    for key, value in service.rows(noted):
        if ids.intersection(json.loads(value).get("ids", ())):
            change.execute("UPDATE settings SET value = ? WHERE key = ?", (_NOWHERE, key))
            change.audit("settings_changed", f"setting:{key}")


def forget_moves(change: Change, client: bytes, at: datetime) -> None:
    """Let nobody take a client over any more: an offer ends, and no parcel of theirs is kept."""
    change.execute(_FORGET_MOVES, (moment_text(at), client))
