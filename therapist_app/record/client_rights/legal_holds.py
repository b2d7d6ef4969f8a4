"""Reasons why a record must be kept, whatever the retention rule says (GDPR art. 17(3))."""

from therapist_app.record.database.columns import MOMENT, OPTIONAL_DAY, OPTIONAL_MOMENT, moment_text
from therapist_app.record.database.database import Caseload
from therapist_app.record.database.tables import Table
from therapist_app.record.model import LegalHold

_TABLE = Table(
    "legal_holds",
    LegalHold,
    columns={"held_at": MOMENT, "review_on": OPTIONAL_DAY, "lifted_at": OPTIONAL_MOMENT},
)


def hold(caseload: Caseload, legal_hold: LegalHold) -> None:
    """Keep a reason to hold a client's record, in the place of the one before."""
    with caseload.together() as change:
        if of_client(caseload, legal_hold.client_id) is not None:
            lift(caseload, legal_hold.client_id, legal_hold.reason)
        _TABLE.insert(change, legal_hold)
        change.audit("legal_hold_set", f"client:{legal_hold.client_id}")


def lift(caseload: Caseload, client_id: str, reason: str) -> None:
    """End a hold; why is kept beside it."""
    with caseload.change("legal_hold_lifted", f"client:{client_id}") as change:
        change.execute(
            "UPDATE legal_holds SET lifted_at = ?, lift_reason = ?"
            " WHERE client_id = ? AND lifted_at IS NULL",
            (moment_text(caseload.now()), reason, client_id),
        )


def of_client(caseload: Caseload, client_id: str) -> LegalHold | None:
    """Return the hold that stands, if there is one."""
    return _TABLE.first(caseload, "WHERE client_id = ? AND lifted_at IS NULL", (client_id,))


def for_client(caseload: Caseload, client_id: str) -> tuple[LegalHold, ...]:
    """Return every hold of a client, those lifted too, oldest first."""
    return _TABLE.select(caseload, "WHERE client_id = ? ORDER BY held_at, id", (client_id,))
