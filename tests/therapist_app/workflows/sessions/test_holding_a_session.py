"""A session from its appointment to its last step."""

import random
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.support.workflows.workspaces import Workplace
from therapist_app.practice.answering import Situation
from therapist_app.practice.courses import fill_measures
from therapist_app.practice.simulation import Week
from therapist_app.record.clients import appointments, clients
from therapist_app.record.errors import CannotWrite
from therapist_app.record.model import Client
from therapist_app.workflows.errors import GateClosed, StepRefused
from therapist_app.workflows.forms.opening_forms import open_form
from therapist_app.workflows.overviews.seeing_clients import client_page_data
from therapist_app.workflows.sessions.drafting_the_note import drafted_note
from therapist_app.workflows.sessions.holding_a_session import (
    end_session,
    finish_step,
    go_to_step,
    hold,
    run_on,
    skip_step,
    start_session,
)
from therapist_app.workflows.sessions.passing_gates import gates_before, override_gate
from therapist_app.workflows.sessions.promising import open_promises
from therapist_app.workflows.sessions.seeing_a_session import next_measure, session_page_data

FIRST_GATE = {"agreement": {"signed": True}, "limits": {"teach_back": True}}


def test_the_second_session_waits_for_agreement_and_teach_back(work: Workplace) -> None:
    client = work.add_client()
    appointment = work.plan(client, "S02")

    with pytest.raises(GateClosed) as refused:
        start_session(work.workspace, appointment)

    assert refused.value.gate_ids == ("G0", "G1")


def test_the_gate_opens_when_both_are_recorded(work: Workplace) -> None:
    client = work.add_client()
    first = work.start(client, "S01")
    for form_id, answers in FIRST_GATE.items():
        work.fill(client, form_id, answers, first)
    end_session(work.workspace, first, "finished")

    view = start_session(work.workspace, work.plan(client, "S02"))

    assert view.plan.id == "S02"


def test_one_of_two_leaves_the_gate_closed(work: Workplace) -> None:
    client = work.add_client()
    work.fill(client, "agreement", FIRST_GATE["agreement"], work.start(client, "S01"))

    closed = gates_before(work.workspace, client.id, "S02")

    assert [gate.id for gate in closed] == ["G0"]


def test_an_override_needs_a_reason_and_a_supervisor(work: Workplace) -> None:
    client = work.add_client()

    with pytest.raises(StepRefused):
        override_gate(work.workspace, client.id, "G1", "S02", reason="transferred", supervisor=" ")

    override_gate(
        work.workspace, client.id, "G1", "S02", reason="transferred", supervisor="J. Weiss"
    )
    assert closed(work, client, "S02") == ["G0"]


def test_nobody_lets_a_client_pass_who_did_not_say_the_limits_back(work: Workplace) -> None:
    client = held_elsewhere(work, "S01", "S02")
    for plan_id in ("S02", "S03"):
        override(work, client, "G0", plan_id)
        override(work, client, "G1", plan_id)

    assert "G0" in closed(work, client, "S03")
    work.fill(client, "limits", {"teach_back": False}, None)
    assert "G0" in closed(work, client, "S03")
    work.clock.advance(60)
    work.tell_limits(client)
    assert "G0" not in closed(work, client, "S03")


def test_the_clock_stands_still_on_hold(work: Workplace) -> None:
    client = work.add_client()
    appointment = work.start(client, "S01")
    work.clock.advance(18 * 60)
    hold(work.workspace, appointment)
    work.clock.advance(3600)

    resumed = start_session(work.workspace, appointment)

    assert resumed.minutes_used == 18
    assert resumed.minutes - resumed.minutes_used == 42


def test_starting_one_session_puts_the_other_on_hold(work: Workplace) -> None:
    client, other = work.add_client(), work.add_client()
    first = work.start(client, "S01")

    work.start(other, "S01")

    assert appointments.load(work.workspace.caseload, first).state == "on_hold"


@pytest.mark.parametrize(("days", "stands"), [(6, 0), (0, 0), (-1, -1)])
def test_a_session_is_never_held_on_a_day_to_come(work: Workplace, days: int, stands: int) -> None:
    at = work.clock() + timedelta(days=days)
    appointment_id = work.plan(work.add_client(), "S01", at)

    started = start_session(work.workspace, appointment_id).appointment

    day = (work.clock() + timedelta(days=stands)).astimezone().date()
    assert started.planned_for.astimezone().date() == day
    assert started.first_planned_for == (at if days > 0 else None)


