"""Where choices stand."""

from random import Random

import pytest

from therapist_app.form_widgets.choices.grid_plan import (
    PlannedChoice,
    at_right,
    below,
    columns_plan,
    shrunk,
    steps_plan,
)

GAP = 8
ONE_LINE, TWO_LINES = 36, 50


def cell(natural: int) -> PlannedChoice:
    """Return a choice whose words take so much room on one line, and a fifth of it at least."""

    def height_for(width: int) -> int:
        lines = -(-natural // max(1, width))
        return ONE_LINE if lines == 1 else 15 + lines * 17

    return PlannedChoice(natural // 5, natural, height_for)


def columns(naturals, width, tallest=TWO_LINES):
    return columns_plan([cell(each) for each in naturals], width, gap=GAP, tallest=tallest)


def test_short_words_stand_in_equal_columns():
    plan = columns([100, 90, 110, 100], 632)

    assert [place[0] for place in plan.places] == [0, 160, 320, 480]
    assert plan.height == ONE_LINE


def test_words_of_different_length_share_one_row_while_they_fit():
    plan = columns([100, 110, 220, 150], 632)

    assert {place[1] for place in plan.places} == {0}
    assert [place[2] for place in plan.places] == [107, 117, 227, 157]


def test_longer_words_stand_two_by_two():
    plan = columns([200, 380, 380, 300], 632)

    assert [place[1] for place in plan.places] == [0, 0, 57, 57]


def test_sentences_stand_under_each_other():
    plan = columns([900, 900, 900], 632)

    assert {place[0] for place in plan.places} == {0}
    assert {place[2] for place in plan.places} == {632}


def test_a_list_is_one_column_whatever_its_words():
    plan = columns([50, 50], 632, tallest=0)

    assert [place[0] for place in plan.places] == [0, 0]


def test_many_choices_stand_in_a_few_columns():
    plan = columns([180] * 9, 632)

    assert len({place[0] for place in plan.places}) == 3


def test_numbers_stand_in_one_row():
    plan = steps_plan(11, 632, side=36, gap=4)

    assert {place[1] for place in plan.places} == {0}
    assert plan.height == 36


def test_numbers_break_into_even_rows_where_there_is_little_room():
    plan = steps_plan(11, 300, side=36, gap=4)

    assert [place[1] for place in plan.places].count(0) == 6
    assert plan.height == 76


def test_what_stands_beside_is_no_wider_than_its_words():
    cells = [cell(120), cell(90)]
    plan = columns_plan(cells, 632, gap=GAP, tallest=TWO_LINES)

    narrow = shrunk(plan, cells, GAP)

    assert [place[:3:2] for place in narrow.places] == [(0, 120), (128, 90)]


def test_the_second_plan_stands_below_the_first():
    upper, lower = columns([100, 100], 400), columns([100], 400)

    both = below(upper, lower, GAP)

    assert both.places[2][1] == ONE_LINE + GAP
    assert both.height == 2 * ONE_LINE + GAP


def test_what_stands_at_the_right_is_in_the_first_row():
    steps = steps_plan(3, 300, side=36, gap=4)

    both = at_right(steps, [cell(90), cell(60)], 316, gap=4, height=36)

    assert both.places[3:] == ((316, 0, 90, 36), (410, 0, 60, 36))
    assert both.height == steps.height


def test_nothing_takes_no_room():
    assert columns([], 400).height == 0
    assert below(columns([], 400), columns([100], 400), GAP).height == ONE_LINE


@pytest.mark.parametrize("seed", range(10))
def test_choices_never_overlap_and_never_stand_outside(seed):
    chance = Random(seed)
    for _case in range(30):
        naturals = [chance.randint(30, 1200) for _choice in range(chance.randint(1, 12))]
        width = chance.randint(240, 1400)

        plan = columns(naturals, width)

        for at, (x, y, wide, tall) in enumerate(plan.places):
            assert x >= 0
            assert x + wide <= width, naturals
            assert y + tall <= plan.height, naturals
            for other_x, other_y, other_wide, other_tall in plan.places[:at]:
                apart_across = x >= other_x + other_wide or other_x >= x + wide
                apart_down = y >= other_y + other_tall or other_y >= y + tall
                assert apart_across or apart_down, (naturals, width)


@pytest.mark.parametrize("count", range(2, 12))
def test_numbers_stay_inside_and_large_enough_to_hit(count):
    for width in range(60, 1401):
        plan = steps_plan(count, width, side=36, gap=4)

        assert all(x + wide <= width for x, _y, wide, _tall in plan.places)
        assert all(wide >= 36 for _x, _y, wide, _tall in plan.places)


@pytest.mark.parametrize("width", [1, 20])
def test_no_width_is_too_small_for_arithmetic(width):
    assert len(steps_plan(3, width, side=36, gap=4).places) == 3
