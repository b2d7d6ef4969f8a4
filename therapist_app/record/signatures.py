"""Signatures under notes.

The audit entry of a signing carries the digest of the note's answers and is signed with the
person's own key, so a note changed afterwards, by whatever means, no longer fits it.
"""

import hashlib
from datetime import datetime

from therapist_app.record import filled_forms
from therapist_app.record.columns import MOMENT, moment_text
from therapist_app.record.database import Caseload
from therapist_app.record.errors import AlreadySigned
from therapist_app.record.model import Signature
from therapist_app.record.tables import Table

_TABLE = Table("signatures", Signature, key=("filled_form_id",), columns={"signed_at": MOMENT})


def sign(caseload: Caseload, signature: Signature) -> None:
    """Sign a note, which from then on stays as it is.

    Raises:
        AlreadySigned: It is signed.

    """
    note = filled_forms.load(caseload, signature.filled_form_id)
    if _TABLE.first(caseload, "WHERE filled_form_id = ?", (note.id,)):
        raise AlreadySigned
    digest = hashlib.sha256(note.answers.encode()).hexdigest()
    with caseload.change("note_signed", f"form:{note.id}", (digest,)) as change:
        _TABLE.insert(change, signature)


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
        "SELECT count(DISTINCT appointment_id) FROM signatures WHERE signed_at >= ?",
        (moment_text(moment),),
    )
    return int(found[0])
