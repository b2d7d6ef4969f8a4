"""The service report: its blocks, its definitions, and what it may say.

Definitions are tried on the exact figures, which nobody outside ever sees.
"""

import io
from dataclasses import replace
from itertools import chain
from random import Random

import pytest
from pypdf import PdfReader

from exports.case.casefile import AlertCase, FilledCase, HeldSession
from exports.disclosure import disclosure
from exports.disclosure.protected import row_key
from exports.document.document import Asked, Facts, Prose
from exports.document.tables import Table
from exports.document.typesetting import has_first_sheet, height_of, report_pdf
from exports.errors import DamagedFigures, NotForExport
from exports.occasion import AskedBefore
from exports.paper.charts.pictures import Picture, picture_title
from exports.paper.charts.run_chart import RunChart
from exports.paper.pages.page import FOOT, HEIGHT, MARGIN
from exports.reports import course_tables
from exports.reports import service_report as service_report_module
from exports.reports.first_page import FirstPage
from exports.reports.outcome_tables import change_picture
from exports.reports.outcomes import measures
from exports.reports.questions import QUESTIONS, question_in_words, question_title
from exports.reports.service_report import (
    PARTS,
    EarlierQuarter,
    forms_counted,
    read_tabulated,
    service_report,
    tabulated,
)
from programme.course.order import course_order
from programme.loading import library as programmes
from session_forms.answers import QuestionId
from session_forms.library import library
from session_forms.library.library import FormLibrary
from tests.campaigns.disclosure.services import Content, random_service
from tests.support.exports.cases import Shape, case_file, many, occasion
from tests.support.exports.exact import exact, exact_rows, raw_tables, unchanged
from tests.support.exports.reports import passed, report
from tests.support.sampling import beyond

LEAST_OF_TWO = 10
DASH = "\N{EN DASH}"
MINUS = "\N{MINUS SIGN}"


def rows(made, table_id):
    return [
        [cell.text for cell in row]
        for table in made.tables
        if table.id == table_id
        for row in table.rows
    ]


def true_rows(cases, table_id, forms=None, programme=None):
    return exact_rows(passed(cases, forms, programme), table_id, forms, programme)


def true_table(cases, table_id, forms=None):
    chosen = [each for each in raw_tables(passed(cases, forms), forms) if each.id == table_id]
    [table] = exact(chosen)
    return table


def alike(count, **shape):
    return [case_file(number, Shape(**shape)) for number in range(1, count + 1)]


@pytest.fixture(scope="module")
def forty():
    return report(many(40))


def test_the_report_says_for_whom_and_what_it_covers(forty):
    facts = forty.pages[0].blocks[0]

    assert isinstance(facts, Facts)

    assert ("Covers", "1 of 3 caseloads") in facts.rows
    assert ("Quarter", "October to December 2026") in facts.rows
    assert (
        "Counted",
        "From the first session to the end of the quarter, not the quarter alone",
    ) in facts.rows
    assert "Course" not in {row[0] for row in facts.rows}


def test_the_first_page_says_how_many_clients_are_counted_as_the_funnel_prints_it(forty):
    [funnel] = [each for each in forty.tables if each.id == "funnel"]

    clients = int(funnel.row("clients")["clients"].text)

    [said] = [words for name, words in forty.pages[0].blocks[0].rows if name == "Clients"]
    assert said == f"about {clients}, in 95 of 100 cases {clients - 4} to {clients + 4}"


def test_where_no_figure_is_told_page_one_says_from_when_on_there_are_some(forty):
    everybody = many(12)
    few = report(everybody[:4], everybody[4:8], everybody[8:])

    assert "There are too few people for a main figure." in repr(few.pages[0])
    said = "from 12 people on, most shares from about 24, and most means from about 10."
    assert said in repr(few.pages[0])
    assert "A count is told from" not in repr(forty.pages[0])


def test_a_table_of_figures_without_any_stands_in_the_package_alone():
    made = report(many(11))
    on_paper = {
        block.id
        for page in made.pages
        if page.printed
        for block in page.blocks
        if isinstance(block, Table)
    }
    tables = {each.id: each for each in made.tables}

    of_figures = ("waits", "dose", "agreement", "attendance", "recovery")
    without = [
        each
        for each in of_figures
        if each in tables and all(row[-1].value is None for row in tables[each].rows)
    ]
    assert without
    assert not on_paper & set(without)
    assert set(without) <= set(tables)


def test_beside_the_figures_stands_why_parts_need_not_add_up(forty):
    said = f"Each figure was changed by itself: parts need not add up. 0{DASH}4 and"

    themes = [page for page in forty.pages[1:-2] if page.printed]
    for page in themes:
        texts = [each.text for each in page.blocks if isinstance(each, Prose)]
        assert any(each.startswith(said) for each in texts), page.title
    assert len(themes) > 3


