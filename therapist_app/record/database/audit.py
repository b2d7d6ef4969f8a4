"""Reading the audit of a database, adding to it, and checking it from end to end."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from weakref import WeakKeyDictionary

from therapist_app.record.crypto.signing import is_signed
from therapist_app.record.database.anchor import Mark
from therapist_app.record.database.audit_actions import numbers_of
from therapist_app.record.database.audit_chain import SIGNED_ACTIONS, SIGNED_LATER, SIGNED_ROWS
from therapist_app.record.database.columns import moment_from
from therapist_app.record.database.database import Caseload, Database
from therapist_app.record.folder.strict_json import canonical

SALVAGED = "salvaged"
AT_A_TIME = 1_000
FIRST_OF_ALL, AFTER_ALL = -(2**63), 2**63 - 1
_FROM = "SELECT n, entry, head, signature FROM audit WHERE n >= ? ORDER BY n LIMIT +?"
_TOLD = "SELECT n, entry, head, signature FROM audit WHERE instr(entry, ?)"
# The spelling of nearly every entry, which is read ten times as fast as JSON.
_USUAL = re.compile(
    rb'\{"action":"(\w+)","at":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+00:00","by":"(\w*)",'
    rb'"fields":\[(?:"[^"\\]*"(?:,"[^"\\]*")*)?\],"subject":"[^"\\]*"\}'
)
_STRETCH = re.compile(r"([0-9]{1,18})-([0-9]{1,18}) ")
_FIELDS = {"at", "by", "action", "subject", "fields"}


_ABOUT = """
    SELECT n, entry, head, signature FROM audit
    WHERE n IN (SELECT value FROM json_each(?)) AND instr(entry, ?) ORDER BY n DESC LIMIT +?
"""
_FIRST_BY = """
    SELECT n FROM audit
    WHERE n IN (SELECT value FROM json_each(?)) AND instr(entry, ?) ORDER BY n LIMIT 1
"""
_FEW = 20
_TELLS_ROW = b"="
_MARK_LENGTH = 32
_OF_EACH_SESSION = frozenset(
    {"backup_entered", "caseload_closed", "check_paused", "figures_written", "record_checked"}
)
_SETTINGS_CHANGED, _TELLS_NOTHING = "settings_changed", b'"fields":[]'


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One entry: ids, the action and the names of fields."""

    n: int
    at: datetime
    by: str
    action: str
    subject: str
    fields: tuple[str, ...]
    is_signed: bool


