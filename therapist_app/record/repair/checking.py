"""A full check of one file: pages, structure, references, facts, audit, anchor, signed notes.

SQLCipher checks pages as they are read; a full check reads all of them, and goes on to what no
page check can see. It works on a connection of its own, opened for it and closed after it: what
is in memory already would hide what is on the disk, and one page that does not verify spoils a
connection for good. So a file that is in use is checked before it is opened for use, or after it
was closed; see `docs/adr/0029-when-the-record-is-checked.md`.
"""

import re
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Literal, get_args

from therapist_app.record.clients import signatures
from therapist_app.record.crypto.key_derivation import KEY_LENGTH, derive_masked
from therapist_app.record.database import audit
from therapist_app.record.database.anchor import content_of
from therapist_app.record.database.columns import moment_from
from therapist_app.record.database.connection import CACHE_OF_A_READER
from therapist_app.record.database.database import Caseload, Database, Opening, ServiceFile
from therapist_app.record.database.migrations import SERVICE, expected_schema
from therapist_app.record.database.opening import (
    borrow_database,
    check_anchor,
    check_belonging,
    set_strangers_aside,
)
from therapist_app.record.errors import (
    NotARecord,
    RecordBug,
    RecordDamaged,
    RecordRolledBack,
    RecordTooNew,
)
from therapist_app.record.service.former_people import know_everybody
from therapist_app.record.service.service_keys import SECRETS, WRAPPED_LENGTH
from therapist_app.record.sqlite_pages.page_reader import LOCK_PAGE, PageReader

