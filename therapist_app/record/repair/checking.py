"""A full check of one file: pages, structure, references, facts, audit, anchor, signed notes.

SQLCipher checks pages as they are read; a full check reads all of them, and goes on to what no
page check can see. It works on a connection of its own, opened for it and closed after it: what
is in memory already would hide what is on the disk, and one page that does not verify spoils a
connection for good. So a file that is in use is checked before it is opened for use, or after it
was closed; see `docs/adr/0029-when-the-record-is-checked.md`.
"""

from collections.abc import Iterator
from dataclasses import replace

from therapist_app.record.clients import signatures
from therapist_app.record.crypto.key_derivation import derive_masked
from therapist_app.record.database import audit
from therapist_app.record.database.anchor import content_of
from therapist_app.record.database.connection import check_kind
from therapist_app.record.database.database import Caseload, Database, Opening, ServiceFile
from therapist_app.record.database.migrations import CASELOAD, NEWEST, SERVICE, expected_schema
from therapist_app.record.database.opening import borrow_connection, check_anchor, check_belonging
from therapist_app.record.errors import (
    NotARecord,
    RecordBug,
    RecordDamaged,
    RecordRolledBack,
    RecordTooNew,
)
from therapist_app.record.repair.checked_values import about_findings, value_findings
from therapist_app.record.repair.findings import CheckReport, Code, Finding
from therapist_app.record.service.former_people import former_keys
from therapist_app.record.sqlite_pages.page_reader import PageReader

_REFUSALS: dict[str, Code] = {
    "another-kind": "another-kind",
    "belongs-elsewhere": "another-service",
    "cut-off": "cut-off",
    "first-page": "first-page",
    "missing": "missing",
    "no-regular-file": "no-file",
    "not-encrypted": "not-encrypted",
    "discarded": "pages",
    "page": "pages",
}


def check_file(opening: Opening) -> CheckReport:
    """Check a file that nobody has open, from end to end; it is neither migrated nor repaired.

    Raises:
        RecordLocked: It is open elsewhere.
        CannotWrite: The disk refuses.

    """
    name = opening.belongs.get("owner", SERVICE.name)
    opening = replace(opening, content=content_of(opening.path))
    found: list[Finding] = []
    try:
        with borrow_connection(opening) as connection:
            check_kind(connection, opening.kind, NEWEST)
            kind = Caseload if opening.kind == CASELOAD else ServiceFile
            found.extend(_findings(kind(connection, opening), opening))
    except RecordTooNew:
        found.append(Finding("too-new"))
    except RecordBug:
        found.append(Finding("structure"))
    except NotARecord as refused:
        found.append(Finding(_REFUSALS[refused.detail]))
    except RecordDamaged as damage:
        found.append(_where(opening, _REFUSALS[damage.detail]))
    return CheckReport(name, tuple(found))


def check_database(database: Database, name: str) -> CheckReport:
    """Check a database that was opened just now and has not been worked with.

    When pages turn out to be damaged the connection is spoilt: close the database.
    """
    found: list[Finding] = []
    try:
        if database.anchor_was_missing:
            found.append(Finding("anchor-missing"))
        if database.anchor.was_changed:
            found.append(Finding("changed-outside"))
        found.extend(_looked_over(database, may_fold=True))
    except RecordDamaged:
        found.append(Finding("pages"))
    except RecordBug:
        found.append(Finding("structure"))
    return CheckReport(name, tuple(found))


def _where(opening: Opening, code: Code) -> Finding:
    # SQLite says no more than that some page is damaged; reading beside it tells which.
    if code != "pages":
        return Finding(code)
    key = derive_masked(opening.data_key, "sqlcipher")
    with PageReader(opening.path, key) as reader:
        bad = [each for each in range(1, reader.count + 1) if reader.page(each) is None]
    key.forget()
    return Finding(code, len(bad), bad[0]) if bad else Finding("structure")


def _findings(database: Database, opening: Opening) -> Iterator[Finding]:
    fresh = tuple(_freshness(database, opening))
    yield from fresh
    yield from _looked_over(database, may_fold=all(each.is_harmless for each in fresh))


def _freshness(database: Database, opening: Opening) -> Iterator[Finding]:
    try:
        check_belonging(database, opening)
        seen = check_anchor(database)
    except NotARecord as refused:
        yield Finding(_REFUSALS[refused.detail])
    except RecordRolledBack as older:
        yield Finding("older", older.entries)
    else:
        if seen is None:
            yield Finding("anchor-missing")
        elif database.anchor.is_torn:
            yield Finding("anchor-torn")
        if database.anchor.was_changed:
            yield Finding("changed-outside")


def _looked_over(database: Database, *, may_fold: bool) -> Iterator[Finding]:
    if may_fold:
        # Until the log is folded in, pages that it replaces look damaged; and not before
        # it is known to be the newest.
        database.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    pages = tuple(_pages(database))
    yield from pages
    if pages:
        return
    if isinstance(database, ServiceFile):
        database.verify_keys = {**former_keys(database), **database.verify_keys}
    yield from _structure(database)
    yield from about_findings(database)
    yield from value_findings(database)
    yield from _audit(audit.verify(database))
    yield from _notes(database)


def _pages(database: Database) -> Iterator[Finding]:
    # One row for each page that fails: all of them are read, or the rest would pass unseen.
    bad = [str(row[0]) for row in database.rows("PRAGMA cipher_integrity_check")]
    if bad:
        numbers = [int(words) for line in bad for words in line.split() if words.isdigit()]
        yield Finding("pages", len(bad), min(numbers, default=0))


def _structure(database: Database) -> Iterator[Finding]:
    [(version,)] = database.rows("PRAGMA user_version")
    said = database.rows("PRAGMA integrity_check")
    schema = database.rows("SELECT type, name, sql FROM sqlite_schema ORDER BY name")
    if said != [("ok",)] or schema != expected_schema(database.kind, int(version)):
        yield Finding("structure", max(1, len(said)))
    loose = database.rows("PRAGMA foreign_key_check")
    if loose:
        yield Finding("references", len(loose))


def _audit(report: audit.AuditReport) -> Iterator[Finding]:
    if report.gaps:
        yield Finding("declared-gaps", report.gaps)
    if report.broken_at is not None:
        yield Finding("broken-chain", 1, report.broken_at)
    if report.forged:
        yield Finding("forged-entries", len(report.forged), report.forged[0])


def _notes(database: Database) -> Iterator[Finding]:
    if not isinstance(database, Caseload):
        return
    unvouched = set(signatures.unvouched(database))
    altered = set(signatures.altered(database)) - unvouched
    if altered:
        yield Finding("altered-notes", len(altered))
    if unvouched:
        yield Finding("unvouched-notes", len(unvouched))
