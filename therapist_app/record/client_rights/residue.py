"""Whether anything of an erased client is left in the file: a search of all that stood in the rows.

What is in use and what is not is told apart byte by byte. In the rows that stay nothing may lead
to the client any more, which their ids show. The space that no row uses is searched for every
text, number and id that stood in the client's rows, and for every stretch of four bytes of a
text, so that half of an overwritten one is found as well.

What is found there and also stands, letter for letter, in a row that stays may be what SQLite left
behind when it moved that row: nothing tells whose it was. It is counted apart.

`secure_delete` overwrites a row where it stands, and not what SQLite left of it on another page
when it moved the row there. What is found of that is overwritten: the tables on whose pages it
stands are emptied, which overwrites their pages, and filled again in one transaction.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from session_forms.held_files import remove_file
from therapist_app.record.client_rights.client_rows import (
    columns_of,
    rows_of,
    tables_of,
    ways_to_clients,
)
from therapist_app.record.clients.identities import NAMES_AND_CONTACTS
from therapist_app.record.crypto.key_derivation import KEY_LENGTH
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.database.connection import create_connection
from therapist_app.record.database.database import Caseload
from therapist_app.record.database.triggers import triggers_set_aside
from therapist_app.record.errors import KnownRecordError
from therapist_app.record.folder.files import create_private_file, translate_os_error
from therapist_app.record.sqlite_pages.page_reader import PageReader
from therapist_app.record.sqlite_pages.unused_space import UnusedSpace, unused_space

LEAST = 3
"""Bytes: what is shorter stands by chance wherever anything stands, and says nothing."""
STRETCH = 4
"""Bytes of a text that are looked for by themselves."""
# Ids, days and moments differ from each other in a few digits: part of one is no trace of it.
_WHOLE = re.compile(r"[0-9a-f]{32}|\d{4}-\d\d-\d\d(T[0-9:.]+(Z|[+-]\d\d:\d\d))?")
_NAMES = {("identities", column) for column in NAMES_AND_CONTACTS}
_WORDS = """
    SELECT DISTINCT word FROM searched_words JOIN searched_forms USING (number)
    JOIN filled_forms ON filled_forms.id = filled_form_id WHERE client_id = ?
