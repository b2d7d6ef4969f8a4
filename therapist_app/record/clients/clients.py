"""People in treatment, by code."""

import json
from collections.abc import Collection, Iterable, Sequence
from typing import Any, Literal

from therapist_app.record.clients.client_codes import new_code
from therapist_app.record.database.columns import DAY, WORDS, optional_moment_from
from therapist_app.record.database.database import Caseload
from therapist_app.record.database.tables import Table
from therapist_app.record.errors import RecordBug
from therapist_app.record.model import Client, ClientRow, ClientStatus

__all__ = [
    "ClientFilter",
    "add",
    "by_code",
    "codes",
    "count",
    "list_rows",
    "load",
    "new_code",
    "save",
]

_TABLE = Table("clients", Client, columns={"created_on": DAY, "adaptations": WORDS})
ClientFilter = ClientStatus | Literal["needs_me", "restricted"]
"""A status, or who needs the therapist: an alert nobody answered, a note nobody signed.

A client whose record is restricted is in no list and no count but that of the restricted.
"""

FIRST_HUNDRED = range(100)

_COUNT = """
    SELECT count(*) FROM clients
    WHERE (:search = '' OR instr(code, :search) > 0)
        AND (id IN restricted) = (:status IS 'restricted')
        AND (:status IS NULL OR :status IN (status, 'restricted')
            OR (:status = 'needs_me' AND id IN (
            SELECT client_id FROM alerts WHERE acknowledged_at IS NULL
            UNION SELECT client_id FROM appointments WHERE state = 'held'
        )))
"""
# Each line is a handful of looks into one index, and only for the clients on the page. Nothing is
# put together in SQL: with wiped memory an allocation costs more than a look.
_LIST = """
    WITH page AS MATERIALIZED (
        SELECT id, code, status FROM clients
        WHERE (:search = '' OR instr(code, :search) > 0)
            AND (id IN restricted) = (:status IS 'restricted')
            AND (:status IS NULL OR :status IN (status, 'restricted')
            OR (:status = 'needs_me' AND id IN (
                SELECT client_id FROM alerts WHERE acknowledged_at IS NULL
                UNION SELECT client_id FROM appointments WHERE state = 'held'
            )))
        ORDER BY code LIMIT :limit OFFSET :offset
    )
    SELECT id, code, status,
        (SELECT count(*) FROM (
            SELECT plan_id AS held FROM appointments
                WHERE client_id = page.id AND state IN ('held', 'signed') AND NOT rest_follows
            UNION SELECT merged_with FROM appointments
                WHERE client_id = page.id AND state IN ('held', 'signed') AND NOT rest_follows
                    AND merged_with <> ''
        ) WHERE held NOT IN (SELECT value FROM json_each(:extra))),
        (SELECT plan_id FROM appointments
            WHERE client_id = page.id AND state IN ('held', 'signed')
            ORDER BY planned_for DESC LIMIT 1),
        (SELECT coalesce(started_at, planned_for) FROM appointments
            WHERE client_id = page.id AND state IN ('held', 'signed')
            ORDER BY planned_for DESC LIMIT 1),
        (SELECT min(planned_for) FROM appointments
            WHERE client_id = page.id AND state = 'planned'),
        (SELECT count(*) FROM alerts WHERE client_id = page.id AND acknowledged_at IS NULL),
        (SELECT count(*) FROM appointments WHERE client_id = page.id AND state = 'held')
    FROM page ORDER BY code
"""


def add(caseload: Caseload, client: Client) -> None:
    """Add a client."""
    with caseload.change("client_added", f"client:{client.id}") as change:
        _TABLE.insert(change, client)


def save(caseload: Caseload, client: Client) -> None:
    """Save a client who is there already."""
    with caseload.change("client_changed", f"client:{client.id}") as change:
        if not _TABLE.update(change, client):
            raise RecordBug("no-such-client")


def load(caseload: Caseload, client_id: str) -> Client:
    """Return a client.

    Raises:
        RecordBug: There is no such client.

    """
    found = _TABLE.first(caseload, "WHERE id = ?", (client_id,))
    if found is None:
        raise RecordBug("no-such-client")
    return found


def codes(caseload: Caseload, client_ids: Iterable[str]) -> dict[str, str]:
    """Return the code of each of these clients by their id, in one reading."""
    found = caseload.rows(
        "SELECT id, code FROM clients WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(client_ids)),),
    )
    return dict(found)


def by_code(caseload: Caseload, code: str) -> Client | None:
    """Return the client with a code, if there is one."""
    return _TABLE.first(caseload, "WHERE code = ?", (code.upper(),))


def list_rows(
    caseload: Caseload,
    *,
    search: str = "",
    status: ClientFilter | None = None,
    places: range = FIRST_HUNDRED,
    extra: Collection[str] = (),
) -> tuple[ClientRow, ...]:
    """Return a page of the list of clients, by code.

    Args:
        caseload: The caseload.
        search: Any part of a code.
        status: Only these clients.
        places: Which lines of the list, counted from 0.
        extra: Session plans outside the order of the course, not counted among those held.

    """
    page = {
        "search": search.upper(),
        "status": status,
        "limit": len(places),
        "offset": places.start,
        "extra": json.dumps(sorted(extra)),
    }
    return tuple(_client_row(found) for found in caseload.rows(_LIST, page))


def count(
    caseload: Caseload,
    *,
    search: str = "",
    status: ClientFilter | None = None,
) -> int:
    """Return how many clients the same search finds."""
    [found] = caseload.rows(_COUNT, {"search": search.upper(), "status": status})
    return int(found[0])


def _client_row(found: Sequence[Any]) -> ClientRow:
    return ClientRow(
        id=found[0],
        code=found[1],
        status=found[2],
        sessions_held=found[3],
        last_plan=found[4] or "",
        last_seen=optional_moment_from(found[5]),
        next_planned=optional_moment_from(found[6]),
        open_alerts=found[7],
        unsigned_notes=found[8],
    )
