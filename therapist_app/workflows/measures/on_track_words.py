"""What a rule found, in words: the fact with its numbers, and nothing about what it may mean."""

from typing import assert_never

from programme.course.on_track_facts import (
    Fact,
    MissedInARow,
    RatingDown,
    RatingLow,
    SameAnswer,
    ScoreNotBetter,
    ScoreWorse,
)
from session_forms.scoring.change_words import figure_words
from session_forms.words.texts import ngettext
from session_forms.words.texts import translate as _
from therapist_app.workflows.forms.answer_words import answer_words
from therapist_app.workflows.workspace import Workspace


def fact_words(workspace: Workspace, fact: Fact) -> str:
    """Return the sentence for a fact; a new one fails type-checking here."""
    match fact:
        case ScoreWorse() | ScoreNotBetter():
            return _score_words(workspace, fact)
        case RatingLow():
            return _("{line}: {value}.").format(line=_line(workspace, fact), value=fact.value)
        case RatingDown():
            words = _("{line}: from {before} to {value} since the time before.")
            return words.format(line=_line(workspace, fact), before=fact.before, value=fact.value)
        case MissedInARow():
            words = ngettext(
                "{count} session in a row did not take place.",
                "{count} sessions in a row did not take place.",
                fact.count,
            )
            return words.format(count=fact.count)
        case SameAnswer():
            question = workspace.forms.latest(fact.form_id).question(fact.question_id)
            words = ngettext(
                "{line}: “{answer}” {count} time running.",
                "{line}: “{answer}” {count} times running.",
                fact.count,
            )
            return words.format(
                line=_line(workspace, fact),
                answer=answer_words(question, fact.option_id),
                count=fact.count,
            )
        case _:
            assert_never(fact)


def _score_words(workspace: Workspace, fact: ScoreWorse | ScoreNotBetter) -> str:
    title = workspace.forms.latest(fact.form_id).short_title
    words = _("{title}: {first} at first, {last} now; {criterion} points are more than error.")
    return words.format(
        title=title,
        first=figure_words(fact.first),
        last=figure_words(fact.last),
        criterion=figure_words(round(fact.criterion, 1)),
    )


def _line(workspace: Workspace, fact: RatingLow | RatingDown | SameAnswer) -> str:
    form = workspace.forms.latest(fact.form_id)
    return f"{form.short_title}, “{form.question(fact.question_id).prompt}”"
