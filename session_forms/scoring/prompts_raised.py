"""Which prompts the answers to a measure open."""

from dataclasses import dataclass

from session_forms.answers import Answers, QuestionId, checked_answers
from session_forms.form.definition import FormDefinition, Prompt
from session_forms.scores.score_rules import Evidence, RowRule
from session_forms.scoring.scoring import scored_value


@dataclass(frozen=True, slots=True)
class RaisedPrompt:
    """A suggestion that an answer opened.

    Attributes:
        question_id: The question.
        says: The suggestion.
        status: How well the rule is sourced; `memory` is shown as unverified.

    """

    question_id: str
    says: str
    status: Evidence | None


def prompts_raised(form: FormDefinition, answers: Answers) -> tuple[RaisedPrompt, ...]:
    """Return the prompts that `answers` open, in the order of the form.

    Raises:
        InvalidAnswers: The answers do not belong to the form, or one does not fit.

    """
    checked = checked_answers(form, answers)
    return tuple(
        RaisedPrompt(prompt.question, prompt.says, prompt.status)
        for prompt in form.prompts
        if _opens(form, prompt, checked)
    )


def _opens(form: FormDefinition, prompt: Prompt, answers: Answers) -> bool:
    if prompt.where is not None:
        given = answers.get(QuestionId(prompt.question))
        return any(True for _ in RowRule(where=prompt.where).rows(given))
    value = scored_value(form, prompt.question, answers)
    return value is not None and prompt.holds_for(value)