@dataclass(frozen=True, slots=True)
class AuditReport:
    """What checking found.

    Attributes:
        entries: How many entries there are.
        broken_at: The first entry that does not follow from those before it.
        forged: Entries whose signature is missing, or not by the person they name; and entries
            that cannot be read.
        gaps: How many stretches of entries are gone, as a signed entry says since.
        signed_by: How many entries each person signed, by uid.

    """

    entries: int
    broken_at: int | None
    forged: tuple[int, ...]
    gaps: int = 0
    signed_by: tuple[tuple[str, int], ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether all is as it was written."""
        return self.broken_at is None and not self.forged


def note(database: Database, action: str, subject: str, fields: Sequence[str] = ()) -> None:
    """Add an entry for something that changes no row, such as opening a client's record.

    Where nothing can be kept there is none: reading goes on without.
    """
    if database.is_only_read:
        return
    with database.change(action, subject, fields):
        pass


def entries(database: Database, *, newest: int | None = None) -> tuple[AuditEntry, ...]:
    """Return the entries in order, or only so many of the newest.

    One that somebody made unreadable is left out here; `verify` names it.
    """
    limit = -1 if newest is None else newest
    found = database.rows(
        "SELECT n, entry, signature IS NOT NULL FROM audit ORDER BY n DESC LIMIT +?", (limit,)
    )
    read = (entry_of(each) for each in reversed(found))
    return tuple(each for each in read if each is not None)


def subjects_since(database: Database, mark: Mark, most: int) -> tuple[str, ...] | None:
    """Return what the entries after a mark are about, in order.

    None where there are more than `most`, one of them cannot be read, or the mark is not of this
    audit any more, as after a change that was undone.
    """
    found = database.rows(_FROM, (mark.n, most + 2))
    if not found or (found[0][0], found[0][2]) != (mark.n, mark.head) or len(found) > most + 1:
        return None
    read = [entry_of((n, entry, False)) for n, entry, *_rest in found[1:]]
    subjects = tuple(each.subject for each in read if each is not None)
    return subjects if len(subjects) == len(read) else None


def verify(database: Database) -> AuditReport:
    """Check that every entry follows from the one before, and every signature.

    Where entries were lost and what could be read was saved, the chain takes up again at the
    entry that the signed entry of the saving names.
    """
    check = AuditCheck(database)
    may_be_more = True
    while may_be_more:
        may_be_more = check.go_on()
    return check.report


class AuditCheck:
    """A check of the whole audit that goes on a little at a time, so that a window stays alive."""

    def __init__(self, database: Database, *, signatures: bool = True) -> None:
        """Take whether signatures are checked as well, which takes most of the time."""
        self._database = database
        self._checks_signatures = signatures
        self._mark = database.audit.beginning()
        self._told = _stretches_told(database)
        self._seen = self._gaps = 0
        self._next = FIRST_OF_ALL
        self._broken_at: int | None = None
        self._forged: list[int] = []
        self._signed_by: Counter[str] = Counter()

    @property
    def report(self) -> AuditReport:
        """What was found so far."""
        forged, signed_by = tuple(self._forged), tuple(sorted(self._signed_by.items()))
        return AuditReport(self._seen, self._broken_at, forged, self._gaps, signed_by)

    def go_on(self, entries: int = AT_A_TIME) -> bool:
        """Check so many entries more; return whether any may be left."""
        found = self._database.rows(_FROM, (self._next, entries))
        following: list[tuple[Any, ...]] = []
        for n, entry, head, signature in found:
            if self._is_told_gap(self._mark.n + len(following), n, entry):
                self._follow(following)
                following, self._gaps = [], self._gaps + 1
                self._mark = Mark(n, head)
            else:
                following.append((n, entry, head))
            if self._checks_signatures:
                self._look_at(n, entry, head, signature)
        self._follow(following)
        self._seen += len(found)
        self._next = found[-1][0] + 1 if found else self._next
        return len(found) == entries

    def _is_told_gap(self, last: int, n: int, entry: bytes) -> bool:
        return n > last + 1 and stretch(last + 1, n - 1, entry) in self._told

    def _follow(self, rows: Sequence[tuple[Any, ...]]) -> None:
        heads = self._database.audit.heads(self._mark, [entry for _n, entry, _head in rows])
        for (n, _bytes, head), expected in zip(rows, heads, strict=True):
            self._mark = Mark(self._mark.n + 1, expected)
            if self._broken_at is None and (self._mark.n, expected) != (n, head):
                self._broken_at = self._mark.n

    def _look_at(self, n: int, entry: bytes, head: bytes, signature: object) -> None:
        action, by = _said(entry)
        is_after = signature is not None and self._database.had_left(by, n)
        if is_after or not _is_vouched_for(self._database, (action, by), head, signature):
            self._forged.append(n)
        elif isinstance(signature, bytes):
            self._signed_by[by] += 1


def entries_of(database: Database, action: str) -> tuple[AuditEntry, ...]:
    """Return the entries of one action, in order."""
    found = _rows_at(database, _AT, numbers_of(database, (action,)))
    read = (entry_of(each) for each in found)
    return tuple(each for each in read if each is not None and each.action == action)


def believed(
    database: Database,
    actions: Collection[str],
    *,
    after: int = 0,
    since: datetime | None = None,
    telling: bool = False,
) -> tuple[AuditEntry, ...]:
    """Return the entries of some actions that are signed by whom they name, in order.

    Everybody can write in the service file, also under a colleague's name. What the window says of
    people, and what is decided by it, goes by these alone; so many as there are, since whoever
    wanted to hide one could write hundreds after it.

    Args:
        database: Where they stand.
        actions: What was done. An action that nobody signs needs no signature.
        after: Only those after this number.
        since: Only those that bear this moment or a later one.
        telling: Only those that say more than what was done about what.

    """
    numbers = [n for n in numbers_of(database, actions) if n > after]
    found = _rows_at(database, _SIGNED_AT, numbers, telling)
    read = ((entry_of((*row[:2], True)), row) for row in found)
    return tuple(
        each
        for each, row in read
        if each is not None
        and each.action in actions
        and (since is None or each.at >= since)
        and is_theirs(database, (each.action, each.by), row)
        and not _lacks_signature(database, each, row[3])
    )


def spoilt_entries(database: Database) -> Iterator[int]:
    """Yield the numbers of the entries that are not as they were written, in order.

    Their words are not those of their head, or the one before is gone and nothing says why; or
    whoever they name did not sign it. Of what is signed in each session that is the newest of each
    person about each thing: there are thousands. What was signed before about the same would count
    again, and nobody would know.
    """
    told, before = _stretches_told(database), database.audit.beginning()
    heard = {*numbers_of(database, (SIGNED_ACTIONS | SIGNED_ROWS) - _OF_EACH_SESSION)}
    heard.update(_newest_of_each(database))
    following, may_be_more = FIRST_OF_ALL, True
    while may_be_more:
        found = database.rows(_FROM, (following, AT_A_TIME))
        heads = database.audit.heads_where_they_stand(before, [row[:3] for row in found])
        for row, head in zip(found, heads, strict=True):
            n, entry, stands = row[:3]
            is_next = (n, stands) == (before.n + 1, head)
            is_told = not is_next and stretch(before.n + 1, n - 1, entry) in told
            if not (is_next or is_told) or (n in heard and not _is_heard(database, row)):
                yield n
            before = Mark(max(n, 0), stands)
        following = found[-1][0] + 1 if found else following
        may_be_more = len(found) == AT_A_TIME


def _newest_of_each(database: Database) -> Collection[int]:
    """Return the newest entry of each person about each thing, of what each session signs."""
    newest: dict[tuple[tuple[str, str], bytes], int] = {}
    numbers = json.dumps(numbers_of(database, _OF_EACH_SESSION))
    for n, entry, _is_signed in database.rows(_AT, (numbers,)):
        newest[_said(entry), entry.rpartition(b'"subject":')[2]] = n
    return newest.values()


def _is_heard(database: Database, row: tuple[Any, ...]) -> bool:
    """Return whether what somebody must have signed counts as theirs."""
    n, entry, head, signature = row
    action, by = _said(entry)
    if action == _SETTINGS_CHANGED and _TELLS_NOTHING in entry:
        return True
    if signature is None and action in SIGNED_ROWS and n < _first_signed_row(database):
        return True
    is_later = action in SIGNED_LATER or (action in SIGNED_ROWS and action in _OF_EACH_SESSION)
    if signature is None and is_later and _TELLS_ROW not in entry:
        return True
    if signature is None or database.had_left(by, n):
        return False
    return _is_vouched_for(database, (action, by), head, signature)


def whole_at(database: Database, n: int) -> AuditEntry | None:
    """Return an entry whose words are those of its head, signed by whom it names where it must be.

    None where it is gone, or is another one.
    """
    found = database.row("SELECT n, entry, head, signature FROM audit WHERE n = ?", (n,))
    read = None if found is None else entry_of((*found[:2], found[3] is not None))
    if found is None or read is None or not is_theirs(database, (read.action, read.by), found):
        return None
    return read if database.audit.bears(n, found[1], found[2]) else None


def mark_of(text: str) -> str:
    """Return what an entry says in the place of a text that must not stand there: half its hash."""
    return hashlib.sha256(text.encode()).hexdigest()[:_MARK_LENGTH]


def stretch(first: int, last: int, entry: bytes) -> str:
    """Return how a signed entry tells of lost ones: their numbers, and what follows them."""
    return f"{first}-{last} {hashlib.sha256(entry).hexdigest()}"


def is_told_gap(database: Database, n: int, by: Collection[str] | None = None) -> bool:
    """Return whether somebody signed that they saved a file in which an entry was lost.

    With `by` only what these people signed counts.
    """
    for each in _stretches_told(database, by):
        numbers = _STRETCH.match(each)
        if numbers is not None and int(numbers[1]) <= n <= int(numbers[2]):
            return True
    return False


def _stretches_told(database: Database, by: Collection[str] | None = None) -> set[str]:
    """Return the stretches of lost entries that signed entries tell of."""
    told: set[str] = set()
    for found in database.rows(_TOLD, (f'"{SALVAGED}"'.encode(),)):
        fields = _read(found[1])
        if fields and fields["action"] == SALVAGED and (by is None or fields["by"] in by):
            said = fields["action"], fields["by"]
            if is_theirs(database, said, found):
                told.update(fields["fields"])
    return told


def is_theirs(database: Database, said: tuple[str, str], found: tuple[Any, ...]) -> bool:
    """Return whether somebody who is said to have done something signed that it was so.

    Args:
        database: Where it stands.
        said: The action, and by whom.
        found: Number, entry, head and signature, as they stand there.

    """
    n, entry, head, signature = found
    if not _is_vouched_for(database, said, head, signature) or database.had_left(said[1], n):
        return False
    return signature is None or database.audit.bears(n, entry, head)


def _is_vouched_for(
    database: Database, said: tuple[str, str], head: bytes, signature: object
) -> bool:
    action, by = said
    if not isinstance(signature, bytes):
        return bool(action) and action not in SIGNED_ACTIONS
    return is_signed(head, signature, database.verify_keys.get(by, b""))


def _said(entry: bytes) -> tuple[str, str]:
    """Return what an entry says was done, and by whom; empty words where it cannot be read."""
    usual = _USUAL.fullmatch(entry)
    if usual is not None:
        return usual[1].decode(), usual[2].decode()
    fields = _read(entry)
    return (fields["action"], fields["by"]) if fields else ("", "")


def _read(entry: bytes) -> dict[str, Any] | None:
    """Return an entry; None where it is not spelt as each is, by which entries are looked for."""
    try:
        fields = json.loads(entry)
        moment_from(fields["at"])
        is_so_spelt = _USUAL.fullmatch(entry) is not None or canonical(fields) == entry
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return fields if is_so_spelt and set(fields) == _FIELDS and _is_of_texts(fields) else None


def _is_of_texts(fields: dict[str, Any]) -> bool:
    several = fields["fields"]
    texts = (fields["by"], fields["action"], fields["subject"])
    return isinstance(several, list) and all(isinstance(each, str) for each in (*texts, *several))


def entry_of(found: tuple[Any, ...]) -> AuditEntry | None:
    """Return an entry from its number, its text and whether it is signed; None if not readable."""
    n, entry, is_signed_by_them = found
    fields = _read(entry)
    if fields is None:
        return None
    return AuditEntry(
        n=n,
        at=moment_from(fields["at"]),
        by=fields["by"],
        action=fields["action"],
        subject=fields["subject"],
        fields=tuple(fields["fields"]),
        is_signed=bool(is_signed_by_them),
    )


UNREADABLE, FORGED = "unreadable", "forged"
"""The actions of an entry that is no longer what the program writes, and of one whose signature is
missing or not by whom it names."""

_AT = """
    SELECT n, entry, signature IS NOT NULL FROM audit
    WHERE n IN (SELECT value FROM json_each(?)) ORDER BY n
"""
_SIGNED_AT = """
    SELECT n, entry, head, signature FROM audit
    WHERE n IN (SELECT value FROM json_each(?))
        AND NOT (? AND instr(entry, CAST('"fields":[]' AS BLOB))) ORDER BY n
"""
_OF_SIGNED_ROWS = """
    SELECT min(n) FROM audit WHERE n IN (SELECT value FROM json_each(?))
        AND instr(entry, CAST('=' AS BLOB))
"""
_TELLING = """
    SELECT n, entry, head, signature FROM audit
    WHERE n IN (SELECT value FROM json_each(?))
        AND NOT instr(entry, CAST('"fields":[]' AS BLOB)) ORDER BY n DESC
"""
_PAGE = """
    SELECT n, entry, head, signature FROM audit
    WHERE n < ? AND (? IS NULL OR instr(entry, ?)) ORDER BY n DESC LIMIT +?
"""
_PAGE_AMONG = """
    SELECT n, entry, head, signature FROM audit
    WHERE n IN (SELECT value FROM json_each(?)) AND (? IS NULL OR instr(entry, ?))
    ORDER BY n DESC LIMIT +?
"""
_BY_OTHERS = """
    SELECT n, entry, signature IS NOT NULL FROM audit
    WHERE n > ? AND NOT instr(entry, ?) ORDER BY n LIMIT +?
"""
_EARLIEST = """
    SELECT min(CAST(substr(entry, instr(entry, CAST('"at":"' AS BLOB)) + 6, 32) AS TEXT))
    FROM audit WHERE n >= ?
"""
_CLIENTS = """
    WITH wanted AS MATERIALIZED (SELECT value AS id FROM json_each(?))
    SELECT id, code FROM clients WHERE id IN wanted
    UNION ALL SELECT appointments.id, code FROM appointments
        JOIN clients ON clients.id = client_id WHERE appointments.id IN wanted
    UNION ALL SELECT filled_forms.id, code FROM filled_forms
        JOIN clients ON clients.id = client_id WHERE filled_forms.id IN wanted
    UNION ALL SELECT alerts.id, code FROM alerts
        JOIN clients ON clients.id = client_id WHERE alerts.id IN wanted
    UNION ALL SELECT gate_overrides.id, code FROM gate_overrides
        JOIN clients ON clients.id = client_id WHERE gate_overrides.id IN wanted
    UNION ALL SELECT promises.id, code FROM promises
        JOIN clients ON clients.id = client_id WHERE promises.id IN wanted
"""


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which entries are wanted.

    Attributes:
        by: The uid of whose they are; empty for everybody's.
        actions: Only these actions; empty for all.

    """

    by: str = ""
    actions: tuple[str, ...] = ()


def page(
    database: Database, wanted: AuditFilter, *, before: int | None, limit: int
) -> tuple[AuditEntry, ...]:
    """Return so many of the newest entries that are wanted, before the one with that number.

    One that should be signed by whom it names, and is not, is `FORGED`. A `limit` of -1 stands for
    all.
    """
    end = AFTER_ALL if before is None else before
    by = f'"by":"{wanted.by}"'.encode() if wanted.by else None
    if wanted.actions:
        among = [n for n in numbers_of(database, wanted.actions) if n < end]
        numbers = json.dumps(among if by or limit < 0 else among[-limit:])
        found = database.rows(_PAGE_AMONG, (numbers, by, by, limit))
    else:
        found = database.rows(_PAGE, (end, by, by, limit))
    return tuple(_read_or_forged(database, each) for each in found)


def by_others(database: Database, me: str, *, after: int, limit: int) -> tuple[AuditEntry, ...]:
    """Return so many of the entries after a number that are not a person's own, oldest first."""
    found = database.rows(_BY_OTHERS, (after, f'"by":"{me}"'.encode(), limit))
    return tuple(_read_or_spoilt(each) for each in found)


def began(database: Database) -> datetime | None:
    """Return when the first entry was written; None where it cannot be read."""
    first = database.row("SELECT n, entry, 0 FROM audit ORDER BY n LIMIT 1")
    entry = None if first is None else _read_or_spoilt(first)
    return None if entry is None or entry.action == UNREADABLE else entry.at


def since(database: Database, actions: Collection[str], subject: str) -> datetime | None:
    """Return the earliest moment that an entry bears from the first about a subject on.

    It is the moment of that entry, but where a clock was set back after it. None where the first
    entry about the subject is of no such action: those before it may be lost.
    """
    about = f'"subject":"{subject}"}}'.encode()
    first = database.row("SELECT n, entry FROM audit WHERE instr(entry, ?) ORDER BY n", (about,))
    if first is None or _said(first[1])[0] not in actions:
        return None
    found = database.row(_EARLIEST, (first[0],))
    try:
        return None if found is None else moment_from(found[0])
    except (ValueError, TypeError):
        return None


def signers_of(
    database: Database,
    action: str,
    subject: str,
    fields: Collection[tuple[str, ...]] | None = None,
) -> frozenset[str]:
    """Return who did something about a subject, by uid; entries that nobody signed do not count.

    With `fields`, only entries that name one of these count.
    """
    found = _done_about(database, action, subject, limit=-1)
    return frozenset(
        by
        for (done, by), row in ((_said(row[1]), row) for row in found)
        if done == action
        and row[3] is not None
        and (fields is None or tuple((_read(row[1]) or {}).get("fields", ())) in fields)
        and is_theirs(database, (done, by), row)
    )


def newest_signed(database: Database, uid: str, action: str, subject: str) -> int:
    """Return the number of the newest entry with which somebody signed that they did something.

    It is 0 where there is none among the newest that say so.
    """
    return next(
        (
            row[0]
            for row in _done_about(database, action, subject, limit=_FEW)
            if _said(row[1]) == (action, uid) and is_theirs(database, (action, uid), row)
        ),
        0,
    )


def newest_telling(database: Database, action: str) -> dict[str, AuditEntry]:
    """Return the newest entry of an action about each subject that says more than that.

    Entries that are not signed by whom they name do not count.
    """
    found: dict[str, AuditEntry] = {}
    for row in _rows_at(database, _TELLING, numbers_of(database, (action,))):
        read = entry_of((*row[:2], True))
        if read is None or read.action != action or read.subject in found:
            continue
        if is_theirs(database, (action, read.by), row):
            found[read.subject] = read
    return found


def first_of(database: Database, uid: str, action: str) -> int:
    """Return the number of the first entry that says that somebody did something; 0 for none.

    Whoever puts an earlier one in makes every entry after it anew.
    """
    by = f'"by":"{uid}"'.encode()
    found = _rows_at(database, _FIRST_BY, numbers_of(database, (action,)), by)
    return int(found[0][0]) if found else 0


def signed_about(
    database: Database, actions: Collection[str], subject: str
) -> Iterator[AuditEntry]:
    """Yield what was done about a subject, the newest first, as far as it is signed.

    Of acts that an earlier version signed nothing of, its entries count as well: those before the
    first that tells what is signed now, as long as the whole chain follows. So nobody can put one
    in, or other words into one, without making all after it anew.
    """
    about = f'"subject":"{subject}"}}'.encode()
    for row in _rows_at(database, _ABOUT, numbers_of(database, actions), about, -1):
        n, entry, _head, signature = row
        read = entry_of((n, entry, signature is not None))
        if read is None or read.action not in actions or read.subject != subject:
            continue
        if _lacks_signature(database, read, signature):
            continue
        if is_theirs(database, (read.action, read.by), row):
            yield read


def _lacks_signature(database: Database, entry: AuditEntry, signature: object) -> bool:
    """Return whether an entry that tells of a row is unsigned, and not by a version of before."""
    is_to_be_signed = entry.action in SIGNED_ROWS
    return signature is None and is_to_be_signed and not _is_of_before(database, entry.n)


_first_signed: WeakKeyDictionary[Database, int] = WeakKeyDictionary()
_follows: WeakKeyDictionary[Database, bool] = WeakKeyDictionary()


def _is_of_before(database: Database, n: int) -> bool:
    """Return whether an entry that nobody signed is by a version that signed none of the kind."""
    if n >= _first_signed_row(database):
        return False
    if database not in _follows:
        check = AuditCheck(database, signatures=False)
        while check.go_on():
            continue
        _follows[database] = check.report.broken_at is None
    return _follows[database]


def _first_signed_row(database: Database) -> int:
    """Return the number of the first entry by a version that signs rows; past all for none.

    It tells of the row, as none before did; so it is known though somebody took its signature away.
    """
    if database not in _first_signed:
        numbers = json.dumps(numbers_of(database, SIGNED_ROWS))
        found = database.row(_OF_SIGNED_ROWS, (numbers,))
        if found is None or found[0] is None:
            return AFTER_ALL
        _first_signed[database] = int(found[0])
    return _first_signed[database]


def _done_about(
    database: Database, action: str, subject: str, *, limit: int
) -> list[tuple[int, bytes, bytes, bytes | None]]:
    """Return the newest entries of an action about a subject; all of them where `limit` is -1."""
    about = f'"subject":"{subject}"}}'.encode()
    return _rows_at(database, _ABOUT, numbers_of(database, (action,)), about, limit)


def _rows_at(
    database: Database, sql: str, numbers: Sequence[int], *rest: object
) -> list[tuple[Any, ...]]:
    """Return what a query finds among the entries with these numbers, its first parameter.

    Of most actions there is no entry: nothing is asked then, which opening a record does thirty
    times.
    """
    return database.rows(sql, (json.dumps(numbers), *rest)) if numbers else []


def codes_of(caseload: Caseload, ids: Collection[str]) -> dict[str, str]:
    """Return the client's code for each id of a client, or of what is kept about one.

    An id that is missing from it belongs to somebody who was erased.
    """
    return dict(caseload.rows(_CLIENTS, (json.dumps(sorted(ids)),))) if ids else {}


def _read_or_forged(database: Database, found: tuple[Any, ...]) -> AuditEntry:
    n, entry, _head, signature = found
    read = _read_or_spoilt((n, entry, signature is not None))
    if read.action == UNREADABLE or is_theirs(database, _said(entry), found):
        return read
    return replace(read, by="", action=FORGED, subject="", fields=(), is_signed=False)


def _read_or_spoilt(found: tuple[Any, ...]) -> AuditEntry:
    never = datetime.min.replace(tzinfo=UTC)
    spoilt = AuditEntry(found[0], never, "", UNREADABLE, "", (), bool(found[2]))
    return entry_of(found) or spoilt
