"""An alert is answered with an action. It cannot be dismissed."""

import tomllib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from therapist_app.record.clients import alerts
from therapist_app.record.model import Acknowledgement, Alert, Level, Stream
from therapist_app.workflows.errors import AnswerIncomplete
from therapist_app.workflows.workspace import Workspace

LEAST_FACTS = 15  # characters; a word alone says neither who nor by when
ORDER: tuple[Level, ...] = ("watch", "act", "urgent")


@dataclass(frozen=True, slots=True)
class AskedAction:
    """One thing the clinic asks for at this level."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class OpenedForm:
    """A form that an alert points to."""

    form_id: str
    title: str


@dataclass(frozen=True, slots=True)
class AlertPageData:
    """What the alert screen shows: the fact, the rule, the choices."""

    alert: Alert
    code: str
    source: str
    level_title: str
    rule: str
    asked: tuple[AskedAction, ...]
    opens: tuple[OpenedForm, ...]
    contact_by: date


@dataclass(frozen=True, slots=True)
class OpenAlert:
    """One open alert, for a list."""

    alert_id: str
    client_id: str
    code: str
    level: Level
    stream: Stream
    states: str
    opened_at: datetime


def open_alerts(workspace: Workspace, client_id: str | None = None) -> tuple[OpenAlert, ...]:
    """Return the alerts nobody has answered yet, the most pressing first."""
    found = alerts.unacknowledged(workspace.caseload, client_id)
    ordered = sorted(found, key=lambda each: (-ORDER.index(each.level), each.opened_at))
    return tuple(
        OpenAlert(
            alert_id=each.id,
            client_id=each.client_id,
            code=workspace.client(each.client_id).code,
            level=each.level,
            stream=each.stream,
            states=each.states,
            opened_at=each.opened_at,
        )
        for each in ordered
    )


def alert_page_data(workspace: Workspace, alert_id: str) -> AlertPageData:
    """Return everything the alert screen shows."""
    alert = alerts.load(workspace.caseload, alert_id)
    pathway = _pathway()
    level = pathway[alert.level]
    return AlertPageData(
        alert=alert,
        code=workspace.client(alert.client_id).code,
        source=workspace.forms.latest(alert.form_id).title,
        level_title=level["title"],
        rule=pathway["texts"][alert.stream][alert.level],
        asked=asked_actions(alert.level),
        opens=tuple(
            OpenedForm(form_id, workspace.forms.latest(form_id).short_title)
            for form_id in alert.opens
        ),
        contact_by=contact_by(alert.level, workspace.today()),
    )


def asked_actions(level: Level) -> tuple[AskedAction, ...]:
    """Return what the clinic asks for at `level`."""
    pathway = _pathway()
    return tuple(AskedAction(each, pathway["actions"][each]) for each in pathway[level]["asks"])


def action_words(actions: tuple[str, ...]) -> str:
    """Return what was done, a line for each action."""
    known = _pathway()["actions"]
    return "\n".join(known.get(each, each) for each in actions)


def contact_by(level: Level, today: date) -> date:
    """Return the last day for the next contact."""
    return today + timedelta(days=_pathway()[level]["within_days"])


def acknowledge(workspace: Workspace, alert_id: str, answer: Acknowledgement) -> None:
    """Answer an alert with what was done.

    Raises:
        AnswerIncomplete: Something that its level asks for is missing.

    """
    alert = alerts.load(workspace.caseload, alert_id)
    missing = what_is_missing(alert.level, answer, workspace.today())
    if missing:
        raise AnswerIncomplete(missing)
    alerts.acknowledge(workspace.caseload, alert_id, answer)


def what_is_missing(level: Level, answer: Acknowledgement, today: date) -> tuple[str, ...]:
    """Return what an answer still lacks, as codes in the order of the screen.

    `actions`: nothing ticked. `reason`: an asked action is open without a reason.
    `facts`: fewer than 15 characters at act or urgent. `told`: nobody named at act or urgent.
    `next_contact`: no day, or one outside the level's limit.
    """
    asked = {each.id for each in asked_actions(level)}
    open_ones = asked - set(answer.actions)
    serious = level != "watch"
    checks = {
        "actions": bool(answer.actions),
        "reason": not open_ones or bool(answer.reason_for_open_actions.strip()),
        "facts": not serious or len(answer.facts.strip()) >= LEAST_FACTS,
        "told": not serious or bool(answer.told.strip()),
        "next_contact": _is_in_time(answer.next_contact, level, today),
    }
    return tuple(name for name, holds in checks.items() if not holds)


def _is_in_time(day: str, level: Level, today: date) -> bool:
    try:
        chosen = date.fromisoformat(day)
    except ValueError:
        return False
    return today <= chosen <= contact_by(level, today)


@cache
def _pathway() -> dict[str, Any]:
    text = files("therapist_app.workflows").joinpath("pathway.toml").read_text("utf-8")
    return tomllib.loads(text)
