"""Filled forms: drafts, finished ones, and the corrections of what is finished.

A correction is a further filled form that holds all answers anew and names the first one. What is
read here is what counts: each form once, with the answers of its newest finished correction. Only
`versions` and `every_version` tell what was written before. The note is apart: an amendment to it
is read beside the words that were signed, and never in their place.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from itertools import pairwise
from typing import Literal

from therapist_app.record.database.columns import MOMENT, OPTIONAL_DAY, OPTIONAL_MOMENT, moment_text
from therapist_app.record.database.database import Caseload
from therapist_app.record.database.tables import Table, one_of
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
NOTE_FORM = "session-note"
MANY = 1_000
"""Above so many clients the whole table is read rather than their rows one by one."""
SLICES = (*(f"{each:02x}" for each in range(0, 256, 4)), "g")
"""Where the slices of the table begin, by the first two figures of the ids, and its end."""
_UNLESS_SIGNED = """
    AND NOT EXISTS (SELECT 1 FROM signatures WHERE signatures.filled_form_id = filled_forms.id)
    AND (form_id = 'session-note' OR CASE WHEN amends IS NOT NULL THEN status = 'draft'
        ELSE NOT EXISTS (
            SELECT 1 FROM signatures WHERE signatures.appointment_id = filled_forms.appointment_id
        )
    END)
"""
_DRAFT_UNLESS_SIGNED = f"{_UNLESS_SIGNED} AND status = 'draft'"
# The index on the review date answers this; a newer finished version takes the older one's place,
# and a correction that of what it corrects, whenever it was made.
_SLOTS_FINISHED = """
    SELECT client_id, slot FROM filled_forms
    WHERE {whose} AND slot IS NOT NULL AND amends IS NULL AND status = 'finished'
"""
# The second half goes from client to client, by index: no index knows what is begun in sessions.
_LEFT_BEGUN = """
    WHERE id IN (
        SELECT id FROM filled_forms WHERE appointment_id IS NULL AND status = 'draft'
        UNION ALL SELECT begun.id FROM clients
            CROSS JOIN filled_forms AS begun ON begun.client_id = clients.id AND {which}
            CROSS JOIN appointments ON appointments.id = begun.appointment_id
                AND state IN ('held', 'signed')
            WHERE begun.status = 'draft'
    ) AND filled_by <> 'client' AND client_id NOT IN restricted
    ORDER BY changed_at DESC, id LIMIT +?
"""
_REVIEWS = """
    SELECT plan.client_id, json_extract(plan.answers, '$.review_date') FROM filled_forms AS plan
    LEFT JOIN filled_forms AS first ON first.id = plan.amends
    WHERE plan.form_id = :form AND plan.status = 'finished'
        AND json_extract(plan.answers, '$.review_date') IS NOT NULL
        AND json_extract(plan.answers, '$.review_date') BETWEEN :since AND :until
        AND (SELECT status FROM clients WHERE clients.id = plan.client_id) <> 'ended'
        AND plan.client_id NOT IN restricted
        AND NOT EXISTS (
            SELECT 1 FROM filled_forms AS later
            WHERE later.amends = coalesce(plan.amends, plan.id) AND later.status = 'finished'
                AND (plan.amends IS NULL
                    OR (later.finished_at, later.id) > (plan.finished_at, plan.id))
        )
        AND NOT EXISTS (
            SELECT 1 FROM filled_forms AS newer
            WHERE newer.client_id = plan.client_id AND newer.form_id = plan.form_id
                AND newer.amends IS NULL AND newer.status = 'finished'
                AND coalesce(newer.filled_on, newer.changed_at)
                    > coalesce(plan.filled_on, first.changed_at, plan.changed_at)
        )
    ORDER BY json_extract(plan.answers, '$.review_date'), plan.client_id LIMIT +:limit
"""


def add(caseload: Caseload, filled: FilledForm) -> None:
    """Add a filled form, draft or finished."""
    with caseload.change(
        "form_added", f"form:{filled.id}", (filled.form_id, filled.status)
    ) as change:
        _TABLE.insert(change, filled)


def keep_answers(caseload: Caseload, filled: FilledForm, at: datetime) -> bool:
    """Put the answers of a draft in the place of those before, and where they were given now.

    Return whether there was such a draft that may change. This runs at every pause in typing,
    so it writes three columns and reads nothing first.
    """
    with caseload.together() as change:
        values = {
            "answers": filled.answers,
            "changed_at": moment_text(at),
            "filled_by": filled.filled_by,
        }
        is_kept = _TABLE.assign(change, (filled.id,), values, _DRAFT_UNLESS_SIGNED)
        if is_kept:
            change.audit("form_changed", f"form:{filled.id}", (filled.form_id, "answers"))
    return is_kept


def save(caseload: Caseload, filled: FilledForm) -> None:
    """Save a filled form that is there already.

    Raises:
        AlreadySigned: It is a signed note, of a session whose note is signed, or a finished
            correction: it stays as it is.

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


