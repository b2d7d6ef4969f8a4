"""Progress: what was held, what comes next, what is due, what may wait."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.course.progress import (
    HELD,
    SessionFact,
    SessionState,
    next_plan,
    sessions_held,
    step_is_open,
    step_may_be_skipped,
)
from programme.course.slots import MeasureSlot
from programme.definition.parts import OpenAlert
from programme.definition.requirements import AnswerRequirement
from session_forms.answers import QuestionId
from tests.support.programme.programmes import plan, programme_of

THREE = programme_of(plan("S01"), plan("S02"), plan("S03"))
STATES: tuple[SessionState, ...] = (
    "planned",
    "in_progress",
    "on_hold",
    "held",
    "signed",
    "missed",
)


def next_of(*facts: SessionFact) -> str | None:
    found = next_plan(THREE, facts)
    return found.id if found else None


def test_a_new_client_begins_with_the_first_plan() -> None:
    assert next_of() == "S01"


@pytest.mark.parametrize("state", ["planned", "in_progress", "on_hold", "missed"])
def test_a_session_that_was_not_held_stays_next(state: SessionState) -> None:
    assert next_of(SessionFact("S01", state)) == "S01"


@pytest.mark.parametrize("state", ["held", "signed"])
def test_a_held_session_makes_way_for_the_next(state: SessionState) -> None:
    assert next_of(SessionFact("S01", state)) == "S02"


def test_a_session_that_was_left_out_comes_back() -> None:
    assert next_of(SessionFact("S01", "signed"), SessionFact("S03", "held")) == "S02"


def test_after_the_last_plan_there_is_no_next() -> None:
    facts = [SessionFact(plan_id, "signed") for plan_id in ("S01", "S02", "S03")]

    assert next_of(*facts) is None


def test_a_session_shared_between_two_meetings_counts_once() -> None:
    facts = [SessionFact("S01", "held"), SessionFact("S01", "signed")]

    assert sessions_held(THREE, facts) == ("S01",)


def test_a_session_of_another_course_is_not_counted() -> None:
    assert sessions_held(THREE, [SessionFact("B9", "signed")]) == ()


@given(
    st.lists(
        st.builds(
            SessionFact,
            plan_id=st.sampled_from([*THREE.planned_sessions, "other"]),
            state=st.sampled_from(STATES),
        ),
        max_size=30,
    )
)
def test_no_course_counts_a_session_twice_or_repeats_one_that_was_held(
    facts: list[SessionFact],
) -> None:
    held = sessions_held(THREE, facts)
    next_one = next_plan(THREE, facts)

    assert len(held) == len(set(held))
    assert set(held) == {
        fact.plan_id for fact in facts if fact.state in HELD and fact.plan_id != "other"
    }
    assert list(held) == sorted(held)
    assert next_one is None or next_one.id not in held
    assert (next_one is None) == (set(THREE.session_plans) <= set(held))


def test_each_measure_has_one_slot_named_by_form_and_session() -> None:
    slots = tuple(MeasureSlot(form_id, "S02") for form_id in plan("S02").measures)

    assert slots == (MeasureSlot("mood", "S02"), MeasureSlot("week", "S02"))
    assert [slot.name for slot in slots] == ["mood@S02", "week@S02"]


def test_a_step_that_must_be_done_is_never_skipped() -> None:
    step = plan("S01").steps[0].model_copy(update={"skippable": "never"})

    assert not step_may_be_skipped(step, frozenset())


def test_a_step_with_a_reason_may_be_skipped() -> None:
    assert step_may_be_skipped(plan("S01").steps[0], frozenset({"suicide"}))


def test_an_open_alert_of_its_stream_keeps_a_step() -> None:
    condition = OpenAlert(open_alert="suicide")
    step = plan("S01").steps[0].model_copy(update={"not_skippable_when": condition})

    assert not step_may_be_skipped(step, frozenset({"suicide"}))
    assert step_may_be_skipped(step, frozenset({"child_safety"}))


def test_a_step_without_a_condition_is_open() -> None:
    assert step_is_open(plan("S01").steps[0], {})


def test_a_step_opens_with_the_answer_it_waits_for() -> None:
    condition = AnswerRequirement(form="limits", question="teach_back", equals=True)
    step = plan("S01").steps[0].model_copy(update={"opens_after": condition})
    teach_back = QuestionId("teach_back")

    assert not step_is_open(step, {})
    assert not step_is_open(step, {"limits": {teach_back: False}})
    assert step_is_open(step, {"limits": {teach_back: True}})
