"""Sessions and modules are complete by their fidelity items, not by meetings counted."""

from hypothesis import given
from hypothesis import strategies as st

from programme.fidelity.fidelity import best_of, complete_modules, is_session_complete
from programme.loading.library import installed

PROGRAMME = installed()
PLAN = PROGRAMME.session_plan("S10")
ITEMS = [item.id for item in PLAN.fidelity]
RATING = st.sampled_from(["0", "1", "2", "na"])
RATINGS = st.dictionaries(st.sampled_from(ITEMS), RATING)


def all_rated(plan_id: str, rating: str = "2") -> dict[str, str]:
    return {item.id: rating for item in PROGRAMME.session_plan(plan_id).fidelity}


def test_a_session_is_complete_when_all_that_applies_was_done() -> None:
    ratings = all_rated("S10")

    assert is_session_complete(PLAN, ratings)
    assert is_session_complete(PLAN, {**ratings, ITEMS[0]: "1", ITEMS[1]: "na"})
    assert not is_session_complete(PLAN, {**ratings, ITEMS[0]: "0"})
    assert not is_session_complete(PLAN, dict(list(ratings.items())[1:]))
    assert not is_session_complete(PLAN, {})
    assert not is_session_complete(PLAN, all_rated("S10", "na"))


def test_a_module_is_complete_with_its_last_session() -> None:
    first, second = PROGRAMME.modules["M07"].session_ids

    assert complete_modules(PROGRAMME, {}) == frozenset()
    assert complete_modules(PROGRAMME, {first: all_rated(first)}) == frozenset()
    both = {first: all_rated(first), second: all_rated(second)}
    assert complete_modules(PROGRAMME, both) == {"M07"}


@given(RATINGS, RATINGS)
def test_two_meetings_together_hold_what_was_done_in_either(
    earlier: dict[str, str], later: dict[str, str]
) -> None:
    both = best_of(earlier, later)

    assert set(both) == set(earlier) | set(later)
    for item_id, rating in both.items():
        given_to_it = [each[item_id] for each in (earlier, later) if item_id in each]
        assert rating in given_to_it
        if "2" in given_to_it:
            assert rating == "2"
        if set(given_to_it) == {"na"}:
            assert rating == "na"
    assert best_of(later, earlier) == both
