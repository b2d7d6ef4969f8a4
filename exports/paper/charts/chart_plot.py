"""The plot of a chart: its area, and where a session and a score fall in it."""

from dataclasses import dataclass

from exports.paper.charts.chart import LETTER, ChartData


@dataclass(frozen=True, slots=True)
class Plot:
    """The area of the plot itself, in points from the upper left corner."""

    chart: ChartData
    left: float
    top: float
    width: float
    height: float
    size: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.top + self.height

    @property
    def now_left(self) -> float:
        """Where the version of the last score begins: what belongs to it is drawn from here."""
        start = self.chart.now_from
        return self.x(start - 0.5) if start else self.left

    def x(self, place: float) -> float:
        """Return where a session lies; the whole numbers are the sessions."""
        return self.left + (place + 0.5) / max(1, len(self.chart.points)) * self.width

    def y(self, score: float) -> float:
        """Return where a score lies."""
        span = self.chart.high - self.chart.low
        return self.bottom - (score - self.chart.low) / span * self.height

    def labels_above(self) -> tuple[tuple[int, float, str, bool], ...]:
        """Return row, x, name of each phase and version above the plot; True for a version.

        A name that would meet the line of a later one stands in a row above it, so that no line
        runs through words.
        """
        places = self.chart.places
        named = [
            *((label, name, False) for label, name in self.chart.phases),
            *((label, name, True) for label, name in self.chart.breaks),
        ]
        known = [each for each in named if each[0] in places]
        later: list[tuple[int, float]] = []
        rows: list[tuple[int, float, str, bool]] = []
        for label, name, is_version in sorted(known, key=lambda each: -places[each[0]]):
            x = self.x(places[label] - 0.5)
            end = x + (len(name) + 1) * LETTER * self.size
            row = max((row + 1 for row, start in later if start <= end), default=0)
            later.append((row, x))
            rows.append((row, x, name, is_version))
        return tuple(reversed(rows))
