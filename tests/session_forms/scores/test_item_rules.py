"""The rules of instruments about their items: skips, stand-ins, omissions, prints, editions."""

import pytest

from session_forms.errors import DefinitionError
from session_forms.scoring.scoring import score_form
from tests.support.session_forms.forms import make_form


def items(count, low=0, high=4):
    return "".join(
        f'[[questions]]\nid = "q{at}"\nkind = "rating"\nprompt = "Item {at}"\n'
        f"low = {{ value = {low} }}\nhigh = {{ value = {high} }}\n"
        for at in range(1, count + 1)
    )


CHOICE = """
[[questions]]
id = "{name}"
kind = "choice"
prompt = "Which?"
options = [{{ id = "a", label = "A" }}, {{ id = "b", label = "B" }}]
"""

SKIPS = """
[[item_rules.skips]]
items = ["q1"]
sum = 0
count_as_zero = ["q2", "q3", "q4"]

[[item_rules.skips]]
items = ["q2", "q3"]
sum = 0
count_as_zero = ["q4"]
"""


def score(form_id, names, keys=""):
    listed = ", ".join(f'"{name}"' for name in names)
    return f'[[scores]]\nid = "{form_id}"\ntitle = "T"\nitems = [{listed}]\n{keys}\n'


def scored(form, answers, score_id="total"):
    return score_form(form, answers)[score_id]


def skipping():
    total = score("total", ["q1", "q2", "q3", "q4"], 'reversed_items = ["q4"]')
    return make_form(items(4) + total + score("last", ["q4"]) + SKIPS)


@pytest.mark.parametrize(
    ("answers", "value"),
    [
        ({"q1": 0}, 0),
        ({"q1": 2, "q2": 0, "q3": 0}, 2),
        ({"q1": 2, "q2": 0, "q3": 1}, None),
        ({"q1": 2, "q2": 0}, None),
        ({"q1": 0, "q4": 1}, 3),
        ({"q2": 0, "q3": 0}, None),
    ],
)
def test_an_item_left_open_by_a_skip_counts_zero_and_an_answer_still_counts(answers, value):
    result = scored(skipping(), answers)

    assert result.value == value
    assert result.complete == (value is not None)
    assert result.prorated_from is None


def test_a_skip_holds_for_every_score_of_the_form():
    assert scored(skipping(), {"q1": 0}, "last").value == 0


def test_one_item_stands_in_for_another_that_is_left_open():
    form = make_form(
        items(2)
        + score("total", ["q1", "q2"])
        + '[[item_rules.substitutes]]\nitem = "q2"\nby = "q1"\n'
    )

    assert scored(form, {"q1": 3}).value == 6
    assert scored(form, {"q1": 3, "q2": 1}).value == 4
    assert scored(form, {"q2": 1}).value is None


OMITTING = (
    items(3)
    + '[[questions]]\nid = "not_working"\nkind = "yes_no"\nprompt = "?"\n'
    + score(
        "total",
        ["q1", "q2", "q3"],
        'range = [0, 12]\nbands = [{ from = 0, label = "low" }]\n'
        'other_bands = [{ name = "others", bands = [{ from = 0, label = "few" }] }]',
    )
    + score("first", ["q1"])
    + '[[item_rules.omits]]\nwhen = { question = "not_working", equals = true }\nitems = ["q1"]\n'
)


def test_an_item_that_does_not_apply_is_left_out_without_scaling_up_and_without_a_band():
    form = make_form(OMITTING)

    without = scored(form, {"not_working": True, "q1": 4, "q2": 4, "q3": 4})
    whole = scored(form, {"not_working": False, "q1": 4, "q2": 4, "q3": 4})

    assert (without.value, without.of, without.omitted) == (8, 2, ("q1",))
    assert without.complete
    assert (without.band, dict(without.other_bands)) == (None, {})
    assert (whole.value, whole.band, dict(whole.other_bands)) == (12, "low", {"others": "few"})


def test_a_score_whose_items_all_do_not_apply_has_no_value():
    result = scored(make_form(OMITTING), {"not_working": True, "q1": 4}, "first")

    assert result.value is None
    assert result.reason == "0 of 0 items not answered; at most 0 may be missing."


def test_numbers_typed_as_printed_are_not_turned_round_again():
    form = make_form(
        items(2)
        + CHOICE.format(name="numbers")
        + score("total", ["q1", "q2"], 'reversed_items = ["q2"]')
        + '[item_rules.printed]\nquestion = "numbers"\nscored = "b"\n'
    )

    assert scored(form, {"q1": 1, "q2": 1}).value == 4
    assert scored(form, {"q1": 1, "q2": 1, "numbers": "a"}).value == 4
    assert scored(form, {"q1": 1, "q2": 1, "numbers": "b"}).value == 2


EDITIONS = """
[item_rules.editions]
question = "edition"
reversed_by = [
    { edition = "a", reversed_items = ["q1"] },
    { edition = "b", reversed_items = ["q2"] },
]
"""


def test_the_edition_decides_what_is_turned_round_and_without_it_there_is_no_score():
    form = make_form(
        items(2) + CHOICE.format(name="edition") + score("total", ["q1", "q2"]) + EDITIONS
    )
    answers = {"q1": 1, "q2": 3}

    results = [scored(form, answers | {"edition": each}) for each in ("a", "b")]
    unknown = scored(form, answers)

    assert [(each.value, each.edition) for each in results] == [(6, "a"), (2, "b")]
    assert (unknown.value, unknown.edition) == (None, "")
    assert unknown.reason == "The edition of the form is not stated."


