"""Pictures and main figures come from finished tables; what is not told there is not drawn."""

import pytest

from exports.disclosure.certainty import share_as_counted
from exports.estimates.shares import Estimate, bounded_interval
from exports.estimates.student import t_quantile
from exports.paper.charts.pictures import picture_in_words, picture_notes
from exports.reports.first_page import first_page
from exports.reports.report_pictures import PICTURES, groups_picture, series, shown_figures
from tests.support.exports.finished import rate, tables

FEW = 4
IMPROVED = {"phq-9.all": rate("percent", 58, 45, 70, paired=62)}


def drawn(name, caseloads=1, **found):
    return list(PICTURES[name](tables(**found), caseloads))


def test_a_main_figure_comes_with_its_people_and_the_quarter_before():
    before = tables(classes={"phq-9.all": rate("percent", 51, 38, 64, paired=60)})

    shown = shown_figures(tables(classes=IMPROVED), before, few=FEW)

    assert shown["improved"].now == Estimate(58, 45, 70)
    assert shown["improved"].people == 62
    assert shown["improved"].before == Estimate(51, 38, 64)
    assert list(shown) == ["improved"]


def test_a_figure_that_is_withheld_is_not_shown():
    few = {"phq-9.all": rate("percent", "few", "few", "few", paired=6)}

    assert shown_figures(tables(classes=few), few=FEW) == {}
    assert shown_figures({}, few=FEW) == {}


@pytest.mark.parametrize(("most", "is_shown"), [(50, True), (53, True), (54, False), (90, False)])
def test_recovery_is_shown_only_where_those_not_known_leave_it_close(most, is_shown):
    """Else "about 3 per cent" is said of people of whom most have no later score."""
    row = rate("percent", 3, 0, 30, case=22, recovered="0-4", not_known=14, most=most)

    assert ("recovered" in shown_figures(tables(recovery={"phq-9.case": row}), few=FEW)) is is_shown


def test_a_figure_without_ends_is_a_point_and_a_turned_one_is_what_is_left():
    found = tables(
        drop_out={"drop_out.S04.stopped": {"stopped": 9, "of_stopped": 45}},
        pairs={"phq-9.scored": rate("percent", 75, 60, 85, scored=40)},
        completeness={"due.phq-9": rate("done", 70, 55, 80, clients=38)},
    )

    shown = shown_figures(found, few=FEW)

    assert shown["stopped_early"].now == Estimate(45, 45, 45)
    assert shown["mood_not_given"].now == Estimate(30, 20, 45)
    assert shown["paired"].now == Estimate(75, 60, 85)


@pytest.mark.parametrize(("better", "is_asked"), [(12, False), (40, True), ("0-4", False)])
def test_of_few_people_a_share_after_the_end_asks_nothing(better, is_asked):
    """One of twelve makes eight points: in every eighth service chance reached the limit."""
    row = {"due": 60, "better": better, "unknown": 36}
    shown = shown_figures(tables(follow_up={"follow_up.FU3.due": row}), few=FEW)

    assert bool(first_page(shown).questions) is is_asked


def test_over_several_caseloads_a_share_that_is_reckoned_is_less_sure():
    row = {"due": 60, "better": 40, "unknown": 36}
    one, four = (
        shown_figures(tables(follow_up={"follow_up.FU3.due": row}), few=FEW, caseloads=each)
        for each in (1, 4)
    )
    name = "follow_up_not_known"

    assert four[name].now.low < one[name].now.low < 36 < one[name].now.high < four[name].now.high


def test_a_chart_over_quarters_has_a_gap_where_nothing_is_told():
    quarter = tables(classes=IMPROVED)

    told = series([("2026-Q2", quarter), ("2026-Q3", {})], few=FEW)

    charts = {each.title: each for each in told}

    chart = charts["Reliably better on mood"]
    assert chart.points == (("2026-Q2", 58), ("2026-Q3", None))
    assert chart.limits is None


@pytest.mark.parametrize("name", PICTURES)
def test_without_tables_nothing_is_drawn(name):
    assert drawn(name) == []


def test_stages_that_are_not_told_are_not_drawn():
    [picture] = drawn(
        "stages",
        funnel={
            "clients": {"stage": "All", "clients": 40, "percent": ""},
            "a": {"stage": "Began", "clients": 38, "percent": "87 to 100 %"},
            "b": {"stage": "Went on", "clients": 25, "percent": 62},
            "c": {"stage": "Last", "clients": "0-4", "percent": "0 to 13 %"},
        },
    )

    assert [(bar.title, bar.parts) for bar in picture.bars] == [
        ("Began", (("best", 38), ("untold", 2))),
        ("Went on", (("best", 25), ("plain", 15))),
    ]


