"""Signatures under notes.

The audit entry of a signing carries the digest of the note's answers and is signed with the
person's own key, so a note changed afterwards, by whatever means, no longer fits it. That entry
stays in the caseload where it was signed: of a client who came over, the entry of the arrival
carries the digest of each signed note as it came, signed by who took the client over.
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

from therapist_app.record.clients import filled_forms
from therapist_app.record.database import audit
from therapist_app.record.database.audit import AuditEntry
from therapist_app.record.database.columns import MOMENT, moment_text
from therapist_app.record.database.database import Caseload
from therapist_app.record.database.tables import Table
from therapist_app.record.errors import AlreadySigned
from therapist_app.record.model import Signature

_TABLE = Table("signatures", Signature, key=("filled_form_id",), columns={"signed_at": MOMENT})
_SIGNED, _SUBJECT = "note_signed", "form:"
ARRIVED = "client_arrived"
"""How the audit says that a client came over: from which caseload, and what was signed."""
_CLIENT, _IS = "client:", "="


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
    notes = _noted(caseload, signed)
    return tuple(each for each in notes if signed.get(each) != _digest(caseload, each))


def unvouched(caseload: Caseload) -> tuple[str, ...]:
    """Return the ids of signed notes of which no audit entry says what was signed."""
    signed = _digests(caseload)
    return tuple(each for each in _noted(caseload, signed) if each not in signed)


def signer(caseload: Caseload, filled_form_id: str) -> str | None:
    """Return who signed a note, by uid; empty where nobody did whom an entry names.

    Whoever covers can write any name under a note. None where it came with its client from another
    caseload, where the entry of its signing stays.
    """
    found = (*audit.signed_about(caseload, (_SIGNED,), f"{_SUBJECT}{filled_form_id}"),)
    if found:
        return found[-1].by
    came = (note for each in audit.believed(caseload, (ARRIVED,)) for note, _digest in _told(each))
    return None if filled_form_id in {*came, *_untold(caseload)} else ""


def as_they_came(caseload: Caseload, filled_form_ids: Iterable[str]) -> tuple[str, ...]:
    """Return what the entry of an arrival tells of the signed notes that came along."""
    return tuple(f"{each}{_IS}{_digest(caseload, each)}" for each in filled_form_ids)


def for_appointment(caseload: Caseload, appointment_id: str) -> tuple[Signature, ...]:
    """Return the signatures under the notes of an appointment: the note, then what amends it.

    The moments alone do not tell them apart where the clock stood still or was put back.
    """
    amends = "(SELECT amends IS NOT NULL FROM filled_forms WHERE id = filled_form_id)"
    return _TABLE.select(
        caseload,
        f"WHERE appointment_id = ? ORDER BY {amends}, signed_at, filled_form_id",
        (appointment_id,),
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
        "SELECT count(DISTINCT +appointment_id) FROM signatures WHERE signed_at >= ?1"
        " AND appointment_id NOT IN (SELECT id FROM appointments WHERE client_id IN restricted)"
        " AND NOT EXISTS (SELECT 1 FROM signatures AS first"
        " WHERE first.appointment_id = signatures.appointment_id AND first.signed_at < ?1)",
        (moment_text(moment),),
    )
    return int(found[0])


def _digests(caseload: Caseload) -> dict[str, str]:
    """Return the digest of each note of which it is known, as it was signed here or came here.

    A note is signed once: the first entry about it counts, where whoever it names signed that, and
    no later one. Whoever covers could change a note and sign another.
    """
    actions = (ARRIVED, _SIGNED)
    every = (each for action in actions for each in audit.entries_of(caseload, action))
    true = {each.n for each in audit.believed(caseload, actions)}
    first: dict[str, str] = {}
    for entry in sorted(every, key=lambda each: each.n):
        for note, digest in _told(entry):
            first.setdefault(note, digest if entry.n in true else "")
    return {note: digest for note, digest in first.items() if digest}


def _told(entry: AuditEntry) -> Iterator[tuple[str, str]]:
    if entry.action == ARRIVED:
        yield from ((each.partition(_IS)[0], each.partition(_IS)[2]) for each in entry.fields[1:])
    elif entry.subject.startswith(_SUBJECT) and entry.fields:
        yield entry.subject.removeprefix(_SUBJECT), entry.fields[0]


def _noted(caseload: Caseload, signed: Collection[str]) -> tuple[str, ...]:
    """Return the signed notes, but those that came and of which nothing tells what was signed."""
    notes = caseload.rows("SELECT filled_form_id FROM signatures ORDER BY filled_form_id")
    untold = frozenset(_untold(caseload)).difference(signed)
    return tuple(each for (each,) in notes if each not in untold)


def _untold(caseload: Caseload) -> Iterator[str]:
    """Yield the notes that came with a client by an entry of before, which told nothing of them."""
    for entry in audit.entries_of(caseload, ARRIVED):
        if not entry.fields[1:]:
            client, at = entry.subject.removeprefix(_CLIENT), moment_text(entry.at)
            yield from (
                each
                for (each,) in caseload.rows(
                    "SELECT filled_form_id FROM signatures WHERE signed_at <= ? AND appointment_id"
                    " IN (SELECT id FROM appointments WHERE client_id = ?)",
                    (at, client),
                )
            )


def _digest(caseload: Caseload, filled_form_id: str) -> str:
    found = caseload.row("SELECT answers FROM filled_forms WHERE id = ?", (filled_form_id,))
    return hashlib.sha256(found[0].encode()).hexdigest() if found else ""
