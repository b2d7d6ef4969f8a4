"""How a caseload was left by whose it is while somebody else can open it too.

Whoever covers holds the key, and with another program can change a row and enter nothing. So as
its owner closes it a mark of each row of a client is kept in it, and a signed entry has the hash
of them all. As they open it again the rows are compared: each that is another, new or gone, and
that no entry since tells of, is noted for them, in an entry that they sign.

The marks are taken out as they are compared: they outlast no erasure.
"""

import base64
import hashlib
import json
import zlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from therapist_app.record.client_rights.client_rows import CLIENTS, columns_of, ways_to_clients
from therapist_app.record.database.anchor import Mark
from therapist_app.record.database.audit import (
    SALVAGED,
    AuditEntry,
    believed,
    by_others,
    mark_of,
    whole_at,
)
from therapist_app.record.database.database import Caseload
from therapist_app.record.database.figures import WORKED_OUT

LEFT = "rows_as_left"
COMPARED = "rows_compared"
UNACCOUNTED = "rows_unaccounted"
NOT_COMPARED = "rows_not_compared"
NO_PART = WORKED_OUT
"""What is made of other rows."""
BEGUN = "begun_words"
"""Of what was being written when it locked, what the owner was, which is laid before them again."""
NO_CLIENT = "None"
"""In the place of a client's id, of words that were begun on a page of no client."""


@dataclass(frozen=True, slots=True)
class Telling:
    """What tells of a row that is changed.

    Attributes:
        acts: By what it is changed, each told to whose clients they are.
        by: The columns with an id that such an entry is about.

    """

    acts: frozenset[str]
    by: tuple[str, ...]


def _telling(by: str, *acts: str) -> Telling:
    return Telling(frozenset(acts), tuple(by.split()))


_COURSE = ("course_move_undone", "course_moved")
TELLING: Mapping[str, tuple[Telling, ...]] = {
    "alerts": (
        _telling("id answered_with", "alert_continued", "alert_opened_again"),
        _telling("id", "alert_acknowledged", "alert_added_to", "alert_opened"),
    ),
    "appointments": (
        _telling("id", "appointment_added", "appointment_changed", "appointment_deleted"),
        _telling("client_id", *_COURSE),
    ),
    BEGUN: (),
    CLIENTS: (_telling("id", "client_added", "client_changed"),),
    "consents": (_telling("client_id", "consent_recorded"),),
    "contacts": (_telling("client_id promise_id", "contact_noted"),),
    "course_events": (_telling("client_id", "course_event", "course_event_taken_back"),),
    "course_moves": (_telling("client_id", *_COURSE),),
    "fidelity_amendments": (_telling("appointment_id", "fidelity_amended"),),
    "fidelity_ratings": (_telling("appointment_id", "fidelity_rated"),),
    "filled_forms": (_telling("id", "form_added", "form_changed"),),
    "gate_overrides": (_telling("client_id", "gate_overridden"),),
    "identities": (_telling("client_id", "identity_changed"),),
    "legal_holds": (_telling("client_id", "legal_hold_lifted", "legal_hold_set"),),
    "promises": (_telling("id", "promise_closed", "promise_made", "promise_opened_again"),),
    "restrictions": (_telling("client_id", "restricted", "restriction_lifted"),),
    "second_ratings": (_telling("appointment_id", "second_rated"),),
    "signatures": (_telling("filled_form_id", "note_signed"),),
    "step_marks": (_telling("appointment_id", "step_marked", "steps_unmarked"),),
}
"""By which entries a row of each table may be another: of its own kind, and about it."""
TAKING_OUT = frozenset({"appointment_deleted", "course_event_taken_back", "steps_unmarked"})
"""By which of them one may be gone."""
ACCOUNTING = frozenset(act for each in TELLING.values() for one in each for act in one.acts)
MOST_ROWS = 50_000
"""So many, a year of five hundred clients, take a few seconds, for which locking waits."""
_KEY = "rows_as_left"
_MARK = 20

OF_ROWS_GONE = frozenset({"client_moved_away", "erased"})
"""Where a client goes. Nobody comes but by the session of whose the caseload is."""
_MADE_ANEW = frozenset({SALVAGED, "caseload_restored", "carried_over"})
"""After these by somebody else nothing can be compared."""

Row = tuple[str, str, str]
"""Its table, its client and its key."""
Named = frozenset[tuple[str, str]]
"""Acts, each with what it was about."""


def keep_as_left(caseload: Caseload) -> None:
    """Keep how a caseload is left by its owner, who closes it and signs for it.

    Of one with too many rows nothing is kept, and at its next opening it is told that it cannot be
    said what is another.
    """
    if _how_many_rows(caseload) > MOST_ROWS:
        return
    marks = [[*row, mark] for row, (mark, _ids) in rows_marked(caseload).items()]
    spelt = json.dumps({"schema": _schema(caseload), "rows": marks}, separators=(",", ":"))
    kept = base64.b85encode(zlib.compress(spelt.encode())).decode()
    with caseload.change(LEFT, "caseload", (mark_of(kept),)) as change:
        change.keep(_KEY, kept)


