"""Who settles what holds for everybody in a service, and the switches over the course's rules.

What is settled stands in the service file; each change is an audit entry signed by the person.
"""

from dataclasses import dataclass

from therapist_app.record.service import settings
from therapist_app.workflows.permissions import require
from therapist_app.workflows.workspace import Workspace

RULES = "on_track_rules"


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule about how a course goes, and whether the service follows it."""

    id: str
    title: str
    is_on: bool


def course_rules(workspace: Workspace) -> tuple[RuleLine, ...]:
    """Return the rules of the programme about how a course goes."""
    stored = _stored(workspace)
    return tuple(
        RuleLine(each.id, each.title, is_on=not stored.get(each.id, {}).get("off", False))
        for each in workspace.programme.on_track.rules
    )


def switch_rule(workspace: Workspace, rule_id: str, *, on: bool) -> None:
    """Follow a rule or leave it, for the whole service; the record notes that it changed.

    Raises:
        NotAllowed: The person signed in does not speak for the service.

    """
    require(workspace.vault, "settle_policies")
    settings.save(workspace.service, RULES, {**_stored(workspace), rule_id: {"off": not on}})


def _stored(workspace: Workspace) -> dict[str, dict[str, object]]:
    found = settings.load(workspace.service, RULES, dict[str, object]) or {}
    return {key: value for key, value in found.items() if isinstance(value, dict)}
