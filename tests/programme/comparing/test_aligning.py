"""Which entries of two lists are one and the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.comparing.comparing import Pair, align_names, align_texts

NAMES = st.lists(st.sampled_from("abcdef"), max_size=7)


def test_the_fewest_entries_count_as_moved() -> None:
    pairs = align_names(["a", "b", "c", "d"], ["d", "a", "b", "c"])

    assert [pair.new for pair in pairs if pair.moved] == [0]


def test_entries_that_only_make_room_have_not_moved() -> None:
    pairs = align_names(["a", "b"], ["new", "a", "b"])

    assert pairs == (Pair(None, 0), Pair(0, 1), Pair(1, 2))


def test_what_is_gone_comes_last() -> None:
    assert align_names(["a", "b"], ["b"]) == (Pair(1, 0), Pair(0, None))


@pytest.mark.parametrize(
    ("old", "new", "pairs"),
    [
        (["How are you today?"], ["How are you now?"], (Pair(0, 0),)),
        (["How are you today?"], ["Call the lead."], (Pair(None, 0), Pair(0, None))),
        (
            ["Say it twice, slowly.", "Wait."],
            ["Wait.", "Say it once, slowly."],
            (Pair(1, 0), Pair(0, 1, moved=True)),
        ),
    ],
)
def test_a_text_of_which_half_goes_on_is_changed_and_not_new(
    old: list[str], new: list[str], pairs: tuple[Pair, ...]
) -> None:
    assert align_texts(old, new) == pairs


def test_the_likest_pair_is_found_first() -> None:
    old = ["one two three four", "one two three five six"]

    assert align_texts(old, ["one two three five"]) == (Pair(1, 0), Pair(0, None))


@given(NAMES, NAMES)
def test_every_entry_stands_in_exactly_one_pair(old: list[str], new: list[str]) -> None:
    for pairs in (align_names(old, new), align_texts(old, new)):
        assert sorted(pair.old for pair in pairs if pair.old is not None) == list(range(len(old)))
        assert [pair.new for pair in pairs if pair.new is not None] == list(range(len(new)))


@given(NAMES, NAMES)
def test_what_has_not_moved_stands_in_the_same_order_on_both_sides(
    old: list[str], new: list[str]
) -> None:
    still = [pair for pair in align_names(old, new) if None not in (pair.old, pair.new)]
    places = [pair.old for pair in still if not pair.moved]

    assert places == sorted(places)


@given(NAMES)
def test_a_list_and_itself_are_the_same_throughout(names: list[str]) -> None:
    pairs = align_texts(names, names)

    assert all((pair.old, pair.moved) == (pair.new, False) for pair in pairs)
