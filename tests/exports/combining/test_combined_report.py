"""What many services say together: the report, the workbook, and the words of measures."""

from collections import Counter
from dataclasses import replace
from math import sqrt

import pytest

from exports.combining.cell_store import CellKey, Cells
from exports.combining.choosing import LeftOut
from exports.combining.combined import Combined, SiteFigure, combine
from exports.combining.combined_report import combined_report, combined_workbook, how_wrong
from exports.combining.comparing import funnel_of
from exports.combining.finding import packages_in
from exports.combining.gathering import Opener, gather
from exports.combining.measure_words import measure_words
from exports.combining.sums import changed_by_about
from exports.disclosure.cells import OTHER
from exports.document.document import Facts, Prose
from exports.document.tables import Table
from exports.document.typesetting import report_pdf
from exports.paper.charts.funnel_plot import FunnelPlot
from exports.paper.charts.run_chart import RunChart
from programme.loading import library as programmes
from session_forms.library import library as forms
from tests.support.exports.many_packages import changed_lines, package, release_id
from tests.support.exports.tags_reading import Reading
from tests.support.exports.workbooks import sheets_in

QUARTER = "2026-Q4"


@pytest.fixture(scope="module")
def words():
    return measure_words(forms.installed(), programmes.installed())


def with_small_groups_together(line):
    """Return the line as a service tells it of whom too few began one of the tracks."""
    group, _, own = line["stratum"].partition("=")
    return line | {"stratum": f"{group}={OTHER}"} if own == "T-ONLINE" else line


@pytest.fixture(scope="module")
def combined(tmp_path_factory):
    folder = tmp_path_factory.mktemp("packages")
    for service in range(5):
        lines = [
            line | {"n": "few"} if service == 4 and line["measure"] == "attendance.came" else line
            for line in map(with_small_groups_together, changed_lines(service))
        ]
        made = package(service, lines=lines, caseloads_open=2, caseloads_all=3)
        (folder / f"{service}.outcomes").write_bytes(made)
    for service in range(3):
        (folder / f"{service}-before.outcomes").write_bytes(package(service, "2026-Q3"))
    (folder / "again.outcomes").write_bytes(package(1))
    (folder / "torn.outcomes").write_bytes(package(6)[:5_000])
    return combine(gather(packages_in([folder]), Opener()))


@pytest.fixture(scope="module")
def report(combined, words):
    return combined_report(combined, QUARTER, words, programme=("pps-core", "0.3.0"))


def tables(report):
    return {each.id: each for each in report.tables}


def blocks(report, kind):
    return [each for page in report.pages for each in page.blocks if isinstance(each, kind)]


def test_the_first_page_says_what_is_added_up_and_what_is_not(report):
    facts = dict(blocks(report, Facts)[0].rows)

    assert facts["Quarter"] == "October to December 2026"
    assert facts["Services"] == "5"
    assert facts["Caseloads"] == "10 of 15"
    assert facts["Programme"] == "pps-core 0.3.0"
    assert facts["Releases counted"] == "5 of this quarter; 8 of all quarters"
    assert facts["Releases not counted"] == "1"
    assert facts["Packages refused"] == "1"
    assert [row[1].value for row in tables(report)["refused"].rows] == [1]


def test_a_quarter_that_not_every_service_has_says_so(combined, words):
    report = combined_report(combined, "2026-Q3", words, programme=("pps-core", "0.3.0"))

    facts = dict(blocks(report, Facts)[0].rows)

    assert facts["Services"] == "3 of 5; the others have no release of this quarter here"


def test_it_says_by_how_much_sums_can_be_wrong():
    ten, _few = how_wrong(10)
    one, _few = how_wrong(1)

    about = round(1.96 * sqrt(5.7 * 10))
    assert f"within {about} of the true one, and none is further from it than 100" in ten
    assert "1 caseload is added up here" in one


def test_main_figures_are_those_of_all_clients_with_their_intervals(combined, report):
    rows = {row[0].text: row for row in tables(report)["main_figures"].rows}

    [total] = [each for each in combined.totals(QUARTER) if each.key.measure == "phq-9.all.percent"]
    shown = rows["Reliably better on mood"]
    assert shown[1].value == round(total.value, 1)
    assert shown[2].value < shown[1].value < shown[3].value
    assert (shown[4].value, shown[5].value) == (total.n, 5)


