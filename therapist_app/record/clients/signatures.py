"""Signatures under notes.

The audit entry of a signing carries the digest of the note's answers and is signed with the
person's own key, so a note changed afterwards, by whatever means, no longer fits it.
"""

import hashlib
from datetime import datetime

from therapist_app.record.clients import filled_forms
from therapist_app.record.database import audit
from therapist_app.record.database.columns import MOMENT, moment_text
from therapist_app.record.database.database import Caseload
from therapist_app.record.database.tables import Table
from therapist_app.record.errors import AlreadySigned
from therapist_app.record.model import Signature

_TABLE = Table("signatures", Signature, key=("filled_form_id",), columns={"signed_at": MOMENT})
_SIGNED, _SUBJECT = "note_signed", "form:"


def sign(caseload: Caseload, signature: Signature) -> None:
    """Sign a note, which from then on stays as it is.

    Raises:
        AlreadySigned: It is signed.

    """
    note = filled_forms.load(caseload, signature.filled_form_id)
    if _TABLE.first(caseload, "WHERE filled_form_id = ?", (note.id,)):
        raise AlreadySigned
    digest = _digest(caseload, note.id)
    with caseload.change(_SIGNED, f"{_SUBJECT}{note.id}", (digest,)) as change:
        _TABLE.insert(change, signature)


def altered(caseload: Caseload) -> tuple[str, ...]:
    """Return the ids of signed notes that are no longer what their person signed."""
    signed = _digests(caseload)
    notes = _noted(caseload)
    return tuple(each for each in notes if signed.get(each) != (_digest(caseload, each),))


def unvouched(caseload: Caseload) -> tuple[str, ...]:
    """Return the ids of signed notes of which no audit entry says what was signed."""
    signed = _digests(caseload)
    return tuple(each for each in _noted(caseload) if each not in signed)


def for_appointment(caseload: Caseload, appointment_id: str) -> tuple[Signature, ...]:
    """Return the signatures under the notes of an appointment, oldest first."""
    return _TABLE.select(
        caseload, "WHERE appointment_id = ? ORDER BY signed_at, filled_form_id", (appointment_id,)
    )


def of_client(caseload: Caseload, client_id: str) -> tuple[Signature, ...]:
    """Return the signatures under a client's notes, oldest first."""
    return _TABLE.select(
        caseload,
        "WHERE appointment_id IN (SELECT id FROM appointments WHERE client_id = ?)"
        " ORDER BY signed_at, filled_form_id",
        (client_id,),
    )


def count_since(caseload: Caseload, moment: datetime) -> int:
    """Return how many notes were signed since a moment, amendments left out."""
    [found] = caseload.rows(
        "SELECT count(DISTINCT +appointment_id) FROM signatures WHERE signed_at >= ?"
        " AND appointment_id NOT IN (SELECT id FROM appointments WHERE client_id IN restricted)",
        (moment_text(moment),),
    )
    return int(found[0])


def _digests(caseload: Caseload) -> dict[str, tuple[str, ...]]:
    return {
        entry.subject.removeprefix(_SUBJECT): entry.fields
        for entry in audit.entries_of(caseload, _SIGNED)
        if entry.subject.startswith(_SUBJECT)
    }


def _noted(caseload: Caseload) -> tuple[str, ...]:
    notes = caseload.rows("SELECT filled_form_id FROM signatures ORDER BY filled_form_id")
    return tuple(each for (each,) in notes)


def _digest(caseload: Caseload, filled_form_id: str) -> str:
    found = caseload.row("SELECT answers FROM filled_forms WHERE id = ?", (filled_form_id,))
    return hashlib.sha256(found[0].encode()).hexdigest() if found else ""