def test_a_stage_that_more_reached_than_there_are_is_not_drawn():
    found = {
        "clients": {"stage": "All", "clients": 33, "percent": ""},
        "a": {"stage": "Began", "clients": 34, "percent": "66 to 100 %"},
        "b": {"stage": "Went on", "clients": 33, "percent": 100},
    }

    [picture] = drawn("stages", funnel=found)

    assert [(bar.title, bar.note) for bar in picture.bars] == [("Went on", "about 33 of 33")]


def test_a_stage_that_more_reached_than_one_before_it_is_not_drawn():
    found = {
        "clients": {"stage": "Clients", "clients": 37, "percent": 100},
        "phase.2": {"stage": "Second", "clients": 5, "percent": 29},
        "phase.3": {"stage": "Third", "clients": "0-4", "percent": "few"},
        "follow_up": {"stage": "Seen again", "clients": 8, "percent": 47},
        "last": {"stage": "Last", "clients": 5, "percent": 29},
    }

    [picture] = drawn("stages", funnel=found)

    assert [each.title for each in picture.bars] == ["Second", "Last"]


FEW_STAGES = {
    "clients": {"stage": "All", "clients": 17, "percent": ""},
    "a": {"stage": "Began", "clients": 24, "percent": "few"},
    "b": {"stage": "Went on", "clients": "0-11", "percent": "few"},
    "c": {"stage": "Last", "clients": 13, "percent": "few"},
}


def test_of_few_people_each_stage_has_an_interval_and_none_a_bar():
    """The bar of the last stage said 76 per cent; 8 of 21 had reached it."""
    [picture] = drawn("stages", caseloads=3, funnel=FEW_STAGES)

    assert [(each.title, each.people) for each in picture.lines] == [
        ("Began", "24"),
        ("Last", "13"),
    ]
    began, last = picture.lines
    assert (began.value, began.figures) == (None, "33 to 100")
    assert (last.value, last.figures) == (None, f"{last.low:.0f} to {last.high:.0f}")
    assert last.low < 100 * 8 / 21 < last.high
    notes = " ".join(picture_notes(picture))
    assert "Without a dot: too few people for one number." in notes


@pytest.mark.parametrize(("caseloads", "whole"), [(1, 30), (3, 50)])
def test_bars_stand_where_the_changes_leave_a_share_within_half(caseloads, whole):
    funnel = {**FEW_STAGES, "clients": {**FEW_STAGES["clients"], "clients": whole}}

    [picture] = drawn("stages", caseloads=caseloads, funnel=funnel)
    [fewer] = drawn("stages", caseloads=caseloads + 1, funnel=funnel)

    share = share_as_counted(whole, whole, caseloads)
    assert share.high - share.low <= 50
    assert [each.title for each in picture.bars] == ["Began", "Last"]
    assert [each.title for each in fewer.lines] == ["Began", "Last"]


def test_without_a_whole_or_any_stage_there_is_no_picture():
    whole = {"stage": "All", "clients": 40}

    assert drawn("stages", funnel={"clients": {**whole, "clients": "0-4"}}) == []
    assert drawn("stages", funnel={"clients": whole, "a": {**whole, "clients": "0-4"}}) == []


CLASS = {
    "measure": "PHQ-9", "whom": "completed", "paired": 40,
    "deteriorated": "0-4", "unchanged": 16, "improved": 19,
}  # fmt: skip


def test_parts_that_are_not_told_are_left_white_and_a_title_stands_once():
    [picture] = drawn(
        "classes",
        classes={
            "a": CLASS,
            "b": {**CLASS, "whom": "all", "paired": 34},
            "c": {**CLASS, "unchanged": "0-4", "improved": "0-4"},
            "d": {**CLASS, "paired": "0-4"},
            "e": {**CLASS, "unchanged": "0-4", "improved": 30, "paired": 30},
            "f": {**CLASS, "unchanged": "0-4", "improved": 6, "paired": 8},
        },
    )

    assert [(bar.title, bar.note) for bar in picture.bars] == [
        ("PHQ-9", "completed, about 40"),
        ("", "all, about 34"),
    ]
    assert picture.bars[0].parts[-1] == ("untold", 5)
    assert picture.bars[1].parts[-1] == ("untold", 0)


def test_a_bar_that_its_own_row_contradicts_is_not_drawn():
    """Drawn it would say 61 per cent reliably worse, and nobody better, beside "55 % better"."""
    row = {**CLASS, "paired": 29, "deteriorated": 35, "unchanged": 7, "improved": "few"}
    told = rate("percent", 55, 17, 88)
    white = {**CLASS, "paired": 40, "deteriorated": 10, "unchanged": 16, "improved": "0-4"}
    crowded = {**CLASS, "paired": 29, "deteriorated": 28, "unchanged": 28, "improved": "0-4"}

    assert drawn("classes", classes={"a": {**row, **told}}) == []
    assert drawn("classes", classes={"a": row}) == []
    assert drawn("classes", classes={"a": {**crowded, **told}}) == []
    assert drawn("classes", classes={"a": {**white, **told}})
    assert drawn("classes", classes={"a": {**CLASS, **told}})


