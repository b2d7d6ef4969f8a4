"""The service report: blocks, definitions, and what small numbers do to it."""

from collections import Counter
from dataclasses import replace

import pytest

from exports.case.casefile import AlertCase, FilledCase, HeldSession
from exports.case.pseudonymise import ExportContext, pseudonymise
from exports.document.document import Facts, Prose
from exports.reports import course_tables
from exports.reports.outcome_tables import large_groups
from exports.reports.service_report import service_report
from programme.course.order import course_order
from programme.loading import library as programmes
from session_forms.answers import QuestionId
from session_forms.library import library
from session_forms.library.library import FormLibrary
from tests.support.exports.cases import Shape, case_file, many, occasion, pseudonym


def report(cases, profile="internal-review", forms=None, programme=None):
    forms = forms or library.installed()
    programme = programme or programmes.installed()
    passed = [pseudonymise(each, ExportContext(pseudonym, forms, programme)) for each in cases]
    return service_report(passed, occasion(profile), forms=forms, programme=programme)


def rows(made, table_id):
    return [
        [cell.text for cell in row]
        for table in made.tables
        if table.id == table_id
        for row in table.rows
    ]


def alike(count, **shape):
    return [case_file(number, Shape(**shape)) for number in range(1, count + 1)]


@pytest.fixture(scope="module")
def forty():
    return report(many(40))


def test_the_report_says_for_whom_and_what_it_covers(forty):
    [facts] = [each for each in forty.pages[0].blocks if isinstance(each, Facts)]

    assert ("Covers", "2 of 3 caseloads") in facts.rows
    assert ("Period", "June 2026 to November 2026") in facts.rows


def test_the_blocks_stand_in_order(forty):
    assert [page.title for page in forty.pages] == [
        "About this report",
        "Course of the programme",
        "Fidelity",
        "Experience",
        "Outcomes",
        "Safety",
        "Completeness of the data",
        "Groups",
    ]


def test_every_table_has_as_many_cells_as_columns_and_an_id_of_its_own(forty):
    ids = [table.id for table in forty.tables]

    assert len(set(ids)) == len(ids)
    for table in forty.tables:
        assert all(len(row) == len(table.columns) for row in table.rows)


def test_no_small_count_is_printed(forty):
    for table in forty.tables:
        for row in table.rows:
            for column, cell in zip(table.columns, row, strict=True):
                assert column.kind != "count" or cell.value not in {1, 2, 3, 4}


def test_the_funnel_counts_those_who_came_so_far():
    cases = [
        *alike(10),
        *[
            case_file(number, Shape(attendance=("attended", "attended") + ("did_not_attend",) * 2))
            for number in range(11, 21)
        ],
    ]

    assert rows(report(cases), "funnel") == [
        ["In the caseloads covered", "20", "", ""],
        ["Began: Engage and make safe", "20", "0", "100 %"],
        ["Began: Understand and plan", "10", "10", "50 %"],
        ["Began: Build skills", "0", "10", "0 %"],
        ["Began: Connect and keep going", "0", "0", "0 %"],
        ["Held the last session of the course", "0", "0", "0 %"],
        ["Seen again after the end", "0", "0", "0 %"],
    ]


def held_by(case, *plans):
    """Return a case whose held sessions are these."""
    first = case.sessions[0]
    return replace(case, sessions=tuple(replace(first, plan_id=plan) for plan in plans))


@pytest.mark.parametrize(
    ("track", "plans", "reached"),
    [
        ("T-PREV", ("S01", "S02"), 1),
        ("T-ONLINE", ("S01", "S02", "S12"), 1),
        ("T-ONLINE", ("S01", "S02", "S12", "S03"), 2),
        ("T-ONLINE", ("S08",), 3),
        ("T-DISTRESS", ("S04", "S10", "S11"), 2),
        ("T-PREV", ("S19", "S20"), 5),
        ("T-PREV", ("S20", "FU3"), 6),
        ("T-PREV", ("S04", "FU3"), 2),
        ("T-PREV", (), 0),
    ],
)
def test_how_far_a_client_came_is_counted_in_the_order_of_their_track(track, plans, reached):
    programme = programmes.installed()
    shelf = library.installed()
    [case] = [pseudonymise(each, ExportContext(pseudonym, shelf, programme)) for each in alike(1)]

    table = course_tables.funnel([replace(held_by(case, *plans), track=track)], programme)

    assert sum(row[1].value for row in table.rows[1:]) == reached


