"""A rater's round: what counts, what it comes to, and when it says "ready"."""

from pathlib import Path

import pytest

from programme.definition.training import VIGNETTES, TrainingFiles
from programme.errors import ContentError
from programme.fidelity.rater_training import (
    asked_in_words,
    is_whole,
    rater_result,
    result_in_words,
)

FILE = 'title = "Practise"\nintroduction = "Rate."\nready = { kappa_from = 0.6, icc_from = 0.6 }\n'


def vignette(name, ratings):
    items = ", ".join(
        f'{{ item = "i{at}", rating = "{each}", because = "So it is." }}'
        for at, each in enumerate(ratings)
    )
    return (
        f'[[vignettes]]\nid = "{name}"\nsession = "S01"\ntitle = "T"\nhappened = "H"\n'
        f"items = [{items}]\n"
    )


REFERENCES = (
    ("2", "1", "2", "0"), ("1", "1", "0", "0"), ("2", "2", "2", "1"), ("0", "1", "0", "na"),
    ("2", "2", "1", "2"), ("1", "0", "0", "1"),
)  # fmt: skip


def vignettes_of(references=REFERENCES):
    text = FILE + "".join(vignette(f"v{at}", each) for at, each in enumerate(references))
    found = TrainingFiles(vignettes=text).read_vignettes()
    assert found is not None
    return found


def round_like(found, change=lambda rating: rating):
    return {
        each.id: {item: change(rating) for item, rating in each.reference.items()}
        for each in found.vignettes
    }


def test_a_rater_who_sees_all_as_the_reference_does_is_ready():
    found = vignettes_of()

    result = rater_result(found, round_like(found))

    assert result.is_ready
    assert result.differences == ()
    assert (result.agreement.items, result.agreement.same, result.vignettes) == (23, 23, 6)
    assert result.kappa.value == result.icc.value == 1


def test_what_was_rated_otherwise_is_told_with_the_reason():
    found = vignettes_of()
    given = round_like(found)
    given["v1"] = {**given["v1"], "i2": "2"}

    [told] = rater_result(found, given).differences

    assert (told.vignette_id, told.item_id, told.given, told.reference) == ("v1", "i2", "2", "0")
    assert told.because == "So it is."


@pytest.mark.parametrize(
    "change",
    [
        lambda _rating: "1",
        lambda rating: {"0": "2", "1": "1", "2": "0", "na": "na"}[rating],
        lambda rating: {"0": "1", "1": "2", "2": "2", "na": "na"}[rating],
    ],
    ids=["all alike", "turned round", "one step too kind"],
)
def test_a_rater_who_sees_it_otherwise_is_not_ready(change):
    found = vignettes_of()

    assert not rater_result(found, round_like(found, change)).is_ready


def test_a_round_is_whole_when_every_item_is_rated_and_only_then_says_ready():
    found = vignettes_of()
    given = round_like(found)
    part = {**given, "v5": {"i0": "1"}}

    assert is_whole(found, given)
    assert not is_whole(found, part)
    assert not is_whole(found, {})
    assert not rater_result(found, part).is_ready
    assert rater_result(found, part).vignettes == 6


def test_from_few_items_kappa_says_nothing_and_nobody_is_ready():
    found = vignettes_of(REFERENCES[:2])

    result = rater_result(found, round_like(found))

    assert result.kappa is None
    assert not result.is_ready


def test_vignettes_that_cannot_be_told_apart_give_no_icc_and_nobody_is_ready():
    found = vignettes_of((("2", "1", "0", "1"),) * 6)

    result = rater_result(found, round_like(found))

    assert result.kappa is not None
    assert result.icc is None
    assert not result.is_ready


def test_a_vignette_of_which_nothing_applies_has_no_adherence_to_compare():
    found = vignettes_of((*REFERENCES, ("na", "na", "na", "na")))
    given = round_like(found)

    assert rater_result(found, given).vignettes == 6
    assert rater_result(found, {**given, "v0": dict.fromkeys(given["v0"], "na")}).vignettes == 5


def test_an_item_that_only_one_calls_not_applicable_counts_apart():
    found = vignettes_of()
    given = round_like(found)
    given["v3"] = {**given["v3"], "i3": "0"}

    assert rater_result(found, given).agreement.applicability == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (FILE + vignette("v", "2") * 2, "the vignette"),
        (FILE + vignette("v", "2"), "vignettes"),
        (FILE + vignette("v", "3") + vignette("w", "1"), "rating"),
        (FILE.replace("0.6", "1.5", 1) + vignette("v", "2") + vignette("w", "1"), "kappa_from"),
        (
            FILE + vignette("v", "22").replace("i1", "i0") + vignette("w", "1"),
            "the item",
        ),
    ],
    ids=["twice", "one alone", "no rating", "no line", "an item twice"],
)
def test_a_file_that_is_wrong_says_where(text, words):
    with pytest.raises(ContentError) as caught:
        TrainingFiles(vignettes=text).read_vignettes()

    assert Path(VIGNETTES).name in str(caught.value)
    assert words in str(caught.value)


def test_a_programme_without_vignettes_has_none():
    assert TrainingFiles().read_vignettes() is None


def test_the_result_is_told_with_both_intervals_and_with_whose_line_it_is():
    found = vignettes_of()
    given = round_like(found)
    given["v1"] = {**given["v1"], "i2": "1"}

    words = result_in_words(rater_result(found, given))

    assert words[0].startswith("Both rated 23 items, 22 of them the same")
    assert any(each.startswith("95 % interval of kappa: 0.") for each in words)
    assert words[-1].startswith("ICC 0.9")
    assert "of 6 vignettes agrees" in words[-1]
    assert "0.60" in asked_in_words(found.ready)
    assert "own line" in asked_in_words(found.ready)


def test_where_a_figure_says_nothing_the_words_say_so():
    few = vignettes_of(REFERENCES[:2])
    alike = vignettes_of((("2", "1", "0", "1"),) * 6)

    assert not any(
        "interval of kappa" in each for each in result_in_words(rater_result(few, round_like(few)))
    )
    assert "says nothing here" in result_in_words(rater_result(alike, round_like(alike)))[-1]
