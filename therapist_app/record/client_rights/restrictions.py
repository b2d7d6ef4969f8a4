"""Records that are kept and hidden, neither changed nor exported (GDPR art. 18).

The lists of a caseload leave out the clients of the view `restricted`; triggers of the schema
refuse every change to their rows, by whatever way it is written. What stays possible is to keep
a consent that was taken back and a reason to hold the record.
"""

from therapist_app.record.clients import alerts
from therapist_app.record.database.columns import MOMENT, OPTIONAL_DAY, OPTIONAL_MOMENT, moment_text
from therapist_app.record.database.database import Caseload
from therapist_app.record.database.tables import Table
from therapist_app.record.errors import CannotRestrict
from therapist_app.record.model import Restriction

_TABLE = Table(
    "restrictions",
    Restriction,
    columns={
        "restricted_at": MOMENT,
        "review_on": OPTIONAL_DAY,
        "lifted_at": OPTIONAL_MOMENT,
    },
)


def restrict(caseload: Caseload, restriction: Restriction) -> None:
    """Restrict a client's record.

    Raises:
        CannotRestrict: It is restricted already, an alert is not answered or a session runs: what
            keeps people safe must not be hidden.

    """
    client_id = restriction.client_id
    if of_client(caseload, client_id) is not None:
        raise CannotRestrict("restricted")
    if alerts.unacknowledged(caseload, client_id):
        raise CannotRestrict("alert")
    if caseload.row(
        "SELECT 1 FROM appointments WHERE client_id = ? AND state IN ('in_progress', 'on_hold')",
        (client_id,),
    ):
        raise CannotRestrict("session")
    subject = f"client:{client_id}"
    with caseload.change("restricted", subject, (restriction.reason,)) as change:
        _TABLE.insert(change, restriction)


def lift(caseload: Caseload, client_id: str, reason: str) -> None:
    """End a client's restriction; why is kept beside it."""
    with caseload.change("restriction_lifted", f"client:{client_id}") as change:
        change.execute(
            "UPDATE restrictions SET lifted_at = ?, lift_reason = ?"
            " WHERE client_id = ? AND lifted_at IS NULL",
            (moment_text(caseload.now()), reason, client_id),
        )


def of_client(caseload: Caseload, client_id: str) -> Restriction | None:
    """Return the restriction that stands, if there is one."""
    return _TABLE.first(caseload, "WHERE client_id = ? AND lifted_at IS NULL", (client_id,))


def for_client(caseload: Caseload, client_id: str) -> tuple[Restriction, ...]:
    """Return every restriction of a client, those lifted too, oldest first."""
    return _TABLE.select(caseload, "WHERE client_id = ? ORDER BY restricted_at, id", (client_id,))
