"""No order of acts lets anybody read what Olga writes, or locks her out without an attack."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.record import protocol_search
from tests.support.record.protocol_model import (
    ACTS,
    World,
    beginning,
    dee_takes_kays_role,
    olga_signs_in,
    problem_of,
    sam_makes_carl_a_keeper,
    sam_makes_two_keepers_dated_back_who_take_kays_role,
    the_last_copy_is_put_back,
    two_days_pass,
    two_weeks_pass,
)
from tests.support.record.protocol_search import (
    FAULTS,
    Act,
    Search,
    broken,
    covered,
    finds,
    rid_of_all_thieves,
    rid_of_the_sheet,
    rid_of_the_thief,
)
from tests.support.record.protocol_stand_ins import standing_in
from tests.support.sampling import beyond
from therapist_app.record.crypto.signing import is_signed
from therapist_app.record.header import statements


@pytest.fixture(autouse=True)
def _each_signature_is_checked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statements, "is_signed", cache(is_signed))


@settings(max_examples=100, derandomize=True)
@given(
    st.sampled_from([beginning, covered, rid_of_the_thief, rid_of_the_sheet]),
    st.lists(st.sampled_from(ACTS), max_size=6),
)
def test_a_hundred_random_orders_break_nothing(begin: Callable[[], World], acts: list[Act]) -> None:
    world = begin()
    for act in acts:
        world = act(world)
    assert problem_of(world) == ""


@beyond(test_a_hundred_random_orders_break_nothing)
@pytest.mark.parametrize("begin", [beginning, covered, rid_of_all_thieves, rid_of_the_sheet])
def test_every_order_of_four_acts_breaks_nothing(begin: Callable[[], World]) -> None:
    search = Search()
    with standing_in():
        search.orders(begin(), 4)
    assert search.found == []


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_found(name: str) -> None:
    with standing_in():
        assert finds(*FAULTS[name])


def test_a_search_that_goes_on_once_finds_the_fault_and_tries_fewer_worlds_than_orders() -> None:
    fault, begin, _how = FAULTS["roles are taken at once"]
    search = Search()
    with standing_in(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(protocol_search, "ACTS", (two_days_pass, two_weeks_pass, dee_takes_kays_role))
        fault(patch)
        one_by_one = list(broken(begin(), 3))
        orders = search.orders(begin(), 3)
    assert search.found
    assert {problem for _trace, problem in search.found} == {problem for _t, problem in one_by_one}
    assert {trace for trace, _problem in search.found} <= {trace for trace, _p in one_by_one}
    assert search.worlds < orders


def test_two_keepers_whom_everybody_has_known_for_two_weeks_may_agree_and_no_sooner() -> None:
    take = sam_makes_two_keepers_dated_back_who_take_kays_role
    known = olga_signs_in(sam_makes_carl_a_keeper(beginning()))
    later = take(two_weeks_pass(the_last_copy_is_put_back(known)))

    assert problem_of(later) == ""
    assert not olga_signs_in(later).is_refused
    assert olga_signs_in(take(known)).is_refused
    assert problem_of(replace(later, another=None)) == "a keeper's role was taken unseen"