@pytest.mark.parametrize(("ahead", "moves"), [(143, True), (16, True), (15, False), (-40, False)])
def test_a_session_begun_ahead_of_its_hour_stands_where_it_began(
    work: Workplace, ahead: int, *, moves: bool
) -> None:
    at = work.clock() + timedelta(minutes=ahead)
    appointment_id = work.plan(work.add_client(), "S01", at)

    started = start_session(work.workspace, appointment_id).appointment

    assert started.planned_for == (work.clock() if moves else at)
    assert started.first_planned_for == (at if moves else None)


@pytest.mark.parametrize("ending", ["finished", "to_be_continued", "broken_off"])
def test_a_meeting_said_to_be_over_just_now_runs_on_and_its_promise_stands(
    work: Workplace, ending: str
) -> None:
    client, other = work.add_client(), work.add_client()
    appointment = work.start(client, "S01")
    work.clock.advance(10 * 60)
    end_session(work.workspace, appointment, ending)
    promised = open_promises(work.workspace)
    second = work.start(other, "S01")
    work.clock.advance(5 * 60)

    run_on(work.workspace, appointment)
    work.clock.advance(2 * 60)

    page = session_page_data(work.workspace, appointment)
    assert (page.appointment.state, page.minutes_used) == ("in_progress", 12)
    assert page.appointment.ended_at is None
    assert open_promises(work.workspace) == promised
    assert appointments.load(work.workspace.caseload, second).state == "on_hold"


def test_what_is_not_over_whole_or_was_over_an_hour_ago_stays_as_it_is(work: Workplace) -> None:
    running, over, whole = (work.start(work.add_client(), "S01") for _ in range(3))
    end_session(work.workspace, over, "finished")
    work.clock.advance(61 * 60)
    work.do_every_step(whole)
    end_session(work.workspace, whole, "finished")
    met = (running, over, whole)
    before = [appointments.load(work.workspace.caseload, each) for each in met]

    for each in met:
        run_on(work.workspace, each)

    assert before == [appointments.load(work.workspace.caseload, each) for each in met]


def test_a_finished_step_turns_to_the_next(work: Workplace) -> None:
    client = work.add_client()
    appointment = work.start(client, "S01")

    finish_step(work.workspace, appointment, "welcome")

    view = session_page_data(work.workspace, appointment)
    assert view.current.id == "limits"
    assert [each.state for each in view.agenda][:2] == ["done", "now"]


def test_the_story_waits_for_the_limits(work: Workplace) -> None:
    client = work.add_client()
    appointment = work.start(client, "S01")
    for step_id in ("welcome", "limits", "records"):
        finish_step(work.workspace, appointment, step_id)

    view = session_page_data(work.workspace, appointment)
    assert view.current.id == "story"
    assert not view.current_is_open

    work.fill(client, "limits", FIRST_GATE["limits"], appointment)

    assert session_page_data(work.workspace, appointment).current_is_open


def test_a_step_is_left_out_only_with_a_reason_and_where_it_may(work: Workplace) -> None:
    client = work.add_client()
    appointment = work.start(client, "S01")

    with pytest.raises(StepRefused):
        skip_step(work.workspace, appointment, "hopes", "  ")
    with pytest.raises(StepRefused):
        skip_step(work.workspace, appointment, "limits", "no time")

    skip_step(work.workspace, appointment, "hopes", "client tired")
    view = session_page_data(work.workspace, appointment)
    [hopes] = [each for each in view.agenda if each.step.id == "hopes"]
    assert (hopes.state, hopes.reason) == ("skipped", "client tired")


def test_where_the_last_step_is_marked_after_it_was_to_be_continued_nothing_is(
    work: Workplace,
) -> None:
    appointment = work.start(work.add_client(), "S01")
    end_session(work.workspace, appointment, "to_be_continued")
    first, *others = (
        each.step.id for each in session_page_data(work.workspace, appointment).agenda
    )

    finish_step(work.workspace, appointment, first)
    assert appointments.load(work.workspace.caseload, appointment).rest_follows
    for each in others:
        finish_step(work.workspace, appointment, each)

    assert not appointments.load(work.workspace.caseload, appointment).rest_follows


