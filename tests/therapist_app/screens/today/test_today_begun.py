"""A form that was begun beside any session and not finished stands on the first screen."""

from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from tests.support.record.records import a_filled_form, an_appointment
from tests.support.workflows.workspaces import Workplace
from therapist_app import commands
from therapist_app.record.clients import appointments, filled_forms
from therapist_app.screens.today.view import TodayView
from therapist_app.screens.today.viewmodel import TodayViewModel
from therapist_app.workflows.overviews.seeing_today import today_page_data, who_needs_me

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


def test_what_was_begun_in_a_session_is_not_named_a_second_time(work: Workplace) -> None:
    caseload, client = work.workspace.caseload, work.add_client()
    meeting = an_appointment(caseload, client, planned_for=work.clock() + timedelta(days=1))
    appointments.add(caseload, meeting)
    filled_forms.add(
        caseload,
        a_filled_form(caseload, client, filled_by="together", appointment_id=meeting.id),
    )

    assert today_page_data(work.workspace).to_finish == ()