def test_the_blocks_stand_in_order(forty):
    assert [page.title for page in forty.pages] == [
        "What the quarter says",
        "Course of the programme",
        "Outcomes",
        "What clients say, what went wrong, and safety",
        "Fidelity",
        "Groups, and how complete the data are",
        "Tables in the package alone",
        "How far the figures can be narrowed",
        "About this report",
    ]


def test_every_table_has_as_many_cells_as_columns_and_an_id_of_its_own(forty):
    ids = [table.id for table in forty.tables]

    assert len(set(ids)) == len(ids)
    for table in forty.tables:
        assert all(len(row) == len(table.columns) for row in table.rows)


def test_nothing_is_printed_about_fewer_than_five(forty):
    for table in forty.tables:
        for row in table.rows:
            for column, cell in zip(table.columns, row, strict=True):
                assert column.kind != "count" or cell.value is None or cell.value >= 5


def test_the_first_page_says_nothing_of_a_number_of_clients_that_is_not_told():
    assert list(service_report_module._counted_clients({}, 1)) == []


def test_the_funnel_counts_those_who_came_so_far():
    cases = [
        *alike(10),
        *[
            case_file(number, Shape(attendance=("attended", "attended") + ("did_not_attend",) * 2))
            for number in range(11, 21)
        ],
    ]

    assert true_rows(cases, "funnel") == [
        ["In the caseloads covered", "20", ""],
        ["Began: Engage and make safe", "20", "100 %"],
        ["Began: Understand and plan", "10", "50 %"],
        ["Began: Build skills", "0", "0 %"],
        ["Began: Connect and keep going", "0", "0 %"],
        ["Held the last session of the course", "0", "0 %"],
        ["Seen again after the end", "0", "0 %"],
    ]


def test_attendance_counts_clients_and_says_which_part_of_the_sessions_it_was():
    ways = ("attended", "attended", "did_not_attend", "did_not_attend")
    cases = [*alike(6), *[case_file(n, Shape(attendance=ways)) for n in range(7, 13)]]

    made = {row[0]: row[1:] for row in true_rows(cases, "attendance")}

    assert made["Attended"][:2] == ["12", "75"]
    assert made["Did not attend"][:2] == ["6", "25"]


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
    [case] = passed(alike(1), shelf, programme)

    table = course_tables.funnel([replace(held_by(case, *plans), track=track)], programme)

    assert sum(row[1].value for row in table.rows[1:]) == reached


def test_reliable_classes_and_their_criterion_are_shown():
    cases = [
        *alike(10),
        *[case_file(n, Shape(phq=(9, 9, 9, 9), gad=(5, 5, 5, 5))) for n in range(11, 21)],
    ]

    table = true_table(cases, "classes")

    shown = [[cell.text for cell in row[:7]] for row in table.rows]
    assert ["PHQ-9", "still in treatment", "20", "0", "10", "10", "50"] in shown
    assert ["PHQ-9", "all", "20", "0", "10", "10", "50"] in shown
    assert table.notes[0].startswith("PHQ-9: reliable from a change of 6")


def test_the_reader_is_told_what_was_changed_and_by_how_much_at_most(forty):
    told = " ".join(block.text for block in forty.pages[-1].blocks if isinstance(block, Prose))

    assert "changed a little on purpose" in told
    assert "by up to 10" in told
    assert "changed by the same amount in every table" in told


def picture(cases, forms=None):
    return change_picture(
        true_table(cases, "mean_change", forms), measures(forms or library.installed())
    )


def pictures(made):
    return {
        picture_title(block): block
        for page in made.pages
        for block in page.blocks
        if isinstance(block, Picture)
    }


def test_the_picture_of_mean_change_shows_what_its_table_shows(forty):
    change = {row[0]: row for row in rows(forty, "mean_change")}
    drawn = pictures(forty)["How large the change is"]

    assert [line.title for line in drawn.lines] == list(change)
    for line in drawn.lines:
        _name, clients, _first, _last, mean, low, high, *_g = change[line.title]
        assert line.clients == clients
        assert line.figures == f"{mean} ({low} to {high})"
        assert line.low <= line.change <= line.high


def test_in_the_picture_a_fall_is_better_where_a_high_score_is_worse():
    better = alike(10, phq=(20, None, None, 11), gad=(None,) * 4)
    worse = alike(10, phq=(11, None, None, 20), gad=(None,) * 4)

    assert picture(better).lines[0].change == pytest.approx(100 * 9 / 27)
    assert picture(worse).lines[0].change == pytest.approx(-100 * 9 / 27)


