"""The reading of many clients says how far it has come, and stops when it is told to."""

from dataclasses import replace
from datetime import UTC, datetime
from threading import Event

import pytest

from exports.quarters import Quarter
from tests.support.record.records import a_filled_form
from tests.support.workflows.workspaces import Workplace
from therapist_app.record.clients import filled_forms
from therapist_app.record.service import quarters as kept
from therapist_app.workflows.exporting import quarters, under_way
from therapist_app.workflows.exporting.before_closing import left_out_ahead
from therapist_app.workflows.exporting.course_files import agreed_clients
from therapist_app.workflows.exporting.exporting import ReleaseRequest, prepare
from therapist_app.workflows.exporting.keeping_recipients import OWN_LEAD
from therapist_app.workflows.exporting.quarter_words import passed_over_words
from therapist_app.workflows.exporting.under_way import ReadingProgress, Stopped
from therapist_app.workflows.exporting.waiting_figures import give_figures_quietly
from therapist_app.workflows.overviews.seeing_clients import NewClient, add_client
from therapist_app.workflows.sessions.holding_a_session import end_session

Q1 = Quarter(2026, 1)
REPORT = ReleaseRequest("service_report", OWN_LEAD, "clinical_lead", quarter=Q1.name)


@pytest.fixture
def met(work: Workplace, monkeypatch: pytest.MonkeyPatch) -> Workplace:
    """Three clients who agreed; the quarter in which they were met is over."""
    monkeypatch.setattr(under_way, "TOLD_EVERY", 1)
    for _each in range(3):
        client = add_client(work.workspace, NewClient(anonymity="code_only", age_band="25-34"))
        appointment = work.start(client, "S01")
        work.fill(client, "agreement", {"signed": True, "pseudonymised_use": "agreed"}, appointment)
        end_session(work.workspace, appointment, "finished")
    work.clock.move_to(datetime(2026, 4, 2, 9, tzinfo=UTC))
    return work


def stopping_at(client: int) -> tuple[ReadingProgress, list[tuple[int, int]]]:
    told: list[tuple[int, int]] = []
    stop = Event()

    def tell(done: int, of: int) -> None:
        told.append((done, of))
        if done == client:
            stop.set()

    return ReadingProgress(tell, stop), told


def test_a_quarter_is_counted_client_by_client(met: Workplace) -> None:
    watched, told = stopping_at(0)

    quarters.close_quarter(met.workspace, Q1, watched)

    assert told == [(1, 3), (2, 3), (3, 3)]
    assert not quarters.lacks_figures(met.workspace)


def test_a_quarter_that_was_stopped_is_closed_and_its_figures_are_given_later(
    met: Workplace,
) -> None:
    watched, told = stopping_at(1)

    with pytest.raises(Stopped):
        quarters.close_quarter(met.workspace, Q1, watched)

    assert told == [(1, 3)]
    assert kept.given(met.workspace.service, Q1.name) == ()
    assert quarters.lacks_figures(met.workspace)
    give_figures_quietly(met.workspace)
    assert not quarters.lacks_figures(met.workspace)


def test_what_fits_no_form_is_passed_over_and_told(met: Workplace) -> None:
    caseload = met.workspace.caseload
    client = met.workspace.client(agreed_clients(met.workspace)[0])
    then = datetime(2026, 3, 30, 9, tzinfo=UTC)
    when = {"started_at": then, "changed_at": then, "finished_at": then}
    for form_id in ("gone-form", "gone-form", "gad-7"):
        left = a_filled_form(caseload, client, form_id=form_id, answers='{"q99":2}', **when)
        filled_forms.add(caseload, replace(left, status="finished"))
    watched, _told = stopping_at(0)

    ahead = left_out_ahead(met.workspace, Q1, watched)
    assert (ahead.forms, ahead.clients, ahead.codes) == (3, 1, (client.code,))
    quarters.close_quarter(met.workspace, Q1, watched)

    assert passed_over_words(watched).startswith("3 filled forms are not in the figures")
    assert "1 client has any" in passed_over_words(watched)
    assert passed_over_words(under_way.unwatched()) == ""
    assert kept.left_out(caseload, Q1.name) == kept.LeftOut(3, 1, (client.id,))


def test_a_report_that_was_stopped_is_not_made(met: Workplace) -> None:
    quarters.close_quarter(met.workspace, Q1)
    watched, told = stopping_at(2)

    with pytest.raises(Stopped, match="Nothing was written"):
        prepare(met.workspace, replace(REPORT), watched)

    assert told == [(1, 3), (2, 3)]
