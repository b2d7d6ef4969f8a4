"""Sites side by side by their size, between the limits of chance, as a list of shapes.

    shapes = funnel_shapes(chart, funnel_space(chart, width=480))

It has no order but size: names are not ranks. A site beyond the limits is a square with its name
in full; every other one is a dot, with its name where there are few. Of many sites some lie beyond
the narrow limits by chance alone; there the wide ones count. No name is written over another.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import ceil

from exports.estimates.funnel_limits import NARROW, WIDE, FunnelLimits
from exports.paper.charts.chart import LETTER, STEPS, Space
from exports.paper.drawing.shapes import Align, Dot, Line, Rect, Shape, Text
from session_forms.words.number_words import number_words
from session_forms.words.texts import N_, _, ngettext, pgettext

NOTES = (
    N_(
        "A small service swings more by chance, so the limits are wide at the left. Dashed: 95 of "
        "100 services lie within. Dotted: 998 of 1,000."
    ),
    N_("Names are not ranks. A service beyond the limits is a question to ask, not a verdict."),
)
WIDENED = N_(
    "Services differ more than chance alone makes them (factor {factor}); the limits are widened "
    "for it. Thin: not widened."
)
CLEAR = 0.8
"""How high the words of a name stand, in parts of their size, and how far they keep from a line."""
ABOVE = 0.3
MARK = 2.6
NEXT_LINE = 1.15
"""How far above or below its mark a name stands that has no room beside it, by its size."""
PLOT = 22.0
CURVE = 40
STEPS_BELOW = 6
STEPS_UP = 4
LEAST_PEOPLE = 5.0
MOST_NAMED = 20
"""With more sites those within the limits are dots without a name, and the wide limits count."""
MANY = N_(
    "Of so many services some lie beyond the dashed limits by chance alone: those beyond the "
    "dotted ones are marked."
)


@dataclass(frozen=True, slots=True)
class Site:
    """One site: how many of its people count, of how many."""

    name: str
    part: float
    people: float

    @property
    def share(self) -> float:
        """The part of its people that counts, from 0 to 1."""
        return min(1.0, self.part / self.people)


@dataclass(frozen=True, slots=True)
class FunnelPlot:
    """The sites, each with people, and the limits that they make together.

    Attributes:
        across: What the people of a site are, below the plot.

    """

    title: str
    sites: tuple[Site, ...]
    limits: FunnelLimits
    across: str

    @property
    def has_many(self) -> bool:
        """Whether there are too many sites to name each, and to ask about all beyond 95 of 100."""
        return len(self.sites) > MOST_NAMED

    @property
    def reach(self) -> float:
        """The width of the limits that count."""
        return WIDE if self.has_many else NARROW

    @property
    def outside(self) -> tuple[Site, ...]:
        """The sites beyond the limits."""
        is_outside, reach = self.limits.is_outside, self.reach
        return tuple(
            each for each in self.sites if is_outside(each.share * each.people, each.people, reach)
        )


def funnel_space(_chart: FunnelPlot, width: float, caption: float = 8.0) -> Space:
    """Return the room the plot takes at this width."""
    return Space(width, caption * (PLOT + 4.5), caption)


def funnel_notes(chart: FunnelPlot) -> tuple[str, ...]:
    """Return how the plot is read."""
    first, last = (_(each) for each in NOTES)
    said = [first]
    if chart.has_many:
        said.append(_(MANY))
    if chart.limits.spread:
        said.append(_(WIDENED).format(factor=number_words(chart.limits.factor, 1)))
    return (*said, last)


def funnel_in_words(chart: FunnelPlot) -> str:
    """Return what the plot shows, for those who do not see it."""
    said = [
        ngettext(
            "{title}: {count} service; over all {share}.",
            "{title}: {count} services; over all {share}.",
            len(chart.sites),
        ).format(title=chart.title, count=len(chart.sites), share=percent(chart.limits.share))
    ]
    beyond = chart.outside
    if not beyond:
        said.append(_("No service lies beyond the limits."))
    for each in beyond:
        low, _high = chart.limits.at(each.people, chart.reach)
        words = (
            _("{site}, with {share}, lies below the limits.")
            if each.share < low
            else _("{site}, with {share}, lies above the limits.")
        )
        said.append(words.format(site=each.name, share=percent(each.share)))
    return " ".join(said)


def percent(share: float) -> str:
    """Return a share in whole per cent."""
    return _("{n} %").format(n=number_words(100 * share, 0))


@dataclass(frozen=True, slots=True)
class _Plot:
    left: float
    right: float
    top: float
    bottom: float
    size: float
    step: float
    most: float

    def x(self, people: float) -> float:
        return self.left + people / self.most * (self.right - self.left)

    def y(self, share: float) -> float:
        return self.bottom - share * (self.bottom - self.top)


def funnel_shapes(chart: FunnelPlot, space: Space) -> tuple[Shape, ...]:
    """Return the shapes that draw `chart` within `space`."""
    size = space.caption
    largest = max(each.people for each in chart.sites)
    step = next((each for each in STEPS if largest / each <= STEPS_BELOW), STEPS[-1])
    most = step * ceil(largest * 1.05 / step)
    right = space.width - size * (1.5 + LETTER * max(map(len, _edge_words(chart))))
    plot = _Plot(size * 4, right, size, size * (1 + PLOT), size, step, most)
    return (*_ground(plot, chart), *_curves(plot, chart), *_sites(plot, chart))


def _edge_words(chart: FunnelPlot) -> tuple[str, str, str]:
    return (
        pgettext("limits that hold so many sites", "998 of 1,000"),
        pgettext("limits that hold so many sites", "95 of 100"),
        _("all, {share}").format(share=percent(chart.limits.share)),
    )


def _ground(plot: _Plot, chart: FunnelPlot) -> Iterator[Shape]:
    size = plot.size
    yield Rect(plot.left, plot.top, plot.right - plot.left, plot.bottom - plot.top, "band-1")
    for number in range(STEPS_UP + 1):
        share = number / STEPS_UP
        y = plot.y(share)
        yield Line(plot.left, y, plot.right, y, "line", 0.5)
        yield Text(plot.left - size * 0.6, y + size * 0.35, percent(share), size, align="right")
    for number in range(int(plot.most / plot.step) + 1):
        people = number * plot.step
        words = number_words(people)
        yield Text(plot.x(people), plot.bottom + size * 1.4, words, size, align="centre")
    middle = (plot.left + plot.right) / 2
    yield Text(middle, plot.bottom + size * 2.9, chart.across, size, align="centre")


def _curves(plot: _Plot, chart: FunnelPlot) -> Iterator[Shape]:
    limits, size = chart.limits, plot.size
    steps = [
        LEAST_PEOPLE + (plot.most - LEAST_PEOPLE) * number / CURVE for number in range(CURVE + 1)
    ]
    looks: list[tuple[float, bool, str, float, tuple[float, ...]]] = [
        (NARROW, True, "text", 1.0, (4.0, 2.4)),
        (WIDE, True, "text", 1.0, (1.0, 2.0)),
    ]
    if limits.spread:
        looks.append((NARROW, False, "text-muted", 0.5, ()))
    for width, widened, colour, thick, dash in looks:
        for end in (0, 1):
            ys = [plot.y(limits.at(each, width, widened=widened)[end]) for each in steps]
            for (a, b), (above, below) in zip(pairwise(steps), pairwise(ys), strict=True):
                yield Line(plot.x(a), above, plot.x(b), below, colour, thick, dash)
    yield Line(plot.left, plot.y(limits.share), plot.right, plot.y(limits.share), "text", 1.1)
    wide, narrow, everyone = _edge_words(chart)
    marks = (
        (limits.at(plot.most, WIDE)[1], wide, False),
        (limits.at(plot.most, NARROW)[1], narrow, False),
        (limits.share, everyone, True),
    )
    floor = 0.0
    for share, words, strong in marks:
        at = max(plot.y(share), floor)
        floor = at + size * 1.25
        yield Text(
            plot.right + size * 0.6, at + size * 0.35, words, size,
            "text" if strong else "text-muted", strong=strong,
        )  # fmt: skip


def _sites(plot: _Plot, chart: FunnelPlot) -> Iterator[Shape]:
    beyond = frozenset(chart.outside)
    for each in chart.sites:
        x, y = plot.x(each.people), plot.y(each.share)
        if each in beyond:
            yield Rect(x - 3.2, y - 3.2, 6.4, 6.4, "text")
        else:
            yield Dot(x, y, 1.4 if chart.has_many else MARK, "accent")
    yield from _names(plot, chart)


def _names(plot: _Plot, chart: FunnelPlot) -> Iterator[Text]:
    """Yield the names that have room, first of those beyond the limits."""
    beyond = frozenset(chart.outside)
    marks = [(plot.x(each.people), plot.y(each.share)) for each in chart.sites]
    named: list[_Label] = []
    for each in sorted(chart.sites, key=lambda each: each not in beyond):
        if chart.has_many and each not in beyond:
            return
        labels = _labels(plot, each, chart.limits.share, strange=each in beyond)
        free = (one for one in labels if all(map(one.is_clear_of, named)))
        label = next((one for one in free if not any(map(one.is_over, marks))), None)
        if label is not None:
            named.append(label)
            yield label.text


@dataclass(frozen=True, slots=True)
class _Label:
    """The name of a site, and the room it takes."""

    text: Text
    left: float
    width: float

    def is_clear_of(self, other: "_Label") -> bool:
        """Return whether neither is written over the other."""
        return (
            abs(self.text.y - other.text.y) > self.text.size
            or self.left > other.left + other.width
            or other.left > self.left + self.width
        )

    def is_over(self, mark: tuple[float, float]) -> bool:
        """Return whether it is written over a mark."""
        x, y = mark
        above = self.text.y - self.text.size
        return self.left < x < self.left + self.width and above < y < self.text.y + MARK


def _labels(plot: _Plot, site: Site, everyone: float, *, strange: bool) -> Iterator[_Label]:
    """Yield where a name can stand: beside its mark, on the other side, above and below it.

    On the line of everybody or of nobody it stands above that.
    """
    x, y = plot.x(site.people), plot.y(site.share) + plot.size * 0.35
    words = f"{site.name}, {percent(site.share)}" if strange else site.name
    width = len(words) * LETTER * plot.size
    is_far_right = width > plot.right - x - plot.size
    sides = (True,) if is_far_right else (False, True) if x - width > plot.left else (False,)
    for lines in (0, -1, 1, -2, 2, -3, 3):
        at_y = y + lines * plot.size * NEXT_LINE
        for line in (plot.bottom, plot.y(everyone)):
            if at_y - plot.size * CLEAR < line < at_y + plot.size * ABOVE:
                at_y = line - plot.size * ABOVE
        if not plot.top - plot.size * ABOVE <= at_y <= plot.bottom:
            continue
        for aside in sides:
            at = x + (-6 if aside else 6)
            align: Align = "right" if aside else "left"
            text = Text(at, at_y, words, plot.size, "text", align, strong=strange)
            yield _Label(text, at - width if aside else at, width)
