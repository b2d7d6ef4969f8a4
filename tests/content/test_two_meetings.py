"""A session that takes two meetings: each of them fits its hour, and both in one do not."""

from collections.abc import Iterable

import pytest

from programme.definition.definition import SessionPlan, Step
from programme.loading.library import installed

WORDS_A_MINUTE = 110
LONGER_ANSWER = 45
"""Seconds for what a client says to one line, as docs/walked.md counts an open answer in short."""
WRITING = 60
"""Seconds for what is written down in a step."""
FROM_LINES = ("scores", "practice-review")
"""Steps of which a client needs some lines alone: four of them."""
NEEDED = 4
PROGRAMME = installed()
USUAL = [each for each in PROGRAMME.session_plans.values() if each.split.usual]


def minutes_walked(steps: Iterable[Step]) -> float:
    """Return how long steps take: what is said at a steady pace, answered, filled in, written."""
    total = 0.0
    for step in steps:
        assert step.guidance is not None
        lines = step.guidance.say[: NEEDED if step.id in FROM_LINES else None]
        said = sum(len(each.text.split()) for each in lines)
        total += said / WORDS_A_MINUTE + step.sheets
        total += (len(lines) * LONGER_ANSWER + WRITING) / 60
    return total


def meetings_of(plan: SessionPlan) -> tuple[list[Step], list[Step]]:
    by_id = {each.id: each for each in plan.steps}
    first = [by_id[each] for each in plan.split.part_1]
    again = [each for each in first if each.from_frame and each.skippable == "never"]
    return first, [*again, *(by_id[each] for each in plan.split.part_2)]


def test_the_last_session_is_one_that_takes_two() -> None:
    assert [each.id for each in USUAL] == ["S20"]


@pytest.mark.parametrize("plan", USUAL, ids=lambda plan: plan.id)
def test_each_of_two_meetings_fits_its_hour_and_both_in_one_do_not(plan: SessionPlan) -> None:
    first, second = meetings_of(plan)

    assert minutes_walked(first) <= plan.minutes
    assert minutes_walked(second) <= plan.minutes
    assert minutes_walked(plan.steps) > plan.minutes
