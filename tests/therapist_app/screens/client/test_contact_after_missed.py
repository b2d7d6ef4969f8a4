"""A call or another contact is written down without a promise: with anybody, and after a miss."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from tests.support.workflows.workspaces import Workplace
from therapist_app.commands import ClientPage, PromisePage
from therapist_app.record.clients import appointments, promises
from therapist_app.record.model import Client
from therapist_app.screens.calendar.viewmodel import CalendarViewModel
from therapist_app.screens.client.contact_view import ContactView
from therapist_app.screens.client.view import CONTACT, ClientView
from therapist_app.screens.client.viewmodel import ClientViewModel
from therapist_app.screens.promise.view import PromiseView
from therapist_app.screens.promise.viewmodel import PromiseViewModel
from therapist_app.shell.navigation.acts_now import acts_now
from therapist_app.workflows.course.planning import record_missed
from therapist_app.workflows.overviews.seeing_clients import client_page_data
from therapist_app.workflows.overviews.seeing_today import today_page_data
from therapist_app.workflows.rights.data_rights import restrict
from therapist_app.workflows.sessions.promising import (
    let_go,
    note_contact,
    note_contact_with,
    promise_of_contact,
)
from therapist_app.workflows.sessions.safety_thread import safety_threads

pytestmark = pytest.mark.usefixtures("wear")


@pytest.fixture
def absent(work: Workplace) -> Client:
    """A client who did not come an hour ago."""
    client = work.add_client()
    planned = work.plan(client, "S01", work.clock() - timedelta(hours=1))
    record_missed(work.workspace, planned, "did_not_attend")
    return client


def writing_down(qtbot: QtBot, work: Workplace, client: Client, missed: str = "") -> Any:
    """Return the page of a client, turned to where a contact is written down."""
    part = CONTACT if missed else ""
    view = ClientView(ClientViewModel(work.workspace, client.id, part, missed))
    qtbot.addWidget(view)
    if not missed:
        assert view.overview.log_contact is not None
        view.overview.log_contact.click()
    qtbot.waitUntil(lambda: view.page is not None)
    assert isinstance(view.page, ContactView)
    return view


def contacts(work: Workplace, client: Client) -> list[tuple[str | None, str, str | None]]:
    found = promises.contacts_for_client(work.workspace.caseload, client.id)
    return [(each.promise_id, each.outcome, each.appointment_id) for each in found]


def told_of_contacts(work: Workplace, client: Client) -> list[str]:
    timeline = client_page_data(work.workspace, client.id).timeline
    return [each.facts for each in timeline if each.kind == "contacts"]


def test_who_did_not_come_and_is_reached_has_a_contact_about_that_appointment(
    qtbot: QtBot, work: Workplace, absent: Client
) -> None:
    [missed] = appointments.for_client(work.workspace.caseload, absent.id)
    view = writing_down(qtbot, work, absent)
    page = view.page
    assert promises.still_open(work.workspace.caseload, absent.id) == ()

    page.sheet.hows[0].click()
    page.sheet.outcomes[0].click()
    qtbot.keyClicks(page.sheet.words, "Ill; comes on Thursday")
    told: list[object] = []
    view.act_done.connect(told.append)
    view.leave_requested.connect(told.append)
    page.sheet.note.click()

    assert told == ["The contact is saved.", ClientPage(absent.id)]
    assert contacts(work, absent) == [(None, "spoke", missed.id)]
    assert told_of_contacts(work, absent) == ["spoke \N{MIDDLE DOT} Ill; comes on Thursday"]
    assert promises.still_open(work.workspace.caseload, absent.id) == ()


def test_who_did_not_come_and_does_not_answer_stands_on_today_until_they_are_reached(
    qtbot: QtBot, work: Workplace, absent: Client
) -> None:
    [missed] = appointments.for_client(work.workspace.caseload, absent.id)
    view = writing_down(qtbot, work, absent)
    page = view.page
    page.sheet.hows[0].click()
    page.sheet.outcomes[1].click()
    page.sheet.note.click()

    [due] = today_page_data(work.workspace).promises
    assert due.title == "Reach the client: did not come on 2 March 2026"
    assert due.tried.startswith("tried once")
    assert contacts(work, absent) == [(due.promise_id, "no_answer", missed.id)]
    assert promise_of_contact(work.workspace, absent.id) == due.promise_id
    note_contact(work.workspace, due.promise_id, "telephone", "spoke")
    [thread] = safety_threads(work.workspace, absent.id)
    assert "missed, reached" in thread.closed


def log_about_else(view, outcome: int) -> None:
    """Write down a contact that is not about the missed appointment."""
    page = view.page
    page.is_else.click()
    page.sheet.hows[2].click()
    page.sheet.outcomes[outcome].click()
    page.sheet.note.click()


def test_a_call_about_something_else_is_not_about_the_missed_appointment(
    qtbot: QtBot, work: Workplace, absent: Client
) -> None:
    log_about_else(writing_down(qtbot, work, absent), outcome=0)

    assert contacts(work, absent) == [(None, "spoke", None)]


def test_whoever_missed_and_does_not_answer_is_to_be_reached_whatever_it_was_about(
    qtbot: QtBot, work: Workplace, absent: Client
) -> None:
    log_about_else(writing_down(qtbot, work, absent), outcome=1)

    [due] = today_page_data(work.workspace).promises
    assert due.title == "Reach the client: did not come on 2 March 2026"
    assert contacts(work, absent) == [(due.promise_id, "no_answer", None)]


def test_a_look_at_the_page_promises_nothing(qtbot: QtBot, work: Workplace, absent: Client) -> None:
    view = writing_down(qtbot, work, absent)
    page = view.page
    assert not page.sheet.note.isEnabled()

    page.back.click()

    assert promises.for_client(work.workspace.caseload, absent.id) == ()
    assert today_page_data(work.workspace).promises == ()


def test_a_contact_with_anybody_can_be_written_down_without_a_promise_or_a_miss(
    qtbot: QtBot, work: Workplace
) -> None:
    client = work.add_client()
    view = writing_down(qtbot, work, client)
    page = view.page

    page.sheet.hows[3].click()
    page.sheet.outcomes[1].click()
    page.sheet.note.click()

    assert contacts(work, client) == [(None, "no_answer", None)]
    assert told_of_contacts(work, client) == ["nobody answered"]
    assert promises.still_open(work.workspace.caseload, client.id) == ()


def test_the_appointment_that_was_missed_leads_there_in_timeline_and_calendar(
    qtbot: QtBot, work: Workplace, absent: Client
) -> None:
    [missed] = appointments.for_client(work.workspace.caseload, absent.id)
    work.hold(absent, "S01")
    [entry] = [
        each
        for each in client_page_data(work.workspace, absent.id).timeline
        if isinstance(each.destination, ClientPage)
    ]
    calendar = CalendarViewModel(work.workspace, "2026-03-02", missed.id)
    assert calendar.state.chosen is not None
    assert calendar.may_ask("contact", calendar.state.chosen)
    with qtbot.waitSignal(calendar.leave_requested) as led:
        calendar.write_contact()
    view = writing_down(qtbot, work, absent, missed.id)
    page = view.page
    page.sheet.hows[0].click()
    page.sheet.outcomes[1].click()
    page.sheet.note.click()

    assert entry.destination == ClientPage(absent.id, CONTACT, missed.id)
    assert led.args == [entry.destination]
    assert contacts(work, absent) == [(None, "no_answer", missed.id)]


def test_a_day_agreed_in_a_contact_stands_on_today_until_it_is_kept(
    qtbot: QtBot, work: Workplace
) -> None:
    client = work.add_client()
    work.hold(client, "S01")
    work.clock.advance(60)
    view = writing_down(qtbot, work, client)
    sheet = view.page.sheet
    sheet.hows[2].click()
    sheet.outcomes[0].click()
    qtbot.keyClicks(sheet.again, "1.3.2026")
    past = sheet.note.isEnabled()
    sheet.again.clear()
    qtbot.keyClicks(sheet.again, "5.3.2026")
    heard = sheet.again_field.hint.text()
    sheet.note.click()

    [due] = today_page_data(work.workspace).promises
    [thread] = safety_threads(work.workspace, client.id)
    assert not past, "a day that is over can be promised no more"
    assert heard == "Thursday 5 March 2026"
    assert (due.title, due.due) == ("Be in contact again", "due by Thursday")
    assert [each.title for each in thread.marks][:2] == ["Agreed in a contact", "Contact promised"]
    note_contact(work.workspace, due.promise_id, "telephone", "spoke")
    assert promises.still_open(work.workspace.caseload, client.id) == ()


def test_keeping_one_promise_can_make_the_next(qtbot: QtBot, work: Workplace) -> None:
    client = work.add_client()
    day = work.workspace.today() + timedelta(days=1)
    note_contact_with(work.workspace, client.id, ("telephone", "spoke"), again_by=day)
    [first] = promises.still_open(work.workspace.caseload, client.id)
    view = PromiseView(PromiseViewModel(work.workspace, first.id))
    qtbot.addWidget(view)
    sheet = view.attempt
    assert sheet is not None

    sheet.hows[2].click()
    sheet.outcomes[0].click()
    qtbot.keyClicks(sheet.again, "5.3.2026")
    sheet.note.click()

    [next_one] = promises.still_open(work.workspace.caseload, client.id)
    kept = promises.load(work.workspace.caseload, first.id)
    assert next_one.due_on == work.workspace.today() + timedelta(days=3)
    assert kept.closed_how == "contact"


def test_ctrl_k_finds_it_on_the_page_of_every_client(work: Workplace) -> None:
    client = work.add_client()
    here = ClientPage(client.id)

    [act] = [each for each in acts_now(work.workspace, here) if each.id == "now.contact"]

    assert act.destination == ClientPage(client.id, CONTACT)


def test_what_is_promised_and_due_is_written_down_on_its_own_page(
    qtbot: QtBot, work: Workplace, absent: Client
) -> None:
    note_contact_with(work.workspace, absent.id, ("telephone", "no_answer"))
    [promised] = promises.still_open(work.workspace.caseload, absent.id)
    view = ClientView(ClientViewModel(work.workspace, absent.id))
    qtbot.addWidget(view)
    assert view.overview.log_contact is not None

    with qtbot.waitSignal(view.leave_requested) as led:
        view.overview.log_contact.click()

    assert led.args == [PromisePage(promised.id)]


def test_a_contact_that_is_promised_for_a_later_day_stays(work: Workplace, absent: Client) -> None:
    caseload = work.workspace.caseload
    note_contact_with(work.workspace, absent.id, ("telephone", "no_answer"))
    [first] = promises.still_open(caseload, absent.id)
    let_go(work.workspace, first.id, "Wrote")
    tomorrow = work.workspace.today() + timedelta(days=1)
    later = replace(
        first, id=caseload.new_id(), kind="next_contact", appointment_id=None, due_on=tomorrow
    )
    promises.add(caseload, later)

    assert promise_of_contact(work.workspace, absent.id) == ""
    note_contact_with(work.workspace, absent.id, ("telephone", "spoke"))

    assert [each.id for each in promises.still_open(caseload, absent.id)] == [later.id]


def test_with_a_restricted_record_no_contact_is_written_down(
    qtbot: QtBot, work: Workplace, absent: Client
) -> None:
    restrict(work.workspace, absent.id, "accuracy")
    view = ClientView(ClientViewModel(work.workspace, absent.id, CONTACT))
    qtbot.addWidget(view)

    assert view.overview.log_contact is None
    assert view.page is None


def test_a_cancelled_session_is_told_by_its_own_words(work: Workplace) -> None:
    client = work.add_client()
    planned = work.plan(client, "S01", work.clock() - timedelta(hours=1))
    record_missed(work.workspace, planned, "cancelled_client")
    note_contact_with(work.workspace, client.id, ("message", "no_answer"))
    [promised] = promises.still_open(work.workspace.caseload, client.id)
    let_go(work.workspace, promised.id, "Wrote that all is well")

    [thread] = safety_threads(work.workspace, client.id)

    assert promised.words == "missed 2 March 2026"
    assert "contact cancelled" in thread.closed
