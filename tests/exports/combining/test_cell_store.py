"""Reading the cells of one release: the fixed table alone, and nothing about few people."""

from math import isnan

import pytest

from exports.combining.cell_store import UNTOLD, CellKeys, read_cells
from exports.errors import PackageRefused
from tests.support.exports.many_packages import first_lines, table

COUNT = first_lines()[0]
RATE = next(each for each in first_lines() if each["measure"] == "attendance.came.rate")


def read(*lines, keys=None, least=5, release="R-1"):
    return read_cells(table(list(lines), release), "R-1", least=least, keys=keys or CellKeys())


def test_counts_and_figures_are_read_with_what_they_are_about():
    keys = CellKeys()

    cells = read(COUNT, RATE, keys=keys)

    count, rate = (keys.known[each] for each in cells.keys)
    assert (count.measure, count.counts, count.version) == ("clients", True, "pps-core 0.3.0")
    assert (rate.table, rate.row, rate.column) == ("attendance", "attendance.came", "sessions")
    assert not rate.counts
    assert [*cells.n] == [int(COUNT["n"]), int(RATE["n"])]
    assert cells.value[1] == float(RATE["value"])
    assert cells.most[1] == 100
    assert all(isnan(each) for each in (cells.value[0], cells.error[0], cells.most[0]))
    assert (len(cells), cells.quarter.name) == (2, "2026-Q4")


def test_a_count_shown_in_two_tables_is_read_once():
    assert len(read(COUNT, COUNT | {"table": "another", "row": "elsewhere"})) == 1


def test_what_is_not_told_is_kept_as_such_and_a_figure_of_nobody_is_not_kept():
    cells = read(
        COUNT | {"n": "few"},
        RATE | {"n": "", "value": "few", "error": ""},
        RATE | {"n": "", "measure": "", "value": "few"},
    )

    assert [*cells.n] == [UNTOLD]


def test_kappa_that_an_earlier_rule_made_is_in_no_sum():
    kappa = RATE | {"measure": "pairs.kappa", "value": "-0.2"}

    made_so, made_now = read(kappa | {"most": ""}, COUNT), read(kappa | {"most": "1"}, COUNT)

    assert ([*made_so.n], len(made_now)) == ([int(COUNT["n"])], 2)
    assert len(read(RATE | {"most": ""})) == 1


def test_groups_are_keys_of_their_own():
    keys = CellKeys()

    read(COUNT, COUNT | {"stratum": "age_band=25-34"}, keys=keys)

    assert [each.stratum for each in keys.known] == ["", "age_band=25-34"]


def test_the_same_keys_have_the_same_numbers_in_every_release():
    keys = CellKeys()

    first, second = read(COUNT, RATE, keys=keys), read(RATE, keys=keys)

    assert first.keys[1] == second.keys[0]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (COUNT | {"n": "4"}, "too few people"),
        (COUNT | {"n": "1"}, "too few people"),
        (COUNT | {"n": "-1"}, "too few people"),
        (COUNT | {"n": "99999999"}, "too few people"),
        (RATE | {"n": "3"}, "too few people"),
        (RATE | {"n": "few"}, "cannot be read"),
        (COUNT | {"n": "many"}, "cannot be read"),
        (RATE | {"value": "nan"}, "cannot be read"),
        (RATE | {"error": "inf"}, "cannot be read"),
        (COUNT | {"quarter": "2026-11-28"}, "cannot be read"),
        (COUNT | {"measure": "=1+1"}, "cannot be read"),
        (COUNT | {"stratum": "a\u200bb"}, "cannot be read"),
        (COUNT | {"row": "x" * 200}, "cannot be read"),
    ],
)
def test_what_this_program_does_not_write_is_refused(line, says):
    with pytest.raises(PackageRefused, match=says):
        read(line)


def test_two_quarters_or_two_releases_in_one_table_are_refused():
    with pytest.raises(PackageRefused, match="cannot be read"):
        read(COUNT, RATE | {"quarter": "2026-Q3"})
    with pytest.raises(PackageRefused, match="cannot be read"):
        read(COUNT, release="R-2")


def test_a_table_with_a_column_about_clients_is_refused():
    data = table([COUNT], "R-1").replace(b"release,", b"client,release,", 1)

    with pytest.raises(PackageRefused, match="of another version"):
        read_cells(data, "R-1", least=5, keys=CellKeys())


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"release,site\r\nR-1"])
def test_what_is_no_such_table_is_refused(data):
    with pytest.raises(PackageRefused):
        read_cells(data, "R-1", least=5, keys=CellKeys())


def test_a_table_without_a_line_or_with_a_short_one_is_refused():
    head = table([], "R-1")
    for data in (head, head + b"R-1,,2026-Q4\r\n", head + b'"' + b"x" * 200_000):
        with pytest.raises(PackageRefused, match="cannot be read"):
            read_cells(data, "R-1", least=5, keys=CellKeys())


def test_no_more_keys_are_kept_than_any_report_has(monkeypatch):
    monkeypatch.setattr("exports.combining.cell_store.MOST_KEYS", 1)

    with pytest.raises(PackageRefused, match="cannot be read"):
        read(COUNT, RATE)


def test_no_more_lines_are_read_than_any_report_has(monkeypatch):
    monkeypatch.setattr("exports.combining.cell_store.MOST_LINES", 1)

    with pytest.raises(PackageRefused, match="cannot be read"):
        read(COUNT, RATE)