"""
_HOLDS = "SELECT 1 FROM {table} WHERE instr(CAST({column} AS BLOB), ?) LIMIT 1"
_LEADS = "SELECT count(*) FROM {table} WHERE {column} IN (SELECT value FROM json_each(?))"
_TREES = "SELECT rootpage, tbl_name FROM sqlite_schema WHERE rootpage > 0"
# Without a condition, a trigger or a reference to follow, SQLite gives back whole pages at once.
_ANEW = (
    "CREATE TEMP TABLE written_anew AS SELECT * FROM main.{table}",
    "DELETE FROM main.{table}",
    "INSERT INTO main.{table} SELECT * FROM written_anew",
    "DROP TABLE written_anew",
)
MOST_PAGES = 65_536
"""256 MiB: rows that are written anew stand in memory meanwhile."""


@dataclass(slots=True)
class Held:
    """Everything that stood in the rows of a client, for the search after they are gone.

    Attributes:
        ids: Of the rows.
        values: Each different text, number and id, as the file spells it.
        names: Those of them that say who the client is and how to reach them.
        short: How many different ones are not looked for: a letter or two, or a bare number.

    """

    ids: set[str] = field(default_factory=set)
    values: set[bytes] = field(default_factory=set)
    names: set[bytes] = field(default_factory=set)
    short: int = 0

    @property
    def wanted(self) -> dict[int, set[bytes]]:
        """What is looked for, by its length in bytes."""
        found: dict[int, set[bytes]] = {}
        for value in self.values:
            is_whole = len(value) < STRETCH or _WHOLE.fullmatch(value.decode(errors="replace"))
            length = len(value) if is_whole else STRETCH
            found.setdefault(length, set()).update(_stretches(value, length))
        return found


@dataclass(frozen=True, slots=True)
class ErasureProof:
    """What was searched after an erasure, and what was found.

    Attributes:
        values: How many different texts, numbers and ids of the rows were looked for.
        short: How many were not: letters by themselves and bare numbers stand everywhere.
        pages: How many decrypted pages were gone through.
        unread: How many of them could not be read.
        rows: Rows that still lead to the client.
        residue: Stretches in unused space that stood in the client's rows and in no row that stays.
        elsewhere: Stretches in unused space that rows which stay hold as well, letter for letter.
        mentions: Names and contacts of the client that a row which stays holds.
        log_is_empty: Whether the write-ahead log holds nothing.
        tables: On whose pages the residue stands.
        overwritten: Stretches that an earlier search had found and that were overwritten.

    """

    values: int
    short: int
    pages: int
    unread: int = 0
    rows: int = 0
    residue: int = 0
    elsewhere: int = 0
    mentions: int = 0
    log_is_empty: bool = True
    tables: frozenset[str] = frozenset()
    overwritten: int = 0

    @property
    def is_clean(self) -> bool:
        """Whether everything was searched and nothing of the client was found."""
        return not (self.unread or self.rows or self.residue) and self.log_is_empty


def held_of(caseload: Caseload, client_id: str) -> Held:
    """Return everything that stands in the rows of a client, the words of the search too."""
    held = Held()
    short = set[object]()
    for table, row in rows_of(caseload, client_id):
        if "id" in row:
            held.ids.add(str(row["id"]))
        for column, value in row.items():
            for spelt in _spelt(value):
                if len(spelt) < LEAST or not isinstance(value, str | bytes):
                    short.add(spelt)
                    continue
                held.values.add(spelt)
                if (table, column) in _NAMES:
                    held.names.add(spelt)
    words = {word.encode() for (word,) in caseload.rows(_WORDS, (client_id,))}
    held.values |= {word for word in words if len(word) >= LEAST}
    held.short = len(short)
    return held


def search(caseload: Caseload, path: Path, held: Held) -> ErasureProof:
    """Look for what a client's rows held in every page of a caseload that stands at `path`.

    A page-for-page copy of the file, free pages included, is made under a key that is thrown away,
    and decrypted one page after the other. The file itself is not read beside the open
    connection: closing it a second time would let go of the lock that keeps a second window out
    (POSIX locks belong to the process). What is searched is the database as it is now. Blocks that
    the disk has not overwritten, and backups, are another matter: both are encrypted, and backups
    are listed with their dates.

    Raises:
        DiskFull: There is no room for the copy; nothing was searched.

    """
    caseload.fold_log()
    log = path.with_name(path.name + "-wal")
    log_is_empty = not log.exists() or log.stat().st_size == 0
    space = _unused(caseload, path.with_name(path.name + ".search"))
    found = _found_in(space.runs, held.wanted)
    theirs = {piece: roots for piece, roots in found.items() if not _is_in_a_row(caseload, piece)}
    roots = {root for each in theirs.values() for root in each}
    return ErasureProof(
        values=len(held.values),
        short=held.short,
        pages=space.pages,
        unread=space.unread,
        rows=_rows_left(caseload, held),
        residue=len(theirs),
        elsewhere=len(found) - len(theirs),
        mentions=sum(_is_in_a_row(caseload, name) for name in held.names),
        log_is_empty=log_is_empty,
        tables=frozenset(table for root, table in caseload.rows(_TREES) if root in roots),
    )


def search_and_overwrite(caseload: Caseload, path: Path, held: Held) -> ErasureProof:
    """Search as `search` does, overwrite what is found, and search again.

    What is found stays where a file is larger than `MOST_PAGES`, or the disk refuses.

    Raises:
        DiskFull: There is no room for the copy; nothing was searched.

    """
    proof = search(caseload, path, held)
    if not proof.tables or proof.pages > MOST_PAGES:
        return proof
    try:
        _write_anew(caseload, proof.tables)
    except KnownRecordError:
        return proof
    return replace(search(caseload, path, held), overwritten=proof.residue)


def _write_anew(caseload: Caseload, tables: Iterable[str]) -> None:
    """Empty tables and fill them again with the rows that they hold, in one transaction."""
    caseload.run("PRAGMA foreign_keys = OFF").fetchall()
    try:
        with caseload.together() as change, triggers_set_aside(caseload.run):
            for table in sorted(tables):
                for step in _ANEW:
                    change.execute(step.format(table=table))
    finally:
        caseload.run("PRAGMA foreign_keys = ON").fetchall()


def _spelt(value: object) -> Iterator[bytes]:
    """Yield what a column holds as it is spelt there: in JSON, each text and number by itself."""
    if isinstance(value, str):
        try:
            content = json.loads(value)
        except ValueError:
            content = None
        if isinstance(content, dict | list):
            for leaf in _leaves(content):
                spelt = json.dumps(leaf, ensure_ascii=False)
                yield (spelt[1:-1] if isinstance(leaf, str) else spelt).encode()
        else:
            yield value.encode()
    elif value is not None:
        yield value if isinstance(value, bytes) else str(value).encode()


def _leaves(content: object) -> Iterator[object]:
    if isinstance(content, dict):
        content = [*content.values()]
    if isinstance(content, list):
        for each in content:
            yield from _leaves(each)
    elif content is not None:
        yield content


def _stretches(value: bytes, length: int) -> Iterator[bytes]:
    return (value[place : place + length] for place in range(len(value) - length + 1))


def _unused(caseload: Caseload, scratch: Path) -> UnusedSpace:
    """Return what stands in unused space; the copy on the disk is encrypted, and gone after it."""
    roots = [1, *(int(root) for root, _table in caseload.rows(_TREES))]
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
            return unused_space(reader.page, reader.count, roots)
    except OSError as error:
        raise translate_os_error(error) from None
    finally:
        key.forget()
        _remove(scratch)


def _remove(scratch: Path) -> None:
    for ending in ("", "-wal", "-shm"):
        remove_file(scratch.with_name(scratch.name + ending))


def _found_in(
    runs: Mapping[bytes, set[int]], wanted: Mapping[int, set[bytes]]
) -> dict[bytes, set[int]]:
    """Return each longest stretch of what is wanted, with the roots of the trees it stands in."""
    found: dict[bytes, set[int]] = {}
    for run, roots in runs.items():
        for piece in _longest(run, wanted):
            found.setdefault(piece, set()).update(roots)
    return found


def _longest(run: bytes, wanted: Mapping[int, set[bytes]]) -> Iterator[bytes]:
    hits = sorted(
        (place, place + length)
        for length, pieces in wanted.items()
        for place in range(len(run) - length + 1)
        if run[place : place + length] in pieces
    )
    begin = end = 0
    for first, last in hits:
        if first >= end:
            if end:
                yield run[begin:end]
            begin = first
        end = max(end, last)
    if end:
        yield run[begin:end]


def _is_in_a_row(caseload: Caseload, piece: bytes) -> bool:
    return any(
        caseload.row(_HOLDS.format(table=table, column=column), (piece,))
        for table in tables_of(caseload)
        for column in columns_of(caseload, table)
    )


def _rows_left(caseload: Caseload, held: Held) -> int:
    """Return in how many columns of rows that go with a client an id of the client still stands."""
    ids = json.dumps(sorted(held.ids))
    return sum(
        int(caseload.rows(_LEADS.format(table=table, column=column), (ids,))[0][0])
        for table in ways_to_clients(caseload)
        for column in columns_of(caseload, table)
        if column == "id" or column.endswith("_id")
    )
