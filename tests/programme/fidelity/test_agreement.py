"""Agreement of two raters: kappa by its definition, by another way, by published figures."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.fidelity.agreement import (
    LEAST_ITEMS,
    Agreement,
    agreement,
    agreement_in_words,
    kappa_words,
    moves_of_kappa,
    weighted_kappa,
)

RATINGS = ("0", "1", "2")
PAIRS = st.lists(st.tuples(st.sampled_from(RATINGS), st.sampled_from(RATINGS)), max_size=40)


def by_definition(pairs):
    """Return 1 - sum(w o) / sum(w e) over the whole table of shares, in exact fractions."""
    table = [[Fraction(pairs.count((i, j)), len(pairs)) for j in RATINGS] for i in RATINGS]
    rows = [sum(line) for line in table]
    columns = [sum(line[j] for line in table) for j in range(3)]
    weights = [[Fraction(abs(i - j), 2) for j in range(3)] for i in range(3)]
    cells = list(product(range(3), repeat=2))
    observed = sum(weights[i][j] * table[i][j] for i, j in cells)
    expected = sum(weights[i][j] * rows[i] * columns[j] for i, j in cells)
    return None if not expected else float(1 - observed / expected)


def by_two_cuts(pairs):
    """Return the same from two tables of yes and no: at least 1, and at least 2.

    Vanbelle S, Albert A (2009), A note on the linearly weighted kappa coefficient for ordinal
    scales, Statistical Methodology 6:157-163: agreement and chance agreement of the cuts are
    averaged.
    """
    observed, expected = Fraction(0), Fraction(0)
    for cut in ("1", "2"):
        yes = [(one >= cut, other >= cut) for one, other in pairs]
        count = len(yes)
        first = Fraction(sum(one for one, _other in yes), count)
        second = Fraction(sum(other for _one, other in yes), count)
        observed += Fraction(sum(one == other for one, other in yes), count) / 2
        expected += (first * second + (1 - first) * (1 - second)) / 2
    return None if expected == 1 else float((observed - expected) / (1 - expected))


@given(PAIRS.filter(bool))
def test_kappa_is_what_its_definition_says(pairs):
    assert weighted_kappa(pairs) == pytest.approx(by_definition(pairs))


@given(PAIRS.filter(bool))
def test_kappa_with_linear_weights_is_the_kappa_of_the_two_cuts_together(pairs):
    assert weighted_kappa(pairs) == pytest.approx(by_two_cuts(pairs))


@given(PAIRS)
def test_what_pairs_move_kappa_by_comes_to_nothing_over_all_of_them(pairs):
    moves = moves_of_kappa(pairs)

    assert moves.keys() == set(pairs)
    assert sum(moves[each] for each in pairs) == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("pair", [("2", "2"), ("2", "0"), ("1", "2")])
def test_a_pair_more_moves_kappa_by_what_it_is_said_to(pair):
    pairs = [*table((40, 5, 2), (6, 30, 8), (3, 4, 50)), pair]

    moved = weighted_kappa([*pairs, pair]) - weighted_kappa(pairs)

    assert moves_of_kappa(pairs)[pair] == pytest.approx(moved, rel=0.05)


def table(*rows):
    """Return the pairs that a table of counts stands for, the first rater down the side."""
    return [
        (RATINGS[i], RATINGS[j])
        for i, row in enumerate(rows)
        for j, count in enumerate(row)
        for _each in range(count)
    ]


@pytest.mark.parametrize(
    ("rows", "kappa"),
    [
        # scikit-learn's own test of cohen_kappa_score(weights="linear"), four decimals
        (((46, 0, 0), (4, 40, 0), (0, 0, 10)), 0.9412),
        # all the same; all as far apart as can be; two raters who know nothing of each other
        (((5, 0, 0), (0, 5, 0), (0, 0, 5)), 1.0),
        (((0, 0, 5), (0, 0, 0), (5, 0, 0)), -1.0),
        (((4, 4, 4), (4, 4, 4), (4, 4, 4)), 0.0),
    ],
)
def test_published_and_plain_tables_give_their_kappa(rows, kappa):
    assert weighted_kappa(table(*rows)) == pytest.approx(kappa, abs=0.00005)


@given(PAIRS)
def test_it_does_not_matter_who_is_first_nor_in_which_order_items_stand(pairs):
    turned = [(other, one) for one, other in reversed(pairs)]

    assert agreement(turned).same == agreement(pairs).same
    assert agreement(turned).kappa == pytest.approx(agreement(pairs).kappa)


@given(PAIRS)
def test_kappa_is_one_at_most_and_only_where_all_is_the_same(pairs):
    found = agreement(pairs)

    assert found.kappa is None or found.kappa <= 1
    assert (found.kappa == 1) == (found.kappa is not None and found.same == found.items)


def test_two_steps_apart_count_twice_as_much_as_one():
    one_step = weighted_kappa(table((9, 1, 0), (0, 10, 0), (0, 0, 10)))
    two_steps = weighted_kappa(table((9, 0, 1), (0, 10, 0), (0, 0, 10)))

    assert 1 > one_step > two_steps


@pytest.mark.parametrize("rating", RATINGS)
def test_one_rating_throughout_leaves_kappa_without_a_value(rating):
    found = agreement([(rating, rating)] * 30)

    assert (found.percent, found.kappa) == (100, None)


def test_one_rater_who_never_differs_makes_kappa_nought_whatever_the_share():
    found = agreement([("2", "2")] * 29 + [("2", "1")])

    assert (found.percent, found.kappa) == (97, 0)


def test_without_an_item_there_is_neither_share_nor_kappa():
    assert agreement([]) == Agreement(items=0, same=0, kappa=None, applicability=0)
    assert agreement([]).percent is None


def test_not_applicable_counts_by_itself_and_only_where_the_raters_differ():
    found = agreement([("na", "na"), ("na", "2"), ("0", "na"), ("2", "2"), ("1", "2")])

    assert (found.items, found.same, found.applicability) == (2, 1, 2)


def test_the_share_is_rounded_half_up():
    assert agreement([("2", "2")] * 5 + [("2", "1")] * 3).percent == 63


def test_kappa_tells_something_from_eighteen_items_on():
    pairs = table((1, 1, 0), (0, 3, 0), (0, 0, 12))

    assert LEAST_ITEMS == 18
    assert agreement(pairs).telling_kappa is None
    assert agreement([*pairs, ("2", "2")]).telling_kappa == pytest.approx(
        by_definition([*pairs, ("2", "2")])
    )


@pytest.mark.parametrize(
    ("pairs", "sentences"),
    [
        ([], ["No item was rated by both."]),
        (
            [("2", "2")] * 8 + [("1", "2"), ("na", "2")],
            [
                "Both rated 9 items, 8 of them the same: 89 %.",
                "Kappa says nothing when fewer than 18 items were rated by both.",
                "Items that only one of them called not applicable: 1.",
            ],
        ),
        (
            [("2", "2")] * 18,
            [
                "Both rated 18 items, 18 of them the same: 100 %.",
                "Kappa says nothing here: both gave one and the same rating throughout.",
            ],
        ),
        (
            table((2, 1, 0), (0, 3, 0), (0, 0, 12)),
            [
                "Both rated 18 items, 17 of them the same: 94 %.",
                (
                    "Kappa 0.92: the agreement beyond chance. 1 is always the same, 0 is no more "
                    "than chance; one step apart counts half of two steps."
                ),
            ],
        ),
    ],
)
def test_agreement_is_told_in_words_and_so_is_where_kappa_says_nothing(pairs, sentences):
    assert list(agreement_in_words(agreement(pairs))) == sentences


@pytest.mark.parametrize(
    ("kappa", "words"), [(0.7149, "0.71"), (-0.25, "\N{MINUS SIGN}0.25"), (-0.001, "0.00")]
)
def test_kappa_is_printed_with_two_decimals_and_never_as_minus_nothing(kappa, words):
    assert kappa_words(kappa) == words
