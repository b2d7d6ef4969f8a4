"""Sessions that a list says were held elsewhere move the course, and open no gate."""

from datetime import date

import pytest

from programme.course.order import course_order
from tests.support.workflows.client_lists import TRACK, plan_of, problems
from therapist_app.record.clients import appointments, clients
from therapist_app.workflows.course.planning import offers, what_needs_a_reason
from therapist_app.workflows.errors import GateClosed
from therapist_app.workflows.importing.importing_a_list import (
    import_list,
    imported_lists,
    undo_import,
)
from therapist_app.workflows.overviews.seeing_clients import (
    client_page,
    client_page_data,
)
from therapist_app.workflows.sessions.before_signing import blockers
from therapist_app.workflows.sessions.closing_a_session import note_form
from therapist_app.workflows.sessions.following_the_pathway import safety_check_of
from therapist_app.workflows.sessions.holding_a_session import end_session, start_session
from therapist_app.workflows.sessions.limits_first import limits_to_tell
from therapist_app.workflows.sessions.passing_gates import gates_before


def blockers_of(work, appointment_id: str):
    appointment = appointments.load(work.workspace.caseload, appointment_id)
    return blockers(work.workspace, appointment, note_form(work.workspace, appointment).state)


HELD = "Name,Sessions held so far,Day of the last session\n"


def test_after_sessions_held_elsewhere_a_course_stands_right_after_the_last(work):
    plan = plan_of(work, HELD + "Al,S05,2026-02-20\nBo,5,2026-02-20\nCy,0,\n")
    al, bo, cy = (each.client_id for each in import_list(work.workspace, plan))
    order = course_order(work.workspace.programme, TRACK)
    at = order.index("S05")

    assert [offers(work.workspace, each)[0].plan.id for each in (al, bo, cy)] == [
        order[at + 1],
        order[5],
        order[0],
    ]
    page = client_page_data(work.workspace, al)
    assert page.held == at + 1
    assert page.next_plan is not None
    assert page.next_plan.id == order[at + 1]
    states = {stop.plan_id: stop.state for phase in page.phases for stop in phase.stops}
    assert {states[each] for each in order[: at + 1]} == {"done"}
    listed = {each.id: each for each in client_page(work.workspace).rows}
    assert (listed[al].sessions_held, listed[al].last_plan) == (at + 1, "S05")
    assert listed[al].last_seen is not None
    assert listed[al].last_seen.astimezone().date() == date(2026, 2, 20)
    assert listed[cy].sessions_held == 0
    assert what_needs_a_reason(work.workspace, al, order[at + 1]) == ()
    assert what_needs_a_reason(work.workspace, al, "S05") == ("repeated",)


def test_no_gate_is_opened_by_sessions_held_elsewhere_and_safety_is_asked(work):
    plan = plan_of(work, HELD + "Al,S05,2026-02-20\n")
    [al] = import_list(work.workspace, plan)
    following = offers(work.workspace, al.client_id)[0].plan.id
    newcomer = work.add_client()

    gates = {each.id for each in gates_before(work.workspace, al.client_id, following)}
    assert gates == {each.id for each in gates_before(work.workspace, newcomer.id, following)}
    assert {"G0", "G1", "G2"} <= gates
    assert limits_to_tell(work.workspace, al.client_id, ["phq-9"]) == "limits"
    client = clients.load(work.workspace.caseload, al.client_id)
    appointment_id = work.plan(client, following)
    with pytest.raises(GateClosed):
        start_session(work.workspace, appointment_id)
    work.pass_gates(client, following)
    start_session(work.workspace, appointment_id)
    appointment = appointments.load(work.workspace.caseload, appointment_id)
    assert safety_check_of(work.workspace, appointment) is not None
    end_session(work.workspace, appointment_id, "finished")
    assert "safety" in {each.kind for each in blockers_of(work, appointment_id)}


def test_sessions_held_elsewhere_are_no_meetings_of_this_record(work):
    [al] = import_list(work.workspace, plan_of(work, HELD + "Al,S05,2026-02-20\n"))

    assert appointments.for_client(work.workspace.caseload, al.client_id) == ()
    [imported] = imported_lists(work.workspace)
    assert not imported.in_use
    assert undo_import(work.workspace, imported.at) == 1


def test_what_was_held_is_refused_where_it_cannot_be_or_its_day_is_missing(work):
    plan = plan_of(
        work,
        HELD
        + "Al,99,2026-02-20\nBo,FU99,2026-02-20\nCy,3,\nDi,,2026-02-20\nEd,3,2026-03-20\n"
        + "Fo,-1,2026-02-20\nGu,3,1950-02-20\n",
    )

    held, day = "Sessions held so far", "Day of the last session"
    assert problems(plan) == {
        2: [("no_session", held)],
        3: [("no_session", held)],
        4: [("held_without_day", held)],
        5: [("day_without_held", day)],
        6: [("day_to_come", day)],
        7: [("no_session", held)],
        8: [("day_long_gone", day)],
    }
