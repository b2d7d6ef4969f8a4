"""Before a quarter is closed: who would be counted, why, and what is unfinished in it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from exports.errors import DamagedFigures
from exports.quarters import Quarter
from tests.support.workflows.workspaces import Workplace
from therapist_app.record.database.audit import SALVAGED, note
from therapist_app.record.service import quarters as kept
from therapist_app.workflows.exporting import quarters
from therapist_app.workflows.exporting.before_closing import UnfinishedInQuarter, quarter_ahead
from therapist_app.workflows.sessions.holding_a_session import end_session

Q1 = Quarter(2026, 1)
COURSE = "pps-core"
APRIL = datetime(2026, 4, 2, 9, tzinfo=UTC)


def agree(work: Workplace) -> None:
    """Add somebody who agreed and was never met, as a list that was imported brings them."""
    work.fill(work.add_client(), "agreement", {"signed": True, "pseudonymised_use": "agreed"}, None)


def test_who_agreed_and_had_no_session_is_not_counted_as_the_figures_count(work: Workplace) -> None:
    for _each in range(2):
        agree(work)
    client = work.add_client()
    appointment = work.start(client, "S01")
    work.fill(client, "agreement", {"signed": True, "pseudonymised_use": "agreed"}, appointment)
    end_session(work.workspace, appointment, "finished")
    work.clock.move_to(APRIL)

    ahead = quarter_ahead(work.workspace, Q1)
    quarters.close_quarter(work.workspace, Q1)

    assert (ahead.agreed, ahead.counted, ahead.needed, ahead.caseloads) == (3, 1, 10, 1)
    assert quarters.given(work.workspace, Q1, COURSE).own == quarters.OwnFigures(1)


def test_what_is_unfinished_in_the_quarter_is_counted_and_what_came_later_is_not(
    work: Workplace,
) -> None:
    ended, running = work.add_client(), work.add_client()
    appointment = work.start(ended, "S01")
    answers = {f"q{number}": 1 for number in range(1, 9)}
    work.fill(ended, "phq-9", {**answers, "q9": 3}, appointment)
    end_session(work.workspace, appointment, "finished")
    work.start(running, "S01")
    work.plan(work.add_client(), "S01")
    before = quarter_ahead(work.workspace, Quarter(2025, 4))
    work.clock.move_to(APRIL)
    late = work.start(work.add_client(), "S01")
    end_session(work.workspace, late, "finished")

    ahead = quarter_ahead(work.workspace, Q1)

    assert before.unfinished == UnfinishedInQuarter()
    assert not before.unfinished
    left = ahead.unfinished
    assert (left.notes, left.running, left.alerts, left.unanswered) == (1, 1, 1, 1)
    assert left.measures > 0


def test_figures_of_ones_own_that_cannot_be_read_are_told_as_damaged(work: Workplace) -> None:
    work.clock.move_to(APRIL)
    quarters.close_quarter(work.workspace, Q1)
    service = work.workspace.service
    [given] = kept.given(service, Q1.name)
    service.run("DELETE FROM quarter_figures")
    note(service, SALVAGED, "service")
    kept.give(service, replace(given, figures="[1]"))

    with pytest.raises(DamagedFigures):
        quarters.given(work.workspace, Q1, COURSE)