def test_beneath_the_main_figures_stands_how_far_those_not_known_leave_recovery_open(
    combined, report
):
    [most] = [
        each.value
        for each in combined.totals(QUARTER)
        if each.key.measure == "phq-9.recovery_most" and not each.key.stratum
    ]

    assert tables(report)["main_figures"].notes[-1] == (
        "Who has no later score counts as not recovered: reliable recovery would be "
        f"{most:.1f} per cent if all of them had."
    )


def test_services_stand_in_funnel_plots_and_nowhere_in_an_order_of_their_figures(report):
    plots = blocks(report, FunnelPlot)

    assert {each.title for each in plots} >= {"Reliably better on mood", "Sessions that took place"}
    for plot in plots:
        names = [each.name for each in plot.sites]
        assert names == sorted(names)
    counted = [row[0].text for row in tables(report)["counted"].rows]
    assert counted == sorted(counted)


def test_quarters_are_a_chart_of_shares_and_no_sum(report, combined, words):
    charts = blocks(report, RunChart)

    assert charts
    assert [words for words, _value in charts[0].points] == ["2026-Q3", QUARTER]
    one = Combined(combined.keys, combined.releases(QUARTER), (), ())
    alone = combined_report(one, QUARTER, words, programme=("pps-core", "0.3.0"))
    assert blocks(alone, RunChart) == []


def test_of_few_services_there_is_no_plot_and_of_what_no_quarter_tells_no_chart(combined, words):
    key = next(each for each in combined.keys.known if each.measure == "phq-9.all.percent")
    number = combined.keys.known.index(key)
    now = package_with(combined, number, n=30, value=60.0)
    before = replace(now, cells=replace(now.cells, quarter=now.quarter.before))
    some = Combined(combined.keys, (now, before), (), ())

    report = combined_report(some, QUARTER, words, programme=("pps-core", "0.3.0"))

    assert blocks(report, FunnelPlot) == []
    assert [each.title for each in blocks(report, RunChart)] == ["Reliably better on mood"]


def test_of_a_form_in_two_versions_the_chart_shows_that_of_more_clients(combined, words):
    keys = combined.keys
    key = next(each for each in keys.known if each.measure == "phq-9.all.percent")
    place = (key.table, key.row, key.column)
    other = keys.number_of(("phq-9.all.percent", "99", "", False), place)
    few = package_with(combined, other, n=6, value=1.0)
    some = Combined(keys, (*combined.counted, few), (), ())

    report = combined_report(some, QUARTER, words, programme=("pps-core", "0.3.0"))

    [chart] = [each for each in blocks(report, RunChart) if each.title == "Reliably better on mood"]
    assert chart.points[-1][1] > 10
    figures = Counter(row[0].text for row in tables(report)["main_figures"].rows)
    assert figures["Reliably better on mood"] == 2


def package_with(combined, number, n, value):
    """Return a release of another service that tells one figure alone."""
    first = combined.releases(QUARTER)[0]
    cells = Cells(first.quarter)
    for column, each in ((cells.keys, number), (cells.n, n), (cells.value, value)):
        column.append(each)
    cells.error.append(1.0)
    cells.most.append(100.0)
    return replace(first, site="another", release_id="R-OTHER", cells=cells)


def test_where_no_main_figure_is_told_that_is_said_and_no_head_stands_over_nothing(combined, words):
    release = package_with(combined, 0, 9, float("nan"))
    key = combined.keys.known[0]
    assert key.counts, "a count of clients is no main figure"
    lone = replace(combined, counted=(release,))

    report = combined_report(lone, QUARTER, words, programme=("p", "1"))

    assert "main_figures" not in tables(report)
    assert "No service has enough people for a main figure." in {
        each.text for each in blocks(report, Prose)
    }


def test_sums_stand_beside_what_they_would_be_at_most(report):
    rows = tables(report)["totals_attendance"].rows

    assert all(row[3].value <= row[4].value for row in rows)
    assert all(row[1].value for row in rows), "what no service tells has no line"
    [untold] = [row for row in rows if row[2].value]
    assert [each.value for each in untold[1:3]] == [4, 1]
    assert untold[4].value == untold[3].value + 4


def test_releases_that_are_not_counted_are_listed_with_the_one_that_is(report):
    [row] = tables(report)["left_out"].rows

    assert [each.text for each in row[1:4]] == [release_id(1), QUARTER, release_id(1)]
    assert row[4].text == "The same release was found twice."