def test_where_a_high_score_is_better_a_rise_is_better_in_the_picture():
    made = picture([with_who(number, 4, 14) for number in range(1, 11)])

    [line] = [each for each in made.lines if each.title == "WHO-5"]
    assert line.change == pytest.approx(40)


def with_who(number, first, last):
    case = case_file(number)
    totals = (("S01", 0, first), ("S04", 3, last))
    who = [FilledCase("who-5", 1, s, week, {QuestionId("total"): n}) for s, week, n in totals]
    return replace(case, filled=(*case.filled, *who))


def test_means_of_few_clients_are_withheld_and_not_drawn():
    few = [*alike(12, gad=(None,) * 4), *[case_file(n) for n in range(13, 16)]]

    made = report(few)

    drawn = pictures(made)["How large the change is"]
    assert "GAD-7" not in {line.title for line in drawn.lines}
    assert {row[0]: row[4] for row in rows(made, "mean_change")}.get("GAD-7", "few") == "few"


def test_a_measure_without_a_range_is_not_drawn():
    forms = library.installed()
    phq = forms.latest("phq-9")
    endless = phq.model_copy(update={"scores": (phq.scores[0].model_copy(update={"range": None}),)})
    changed = FormLibrary([*(each for each in forms.all() if each.id != "phq-9"), endless])

    assert picture(alike(12, gad=(None,) * 4), changed) is None


def test_without_anybody_with_both_scores_there_is_no_picture_of_change():
    once = Shape(phq=(17, None, None, None), gad=(None,) * 4)

    made = report([case_file(n, once) for n in range(1, 15)])

    assert "How large the change is" not in pictures(made)
    assert change_picture(true_table(alike(10), "mean_change"), ()) is None


def test_not_known_is_never_recovered():
    cases = [
        *alike(10),
        *[case_file(n, Shape(phq=(17, None, None, None), gad=(None,) * 4)) for n in range(11, 21)],
    ]

    row = true_rows(cases, "recovery")[0]
    assert (row[:5], row[-1]) == (["PHQ-9", "20", "10", "10", "50"], "100")
    assert true_rows(cases, "pairs")[0][:4] == ["PHQ-9", "20", "10", "50"]


def test_mean_change_comes_with_interval_and_an_effect_where_plus_is_better():
    cases = [case_file(n, Shape(phq=(10 + n, None, None, 4 + n % 3))) for n in range(1, 9)]

    row = true_rows(cases, "mean_change")[0]

    assert row[:7] == ["PHQ-9", "8", "14.5", "5.1", f"{MINUS}9.4", f"{MINUS}11.5", f"{MINUS}7.3"]
    assert float(row[7]) > 0
    assert float(row[8]) < float(row[7]) < float(row[9])


def test_a_measure_whose_range_nobody_traced_is_told_to_compare_with_itself_alone():
    told = " ".join(true_table(alike(10), "mean_change").notes)

    assert "The range of CSBD-19 and CSBD-7 was not seen in a source of its own." in told
    assert "PHQ-9" not in told


def test_a_measure_that_nobody_was_given_is_not_listed():
    made = report(alike(20, gad=(None,) * 4))

    for table in ("pairs", "mean_change", "classes", "recovery"):
        assert {row[0] for row in rows(made, table)} == {"PHQ-9"}


def test_a_measure_without_cut_off_or_criterion_has_neither_recovery_nor_classes():
    forms = library.installed()
    phq = forms.latest("phq-9")
    bare = phq.scores[0].model_copy(update={"cutoffs": (), "reliable_change": None})
    better = phq.scores[0].model_copy(update={"direction": "higher-better"})
    others = [each for each in forms.all() if each.id != "phq-9"]
    without = FormLibrary([*others, phq.model_copy(update={"scores": (bare,)})])
    turned = FormLibrary([*others, phq.model_copy(update={"scores": (better,)})])
    fewer = alike(6, gad=(None,) * 4)
    falling = [case_file(n, Shape(phq=(10 + n, None, None, 4), gad=(None,) * 4)) for n in range(9)]

    for table in ("recovery", "classes"):
        assert "PHQ-9" not in {row[0] for row in true_rows(fewer, table, without)}
    assert true_rows(falling, "mean_change", turned)[0][7].startswith(MINUS)


