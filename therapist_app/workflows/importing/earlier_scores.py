"""Scores from before this record: totals of measures that are entered as a total."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction

from session_forms.answers import Answers, QuestionId, answers_to_json
from session_forms.form.definition import FormDefinition
from session_forms.questions.ratings import NumberQuestion
from session_forms.scores.score_rules import Figure, exact, rounded
from session_forms.scores.scores import Score
from session_forms.words.folding import folded
from therapist_app.record.model import Client, FilledForm
from therapist_app.workflows.forms.opening_forms import fresh_form
from therapist_app.workflows.forms.paper_facts import DAY_QUESTION, HOW_QUESTION, with_paper_facts
from therapist_app.workflows.policies.form_use import is_excluded
from therapist_app.workflows.workspace import Workspace

TOTAL = QuestionId("total")
_ASKED = {TOTAL, DAY_QUESTION, HOW_QUESTION}
_NUMBER = re.compile(r"[0-9]{1,6}(?:[.,][0-9]{1,4})?")


@dataclass(frozen=True, slots=True)
class EarlierScore:
    """A score that a client had on a day before this record.

    Attributes:
        total: What the form of the measure takes for it.
        value: The score itself.

    """

    form_id: str
    title: str
    total: int
    value: Figure
    day: date


@dataclass(frozen=True, slots=True)
class ScoreEntry:
    """A measure whose score can be told by one number, or cannot.

    Attributes:
        score: The score that a list tells, as 22.5 of ORS; None where no total is entered.
        numbers: Within which whole numbers its form takes the total, as 0 to 400 millimetres.

    """

    form_id: str
    title: str
    score: Score | None = None
    numbers: range = range(0)

    def read(self, words: str, day: date) -> EarlierScore | None:
        """Return the score that is written in a list, if the measure has such a score.

        A form may ask in a finer unit than the score has: 22.5 points of ORS are 225 millimetres.
        Only the score is read, never the finer number, since 22 could be either.
        """
        if self.score is None or not _NUMBER.fullmatch(words):
            return None
        written = Fraction(words.replace(",", "."))
        total = written / exact(self.score.multiply)
        if total.denominator != 1 or total not in self.numbers:
            return None
        value = rounded(written, self.score.decimals)
        return EarlierScore(self.form_id, self.title, int(total), value, day)


def score_entries(workspace: Workspace) -> Mapping[str, ScoreEntry]:
    """Return every measure by its id and by its titles, as `measure_key` compares them.

    One that asks for each item, or raises an alert, is entered on the client's page: no total
    stands for its answers. That page also says of one that it may not be used here.
    """
    found: dict[str, ScoreEntry] = {}
    for form_id in workspace.forms.ids():
        form = workspace.form_in(workspace.programme, form_id)
        if form.measure is not None:
            total = next((each for each in form.questions if each.id == TOTAL), None)
            is_entered = _takes_a_total(form) and not is_excluded(workspace, form)
            entry = ScoreEntry(form.id, form.short_title)
            if is_entered and isinstance(total, NumberQuestion) and not total.decimals:
                numbers = range(total.minimum, total.maximum + 1)
                entry = replace(entry, score=form.scores[0], numbers=numbers)
            for name in (form.id, form.short_title, form.measure.name):
                found[measure_key(name)] = entry
    return found


def measure_key(name: str) -> str:
    """Return a name of a measure as it is compared: PHQ9, PHQ 9 and phq-9 are one."""
    return "".join(each for each in folded(name) if each.isalnum())


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
