"""Limits that were told before this record are a fact that a person signs, and no override."""

from datetime import timedelta

import pytest

from tests.support.workflows.workspaces import Workplace
from therapist_app.record.database.audit import entries
from therapist_app.record.model import Client
from therapist_app.workflows.course.course_changes import events_of
from therapist_app.workflows.course.limits_before import say_told_before, told_before
from therapist_app.workflows.errors import StepRefused
from therapist_app.workflows.exporting.case_files import case_file
from therapist_app.workflows.sessions.passing_gates import gates_before
from therapist_app.workflows.supervision.supervising import supervision_pack

WHERE = "Paper file, page 2"


@pytest.fixture
def client(work: Workplace) -> Client:
    return work.from_a_list()


def say(work: Workplace, client: Client, *, days_ago: int = 30, where: str = WHERE) -> None:
    day = work.workspace.today() - timedelta(days=days_ago)
    say_told_before(work.workspace, client.id, day, where)


def closed(work: Workplace, client: Client) -> list[str]:
    return [each.id for each in gates_before(work.workspace, client.id, "S02")]


def test_the_gate_of_the_limits_opens_by_it_and_no_other(work: Workplace, client: Client) -> None:
    assert closed(work, client) == ["G0", "G1"]

    say(work, client)

    assert closed(work, client) == ["G1"]


def test_what_is_filled_in_here_counts_from_then_on(work: Workplace, client: Client) -> None:
    say(work, client)

    work.fill(client, "limits", {"teach_back": False}, None)

    assert closed(work, client) == ["G0", "G1"]


def test_who_began_in_this_record_meets_the_gate_as_it_is(work: Workplace) -> None:
    client = work.add_client()

    with pytest.raises(StepRefused):
        say(work, client)

    assert told_before(work.workspace, client.id) is None
    assert closed(work, client) == ["G0", "G1"]


@pytest.mark.parametrize(("days_ago", "where"), [(-1, WHERE), (30, " ")])
def test_it_needs_a_day_before_this_record_and_where_it_is_noted(
    work: Workplace, client: Client, days_ago: int, where: str
) -> None:
    with pytest.raises(StepRefused):
        say(work, client, days_ago=days_ago, where=where)

    assert closed(work, client) == ["G0", "G1"]


def test_it_is_signed_and_stands_where_a_course_and_its_supervision_are_read(
    work: Workplace, client: Client
) -> None:
    say(work, client)

    told = next(
        each for each in entries(work.workspace.caseload) if each.action == "limits_told_before"
    )
    assert (told.is_signed, told.subject) == (True, f"client:{client.id}")
    [line] = events_of(work.workspace, client.id)
    assert line.what == "Limits told and said back before this record: 31 January 2026"
    assert line.reason == WHERE
    [deviation] = supervision_pack(work.workspace).deviations
    assert deviation.what == line.what
    file = case_file(work.workspace, client.id)
    assert WHERE in file.note_texts
