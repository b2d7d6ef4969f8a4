"""An alert is answered with an action. It cannot be dismissed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from session_forms.conditions.alert_levels import LEVELS, Level
from therapist_app.record.clients import alerts
from therapist_app.record.model import Acknowledgement, Alert
from therapist_app.workflows.errors import AnswerIncomplete
from therapist_app.workflows.sessions.pathway import pathway
from therapist_app.workflows.sessions.promising import promise_contact
from therapist_app.workflows.workspace import Workspace

__all__ = ["Alert"]

LEAST_FACTS = 15  # characters; a word alone says neither who nor by when


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


def open_alerts(workspace: Workspace, client_id: str | None = None) -> tuple[Alert, ...]:
    """Return the alerts nobody has answered yet, the most pressing first."""
    found = alerts.unacknowledged(workspace.caseload, client_id)
    return most_pressing_first(sorted(found, key=lambda alert: alert.opened_at))


def most_pressing_first(found: Iterable[Alert]) -> tuple[Alert, ...]:
    """Return alerts with the most pressing first; of equally pressing ones, the order stays."""
    return tuple(sorted(found, key=lambda alert: -LEVELS.index(alert.level)))


def alert_page_data(workspace: Workspace, alert_id: str) -> AlertPageData:
    """Return everything the alert screen shows."""
    alert = alerts.load(workspace.caseload, alert_id)
    rules = pathway()
    level = rules[alert.level]
    return AlertPageData(
        alert=alert,
        code=workspace.client(alert.client_id).code,
        source=workspace.forms.latest(alert.form_id).title,
        level_title=level["title"],
        rule=rules["texts"][alert.stream][alert.level],
        asked=asked_actions(alert.level),
        opens=tuple(
            OpenedForm(form_id, workspace.forms.latest(form_id).short_title)
            for form_id in alert.opens
        ),
        contact_by=contact_by(alert.level, workspace.today()),
    )


def asked_actions(level: Level) -> tuple[AskedAction, ...]:
    """Return what the clinic asks for at `level`."""
    rules = pathway()
    return tuple(AskedAction(each, rules["actions"][each]) for each in rules[level]["asks"])


def action_words(actions: tuple[str, ...]) -> str:
    """Return what was done, a line for each action."""
    known = pathway()["actions"]
    return "\n".join(known.get(each, each) for each in actions)


def contact_by(level: Level, today: date) -> date:
    """Return the last day for the next contact."""
    return today + timedelta(days=pathway()[level]["within_days"])


def acknowledge(workspace: Workspace, alert_id: str, answer: Acknowledgement) -> None:
    """Answer an alert with what was done; the next contact is a promise from then on.

    Raises:
        AnswerIncomplete: Something that its level asks for is missing.

    """
    alert = alerts.load(workspace.caseload, alert_id)
    missing = what_is_missing(alert.level, answer, workspace.today())
    if missing:
        raise AnswerIncomplete(missing)
    with workspace.caseload.change("alert_acknowledged", f"alert:{alert_id}"):
        alerts.acknowledge(workspace.caseload, alert_id, answer)
        promise_contact(workspace, alert, answer)


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
