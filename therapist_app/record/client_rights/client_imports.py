"""Who came from a list: how many, when, and undoing a whole list.

That a list was taken back is signed in the service file, for everybody to be told: whose clients
they are could take anybody out with another program, and say in their own file that it was this.
"""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from therapist_app.record.client_rights.erasing import forget_moves, forget_places, hash_of
from therapist_app.record.database.audit import note
from therapist_app.record.database.columns import moment_from, moment_text
from therapist_app.record.database.database import Caseload, ServiceFile
from therapist_app.record.errors import NotPossibleYet

TAKEN_BACK = "list_taken_back"
_MARK_LENGTH = 32
# Whoever was imported was never seen here, and what came with it was answered at that moment.
_ALL = """
    SELECT imported_at, count(*), max(
        EXISTS (SELECT 1 FROM appointments AS a WHERE a.client_id = clients.id
            AND a.state <> 'planned')
        OR EXISTS (SELECT 1 FROM filled_forms AS f WHERE f.client_id = clients.id
            AND f.changed_at <> clients.imported_at)
        OR EXISTS (SELECT 1 FROM consents AS c WHERE c.client_id = clients.id
            AND c.imported_at IS NOT clients.imported_at)
        OR EXISTS (SELECT 1 FROM course_events AS e WHERE e.client_id = clients.id)
        OR id IN restricted OR id IN legally_held
    )
    FROM clients WHERE imported_at IS NOT NULL GROUP BY imported_at ORDER BY imported_at DESC
"""
# What a person can come back to after a lock: a client, or something of theirs that has a page.
_PLACES = """
    WITH gone AS (SELECT id FROM clients WHERE imported_at = ?)
    SELECT id FROM gone
    UNION ALL SELECT id FROM appointments WHERE client_id IN gone
    UNION ALL SELECT id FROM filled_forms WHERE client_id IN gone
    UNION ALL SELECT id FROM alerts WHERE client_id IN gone
    UNION ALL SELECT id FROM promises WHERE client_id IN gone
"""


@dataclass(frozen=True, slots=True)
class ImportedList:
    """One list that was imported.

    Attributes:
        at: When; no two lists share it.
        clients: How many clients of it are in the caseload.
        in_use: Whether work with one of them has begun: a session, also one that was missed, a
            form, a consent, a decision on the course, or a restriction or a hold of the record.

    """

    at: datetime
    clients: int
    in_use: bool


def all_lists(caseload: Caseload) -> tuple[ImportedList, ...]:
    """Return the lists whose clients are there, the newest first."""
    return tuple(
        ImportedList(moment_from(at), count, bool(in_use))
        for at, count, in_use in caseload.rows(_ALL)
    )


def told_of(hashes: Collection[bytes]) -> tuple[str, str]:
    """Return what the entry tells of the clients of a list: how many, and a mark of them."""
    return f"{len(hashes)}", hashlib.sha256(b"".join(sorted(hashes))).hexdigest()[:_MARK_LENGTH]


def undo(caseload: Caseload, service: ServiceFile, at: datetime) -> int:
    """Remove every client of the list imported at a moment, and return how many there were.

    Raises:
        NotPossibleYet: Work with one of them has begun; nothing was changed.

    """
    moment = moment_text(at)
    with caseload.together() as change:
        if any(each.in_use for each in all_lists(caseload) if each.at == at):
            raise NotPossibleYet("list-in-use")
        places = frozenset(str(each) for (each,) in caseload.rows(_PLACES, (moment,)))
        gone = caseload.rows("SELECT id FROM clients WHERE imported_at = ?", (moment,))
        hashes = [hash_of(service, each) for (each,) in gone]
        [[owner]] = caseload.rows("SELECT value FROM about WHERE key = 'owner'")
        note(service, TAKEN_BACK, f"caseload:{owner}", told_of(hashes))
        change.execute("DELETE FROM clients WHERE imported_at = ?", (moment,))
        change.audit("import_undone", "caseload", (str(len(gone)),))
    with service.together() as change:
        forget_places(change, service, places)
        for each in hashes:
            forget_moves(change, each, service.now())
    return len(gone)
