"""What the programme leaves to the clinic falls due where a lead chose it, and nowhere else."""

from dataclasses import replace

import pytest

from tests.support.workflows.workspaces import Workplace
from therapist_app.record.clients import appointments
from therapist_app.record.errors import NotAllowed
from therapist_app.workflows.course.chosen_measures import (
    choose_measure,
    chosen_measures,
    measures_of,
    optional_measures,
)
from therapist_app.workflows.course.following_a_plan import slots_of


def due(work: Workplace, plan_id: str) -> set[str]:
    client = work.add_client()
    appointment = appointments.load(work.workspace.caseload, work.plan(client, plan_id))
    return {slot.form_id for slot in slots_of(work.workspace, appointment)}


def test_nothing_is_chosen_beforehand(work: Workplace) -> None:
    assert chosen_measures(work.workspace.service) == frozenset()
    assert not any(each.is_chosen for each in optional_measures(work.workspace))
    assert due(work, "S03") == set(work.workspace.programme.session_plan("S03").measures)


def test_a_chosen_measure_falls_due_where_the_programme_says(work: Workplace) -> None:
    choose_measure(work.workspace, "ders-16", on=True)

    assert "ders-16" in due(work, "S03") & due(work, "S20")
    assert "ders-16" not in due(work, "S10")

    choose_measure(work.workspace, "ders-16", on=False)

    assert "ders-16" not in due(work, "S03")


def test_what_is_said_of_a_measure_is_what_its_choice_costs(work: Workplace) -> None:
    choose_measure(work.workspace, "ders-16", on=True)

    [found] = [each for each in optional_measures(work.workspace) if each.is_chosen]

    assert (found.form_id, found.title, found.minutes) == ("ders-16", "DERS-16", 4)
    assert found.sessions == ("S03", "S20", "FU12")


def test_what_an_earlier_version_asks_for_is_asked_once(work: Workplace) -> None:
    [earlier] = work.workspace.earlier_programmes
    choose_measure(work.workspace, "ders-16", on=True)
    plan = earlier.session_plan("S03")

    assert measures_of(work.workspace, plan) == plan.measures


def test_whoever_does_not_speak_for_the_service_chooses_nothing(work: Workplace) -> None:
    work.have_roles("therapist")

    with pytest.raises(NotAllowed):
        choose_measure(work.workspace, "ders-16", on=True)

    assert chosen_measures(work.workspace.service) == frozenset()


def test_a_form_without_minutes_and_short_title_is_named_in_full(work: Workplace) -> None:
    plans = work.workspace.programme.session_plans
    first = plans["S01"].model_copy(update={"optional_measures": ("daily-log",)})
    programme = work.workspace.programme.model_copy(update={"session_plans": {"S01": first}})
    form = work.workspace.forms.latest("daily-log")
    bare = form.model_copy(update={"short_title": "", "minutes": None})
    forms = work.workspace.forms.with_more((bare,))
    workspace = replace(work.workspace, programme=programme, forms=forms)

    [found] = optional_measures(workspace)

    assert (found.title, found.minutes, found.sessions) == (form.title, 0, ("S01",))
