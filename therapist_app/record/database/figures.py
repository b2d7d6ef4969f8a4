"""What can be said of a database in numbers: how many rows, and how far its audit goes."""

import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlcipher3 import dbapi2

from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.database.anchor import Mark
from therapist_app.record.database.audit_chain import Actor, AuditChain
from therapist_app.record.database.columns import moment_from
from therapist_app.record.database.connection import PAGE, translated

_TABLES = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
_OWN_BUSINESS = frozenset({"about", "audit", "backups"})
WORKED_OUT = frozenset({"forms_to_search", "searched_forms", "searched_words"})
"""Tables of a caseload that say nothing new: they are made again from the filled forms."""
ONLY_GROW = (
    "backups",
    "client_moves",
    "codes",
    "erasures",
    "releases",
    "readable_copies",
    "release_corrections",
    "recipients",
    "own_age_keys",
    "pseudonym_keys",
    "pack_files",
    "local_texts",
    "quarter_figures",
    "quarters",
    "question_answers",
    "record_keys",
)
"""Tables of the service file whose rows are carried over to an older one that is put back."""
_OPENING_WRITES = frozenset({"caseload_figures", "record_checks", "settings"})


@dataclass(frozen=True, slots=True)
class Figures:
    """A database in numbers.

    Attributes:
        schema: Its version.
        rows: Pairs of a table and how many rows it has, by name.
        mark: The newest entry of its audit.
        changed_at: When that entry was written; None while there is none.

    """

    schema: int
    rows: tuple[tuple[str, int], ...]
    mark: Mark
    changed_at: datetime | None

    @property
    def content(self) -> dict[str, int]:
        """How many rows each table has, without what the record keeps about itself."""
        left_out = _OWN_BUSINESS | WORKED_OUT
        return {name: count for name, count in self.rows if name not in left_out}

    @property
    def work(self) -> dict[str, int]:
        """The same without what merely opening the record may change."""
        kept = self.content.items()
        return {name: count for name, count in kept if name not in _OPENING_WRITES}


def figures_of(connection: dbapi2.Connection) -> Figures:
    """Return a database in numbers.

    Raises:
        RecordDamaged: It cannot be read.

    """
    try:
        [[schema]] = connection.execute("PRAGMA user_version").fetchall()
        names = sorted(name for (name,) in connection.execute(_TABLES).fetchall())
        rows = tuple((name, count_rows(connection, name)) for name in names)
        newest = connection.execute(
            "SELECT n, head, entry FROM audit ORDER BY n DESC LIMIT 1"
        ).fetchone()
    except dbapi2.Error as error:
        raise translated(error) from None
    if newest is None:
        return Figures(schema, rows, Mark(0, bytes(32)), None)
    n, head, entry = newest
    return Figures(schema, rows, Mark(n, bytes(head)), moment_from(json.loads(entry)["at"]))


def count_rows(connection: dbapi2.Connection, table: str) -> int:
    """Return how many rows a table has."""
    counted = connection.execute(" ".join(["SELECT count(*) FROM", f'"{table}"'])).fetchone()
    assert counted is not None
    return int(counted[0])


_PAGE_FAULT = "HMAC verification failed for page "
_NOBODY = Actor("", lambda _head: b"")


def fault_in(
    connection: dbapi2.Connection,
    expected: Figures,
    audit_key: Masked,
    size: int,
    *,
    check: Literal["integrity", "quick"] = "integrity",
) -> str:
    """Return what is wrong with a copy, in one fixed word, or nothing.

    Args:
        connection: The copy, opened.
        expected: What it must hold.
        audit_key: What its audit is authenticated with.
        size: Of the database in bytes; what stands behind it in the file is passed over.
        check: SQLite's own; the quick one does not compare the entries of indexes with the rows.

    """
    try:
        return next(_faults(connection, expected, audit_key, size, check), "")
    except dbapi2.Error:
        return "page"


def _faults(
    connection: dbapi2.Connection, expected: Figures, audit_key: Masked, size: int, check: str
) -> Iterator[str]:
    pages = size // PAGE
    answers = connection.execute("PRAGMA cipher_integrity_check").fetchall()
    if any(_page_named(str(answer)) <= pages for (answer,) in answers):
        yield "page"
    if connection.execute(f"PRAGMA {check}_check").fetchall() != [("ok",)]:
        yield "structure"
    if connection.execute("PRAGMA foreign_key_check").fetchall():
        yield "references"
    if figures_of(connection) != expected:
        yield "rows"
    if not _is_chained(connection, expected.mark, audit_key):
        yield "audit"


def _page_named(finding: str) -> int:
    number = finding.removeprefix(_PAGE_FAULT)
    return int(number) if number.isdecimal() else 0


def _is_chained(connection: dbapi2.Connection, newest: Mark, audit_key: Masked) -> bool:
    chain = AuditChain(connection, audit_key, _NOBODY)
    mark = chain.beginning()
    entries = connection.execute("SELECT n, entry, head FROM audit ORDER BY n").fetchall()
    for n, entry, head in entries:
        mark = chain.following(mark, bytes(entry))
        if mark.n != n or not hmac.compare_digest(mark.head, bytes(head)):
            return False
    return mark.n == newest.n and (mark.n == 0 or mark.head == newest.head)
