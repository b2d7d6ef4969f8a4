"""Every session of the programme is held on the real screen, from first step to signature."""

import random
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from programme.loading.library import installed
from programme.loading.loading import load_programme
from session_forms.library import library
from tests.support.sampling import sampled
from tests.support.workflows.workspaces import Workplace, open_workplace
from therapist_app.form_widgets.fidelity_rows import FidelityRow
from therapist_app.practice.answering import Situation, fill_in
from therapist_app.practice.courses import answer_alerts, fill_measures
from therapist_app.practice.simulation import Week
from therapist_app.record.clients import appointments, clients, signatures
from therapist_app.screens.close.view import CloseView
from therapist_app.screens.close.viewmodel import CloseViewModel
from therapist_app.screens.session.view import SessionView
from therapist_app.screens.session.viewmodel import SessionViewModel
from therapist_app.workflows.sessions.seeing_a_session import session_page_data

pytestmark = pytest.mark.usefixtures("wear")
PLANS = tuple(installed().session_plans)
SHORTER = {
    plan_id: programme
    for name in ("pps-brief", "pps-consultation")
    for programme in [
        load_programme(files("programme").joinpath("modules", name), library.installed())
    ]
    for plan_id in programme.session_plans
    if plan_id not in PLANS
}
"""The programmes of the meetings that the full course does not hold."""
YES = {"joint_talk": "yes"}
"""The consent without which nobody comes along."""
CALM = Week("attended", 0.2, 1, event=False, leaves_out=0, forgets_measures=False)
SETTLE = 3


@pytest.fixture
def work(tmp_path: Path) -> Iterator[Workplace]:
    with open_workplace(tmp_path) as workplace:
        yield workplace


def settle() -> None:
    for _each in range(SETTLE):
        QApplication.processEvents()


def begun(work: Workplace, plan_id: str) -> str:
    """Return a session that has started, past its gates."""
    client = work.add_client()
    work.pass_gates(client, plan_id)
    return work.start(client, plan_id)


def hold_on_screen(qtbot: QtBot, work: Workplace, appointment_id: str) -> list[str]:
    """Fill in and finish every step on the screen; return the steps as they came."""
    situation = Situation(CALM, "in_person", agrees_to_data_use=True, chance=random.Random(7))
    fill_measures(work.workspace, session_page_data(work.workspace, appointment_id), situation)
    viewmodel = SessionViewModel(work.workspace, appointment_id)
    view = SessionView(viewmodel)
    qtbot.addWidget(view)
    view.resize(1302, 768)
    view.show()
    seen: list[str] = []
    while not viewmodel.state.page.is_through:
        step = viewmodel.state.page.current
        assert step.id not in seen, f"{step.id} came twice"
        seen.append(step.id)
        assert step.title in [label.text() for label in view.findChildren(type(view.minutes))]
        filling = viewmodel.filling
        assert (filling is not None) == bool(step.form_id), step.id
        if filling is not None:
            for question_id, value in fill_in(filling.state, situation).answers.items():
                filling.answer(question_id, YES.get(question_id, value))
            assert filling.state.blocking == (), (step.id, filling.state.blocking)
        for _press in range(2):  # once to be pointed at what is unanswered, once to go on
            if viewmodel.state.page.current.id == step.id and not viewmodel.state.page.is_through:
                qtbot.mouseClick(view.foot.done, Qt.MouseButton.LeftButton)
                settle()
    qtbot.mouseClick(view.foot.close_session, Qt.MouseButton.LeftButton)
    return seen


def close_on_screen(qtbot: QtBot, work: Workplace, appointment_id: str) -> CloseView:
    """Answer what alerts there are, rate every item by one key, and sign."""
    answer_alerts(
        work.workspace, appointments.load(work.workspace.caseload, appointment_id).client_id
    )
    work.clock.advance(50 * 60)
    view = CloseView(CloseViewModel(work.workspace, appointment_id))
    qtbot.addWidget(view)
    view.resize(1302, 768)
    view.show()
    qtbot.mouseClick(view.ending.options["finished"], Qt.MouseButton.LeftButton)
    settle()
    for row in view.findChildren(FidelityRow):
        row.start_focus()
        qtbot.keyClick(view.focusWidget(), Qt.Key.Key_2)
        settle()
    assert view._viewmodel.state.in_the_way == ()
    qtbot.mouseClick(view.sign, Qt.MouseButton.LeftButton)
    settle()
    return view


@pytest.mark.parametrize("plan_id", sampled(PLANS, every=14))
def test_a_session_runs_from_its_first_step_to_its_signature(
    qtbot: QtBot, work: Workplace, plan_id: str
) -> None:
    appointment_id = begun(work, plan_id)
    plan = work.workspace.programme.session_plan(plan_id)

    seen = hold_on_screen(qtbot, work, appointment_id)
    closed = close_on_screen(qtbot, work, appointment_id)

    assert seen == [step.id for step in plan.steps]
    marks = appointments.step_marks(work.workspace.caseload, appointment_id)
    assert {each.mark for each in marks} == {"done"}
    assert closed._viewmodel.state.page.adherence.percent == 100
    assert signatures.for_appointment(work.workspace.caseload, appointment_id)


@pytest.mark.parametrize("plan_id", sampled(SHORTER, every=10))
def test_a_meeting_of_a_shorter_course_runs_from_its_first_step_to_its_signature(
    qtbot: QtBot, work: Workplace, plan_id: str
) -> None:
    work.workspace = replace(
        work.workspace,
        programme=SHORTER[plan_id],
        earlier_programmes=(work.workspace.programme, *work.workspace.earlier_programmes),
    )
    appointment_id = begun(work, plan_id)
    if plan_id == "BP2":
        caseload = work.workspace.caseload
        client = clients.load(caseload, appointments.load(caseload, appointment_id).client_id)
        work.fill(client, "telling-someone", YES, appointment_id)

    seen = hold_on_screen(qtbot, work, appointment_id)
    close_on_screen(qtbot, work, appointment_id)

    assert seen == [step.id for step in SHORTER[plan_id].session_plan(plan_id).steps]
    assert signatures.for_appointment(work.workspace.caseload, appointment_id)
