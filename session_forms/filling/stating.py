"""States how a question stands once all answers are known: what is wrong, what is lacking."""

from collections.abc import Mapping

from session_forms.answers import AnswerValue, QuestionId
from session_forms.errors import AnswerRejected, Problem
from session_forms.filling.seeing import Seen
from session_forms.filling.states import Context, QuestionState
from session_forms.questions.entries import EntriesQuestion
from session_forms.questions.from_form import FromFormQuestion
from session_forms.questions.references import DirectoryListQuestion, JurisdictionQuestion
from session_forms.questions.writing import WritingQuestion
from session_forms.words.text_marks import warning_about


def state_of(
    seen: Seen,
    context: Context,
    rejected: Mapping[QuestionId, Problem],
    standing: Mapping[str, AnswerValue],
) -> QuestionState:
    """Return the question as it stands; `rejected` is what was wrong with values given last."""
    question = seen.question
    problem = rejected.get(QuestionId(question.id)) or _problem(seen, context, standing)
    first = context.first_use and question.prompt_first_use
    return QuestionState(
        question=question,
        shown=seen.shown,
        required=seen.shown and (question.required or seen.needed),
        answer=seen.answer,
        problem=problem if seen.shown else None,
        prompt=first or question.prompt,
        warning=_warning(seen),
        options=seen.options,
        earliest=seen.limits.earliest,
        latest=seen.limits.latest,
        figure=seen.figure,
        earlier=(
            context.earlier.get(question.form) if isinstance(question, FromFormQuestion) else None
        ),
        services=context.services if isinstance(question, DirectoryListQuestion) else {},
        local_texts=context.local_texts if isinstance(question, JurisdictionQuestion) else {},
    )


def _problem(seen: Seen, context: Context, standing: Mapping[str, AnswerValue]) -> Problem | None:
    if seen.answer is not None:
        try:
            seen.question.accept(seen.answer, seen.limits)
        except AnswerRejected as rejection:
            return rejection.problem
    if isinstance(seen.question, DirectoryListQuestion) and isinstance(seen.answer, tuple):
        lacking = seen.question.lacks(seen.answer, context.directory_kinds)
        if lacking is not None:
            return lacking
    return seen.question.shortfall(seen.answer, _entries_needed(seen, standing))


def _entries_needed(seen: Seen, standing: Mapping[str, AnswerValue]) -> int:
    when = seen.question.min_entries_when if isinstance(seen.question, EntriesQuestion) else None
    return 0 if when is None or when.or_reason_in in standing else seen.entries_needed


def _warning(seen: Seen) -> str:
    question = seen.question
    told = seen.answer if seen.figure is None else seen.figure
    if question.warn_when is not None and question.warn_when.passes(told):
        return question.warn_text
    if isinstance(question, WritingQuestion) and isinstance(seen.answer, str):
        return warning_about(seen.answer, question.warn_on)
    return ""
