"""A worked case on the screens of a client, of a session, of the list and of the day."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from tests.support.windows.clipping import clipped
from tests.support.windows.settling import settle
from tests.support.workflows.workspaces import open_workplace
from therapist_app.commands import ClosePage, FilledFormPage, SessionPage
from therapist_app.practice import worked_cases
from therapist_app.practice.case_files import shipped_case
from therapist_app.practice.worked_cases import add_worked_cases, case_stops
from therapist_app.record.clients import appointments
from therapist_app.screens.client.case_view import CaseView
from therapist_app.screens.client.view import ClientView
from therapist_app.screens.client.viewmodel import ClientViewModel
from therapist_app.screens.clients.view import ClientsView
from therapist_app.screens.clients.viewmodel import ClientsViewModel
from therapist_app.screens.session.view import SessionView
from therapist_app.screens.session.viewmodel import SessionViewModel
from therapist_app.screens.today.viewmodel import TodayViewModel

pytestmark = pytest.mark.usefixtures("wear")
LOOKS = [("light", 1.0), ("dark", 2.0)]


@pytest.fixture
def work(tmp_path, monkeypatch):
    """A practice record with the beginning of one worked case, and one other client."""
    case = shipped_case("prevention")
    meetings = (*case.meetings[:2], *case.meetings[6:7], case.meetings[-1])
    short = case.model_copy(update={"meetings": meetings})
    monkeypatch.setattr(worked_cases, "shipped_cases", lambda: (short,))
    monkeypatch.setattr(worked_cases, "shipped_case", lambda _case_id: short)
    with open_workplace(tmp_path) as work:
        work.other = work.add_client()
        [work.case_client] = add_worked_cases(work.workspace, work.clock, lambda _done: None)
        yield work


def shown(qtbot, view):
    qtbot.addWidget(view)
    view.resize(1302, 768)
    view.show()
    settle()
    return view


def words(view) -> str:
    labels = [each for each in view.findChildren(QLabel) if each.isVisible()]
    return "\n".join(f"{each.text()}\n{each.accessibleName()}" for each in labels)


def press(qtbot, view, name: str) -> None:
    buttons = [each for each in view.findChildren(QPushButton) if each.isVisible()]
    found = next(each for each in buttons if each.accessibleName() == name)
    qtbot.mouseClick(found, Qt.MouseButton.LeftButton)
    settle()


@pytest.fixture
def client(qtbot, work):
    view = shown(qtbot, ClientView(ClientViewModel(work.workspace, work.case_client)))
    view.left = []
    view.leave_requested.connect(view.left.append)
    return view


@pytest.fixture
def first_session(qtbot, work):
    stop = case_stops(work.workspace, work.case_client)[0]
    viewmodel = SessionViewModel(work.workspace, stop.appointment_id)
    return shown(qtbot, SessionView(viewmodel)), viewmodel, stop


def test_the_list_of_clients_says_which_one_is_a_worked_case(qtbot, work):
    view = shown(qtbot, ClientsView(ClientsViewModel(work.workspace)))
    model = view.table.table_model
    last = model.columnCount() - 1

    marks = {each.client_id: model.index(row, last).data() for row, each in enumerate(model.rows)}

    assert marks == {work.case_client: "worked case", work.other.id: ""}


def test_the_page_of_the_client_says_what_to_look_for(client):
    case = shipped_case("prevention")

    assert f"Worked case: {case.title}" in words(client)
    assert case.notice in words(client)


def test_no_other_client_has_a_case(qtbot, work):
    view = shown(qtbot, ClientView(ClientViewModel(work.workspace, work.other.id)))

    assert "Worked case" not in words(view)


def test_it_is_read_session_by_session_with_the_keyboard(qtbot, work, client):
    press(qtbot, client, "Read it session by session")
    page = client.page
    assert isinstance(page, CaseView)
    stops = case_stops(work.workspace, work.case_client)
    assert stops[0].comment in words(page)

    qtbot.keyClick(page.meetings, Qt.Key.Key_Down)
    settle()

    assert stops[1].comment in words(page)
    qtbot.keyClick(page.meetings, Qt.Key.Key_Return)
    assert client.focusWidget() is page.moves[0]
    qtbot.keyClick(client.focusWidget(), Qt.Key.Key_Space)
    assert client.left == [SessionPage(stops[1].appointment_id)]


def test_its_note_and_what_was_written_are_one_key_away(qtbot, work, client):
    press(qtbot, client, "Read it session by session")
    stop = case_stops(work.workspace, work.case_client)[0]

    press(qtbot, client, "Its note")
    press(qtbot, client, "Safety check")

    assert client.left[0] == ClosePage(stop.appointment_id)
    assert isinstance(client.left[1], FilledFormPage)


def test_a_meeting_that_did_not_take_place_leads_nowhere(qtbot, client):
    press(qtbot, client, "Read it session by session")
    page = client.page

    page.meetings.selectRow(2)
    settle()

    assert "cancelled" in words(page)
    assert page.moves == []
    qtbot.keyClick(page.meetings, Qt.Key.Key_Return)
    qtbot.keyClick(page.meetings, Qt.Key.Key_Escape)
    assert client.page is None


def test_the_comment_and_what_was_written_stand_beside_each_step_of_the_session(first_session):
    view, viewmodel, stop = first_session
    viewmodel.go_to("limits")
    settle()

    assert stop.comment in words(view)
    assert "as it was written" in words(view)
    assert "What I say stays here" in words(view)


def test_a_signed_session_is_only_read(work, first_session):
    view, viewmodel, stop = first_session
    before = appointments.load(work.workspace.caseload, stop.appointment_id)
    marks = appointments.step_marks(work.workspace.caseload, stop.appointment_id)
    left = []
    viewmodel.leave_requested.connect(left.append)

    viewmodel.finish_step()
    viewmodel.skip("No time")
    viewmodel.hold_or_resume()
    viewmodel.close()

    assert left == [ClosePage(stop.appointment_id)]
    assert appointments.load(work.workspace.caseload, stop.appointment_id) == before
    assert appointments.step_marks(work.workspace.caseload, stop.appointment_id) == marks
    assert not view.foot.done.isVisible()
    assert not view.foot.skip.isVisible()
    assert not view.foot.hold.isVisible()
    assert "The note is signed. You can read this session, but not change it." in words(view)


def test_what_is_open_in_a_worked_case_is_nobodys_task_today(work):
    state = TodayViewModel(work.workspace).state

    assert work.case_client not in [each.client_id for each in state.page.to_finish]


@pytest.mark.parametrize(("scheme", "scale"), LOOKS)
def test_nothing_is_cut_or_unnamed_in_any_look(qtbot, work, wear, scheme, scale):
    wear(scheme, scale)
    client = shown(qtbot, ClientView(ClientViewModel(work.workspace, work.case_client)))
    stop = case_stops(work.workspace, work.case_client)[0]
    session = shown(qtbot, SessionView(SessionViewModel(work.workspace, stop.appointment_id)))

    assert clipped(client) == []
    press(qtbot, client, "Read it session by session")
    assert clipped(client) == []
    assert clipped(session) == []
