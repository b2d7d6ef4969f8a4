"""People in treatment, by code."""

from collections.abc import Sequence
from typing import Any, Literal

from therapist_app.record.client_codes import new_code
from therapist_app.record.columns import DAY, WORDS, moment_from, optional_moment_from
from therapist_app.record.database import Caseload
from therapist_app.record.errors import RecordBug
from therapist_app.record.model import Client, ClientRow, ClientStatus
from therapist_app.record.tables import Table

__all__ = ["add", "by_code", "count", "list_rows", "load", "new_code", "save"]

_TABLE = Table("clients", Client, columns={"created_on": DAY, "adaptations": WORDS})
ClientFilter = ClientStatus | Literal["needs_me"]
"""A status, or who needs the therapist: an alert nobody answered, a note nobody signed."""

_WANTED = """
    WITH wanted AS (
        SELECT id, code, status FROM clients
        WHERE (:search = '' OR instr(code, :search) > 0)
            AND (:status IS NULL OR status = :status OR (:status = 'needs_me' AND id IN (
                SELECT client_id FROM alerts WHERE acknowledged_at IS NULL
                UNION SELECT client_id FROM appointments WHERE state = 'held'
            )))
    )
"""
_TOTAL = "SELECT count(*) FROM wanted"
_COUNT = f"{_WANTED} {_TOTAL}"
# One pass over the appointments of the clients on the page. Moments sort as text and all have
# one length, so the newest one carries its plan along.
_LINES = """
    , page AS MATERIALIZED (SELECT * FROM wanted ORDER BY code LIMIT :limit OFFSET :offset)
    SELECT page.id, page.code, page.status,
        count(DISTINCT CASE WHEN met.state IN ('held', 'signed') THEN met.plan_id END),
        max(CASE WHEN met.state IN ('held', 'signed')
            THEN coalesce(met.started_at, met.planned_for) || met.plan_id END),
        min(CASE WHEN met.state = 'planned' THEN met.planned_for END),
        (SELECT count(*) FROM alerts
            WHERE alerts.client_id = page.id AND alerts.acknowledged_at IS NULL),
        count(CASE WHEN met.state = 'held' THEN 1 END)
    FROM page LEFT JOIN appointments AS met ON met.client_id = page.id
    GROUP BY page.code ORDER BY page.code
"""
_LIST = f"{_WANTED} {_LINES}"
_MOMENT_LENGTH = len("2026-01-31T09:00:00.000000+00:00")


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


def by_code(caseload: Caseload, code: str) -> Client | None:
    """Return the client with a code, if there is one."""
    return _TABLE.first(caseload, "WHERE code = ?", (code.upper(),))


def list_rows(
    caseload: Caseload,
    *,
    search: str = "",
    status: ClientFilter | None = None,
    limit: int = 100,
    offset: int = 0,
) -> tuple[ClientRow, ...]:
    """Return a page of the list of clients, by code; `search` is any part of a code."""
    page = {"search": search.upper(), "status": status, "limit": limit, "offset": offset}
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
    newest = found[4] or ""
    return ClientRow(
        id=found[0],
        code=found[1],
        status=found[2],
        sessions_held=found[3],
        last_plan=newest[_MOMENT_LENGTH:],
        last_seen=moment_from(newest[:_MOMENT_LENGTH]) if newest else None,
        next_planned=optional_moment_from(found[5]),
        open_alerts=found[6],
        unsigned_notes=found[7],
    )
