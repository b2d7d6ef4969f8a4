"""Two sessions in one meeting, as one plan."""

import pytest

from programme.course.merging import merged_plan
from programme.loading.library import installed
from tests.support.programme.programmes import plan

PROGRAMME = installed()
URGES, WELLBEING = PROGRAMME.session_plan("S15"), PROGRAMME.session_plan("S16")


def test_the_frame_stands_once_round_both_cores() -> None:
    both = merged_plan(URGES, WELLBEING)

    own = [step.id for each in (URGES, WELLBEING) for step in each.steps if not step.from_frame]
    frame = [step.id for step in URGES.steps if step.from_frame]
    assert [step.id for step in both.steps if not step.from_frame] == own
    assert [step.id for step in both.steps if step.from_frame] == frame
    assert both.minutes == sum(step.minutes for step in both.steps) == 28 + 32 + 32


def test_items_measures_and_practice_of_both_are_there_once() -> None:
    both = merged_plan(URGES, WELLBEING)

    items = [item.id for item in both.fidelity]
    assert len(items) == len(set(items))
    assert set(items) == {item.id for each in (URGES, WELLBEING) for item in each.fidelity}
    assert len(both.measures) == len(set(both.measures))
    assert both.practice == (*URGES.practice, *WELLBEING.practice)


def test_what_a_clinic_may_add_to_either_may_be_added_once() -> None:
    first, second = PROGRAMME.session_plan("S03"), PROGRAMME.session_plan("S20")

    both = merged_plan(first, second).optional_measures

    assert "ders-16" in first.optional_measures
    assert "ders-16" in second.optional_measures
    assert len(both) == len(set(both))
    assert set(both) == {*first.optional_measures, *second.optional_measures}


def test_the_plan_keeps_the_first_ones_id_and_every_step_is_in_one_half() -> None:
    both = merged_plan(URGES, WELLBEING)

    assert both.id == "S15"
    assert [*both.split.part_1, *both.split.part_2] == [step.id for step in both.steps]
    assert both.split.part_1
    assert both.split.part_2


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (a, b)
        for a, b in zip(PROGRAMME.planned_sessions, PROGRAMME.planned_sessions[1:], strict=False)
    ],
)
def test_any_two_neighbours_make_a_plan_whose_steps_are_told_apart(first: str, second: str) -> None:
    both = merged_plan(PROGRAMME.session_plan(first), PROGRAMME.session_plan(second))

    ids = [step.id for step in both.steps]
    assert len(ids) == len(set(ids))


def test_a_step_of_the_same_name_is_named_by_its_session() -> None:
    both = merged_plan(plan("S01"), plan("S02"))

    assert [step.id for step in both.steps] == ["talk", "talk-s02"]


def test_a_session_is_not_merged_with_itself() -> None:
    with pytest.raises(ValueError, match="twice"):
        merged_plan(URGES, URGES)
