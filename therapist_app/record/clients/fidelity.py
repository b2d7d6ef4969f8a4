"""How closely a session was held to its plan, item by item."""

import json
from collections.abc import Iterable, Sequence
from operator import itemgetter

from therapist_app.record.database.audit import AuditEntry, entries_of
from therapist_app.record.database.columns import MOMENT
from therapist_app.record.database.database import Caseload
from therapist_app.record.database.tables import Table, one_of
from therapist_app.record.model import FidelityAmendment, FidelityRating, SecondRating

_RATINGS = Table(
    "fidelity_ratings",
    FidelityRating,
    key=("appointment_id", "item_id"),
    columns={"rated_at": MOMENT},
)
_SECOND_RATINGS = Table(
    "second_ratings",
    SecondRating,
    key=("appointment_id", "item_id"),
    columns={"rated_at": MOMENT},
)
_AMENDMENTS = Table("fidelity_amendments", FidelityAmendment, columns={"amended_at": MOMENT})
_OF_CLIENTS = (
    "SELECT appointment_id, item_id, rating, {order} FROM appointments"
    " CROSS JOIN {table} ON appointment_id = appointments.id WHERE {whose}"
)
_REASONS = """
    WITH met AS (
        SELECT id, client_id FROM appointments
        WHERE client_id IN (SELECT value FROM json_each(:clients))
    )
    SELECT client_id, reason FROM met
        CROSS JOIN fidelity_ratings ON appointment_id = met.id WHERE reason <> ''
    UNION ALL SELECT client_id, reason FROM met
        CROSS JOIN fidelity_amendments ON appointment_id = met.id WHERE reason <> ''
    UNION ALL SELECT client_id, amend_reason FROM met
        CROSS JOIN fidelity_amendments ON appointment_id = met.id
"""
ByMeeting = dict[str, dict[str, str]]
"""Ratings by appointment and item."""


def rate(caseload: Caseload, rating: FidelityRating) -> None:
    """Rate an item, whatever it was rated before."""
    subject = f"appointment:{rating.appointment_id}"
    with caseload.change("fidelity_rated", subject, (rating.item_id,)) as change:
        _RATINGS.replace(change, rating)


def for_appointment(caseload: Caseload, appointment_id: str) -> tuple[FidelityRating, ...]:
    """Return the ratings of an appointment by item, as they were corrected last."""
    corrected = {
        each.item_id: FidelityRating(
            appointment_id, each.item_id, each.rating, each.reason, each.amended_at
        )
        for each in amendments_for_appointment(caseload, appointment_id)
    }
    rated = {each.item_id: each for each in first_for_appointment(caseload, appointment_id)}
    return tuple(each for _item, each in sorted({**rated, **corrected}.items()))


def first_for_appointment(caseload: Caseload, appointment_id: str) -> tuple[FidelityRating, ...]:
    """Return the ratings of an appointment by item, as they stood when its note was signed."""
    return _RATINGS.select(caseload, "WHERE appointment_id = ? ORDER BY item_id", (appointment_id,))


def for_client(caseload: Caseload, client_id: str) -> ByMeeting:
    """Return the ratings of a client's appointments, as they were corrected last."""
    return of_clients(caseload, (client_id,))


def of_clients(caseload: Caseload, client_ids: Iterable[str]) -> ByMeeting:
    """Return the ratings of the appointments of these clients, as they were corrected last."""
    tables = (("fidelity_ratings", "item_id"), ("fidelity_amendments", "amended_at"))
    return _by_meeting(caseload, client_ids, tables)


def second_of_clients(caseload: Caseload, client_ids: Iterable[str]) -> ByMeeting:
    """Return the second ratings of the appointments of these clients."""
    return _by_meeting(caseload, client_ids, (("second_ratings", "item_id"),))


def _by_meeting(
    caseload: Caseload, client_ids: Iterable[str], tables: Iterable[tuple[str, str]]
) -> ByMeeting:
    found: ByMeeting = {}
    whose, wanted = one_of("client_id", client_ids)
    for table, order in tables:
        rows = caseload.rows(_OF_CLIENTS.format(table=table, order=order, whose=whose), (wanted,))
        for meeting, item, rating, _place in sorted(rows, key=itemgetter(0, 3)):
            found.setdefault(meeting, {})[item] = rating
    return found


def amend(caseload: Caseload, amendment: FidelityAmendment) -> None:
    """Keep an open correction of a rating; the rating itself stays."""
    subject = f"appointment:{amendment.appointment_id}"
    with caseload.change("fidelity_amended", subject, (amendment.item_id,)) as change:
        _AMENDMENTS.insert(change, amendment)


def amendments_for_appointment(
    caseload: Caseload, appointment_id: str
) -> tuple[FidelityAmendment, ...]:
    """Return the corrections of an appointment's ratings, oldest first."""
    return _AMENDMENTS.select(
        caseload, "WHERE appointment_id = ? ORDER BY amended_at, id", (appointment_id,)
    )


def rate_second(caseload: Caseload, rating: SecondRating, signed: Sequence[str] = ()) -> None:
    """Keep how a second rater saw an item, whatever they rated it before.

    `signed` is what the entry tells of a rater of the service who signs for it themselves.
    """
    subject = f"appointment:{rating.appointment_id}"
    with caseload.change("second_rated", subject, (rating.item_id, *signed)) as change:
        _SECOND_RATINGS.replace(change, rating)


def entries_of_second(caseload: Caseload) -> dict[tuple[str, str], AuditEntry]:
    """Return the newest entry of each second rating, by session and item."""
    return {
        (each.subject.partition(":")[2], each.fields[0]): each
        for each in entries_of(caseload, "second_rated")
        if each.fields
    }


def all_second(caseload: Caseload) -> tuple[tuple[str, SecondRating], ...]:
    """Return every second rating with its client, restricted ones left out."""
    clients = dict(
        caseload.rows("SELECT id, client_id FROM appointments WHERE client_id NOT IN restricted")
    )
    given = _SECOND_RATINGS.select(caseload, "ORDER BY appointment_id, item_id")
    return tuple(
        (clients[each.appointment_id], each) for each in given if each.appointment_id in clients
    )


def second_for_appointment(caseload: Caseload, appointment_id: str) -> tuple[SecondRating, ...]:
    """Return the second ratings of an appointment, by item."""
    return _SECOND_RATINGS.select(
        caseload, "WHERE appointment_id = ? ORDER BY item_id", (appointment_id,)
    )


def second_raters(caseload: Caseload, client_ids: Iterable[str]) -> frozenset[str]:
    """Return the names of those who rated a session of these clients as well."""
    found = caseload.rows(
        "SELECT DISTINCT rater FROM second_ratings WHERE appointment_id IN"
        " (SELECT id FROM appointments WHERE client_id IN (SELECT value FROM json_each(?)))",
        (json.dumps(list(client_ids)),),
    )
    return frozenset(rater for (rater,) in found)


def reasons_of_clients(caseload: Caseload, client_ids: Iterable[str]) -> list[tuple[str, str]]:
    """Return client and text of each reason that stands beside a rating or a correction of one."""
    return caseload.rows(_REASONS, {"clients": json.dumps(list(client_ids))})


def clients_rated(caseload: Caseload) -> tuple[str, ...]:
    """Return the clients with a meeting that a second rater has rated."""
    found = caseload.rows(
        "SELECT DISTINCT client_id FROM appointments"
        " WHERE id IN (SELECT appointment_id FROM second_ratings) AND client_id NOT IN restricted"
        " ORDER BY client_id"
    )
    return tuple(row[0] for row in found)
