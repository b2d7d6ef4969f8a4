"""What the measures of one client suggest to the therapist; nothing waits for it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from session_forms.scoring.prompts_raised import prompts_raised
from therapist_app.record.model import FilledForm
from therapist_app.workflows.measures.measuring import ClientRows
from therapist_app.workflows.workspace import Workspace


@dataclass(frozen=True, slots=True)
class MeasurePrompt:
    """A suggestion that the last answers to a measure opened.

    Attributes:
        title: The measure.
        says: The suggestion.
        day: When the measure was answered.
        is_unverified: Whether nobody has seen the rule in a source.

    """

    title: str
    says: str
    day: date
    is_unverified: bool


def prompts_in(workspace: Workspace, rows: ClientRows) -> tuple[MeasurePrompt, ...]:
    """Return what the last finished answers to each measure suggest, the newest first."""
    latest: dict[str, FilledForm] = {}
    for filled in rows.filled:
        before = latest.get(filled.form_id)
        if filled.status == "finished" and (
            before is None or before.answered_at <= filled.answered_at
        ):
            latest[filled.form_id] = filled
    newest = sorted(latest.values(), key=lambda each: each.answered_at, reverse=True)
    return tuple(prompt for filled in newest for prompt in _prompts(workspace, filled))


def _prompts(workspace: Workspace, filled: FilledForm) -> Iterator[MeasurePrompt]:
    form = workspace.form_of(filled)
    if not form.prompts:
        return
    day = filled.answered_at.astimezone().date()
    for raised in prompts_raised(form, workspace.answers_of(filled)):
        yield MeasurePrompt(form.short_title, raised.says, day, raised.status == "memory")