def test_alerts_are_told_by_level_and_by_how_soon_somebody_acted():
    soon, late, still_open = (AlertCase("suicide", "act", 1, hours) for hours in (1.0, 30.0, None))
    cases = [
        *[case_file(n, Shape(alerts=(soon, late, still_open))) for n in range(1, 7)],
        *[case_file(n) for n in range(7, 13)],
    ]

    made = true_rows(cases, "alerts")

    assert [row[:2] for row in made] == [
        ["Suicide", ""],
        ["Child safety", ""],
        ["All", "watch"],
        ["All", "act or urgent"],
        ["All", ""],
    ]
    assert made[0][2:5] == made[3][2:5] == made[4][2:5] == ["6", "50 %", "33"]
    assert made[1][2] == made[2][2] == "0"


def test_what_one_client_makes_is_not_told():
    busy = case_file(1, Shape(alerts=(AlertCase("suicide", "act", 1, 2.0),) * 9))
    others = [case_file(n, Shape(alerts=(AlertCase("suicide", "act", 1, 2.0),))) for n in (2, 3)]
    without = [case_file(n) for n in range(4, 21)]

    made = {tuple(row[:2]): row for row in rows(report([busy, *others, *without]), "alerts")}

    assert made["Suicide", ""][4] in {"few", DASH}


def test_an_alert_of_an_unknown_kind_is_not_counted_anywhere():
    cases = alike(6, alerts=(AlertCase("elsewhere", "act", 1, 1.0),))

    assert true_rows(cases, "alerts")[-1][2] == "0"


def test_adherence_is_told_by_session_and_in_all():
    assert [row[:4] for row in true_rows(alike(6), "fidelity")] == [
        ["S01", "6", "6", "90"],
        ["S02", "6", "6", "80"],
        ["S03", "6", "0", DASH],
        ["S04", "6", "6", "70"],
        ["All", "6", "6", "80"],
    ]


def test_the_interval_of_a_rate_rests_on_clients_and_not_on_their_sessions():
    high, low = ((90, 90, 90, 90), (60, 60, 60, 60))
    cases = [case_file(n, Shape(adherence=high if n % 2 else low)) for n in range(1, 11)]

    [*_sessions, (_name, _held, _rated, mean, lower, upper)] = true_rows(cases, "fidelity")

    assert mean == "75"
    assert int(lower) < 64
    assert int(upper) > 83


def test_a_session_of_no_known_plan_is_left_out_of_fidelity():
    case = case_file(1)
    odd = replace(case, sessions=(*case.sessions, HeldSession("X9", 4, "attended", 60)))

    assert [row[0] for row in true_rows([odd], "fidelity")][-2:] == ["S04", "All"]


def test_clients_who_never_came_are_not_averaged():
    cases = [
        *alike(6),
        *[case_file(n, Shape(attendance=("did_not_attend",))) for n in range(7, 13)],
    ]

    assert true_rows(cases, "dose")[0][:3] == ["Sessions held", "6", "4.0"]


def test_a_session_without_minutes_is_left_out_of_the_minutes_and_of_nothing_else():
    def known(number, *minutes):
        case = case_file(number)
        lengths = zip(case.sessions, minutes, strict=False)
        return replace(case, sessions=tuple(replace(each, minutes=m) for each, m in lengths))

    cases = [*[known(n, 60, None) for n in range(1, 7)], *[known(n, None) for n in range(7, 13)]]

    held, _weeks, minutes, _elsewhere = (row[1:3] for row in true_rows(cases, "dose"))

    assert held == ["12", "1.5"]
    assert minutes == ["6", "60.0"]


def test_whose_filled_forms_count_nowhere_is_counted_and_told_of_enough():
    def left(clients):
        cases = alike(40)
        return [*(replace(each, passed_over=2) for each in cases[:clients]), *cases[clients:]]

    assert true_rows(left(12), "passed_over")[0][1:] == ["12"]
    assert "passed_over" in {each.id for each in report(left(30)).tables}
    assert "passed_over" not in {each.id for each in report(left(0)).tables}


def test_a_fall_in_feedback_is_seen_between_two_meetings():
    falling = alike(6, feedback=(9, 7, 7, 7))
    steady = [case_file(n, Shape(feedback=(8, 8, 7, 8))) for n in range(7, 13)]

    assert true_rows([*falling, *steady], "feedback_falls")[0][:3] == ["12", "6", "50"]


def test_what_was_due_and_what_was_done_is_counted_over_held_sessions():
    made = true_rows(alike(6), "completeness")

    told = [row[:3] for row in made]
    assert ["PHQ-9", "6", "100"] in told
    assert ["WHO-5", "6", "0"] in told
    assert told[-1] == ["All", "6", "15"]