def test_reliable_classes_and_their_criterion_are_shown():
    cases = [
        *alike(10),
        *[case_file(n, Shape(phq=(9, 9, 9, 9), gad=(5, 5, 5, 5))) for n in range(11, 21)],
    ]
    made = report(cases)

    assert rows(made, "classes")[0] == ["PHQ-9", "20", "10", "10", "0", "0", "50 %"]
    [table] = [each for each in made.tables if each.id == "classes"]
    assert table.notes[0].startswith("PHQ-9: reliable from a change of 6")


def test_the_reader_is_told_what_hiding_does_not_do(forty):
    told = " ".join(block.text for block in forty.pages[0].blocks if isinstance(block, Prose))

    assert "could repeat its choice of what to hide" in told
    assert "is not published" in told


def picture(made):
    [table] = [each for each in made.tables if each.id == "mean_change"]
    return table.picture


def test_the_picture_of_mean_change_shows_what_its_table_shows(forty):
    change = {row[0]: row for row in rows(forty, "mean_change")}

    assert [line.title for line in picture(forty).lines] == list(change)
    for line in picture(forty).lines:
        _name, clients, _first, _last, mean, low, high, _g = change[line.title]
        assert line.clients == clients
        assert line.figures == f"{mean} ({low} to {high})"
        assert line.low <= line.change <= line.high


def test_in_the_picture_a_fall_is_better_where_a_high_score_is_worse():
    better = alike(10, phq=(20, None, None, 11), gad=(None,) * 4)
    worse = alike(10, phq=(11, None, None, 20), gad=(None,) * 4)

    assert picture(report(better)).lines[0].change == pytest.approx(100 * 9 / 27)
    assert picture(report(worse)).lines[0].change == pytest.approx(-100 * 9 / 27)


def test_where_a_high_score_is_better_a_rise_is_better_in_the_picture():
    made = report([with_who(number, 4, 14) for number in range(1, 11)])

    [line] = [each for each in picture(made).lines if each.title == "WHO-5"]
    assert line.change == pytest.approx(40)


def with_who(number, first, last):
    case = case_file(number)
    totals = (("S01", 0, first), ("S04", 3, last))
    who = [FilledCase("who-5", 1, s, week, {QuestionId("total"): n}) for s, week, n in totals]
    return replace(case, filled=(*case.filled, *who))


def test_hidden_means_are_not_drawn_and_a_range_is_needed():
    few = [*alike(12, gad=(None,) * 4), *[case_file(n) for n in range(13, 16)]]
    forms = library.installed()
    phq = forms.latest("phq-9")
    endless = phq.model_copy(update={"scores": (phq.scores[0].model_copy(update={"range": None}),)})
    changed = FormLibrary([*(each for each in forms.all() if each.id != "phq-9"), endless])

    assert [row[4] for row in rows(report(few), "mean_change")][1] == "*"
    assert [line.title for line in picture(report(few)).lines] == ["PHQ-9"]
    assert picture(report(few, forms=changed)) is None


def test_measures_without_a_pair_are_named_in_a_remark_alone():
    once = FilledCase("who-5", 1, "S02", 1, {QuestionId("total"): 4})
    last = case_file(10)
    cases = [*alike(9), replace(last, filled=(*last.filled, once))]

    made = report(cases)

    assert [row[0] for row in rows(made, "mean_change")] == ["PHQ-9", "GAD-7"]
    [table] = [each for each in made.tables if each.id == "mean_change"]
    assert table.notes[0] == "No client has both scores yet: WHO-5."
    assert not any(
        "both scores yet" in note for each in report(alike(9)).tables for note in each.notes
    )


