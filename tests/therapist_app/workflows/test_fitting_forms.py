"""A filled form that no form here fits is kept and named, and closes no page of its client."""

import json
import re
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from session_forms.answers import Answers, answers_from_json
from session_forms.errors import InvalidAnswers, UnknownForm
from session_forms.form.definition import FormDefinition
from session_forms.words.day_words import written_day
from tests.support.record.records import a_filled_form, an_alert
from tests.support.workflows.workspaces import Workplace
from therapist_app.record.clients import alerts, filled_forms
from therapist_app.record.model import Client
from therapist_app.screens.form.view import FormView
from therapist_app.screens.form.viewmodel import FormViewModel
from therapist_app.workflows import fitting_forms
from therapist_app.workflows import workspace as workspaces
from therapist_app.workflows.exporting.case_files import identifying_files
from therapist_app.workflows.exporting.course_files import course_file
from therapist_app.workflows.forms.opening_forms import open_form, reopen_form
from therapist_app.workflows.measures.score_moment import score_moment
from therapist_app.workflows.measures.score_words import chart_data
from therapist_app.workflows.overviews.searching_words import find_words, take_words
from therapist_app.workflows.overviews.seeing_clients import client_page_data
from therapist_app.workflows.overviews.seeing_today import today_page_data
from therapist_app.workflows.overviews.waiting import waiting_list
from therapist_app.workflows.rights.access_copy import access_record
from therapist_app.workflows.sessions.answering_alerts import alert_page_data
from therapist_app.workflows.sessions.drafting_the_note import drafted_note
from therapist_app.workflows.sessions.holding_a_session import end_session
from therapist_app.workflows.sessions.looking_back import last_time
from therapist_app.workflows.sessions.readiness import readiness_before
from therapist_app.workflows.sessions.seeing_a_session import session_page_data
from therapist_app.workflows.supervision.supervising import supervision_pack

ASKS_WHETHER_THERE_ARE_ANY = {
    "exporting/course_files.py",  # leaves out what does not fit once it was read
    "rights/data_rights.py",
    "rights/discarding.py",
    "sessions/closing_a_session.py",
    "sessions/holding_a_session.py",
    "sessions/looking_back.py",  # the same
    "sessions/readiness.py",
    "supervision/supervising.py",  # the same
}
READ = re.compile(
    r"filled_forms\.(for_client|for_clients|for_courses|for_appointment|latest"
    r"|notes_signed_since|supervision_notes)\("
)
MISFIT = json.dumps({"q1": "heron", "q99": 2})


def test_pages_and_counts_read_what_fits() -> None:
    room = Path(fitting_forms.__file__).parent
    found = {
        each.relative_to(room).as_posix()
        for each in room.rglob("*.py")
        if READ.search(each.read_text("utf-8"))
    }

    assert found - {"fitting_forms.py"} == ASKS_WHETHER_THERE_ARE_ANY


@pytest.fixture
def client(work: Workplace) -> Client:
    """A client with a measure that is right, and one each of every way to be wrong."""
    client = work.add_client()
    work.fill(client, "gad-7", dict.fromkeys((f"q{each}" for each in range(1, 8)), 2), None)
    caseload = work.workspace.caseload
    for form_id, more in (
        ("gone-form", {"answers": json.dumps({"rows": [{"what": "kingfisher"}]})}),
        ("gad-7", {"answers": MISFIT}),
        ("gad-7", {"answers": MISFIT, "slot": "gad-7@S01"}),
        ("risk-check", {"answers": MISFIT}),
        ("first-contact", {"answers": MISFIT}),
        ("safety-plan", {"answers": json.dumps({"review_date": "2026-02-31"})}),
        ("session-note", {"answers": MISFIT}),
    ):
        filled = a_filled_form(
            caseload, client, form_id=form_id, status="finished", finished_at=caseload.now(), **more
        )
        filled_forms.add(caseload, filled)
        if form_id == "gone-form":
            alerts.open_alert(caseload, an_alert(caseload, filled, form_id=form_id))
    return client


def test_the_client_page_opens_names_what_it_cannot_show_and_shows_the_rest(
    work: Workplace, client: Client
) -> None:
    page = client_page_data(work.workspace, client.id)

    assert len(page.set_aside) == 7
    assert {"gone-form", "GAD-7"} <= {each.title for each in page.set_aside}
    assert page.series == ()
    assert "GAD-7" in page.beside
    assert page.alerts


def test_every_other_page_of_the_client_opens(work: Workplace, client: Client) -> None:
    space = work.workspace
    while take_words(space, most=50):
        pass
    appointment = work.start(client, "S01")

    assert session_page_data(space, appointment)
    assert last_time(space, work.appointment(appointment), "gad-7") is None
    assert today_page_data(space)
    assert readiness_before(space, client.id, space.programme.session_plans["S01"])
    assert waiting_list(space) == ()
    assert supervision_pack(space)
    assert find_words(space, "heron", limit=5).hits == ()
    [alert] = alerts.for_client(space.caseload, client.id)
    assert alert_page_data(space, alert.id).source == "gone-form"
    assert "signs" not in open_form(space, client.id, "safety-plan").state.answers


