"""Rules over the names of counts give constraints among those that are there."""

import pytest

from exports.disclosure.constraints import (
    Rule,
    apart,
    constraints_of,
    divided,
    same,
    same_people,
    within,
)


def test_a_part_lies_within_its_whole_whatever_a_word_in_braces_stands_for():
    rule = Rule("part", "{form}.scored", ("{form}.paired", "{form}.case"))

    found = constraints_of([rule], {"a.scored", "a.paired", "b.scored", "b.case", "c.paired"})

    assert set(map(repr, found)) == {
        repr(within("a.paired", ("a.scored",))),
        repr(within("b.case", ("b.scored",))),
    }


def test_a_star_stands_for_any_word_and_never_for_the_whole():
    rule = Rule("part", "due.all", ("due.*",))

    found = constraints_of([rule], {"due.all", "due.a", "due.b", "due.a.done", "other.c"})

    assert found == (within("due.a", ("due.all",)), within("due.b", ("due.all",)))


def test_those_apart_are_told_apart_by_the_words_that_they_share():
    rule = Rule("apart", "clients", ("clients.{by}=*",))

    found = constraints_of(
        [rule], {"clients", "clients.age=old", "clients.age=young", "clients.track=A"}
    )

    assert found == (
        apart("clients", ("clients.age=old", "clients.age=young")),
        apart("clients", ("clients.track=A",)),
    )


@pytest.mark.parametrize(("holds", "made"), [("divided", divided), ("some", within)])
def test_what_needs_all_its_parts_says_nothing_without_one(holds, made):
    parts = ("{form}.better", "{form}.worse")
    rule = Rule(holds, "{form}.all", parts)

    assert constraints_of([rule], {"a.all", "a.better"}) == ()
    assert constraints_of([rule], {"a.all", "a.better", "a.worse"}) == (
        made("a.all", ("a.better", "a.worse")),
    )


def test_a_part_that_is_untold_is_named_though_it_stands_nowhere():
    rule = Rule("divided", "{form}.all", ("{form}.better", "{form}.worse"), untold=True)

    assert constraints_of([rule], {"a.all", "a.better"}) == (
        divided("a.all", ("a.better", "a.worse")),
    )
    assert constraints_of([rule], {"a.all"}) == ()
    assert constraints_of([rule], {"a.better", "a.worse"}) == ()


def test_counts_of_the_same_clients_are_one_number():
    assert constraints_of(same("a", "b", "c"), {"a", "b", "c"}) == (
        divided("a", ("b",)),
        divided("a", ("c",)),
    )


def test_a_rule_is_about_a_whole_only_beside_what_tells_what_it_is():
    rule = Rule("some", "{form}.ended", ("stopped", "left_out"), beside=("{form}.all",))
    known = {"stopped", "left_out", "a.ended", "a.all", "status.ended"}

    assert constraints_of([rule], known) == (within("a.ended", ("stopped", "left_out")),)


def test_what_is_of_the_same_people_has_one_name_however_long_the_way_to_it():
    rules = [
        *same("{form}.all", "other.{form}", "{form}.mean"),
        *same("other.{form}", "other.{form}.percent"),
        *same("clients", "came.*.rate"),
        Rule("divided", "clients", ("came", "not_come")),
        Rule("part", "clients", ("alone",)),
    ]
    named = same_people(rules)

    assert {named(each) for each in ("a.all", "other.a", "a.mean", "other.a.percent")} == {"a.all"}
    assert named("b.mean") == "b.all"
    assert named("came.late.rate") == named("clients") == "clients"
    assert [named(each) for each in ("came", "alone", "b.last")] == ["came", "alone", "b.last"]
    assert not constraints_of(rules[:3], {"a.all", "clients"})
