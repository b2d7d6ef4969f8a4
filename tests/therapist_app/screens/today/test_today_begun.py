"""A form that was begun beside any session and not finished stands on the first screen."""

import json
from datetime import timedelta

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.support.record.records import a_filled_form, an_appointment
from tests.support.workflows.workspaces import Workplace
from therapist_app import commands
from therapist_app.record.clients import appointments, filled_forms
from therapist_app.screens.today.view import TodayView
from therapist_app.screens.today.viewmodel import TodayViewModel
from therapist_app.workflows.course.plans_begun import BegunPlan, keep_begun
from therapist_app.workflows.course.promised_contacts import FIRST_CONTACT
from therapist_app.workflows.overviews.seeing_today import (
    MOST_UNPLANNED,
    today_page_data,
    who_needs_me,
)
from therapist_app.workflows.overviews.waiting import waiting_list
from therapist_app.workflows.rights import data_rights
from therapist_app.workflows.sessions.holding_a_session import end_session

pytestmark = pytest.mark.usefixtures("wear")


def test_a_form_begun_outside_a_session_is_to_finish_and_opens_where_it_was_left(
    qtbot: QtBot, work: Workplace
) -> None:
    caseload, client = work.workspace.caseload, work.add_client()
    begun = a_filled_form(caseload, client, form_id="safety-plan", filled_by="together")
    filled_forms.add(caseload, begun)
    viewmodel = TodayViewModel(work.workspace)
    view = TodayView(viewmodel)
    qtbot.addWidget(view)

    [task] = view.tasks
    with qtbot.waitSignal(view.leave_requested) as led:
        task.open.click()

    assert "A form is not finished" in task.open.accessibleName()
    assert "Safety plan" in task.open.accessibleName()
    assert led.args == [commands.FilledFormPage(begun.id)]
    assert who_needs_me(work.workspace) == {client.id: "task"}


@pytest.mark.parametrize(("state", "shown"), [("in_progress", 0), ("held", 1), ("signed", 1)])
def test_a_record_of_an_event_outlasts_the_session_in_which_it_was_begun(
    work: Workplace, state: str, shown: int
) -> None:
    caseload, client = work.workspace.caseload, work.add_client()
    meeting = an_appointment(caseload, client, state=state)
    appointments.add(caseload, meeting)
    begun, other = (
        a_filled_form(
            caseload, client, form_id=form_id, filled_by="together", appointment_id=meeting.id
        )
        for form_id in ("risk-event", "practice-plan")
    )
    for each in (begun, other):
        filled_forms.add(caseload, each)

    found = [each for each in today_page_data(work.workspace).to_finish if each.kind == "form"]

    assert [each.filled_form_id for each in found] == [begun.id] * shown


def test_what_was_begun_in_a_session_is_not_named_a_second_time(work: Workplace) -> None:
    caseload, client = work.workspace.caseload, work.add_client()
    meeting = an_appointment(caseload, client, planned_for=work.clock() + timedelta(days=1))
    appointments.add(caseload, meeting)
    filled_forms.add(
        caseload,
        a_filled_form(caseload, client, filled_by="together", appointment_id=meeting.id),
    )

    assert today_page_data(work.workspace).to_finish == ()


def test_a_first_contact_that_was_begun_stands_once_with_who_waits_and_how_soon(
    qtbot: QtBot, work: Workplace
) -> None:
    begun = work.add_client()
    whole = work.add_client()
    said = json.dumps({"source": "self", "urgency": "today"})
    draft = a_filled_form(
        work.workspace.caseload, begun, form_id=FIRST_CONTACT, filled_by="therapist", answers=said
    )
    filled_forms.add(work.workspace.caseload, draft)
    work.fill(whole, FIRST_CONTACT, {"life_in_danger": "no", "child_in_danger": "no"}, None)
    view = TodayView(TodayViewModel(work.workspace))
    qtbot.addWidget(view)

    [task] = view.tasks
    heard = task.open.accessibleName()
    assert [each.line.code for each in view.waiting] == [whole.code]
    assert heard.startswith(f"Continue: A form is not finished, {begun.code}")
    assert "waiting since this week" in heard
    assert "urgency: " in heard
    assert {each.client_id for each in waiting_list(work.workspace)} == {begun.id, whole.id}


