"""When a form on paper was filled in, and by whom: kept beside the time of entry.

A form that takes only totals asks both itself, in the questions `completed_on` and `source`;
every other form is told when it is entered.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from session_forms.answers import Answers, QuestionId
from session_forms.form.definition import FormDefinition
from session_forms.words.day_words import written_day
from session_forms.words.texts import N_, _
from therapist_app.record.model import FilledForm, Rater

DAY_QUESTION = QuestionId("completed_on")
HOW_QUESTION = QuestionId("source")
HOW: Mapping[str, Rater] = MappingProxyType(
    {
        "alone": "client",
        "read_aloud": "read_aloud",
        "interpreter": "interpreter",
        "other_service": "other_service",
    }
)
RATERS: Mapping[Rater, str] = MappingProxyType(
    {
        "client": N_("by the client alone"),
        "read_aloud": N_("read aloud to the client"),
        "interpreter": N_("with an interpreter"),
        "together": N_("by client and therapist together"),
        "therapist": N_("by the therapist"),
        "other_service": N_("at another service"),
    }
)
"""Who filled in a form on paper, and what that is called."""


def asks_for_its_day(form: FormDefinition) -> bool:
    """Return whether the form itself asks when the paper was filled in."""
    return form.licence.status == "score-entry" and any(
        question.id == DAY_QUESTION and question.kind == "date" for question in form.questions
    )


def with_paper_facts(form: FormDefinition, filled: FilledForm, answers: Answers) -> FilledForm:
    """Return a filled form with the day and the rater that its own answers say.

    Numbers of a form without words of its own can only come from paper.
    """
    if not asks_for_its_day(form):
        return replace(filled, filled_by="paper") if form.is_typed_from_paper else filled
    day, how = answers.get(DAY_QUESTION), answers.get(HOW_QUESTION)
    return replace(
        filled,
        filled_by="paper",
        filled_on=date.fromisoformat(day) if isinstance(day, str) else None,
        rater=HOW.get(str(how), ""),
    )


def answers_from_facts(form: FormDefinition, day: date, rater: Rater) -> Answers:
    """Return the answers that a form's own questions about the paper already have."""
    if not asks_for_its_day(form):
        return {}
    found: dict[QuestionId, str] = {DAY_QUESTION: day.isoformat()}
    how = next((answer for answer, known in HOW.items() if known == rater), None)
    if how is not None and any(question.id == HOW_QUESTION for question in form.questions):
        found[HOW_QUESTION] = how
    return found


def paper_words(filled: FilledForm) -> str:
    """Return when and by whom a form on paper was filled in, and when it was entered."""
    if filled.filled_on is None:
        return ""
    words = [_("On paper, {day}").format(day=written_day(filled.filled_on))]
    if filled.rater:
        words.append(_(RATERS[filled.rater]))
    if filled.is_late:
        entered = written_day(filled.started_at.astimezone().date())
        words.append(_("entered later, {day}").format(day=entered))
    return ", ".join(words)