def test_measures_due_are_those_of_the_session(work: Workplace) -> None:
    client = work.add_client()
    appointment = work.start(client, "S01")

    due = {each.form_id: each for each in session_page_data(work.workspace, appointment).due}

    assert {"phq-9", "gad-7"} <= set(due)
    assert "urge-week" not in due
    assert due["phq-9"].state == "due"


def test_a_measure_is_due_at_the_step_that_names_it_and_from_there_on(work: Workplace) -> None:
    client = work.add_client()
    work.pass_gates(client, "S20")
    appointment = work.start(client, "S20")

    def now(step_id: str) -> set[str]:
        go_to_step(work.workspace, appointment, step_id)
        due = session_page_data(work.workspace, appointment).due
        return {each.form_id for each in due if not each.later}

    arrived = {"phq-9", "target-complaint"}
    compared = {*arrived, "gad-7", "csbd-7", "who-5", "ucla-3", "goals"}
    assert now("safety-check") == now("practice-review") == arrived
    assert now("change") == now("rehearse-plan") == compared
    assert now("goodbye") == {*compared, "experience"}


def test_a_measure_that_comes_later_says_with_which_step(work: Workplace) -> None:
    client = work.add_client()
    work.pass_gates(client, "S20")
    appointment = work.start(client, "S20")

    later = {
        each.form_id: each.later for each in session_page_data(work.workspace, appointment).due
    }

    assert later["phq-9"] == ""
    assert later["gad-7"] == "Look at change: scores, goals, map then and now"
    assert later["experience"] == "Ending: what I leave with, what is unfinished"


def test_what_comes_next_at_the_screen_is_not_what_comes_later(work: Workplace) -> None:
    client = work.add_client()
    work.pass_gates(client, "S20")
    appointment = work.start(client, "S20")
    for form_id in ("phq-9", "target-complaint"):
        work.fill(client, form_id, {}, appointment)

    assert next_measure(work.workspace, appointment) is None
    go_to_step(work.workspace, appointment, "change")
    due = next_measure(work.workspace, appointment)
    assert due is not None
    assert due.form_id == "gad-7"


def test_after_the_last_measure_at_the_screen_those_on_paper_come(work: Workplace) -> None:
    client = work.add_client()
    work.pass_gates(client, "S20")
    appointment = work.start(client, "S20")
    go_to_step(work.workspace, appointment, "change")
    due = session_page_data(work.workspace, appointment).due
    for each in due:
        if each.may_be_handed_over and not each.later:
            work.fill(client, each.form_id, {}, appointment)

    found = next_measure(work.workspace, appointment, after="gad-7")

    on_paper = [each for each in due if each.on_paper and not each.later]
    assert found == on_paper[0]


def test_the_last_session_comes_back_beside_this_one(work: Workplace) -> None:
    client = work.add_client()
    first = work.start(client, "S01")
    for form_id, answers in FIRST_GATE.items():
        work.fill(client, form_id, answers, first)
    work.fill(client, "practice-plan", {"what": "Evening walk on four days"}, first)
    end_session(work.workspace, first, "finished")
    work.clock.advance(7 * 24 * 3600)

    page = session_page_data(work.workspace, work.start(client, "S02"))

    assert page.last_time is not None
    assert [item.words for item in page.last_time.items] == ["Evening walk on four days"]


def test_what_the_first_session_agrees_is_work_until_the_next_and_its_aim_stands_at_the_goals(
    work: Workplace,
) -> None:
    client = work.add_client()
    first = work.start(client, "S01")
    agreed = {"early_aim": "One easier evening", "first_practice": "Read the welcome sheet once"}
    work.fill(client, "limits", FIRST_GATE["limits"], first)
    work.fill(client, "agreement", {**FIRST_GATE["agreement"], **agreed}, first)
    note = drafted_note(work.workspace, appointments.load(work.workspace.caseload, first))
    end_session(work.workspace, first, "finished")
    work.clock.advance(7 * 24 * 3600)

    page = session_page_data(work.workspace, work.start(client, "S02"))
    goals = open_form(work.workspace, client.id, "goals").state

    assert "The agreed practice is “Read the welcome sheet once”." in note
    assert page.last_time is not None
    assert "Read the welcome sheet once" in [each.words for each in page.last_time.items]
    [practice] = client_page_data(work.workspace, client.id).practice
    assert (practice.what, practice.plan_id) == ("Read the welcome sheet once", "S01")
    assert goals.answers["early_aim"] == ("One easier evening",)


