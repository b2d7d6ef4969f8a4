"""People in treatment, by code."""

import hmac
import json
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from therapist_app.record.crypto.wiping import wipe
from therapist_app.record.database.columns import (
    DAY,
    OPTIONAL_DAY,
    OPTIONAL_MOMENT,
    WORDS,
    day_from,
    moment_from,
    moment_text,
    optional_moment_from,
    words_from,
)
from therapist_app.record.database.database import Caseload, ServiceFile
from therapist_app.record.database.tables import ById, Table, one_of
from therapist_app.record.errors import RecordBug
from therapist_app.record.model import NOON, Client, ClientRow, ClientStatus
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


_TABLE = Table(
    "clients",
    Client,
    columns={
        "created_on": DAY,
        "adaptations": WORDS,
        "imported_at": OPTIONAL_MOMENT,
        "held_before": WORDS,
        "held_before_on": OPTIONAL_DAY,
    },
)
ClientFilter = ClientStatus | Literal["restricted"]
"""A status, or whose record is restricted: they are in no other list and no other count."""

FIRST_HUNDRED = range(100)

_COUNT = "SELECT count(*) FROM clients WHERE {found}"
_COUNTS = """
    SELECT status, count(*), count(*) FILTER (WHERE id IN restricted) FROM clients GROUP BY status
"""
_PAGE = """
    SELECT id, code, status, programme_id, programme_version, held_before, held_before_on
    FROM clients WHERE {found} ORDER BY code LIMIT +:limit OFFSET :offset
"""
_CODES_OF = """
    SELECT id, code FROM clients WHERE {who} AND (? OR id NOT IN restricted)
"""
_CODES = """
    SELECT id, code, id IN restricted FROM clients
    WHERE :all OR id NOT IN restricted ORDER BY code
"""
_WORKED_WITH = """
    SELECT code, max(at) FROM (
        SELECT client_id, changed_at AS at FROM filled_forms WHERE changed_at > :moment
        UNION ALL SELECT client_id, started_at FROM appointments WHERE started_at > :moment
        UNION ALL SELECT client_id, opened_at FROM alerts WHERE opened_at > :moment
        UNION ALL SELECT id, created_on FROM clients WHERE created_on > :day
    ) JOIN clients ON id = client_id WHERE id NOT IN restricted GROUP BY code ORDER BY code
"""
# Both are answered by an index alone, and put together here: with wiped memory an allocation of
# SQLite costs more than the looks.
_MEETINGS = """
    SELECT client_id, planned_for, state, plan_id, started_at, rest_follows, merged_with,
        earlier_programme
    FROM appointments WHERE client_id IN (SELECT value FROM json_each(?))
    ORDER BY client_id, planned_for, state, plan_id, started_at
"""
_ALERTS = """
    SELECT client_id FROM alerts
    WHERE acknowledged_at IS NULL AND answered_with IS NULL
        AND client_id IN (SELECT value FROM json_each(?))
"""


def add(caseload: Caseload, client: Client) -> None:
    """Add a client."""
    with caseload.change("client_added", f"client:{client.id}") as change:
        _TABLE.insert(change, client)


def save(caseload: Caseload, client: Client) -> None:
    """Save a client who is there already."""
    with caseload.change("client_changed", f"client:{client.id}") as change:
        _TABLE.save(change, client)


load = _TABLE.load


def codes(
    caseload: Caseload, client_ids: Iterable[str], *, restricted: bool = True
) -> dict[str, str]:
    """Return the code of each of these clients by their id, in one reading.

    Those whose record is restricted are left out where they are not asked for.
    """
    who, wanted = one_of("id", client_ids)
    return ById(caseload.rows(_CODES_OF.format(who=who), (wanted, restricted)))


def worked_with_since(caseload: Caseload, moment: datetime) -> list[tuple[str, date]]:
    """Return whose record something was added to after a moment, by code, with the last day.

    That is a form, a session or an alert, and who was added on a later day; nobody whose record is
    restricted.
    """
    since = {"moment": moment_text(moment), "day": moment.astimezone().date().isoformat()}
    return [(code, _day_of(at)) for code, at in caseload.rows(_WORKED_WITH, since)]


def _day_of(at: str) -> date:
    """Return the local day of a moment or a day, as a column holds it."""
    is_day = "T" not in at
    return day_from(at) if is_day else moment_from(at).astimezone().date()


