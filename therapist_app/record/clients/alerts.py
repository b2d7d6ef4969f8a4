"""Alerts: facts that a person must answer with an action."""

import dataclasses
import json
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


def open_alert(caseload: Caseload, alert: Alert) -> bool:
    """Open an alert, unless the same answer opened it already; return whether it is new."""
    same = (alert.filled_form_id, alert.question_id, alert.stream, alert.level)
    if caseload.row(_SAME, same):
        return False
    with caseload.change(
        "alert_opened", f"alert:{alert.id}", (alert.stream, alert.level)
    ) as change:
        _TABLE.insert(change, alert)
    return True


def acknowledge(caseload: Caseload, alert_id: str, acknowledgement: Acknowledgement) -> None:
    """Keep what a person did about an alert; what was kept first stays."""
    with caseload.change("alert_acknowledged", f"alert:{alert_id}") as change:
        change.execute(
            "UPDATE alerts SET acknowledged_at = ?, acknowledgement = ?"
            " WHERE id = ? AND acknowledged_at IS NULL",
            (moment_text(caseload.now()), _write_acknowledgement(acknowledgement), alert_id),
        )
        load(caseload, alert_id)


load = _TABLE.load


def unacknowledged(caseload: Caseload, client_id: str | None = None) -> tuple[Alert, ...]:
    """Return the alerts still to be answered, oldest first; of one client when named."""
    return _TABLE.select(
        caseload,
        "WHERE acknowledged_at IS NULL AND"
        " CASE WHEN :client IS NULL THEN client_id NOT IN restricted ELSE client_id = :client END"
        " ORDER BY opened_at, id",
        {"client": client_id},
    )


def for_client(caseload: Caseload, client_id: str) -> tuple[Alert, ...]:
    """Return all alerts of a client, oldest first."""
    return _TABLE.select(caseload, "WHERE client_id = ? ORDER BY opened_at, id", (client_id,))


def for_appointment(caseload: Caseload, appointment_id: str) -> tuple[Alert, ...]:
    """Return the alerts of an appointment, oldest first."""
    return _TABLE.select(
        caseload, "WHERE appointment_id = ? ORDER BY opened_at, id", (appointment_id,)
    )
