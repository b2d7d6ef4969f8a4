"""How long the sheets of a session take, reckoned from what forms and steps say."""

from pathlib import Path

import pytest

from programme.definition.definition import Programme, SessionPlan
from programme.loading.loading import load_programme
from session_forms.library.library import FormLibrary
from tests.support.programme.programmes import shelf, write_programme
from tests.support.programme.sheet_minutes import first_due, sheet_minutes


@pytest.fixture
def programme(tmp_path: Path) -> Programme:
    """S01 has the sheets mood and calm; S02 has mood, and week, which stands on a step."""
    return load_programme(write_programme(tmp_path / "tiny"), shelf())


def forms(form_id: str, **said: object) -> FormLibrary:
    """Return the forms of the tiny programme, two minutes each; one says something else."""
    return FormLibrary(
        tuple(
            each.model_copy(update=said) if each.id == form_id else each for each in shelf().all()
        )
    )


def whole(programme: Programme, plan_id: str, library: FormLibrary) -> int:
    return sheet_minutes(programme, programme.session_plan(plan_id), library).whole


def test_a_form_on_a_step_is_no_sheet(programme: Programme) -> None:
    assert set(programme.session_plan("S02").measures) == {"mood", "week"}
    assert whole(programme, "S02", shelf()) == 2


def test_what_the_client_answers_stands_apart_from_what_is_typed(programme: Programme) -> None:
    found = sheet_minutes(
        programme, programme.session_plan("S01"), forms("mood", filled_by="client")
    )

    assert (found.by_client, found.typed, found.whole) == (2, 2, 4)


def test_what_goes_on_from_last_time_takes_half_rounded_up(programme: Programme) -> None:
    library = forms("mood", carries_on=True, minutes=5)

    assert whole(programme, "S01", library) == 5 + 2
    assert whole(programme, "S02", library) == 3


def test_a_form_that_a_step_filled_in_earlier_goes_on_as_well(programme: Programme) -> None:
    without = programme.session_plan("S02").model_copy(update={"steps": ()})

    assert sheet_minutes(programme, without, forms("week", carries_on=True, minutes=9)).whole == 7


def test_a_form_that_says_no_minutes_takes_none(programme: Programme) -> None:
    assert whole(programme, "S02", forms("mood", minutes=None)) == 0


def test_a_session_outside_the_course_has_no_earlier_one(programme: Programme) -> None:
    outside = programme.session_plan("S01").model_copy(update={"id": "S99", "measures": ("calm",)})
    bare = programme.model_copy(update={"session_plans": {}})

    assert sheet_minutes(bare, outside, forms("calm", carries_on=True, minutes=5)).whole == 5


def test_what_the_steps_give_is_added_up(programme: Programme) -> None:
    def given(plan: SessionPlan) -> int:
        return sheet_minutes(programme, plan, shelf()).given

    plan = programme.session_plan("S01")
    first, *others = plan.steps
    more = (first.model_copy(update={"sheets": 3}), *others)
    assert given(plan) == 0
    assert given(plan.model_copy(update={"steps": more})) == 3


def test_where_a_form_falls_due_first_is_told(programme: Programme) -> None:
    assert first_due(programme, "calm") == "S01"
    assert first_due(programme, "week") == "S02"
    assert first_due(programme, "consent") == ""
