"""How closely a session was held to its plan, item by item."""

from therapist_app.record.database.columns import MOMENT
from therapist_app.record.database.database import Caseload
from therapist_app.record.database.tables import Table
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
_OF_CLIENT = (
    "WHERE appointment_id IN (SELECT id FROM appointments WHERE client_id = ?)"
    " ORDER BY appointment_id, {}"
)


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


def for_client(caseload: Caseload, client_id: str) -> dict[str, dict[str, str]]:
    """Return the ratings of a client's appointments as corrected last, by appointment and item."""
    found: dict[str, dict[str, str]] = {}
    for rated in _RATINGS.select(caseload, _OF_CLIENT.format("item_id"), (client_id,)):
        found.setdefault(rated.appointment_id, {})[rated.item_id] = rated.rating
    for later in _AMENDMENTS.select(caseload, _OF_CLIENT.format("amended_at"), (client_id,)):
        found.setdefault(later.appointment_id, {})[later.item_id] = later.rating
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


def rate_second(caseload: Caseload, rating: SecondRating) -> None:
    """Keep how a second rater saw an item, whatever they rated it before."""
    subject = f"appointment:{rating.appointment_id}"
    with caseload.change("second_rated", subject, (rating.item_id,)) as change:
        _SECOND_RATINGS.replace(change, rating)


def second_for_appointment(caseload: Caseload, appointment_id: str) -> tuple[SecondRating, ...]:
    """Return the second ratings of an appointment, by item."""
    return _SECOND_RATINGS.select(
        caseload, "WHERE appointment_id = ? ORDER BY item_id", (appointment_id,)
    )


def second_for_client(caseload: Caseload, client_id: str) -> tuple[SecondRating, ...]:
    """Return the second ratings of all sessions of a client."""
    return _SECOND_RATINGS.select(
        caseload,
        "WHERE appointment_id IN (SELECT id FROM appointments WHERE client_id = ?)"
        " ORDER BY appointment_id, item_id",
        (client_id,),
    )


def rated_appointments(caseload: Caseload) -> frozenset[str]:
    """Return the meetings that a second rater has rated, in part or in full."""
    found = caseload.rows(
        "SELECT DISTINCT appointment_id FROM second_ratings WHERE appointment_id NOT IN"
        " (SELECT id FROM appointments WHERE client_id IN restricted)"
    )
    return frozenset(row[0] for row in found)


def clients_rated(caseload: Caseload) -> tuple[str, ...]:
    """Return the clients with a meeting that a second rater has rated."""
    found = caseload.rows(
        "SELECT DISTINCT client_id FROM appointments"
        " WHERE id IN (SELECT appointment_id FROM second_ratings) AND client_id NOT IN restricted"
        " ORDER BY client_id"
    )
    return tuple(row[0] for row in found)
