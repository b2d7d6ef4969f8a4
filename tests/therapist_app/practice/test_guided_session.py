"""A guided first session: every hint ticks itself off by what was done, and nothing else does."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from programme.definition.training import TrainingFiles
from session_forms.answers import QuestionId
from session_forms.filling.filling import answer
from tests.support.record.records import lay_out
from tests.support.workflows.workspaces import Workplace, answered, open_workplace
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
from therapist_app.workflows.forms.keeping_forms import finish_form
from therapist_app.workflows.forms.opening_forms import open_form
from therapist_app.workflows.sessions.answering_alerts import acknowledge, open_alerts
from therapist_app.workflows.sessions.closing_a_session import note_form, rate, sign_note
from therapist_app.workflows.sessions.holding_a_session import (
    end_session,
    finish_step,
    start_session,
)
from therapist_app.workflows.workspace import Workspace

ITEMS = {f"q{number}": 1 for number in range(1, 10)}
TASKS = 13


@pytest.fixture
def work(tmp_path: Path) -> Iterator[Workplace]:
    with open_workplace(tmp_path) as work:
        yield work


def done(workspace: Workspace) -> list[str]:
    found = progress(workspace)
    assert found is not None
    return [each.id for each in found.tasks if each.is_done]


def current(workspace: Workspace) -> str:
    found = progress(workspace)
    assert found is not None
    assert found.current is not None
    return found.current.id


def hand_over(workspace: Workspace, appointment_id: str) -> None:
    client_id = appointments.load(workspace.caseload, appointment_id).client_id
    note_hand_over(workspace, BEGUN)
    opened = open_form(
        workspace, client_id, "phq-9", appointment_id=appointment_id, filled_by="client"
    )
    finish_form(workspace, opened, answered(opened.state, ITEMS))
    note_hand_over(workspace, GIVEN_BACK)


def answer_alerts(workspace: Workspace) -> None:
    day = workspace.today() + timedelta(days=3)
    for each in open_alerts(workspace):
        reply = Acknowledgement(
            ("contact",), "Asked directly today", "", "", day.isoformat(), "The forms follow", "A"
        )
        acknowledge(workspace, each.id, reply)


def test_every_hint_is_ticked_off_by_doing_it(work: Workplace) -> None:
    workspace = work.workspace
    appointment_id = begin(workspace)
    start_session(workspace, appointment_id)
    assert (current(workspace), done(workspace)) == ("key-line", [])

    for step, following in (
        ("welcome", "limits"),
        ("limits", "records"),
        ("records", "story"),
        ("story", "hand-over"),
    ):
        finish_step(workspace, appointment_id, step)
        assert current(workspace) == following
    hand_over(workspace, appointment_id)
    assert current(workspace) == "alert"
    answer_alerts(workspace)
    for step in ("safety-check", "hopes", "agreement", "close"):
        finish_step(workspace, appointment_id, step)
    work.do_every_step(appointment_id)
    end_session(workspace, appointment_id, "finished")
    assert current(workspace) == "fidelity"
    appointment = appointments.load(workspace.caseload, appointment_id)
    for item in plan_of(workspace, appointment).fidelity:
        rate(workspace, appointment_id, item.id, "2")
    assert current(workspace) == "sign"
    note = note_form(workspace, appointment)
    sign_note(
        workspace, appointment_id, note, answer(note.state, QuestionId("attendance"), "attended")
    )

    found = progress(workspace)
    assert found is not None
    assert found.is_through
    assert found.current is None
    assert found.done == len(found.tasks) == TASKS


def test_a_hint_follows_what_was_done_last_and_leaves_out_what_was_passed_by(
    work: Workplace,
) -> None:
    appointment_id = begin(work.workspace)
    start_session(work.workspace, appointment_id)

    finish_step(work.workspace, appointment_id, "records")

    assert current(work.workspace) == "story"


def test_a_hand_over_that_was_only_prepared_is_not_given_back(work: Workplace) -> None:
    begin(work.workspace)
    note_hand_over(work.workspace, BEGUN)
    note_hand_over(work.workspace, GIVEN_BACK)

    assert done(work.workspace) == ["hand-over"]


def test_no_alert_is_no_answered_alert(work: Workplace) -> None:
    begin(work.workspace)

    assert "alert" not in done(work.workspace)


def test_each_beginning_is_a_fresh_client_on_the_track_of_the_hints(work: Workplace) -> None:
    first, second = (
        appointments.load(work.workspace.caseload, begin(work.workspace)) for _ in range(2)
    )

    assert first.client_id != second.client_id
    assert clients.load(work.workspace.caseload, second.client_id).track == "T-PREV"
    found = progress(work.workspace)
    assert found is not None
    assert found.appointment_id == second.id


def test_it_can_be_left_at_any_time_and_nothing_is_lost(work: Workplace) -> None:
    appointment_id = begin(work.workspace)
    start_session(work.workspace, appointment_id)
    before = stamp(work.workspace)

    leave(work.workspace)
    note_hand_over(work.workspace, BEGUN)

    assert progress(work.workspace) is None
    assert appointments.load(work.workspace.caseload, appointment_id).state == "in_progress"
    assert stamp(work.workspace) > before


def test_a_real_record_is_never_guided(tmp_path: Path) -> None:
    with open_workplace(tmp_path, practice=False) as work:
        with pytest.raises(ValueError, match="in practice"):
            begin(work.workspace)

        assert progress(work.workspace) is None


@pytest.mark.parametrize("text", ["", "title =", 'title = "Only a title"'])
def test_a_programme_without_hints_that_can_be_read_has_none(work: Workplace, text: str) -> None:
    training = TrainingFiles(first_session=text)
    programme = work.workspace.programme.model_copy(update={"training": training})
    workspace = replace(work.workspace, programme=programme)

    assert hints(workspace) is None
    with pytest.raises(ValueError, match="hints"):
        begin(workspace)


def test_a_session_that_a_programme_lacks_is_not_guided(work: Workplace) -> None:
    programme = work.workspace.programme.model_copy(update={"session_plans": {}})

    assert hints(replace(work.workspace, programme=programme)) is None


def test_who_keeps_no_clients_is_not_guided(tmp_path: Path) -> None:
    from tests.support.workflows.workspaces import workspace_for

    with lay_out(tmp_path, roles=("keeper", "lead")).open() as vault:
        workspace = workspace_for(vault)

        assert hints(workspace) is None
        assert progress(workspace) is None
        assert stamp(workspace) >= 0