def as_corrected(found: Iterable[FilledForm]) -> tuple[FilledForm, ...]:
    """Return filled forms as they count, in their order: each once, with the answers that count.

    Those are the answers of its newest finished correction, with what that says of the paper; when
    and where the form was filled in stays what it was. A correction that is not finished counts
    for nothing yet. `found` holds the corrections of each form in it.
    """
    all_of = tuple(found)
    corrections = (
        each
        for each in all_of
        if each.amends and each.status == "finished" and each.form_id != NOTE_FORM
    )
    newest = {each.amends: each for each in sorted(corrections, key=_finished_at)}
    return tuple(
        _corrected(each, newest[each.id]) if each.id in newest else each
        for each in all_of
        if each.amends is None
    )


def as_it_counts(caseload: Caseload, filled_form_id: str) -> FilledForm:
    """Return a form as it counts, by its own id or by that of one of its corrections."""
    filled = load(caseload, filled_form_id)
    [counting] = as_corrected(versions(caseload, filled.amends or filled.id))
    return counting


def versions(caseload: Caseload, filled_form_id: str) -> tuple[FilledForm, ...]:
    """Return a form as it was first, and all its corrections, oldest first."""
    found = _TABLE.select(caseload, "WHERE id = :id OR amends = :id", {"id": filled_form_id})
    return tuple(sorted(found, key=lambda each: (each.amends is not None, _finished_at(each))))


def every_version(caseload: Caseload, client_id: str) -> tuple[FilledForm, ...]:
    """Return all that was ever filled in for a client, corrections and corrected, oldest first."""
    return _TABLE.select(caseload, "WHERE client_id = ? ORDER BY started_at, id", (client_id,))


def for_clients(
    caseload: Caseload, client_ids: Iterable[str], form_ids: Iterable[str] | None = None
) -> tuple[FilledForm, ...]:
    """Return the filled forms of several clients in one reading, oldest first; those of some ids.

    A form that is not asked for costs nothing: it is passed over in the index.
    """
    found = [each for part in _read_of(caseload, list(client_ids), form_ids) for each in part]
    return as_corrected(sorted(found, key=_begun))


def for_courses(
    caseload: Caseload, client_ids: Iterable[str], form_ids: Iterable[str] | None = None
) -> tuple[tuple[FilledForm, ...], Mapping[str, int]]:
    """Return the same, and how long each meeting took by its finished note, by appointment.

    Both are found in one reading, and no note that is not asked for is held on to.
    """
    wanted = None if form_ids is None else frozenset(form_ids)
    read = None if wanted is None else wanted | {NOTE_FORM}
    found: list[FilledForm] = []
    minutes: list[tuple[tuple[datetime, str], str, int]] = []
    for part in _read_of(caseload, list(client_ids), read):
        for each in part:
            if each.appointment_id is not None and (noted := _minutes_in(each)) is not None:
                minutes.append((_begun(each), each.appointment_id, noted))
            if wanted is None or each.form_id in wanted:
                found.append(each)
    by_appointment = {appointment: noted for _when, appointment, noted in sorted(minutes)}
    return as_corrected(sorted(found, key=_begun)), by_appointment


def _minutes_in(filled: FilledForm) -> int | None:
    """Return how long its meeting took, by a note as it was signed; None for anything else."""
    if filled.form_id != NOTE_FORM or filled.status != "finished" or filled.amends is not None:
        return None
    noted = json.loads(filled.answers).get("duration_min")
    return noted if type(noted) is int else None


def _begun(filled: FilledForm) -> tuple[datetime, str]:
    return filled.started_at, filled.id


def _read_of(
    caseload: Caseload, client_ids: Sequence[str], form_ids: Iterable[str] | None
) -> Iterator[tuple[FilledForm, ...]]:
    """Yield the rows of these clients as they stand, part by part; of forms with some ids."""
    of_forms, forms = "", {}
    if form_ids is not None:
        of_forms = " AND form_id IN (SELECT value FROM json_each(:forms))"
        forms = {"forms": json.dumps(sorted(form_ids))}
    for among, parameters in _among(client_ids):
        yield _TABLE.select(caseload, f"WHERE {among}{of_forms}", {**parameters, **forms})


