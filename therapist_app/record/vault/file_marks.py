"""Each caseload's mark in the service file, and the service file's mark in each caseload.

An anchor shows that a file is older than itself; put back together with its anchor, it shows
nothing. So each of the two remembers how far the audit of the other went. What is older then
opens, since somebody may have restored it by hand for a good reason, and is told loudly.

Everybody can write in the service file. So whoever closes a caseload signs how far it went, in
the audit of the service file: to take the newest of these away, every entry after it must be
made anew, whoever signed it. Whoever puts a backup in the place of a caseload, also by moving the
service, signs how far that one goes.
"""

import json
import re
from collections.abc import Collection, Iterator
from typing import Any

from therapist_app.record.crypto.signing import is_signed
from therapist_app.record.database.anchor import Mark
from therapist_app.record.database.audit import believed, entry_of, is_told_gap, whole_at
from therapist_app.record.database.audit_actions import numbers_of
from therapist_app.record.database.audit_chain import MOST_ENTRIES
from therapist_app.record.database.database import Caseload, Change, Database, ServiceFile
from therapist_app.record.database.facts import Fact
from therapist_app.record.database.opening import EVERY_RESTORE, NEWEST_RESTORE

_CASELOAD = "caseload_mark:"
_SERVICE = "service_mark"
_CLOSINGS = (
    "SELECT entry, head, signature, n FROM audit"
    ' WHERE (instr(entry, CAST(\'"action":"caseload_closed"\' AS BLOB))'
    ' OR instr(entry, CAST(\'"action":"caseload_marked"\' AS BLOB))) AND instr(entry, ?)'
    " AND json_valid(CAST(entry AS TEXT)) ORDER BY n DESC"
)
_EVERY_CLOSING = (
    "SELECT n, entry FROM audit WHERE n IN (SELECT value FROM json_each(?)) AND instr(entry, ?)"
)
_HEADS = "SELECT n, head FROM audit WHERE n IN (SELECT value FROM json_each(?))"
_SPELT = re.compile(r"(\d{1,18}):[0-9a-f]{64}", re.ASCII)
_MARK_TOLD = re.compile(rb'"fields":\["(\d{1,18}:[0-9a-f]{64})"\]')


def keep_mark_of_service(change: Change, service: ServiceFile) -> None:
    """Keep in a caseload how far the audit of the service file went."""
    change.keep(_SERVICE, _spelt(service.audit.mark))


def keep_mark_of_caseload(change: Change, caseload: str, database: Caseload) -> None:
    """Keep in the service file how far the audit of a caseload went, signed by who closes it."""
    mark = _spelt(database.audit.mark)
    change.keep(_CASELOAD + caseload, mark)
    change.audit("caseload_closed", f"caseload:{caseload}", (mark,))


def keep_mark_of_restored(service: ServiceFile, caseload: str, mark: Mark) -> None:
    """Keep in the service file how far the backup goes that was put in place of a caseload.

    What it lacks was told to whoever put it back; an older file after that is told as ever.
    """
    spelt = _spelt(mark)
    with service.change("caseload_marked", f"caseload:{caseload}", (spelt,)) as change:
        change.keep(_CASELOAD + caseload, spelt)


def is_caseload_older(
    service: ServiceFile,
    caseload: str,
    database: Caseload,
    may: Collection[str],
    owners: Collection[str],
) -> bool:
    """Whether a caseload is older than the service file remembers, and nobody restored it.

    Or another one than its owner closed at any time before: who holds its key can make its audit
    anew, and cannot take back what they signed of it then.

    Args:
        service: Open, and knowing everybody's keys.
        caseload: The id.
        database: It, open.
        may: The uids of who may have closed it: whose it is, and who covers.
        owners: Of whose it is and was: who covers puts back nothing.

    """
    kept = _MARK_OF_CASELOAD.of(service, caseload)
    newest = _signed(service, caseload, may) or kept
    return is_older(database, newest, owners) or _was_made_anew(service, caseload, database, owners)


def _was_made_anew(
    service: ServiceFile, caseload: str, database: Caseload, owners: Collection[str]
) -> bool:
    """Whether the audit of a caseload is not the one of which its owner signed how far it went.

    Only since a backup was put in its place, or it was found to be another: everybody is told.
    """
    told = believed(service, ("caseload_marked", "caseload_older"))
    since = max((each.n for each in told if each.subject == f"caseload:{caseload}"), default=0)
    numbers = [each for each in numbers_of(service, ("caseload_closed",)) if each > since]
    about = f'"subject":"caseload:{caseload}"'.encode()
    closings = service.rows(_EVERY_CLOSING, (f"{numbers}", about))
    marks = {n: _MARK_TOLD.search(entry) for n, entry in closings}
    seen = {n: _mark_from(told[1].decode()) for n, told in marks.items() if told}
    heads = dict(database.rows(_HEADS, (f"{sorted({each.n for each in seen.values()})}",)))
    return any(
        _is_signed_by(service, n, owners)
        for n, mark in seen.items()
        if heads.get(mark.n, mark.head) != mark.head and _is_another_at(database, mark)
    )


def _is_signed_by(service: ServiceFile, n: int, people: Collection[str]) -> bool:
    """Return whether one of these people signed an entry as it stands."""
    entry = whole_at(service, n)
    return entry is not None and entry.by in people


def _signed(service: ServiceFile, caseload: str, may: Collection[str]) -> Mark | None:
    """Return the newest mark of a caseload that somebody signed who may; None where there is none.

    What somebody else put after it, or signed badly, does not count.
    """
    for _n, _by, mark in _closings(service, caseload, may):
        if mark is not None:
            return mark
    return None


