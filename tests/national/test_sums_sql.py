"""The SQL that DuckDB and Spark run comes to what the standard library does: shown with SQLite."""

import sqlite3
from math import isnan, nan

import pytest
from national.engines import SQL, by_standard_library, differences, sums_of

from exports.combining.cell_store import UNTOLD, CellKeys, Cells
from exports.combining.contributions import Contribution
from exports.combining.sums import added_up
from exports.quarters import Quarter

COLUMNS = (
    "site",
    "quarter",
    "measure",
    "version",
    "stratum",
    "counts",
    "n",
    "value",
    "error",
    "most",
    "caseloads",
    "least",
)
COUNT = ("clients", "p 1", "", True)
SHARE = ("phq-9.all.percent", "1", "", False)
GROUP = ("clients", "p 1", "age_band=25-34", True)


def release(keys, site, cells, *, quarter=4, caseloads=1, least=5):
    made = Cells(Quarter(2026, quarter))
    for what, n, value, error in cells:
        made.keys.append(keys.number_of(what, ("t", "r", "c")))
        made.n.append(n)
        made.value.append(value)
        made.error.append(error)
        made.most.append(nan if what[3] else 100.0)
    return Contribution(
        f"R-{site}", site, "2027-01", "internal-review", False, least, caseloads, 9, "", "p 1", made
    )


@pytest.fixture
def releases():
    keys = CellKeys()
    none = (nan, nan)
    return keys, [
        release(keys, "a", [(COUNT, 40, *none), (SHARE, 30, 60.0, 9.0)], caseloads=3),
        release(keys, "b", [(COUNT, UNTOLD, *none), (GROUP, 12, *none), (SHARE, 12, 20.5, 11.5)]),
        release(keys, "c", [(COUNT, UNTOLD, *none), (SHARE, 9, 99.0, nan)], least=8),
        release(keys, "a", [(COUNT, 44, *none), (SHARE, 33, 61.0, 8.0)], quarter=3),
    ]


def by_sqlite(keys, found):
    database = sqlite3.connect(":memory:")
    database.row_factory = sqlite3.Row
    database.execute(f"CREATE TABLE cells ({', '.join(COLUMNS)})")
    for each in found:
        cells = each.cells
        for at, number in enumerate(cells.keys):
            key = keys.known[number]
            n = None if cells.n[at] == UNTOLD else cells.n[at]
            figures = (
                None if isnan(figure) else figure
                for figure in (cells.value[at], cells.error[at], cells.most[at])
            )
            about = (key.measure, key.version, key.stratum, key.counts)
            line = (each.site, each.quarter.name, *about, n, *figures, each.caseloads, each.least)
            database.execute(f"INSERT INTO cells VALUES ({','.join('?' * 12)})", line)
    sums = sums_of([dict(row) for row in database.execute(SQL)])
    database.close()
    return sums


def by_us(keys, found):
    names = {each.quarter.name for each in found}
    return by_standard_library(
        {
            name: added_up([each for each in found if each.quarter.name == name], keys)
            for name in names
        }
    )


def test_the_sql_and_the_standard_library_come_to_the_same(releases):
    keys, found = releases

    ours, theirs = by_us(keys, found), by_sqlite(keys, found)

    assert len(ours) == 5
    assert differences(ours, theirs) == []


def test_what_they_would_not_agree_on_is_said(releases):
    keys, found = releases

    ours, theirs = by_us(keys, found), by_sqlite(keys, found[:-1])
    spoiled = {key: {**each, "clients": 7, "total": 1.0} for key, each in ours.items()}

    assert len(differences(ours, theirs)) == 2
    assert all(each.startswith("only one has") for each in differences(ours, theirs))
    assert any("clients is 40 and 7" in each for each in differences(ours, spoiled))


def test_an_error_that_one_service_lacks_leaves_no_sum_of_squares(releases):
    keys, found = releases
    share = ("2026-Q4", *SHARE)

    assert by_us(keys, found)[share]["squares"] is None
    assert by_sqlite(keys, found)[share]["squares"] is None
    assert by_us(keys, found)["2026-Q3", *SHARE]["squares"] > 0