def test_weights_count_in_the_sum_in_the_mean_and_when_an_item_is_missing():
    keys = 'weights = [{ item = "q1", times = 2 }]\nmissing = { max = 1 }\ndecimals = 2\n'
    form = make_form(
        items(2)
        + score("total", ["q1", "q2"], keys + "range = [0, 12]")
        + score("mean", ["q1", "q2"], keys + 'aggregate = "mean"\nrange = [0, 4]')
    )

    assert scored(form, {"q1": 3, "q2": 1}).value == 7
    assert scored(form, {"q1": 3, "q2": 1}, "mean").value == 2.33
    assert scored(form, {"q1": 3}).value == 9
    assert scored(form, {"q2": 1}).value == 3


def test_another_scheme_and_another_set_of_bands_stand_beside_the_score():
    form = make_form(
        items(2, low=1, high=5)
        + score(
            "total",
            ["q1", "q2"],
            'schemes = [{ id = "zero", title = "0 to 4", offset = -2 }]\n'
            'bands = [{ from = 2, label = "low" }, { from = 6, label = "high" }]\n'
            'other_bands = [{ name = "GP", bands = [{ from = 2, label = "well" }, '
            '{ from = 9, label = "unwell" }] }]\n',
        )
    )

    whole = scored(form, {"q1": 3, "q2": 3})
    part = scored(form, {"q1": 3})

    assert (whole.value, whole.band) == (6, "high")
    assert dict(whole.other_bands) == {"GP": "well"}
    assert dict(whole.schemes) == {"zero": 4}
    assert (dict(part.other_bands), dict(part.schemes)) == ({}, {})


def test_another_set_of_bands_must_cover_every_value_as_well():
    lines = 'other_bands = [{ name = "GP", bands = [{ from = 1, label = "well" }] }]'

    with pytest.raises(DefinitionError) as caught:
        make_form(items(1) + score("total", ["q1"], lines))

    assert caught.value.key == "scores[0].other_bands[0].bands[0]"


def test_lines_for_a_group_or_a_country_are_told_apart():
    form = make_form(
        items(2)
        + score(
            "total",
            ["q1", "q2"],
            'cutoffs = [{ name = "positive", at = 4, group = "men", country = "US" }, '
            '{ name = "positive", at = 3, group = "women", country = "US" }, '
            '{ name = "positive", at = 5 }]\n',
        )
    )

    assert dict(scored(form, {"q1": 4, "q2": 0}).above_cutoff) == {
        "positive (men, US)": True,
        "positive (women, US)": True,
        "positive": False,
    }


BASE = items(2) + CHOICE.format(name="edition") + score("total", ["q1", "q2"])

WRONG = [
    (
        '[[item_rules.skips]]\nitems = ["no"]\nsum = 0\ncount_as_zero = ["q1"]',
        "item_rules.skips[0].items[0]",
    ),
    (
        '[[item_rules.skips]]\nitems = ["q1"]\nsum = 0\ncount_as_zero = ["edition"]',
        "item_rules.skips[0].count_as_zero[0]",
    ),
    ('[[item_rules.substitutes]]\nitem = "q1"\nby = "no"', "item_rules.substitutes[0].by"),
    (
        '[[item_rules.omits]]\nwhen = { question = "edition", equals = "a" }\nitems = ["no"]',
        "item_rules.omits[0].items[0]",
    ),
    (
        '[[item_rules.omits]]\nwhen = { question = "no", equals = "a" }\nitems = ["q1"]',
        "item_rules.omits[0].when",
    ),
    (
        '[[item_rules.omits]]\nwhen = { question = "edition", equals = "z" }\nitems = ["q1"]',
        "item_rules.omits[0].when",
    ),
    ('[item_rules.printed]\nquestion = "q1"\nscored = "a"', "item_rules.printed"),
    ('[item_rules.printed]\nquestion = "edition"\nscored = "z"', "item_rules.printed"),
    (EDITIONS.replace('"q2"', '"q9"'), "item_rules.editions.reversed_by[1].reversed_items[0]"),
    (EDITIONS.replace('edition = "b"', 'edition = "z"'), "item_rules.editions.reversed_by[1]"),
]


@pytest.mark.parametrize(("rule", "key"), WRONG)
def test_a_rule_that_names_what_is_not_there_is_refused(rule, key):
    with pytest.raises(DefinitionError) as caught:
        make_form(BASE + rule)

    assert caught.value.key == key


def test_the_edition_that_counts_unless_said_is_one_of_them():
    counted = EDITIONS.replace("reversed_by", 'unless_said = "b"\nreversed_by')
    form = make_form(BASE + counted)

    assert scored(form, {"q1": 1, "q2": 3}).value == 2
    with pytest.raises(DefinitionError, match="unless_said names no edition"):
        make_form(BASE + counted.replace('unless_said = "b"', 'unless_said = "c"'))


def test_an_edition_stands_there_once():
    twice = EDITIONS.replace('edition = "b"', 'edition = "a"')

    with pytest.raises(DefinitionError, match="has the edition a twice"):
        make_form(BASE + twice)
