"""Scores: computed when they are shown, never stored.

The order of work: judge the answers, reverse, apply the missing-item rule, add up or
average, multiply, round half up, name the band, compare with the cut-offs. An answer
outside the options is an error and is never clipped. All of it is done in fractions, so
that no binary rounding can move a score across a line.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from types import MappingProxyType

from session_forms.answers import Answers, AnswerValue, QuestionId, checked_answers
from session_forms.definition import FormDefinition
from session_forms.kinds import ScoredQuestion
from session_forms.score_rules import Figure, exact
from session_forms.scores import Score
from session_forms.texts import translate as _


@dataclass(frozen=True, slots=True)
class ScoreResult:
    """One score of one filled form.

    Attributes:
        score_id: Which score.
        value: The rounded value, or None when the rules give none.
        band: The label of the range it falls in, if there are bands.
        complete: Whether every scored item was answered.
        prorated_from: How many items were answered, when the value was estimated from them.
        of: How many items there are.
        reason: Why there is no value.
        above_cutoff: For each cut-off by name, whether the value lies on it or beyond;
            empty without a value.

    """

    score_id: str
    value: float | int | None
    band: str | None
    complete: bool
    prorated_from: int | None
    of: int
    reason: str | None
    above_cutoff: Mapping[str, bool]


def score_form(form: FormDefinition, answers: Answers) -> Mapping[str, ScoreResult]:
    """Return every score of `form`; declined, "cannot tell" and absent count as missing.

    Raises:
        InvalidAnswers: The answers do not belong to the form, or one does not fit.

    """
    checked = checked_answers(form, answers)
    return MappingProxyType({score.id: _result(form, score, checked) for score in form.scores})


def _result(form: FormDefinition, score: Score, answers: Answers) -> ScoreResult:
    values = {item: _scored(form, score, item, answers) for item in score.items}
    answered = [value for value in values.values() if value is not None]
    missing = tuple(item for item, value in values.items() if value is None)
    reason = _reason_for_none(score, missing)
    value = None if reason is not None else _value(score, answered)
    return ScoreResult(
        score_id=score.id,
        value=value,
        band=None if value is None else score.band_of(value),
        complete=not missing,
        prorated_from=len(answered) if missing and value is not None else None,
        of=len(score.items),
        reason=reason,
        above_cutoff=MappingProxyType(_beyond(score, value)),
    )


def _scored(form: FormDefinition, score: Score, item: str, answers: Answers) -> int | None:
    answer: AnswerValue | None = answers.get(QuestionId(item))
    question = form.question(item)
    if type(answer) is not int or not isinstance(question, ScoredQuestion):
        return None
    return question.lowest + question.highest - answer if item in score.reversed_items else answer


def _reason_for_none(score: Score, missing: tuple[str, ...]) -> str | None:
    needed = [item for item in missing if item in score.missing.never_prorate]
    if needed:
        return _("Not answered, and never estimated: {items}.").format(items=", ".join(needed))
    if len(missing) > score.missing.max:
        return _("{count} of {of} items not answered; at most {most} may be missing.").format(
            count=len(missing), of=len(score.items), most=score.missing.max
        )
    return None


def _value(score: Score, answered: list[int]) -> Figure:
    mean = Fraction(sum(answered), len(answered))
    aggregate = mean if score.aggregate == "mean" else mean * len(score.items)
    return rounded(aggregate * exact(score.multiply), score.decimals)


def _beyond(score: Score, value: Figure | None) -> dict[str, bool]:
    if value is None:
        return {}
    return {cutoff.name: cutoff.beyond(value) for cutoff in score.cutoffs}


def rounded(value: Fraction, decimals: int) -> Figure:
    """Return `value` rounded half up: a whole number without decimals, else a float."""
    scale: int = 10**decimals
    units: int = floor(value * scale + Fraction(1, 2))
    return units / scale if decimals else units
