"""Drop-out by time point and waits, in the exact figures of a constructed cohort."""

from dataclasses import replace

from programme.loading import library as programmes
from tests.support.exports.cohorts import COHORT, case
from tests.support.exports.exact import exact_rows

DASH = "\N{EN DASH}"


def test_who_stopped_is_told_of_those_who_reached_a_point_or_stopped():
    made = exact_rows(COHORT, "drop_out")

    assert [row[:6] for row in made] == [
        ["before session S04", "6", "7", "17", "23", "26"],
        ["before session S10", "10", "7", "13", "23", "43"],
        ["before the end", "12", "8", "10", "22", "55"],
    ]
    assert [row[-1] for row in made] == ["50", "83", "100"]


def test_nobody_who_stopped_leaves_no_share_of_them():
    made = exact_rows([replace(case(20), record_key=key) for key in range(12)], "drop_out")

    assert [row[-1] for row in made] == [DASH] * 3


def test_a_programme_without_the_early_sessions_has_fewer_points():
    programme = programmes.installed()
    phases = tuple(
        phase.model_copy(
            update={"sessions": tuple(each for each in phase.sessions if each.id != "S04")}
        )
        for phase in programme.phases
    )
    shorter = programme.model_copy(update={"phases": phases})

    made = exact_rows([case(2)], "drop_out", programme=shorter)

    assert [row[0] for row in made] == ["before session S10", "before the end"]


def test_waits_leave_out_whom_the_record_does_not_know_and_count_them():
    cases = [
        *[case(3, key=key, waited=key % 4) for key in range(1, 9)],
        *[case(1, key=key, waited=90) for key in range(9, 11)],
        case(0, key=11),
    ]

    first, second = exact_rows(cases, "waits")

    assert first[:4] == ["From the first contact to the first session", "10", "1", "6.4"]
    assert second[:4] == ["From the first to the second session", "8", "3", "2.0"]
