"""How long records are kept: rules as data, the service's own number, and who is due.

Nothing is ever erased by itself: a list says who is due, and a person decides about each.
"""

import tomllib
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from session_forms.words.texts import _
from therapist_app.record.clients.clients import EndedCourse, ended_courses
from therapist_app.record.service import settings
from therapist_app.workflows.errors import RetentionRefused
from therapist_app.workflows.permissions import may
from therapist_app.workflows.workspace import Workspace

SETTING = "retention"
LEAST_YEARS, MOST_YEARS = 1, 100


@dataclass(frozen=True, slots=True)
class RetentionRule:
    """What is known of the rule of one place.

    Attributes:
        years: The number that the source names; None where it names none.
        mark: "verify": nobody has checked it against the law as it stands today.

    """

    id: str
    where: str
    says: str
    source: str
    mark: str
    years: int | None = None


@dataclass(frozen=True, slots=True)
class ApprovedRetention:
    """The number of years that the service keeps a record after the end of a course.

    Attributes:
        basis: What it rests on, in the words of whoever approved it.

    """

    years: int
    basis: str
    approved_by: str
    approved_on: date


@dataclass(frozen=True, slots=True)
class DueForErasure:
    """A client whose record has been kept for as long as the service approved."""

    client_id: str
    code: str
    ended_on: date
    due_on: date
    is_restricted: bool


@cache
def rules() -> tuple[RetentionRule, ...]:
    """Return what is known of the rules, none of them checked."""
    text = (files("therapist_app.workflows") / "retention.toml").read_text(encoding="utf-8")
    return tuple(RetentionRule(**each) for each in tomllib.loads(text)["rules"])


def approved(workspace: Workspace) -> ApprovedRetention | None:
    """Return the number of years of this service, or None while nobody has approved one."""
    return settings.load(workspace.service, SETTING, ApprovedRetention)


def approve(workspace: Workspace, years: int, basis: str) -> None:
    """Approve the number of years; the name of whoever does it stays with it.

    Raises:
        RetentionRefused: By role, by number, or for want of a basis.

    """
    if not may(workspace.vault, "approve_retention"):
        raise RetentionRefused("role")
    if not LEAST_YEARS <= years <= MOST_YEARS:
        raise RetentionRefused("years")
    if not basis.strip():
        raise RetentionRefused("basis")
    made = ApprovedRetention(years, basis.strip(), workspace.vault.person.name, workspace.today())
    settings.save(
        workspace.service, SETTING, {**asdict(made), "approved_on": made.approved_on.isoformat()}
    )


def due_list(workspace: Workspace) -> tuple[DueForErasure, ...]:
    """Return who is due today, the longest first; nobody while no number is approved."""
    rule = approved(workspace)
    if rule is None:
        return ()
    found = [_due(each, rule.years) for each in ended_courses(workspace.caseload)]
    due = [each for each in found if each.due_on <= workspace.today()]
    return tuple(sorted(due, key=lambda each: (each.due_on, each.code)))


def kept_until(workspace: Workspace, client_id: str) -> date | None:
    """Return until when a client's record is kept, or None while that cannot be said."""
    rule, ended = approved(workspace), ended_courses(workspace.caseload, client_id)
    return _due(ended[0], rule.years).due_on if rule and ended else None


def rule_words(workspace: Workspace) -> str:
    """Return in one sentence what the service has approved."""
    rule = approved(workspace)
    if rule is None:
        return _("No number of years is approved in this service yet.")
    return _("Years after the end of the course: {years}. Approved by {name}.").format(
        years=rule.years, name=rule.approved_by
    )


def _due(ended: EndedCourse, years: int) -> DueForErasure:
    return DueForErasure(
        client_id=ended.client_id,
        code=ended.code,
        ended_on=ended.ended_on,
        due_on=_years_later(ended.ended_on, years),
        is_restricted=ended.is_restricted,
    )


def _years_later(day: date, years: int) -> date:
    """Return the same day so many years later; the first of March for a leap day without one."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
