"""One scheme at one text size."""

import pytest

from therapist_app.theme.look import Look


def test_text_grows_fully_and_space_half_as_fast():
    twice = Look(text_scale=2.0)

    assert twice.text("body") == 28
    assert twice.space("l") == 24


@pytest.mark.parametrize("name", ["radius_card", "radius_control", "focus_width", "rail"])
def test_corners_and_edges_do_not_grow(name):
    assert Look(text_scale=2.0).size(name) == Look().size(name)


def test_controls_grow_with_their_text():
    assert Look(text_scale=1.5).size("control") == 54


def test_reduced_motion_takes_no_time():
    assert Look(reduced_motion=True).motion("reveal") == 0
    assert Look().motion("reveal") == 120


def test_strong_text_is_semibold_and_never_bold():
    assert Look().font("body", strong=True).weight().value == 600
