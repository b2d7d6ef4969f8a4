"""Who did not come can be reached later, and that is written down without a promise before."""

from dataclasses import replace
from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from tests.support.workflows.workspaces import Workplace
from therapist_app.commands import ClientPage, PromisePage
from therapist_app.record.clients import promises
from therapist_app.record.model import Client
from therapist_app.screens.client.view import CONTACT, ClientView
from therapist_app.screens.client.viewmodel import ClientViewModel
from therapist_app.shell.navigation.acts_now import acts_now
from therapist_app.workflows.course.planning import record_missed
from therapist_app.workflows.overviews.seeing_clients import client_page_data
from therapist_app.workflows.overviews.seeing_today import today_page_data
from therapist_app.workflows.sessions.promising import let_go, note_contact, promise_of_contact
from therapist_app.workflows.sessions.safety_thread import safety_threads

pytestmark = pytest.mark.usefixtures("wear")


@pytest.fixture
def absent(work: Workplace) -> Client:
    """A client who did not come an hour ago."""
    client = work.add_client()
    planned = work.plan(client, "S01", work.clock() - timedelta(hours=1))
    record_missed(work.workspace, planned, "did_not_attend")
    return client


def test_from_the_page_of_who_did_not_come_a_contact_is_written_down(
    qtbot: QtBot, work: Workplace, absent: Client
) -> None:
    view = ClientView(ClientViewModel(work.workspace, absent.id))
    qtbot.addWidget(view)
    assert view.overview.log_contact is not None
    with qtbot.waitSignal(view.leave_requested) as led:
        view.overview.log_contact.click()
    [promised] = promises.still_open(work.workspace.caseload, absent.id)
    [due] = today_page_data(work.workspace).promises
    note_contact(work.workspace, promised.id, "telephone", "spoke", "Ill; comes on Thursday")

    told = [each.kind for each in client_page_data(work.workspace, absent.id).timeline]

    assert led.args == [PromisePage(promised.id)]
    assert due.title == "Reach the client: did not come on 2 March 2026"
    assert "contacts" in told
    assert promises.still_open(work.workspace.caseload, absent.id) == ()
    [thread] = safety_threads(work.workspace, absent.id)
    assert thread.closed.startswith("Closed: session of")
    assert "missed, reached" in thread.closed


def test_ctrl_k_finds_it_on_the_page_of_the_client_and_leads_there(
    qtbot: QtBot, work: Workplace, absent: Client
) -> None:
    here = ClientPage(absent.id)
    [act] = [each for each in acts_now(work.workspace, here) if each.id == "now.contact"]
    view = ClientView(ClientViewModel(work.workspace, absent.id, CONTACT))
    qtbot.addWidget(view)
    with qtbot.waitSignal(view.leave_requested) as led:
        pass

    assert act.destination == ClientPage(absent.id, CONTACT)
    assert isinstance(led.args[0], PromisePage)


def test_a_second_look_makes_no_second_promise(work: Workplace, absent: Client) -> None:
    first = promise_of_contact(work.workspace, absent.id)

    assert promise_of_contact(work.workspace, absent.id) == first


def test_a_contact_that_is_promised_for_a_later_day_stays(work: Workplace, absent: Client) -> None:
    caseload = work.workspace.caseload
    first = promises.load(caseload, promise_of_contact(work.workspace, absent.id))
    let_go(work.workspace, first.id, "Wrote")
    tomorrow = work.workspace.today() + timedelta(days=1)
    later = replace(
        first, id=caseload.new_id(), kind="next_contact", appointment_id=None, due_on=tomorrow
    )
    promises.add(caseload, later)

    noted = promise_of_contact(work.workspace, absent.id)
    note_contact(work.workspace, noted, "telephone", "spoke")

    assert noted != later.id
    assert [each.id for each in promises.still_open(caseload, absent.id)] == [later.id]


def test_who_came_has_no_such_line(qtbot: QtBot, work: Workplace) -> None:
    client = work.add_client()
    view = ClientView(ClientViewModel(work.workspace, client.id, CONTACT))
    qtbot.addWidget(view)

    assert view.overview.log_contact is None
    assert promise_of_contact(work.workspace, client.id) == ""
    assert "now.contact" not in {
        each.id for each in acts_now(work.workspace, ClientPage(client.id))
    }


def test_a_cancelled_session_is_told_by_its_own_words(work: Workplace) -> None:
    client = work.add_client()
    planned = work.plan(client, "S01", work.clock() - timedelta(hours=1))
    record_missed(work.workspace, planned, "cancelled_client")
    promised = promise_of_contact(work.workspace, client.id)
    words = promises.load(work.workspace.caseload, promised).words
    let_go(work.workspace, promised, "Wrote that all is well")

    [thread] = safety_threads(work.workspace, client.id)

    assert words == "missed 2 March 2026"
    assert "contact cancelled" in thread.closed
