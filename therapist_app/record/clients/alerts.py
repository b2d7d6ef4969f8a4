"""Alerts: facts that a person must answer with an action."""

import dataclasses
import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from therapist_app.record.database.columns import (
    MOMENT,
    OPTIONAL_MOMENT,
    WORDS,
    Column,
    moment_text,
)
from therapist_app.record.database.database import Caseload
from therapist_app.record.database.tables import Table
from therapist_app.record.model import Acknowledgement, Alert


def _write_acknowledgement(value: Acknowledgement | None) -> str | None:
    return None if value is None else json.dumps(dataclasses.asdict(value), ensure_ascii=False)


def _read_acknowledgement(text: str | None) -> Acknowledgement | None:
    if text is None:
        return None
    fields: dict[str, Any] = json.loads(text)
    actions: list[str] = fields.pop("actions")
    stands: list[str] = fields.pop("stands_with", [])
    replaced: list[str] = fields.pop("replaces", [])
    return Acknowledgement(
        actions=tuple(actions), stands_with=tuple(stands), replaces=tuple(replaced), **fields
    )


_TABLE = Table(
    "alerts",
    Alert,
    columns={
        "opens": WORDS,
        "opened_at": MOMENT,
        "acknowledged_at": OPTIONAL_MOMENT,
        "acknowledgement": Column(_write_acknowledgement, _read_acknowledgement),
    },
)
_SAME = (
    "SELECT 1 FROM alerts WHERE filled_form_id = ? AND question_id = ? AND stream = ? AND level = ?"
)


def is_kept(caseload: Caseload, alert: Alert) -> bool:
    """Return whether the same answer opened an alert already, or was added to one."""
    same = (alert.filled_form_id, alert.question_id, alert.stream, alert.level)
    return caseload.row(_SAME, same) is not None


def open_alert(caseload: Caseload, alert: Alert) -> bool:
    """Open an alert, unless the same answer opened it already; return whether it is new.

    One that is answered with another alert is added to that, and opens nothing.
    """
    if is_kept(caseload, alert):
        return False
    action = "alert_opened" if alert.answered_with is None else "alert_added_to"
    with caseload.change(action, f"alert:{alert.id}", (alert.stream, alert.level)) as change:
        _TABLE.insert(change, alert)
    return True


def continue_in(caseload: Caseload, alert: Alert, later: Alert) -> None:
    """Have an open alert, with all that was added to it, answered with a later one."""
    added = caseload.rows("SELECT id FROM alerts WHERE answered_with = ? ORDER BY id", (alert.id,))
    with caseload.together() as change:
        for each in (alert.id, *(other for (other,) in added)):
            change.audit("alert_continued", f"alert:{each}")
        change.execute(
            "UPDATE alerts SET answered_with = :later WHERE id = :id OR answered_with = :id",
            {"later": later.id, "id": alert.id},
        )


def open_again(caseload: Caseload, alert: Alert, others: Iterable[Alert]) -> None:
    """Have an alert stand for itself again; `others` are answered with it."""
    with caseload.change("alert_opened_again", f"alert:{alert.id}") as change:
        _TABLE.assign(change, (alert.id,), {"answered_with": None})
        for each in others:
            _TABLE.assign(change, (each.id,), {"answered_with": alert.id})


def acknowledge(caseload: Caseload, alert_id: str, acknowledgement: Acknowledgement) -> None:
    """Keep what a person did about an alert; what was kept first stays."""
    with caseload.change("alert_acknowledged", f"alert:{alert_id}") as change:
        change.execute(
            "UPDATE alerts SET acknowledged_at = ?, acknowledgement = ?"
            " WHERE id = ? AND acknowledged_at IS NULL AND answered_with IS NULL",
            (moment_text(caseload.now()), _write_acknowledgement(acknowledgement), alert_id),
        )
        load(caseload, alert_id)


load = _TABLE.load


def unacknowledged(caseload: Caseload, client_id: str | None = None) -> tuple[Alert, ...]:
    """Return the alerts still to be answered, oldest first; of one client when named.

    One that is answered with another is none of them.
    """
    return _TABLE.select(
        caseload,
        "WHERE acknowledged_at IS NULL AND answered_with IS NULL AND"
        " CASE WHEN :client IS NULL THEN client_id NOT IN restricted ELSE client_id = :client END"
        " ORDER BY opened_at, id",
        {"client": client_id},
    )


def for_client(caseload: Caseload, client_id: str) -> tuple[Alert, ...]:
    """Return all alerts of a client, oldest first."""
    return _TABLE.select(caseload, "WHERE client_id = ? ORDER BY opened_at, id", (client_id,))


def answered_since(caseload: Caseload, since: datetime) -> tuple[Alert, ...]:
    """Return the alerts of clients who are not restricted answered since a moment, newest first."""
    return _TABLE.select(
        caseload,
        "WHERE acknowledged_at >= ? AND client_id NOT IN restricted"
        " ORDER BY acknowledged_at DESC, id",
        (moment_text(since),),
    )


def answered_of_form(caseload: Caseload, filled_form_id: str) -> tuple[Alert, ...]:
    """Return the answered alerts that a form, or a correction of it, opened, the oldest first."""
    return _TABLE.select(
        caseload,
        "WHERE acknowledgement IS NOT NULL AND filled_form_id IN"
        " (SELECT id FROM filled_forms WHERE id = :form OR amends = :form) ORDER BY opened_at, id",
        {"form": filled_form_id},
    )


def of_clients(caseload: Caseload, client_ids: Iterable[str]) -> tuple[Alert, ...]:
    """Return the alerts of these clients, oldest first, in one reading."""
    return _TABLE.select(
        caseload,
        "WHERE client_id IN (SELECT value FROM json_each(?)) ORDER BY opened_at, id",
        (json.dumps(list(client_ids)),),
    )


def for_appointment(caseload: Caseload, appointment_id: str) -> tuple[Alert, ...]:
    """Return the alerts with which all that opened one in an appointment is answered, oldest first.

    There is one for each matter; it may have opened before or after the appointment.
    """
    return _TABLE.select(
        caseload,
        "WHERE id IN (SELECT coalesce(answered_with, id) FROM alerts WHERE appointment_id = ?)"
        " ORDER BY opened_at, id",
        (appointment_id,),
    )


def added_to(caseload: Caseload, alert_id: str) -> tuple[Alert, ...]:
    """Return what is answered with an alert, oldest first: earlier alerts, and facts told since."""
    return _TABLE.select(caseload, "WHERE answered_with = ? ORDER BY opened_at, id", (alert_id,))


def answering(caseload: Caseload, alert_id: str) -> Alert:
    """Return the alert with which one is answered: itself, or the one of its matter.

    Raises:
        NoSuchRow: There is none.

    """
    alert = load(caseload, alert_id)
    return alert if alert.answered_with is None else load(caseload, alert.answered_with)
