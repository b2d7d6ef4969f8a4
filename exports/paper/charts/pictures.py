"""Every picture of a report: the room it takes, its shapes, its words, and how it is read."""

from typing import assert_never

from exports.paper.charts.change_chart import (
    HOW_TO_READ,
    ChangeChart,
    change_in_words,
    change_shapes,
    change_space,
)
from exports.paper.charts.chart import Space
from exports.paper.charts.course_chart import (
    CourseChart,
    course_in_words,
    course_shapes,
    course_space,
)
from exports.paper.charts.figure_cards import (
    FigureCards,
    cards_in_words,
    cards_notes,
    cards_shapes,
    cards_space,
)
from exports.paper.charts.funnel_plot import (
    FunnelPlot,
    funnel_in_words,
    funnel_notes,
    funnel_shapes,
    funnel_space,
)
from exports.paper.charts.interval_chart import (
    IntervalChart,
    intervals_in_words,
    intervals_notes,
    intervals_shapes,
    intervals_space,
)
from exports.paper.charts.run_chart import RunChart, run_in_words, run_notes, run_shapes, run_space
from exports.paper.charts.share_bars import (
    ShareBars,
    bars_in_words,
    bars_notes,
    bars_shapes,
    bars_space,
)
from exports.paper.drawing.shapes import Shape
from session_forms.words.texts import _

Picture = (
    ChangeChart | RunChart | FunnelPlot | ShareBars | FigureCards | CourseChart | IntervalChart
)


def picture_title(picture: Picture) -> str:
    """Return what stands above a picture, and what it is called where it is not seen."""
    return picture.title or _("Picture of mean change")


def picture_space(picture: Picture, width: float, caption: float = 8.0) -> Space:
    """Return the room a picture takes at this width, with words of this size."""
    match picture:
        case ChangeChart():
            return change_space(picture, width, caption)
        case RunChart():
            return run_space(picture, width, caption)
        case FunnelPlot():
            return funnel_space(picture, width, caption)
        case ShareBars():
            return bars_space(picture, width, caption)
        case FigureCards():
            return cards_space(picture, width, caption)
        case CourseChart():
            return course_space(picture, width, caption)
        case IntervalChart():
            return intervals_space(picture, width, caption)
        case _:
            assert_never(picture)


def picture_shapes(picture: Picture, space: Space) -> tuple[Shape, ...]:
    """Return the shapes that draw a picture within `space`."""
    match picture:
        case ChangeChart():
            return change_shapes(picture, space)
        case RunChart():
            return run_shapes(picture, space)
        case FunnelPlot():
            return funnel_shapes(picture, space)
        case ShareBars():
            return bars_shapes(picture, space)
        case FigureCards():
            return cards_shapes(picture, space)
        case CourseChart():
            return course_shapes(picture, space)
        case IntervalChart():
            return intervals_shapes(picture, space)
        case _:
            assert_never(picture)


def picture_in_words(picture: Picture) -> str:
    """Return what a picture shows, for those who do not see it."""
    match picture:
        case ChangeChart():
            return change_in_words(picture)
        case RunChart():
            return run_in_words(picture)
        case FunnelPlot():
            return funnel_in_words(picture)
        case ShareBars():
            return bars_in_words(picture)
        case FigureCards():
            return cards_in_words(picture)
        case CourseChart():
            return course_in_words(picture)
        case IntervalChart():
            return intervals_in_words(picture)
        case _:
            assert_never(picture)


def picture_notes(picture: Picture) -> tuple[str, ...]:
    """Return how a picture is read; the words stand below it."""
    match picture:
        case ChangeChart():
            return (_(HOW_TO_READ),)
        case RunChart():
            return run_notes(picture)
        case FunnelPlot():
            return funnel_notes(picture)
        case CourseChart():
            return ()
        case ShareBars():
            return bars_notes(picture)
        case FigureCards():
            return cards_notes(picture)
        case IntervalChart():
            return intervals_notes(picture)
        case _:
            assert_never(picture)
