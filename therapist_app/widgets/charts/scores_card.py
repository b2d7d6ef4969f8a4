"""How it goes: the scores, each with its meaning, and one measure over the sessions."""

from collections.abc import Sequence

from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from exports.paper.charts.chart import ChartData
from session_forms.words.texts import _, pgettext
from therapist_app.theme.look import look
from therapist_app.widgets.charts.chart import ChartView, chart_table
from therapist_app.widgets.fields.choice_box import UnfoldingBox
from therapist_app.widgets.layout.frames import ScoreTileFrame
from therapist_app.widgets.parts import (
    Columns,
    button,
    card,
    empty_state,
    hold,
    keep_aside,
    row,
    score_tile,
    stack,
    text,
)
from therapist_app.workflows.measures.score_words import ScoreTile

MOST_TILES = 4
TILES_A_LINE = 2


class TileLine(Columns):
    """Tiles beside each other, all equally wide; each line breaks where the widest tile would.

    Beside each other their heads are equally high, so that their figures stand on one line.
    """

    def __init__(self, tiles: Sequence[ScoreTileFrame], of: Sequence[QWidget]) -> None:
        super().__init__(*tiles, gap="s")
        self._tiles, self._of = tiles, of
        for each in tiles:
            each.setSizePolicy(QSizePolicy.Policy.Ignored, each.sizePolicy().verticalPolicy())

    @override
    def _choose(self, width: int) -> None:
        super()._choose(width)
        count = len(self._tiles) if self.stands_beside else 1
        each_width = (width - (count - 1) * look().space("s")) // count
        least = max(each.head_height(each_width) for each in self._tiles) if count > 1 else 0
        for each in self._tiles:
            each.head.setMinimumHeight(least)

    @override
    def _wanted(self, column: QWidget) -> int:
        return max(super(TileLine, self)._wanted(each) for each in self._of)


class ScoresCard(QWidget):
    """Score tiles, the chart of the chosen measure, its figures, and what it says in plain words.

    Which figures are not used is said where they stand: under the tiles, or under the chart.

    `sentences` stand beside the charts, one for each: what the client may read or be told.
    `beside` says which scores stand in no chart.
    """

    def __init__(
        self,
        tiles: Sequence[ScoreTile],
        charts: Sequence[ChartData],
        sentences: Sequence[str],
        beside: str = "",
    ) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self._charts = charts
        self._sentences = sentences
        self.said = text("", wrap=True)
        self.grounds = text("", "caption", wrap=True)
        self._told: frozenset[str] = frozenset()
        self.measure = UnfoldingBox()
        self.measure.setAccessibleName(pgettext("field", "Measure shown"))
        self.measure.addItems([each.title for each in charts])
        self.figures = button(pgettext("button", "Figures"), "quiet")
        self.figures.setCheckable(True)
        self.figures.setAccessibleName(_("Show the figures as a table"))
        self.shown = QStackedWidget()
        if not charts:
            layout.addWidget(_nothing_yet(beside))
            keep_aside(self, self.said, self.grounds, self.measure, self.figures, self.shown)
            return
        self._build(tiles, beside)
        self._show(0)
        self.measure.picked.connect(self._show)
        self.figures.toggled.connect(self._on_figures_toggled)

    def _build(self, tiles: Sequence[ScoreTile], beside: str) -> None:
        shown = [_tile(each) for each in tiles[:MOST_TILES]]
        lines = [
            TileLine(shown[start : start + TILES_A_LINE], shown)
            for start in range(0, len(shown), TILES_A_LINE)
        ]
        names = {each.name for each in tiles[:MOST_TILES]}
        of_tiles = [each for each in self._charts if each.title in names and each.grounds]
        self._told = frozenset(each.title for each in of_tiles)
        action = hold(row(self.measure, self.figures, gap="s"))
        sheet = card(
            _("Progress over time"),
            *lines,
            *(text(_of(each), "caption", wrap=True) for each in of_tiles),
            self.shown,
            self._plain_words(),
            self.grounds,
            *_beside(beside),
            action=action,
        )
        layout = self.layout()
        assert layout is not None
        layout.addWidget(sheet)

    def _plain_words(self) -> QWidget:
        return hold(stack(text(_("In plain words"), "strong"), self.said, gap="hair"))

    def _show(self, index: int) -> None:
        while (old := self.shown.widget(0)) is not None:
            self.shown.removeWidget(old)
            old.deleteLater()
        chart = self._charts[index]
        self.shown.addWidget(ChartView(chart))
        self.shown.addWidget(_table(chart))
        self.said.setText(self._sentences[index])
        grounds = "" if chart.title in self._told else _of(chart)
        self.grounds.setText(grounds)
        self.grounds.setVisible(bool(grounds))
        self._on_figures_toggled()

    def _on_figures_toggled(self) -> None:
        self.shown.setCurrentIndex(1 if self.figures.isChecked() else 0)


def _of(chart: ChartData) -> str:
    """Return which figures of a measure are at second hand, with its name."""
    return f"{chart.title}. {chart.grounds}" if chart.grounds else ""


def _tile(tile: ScoreTile) -> ScoreTileFrame:
    return score_tile(tile.name, tile.value, tile.band, (tile.change, tile.tone), tile.when)


def _table(chart: ChartData) -> QWidget:
    return hold(stack(chart_table(chart)))


def _beside(words: str) -> list[QWidget]:
    return [text(words, "small", tone="muted", wrap=True)] if words else []


def _nothing_yet(beside: str) -> QWidget:
    words = _("Scores are shown here once a measure that is due has been answered.")
    title = _("No scores of the sessions yet") if beside else _("No scores yet")
    return card(_("Progress over time"), empty_state("outcomes", title, words), *_beside(beside))
