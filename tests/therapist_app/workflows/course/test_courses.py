"""Courses that leave the straight way: split, merged, repeated, paused, moved, ended."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.support.workflows.workspaces import CALM, Workplace, open_workplace
from therapist_app.record.clients import appointments, clients, course_events, filled_forms
from therapist_app.record.errors import AlreadySigned
from therapist_app.record.model import Client
from therapist_app.workflows.course.after_the_end import after_the_end, book
from therapist_app.workflows.course.consenting import (
    WORKING_AGREEMENT,
    PaperConsent,
    write_down,
)
from therapist_app.workflows.course.course_changes import (
    change_status,
    change_track,
    events_of,
    move_to_newer,
    newer_programme,
)
from therapist_app.workflows.course.following_a_plan import agenda_of, pause_after, slots_of
from therapist_app.workflows.course.planning import (
    Arrangement,
    as_last_time,
    offers,
    plan_appointment,
    plan_meetings,
    record_missed,
)
from therapist_app.workflows.errors import (
    GateClosed,
    ReasonNeeded,
    SessionUnderWay,
    VersionLacksSessions,
)
from therapist_app.workflows.forms.opening_forms import open_form
from therapist_app.workflows.measures.measuring import measure_series
from therapist_app.workflows.overviews.plan_choices import plan_choices
from therapist_app.workflows.overviews.seeing_clients import NewClient, add_client, client_page_data
from therapist_app.workflows.sessions.closing_a_session import close_page_data, sign_note
from therapist_app.workflows.sessions.holding_a_session import (
    end_session,
    finish_step,
    hold,
    start_session,
)
from therapist_app.workflows.sessions.passing_gates import gates_before, override_gate
from therapist_app.workflows.sessions.seeing_a_session import measures_due, session_page_data

PHQ = dict.fromkeys([f"q{number}" for number in range(1, 9)], 1) | {"q9": 0}


@pytest.fixture
def work(tmp_path: Path) -> Iterator[Workplace]:
    with open_workplace(tmp_path) as workplace:
        yield workplace


def past_gates(work: Workplace, client: Client, *plan_ids: str) -> None:
    for plan_id in plan_ids:
        work.pass_gates(client, plan_id)
        for gate in gates_before(work.workspace, client.id, plan_id):
            override_gate(
                work.workspace, client.id, gate.id, plan_id, reason="Agreed", supervisor="T. Olsen"
            )


def part(work: Workplace, appointment_id: str, count: int) -> None:
    """Do so many steps of a meeting, and carry on with the others next time."""
    for each in session_page_data(work.workspace, appointment_id).agenda[:count]:
        finish_step(work.workspace, appointment_id, each.step.id)
    end_session(work.workspace, appointment_id, "to_be_continued")


def whole(work: Workplace, appointment_id: str) -> None:
    part(work, appointment_id, 99)


def held(work: Workplace, client: Client) -> int:
    return client_page_data(work.workspace, client.id).held


def test_a_session_that_is_carried_on_is_not_held_yet_and_its_rest_is_next(
    work: Workplace,
) -> None:
    client = work.add_client()
    first = work.start(client, "S01")
    part(work, first, 3)

    page = client_page_data(work.workspace, client.id)

    assert page.held == 0
    assert page.next_plan is not None
    assert page.next_plan.id == "S01"
    assert page.phases[0].stops[0].state == "half"
    assert offers(work.workspace, client.id)[0].standing == "half"


def test_the_rest_holds_what_was_not_done_and_asks_the_safety_check_again(
    work: Workplace,
) -> None:
    client = work.add_client()
    past_gates(work, client, "S02")
    whole(work, work.start(client, "S01"))
    first = work.start(client, "S02")
    part(work, first, 4)

    rest = start_session(work.workspace, work.plan(client, "S02"))

    done = [each.step.id for each in session_page_data(work.workspace, first).agenda[:4]]
    steps = [each.step.id for each in rest.agenda]
    assert steps[0] == "safety-check"
    assert not set(steps[1:]) & set(done)
    assert rest.appointment.continues == first
    assert rest.appointment.occurrence == 1
    whole(work, rest.appointment.id)
    assert held(work, client) == 2


def test_a_form_that_was_begun_goes_on_in_the_rest(work: Workplace) -> None:
    client = work.add_client()
    past_gates(work, client, "S02")
    first = work.start(client, "S02")
    work.fill(client, "boundaries", {"first_step_if_boundary_slips": "Leave the room"}, first)
    work.fill(client, "risk-check", {"mood": 4}, first)
    part(work, first, 4)
    rest = start_session(work.workspace, work.plan(client, "S02"))

    at = rest.appointment.id
    gone_on = open_form(work.workspace, client.id, "boundaries", appointment_id=at)
    afresh = open_form(work.workspace, client.id, "risk-check", appointment_id=at)

    assert gone_on.state.answers["first_step_if_boundary_slips"] == "Leave the room"
    assert afresh.state.answers == {}
    assert gone_on.filled.id != filled_forms.for_appointment(work.workspace.caseload, first)[0].id


def test_measures_given_in_the_first_half_are_not_due_in_the_second(work: Workplace) -> None:
    client = work.add_client()
    first = work.start(client, "S01")
    work.fill(client, "phq-9", PHQ, first)
    part(work, first, 2)

    rest = start_session(work.workspace, work.plan(client, "S01"))

    states = {each.form_id: each.state for each in measures_due(work.workspace, rest.appointment)}
    assert (states["phq-9"], states["gad-7"]) == ("finished", "due")


def test_a_client_who_comes_for_short_meetings_gets_the_first_half_first(work: Workplace) -> None:
    client = add_client(work.workspace, NewClient("code_only", adaptations=("short_sessions",)))
    past_gates(work, client, "S04")
    view = start_session(work.workspace, work.plan(client, "S04"), "As the test needs it")
    split = work.workspace.programme.session_plan("S04").split

    first_half = [each.step.id for each in view.this_meeting]

    assert first_half == list(split.part_1)
    assert view.pause_after == split.part_1[-1]
    assert 25 <= view.minutes <= 35
    for step_id in first_half:
        finish_step(work.workspace, view.appointment.id, step_id)
    assert session_page_data(work.workspace, view.appointment.id).is_through


def test_what_becomes_of_the_rest_is_settled_until_the_note_is_signed(work: Workplace) -> None:
    client = work.add_client()
    first = work.start(client, "S01")
    part(work, first, 2)
    assert close_page_data(work.workspace, first).open_steps

    end_session(work.workspace, first, "finished")
    assert held(work, client) == 1
    work.fill(client, "risk-check", CALM, first)
    end_session(work.workspace, first, "to_be_continued")
    assert held(work, client) == 0
    note = close_page_data(work.workspace, first).note
    sign_note(work.workspace, first, note, note.state)

    with pytest.raises(AlreadySigned):
        end_session(work.workspace, first, "finished")


def test_where_nothing_is_left_there_is_no_rest(work: Workplace) -> None:
    client = work.add_client()
    first = work.start(client, "S01")
    whole(work, first)

    assert not appointments.load(work.workspace.caseload, first).rest_follows
    assert close_page_data(work.workspace, first).open_steps == ()


def test_two_sessions_in_one_meeting_hold_both_and_fill_each_slot_once(work: Workplace) -> None:
    client = work.add_client()
    past_gates(work, client, "S16", "S17")
    together = plan_appointment(work.workspace, client.id, "S16", work.clock(), merged_with="S17")
    with pytest.raises(ReasonNeeded) as refused:
        start_session(work.workspace, together.id)
    view = start_session(work.workspace, together.id, "Travel only once a month")

    names = [slot.name for slot in slots_of(work.workspace, view.appointment)]
    whole(work, together.id)

    assert set(refused.value.kinds) == {"out_of_order", "merged"}
    assert view.plan.minutes == 92
    assert "ucla-3@S17" in names
    assert "phq-4@S16" in names
    assert "phq-4@S17" not in names
    assert held(work, client) == 2


def test_a_pair_that_the_track_allows_needs_no_reason_once_it_is_in_turn(work: Workplace) -> None:
    client = add_client(work.workspace, NewClient("code_only", track="T-PREV"))
    order = [f"S{number:02}" for number in range(1, 15)]
    past_gates(work, client, *order, "S15", "S16")
    for plan_id in order:
        whole(work, work.start(client, plan_id))
    together = plan_appointment(work.workspace, client.id, "S15", work.clock(), merged_with="S16")

    view = start_session(work.workspace, together.id)

    assert view.plan.title.startswith("Urges")
    assert events(work, client) == ()


def test_the_rest_of_two_sessions_held_together_is_found_by_either_name(work: Workplace) -> None:
    client = work.add_client()
    past_gates(work, client, "S15", "S16")
    together = plan_appointment(work.workspace, client.id, "S15", work.clock(), merged_with="S16")
    start_session(work.workspace, together.id, "As agreed")
    part(work, together.id, 5)

    rest = plan_appointment(work.workspace, client.id, "S16", work.clock())

    assert (rest.plan_id, rest.merged_with, rest.continues) == ("S15", "S16", together.id)


def test_a_repeated_session_has_slots_of_its_own_and_the_chart_shows_both(
    work: Workplace,
) -> None:
    client = work.add_client()
    first = work.start(client, "S01")
    work.fill(client, "phq-9", PHQ, first)
    whole(work, first)
    work.clock.advance(7 * 24 * 3600)
    again = work.start(client, "S01")
    work.fill(client, "phq-9", {**PHQ, "q1": 3}, again)
    whole(work, again)

    [series] = [
        each for each in measure_series(work.workspace, client.id) if each.form.id == "phq-9"
    ]

    assert [place for place, _point in series.points] == ["S01", "S01#2"]
    assert [each.result.value for each in series.scored] == [8, 10]
    assert held(work, client) == 1
    [event] = course_events.for_client(work.workspace.caseload, client.id)
    assert (event.kind, event.reason) == ("repeated", "As the test needs it")


def test_gates_before_both_sessions_of_a_meeting_stand_before_it(work: Workplace) -> None:
    client = work.add_client()
    together = plan_appointment(work.workspace, client.id, "S01", work.clock(), merged_with="S02")

    with pytest.raises(GateClosed) as refused:
        start_session(work.workspace, together.id, "Both at once")

    assert refused.value.gate_ids == ("G0", "G1")


def test_starting_past_a_soft_gate_is_kept(work: Workplace) -> None:
    client = work.add_client()
    past_gates(work, client, "S12")
    work.pass_gates(client, "S13")

    work.start(client, "S13")

    kinds = {each.kind: each.detail for each in events(work, client)}
    assert kinds["soft_gate"] == "G4"


def test_starting_with_a_client_who_does_not_agree_is_never_forbidden_and_is_kept(
    work: Workplace,
) -> None:
    client = work.add_client()
    decision = PaperConsent(WORKING_AGREEMENT, "", "", "withdrawn", "spoken", work.clock())
    write_down(work.workspace, client.id, decision)
    planned = plan_appointment(work.workspace, client.id, "S01", work.clock())

    start_session(work.workspace, planned.id, "Only the safety plan")

    [event] = events_of(work.workspace, client.id)
    assert event.what == "Started before it was advised: the client did not agree to work together"
    assert event.reason == "Only the safety plan"


def events(work: Workplace, client: Client):
    return course_events.for_client(work.workspace.caseload, client.id)


@pytest.mark.parametrize("reason", ["", "  "])
def test_no_course_changes_without_a_reason(work: Workplace, reason: str) -> None:
    client = work.add_client()

    for change in (
        lambda: change_status(work.workspace, client.id, "paused", reason),
        lambda: change_track(work.workspace, client.id, "T-ONLINE", reason),
        lambda: move_to_newer(work.workspace, client.id, reason),
    ):
        with pytest.raises(ReasonNeeded):
            change()

    assert clients.load(work.workspace.caseload, client.id) == client
    assert events(work, client) == ()


def test_what_was_out_of_the_ordinary_is_told_newest_first(work: Workplace) -> None:
    client = work.add_client()
    past_gates(work, client, "S02")
    work.clock.advance(60)
    change_status(work.workspace, client.id, "paused", "Away for a month")
    work.clock.advance(60)
    change_track(work.workspace, client.id, "T-ONLINE", "Agreed with the lead")

    lines = events_of(work.workspace, client.id)

    assert [each.what for each in lines] == [
        "Another track: Online behaviour of concern, past or current",
        "The course changed: paused",
        "Gate G1 overridden",
    ]
    assert lines[-1].second_person == "A. Supervisor"


def older(work: Workplace, *without: str) -> Workplace:
    """Return the workplace in which the clients follow an older version, still installed."""
    programme = work.workspace.programme
    newest = programme.model_copy(
        update={
            "version": "9.0.0",
            "session_plans": {
                plan_id: plan
                for plan_id, plan in programme.session_plans.items()
                if plan_id not in without
            },
        }
    )
    workspace = replace(work.workspace, programme=newest, earlier_programmes=(programme,))
    return replace(work, workspace=workspace)


def test_a_client_stays_with_the_version_they_began_with_until_moved(work: Workplace) -> None:
    client = work.add_client()
    before = client.programme_version
    now = older(work, "S20")
    newer = newer_programme(now.workspace, client)
    assert newer is not None
    assert now.workspace.programme_of(client).version == before
    assert "S20" in {each.plan.id for each in offers(now.workspace, client.id)}

    move_to_newer(now.workspace, client.id, "Agreed with the client")

    moved = clients.load(now.workspace.caseload, client.id)
    assert moved.programme_version == "9.0.0"
    assert newer_programme(now.workspace, moved) is None
    assert "S20" not in {each.plan.id for each in offers(now.workspace, client.id)}
    assert events(now, client)[-1].detail == "9.0.0"


@pytest.mark.parametrize("on_hold", [False, True])
def test_the_version_does_not_change_beneath_a_session_that_is_begun(
    work: Workplace, *, on_hold: bool
) -> None:
    client = work.add_client()
    appointment = work.start(client, "S01")
    if on_hold:
        hold(work.workspace, appointment)
    now = older(work, "S20")

    with pytest.raises(SessionUnderWay):
        move_to_newer(now.workspace, client.id, "Agreed with the client")

    assert (
        clients.load(now.workspace.caseload, client.id).programme_version
        == client.programme_version
    )
    end_session(now.workspace, appointment, "finished")
    move_to_newer(now.workspace, client.id, "Agreed with the client")


def test_nobody_moves_to_a_version_without_a_session_they_had(work: Workplace) -> None:
    client = work.add_client()
    whole(work, work.start(client, "S01"))
    now = older(work, "S01")

    with pytest.raises(VersionLacksSessions) as refused:
        move_to_newer(now.workspace, client.id, "Agreed with the client")

    assert refused.value.plan_ids == ("S01",)
    assert (
        clients.load(now.workspace.caseload, client.id).programme_version
        == client.programme_version
    )


def ended(work: Workplace, consent: str | None) -> Client:
    client = work.add_client()
    past_gates(work, client, "S20")
    last = work.start(client, "S20")
    if consent:
        work.fill(client, "ending", {"consent_follow_up": consent}, last)
    whole(work, last)
    return client


def test_boosters_and_follow_ups_are_booked_all_at_once(work: Workplace) -> None:
    client = ended(work, "yes")
    after = after_the_end(work.workspace, client.id)
    assert after.consent == "yes"
    assert [each.plan_id for each in after.due] == ["B1", "B2", "FU3", "B3", "FU6", "FU12"]
    at = work.clock() + timedelta(weeks=4)

    book(work.workspace, client.id, tuple((each.plan_id, at) for each in after.due[:2]))

    later = after_the_end(work.workspace, client.id)
    assert [each.plan_id for each in later.due] == ["FU3", "B3", "FU6", "FU12"]


def test_who_does_not_want_contact_after_the_end_is_not_booked(work: Workplace) -> None:
    client = ended(work, "no")

    assert after_the_end(work.workspace, client.id).due == ()
    assert after_the_end(work.workspace, client.id).consent == "no"


def test_an_early_ending_has_its_day_and_its_follow_ups(work: Workplace) -> None:
    client = work.add_client()
    assert after_the_end(work.workspace, client.id).ended_on is None

    change_status(work.workspace, client.id, "follow_up", "Moved away, wants contact")

    after = after_the_end(work.workspace, client.id)
    assert after.ended_on == work.workspace.today()
    assert after.consent == "not_asked"
    assert len(after.due) == 6


def test_a_session_that_takes_two_meetings_is_planned_for_both(work: Workplace) -> None:
    client = work.add_client()
    at = work.clock() + timedelta(days=7)

    first = plan_meetings(work.workspace, client.id, "S20", at, Arrangement("video"))

    _first, rest = appointments.for_client(work.workspace.caseload, client.id)
    assert (rest.plan_id, rest.continues, rest.occurrence) == ("S20", first.id, first.occurrence)
    assert (rest.planned_for, rest.mode) == (at + timedelta(days=7), "video")
    half = work.workspace.programme.session_plan("S20").split.part_1
    agenda = [each.id for each in agenda_of(work.workspace, first)]
    assert tuple(agenda[: len(half)]) == half
    assert pause_after(work.workspace, first) == half[-1]
    assert pause_after(work.workspace, rest) == ""


def test_one_meeting_is_planned_where_a_session_takes_one_or_its_rest(work: Workplace) -> None:
    client = work.add_client()
    at = work.clock() + timedelta(days=7)
    plan_meetings(work.workspace, client.id, "S01", at)
    past_gates(work, client, "S20")
    part(work, work.start(client, "S20"), 3)

    rest = plan_meetings(work.workspace, client.id, "S20", at)

    found = appointments.for_client(work.workspace.caseload, client.id)
    assert [each.plan_id for each in found].count("S20") == 2
    assert [each.plan_id for each in found].count("S01") == 1
    assert rest.continues is not None


def test_where_the_first_of_two_meetings_is_missed_the_second_is_for_the_whole(
    work: Workplace,
) -> None:
    client = work.add_client()
    first = plan_meetings(work.workspace, client.id, "S20", work.clock() + timedelta(days=7))

    record_missed(work.workspace, first.id, "did_not_attend")

    _missed, second = appointments.for_client(work.workspace.caseload, client.id)
    assert (second.plan_id, second.state, second.continues) == ("S20", "planned", None)
    [offer] = (each for each in plan_choices(work.workspace, client.id) if each.plan_id == "S20")
    assert offer.note.startswith("It takes two meetings.")


def test_the_next_time_may_stand_as_the_last_one_did_and_lies_ahead(work: Workplace) -> None:
    client = work.add_client()
    assert as_last_time(work.workspace, client.id) is None
    now = work.clock().astimezone()
    last = (now - timedelta(days=23)).replace(hour=15, minute=30, second=0, microsecond=0)
    missed = plan_appointment(work.workspace, client.id, "S01", last, Arrangement("video")).id
    plan_appointment(work.workspace, client.id, "S01", now + timedelta(days=40))
    assert as_last_time(work.workspace, client.id) is None, "nothing of it is over"

    record_missed(work.workspace, missed, "did_not_attend")
    found = as_last_time(work.workspace, client.id)

    assert found is not None
    assert (found.at.date() - last.date()).days == 28
    assert (found.at.hour, found.at.minute) == (15, 30)
    assert found.arrangement == Arrangement("video")


def test_who_met_today_meets_again_in_a_week_at_the_hour_that_was_agreed(work: Workplace) -> None:
    client = work.add_client()
    now = work.clock().astimezone()
    agreed = now.replace(hour=10, minute=0, second=0, microsecond=0) + timedelta(days=2)
    start_session(work.workspace, work.plan(client, "S01", agreed))

    found = as_last_time(work.workspace, client.id)

    assert found is not None
    assert found.at.replace(tzinfo=None) == agreed.replace(tzinfo=None) + timedelta(days=7)


def test_an_hour_that_nobody_agreed_is_none_to_go_by(work: Workplace) -> None:
    client = work.add_client()
    odd = work.clock().replace(minute=7)
    start_session(work.workspace, work.plan(client, "S01", odd))

    assert as_last_time(work.workspace, client.id) is None
