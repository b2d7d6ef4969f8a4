"""The pictures of a report: what is drawn, that it stays in its room, and the same in words."""

from dataclasses import replace
from itertools import combinations, pairwise

import pytest

from exports.estimates.funnel_limits import funnel_limits
from exports.estimates.run_limits import run_limits
from exports.paper.charts.change_chart import ChangeChart, ChangeLine
from exports.paper.charts.figure_cards import FigureCard, FigureCards, Reading, wrapped
from exports.paper.charts.funnel_plot import FunnelPlot, Site
from exports.paper.charts.interval_chart import IntervalChart, IntervalLine
from exports.paper.charts.pictures import (
    picture_in_words,
    picture_notes,
    picture_shapes,
    picture_space,
    picture_title,
)
from exports.paper.charts.run_chart import RunChart
from exports.paper.charts.share_bars import Bar, ShareBars
from exports.paper.drawing.fonts import width
from exports.paper.drawing.shapes import Dot, Line, Rect, Text

WAITS = (11, 13, 10, 12, 14, 11, 12, 10, 15, 16, 15, 17, 16, 18, 17)
SITES = (
    ("A", 11, 20), ("B", 18, 36), ("C", 33, 61), ("D", 26, 41), ("E", 45, 76), ("F", 29, 96),
    ("G", 70, 121), ("H", 10, 16), ("I", 22, 51), ("J", 52, 86), ("K", 12, 31), ("L", 43, 66),
)  # fmt: skip
WORDS = (
    ("bad", "reliably worse"),
    ("plain", "no reliable change"),
    ("good", "reliably better"),
    ("best", "better and below the cut-off"),
)


def run_chart(*values, **more):
    points = tuple((f"M{at}", value) for at, value in enumerate(values, start=1))
    return RunChart("Wait in days", points, run_limits(values), **more)


def funnel(sites=SITES):
    limits = funnel_limits([(part, people) for _name, part, people in sites])
    return FunnelPlot("Better", tuple(Site(*each) for each in sites), limits, "People")


def bars():
    return ShareBars(
        "First against last score",
        (
            Bar("PHQ-9", "ended, 20", (("bad", 1), ("plain", 4), ("good", 5), ("best", 10))),
            Bar("", "in treatment, 42", (("bad", 0), ("plain", 21), ("good", 10), ("best", 11))),
        ),
        WORDS,
    )


def card(**more):
    return FigureCard(
        **{
            "title": "Reliably better on mood",
            "figure": "58 %",
            "interval": "45 to 70; before, 51",
            "basis": "of 62 with both scores",
            "now": Reading(45, 58, 70),
            "before": Reading(38, 51, 64),
            "most": 100,
            "end": "100 %",
            **more,
        }
    )


def cards(number=4):
    return FigureCards("Four figures", (card(),) * number)


def drawn(picture, width=480.0, caption=8.0):
    return picture_shapes(picture, picture_space(picture, width, caption))


def of(kind, shapes):
    return [shape for shape in shapes if isinstance(shape, kind)]


def words(shapes):
    return [text.words for text in of(Text, shapes)]


def intervals():
    return IntervalChart(
        "Adherence by module",
        (
            IntervalLine("M01 Starting together", "88 (82 to 92)", "32", 88, 82, 92),
            IntervalLine("M02 Staying safe", "70 (40 to 104)", "12", 70, 40, 104),
        ),
        100,
    )


CHANGE = ChangeChart((ChangeLine("PHQ-9", "-5 (-7 to -3)", "31", 19, 12, 26),))
ALL = (run_chart(*WAITS), funnel(), bars(), cards(), intervals(), CHANGE)


@pytest.mark.parametrize("picture", ALL, ids=lambda each: type(each).__name__)
@pytest.mark.parametrize(("width", "caption"), [(481, 8), (960, 12), (900, 24)])
def test_everything_stays_within_its_room(picture, width, caption):
    space = picture_space(picture, width, caption)

    for shape in picture_shapes(picture, space):
        xs = [getattr(shape, name) for name in ("x", "x1", "x2") if hasattr(shape, name)]
        ys = [getattr(shape, name) for name in ("y", "y1", "y2") if hasattr(shape, name)]
        assert all(-0.01 <= x <= space.width + 0.01 for x in xs), shape
        assert all(-0.01 <= y <= space.height + 0.01 for y in ys), shape


@pytest.mark.parametrize("picture", ALL, ids=lambda each: type(each).__name__)
def test_every_picture_has_a_title_and_is_said_in_words(picture):
    assert picture_title(picture)
    assert picture_in_words(picture).endswith(".")


