"""How closely a session was held to its plan, item by item."""

from therapist_app.record.database.columns import MOMENT
from therapist_app.record.database.database import Caseload
from therapist_app.record.database.tables import Table
from therapist_app.record.model import FidelityRating

_TABLE = Table(
    "fidelity_ratings",
    FidelityRating,
    key=("appointment_id", "item_id"),
    columns={"rated_at": MOMENT},
)


def rate(caseload: Caseload, rating: FidelityRating) -> None:
    """Rate an item, whatever it was rated before."""
    subject = f"appointment:{rating.appointment_id}"
    with caseload.change("fidelity_rated", subject, (rating.item_id,)) as change:
        _TABLE.replace(change, rating)


def for_appointment(caseload: Caseload, appointment_id: str) -> tuple[FidelityRating, ...]:
    """Return the ratings of an appointment, by item."""
    return _TABLE.select(caseload, "WHERE appointment_id = ? ORDER BY item_id", (appointment_id,))


def for_client(caseload: Caseload, client_id: str) -> dict[str, dict[str, str]]:
    """Return the ratings of a client's appointments, by appointment and item."""
    found: dict[str, dict[str, str]] = {}
    for each in _TABLE.select(
        caseload,
        "WHERE appointment_id IN (SELECT id FROM appointments WHERE client_id = ?)"
        " ORDER BY appointment_id, item_id",
        (client_id,),
    ):
        found.setdefault(each.appointment_id, {})[each.item_id] = each.rating
    return found
