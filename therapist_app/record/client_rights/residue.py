"""Whether anything of an erased client is left in the pages of a caseload.

A page-for-page copy of the file, free pages included, is made under a key that is thrown away,
decrypted one page after the other and searched for pieces of what the client's rows held. The
file itself is not read beside the open connection: closing it a second time would let go of
the lock that keeps a second window out (POSIX locks belong to the process).

What is searched is the database as it is now. Blocks that the disk has not overwritten, and
backups, are another matter: both are encrypted, and backups are listed with their dates.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

from therapist_app.record.client_rights.client_rows import columns_of, rows_of, tables_of
from therapist_app.record.crypto.key_derivation import KEY_LENGTH
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.database.connection import create_connection
from therapist_app.record.database.database import Caseload
from therapist_app.record.folder.files import create_private_file, translate_os_error

PAGE, RESERVED, VECTOR = 4096, 80, 16  # SQLCipher 4: data, then 16 bytes of IV, then 64 of HMAC
SALT = 16
PIECE = 24
LEAST = 6
MOST_PIECES = 300
_HOLDS = "SELECT 1 FROM {table} WHERE instr(CAST({column} AS BLOB), ?) LIMIT 1"
# Ids, option names, days and times stand in many rows: they say nothing about whose they were.
_COMMON = re.compile(r"[a-z0-9_@.-]*|\d{4}-\d\d-\d\d.*|\d{4}-\d\d-\d\dT.*")


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
    """Return pieces of what the rows of a client hold, the most telling first."""
    found = {
        piece
        for _table, row in rows_of(caseload, client_id)
        for value in row.values()
        if isinstance(value, str)
        for text in _texts_in(value)
        for piece in _cut(text)
    }
    return tuple(sorted(found, key=lambda piece: (-len(piece), piece))[:MOST_PIECES])


def search(caseload: Caseload, path: Path, pieces: Iterable[bytes]) -> Proof:
    """Look for `pieces` in every page of a caseload that stands at `path`.

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
        with key.revealed() as whole:
            return list(_pages(scratch.read_bytes(), bytes(whole)))
    except OSError as error:
        raise translate_os_error(error) from None
    finally:
        key.forget()
        _remove(scratch)


def _pages(data: bytes, key: bytes) -> Iterator[bytes]:
    for start in range(0, len(data), PAGE):
        page = data[start : start + PAGE]
        vector = page[PAGE - RESERVED :][:VECTOR]
        skipped = SALT if start == 0 else 0
        decryptor = Cipher(AES(key), CBC(vector)).decryptor()
        yield decryptor.update(page[skipped : PAGE - RESERVED]) + decryptor.finalize()


def _remove(scratch: Path) -> None:
    for ending in ("", "-wal", "-shm"):
        scratch.with_name(scratch.name + ending).unlink(missing_ok=True)


def _is_in_a_row(caseload: Caseload, piece: bytes) -> bool:
    return any(
        caseload.row(_HOLDS.format(table=table, column=column), (piece,))
        for table in tables_of(caseload)
        for column in columns_of(caseload, table)
    )