def test_drop_out_is_drawn_of_all_of_whom_it_is_known_and_few_are_left_white():
    [picture] = drawn(
        "drop_out",
        drop_out={
            "a": {
                "point": "before S04",
                "stopped": 6,
                "left_out": "0-4",
                "reached": 22,
                "known": 31,
            }
        },
    )

    [bar] = picture.bars
    assert (bar.title, bar.note) == ("before S04", "about 31")
    assert bar.parts[-1] == ("untold", 3)
    assert "ended otherwise" not in picture_in_words(picture)


def test_parts_of_figures_from_before_this_version_are_left_white():
    before = {
        "point": "before S04",
        "stopped": 6,
        "otherwise": 7,
        "not_yet": 5,
        "reached": 27,
        "known": 33,
    }

    [picture] = drawn("drop_out", drop_out={"a": before})

    assert picture.bars[0].parts == (("bad", 6), ("plain", 0), ("best", 27), ("untold", 0))


def test_intervals_need_all_three_and_the_least_done_form_stands_first():
    [picture] = drawn(
        "completeness",
        completeness={
            "a": rate("done", 95, 90, 99, form="PHQ-9", clients=30),
            "b": rate("done", 60, 40, 80, form="WHO-5", clients=20),
            "c": rate("done", "few", "few", "few", form="NEQ", clients="0-4"),
            "d": rate("done", 70, "-", "-", form="WSAS", clients=5),
        },
    )

    assert [line.title for line in picture.lines] == ["WHO-5", "PHQ-9"]
    assert picture.lines[0].figures == "60 (40 to 80)"


def test_a_figure_whose_ends_leave_open_what_it_is_is_drawn_by_them_alone_on_any_scale():
    [forms] = drawn(
        "completeness",
        completeness={
            "a": rate("done", 100, 31, 100, form="PHQ-9", clients=12),
            "b": rate("done", 90, 50, 100, form="WHO-5", clients=20),
        },
    )
    [feedback] = drawn(
        "experience", experience={"a": rate("mean", 6.0, 2.8, 8.5, question="Useful", clients=15)}
    )

    assert [(each.value, each.figures) for each in forms.lines] == [
        (90, "90 (50 to 100)"),
        (None, "31 to 100"),
    ]
    assert [(each.value, each.figures) for each in feedback.lines] == [(None, "2.8 to 8.5")]


GROUPS = {
    "by_age_band": {
        "a": {"group": "25-34", "clients": 32, "improved": 10, "percent": 31},
        "b": {"group": "other", "clients": 12, "improved": "0-4", "percent": "0 to 42 %"},
        "c": {"group": "35-44", "clients": 18, "improved": 9, "percent": 50},
    },
}
ALONE = {
    "by_mode": {
        "d": {"group": "in person", "clients": 31, "improved": 7, "percent": 23},
        "e": {"group": "remote", "clients": 11, "improved": "few", "percent": "few"},
    },
}


def test_groups_stand_under_what_divides_them_and_what_is_not_told_of_one_is_not_drawn():
    [picture] = groups_picture(tables(**GROUPS), 1)

    assert [(line.group, line.title) for line in picture.lines] == [
        ("group", "25-34"),
        ("group", "35-44"),
    ]
    assert "group · 25-34: 31 (" in picture_in_words(picture)
    young, older = picture.lines
    assert 0 < young.low < young.value < young.high < 100
    assert (older.value, older.figures) == (None, f"{older.low:.0f} to {older.high:.0f}")
    assert list(groups_picture({}, 1)) == []


def test_a_group_with_none_beside_it_to_be_compared_with_is_not_drawn():
    [picture] = groups_picture(tables(**GROUPS, **ALONE), 1)

    assert "in person" not in [line.title for line in picture.lines]
    assert list(groups_picture(tables(**ALONE), 1)) == []


def test_the_interval_of_a_group_holds_the_changes_of_all_caseloads():
    [[one], [three]] = (
        [each.lines[0] for each in groups_picture(tables(**GROUPS), many)] for many in (1, 3)
    )
    chance = bounded_interval(0.31, (0.31 * 0.69 / 32) ** 0.5, 32, t_quantile(31))

    assert three.low < one.low < 100 * chance[0]
    assert 100 * chance[1] < one.high < three.high