@beyond("test_a_report_over_fewer_than_ten_clients_is_refused_in_words")
@pytest.mark.parametrize("people", range(1, 10))
@pytest.mark.parametrize("profile", ["internal-review", "external"])
def test_a_report_over_fewer_than_ten_clients_is_refused_however_they_are_spread(people, profile):
    everybody = many(people)
    for caseloads in ([everybody], [[each] for each in everybody]):
        with pytest.raises(NotForExport, match="fewer than 10 clients"):
            report(*caseloads, profile=profile)


@beyond("test_three_caseloads_of_eight_make_one_report")
def test_a_report_over_ten_clients_is_made_however_they_are_spread():
    for caseloads in ([many(10)], [many(10)[:1], many(10)[1:]]):
        assert report(*caseloads).pages


def test_a_report_over_fewer_than_ten_clients_is_refused_in_words():
    with pytest.raises(NotForExport, match="fewer than 10 clients"):
        report([replace(case_file(1), sessions=(), filled=())])


def test_three_caseloads_of_eight_make_one_report():
    made = report(*[many(24)[at : at + 8] for at in (0, 8, 16)])

    how = dict(made.checks)["No figure is exact"]
    assert "a count by 42 at most" in how
    assert rows(made, "funnel")[0][0] == "In the caseloads covered"


def test_what_is_said_of_the_changes_does_not_tell_which_caseload_has_nobody_to_count():
    """Of one with a single client it would say whether they agreed."""
    forms, programme = library.installed(), programmes.installed()
    caseloads = [
        tabulated(passed(cases), forms=forms, programme=programme)
        for cases in (many(24)[:12], many(24)[12:], [])
    ]
    when = replace(occasion(), caseloads_open=3)
    every, some = (
        service_report(each, when, forms=forms, programme=programme)
        for each in (caseloads, caseloads[:2])
    )

    assert some.rule == every.rule
    assert "a count by up to 42" in some.rule


def counts_of(made):
    return [
        cell.value
        for each in made.tables
        if each not in made.for_programs
        for column, cell in zip(each.columns * len(each.rows), chain(*each.rows), strict=True)
        if column.kind == "count" and cell.value is not None
    ]


def test_a_small_service_of_two_therapists_is_told_nothing_that_changes_alone_can_make(monkeypatch):
    made = report(many(12)[:6], many(12)[6:])
    monkeypatch.setattr(disclosure, "reached_by_changes", lambda _caseloads: 0)
    without = report(many(12)[:6], many(12)[6:])

    assert all(each >= LEAST_OF_TWO for each in counts_of(made))
    assert any(each < LEAST_OF_TWO for each in counts_of(without))
    assert "0\N{EN DASH}9 stands for none to 9" in made.rule


def test_the_first_page_looks_back_at_the_quarters_before():
    forms, programme = library.installed(), programmes.installed()
    made = tabulated(passed(many(40)), forms=forms, programme=programme)
    earlier = [EarlierQuarter(name, (made,), 1) for name in ("2026-Q2", "2026-Q3")]

    told = service_report([made], occasion(), forms=forms, programme=programme, earlier=earlier)

    drawn = {
        picture_title(each): each for each in told.pages[0].blocks if isinstance(each, Picture)
    }
    [chart] = [each for each in drawn.values() if isinstance(each, RunChart)]
    assert {"2026-Q2", "2026-Q4"} <= {words for words, _v in chart.points}
    assert all(card.before == card.now for card in drawn["Main figures"].cards)
    changed = dict(told.pages[0].blocks[1].rows)["What changed"]
    assert changed.endswith("the difference is within chance.")


def test_a_quarter_with_too_few_clients_for_a_report_is_not_looked_back_at(forty):
    forms, programme = library.installed(), programmes.installed()
    made, few = (
        tabulated(passed(many(count)), forms=forms, programme=programme) for count in (40, 9)
    )
    earlier = [EarlierQuarter("2026-Q3", (few,), 1)]

    told = service_report([made], occasion(), forms=forms, programme=programme, earlier=earlier)

    assert told.pages[0] == forty.pages[0]


def test_only_the_quarter_just_before_is_compared_with():
    forms, programme = library.installed(), programmes.installed()
    made = tabulated(passed(many(40)), forms=forms, programme=programme)
    earlier = [EarlierQuarter("2026-Q2", (made,), 1)]

    told = service_report([made], occasion(), forms=forms, programme=programme, earlier=earlier)

    assert "no quarter to compare" in dict(told.pages[0].blocks[1].rows)["What changed"]


