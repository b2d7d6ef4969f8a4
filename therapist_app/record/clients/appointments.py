"""Dated sessions, and what became of each of their steps."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from therapist_app.record.database.columns import (
    MOMENT,
    OPTIONAL_MOMENT,
    TRUTH,
    moment_from,
    moment_text,
)
from therapist_app.record.database.database import Caseload
from therapist_app.record.database.tables import Table, one_of
from therapist_app.record.model import Appointment, FilledForm, StepMark

_TABLE = Table(
    "appointments",
    Appointment,
    columns={
        "planned_for": MOMENT,
        "started_at": OPTIONAL_MOMENT,
        "resumed_at": OPTIONAL_MOMENT,
        "ended_at": OPTIONAL_MOMENT,
        "rest_follows": TRUTH,
        "broken_off": TRUTH,
        "first_planned_for": OPTIONAL_MOMENT,
        "planned_before_start": OPTIONAL_MOMENT,
    },
)
# What stands beside the least moment is of the same row. Few clients are asked for, many sessions
# are planned: the plus keeps the look by client.
_NEXT_PLANNED = """
    SELECT client_id, min(planned_for), plan_id FROM appointments
    WHERE client_id IN (SELECT value FROM json_each(?)) AND +state = 'planned' GROUP BY client_id
"""
_NAMED = """
    SELECT 1 FROM step_marks WHERE appointment_id = :id
    UNION ALL SELECT 1 FROM filled_forms WHERE appointment_id = :id
    UNION ALL SELECT 1 FROM alerts WHERE appointment_id = :id
    UNION ALL SELECT 1 FROM fidelity_ratings WHERE appointment_id = :id
    UNION ALL SELECT 1 FROM second_ratings WHERE appointment_id = :id
    UNION ALL SELECT 1 FROM promises WHERE appointment_id = :id
    UNION ALL SELECT 1 FROM contacts WHERE appointment_id = :id
    LIMIT 1
"""
_STEP_MARKS = Table(
    "step_marks",
    StepMark,
    key=("appointment_id", "step_id"),
    columns={"marked_at": MOMENT},
)


def add(caseload: Caseload, appointment: Appointment) -> None:
    """Add an appointment."""
    with caseload.change("appointment_added", f"appointment:{appointment.id}") as change:
        _TABLE.insert(change, appointment)


def save(caseload: Caseload, appointment: Appointment) -> None:
    """Save an appointment that is there already."""
    with caseload.change("appointment_changed", f"appointment:{appointment.id}") as change:
        _TABLE.save(change, appointment)


def remove(caseload: Caseload, appointment: Appointment) -> None:
    """Remove an appointment that was never agreed, and on which nothing rests."""
    subject = f"appointment:{appointment.id}"
    with caseload.change("appointment_deleted", subject, (appointment.plan_id,)) as change:
        change.execute("DELETE FROM appointments WHERE id = ?", (appointment.id,))


def has_something_on_it(caseload: Caseload, appointment_id: str) -> bool:
    """Return whether a form, an alert, a promise, a contact or anything else names it."""
    return caseload.row(_NAMED, {"id": appointment_id}) is not None


load = _TABLE.load


def given_at(caseload: Caseload, filled: FilledForm) -> datetime:
    """Return when the answers of a form were given, as `FilledForm.given_at` says."""
    return filled.given_at(load(caseload, filled.appointment_id) if filled.appointment_id else None)


def for_client(caseload: Caseload, client_id: str) -> tuple[Appointment, ...]:
    """Return a client's appointments, oldest first."""
    return of_clients(caseload, (client_id,))


def next_planned(caseload: Caseload, client_ids: Iterable[str]) -> list[tuple[str, datetime, str]]:
    """Return client id, moment and plan of the next appointment of each who has one."""
    found = caseload.rows(_NEXT_PLANNED, (json.dumps(list(client_ids)),))
    return [(client_id, moment_from(at), plan_id) for client_id, at, plan_id in found]


