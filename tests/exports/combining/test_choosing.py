"""Each service and quarter is counted once, and it is said which release was taken."""

import pytest

from exports.combining.choosing import chosen
from exports.combining.combined import combine
from exports.combining.finding import packages_in
from exports.combining.gathering import Opener, gather
from tests.support.exports.many_packages import changed_lines, key_of, package, release_id


@pytest.fixture
def put(tmp_path):
    """Return what puts packages into the folder and says what is counted and what is not."""

    def counted(*made, practice_counts=True):
        for at, data in enumerate(made):
            (tmp_path / f"{at}.outcomes").write_bytes(data)
        gathered = gather(packages_in([tmp_path]), Opener())
        found = combine(gathered, practice_counts=practice_counts)
        assert found.refused == ()
        left = [(each.release.release_id, each.reason, each.taken) for each in found.left_out]
        return [each.release_id for each in found.counted], left

    return counted


def of(service, release, **changed):
    return package(service, release_id=release, **changed)


def test_services_and_quarters_stand_each_for_itself(put):
    counted, left = put(package(1), package(2), package(1, "2026-Q3"))

    assert counted == [release_id(1), release_id(2), release_id(1, "2026-Q3")]
    assert left == []


def test_a_release_found_twice_is_counted_once(put):
    counted, left = put(package(1), package(1))

    assert counted == [release_id(1)]
    assert left == [(release_id(1), "twice", release_id(1))]


def test_the_one_that_takes_the_place_of_another_is_counted_whatever_else(put):
    counted, left = put(
        of(1, "R-FIRST", month="2027-02", caseloads_open=3, caseloads_all=3),
        of(1, "R-SECOND", replaces="R-FIRST"),
    )

    assert counted == ["R-SECOND"]
    assert left == [("R-FIRST", "replaced", "R-SECOND")]


def test_the_last_of_a_chain_is_counted(put):
    counted, left = put(
        of(1, "R-SECOND", replaces="R-FIRST"),
        of(1, "R-THIRD", replaces="R-SECOND"),
        of(1, "R-FIRST"),
    )

    assert counted == ["R-THIRD"]
    assert left == [
        ("R-SECOND", "replaced", "R-THIRD"),
        ("R-FIRST", "other_release", "R-THIRD"),
    ]


def test_of_two_that_do_not_name_each_other_the_one_over_more_caseloads_is_counted(put):
    counted, left = put(
        of(1, "R-MORE", caseloads_open=2, caseloads_all=2), of(1, "R-LATER", month="2027-02")
    )

    assert counted == ["R-MORE"]
    assert left == [("R-LATER", "other_release", "R-MORE")]


def test_else_the_later_one_is_counted(put):
    counted, _left = put(of(1, "R-LATER", month="2027-02"), of(1, "R-OTHER"))

    assert counted == ["R-LATER"]


def test_two_that_each_take_the_others_place_leave_one(put):
    counted, left = put(of(1, "R-A1", replaces="R-B1"), of(1, "R-B1", replaces="R-A1"))

    assert counted == ["R-B1"]
    assert left == [("R-A1", "replaced", "R-B1")]


def test_one_service_under_two_keys_is_known_by_its_figures_and_counted_once(put):
    again = of(1, "Q-AGAIN", key=key_of(99))

    counted, left = put(package(1), again, package(2))

    assert counted == [release_id(1), release_id(2)]
    assert left == [("Q-AGAIN", "same_figures", release_id(1))]


def test_it_is_known_where_the_other_reader_is_told_less(put):
    """For readers outside counts from five to seven are not told."""
    lines = [
        line | {"n": "few"} if line["n"] in {"5", "6", "7"} and not line["value"] else line
        for line in changed_lines(1)
        if not line["value"] or line["n"] not in {"5", "6", "7"}
    ]
    outside = package(1, key=key_of(99), release_id="R-OUT", lines=lines, profile="external")

    counted, left = put(outside, package(1))

    assert counted == [release_id(1)]
    assert left == [("R-OUT", "same_figures", release_id(1))]


def test_one_figure_that_differs_makes_two_services(put):
    lines = changed_lines(1)
    at = next(at for at, line in enumerate(reversed(lines)) if line["n"].isdecimal())
    lines[-1 - at] = lines[-1 - at] | {"n": str(int(lines[-1 - at]["n"]) + 1)}

    counted, left = put(package(1), of(2, "R-NEAR", lines=lines))

    assert counted == [release_id(1), "R-NEAR"]
    assert left == []


def test_few_equal_figures_do_not_make_one_service_of_two(put):
    lines = [line for line in changed_lines(1) if line["n"].isdecimal()][:10]

    counted, _left = put(of(1, "R-A1", lines=lines), of(2, "R-B1", lines=lines))

    assert counted == ["R-A1", "R-B1"]


def test_practice_alone_is_not_counted_where_real_people_are(put):
    counted, left = put(package(1), package(2), practice_counts=False)

    assert counted == []
    assert left == [(release_id(1), "practice", ""), (release_id(2), "practice", "")]


def test_practice_is_never_added_to_what_is_real(put):
    counted, left = put(package(1), package(2, practice=False))

    assert counted == [release_id(2)]
    assert left == [(release_id(1), "practice", "")]


def test_without_any_release_nothing_is_counted():
    assert chosen([]).counted == ()


def test_two_courses_are_never_added_up(tmp_path):
    full, short, other = package(1), of(1, "R-SHORT", course="pps-brief"), package(2)
    for at, data in enumerate((full, short, other)):
        (tmp_path / f"{at}.outcomes").write_bytes(data)
    gathered = gather(packages_in([tmp_path]), Opener())

    usual, asked = combine(gathered), combine(gathered, "pps-brief")

    assert [each.release_id for each in usual.counted] == [release_id(1), release_id(2)]
    assert [(each.release.release_id, each.reason) for each in usual.left_out] == [
        ("R-SHORT", "other_course")
    ]
    assert [each.release_id for each in asked.counted] == ["R-SHORT"]
    assert {each.reason for each in asked.left_out} == {"other_course"}
