"""Filled forms: drafts, finished ones, and amendments beside them."""

from datetime import date, datetime

from therapist_app.record.database.columns import MOMENT, OPTIONAL_DAY, OPTIONAL_MOMENT, moment_text
from therapist_app.record.database.database import Caseload
from therapist_app.record.database.tables import Table
from therapist_app.record.errors import AlreadySigned
from therapist_app.record.model import FilledForm

_TABLE = Table(
    "filled_forms",
    FilledForm,
    columns={
        "started_at": MOMENT,
        "changed_at": MOMENT,
        "finished_at": OPTIONAL_MOMENT,
        "filled_on": OPTIONAL_DAY,
    },
)
_UNLESS_SIGNED = """
    AND NOT EXISTS (SELECT 1 FROM signatures WHERE signatures.filled_form_id = filled_forms.id)
    AND (form_id = 'session-note' OR NOT EXISTS (
        SELECT 1 FROM signatures WHERE signatures.appointment_id = filled_forms.appointment_id
    ))
"""
# The index on the review date answers this; a newer finished version takes the older one's place.
_REVIEWS = """
    SELECT plan.client_id, json_extract(plan.answers, '$.review_date') FROM filled_forms AS plan
    WHERE plan.form_id = :form AND plan.status = 'finished'
        AND json_extract(plan.answers, '$.review_date') <= :until
        AND NOT EXISTS (
            SELECT 1 FROM filled_forms AS newer
            WHERE newer.client_id = plan.client_id AND newer.form_id = plan.form_id
                AND newer.status = 'finished' AND coalesce(newer.filled_on, newer.changed_at)
                    > coalesce(plan.filled_on, plan.changed_at)
        )
        AND (SELECT status FROM clients WHERE clients.id = plan.client_id) <> 'ended'
        AND plan.client_id NOT IN restricted
    ORDER BY json_extract(plan.answers, '$.review_date'), plan.client_id LIMIT :limit
"""


def add(caseload: Caseload, filled: FilledForm) -> None:
    """Add a filled form, draft or finished."""
    with caseload.change(
        "form_added", f"form:{filled.id}", (filled.form_id, filled.status)
    ) as change:
        _TABLE.insert(change, filled)


def keep_answers(caseload: Caseload, filled: FilledForm, at: datetime) -> bool:
    """Put the answers of `filled` in the place of those before, whatever its status.

    Return whether there was such a form that may change. This runs at every pause in typing,
    so it writes two columns and reads nothing first.
    """
    with caseload.together() as change:
        values = {"answers": filled.answers, "changed_at": moment_text(at)}
        is_kept = _TABLE.assign(change, (filled.id,), values, _UNLESS_SIGNED)
        if is_kept:
            change.audit("form_changed", f"form:{filled.id}", (filled.form_id, "answers"))
    return is_kept


def save(caseload: Caseload, filled: FilledForm) -> None:
    """Save a filled form that is there already.

    Raises:
        AlreadySigned: It is a signed note, or of a session whose note is signed: it stays as it is.

    """
    subject = f"form:{filled.id}"
    with caseload.change("form_changed", subject, (filled.form_id, filled.status)) as change:
        if not _TABLE.update(change, filled, unless=_UNLESS_SIGNED):
            load(caseload, filled.id)
            raise AlreadySigned


load = _TABLE.load


def find(caseload: Caseload, filled_form_id: str) -> FilledForm | None:
    """Return a filled form, or None while nothing of it was kept."""
    return _TABLE.first(caseload, "WHERE id = ?", (filled_form_id,))


def for_client(
    caseload: Caseload, client_id: str, form_id: str | None = None
) -> tuple[FilledForm, ...]:
    """Return a client's filled forms, oldest first; of one form only when it is named."""
    return _TABLE.select(
        caseload,
        "WHERE client_id = :client AND (:form IS NULL OR form_id = :form) ORDER BY started_at, id",
        {"client": client_id, "form": form_id},
    )


def for_appointment(caseload: Caseload, appointment_id: str) -> tuple[FilledForm, ...]:
    """Return the forms filled in at an appointment, oldest first."""
    return _TABLE.select(
        caseload, "WHERE appointment_id = ? ORDER BY started_at, id", (appointment_id,)
    )


def latest(
    caseload: Caseload, client_id: str, form_id: str, *, finished: bool | None = None
) -> FilledForm | None:
    """Return the filled form answered last: of finished ones only, of drafts only, or of both.

    A form on paper counts by the day on it, however late it was entered.
    """
    status = {None: None, True: "finished", False: "draft"}[finished]
    return _TABLE.first(
        caseload,
        "WHERE client_id = :client AND form_id = :form AND (:status IS NULL OR status = :status)"
        " ORDER BY coalesce(filled_on, changed_at) DESC, id DESC",
        {"client": client_id, "form": form_id, "status": status},
    )


def in_slot(caseload: Caseload, client_id: str, slot: str) -> FilledForm | None:
    """Return what fills a measure's slot: its newest finished amendment, else the original."""
    return _TABLE.first(
        caseload,
        "WHERE client_id = ? AND slot = ? AND (amends IS NULL OR status = 'finished')"
        " ORDER BY amends IS NOT NULL DESC, changed_at DESC, id DESC",
        (client_id, slot),
    )


def begun_by_clients(caseload: Caseload, *, limit: int = 50) -> tuple[FilledForm, ...]:
    """Return what clients began alone and nobody finished, but for sessions that are signed."""
    return _TABLE.select(
        caseload,
        "WHERE status = 'draft' AND filled_by = 'client' AND client_id NOT IN restricted"
        " AND (appointment_id IS NULL OR appointment_id NOT IN"
        " (SELECT id FROM appointments WHERE state = 'signed'))"
        " ORDER BY changed_at, id LIMIT ?",
        (limit,),
    )


def reviews_due(
    caseload: Caseload, form_id: str, until: date, *, limit: int = 50
) -> tuple[tuple[str, date], ...]:
    """Return (client id, review date) of each client's newest plan to look at by `until`."""
    found = caseload.rows(_REVIEWS, {"form": form_id, "until": until.isoformat(), "limit": limit})
    return tuple((client_id, date.fromisoformat(day)) for client_id, day in found)