def test_a_session_of_today_is_not_started_past_a_decision_that_nobody_took(
    work: Workplace,
) -> None:
    client = work.add_client()
    work.fill(client, FIRST_CONTACT, {"life_in_danger": "no", "child_in_danger": "no"}, None)
    meeting = work.plan(client, "S01", work.clock() + timedelta(minutes=5))
    [line] = today_page_data(work.workspace).appointments
    viewmodel = TodayViewModel(work.workspace)
    left: list[object] = []
    viewmodel.leave_requested.connect(left.append)

    viewmodel.open_appointment(line)

    assert left == [commands.ClientPage(client.id, "gates")]
    assert work.appointment(meeting).state == "planned"


def test_everybody_without_a_next_session_is_named_and_of_very_many_that_there_are_more(
    work: Workplace, qtbot
) -> None:
    several = {work.add_client().code for _each in range(12)}
    page = today_page_data(work.workspace)
    assert set(page.unplanned) == several
    assert not page.are_more_unplanned

    for _each in range(MOST_UNPLANNED):
        work.add_client()
    view = TodayView(TodayViewModel(work.workspace))
    qtbot.addWidget(view)

    assert len(view._viewmodel.state.page.unplanned) == MOST_UNPLANNED
    words = " ".join(each.text() for each in view.findChildren(QLabel))
    assert "and others; the list of clients shows who." in words


def test_who_has_a_plan_begun_is_not_named_beside_it_as_having_no_next_session(
    work: Workplace,
) -> None:
    planning, idle = work.add_client(), work.add_client()
    for client in (planning, idle):
        work.do_every_step(appointment := work.start(client, "S01"))
        end_session(work.workspace, appointment, "finished")
    keep_begun(work.workspace, planning.id, BegunPlan("S02", False, "7", ""))

    page = today_page_data(work.workspace)

    assert page.unplanned == (idle.code,)
    assert [each.client_id for each in page.to_finish if each.kind == "planning"] == [planning.id]


def test_a_restriction_and_a_hold_stand_on_today_from_the_day_they_are_to_be_looked_at(
    work: Workplace, qtbot
) -> None:
    day = work.workspace.today()
    hidden, held, later = (work.add_client() for _each in range(3))
    data_rights.restrict(work.workspace, hidden.id, "accuracy", day + timedelta(days=3))
    data_rights.hold(work.workspace, held.id, "A court asked", day + timedelta(days=2))
    data_rights.hold(work.workspace, later.id, "A court asked", day + timedelta(days=9))
    assert not {"restriction", "legal_hold"} & {
        each.kind for each in today_page_data(work.workspace).to_finish
    }

    work.clock.advance(timedelta(days=4).total_seconds())
    view = TodayView(TodayViewModel(work.workspace))
    qtbot.addWidget(view)
    left: list[commands.Destination] = []
    view.leave_requested.connect(left.append)

    lines = [each for each in view.tasks if each.line.kind in ("restriction", "legal_hold")]
    assert [(each.line.kind, each.line.code) for each in lines] == [
        ("legal_hold", held.code),
        ("restriction", hidden.code),
    ]
    lines[1].open.click()
    assert left == [commands.DataRights(hidden.id)]
    assert hidden.id not in who_needs_me(work.workspace)


def test_what_was_written_of_a_session_that_is_held_by_now_is_not_to_finish(
    work: Workplace,
) -> None:
    client, other = work.add_client(), work.add_client()
    for each in (client, other):
        keep_begun(work.workspace, each.id, BegunPlan("S01", False, "1 12", ""))

    work.start(client, "S01")

    tasks = today_page_data(work.workspace).to_finish
    assert [each.client_id for each in tasks if each.kind == "planning"] == [other.id]
