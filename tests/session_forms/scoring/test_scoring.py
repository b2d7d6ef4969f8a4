"""Scores, against an independent telling of the published rules."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import product

import pytest

from session_forms.answers import CANNOT_TELL, DECLINED
from session_forms.errors import InvalidAnswers
from session_forms.library import library
from session_forms.scores.score_rules import Scheme
from session_forms.scoring.scoring import rounded, score_form
from tests.support.sampling import sampled
from tests.support.session_forms.forms import gad_shaped, make_form, phq_shaped, sleep_check

PHQ_BANDS = [(20, "severe"), (15, "moderately severe"), (10, "moderate"), (5, "mild")]
GAD_BANDS = [(15, "severe"), (10, "moderate"), (5, "mild")]


def phq_forms():
    return [phq_shaped(), library.installed().latest("phq-9")]


def gad_forms():
    return [gad_shaped(), library.installed().latest("gad-7")]


def told_again(values, *, most_missing, never, bands):
    """Return value, band and number answered, by the printed rules and decimal arithmetic."""
    answered = [value for value in values if value is not None]
    missing = len(values) - len(answered)
    if missing > most_missing or any(values[index] is None for index in never):
        return None, None, None
    prorated = Decimal(sum(answered) * len(values)) / Decimal(len(answered))
    total = int(prorated.quantize(Decimal(1), rounding=ROUND_HALF_UP))
    band = next((label for start, label in bands if total >= start), "minimal")
    return total, band, len(answered) if missing else None


def answers_of(values):
    return {f"q{at}": value for at, value in enumerate(values, start=1) if value is not None}


def scored(form, values):
    result = score_form(form, answers_of(values))["total"]
    assert result.complete == (None not in values)
    assert result.of == len(values)
    assert (result.reason is None) == (result.value is not None)
    return result.value, result.band, result.prorated_from


@pytest.mark.parametrize("step", sampled([7, 1], every=2))
@pytest.mark.parametrize("form", gad_forms(), ids=["inline", "shipped"])
def test_every_complete_gad_7_scores_as_printed(form, step):
    patterns = sorted(product(range(4), repeat=7), key=sum)
    totals = set()
    for values in (*patterns[::step], patterns[-1]):
        result = scored(form, values)
        totals.add(result)
        assert result == told_again(values, most_missing=1, never=(), bands=GAD_BANDS)

    assert len(totals) == 22


@pytest.mark.parametrize("form", phq_forms(), ids=["inline", "shipped"])
def test_every_total_and_every_single_answer_of_a_complete_phq_9_scores_as_printed(form):
    patterns = {
        (high,) * count + (low,) * (9 - count)
        for count in range(10)
        for high, low in product(range(4), repeat=2)
    }
    patterns |= {pattern[shift:] + pattern[:shift] for pattern in patterns for shift in range(9)}
    totals = set()
    for values in patterns:
        result = scored(form, values)
        totals.add(result[0])
        assert result == told_again(values, most_missing=2, never=(8,), bands=PHQ_BANDS)

    assert totals == set(range(28))


@pytest.mark.parametrize("form", phq_forms(), ids=["inline", "shipped"])
def test_every_pattern_of_missing_answers_of_a_phq_9_follows_the_rule(form):
    for full in [(0,) * 9, (3,) * 9, (1, 2, 3, 0, 1, 2, 3, 0, 1), (3, 1, 1, 0, 2, 0, 0, 1, 0)]:
        for mask in product([True, False], repeat=9):
            values = tuple(value if keep else None for value, keep in zip(full, mask, strict=True))
            expected = told_again(values, most_missing=2, never=(8,), bands=PHQ_BANDS)
            assert scored(form, values) == expected


@pytest.mark.parametrize("form", gad_forms(), ids=["inline", "shipped"])
def test_every_pattern_of_missing_answers_of_a_gad_7_follows_the_rule(form):
    for full in [(0,) * 7, (3,) * 7, (1, 2, 3, 0, 1, 2, 3), (2, 1, 1, 0, 2, 0, 0)]:
        for mask in product([True, False], repeat=7):
            values = tuple(value if keep else None for value, keep in zip(full, mask, strict=True))
            expected = told_again(values, most_missing=1, never=(), bands=GAD_BANDS)
            assert scored(form, values) == expected


PHQ_VECTORS = [
    ((0,) * 9, 0, "minimal"),
    ((3,) * 9, 27, "severe"),
    ((2, 2, 1, 1, 0, 3, 0, 0, 1), 10, "moderate"),
    ((2, None, 1, 1, None, 3, 0, 0, 1), 10, "moderate"),
    ((2, None, None, 1, None, 3, 0, 0, 0), None, None),
    ((2, 2, 1, 1, 0, 3, 0, 0, None), None, None),
]
GAD_VECTORS = [
    ((0,) * 7, 0, "minimal"),
    ((3,) * 7, 21, "severe"),
    ((3, 3, 2, 2, 1, 0, 1), 12, "moderate"),
]


# Acceptance G105
@pytest.mark.parametrize("form", phq_forms(), ids=["inline", "shipped"])
@pytest.mark.parametrize(("values", "total", "band"), PHQ_VECTORS)
def test_the_published_phq_9_examples_reproduce(form, values, total, band):
    assert scored(form, values)[:2] == (total, band)


@pytest.mark.parametrize("form", gad_forms(), ids=["inline", "shipped"])
@pytest.mark.parametrize(("values", "total", "band"), GAD_VECTORS)
def test_the_published_gad_7_examples_reproduce(form, values, total, band):
    assert scored(form, values)[:2] == (total, band)


@pytest.mark.parametrize("absent", [DECLINED, CANNOT_TELL])
def test_declined_and_cannot_tell_score_as_missing(absent):
    answers = answers_of((2, 2, 1, 1, 0, 3, 0, 0, 1))

    with_special = score_form(phq_shaped(), answers | {"q1": absent})
    del answers["q1"]

    assert with_special == score_form(phq_shaped(), answers)


def test_the_reason_for_no_score_is_told_without_an_answer():
    too_many = score_form(phq_shaped(), {"q1": 3, "q9": 3})["total"]
    never = score_form(phq_shaped(), answers_of((3,) * 8))["total"]

    assert too_many.reason == "7 of 9 items not answered; at most 2 may be missing."
    assert never.reason == "Not answered, and never estimated: q9."
    assert too_many.above_cutoff == never.above_cutoff == {}


@pytest.mark.parametrize("answers", [{"q1": 4}, {"q1": -1}, {"q1": True}, {"q99": 1}])
def test_an_answer_outside_the_options_is_an_error_and_never_clipped(answers):
    with pytest.raises(InvalidAnswers):
        score_form(phq_shaped(), answers)


@pytest.mark.parametrize(
    ("rested", "woke", "value", "band"), [(4, 0, 0, "settled"), (0, 1, 5, "disturbed")]
)
def test_a_reversed_item_counts_the_other_way_round(rested, woke, value, band):
    result = score_form(sleep_check(), {"rested": rested, "woke": woke})["disturbance"]

    assert (result.value, result.band) == (value, band)


def test_a_cutoff_counts_from_the_line_itself():
    below = score_form(gad_shaped(), answers_of((3, 3, 1, 0, 0, 0, 0)))["total"]
    on_one = score_form(gad_shaped(), answers_of((3, 3, 2, 0, 0, 0, 0)))["total"]
    on_both = score_form(gad_shaped(), answers_of((3, 3, 3, 1, 0, 0, 0)))["total"]

    assert below.above_cutoff == {"screen": False, "NHS caseness": False}
    assert on_one.above_cutoff == {"screen": False, "NHS caseness": True}
    assert on_both.above_cutoff == {"screen": True, "NHS caseness": True}


MEAN = """
[[questions]]
id = "a"
kind = "scale"
prompt = "A"
low = { value = 0 }
high = { value = 10 }

