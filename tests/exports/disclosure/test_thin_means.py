"""Means of few clients: hidden, and not to be had from the means that are printed."""

from random import Random

import pytest

from exports.disclosure.disclosure import thin_means
from exports.document.tables import Column, Count, Figure, RawTable, Sum


def table(bases, people=None):
    """Return one table with a mean for each count."""
    people = people or {}
    rows = [(Figure(1.5, Count(key, n), 1, people.get(key)),) for key, n in bases.items()]
    return RawTable("t", "T", (Column("c", "C", "figure", ""),), tuple(rows))


def thin(bases, *sums, people=None):
    return thin_means([table(bases, people)], sums, 5)


def test_a_mean_of_few_clients_is_hidden_though_it_rests_on_many_values():
    assert thin({"a": 20, "b": 20}, people={"a": 4, "b": 5}) == {"a"}


def test_one_part_more_is_hidden_so_that_the_whole_does_not_give_it_back():
    bases = {"a": 3, "b": 9, "c": 20, "all": 32}

    assert thin(bases, Sum("all", ("a", "b", "c"))) == {"a", "b"}


def test_a_whole_of_one_hidden_part_is_hidden_and_what_it_is_part_of_does_not_give_it_back():
    bases = {"s1": 3, "s2": 9, "s3": 9, "m1": 3, "m2": 18, "all": 21}
    sums = (Sum("all", ("s1", "s2", "s3")), Sum("m1", ("s1",)), Sum("m2", ("s2", "s3")))

    found = thin(bases, *sums)

    assert {"s1", "m1"} <= found
    assert not given_back(bases, sums, found)


def test_rows_and_columns_need_only_one_round_of_four():
    names = [f"{row}{column}" for row in "pqr" for column in "xyz"]
    bases = dict.fromkeys(names, 10) | {"px": 3}
    bases |= dict.fromkeys((*"pqr", *"xyz"), 30) | {"all": 90}
    sums = [Sum(row, tuple(f"{row}{column}" for column in "xyz")) for row in "pqr"]
    sums += [Sum(column, tuple(f"{row}{column}" for row in "pqr")) for column in "xyz"]
    sums += [Sum("all", tuple("pqr")), Sum("all", tuple("xyz"))]

    found = thin(bases, *sums)

    assert len(found) == 4
    assert not given_back(bases, sums, found)


def test_a_sum_whose_parts_have_no_mean_tells_nothing():
    assert thin({"all": 3, "c": 9}, Sum("all", ("a", "b"))) == {"all"}


def test_what_everything_around_it_gives_back_has_nothing_left_to_hide_it():
    bases = {"a": 2, "b": 3, "all": 5}
    sums = (Sum("all", ("a", "b")), Sum("b", ("all",)))

    assert thin(bases, *sums) == {"a", "b", "all"}


def test_the_search_gives_up_and_hides_all_around(monkeypatch):
    monkeypatch.setattr("exports.disclosure.disclosure.MOST_STEPS", 0)
    bases = {"a": 3, "b": 9, "c": 20, "all": 32}

    assert thin(bases, Sum("all", ("a", "b", "c"))) == {"a", "b"}


def given_back(bases, sums, hidden):
    """Return the hidden means that sums of printed ones give, found one after the other."""
    known = set(bases) - hidden
    while True:
        more = {
            key
            for each in sums
            for key in (each.total, *each.parts)
            if key not in known and {each.total, *each.parts} - {key} <= known
        }
        if not more:
            return known & hidden
        known |= more


@pytest.mark.parametrize("seed", range(20))
def test_no_hidden_mean_of_a_course_is_had_by_one_subtraction_after_the_other(seed):
    draw = Random(seed)
    cells = {f"m{m}c{c}": draw.randint(0, 9) for m in range(6) for c in range(3)}
    bases = {key: n for key, n in cells.items() if n}
    sums = []
    for m in range(6):
        bases[f"m{m}"] = sum(cells[f"m{m}c{c}"] for c in range(3))
        sums.append(Sum(f"m{m}", tuple(f"m{m}c{c}" for c in range(3))))
    for c in range(3):
        bases[f"c{c}"] = sum(cells[f"m{m}c{c}"] for m in range(6))
        sums.append(Sum(f"c{c}", tuple(f"m{m}c{c}" for m in range(6))))
    bases["all"] = sum(cells.values())
    sums += [Sum("all", tuple(f"m{m}" for m in range(6))), Sum("all", ("c0", "c1", "c2"))]

    found = thin(bases, *sums)

    assert {key for key, n in bases.items() if 0 < n < 5} <= found
    assert not given_back({key for key, n in bases.items() if n}, sums, found)
