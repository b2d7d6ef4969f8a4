"""Scores: computed when they are shown, never stored.

The order of work: judge the answers, apply the rules about items (edition, skip, substitute,
omit, reverse), apply the missing-item rule, add up or average, multiply, round half up, name
the band, compare with the cut-offs. An answer outside the options is an error and is never
clipped. All of it is done in fractions, so that no binary rounding can move a score across a
line.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType
from typing import NamedTuple

from session_forms.answers import Answers, QuestionId, checked_answers
from session_forms.conditions.conditions import Facts
from session_forms.form.definition import FormDefinition, Prompt
from session_forms.scores.item_rules import Skip
from session_forms.scores.score_rules import (
    Evidence,
    Figure,
    RowRule,
    exact,
    rounded,
    rounded_share,
)
from session_forms.scores.scores import NOTHING, SAYS_NOTHING, Score
from session_forms.words.texts import _, ngettext

NONE_OMITTED = frozenset[str]()


class ItemValues(NamedTuple):
    """The items of one score.

    Attributes:
        values: What each item counts, after reversal; None where it is missing.
        omitted: The items that do not apply to this person; they are not among `values`.
        edition: Which edition was used, where there are several; "" while nobody said.
        needs_edition: Whether the score cannot be made without the edition.

    """

    values: Mapping[str, int | None]
    omitted: tuple[str, ...]
    edition: str
    needs_edition: bool


def item_values(form: FormDefinition, score: Score, answers: Answers) -> ItemValues:
    """Return what each item of `score` counts."""
    omitted = _omitted(form, answers) if form.item_rules.omits else NONE_OMITTED
    edition, turned = _turned(form, score, answers)
    counted = [item for item in score.items if item not in omitted] if omitted else score.items
    return ItemValues(
        values=_counted(form, counted, answers, turned),
        omitted=tuple(item for item in score.items if item in omitted) if omitted else (),
        edition=edition,
        needs_edition=form.item_rules.editions is not None and not edition,
    )


def scored_value(form: FormDefinition, item: str, answers: Answers) -> int | None:
    """Return what one item counts in the first score that holds it, or None where it is missing.

    An item of no score counts as it was answered.
    """
    score = next((score for score in form.scores if item in score.items), None)
    turned = _turned(form, score, answers)[1] if score else frozenset[str]()
    return _counted(form, (QuestionId(item),), answers, turned)[item]


def _turned(form: FormDefinition, score: Score, answers: Answers) -> tuple[str, frozenset[str]]:
    """Return the edition that was used, and the items that count the other way round."""
    rules = form.item_rules
    if rules.editions is None and rules.printed is None:
        return "", score.turned
    edition, turned = "", set(score.reversed_items)
    if rules.editions is not None:
        given = answers.get(QuestionId(rules.editions.question), rules.editions.unless_said)
        for each in rules.editions.reversed_by:
            if each.edition == given:
                edition = each.edition
                turned |= set(each.reversed_items)
    if rules.printed is not None:
        given = answers.get(QuestionId(rules.printed.question))
        if given == rules.printed.scored:
            turned = set()
    return edition, frozenset(turned)


def _counted(
    form: FormDefinition, items: Sequence[QuestionId], answers: Answers, turned: frozenset[str]
) -> dict[str, int | None]:
    """Return what each item counts; whole caseloads pass here, so it looks nothing up twice."""
    ends = form.sums_of_ends
    values: dict[str, int | None] = {}
    for item in items:
        answer = answers.get(item)
        if type(answer) is not int or item not in ends:
            values[item] = _not_answered(form, item, answers, turned)
        elif turned and item in turned:
            values[item] = ends[item] - answer
        else:
            values[item] = answer
    return values


def _not_answered(
    form: FormDefinition, item: str, answers: Answers, turned: frozenset[str]
) -> int | None:
    """Return what an item without an answer counts: nought where it may be passed over."""
    if any(_holds(form, skip, item, answers) for skip in form.item_rules.skips):
        return 0
    stand_in = [each.by for each in form.item_rules.substitutes if each.item == item]
    answer = _number(form, stand_in[0], answers) if stand_in else None
    return form.sums_of_ends[item] - answer if answer is not None and item in turned else answer


def _holds(form: FormDefinition, skip: Skip, item: str, answers: Answers) -> bool:
    if item not in skip.count_as_zero:
        return False
    leading = [_number(form, each, answers) for each in skip.items]
    given = [each for each in leading if each is not None]
    return len(given) == len(leading) and sum(given) == skip.sum


def _number(form: FormDefinition, item: str, answers: Answers) -> int | None:
    answer = answers.get(QuestionId(item))
    return answer if type(answer) is int and item in form.sums_of_ends else None


def _omitted(form: FormDefinition, answers: Answers) -> frozenset[str]:
    facts = Facts(answers={str(each): value for each, value in answers.items()})
    return frozenset(
        item for omit in form.item_rules.omits if omit.when.holds(facts) for item in omit.items
    )


@dataclass(frozen=True, slots=True)
class ScoreResult:
    """One score of one filled form.

    Attributes:
        score_id: Which score.
        value: The rounded value, or None when the rules give none.
        band: The label of the range it falls in, if there are bands that apply.
        complete: Whether every scored item was answered.
        prorated_from: How many items were answered, when the value was estimated from them.
        of: How many items there are.
        reason: Why there is no value.
        above_cutoff: For each cut-off by its label, whether the value lies on it or beyond;
            empty without a value.
        other_bands: The band in each other published set, by the name of the set.
        schemes: The value in each other way of counting, by the id of the scheme.
        omitted: The items that do not apply to this person; such a score compares only with
            scores that leave out the same items.
        edition: Which edition was used, where there are several.

    """

    score_id: str
    value: float | int | None
    band: str | None
    complete: bool
    prorated_from: int | None
    of: int
    reason: str | None
    above_cutoff: Mapping[str, bool]
    other_bands: Mapping[str, str] = field(default_factory=dict)
    schemes: Mapping[str, float | int] = field(default_factory=dict)
    omitted: tuple[str, ...] = ()
    edition: str = ""


def score_form(form: FormDefinition, answers: Answers) -> Mapping[str, ScoreResult]:
    """Return every score of `form`; declined, "cannot tell" and absent count as missing.

    Raises:
        InvalidAnswers: The answers do not belong to the form, or one does not fit.

    """
    return scores_in(form, checked_answers(form, answers))


def scores_in(form: FormDefinition, answers: Answers) -> Mapping[str, ScoreResult]:
    """Return the same; the answers are known to fit the form."""
    return MappingProxyType({score.id: _result(form, score, answers) for score in form.scores})


def band_in(form: FormDefinition, score_id: str, answers: Answers) -> str | None:
    """Return the band that one score falls in; the answers are known to fit the form."""
    return _result(form, form.score(score_id), answers).band


def _result(form: FormDefinition, score: Score, answers: Answers) -> ScoreResult:
    if score.rows is not None:
        return _result_of_rows(score, score.rows, answers)
    items = item_values(form, score, answers)
    values, omitted, edition, needs_edition = items
    missing: tuple[str, ...] = ()
    if None in values.values():
        missing = tuple(item for item, value in values.items() if value is None)
    reason = None
    if missing or needs_edition or not values:
        reason = _reason_for_none(score, items, missing)
    value = None if reason is not None else _value(score, items)
    reading = SAYS_NOTHING if value is None else score.reading_of(value)
    return ScoreResult(
        score_id=score.id,
        value=value,
        band=None if omitted else reading.band,
        complete=not missing,
        prorated_from=len(values) - len(missing) if missing and value is not None else None,
        of=len(values),
        reason=reason,
        above_cutoff=reading.above_cutoff,
        other_bands=NOTHING if omitted else reading.other_bands,
        schemes=reading.schemes,
        omitted=omitted,
        edition=edition,
    )


def _result_of_rows(score: Score, rule: RowRule, answers: Answers) -> ScoreResult:
    """Return the score of a table: rows that do not pass are left out, none is estimated."""
    given = answers.get(QuestionId(score.items[0]))
    value: Figure | None = None
    reason = _("The table is not filled in.")
    if given is not None:
        value, reason = _value_of_rows(score, rule, tuple(rule.rows(given)))
    reading = SAYS_NOTHING if value is None else score.reading_of(value)
    return ScoreResult(
        score_id=score.id,
        value=value,
        band=reading.band,
        complete=given is not None,
        prorated_from=None,
        of=1,
        reason=None if value is not None else reason,
        above_cutoff=reading.above_cutoff,
    )


def _value_of_rows(
    score: Score, rule: RowRule, rows: tuple[Mapping[str, object], ...]
) -> tuple[Figure | None, str]:
    if rule.column is None:
        return rounded(len(rows) * exact(score.multiply), score.decimals), ""
    cells = [cell for row in rows if type(cell := row.get(rule.column)) is int]
    if score.aggregate == "mean":
        if not rows:
            return None, _("No row counts.")
        total = Fraction(sum(cells), len(rows))
    else:
        total = Fraction(sum(cells))
    return rounded(total * exact(score.multiply), score.decimals), ""


def _reason_for_none(score: Score, items: ItemValues, missing: tuple[str, ...]) -> str | None:
    if items.needs_edition:
        return _("The edition of the form is not stated.")
    needed = [item for item in missing if item in score.missing.never_prorate]
    if needed:
        return _("Not answered, and never estimated: {items}.").format(items=", ".join(needed))
    if len(missing) > score.missing.max or not items.values:
        return ngettext(
            "{count} of {of} item not answered; at most {most} may be missing.",
            "{count} of {of} items not answered; at most {most} may be missing.",
            len(items.values),
        ).format(count=len(missing), of=len(items.values), most=score.missing.max)
    return None


def _value(score: Score, items: ItemValues) -> Figure:
    if not score.weights:
        return _unweighted(score, items)
    weights = {item: exact(score.weight_of(item)) for item in items.values}
    answered = {item: value for item, value in items.values.items() if value is not None}
    mean = sum((weights[item] * value for item, value in answered.items()), Fraction(0)) / sum(
        weights[item] for item in answered
    )
    aggregate = mean if score.aggregate == "mean" else mean * sum(weights.values())
    return rounded(aggregate * exact(score.multiply), score.decimals)


def _unweighted(score: Score, items: ItemValues) -> Figure:
    answered = [value for value in items.values.values() if value is not None]
    times = 1 if score.aggregate == "mean" else len(items.values)
    if times == len(answered) and score.multiply == 1 and not score.decimals:
        return sum(answered)
    by = exact(score.multiply)
    total = sum(answered) * times * by.numerator
    return rounded_share(total, len(answered) * by.denominator, score.decimals)


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