def test_what_stands_out_is_a_square_and_everything_else_a_ring():
    shapes = drawn(run_chart(*WAITS))

    squares = [each for each in of(Rect, shapes) if each.colour == "accent"]
    assert len(squares) == 7
    assert len(of(Dot, shapes)) == 8
    assert all(dot.hollow for dot in of(Dot, shapes))
    assert max(dot.x for dot in of(Dot, shapes)) < min(each.x for each in squares)


def test_a_long_run_has_a_bracket_with_its_words():
    shapes = drawn(run_chart(*WAITS))

    [above] = [each for each in of(Text, shapes) if each.words == "7 above the average"]
    squares = [each.x for each in of(Rect, shapes) if each.colour == "accent"]
    assert min(squares) < above.x < max(squares)
    assert "7 falling in a row" in words(drawn(run_chart(*range(20, 13, -1), 15, 14, 15, 14)))


def test_average_and_limits_are_named_with_their_figures_and_never_touch():
    shapes = drawn(run_chart(*WAITS))
    still = drawn(run_chart(*(20, 20.5) * 8))

    assert {"average 14", "upper limit 19", "lower limit 8"} <= set(words(shapes))
    for each in (shapes, still):
        at_the_edge = sorted(t.y for t in of(Text, each) if t.align == "left")
        assert all(below - above >= 8 for above, below in pairwise(at_the_edge))


def test_a_limit_beyond_nothing_or_all_is_not_drawn():
    shares = run_chart(80, 82, 79, 97, 70, 95, 83, 80, unit=" %", most=100)

    assert not any("upper limit" in each for each in words(drawn(shares)))
    assert "100 %" in words(drawn(shares))
    assert not any("lower limit" in each for each in words(drawn(run_chart(1, 0, 3, 0, 2, 0))))
    assert "limits 49 % to 100 %" in picture_in_words(shares)
    assert "limits 0 to" in picture_in_words(run_chart(1, 0, 3, 0, 2, 0))


def test_a_gap_is_left_open_and_said():
    chart = run_chart(11, 13, None, 12, 14)
    course = [each for each in of(Line, drawn(chart)) if each.colour == "accent"]

    assert len(course) == 2
    assert "Nothing can be shown for M3." in picture_in_words(chart)
    assert "Where there is a gap, nothing can be shown." in picture_notes(chart)[0]


def test_few_points_are_said_to_give_trial_limits_and_a_single_one_none():
    [note] = picture_notes(run_chart(11, 13, 12))

    assert note.startswith("Fewer than 12 points")
    assert picture_notes(run_chart(12)) == ()
    assert picture_in_words(run_chart(12)) == "Wait in days: 12 in M1."
    assert len(of(Dot, drawn(run_chart(12)))) == 1
    assert picture_notes(run_chart(*(10, 12) * 8)) == ()


def test_without_anything_known_there_is_nothing_to_show():
    assert picture_in_words(run_chart(None, None)) == "Wait in days: nothing to show yet."


def test_rules_that_marked_something_are_explained_and_no_others():
    [note] = picture_notes(run_chart(*WAITS))

    assert "on one side of the average" in note
    assert "all rise" not in note


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (WAITS, "Above the average from M9 to M15."),
        ((*[10, 11] * 8, 20), "Above the upper limit: M17."),
        ((*[10, 11] * 8, 2), "Below the lower limit: M17."),
        ((*[0, 2] * 10, 5.4, 2, 5.4), "Close to the upper limit: M21, M23."),
        ((5, 1, 2, 3, 4, 5, 6, 7, 3), "Rising from M2 to M8."),
    ],
)
def test_each_signal_is_said_with_its_months(values, said):
    assert said in picture_in_words(run_chart(*values))


def test_the_last_month_always_has_its_label():
    shapes = drawn(run_chart(*range(60)), width=240)

    assert "M60" in words(shapes)
    assert "M59" not in words(shapes)


def test_a_figure_close_to_the_ground_stands_above_its_point():
    low, high = drawn(run_chart(9, 8, 9, 0)), drawn(run_chart(9, 8, 9, 9))

    def above(shapes, said):
        figure = next(each for each in of(Text, shapes) if each.words == said and each.strong)
        return figure.y < of(Dot, shapes)[-1].y

    assert above(low, "0")
    assert not above(high, "9")


