"""A report that left, as a lead reads it in the window: what its readers have, and no client."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from exports.errors import NotForExport
from exports.package.package import REPORT
from exports.package.sealing import new_age_key
from exports.paper.pages.page_reading import drawn_pages
from tests.support.workflows.first_sessions import Q1, hold_first
from tests.support.workflows.workspaces import Workplace
from therapist_app.record.errors import NotAllowed
from therapist_app.record.service import releases
from therapist_app.record.service_model import Release
from therapist_app.workflows.exporting.exporting import (
    Prepared,
    ReleaseRequest,
    facts_for_ledger,
    prepare,
)
from therapist_app.workflows.exporting.keeping_recipients import enter_recipient, note_compared
from therapist_app.workflows.exporting.quarters import close_quarter
from therapist_app.workflows.supervision.what_left import is_report, what_left

PEOPLE = 12
NOT_ALL_HERE: tuple[dict[str, object], ...] = (
    {"caseloads": ["gone"]},
    {"course": "gone"},
    {"quarter": ""},
    {"caseloads": None},
)


@pytest.fixture
def prepared(work: Workplace, monkeypatch: pytest.MonkeyPatch) -> Prepared:
    """A report of twelve people for a funder, prepared by somebody who leads the service, too."""
    for _each in range(PEOPLE):
        hold_first(work)
    work.clock.move_to(datetime(2026, 4, 2, 9, tzinfo=UTC))
    close_quarter(work.workspace, Q1)
    work.have_colleague("Lea Example", "lead")
    note_compared(work.workspace, enter_recipient(work.workspace, "Funder", new_age_key()[0]))
    request = ReleaseRequest("service_report", "Funder", "funder", quarter=Q1.name)
    monkeypatch.setattr(
        "therapist_app.workflows.supervision.what_left.require", lambda _vault, _action: None
    )
    return prepare(work.workspace, request)


def sent(work: Workplace, prepared: Prepared, as_id: str = "", **noted: object) -> Release:
    """Enter a report as sent, with other facts of it where some are named."""
    facts = json.loads(facts_for_ledger(work.workspace, prepared)) | noted
    release = prepared.release
    entry = Release(
        as_id or release.id,
        release.profile,
        "Funder",
        "funder",
        work.workspace.now(),
        "Ana Example",
        release.manifest.decode(),
        json.dumps(facts),
        second_by="Lea Example",
    )
    releases.add(work.workspace.service, entry)
    return entry


def test_a_lead_reads_every_page_that_was_sent_to_others(
    work: Workplace, prepared: Prepared
) -> None:
    entry = sent(work, prepared)

    found = what_left(work.workspace, entry.id)

    assert is_report(entry)
    assert entry.profile == "external"
    assert found.pages == drawn_pages(prepared.release.files[REPORT])
    assert (found.id, found.is_to_the_byte) == (entry.id, True)


def test_where_its_tables_are_not_those_that_left_it_says_so(
    work: Workplace, prepared: Prepared
) -> None:
    entry = sent(work, prepared, tables_hash="0" * 64)

    assert not what_left(work.workspace, entry.id).is_to_the_byte


def test_what_is_not_all_here_is_not_made_of_something_else(
    work: Workplace, prepared: Prepared
) -> None:
    for number, noted in enumerate(NOT_ALL_HERE):
        entry = sent(work, prepared, f"R-{number}", **noted)

        with pytest.raises(NotForExport, match="not all here"):
            what_left(work.workspace, entry.id)


def test_a_summary_of_one_client_is_no_report_and_is_not_read_here(
    work: Workplace, prepared: Prepared
) -> None:
    entry = replace(sent(work, prepared), id="R-2", profile="single-case")
    releases.add(work.workspace.service, entry)

    assert not is_report(entry)
    with pytest.raises(NotForExport, match="one client"):
        what_left(work.workspace, entry.id)


def test_nobody_but_a_lead_reads_it(work: Workplace) -> None:
    with pytest.raises(NotAllowed):
        what_left(work.workspace, "R-1")


def test_what_did_not_leave_is_no_report(work: Workplace, prepared: Prepared) -> None:
    entry = sent(work, prepared)

    assert not is_report(replace(entry, standing="interrupted"))
    assert not is_report(replace(entry, unprotected="[]"))