def compare_as_left(caseload: Caseload, closed: Mark | None, *, is_shared: bool) -> None:
    """Compare a caseload with how its owner left it, who opens it, and note what differs.

    Args:
        caseload: Open, and knowing everybody's keys; before anything in it is changed.
        closed: Its newest entry as they closed it last, as they signed in the service file.
        is_shared: Whether somebody else holds its key.

    """
    me = caseload.audit.author
    if closed is None:
        # Left so by its owner: somebody took away how far it went, as they signed it then.
        if any(each.by == me for each in believed(caseload, (LEFT,))):
            with caseload.change(NOT_COMPARED, "caseload") as change:
                change.execute("DELETE FROM about WHERE key = ?", (_KEY,))
        return
    if closed.n > caseload.audit.mark.n:
        return
    left = whole_at(caseload, closed.n)
    salvaged = believed(caseload, (SALVAGED,), after=closed.n)
    is_salvaged = left is None and any(each.by == me for each in salvaged)
    is_of_another_act = left is not None and (left.action, left.by) != (LEFT, me)
    if is_salvaged or (is_of_another_act and not is_shared):
        return
    was = _as_left(caseload, left)
    others = by_others(caseload, me, after=closed.n, limit=-1)
    with caseload.together() as change:
        change.execute("DELETE FROM about WHERE key = ?", (_KEY,))
        if was is None or any(each.action in _MADE_ANEW for each in others):
            change.audit(NOT_COMPARED, "caseload")
            return
        change.audit(COMPARED, "caseload")
        for client, tables in sorted(_unaccounted(caseload, was, others).items()):
            told = [f"{table}={count}" for table, count in sorted(tables.items())]
            change.audit(UNACCOUNTED, f"client:{client}", told)


def _as_left(caseload: Caseload, left: AuditEntry | None) -> dict[Row, str] | None:
    """Return the mark of each row as its owner left it; None where that cannot be said."""
    found = caseload.row("SELECT value FROM about WHERE key = ?", (_KEY,))
    if found is None or left is None or left.action != LEFT:
        return None
    if left.fields != (mark_of(str(found[0])),):
        return None
    kept = json.loads(zlib.decompress(base64.b85decode(found[0])))
    if kept["schema"] != _schema(caseload):
        return None
    return {(table, client, key): mark for table, client, key, mark in kept["rows"]}


def _schema(caseload: Caseload) -> int:
    [[schema]] = caseload.rows("PRAGMA user_version")
    return int(schema)


def _keys_of(caseload: Caseload, table: str) -> tuple[str, ...]:
    wanted = "SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk"
    return tuple(name for (name,) in caseload.rows(wanted, (table,)))


def _how_many_rows(caseload: Caseload) -> int:
    tables = (each for each in ways_to_clients(caseload) if each not in NO_PART)
    words = (" ".join(["SELECT count(*) FROM", f'"{each}"']) for each in tables)
    return sum(count for (count,) in caseload.rows(" UNION ALL ".join(words)))


def rows_marked(caseload: Caseload) -> dict[Row, tuple[str, Named]]:
    """Return of each row of a client a mark, and the entries that would tell of it."""
    client_of = dict(caseload.rows("SELECT id, client_id FROM appointments"))
    found: dict[Row, tuple[str, Named]] = {}
    for table in ways_to_clients(caseload):
        if table in NO_PART:
            continue
        names = columns_of(caseload, table)
        keys = _keys_of(caseload, table)
        for values in caseload.rows(" ".join(["SELECT", ", ".join(names), "FROM", table])):
            row = dict(zip(names, values, strict=True))
            if table == BEGUN and row["person"] != caseload.audit.author:
                continue
            own = row["id"] if table == CLIENTS else row.get("client_id")
            client = str(own or client_of.get(row.get("appointment_id"), NO_CLIENT))
            key = "/".join(str(row[each]) for each in keys)
            mark = hashlib.sha256(repr(values).encode()).hexdigest()[:_MARK]
            found[table, client, key] = mark, _telling_of(table, row)
    return found


def _telling_of(table: str, row: Mapping[str, object]) -> Named:
    return frozenset(
        (act, str(row[column]))
        for each in TELLING[table]
        for column in each.by
        for act in each.acts
        if row[column] is not None
    )


def _unaccounted(
    caseload: Caseload, was: Mapping[Row, str], others: Sequence[AuditEntry]
) -> dict[str, Counter[str]]:
    """Return how many rows of each table are not as they were and not told of, by client.

    An entry tells of rows of one client alone: whoever covers can write any id into a row.
    """
    now = rows_marked(caseload)
    whose = defaultdict[str, set[str]](set)
    for _table, client, key in (*was, *now):
        whose[client].add(client)
        whose[key].add(client)
    stand = {(table, key) for table, _client, key in now}
    named = {(each.action, each.subject.rpartition(":")[2]) for each in others}
    found: dict[str, Counter[str]] = {}
    for row in {*was, *now}:
        mark, telling = now.get(row, ("", frozenset[tuple[str, str]]()))
        if was.get(row, "") == mark:
            continue
        table, client, key = row
        if table == BEGUN and not mark:
            continue  # it goes by itself after a while, whoever has it open
        if not mark and (table, key) not in stand:
            about = (client, *key.split("/"))
            gone = {(act, each) for act in TAKING_OUT & _acts_on(table) for each in about}
            telling = frozenset({*gone, *((act, client) for act in OF_ROWS_GONE)})
        if not any(whose[about] == {client} for _act, about in telling & named):
            found.setdefault(client, Counter())[table] += 1
    return found


def _acts_on(table: str) -> frozenset[str]:
    return frozenset(act for each in TELLING[table] for act in each.acts)