def test_no_line_goes_through_the_words_of_the_last_point():
    for values in ((86, 89), (88, 85, 86, 84), (50, 51, 49)):
        chart = run_chart(*values, unit=" %", most=100)
        said = [each for each in drawn(chart) if isinstance(each, Text) and each.align == "centre"]
        [words] = [each for each in said if each.words == chart.said(values[-1])]
        level = [each for each in of(Line, drawn(chart)) if each.y1 == each.y2]
        lines = [each.y1 for each in level if each.colour in {"text", "text-muted"}]

        middle = words.y - words.size * 0.35
        assert all(abs(middle - line) > words.size * 0.4 for line in lines)


def test_a_site_beyond_the_limits_is_a_square_with_its_share():
    shapes = drawn(funnel())

    [strange] = [each for each in of(Rect, shapes) if each.colour == "text"]
    assert "F, 30 %" in words(shapes)
    assert len(of(Dot, shapes)) == len(SITES) - 1
    assert strange.width > 6
    assert picture_in_words(funnel()).endswith("F, with 30 %, lies below the limits.")


def test_a_site_above_the_limits_is_said_as_above():
    sites = [(name, part, people) for name, part, people in SITES if name != "F"]

    assert "M, with 82 %, lies above the limits." in picture_in_words(
        funnel((*sites, ("M", 82, 100)))
    )


def test_sites_that_differ_by_chance_alone_are_said_so_and_have_no_second_curve():
    alike = funnel((("A", 10, 20), ("B", 21, 40), ("C", 31, 60), ("D", 39, 80)))

    assert picture_in_words(alike).endswith("No service lies beyond the limits.")
    assert len(picture_notes(alike)) == 2
    assert "factor 1.3" in picture_notes(funnel())[1]
    assert not [each for each in of(Line, drawn(alike)) if each.width == 0.5 and not each.dash][5:]


def test_a_funnel_has_no_order_but_size():
    shapes = drawn(funnel())
    by_size = [name for name, _part, _people in sorted(SITES, key=lambda each: each[2])]

    names = [each for each in of(Text, shapes) if each.words[0] in by_size and each.y < 250]
    placed = sorted((each for each in names if each.align != "right"), key=lambda each: each.x)
    assert [each.words[0] for each in placed if len(each.words.split(",")[0]) == 1] == by_size


MANY = tuple((f"{at:05} {at:05}", 30 + at % 7, 60) for at in range(60))


def test_of_many_sites_those_within_the_limits_are_dots_without_a_name():
    shapes = drawn(funnel((*MANY, ("90000 90000", 2, 60))))

    assert "90000 90000, 3 %" in words(shapes)
    assert not [each for each in words(shapes) if each.startswith("00001")]
    assert len(of(Dot, shapes)) == len(MANY)


def test_no_name_is_struck_through_by_the_line_of_everybody_or_of_nobody():
    sites = (("10000 10000", 1, 24), ("20000 20000", 3, 47), ("30000 30000", 0, 60))
    chart = funnel(sites)

    shapes = picture_shapes(chart, picture_space(chart, 480))

    names = {each[0] for each in sites}
    found = [each for each in shapes if isinstance(each, Text) and each.words in names]
    level = [each.y1 for each in shapes if isinstance(each, Line) and each.y1 == each.y2]
    strong = [
        each.y1
        for each in shapes
        if isinstance(each, Line) and each.y1 == each.y2 and each.width > 1
    ]
    assert len(found) == len(names)
    for name in found:
        for line in (*strong, max(level)):
            assert not name.y - name.size * 0.7 < line < name.y


def test_of_many_sites_the_wide_limits_count():
    sites = (*MANY, ("90000 90000", 43, 60))
    within_wide, beyond_narrow = funnel(sites), funnel((*MANY[:10], ("90000 90000", 43, 60)))

    assert within_wide.limits.is_outside(43, 60)
    assert within_wide.outside == ()
    assert [each.name for each in beyond_narrow.outside] == ["90000 90000"]
    assert any("by chance alone: those" in each for each in picture_notes(within_wide))
    assert not any("by chance alone: those" in each for each in picture_notes(beyond_narrow))


CLOSE = tuple((f"{each:05} {each:05}", 27 + each % 3, 30 + each % 4) for each in range(1, 15))


def test_of_sites_close_together_no_name_is_written_over_another():
    """Fourteen services of nearly the same size and share were a line of ink."""
    chart = funnel((*CLOSE, ("90000 90000", 2, 60)))

    shapes = picture_shapes(chart, picture_space(chart, 480))

    names = {each.name for each in chart.sites}
    found = [each for each in of(Text, shapes) if each.words.partition(",")[0] in names]
    rooms = [width(each.words, each.size, strong=each.strong) for each in found]
    lefts = [
        each.x - room if each.align == "right" else each.x
        for each, room in zip(found, rooms, strict=True)
    ]
    ends = [
        (each.y, left, left + room) for each, left, room in zip(found, lefts, rooms, strict=True)
    ]
    assert "90000 90000, 3 %" in [each.words for each in found]
    assert len(found) >= 5
    for one, other in combinations(ends, 2):
        apart = abs(one[0] - other[0]) >= 0.9 * found[0].size
        assert apart or one[2] < other[1] or other[2] < one[1]