def of_clients(caseload: Caseload, client_ids: Iterable[str]) -> tuple[Appointment, ...]:
    """Return the appointments of these clients, oldest first, in one reading."""
    whose, wanted = one_of("client_id", client_ids)
    found = _TABLE.select(caseload, f"WHERE {whose}", (wanted,))
    return tuple(sorted(found, key=lambda each: (each.planned_for, each.id)))


def first_and_last(
    caseload: Caseload, client_ids: Iterable[str], states: Iterable[str]
) -> tuple[datetime, datetime] | None:
    """Return the first and the last moment at which these clients have one in such a state."""
    [(first, last)] = caseload.rows(
        "SELECT min(planned_for), max(planned_for) FROM appointments"
        " WHERE client_id IN (SELECT value FROM json_each(?))"
        " AND state IN (SELECT value FROM json_each(?))",
        (json.dumps(list(client_ids)), json.dumps(sorted(states))),
    )
    return (moment_from(first), moment_from(last)) if first else None


# What is planned lies mostly ahead: looking from a moment on first is twice as fast over many
# clients, whichever moment it is. Two indexes answer it, before the rows of clients are read.
_NOTHING_PLANNED = """
    SELECT id, created_on, held_before_on,
        (SELECT max(planned_for) FROM appointments WHERE client_id = clients.id)
    FROM clients
    WHERE id NOT IN restricted
        AND id IN (SELECT id FROM clients AS others WHERE status = 'active' AND NOT EXISTS (
            SELECT 1 FROM appointments WHERE client_id = others.id AND planned_for >= ?
                AND state IN ('planned', 'in_progress', 'on_hold')
        ))
        AND NOT EXISTS (
            SELECT 1 FROM appointments WHERE client_id = clients.id
                AND state IN ('planned', 'in_progress', 'on_hold')
        )
"""


@dataclass(frozen=True, slots=True)
class NothingPlanned:
    """Who is in treatment and has nothing planned, by id.

    Attributes:
        newcomers: Taken in lately; they have had no appointment yet.
        seen: They met lately, or were to meet and did not come; or they were taken in lately, with
            a session of before that was written down.
        out_of_sight: Neither; nobody said that their course is paused or over.

    """

    newcomers: tuple[str, ...]
    seen: tuple[str, ...]
    out_of_sight: tuple[str, ...]


def nothing_planned(caseload: Caseload, since: datetime) -> NothingPlanned:
    """Return who is in treatment and has nothing planned, by when they met; nobody restricted.

    Whoever was not seen for longest comes first: last here, elsewhere, or when they were taken in.
    """
    moment, day = moment_text(since), since.date().isoformat()
    found = caseload.until_changed(
        "nothing planned", None, lambda: caseload.rows(_NOTHING_PLANNED, (moment,))
    )
    new, seen, unseen = [], [], []
    for client_id, taken_in, elsewhere, met in found:
        last = met or elsewhere or taken_in
        if met is None and taken_in >= day:
            new.append((last, client_id))
        elif taken_in >= day or (met is not None and met >= moment):
            seen.append((last, client_id))
        else:
            unseen.append((last, client_id))
    return NothingPlanned(
        *(tuple(each for _last, each in sorted(who)) for who in (new, seen, unseen))
    )


def on_day(
    caseload: Caseload, day_start: datetime, day_end: datetime, *, limit: int = -1
) -> tuple[Appointment, ...]:
    """Return the appointments from one moment up to, without, another; all, or the first ones."""
    return _TABLE.select(
        caseload,
        "WHERE planned_for >= ? AND planned_for < ? AND client_id NOT IN restricted"
        " ORDER BY planned_for, id LIMIT +?",
        (moment_text(day_start), moment_text(day_end), limit),
    )


def moved_away(
    caseload: Caseload, start: datetime, end: datetime, *, limit: int
) -> tuple[Appointment, ...]:
    """Return the first appointments agreed for that time at first and moved to another since."""
    return _TABLE.select(
        caseload,
        "WHERE first_planned_for >= ? AND first_planned_for < ? AND state = 'planned'"
        " AND client_id NOT IN restricted ORDER BY first_planned_for, id LIMIT +?",
        (moment_text(start), moment_text(end), limit),
    )