def test_it_counts_in_no_export_and_every_word_of_it_is_looked_for(
    work: Workplace, client: Client
) -> None:
    case = course_file(work.workspace, client.id)

    assert [each.form_id for each in case.filled] == ["gad-7"]
    assert case.passed_over == 7
    [known] = identifying_files(work.workspace, (client.id,))
    assert "kingfisher" in known.note_texts


def test_the_copy_holds_it_as_it_is_kept(work: Workplace, client: Client) -> None:
    copy = access_record(work.workspace, client.id)

    [forms] = [each for each in copy.parts if each.id == "forms"]
    raw = [each for each in forms.items if "as it is kept" in each.title]
    assert len(raw) == 6
    assert ("q99", "2") in {(line.what, line.value) for each in raw for line in each.lines}


def test_it_cannot_be_opened_and_stays_as_it_is(work: Workplace, client: Client) -> None:
    rows = filled_forms.every_version(work.workspace.caseload, client.id)
    left = [each for each in rows if not fitting_forms.fits(work.workspace, each)]

    for each in left:
        with pytest.raises((InvalidAnswers, UnknownForm)):
            reopen_form(work.workspace, each.id)

    assert filled_forms.every_version(work.workspace.caseload, client.id) == rows


def test_an_older_plan_never_stands_for_a_newer_one_that_does_not_fit(
    qtbot: QtBot, work: Workplace, client: Client
) -> None:
    space = work.workspace
    work.fill(client, "boundaries", {"status": "in_progress"}, None)

    safety, boundaries = client_page_data(space, client.id).plans

    assert safety.newest_aside == space.today()
    assert fitting_forms.newest_aside(space, client.id, "safety-plan", finished=False) is None
    assert boundaries.newest_aside is None
    view = FormView(FormViewModel.of_client(space, client.id, "safety-plan"))
    qtbot.addWidget(view)
    said = " ".join(each.text() for each in view.findChildren(QLabel))
    assert "The newest one, of" in said
    work.clock.advance(1)
    work.fill(client, "safety-plan", {"status": "in_progress"}, None)
    assert client_page_data(space, client.id).plans[0].newest_aside is None


def test_what_a_page_reads_of_a_form_it_looked_at_is_not_read_again(
    work: Workplace, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    work.fill(client, "phq-9", {f"q{number}": 1 for number in range(1, 9)} | {"q9": 0}, None)
    read: list[str] = []

    def reading(form: FormDefinition, spelled: str) -> Answers:
        read.append(form.id)
        return answers_from_json(form, spelled)

    monkeypatch.setattr(workspaces, "answers_from_json", reading)
    fitting_forms._verdicts.cache_clear()
    with work.workspace.reading_once():
        [filled] = fitting_forms.for_client(work.workspace, client.id, "phq-9")
        assert work.workspace.answers_of(filled)["q9"] == 0

    assert read == ["phq-9"]


def measured(work: Workplace, client: Client, appointment_id: str) -> str:
    """Answer a measure in a session, and return what was filled in."""
    work.fill(client, "phq-9", {f"q{number}": 1 for number in range(1, 10)}, appointment_id)
    filled = fitting_forms.for_client(work.workspace, client.id, "phq-9")
    return filled[-1].id


def test_where_an_older_answer_counts_every_page_with_its_score_says_which_is_not_counted(
    work: Workplace,
) -> None:
    space, client = work.workspace, work.add_client()
    first = work.start(client, "S01")
    kept = measured(work, client, first)
    end_session(space, first, "finished")
    work.clock.advance(7 * 86400)
    work.pass_gates(client, "S02")
    second = work.start(client, "S02")
    newest = measured(work, client, second)
    space.caseload.run("UPDATE filled_forms SET answers = ? WHERE id = ?", (MISFIT, newest))
    day = written_day(space.now().astimezone().date())
    told = f"PHQ-9 of {day} is not counted: no form that is installed fits its answers."

    [series] = [each for each in client_page_data(space, client.id).series if each.is_main]
    assert told in chart_data(series).grounds
    moment = score_moment(space, kept)
    assert moment is not None
    assert told in moment.grounds
    for each in (first, second):
        assert drafted_note(space, work.appointment(each)).count(told) == 1
    last = last_time(space, work.appointment(second), "phq-9")
    assert last is not None
    assert last.same_form_title == "PHQ-9"
    assert last.same_aside == space.now().astimezone().date()


def test_where_all_answers_fit_nothing_is_said_of_others(work: Workplace) -> None:
    space, client = work.workspace, work.add_client()
    first = work.start(client, "S01")
    kept = measured(work, client, first)

    moment = score_moment(space, kept)
    assert moment is not None
    assert "not counted" not in moment.grounds
    assert "not counted" not in drafted_note(space, work.appointment(first))
