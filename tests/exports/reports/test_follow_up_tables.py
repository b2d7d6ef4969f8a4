"""What lasted, with bounds for what is not known, and what went wrong."""

from tests.support.exports.cohorts import case
from tests.support.exports.exact import exact_rows

DASH = "\N{EN DASH}"
BETTER = (("S01", 18), ("S20", 6))


def followed_up():
    kept = [
        case(20, key=key, phq=(*BETTER, ("FU3", 7)), after=("FU3",), since=20)
        for key in range(1, 7)
    ]
    lost = [
        case(20, key=key, phq=(*BETTER, ("FU3", 16)), after=("FU3",), since=20)
        for key in range(7, 9)
    ]
    unknown = [case(20, key=key, phq=BETTER, since=30) for key in range(9, 13)]
    too_early = [case(20, key=key, phq=BETTER, since=3) for key in range(13, 16)]
    return [*kept, *lost, *unknown, *too_early]


def test_kept_lies_between_bounds_and_not_known_is_never_kept():
    [row] = [each for each in exact_rows(followed_up(), "follow_up") if "3 months" in each[0]]

    assert row[1:] == ["12", "67", "12", "50", "83", "33"]


def test_the_last_score_of_a_course_is_not_the_one_of_its_follow_up():
    made = {row[1]: row for row in exact_rows(followed_up(), "classes") if row[0] == "PHQ-9"}

    assert made["completed the course"][2:7] == ["15", "0", "0", "15", "100"]


def test_who_completed_stands_apart_from_who_is_still_in_treatment():
    cases = [
        *[case(20, key=key, phq=BETTER) for key in range(1, 7)],
        *[case(2, key=key, phq=(("S01", 12), ("S02", 12))) for key in range(7, 12)],
        *[
            case(5, key=key, phq=(("S01", 9), ("S05", 2)), reason="no_contact")
            for key in range(12, 17)
        ],
    ]

    made = {row[1]: row[2:7] for row in exact_rows(cases, "classes") if row[0] == "PHQ-9"}

    assert made == {
        "completed the course": ["6", "0", "0", "6", "100"],
        "ended before its end": ["5", "0", "0", "5", "100"],
        "still in treatment": ["5", "0", "5", "0", "0"],
        "all": ["16", "0", "5", "11", "69"],
    }


def test_reliable_recovery_has_a_bound_for_what_is_not_known():
    cases = [
        *[case(20, key=key, phq=BETTER) for key in range(1, 6)],
        *[case(20, key=key, phq=(("S01", 12), ("S20", 9))) for key in range(6, 9)],
        *[case(2, key=key, phq=(("S01", 15),)) for key in range(9, 11)],
    ]

    [row] = [each for each in exact_rows(cases, "recovery") if each[0] == "PHQ-9"]

    assert (row[1:5], row[-1]) == (["10", "8", "2", "50"], "70")


def test_unwanted_effects_are_told_of_those_of_whom_they_are_known():
    cases = [
        *[case(10, key=key, phq=(("S01", 6), ("S10", 14)), neq=0) for key in range(1, 4)],
        *[case(10, key=key, phq=(("S01", 15), ("S10", 14)), neq=2) for key in range(4, 11)],
        case(10, key=11, phq=(("S01", 15),)),
    ]

    made = {row[0]: row[1:3] for row in exact_rows(cases, "negative_effects")}

    assert made["Reliably worse: PHQ-9"] == ["10", "30"]
    assert made["An unwanted effect that the client puts down to the treatment (NEQ)"] == [
        "10", "70",
    ]  # fmt: skip


def test_a_measure_given_once_is_not_missing_its_second_score():
    listed = [row[0] for row in exact_rows([case(20, phq=BETTER)], "pairs")]

    assert "PHQ-9" in listed
    assert not {"SAPAS", "DUDIT"} & set(listed)