def test_of_many_sites_no_name_is_written_over_another():
    beyond = (("90000 90000", 2, 60), ("91000 91000", 2, 60), ("92000 92000", 2, 20))
    chart = funnel((*MANY, *beyond))

    shapes = drawn(chart)

    assert {each.name for each in chart.outside} >= {"90000 90000", "91000 91000"}
    named = {each.words: each.y for each in of(Text, shapes) if "000, " in each.words}
    assert named["90000 90000, 3 %"] != named["91000 91000, 3 %"]
    assert "91000 91000, with 3 %, lies below" in picture_in_words(chart)


def test_bars_are_as_long_as_their_parts_and_say_them():
    shapes = drawn(bars())

    best = [each for each in of(Rect, shapes) if each.colour == "accent" and each.height > 12]
    good = [each for each in of(Rect, shapes) if each.colour == "band-4" and each.height > 12]
    assert best[0].width == pytest.approx(2 * good[0].width)
    assert picture_in_words(bars()).startswith(
        "PHQ-9, ended, 20: 5 % reliably worse, 20 % no reliable change, 25 % reliably better"
    )
    assert "PHQ-9, in treatment, 42: 50 % no reliable change" in picture_in_words(bars())
    assert picture_notes(bars()) == ()


def test_a_part_too_narrow_for_its_figure_has_none_and_nobody_no_part():
    thin = ShareBars(
        "Thin", (Bar("PHQ-9", "all", (("bad", 1), ("plain", 99), ("good", 0))),), WORDS
    )

    assert "99" in words(drawn(thin))
    assert "1" not in words(drawn(thin))
    assert not [each for each in of(Rect, drawn(thin)) if each.colour == "band-4"][1:]


@pytest.mark.parametrize(
    "title", ["PHQ-9", "Began: Engage and make safe", "Held the last session of the course"]
)
def test_the_words_of_a_bar_do_not_lie_over_each_other(title):
    note = "about 10 of 11"
    part = ShareBars("Part", (Bar(title, note, (("best", 10), ("untold", 1))),), WORDS)
    space = picture_space(part, width=300)
    shapes = picture_shapes(part, space)
    at = {each.words: each for each in of(Text, shapes)}

    ends = width(title, at[title].size, strong=True)
    begins = at[note].x - width(note, at[note].size)
    assert ends <= begins or at[note].y - at[title].y >= at[title].size
    assert begins >= 0
    assert max(each.y + each.height for each in of(Rect, shapes)) <= space.height


def test_hatching_keeps_within_its_part():
    shapes = drawn(bars())
    hatched = next(
        each for each in of(Rect, shapes) if each.colour == "surface-raised" and each.height > 12
    )
    slanted = [
        each
        for each in of(Line, shapes)
        if each.x1 != each.x2 and each.y1 != each.y2 and each.y1 >= hatched.y - 0.01
    ]

    assert slanted
    assert all(
        hatched.x - 0.01 <= x <= hatched.x + hatched.width + 0.01
        for each in slanted
        for x in (each.x1, each.x2)
    )


def test_the_key_takes_a_second_line_where_it_has_no_room():
    wide, narrow = picture_space(bars(), 480), picture_space(bars(), 240)

    assert narrow.height > wide.height
    assert {each for _kind, each in WORDS} <= set(words(drawn(bars(), width=240)))


def test_what_is_not_told_of_a_bar_is_white_and_said_so():
    part = ShareBars(
        "Part", (Bar("PHQ-9", "all, 20", (("bad", 0), ("plain", 12), ("untold", 8))),), WORDS
    )
    shapes = drawn(part)

    assert "60" in words(shapes)
    assert "40" not in words(shapes)
    assert "40 % not told" in picture_in_words(part)
    assert picture_notes(part)[0].startswith("White:")
    assert "not told" not in picture_in_words(bars())


def test_the_name_of_a_group_ends_before_the_scale():
    group = "A group longer than its lines"
    lines = tuple(replace(each, title="18-29", group=group) for each in intervals().lines)
    shapes = drawn(IntervalChart("By group", lines, 100))

    [name] = [each for each in shapes if isinstance(each, Text) and each.words == group]
    ground = min(each.x for each in shapes if isinstance(each, Rect))
    assert name.x + width(name.words, name.size, strong=True) < ground


