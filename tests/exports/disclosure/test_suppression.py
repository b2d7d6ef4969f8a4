"""Small counts: nobody can work one out from rows, columns and totals together."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from random import Random

import pytest

from exports.disclosure.attacker import Attacker, exactly, reduced
from exports.disclosure.suppression import hide
from exports.document.tables import Sum

LIMIT = 4


def grid(rows: list[list[int]]) -> tuple[dict[str, int], list[Sum]]:
    """Return the counts of a table with all its margins, and their sums."""
    height, width = len(rows), len(rows[0])
    counts = {f"{i}.{j}": rows[i][j] for i in range(height) for j in range(width)}
    sums = []
    for i in range(height):
        counts[f"{i}.t"] = sum(rows[i])
        sums.append(Sum(f"{i}.t", tuple(f"{i}.{j}" for j in range(width))))
    for j in range(width):
        counts[f"t.{j}"] = sum(row[j] for row in rows)
        sums.append(Sum(f"t.{j}", tuple(f"{i}.{j}" for i in range(height))))
    counts["t.t"] = sum(map(sum, rows))
    sums.append(Sum("t.t", tuple(f"t.{j}" for j in range(width))))
    sums.append(Sum("t.t", tuple(f"{i}.t" for i in range(height))))
    return counts, sums


MOST = 10
"""The largest cell that is tried; enough to show four values."""


def values_of(rows: list[list[int]], hidden: frozenset[str]) -> dict[str, set[int]]:
    """Return, by trying every table, the values that each count has in any that looks the same."""
    height, width = len(rows), len(rows[0])
    seen: dict[str, set[int]] = {}
    lines = [list(_lines(rows[i], i, hidden)) for i in range(height)]
    for chosen in product(*lines):
        columns = [sum(line[j] for line in chosen) for j in range(width)]
        if any(
            f"t.{j}" not in hidden and columns[j] != sum(row[j] for row in rows)
            for j in range(width)
        ):
            continue
        if "t.t" not in hidden and sum(columns) != sum(map(sum, rows)):
            continue
        counts, _sums = grid([list(line) for line in chosen])
        for key, value in counts.items():
            seen.setdefault(key, set()).add(value)
    return seen


def _lines(row: list[int], i: int, hidden: frozenset[str]) -> Iterator[tuple[int, ...]]:
    """Yield every way that one row could be, its own total kept where that is printed."""
    ranges = [
        range(1, MOST + 1) if f"{i}.{j}" in hidden else (value,) for j, value in enumerate(row)
    ]
    for line in product(*ranges):
        if f"{i}.t" in hidden or sum(line) == sum(row):
            yield line


def small_tables(count: int) -> Iterator[list[list[int]]]:
    draw = Random(20261124)
    values = [0, 0, 1, 1, 2, 3, 4, 5, 6, 7]
    for _number in range(count):
        yield [[draw.choice(values) for _column in range(2)] for _row in range(2)]


def test_no_small_count_is_pinned_in_any_table_of_two_by_two():
    checked = 0
    for rows in small_tables(60):
        counts, sums = grid(rows)
        result = hide(counts, sums, LIMIT)
        seen = values_of(rows, result.all)
        for key in result.small:
            checked += 1
            assert len(seen[key]) >= LIMIT, (rows, key)
    assert checked > 100


@pytest.mark.parametrize(
    "rows",
    [
        [[1, 1, 7], [6, 7, 6]],
        [[6, 5, 4], [1, 9, 9]],
        [[3, 0, 0], [7, 6, 0]],
        [[0, 2, 6], [5, 0, 6]],
        [[4, 4], [4, 4], [4, 4]],
    ],
)
def test_no_small_count_is_pinned_in_wider_tables(rows):
    counts, sums = grid(rows)

    result = hide(counts, sums, LIMIT)
    seen = values_of(rows, result.all)

    assert all(len(seen[key]) >= LIMIT for key in result.small)


def test_every_small_count_is_hidden_and_every_zero_is_printed():
    counts, sums = grid([[3, 0, 12], [8, 9, 10]])

    result = hide(counts, sums, LIMIT)

    assert result.small == {"0.0"}
    assert "0.1" not in result.all


def test_two_ones_alone_in_a_sum_are_not_enough_to_hide_each_other():
    counts = {"all": 20, "a": 1, "b": 1, "c": 18}
    sums = [Sum("all", ("a", "b", "c"))]

    result = hide(counts, sums, LIMIT)

    assert result.all == {"a", "b", "c"}


def test_a_count_that_stands_in_two_tables_is_protected_in_both_together():
    counts = {"all": 30, "women": 3, "men": 27, "young": 14, "old": 16, "hm": 9, "hw": 18}
    sums = [Sum("all", ("women", "men")), Sum("men", ("hm", "hw")), Sum("all", ("young", "old"))]

    result = hide(counts, sums, LIMIT)

    assert "men" in result.all
    assert result.all & {"hm", "hw"}
    assert not result.all & {"young", "old"}


def test_nothing_small_hides_nothing():
    counts, sums = grid([[9, 8], [7, 6]])

    result = hide(counts, sums, LIMIT)

    assert (result.small, result.all, result.fewest_values) == (frozenset(), frozenset(), 0)


def test_a_hidden_count_that_needs_no_longer_be_hidden_is_printed():
    counts = {"all": 40, "a": 2, "b": 3, "c": 9, "d": 26}
    sums = [Sum("all", ("a", "b", "c", "d"))]

    result = hide(counts, sums, LIMIT)

    assert result.all == {"a", "b"} or len(result.all) == 3


def test_a_count_that_readers_look_for_is_hidden_last():
    counts = {"all": 40, "a": 2, "b": 9, "c": 29}
    sums = [Sum("all", ("a", "b", "c"))]

    assert hide(counts, sums, LIMIT).all == {"a", "b"}
    assert hide(counts, sums, LIMIT, prized={"b"}).all == {"a", "c"}


def test_where_the_search_finds_nothing_what_is_near_is_hidden(monkeypatch):
    monkeypatch.setattr("exports.disclosure.suppression.MOST_STEPS", 0)
    counts, sums = grid([[3, 8], [9, 7]])

    result = hide(counts, sums, LIMIT)

    assert result.fewest_values >= LIMIT


def test_figures_that_contradict_each_other_are_seen_as_not_safe():
    counts = {"zero": 0, "one": 1}
    sums = [Sum("zero", ("one",))]

    result = hide(counts, sums, LIMIT)

    assert result.fewest_values < LIMIT


def test_rounding_gives_room_that_exact_figures_do_not():
    counts = {"all": 40, "a": 3, "b": 37}
    sums = (Sum("all", ("a", "b")),)
    to_five = {40: (38, 42), 37: (33, 37)}

    exact = Attacker(counts, sums, frozenset({"a"}), exactly)
    rounded = Attacker(
        counts, sums, frozenset({"a"}), lambda value: to_five.get(value, (value,) * 2)
    )

    assert exact.values_seen("a", 4) == 1
    assert rounded.values_seen("a", 4) == 4


def unsolved(attacker):
    """The hidden counts that the sums alone, as equations, do not settle."""
    rows = [
        {key: Fraction(factor) for key, factor in members.items() if key in attacker.hidden}
        for members in attacker.ties.members
    ]
    settled = {key for row in reduced(rows) if len(row) == 1 for key in row}
    return attacker.hidden - settled


def test_equations_settle_what_one_subtraction_does_not_show():
    counts = {"t": 10, "a": 3, "b": 7, "u": 9, "c": 2}
    sums = (Sum("t", ("a", "b")), Sum("u", ("b", "c")))

    attacker = Attacker(counts, sums, frozenset({"a", "b", "c"}))
    knowing_c = Attacker(counts, sums, frozenset({"a", "b"}))

    assert unsolved(attacker) == {"a", "b", "c"}
    assert unsolved(knowing_c) == set()


def test_reduced_equations_name_each_unknown_that_is_known():
    rows = [{"a": 1, "b": 1}, {"b": 2}, {"a": 1, "b": 1}]

    settled = [row for row in reduced(rows) if len(row) == 1]

    assert sorted(key for row in settled for key in row) == ["a", "b"]


def test_a_search_that_takes_too_long_counts_as_not_safe(monkeypatch):
    monkeypatch.setattr("exports.disclosure.attacker.MOST_STEPS", 0)
    counts, sums = grid([[3, 8], [9, 7]])

    attacker = Attacker(counts, tuple(sums), frozenset(counts))

    assert attacker.values_seen("0.0", 4) == 1
