"""What every item counts, once the instrument's rules about items are applied."""

from collections.abc import Mapping
from dataclasses import dataclass

from session_forms.answers import Answers, QuestionId
from session_forms.conditions.conditions import Facts
from session_forms.form.definition import FormDefinition
from session_forms.questions.kinds import ScoredQuestion
from session_forms.scores.item_rules import Skip
from session_forms.scores.scores import Score


@dataclass(frozen=True, slots=True)
class ItemValues:
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
    omitted = _omitted(form, answers)
    edition, turned = _turned(form, score, answers)
    values = {
        item: _value(form, item, answers, is_turned=item in turned)
        for item in score.items
        if item not in omitted
    }
    return ItemValues(
        values=values,
        omitted=tuple(item for item in score.items if item in omitted),
        edition=edition,
        needs_edition=form.item_rules.editions is not None and not edition,
    )


def scored_value(form: FormDefinition, item: str, answers: Answers) -> int | None:
    """Return what one item counts in the first score that holds it, or None where it is missing.

    An item of no score counts as it was answered.
    """
    score = next((score for score in form.scores if item in score.items), None)
    turned = _turned(form, score, answers)[1] if score else frozenset[str]()
    return _value(form, item, answers, is_turned=item in turned)


def _turned(form: FormDefinition, score: Score, answers: Answers) -> tuple[str, frozenset[str]]:
    """Return the edition that was used, and the items that count the other way round."""
    rules = form.item_rules
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


def _value(form: FormDefinition, item: str, answers: Answers, *, is_turned: bool) -> int | None:
    answer = _number(form, item, answers)
    if answer is None and any(_holds(form, skip, item, answers) for skip in form.item_rules.skips):
        return 0
    if answer is None:
        stand_in = [each.by for each in form.item_rules.substitutes if each.item == item]
        answer = _number(form, stand_in[0], answers) if stand_in else None
    if answer is None:
        return None
    question = form.question(item)
    assert isinstance(question, ScoredQuestion)
    return question.lowest + question.highest - answer if is_turned else answer


def _holds(form: FormDefinition, skip: Skip, item: str, answers: Answers) -> bool:
    if item not in skip.count_as_zero:
        return False
    leading = [_number(form, each, answers) for each in skip.items]
    given = [each for each in leading if each is not None]
    return len(given) == len(leading) and sum(given) == skip.sum


def _number(form: FormDefinition, item: str, answers: Answers) -> int | None:
    answer = answers.get(QuestionId(item))
    if type(answer) is not int or not isinstance(form.question(item), ScoredQuestion):
        return None
    return answer


def _omitted(form: FormDefinition, answers: Answers) -> frozenset[str]:
    facts = Facts(answers={str(each): value for each, value in answers.items()})
    return frozenset(
        item for omit in form.item_rules.omits if omit.when.holds(facts) for item in omit.items
    )
