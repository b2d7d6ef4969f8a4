"""Charts on screen, and the same in words and in figures."""

from dataclasses import astuple, replace

import pytest
from PySide6.QtGui import QImage, QPainter

from exports.paper.charts.change_chart import ChangeChart, ChangeLine
from exports.paper.charts.chart import ChartData
from exports.paper.charts.figure_cards import FigureCard, FigureCards, Reading
from exports.paper.drawing.shapes import Dot, Line
from tests.support.windows.outline import outline
from therapist_app.theme.look import look
from therapist_app.theme.tokens import SCHEMES
from therapist_app.widgets.charts.chart import (
    ChartView,
    PictureView,
    chart_table,
    figure_rows,
    paint_shapes,
)

CHART = ChartData(
    title="Low mood",
    low=0,
    high=27,
    points=(("S02", 14), ("S03", None), ("S04", 6), ("S05", 0)),
    bands=((0, "minimal"), (5, "mild"), (10, "moderate"), (15, "severe")),
    cutoff=10,
    reliable_from_first=6,
)


def inks_of(view: ChartView) -> set[str]:
    image = view.grab().toImage()
    return {
        image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())
    }


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(("dash", "is_whole"), [((), True), ((4, 3), False)])
def test_a_dashed_line_has_gaps_and_any_other_has_none(dash, is_whole):
    image = QImage(60, 20, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    paint_shapes(painter, [Line(0, 10, 60, 10, "accent", 2, dash)])
    painter.end()

    assert all(image.pixelColor(x, 10).alpha() > 0 for x in range(60)) is is_whole


def reach_of_a_point() -> int:
    """Return how many pixels a point is wide."""
    image = QImage(60, 60, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    paint_shapes(painter, [Dot(30, 30, 3, "accent")])
    painter.end()
    return sum(image.pixelColor(x, 30).alpha() > 0 for x in range(60))


def test_a_point_grows_with_the_text(wear):
    wear(text_scale=1.0)
    usual = reach_of_a_point()
    wear(text_scale=2.0)

    assert reach_of_a_point() >= 1.7 * usual


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_chart_is_painted_in_the_colours_of_the_scheme(qtbot, wear, scheme):
    wear(scheme)
    view = ChartView(CHART)
    qtbot.addWidget(view)
    view.resize(480, 220)

    inks = inks_of(view)

    assert {look().color(name).lower() for name in ("accent", "band-1", "band-4")} <= inks


def test_a_chart_is_spoken_as_a_sentence(qtbot, wear):
    wear()
    view = ChartView(CHART)
    qtbot.addWidget(view)

    assert view.accessibleName() == "Low mood"
    assert "14 at the first score, 0 at the last" in view.accessibleDescription()


def test_the_figures_of_a_chart_stand_in_a_table(qtbot, wear, golden):
    wear()
    table = chart_table(CHART)
    qtbot.addWidget(table)
    table.resize(400, 320)
    table.show()

    golden("widgets/chart-table.txt", outline(table))


def test_a_chart_is_as_high_as_its_words_need(qtbot, wear):
    wear()
    view = ChartView(CHART)
    qtbot.addWidget(view)
    normal = view.sizeHint().height()

    wear("light", 2.0)

    assert view.minimumSizeHint().height() > 1.4 * normal


def test_the_figures_say_range_and_change_from_the_first():
    rows = [astuple(each) for each in figure_rows(CHART)]

    assert rows == [
        ("S02", "14", "moderate", "first"),
        ("S03", "not done", "", ""),
        ("S04", "6", "mild", "8 lower"),
        ("S05", "0", "minimal", "14 lower"),
    ]


def test_the_figures_compare_nothing_across_versions():
    points = (("S02", 14), ("S03", 9), ("S04", 9), ("S05", 11))
    broken = replace(CHART, points=points, breaks=(("S03", "version 2"),))

    rows = [(each.band, each.change) for each in figure_rows(broken)]

    assert rows == [
        ("another version", ""),
        ("mild", "first"),
        ("mild", "the same"),
        ("moderate", "2 higher"),
    ]


def test_the_figures_compare_nothing_with_the_time_before():
    points = (("1", 14), ("20", 0), ("1 (2)", 9), ("2 (2)", 11))
    again = replace(CHART, points=points, again="1 (2)")

    rows = [(each.band, each.change) for each in figure_rows(again)]

    assert rows == [
        ("moderate", "the time before"),
        ("minimal", "the time before"),
        ("mild", "first"),
        ("moderate", "2 higher"),
    ]


def test_a_chart_without_scores_has_rows_that_say_so():
    empty = replace(CHART, points=(("S02", None),))

    assert [each.score for each in figure_rows(empty)] == ["not done"]


PICTURE = ChangeChart(
    (
        ChangeLine(
            "PHQ-9", "\N{MINUS SIGN}5.2 (\N{MINUS SIGN}7.0 to \N{MINUS SIGN}3.4)", "31", 19, 12, 26
        ),
        ChangeLine("WHO-5", "6.0 (1.0 to 11.0)", "28", 6, 1, 11),
    )
)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_picture_of_mean_change_is_painted_and_spoken(qtbot, wear, scheme):
    wear(scheme)
    view = PictureView(PICTURE)
    qtbot.addWidget(view)
    view.resize(640, view.sizeHint().height())

    assert {look().color(name).lower() for name in ("accent", "band-1")} <= inks_of(view)
    assert view.accessibleName() == "Picture of mean change"
    assert "WHO-5: mean change 6.0 (1.0 to 11.0), 28 clients, better." in (
        view.accessibleDescription()
    )


def test_a_picture_is_called_by_its_title_and_stands_in_rows_where_it_is_narrow(qtbot, wear):
    wear()
    reading = Reading(45, 58, 70)
    card = FigureCard("Better", "58 %", "45 to 70", "of 62", reading, None, 100, "100 %")
    view = PictureView(FigureCards("Four figures", (card,) * 4))
    qtbot.addWidget(view)

    assert view.accessibleName() == "Four figures"
    assert view.heightForWidth(400) > view.heightForWidth(1200)


def test_the_picture_of_mean_change_grows_with_the_text(qtbot, wear):
    wear()
    view = PictureView(PICTURE)
    qtbot.addWidget(view)
    normal = view.minimumSizeHint()

    wear("light", 2.0)

    assert view.minimumSizeHint().height() > 1.5 * normal.height()
