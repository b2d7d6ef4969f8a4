"""Meetings as sessions: split ones once, merged ones twice, both raters on what both saw."""

import pytest

from programme.definition.parts import FidelityItem
from programme.fidelity.fidelity import ItemTally, fidelity_items, item_tallies
from programme.fidelity.rated_sessions import (
    ItemPair,
    RatedMeeting,
    rated_sessions,
    second_ratings_wanted,
)
from tests.support.programme.programmes import plan, programme_of


def with_items(session_id, *items):
    made = tuple(FidelityItem(id=each, text=f"Text of {each}", done_when="Done.") for each in items)
    return plan(session_id).model_copy(update={"fidelity": made})


PROGRAMME = programme_of(with_items("S01", "FI1", "S01-1"), with_items("S02", "FI1", "S02-1"))


def sessions(*meetings):
    return rated_sessions(PROGRAMME, meetings)


def test_each_meeting_of_its_own_is_a_session_with_the_ratings_of_its_plan():
    [session] = sessions(RatedMeeting("a", ("S01",), first={"FI1": "2", "S01-1": "0", "X": "1"}))

    assert (session.plan_id, session.meetings) == ("S01", ("a",))
    assert session.ratings == {"FI1": "2", "S01-1": "0"}
    assert session.pairs == ()


def test_a_split_session_is_one_and_what_was_done_in_either_meeting_was_done():
    [session] = sessions(
        RatedMeeting("a", ("S01",), rest_follows=True, first={"FI1": "2", "S01-1": "0"}),
        RatedMeeting("b", ("S01",), first={"FI1": "1", "S01-1": "2"}),
    )

    assert session.meetings == ("a", "b")
    assert session.ratings == {"FI1": "2", "S01-1": "2"}


def test_while_the_rest_follows_nothing_counts_as_left_out():
    [session] = sessions(RatedMeeting("a", ("S01",), rest_follows=True, first={"S01-1": "0"}))

    assert not session.is_whole
    assert session.ratings == {}


def test_the_adherence_is_said_once_every_item_of_a_whole_session_is_rated():
    part, whole, waiting = sessions(
        RatedMeeting("a", ("S01",), first={"FI1": "2"}),
        RatedMeeting("b", ("S02",), first={"FI1": "2", "S02-1": "1"}),
        RatedMeeting(
            "c", ("S01",), occurrence=2, rest_follows=True, first={"FI1": "2", "S01-1": "2"}
        ),
    )

    assert part.adherence_percent is None
    assert whole.adherence_percent == 75
    assert waiting.adherence_percent is None


def test_a_session_held_again_is_another_session():
    first, second = sessions(
        RatedMeeting("a", ("S01",), first={"S01-1": "0"}),
        RatedMeeting("b", ("S01",), occurrence=2, first={"S01-1": "2"}),
    )

    assert (first.ratings, second.ratings) == ({"S01-1": "0"}, {"S01-1": "2"})


def test_two_sessions_in_one_meeting_are_two_and_share_the_frame():
    rated = {"FI1": "2", "S01-1": "1", "S02-1": "0"}

    first, second = sessions(RatedMeeting("a", ("S01", "S02"), first=rated, second=rated))

    assert (first.ratings, second.ratings) == (
        {"FI1": "2", "S01-1": "1"},
        {"FI1": "2", "S02-1": "0"},
    )
    assert (first.together_with, second.together_with) == ("", "S01")
    assert [[pair.item_id for pair in each.pairs] for each in (first, second)] == [
        ["FI1", "S01-1"],
        ["S02-1"],
    ]


def test_the_raters_are_compared_on_the_meetings_that_both_saw():
    [session] = sessions(
        RatedMeeting(
            "a",
            ("S01",),
            rest_follows=True,
            first={"FI1": "1", "S01-1": "0"},
            second={"FI1": "1", "S01-1": "0"},
        ),
        RatedMeeting("b", ("S01",), first={"FI1": "2", "S01-1": "2"}),
    )

    assert session.ratings == {"FI1": "2", "S01-1": "2"}
    assert session.pairs == (ItemPair("FI1", "1", "1"), ItemPair("S01-1", "0", "0"))


def test_an_item_that_one_rater_left_open_is_no_pair():
    [session] = sessions(
        RatedMeeting("a", ("S01",), first={"FI1": "2"}, second={"FI1": "2", "S01-1": "1"})
    )

    assert [pair.item_id for pair in session.pairs] == ["FI1"]


def test_a_plan_of_no_known_version_has_no_items():
    [session] = sessions(RatedMeeting("a", ("S09",), first={"FI1": "2"}, second={"FI1": "2"}))

    assert (session.ratings, session.pairs) == ({}, ())


@pytest.mark.parametrize(("held", "wanted"), [(0, 0), (9, 0), (10, 1), (19, 1), (30, 3)])
def test_one_session_in_ten_is_to_be_rated_twice(held, wanted):
    assert second_ratings_wanted(held, 10) == wanted


def test_items_are_told_by_how_often_they_were_missed_of_how_often_they_applied():
    tallies = item_tallies(
        [
            {"a": "0", "b": "0", "c": "2", "d": "0"},
            {"a": "2", "b": "na", "c": "1", "d": "0"},
            {"a": "0", "b": "na", "c": "na"},
        ]
    )

    assert tallies == (
        ItemTally("d", 2, 2),
        ItemTally("b", 1, 1),
        ItemTally("a", 2, 3),
        ItemTally("c", 0, 2),
    )


def test_every_item_is_known_by_its_id_and_a_shared_one_stands_once():
    assert list(fidelity_items(PROGRAMME)) == ["FI1", "S01-1", "S02-1"]
