"""A session that is written down weeks later is told everywhere of the day on which it was."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from session_forms.answers import QuestionId
from session_forms.filling.filling import answer
from tests.support.workflows.workspaces import Workplace, open_workplace
from therapist_app.record.clients import clients, filled_forms
from therapist_app.record.model import Appointment, Client
from therapist_app.screens.client.viewmodel import ClientViewModel
from therapist_app.screens.close.viewmodel import CloseViewModel
from therapist_app.screens.session.viewmodel import SessionViewModel
from therapist_app.workflows.exporting.case_files import case_file
from therapist_app.workflows.overviews.searching_words import find_words, take_words
from therapist_app.workflows.overviews.seeing_clients import client_page_data
from therapist_app.workflows.rights.access_copy import access_record
from therapist_app.workflows.rights.access_lines import day_words
from therapist_app.workflows.sessions.closing_a_session import close_page_data, sign_note
from therapist_app.workflows.sessions.holding_a_session import end_session, start_session
from therapist_app.workflows.sessions.looking_back import last_time


@pytest.fixture
def work(tmp_path: Path) -> Iterator[Workplace]:
    with open_workplace(tmp_path) as work:
        yield work


@pytest.fixture
def client(work: Workplace) -> Client:
    return work.add_client()


@pytest.fixture
def written(work: Workplace, client: Client) -> Appointment:
    """A first session of three weeks ago, begun and signed today."""
    session = work.plan(client, "S01", work.clock() - timedelta(days=21))
    start_session(work.workspace, session)
    work.do_every_step(session)
    end_session(work.workspace, session, "finished")
    note = close_page_data(work.workspace, session).note
    state = answer(note.state, QuestionId("summary"), "He spoke of his brother.")
    state = answer(state, QuestionId("duration_min"), 55)
    sign_note(work.workspace, session, note, state)
    return work.appointment(session)


def test_what_was_said_then_is_told_of_then(
    work: Workplace, client: Client, written: Appointment
) -> None:
    there, day = work.workspace, written.planned_for.astimezone().date()
    page = client_page_data(there, client.id)
    assert page.last_check is not None
    assert page.last_check.astimezone().date() == day
    assert {each.at.date() for each in page.timeline if each.kind in {"notes", "forms"}} == {day}
    take_words(there, most=100)
    [hit] = find_words(there, "brother", limit=5).hits
    assert hit.day == day
    assert {each.day for each in ClientViewModel(there, client.id).forms_done()} == {day}
    [row] = clients.list_rows(there.caseload)
    assert row.last_seen == written.planned_for
    following = work.appointment(work.plan(client, "S02"))
    before = last_time(there, following, None)
    assert before is not None
    assert before.held_at == written.planned_for
    copied = [
        item.title
        for part in access_record(there, client.id).parts
        for item in part.items
        if item.id.startswith("form:")
    ]
    assert copied
    assert all(day_words(written.planned_for) in each for each in copied)
    assert {each.week for each in case_file(there, client.id).filled} == {0}


def test_its_close_says_the_day_and_the_minutes_of_its_note(
    work: Workplace, written: Appointment
) -> None:
    state = CloseViewModel(work.workspace, written.id).state
    assert state.day
    assert state.page.minutes == 55


@pytest.mark.usefixtures("qapp")
def test_the_clock_of_today_is_no_minute_of_it(work: Workplace, client: Client) -> None:
    session = work.plan(client, "S01", work.clock() - timedelta(days=21))
    start_session(work.workspace, session)
    work.clock.advance(7 * 60)
    assert SessionViewModel(work.workspace, session).state.written_for
    note = close_page_data(work.workspace, session).note
    assert note.state.question_state(QuestionId("duration_min")).answer is None
    work.do_every_step(session)
    end_session(work.workspace, session, "finished")
    assert [each.minutes for each in case_file(work.workspace, client.id).sessions] == [None]
    close = CloseViewModel(work.workspace, session)
    close.sign()
    assert close.state.asks == ("duration_min",)
    assert close.state.page.signature is None


def test_what_a_client_answers_alone_is_of_the_day_on_which_they_do(
    work: Workplace, written: Appointment
) -> None:
    [first, *_] = filled_forms.for_appointment(work.workspace.caseload, written.id)
    alone = replace(first, filled_by="client")
    assert alone.given_at(written) == alone.answered_at
    assert first.given_at(written) == written.planned_for
