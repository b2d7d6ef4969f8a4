"""Whether a copy of a database is whole: every page, every row, every entry of its audit."""

import hmac
from collections.abc import Iterator
from typing import Literal

from sqlcipher3 import dbapi2

from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.database.anchor import Mark
from therapist_app.record.database.audit_chain import Actor, AuditChain
from therapist_app.record.database.connection import PAGE
from therapist_app.record.database.figures import Figures, figures_of

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
