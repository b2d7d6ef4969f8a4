"""Figures for programs: one line each, in columns that never change."""

import csv
import io

from exports.disclosure.cells import CELLS, cell_table, counts_in
from exports.disclosure.disclosure import READER_PROFILES
from exports.disclosure.protected import Estimated, Number, Part, ProtectedTable
from exports.document.tables import Column, table_as_csv

PROFILE = READER_PROFILES["internal-review"]
COLUMNS = tuple(Column(each, each, "count", "") for each in ("words", "first", "second"))
MEAN = Estimated("m.mean", 7.25, 0.516, weight=30, people=12, first=0.2, two=0.3, few=False)


def lines(*rows, kind="plain"):
    made = cell_table([ProtectedTable("t", "T", COLUMNS, rows, kind=kind)], PROFILE, "2026-Q3")
    text = table_as_csv(made).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_a_count_and_a_figure_have_a_line_each():
    count, figure = lines(("row", Number("m.known", 12), MEAN))

    assert list(count.values()) == [
        "",
        "2026-Q3",
        "t",
        "m.known",
        "first",
        "m.known",
        "",
        "12",
        "",
        "",
    ]
    assert (figure["measure"], figure["n"], figure["value"]) == ("m.mean", "12", "7.2")
    assert figure["error"] == "0.52"


def test_what_is_not_told_has_no_number():
    count, figure = lines(("row", Number("a", 3), Estimated("m", 7.0, None, people=3)))

    assert (count["n"], count["value"]) == ("few", "")
    assert (figure["n"], figure["value"], figure["error"]) == ("", "few", "")


def test_a_figure_without_an_error_has_none():
    [figure] = lines(("row", "words", Estimated("m", 7.0, None, 9, 9, 0.1, 0.2, few=False)))

    assert (figure["value"], figure["error"]) == ("7.0", "")


def test_shares_and_ends_of_intervals_follow_from_the_others():
    share = Part(Number("a", 12), Number("b", 30))

    assert lines(("row", share, Estimated("m", 7.0, 1.0, end="low"))) == []


def test_groups_are_strata_and_small_ones_stand_together():
    groups = [
        (name, Number(f"clients.age={name}", size), Number(f"m.up.age={name}", size // 2))
        for name, size in (("a", 30), ("b", 8), ("c", 7))
    ]

    found = lines(*groups, kind="groups")

    assert [(each["measure"], each["stratum"], each["n"]) for each in found] == [
        ("clients", "age=a", "30"),
        ("m.up", "age=a", "15"),
        ("clients", "age=other", "15"),
        ("m.up", "age=other", "7"),
    ]


def test_counts_are_read_back_by_their_keys():
    found = lines(
        ("row", Number("clients.age=a", 30), MEAN), ("row", Number("b", 2), Number("c", 9))
    )

    assert counts_in(found) == {"clients.age=a": 30, "b": None, "c": 9}
    assert CELLS == "cells"