def test_not_known_is_never_recovered():
    cases = [
        *alike(10),
        *[case_file(n, Shape(phq=(17, None, None, None), gad=(None,) * 4)) for n in range(11, 21)],
    ]

    made = report(cases)

    assert rows(made, "recovery")[0] == ["PHQ-9", "0", "20", "10", "0", "10", "50 %"]
    assert rows(made, "pairs")[0] == ["PHQ-9", "20", "0", "10", "10", "50 %"]


def test_mean_change_comes_with_interval_and_an_effect_where_plus_is_better():
    cases = [case_file(n, Shape(phq=(10 + n, None, None, 4 + n))) for n in range(1, 9)]

    row = rows(report(cases), "mean_change")[0]

    assert row[:5] == ["PHQ-9", "8", "14.5", "8.5", "\N{MINUS SIGN}6.0"]
    assert float(row[-1]) > 0


def test_a_measure_that_nobody_was_given_is_not_listed():
    assert [row[0] for row in rows(report(alike(5, gad=(None,) * 4)), "pairs")] == ["PHQ-9"]


def test_a_measure_without_cut_off_or_criterion_has_neither_recovery_nor_classes():
    forms = library.installed()
    phq = forms.latest("phq-9")
    bare = phq.scores[0].model_copy(update={"cutoffs": (), "reliable_change": None})
    better = phq.scores[0].model_copy(update={"direction": "higher-better"})
    others = [each for each in forms.all() if each.id != "phq-9"]

    made = report(
        alike(6, gad=(None,) * 4),
        forms=FormLibrary([*others, phq.model_copy(update={"scores": (bare,)})]),
    )
    turned = report(
        [case_file(n, Shape(phq=(10 + n, None, None, 4), gad=(None,) * 4)) for n in range(1, 9)],
        forms=FormLibrary([*others, phq.model_copy(update={"scores": (better,)})]),
    )

    assert rows(made, "recovery") == []
    assert rows(made, "classes") == []
    assert rows(turned, "mean_change")[0][-1].startswith("\N{MINUS SIGN}")


def test_alerts_are_counted_by_level_and_by_how_soon_somebody_acted():
    soon, late, still_open = (AlertCase("suicide", "act", 1, hours) for hours in (1.0, 30.0, None))
    cases = [case_file(n, Shape(alerts=(soon, late, still_open))) for n in range(1, 7)]

    assert rows(report(cases), "alerts")[1] == ["Suicide", "act", "18", "6", "6", "6", "15.5"]


def test_means_of_alerts_and_feedback_need_five_clients_and_not_five_values():
    few = [
        case_file(1, Shape(alerts=(AlertCase("suicide", "act", 1, 2.0),) * 9, feedback=(8,) * 4))
    ]
    silent = [replace(case_file(n), filled=()) for n in range(2, 8)]

    made = report([*few, *silent])

    assert rows(made, "alerts")[1][2:] == ["9", "9", "0", "0", "*"]
    assert {row[4] for row in rows(made, "experience")} == {"*", "\N{EN DASH}"}


def test_an_alert_of_an_unknown_kind_is_not_counted_anywhere():
    cases = alike(6, alerts=(AlertCase("elsewhere", "act", 1, 1.0),))

    assert rows(report(cases), "alerts")[-1][2] == "0"


def test_adherence_is_told_by_session_and_in_all():
    assert rows(report(alike(6)), "fidelity") == [
        ["S01", "6", "6", "0", "90", "90", "90"],
        ["S02", "6", "6", "0", "80", "80", "80"],
        ["S03", "6", "0", "6"] + ["\N{EN DASH}"] * 3,
        ["S04", "6", "6", "0", "70", "70", "70"],
        ["All", "24", "18", "6", "80", "76", "84"],
    ]


