"""A guided first session: every hint ticks itself off by what was done, and nothing else does."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from programme.definition.training import TrainingFiles
from session_forms.filling.filling import answer
from session_forms.form.definition import QuestionId
from tests.support.record.records import lay_out
from tests.support.workflows.desks import Workplace, answered, open_workplace
from therapist_app.practice.guided_session import (
    BEGUN,
    GIVEN_BACK,
    begin,
    hints,
    leave,
    note_hand_over,
    progress,
    stamp,
)
from therapist_app.record.clients import appointments, clients
from therapist_app.record.model import Acknowledgement
from therapist_app.workflows.course.following_a_plan import plan_of
from therapist_app.workflows.forms.keeping_forms import finish_form, open_form
from therapist_app.workflows.sessions.answering_alerts import acknowledge, open_alerts
from therapist_app.workflows.sessions.closing_a_session import note_form, rate, sign_note
from therapist_app.workflows.sessions.holding_a_session import (
    end_session,
    finish_step,
    start_session,
)
from therapist_app.workflows.workspace import Desk

ITEMS = {f"q{number}": 1 for number in range(1, 10)}
TASKS = 13


@pytest.fixture
def work(tmp_path: Path) -> Iterator[Workplace]:
    with open_workplace(tmp_path) as work:
        yield work


def done(desk: Desk) -> list[str]:
    found = progress(desk)
    assert found is not None
    return [each.id for each in found.tasks if each.is_done]


def current(desk: Desk) -> str:
    found = progress(desk)
    assert found is not None
    assert found.current is not None
    return found.current.id


def hand_over(desk: Desk, appointment_id: str) -> None:
    client_id = appointments.load(desk.caseload, appointment_id).client_id
    note_hand_over(desk, BEGUN)
    opened = open_form(desk, client_id, "phq-9", appointment_id=appointment_id, filled_by="client")
    finish_form(desk, opened, answered(opened.state, ITEMS))
    note_hand_over(desk, GIVEN_BACK)


def answer_alerts(desk: Desk) -> None:
    day = desk.today() + timedelta(days=3)
    for each in open_alerts(desk):
        reply = Acknowledgement(
            ("enquiry", "plan", "contact"), "Asked directly today", "", "", day.isoformat(), "", "A"
        )
        acknowledge(desk, each.alert_id, reply)


def test_every_hint_is_ticked_off_by_doing_it(work: Workplace) -> None:
    desk = work.desk
    appointment_id = begin(desk)
    start_session(desk, appointment_id)
    assert (current(desk), done(desk)) == ("key-line", [])

    for step, following in (
        ("welcome", "limits"),
        ("limits", "records"),
        ("records", "story"),
        ("story", "hand-over"),
    ):
        finish_step(desk, appointment_id, step)
        assert current(desk) == following
    hand_over(desk, appointment_id)
    assert current(desk) == "alert"
    answer_alerts(desk)
    for step in ("safety-check", "hopes", "agreement", "close"):
        finish_step(desk, appointment_id, step)
    end_session(desk, appointment_id)
    assert current(desk) == "fidelity"
    appointment = appointments.load(desk.caseload, appointment_id)
    for item in plan_of(desk, appointment).fidelity:
        rate(desk, appointment_id, item.id, "2")
    assert current(desk) == "sign"
    note = note_form(desk, appointment)
    sign_note(desk, appointment_id, note, answer(note.state, QuestionId("attendance"), "attended"))

    found = progress(desk)
    assert found is not None
    assert found.is_through
    assert found.current is None
    assert found.done == len(found.tasks) == TASKS


def test_a_hint_follows_what_was_done_last_and_leaves_out_what_was_passed_by(
    work: Workplace,
) -> None:
    appointment_id = begin(work.desk)
    start_session(work.desk, appointment_id)

    finish_step(work.desk, appointment_id, "records")

    assert current(work.desk) == "story"


def test_a_hand_over_that_was_only_prepared_is_not_given_back(work: Workplace) -> None:
    begin(work.desk)
    note_hand_over(work.desk, BEGUN)
    note_hand_over(work.desk, GIVEN_BACK)

    assert done(work.desk) == ["hand-over"]


def test_no_alert_is_no_answered_alert(work: Workplace) -> None:
    begin(work.desk)

    assert "alert" not in done(work.desk)


def test_each_beginning_is_a_fresh_client_on_the_track_of_the_hints(work: Workplace) -> None:
    first, second = (appointments.load(work.desk.caseload, begin(work.desk)) for _ in range(2))

    assert first.client_id != second.client_id
    assert clients.load(work.desk.caseload, second.client_id).track == "T-PREV"
    found = progress(work.desk)
    assert found is not None
    assert found.appointment_id == second.id


def test_it_can_be_left_at_any_time_and_nothing_is_lost(work: Workplace) -> None:
    appointment_id = begin(work.desk)
    start_session(work.desk, appointment_id)
    before = stamp(work.desk)

    leave(work.desk)
    note_hand_over(work.desk, BEGUN)

    assert progress(work.desk) is None
    assert appointments.load(work.desk.caseload, appointment_id).state == "in_progress"
    assert stamp(work.desk) > before


def test_a_real_record_is_never_guided(tmp_path: Path) -> None:
    with open_workplace(tmp_path, practice=False) as work:
        with pytest.raises(ValueError, match="in practice"):
            begin(work.desk)

        assert progress(work.desk) is None


@pytest.mark.parametrize("text", ["", "title =", 'title = "Only a title"'])
def test_a_programme_without_hints_that_can_be_read_has_none(work: Workplace, text: str) -> None:
    training = TrainingFiles(first_session=text)
    programme = work.desk.programme.model_copy(update={"training": training})
    desk = replace(work.desk, programme=programme)

    assert hints(desk) is None
    with pytest.raises(ValueError, match="hints"):
        begin(desk)


def test_a_session_that_a_programme_lacks_is_not_guided(work: Workplace) -> None:
    programme = work.desk.programme.model_copy(update={"session_plans": {}})

    assert hints(replace(work.desk, programme=programme)) is None


def test_who_keeps_no_clients_is_not_guided(tmp_path: Path) -> None:
    from tests.support.workflows.desks import desk_for

    with lay_out(tmp_path, roles=("keeper", "lead")).open() as vault:
        desk = desk_for(vault)

        assert hints(desk) is None
        assert progress(desk) is None
        assert stamp(desk) >= 0
