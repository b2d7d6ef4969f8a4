"""Figures typed one after the other."""

from therapist_app.form_widgets.choices.typed_value import LONGEST_PAUSE, TypedValue

TO_TEN = [str(number) for number in range(11)]


def test_one_then_zero_is_ten():
    typed = TypedValue(TO_TEN)

    assert [typed.after("1", 0), typed.after("0", 400)] == ["1", "10"]


def test_after_a_long_pause_a_figure_starts_afresh():
    typed = TypedValue(TO_TEN)
    typed.after("1", 0)

    assert typed.after("0", LONGEST_PAUSE + 1) == "0"


def test_a_figure_that_cannot_go_on_starts_afresh():
    typed = TypedValue(TO_TEN)
    typed.after("7", 0)

    assert typed.after("0", 100) == "0"


def test_a_minus_waits_for_its_figure():
    typed = TypedValue(["-1", "0", "1"])

    assert [typed.after("-", 0), typed.after("1", 10)] == [None, "-1"]


def test_what_is_no_key_is_nothing():
    typed = TypedValue(TO_TEN)

    assert typed.after("X", 0) is None
    assert typed.after("", 0) is None


def test_a_figure_that_waits_is_ended_by_all_that_cannot_make_it_longer():
    typed = TypedValue(TO_TEN)
    typed.after("1", 0)

    assert [typed.is_ended_by(each) for each in "0A5"] == [False, True, True]
    typed.after("7", 0)
    assert not typed.is_ended_by("A")  # it waits for nothing
