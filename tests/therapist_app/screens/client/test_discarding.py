"""A first contact that was opened by mistake is discarded from the page of its client."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.support.windows.settling import settle
from tests.support.workflows.workspaces import Workplace
from therapist_app.commands import Clients, Destination
from therapist_app.record.clients import clients
from therapist_app.screens.client.discard_view import DiscardView
from therapist_app.screens.client.view import ClientView
from therapist_app.screens.client.viewmodel import ClientViewModel
from therapist_app.workflows.forms.keeping_forms import keep_draft
from therapist_app.workflows.overviews.first_contacts import Caller, open_first_contact, take_in

pytestmark = pytest.mark.usefixtures("wear")
OFFER = "Opened by mistake: delete it"


def opened_by_mistake(work: Workplace) -> str:
    opened = open_first_contact(work.workspace)
    with work.workspace.caseload.together():
        take_in(work.workspace, opened, Caller("Tom"), is_added=False)
        keep_draft(work.workspace, opened, opened.state)
    return opened.filled.client_id


def page_of(qtbot: QtBot, work: Workplace, client_id: str) -> ClientView:
    view = ClientView(ClientViewModel(work.workspace, client_id))
    qtbot.addWidget(view)
    view.resize(1302, 768)
    view.show()
    settle()
    return view


def offers(view: ClientView) -> list[str]:
    return [each.text() for each in view.head.record.menu().actions()]


def test_it_goes_in_two_presses_and_leads_to_the_list(qtbot: QtBot, work: Workplace) -> None:
    view = page_of(qtbot, work, opened_by_mistake(work))
    left: list[Destination] = []
    view.leave_requested.connect(left.append)

    next(each for each in view.head.record.menu().actions() if each.text() == OFFER).trigger()
    settle()
    page = view.page
    assert isinstance(page, DiscardView)
    assert page.back.hasFocus() or view.focusWidget() is page.back
    assert clients.count(work.workspace.caseload) == 1
    qtbot.mouseClick(page.discard, Qt.MouseButton.LeftButton)
    settle()

    assert left == [Clients()]
    assert clients.count(work.workspace.caseload) == 0


def test_it_is_offered_for_nobody_else(qtbot: QtBot, work: Workplace) -> None:
    assert OFFER not in offers(page_of(qtbot, work, work.add_client().id))
