"""Charts on screen, and the same in words and in figures."""

import pytest

from exports.paper.chart import ChartData
from tests.support.outline import outline
from therapist_app.theme.look import look
from therapist_app.theme.tokens import SCHEMES
from therapist_app.widgets.chart import ChartView, chart_table

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


def test_another_chart_takes_the_place_of_the_first(qtbot, wear):
    wear()
    view = ChartView()
    qtbot.addWidget(view)
    before = inks_of(view)

    view.show_chart(CHART)

    assert look().color("accent").lower() not in before
    assert look().color("accent").lower() in inks_of(view)


def test_the_figures_of_a_chart_stand_in_a_table(qtbot, wear, golden):
    wear()
    table = chart_table(CHART)
    qtbot.addWidget(table)
    table.resize(400, 320)
    table.show()

    golden("widgets/chart-table.txt", outline(table))


def test_a_chart_is_taller_with_larger_text(qtbot, wear):
    wear()
    normal = ChartView(CHART)
    wear("light", 2.0)
    large = ChartView(CHART)
    qtbot.addWidget(normal)
    qtbot.addWidget(large)

    assert large.sizeHint().height() == 315
    assert large.minimumSizeHint() == large.sizeHint()
