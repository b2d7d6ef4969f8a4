"""Figures for programs: one line each, in columns that never change."""

import csv
import io
from math import isclose, sqrt

import pytest

from exports.disclosure.cells import (
    CELLS,
    COLUMNS,
    cell_table,
    counts_in,
    figure_in_words,
    sums_of,
    versions_of,
)
from exports.disclosure.disclosure import READER_PROFILES
from exports.disclosure.protected import Estimated, Number, Part, ProtectedTable
from exports.document.tables import Cell, Column, Table, table_as_csv

PROFILE = READER_PROFILES["internal-review"]
SHOWN = tuple(Column(each, each, "count", "") for each in ("words", "first", "second"))
VERSIONS = versions_of(("pps-core", "0.2.0"), [("phq-9", 2), ("gad-7", 1)])
MEAN = Estimated("m.mean", 7.25, 0.516, weight=30, people=12, first=0.2, two=0.3, sure=5)


def lines(*rows, kind="plain"):
    table = ProtectedTable("t", "T", SHOWN, rows, kind=kind)
    made = cell_table([table], PROFILE, "2026-Q3", VERSIONS)
    assert tuple(each.id for each in made.columns) == COLUMNS
    text = table_as_csv(made).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_a_count_and_a_figure_have_a_line_each():
    count, figure = lines(("row", Number("m.known", 12), MEAN))

    assert {name: each for name, each in count.items() if each} == {
        "quarter": "2026-Q3",
        "table": "t",
        "row": "m.known",
        "column": "first",
        "measure": "m.known",
        "version": "pps-core 0.2.0",
        "n": "12",
    }
    assert (figure["measure"], figure["n"], figure["value"]) == ("m.mean", "12", "7.2")
    assert figure["error"] == "0.52"


def test_what_is_not_told_has_no_number():
    count, figure = lines(("row", Number("a", 3), Estimated("m", 7.0, None, people=3)))

    assert (count["n"], count["value"]) == ("few", "")
    assert (figure["n"], figure["value"], figure["error"]) == ("", "few", "")


def test_a_figure_without_an_error_has_none():
    [figure] = lines(("row", "words", Estimated("m", 7.0, None, 9, 9, 0.1, 0.2, sure=5)))

    assert (figure["value"], figure["error"]) == ("7.0", "")
    assert (figure["sum"], figure["squares"]) == ("63.0", "")


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


def test_a_measure_has_the_version_of_its_form_else_of_the_programme():
    assert VERSIONS.of("phq-9.change") == "2"
    assert VERSIONS.of("due.gad-7.done") == "1"
    assert VERSIONS.of("attendance.came") == "pps-core 0.2.0"
    assert VERSIONS.of("") == ""


def test_a_count_of_a_class_of_change_names_its_class():
    better, change = lines(("row", Number("phq-9.all.better", 9), Number("phq-9.change", 9)))

    assert (better["measure"], better["class"]) == ("phq-9.all.better", "better")
    assert change["class"] == ""


def test_sums_are_made_of_what_is_printed_and_give_it_back():
    _count, figure = lines(("row", Number("m.known", 12), MEAN))

    n, total, squares = (float(figure[each]) for each in ("n", "sum", "squares"))
    assert total == float(figure["value"]) * n
    spread = (squares - total**2 / n) / (n - 1)
    assert isclose(sqrt(spread / n), float(figure["error"]), rel_tol=1e-4)


def test_sums_of_two_services_are_those_of_one_with_all_their_clients():
    one, other = [3.0, 5.0, 10.0], [1.0, 2.0, 2.0, 9.0]

    def of(values):
        n = len(values)
        middle = sum(values) / n
        error = sqrt(sum((each - middle) ** 2 for each in values) / (n - 1) / n)
        return sums_of(n, middle, error)

    added = [sum(each) for each in zip(of(one), of(other), strict=True)]

    assert added == pytest.approx(of([*one, *other]))


def test_only_a_figure_that_has_a_greatest_value_says_it():
    shares = Estimated("m.percent", 60.0, 5.0, 9, 9, 0.1, 0.2, sure=5, span=100, bounded=True)

    _words, found, mean = lines(("row", Number("a", 9), shares), ("row", MEAN, "words"))

    assert (found["most"], mean["most"]) == ("100", "")


def test_a_figure_of_a_table_on_no_page_is_named_by_its_ids():
    line = {"table": Cell("groups"), "row": Cell("age"), "column": Cell("n"), "stratum": Cell("")}

    assert figure_in_words(line, {}) == "groups, age, n"


def test_a_figure_is_named_by_every_word_of_its_row():
    heads = (("stream", "text"), ("level", "text"), ("clients", "count"))
    columns = tuple(Column(each, each.title(), kind, "") for each, kind in heads)
    rows = ((Cell("All"), Cell("watch"), Cell("8", 8)), (Cell("All"), Cell(""), Cell("9", 9)))
    alerts = Table("alerts", "Alerts", columns, rows, keys=("watch", "all"))

    def named(row):
        line = {"table": "alerts", "row": row, "column": "clients", "stratum": ""}
        cells = {key: Cell(words) for key, words in line.items()}
        return figure_in_words(cells, {"alerts": alerts})

    assert named("watch") == "Alerts, All, watch: Clients"
    assert named("all") == "Alerts, All: Clients"