@pytest.mark.parametrize("questions", [0, 3])
def test_page_one_is_one_sheet_with_its_chart_over_quarters(questions):
    """A chart that has no room stands alone on the next sheet, which is then nearly empty."""
    forms, programme = library.installed(), programmes.installed()
    made = tabulated(passed(many(40)), forms=forms, programme=programme)
    earlier = [EarlierQuarter(name, (made,), 1) for name in ("2026-Q2", "2026-Q3")]
    asked = tuple(AskedBefore(each.figure, "open") for each in QUESTIONS[:questions])
    when = replace(occasion(), asked_before=asked)

    told = service_report([made], when, forms=forms, programme=programme, earlier=earlier)

    [first, *_others] = told.pages
    assert any(isinstance(each, RunChart) for each in first.blocks)
    assert has_first_sheet(told.title, first)


def test_a_quarter_without_a_report_is_a_gap_between_its_neighbours():
    forms, programme = library.installed(), programmes.installed()
    made = tabulated(passed(many(40)), forms=forms, programme=programme)
    earlier = [EarlierQuarter(name, (made,), 1) for name in ("2026-Q1", "2026-Q2")]

    told = service_report([made], occasion(), forms=forms, programme=programme, earlier=earlier)

    [drawn] = [each for each in told.pages[0].blocks if isinstance(each, RunChart)]
    known = [(words, value is not None) for words, value in drawn.points]
    assert known == [("2026-Q1", True), ("2026-Q2", True), ("2026-Q3", False), ("2026-Q4", True)]


def test_without_an_earlier_quarter_nothing_is_compared_and_no_chart_is_made():
    began = [case_file(number, Shape(attendance=("attended",))) for number in range(101, 116)]
    told = report([*many(40), *began])  # however figures are changed, fewer came on than there are

    titles = [picture_title(each) for each in told.pages[0].blocks if isinstance(each, Picture)]
    said = "What clients say at the end of a session, from 0 to 10"
    assert titles == ["Main figures", "How far clients came", said]
    course = [picture_title(each) for each in told.pages[1].blocks if isinstance(each, Picture)]
    assert "How far clients came" not in course
    assert "no quarter to compare" in dict(told.pages[0].blocks[1].rows)["What changed"]


def test_every_row_of_every_table_has_a_key_of_its_own():
    for table in raw_tables(passed(many(40))):
        keys = unchanged(table).rows
        assert len({row_key(row) for row in keys}) == len(keys), table.id


def test_every_table_stands_in_one_part_of_the_report():
    named = [each.id for each in raw_tables(passed(many(40)))]

    assert sorted(named) == sorted(each for part in PARTS for each in part.tables if each in named)


def facts_of(made, page):
    found = next(each for each in made.pages if each.title == page)
    return [row for block in found.blocks if isinstance(block, Facts) for row in block.rows]


BEFORE = (
    AskedBefore("attended", "done"),
    AskedBefore("adherence", "open"),
    AskedBefore("some_old_rule", "no_change"),
)


def late(clients):
    """Return clients of whom each had an alert that was answered after a day."""
    alerts = (AlertCase("suicide", "act", 1, 30.0),)
    return [replace(each, alerts=alerts) for each in many(clients)]


def test_a_report_begins_with_what_became_of_earlier_questions():
    alone = report(late(40))
    asked = alone.questions[0].figure
    made = report(late(40), asked_before=(AskedBefore(asked, "under_way"), *BEFORE))

    first = facts_of(made, "What the quarter says")[4:]
    assert first[0] == ("Under way · asked again", question_title(asked))
    assert first[1:4] == [
        ("Done", "Sessions that did not take place"),
        ("Not answered yet", "Parts of plans that are skipped"),
        ("Answered: no change", "A question of an earlier version"),
    ]
    assert first[4][0] == "What changed"
    assert "What became of earlier questions" not in repr(alone.pages)


def test_what_page_one_asks_of_what_stands_out_stays_open_and_the_next_report_begins_with_it():
    alerts = (AlertCase("suicide", "act", 1, 1.0),)
    calm, told = (Shape(adherence=(95,) * 4, alerts=each) for each in ((), alerts))
    cases = [case_file(number, told if number % 5 < 3 else calm) for number in range(1, 41)]
    made = report(cases)
    [asked] = made.questions
    again = report(cases, asked_before=(AskedBefore(asked.figure, "under_way"),))

    assert asked.figure == "alerts_many"
    said = facts_of(made, "What the quarter says")
    assert ("What to ask", "What do these alerts have in common?") in said
    assert question_in_words(asked).endswith("What do these alerts have in common?")
    begins = facts_of(again, "What the quarter says")
    assert ("Under way · asked again", "Many clients with an alert") in begins


def test_what_became_of_questions_is_told_within_the_service_alone():
    made = report(many(60), profile="external", asked_before=BEFORE)

    assert "What became of earlier questions" not in repr(made.pages)