def all_codes(caseload: Caseload, *, restricted: bool = False) -> list[tuple[str, str, bool]]:
    """Return the id and code of every client and whether the record is restricted, by code.

    Those whose record is restricted are among them only if asked for.
    """
    found = caseload.rows(_CODES, {"all": restricted})
    return [(client_id, code, bool(hidden)) for client_id, code, hidden in found]


def with_ids(caseload: Caseload, client_ids: Iterable[str]) -> dict[str, Client]:
    """Return these clients by their id, in one reading."""
    who, wanted = one_of("id", client_ids)
    return ById((each.id, each) for each in _TABLE.select(caseload, f"WHERE {who}", (wanted,)))


def in_treatment(caseload: Caseload) -> tuple[str, ...]:
    """Return the ids of the clients whose course has not ended and whose record may be used."""
    words = "SELECT id FROM clients WHERE status <> 'ended' AND id NOT IN restricted ORDER BY id"
    return tuple(client_id for (client_id,) in caseload.rows(words))


_AFTER_THE_END = """
    SELECT id,
        (SELECT max(planned_for) FROM appointments
            WHERE client_id = clients.id AND state IN ('held', 'signed')),
        (SELECT max(decided_at) FROM course_events
            WHERE client_id = clients.id AND kind = 'status')
    FROM clients
    WHERE status = 'follow_up' AND id NOT IN restricted
        AND NOT EXISTS (SELECT 1 FROM appointments
            WHERE client_id = clients.id AND state = 'planned')
"""


# What two indexes answer goes first: of many clients most have begun, and their rows are not read.
_BEFORE_THE_COURSE = """
    SELECT id, code, created_on FROM clients
    WHERE id IN (
            SELECT id FROM clients AS others WHERE {whose} AND NOT EXISTS (
                SELECT 1 FROM appointments
                WHERE client_id = others.id AND state NOT IN ('planned', 'missed')
            )
        )
        AND held_before = '[]' AND id NOT IN restricted
        AND EXISTS (SELECT 1 FROM filled_forms
            WHERE client_id = clients.id AND form_id = :form AND amends IS NULL)
    ORDER BY code
"""


def before_the_course(
    caseload: Caseload, form_id: str, client_id: str | None = None
) -> tuple[tuple[str, str, date], ...]:
    """Return (id, code, day added) of whoever has a form and has begun no session, by code.

    Of one client when named.
    """
    of_all = "status IN ('active', 'paused')"
    # A plus leaves it to the index of ids, where that finds one.
    whose = of_all if client_id is None else f"id = :client AND +{of_all}"
    wanted = {"form": form_id, "client": client_id}
    asked = _BEFORE_THE_COURSE.format(whose=whose)

    def found() -> tuple[tuple[str, str, date], ...]:
        return tuple(
            (found_id, code, day_from(added))
            for found_id, code, added in caseload.rows(asked, wanted)
        )

    if client_id is not None:
        return found()
    return caseload.until_changed("before the course", form_id, found)


def in_follow_up(caseload: Caseload) -> tuple[tuple[str, frozenset[date]], ...]:
    """Return who is in follow-up with nothing planned, and about when the work ended.

    Each with the local days of the last meeting and of the last decision on the course.
    """
    return tuple(
        (client_id, frozenset(moment_from(each).astimezone().date() for each in moments if each))
        for client_id, *moments in caseload.rows(_AFTER_THE_END)
    )


_MET = (
    "SELECT id, code FROM clients WHERE {whose} AND id NOT IN restricted AND EXISTS ("
    "SELECT 1 FROM appointments"
    " WHERE client_id = clients.id AND state IN ('held', 'signed')) ORDER BY code LIMIT +?"
)


def met(
    caseload: Caseload, client_id: str | None = None, *, at_most: int | None = None
) -> tuple[tuple[str, str], ...]:
    """Return (id, code) of each client with whom a session was held, by code; or of that one.

    Of so many at most, the first by code, where that is said.
    """
    limit = -1 if at_most is None else at_most
    if client_id is None:
        return tuple(caseload.rows(_MET.format(whose="TRUE"), (limit,)))
    return tuple(caseload.rows(_MET.format(whose="id = ?"), (client_id, limit)))


