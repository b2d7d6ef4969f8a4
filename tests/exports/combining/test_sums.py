"""Sums over services: what they are, how wrong, and that quarters are never added up."""

from math import isclose, sqrt
from random import Random

import pytest

from exports.combining.cell_store import UNTOLD, CellKeys, Cells
from exports.combining.combined import Combined
from exports.combining.contributions import Contribution
from exports.combining.sums import added_up, changed_by_about
from exports.disclosure.cell_keys import changed
from exports.quarters import Quarter

COUNT = ("clients", "1", "", True)
SHARE = ("phq-9.all.percent", "1", "", False)
PLACE = ("table", "row", "column")
NO = float("nan")


def release(keys, *cells, site="a", caseloads=1, quarter=4, least=5):
    """Return a release with cells of (what, n, value, error, most)."""
    made = Cells(Quarter(2026, quarter))
    for what, n, value, error, most in cells:
        made.keys.append(keys.number_of(what, PLACE))
        made.n.append(n)
        made.value.append(value)
        made.error.append(error)
        made.most.append(most)
    return Contribution(
        f"R-{site}", site, "2027-01", "internal-review", False, least, caseloads, 3, "", "p 1", made
    )


def count(n):
    return (COUNT, n, NO, NO, NO)


def test_counts_are_added_and_one_that_is_not_told_does_not_take_the_sum_away():
    keys = CellKeys()
    found = [release(keys, count(40)), release(keys, count(UNTOLD)), release(keys, count(25))]

    [total] = added_up(found, keys)

    assert (total.n, total.n_most, total.services, total.untold) == (65, 69, 2, 1)
    assert total.value is None
    assert total.interval is None


def test_a_reader_outside_may_not_be_told_seven():
    keys = CellKeys()

    [total] = added_up([release(keys, count(UNTOLD), least=8)], keys)

    assert (total.n, total.n_most) == (0, 7)


def test_what_is_likely_of_a_sum_grows_with_the_root_of_its_caseloads():
    keys = CellKeys()
    found = [release(keys, count(40), caseloads=3), release(keys, count(25), caseloads=1)]

    [total] = added_up(found, keys)

    assert total.caseloads == 4
    assert total.changed_by_about == pytest.approx(2 * changed_by_about(1))


def test_groups_that_services_show_together_have_no_bound():
    """Each of them was changed by itself, and nobody outside knows how many they are."""
    keys = CellKeys()
    groups = [("clients", "1", f"age_band={each}", True) for each in ("25-34", "other")]

    found = added_up([release(keys, *((each, 30, NO, NO, NO) for each in groups))], keys)

    assert [each.is_one_group for each in found] == [True, False]


def test_of_sums_over_caseloads_95_of_100_are_within_what_is_said():
    chance = Random(3)
    caseloads, tries, within = 30, 400, 0
    for _try in range(tries):
        wrong = 0
        for _caseload in range(caseloads):
            people = frozenset(chance.getrandbits(64) for _client in range(25))
            wrong += changed(people, state=chance.randbytes(8)) - len(people)
        within += abs(wrong) <= changed_by_about(caseloads)

    assert 0.92 <= within / tries <= 0.98


def test_means_are_those_of_all_clients_together():
    keys = CellKeys()
    mean = ("phq-9.change", "1", "", False)
    found = [
        release(keys, (mean, 10, -4.0, 1.0, NO)),
        release(keys, (mean, 30, -8.0, 0.5, NO)),
    ]

    [total] = added_up(found, keys)

    assert total.value == -7.0
    error = sqrt((10 * 1.0) ** 2 + (30 * 0.5) ** 2) / 40
    low, high = total.interval
    assert (low + high) / 2 == pytest.approx(-7.0)
    assert 1.96 * error < (high - low) / 2 < 2.1 * error
    assert total.sum == -280
    assert isclose(total.squares, 10 * 16 + 90 * 1 + 30 * 64 + 870 * 0.25)


def test_the_interval_of_a_share_stays_within_nought_and_a_hundred():
    keys = CellKeys()

    [total] = added_up([release(keys, (SHARE, 12, 99.0, 4.0, 100.0))], keys)

    low, high = total.interval
    assert 0 <= low < 99 < high <= 100


def test_without_an_error_there_is_no_interval():
    keys = CellKeys()

    [total] = added_up([release(keys, (SHARE, 12, 60.0, NO, 100.0))], keys)

    assert (total.value, total.interval, total.squares) == (60, None, None)


def test_two_versions_of_a_form_are_not_added_up():
    keys = CellKeys()
    other = ("phq-9.all.percent", "2", "", False)
    found = [
        release(keys, (SHARE, 12, 60.0, 3.0, 100.0)),
        release(keys, (other, 30, 20.0, 3.0, 100.0)),
    ]

    totals = added_up(found, keys)

    assert [(each.key.version, each.n) for each in totals] == [("1", 12), ("2", 30)]


def test_quarters_are_side_by_side_and_never_added_up():
    """A client of two quarters stands in the report of each."""
    keys = CellKeys()
    found = (release(keys, count(40), quarter=3), release(keys, count(44), quarter=4))
    combined = Combined(keys, found, (), ())

    assert combined.quarters == ("2026-Q4", "2026-Q3")
    assert [each.n for each in combined.totals("2026-Q4")] == [44]
    assert [each.n for each in combined.totals("2026-Q3")] == [40]
    assert combined.totals("2026-Q2") == ()


def test_services_are_chosen_by_their_fingerprint_and_set_side_by_side_in_that_order():
    keys = CellKeys()
    found = (
        release(keys, count(40), site="c"),
        release(keys, count(UNTOLD), site="b"),
        release(keys, (SHARE, 12, 60.0, 3.0, 100.0), site="a"),
    )
    combined = Combined(keys, found, (), ())

    figures = combined.side_by_side(keys.known[0], "2026-Q4")

    assert [(each.site, each.n, each.value) for each in figures] == [
        ("b", None, None),
        ("c", 40, None),
    ]
    assert [each.n for each in combined.totals("2026-Q4", {"c"})] == [40]
    [share] = combined.side_by_side(keys.known[1], "2026-Q4")
    assert (share.n, share.value) == (12, 60)
    unknown = CellKeys()
    unknown.number_of(("other", "1", "", True), PLACE)
    assert combined.side_by_side(unknown.known[0], "2026-Q4") == ()