def test_a_report_for_readers_outside_asks_nothing_and_says_nothing_of_questions():
    within, outside = (report(late(60), profile=each) for each in ("internal-review", "external"))

    assert within.questions
    assert outside.questions == ()
    assert "What to ask" in repr(within.pages)
    assert "What to ask" not in repr(outside.pages)
    assert "No question follows" not in repr(outside.pages)
    assert {title for title, _words in facts_of(outside, "What the quarter says")} > {
        "What changed",
        "What stands out",
    }


def test_the_first_question_stands_on_page_one_and_each_other_with_its_theme(monkeypatch):
    every = tuple(Asked(each.figure, 50) for each in QUESTIONS)
    page = FirstPage("", "", every, None, None)
    monkeypatch.setattr(service_report_module, "first_page", lambda *_all: page)

    made = report(many(40))

    assert made.questions == every
    asked = [
        words
        for each in made.pages
        for name, words in facts_of(made, each.title)
        if name == "What to ask"
    ]
    assert asked[0] == question_in_words(every[0])
    assert sorted(asked) == sorted(map(question_in_words, every))
    on_fidelity = dict(facts_of(made, "Fidelity"))
    assert on_fidelity["What to ask"] == question_in_words(Asked("adherence", 50))


def sheets(made):
    data = report_pdf(made, ("Release R",), practice=True)
    return PdfReader(io.BytesIO(data)).pages


def filled(sheet):
    """Return how much of the room of a sheet is used, by the lowest line above its foot."""
    lines = []

    def visit(text, around, at, _font, _size):
        height = at[4] * around[1] + at[5] * around[3] + around[5]
        if text.strip() and height > MARGIN + FOOT:
            lines.append(height)

    sheet.extract_text(visitor_text=visit)
    return (MARGIN + FOOT + HEIGHT - min(lines)) / HEIGHT


@pytest.mark.parametrize("people", [10, 40])
def test_each_theme_is_there_and_no_sheet_but_the_last_is_half_empty(people):
    made = report(many(people))
    printed = [each for each in made.pages if each.printed]

    found = sheets(made)

    text = "".join(each.extract_text() for each in found)
    assert all(each.title in text for each in printed)
    assert "About this report" in found[-1].extract_text()
    assert max(height_of(each) for each in printed) <= HEIGHT
    assert min(filled(each) for each in found[:-1]) >= 0.5
    assert len(found) <= 7


@beyond(test_each_theme_is_there_and_no_sheet_but_the_last_is_half_empty)
@pytest.mark.parametrize("people", [12, 20, 120])
def test_no_sheet_of_any_report_but_the_last_is_half_empty(people):
    content = Content(programmes.installed(), library.installed())
    forms, programme = content.forms, content.programme
    for seed in range(5):
        cases = random_service(content, Random(seed), people).whole
        figures = tabulated(cases, forms=forms, programme=programme)
        made = service_report([figures], occasion(), forms=forms, programme=programme)

        assert min(filled(each) for each in sheets(made)[:-1]) >= 0.5, seed


def test_the_last_page_says_when_a_change_is_called_reliable(forty):
    [notes] = [table.notes for table in forty.tables if table.id == "classes"]

    said = [each.text for each in forty.pages[-1].blocks if isinstance(each, Prose)]

    assert said[-1] == " ".join(notes)
    assert "PHQ-9: reliable from a change of 6" in said[-1]


def test_a_table_for_which_a_sheet_has_no_room_is_in_the_package_alone(forty, monkeypatch):
    monkeypatch.setattr(service_report_module, "HEIGHT", 300)

    made = report(many(40))

    assert {each.id for each in made.tables} == {each.id for each in forty.tables}
    on_paper, before = (
        {b.id for page in each.pages if page.printed for b in page.blocks if isinstance(b, Table)}
        for each in (made, forty)
    )
    assert on_paper < before
    [alone] = [each for each in made.pages if not each.printed]
    assert before - on_paper <= {each.id for each in alone.blocks if isinstance(each, Table)}


def test_what_a_quarter_keeps_of_a_caseload_is_read_as_it_was():
    forms, programme = library.installed(), programmes.installed()
    made = tabulated(passed(many(12)), forms=forms, programme=programme)

    assert read_tabulated(made.as_data()) == made


def test_groups_are_shown_from_ten_clients_and_the_others_together():
    cases = [
        case_file(n, Shape(age_band="25-34" if n <= 12 else "35-44" if n <= 20 else "65+"))
        for n in range(1, 25)
    ]

    made = true_rows(cases, "by_age_band")

    assert [row[:2] for row in made] == [["under 35", "12"], ["All other groups together", "12"]]