Code = Literal[
    "about",
    "altered-notes",
    "anchor-missing",
    "anchor-torn",
    "another-kind",
    "broken-chain",
    "changed-outside",
    "cut-off",
    "declared-gaps",
    "first-page",
    "forged-entries",
    "header",
    "missing",
    "no-file",
    "not-encrypted",
    "older",
    "another-service",
    "pages",
    "references",
    "structure",
    "too-new",
    "unreadable-values",
    "unvouched-notes",
]
CODES: tuple[str, ...] = get_args(Code)
Step = Literal["pages", "structure", "references", "values", "audit", "notes"]
STEPS: tuple[Step, ...] = get_args(Step)
"""What a check of the content of a file is made of, in order; each can be done by itself."""
_ELSEWHERE = frozenset(
    {"another-kind", "another-service", "cut-off", "missing", "no-file", "not-encrypted", "too-new"}
)
_STOPS = frozenset({"first-page", "pages"})
_HARMLESS = frozenset({"anchor-torn", "declared-gaps"})
_OF_NOTES = frozenset({"altered-notes", "unvouched-notes"})
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
_MOMENTS = ("last_session:", "signed_in:")
_JSON = re.compile(r"json_valid\((\w+)\)")
_MOMENT = re.compile(r"^\s+(\w+_at) TEXT\b", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class CheckFinding:
    """One thing that is not as it should be.

    Attributes:
        count: How many of them.
        first: Where the first is: a page or an audit entry, counted from 1; 0 where that says
            nothing.

    """

    code: Code
    count: int = 1
    first: int = 0

    @property
    def is_harmless(self) -> bool:
        """Whether the record is whole all the same."""
        return self.code in _HARMLESS

    @property
    def is_elsewhere(self) -> bool:
        """Whether there is no file of this record at all where it should be."""
        return self.code in _ELSEWHERE

    @property
    def stops_work(self) -> bool:
        """Whether nothing should be written into the file any more."""
        return self.code in _STOPS


@dataclass(frozen=True, slots=True)
class FullCheckReport:
    """What a full check of one file found.

    Attributes:
        database: "service", or the uid of the caseload's owner.
        findings: What is not as it should be; nothing when all is well.

    """

    database: str
    findings: tuple[CheckFinding, ...]

    @property
    def is_sound(self) -> bool:
        """Whether nothing was found that needs anything done."""
        return all(each.is_harmless for each in self.findings)

    @property
    def is_as_copied(self) -> bool:
        """Whether nothing was found that copying can have done.

        What became of signed notes was so before: their file is in use as it is, and each full
        check tells it.
        """
        return all(each.is_harmless or each.code in _OF_NOTES for each in self.findings)


def check_file(opening: Opening) -> FullCheckReport:
    """Check a file that nobody has open, from end to end; it is neither migrated nor repaired.

    Raises:
        RecordLocked: It is open elsewhere.
        CannotWrite: The disk refuses.

    """
    name = opening.belongs.get("owner", SERVICE.name)
    opening = replace(opening, content=content_of(opening.path))
    set_strangers_aside(opening)
    found: list[CheckFinding] = []
    try:
        with borrow_database(opening) as database:
            found.extend(_findings(database, opening))
    except RecordTooNew:
        found.append(CheckFinding("too-new"))
    except RecordBug:
        found.append(CheckFinding("structure"))
    except NotARecord as refused:
        found.append(CheckFinding(_REFUSALS[refused.detail]))
    except RecordDamaged as damage:
        found.append(where_damaged(opening, _REFUSALS[damage.detail]))
    return FullCheckReport(name, tuple(found))


def where_damaged(opening: Opening, code: Code) -> CheckFinding:
    """Return what is known of a damage: SQLite says no more than that some page is damaged.

    Reading beside it tells which; where all of them verify it is the structure.
    """
    if code != "pages":
        return CheckFinding(code)
    key = derive_masked(opening.data_key, "sqlcipher")
    with PageReader(opening.path, key) as reader:
        numbers = [each for each in range(1, reader.count + 1) if each != LOCK_PAGE]
        with reader.keys_at_hand():
            bad = [each for each in numbers if reader.page(each) is None]
    key.forget()
    return CheckFinding(code, len(bad), bad[0]) if bad else CheckFinding("structure")


def _findings(database: Database, opening: Opening) -> Iterator[CheckFinding]:
    fresh = tuple(_freshness(database, opening))
    yield from fresh
    may_fold = all(each.is_harmless for each in fresh)
    yield from _looked_over(database, may_fold=may_fold, verify_as=opening)


def _freshness(database: Database, opening: Opening) -> Iterator[CheckFinding]:
    try:
        check_belonging(database, opening)
        seen = check_anchor(database)
    except NotARecord as refused:
        yield CheckFinding(_REFUSALS[refused.detail])
    except RecordRolledBack as older:
        yield CheckFinding("older", older.entries)
    else:
        if seen is None:
            yield CheckFinding("anchor-missing")
        elif database.anchor.is_torn:
            yield CheckFinding("anchor-torn")
        if database.anchor.was_changed:
            yield CheckFinding("changed-outside")


def _looked_over(
    database: Database, *, may_fold: bool, verify_as: Opening | None = None
) -> Iterator[CheckFinding]:
    if may_fold:
        # Until the log is folded in, pages that it replaces look damaged; and not before
        # it is known to be the newest.
        database.fold_log()
    found: list[CheckFinding] = []
    for step in STEPS:
        if step == "audit" and verify_as is not None and isinstance(database, ServiceFile):
            know_everybody(database, verify_as.keepers, verify_as.verify_keys)
        fresh = tuple(findings_of(step, database, found))
        yield from fresh
        found += fresh
        if is_the_end(found):
            return


def is_the_end(found: Iterable[CheckFinding]) -> bool:
    """Return whether no further step can be believed: pages are damaged."""
    return any(each.stops_work for each in found)


def findings_of(
    step: Step, database: Database, found: Iterable[CheckFinding]
) -> Iterator[CheckFinding]:
    """Yield what one step of a check finds; `found` is what those before it did."""
    match step:
        case "pages":
            yield from page_findings(database)
        case "structure":
            with _roomy(database):
                yield from tuple(_structure(database))
        case "references":
            with _roomy(database):
                yield from tuple(_references(database))
        case "values":
            yield from about_findings(database)
            # Where the structure is sound, SQLite has held each JSON to its rule of the schema.
            is_loose = any(each.code == "structure" for each in found)
            yield from value_findings(database, json_too=is_loose)
        case "audit":
            yield from _audit(audit.verify(database))
        case _:
            yield from _notes(database)


@contextmanager
def _roomy(database: Database) -> Generator[None]:
    """Let the entries of indexes be looked up in memory: they lie all over a large file."""
    [(usual,)] = database.rows("PRAGMA cache_size")
    database.run(f"PRAGMA cache_size = {CACHE_OF_A_READER}")
    yield
    database.run(f"PRAGMA cache_size = {usual}")


def page_findings(database: Database) -> Iterator[CheckFinding]:
    """Yield how many pages of a file, whose log is folded in, do not verify."""
    # One row for each page that fails: all of them are read, or the rest would pass unseen.
    bad = [str(row[0]) for row in database.rows("PRAGMA cipher_integrity_check")]
    if bad:
        numbers = [int(words) for line in bad for words in line.split() if words.isdigit()]
        yield CheckFinding("pages", len(bad), min(numbers, default=0))


def _structure(database: Database) -> Iterator[CheckFinding]:
    [(version,)] = database.rows("PRAGMA user_version")
    said = database.rows("PRAGMA integrity_check")
    schema = database.rows("SELECT type, name, sql FROM sqlite_schema ORDER BY name")
    if said != [("ok",)] or schema != expected_schema(database.kind, int(version)):
        yield CheckFinding("structure", max(1, len(said)))


def _references(database: Database) -> Iterator[CheckFinding]:
    loose = database.rows("PRAGMA foreign_key_check")
    if loose:
        yield CheckFinding("references", len(loose))


def _audit(report: audit.AuditReport) -> Iterator[CheckFinding]:
    if report.gaps:
        yield CheckFinding("declared-gaps", report.gaps)
    if report.broken_at is not None:
        yield CheckFinding("broken-chain", 1, report.broken_at)
    if report.forged:
        yield CheckFinding("forged-entries", len(report.forged), report.forged[0])


def _notes(database: Database) -> Iterator[CheckFinding]:
    if not isinstance(database, Caseload):
        return
    unvouched = set(signatures.unvouched(database))
    altered = set(signatures.altered(database)) - unvouched
    if altered:
        yield CheckFinding("altered-notes", len(altered))
    if unvouched:
        yield CheckFinding("unvouched-notes", len(unvouched))


def about_findings(database: Database) -> Iterator[CheckFinding]:
    """Yield how many facts a database says of itself are missing or cannot be read."""
    about: dict[str, str] = dict(database.rows("SELECT key, value FROM about"))
    wanted = () if isinstance(database, Caseload) else (*SECRETS, "header_generation")
    bad = [key for key in wanted if not _is_fit(key, about.get(key, ""))]
    bad += [key for key in about if key.startswith(_MOMENTS) and not _is_moment(about[key])]
    if bad:
        yield CheckFinding("about", len(bad))


def value_findings(database: Database, *, json_too: bool = True) -> Iterator[CheckFinding]:
    """Yield how many values are no moment, or no JSON if asked, where one must stand."""
    tables = database.rows("SELECT name, sql FROM sqlite_schema WHERE type = 'table'")
    bad = sum(_count_unreadable(database, *each, json_too=json_too) for each in tables)
    if bad:
        yield CheckFinding("unreadable-values", bad)


def _count_unreadable(database: Database, table: str, sql: str, *, json_too: bool) -> int:
    """Return how many values of a table are unreadable; it is gone through once, row by row."""
    valid = [f"json_valid({column})" for column in _JSON.findall(sql) if json_too]
    wanted = [*valid, *(f"CAST({column} AS BLOB)" for column in _MOMENT.findall(sql))]
    if not wanted:
        return 0
    bad = 0
    for row in database.run(" ".join(["SELECT", ", ".join(wanted), "FROM", table])):
        bad += sum(each == 0 for each in row[: len(valid)])
        moments = (each.decode(errors="replace") for each in row[len(valid) :] if each is not None)
        bad += sum(not _is_moment(each) for each in moments)
    return bad


def _is_fit(key: str, value: str) -> bool:
    if key == "header_generation":
        return value.isascii() and value.isdigit()
    lengths = {2 * KEY_LENGTH, 2 * WRAPPED_LENGTH}
    return re.fullmatch("[0-9a-f]+", value) is not None and len(value) in lengths


def _is_moment(text: str) -> bool:
    try:
        moment_from(text)
    except ValueError:
        return False
    return True
