"""No order of acts lets anybody read what Olga writes, or locks her out without an attack."""

from collections.abc import Callable
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.record.protocol_model import ACTS, World, beginning, problem_of
from tests.support.record.protocol_search import (
    FAULTS,
    Act,
    broken,
    covered,
    finds,
    rid_of_all_thieves,
    rid_of_the_sheet,
    rid_of_the_thief,
)
from tests.support.sampling import beyond
from therapist_app.record.crypto.signing import is_signed
from therapist_app.record.header import statements


@pytest.fixture(autouse=True)
def _each_signature_is_checked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statements, "is_signed", cache(is_signed))


@settings(max_examples=100, deadline=None, derandomize=True)
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
    assert list(broken(begin(), 4)) == []


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_found(name: str) -> None:
    assert finds(*FAULTS[name])
