"""From the record to a case file: sessions as the programme counts them, and no names."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from exports.leaks.finished_texts import pieces_of
from programme.fidelity.rated_sessions import ItemPair
from session_forms.answers import QuestionId
from session_forms.filling.filling import answer
from tests.support.workflows.workspaces import Workplace
from therapist_app.record.clients import appointments, filled_forms, promises
from therapist_app.record.database.database import Database
from therapist_app.record.model import Promise
from therapist_app.workflows.course.course_changes import change_status
from therapist_app.workflows.course.planning import plan_appointment, record_missed
from therapist_app.workflows.exporting import case_files
from therapist_app.workflows.exporting.case_files import (
    case_file,
    identifying_files,
    names_of_others,
)
from therapist_app.workflows.exporting.course_files import course_file, course_files, weeks_waited
from therapist_app.workflows.exporting.exporting import ReleaseRequest, prepare
from therapist_app.workflows.exporting.keeping_recipients import OWN_LEAD
from therapist_app.workflows.sessions.closing_a_session import close_page_data, sign_note
from therapist_app.workflows.sessions.holding_a_session import (
    end_session,
    finish_step,
    start_session,
)
from therapist_app.workflows.sessions.second_rating import rate_second, second_rating_page_data

REASON = "The client asked to look at the week that lies ahead before anything else was begun"


def second(work: Workplace, appointment_id: str, rating: str, rater: str) -> None:
    for line in second_rating_page_data(work.workspace, appointment_id).items:
        rate_second(work.workspace, appointment_id, line.item.id, rating, rater)


def test_ratings_of_both_raters_are_in_the_file_and_their_names_are_not(work: Workplace) -> None:
    client = work.add_client()
    second(work, work.hold(client, "S01", "2210n"), "2", "B. Zweitmann")

    file = case_file(work.workspace, client.id)

    [session] = file.sessions
    assert list(session.ratings.values()) == ["2", "2", "1", "0", "na"]
    assert session.adherence_percent == 63
    assert session.pairs[3] == ItemPair("S01-4", "0", "2")
    assert "Zweitmann" not in repr(file)
    assert names_of_others(work.workspace, [client.id]) == ("B. Zweitmann",)


def test_a_session_in_two_meetings_is_one_with_the_time_of_both(work: Workplace) -> None:
    client = work.add_client()
    first = work.start(client, "S01")
    finish_step(work.workspace, first, "welcome")
    work.clock.advance(25 * 60)
    end_session(work.workspace, first, "to_be_continued")
    work.rate(first, "20000")
    [half] = case_file(work.workspace, client.id).sessions
    rest = work.start(client, "S01")
    work.clock.advance(31 * 60)
    end_session(work.workspace, rest, "finished")
    work.rate(rest, "02222")

    [session] = case_file(work.workspace, client.id).sessions

    assert (half.minutes, half.adherence_percent) == (25, None)
    assert (session.minutes, session.adherence_percent) == (56, 100)


def test_the_minutes_that_were_signed_count_and_not_those_of_the_clock(work: Workplace) -> None:
    client = work.add_client()
    appointment = work.hold(client, "S01", sign=False)
    work.do_every_step(appointment)
    note = close_page_data(work.workspace, appointment).note
    told = answer(note.state, QuestionId("duration_min"), 60)
    sign_note(work.workspace, appointment, note, told)

    [session] = case_file(work.workspace, client.id).sessions

    assert session.minutes == 60


def test_two_sessions_in_one_meeting_are_two_that_share_its_time(work: Workplace) -> None:
    client = work.add_client()
    appointment = plan_appointment(
        work.workspace, client.id, "S15", work.clock(), merged_with="S16"
    )
    for plan_id in ("S15", "S16"):
        work.pass_gates(client, plan_id)
    start_session(work.workspace, appointment.id, "Far from home next week")
    work.clock.advance(75 * 60)
    end_session(work.workspace, appointment.id, "finished")

    file = case_file(work.workspace, client.id)

    assert [(each.plan_id, each.minutes) for each in file.sessions] == [("S15", 38), ("S16", 37)]
    assert [each.together_with for each in file.sessions] == ["", "S15"]
    assert set(file.deviations) == {"out_of_order", "soft_gate"}


@pytest.mark.parametrize(
    ("came", "told"),
    [("late", "late"), ("attended", "attended"), ("did_not_attend", "did_not_attend")],
)
def test_how_the_client_came_is_told_as_it_was_kept(work: Workplace, came: str, told: str) -> None:
    client = work.add_client()
    kept = appointments.load(work.workspace.caseload, work.hold(client, "S01"))
    appointments.save(work.workspace.caseload, replace(kept, attendance=came))

    [session] = case_file(work.workspace, client.id).sessions

    assert session.attendance == told


def test_a_missed_meeting_stands_by_itself(work: Workplace) -> None:
    client = work.add_client()
    record_missed(work.workspace, work.plan(client, "S01"), "did_not_attend")
    work.hold(client, "S01", "22222")

    sessions = case_file(work.workspace, client.id).sessions

    assert sorted(each.attendance for each in sessions) == ["attended", "did_not_attend"]


def test_the_weeks_until_the_first_session_count_from_the_entry(work: Workplace) -> None:
    client = work.add_client()
    assert case_file(work.workspace, client.id).weeks_waited is None
    work.clock.advance(17 * 24 * 3600)
    work.hold(client, "S01")

    assert case_file(work.workspace, client.id).weeks_waited == 2


def test_an_imported_client_has_no_first_contact_in_the_record(work: Workplace) -> None:
    client = work.add_client()
    work.hold(client, "S01")
    held = list(appointments.for_client(work.workspace.caseload, client.id))

    assert weeks_waited(client, held) == 0
    assert weeks_waited(replace(client, held_before=("S01",)), held) is None
    assert weeks_waited(replace(client, imported_at=work.workspace.now()), held) is None


def test_the_weeks_since_the_end_are_told_once_it_ended(work: Workplace) -> None:
    client = work.add_client()
    work.hold(client, "S01")
    assert case_file(work.workspace, client.id).weeks_since_end is None
    change_status(work.workspace, client.id, "ended", REASON)
    work.clock.advance(30 * 24 * 3600)

    assert case_file(work.workspace, client.id).weeks_since_end == 4


def test_deviations_are_told_by_kind_and_their_reasons_are_searched_for(work: Workplace) -> None:
    client = work.add_client()
    work.pass_gates(client, "S03")
    appointment = work.plan(client, "S03")
    start_session(work.workspace, appointment, REASON)

    file = case_file(work.workspace, client.id)

    assert file.deviations == ("out_of_order",)
    assert sorted(file.overrides) == ["G1", "G2"]
    assert REASON in file.note_texts
    assert any("As the test of S03" in each for each in file.note_texts)


def test_the_reason_of_a_deviation_is_in_no_file_of_a_release(work: Workplace) -> None:
    client = work.add_client()
    work.pass_gates(client, "S03")
    appointment = work.plan(client, "S03")
    start_session(work.workspace, appointment, REASON)
    end_session(work.workspace, appointment, "finished")
    second(work, appointment, "1", "B. Zweitmann")
    work.fill(client, "agreement", {"pseudonymised_use": "agreed"}, None)
    request = ReleaseRequest("client_summary", OWN_LEAD, "supervision", client.id)

    files = prepare(work.workspace, request).release.files

    text = "\n".join(each.text for each in pieces_of(files))
    assert "Held out of order" in text
    for hidden in ("lies ahead", "Zweitmann", "As the test of"):
        assert hidden not in text


def test_a_form_belongs_to_the_session_of_its_slot(work: Workplace) -> None:
    client = work.add_client()
    appointment = work.start(client, "S01")
    work.fill(client, "phq-9", {f"q{n}": 1 for n in range(1, 10)}, appointment)
    work.fill(client, "needs", {}, None)

    plans = {each.form_id: each.plan_id for each in case_file(work.workspace, client.id).filled}

    assert plans == {"phq-9": "S01", "needs": None}


def promised(work: Workplace, client_id: str, words: str) -> None:
    caseload = work.workspace.caseload
    day = work.workspace.today()
    promises.add(
        caseload,
        Promise(
            caseload.new_id(),
            client_id,
            "tell_somebody",
            None,
            None,
            day,
            words,
            caseload.now(),
            "Ana Example",
        ),
    )


def test_what_was_written_of_a_promise_is_searched_for_in_what_leaves(work: Workplace) -> None:
    client = work.add_client()
    work.hold(client, "S01", "22222")
    promised(work, client.id, "Tell the aunt")

    assert "Tell the aunt" in case_file(work.workspace, client.id).note_texts


def test_lines_that_were_taken_over_and_worked_on_are_searched_for_in_what_leaves(
    work: Workplace,
) -> None:
    client = work.add_client()
    work.fill(client, "agreement", {"early_aim": "Sleep well"}, None)
    work.fill(client, "goals", {}, None)  # the aim stands there to be read, and is searched once
    work.fill(client, "maintenance", {"people": ("The neighbour with the dog",)}, None)

    found = case_file(work.workspace, client.id).note_texts
    assert sorted(found) == ["Sleep well", "The neighbour with the dog"]


def test_many_courses_are_those_of_each_alone(work: Workplace) -> None:
    clients = [work.add_client() for _each in range(3)]
    for client in clients[:2]:
        work.hold(client, "S01", "22222")
    ids = [each.id for each in clients]

    together = list(course_files(work.workspace, ids))

    assert together == [course_file(work.workspace, each) for each in ids]
    assert [len(each.sessions) for each in together] == [1, 1, 0]


def test_the_texts_of_many_clients_are_those_of_each_alone(
    work: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    clients = [work.add_client() for _each in range(3)]
    work.hold(clients[0], "S01", "22222")
    promised(work, clients[1].id, "Tell the aunt")
    ids = [each.id for each in clients]
    one_by_one = list(identifying_files(work.workspace, ids))
    monkeypatch.setattr(case_files, "MANY", 1)

    assert list(identifying_files(work.workspace, ids)) == one_by_one
    assert [each.note_texts for each in one_by_one][1:] == [("Tell the aunt",), ()]


def test_whoever_reads_meanwhile_waits_for_few_clients_or_for_a_slice_of_the_forms(
    work: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [work.add_client().id for _each in range(3)]
    read: list[tuple[str, int]] = []
    fetched = Database._fetched

    def watched(database: Database, sql: str, parameters: Any) -> list[tuple[Any, ...]]:
        of = sum(each in str(parameters) for each in ids)
        read.extend([] if "id >= :first AND id < :last" in sql else [(sql, of)])
        return fetched(database, sql, parameters)

    monkeypatch.setattr(Database, "_fetched", watched)
    monkeypatch.setattr(case_files, "MANY", 1)
    monkeypatch.setattr(filled_forms, "MANY", 1)
    monkeypatch.setattr(case_files, "AT_ONCE", 1)

    list(identifying_files(work.workspace, ids))
    names_of_others(work.workspace, ids)

    assert len({sql for sql, of in read if of}) >= 10
    assert [sql for sql, of in read if of > 1] == []


def test_the_weeks_count_from_the_day_of_the_first_contact_where_it_was_written(
    work: Workplace,
) -> None:
    client = work.add_client()
    today = work.workspace.today()
    answers = {"life_in_danger": "no", "child_in_danger": "no"}
    early = {**answers, "day": (today - timedelta(days=21)).isoformat()}
    work.fill(client, "first-contact", early, None)
    work.fill(client, "first-contact", {**answers, "day": today.isoformat()}, None)
    work.fill(client, "first-contact", answers, None)
    work.hold(client, "S01")

    assert case_file(work.workspace, client.id).weeks_waited == 3
