"""The tiles of scores stand alike: equally wide, and in one column or in two."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from exports.paper.charts.chart import ChartData
from tests.support.windows.settling import settle
from therapist_app.widgets.charts.scores_card import ScoresCard, TileLine
from therapist_app.widgets.layout.frames import score_tile
from therapist_app.widgets.layout.layouts import STRETCH, stack
from therapist_app.widgets.parts import hold
from therapist_app.workflows.measures.score_words import ScoreTile

LONG = ("4 higher, margin of error not known", "quiet")
SHORT = ("first score", "quiet")


@pytest.mark.usefixtures("wear")
def test_figures_beside_each_other_stand_on_one_line(qtbot: QtBot) -> None:
    long = "Compulsive sexual behaviour, the short form with seven questions (CSBD-7)"
    tiles = [
        score_tile("PHQ-9", "7", "mild", SHORT, "session 3"),
        score_tile(long, "19", "mild", SHORT, "session 3, the first time"),
    ]
    line = TileLine(tiles, tiles)
    page = hold(stack(line, STRETCH))
    qtbot.addWidget(page)
    page.resize(640, 400)
    page.show()
    settle()

    assert line.stands_beside
    assert tiles[1].head_height(tiles[1].width()) > tiles[0].head_height(tiles[0].width())
    for part in (0, 1):
        tops = [each.layout().itemAt(part).geometry().top() for each in tiles]
        assert tops[0] == tops[1]
    assert tiles[0].geometry().height() == tiles[1].geometry().height()

    page.resize(320, 600)
    settle()

    assert not line.stands_beside
    assert tiles[0].head.height() < tiles[1].head.height()


@pytest.mark.usefixtures("wear")
@pytest.mark.parametrize(("width", "columns"), [(560, 1), (1000, 2)])
def test_the_lines_break_together_and_their_tiles_are_equally_wide(
    qtbot: QtBot, width: int, columns: int
) -> None:
    bands = ("moderately severe, at or above cut-off, and more words", "mild", "mild", "none")
    tiles = [
        score_tile(f"Measure {at}", str(at), band, LONG if at < 2 else SHORT, "session 3")
        for at, band in enumerate(bands)
    ]
    page = hold(stack(TileLine(tiles[:2], tiles), TileLine(tiles[2:], tiles)))
    qtbot.addWidget(page)
    page.resize(width, 700)
    page.show()
    settle()

    edges = {each.mapTo(page, QPoint()).x() for each in tiles}
    assert len(edges) == columns
    assert max(each.width() for each in tiles) - min(each.width() for each in tiles) <= 1
    if columns > 1:
        heads = [each.layout().itemAt(0).geometry().top() for each in tiles[:2]]
        assert heads[0] == heads[1]


@pytest.mark.usefixtures("wear")
def test_figures_that_are_not_used_are_named_where_they_stand(qtbot: QtBot) -> None:
    def tile(name: str) -> ScoreTile:
        return ScoreTile(name, "3", "no norm is used", "first score", "quiet", "session 1")

    def chart(name: str, grounds: str = "") -> ChartData:
        return ChartData(name, 0, 12, points=(("1", 3.0),), grounds=grounds)

    charts = [chart("PHQ-4"), chart("AUDIT-C", "Not used."), chart("WHO-5", "Seen in no source.")]
    card = ScoresCard([tile("PHQ-4"), tile("AUDIT-C")], charts, ["", "", ""])
    qtbot.addWidget(card)
    card.show()
    settle()

    def below_the_chart() -> list[str]:
        chart_ends = card.shown.mapTo(card, QPoint()).y() + card.shown.height()
        labels = [each for each in card.findChildren(QLabel) if each.isVisible()]
        return [each.text() for each in labels if each.mapTo(card, QPoint()).y() >= chart_ends]

    told = [each.text() for each in card.findChildren(QLabel) if each.isVisible()]
    assert "AUDIT-C. Not used." in told
    assert not any("used" in each for each in below_the_chart())

    card.measure.picked.emit(1)
    settle()
    assert not any("used" in each for each in below_the_chart())

    card.measure.picked.emit(2)
    settle()
    assert "WHO-5. Seen in no source." in below_the_chart()