def _among(client_ids: Sequence[str]) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield conditions, with their parameters, that together find all rows of some clients.

    The rows of many are read in the order in which they lie: each page is deciphered once, and not
    again for every row that an index leads to. Slice by slice, so that whoever else reads the
    record meanwhile waits for one of them at most.
    """
    parameters = {"clients": json.dumps(client_ids)}
    if len(client_ids) <= MANY:
        yield "client_id IN (SELECT value FROM json_each(:clients))", parameters
        return
    for first, last in pairwise(SLICES):
        slice_of = {"first": first, "last": last}
        yield (
            "id >= :first AND id < :last AND +client_id IN (SELECT value FROM json_each(:clients))",
            {**parameters, **slice_of},
        )


# From each id to the next in the index, which holds hundreds of thousands of rows.
_FINISHED_IDS = """
    WITH RECURSIVE found (form_id) AS (
        SELECT min(form_id) FROM filled_forms WHERE status = 'finished'
        UNION ALL
        SELECT (
            SELECT min(form_id) FROM filled_forms
            WHERE status = 'finished' AND form_id > found.form_id
        ) FROM found WHERE found.form_id IS NOT NULL
    )
    SELECT form_id FROM found WHERE form_id IS NOT NULL
"""


def finished_form_ids(caseload: Caseload) -> frozenset[str]:
    """Return the ids of all forms that were finished for anybody."""
    return frozenset(each for (each,) in caseload.rows(_FINISHED_IDS))


def finished_answers(
    caseload: Caseload, client_ids: Iterable[str]
) -> Iterator[tuple[str, str, int, str]]:
    """Yield client, form, its version and the answers as kept of all that was ever finished.

    What is corrected and each correction are among them, in no order. Of many clients no more
    than a slice is held at a time.
    """
    select = "SELECT client_id, form_id, form_version, answers FROM filled_forms"
    for among, parameters in _among(list(client_ids)):
        yield from caseload.rows(f"{select} WHERE {among} AND status = 'finished'", parameters)


def amend_reasons(caseload: Caseload, client_ids: Iterable[str]) -> list[tuple[str, str]]:
    """Return client and reason of each correction of a form of these clients."""
    return caseload.rows(
        "SELECT client_id, amend_reason FROM filled_forms"
        " WHERE +client_id IN (SELECT value FROM json_each(?)) AND amends IS NOT NULL",
        (json.dumps(list(client_ids)),),
    )


def notes_signed_since(caseload: Caseload, moment: datetime) -> tuple[FilledForm, ...]:
    """Return the notes that were signed from a moment on, as they were signed, oldest first."""
    return _TABLE.select(
        caseload,
        "WHERE id IN (SELECT filled_form_id FROM signatures WHERE signed_at >= ?)"
        " AND form_id = ? AND amends IS NULL AND client_id NOT IN restricted"
        " ORDER BY started_at, id",
        (moment_text(moment), NOTE_FORM),
    )


def supervision_notes(caseload: Caseload, limit: int = 100) -> tuple[FilledForm, ...]:
    """Return the newest notes of supervision, with whichever client they are kept, oldest first."""
    newest = _TABLE.select(
        caseload,
        "WHERE form_id = 'supervision' AND status = 'finished' AND client_id NOT IN restricted"
        " ORDER BY finished_at DESC, id LIMIT +?",
        (limit,),
    )
    return as_corrected(reversed(newest))


def for_client(
    caseload: Caseload, client_id: str, form_id: str | None = None
) -> tuple[FilledForm, ...]:
    """Return a client's filled forms, oldest first; of one form only when it is named."""
    of_form = "" if form_id is None else " AND form_id = :form"
    found = _TABLE.select(
        caseload, f"WHERE client_id = :client{of_form}", {"client": client_id, "form": form_id}
    )
    return as_corrected(sorted(found, key=lambda each: (each.started_at, each.id)))


def for_appointment(caseload: Caseload, appointment_id: str) -> tuple[FilledForm, ...]:
    """Return the forms filled in at an appointment, oldest first."""
    return as_corrected(
        _TABLE.select(
            caseload, "WHERE appointment_id = ? ORDER BY started_at, id", (appointment_id,)
        )
    )