def test_long_lists_are_shortened_on_paper_and_whole_in_the_workbook(combined, words):
    release = combined.releases(QUARTER)[0]
    left = tuple(LeftOut(release, "practice") for _each in range(45))
    many = Combined(combined.keys, combined.counted, left, ())

    shown = tables(combined_report(many, QUARTER, words, programme=("p", "1")))["left_out"]
    sheets = sheets_in(combined_workbook(many, QUARTER, words))

    assert (len(shown.rows), shown.notes) == (40, ("5 more stand in the workbook.",))
    assert len(sheets["left_out"]) == 46


def test_the_workbook_has_every_sum_with_numbers_as_numbers(combined, words):
    data = combined_workbook(combined, QUARTER, words)

    sheets = sheets_in(data)
    totals = sheets["totals"]
    assert len(totals) == 1 + len(combined.totals(QUARTER))
    assert all(isinstance(each, int) for each in (row[5] for row in totals[1:]))
    within = {row[4]: row[9] for row in totals[1:] if row[2] == "clients"}
    together = {each for each in within if each.endswith("=other")}
    told = {each for each in within if "=" in each} - together
    assert any(each.startswith("age_band=") for each in told)
    assert {within[""], *(within[each] for each in told)} == {round(changed_by_about(10))}
    assert {within[each] for each in together} == {""}
    assert {row[0] for row in sheets["services"][1:]} == {row[0] for row in sheets["counted"][1:]}
    assert data == combined_workbook(combined, QUARTER, words)


def test_a_name_that_a_spreadsheet_would_run_is_harmless(combined, words):
    sheets = sheets_in(combined_workbook(combined, QUARTER, words, lambda _site: "=1+1"))

    assert {row[0] for row in sheets["counted"][1:]} == {"'=1+1"}


def test_the_paper_is_tagged_and_says_that_it_is_practice(report, combined):
    assert combined.practice
    pdf = Reading(report_pdf(report, ("What services say together",), practice=True))

    assert pdf.problems == []


def test_the_paper_names_no_file_that_was_refused(report):
    told = repr(report)

    assert "torn" not in told
    assert "again.outcomes" not in told


def test_a_plot_needs_three_services_that_tell_their_share():
    told = [SiteFigure(f"{at:05} {at:05}", 30, 50.0 + at) for at in range(3)]
    silent = [SiteFigure("9", None, None), SiteFigure("8", 20, None)]

    assert funnel_of("Better", [*told[:2], *silent]) is None
    plot = funnel_of("Better", [*told, *silent])
    assert [(each.name, each.people) for each in plot.sites] == [
        (f"{at:05} {at:05}", 30) for at in range(3)
    ]
    assert plot.sites[1].share == pytest.approx(0.51)


def key(table, row, column, stratum=""):
    return CellKey("m", "1", stratum, counts=True, table=table, row=row, column=column)


def test_measures_have_the_words_of_the_report(words):
    rate = key("attendance", "attendance.came", "sessions")
    assert words.table(rate) == "Sessions that were due"
    assert words.line(rate) == "Took place \u00b7 Of sessions, %"


def test_a_row_that_a_report_over_nobody_lacks_is_called_by_its_form_or_its_key(words):
    assert words.row(key("completeness", "due.phq-9", "done")) == "PHQ-9"
    assert words.row(key("fidelity", "fidelity.S02.held", "held")) == "S02"
    assert words.row(key("other", "alone", "n")) == "alone"
    assert words.table(key("other", "alone", "n")) == "other"
    assert words.column(key("other", "alone", "n")) == "n"


def test_a_group_is_called_by_itself_and_small_ones_are_no_group(words):
    age = key("by_age_band", "clients.age_band=25-34", "clients", "age_band=25-34")
    small = key("by_age_band", "clients.age_band=35-44", "clients", "age_band=other")

    assert words.row(age) == "25-34"
    assert words.row(small) == "Groups too small to stand alone"


def test_every_measure_of_a_report_has_a_title_of_its_table_and_its_column(combined, words):
    known = combined.keys.known

    assert {words.table(each) for each in known}.isdisjoint({each.table for each in known})
    assert all((each.table, each.column) in words.columns for each in known)


def test_tables_are_there_to_be_read(report):
    assert all(isinstance(each, Table) and each.title for each in report.tables)
