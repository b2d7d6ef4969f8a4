"""No figure that was not traced stands where a class, a band or an alert could come of it."""

from collections.abc import Iterator

import pytest

from session_forms.form.definition import FormDefinition
from session_forms.library.library import installed
from session_forms.scores.score_rules import is_traced
from session_forms.scores.scores import Score
from session_forms.scoring.change import classify, sourced_lines
from session_forms.scoring.second_hand import second_hand_words

FORMS = [
    installed().get(form_id, version)
    for form_id in installed().ids()
    for version in range(1, installed().latest(form_id).version + 1)
]
MEASURED = [form for form in FORMS if form.scores]
NOT_TRACED = {"csbd-19", "csbd-7"}
"""Measures whose range nobody has seen in a source: they show raw scores."""
NOT_USED = {
    ("audit-c", "line positive (UK)"),
    ("core-10", "bands"),
    ("core-om", "bands"),
    ("dudit", "bands"),
    ("dudit", "line dependence likely"),
    ("dudit", "line drug problem (men)"),
    ("dudit", "line drug problem (women)"),
    ("dudit", "line drug problem, men"),
    ("dudit", "line drug problem, women"),
    ("ors", "line clinical, adults"),
    ("srs", "line discuss"),
}
"""Figures that were read in other places than the paper or the manual behind them."""


def figures_of(score: Score) -> Iterator[tuple[str, str | None]]:
    """Yield each figure that can name a band, cross a line or class a change, with its source."""
    yield "bands", score.bands_status
    yield "missing items", score.missing.status
    yield from ((f"bands {each.name}", each.status) for each in score.other_bands)
    yield from ((f"line {each.label}", each.status) for each in score.cutoffs)
    yield from ((f"scheme {each.id}", each.status) for each in score.schemes)
    if score.reliable_change is not None:
        yield "reliable change", score.reliable_change.status


@pytest.mark.parametrize("form", MEASURED, ids=lambda form: f"{form.id} {form.version}")
def test_no_figure_from_memory_can_yield_a_band_a_line_or_a_class(form: FormDefinition) -> None:
    from_memory = [
        (score.id, name)
        for score in form.scores
        for name, status in figures_of(score)
        if status == "memory"
    ]

    assert from_memory == []


@pytest.mark.parametrize("form", MEASURED, ids=lambda form: f"{form.id} {form.version}")
def test_a_rule_from_memory_stands_only_in_scores_that_are_shown_raw(form: FormDefinition) -> None:
    rules = form.item_rules
    guessed = [
        each.status
        for each in (*rules.skips, *rules.substitutes, *rules.omits)
        if each.status == "memory"
    ]
    for score in form.scores:
        raw = not (score.bands or score.cutoffs or score.reliable_change or score.other_bands)
        assert raw or (score.status != "memory" and not guessed)


def test_the_scores_whose_range_was_not_traced_are_known() -> None:
    assert {
        form.id for form in MEASURED for score in form.scores if score.status == "memory"
    } == NOT_TRACED


def test_what_is_at_second_hand_is_known_and_told_as_not_used() -> None:
    at_second_hand = {
        (form.id, name)
        for form in MEASURED
        for score in form.scores
        for name, status in figures_of(score)
        if status == "secondary"
    }

    assert at_second_hand == NOT_USED
    for form in MEASURED:
        for score in form.scores:
            counted = {status for _name, status in figures_of(score)}
            said = second_hand_words(score)
            assert bool(said) == ("secondary" in counted or score.is_from_memory)
            assert said.startswith("These figures are not used, ") == ("secondary" in counted)
            assert all(is_traced(line.status) for line in sourced_lines(score))
            assert not score.sourced_bands or is_traced(score.bands_status)
            if classify(score, None, None).criterion is not None:
                assert score.reliable_change is not None
                assert is_traced(score.reliable_change.status)


def test_no_fact_about_a_measure_is_told_from_memory() -> None:
    facts = [
        (form.id, name)
        for form in FORMS
        if form.measure is not None
        for name, value in form.measure
        for each in (value if isinstance(value, tuple) else (value,))
        if getattr(each, "status", None) == "memory"
    ]

    assert facts == []
    assert {form.licence.evidence for form in FORMS} <= {None, "verified", "secondary"}


def test_the_spread_of_the_phq_9_says_whose_it_is() -> None:
    measure = installed().latest("phq-9").measure
    assert measure is not None

    [of_the_depressed] = [each for each in measure.spread if each.value == 6.1]
    assert "41 patients with major depression" in of_the_depressed.about
    assert all(each.source and each.status != "memory" for each in measure.spread)


def test_the_bands_of_another_form_are_not_the_bands_of_the_k10() -> None:
    score = installed().latest("k10").score("total")

    assert not score.bands
    assert all("items 8 and 9" in each.name for each in score.other_bands)
