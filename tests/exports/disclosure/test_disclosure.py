"""Profiles: what each kind of reader sees."""

import pytest

from exports.disclosure.disclosure import (
    READER_PROFILES,
    number,
    protect,
    rounded,
    rounded_bounds,
)
from exports.document.tables import Column, Count, Figure, RawTable, Share, Sum
from exports.errors import NotAllowed

INTERNAL, EXTERNAL = READER_PROFILES["internal-review"], READER_PROFILES["external"]


def table(*rows, sums=(), width=None):
    columns = tuple(Column(f"c{at}", f"C{at}", "count", "") for at in range(width or len(rows[0])))
    return RawTable("t", "T", columns, rows, (), tuple(sums))


def shown(raw, profile=INTERNAL):
    [finished], _protection = protect([raw], profile)
    return [[cell.text for cell in row] for row in finished.rows]


def parts(all_of_them, *values):
    counts = [Count(f"p{at}", value) for at, value in enumerate(values)]
    total = Count("all", all_of_them)
    return table((*counts, total), sums=[Sum("all", tuple(count.key for count in counts))])


def test_small_counts_are_starred_with_one_more_and_zeros_are_printed():
    assert shown(parts(40, 2, 0, 15, 23)) == [["*", "0", "*", "23", "40"]]


def test_outside_the_service_counts_are_rounded_and_totals_are_rounded_for_themselves():
    assert shown(parts(33, 12, 21), EXTERNAL) == [["10", "20", "35"]]


def test_outside_the_service_counts_up_to_seven_are_starred():
    assert shown(parts(60, 7, 8, 45), EXTERNAL)[0][0] == "*"


def test_a_percentage_comes_from_the_figures_as_shown():
    raw = table((Share(Count("a", 12), Count("b", 33)),))

    assert shown(raw, EXTERNAL) == [["29 %"]]
    assert shown(raw, INTERNAL) == [["36 %"]]


def test_a_percentage_of_a_hidden_count_is_hidden_and_one_of_nobody_is_none():
    raw = table((Share(Count("a", 3), Count("b", 33)), Share(Count("z", 0), Count("y", 0))))

    assert shown(raw) == [["*", "\N{EN DASH}"]]


def test_rounding_never_makes_more_than_all():
    raw = table((Share(Count("a", 13), Count("b", 12)),))

    assert shown(raw, EXTERNAL) == [["100 %"]]


@pytest.mark.parametrize(
    ("n", "profile", "words"),
    [(5, INTERNAL, "2.5"), (4, INTERNAL, "*"), (8, EXTERNAL, "2.5"), (7, EXTERNAL, "*")],
)
def test_a_mean_needs_enough_clients(n, profile, words):
    assert shown(table((Figure(2.5, Count("n", n)),)), profile) == [[words]]


def test_a_mean_of_nobody_or_without_value_is_a_dash():
    raw = table((Figure(None, Count("n", 9)), Figure(1.0, Count("m", 0))))

    assert shown(raw) == [["\N{EN DASH}"] * 2]


def test_the_mean_of_one_small_group_cannot_be_had_by_subtraction():
    counts = {"a": 3, "b": 9, "c": 20, "all": 32}
    rows = [(key, Count(key, n), Figure(1.5, Count(key, n))) for key, n in counts.items()]
    raw = table(*rows, sums=[Sum("all", ("a", "b", "c"))])

    assert [row[2] for row in shown(raw)] == ["*", "*", "1.5", "1.5"]


def test_where_there_is_one_group_alone_the_mean_of_all_is_hidden_with_it():
    rows = [(key, Figure(1.5, Count(key, n))) for key, n in {"a": 3, "all": 30}.items()]
    raw = table(*rows, (Count("b", 27), "rest"), sums=[Sum("all", ("a", "b"))])

    assert [row[1] for row in shown(raw)][:2] == ["*", "*"]


def test_what_cannot_be_protected_is_not_released():
    raw = table((Count("one", 1), Count("zero", 0)), sums=[Sum("zero", ("one",))])

    with pytest.raises(NotAllowed):
        protect([raw], INTERNAL)


def test_the_protection_says_what_it_did():
    _tables, protection = protect([parts(40, 2, 0, 15, 23)], INTERNAL)

    assert (protection.small, protection.hidden, protection.fewest_values) == (1, 2, 4)


@pytest.mark.parametrize(
    ("value", "words"), [(-7.25, "\N{MINUS SIGN}7.2"), (-0.01, "0.0"), (3.0, "3.0")]
)
def test_a_figure_is_printed_with_a_true_minus_and_never_as_minus_nothing(value, words):
    assert number(value) == words


def test_rounding_goes_to_the_nearest_five_and_halves_up():
    assert [rounded(value, EXTERNAL) for value in (8, 12, 13, 17, 18)] == [10, 10, 15, 15, 20]


def test_the_bounds_of_a_rounded_count_are_all_that_are_printed_alike():
    assert rounded_bounds(10, profile=EXTERNAL) == (8, 12)
    assert rounded_bounds(0, profile=EXTERNAL) == (0, 0)


def test_a_figure_without_decimals_is_a_whole_number():
    [finished], _protection = protect([table((Figure(83.6, Count("n", 9), 0),))], INTERNAL)

    assert (finished.rows[0][0].text, finished.rows[0][0].value) == ("84", 84)