def test_age_bands_of_ten_years_are_told_as_three():
    bands = ["under 25"] * 3 + ["25-34"] * 9 + ["35-44"] * 6 + ["45-54"] * 7 + ["55-64"] * 4
    bands += ["65+"] * 7
    cases = [
        replace(each, age_band=band) for each, band in zip(passed(many(40)), bands, strict=False)
    ]

    assert [row[:2] for row in exact_rows(cases, "by_age_band")] == [
        ["35 to 54", "13"],
        ["under 35", "12"],
        ["55 and over", "11"],
    ]


@pytest.mark.parametrize(
    ("sizes", "shown"),
    [
        ({"a": 12, "b": 15}, ["15", "12"]),
        ({"a": 12, "b": 15, "c": 3}, ["15", "12"]),
        ({"a": 12, "c": 3}, []),
        ({"a": 12, "b": 15, "c": 6, "d": 5}, ["15", "12", "11"]),
        ({"a": 30}, []),
    ],
)
def test_groups_that_are_too_few_together_are_left_out(sizes, shown):
    bands = [band for band, size in sizes.items() for _each in range(size)]
    cases = [
        replace(each, age_band=band) for each, band in zip(passed(many(40)), bands, strict=False)
    ]

    assert [row[1] for row in exact_rows(cases, "by_age_band")] == shown


def test_a_dimension_with_a_single_row_is_not_broken_down(forty):
    assert rows(forty, "by_track") == []


def test_a_track_that_many_follow_is_shown_as_a_group_by_its_title():
    track = programmes.installed().tracks[0]
    cases = [case_file(n, Shape(track=track.id if n <= 13 else "")) for n in range(1, 25)]

    assert [row[0] for row in true_rows(cases, "by_track")] == [track.title, "not said"]


def test_gates_that_were_overridden_are_told_together_and_named_in_a_note(forty):
    known = [gate.id for gate in programmes.installed().gates if gate.overridable]
    cases = [
        *[case_file(n, Shape(overrides=(known[n % 2],))) for n in range(1, 7)],
        *[case_file(n) for n in range(7, 13)],
    ]

    [table] = [each for each in forty.tables if each.id == "overrides"]

    assert true_rows(cases, "overrides") == [["Any gate", "6", "50 %"]]
    assert [each.partition(":")[0] for each in table.notes] == known


def test_outside_the_service_nothing_is_told_about_fewer_than_eight():
    made = report(many(40), profile="external")

    for table in made.tables:
        for row in table.rows:
            for column, cell in zip(table.columns, row, strict=True):
                assert column.kind != "count" or cell.value is None or cell.value >= 8


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


@pytest.mark.parametrize("kept", [{}, {"forms": [[1]], "tables": [], "people": 3}, "words"])
def test_kept_figures_that_are_damaged_are_refused(kept):
    with pytest.raises(DamagedFigures):
        read_tabulated(kept)


def test_the_first_page_tells_its_course_and_that_figures_stand_as_they_were():
    forms, programme = library.installed(), programmes.installed()
    made = tabulated(passed(many(20)), forms=forms, programme=programme)
    when = replace(occasion(), caseloads_standing=2, course="Short course", replaces="R-1")

    first, *_others = service_report([made], when, forms=forms, programme=programme).pages

    told = [block.text for block in first.blocks if isinstance(block, Prose)]
    assert "In 2 caseloads few people had anything new" in " ".join(told)
    of = "Short course. Who follows another course is in a report of its own."
    assert ("Course", of) in first.blocks[0].rows
    assert ("Takes the place of", "R-1") in first.blocks[0].rows


def test_a_report_that_is_new_takes_the_place_of_nothing():
    titles = [title for title, _words in report(many(20)).pages[0].blocks[0].rows]
    assert titles == ["Covers", "Quarter", "Clients", "Counted"]


def test_no_table_is_made_from_a_form_that_is_not_counted() -> None:
    forms, programme = library.installed(), programmes.installed()
    counted = forms_counted(forms, programme)
    every_form = tuple(FilledCase(each.id, each.version, "S02", 3, {}) for each in forms.all())
    whole = [replace(each, filled=each.filled + every_form) for each in many()]
    less = [
        replace(each, filled=tuple(form for form in each.filled if form.form_id in counted))
        for each in whole
    ]

    assert len(counted) < len(forms.ids())
    assert list(raw_tables(passed(less))) == list(raw_tables(passed(whole)))


def test_the_forms_named_are_the_same_whoever_filled_them() -> None:
    programme = programmes.installed()
    rare = [replace(each, filled=each.filled[:1]) for each in many(20)]

    assert report(many(20)).forms == report(rare).forms == tuple(sorted(programme.forms.items()))
