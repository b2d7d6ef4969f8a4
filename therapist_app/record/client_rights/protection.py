"""What protects a client's record: a restriction, or a reason why it must be kept.

A restricted record (GDPR art. 18) is kept and hidden, neither changed nor exported. The lists of
a caseload leave out the clients of the view `restricted`; triggers of the schema refuse every
change to their rows, by whatever way it is written. What stays possible is to keep a consent that
was taken back and a reason to hold the record.

A legal hold (GDPR art. 17(3)) is a reason to keep a record, whatever the retention rule says.
"""

from datetime import date

from therapist_app.record.clients import alerts
from therapist_app.record.database.columns import MOMENT, OPTIONAL_DAY, OPTIONAL_MOMENT, moment_text
from therapist_app.record.database.database import Caseload
from therapist_app.record.database.tables import Table
from therapist_app.record.errors import CannotRestrict
from therapist_app.record.model import LegalHold, Restriction

_ENDS = {"review_on": OPTIONAL_DAY, "lifted_at": OPTIONAL_MOMENT}
_RESTRICTIONS = Table("restrictions", Restriction, columns={"restricted_at": MOMENT, **_ENDS})
_HOLDS = Table("legal_holds", LegalHold, columns={"held_at": MOMENT, **_ENDS})
_LIFTED = "SET lifted_at = ?, lift_reason = ? WHERE client_id = ? AND lifted_at IS NULL"
_STANDS = "WHERE client_id = ? AND lifted_at IS NULL"


def restrict(caseload: Caseload, restriction: Restriction) -> None:
    """Restrict a client's record.

    Raises:
        CannotRestrict: It is restricted already, an alert is not answered or a session runs: what
            keeps people safe must not be hidden.

    """
    client_id = restriction.client_id
    if restriction_of(caseload, client_id) is not None:
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
        _RESTRICTIONS.insert(change, restriction)


def lift_restriction(caseload: Caseload, client_id: str, reason: str) -> None:
    """End a client's restriction; why is kept beside it."""
    with caseload.change("restriction_lifted", f"client:{client_id}") as change:
        lifted = (moment_text(caseload.now()), reason, client_id)
        change.execute(f"UPDATE restrictions {_LIFTED}", lifted)


def restriction_of(caseload: Caseload, client_id: str) -> Restriction | None:
    """Return the restriction that stands, if there is one."""
    return _RESTRICTIONS.first(caseload, _STANDS, (client_id,))


def all_restrictions_of(caseload: Caseload, client_id: str) -> tuple[Restriction, ...]:
    """Return every restriction of a client, those lifted too, oldest first."""
    tail = "WHERE client_id = ? ORDER BY restricted_at, id"
    return _RESTRICTIONS.select(caseload, tail, (client_id,))


def hold(caseload: Caseload, legal_hold: LegalHold) -> None:
    """Keep a reason to hold a client's record, in the place of the one before."""
    with caseload.together() as change:
        if hold_on(caseload, legal_hold.client_id) is not None:
            lift_hold(caseload, legal_hold.client_id, legal_hold.reason)
        _HOLDS.insert(change, legal_hold)
        change.audit("legal_hold_set", f"client:{legal_hold.client_id}")


def lift_hold(caseload: Caseload, client_id: str, reason: str) -> None:
    """End a hold; why is kept beside it."""
    with caseload.change("legal_hold_lifted", f"client:{client_id}") as change:
        lifted = (moment_text(caseload.now()), reason, client_id)
        change.execute(f"UPDATE legal_holds {_LIFTED}", lifted)


def hold_on(caseload: Caseload, client_id: str) -> LegalHold | None:
    """Return the hold that stands, if there is one."""
    return _HOLDS.first(caseload, _STANDS, (client_id,))


def to_look_at(caseload: Caseload, day: date) -> tuple[Restriction | LegalHold, ...]:
    """Return what stands and was to be looked at again by a day, the first due first."""
    due = "WHERE review_on <= ? AND lifted_at IS NULL"
    found: list[Restriction | LegalHold] = [
        *_RESTRICTIONS.select(caseload, due, (day.isoformat(),)),
        *_HOLDS.select(caseload, due, (day.isoformat(),)),
    ]
    return tuple(sorted(found, key=lambda each: (each.review_on or day, each.id)))


def all_holds_on(caseload: Caseload, client_id: str) -> tuple[LegalHold, ...]:
    """Return every hold of a client, those lifted too, oldest first."""
    return _HOLDS.select(caseload, "WHERE client_id = ? ORDER BY held_at, id", (client_id,))