def count_held(caseload: Caseload, start: datetime, end: datetime) -> int:
    """Return how many sessions were held to their end from one moment up to, without, another.

    A session that is shared between meetings is held with the last of them.
    """
    [found] = caseload.rows(
        "SELECT count(*) FROM appointments WHERE planned_for >= ? AND planned_for < ?"
        " AND state IN ('held', 'signed') AND NOT rest_follows AND client_id NOT IN restricted",
        (moment_text(start), moment_text(end)),
    )
    return int(found[0])


def count_unfinished(caseload: Caseload, start: datetime, end: datetime) -> tuple[int, int]:
    """Return how many meetings of that time left a rest that was not held yet.

    Those that are to be continued, and those that the client left before the end.
    """
    [found] = caseload.rows(
        "SELECT count(*) FILTER (WHERE NOT broken_off), count(*) FILTER (WHERE broken_off)"
        " FROM appointments WHERE planned_for >= ? AND planned_for < ?"
        " AND state IN ('held', 'signed') AND rest_follows AND client_id NOT IN restricted"
        " AND NOT EXISTS (SELECT 1 FROM appointments AS rest"
        " WHERE rest.continues = appointments.id AND rest.state IN ('held', 'signed'))",
        (moment_text(start), moment_text(end)),
    )
    return int(found[0]), int(found[1])


_NOT_MET = """
    SELECT id FROM clients WHERE NOT EXISTS (
        SELECT 1 FROM appointments INDEXED BY appointments_by_client
        WHERE client_id = clients.id AND planned_for < ? AND state IN ('held', 'signed', 'missed')
    )
"""


def clients_not_met(caseload: Caseload, until: datetime) -> frozenset[str]:
    """Return who had no session before a moment, held or missed: one planned for later is none.

    Those who had one are nearly all, and to name them takes longer than to find them.
    """
    asked = moment_text(until)

    def found() -> frozenset[str]:
        return frozenset(each for (each,) in caseload.rows(_NOT_MET, (asked,)))

    return caseload.until_changed("not met", asked, found)


A_DAY = len("2026-03-02")
"""How much of a moment, as it is written, says its day."""
_HELD_SINCE = """
    SELECT planned_for, id, client_id, plan_id, merged_with, occurrence,
        EXISTS (SELECT 1 FROM second_ratings WHERE appointment_id = appointments.id)
    FROM appointments INDEXED BY appointments_held
    WHERE planned_for >= ? AND state IN ('held', 'signed') AND client_id NOT IN restricted
"""


def sessions_since(caseload: Caseload, start: datetime) -> tuple[int, int, str | None]:
    """Return how many sessions were held from one moment on, how many of them a second rater rated.

    Then the meeting of one that nobody rated again, picked by its id; None where there is none. A
    meeting in which two plans were held counts for both.
    """
    # Grouped here: SQLite would sort in memory that is wiped as it goes, ten times as slow.
    moment = moment_text(start)
    day = moment[:A_DAY]
    meetings = caseload.until_changed("held since", day, lambda: caseload.rows(_HELD_SINCE, (day,)))
    twice: set[tuple[str, str, int]] = set()
    lowest: dict[tuple[str, str, int], str] = {}
    for at, found, client_id, plan_id, merged_with, occurrence, is_rated_twice in meetings:
        if at < moment:
            continue
        for held in (plan_id, merged_with) if merged_with else (plan_id,):
            session = (client_id, held, occurrence)
            lowest[session] = min(found, lowest.get(session, found))
            if is_rated_twice:
                twice.add(session)
    once = (found for session, found in lowest.items() if session not in twice)
    return len(lowest), len(twice), min(once, default=None)


def met_since(caseload: Caseload, start: datetime) -> frozenset[str]:
    """Return who had a session from one moment on that was held."""
    found = caseload.rows(
        "SELECT DISTINCT client_id FROM appointments INDEXED BY appointments_held"
        " WHERE planned_for >= ? AND state IN ('held', 'signed') AND client_id NOT IN restricted",
        (moment_text(start),),
    )
    return frozenset(each for (each,) in found)