def test_a_figure_that_is_said_by_its_ends_has_no_dot_that_says_a_number():
    now = drawn(FigureCards("Figures", (card(now=Reading(45, None, 70)),)))
    before = drawn(FigureCards("Figures", (card(before=Reading(38, None, 64)),)))

    assert [each.hollow for each in of(Dot, now)] == [True]
    assert [each.hollow for each in of(Dot, before)] == [False]


def test_each_figure_has_its_interval_on_the_one_scale():
    shapes = drawn(intervals())

    first, second = of(Dot, shapes)
    assert second.x < first.x
    assert {"0", "100", "88 (82 to 92)", "M02 Staying safe"} <= set(words(shapes))
    [ground] = of(Rect, shapes)
    assert max(line.x2 for line in of(Line, shapes)) <= ground.x + ground.width + 0.01
    assert picture_in_words(intervals()).startswith(
        "M01 Starting together: 88 (82 to 92), clients: 32."
    )
    assert "over people" in picture_notes(intervals())[0]


def test_lines_of_a_group_stand_under_its_name_which_has_a_row_of_its_own():
    lines = (
        IntervalLine("18-29", "30 (20 to 44)", "32", 30, 20, 44, "Age band"),
        IntervalLine("30-44", "31 (21 to 45)", "30", 31, 21, 45, "Age band"),
        IntervalLine("remote", "41 (30 to 55)", "18", 41, 30, 55, "Way of meeting"),
    )
    grouped = IntervalChart("By group", lines, 100)
    plain = IntervalChart("By group", tuple(replace(each, group="") for each in lines), 100)

    named = [each.words for each in drawn(grouped) if isinstance(each, Text) and each.x == 0]
    assert named == ["Age band", "18-29", "30-44", "Way of meeting", "remote"]
    assert picture_space(grouped, 480).height > picture_space(plain, 480).height
    assert "Way of meeting · remote: 41 (30 to 55)" in picture_in_words(grouped)
    assert len([each for each in drawn(grouped) if isinstance(each, Dot)]) == 3


def test_this_time_is_a_full_dot_and_the_time_before_a_ring():
    shapes = drawn(cards(1))

    now, before = of(Dot, shapes)
    assert (now.hollow, before.hollow) == (False, True)
    assert before.x < now.x
    assert {"58 %", "45 to 70; before, 51", "of 62 with both scores"} <= set(words(shapes))
    assert "Dashed: the time before" in picture_notes(cards())[0]


def test_without_a_time_before_no_ring_is_drawn_or_spoken_of():
    first = FigureCards("One", (card(before=None, interval="45 to 70"),))

    assert len(of(Dot, drawn(first))) == 1
    assert "Ring" not in picture_notes(first)[0]
    assert picture_in_words(first) == (
        "Reliably better on mood: 58 % (45 to 70), of 62 with both scores."
    )


@pytest.mark.parametrize("interval", ["45 to 70; before, 51", "too few people to say one number"])
def test_no_interval_of_a_card_runs_over_its_edge(interval):
    shapes = drawn(FigureCards("Four", (card(interval=interval),) * 4))

    said = [each for each in of(Text, shapes) if each.words == interval]
    grounds = of(Rect, shapes)
    assert len(said) == len(grounds) == 4
    for each, ground in zip(said, grounds, strict=True):
        assert each.x + width(interval, each.size) < ground.x + ground.width


def test_cards_that_do_not_fit_side_by_side_stand_in_rows():
    assert picture_space(cards(), 240).height == 2 * picture_space(cards(), 480).height
    assert picture_space(cards(), 120).height == 4 * picture_space(cards(), 480).height


def test_no_word_of_whom_a_card_is_of_is_cut_away():
    many = FigureCards("Four", (card(), card(), card(), card(basis="of 120 with a first score")))

    shapes = drawn(many)
    assert {"of 120 with a first", "score"} <= set(words(shapes))
    assert picture_space(many, 480).height > picture_space(cards(), 480).height
    [last] = [each for each in of(Text, shapes) if each.words == "score"]
    assert last.y < max(each.y + each.height for each in of(Rect, shapes))


def test_words_are_wrapped_between_words():
    assert wrapped("Adherence to the session plans", 60, 8) == [
        "Adherence to", "the session", "plans",
    ]  # fmt: skip
    assert wrapped("Unbreakable", 8, 8) == ["Unbreakable"]