def latest(
    caseload: Caseload, client_id: str, form_id: str, *, finished: bool | None = None
) -> FilledForm | None:
    """Return the filled form answered last: of finished ones only, of drafts only, or of both.

    A form on paper counts by the day on it, however late it was entered.
    """
    return answered_last(for_client(caseload, client_id, form_id), finished=finished)


def answered_last(
    found: Iterable[FilledForm], *, finished: bool | None = None
) -> FilledForm | None:
    """Return the same of some filled forms that were read."""
    wanted = (each for each in found if finished is None or (each.status == "finished") == finished)
    return max(wanted, key=_answered_last, default=None)


def in_slot(caseload: Caseload, client_id: str, slot: str) -> FilledForm | None:
    """Return what fills a measure's slot."""
    found = _TABLE.select(caseload, "WHERE client_id = ? AND slot = ?", (client_id, slot))
    return next(iter(as_corrected(found)), None)


def slots_filled(caseload: Caseload, client_id: str) -> Mapping[str, Literal["draft", "finished"]]:
    """Return whether what fills each slot of a client's measures is finished, in one reading."""
    return dict(
        caseload.rows(
            "SELECT slot, status FROM filled_forms"
            " WHERE client_id = ? AND slot IS NOT NULL AND amends IS NULL",
            (client_id,),
        )
    )


def slots_finished(caseload: Caseload, client_ids: Iterable[str]) -> frozenset[tuple[str, str]]:
    """Return client and slot of each measure of these clients that is finished, in one reading."""
    whose, wanted = one_of("client_id", client_ids)
    found = caseload.rows(
        _SLOTS_FINISHED.format(whose=whose),
        (wanted,),
    )
    return frozenset((client_id, slot) for client_id, slot in found)


def begun_by_clients(caseload: Caseload, *, limit: int = 50) -> tuple[FilledForm, ...]:
    """Return what clients began alone and nobody finished, but for sessions that are signed."""
    return _TABLE.select(
        caseload,
        "WHERE status = 'draft' AND filled_by = 'client' AND amends IS NULL"
        " AND client_id NOT IN restricted"
        " AND (appointment_id IS NULL OR appointment_id NOT IN"
        " (SELECT id FROM appointments WHERE state = 'signed'))"
        " ORDER BY changed_at, id LIMIT +?",
        (limit,),
    )


def begun_outside_sessions(
    caseload: Caseload, outlasting: Iterable[str] = (), *, limit: int = 50
) -> tuple[FilledForm, ...]:
    """Return what was begun beside any session and not finished, but by clients alone.

    The newest first; a correction that was begun is among them. So is what was begun in a session
    that is over by now, of the forms that are `outlasting` it.
    """
    which, wanted = one_of("begun.form_id", outlasting)
    return _TABLE.select(
        caseload,
        _LEFT_BEGUN.format(which=which),
        (wanted, limit),
    )


def reviews_due(
    caseload: Caseload, form_id: str, until: date, *, since: date = date.min, limit: int = 50
) -> tuple[tuple[str, date], ...]:
    """Return (client id, review date) of each client's newest plan to look at by `until`.

    Those to be looked at before `since` are left out.
    """
    wanted = {
        "form": form_id,
        "since": since.isoformat(),
        "until": until.isoformat(),
        "limit": limit,
    }
    asked = tuple(wanted.values())
    found = caseload.until_changed(
        f"reviews {form_id}", asked, lambda: caseload.rows(_REVIEWS, wanted)
    )
    return tuple((client_id, on) for client_id, day in found if (on := _day_in(day)) is not None)


def review_day(caseload: Caseload, client_id: str, form_id: str) -> date | None:
    """Return the day on which a client's newest plan is to be looked at, if it names one."""
    plan = latest(caseload, client_id, form_id, finished=True)
    return _day_in(json.loads(plan.answers).get("review_date")) if plan else None


def _day_in(answer: object) -> date | None:
    """Return an answer that is a day; None for anything else, which no form here would take."""
    with suppress(ValueError):
        return date.fromisoformat(answer) if isinstance(answer, str) else None
    return None


def _corrected(first: FilledForm, counting: FilledForm) -> FilledForm:
    return replace(
        first, answers=counting.answers, filled_on=counting.filled_on, rater=counting.rater
    )


def _finished_at(filled: FilledForm) -> tuple[datetime, str]:
    return filled.finished_at or filled.changed_at, filled.id


def _answered_last(filled: FilledForm) -> tuple[str, str]:
    day = filled.filled_on.isoformat() if filled.filled_on else moment_text(filled.changed_at)
    return day, filled.id
