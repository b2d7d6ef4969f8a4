"""How sure shares of two changed counts are said to be."""

from random import Random

import pytest

from exports.disclosure.certainty import share_with_chance
from exports.disclosure.disclosure import READER_PROFILES, finish
from exports.disclosure.protected import change
from exports.document.tables import Column, Count, RawTable, Share

PROFILE = READER_PROFILES["internal-review"]
COLUMNS = (Column("p", "P", "percent", ""),)


def ends_of(dice, people, share):
    """Return the ends of the interval of a share of so many people, each of whom may have it."""
    everybody = [dice.getrandbits(64) for _each in range(people)]
    part = frozenset(each for each in everybody if dice.random() < share)
    row = (Share(Count("part", part), Count("whole", frozenset(everybody))),)
    [made], _protection = finish(change([RawTable("t", "T", COLUMNS, (row,))]), PROFILE)
    return made.rows[0][0].ends


@pytest.mark.parametrize(("people", "share"), [(12, 0.5), (20, 0.8), (40, 0.95), (100, 0.1)])
def test_the_interval_of_a_share_holds_the_truth_through_chance_and_changes(people, share):
    """In 95 of 100 cases; of 300 tries four standard errors fewer are chance."""
    dice = Random(people)
    found = [each for _try in range(300) if (each := ends_of(dice, people, share))]
    held = sum(low <= 100 * share <= high for low, high in found)

    assert len(found) > 60
    assert held >= 0.9 * len(found)


def test_no_interval_passes_nobody_or_everybody():
    for part in range(13):
        found = share_with_chance(part / 12, 12, 3)
        assert 0 <= found.low <= found.value <= found.high <= 100


def test_the_interval_of_a_share_is_that_of_one_person_fewer_than_there_are():
    """Wilson (1927) with t of 11 degrees of freedom, 2.201, for z; no caseload, no changes."""
    found = share_with_chance(0.5, 12, 0)

    assert (found.low, found.high) == pytest.approx((23.186, 76.814), abs=0.001)
