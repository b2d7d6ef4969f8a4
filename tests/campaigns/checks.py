"""Whether an open service is whole: every page, every table, every entry, every anchor."""

from collections.abc import Iterator

from therapist_app.record import audit, signatures
from therapist_app.record.database import Caseload, Database
from therapist_app.record.opened import Vault


def faults_in(vault: Vault) -> list[str]:
    """Return what is wrong in any database of an open service, in a few words each."""
    return [f"{each.kind.name}: {fault}" for each in vault.databases for fault in _faults(each)]


def _faults(database: Database) -> Iterator[str]:
    # Pages that still stand in the write-ahead log are not those of the file; fold them in first.
    database.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    if database.rows("PRAGMA cipher_integrity_check"):
        yield "a page does not verify"
    if database.rows("PRAGMA integrity_check") != [("ok",)]:
        yield "the tables do not fit together"
    if database.rows("PRAGMA foreign_key_check"):
        yield "a row points to nothing"
    if not audit.verify(database).is_whole:
        yield "the audit is not whole"
    mark = database.anchor.read()
    if mark is None:
        yield "there is no anchor"
    elif database.audit.head_at(mark.n) != mark.head:
        yield "the anchor is ahead"
    if isinstance(database, Caseload) and signatures.altered(database):
        yield "a signed note was changed"