def unsigned(caseload: Caseload) -> tuple[Appointment, ...]:
    """Return the sessions that were held and whose note is not signed yet, oldest first."""
    return _TABLE.select(
        caseload, "WHERE state = 'held' AND client_id NOT IN restricted ORDER BY planned_for, id"
    )


def unanswered(caseload: Caseload, before: datetime, *, limit: int) -> tuple[Appointment, ...]:
    """Return the newest of those planned before a moment of which nothing says what became."""
    return _TABLE.select(
        caseload,
        "INDEXED BY appointments_by_state WHERE state = 'planned' AND planned_for < ?"
        " AND client_id NOT IN restricted ORDER BY planned_for DESC, id DESC LIMIT +?",
        (moment_text(before), limit),
    )


def missed_since(caseload: Caseload, start: datetime) -> tuple[Appointment, ...]:
    """Return the meetings from one moment on that did not take place, the newest first."""
    return _TABLE.select(
        caseload,
        "WHERE state = 'missed' AND planned_for >= ? AND client_id NOT IN restricted"
        " ORDER BY planned_for DESC, id",
        (moment_text(start),),
    )


_MISSED_LAST = """
    WHERE id IN (
        SELECT id FROM appointments AS last INDEXED BY appointments_missed
        WHERE state = 'missed' AND planned_for >= ? AND client_id NOT IN restricted
            AND (SELECT status FROM clients WHERE clients.id = last.client_id) = 'active'
            AND NOT EXISTS (
                SELECT 1 FROM appointments AS later
                WHERE later.client_id = last.client_id AND later.state != 'planned'
                    AND later.planned_for > last.planned_for
            )
            AND (
                NOT EXISTS (
                    SELECT 1 FROM appointments AS next
                    WHERE next.client_id = last.client_id AND next.state = 'planned'
                )
                OR (
                    SELECT state FROM appointments AS before
                    WHERE before.client_id = last.client_id AND before.state != 'planned'
                        AND before.attendance != 'cancelled_service'
                        AND before.planned_for < last.planned_for
                    ORDER BY before.planned_for DESC LIMIT 1
                ) = 'missed'
            )
        ORDER BY planned_for DESC, id DESC LIMIT +?
    )
    ORDER BY planned_for DESC, id DESC
"""


def missed_last(caseload: Caseload, start: datetime, *, limit: int = 50) -> tuple[Appointment, ...]:
    """Return the last meeting of each client in treatment who missed it, from one moment on.

    Where another meeting is planned, only of who missed the one before it as well. Nothing brings
    these clients back to mind by a day of their own. Of many, the newest; oldest first.
    """
    day = moment_text(start)[:A_DAY]  # each moment of a day asks the same
    found = caseload.until_changed(
        "missed last", (day, limit), lambda: _TABLE.select(caseload, _MISSED_LAST, (day, limit))
    )
    return tuple(each for each in reversed(found) if each.planned_for >= start)


def open_now(caseload: Caseload) -> tuple[Appointment, ...]:
    """Return the sessions that run or are on hold, oldest first."""
    return _TABLE.select(
        caseload, "WHERE state IN ('in_progress', 'on_hold') ORDER BY planned_for, id"
    )


def mark_step(caseload: Caseload, step_mark: StepMark) -> None:
    """Mark a step, whatever it was marked before."""
    subject = f"appointment:{step_mark.appointment_id}"
    with caseload.change("step_marked", subject, (step_mark.step_id, step_mark.mark)) as change:
        _STEP_MARKS.replace(change, step_mark)


def unmark_steps(caseload: Caseload, appointment_id: str) -> None:
    """Take the marks of a session away that did not take place."""
    subject = f"appointment:{appointment_id}"
    with caseload.change("steps_unmarked", subject) as change:
        change.execute("DELETE FROM step_marks WHERE appointment_id = ?", (appointment_id,))


def step_marks(caseload: Caseload, appointment_id: str) -> tuple[StepMark, ...]:
    """Return the marks of an appointment, in the order they were made."""
    return _STEP_MARKS.select(
        caseload, "WHERE appointment_id = ? ORDER BY marked_at, step_id", (appointment_id,)
    )