def test_no_session_is_started_where_nothing_of_it_could_be_kept(work: Workplace) -> None:
    appointment = work.plan(work.add_client(), "S01")
    work.workspace.service.is_only_read = True

    with pytest.raises(CannotWrite, match="only-read"):
        start_session(work.workspace, appointment)

    assert appointments.load(work.workspace.caseload, appointment).state == "planned"
    work.workspace.service.is_only_read = False


def test_the_scores_of_the_session_in_hand_stand_before_older_ones(work: Workplace) -> None:
    client = work.add_client()
    week = Week("attended", 0.2, 1, event=False, leaves_out=0, forgets_measures=False)
    situation = Situation(week, "in_person", agrees_to_data_use=True, chance=random.Random(7))
    first = work.start(client, "S01")
    fill_measures(work.workspace, session_page_data(work.workspace, first), situation)
    work.clock.advance(7 * 24 * 3600)
    work.pass_gates(client, "S04")
    fourth = work.start(client, "S04")
    fill_measures(work.workspace, session_page_data(work.workspace, fourth), situation)
    shows = next(
        each.step.id
        for each in session_page_data(work.workspace, fourth).agenda
        if each.step.shows == "scores"
    )

    go_to_step(work.workspace, fourth, shows)

    last = [each.scored[-1].plan_id for each in session_page_data(work.workspace, fourth).scores]
    assert set(last) == {"S01", "S04"}
    assert last == sorted(last, reverse=True)


def held_elsewhere(work: Workplace, *plan_ids: str) -> Client:
    """Return a client who held sessions before this record."""
    day = work.workspace.today()
    client = replace(work.add_client(), held_before=plan_ids, held_before_on=day)
    clients.save(work.workspace.caseload, client)
    return client


def override(work: Workplace, client: Client, gate_id: str, plan_id: str) -> None:
    reason = "Agreed and told in the service before"
    override_gate(work.workspace, client.id, gate_id, plan_id, reason=reason, supervisor="J. Weiss")


def closed(work: Workplace, client: Client, plan_id: str) -> list[str]:
    return [each.id for each in gates_before(work.workspace, client.id, plan_id)]


def test_what_was_passed_elsewhere_is_overridden_once_and_what_is_to_come_each_time(
    work: Workplace,
) -> None:
    client = held_elsewhere(work, "S01", "S02", "S03", "S04")
    work.tell_limits(client)
    assert closed(work, client, "S08") == ["G1", "G2", "G3"]

    for gate_id in ("G1", "G2"):
        override(work, client, gate_id, "S05")
    override(work, client, "G3", "S08")

    assert closed(work, client, "S05") == []
    assert closed(work, client, "S06") == []
    assert closed(work, client, "S08") == []
    assert closed(work, client, "S09") == ["G3"]  # nothing of it was done before this record


def test_whoever_held_nothing_elsewhere_is_asked_before_each_session(work: Workplace) -> None:
    client = work.add_client()
    work.tell_limits(client)

    override(work, client, "G1", "S02")

    assert closed(work, client, "S02") == []
    assert "G1" in closed(work, client, "S03")


def test_a_step_that_was_marked_in_the_meeting_before_is_the_step_in_hand_no_more(
    work: Workplace,
) -> None:
    client = work.add_client()
    first = work.start(client, "S01")
    end_session(work.workspace, first, "to_be_continued")
    rest = work.start(client, "S01")
    here = session_page_data(work.workspace, rest).current
    go_to_step(work.workspace, rest, here.id)

    finish_step(work.workspace, first, here.id)

    page = session_page_data(work.workspace, rest)
    assert page.current.id in {each.step.id for each in page.agenda}
    assert page.current.id != here.id
