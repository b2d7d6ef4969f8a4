"""People in treatment, by code."""

import hmac
import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from therapist_app.record.crypto.wiping import wipe
from therapist_app.record.database.columns import DAY, WORDS, moment_from, optional_moment_from
from therapist_app.record.database.database import Caseload, ServiceFile
from therapist_app.record.database.tables import Table
from therapist_app.record.errors import RecordBug
from therapist_app.record.model import Client, ClientRow, ClientStatus
from therapist_app.record.service.service_keys import service_secret

# Without letters that are read as digits.
LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ"
_TRIES = 1000


def new_code(service: ServiceFile) -> str:
    """Return a code that nobody in the service has had, and keep it."""
    for _ in range(_TRIES):
        code = _random_code(service)
        if _is_reserved(service, code):
            return code
    raise RecordBug("no-codes-left")


def _is_reserved(service: ServiceFile, code: str) -> bool:
    key = service_secret(service, "code_key")
    digest = hmac.digest(key, code.encode(), "sha256")
    wipe(key)
    if service.row("SELECT 1 FROM codes WHERE hash = ?", (digest,)):
        return False
    with service.change("code_given", "code") as change:
        change.execute("INSERT INTO codes (hash) VALUES (?)", (digest,))
    return True


def _random_code(service: ServiceFile) -> str:
    # 23 x 10 x 1000 codes out of 64 random bits: none is likelier than another by 1 in 10^13.
    number = int.from_bytes(service.sources.random_bytes(8), "big")
    number, digits = divmod(number, 1000)
    number, digit = divmod(number, 10)
    return f"{LETTERS[number % len(LETTERS)]}{digit}-{digits:03}"


_TABLE = Table("clients", Client, columns={"created_on": DAY, "adaptations": WORDS})
ClientFilter = ClientStatus | Literal["restricted"]
"""A status, or whose record is restricted: they are in no other list and no other count."""

FIRST_HUNDRED = range(100)

_FOUND = """
    FROM clients
    WHERE (:search = '' OR instr(code, :search) > 0)
        AND (id IN restricted) = (:status IS 'restricted')
        AND (:status IS NULL OR :status IN (status, 'restricted'))
        AND (:among IS NULL OR id IN (SELECT value FROM json_each(:among)))
"""
_COUNT = f"SELECT count(*) {_FOUND}"
_PAGE = f"SELECT id, code, status {_FOUND} ORDER BY code LIMIT :limit OFFSET :offset"
# Each line is a handful of looks into one index, and only for the clients on the page. Nothing is
# put together in SQL: with wiped memory an allocation costs more than a look.
_LINES = """
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
        (SELECT count(*) FROM appointments WHERE client_id = page.id AND state = 'held'),
        (SELECT plan_id FROM appointments
            WHERE client_id = page.id AND state IN ('in_progress', 'on_hold') LIMIT 1)
    FROM page ORDER BY code
"""
_LIST = f"WITH page AS MATERIALIZED ({_PAGE}) {_LINES}"


def add(caseload: Caseload, client: Client) -> None:
    """Add a client."""
    with caseload.change("client_added", f"client:{client.id}") as change:
        _TABLE.insert(change, client)


def save(caseload: Caseload, client: Client) -> None:
    """Save a client who is there already."""
    with caseload.change("client_changed", f"client:{client.id}") as change:
        _TABLE.save(change, client)


load = _TABLE.load


def codes(caseload: Caseload, client_ids: Iterable[str]) -> dict[str, str]:
    """Return the code of each of these clients by their id, in one reading."""
    found = caseload.rows(
        "SELECT id, code FROM clients WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(client_ids)),),
    )
    return dict(found)


def list_rows(
    caseload: Caseload,
    *,
    search: str = "",
    status: ClientFilter | None = None,
    among: Collection[str] | None = None,
    places: range = FIRST_HUNDRED,
    extra: Collection[str] = (),
) -> tuple[ClientRow, ...]:
    """Return a page of the list of clients, by code.

    Args:
        caseload: The caseload.
        search: Any part of a code.
        status: Only these clients.
        among: Only those of these ids.
        places: Which lines of the list, counted from 0.
        extra: Session plans outside the order of the course, not counted among those held.

    """
    page = {
        "search": search.upper(),
        "status": status,
        "among": _json_or_null(among),
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
    among: Collection[str] | None = None,
) -> int:
    """Return how many clients the same search finds."""
    wanted = {"search": search.upper(), "status": status, "among": _json_or_null(among)}
    [found] = caseload.rows(_COUNT, wanted)
    return int(found[0])


def _json_or_null(ids: Collection[str] | None) -> str | None:
    return None if ids is None else json.dumps(sorted(ids))


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
        running_plan=found[9] or "",
    )


# The last that happened: a meeting that was due, else what was decided, else the first day.
_ENDED = """
    SELECT id, code, created_on,
        (SELECT max(planned_for) FROM appointments
            WHERE client_id = clients.id AND state IN ('held', 'signed', 'missed')),
        (SELECT max(decided_at) FROM course_events WHERE client_id = clients.id),
        id IN restricted
    FROM clients
    WHERE status = 'ended' AND id NOT IN legally_held AND (:client IS NULL OR id = :client)
    ORDER BY code
"""


@dataclass(frozen=True, slots=True)
class EndedCourse:
    """A client whose course has ended and whose record nothing holds.

    Attributes:
        ended_on: The local day of the last that happened in the course.

    """

    client_id: str
    code: str
    ended_on: date
    is_restricted: bool


def ended_courses(caseload: Caseload, client_id: str | None = None) -> tuple[EndedCourse, ...]:
    """Return the courses that have ended, without those on hold; of one client when named."""
    return tuple(
        EndedCourse(
            client_id=found[0],
            code=found[1],
            ended_on=max(_days(found[2], found[3:5])),
            is_restricted=bool(found[5]),
        )
        for found in caseload.rows(_ENDED, {"client": client_id})
    )


def _days(created_on: str, moments: tuple[str | None, ...]) -> list[date]:
    happened = [moment_from(each).astimezone().date() for each in moments if each]
    return happened or [date.fromisoformat(created_on)]