def test_a_session_of_no_known_plan_is_left_out_of_fidelity():
    case = case_file(1)
    odd = replace(case, sessions=(*case.sessions, HeldSession("X9", 4, "attended", "video", 60)))

    assert [row[0] for row in rows(report([odd] * 1), "fidelity")][-2:] == ["S04", "All"]


def test_clients_who_never_came_are_counted_and_not_averaged():
    cases = [
        *alike(6),
        *[case_file(n, Shape(attendance=("did_not_attend",))) for n in range(7, 13)],
    ]

    row = rows(report(cases), "dose")[0]

    assert row[:4] == ["Sessions held", "6", "6", "4.0"]


def test_a_fall_in_feedback_is_seen_between_two_meetings():
    falling = alike(6, feedback=(9, 7, 7, 7))
    steady = [case_file(n, Shape(feedback=(8, 8, 7, 8))) for n in range(7, 13)]

    assert rows(report([*falling, *steady]), "feedback_falls") == [["12", "6", "6", "50 %", "0"]]


def test_what_was_due_and_what_was_done_is_counted_over_held_sessions():
    made = rows(report(alike(6)), "completeness")

    assert ["PHQ-9", "24", "18", "6", "75 %"] in made
    assert made[-1][0] == "All"


def test_no_case_with_forms_still_makes_a_report():
    empty = replace(case_file(1), sessions=(), filled=())

    made = report([empty])

    assert made.forms == ()
    assert rows(made, "completeness") == [["All", "0", "0", "0", "\N{EN DASH}"]]
    assert rows(made, "fidelity")[0][0] == "All"


def test_groups_are_shown_from_ten_clients_and_the_others_together():
    cases = [
        case_file(n, Shape(age_band="18-29" if n <= 12 else "30-44" if n <= 20 else "60+"))
        for n in range(1, 25)
    ]

    made = rows(report(cases), "by_age_band")

    assert [row[:2] for row in made] == [
        ["18-29", "12"],
        ["All other groups together", "12"],
        ["All", "24"],
    ]


def test_a_dimension_with_a_single_row_is_not_broken_down(forty):
    assert rows(forty, "by_track") == []


@pytest.mark.parametrize(
    ("sizes", "shown"),
    [
        ({"a": 12, "b": 15}, ("b", "a")),
        ({"a": 12, "b": 15, "c": 3}, ("b",)),
        ({"a": 12, "c": 3}, ()),
        ({"a": 12, "b": 15, "c": 6, "d": 5}, ("b", "a")),
        ({}, ()),
    ],
)
def test_the_smallest_large_group_joins_the_others_when_they_are_too_few(sizes, shown):
    assert large_groups(Counter(sizes), 10) == shown


def test_when_no_count_is_small_that_is_said():
    [(what, how)] = report(alike(10)).checks

    assert (what, how) == ("No small count can be worked out", "no count was small")


def test_a_track_that_many_follow_is_shown_as_a_group_by_its_title():
    track = programmes.installed().tracks[0]
    cases = [case_file(n, Shape(track=track.id if n <= 13 else "")) for n in range(1, 25)]

    assert [row[0] for row in rows(report(cases), "by_track")] == [track.title, "not said", "All"]


def test_gates_without_override_are_not_listed(forty):
    listed = [row[0] for row in rows(forty, "overrides")]

    assert listed == [gate.id for gate in programmes.installed().gates if gate.overridable]


def test_outside_the_service_every_count_is_rounded_to_five():
    made = report(many(40), "external")

    for table in made.tables:
        for row in table.rows:
            for column, cell in zip(table.columns, row, strict=True):
                if column.kind == "count" and cell.value is not None:
                    assert cell.value % 5 == 0


def test_a_programme_without_sessions_after_the_end_has_no_stage_for_them():
    programme = programmes.installed()
    course = set(course_order(programme))
    phases = tuple(
        phase.model_copy(
            update={"sessions": tuple(each for each in phase.sessions if each.id in course)}
        )
        for phase in programme.phases
    )

    table = course_tables.funnel([], programme.model_copy(update={"phases": phases}))

    assert table.rows[-1][0] == "Held the last session of the course"
