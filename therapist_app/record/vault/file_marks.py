"""Each caseload's mark in the service file, and the service file's mark in each caseload.

An anchor shows that a file is older than itself; put back together with its anchor, it shows
nothing. So each of the two remembers how far the audit of the other went. What is older then
opens, since somebody may have restored it by hand for a good reason, and is told loudly.
"""

import json

from therapist_app.record.crypto.signing import is_signed
from therapist_app.record.database.anchor import Mark
from therapist_app.record.database.database import Caseload, Change, Database, ServiceFile
from therapist_app.record.database.opening import NEWEST_RESTORE

_CASELOAD = "caseload_mark:"
_SERVICE = "service_mark"


def keep_mark_of_service(change: Change, service: ServiceFile) -> None:
    """Keep in a caseload how far the audit of the service file went."""
    change.keep(_SERVICE, _spelt(service.audit.mark))


def keep_mark_of_caseload(change: Change, caseload: str, database: Caseload) -> None:
    """Keep in the service file how far the audit of a caseload went."""
    change.keep(_CASELOAD + caseload, _spelt(database.audit.mark))


def is_caseload_older(service: ServiceFile, caseload: str, database: Caseload) -> bool:
    """Whether a caseload is older than the service file remembers, and nobody restored it."""
    return _is_older(database, _kept(service, _CASELOAD + caseload))


def is_service_older(service: ServiceFile, database: Caseload) -> bool:
    """Whether the service file is older than a caseload remembers, and nobody restored it."""
    return _is_older(service, _kept(database, _SERVICE))


def _is_older(database: Database, seen: Mark | None) -> bool:
    if seen is None:
        return False
    there = database.audit.head_at(seen.n)
    if there is None and database.audit.mark.n > seen.n:
        return False  # a gap that a salvage left, and tells of itself
    return there != seen.head and not _was_restored_since(database, seen)


def _was_restored_since(database: Database, seen: Mark) -> bool:
    """Whether a signed entry says that a file was replaced which went as far, or further."""
    found = database.row(NEWEST_RESTORE)
    if found is None:
        return False
    entry, head, signature = json.loads(found[0]), bytes(found[1]), bytes(found[2] or b"")
    replaced = [int(each.partition(":")[0]) for each in entry["fields"] if ":" in each]
    author = database.verify_keys.get(entry["by"], b"")
    return is_signed(head, signature, author) and any(n >= seen.n for n in replaced)


def _kept(database: Database, key: str) -> Mark | None:
    found = database.row("SELECT value FROM about WHERE key = ?", (key,))
    if found is None:
        return None
    n, _colon, head = str(found[0]).partition(":")
    return Mark(int(n), bytes.fromhex(head))


def _spelt(mark: Mark) -> str:
    return f"{mark.n}:{mark.head.hex()}"
