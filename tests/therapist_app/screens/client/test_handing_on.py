"""The page from which a first contact goes to another service."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from exports.package.hand_over_file import opened_hand_over
from exports.package.sealing import new_age_key
from tests.support.windows.clipping import clipped
from tests.support.windows.settling import settle
from tests.support.workflows.workspaces import Workplace
from therapist_app.commands import FilledFormPage, Recipients
from therapist_app.record.clients import filled_forms
from therapist_app.screens.client import handing_on_view
from therapist_app.screens.client.handing_on_view import HandOnView
from therapist_app.screens.client.overview.waiting_view import WaitingCard
from therapist_app.screens.client.view import ClientView
from therapist_app.screens.client.viewmodel import ClientViewModel
from therapist_app.workflows.exporting.keeping_recipients import enter_recipient
from therapist_app.workflows.overviews.seeing_clients import NewClient, add_client

pytestmark = pytest.mark.usefixtures("wear")
SAID = {"life_in_danger": "no", "child_in_danger": "no", "source": "self"}


@pytest.fixture
def view(qtbot: QtBot, work: Workplace) -> ClientView:
    known = NewClient(anonymity="pseudonym", name="Robin", contact="0700 900 111")
    client = add_client(work.workspace, known)
    work.fill(client, "first-contact", SAID, None)
    made = ClientView(ClientViewModel(work.workspace, client.id))
    qtbot.addWidget(made)
    made.resize(1170, 700)
    made.show()
    return made


def press(qtbot: QtBot, widget: QPushButton) -> None:
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)
    settle()


def opened(qtbot: QtBot, view: ClientView) -> HandOnView:
    press(qtbot, view.overview.findChild(WaitingCard).hand_on)
    page = view.page
    assert isinstance(page, HandOnView)
    return page


def test_what_was_not_asked_on_the_telephone_stands_there_and_opens_the_form(
    qtbot: QtBot, work: Workplace, view: ClientView
) -> None:
    left: list[object] = []
    view.leave_requested.connect(left.append)
    waiting = view.overview.findChild(WaitingCard)
    [said] = [each for each in waiting.findChildren(QLabel) if "Not answered" in each.text()]
    assert "Does the person agree to be contacted by us?" in said.text()

    press(qtbot, waiting.open_kept)

    [page] = left
    assert isinstance(page, FilledFormPage)
    opened = filled_forms.find(work.workspace.caseload, page.filled_form_id)
    assert opened is not None
    assert opened.form_id == "first-contact"


@pytest.mark.parametrize("agrees", [True, False])
def test_no_day_is_asked_for_where_the_person_does_not_agree_to_be_contacted(
    qtbot: QtBot, work: Workplace, *, agrees: bool
) -> None:
    client = work.add_client()
    work.fill(client, "first-contact", {**SAID, "may_contact": agrees}, None)
    view = ClientView(ClientViewModel(work.workspace, client.id))
    qtbot.addWidget(view)

    words = [each.text() for each in view.overview.findChild(WaitingCard).findChildren(QLabel)]

    assert ("No contact is promised: agree a day." in words) is agrees
    assert ("The person does not agree to be contacted." in words) is not agrees


def test_without_another_service_the_way_to_its_key_is_shown(
    qtbot: QtBot, view: ClientView
) -> None:
    left: list[object] = []
    view.leave_requested.connect(left.append)
    page = opened(qtbot, view)
    assert page.to is None

    press(qtbot, page.recipients)

    assert left == [Recipients()]


def test_it_is_saved_for_a_chosen_service_with_the_persons_own_yes(
    qtbot: QtBot,
    work: Workplace,
    view: ClientView,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    key, identity = new_age_key()
    enter_recipient(work.workspace, "The clinic", key)
    place = tmp_path / "hand-over.age"
    answers = [str(place), "", str(tmp_path / "no" / "such.age")]
    monkeypatch.setattr(handing_on_view, "ask_for_place", lambda _view: answers.pop(0))
    page = opened(qtbot, view)
    assert page.to.chosen_id == ""
    assert not page.agreed.isChecked()

    press(qtbot, page.save)
    assert page.to.problem.text() == "Choose one."
    press(qtbot, page.to.button(0))
    press(qtbot, page.save)
    assert not place.exists()
    assert page.agreed.hasFocus()
    page.agreed.setChecked(True)
    press(qtbot, page.save)

    form = work.workspace.forms.latest("first-contact")
    found = opened_hand_over(place.read_bytes(), identity, form)
    assert (found.name, found.answers["source"]) == ("Robin", "self")
    assert page._viewmodel.state.saved == "hand-over.age"
    press(qtbot, page.save)
    assert page._viewmodel.state.saved == "hand-over.age"
    press(qtbot, page.save)
    assert page._viewmodel.state.problem
    assert clipped(page) == []
