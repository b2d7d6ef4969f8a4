"""Scores from before this record: totals of measures that are entered as a total."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from session_forms.answers import Answers, QuestionId, answers_to_json
from session_forms.form.definition import FormDefinition
from session_forms.questions.ratings import NumberQuestion
from session_forms.words.folding import folded
from therapist_app.record.model import Client, FilledForm
from therapist_app.workflows.forms.opening_forms import fresh_form
from therapist_app.workflows.forms.paper_facts import DAY_QUESTION, HOW_QUESTION, with_paper_facts
from therapist_app.workflows.policies.form_use import is_excluded
from therapist_app.workflows.workspace import Workspace

TOTAL = QuestionId("total")
_ASKED = {TOTAL, DAY_QUESTION, HOW_QUESTION}


@dataclass(frozen=True, slots=True)
class ScoreEntry:
    """A measure, and within which numbers its total is entered; None where it is not."""

    form_id: str
    title: str
    numbers: range | None


@dataclass(frozen=True, slots=True)
class EarlierScore:
    """A total that a client had on a day before this record."""

    form_id: str
    title: str
    total: int
    day: date


def score_entries(workspace: Workspace) -> Mapping[str, ScoreEntry]:
    """Return every measure by its id and by its titles, as they are compared.

    One that asks for each item, or raises an alert, is entered on the client's page: no total
    stands for its answers. That page also says of one that it may not be used here.
    """
    found: dict[str, ScoreEntry] = {}
    for form_id in workspace.forms.ids():
        form = workspace.form_in(workspace.programme, form_id)
        if form.measure is not None:
            total = next((each for each in form.questions if each.id == TOTAL), None)
            is_entered = _takes_a_total(form) and not is_excluded(workspace, form)
            numbers = (
                range(total.minimum, total.maximum + 1)
                if is_entered and isinstance(total, NumberQuestion) and not total.decimals
                else None
            )
            entry = ScoreEntry(form.id, form.short_title, numbers)
            for name in (form.id, form.short_title, form.measure.name):
                found[folded(name)] = entry
    return found


def filled_score(
    workspace: Workspace, client: Client, score: EarlierScore, at: datetime
) -> FilledForm:
    """Return the form in which an earlier score is kept, entered at a moment; it fills no slot."""
    form = workspace.form_for(client, score.form_id)
    answers: Answers = {
        TOTAL: score.total,
        DAY_QUESTION: score.day.isoformat(),
        HOW_QUESTION: "other_service",
    }
    fresh = fresh_form(workspace, client.id, form, None, None, filled_by="paper")
    finished = replace(
        fresh,
        status="finished",
        answers=answers_to_json(answers),
        started_at=at,
        changed_at=at,
        finished_at=at,
    )
    return with_paper_facts(form, finished, answers)


def _takes_a_total(form: FormDefinition) -> bool:
    """Return whether the total, its day and its source are enough, and nothing raises an alert."""
    asked = {each.id: each for each in form.questions}
    further = [each for question_id, each in asked.items() if question_id not in _ASKED]
    return (
        set(asked) >= _ASKED
        and form.scores[0].items == (TOTAL,)
        and not any(each.alerts for each in form.questions)
        and not any(each.required for each in further)
    )
