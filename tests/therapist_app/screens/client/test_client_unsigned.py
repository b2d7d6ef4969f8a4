"""The page of a client while a lead has not signed the programme off, or no text is approved."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from tests.support.windows.hearing import Hearing
from tests.support.workflows.clinics import open_clinic
from tests.support.workflows.local_texts import bring_into_force
from therapist_app.screens.client.next_session.gate_view import GateView
from therapist_app.screens.client.view import ClientView
from therapist_app.screens.client.viewmodel import ClientViewModel
from therapist_app.workflows.content.signing_off import sign_off
from therapist_app.workflows.overviews.seeing_clients import NewClient, add_client

pytestmark = pytest.mark.usefixtures("wear")


@pytest.fixture
def clinic(tmp_path):
    clinic = open_clinic(tmp_path)
    yield clinic
    clinic.lock()


def pressed_start(qtbot, clinic, client=None):
    """Open the page of a client, a new one without, and start the next session."""
    client = client or add_client(clinic.workspace, NewClient("code_only"))
    view = ClientView(ClientViewModel(clinic.workspace, client.id))
    left = []
    view.leave_requested.connect(left.append)
    qtbot.addWidget(view)
    view.resize(1170, 768)
    view.show()
    qtbot.mouseClick(view.head.main, Qt.MouseButton.LeftButton)
    QApplication.processEvents()
    return view, left


def test_what_stands_before_the_session_is_said_with_where_it_is_done(qtbot, clinic):
    view, left = pressed_start(qtbot, clinic)

    words = "\n".join(each.text() for each in view.page.findChildren(QLabel))
    assert isinstance(view.page, GateView)
    assert "No lead has signed this version of the programme off." in words
    assert "A lead signs it off under Programme, Versions" in words
    assert not view.page.start.isVisible()
    assert left == []


def test_where_nothing_leads_on_what_comes_first_has_the_keyboard_and_is_read(
    qtbot, clinic, monkeypatch
):
    view, _left = pressed_start(qtbot, clinic)
    read = view.page.cards[0].read
    hearing = Hearing(monkeypatch)

    assert view.focusWidget() is read
    assert read.accessibleName() == "This comes first"
    for _line in range(3):
        qtbot.keyClick(read, Qt.Key.Key_Down)

    assert hearing.words == [
        "No lead has signed this version of the programme off.",
        "A lead signs it off under Programme, Versions",
        "There is no other line.",
    ]


def test_once_it_is_signed_the_session_starts(qtbot, clinic):
    sign_off(clinic.workspace, clinic.workspace.programme, "Clinical lead")
    bring_into_force(clinic.workspace)

    _view, left = pressed_start(qtbot, clinic)

    assert [type(each).__name__ for each in left] == ["SessionPage"]


def test_a_first_session_says_beforehand_that_no_text_is_approved(qtbot, clinic):
    sign_off(clinic.workspace, clinic.workspace.programme, "Clinical lead")

    view, left = pressed_start(qtbot, clinic)

    words = "\n".join(each.text() for each in view.page.findChildren(QLabel))
    assert "There is no approved and valid text on confidentiality." in words
    assert "Local texts; a lead approves it" in words
    assert not view.page.start.isVisible()
    assert left == []


def test_who_would_begin_with_an_earlier_version_is_moved_first(qtbot, clinic):
    [earlier] = clinic.workspace.earlier_programmes
    sign_off(clinic.workspace, earlier, "Clinical lead")
    before = replace(clinic.workspace, programme=earlier)
    client = add_client(before, NewClient("code_only"))

    view, left = pressed_start(qtbot, clinic, client)

    words = "\n".join(each.text() for each in view.page.findChildren(QLabel))
    assert "Nobody begins with version 0.2.0 of the programme any more." in words
    assert "Move the client: Record, Course: pause, end, change" in words
    assert "No lead has signed" not in words
    assert not view.page.start.isVisible()
    assert left == []
