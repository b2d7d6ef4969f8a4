"""No main figure of a report is contradicted by what its other pages print."""

from random import Random

import pytest

from exports.disclosure.disclosure import READER_PROFILES, finish
from exports.document.tables import Cell, Column, Table
from exports.estimates.shares import Estimate
from exports.reports.consistency import is_borne_out, told_apart
from exports.reports.first_page import FIGURES, first_page
from exports.reports.report_pictures import series, shown_figures
from exports.reports.service_report import tabulated
from programme.loading import library as programmes
from session_forms.library import library
from tests.campaigns.disclosure.services import Content, random_service
from tests.support.sampling import sampled

FEW = 4
SEEDS = range(20)


def table(table_id, columns, **rows):
    """Return a finished table; a figure that is a text is not told."""
    cells = tuple(
        tuple(Cell(each) if isinstance(each, str) else Cell(str(each), each) for each in row)
        for row in rows.values()
    )
    heads = tuple(Column(each, each, "figure", "") for each in columns.split())
    keys = tuple(key.replace("__", "-").replace("_of_", ".") for key in rows)
    return {table_id: Table(table_id, table_id, heads, cells, keys=keys)}


def recovery(*row):
    return table("recovery", "case recovered not_known percent low high most", phq__9_of_case=row)


def attendance(**shares):
    rows = {f"attendance_of_{key}": (12, share, 0, 100) for key, share in shares.items()}
    return table("attendance", "clients sessions low high", **rows)


def classes(*row):
    return table("classes", "paired deteriorated unchanged improved percent", phq__9_of_all=row)


def borne_out(figure, value, tables, half=30):
    said = Estimate(value, max(0, value - half), min(100, value + half))
    return is_borne_out(figure, said, tables, FEW)


@pytest.mark.parametrize(
    "row",
    [
        (10, "0-4", "0-4", 53, 21, 83, 60),  # of ten, "none to four" is 40 per cent at most
        (20, 6, "0-4", 53, 21, 83, 60),
        (10, 9, 8, 53, 21, 83, 60),  # whoever is not known has not recovered
        (10, 9, "0-4", 53, 21, 83, 42),
    ],
)
def test_reliable_recovery_beyond_what_its_own_table_leaves_is_not_said(row):
    assert not borne_out("recovered", 53, recovery(*row))


def test_reliable_recovery_within_what_its_table_leaves_is_said():
    assert borne_out("recovered", 53, recovery(10, 7, "0-4", 53, 21, 83, 60))
    assert borne_out("recovered", 43, recovery(10, "0-4", "0-4", 43, 21, 83, 60))


@pytest.mark.parametrize(
    ("made", "is_said"),
    [
        (table("alerts", "clients", alerts_of_suicide=(6,), alerts_of_all=("0-4",)), True),
        (table("alerts", "clients", alerts_of_suicide=(6,), alerts_of_all=(6,)), False),
        (table("alerts", "clients", alerts_of_suicide=("0-4",), alerts_of_all=("0-4",)), False),
        (table("alerts", "clients", alerts_of_suicide=(6,)), False),
        (table("feedback_falls", "clients fell", feedback_of_twice=(7, 8)), True),
        (table("feedback_falls", "clients fell", feedback_of_twice=(8, "0-4")), False),
        (table("goal_attainment", "rated reached", goals_of_rated=(5, 6)), True),
        (table("goal_attainment", "rated reached", goals_of_rated=("0-4", 6)), True),
        (table("goal_attainment", "rated reached", goals_of_rated=(6, "0-4")), False),
        (table("double_rated", "held twice", twice_of_held=(5, 8)), True),
        (table("pairs", "clients fell", feedback_of_twice=(7, 8)), False),
    ],
)
def test_a_part_that_is_printed_larger_than_its_whole_is_explained_beneath(made, is_said):
    [one] = made.values()

    notes = told_apart(one, FEW).notes

    assert any("larger than its whole" in each for each in notes) is is_said


def test_sessions_that_took_place_are_said_where_those_that_did_not_leave_room():
    missed = {"cancelled_client": 6, "did_not_attend": 3}

    assert not borne_out("attended", 100, attendance(came=100, attended=87, late=2, **missed))
    assert not borne_out("attended", 70, attendance(came=70, attended=87, late=2))
    assert borne_out("attended", 90, attendance(came=90, attended=87, late=2, **missed))
    assert borne_out("attended", 100, attendance(came=100, attended="few", late="few"))


def test_who_is_better_is_not_said_beside_fewer_or_beside_more_who_are_worse():
    assert not borne_out("improved", 58, classes(12, "0-4", "0-4", "0-4", 58))
    assert borne_out("improved", 36, classes(12, "0-4", 6, "0-4", 36))
    worse = table("negative_effects", "asked percent", negative_of_phq__9=(30, 60))
    assert not borne_out("improved", 58, {**classes(30, "0-4", 9, 17, 58), **worse})


def test_a_count_of_the_same_people_is_within_the_interval():
    paired = table("pairs", "scored paired", phq__9_of_scored=(40, 20))

    assert borne_out("paired", 60, paired, half=15)
    assert not borne_out("paired", 90, paired, half=5)


def test_what_no_other_figure_tells_of_is_borne_out():
    assert borne_out("adherence", 80, {})
    assert all(borne_out(each, 50, {}) for each in FIGURES)
    assert all(borne_out(each, 50, classes("0-4", "0-4", "0-4", "0-4", 50)) for each in FIGURES)


@pytest.mark.parametrize("people", [14, 40])
@pytest.mark.parametrize("seeds", sampled([SEEDS[at::4] for at in range(4)], every=4))
def test_no_report_contradicts_itself_in_its_main_figures(people, seeds):
    content, told = Content(programmes.installed(), library.installed()), 0
    for seed in seeds:
        cases = random_service(content, Random(seed), people).whole
        figures = tabulated(cases, forms=content.forms, programme=content.programme)
        finished, _protection = finish(figures.tables, READER_PROFILES["internal-review"])
        tables = {each.id: each for each in finished}
        page = first_page(
            shown_figures(tables, few=FEW), series([("2026-Q3", tables)] * 2, few=FEW)
        )
        for card in page.cards.cards:
            told += 1
            said = card.now.low if card.now.value is None else card.now.value
            if card.title == "Reliable recovery":
                row = tables["recovery"].row("phq-9.case")
                most = FEW if row["recovered"].value is None else row["recovered"].value
                assert said <= 100 * (most + 0.5) / row["case"].value + 2, seed
                assert row["most"].value is None or said <= row["most"].value + 2, seed
            if card.title == "Sessions that took place":
                rows = {key: tables["attendance"].row(key) for key in tables["attendance"].keys}
                missed = [
                    row["sessions"].value or 0
                    for key, row in rows.items()
                    if key.removeprefix("attendance.") not in {"came", "attended", "late"}
                ]
                assert said + sum(missed) <= 102, seed
    assert told > 2 * len(seeds)