def list_rows(
    caseload: Caseload,
    *,
    search: str = "",
    status: ClientFilter | None = None,
    among: Collection[str] | None = None,
    without: Collection[str] = (),
    places: range = FIRST_HUNDRED,
    extra: Collection[str] = (),
) -> tuple[ClientRow, ...]:
    """Return a page of the list of clients, by code.

    Args:
        caseload: The caseload.
        search: Any part of a code.
        status: Only these clients.
        among: Only those of these ids.
        without: None of these ids.
        places: Which lines of the list, counted from 0.
        extra: Session plans outside the order of the course, not counted among those held.

    """
    # A plus: in the order of the codes a page is soon full, where an index would have all sorted.
    wanted, parameters = _wanted(search, status, among, without, status_is="+status")
    page = {**parameters, "limit": len(places), "offset": places.start}
    found = caseload.rows(_PAGE.format(found=wanted), page)
    ids = (json.dumps([client_id for client_id, *_client in found]),)
    meetings: dict[str, list[Sequence[Any]]] = {}
    for client_id, *meeting in caseload.rows(_MEETINGS, ids):
        meetings.setdefault(client_id, []).append(meeting)
    open_alerts = Counter(client_id for (client_id,) in caseload.rows(_ALERTS, ids))
    return tuple(
        _client_row(each, meetings.get(each[0], ()), open_alerts[each[0]], extra) for each in found
    )


def count(
    caseload: Caseload,
    *,
    search: str = "",
    status: ClientFilter | None = None,
    among: Collection[str] | None = None,
    without: Collection[str] = (),
) -> int:
    """Return how many clients the same search finds."""
    wanted, parameters = _wanted(search, status, among, without)
    [found] = caseload.rows(_COUNT.format(found=wanted), parameters)
    return int(found[0])


def counts(caseload: Caseload) -> Counter[ClientFilter]:
    """Return how many clients each filter finds, in one reading of one index."""
    found: Counter[ClientFilter] = Counter()
    for status, number, hidden in caseload.rows(_COUNTS):
        found[status] = number - hidden
        found["restricted"] += hidden
    return found


def _wanted(
    search: str,
    status: ClientFilter | None,
    among: Collection[str] | None,
    without: Collection[str],
    *,
    status_is: str = "status",
) -> tuple[str, dict[str, Any]]:
    """Return a condition and its parameters: only of what is asked, so that an index answers it."""
    conditions = ["id IN restricted" if status == "restricted" else "id NOT IN restricted"]
    parameters: dict[str, Any] = {}
    if status not in (None, "restricted"):
        conditions.append(f"{status_is} = :status")
        parameters["status"] = status
    if among is not None:
        conditions.append("id IN (SELECT value FROM json_each(:among))")
        parameters["among"] = json.dumps(sorted(among))
    if without:
        conditions.append("id NOT IN (SELECT value FROM json_each(:without))")
        parameters["without"] = json.dumps(sorted(without))
    if search:
        conditions.append("instr(code, :search) > 0")
        parameters["search"] = search.upper()
    return " AND ".join(conditions), parameters


def _client_row(
    client: Sequence[Any], meetings: Sequence[Sequence[Any]], alerts: int, extra: Collection[str]
) -> ClientRow:
    client_id, code, status, programme_id, programme_version, held_before, held_before_on = client
    before = words_from(held_before)
    held = set(before)
    last_plan, running_plan = before[-1] if before else "", ""
    last_seen = (_noon_of(held_before_on), None) if held_before_on else (None, None)
    next_planned = None
    for planned_for, state, plan_id, started_at, rest_follows, merged_with, earlier in meetings:
        if earlier:  # of a course that the client went on from: seen, and not held in this one
            if state == "signed":
                last_seen = planned_for, started_at
        elif state in {"held", "signed"}:
            last_plan, last_seen = plan_id, (planned_for, started_at)
            if not rest_follows:
                held.update((plan_id, merged_with))
        elif state == "planned":
            next_planned = next_planned or planned_for
        elif state in {"in_progress", "on_hold"}:
            running_plan = running_plan or plan_id
    return ClientRow(
        id=client_id,
        code=code,
        status=status,
        programme_id=programme_id,
        programme_version=programme_version,
        sessions_held=len(held.difference(extra, ("",))),
        last_plan=last_plan,
        last_seen=_took_place_at(*last_seen),
        next_planned=optional_moment_from(next_planned),
        open_alerts=alerts,
        running_plan=running_plan,
    )


def _took_place_at(planned_for: str | None, started_at: str | None) -> datetime | None:
    """Return what `Appointment.took_place_at` says, of a row that is read in part."""
    planned, started = optional_moment_from(planned_for), optional_moment_from(started_at)
    if planned is None or started is None:
        return planned
    is_later = planned.astimezone().date() < started.astimezone().date()
    return planned if is_later else started


def _noon_of(day: str) -> str:
    """Return a moment of a local day of which no hour is known, as a column holds it."""
    return moment_text(datetime.combine(day_from(day), NOON).astimezone())


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
    return happened or [day_from(created_on)]