def was_closed_since(service: ServiceFile, caseload: str, may: Collection[str], n: int) -> bool:
    """Return whether somebody who may signed, after an entry, how far a caseload went."""
    return any(at > n for at, _by, mark in _closings(service, caseload, may) if mark is not None)


def closed_by(service: ServiceFile, caseload: str, uid: str) -> Mark | None:
    """Return how far a caseload went as this person closed it last, as they signed; None for never.

    A mark of a backup that was put back is theirs as well.
    """
    marks = (mark for _n, _by, mark in _closings(service, caseload, {uid}) if mark is not None)
    return next(marks, None)


def doubtful_closing(service: ServiceFile, caseload: str, may: Collection[str]) -> int:
    """Return the number of an entry that says how far a caseload went, and is not as it says.

    It is after the newest that somebody signed who may, and names one of them. Where somebody took
    a signature away, an older caseload would pass for the newest. 0 where there is none.
    """
    for n, by, mark in _closings(service, caseload, may):
        if mark is not None:
            return 0
        if by in may:
            return n
    return 0


def _closings(
    service: ServiceFile, caseload: str, may: Collection[str]
) -> Iterator[tuple[int, str, Mark | None]]:
    """Yield each entry of how far a caseload went, the newest first, with the mark if it counts."""
    closings = service.run(_CLOSINGS, (f'"subject":"caseload:{caseload}"'.encode(),))
    for spelt, head, signature, n in closings:
        entry = entry_of((n, spelt, signature is not None))
        if entry is None:
            continue  # nobody is named, and nothing told
        author = service.verify_keys.get(entry.by, b"")
        is_theirs = entry.by in may and is_signed(bytes(head), bytes(signature or b""), author)
        counts = is_theirs and service.audit.bears(n, spelt, bytes(head))
        is_mark = counts and _SPELT.fullmatch("".join(entry.fields[:1])) is not None
        yield n, entry.by, _mark_from(entry.fields[0]) if is_mark else None


def went_apart(
    service: ServiceFile, caseload: str, database: Caseload, may: Collection[str]
) -> bool:
    """Whether another copy of the record wrote one of the two: what one remembers never was there.

    That one is merely older than the other remembers is not meant, nor one that somebody put back
    by hand, however long ago. The arguments are those of `is_caseload_older`.
    """
    seen = _signed(service, caseload, may) or _MARK_OF_CASELOAD.of(service, caseload)
    marks = ((database, seen), (service, _MARK_OF_SERVICE.of(database)))
    return any(mark is not None and _is_another_at(each, mark) for each, mark in marks)


def is_service_older(service: ServiceFile, database: Caseload) -> bool:
    """Whether the service file is older than a caseload remembers, and nobody restored it.

    Whoever of the service signed that they did is named to everybody.
    """
    return is_older(service, _MARK_OF_SERVICE.of(database))


def seen_of_service(database: Database) -> int:
    """Return how far the audit of the service file went when its owner last looked."""
    kept = _MARK_OF_SERVICE.of(database)
    return 0 if kept is None else kept.n


def _is_another_at(database: Database, seen: Mark) -> bool:
    """Whether there is another entry than the one that was seen, and no restore says why."""
    there = database.audit.head_at(seen.n)
    if there is None or there == seen.head:
        return False
    restores = database.run(EVERY_RESTORE)
    return not any(_tells_of(database, each, seen) for each in restores)


def is_older(database: Database, seen: Mark | None, owners: Collection[str] | None = None) -> bool:
    """Whether a file is older than it was seen, or another copy of it went on.

    Not where somebody signed that they restored it, one of `owners` if they are given: they are
    named to everybody.
    """
    if seen is None:
        return False
    there = database.audit.head_at(seen.n)
    if there is None and is_told_gap(database, seen.n, owners):
        return False  # everybody is told who saved a service file, and its owner saved a caseload
    return there != seen.head and not _was_restored_since(database, seen, owners)


def _was_restored_since(database: Database, seen: Mark, owners: Collection[str] | None) -> bool:
    """Whether a signed entry says that a file was replaced which went as far, or further.

    With `owners` only theirs counts.
    """
    found = database.row(NEWEST_RESTORE)
    if found is None or not _tells_of(database, found, seen):
        return False
    return owners is None or json.loads(found[0])["by"] in owners


def _tells_of(database: Database, found: tuple[Any, ...], seen: Mark) -> bool:
    entry, head, signature = entry_of((found[3], found[0], True)), found[1], found[2] or b""
    if entry is None:
        return False
    told = (_SPELT.fullmatch(each) for each in entry.fields)
    replaced = [int(each[1]) for each in told if each is not None]
    author = database.verify_keys.get(entry.by, b"")
    is_theirs = is_signed(head, signature, author) and any(n >= seen.n for n in replaced)
    is_theirs = is_theirs and not database.had_left(entry.by, entry.n)
    return is_theirs and database.audit.bears(found[3], found[0], head)


def _mark_from(spelt: str) -> Mark:
    """Return a mark.

    Raises:
        ValueError: It is none: whoever has the key of the file can write there.

    """
    n, _colon, head = spelt.partition(":")
    mark = Mark(int(n), bytes.fromhex(head))
    if not 0 <= mark.n < MOST_ENTRIES:
        raise ValueError
    return mark


_MARK_OF_CASELOAD, _MARK_OF_SERVICE = Fact(_CASELOAD, _mark_from), Fact(_SERVICE, _mark_from)


def _spelt(mark: Mark) -> str:
    return f"{mark.n}:{mark.head.hex()}"