[[questions]]
id = "b"
kind = "number"
prompt = "B"
maximum = 10

[[questions]]
id = "c"
kind = "number"
prompt = "C"
maximum = 10

[[scores]]
id = "mean"
title = "Mean"
items = ["a", "b", "c"]
aggregate = "mean"
multiply = 1.1
range = [0, 11]
direction = "higher-better"
missing = { max = 1 }
decimals = 2
bands = [{ from = 0, label = "low" }, { from = 2.2, label = "high" }]
cutoffs = [{ name = "poor", at_most = 2.2 }]
sources = "invented here"
"""


def test_a_mean_is_multiplied_and_rounded_half_up():
    form = make_form(MEAN)

    whole = score_form(form, {"a": 1, "b": 2, "c": 3})["mean"]
    part = score_form(form, {"a": 0, "b": 5})["mean"]

    assert (whole.value, whole.band, whole.above_cutoff) == (2.2, "high", {"poor": True})
    assert (part.value, part.prorated_from, part.above_cutoff) == (2.75, 2, {"poor": False})


def test_a_score_without_bands_has_no_band():
    form = make_form(MEAN.replace("bands =", "#"))

    assert score_form(form, {"a": 1, "b": 1, "c": 1})["mean"].band is None


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (Fraction(5, 2), 0, 3),
        (Fraction(3, 2), 0, 2),
        (Fraction(-5, 2), 0, -2),
        (Fraction(49, 20), 1, 2.5),
        (Fraction(1005, 1000), 2, 1.01),
        (Fraction(2, 3), 3, 0.667),
    ],
)
def test_rounding_is_half_up_and_exact(value, decimals, expected):
    assert rounded(value, decimals) == expected
    assert type(rounded(value, decimals)) is type(expected)


@pytest.mark.parametrize(
    "from_memory",
    [
        MEAN.replace("bands =", 'bands_status = "memory"\nbands ='),
        MEAN.replace("bands =", 'status = "memory"\nbands ='),
        MEAN.replace("missing = {", 'missing = { status = "memory",'),
    ],
    ids=["the bands", "the rule of the score", "the rule for missing items"],
)
def test_what_is_from_memory_names_no_band(from_memory):
    assert '"memory"' in from_memory
    form = make_form(from_memory)

    assert score_form(form, {"a": 1, "b": 1, "c": 1})["mean"].band is None
    assert form.score("mean").sourced_bands == ()
    assert score_form(make_form(MEAN), {"a": 1, "b": 1, "c": 1})["mean"].band == "low"
    assert [band.label for band in make_form(MEAN).score("mean").sourced_bands] == ["low", "high"]


def test_a_value_says_what_it_says_by_the_rules_each_time_and_is_worked_out_once():
    form = library.installed().latest("phq-9")
    [total] = form.scores

    for value in (0, 9, 10, 27, 9, 10):
        said = total.reading_of(value)
        assert said.band == total.band_of(value)
        assert said.above_cutoff == {each.label: each.beyond(value) for each in total.cutoffs}
        assert said is total.reading_of(value)
    assert any(total.reading_of(10).above_cutoff.values())


def test_a_whole_number_and_the_same_figure_with_a_point_are_two_values():
    score = make_form(MEAN).score("mean")
    scheme = Scheme(id="moved", title="Moved", offset=1)
    moved = score.model_copy(update={"schemes": (scheme,)})

    assert [type(moved.reading_of(each).schemes["moved"]) for each in (2, 2.0)] == [int, float]


def test_a_changed_copy_of_a_score_says_nothing_of_before():
    form = library.installed().latest("phq-9")
    [total] = form.scores
    answers = answers_of([3] * 9)
    assert score_form(form, answers)["total"].band == "severe"

    bare = total.model_copy(update={"bands": (), "cutoffs": ()})
    turned = total.model_copy(update={"reversed_items": total.items})

    [said] = score_form(form.model_copy(update={"scores": (bare,)}), answers).values()
    assert (said.value, said.band, dict(said.above_cutoff)) == (27, None, {})
    [said] = score_form(form.model_copy(update={"scores": (turned,)}), answers).values()
    assert (said.value, said.band) == (0, "minimal")
