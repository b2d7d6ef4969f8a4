"""Every measure scored by the engine and by its published rule told again, side by side.

The full run, with 10,000 sets each, is a campaign: `python -m tests.campaigns.content.measures`.
"""

import pytest

from session_forms.errors import InvalidAnswers
from session_forms.library.library import installed
from session_forms.scoring.scoring import score_form
from tests.support.session_forms.measure_sets import (
    disagreements,
    ends,
    engine,
    name_of,
    random_sets,
    sets_with_missing,
    ways_to_score,
)
from tests.support.session_forms.reference_scorers import REFERENCES

WAYS = list(ways_to_score())
SEED = 20261124


@pytest.mark.parametrize("way", WAYS, ids=name_of)
def test_lowest_highest_and_every_item_alone_score_as_the_rule_says(way):
    form_id, reference = way

    assert disagreements(form_id, reference, ends(reference)) == []


@pytest.mark.parametrize("way", WAYS, ids=name_of)
def test_complete_answers_at_random_score_as_the_rule_says(way):
    form_id, reference = way

    assert disagreements(form_id, reference, random_sets(reference, 100, SEED)) == []


@pytest.mark.parametrize("way", WAYS, ids=name_of)
def test_every_pattern_of_missing_answers_scores_as_the_rule_says(way):
    form_id, reference = way

    assert disagreements(form_id, reference, sets_with_missing(reference, 150, SEED)) == []


@pytest.mark.parametrize("way", WAYS, ids=name_of)
def test_the_lowest_and_the_highest_answers_reach_the_ends_of_the_range(way):
    form_id, reference = way
    form = installed().latest(form_id)

    reached = {score.id: set() for score in form.scores}
    for answers in ends(reference)[:2] + [_turned_ends(form, reference, flip) for flip in (0, 1)]:
        for score_id, (value, _band) in engine(form, reference, answers).items():
            reached[score_id].add(value)

    for score in form.scores:
        low, high = score.range.low, score.range.high
        if dict(reference.extras).get("not_working"):
            high = 32
        assert {low, high} <= reached[score.id], score.id


def _turned_ends(form, reference, flip):
    """All items at the end that counts most (or least), reversal taken into account."""
    editions = form.item_rules.editions
    turned = set(form.scores[0].reversed_items)
    for each in editions.reversed_by if editions else ():
        if each.edition == dict(reference.extras).get("edition"):
            turned |= set(each.reversed_items)
    return {
        item: options[-1 if (f"q{item}" in turned) == bool(flip) else 0]
        for item, options in reference.options.items()
    }


@pytest.mark.parametrize("way", WAYS, ids=name_of)
def test_an_answer_that_is_no_option_is_refused_at_every_item(way):
    form_id, reference = way
    form = installed().latest(form_id)
    complete = {f"q{item}": options[0] for item, options in reference.options.items()}

    for item, options in reference.options.items():
        for wrong in {*range(options[0] - 1, options[-1] + 2)} - {*options}:
            with pytest.raises(InvalidAnswers):
                score_form(form, complete | dict(reference.extras) | {f"q{item}": wrong})


def test_every_measure_that_is_scored_item_by_item_has_a_reference():
    scored = {
        form_id
        for form_id in installed().ids()
        if any(len(score.items) > 1 for score in installed().latest(form_id).scores)
    }

    assert scored == set(REFERENCES)
